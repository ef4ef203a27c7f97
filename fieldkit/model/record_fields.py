"""What people call the columns of the office's records, and how their values are shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from fieldkit.errors import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

FieldKind = Literal[
    "text", "long", "number", "money", "percent", "day", "time", "flag", "code", "codes", "link"
]
"""``codes`` are several codes divided by spaces; ``link`` is the id of a record of the table ``target``."""


@dataclass(frozen=True, slots=True)
class RecordField:
    """A column of a record: its words, how it is shown, and the list of codes or table it refers to.

    ``personal`` marks what may only be seen and exported where it is needed (PDPA).
    """

    name: Text
    kind: FieldKind = "text"
    target: str = ""
    personal: bool = False


_F = RecordField
_FACTORY = _F(Text("โรงงาน", "Factory"), "link", "factory")
_OFFICER = _F(Text("เจ้าหน้าที่", "Officer"))
_NOTE = _F(Text("หมายเหตุ", "Note"), "long")
_PHONE = _F(Text("โทรศัพท์", "Telephone"), personal=True)
_DISTRICT = _F(Text("อำเภอ", "District"))
_PLACES: Mapping[str, RecordField] = {
    "latitude": _F(Text("ละติจูด", "Latitude"), "number"),
    "longitude": _F(Text("ลองจิจูด", "Longitude"), "number"),
}

FIELDS: Mapping[str, Mapping[str, RecordField]] = {
    "fact": {
        "factory": _FACTORY,
        "property": _F(Text("ข้อเท็จจริง", "Fact")),
        "inspection": _F(Text("การตรวจ", "Inspection"), "link", "inspection"),
        "value": _F(Text("ค่า", "Value")),
        "as_of": _F(Text("ข้อมูล ณ วันที่", "As of"), "day"),
        "source": _F(Text("ที่มา", "Source")),
    },
    "document": {
        "factory": _FACTORY,
        "kind": _F(Text("ชนิดเอกสาร", "Kind"), "code", "document.kind"),
        "number": _F(Text("เลขที่", "Number")),
        "level": _F(Text("ระดับ", "Level"), "number"),
        "issued_on": _F(Text("ออกเมื่อ", "Issued on"), "day"),
        "expires_on": _F(Text("หมดอายุ", "Expires on"), "day"),
        "issuer": _F(Text("ผู้ออก", "Issued by")),
        "note": _NOTE,
    },
    "assignment": {
        "factory": _FACTORY,
        "fiscal_year": _F(Text("ปีงบประมาณ", "Fiscal year"), "number"),
        "kind": _F(Text("ประเภทการตรวจ", "Kind of visit")),
        "round": _F(Text("รอบ", "Round")),
        "planned_on": _F(Text("วันที่วางแผน", "Planned for"), "day"),
        "officer": _OFFICER,
        "note": _NOTE,
        "state": _F(Text("สถานะแผน", "State of the plan"), "code", "assignment.state"),
        "reason": _F(Text("เหตุผล", "Reason"), "long"),
    },
    "factory_order": {
        "factory": _FACTORY,
        "inspection": _F(Text("การตรวจ", "Inspection"), "link", "inspection"),
        "section": _F(Text("มาตรา", "Section")),
        "temporary_no": _F(Text("เลขที่ชั่วคราว", "Temporary number")),
        "number": _F(Text("เลขที่หนังสือ", "Letter number")),
        "issued_on": _F(Text("วันที่ออกคำสั่ง", "Issued on"), "day"),
        "signed_by": _F(Text("ผู้ลงนาม", "Signed by")),
        "wording": _F(Text("ข้อความคำสั่ง", "Wording"), "long"),
        "received_on": _F(Text("วันที่ได้รับ", "Received on"), "day"),
        "received_by": _F(Text("ผู้รับ", "Received by")),
        "days": _F(Text("ให้เวลา (วัน)", "Days given"), "number"),
        "due_date": _F(Text("กำหนดแล้วเสร็จ", "Due"), "day"),
        "extended_to": _F(Text("ขยายถึง", "Extended to"), "day"),
        "extension_reason": _F(Text("เหตุที่ขยาย", "Why extended"), "long"),
        "state": _F(Text("สถานะ", "State"), "code", "factory_order.state"),
        "state_at": _F(Text("เปลี่ยนสถานะเมื่อ", "State since"), "time"),
        "verified_in": _F(Text("ตรวจติดตามในการตรวจ", "Verified at"), "link", "inspection"),
    },
    "step": {
        "record": _F(Text("เรื่อง", "Record")),
        "record_table": _F(Text("ทะเบียน", "Register")),
        "kind": _F(Text("เหตุการณ์", "Event")),
        "on_date": _F(Text("วันที่", "Date"), "day"),
        "note": _NOTE,
        "number": _F(Text("เลขที่หนังสือ", "Letter number")),
        "due_date": _F(Text("กำหนด", "Due"), "day"),
        "officer": _OFFICER,
        "amount": _F(Text("จำนวนเงิน (บาท)", "Amount (baht)"), "money"),
        "inspection": _F(Text("การตรวจ", "Inspection"), "link", "inspection"),
    },
    "recommendation": {
        "round": _F(Text("รอบ", "Round")),
        "issue_no": _F(Text("ประเด็นที่", "Issue no."), "number"),
        "inspector_name": _F(Text("ผู้ตรวจราชการ", "Inspector-general")),
        "visit_date": _F(Text("วันที่ตรวจราชการ", "Date of the visit"), "day"),
        "issue_title": _F(Text("ประเด็น", "Issue")),
        "recommendation_text": _F(Text("ข้อเสนอแนะ", "Recommendation"), "long"),
        "owner_unit": _F(Text("หน่วยรับผิดชอบ", "Responsible unit")),
        "owner_person": _F(Text("ผู้รับผิดชอบ", "Responsible person")),
        "due_date": _F(Text("กำหนดแล้วเสร็จ", "Due"), "day"),
        "state": _F(Text("สถานะ", "State"), "code", "recommendation.state"),
        "progress": _F(Text("ความคืบหน้า (ร้อยละ)", "Progress (%)"), "percent"),
        "progress_text": _F(Text("ผลการดำเนินการ", "What was done"), "long"),
        "closed_on": _F(Text("ปิดเมื่อ", "Closed on"), "day"),
        "indicator": _F(Text("ตัวชี้วัด", "Indicator")),
        "target": _F(Text("เป้าหมาย", "Target")),
        "actual": _F(Text("ผลจริง", "Actual")),
        "evidence": _F(Text("หลักฐาน", "Evidence"), "long"),
        "factory": _FACTORY,
    },
    "complaint": {
        "number": _F(Text("เลขรับเรื่อง", "Number")),
        "received_at": _F(Text("รับเรื่องเมื่อ", "Received at"), "time"),
        "channel": _F(Text("ช่องทาง", "Channel"), "code", "complaint.channel"),
        "complainant": _F(Text("ผู้ร้อง", "Complainant"), personal=True),
        "phone": _PHONE,
        "address": _F(Text("ที่อยู่ผู้ร้อง", "Complainant's address"), "long", personal=True),
        "anonymous": _F(Text("ไม่ประสงค์ออกนาม", "Anonymous"), "flag"),
        "keep_secret": _F(Text("ปกปิดผู้ร้อง", "Keep the complainant secret"), "flag"),
        "factory": _FACTORY,
        "place": _F(Text("สถานที่", "Place")),
        "district": _DISTRICT,
        **_PLACES,
        "issues": _F(Text("ประเด็น", "Issues"), "codes", "complaint.issue"),
        "details": _F(Text("รายละเอียด", "Details"), "long"),
        "urgency": _F(Text("ความเร่งด่วน", "Urgency"), "code", "complaint.urgency"),
        "occurred_at": _F(Text("เกิดเหตุเมื่อ", "Happened at"), "time"),
        "frequency": _F(Text("ความถี่", "How often")),
        "repeat_of": _F(Text("ร้องเรียนซ้ำของเรื่อง", "Repeats the complaint"), "link", "complaint"),
        "officer": _OFFICER,
        "assigned_on": _F(Text("มอบหมายเมื่อ", "Assigned on"), "day"),
        "outcome": _F(Text("ผลการตรวจสอบ", "Result of the check"), "code", "complaint.outcome"),
        "actions": _F(Text("การดำเนินการ", "What was done"), "codes", "complaint.action"),
        "answered_on": _F(Text("แจ้งผู้ร้องเมื่อ", "Complainant told on"), "day"),
        "state": _F(Text("สถานะ", "State"), "code", "complaint.state"),
        "closed_on": _F(Text("ยุติเมื่อ", "Closed on"), "day"),
    },
    "loan": {
        "fund": _F(Text("กองทุน", "Fund"), "code", "loan.fund"),
        "contract_no": _F(Text("เลขที่สัญญา", "Contract no.")),
        "contract_date": _F(Text("วันที่ทำสัญญา", "Contract date"), "day"),
        "name": _F(Text("ผู้กู้", "Borrower"), personal=True),
        "id13": _F(Text("เลขประจำตัว 13 หลัก", "13-digit number"), personal=True),
        "enterprise": _F(Text("กิจการ", "Enterprise")),
        "factory": _FACTORY,
        "district": _DISTRICT,
        "phone": _PHONE,
        "approved": _F(Text("วงเงินอนุมัติ", "Approved"), "money"),
        "drawn": _F(Text("เบิกแล้ว", "Drawn"), "money"),
        "rate": _F(Text("ดอกเบี้ย (ร้อยละ)", "Interest (%)"), "percent"),
        "term_months": _F(Text("ระยะเวลา (เดือน)", "Term (months)"), "number"),
        "grace_months": _F(Text("ปลอดเงินต้น (เดือน)", "Grace (months)"), "number"),
        "installment": _F(Text("ค่างวด", "Installment"), "money"),
        "due_day": _F(Text("วันครบกำหนดของเดือน", "Due day of the month"), "number"),
        "collateral": _F(Text("หลักประกัน", "Collateral")),
        "principal": _F(Text("เงินต้นคงเหลือ", "Outstanding principal"), "money"),
        "interest": _F(Text("ดอกเบี้ยค้าง", "Outstanding interest"), "money"),
        "balance_as_of": _F(Text("ยอด ณ วันที่", "Balance as of"), "day"),
        "balance_source": _F(Text("ที่มาของยอด", "Source of the balance")),
        "last_paid_on": _F(Text("ชำระล่าสุดเมื่อ", "Last paid on"), "day"),
        "last_paid": _F(Text("ชำระล่าสุด (บาท)", "Last paid (baht)"), "money"),
        "missed": _F(Text("งวดค้าง", "Missed installments"), "number"),
        "dpd": _F(Text("วันค้างชำระ", "Days past due"), "number"),
        "officer": _OFFICER,
        "state": _F(Text("สถานะ", "State"), "code", "loan.state"),
        "restructured": _F(Text("ปรับโครงสร้างหนี้", "Restructured"), "flag"),
        "trend": _F(Text("แนวโน้ม", "Trend"), "code", "loan.trend"),
        "referral": _F(Text("ประสาน ธพว.", "Referral to the bank")),
        "next_visit_on": _F(Text("ติดตามครั้งต่อไป", "Next follow-up"), "day"),
        "closed_on": _F(Text("ปิดบัญชีเมื่อ", "Closed on"), "day"),
    },
    "enterprise": {
        "kind": _F(Text("ประเภทกิจการ", "Kind"), "code", "enterprise.kind"),
        "code": _F(Text("รหัสวิสาหกิจ", "Registration code")),
        "name": _F(Text("ชื่อกิจการ", "Name")),
        "chairperson": _F(Text("ประธาน/ผู้ประสาน", "Chairperson"), personal=True),
        "members": _F(Text("สมาชิก (คน)", "Members"), "number"),
        "phone": _PHONE,
        "product": _F(Text("ผลิตภัณฑ์หลัก", "Main product")),
        "otop_stars": _F(Text("ดาว OTOP", "OTOP stars"), "number"),
        "certificates": _F(Text("มาตรฐานที่ได้รับ", "Certificates")),
        "income": _F(Text("รายได้ต่อปี (บาท)", "Income a year (baht)"), "money"),
        "employees": _F(Text("จ้างงาน (คน)", "Employees"), "number"),
        "sector": _F(Text("ภาคธุรกิจ", "Sector"), "code", "enterprise.sector"),
        "address": _F(Text("ที่อยู่", "Address")),
        "subdistrict": _F(Text("ตำบล", "Sub-district")),
        "district": _DISTRICT,
        "province": _F(Text("จังหวัด", "Province")),
        **_PLACES,
        "factory": _FACTORY,
        "officer": _OFFICER,
        "state": _F(Text("สถานะ", "State"), "code", "enterprise.state"),
    },
    "project": {
        "enterprise": _F(Text("กิจการ", "Enterprise"), "link", "enterprise"),
        "factory": _FACTORY,
        "fiscal_year": _F(Text("ปีงบประมาณ", "Fiscal year"), "number"),
        "title": _F(Text("โครงการ", "Project")),
        "officer": _OFFICER,
        "consultant": _F(Text("ที่ปรึกษา", "Consultant")),
        "man_days": _F(Text("วันให้คำปรึกษา", "Consulting days"), "number"),
        "started_on": _F(Text("เริ่ม", "Started on"), "day"),
        "ended_on": _F(Text("สิ้นสุด", "Ended on"), "day"),
        "state": _F(Text("สถานะ", "State"), "code", "project.state"),
    },
    "project_result": {
        "project": _F(Text("โครงการ", "Project"), "link", "project"),
        "indicator": _F(Text("ตัวชี้วัด", "Indicator"), "code", "project_result.indicator"),
        "unit": _F(Text("หน่วย", "Unit")),
        "baseline": _F(Text("ก่อนพัฒนา", "Before"), "number"),
        "baseline_on": _F(Text("วันที่วัดก่อน", "Measured before on"), "day"),
        "result": _F(Text("หลังพัฒนา", "After"), "number"),
        "result_on": _F(Text("วันที่วัดหลัง", "Measured after on"), "day"),
        "evidence": _F(Text("หลักฐาน", "Evidence")),
        "note": _NOTE,
    },
    "reference_row": {
        "tbl": _F(Text("ตาราง", "Table")),
        "key": _F(Text("รหัส", "Key")),
        "valid_from": _F(Text("ใช้ตั้งแต่", "In force from"), "day"),
        "province": _F(Text("จังหวัด", "Province")),
        "cells": _F(Text("ค่าในแถว", "Values"), "long"),
        "note": _NOTE,
        "confirmed_by": _F(Text("ยืนยันโดย", "Confirmed by")),
        "confirmed_on": _F(Text("ยืนยันเมื่อ", "Confirmed on"), "day"),
        "confirmed_note": _F(Text("หมายเหตุการยืนยัน", "Note of the confirmation"), "long"),
        "confirmed_cells": _F(Text("ค่าที่ยืนยัน", "Confirmed values")),
    },
}

TABLE_NAMES: Mapping[str, Text] = {
    "inspection": Text("การตรวจ", "Inspection"),
    "reference_row": Text("แถวของตารางอ้างอิง", "Row of a reference table"),
    "fact": Text("ข้อเท็จจริงของโรงงาน", "Fact about a factory"),
    "document": Text("เอกสารของโรงงาน", "Document of a factory"),
    "assignment": Text("แผนการตรวจ", "Planned visit"),
    "factory_order": Text("คำสั่ง", "Order"),
    "step": Text("การติดตาม", "Follow-up step"),
    "recommendation": Text("ข้อเสนอแนะ", "Recommendation"),
    "complaint": Text("เรื่องร้องเรียน", "Complaint"),
    "loan": Text("ลูกหนี้กองทุน", "Borrower"),
    "enterprise": Text("วิสาหกิจ", "Enterprise"),
    "project": Text("โครงการพัฒนา", "Development project"),
    "project_result": Text("ผลการพัฒนา", "Development result"),
}
