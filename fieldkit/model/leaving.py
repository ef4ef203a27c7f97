"""Lets the details of inspections leave this laptop that the centre has confirmed: bodies and values.

What is here stays a set of changes that holds, with each of them, all that replace it: so the values that
stay are those of the whole, and nothing has to be derived again (docs/decisions/0037-partial-replication.md).
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from fieldkit.model import body as bodies
from fieldkit.model import elsewhere, fold
from fieldkit.model.projection import Shown, project

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from sqlalchemy import Connection

    from fieldkit.model.body import Change


def leave(connection: Connection, stream: str, inspection: str, confirmed: Sequence[elsewhere.Entry]) -> bool:
    """Let the details of an inspection leave this laptop that the centre has just read and confirmed.

    ``confirmed`` are all changes that are its details at the centre. False, and nothing leaves, where one of
    them is not here as it is there. Inside ``Database.door``; who calls it has looked that nothing is unsent.
    """
    known = {id_: sha256 for id_, (_stream, sha256) in elsewhere.hashes(connection, [inspection]).items()}
    going: dict[str, Change] = {}
    for entry in confirmed:
        if known.get(entry.change_id) == entry.sha256:
            continue  # it came by another way only in part
        row = connection.exec_driver_sql(
            "SELECT body, seq, held FROM change WHERE id = ?", (entry.change_id,)
        ).fetchone()
        if row is None or row[1] is None or row[2] is not None:
            return False
        if hashlib.sha256(row[0]).hexdigest() != entry.sha256:
            return False
        going[entry.change_id] = bodies.decode(bytes(row[0]))
    if not going:
        return True
    touched = {(op.record, op.table, op.group): op.stream for change in going.values() for op in change.ops}
    heads = {key: _heads(connection, *key) for key in touched}
    # The bodies first: what they replaced is then looked for among those that stay.
    connection.exec_driver_sql("DELETE FROM change WHERE id = ?", [(change_id,) for change_id in going])
    elsewhere.note(connection, stream, confirmed)
    shown = Shown()
    for key, stream_of in touched.items():
        staying = tuple(head for head in heads[key] if bodies.change_id_of(head.op) not in going)
        _write(connection, key, staying)
        _await(connection, key, staying)
        head = fold.shown(staying)
        shown[key[1], key[0], key[2]] = (stream_of, head.values if head else {})
    project(connection, shown)
    _forget_rows(connection, {(table, record) for record, table, _group in touched})
    return True


def _heads(connection: Connection, record: str, table: str, group: str) -> tuple[fold.Head, ...]:
    row = connection.exec_driver_sql(
        "SELECT heads FROM cell WHERE record = ? AND tbl = ? AND grp = ?", (record, table, group)
    ).fetchone()
    return fold.from_json(row[0] if row else None)


def _write(connection: Connection, key: tuple[str, str, str], staying: tuple[fold.Head, ...]) -> None:
    if staying:
        connection.exec_driver_sql(
            "UPDATE cell SET heads = ?, conflict = ? WHERE record = ? AND tbl = ? AND grp = ?",
            (fold.to_json(staying), int(fold.in_conflict(staying)), *key),
        )
    else:
        connection.exec_driver_sql("DELETE FROM cell WHERE record = ? AND tbl = ? AND grp = ?", key)


def _await(connection: Connection, key: tuple[str, str, str], staying: Iterable[fold.Head]) -> None:
    """Note what is not here and is replaced by something that stays: it must not come back as a value.

    What stays is a head or replaced by something that stays, so it is all found from the heads.
    """
    connection.exec_driver_sql("DELETE FROM dangling WHERE record = ? AND tbl = ? AND grp = ?", key)
    ops, seen, awaited = [head.op for head in staying], set[str](), set[str]()
    while ops:
        op = ops.pop()
        if op in seen:
            continue
        seen.add(op)
        row = connection.exec_driver_sql(
            "SELECT body FROM change WHERE id = ?", (bodies.change_id_of(op),)
        ).fetchone()
        if row is None:
            awaited.add(op)
            continue
        change = bodies.decode(bytes(row[0]))
        ops += [
            prev for number, one in enumerate(change.ops) if change.op_id(number) == op for prev in one.prevs
        ]
    if awaited:
        connection.exec_driver_sql(
            "INSERT INTO dangling (record, tbl, grp, op) VALUES (?, ?, ?, ?)",
            [(*key, op) for op in sorted(awaited)],
        )


def _forget_rows(connection: Connection, records: Collection[tuple[str, str]]) -> None:
    """Delete the rows of records of which no cell is left."""
    for table, record in sorted(records):
        left = connection.exec_driver_sql("SELECT 1 FROM cell WHERE record = ? LIMIT 1", (record,)).fetchone()
        if left is None:
            connection.exec_driver_sql(f"DELETE FROM {table} WHERE id = ?", (record,))
