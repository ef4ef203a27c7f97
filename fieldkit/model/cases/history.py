"""Who changed what of a record and when, from the change log: the newest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fieldkit.model import body as bodies
from fieldkit.model.tables import GROUPS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from fieldkit.model.body import Change
    from fieldkit.model.workspace import Workspace


@dataclass(frozen=True, slots=True)
class ValueChange:
    """One column before and after."""

    column: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Revision:
    """What one person wrote at one moment; ``created`` says that the record began with it."""

    at: str
    author: str
    author_name: str
    created: bool
    changes: tuple[ValueChange, ...]


def history(workspace: Workspace, table: str, record: str) -> list[Revision]:
    """Return the revisions of a record, the newest first; those that changed nothing are left out.

    Changes are taken in the order in which their authors had seen each other (lamport); of values written at
    once the later one in that order counts, as in the table.
    """
    with workspace.database.read() as connection:
        # A record's id stands in the body of every change of it, and a change is one of its stream only.
        rows = connection.exec_driver_sql(
            f"SELECT body FROM change WHERE stream = (SELECT stream FROM {table} WHERE id = ?)"
            " AND instr(body, CAST(? AS BLOB)) > 0",
            (record, f'"record":"{record}"'),
        ).fetchall()
        names = {
            row[0]: row[1]
            for row in connection.exec_driver_sql("SELECT id, name FROM person WHERE name IS NOT NULL")
        }
    written = sorted((bodies.decode(row[0]) for row in rows), key=lambda change: (change.lamport, change.id))
    return _revisions(table, record, written, names)[::-1]


def _revisions(
    table: str, record: str, written: Iterable[Change], names: Mapping[str, str]
) -> list[Revision]:
    now: dict[str, Any] = {}
    found = []
    for change in written:
        known = {column for columns in GROUPS[table].values() for column in columns}
        values = {
            column: value
            for op in change.ops
            if op.table == table and op.record == record
            for column, value in op.values.items()
            if column in known
        }
        changed = tuple(
            ValueChange(column, now.get(column), value)
            for column, value in values.items()
            if now.get(column) != value
        )
        if changed:
            name = names.get(change.author, "")
            found.append(Revision(change.wall, change.author, name, not now, changed))
        now |= values
    return found
