"""``fieldkit list …``: what the data folder holds, in lines or as JSON."""

from __future__ import annotations

from fieldkit.errors import Text

WORDS = Text("แสดงรายการในข้อมูล", "List what the data folder holds.")
