"""``fieldkit queue …``: what is on its way to the office, and what is held back."""

from __future__ import annotations

from fieldkit.errors import Text

WORDS = Text(
    "คิวส่งข้อมูล: รายการที่รอส่ง พักไว้ หรือถึงสำนักงานแล้ว", "What waits, is held back or has come to the office."
)
