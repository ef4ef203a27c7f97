"""The changes that wrote what is shown: who, when; read from their bodies, which are the evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldkit.model import body as bodies

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

    from fieldkit.model.body import Change
    from fieldkit.model.inspections.record import Inspection

_CHUNK = 400


def answer_heads(inspection: Inspection) -> dict[str, tuple[str, ...]]:
    """Return the ops that hold each answer now, by the answer's record id."""
    return {
        record: heads
        for (table, record, group), heads in inspection.seen.items()
        if table == "answer" and group == "response" and heads
    }


def answer_paths(connection: Connection, inspection: Inspection) -> dict[str, str]:
    """Return the stored path of each answer by its record id."""
    rows = connection.exec_driver_sql("SELECT id, path FROM answer WHERE inspection = ?", (inspection.id,))
    return {row[0]: row[1] for row in rows if row[1]}


def changes_of(connection: Connection, ops: Iterable[str]) -> dict[str, Change]:
    """Return the change that each op belongs to, by the change's id."""
    ordered, found = sorted({bodies.change_id_of(op) for op in ops}), {}
    for start in range(0, len(ordered), _CHUNK):
        chunk = tuple(ordered[start : start + _CHUNK])
        marks = ",".join("?" * len(chunk))
        rows = connection.exec_driver_sql(f"SELECT id, body FROM change WHERE id IN ({marks})", chunk)
        found.update({row[0]: bodies.decode(bytes(row[1])) for row in rows})
    return found
