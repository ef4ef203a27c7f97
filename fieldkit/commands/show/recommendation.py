"""``fieldkit show recommendation``: one record with its steps, files and history."""

from __future__ import annotations

from fieldkit.commands import _cases
from fieldkit.errors import Text

command = _cases.show_command(
    "recommendation",
    Text(
        "แสดงข้อเสนอแนะ\n\nID เป็นรหัส หรือรอบกับประเด็น เช่น 1/2567-3",
        "Show one recommendation.\n\nID is its id, or round and issue such as 1/2567-3.",
    ),
)
