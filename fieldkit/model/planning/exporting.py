"""The plan of a fiscal year as a workbook that is edited in Excel and imported again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldkit.errors import Text
from fieldkit.model.planning.plan_rows import plan_rows
from fieldkit.model.round_trip import output
from fieldkit.model.thai.dates import short_moment
from fieldkit.model.workbook.sheets import PLAN

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fieldkit.model.workspace import Workspace

_ABOUT = {
    "exported": Text("ส่งออกเมื่อ", "Exported"),
    "person": Text("ส่งออกโดย", "Exported by"),
    "year": Text("ปีงบประมาณ", "Fiscal year"),
    "edit": Text("แก้ไขแล้วนำเข้า", "Edit and import"),
}
_HOW = Text(
    "แก้ได้: วันที่วางแผน เจ้าหน้าที่ ประเภทการตรวจ สถานะแผน เหตุผล หมายเหตุ ย้ายคอลัมน์ได้ แต่อย่าลบหัวตารางและรหัสแผน"
    " แถวใหม่ใส่เลขทะเบียนโรงงานและเว้นรหัสแผนว่าง",
    "Edit: planned day, officer, kind of visit, state, reason, note. Columns may be moved; keep the"
    " headers and the plan IDs. A new row has a registration number and no plan ID.",
)


def export_plan(workspace: Workspace, target: Path, year: int, *, language: str = "th") -> int:
    """Write the plan of ``year`` to ``target`` (.xlsx) and return the number of planned visits.

    Raises CannotWrite, WorkbookDamaged, StorageError; then whatever ``target`` was before is intact.
    """
    counts = output.write(
        workspace,
        target,
        [(PLAN, plan_rows(workspace, year, language))],
        _about(workspace, year, language),
        language=language,
    )
    return counts[PLAN.table]


def _about(workspace: Workspace, year: int, language: str) -> Iterator[tuple[Text, str]]:
    yield _ABOUT["exported"], short_moment(workspace.clock(), language)
    yield _ABOUT["person"], workspace.person.name
    yield _ABOUT["year"], str(year if language == "th" else f"{year} (B.E.)")
    yield _ABOUT["edit"], _HOW.pick(language)
