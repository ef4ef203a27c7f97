"""``fieldkit show enterprise``: one record with its steps, files and history."""

from __future__ import annotations

from fieldkit.commands import _cases
from fieldkit.errors import Text

command = _cases.show_command(
    "enterprise",
    Text(
        "แสดงวิสาหกิจ โครงการ และผลการพัฒนา\n\nID เป็นรหัสหรือรหัสวิสาหกิจ",
        "Show one enterprise, its projects and results.\n\nID is its id or registration code.",
    ),
)
