"""Carries orders out on this machine, in the transaction that brought order or change."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from fieldkit.model import body as bodies
from fieldkit.model import cells, files
from fieldkit.model.body import MalformedChange
from fieldkit.model.erasure import orders
from fieldkit.model.erasure.redacting import digest
from fieldkit.model.meta import get_meta, set_meta

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from sqlalchemy import Connection

    from fieldkit.model.body import Change, Op
    from fieldkit.model.erasure.orders import Order
    from fieldkit.model.fold import Head

TRACES = "traces of erased values"
"""Setting: files that no record names any more, JSON; there as long as the data file may hold traces."""
_SHA256 = re.compile(r"[0-9a-f]{64}")


def arriving(connection: Connection, changes: Sequence[Change]) -> list[Change]:
    """Return ``changes`` as they are to be stored: without what an order that came before them erases."""
    known = orders.known(connection, orders.CHANGE, [change.id for change in changes])
    if not known:
        return list(changes)
    return [_without(change, known[change.id]) if change.id in known else change for change in changes]


def ordered(changes: Iterable[Change]) -> set[str]:
    """Return the ids of the changes that orders among ``changes`` are about."""
    found = orders.spoken(op for change in changes for op in change.ops)
    return {order.subject for order in found if order.kind == orders.CHANGE}


def carry_out(connection: Connection, subjects: Collection[str] | None = None) -> set[tuple[str, str, str]]:
    """Erase what orders say of the changes ``subjects``, of all by default; returns the written cells.

    Inside :meth:`fieldkit.model.database.Database.door`. What was carried out before changes nothing.
    """
    known = orders.known(connection, orders.CHANGE, subjects)
    done: list[tuple[Change, Change]] = []
    for change_id, said in known.items():
        row = connection.exec_driver_sql("SELECT body FROM change WHERE id = ?", (change_id,)).fetchone()
        if row is None:
            continue
        before = bodies.decode(bytes(row[0]))
        after = _without(before, said)
        if after.body != before.body:
            done.append((before, after))
    if not done:
        return set()
    # What is let go of is overwritten from here on, not only forgotten.
    connection.exec_driver_sql("PRAGMA secure_delete = ON")
    for before, after in done:
        # Order by order: the guard admits the step from one hash to the next that an order names.
        for step in _steps(before, known[after.id]):
            connection.exec_driver_sql("UPDATE change SET body = ? WHERE id = ?", (step, after.id))
    written = _show(connection, [after for _, after in done])
    _forget_copies(connection, written)
    _leave_traces(connection, done)
    return written


def _steps(change: Change, said: Sequence[Order]) -> list[bytes]:
    """Return the bodies on the way to what is left; a body that does not fit an order stays as it is."""
    body, found = change.body, []
    for order in orders.following(said, digest(change.body)):
        try:
            body = order.carried_out(body)
        except (MalformedChange, IndexError, ValueError, TypeError):
            break
        if digest(body) != order.after:
            break
        found.append(body)
    return found


def _without(change: Change, said: Sequence[Order]) -> Change:
    steps = _steps(change, said)
    return bodies.decode(steps[-1]) if steps else change


def _show(connection: Connection, changes: Sequence[Change]) -> set[tuple[str, str, str]]:
    """Put the values that are left into the cells that show them, and from there into rows and indexes."""
    ops = {change.op_id(index): op for change in changes for index, op in enumerate(change.ops)}
    touched: dict[cells.Key, tuple[str, tuple[Head, ...]]] = {}
    loaded = cells.load(connection, {op.record for op in ops.values()})
    streams = {(op.record, op.table, op.group): op.stream for op in ops.values()}
    for key, stream in streams.items():
        heads = loaded.get(key, ())
        now = tuple(_head(head, ops.get(head.op)) for head in heads)
        if now != heads:
            touched[key] = (stream, now)
    if not touched:
        return set()
    return cells.store(connection, touched)[0]


def _head(head: Head, op: Op | None) -> Head:
    return head if op is None else replace(head, values=op.values)


def _forget_copies(connection: Connection, written: Iterable[tuple[str, str, str]]) -> None:
    """Drop what this machine keeps to take steps and imports back: it holds the values as they were."""
    for table, record, group in written:
        connection.exec_driver_sql("DELETE FROM undo_step WHERE instr(cells, ?) > 0", (record,))
        connection.exec_driver_sql(
            "DELETE FROM register_import_cell WHERE tbl = ? AND record = ? AND grp = ?",
            (table, record, group),
        )


def _leave_traces(connection: Connection, done: Iterable[tuple[Change, Change]]) -> None:
    """Note which files the erased values named: :func:`~fieldkit.model.erasure.traces.remove` takes them."""
    named = set(json.loads(get_meta(connection, TRACES) or "[]"))
    for before, after in done:
        named |= _named(before, after)
    set_meta(connection, TRACES, json.dumps(sorted(named)))


def files_gone(before: bytes, after: bytes) -> set[str]:
    """Return the files (SHA-256) that a body named and what is left of it does not."""
    return _named(bodies.decode(before), bodies.decode(after))


def _named(before: Change, after: Change) -> set[str]:
    found: set[str] = set()
    for was, now in zip(before.ops, after.ops, strict=True):
        columns = files.COLUMNS.get(was.table, ())
        gone = (was.values.get(name) for name in columns if was.values.get(name) != now.values.get(name))
        found.update(value for value in map(str, gone) if _SHA256.fullmatch(value))
    return found
