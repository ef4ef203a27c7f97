"""The codes that records hold, in words: states, outcomes, decisions, kinds of visit."""

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
VISIT_KINDS = {
    "PLAN": Text("ตรวจตามแผนประจำปี", "Planned inspection"),
    "PERMIT": Text("ตรวจสอบก่อนอนุญาต/ขยาย/รับแจ้ง", "Pre-licence check"),
    "START": Text("ตรวจการเริ่มประกอบกิจการ", "Start of operation"),
    "FOLLOW": Text("ตรวจติดตามคำสั่ง", "Follow-up of order"),
    "COMPLAINT": Text("ตรวจเรื่องร้องเรียน", "Complaint"),
    "ACCIDENT": Text("ตรวจอุบัติเหตุ/เหตุฉุกเฉิน", "Accident"),
    "PM25": Text("ตรวจมาตรการ PM2.5", "PM2.5 campaign"),
    "WASTE": Text("ตรวจกำกับกากอุตสาหกรรม", "Industrial waste"),
    "GI": Text("ตรวจประเมิน GI", "Green Industry"),
    "IND": Text("ให้คำปรึกษา i-Industry/Single Form", "Digital filing advice"),
    "FUND": Text("ติดตามลูกหนี้กองทุน", "Fund borrower"),
    "DEV": Text("ติดตามพัฒนา SME/วสช.", "Development follow-up"),
    "MIND": Text("ประเมิน MIND 4 มิติ", "MIND assessment"),
    "JOINT": Text("ตรวจร่วม/บูรณาการ", "Joint team"),
}
FACTORY_STATUSES = {
    "0": Text("ยังไม่แจ้งประกอบ", "Licensed, not started"),
    "1": Text("แจ้งประกอบแล้ว", "Operating"),
    "2": Text("จำหน่ายทะเบียน", "Struck off"),
    "3": Text("หยุดชั่วคราว", "Stopped for a time"),
}
FILE_KINDS = {
    "photo": Text("ภาพถ่าย", "Photo"),
    "signature": Text("ลายมือชื่อ", "Signature"),
    "file": Text("ไฟล์", "File"),
}


def word(words: Mapping[str, Text], code: object, language: str) -> str:
    """Return the word for ``code``; a code that is in no list stands for itself, nothing for nothing."""
    if code is None:
        return ""
    found = words.get(str(code))
    return found.pick(language) if found else str(code)
