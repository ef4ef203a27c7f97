"""The plan as a sheet of Excel: its columns, and by which headers they are known again."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from fieldkit.errors import Text
from fieldkit.model.workbook.sheets import ABOUT, LONG_TEXTS, PLAN

EDITABLE = ("planned_on", "officer", "kind", "state", "reason", "note")
"""Columns that an import reads; the others tell a person about the factory."""
FACTORY_NUMBERS = ("registration_no_old", "registration_no")


LAYOUT = (PLAN, LONG_TEXTS, ABOUT)
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


def known_as(header: str) -> str | None:
    """Return the column that a header names, None for one that is nobody's."""
    return _names().get(_key(header))


def _key(header: str) -> str:
    return re.sub(r"[\s_.()]+", "", unicodedata.normalize("NFC", header)).casefold()


@cache
def _names() -> dict[str, str]:
    names: dict[str, str] = {}
    for column in PLAN.columns:
        others = _OTHER_HEADERS.get(column.key, ())
        for written in (column.key, column.title.th, column.title.en, *others):
            names.setdefault(_key(written), column.key)
    return names
