"""The sheets of the provincial workbook and their columns: the one place that names them (peers: shape 4.6).

``key`` is what programs read (the hidden first row), the titles are what people read.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from fieldkit.errors import Text

Kind = Literal["text", "code", "number", "integer", "percent", "date", "moment", "picture"]
"""``code`` is text that may look like a number: register numbers, ids. ``moment`` is date and time."""

OPEN_CELLS = "open cells"
"""The key under which a row of a protected sheet gives the keys of the columns that may be edited."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column; ``width`` is the widest it gets, in letters, before its text wraps.

    ``alarm`` colours its cells: the value that is alarming, or ``>0`` for any number above 0. ``choices`` are
    the words that Excel offers where a person edits them.
    """

    key: str
    title: Text
    kind: Kind = "text"
    width: int = 40
    alarm: str = ""
    choices: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet; ``table`` is the name of its Excel table, the same in both languages."""

    table: str
    title: Text
    columns: tuple[Column, ...]
    unwritten: frozenset[str] = frozenset()
    """Keys that rows may have though the sheet has no column for them."""
    protected: bool = False
    """Whether a person may only edit the cells whose columns a row names under :data:`OPEN_CELLS`."""


def _column(key: str, th: str, en: str, kind: Kind = "text", *, width: int = 40, alarm: str = "") -> Column:
    return Column(key, Text(th, en), kind, width, alarm)


def _dates(key: str, th: str, en: str) -> tuple[Column, Column]:
    return _column(key, th, en, "date"), _column(f"{key}_iso", f"{th} (ISO)", f"{en} (ISO)", "code")


def _moments(key: str, th: str, en: str) -> tuple[Column, Column]:
    return _column(key, th, en, "moment"), _column(f"{key}_iso", f"{th} (ISO)", f"{en} (ISO)", "code")


# Every row of a child sheet says whose it is, so that filters and pivots work without look-ups.
OWNER = (
    _column("inspection_id", "รหัสการตรวจ", "Inspection ID", "code", width=16),
    _column("registration_no", "เลขทะเบียนโรงงาน", "Registration no.", "code"),
    _column("factory_name", "ชื่อโรงงาน", "Factory"),
    *_dates("date", "วันที่ตรวจ", "Date"),
    _column("officer", "ผู้ตรวจ", "Inspector"),
    _column("state", "สถานะการตรวจ", "State"),
)
_QUESTION = (
    _column("question_code", "รหัสข้อ", "Question code", "code"),
    _column("question", "คำถาม", "Question", width=60),
)

SUMMARY = Sheet(
    "Summary",
    Text("สรุป", "Summary"),
    (
        _column("topic", "หมวด", "Topic"),
        _column("item", "รายการ", "Item", width=60),
        _column("count", "จำนวน", "Count", "integer"),
        _column("share", "ร้อยละ", "Share", "percent"),
    ),
)
INDICATORS = Sheet(
    "Indicators",
    Text("ตัวชี้วัด", "Indicators"),
    (
        _column("indicator_id", "รหัสตัวชี้วัด", "Indicator ID", "code"),
        _column("indicator", "ตัวชี้วัด", "Indicator", width=60),
        _column("period", "งวด", "Period"),
        _column("district", "อำเภอ", "District"),
        _column("numerator", "ตัวตั้ง", "Numerator", "number"),
        _column("denominator", "ตัวหาร", "Denominator", "number"),
        _column("share", "ร้อยละ", "Share", "percent"),
        _column("value", "ค่า", "Value", "number"),
        _column("unit", "หน่วย", "Unit"),
        _column("target", "เป้าหมาย", "Target", "number"),
        _column("reached", "ผลเทียบเป้า", "Target reached"),
        _column("short", "ขาดอีก", "Short by", "integer"),
        _column("note", "หมายเหตุ", "Note", width=60),
    ),
)
INSPECTIONS = Sheet(
    "Inspections",
    Text("การตรวจ", "Inspections"),
    (
        *OWNER,
        _column("state_code", "รหัสสถานะ", "State code", "code"),
        _column("registration_no_old", "เลขทะเบียนเดิม", "Old registration no.", "code"),
        _column("operator", "ผู้ประกอบกิจการ", "Operator"),
        _column("subdistrict", "ตำบล", "Sub-district"),
        _column("district", "อำเภอ", "District"),
        _column("province", "จังหวัด", "Province"),
        _column("class", "จำพวก", "Class", "code"),
        _column("type_main", "ลำดับประเภท", "Type", "code"),
        _column("form_id", "รหัสแบบตรวจ", "Checklist ID", "code"),
        _column("version", "รุ่นแบบตรวจ", "Checklist version", "code"),
        _column("checklist", "แบบตรวจ", "Checklist"),
        _column("kind", "ประเภทการตรวจ", "Kind of visit"),
        _column("kind_code", "รหัสประเภทการตรวจ", "Kind of visit code", "code"),
        *_moments("started_at", "เริ่มตรวจ", "Started"),
        *_moments("closed_at", "ปิดการตรวจ", "Closed"),
        _column("closing", "การปิด", "Closing"),
        _column("closing_code", "รหัสการปิด", "Closing code", "code"),
        _column("reason", "เหตุผล", "Reason"),
        _column("outcome", "ผลการตรวจ", "Outcome"),
        _column("outcome_code", "รหัสผล", "Outcome code", "code"),
        _column("score", "คะแนน", "Score", "number"),
        _column("grade", "ระดับ", "Grade"),
        _column("questions", "จำนวนข้อ", "Questions", "integer"),
        _column("answered", "ตอบแล้ว", "Answered", "integer"),
        _column("failed", "ไม่ผ่าน", "Failed", "integer"),
        _column("findings", "ข้อบกพร่อง", "Findings", "integer"),
        _column("photos", "ภาพถ่าย", "Photos", "integer"),
        _column("revision_of", "แก้ไขจาก", "Revision of", "code", width=16),
        _column("revision_reason", "เหตุผลที่แก้ไข", "Reason of revision"),
        _column("seal", "ตราประทับ", "Seal", "code", width=16),
    ),
)
ANSWERS = Sheet(
    "Answers",
    Text("คำตอบ", "Answers"),
    (
        *OWNER,
        _column("form_id", "รหัสแบบตรวจ", "Checklist ID", "code"),
        _column("section", "หมวด", "Section"),
        *_QUESTION,
        _column("answer_code", "รหัสคำตอบ", "Answer code", "code"),
        _column("answer", "คำตอบ", "Answer"),
        _column("number", "ค่า", "Value", "number"),
        _column("unit", "หน่วย", "Unit"),
        _column("qualifier", "เครื่องหมาย", "Qualifier", "code"),
        _column("readings", "ค่าที่อ่านซ้ำ", "Duplicate readings", "code"),
        _column("corrected", "ค่าที่ปรับแล้ว", "Corrected value", "number"),
        _column("instrument", "เครื่องมือวัด", "Instrument"),
        _column("instrument_serial", "หมายเลขเครื่องมือ", "Serial no.", "code"),
        *_dates("calibrated", "สอบเทียบเมื่อ", "Calibrated"),
        _column("note", "หมายเหตุ", "Note", width=60),
        _column("verdict", "ผล", "Verdict"),
        _column("verdict_code", "รหัสผล", "Verdict code", "code", alarm="fail"),
        _column("severity", "ความรุนแรง", "Severity"),
        _column("weight", "น้ำหนัก", "Weight", "number"),
        _column("is_finding", "เป็นข้อบกพร่อง", "Is finding"),
        _column("origin", "ที่มาของคำตอบ", "Origin"),
        _column("origin_code", "รหัสที่มา", "Origin code", "code"),
        _column("flagged", "ทำเครื่องหมายไว้", "Flagged"),
        _column("path", "ตำแหน่งในแบบ", "Path", "code"),
    ),
)
MEASUREMENTS = Sheet(
    "Measurements",
    Text("ผลการวัด", "Measurements"),
    (
        *OWNER,
        _column("form_id", "รหัสแบบตรวจ", "Checklist ID", "code"),
        _column("section", "หมวด", "Section"),
        *_QUESTION,
        _column("row_name", "จุดหรือรายการ", "Point or item"),
        _column("qualifier", "เครื่องหมาย", "Qualifier", "code"),
        _column("number", "ค่า", "Value", "number"),
        _column("unit", "หน่วย", "Unit"),
        _column("readings", "ค่าที่อ่านซ้ำ", "Duplicate readings", "code"),
        _column("corrected", "ค่าที่ปรับแล้ว", "Corrected value", "number"),
        _column("limit", "เกณฑ์", "Limit"),
        _column("verdict", "ผล", "Verdict"),
        _column("verdict_code", "รหัสผล", "Verdict code", "code", alarm="fail"),
        _column("instrument", "เครื่องมือวัด", "Instrument"),
        _column("instrument_serial", "หมายเลขเครื่องมือ", "Serial no.", "code"),
        *_dates("calibrated", "สอบเทียบเมื่อ", "Calibrated"),
        _column("note", "หมายเหตุ", "Note", width=60),
        _column("path", "ตำแหน่งในแบบ", "Path", "code"),
    ),
)
FINDINGS = Sheet(
    "Findings",
    Text("ข้อบกพร่อง", "Findings"),
    (
        *OWNER,
        _column("finding_id", "รหัสข้อบกพร่อง", "Finding ID", "code", width=16),
        _column("form_id", "รหัสแบบตรวจ", "Checklist ID", "code"),
        *_QUESTION,
        _column("description", "รายละเอียด", "Description", width=60),
        _column("severity", "ความรุนแรง", "Severity"),
        _column("severity_code", "รหัสความรุนแรง", "Severity code", "code"),
        _column("measured", "ค่าที่วัดได้", "Measured"),
        _column("limit", "เกณฑ์", "Limit"),
        _column("law", "กฎหมาย", "Law", width=60),
        _column("decision", "คำสั่ง", "Decision"),
        _column("decision_code", "รหัสคำสั่ง", "Decision code", "code"),
        _column("action", "การแก้ไข", "Corrective action", width=60),
        *_dates("due_date", "กำหนดแล้วเสร็จ", "Due"),
        _column("overdue_days", "เกินกำหนด (วัน)", "Overdue (days)", "integer", alarm=">0"),
        _column("finding_state", "สถานะข้อบกพร่อง", "State of finding"),
        _column("finding_state_code", "รหัสสถานะข้อบกพร่อง", "State of finding code", "code"),
        *_dates("state_at", "วันที่เปลี่ยนสถานะ", "State since"),
        _column("verified_in", "ตรวจซ้ำในการตรวจ", "Verified at inspection", "code", width=16),
        _column("times", "พบครั้งที่", "Times found", "integer"),
        _column("photos", "ภาพถ่าย", "Photos", "integer"),
        _column("path", "ตำแหน่งในแบบ", "Path", "code"),
    ),
)
ORDERS = Sheet(
    "Orders",
    Text("คำสั่ง", "Orders"),
    (
        _column("number", "ลำดับ", "No.", "integer"),
        *_dates("inspected_on", "วันที่ตรวจ", "Inspected"),
        _column("registration_no", "เลขทะเบียนโรงงาน", "Registration no.", "code"),
        _column("factory_name", "ชื่อโรงงาน", "Factory"),
        _column("type_main", "ประเภท", "Type", "code"),
        _column("district", "อำเภอ", "District"),
        _column("topic", "ประเด็น", "Topic"),
        _column("finding", "ข้อบกพร่อง", "Finding", width=60),
        _column("section", "มาตรา", "Section"),
        _column("section_code", "รหัสมาตรา", "Section code", "code"),
        _column("order_number", "เลขที่คำสั่ง", "Order no.", "code"),
        *_dates("issued_on", "วันที่คำสั่ง", "Ordered"),
        *_dates("received_on", "วันที่ได้รับ", "Received"),
        *_dates("due_date", "กำหนดแล้วเสร็จ", "Due"),
        *_dates("extended_to", "ขยายถึง", "Extended to"),
        *_dates("verified_on", "วันตรวจติดตาม", "Followed up"),
        _column("result", "ผล", "Result"),
        _column("order_state", "สถานะคำสั่ง", "State of order"),
        _column("order_state_code", "รหัสสถานะคำสั่ง", "State of order code", "code", alarm="defied"),
        *_dates("corrected_on", "วันที่แก้ไข", "Corrected"),
        _column("overdue_days", "เกินกำหนด (วัน)", "Overdue (days)", "integer", alarm=">0"),
        _column("fined", "ค่าปรับ (บาท)", "Fine (baht)", "number"),
        _column("officer", "ผู้รับผิดชอบ", "Officer"),
        _column("note", "หมายเหตุ", "Note", width=60),
        _column("order_id", "รหัสคำสั่ง", "Order ID", "code", width=16),
        _column("finding_id", "รหัสข้อบกพร่อง", "Finding ID", "code", width=16),
    ),
)
FACTORIES = Sheet(
    "Factories",
    Text("โรงงาน", "Factories"),
    (
        _column("factory_id", "รหัสโรงงาน", "Factory ID", "code", width=16),
        _column("registration_no", "เลขทะเบียนโรงงาน", "Registration no.", "code"),
        _column("registration_no_old", "เลขทะเบียนเดิม", "Old registration no.", "code"),
        _column("name", "ชื่อโรงงาน", "Name"),
        _column("operator", "ผู้ประกอบกิจการ", "Operator"),
        _column("operator_id13", "เลขประจำตัวผู้ประกอบการ", "Operator's ID", "code"),
        _column("class", "จำพวก", "Class", "code"),
        _column("type_main", "ลำดับประเภท", "Type", "code"),
        _column("types_extra", "ลำดับประเภทอื่น", "Further types", "code"),
        _column("tsic", "TSIC", "TSIC", "code"),
        _column("activity", "ประกอบกิจการ", "Activity", width=60),
        _column("hp", "แรงม้า", "Horsepower", "number"),
        _column("workers", "คนงาน", "Workers", "integer"),
        _column("workers_male", "คนงานชาย", "Workers, male", "integer"),
        _column("workers_female", "คนงานหญิง", "Workers, female", "integer"),
        _column("capital", "เงินลงทุน (บาท)", "Capital (baht)", "number"),
        _column("address_no", "เลขที่", "Address no.", "code"),
        _column("moo", "หมู่", "Moo", "code"),
        _column("soi", "ซอย", "Soi"),
        _column("road", "ถนน", "Road"),
        _column("subdistrict", "ตำบล", "Sub-district"),
        _column("district", "อำเภอ", "District"),
        _column("province", "จังหวัด", "Province"),
        _column("postcode", "รหัสไปรษณีย์", "Postcode", "code"),
        _column("latitude", "ละติจูด", "Latitude", "number"),
        _column("longitude", "ลองจิจูด", "Longitude", "number"),
        _column("estate", "นิคมอุตสาหกรรม", "Estate"),
        _column("phone", "โทรศัพท์", "Phone", "code"),
        _column("email", "อีเมล", "E-mail", "code"),
        _column("contact", "ผู้ติดต่อ", "Contact"),
        _column("status", "สถานะโรงงาน", "Status"),
        _column("status_code", "รหัสสถานะโรงงาน", "Status code", "code"),
        *_dates("license_date", "วันที่อนุญาต", "Licensed"),
        *_dates("start_date", "วันที่เริ่มประกอบกิจการ", "Began"),
        *_dates("fee_paid_until", "ชำระค่าธรรมเนียมถึง", "Fee paid until"),
        _column("inspected", "ตรวจในแฟ้มนี้ (ครั้ง)", "Inspections in this file", "integer"),
        _column("source", "ที่มา", "Source"),
    ),
)
PLAN = Sheet(
    "Plan",
    Text("แผนการตรวจ", "Plan"),
    (
        _column("planned_on", "วันที่วางแผน", "Planned for", "date"),
        _column("officer", "เจ้าหน้าที่", "Officer"),
        _column("kind", "ประเภทการตรวจ", "Kind of visit"),
        _column("registration_no_old", "เลขทะเบียนโรงงาน", "Old registration no.", "code"),
        _column("name", "ชื่อโรงงาน", "Factory", width=40),
        _column("subdistrict", "ตำบล", "Sub-district"),
        _column("district", "อำเภอ", "District"),
        _column("risk", "ความเสี่ยง", "Risk"),
        _column("score", "คะแนนความเสี่ยง", "Risk score", "integer"),
        _column("last_visit", "ตรวจล่าสุด", "Last inspected", "date"),
        _column("state", "สถานะแผน", "State of the plan"),
        _column("reason", "เหตุผล", "Reason", width=40),
        _column("note", "หมายเหตุ", "Note", width=40),
        _column("done_on", "ตรวจแล้วเมื่อ", "Done on", "date"),
        _column("round", "รอบ", "Round"),
        _column("fiscal_year", "ปีงบประมาณ", "Fiscal year", "code"),
        _column("registration_no", "เลขทะเบียน 14 หลัก", "14-digit number", "code"),
        _column("id", "รหัสแผน", "Plan ID", "code", width=16),
    ),
)


def _with_iso(sheet: Sheet) -> Sheet:
    columns: list[Column] = []
    for column in sheet.columns:
        dated = column.kind == "date"
        columns += _dates(column.key, column.title.th, column.title.en) if dated else [column]
    return replace(sheet, columns=tuple(columns))


PLANNED = _with_iso(PLAN)
"""The plan among the other sheets; :data:`PLAN` is the one that is edited and imported again."""
PHOTOS = Sheet(
    "Photos",
    Text("ภาพถ่าย", "Photos"),
    (
        _column("picture", "ภาพ", "Picture", "picture", width=22),
        _column("file_name", "ชื่อไฟล์", "File name", "code"),
        *OWNER,
        *_QUESTION,
        _column("finding_id", "รหัสข้อบกพร่อง", "Finding ID", "code", width=16),
        _column("caption", "คำบรรยาย", "Caption"),
        *_moments("taken_at", "ถ่ายเมื่อ", "Taken"),
        _column("latitude", "ละติจูด", "Latitude", "number"),
        _column("longitude", "ลองจิจูด", "Longitude", "number"),
        _column("sha256", "SHA-256", "SHA-256", "code", width=16),
        _column("media_type", "ชนิดไฟล์", "Media type", "code"),
        _column("size", "ขนาด (ไบต์)", "Size (bytes)", "integer"),
        _column("kind", "ชนิด", "Kind"),
        _column("file_state", "สถานะไฟล์", "State of file"),
    ),
)
LONG_TEXTS = Sheet(
    "LongTexts",
    Text("ข้อความยาว", "Long texts"),
    (
        _column("number", "ลำดับ", "No.", "integer"),
        _column("sheet", "แผ่นงาน", "Sheet"),
        _column("row", "แถว", "Row", "integer"),
        _column("column", "คอลัมน์", "Column"),
        _column("part", "ส่วนที่", "Part", "integer"),
        _column("text", "ข้อความ", "Text", width=60),
    ),
)
ABOUT = Sheet(
    "About",
    Text("เกี่ยวกับ", "About"),
    (
        _column("item", "รายการ", "Item"),
        _column("value", "ค่า", "Value", width=60),
        _column("count", "จำนวน", "Count", "integer"),
    ),
)

SHEETS = (
    *(SUMMARY, INDICATORS, INSPECTIONS, ANSWERS, MEASUREMENTS, FINDINGS, ORDERS, FACTORIES, PLANNED, PHOTOS),
    *(LONG_TEXTS, ABOUT),
)
"""All sheets in their order; the one of long texts is only written when there is one."""
