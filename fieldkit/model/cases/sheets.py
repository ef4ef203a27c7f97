"""The sheets of a register in a workbook, made from its declared fields: words and codes side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldkit.errors import Text
from fieldkit.model.cases.registers import register_of
from fieldkit.model.record_fields import FIELDS
from fieldkit.model.workbook.sheets import Column, Sheet

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from fieldkit.model.record_fields import RecordField
    from fieldkit.model.workbook.sheets import Kind

_KINDS: dict[str, Kind] = {"number": "number", "money": "number", "percent": "number"}
_CODE = Text("รหัส", "code")
_WIDE = 60
# Columns that follow from a record, by the key of its line in the list.
_FOLLOWS: dict[str, tuple[Column, ...]] = {
    "recommendation": (),
    "complaint": (Column("repeats", Text("ร้องซ้ำครั้งที่", "Repeats"), "integer"),),
    "loan": (
        Column("debt_class", Text("ชั้นหนี้", "Class"), "code"),
        Column("debt_class_words", Text("ชั้นหนี้ (คำ)", "Class (words)")),
        Column("outstanding", Text("ยอดคงเหลือรวม", "Outstanding"), "number"),
    ),
    "enterprise": (
        Column("size", Text("ขนาด", "Size")),
        Column("size_note", Text("หมายเหตุขนาด", "Note on the size")),
        Column("projects", Text("จำนวนโครงการ", "Projects"), "integer"),
    ),
    "project": (),
    "project_result": (
        Column("gain", Text("ดีขึ้น", "Gain"), "number"),
        Column("gain_percent", Text("ดีขึ้น (ร้อยละ)", "Gain (%)")),
    ),
}
_DUE = (
    Column("due", Text("กำหนดถัดไป", "Next due"), "date"),
    Column("due_iso", Text("กำหนดถัดไป (ISO)", "Next due (ISO)"), "code"),
    Column("duty", Text("สิ่งที่ต้องทำ", "To be done")),
    Column("overdue", Text("เกินกำหนด (วัน)", "Overdue (days)"), "integer", alarm=">0"),
    Column("last_step", Text("ติดตามล่าสุด", "Last follow-up")),
)
ID = Column("id", Text("รหัสรายการ", "Record ID"), "code", width=16)
REGISTRATION_NO = Column("registration_no", Text("เลขทะเบียนโรงงาน", "Registration no."), "code")
_FACTORY = (Column("factory_name", Text("โรงงาน", "Factory")), REGISTRATION_NO)
STEPS = Sheet(
    "Steps",
    Text("การติดตาม", "Follow-up"),
    (
        Column("record", Text("รายการ", "Record")),
        Column("kind", Text("เหตุการณ์", "Event")),
        Column("kind_code", Text("รหัสเหตุการณ์", "Event code"), "code"),
        Column("on_date", Text("วันที่", "Date"), "date"),
        Column("on_date_iso", Text("วันที่ (ISO)", "Date (ISO)"), "code"),
        Column("due_date", Text("กำหนด", "Due"), "date"),
        Column("due_date_iso", Text("กำหนด (ISO)", "Due (ISO)"), "code"),
        Column("number", Text("เลขที่หนังสือ", "Letter number"), "code"),
        Column("amount", Text("จำนวน", "Amount"), "number"),
        Column("officer", Text("เจ้าหน้าที่", "Officer")),
        Column("note", Text("หมายเหตุ", "Note"), width=_WIDE),
        Column("record_id", Text("รหัสรายการ", "Record ID"), "code", width=16),
    ),
)
FUNDS = Sheet(
    "Funds",
    Text("สรุปกองทุน", "Funds"),
    (
        Column("fund", Text("กองทุน", "Fund")),
        Column("contracts", Text("ราย", "Contracts"), "integer"),
        Column("approved", Text("วงเงิน", "Approved"), "number"),
        Column("outstanding", Text("คงเหลือ", "Outstanding"), "number"),
        Column("npl", Text("NPL (ราย)", "NPL contracts"), "integer"),
        Column("npl_amount", Text("NPL (บาท)", "NPL (baht)"), "number"),
        Column("npl_share", Text("NPL (ร้อยละของยอดคงเหลือ)", "NPL (share of outstanding)"), "percent"),
    ),
)


def register_sheet(
    table: str, *, personal: Collection[str] = (), name: str = "", title: Text | None = None
) -> Sheet:
    """Return the sheet of a register with the ``personal`` columns that are asked for; ``name`` and ``title``
    are its own where a register takes several.
    """
    register = register_of(table)
    columns: list[Column] = []
    for column in register.columns:
        field = FIELDS[table][column]
        if field.personal and column not in personal:
            continue
        columns += _columns(column, field)
    steps = _DUE if table not in ("project", "project_result") else ()
    return Sheet(
        name or f"{table.title().replace('_', '')}s",
        title or register.name,
        (*columns, *_FOLLOWS[table], *steps, ID),
    )


def _columns(column: str, field: RecordField) -> Iterator[Column]:
    if field.kind in ("day", "time"):
        iso = Text(field.name.th + " (ISO)", field.name.en + " (ISO)")
        yield Column(column, field.name, "date" if field.kind == "day" else "moment")
        yield Column(f"{column}_iso", iso, "code")
    elif field.kind in ("code", "codes"):
        yield Column(column, field.name)
        code = Text(f"{_CODE.th}{field.name.th}", f"{field.name.en} ({_CODE.en})")
        yield Column(f"{column}_code", code, "code")
    elif field.kind == "link" and field.target == "factory":
        yield from _FACTORY
    elif field.kind == "long":
        yield Column(column, field.name, width=_WIDE)
    else:
        identifies = (
            column in ("id13", "phone", "number", "contract_no", "code", "round") or field.kind == "link"
        )
        yield Column(column, field.name, "code" if identifies else _KINDS.get(field.kind, "text"))
