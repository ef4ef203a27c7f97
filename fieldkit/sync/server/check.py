"""Recomputes every chain of the centre and every file's hash, and names what does not fit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from fieldkit.model import body as bodies
from fieldkit.sync.server import audit, blocks, erased
from fieldkit.sync.server import log as logs
from fieldkit.sync.server.schema import blob, env, held, log, stream

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Row

    from fieldkit.sync.server.blobs import Blobs
    from fieldkit.sync.server.blocks import Entry
    from fieldkit.sync.server.store import Store

_DIGEST = 32
_NONE = bytes(_DIGEST)
_ROWS = 10_000


def problems(store: Store, blobs: Blobs) -> list[str]:
    """Return what is wrong with the centre; empty when every number, chain and file is whole."""
    with store.snapshot() as connection:
        found = chain_problems(connection) + audit.problems(connection, store.keys.public)
        for stream_name in logs.names(connection):
            found += erased.problems(stream_name, logs.every(connection, stream_name), store.keys.public)
        names = list(connection.execute(select(blob.c.sha256).order_by(blob.c.sha256)).scalars())
    return found + [problem for sha256 in names if (problem := _file(blobs, sha256))]


def chain_problems(connection: Connection) -> list[str]:
    """Return what is wrong with numbers, bodies, logs and feeds."""
    names = list(connection.execute(select(stream.c.id).order_by(stream.c.id)).scalars())
    return [problem for name in names for problem in _Stream(connection, name).problems()]


class _Stream:
    """Looks at the log of a stream, and at what else the books say of its changes; 32 bytes each."""

    def __init__(self, connection: Connection, name: str) -> None:
        self._connection = connection
        self._name = name
        self._head = connection.execute(select(stream).where(stream.c.id == name)).one()
        end = connection.execute(select(func.max(log.c.last)).where(log.c.stream == name)).scalar() or 0
        self._end = max(end, self._head.head)
        self._digests = bytearray((self._end + 1) * _DIGEST)
        waiting = connection.execute(select(held.c.seq, held.c.code).where(held.c.stream == name))
        self._codes = {row.seq: row.code for row in waiting}

    def problems(self) -> Iterator[str]:
        """Yield what is wrong with the stream."""
        yield from self._log()
        yield from self._feeds()

    def _log(self) -> Iterator[str]:
        seq, hash_ = 0, ""
        for row in blocks.rows(self._connection, self._name):
            if row.first > seq + 1:
                yield f"{self._name}: number {seq + 1} is missing"
            elif row.first <= seq:
                yield f"{self._name}: number {row.first} is there twice"
            elif row.before != hash_:
                yield f"{self._name} {row.first}: the chain is broken"
            yield from self._block(row)
            seq, hash_ = row.last, row.hash
        if (self._head.head, self._head.hash) != (seq, hash_):
            yield f"{self._name}: the head says {self._head.head}, the log ends at {seq}"
        yield from (f"{self._name} {seq}: it is called held, and is not" for seq in sorted(self._codes))

    def _block(self, row: Row[Any]) -> Iterator[str]:
        """Compute the chain through a block: each hash left a mark there, which names the change."""
        place = f"{self._name} {row.first} to {row.last}"
        try:
            entries = blocks.unpack(row.first, row.data)
            if len(entries) != row.last - row.first + 1:
                raise blocks.BlockDamaged(f"{len(entries)} changes")
            if any(row._mapping[column] != value for column, value in blocks.names_of(entries).items()):
                yield f"{place}: ids do not lead to its changes"
        except blocks.BlockDamaged as error:
            yield f"{place}: the block is damaged, {error}"
            return
        hash_, whole = row.before, True
        for entry in entries:
            hash_ = entry.hash_after(hash_)
            if whole and not hash_.startswith(entry.hash):
                yield f"{self._name} {entry.seq}: the chain is broken"
                whole = False
            yield from self._entry(entry)
        if whole and hash_ != row.hash:
            yield f"{place}: the chain is broken"

    def _entry(self, entry: Entry) -> Iterator[str]:
        place = f"{self._name} {entry.seq}"
        start = entry.seq * _DIGEST
        self._digests[start : start + _DIGEST] = bytes.fromhex(entry.sha256)
        # One that was erased is looked for among the orders: `erased.problems`.
        if entry.original and entry.body:
            yield f"{place}: another body stands for the one that was received"
        if self._codes.pop(entry.seq, None) != entry.code:
            yield f"{place}: it is held for another reason than the books say"

    def _feeds(self) -> Iterator[str]:
        query = select(env).where(env.c.stream == self._name).order_by(env.c.feed, env.c.n)
        feed, n, link = "", 0, b""
        for row in self._connection.execute(query.execution_options(yield_per=_ROWS)):
            if row.feed != feed:
                feed, n, link = row.feed, 0, b""
            if row.first != n + 1:
                yield f"{feed}: number {n + 1} is missing"
            for n in range(row.first, row.n + 1):
                digest = self._digest(row.seq - (row.n - n))
                if digest == _NONE:
                    yield f"{feed} {n}: its change is not in the log"
                link = bodies.next_link(feed, n, link, digest)
            if link != bytes(row.link):
                yield f"{feed} {row.first} to {row.n}: the chain is broken"
            n, link = row.n, bytes(row.link)

    def _digest(self, seq: int) -> bytes:
        return bytes(self._digests[seq * _DIGEST : (seq + 1) * _DIGEST]) if 0 < seq <= self._end else _NONE


def _file(blobs: Blobs, sha256: str) -> str | None:
    try:
        return f"file {sha256} is damaged" if blobs.damaged(sha256) else None
    except FileNotFoundError:
        return f"file {sha256} is missing"
