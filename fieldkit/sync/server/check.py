"""Recomputes every chain of the centre and every file's hash, and names what does not fit."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from sqlalchemy import select

from fieldkit.model import body as bodies
from fieldkit.sync import protocol
from fieldkit.sync.server import audit, erased
from fieldkit.sync.server import log as logs
from fieldkit.sync.server.schema import blob, env, log, stream

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from fieldkit.sync.server.blobs import Blobs
    from fieldkit.sync.server.store import Store


def problems(store: Store, blobs: Blobs) -> list[str]:
    """Return what is wrong with the centre; empty when every number, chain and file is whole."""
    with store.read() as connection:
        found = chain_problems(connection) + audit.problems(connection, store.keys.public)
        for name in logs.names(connection):
            found += erased.problems(name, logs.every(connection, name), store.keys.public)
        known = list(connection.execute(select(blob.c.sha256).order_by(blob.c.sha256)).scalars())
    return found + [problem for sha256 in known if (problem := _file(blobs, sha256))]


def chain_problems(connection: Connection) -> list[str]:
    """Return what is wrong with numbers, bodies, logs and feeds."""
    names = list(connection.execute(select(stream.c.id).order_by(stream.c.id)).scalars())
    found = [problem for name in names for problem in _log(connection, name)]
    return found + [problem for name in names for problem in _feeds(connection, name)]


def _log(connection: Connection, name: str) -> Iterator[str]:
    seq, hash_ = 0, ""
    rows = connection.execute(
        select(log).where(log.c.stream == name).order_by(log.c.seq).execution_options(yield_per=500)
    )
    for row in rows:
        if row.seq != seq + 1:
            yield f"{name}: number {seq + 1} is missing"
        # One that was erased is looked for among the orders: `erased.problems`.
        if row.body and hashlib.sha256(row.body).hexdigest() != row.sha256:
            yield f"{name} {row.seq}: the body was changed"
        if protocol.log_hash(hash_, row.seq, row.sha256, row.received_at, row.status) != row.hash:
            yield f"{name} {row.seq}: the chain is broken"
        seq, hash_ = row.seq, row.hash
    head = connection.execute(select(stream.c.head, stream.c.hash).where(stream.c.id == name)).one()
    if (head.head, head.hash) != (seq, hash_):
        yield f"{name}: the head says {head.head}, the log ends at {seq}"


def _feeds(connection: Connection, name: str) -> Iterator[str]:
    joined = env.join(
        log, (log.c.stream == env.c.stream) & (log.c.change_id == env.c.change_id), isouter=True
    )
    rows = connection.execute(
        select(env.c.feed, env.c.n, env.c.link, log.c.sha256)
        .select_from(joined)
        .where(env.c.stream == name)
        .order_by(env.c.feed, env.c.n)
        .execution_options(yield_per=500)
    )
    feed, n, link = "", 0, b""
    for row in rows:
        if row.feed != feed:
            feed, n, link = row.feed, 0, b""
        if row.n != n + 1:
            yield f"{feed}: number {n + 1} is missing"
        if row.sha256 is None:
            yield f"{feed} {row.n}: its change is not in the log"
        elif bodies.next_link(feed, row.n, link, bytes.fromhex(row.sha256)) != bytes(row.link):
            yield f"{feed} {row.n}: the chain is broken"
        n, link = row.n, bytes(row.link)


def _file(blobs: Blobs, sha256: str) -> str | None:
    try:
        return f"file {sha256} is damaged" if blobs.damaged(sha256) else None
    except FileNotFoundError:
        return f"file {sha256} is missing"
