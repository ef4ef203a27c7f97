"""The plan of a fiscal year as a workbook that is edited in Excel and imported again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fieldkit.errors import Text
from fieldkit.model.codes import code_word
from fieldkit.model.planning import plan
from fieldkit.model.planning.columns import PLAN
from fieldkit.model.planning.rules import CLASS_NAMES
from fieldkit.model.reference import visit_kinds
from fieldkit.model.round_trip import output
from fieldkit.model.thai.dates import short_moment

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from fieldkit.model.planning.plan import Line, PlanRow
    from fieldkit.model.workspace import Workspace

_PAGE = 500
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
    today = workspace.clock().date()
    with workspace.database.read() as connection:
        lines = [
            line
            for line in plan.ordered(plan.lines(connection, year, today), "day")
            if line.state not in ("bin", "unplanned")
        ]
        numbers = _numbers(connection)
    output.write(
        workspace,
        target,
        [(PLAN, _rows(workspace, lines, numbers, year, language))],
        _about(workspace, year, language),
        language=language,
    )
    return len(lines)


def _rows(
    workspace: Workspace, lines: Sequence[Line], numbers: dict[str, tuple[str, str]], year: int, language: str
) -> Iterator[dict[str, Any]]:
    for start in range(0, len(lines), _PAGE):
        with workspace.database.read() as connection:
            found = plan.rows(connection, lines[start : start + _PAGE], year)
        states = _states(workspace, [row.id for row in found])
        for row in found:
            yield _cells(row, numbers[row.factory_id], states[row.id], year, language)


def _cells(row: PlanRow, numbers: tuple[str, str], state: str, year: int, language: str) -> dict[str, Any]:
    kind = visit_kinds().get(row.line.kind)
    return {
        "planned_on": row.line.day,
        "officer": row.line.officer,
        "kind": kind.name.pick(language) if kind else row.line.kind,
        "registration_no_old": numbers[0],
        "registration_no": numbers[1],
        "name": row.name,
        "subdistrict": row.subdistrict,
        "district": row.line.district,
        "risk": CLASS_NAMES[row.risk].pick(language),
        "score": row.line.score,
        "last_visit": row.line.last_visit,
        "state": code_word("assignment.state", state, language),
        "reason": row.reason,
        "note": row.note,
        "done_on": row.done_on,
        "round": row.round,
        "fiscal_year": str(year),
        "id": row.id,
    }


def _numbers(connection: Any) -> dict[str, tuple[str, str]]:
    sql = "SELECT id, coalesce(registration_no_old, ''), coalesce(registration_no, '') FROM factory"
    return {row[0]: (row[1], row[2]) for row in connection.exec_driver_sql(sql)}


def _states(workspace: Workspace, ids: list[str]) -> dict[str, str]:
    marks = ",".join("?" * len(ids))
    rows = workspace.rows(
        f"SELECT id, coalesce(state, '') AS state FROM assignment WHERE id IN ({marks})", *ids
    )
    return {row["id"]: row["state"] for row in rows}


def _about(workspace: Workspace, year: int, language: str) -> Iterator[tuple[Text, str]]:
    yield _ABOUT["exported"], short_moment(workspace.clock(), language)
    yield _ABOUT["person"], workspace.person.name
    yield _ABOUT["year"], str(year if language == "th" else f"{year} (B.E.)")
    yield _ABOUT["edit"], _HOW.pick(language)
