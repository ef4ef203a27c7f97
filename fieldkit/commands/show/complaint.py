"""``fieldkit show complaint``: one record with its steps, files and history."""

from __future__ import annotations

from fieldkit.commands import _cases
from fieldkit.errors import Text

command = _cases.show_command(
    "complaint",
    Text(
        "แสดงเรื่องร้องเรียน\n\nID เป็นรหัสหรือเลขรับเรื่อง",
        "Show one complaint.\n\nID is its id or number.",
    ),
)
