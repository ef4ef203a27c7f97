"""``fieldkit case``: records of the four registers, written and followed up."""

from __future__ import annotations

from fieldkit.errors import Text

WORDS = Text("ข้อเสนอแนะ เรื่องร้องเรียน ลูกหนี้ และวิสาหกิจ", "Recommendations, complaints, borrowers, enterprises.")
