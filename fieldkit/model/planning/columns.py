"""The plan as a sheet of Excel: its columns, and by which headers they are known again."""

from __future__ import annotations

from fieldkit.errors import Text
from fieldkit.model.round_trip.headings import Table
from fieldkit.model.workbook.sheets import Column, Sheet

EDITABLE = ("planned_on", "officer", "kind", "state", "reason", "note")
"""Columns that an import reads; the others tell a person about the factory."""
FACTORY_NUMBERS = ("registration_no_old", "registration_no")


def _column(key: str, th: str, en: str, kind: str = "text", width: int = 30) -> Column:
    return Column(key, Text(th, en), kind, width)  # type: ignore[arg-type]


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
        _column("id", "รหัสแผน", "Plan ID", "code", 16),
    ),
)
LABELS = {column.key: column.title for column in PLAN.columns}
GROUP_LABELS = {
    "core": Text("โรงงาน ปีงบประมาณ", "factory, fiscal year"),
    "what": Text("วัน เจ้าหน้าที่ ประเภท หมายเหตุ", "day, officer, kind, note"),
    "state": Text("สถานะแผน", "state of the plan"),
    "void": Text("การลบ", "deletion"),
}
"""What people call the groups of a planned visit's columns."""

# What offices write above such columns besides our own titles.
_OTHER_HEADERS = {
    "planned_on": ("วันที่", "วันที่ตรวจ", "วันที่เข้าตรวจ", "กำหนดตรวจ", "date", "planned date"),
    "officer": ("ผู้ตรวจ", "เจ้าหน้าที่ผู้ตรวจ", "ผู้รับผิดชอบ", "inspector"),
    "kind": ("ประเภทการเข้าตรวจ", "วัตถุประสงค์", "kind"),
    "registration_no_old": ("เลขทะเบียน", "ทะเบียนโรงงาน", "ทะเบียนโรงงานเลขที่", "เลขทะเบียนเดิม", "DISPFACREG"),
    "registration_no": ("เลขทะเบียนโรงงานใหม่", "เลขทะเบียนใหม่", "เลข 14 หลัก", "FID"),
    "name": ("โรงงาน", "ชื่อสถานประกอบการ", "factory name"),
    "state": ("สถานะ", "state"),
    "note": ("บันทึก", "remark", "remarks"),
    "id": ("รหัส", "id"),
}
_WHOSE = {"id", *FACTORY_NUMBERS}
TABLE = Table(
    LABELS,
    lambda found: bool(_WHOSE & found) and bool(set(EDITABLE) & found) and len(found) > 1,
    refusal=(
        Text("ไม่พบหัวตารางของแผนการตรวจ", "There are no headers of a plan"),
        Text(
            "แถวหัวตารางต้องมี เลขทะเบียนโรงงาน (หรือรหัสแผน) และ วันที่วางแผน หรือ เจ้าหน้าที่"
            " ใช้ไฟล์ที่ส่งออกจากโปรแกรมเป็นแบบ",
            "A row of headers needs the registration number (or the plan ID), and the planned day or the"
            " officer; a file exported by the program shows how",
        ),
    ),
    also=_OTHER_HEADERS,
)
