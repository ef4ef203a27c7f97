"""The plan of a fiscal year as a workbook that is edited in Excel and imported again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldkit.errors import Text
from fieldkit.model import durable
from fieldkit.model.planning.columns import LAYOUT
from fieldkit.model.planning.plan_rows import plan_rows
from fieldkit.model.thai.dates import short_moment
from fieldkit.model.workbook.sheets import ABOUT, PLAN
from fieldkit.model.workbook.writing import WorkbookWriter

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
    with durable.replacing(target) as path:
        writer = WorkbookWriter(
            path,
            language=language,
            moment=workspace.clock(),
            heading=workspace.person.office,
            order=LAYOUT,
        )
        try:
            for row in plan_rows(workspace, year, language):
                writer.append(PLAN, row)
            writer.flush()
            for line in _about(workspace, year, language):
                writer.append(ABOUT, line)
            counts = writer.save()
        finally:
            writer.abandon()
    return counts[PLAN.table]


def _about(workspace: Workspace, year: int, language: str) -> Iterator[dict[str, str]]:
    values = {
        "exported": short_moment(workspace.clock(), language),
        "person": workspace.person.name,
        "year": str(year if language == "th" else f"{year} (B.E.)"),
        "edit": _HOW.pick(language),
    }
    for name, value in values.items():
        yield {"item": _ABOUT[name].pick(language), "value": value}
