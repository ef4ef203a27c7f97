"""``fieldkit list complaints``: the register with what is due, the earliest first."""

from __future__ import annotations

from fieldkit.commands import _cases
from fieldkit.errors import Text

command = _cases.list_command("complaint", Text("เรื่องร้องเรียน", "Complaints."))
