"""``fieldkit undo …``: taking back what can be taken back."""

from __future__ import annotations

from fieldkit.errors import Text

WORDS = Text("ยกเลิกสิ่งที่ทำไปแล้ว", "Take something back.")
