"""What people call tables and columns, where a value stands apart from its page."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from fieldkit.errors import Text
from fieldkit.model.code_lists import DECISIONS, FINDING_STATES, INSPECTION_STATES, OUTCOMES, word
from fieldkit.model.codes import code_word
from fieldkit.model.policy import SEVERITIES
from fieldkit.model.record_fields import FIELDS, TABLE_NAMES
from fieldkit.model.reference import factory_statuses, type_words, visit_kinds
from fieldkit.model.register.fields import LABELS
from fieldkit.ui.factory_model import NONE, day_words

if TYPE_CHECKING:
    from collections.abc import Mapping

TABLES = {
    "person": Text("ผู้ใช้งาน", "Person"),
    "factory": Text("โรงงาน", "Factory"),
    "checklist": Text("แบบตรวจ", "Checklist"),
    "visit": Text("การเข้าตรวจ", "Visit"),
    "inspection": Text("การตรวจ", "Inspection"),
    "repeat_instance": Text("รายการย่อย", "Entry of a list"),
    "answer": Text("คำตอบ", "Answer"),
    "finding": Text("ข้อบกพร่อง", "Finding"),
    "attachment": Text("ภาพหรือไฟล์", "Photo or file"),
    "signature": Text("ลายมือชื่อ", "Signature"),
    **TABLE_NAMES,
}
_COLUMNS = {
    "value": Text("คำตอบ", "Answer"),
    "note": Text("หมายเหตุ", "Note"),
    "qualifier": Text("เครื่องหมายค่าวัด", "Qualifier"),
    "readings": Text("ค่าที่อ่านซ้ำ", "Duplicate readings"),
    "instrument": Text("เครื่องมือวัด", "Instrument"),
    "origin": Text("ที่มาของคำตอบ", "Where the answer came from"),
    "flag": Text("เครื่องหมายกลับมาดู", "Marked to come back to"),
    "verified_in": Text("ตรวจซ้ำในการตรวจ", "Verified at the inspection"),
    "question": Text("ข้อตรวจ", "Question"),
    "description": Text("สิ่งที่พบ", "What was found"),
    "severity": Text("ความรุนแรง", "Severity"),
    "law": Text("กฎหมาย", "Law"),
    "limit_text": Text("ค่ามาตรฐาน", "Limit"),
    "measured": Text("ค่าที่วัดได้", "Measured"),
    "action": Text("วิธีแก้ไข", "Corrective action"),
    "decision": Text("การสั่งการ", "Decision"),
    "due_date": Text("กำหนดแก้ไข", "Due"),
    "state": Text("สถานะ", "State"),
    "state_at": Text("เปลี่ยนสถานะเมื่อ", "State since"),
    "closed_at": Text("ปิดเมื่อ", "Closed at"),
    "closing": Text("จบการตรวจแบบ", "How it ended"),
    "reason": Text("เหตุผล", "Reason"),
    "outcome": Text("ผลตรวจ", "Result"),
    "score": Text("คะแนน", "Score"),
    "grade": Text("ระดับ", "Grade"),
    "caption": Text("คำบรรยายภาพ", "Caption"),
    "name": Text("ชื่อ", "Name"),
    "position": Text("ตำแหน่ง", "Position"),
    "office": Text("หน่วยงาน", "Office"),
    "card_no": Text("เลขบัตรเจ้าหน้าที่", "Officer's card"),
    "team": Text("คณะตรวจ", "Team"),
    "guide": Text("ผู้นำตรวจ", "Guide"),
    "ordinal": Text("ลำดับ", "Order"),
    "deleted": Text("การลบ", "Deletion"),
    "delete_reason": Text("เหตุผลที่ลบ", "Why it was deleted"),
}
_KEPT, _DELETED = Text("คงไว้", "kept"), Text("ลบแล้ว", "deleted")
_CODES: Mapping[str, Mapping[str, Text]] = {
    "severity": {str(key): text for key, text in SEVERITIES.items()},
    "decision": DECISIONS,
    "outcome": OUTCOMES,
}


def table_words(table: str, language: str) -> str:
    """Return what people call a table."""
    return word(TABLES, table, language)


def column_words(table: str, column: str, language: str) -> str:
    """Return what people call a column; a name that is in no list stands for itself."""
    field = FIELDS.get(table, {}).get(column)
    found = field.name if field else LABELS.get(column) if table == "factory" else _COLUMNS.get(column)
    return found.pick(language) if found else column


def stored_words(table: str, column: str, value: Any, language: str) -> str:
    """Return a stored value as people read it."""
    if column == "deleted":
        return (_DELETED if value else _KEPT).pick(language)
    if value is None or value == "":
        return value_words(column, None, language)
    field = FIELDS.get(table, {}).get(column)
    if field is not None and field.kind in ("code", "codes"):
        return ", ".join(code_word(field.target, code, language) for code in str(value).split())
    if field is not None and field.kind in ("day", "time"):
        return day_words(str(value), language)
    if table == "assignment" and column == "kind" and value in visit_kinds():
        return visit_kinds()[value].name.pick(language)
    if column == "state":
        return word(INSPECTION_STATES if table == "inspection" else FINDING_STATES, value, language)
    if table == "reference_row" and column in ("key", "cells"):
        return _row_words(value)
    if column in _CODES:
        return word(_CODES[column], value, language)
    return value_words(column, value, language)


def value_words(column: str, value: Any, language: str) -> str:
    """Return a stored value of a factory as a person reads it."""
    if value is None or value == "":
        return NONE
    if column.endswith(("_date", "_until")) or column in ("valid_from", "valid_to"):
        return day_words(str(value), language)
    if column == "type_main":
        return type_words(str(value), language)
    if column == "status" and str(value) in factory_statuses():
        return factory_statuses()[str(value)].name.pick(language)
    if isinstance(value, float):
        return f"{value:,.2f}" if column not in ("latitude", "longitude") else f"{value:.5f}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def _row_words(value: Any) -> str:
    """Return the key or the cells of a row of a reference table, which are stored as JSON."""
    stored = json.loads(value)
    if isinstance(stored, dict):
        return "; ".join(f"{name}: {cell}" for name, cell in stored.items() if cell)
    return " · ".join(part for part in stored if part)
