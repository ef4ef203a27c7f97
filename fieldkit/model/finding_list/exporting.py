"""The list of findings as a workbook: what is under a seal is locked and grey, what may be said is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldkit.errors import Text
from fieldkit.model.finding_list.columns import SHEET, recordable
from fieldkit.model.finding_list.rows import cells, listed
from fieldkit.model.inspections import finding_query
from fieldkit.model.inspections.finding_query import Query
from fieldkit.model.round_trip import output
from fieldkit.model.thai.dates import short_moment

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from fieldkit.model.workspace import Workspace

_PAGE = 500
_EXPORTED = Text("ส่งออกเมื่อ", "Exported")
_PERSON = Text("ส่งออกโดย", "Exported by")
_EDIT = Text("แก้ไขแล้วนำเข้า", "Edit and import")
_STEPS = Text("ขั้นตอนที่บันทึกได้", "Steps that can be recorded")
_HOW = Text(
    "ช่องสีเทาอยู่ในการตรวจที่ลงนามแล้ว แก้ไม่ได้ ข้อบกพร่องที่มีคำสั่ง: ใส่ขั้นตอน วันที่ และหมายเหตุ"
    " กำหนดแล้วเสร็จที่ช้าลงคือการขยายเวลา สถานะ “แก้ไขแล้ว” ของทุกข้อในคำสั่งคือการตรวจรับ"
    " ข้อบกพร่องของการตรวจที่ยังไม่ลงนามแก้รายละเอียด ความรุนแรง คำสั่ง การแก้ไข และกำหนดได้"
    " ย้ายคอลัมน์ได้ แต่อย่าลบหัวตารางและรหัสข้อบกพร่อง",
    "Grey cells belong to a signed inspection and stay. A finding with an order: give a step, its day and"
    " note; a later last day is an extension, “Closed” in every finding of the order verifies it. A finding"
    " of an inspection that is not signed: description, severity, decision, action and last day. Columns may"
    " be moved; keep the headers and the finding IDs.",
)


def export_findings(
    workspace: Workspace,
    target: Path,
    *,
    numbers: Sequence[int] | None = None,
    query: Query | None = None,
    language: str = "th",
) -> int:
    """Write findings to ``target`` (.xlsx) and return how many.

    ``numbers`` are those of `finding_query.ids`, in order; else what fits ``query``, or all.
    Raises CannotWrite, WorkbookDamaged, StorageError; then whatever ``target`` was before is intact.
    """
    if numbers is None:
        with workspace.database.read() as connection:
            numbers = finding_query.ids(connection, query or Query(workspace.clock().date()))
    counts = output.write(
        workspace,
        target,
        [(SHEET, _lines(workspace, numbers, language))],
        _about(workspace, language),
        language=language,
    )
    return counts[SHEET.table]


def _lines(workspace: Workspace, numbers: Sequence[int], language: str) -> Iterator[dict[str, object]]:
    for start in range(0, len(numbers), _PAGE):
        with workspace.database.read() as connection:
            page = list(listed(connection, numbers[start : start + _PAGE]))
        yield from (cells(row, language) for row in page)


def _about(workspace: Workspace, language: str) -> Iterator[tuple[Text, str]]:
    yield _EXPORTED, short_moment(workspace.clock(), language)
    yield _PERSON, workspace.person.name
    yield _EDIT, _HOW.pick(language)
    yield _STEPS, " · ".join(words.pick(language) for words in recordable().values())
