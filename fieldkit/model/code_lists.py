"""The codes that records hold, in words; those that an office may change are in the reference tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldkit.errors import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

INSPECTION_STATES = {
    "draft": Text("กำลังตรวจ", "Draft"),
    "closed": Text("ปิดแล้ว", "Closed"),
}
OUTCOMES = {
    "pass": Text("ผ่าน", "Pass"),
    "fail": Text("ไม่ผ่าน", "Fail"),
    "incomplete": Text("ไม่สมบูรณ์", "Incomplete"),
}
VERDICTS = {
    "pass": Text("ผ่าน", "Pass"),
    "fail": Text("ไม่ผ่าน", "Fail"),
    "warning": Text("เฝ้าระวัง", "Warning"),
    "na": Text("ไม่เกี่ยวข้อง", "Not applicable"),
}
FINDING_STATES = {
    "open": Text("ยังไม่แก้ไข", "Open"),
    "corrected_on_site": Text("แก้ไขทันทีขณะตรวจ", "Corrected on site"),
    "closed": Text("แก้ไขแล้ว", "Closed"),
}
DECISIONS = {
    "order37": Text("สั่งตามมาตรา 37", "Order, section 37"),
    "order39": Text("สั่งตามมาตรา 39", "Order, section 39"),
    "advice": Text("คำแนะนำ", "Advice"),
}
ORIGINS = {
    "last_time": Text("เหมือนครั้งก่อน", "Same as last time"),
    "batch": Text("ตอบรวมทั้งหมวด", "Answered with the rest of its section"),
}
FILE_KINDS = {
    "photo": Text("ภาพถ่าย", "Photo"),
    "after": Text("ภาพหลังแก้ไข", "Photo after correction"),
    "signature": Text("ลายมือชื่อ", "Signature"),
    "file": Text("ไฟล์", "File"),
}


def word(words: Mapping[str, Text], code: object, language: str) -> str:
    """Return the word for ``code``; a code that is in no list stands for itself, nothing for nothing."""
    if code is None:
        return ""
    found = words.get(str(code))
    return found.pick(language) if found else str(code)
