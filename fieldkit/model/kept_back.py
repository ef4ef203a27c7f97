"""What a person holds back from sending: records, and the changes and files that belong to them.

A change that is held back stands in the log of this machine, but not in its feed: nobody vouches for it yet,
so the chain of what is vouched for has no gap (docs/decisions/0034-holding-back.md).
:mod:`fieldkit.model.holding` holds and releases.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldkit.model.body import change_id_of
from fieldkit.model.owners import Owners

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from sqlalchemy import Connection

    from fieldkit.model.body import Change, Op, OutlinedOp
    from fieldkit.model.owners import Key

FILE, TRANSACTION = "file", "transaction"
"""What can be held besides records: a file by its SHA-256, what was written at once such as an import."""

# Every place of a file in a record; a checklist's files travel always.
_REFERENCES = """SELECT a.sha256, 'attachment', a.id FROM attachment a JOIN blob b ON b.sha256 = a.sha256
WHERE b.state = 'local'
UNION ALL
SELECT s.image, 'signature', s.id FROM signature s JOIN blob b ON b.sha256 = s.image
WHERE b.state = 'local'
UNION ALL
SELECT i.submission, 'inspection', i.id FROM inspection i JOIN blob b ON b.sha256 = i.submission
WHERE b.state = 'local'
"""


def records(connection: Connection) -> set[Key]:
    """Return what is held back: (table, record), also FILE and TRANSACTION."""
    return {(row[0], row[1]) for row in connection.exec_driver_sql("SELECT tbl, record FROM kept_record")}


def changes(connection: Connection) -> set[str]:
    """Return the ids of the changes that are held back and that no centre has got by another way."""
    return set(reasons_of(connection))


def files(connection: Connection) -> set[str]:
    """Return the SHA-256 of the files that are held back: themselves, or every record that names them.

    Those that the centre has got by another way are not among them.
    """
    held = records(connection)
    if not held:
        return set()
    alone = {
        row[0]
        for row in connection.exec_driver_sql(
            "SELECT b.sha256 FROM kept_record k JOIN blob b ON b.sha256 = k.record"
            " WHERE k.tbl = ? AND b.state = 'local'",
            (FILE,),
        )
    }
    owners = Owners(connection)
    kept: set[str] = set()
    needed: set[str] = set()
    for sha256, table, record in connection.exec_driver_sql(_REFERENCES).fetchall():
        (needed if held.isdisjoint(owners.chain(table, record)) else kept).add(sha256)
    return (kept - needed) | alone


def keep(connection: Connection, written: Iterable[Change]) -> set[str]:
    """Hold back those of some new changes that touch a record that is held, and return their ids.

    So does one that replaces a value of a change that is held back: no effect travels before its cause.
    """
    held = records(connection)
    if not held:
        return set()
    owners, reasons = Owners(connection), reasons_of(connection)
    found: dict[str, set[Key]] = {}
    for change in written:
        keys = touched(owners, change.ops, held, reasons)
        if keys:
            found[change.id] = reasons[change.id] = keys
    return note(connection, found)


def touched(
    owners: Owners,
    ops: Iterable[Op | OutlinedOp],
    held: Collection[Key],
    reasons: Mapping[str, Collection[Key]],
) -> set[Key]:
    """Return for which of ``held`` a change of these ops waits; ``reasons`` are those of earlier changes."""
    keys = {step for op in ops for step in owners.chain(op.table, op.record) if step in held}
    for op in ops:
        for prev in op.prevs:
            keys |= set(reasons.get(change_id_of(prev), ()))
    return keys


def reasons_of(connection: Connection) -> dict[str, set[Key]]:
    """Return for which records each change waits that is held back."""
    found: dict[str, set[Key]] = {}
    for change_id, table, record in connection.exec_driver_sql(
        "SELECT k.change_id, k.tbl, k.record FROM kept_change k JOIN change c ON c.id = k.change_id"
        " WHERE c.seq IS NULL"
    ):
        found.setdefault(change_id, set()).add((table, record))
    return found


def note(connection: Connection, reasons: Mapping[str, Collection[Key]]) -> set[str]:
    """Hold changes back, by id, each for the records that it touches; return those that have any reason."""
    rows = [(change_id, *key) for change_id, keys in reasons.items() for key in keys]
    if rows:
        connection.exec_driver_sql(
            "INSERT INTO kept_change (change_id, tbl, record) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", rows
        )
    return {row[0] for row in rows}
