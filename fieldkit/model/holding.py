"""A person holds records back from sending, and releases them again (docs/decisions/0034-holding-back.md)."""

from __future__ import annotations

from collections import defaultdict
from contextlib import suppress
from typing import TYPE_CHECKING

from fieldkit.model import body as bodies
from fieldkit.model import feeds, kept_back
from fieldkit.model.body import MalformedChange
from fieldkit.model.kept_back import TRANSACTION
from fieldkit.model.owners import Owners

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from sqlalchemy import Connection

    from fieldkit.model.body import Outline
    from fieldkit.model.owners import Key
    from fieldkit.model.workspace import Workspace

_CHUNK = 400


def hold(workspace: Workspace, keys: Iterable[Key]) -> int:
    """Hold back records, with all that belongs to them, until they are released; returns how many changes.

    What the centre has got already stays there; what is written to them from now on waits, too. Each key is
    a table and a record, or FILE or TRANSACTION. Raises StorageError; then nothing is held.
    """
    wanted = set(keys)
    if not wanted:
        return 0
    with workspace.database.door() as connection:
        connection.exec_driver_sql(
            "INSERT INTO kept_record (tbl, record) VALUES (?, ?) ON CONFLICT DO NOTHING", sorted(wanted)
        )
        waiting = {change_id for _stream, change_id in feeds.unconfirmed(connection)}
        kept = kept_back.note(connection, _touching(connection, wanted, waiting))
        if kept & waiting:
            # A number of a feed is one change for ever: they are counted anew without those that stay here.
            feeds.rotate(connection, workspace.device)
    return len(kept)


def release(workspace: Workspace, keys: Iterable[Key]) -> int:
    """Let held records go with the next exchange; returns how many changes. Raises StorageError."""
    wanted = sorted(set(keys))
    if not wanted:
        return 0
    with workspace.database.door() as connection:
        before = kept_back.changes(connection)
        for table in ("kept_record", "kept_change"):
            connection.exec_driver_sql(f"DELETE FROM {table} WHERE tbl = ? AND record = ?", wanted)
        free = before - kept_back.changes(connection)
        by_stream: dict[str, list[str]] = defaultdict(list)
        streams = feeds.streams_of(connection, free)
        for change_id, _about in _in_order(connection, free):
            by_stream[streams[change_id]].append(change_id)
        for stream, ids in by_stream.items():
            feeds.append(connection, workspace.device, stream, ids)
    return len(free)


def _touching(connection: Connection, held: Collection[Key], waiting: Iterable[str]) -> dict[str, set[Key]]:
    """Return the changes that are not at the centre and touch one of ``held``, each with what it touches."""
    owners, transactions = Owners(connection), {record for table, record in held if table == TRANSACTION}
    reasons = kept_back.reasons_of(connection)
    found: dict[str, set[Key]] = {}
    # Those that another record keeps here wait for this one as well.
    changes = _in_order(connection, {*waiting, *reasons})
    owners.learn((op.table, op.record) for _id, about in changes for op in about.ops)
    for change_id, about in changes:
        keys = kept_back.touched(owners, about.ops, held, reasons)
        if about.tx in transactions:
            keys.add((TRANSACTION, about.tx))
        if keys:
            found[change_id] = reasons[change_id] = keys | reasons.get(change_id, set())
    return found


def _in_order(connection: Connection, change_ids: Iterable[str]) -> list[tuple[str, Outline]]:
    """Return the readable ones of some changes in the order of writing, whatever clocks said."""
    found, ids = [], sorted(change_ids)
    for start in range(0, len(ids), _CHUNK):
        chunk = tuple(ids[start : start + _CHUNK])
        marks = ",".join("?" * len(chunk))
        for change_id, body in connection.exec_driver_sql(
            f"SELECT id, body FROM change WHERE id IN ({marks})", chunk
        ):
            with suppress(MalformedChange):
                found.append((change_id, bodies.outline(bytes(body))))
    return sorted(found, key=lambda one: (one[1].lamport, one[0]))
