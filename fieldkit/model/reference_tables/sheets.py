"""A reference table as a sheet of Excel: its columns, and by which headers they are known again."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from fieldkit.errors import Text
from fieldkit.model.reference_tables import layers
from fieldkit.model.reference_tables.descriptions import CONFIDENCE, table
from fieldkit.model.round_trip import output
from fieldkit.model.thai.dates import short_moment
from fieldkit.model.workbook.sheets import Column, Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fieldkit.model.reference_tables.descriptions import Table, TableColumn
    from fieldkit.model.reference_tables.layers import Version
    from fieldkit.model.workspace import Workspace

_KINDS = {"day": "date", "number": "number", "whole": "number", "long": "text", "text": "text"}
_WIDE, _NARROW = 60, 30
_LONGEST_TITLE = 31  # letters in the name of a sheet of Excel
_CONFIRMATION = (
    Column("confirmed_by", Text("ยืนยันโดย", "Confirmed by")),
    Column("confirmed_on", Text("ยืนยันเมื่อ", "Confirmed on"), "date"),
    Column("confirmed_note", Text("หมายเหตุการยืนยัน", "Note of the confirmation"), "text", _WIDE),
)
_ABOUT = {
    "exported": Text("ส่งออกเมื่อ", "Exported"),
    "person": Text("ส่งออกโดย", "Exported by"),
    "table": Text("ตาราง", "Table"),
    "edit": Text("แก้ไขแล้วนำเข้า", "Edit and import"),
}
_HOW = Text(
    "แก้ค่าได้ทุกช่องยกเว้นการยืนยัน แถวที่เปลี่ยนตั้งแต่วันหนึ่งให้เพิ่มแถวใหม่ ใส่ “ใช้ตั้งแต่” และใส่ “ใช้ถึง” ให้แถวเดิม"
    " อย่าลบหัวตาราง แถวที่ไม่มีในไฟล์คงไว้ตามเดิม",
    "Every cell but the confirmation may be edited. What changes from a day on is a new row with “In force"
    " from”; give the earlier row its “In force to”. Keep the headers; rows that are not in the file stay.",
)


def export_table(workspace: Workspace, target: Path, name: str, *, language: str = "th") -> int:
    """Write a reference table to ``target`` (.xlsx) and return the number of its rows.

    Raises NoSuchTable, CannotWrite, WorkbookDamaged; then whatever ``target`` was before is intact.
    """
    described = table(name)
    sheet = sheet_of(described)
    versions = layers.versions(name)
    lines = (_cells(described, version) for version in versions)
    output.write(
        workspace, target, [(sheet, lines)], _about(workspace, described, language), language=language
    )
    return len(versions)


@cache
def sheet_of(described: Table) -> Sheet:
    """Return the sheet of a table."""
    columns = tuple(_column(column) for column in described.columns)
    title = Text(described.title.th[:_LONGEST_TITLE], described.title.en[:_LONGEST_TITLE])
    return Sheet(described.name, title, (*columns, *_CONFIRMATION))


def shown_cells(version: Version) -> dict[str, str]:
    """Return what a person sees of a row: its days as they count, its confidence as it was written."""
    shown = dict(version.row.cells)
    if CONFIDENCE in shown:
        shown[CONFIDENCE] = version.cells[CONFIDENCE]
    return shown


def _column(column: TableColumn) -> Column:
    kind: Any = _KINDS.get(column.kind, "code")
    return Column(column.name, column.title, kind, _WIDE if column.kind == "long" else _NARROW)


def _cells(described: Table, version: Version) -> dict[str, object]:
    shown = shown_cells(version)
    found: dict[str, object] = {}
    for column in described.columns:
        value = shown[column.name]
        if column.kind in ("number", "whole") and value:
            found[column.name] = float(value)
        elif column.kind == "day" and value:
            found[column.name] = date.fromisoformat(value)
        else:
            found[column.name] = value
    office = version.office
    if office is not None and version.confirmed:
        found["confirmed_by"] = office.confirmed_by
        found["confirmed_on"] = date.fromisoformat(office.confirmed_on)
        found["confirmed_note"] = office.confirmed_note
    return {column.key: found.get(column.key, "") for column in sheet_of(described).columns}


def _about(workspace: Workspace, described: Table, language: str) -> Iterator[tuple[Text, str]]:
    values = {
        "exported": short_moment(workspace.clock(), language),
        "person": workspace.person.name,
        "table": f"{described.title.pick(language)} ({described.name})",
        "edit": _HOW.pick(language),
    }
    for name, value in values.items():
        yield _ABOUT[name], value
