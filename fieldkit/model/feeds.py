"""Feeds: the numbered chain in which this installation vouches for changes."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldkit.model import kept_back
from fieldkit.model.changes import extend_feed, feed_name, get_meta, set_meta
from fieldkit.model.ids import new_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import Connection

_CHUNK = 400


@dataclass(frozen=True, slots=True)
class Envelope:
    """One number of a feed: the change it vouches for, its exact bytes, and the chain's link there."""

    n: int
    change_id: str
    body: bytes
    link: bytes


def incarnation(connection: Connection) -> str:
    """Return the present incarnation of this device; it changes when a copy of it is found at work."""
    return get_meta(connection, "incarnation") or "1"


def name(connection: Connection, device: str, stream: str) -> str:
    """Return the public name of the present feed of ``stream``."""
    return feed_name(device, incarnation(connection), stream)


def streams(connection: Connection) -> list[str]:
    """Return the streams in which the present feeds have anything."""
    rows = connection.exec_driver_sql(
        "SELECT DISTINCT stream FROM feed WHERE incarnation = ? ORDER BY stream", (incarnation(connection),)
    )
    return [row[0] for row in rows]


def link_at(connection: Connection, stream: str, n: int) -> bytes | None:
    """Return the link at ``n`` (empty at 0), or None where the chain does not reach."""
    if n == 0:
        return b""
    row = connection.exec_driver_sql(
        "SELECT link FROM feed WHERE stream = ? AND incarnation = ? AND n = ?",
        (stream, incarnation(connection), n),
    ).fetchone()
    return None if row is None else bytes(row[0])


def after(connection: Connection, stream: str, n: int, *, count: int, size: int) -> list[Envelope]:
    """Return what follows ``n`` in the present feed, at most ``count``; closed at ``size`` bytes."""
    rows = connection.exec_driver_sql(
        "SELECT feed.n, change.id, change.body, feed.link FROM feed JOIN change ON change.id = feed.change_id"
        " WHERE feed.stream = ? AND feed.incarnation = ? AND feed.n > ? ORDER BY feed.n LIMIT ?",
        (stream, incarnation(connection), n, count),
    )
    batch: list[Envelope] = []
    total = 0
    for row in rows:
        envelope = Envelope(row[0], row[1], bytes(row[2]), bytes(row[3]))
        total += len(envelope.body)
        if batch and total > size:
            break
        batch.append(envelope)
    return batch


def left_after(connection: Connection, stream: str, n: int) -> bool:
    """Tell whether any change behind ``n`` of the present feed has left this laptop (:mod:`elsewhere`)."""
    found = connection.exec_driver_sql(
        "SELECT 1 FROM feed WHERE stream = ? AND incarnation = ? AND n > ?"
        " AND change_id NOT IN (SELECT id FROM change) LIMIT 1",
        (stream, incarnation(connection), n),
    )
    return found.fetchone() is not None


def first_unconfirmed(connection: Connection, stream: str) -> int | None:
    """Return the first number of the present feed that the centre has not acknowledged, or None."""
    found: int | None = connection.exec_driver_sql(
        "SELECT min(feed.n) FROM feed JOIN change ON change.id = feed.change_id"
        " WHERE feed.stream = ? AND feed.incarnation = ? AND change.seq IS NULL",
        (stream, incarnation(connection)),
    ).scalar()
    return found


def unconfirmed(connection: Connection) -> list[tuple[str, str]]:
    """Return stream and id of every change that the centre has not acknowledged, in the order of saving."""
    rows = connection.exec_driver_sql(
        "SELECT feed.stream, feed.change_id FROM feed JOIN change ON change.id = feed.change_id"
        " WHERE feed.incarnation = ? AND change.seq IS NULL ORDER BY feed.stream, feed.n",
        (incarnation(connection),),
    )
    return [(row[0], row[1]) for row in rows]


def without_number(connection: Connection, change_ids: Iterable[str]) -> list[str]:
    """Return those of the changes, all of them here, that no centre has numbered."""
    return [
        change_id
        for change_id in change_ids
        if connection.exec_driver_sql("SELECT seq FROM change WHERE id = ?", (change_id,)).scalar_one()
        is None
    ]


def append(connection: Connection, device: str, stream: str, change_ids: Iterable[str]) -> int:
    """Vouch for changes, whoever wrote them, at the end of the present feed; returns how many were new there.

    Not for what is held back. Inside :meth:`fieldkit.model.database.Database.door`.
    """
    present = incarnation(connection)
    held = {
        row[0]
        for row in connection.exec_driver_sql(
            "SELECT change_id FROM feed WHERE stream = ? AND incarnation = ?", (stream, present)
        )
    }
    held |= kept_back.changes(connection)
    new = [change_id for change_id in dict.fromkeys(change_ids) if change_id not in held]
    entries = [
        (
            change_id,
            bytes(
                connection.exec_driver_sql("SELECT body FROM change WHERE id = ?", (change_id,)).scalar_one()
            ),
        )
        for change_id in new
    ]
    extend_feed(connection, device, stream, entries)
    return len(new)


def rotate(connection: Connection, device: str, also: Mapping[str, Iterable[str]] | None = None) -> str:
    """Start a new incarnation, and envelope again what the centre has not confirmed; ids and bytes stay.

    ``also`` names further changes to offer, by stream. Inside ``Database.door``. Returns the new incarnation.
    """
    offered: dict[str, dict[str, None]] = defaultdict(dict)  # dictionaries keep the order of saving
    for stream, change_id in connection.exec_driver_sql(
        "SELECT feed.stream, feed.change_id FROM feed JOIN change ON change.id = feed.change_id"
        " WHERE change.seq IS NULL ORDER BY feed.stream, feed.n"
    ):
        offered[stream][change_id] = None
    for stream, change_ids in (also or {}).items():
        offered[stream].update(dict.fromkeys(change_ids))
    connection.exec_driver_sql("DELETE FROM feed")
    fresh = new_id()[-8:]
    set_meta(connection, "incarnation", fresh)
    for stream, ids in offered.items():
        append(connection, device, stream, ids)
    return fresh


def change_ids(connection: Connection, stream: str) -> list[str]:
    """Return the ids of all changes of ``stream`` on this machine, own and others', in order of the centre.

    Those without a number come last, in the order of their ids.
    """
    rows = connection.exec_driver_sql(
        "SELECT id FROM change WHERE stream = ? ORDER BY seq IS NULL, seq, id", (stream,)
    )
    return [row[0] for row in rows]


def streams_of(connection: Connection, ids: Iterable[str]) -> dict[str, str]:
    """Return the stream of each of some changes that are on this machine, by id."""
    found: dict[str, str] = {}
    for change_id in ids:
        row = connection.exec_driver_sql("SELECT stream FROM change WHERE id = ?", (change_id,)).fetchone()
        if row is not None:
            found[change_id] = row[0]
    return found


def all_streams(connection: Connection) -> list[str]:
    """Return every stream of which this machine holds a change."""
    return [
        row[0] for row in connection.exec_driver_sql("SELECT DISTINCT stream FROM change ORDER BY stream")
    ]


def unconfirm(connection: Connection, change_ids: Iterable[str]) -> None:
    """Take back the centre's numbers of changes that the centre has lost. Inside ``Database.door``."""
    rows = [(change_id,) for change_id in change_ids]
    if rows:
        connection.exec_driver_sql(
            "UPDATE change SET seq = NULL, received_at = NULL, held = NULL WHERE id = ?", rows
        )


def held(connection: Connection) -> int:
    """Return how many changes the centre has, but does not hand on to others."""
    return int(connection.exec_driver_sql("SELECT count(*) FROM change WHERE held IS NOT NULL").scalar_one())


def body(connection: Connection, change_id: str) -> bytes | None:
    """Return the bytes of a change, or None when this machine has not got it."""
    row = connection.exec_driver_sql("SELECT body FROM change WHERE id = ?", (change_id,)).fetchone()
    return None if row is None else bytes(row[0])
