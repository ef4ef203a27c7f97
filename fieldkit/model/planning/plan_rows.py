"""The plan of a fiscal year as rows of its sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fieldkit.model.codes import code_word
from fieldkit.model.planning import plan
from fieldkit.model.planning.rules import CLASS_NAMES
from fieldkit.model.reference import visit_kinds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fieldkit.model.planning.plan import PlanRow
    from fieldkit.model.workspace import Workspace

_PAGE = 500


def plan_rows(
    workspace: Workspace, year: int, language: str, *, district: str = "", officer: str = ""
) -> Iterator[dict[str, Any]]:
    """Yield the planned visits of ``year`` by day, without those in the bin.

    ``district`` and ``officer`` narrow them when they are not empty.
    """
    today = workspace.clock().date()
    with workspace.database.read() as connection:
        lines = [
            line
            for line in plan.ordered(plan.lines(connection, year, today), "day")
            if line.state not in ("bin", "unplanned")
            and (not district or line.district == district)
            and (not officer or line.officer == officer)
        ]
        numbers = _numbers(connection)
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
