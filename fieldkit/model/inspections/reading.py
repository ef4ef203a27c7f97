"""Reads everything that the store holds of one inspection."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fieldkit.model import changes, elsewhere
from fieldkit.model.inspections.errors import InspectionSealed, NoSuchInspection

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from fieldkit.model.changes import Seen

_CHILDREN = ("answer", "finding", "attachment", "signature", "repeat_instance")
OWN = frozenset({"inspection", "visit", *_CHILDREN})
"""The tables that hold an inspection."""


@dataclass
class Stored:
    """Everything that the store holds of one inspection, with the heads that a screen of it has seen."""

    row: dict[str, Any]
    factory: dict[str, Any]
    answers: list[dict[str, Any]]
    findings: list[dict[str, Any]]
    files: list[dict[str, Any]]
    signatures: list[dict[str, Any]]
    repeats: list[dict[str, Any]]
    typing: dict[str, str]
    seen: Seen

    @property
    def values(self) -> dict[str, str]:
        """Stored value by stored path."""
        return self._column("value")

    @property
    def notes(self) -> dict[str, str]:
        """Note by stored path."""
        return self._column("note")

    @property
    def qualifiers(self) -> dict[str, str]:
        """Qualifier of a measurement by stored path."""
        return self._column("qualifier")

    def _column(self, name: str) -> dict[str, str]:
        return {row["path"]: row[name] for row in self.answers if row["path"] and row[name]}


def read(connection: Connection, inspection_id: str) -> Stored:
    """Return what the store holds; raises NoSuchInspection, DetailsElsewhere."""
    rows = _rows(
        connection, "SELECT * FROM inspection WHERE id = ? AND coalesce(deleted, 0) = 0", inspection_id
    )
    if not rows:
        raise NoSuchInspection(inspection_id)
    elsewhere.refuse(connection, inspection_id)
    row = rows[0]
    children = {
        table: _rows(connection, f"SELECT * FROM {table} WHERE inspection = ? ORDER BY id", inspection_id)
        for table in _CHILDREN
    }
    factory = _rows(connection, "SELECT * FROM factory WHERE id = ?", row["factory"])
    seen = dict(changes.heads(connection, "inspection", inspection_id))
    seen.update(changes.heads(connection, "visit", str(row["visit"])))
    for table, records in children.items():
        seen.update(changes.heads(connection, table, *(record["id"] for record in records)))
    typing = connection.exec_driver_sql(
        "SELECT path, text FROM typing WHERE inspection = ?", (inspection_id,)
    )
    return Stored(
        row=row,
        factory=factory[0] if factory else nameless(row["factory"]),
        answers=children["answer"],
        findings=children["finding"],
        files=children["attachment"],
        signatures=children["signature"],
        repeats=children["repeat_instance"],
        typing={row[0]: row[1] for row in typing},
        seen=seen,
    )


def nameless(factory_id: str) -> dict[str, Any]:
    """Return what stands for a factory that is not on this machine."""
    return {"id": factory_id, "name": "", "registration_no": None}


def heads(connection: Connection, inspection_id: str) -> Seen:
    """Return the heads of everything that is stored of an inspection, as :func:`read` keeps them."""
    found = dict(changes.heads(connection, "inspection", inspection_id))
    visit = connection.exec_driver_sql("SELECT visit FROM inspection WHERE id = ?", (inspection_id,)).scalar()
    found.update(changes.heads(connection, "visit", str(visit)))
    for table in _CHILDREN:
        rows = connection.exec_driver_sql(f"SELECT id FROM {table} WHERE inspection = ?", (inspection_id,))
        found.update(changes.heads(connection, table, *(row[0] for row in rows)))
    return found


def refuse_if_signed(connection: Connection, inspection_id: str) -> None:
    """Raise InspectionSealed when it is signed in the store, whatever an open screen knows.

    Another laptop may have signed it, and a sync in the background has brought that.
    """
    row = connection.exec_driver_sql("SELECT state FROM inspection WHERE id = ?", (inspection_id,)).fetchone()
    if row is not None and row[0] == "closed":
        raise InspectionSealed(inspection_id)


def refuse_open_conflict(connection: Connection, inspection_id: str) -> None:
    """Raise ConflictOpen when two people hold a value of the inspection differently."""
    for table in ("inspection", *_CHILDREN):
        path = "record.path" if table not in ("inspection", "signature") else "record.id"
        found = connection.exec_driver_sql(
            f"SELECT {path} FROM cell JOIN {table} record ON record.id = cell.record"
            f" WHERE cell.conflict = 1 AND cell.tbl = ?"
            f" AND record.{'id' if table == 'inspection' else 'inspection'} = ? LIMIT 1",
            (table, inspection_id),
        ).fetchone()
        if found is not None:
            raise changes.ConflictOpen(str(found[0]))


def _rows(connection: Connection, sql: str, *parameters: Any) -> list[dict[str, Any]]:
    return [dict(row) for row in connection.exec_driver_sql(sql, parameters).mappings()]
