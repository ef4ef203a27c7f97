"""Lists of inspections and findings, and what was answered last time."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from fieldkit.model.inspections.row_names import living
from fieldkit.model.superseded import not_superseded

if TYPE_CHECKING:
    from fieldkit.model.workspace import Workspace

AWAY = "EXISTS (SELECT 1 FROM elsewhere e WHERE e.inspection = i.id)"
"""Whether answers and files of the inspection ``i`` are at the office only."""
INSPECTION_COLUMNS = (
    "i.id, i.factory, f.name AS factory_name, f.registration_no, f.registration_no_old, f.district,"
    " i.form_id AS checklist, i.version, i.state, i.closing, i.outcome, i.score, i.grade, i.started_at,"
    " i.closed_at, i.officer_name, i.revision_of, i.revision_reason, v.kind,"
    " (SELECT count(*) FROM finding n WHERE n.inspection = i.id AND coalesce(n.deleted, 0) = 0) AS findings,"
    # nobody here knows how many there are of those that are at the office
    f" CASE WHEN {AWAY} THEN NULL ELSE (SELECT count(*) FROM attachment a WHERE a.inspection = i.id"
    "  AND a.kind = 'photo' AND coalesce(a.deleted, 0) = 0) END AS photos"
)
INSPECTION_TABLES = "inspection i LEFT JOIN factory f ON f.id = i.factory LEFT JOIN visit v ON v.id = i.visit"
_LIST = f"SELECT {INSPECTION_COLUMNS} FROM {INSPECTION_TABLES} WHERE coalesce(i.deleted, 0) = 0"
# An order that was received sets the day, as extended; before, it is the one that the visit gave.
DUE = "coalesce(o.extended_to, o.due_date, n.due_date)"
FINDING_COLUMNS = (
    "n.id, n.inspection, n.factory, f.name AS factory_name, f.registration_no, f.district, n.path,"
    " n.form_id AS checklist, n.question, n.wording, n.description, n.severity, n.law, n.limit_text,"
    " n.measured, n.action, n.decision, n.state, n.state_at, n.verified_in, i.started_at,"
    f" {DUE} AS due_date,"
    " i.state AS inspection_state, o.id AS factory_order, coalesce(o.number, o.temporary_no) AS order_number"
)
FINDING_TABLES = (
    "finding n JOIN inspection i ON i.id = n.inspection LEFT JOIN factory f ON f.id = n.factory"
    " LEFT JOIN factory_order o ON o.id = n.factory_order AND coalesce(o.deleted, 0) = 0"
)
FINDING_LIVES = "coalesce(n.deleted, 0) = 0 AND coalesce(i.deleted, 0) = 0" + not_superseded("i")
_FINDINGS = f"SELECT {FINDING_COLUMNS} FROM {FINDING_TABLES} WHERE {FINDING_LIVES}"


@dataclass(frozen=True, slots=True)
class LastTime:
    """The previous closed inspection of the same checklist at the same factory, by stored path.

    ``elsewhere``: its answers are at the office only, so that there are none here.
    Rows that were removed are left out; whose row it is now, tells
    :class:`fieldkit.model.inspections.counterparts.Counterparts`.
    """

    inspection: str
    date: str
    values: dict[str, str] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    qualifiers: dict[str, str] = field(default_factory=dict)
    failed: frozenset[str] = frozenset()
    elsewhere: bool = False


def listing(
    workspace: Workspace,
    *,
    search: str = "",
    state: str | None = None,
    factory: str | None = None,
    limit: int = 500,
) -> list[dict[str, Any]]:
    """Return inspections, newest first; ``search`` is part of a factory's name or number."""
    sql, parameters = _LIST, []
    for condition, value in (("i.state = ?", state), ("i.place = ?", factory)):
        if value is not None:
            sql += f" AND {condition}"
            parameters.append(value)
    sql, parameters = _searched(sql, parameters, search)
    return workspace.rows(f"{sql} ORDER BY i.started_at DESC, i.id DESC LIMIT ?", *parameters, str(limit))


def findings_listing(
    workspace: Workspace, *, search: str = "", state: str | None = None, limit: int = 500
) -> list[dict[str, Any]]:
    """Return findings, the earliest due first."""
    sql, parameters = _FINDINGS, []
    if state is not None:
        sql += " AND n.state = ?"
        parameters.append(state)
    sql, parameters = _searched(sql, parameters, search)
    return workspace.rows(f"{sql} ORDER BY {DUE} IS NULL, {DUE}, n.id LIMIT ?", *parameters, str(limit))


def last_time(workspace: Workspace, factory: str, form_id: str, *, before: str) -> LastTime | None:
    """Return what the same checklist said at the factory last, before the time ``before`` (ISO)."""
    rows = workspace.rows(
        "SELECT id, started_at, id IN (SELECT inspection FROM elsewhere) AS away FROM inspection"
        " WHERE place = ? AND form_id = ? AND state = 'closed' AND coalesce(deleted, 0) = 0"
        " AND started_at < ?"
        + not_superseded("inspection")
        + " ORDER BY started_at DESC, closed_at DESC LIMIT 1",
        factory,
        form_id,
        before,
    )
    if not rows:
        return None
    inspection = rows[0]["id"]
    answers = workspace.rows(
        "SELECT path, value, note, qualifier FROM answer WHERE inspection = ?", inspection
    )
    failed = workspace.rows(
        "SELECT path FROM finding WHERE inspection = ? AND coalesce(deleted, 0) = 0", inspection
    )
    removed = workspace.rows(
        "SELECT path, key FROM repeat_instance WHERE inspection = ? AND deleted = 1", inspection
    )
    gone = {f"{row['path']}[{row['key']}]" for row in removed}
    present = set(living((row["path"] for row in answers if row["path"]), gone))
    answers = [row for row in answers if row["path"] in present]
    return LastTime(
        inspection=inspection,
        date=rows[0]["started_at"][:10],
        values={row["path"]: row["value"] for row in answers if row["value"]},
        notes={row["path"]: row["note"] for row in answers if row["note"]},
        qualifiers={row["path"]: row["qualifier"] for row in answers if row["qualifier"]},
        failed=frozenset(row["path"] for row in failed),
        elsewhere=bool(rows[0]["away"]),
    )


def _searched(sql: str, parameters: list[str], search: str) -> tuple[str, list[str]]:
    from fieldkit.model.thai.search_text import terms

    for term in terms(search):
        sql += " AND f.search_text LIKE ?"
        parameters = [*parameters, f"%{term}%"]
    return sql, parameters
