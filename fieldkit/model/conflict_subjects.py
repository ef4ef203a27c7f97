"""What a record or a value of it belongs to: the factory, the inspection and the question."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldkit.model.cases.reading import case_name

if TYPE_CHECKING:
    from fieldkit.model.workspace import Workspace

_NAMES = {
    "person": "name",
    "factory": "name",
    "checklist": "title",
    "step": "note",
    "reference_row": "key",
}
_CASES = ("recommendation", "loan", "enterprise", "project", "project_result")
_OF_FACTORY = ("fact", "document", "assignment", "factory_order", "complaint")
_PARTS = ("repeat_instance", "answer", "finding", "attachment", "signature")
_PATHLESS = ("signature",)


@dataclass(frozen=True, slots=True)
class Subject:
    """Where a value stands; what does not apply is empty.

    Attributes:
        name: the factory's name, the person's or checklist's own, or what a register calls its record: of a
            borrower the contract, because a name is personal.
        started_at: when the inspection was started, ISO.
        inspection: id of the inspection.
        path: stored path of the question in it.
    """

    name: str = ""
    started_at: str = ""
    inspection: str = ""
    path: str = ""


def subject(workspace: Workspace, table: str, record: str) -> Subject:
    """Return what a record belongs to, as far as this laptop knows it."""
    if table in _NAMES:
        rows = workspace.rows(f"SELECT {_NAMES[table]} AS name FROM {table} WHERE id = ?", record)
        return Subject(name=(rows[0]["name"] or "") if rows else "")
    if table in _CASES:
        rows = workspace.rows(f"SELECT * FROM {table} WHERE id = ?", record)
        return Subject(name=case_name(table, rows[0]) if rows else "")
    if table in _OF_FACTORY:
        rows = workspace.rows(
            f"SELECT f.name FROM {table} r JOIN factory f ON f.id = r.factory WHERE r.id = ?", record
        )
        return Subject(name=(rows[0]["name"] or "") if rows else "")
    if table in _PARTS:
        path = "NULL" if table in _PATHLESS else "r.path"
        source = f"{table} r JOIN inspection i ON i.id = r.inspection"
    elif table == "visit":
        path, source = "NULL", "visit r JOIN inspection i ON i.visit = r.id"
    else:
        path, source = "NULL", "inspection r JOIN inspection i ON i.id = r.id"
    rows = workspace.rows(
        f"SELECT f.name AS name, i.started_at, i.id AS inspection, {path} AS path FROM {source}"
        " LEFT JOIN factory f ON f.id = i.factory WHERE r.id = ? LIMIT 1",
        record,
    )
    if not rows:
        return Subject()
    row = rows[0]
    return Subject(row["name"] or "", row["started_at"] or "", row["inspection"], row["path"] or "")
