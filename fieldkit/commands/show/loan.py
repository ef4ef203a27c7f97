"""``fieldkit show loan``: one record with its steps, files and history."""

from __future__ import annotations

from fieldkit.commands import _cases
from fieldkit.errors import Text

command = _cases.show_command(
    "loan",
    Text(
        "แสดงลูกหนี้กองทุน\n\nID เป็นรหัสหรือเลขที่สัญญา",
        "Show one borrower.\n\nID is its id or the number of the contract.",
    ),
)
