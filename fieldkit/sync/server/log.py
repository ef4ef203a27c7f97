"""The centre's log: numbers and chains the changes of a stream, hands them out, says what it lacks."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import BindParameter, bindparam, func, select

from fieldkit.model import body as bodies
from fieldkit.model.erasure.orders import all_signed
from fieldkit.sync import protocol
from fieldkit.sync.server.refusal import Refused
from fieldkit.sync.server.schema import administrator, env, log, stream
from fieldkit.sync.server.store import insert_new
from fieldkit.sync.validation import examine, reference_author

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import Connection, Row

    from fieldkit.model.keys.public import PublicKeys
    from fieldkit.sync.protocol import Position, PushHeader

ACCEPTED, HELD = 0, 1
_CHUNK = 500
_INT64 = 2**63
_EMPTY = hashlib.sha256().hexdigest()
# Made once: every request asks them, and building a statement takes longer than SQLite's answer to it.
_HEAD = select(stream.c.head, stream.c.hash).where(stream.c.id == bindparam("name"))
_LOCKED = _HEAD.with_for_update()
_HASH = select(log.c.hash).where(log.c.stream == bindparam("name"), log.c.seq == bindparam("number"))
_LAST_OF_FEED = (
    select(env.c.n, env.c.link)
    .where(env.c.stream == bindparam("name"), env.c.feed == bindparam("fed"))
    .order_by(env.c.n.desc())
    .limit(1)
)
_IDS: BindParameter[str] = bindparam("ids", expanding=True)
_NAMES = select(stream.c.id).order_by(stream.c.id)
_HEADS = select(stream.c.id, stream.c.head, stream.c.hash).where(stream.c.id.in_(_IDS))
_AFTER = (
    select(log)
    .where(log.c.stream == bindparam("name"), log.c.seq > bindparam("number"))
    .order_by(log.c.seq)
    .limit(bindparam("most"))
)
_LINKS = select(env.c.n, env.c.link).where(
    env.c.stream == bindparam("name"),
    env.c.feed == bindparam("fed"),
    env.c.n.between(bindparam("first"), bindparam("last")),
)
_NUMBERS = select(log.c.change_id, log.c.seq).where(
    log.c.stream == bindparam("name"), log.c.change_id.in_(_IDS)
)
_HASHES = select(log.c.change_id, log.c.sha256).where(
    log.c.stream == bindparam("name"), log.c.change_id.in_(_IDS)
)
_BROUGHT = select(env.c.change_id).where(
    env.c.stream == bindparam("name"), env.c.feed == bindparam("fed"), env.c.change_id.in_(_IDS)
)
_ENTRIES = select(log.c.seq, log.c.change_id, log.c.sha256, log.c.body, log.c.status).where(
    log.c.stream == bindparam("name")
)
_EVERY = _ENTRIES.order_by(log.c.seq).execution_options(yield_per=_CHUNK)
_FOUND = _ENTRIES.where(log.c.change_id.in_(_IDS))
_REPLACE = (
    log.update()
    .where(log.c.stream == bindparam("name"), log.c.seq == bindparam("number"))
    .values(body=bindparam("with"))
)
_ADMINISTERS = select(administrator.c.id).where(administrator.c.id == bindparam("device"))
_ADVANCE = (
    stream.update().where(stream.c.id == bindparam("name")).values(head=bindparam("to"), hash=bindparam("at"))
)


@dataclass(frozen=True, slots=True)
class Arriving:
    """A pushed body: the name it has in the log, its hash, and why it is held, if it is."""

    name: str
    sha256: str
    body: bytes
    code: str | None


@dataclass(frozen=True, slots=True)
class Carrier:
    """Who pushes: the device, whether it may write this stream, and whether reference tables too.

    Orders to erase are handed on when the centre of ``keys``, which is this one, has signed them.
    """

    device: str
    permitted: bool
    administrator: bool = False
    keys: PublicKeys | None = None


@dataclass(frozen=True, slots=True)
class Stored:
    """An entry of the log; the chains vouch for ``sha256``, also where the body was taken away."""

    seq: int
    name: str
    sha256: str
    body: bytes
    held: bool

    @property
    def gone(self) -> bool:
        """Whether the body was taken away; one that was empty from the beginning was not."""
        return not self.body and self.sha256 != _EMPTY


def append(
    connection: Connection, header: PushHeader, lines: Sequence[bytes], *, carrier: Carrier, at: str
) -> protocol.PushAnswer:
    """Append a push inside the caller's transaction; its commit is the acknowledgement.

    The stream's row stays locked until then, so that numbers follow the order of commits and have
    no gap. Repeating a push changes nothing and gives the same numbers. Raises Refused (``gap``,
    ``fork``, ``malformed``).
    """
    before = _lock(connection, header.stream)
    links = _chain(connection, header, lines)
    arriving = _examine(connection, header.stream, lines, carrier)
    known = _numbers(connection, header.stream, [change.name for change in arriving])
    fresh = {change.name: change for change in arriving if change.name not in known}
    after = _write(connection, header.stream, before, list(fresh.values()), at)
    seqs = known | {name: before[0] + 1 + index for index, name in enumerate(fresh)}
    have = feed_position(connection, header.stream, header.feed)[0]
    rows = [
        {
            "stream": header.stream,
            "feed": header.feed,
            "n": n,
            "change_id": change.name,
            "link": link,
            "device": carrier.device,
        }
        for n, (link, change) in enumerate(zip(links, arriving, strict=True), header.first)
        if n > have
    ]
    if rows:
        connection.execute(env.insert(), rows)
    return protocol.PushAnswer(
        n=header.first + len(lines) - 1,
        seqs=[seqs[change.name] for change in arriving],
        before=before,
        after=after,
        at=at,
        held=[
            protocol.Held(header.first + index, change.code)
            for index, change in enumerate(arriving)
            if change.code is not None
        ],
    )


def head(connection: Connection, name: str) -> Position:
    """Return number and hash of the newest change of a stream."""
    row = connection.execute(_HEAD, {"name": name}).first()
    return (row.head, row.hash) if row else (0, "")


def names(connection: Connection) -> list[str]:
    """Return all streams."""
    return list(connection.execute(_NAMES).scalars())


def heads(connection: Connection, wanted: Sequence[str]) -> dict[str, Position]:
    """Return number and hash of the newest change of each of the ``wanted`` streams."""
    found = dict.fromkeys(wanted, (0, ""))
    for chunk in _chunks(wanted):
        found |= {row.id: (row.head, row.hash) for row in connection.execute(_HEADS, {"ids": chunk})}
    return found


def contains(connection: Connection, name: str, position: Position) -> bool:
    """Tell whether ``position`` is in the log; if not, the centre was put back or is another one."""
    seq, hash_ = position
    if seq == 0:
        return True
    if not 0 < seq < _INT64:
        return False
    found = connection.execute(_HASH, {"name": name, "number": seq}).scalar()
    return bool(found == hash_)


def feed_position(connection: Connection, name: str, feed: str) -> tuple[int, bytes]:
    """Return the last number of a feed and the link there; ``(0, b"")`` for an unknown one."""
    row = connection.execute(_LAST_OF_FEED, {"name": name, "fed": feed}).first()
    return (row.n, bytes(row.link)) if row else (0, b"")


def page(connection: Connection, name: str, after: Position, *, feed: str, limit: int) -> list[bytes]:
    """Return the lines of a pull page after a position; raises Refused (``diverged``).

    Bodies that ``feed`` brought itself, and those of held changes, are left out.
    """
    if not contains(connection, name, after):
        raise Refused(409, "diverged")
    rows = connection.execute(_AFTER, {"name": name, "number": after[0], "most": limit})
    taken: list[Row[Any]] = []
    size, most = 0, protocol.PAGE_BYTES * max(1, limit // protocol.PAGE_CHANGES)
    for row in rows:
        size += len(row.body)
        if taken and size > most:
            break
        taken.append(row)
    rows.close()
    own = _brought_by(connection, name, feed, [row.change_id for row in taken]) if feed else set()
    last = (taken[-1].seq, taken[-1].hash) if taken else after
    lines = [protocol.to_json(protocol.PageHeader(name, head(connection, name), last))]
    for row in taken:
        # Of a body that was erased the hash goes on, as of one that is held; what is left comes later.
        is_own = row.change_id in own and bool(row.body)
        held = row.status == HELD or not row.body
        entry = protocol.Entry(
            q=row.seq,
            at=row.received_at,
            id=row.change_id,
            status=row.status,
            own=is_own,
            sha=row.sha256 if is_own or held else "",
            code=row.code or "",
        )
        lines += [protocol.to_json(entry), b"" if is_own or held else bytes(row.body)]
    return lines


def release(connection: Connection, carrier: Carrier, may_write: Callable[[str], bool], *, at: str) -> int:
    """Hand on what was held for want of a right that the laptop ``carrier`` has now; returns how many.

    The held entries stay, because positions are hashes of what was said: each body is appended once more.
    Replicas know a change by its id, so that one comes to the same wherever it arrives twice.
    """
    held = select(log.c.stream, log.c.change_id, log.c.sha256, log.c.body).where(log.c.status == HELD)
    carried = held.join(env, (env.c.stream == log.c.stream) & (env.c.change_id == log.c.change_id)).where(
        log.c.code == "not_granted", env.c.device == carrier.device
    )
    unruled = held.where(log.c.code == "not_administrator")
    waiting: dict[str, dict[str, Arriving]] = {}
    for row in (*connection.execute(carried), *connection.execute(unruled)):
        name, body = f"{protocol.RELEASED}{row.change_id}", bytes(row.body)
        if body and may_write(row.stream) and (carrier.administrator or not _of_nobody(connection, body)):
            waiting.setdefault(row.stream, {})[name] = Arriving(name, row.sha256, body, None)
    count = 0
    for stream_name in sorted(waiting):  # always in one order: two of them must not wait for each other
        before = _lock(connection, stream_name)
        known = _numbers(connection, stream_name, list(waiting[stream_name]))
        fresh = [change for name, change in waiting[stream_name].items() if name not in known]
        _write(connection, stream_name, before, fresh, at)
        count += len(fresh)
    return count


def every(connection: Connection, name: str) -> Iterator[Stored]:
    """Yield the entries of a stream in order."""
    return map(_stored, connection.execute(_EVERY, {"name": name}))


def find(connection: Connection, name: str, names: Iterable[str]) -> dict[str, Stored]:
    """Return the entries that have these names."""
    found: dict[str, Stored] = {}
    for chunk in _chunks(sorted(set(names))):
        rows = connection.execute(_FOUND, {"name": name, "ids": chunk})
        found.update((row.change_id, _stored(row)) for row in rows)
    return found


def _stored(row: Any) -> Stored:
    return Stored(row.seq, row.change_id, row.sha256, bytes(row.body), row.status == HELD)


def take_away(connection: Connection, name: str, seq: int) -> None:
    """Take the body of an entry away; the chains go on vouching for it. The stream is locked."""
    connection.execute(_REPLACE, {"name": name, "number": seq, "with": b""})


def add(connection: Connection, name: str, bodies_by_name: Mapping[str, bytes], *, at: str) -> Position:
    """Append bodies that the centre itself writes, and return the new head; names that are there stay."""
    before = _lock(connection, name)
    known = _numbers(connection, name, list(bodies_by_name))
    fresh = [
        Arriving(one, protocol.body_hash(body), body, None)
        for one, body in bodies_by_name.items()
        if one not in known
    ]
    return _write(connection, name, before, fresh, at)


def missing(connection: Connection, name: str, ids: Sequence[str]) -> list[str]:
    """Return those of ``ids`` that the log of the stream lacks."""
    known = _numbers(connection, name, ids)
    return [change_id for change_id in ids if change_id not in known]


def _lock(connection: Connection, name: str) -> Position:
    """Lock the stream's row and return its head; the first push makes it."""
    row = connection.execute(_LOCKED, {"name": name}).first()
    if row is None:
        insert_new(connection, stream, {"id": name, "head": 0, "hash": ""})
        row = connection.execute(_LOCKED, {"name": name}).one()
    return (row.head, row.hash)


def _chain(connection: Connection, header: PushHeader, lines: Sequence[bytes]) -> list[bytes]:
    """Return the links of the pushed bodies; raises Refused where they do not continue what is here."""
    have, _ = feed_position(connection, header.stream, header.feed)
    if header.first > have + 1:
        raise Refused(409, "gap", have=have)
    last = header.first + len(lines) - 1
    asked = {"name": header.stream, "fed": header.feed, "first": header.first - 1, "last": last}
    rows = connection.execute(_LINKS, asked)
    stored = {row.n: bytes(row.link) for row in rows}
    link = stored.get(header.first - 1, b"")
    if link.hex() != header.before:
        raise Refused(409, "fork", have=have)
    links = []
    for n, body in enumerate(lines, header.first):
        link = bodies.link(header.feed, n, link, body)
        if stored.get(n, link) != link:
            raise Refused(409, "fork", have=have)
        links.append(link)
    if link.hex() != header.link:
        raise Refused(400, "malformed", reason="link")
    return links


def _examine(connection: Connection, name: str, lines: Sequence[bytes], carrier: Carrier) -> list[Arriving]:
    """Name each body, and hold what replicas could not apply or the carrier may not write."""
    examined = [(hashlib.sha256(body).hexdigest(), body, *examine(body, name)) for body in lines]
    ids = [change_id for _, _, change_id, _ in examined if change_id]
    taken = _hashes(connection, name, ids)
    arriving = []
    for sha256, body, change_id, fault in examined:
        code = fault if fault or carrier.permitted else "not_granted"
        if code is None and not carrier.administrator and _of_nobody(connection, body):
            code = "not_administrator"
        if code is None and not all_signed(body, carrier.keys):
            code = "not_signed"
        # Another body under a known id is kept too, under its own hash: the first one keeps the id.
        if change_id is not None and taken.setdefault(change_id, sha256) != sha256:
            left = _left_of(connection, name, taken[change_id], sha256)
            change_id, code = left, None if left else "id_taken"
        arriving.append(Arriving(change_id or f"sha256:{sha256}", sha256, body, code))
    return arriving


def _left_of(connection: Connection, name: str, before: str, sha256: str) -> str | None:
    """Return the name of the entry that has what was left of a body, if that is what arrives."""
    entry = f"{protocol.ERASED}{before}"
    left = _hashes(connection, name, [entry]).get(entry)
    if left is None or left == sha256:
        return entry if left else None
    return _left_of(connection, name, left, sha256)


def _of_nobody(connection: Connection, body: bytes) -> bool:
    """Tell whether a body changes reference tables and no laptop of an administrator wrote it.

    What such a laptop wrote may come by another one, when a centre was lost and is filled again.
    """
    device = reference_author(body)
    if device is None:
        return False
    return connection.execute(_ADMINISTERS, {"device": device}).first() is None


def _write(
    connection: Connection, name: str, before: Position, fresh: Sequence[Arriving], at: str
) -> Position:
    if not fresh:
        return before
    seq, hash_ = before
    rows: list[dict[str, Any]] = []
    for change in fresh:
        status = HELD if change.code else ACCEPTED
        seq, hash_ = seq + 1, protocol.log_hash(hash_, seq + 1, change.sha256, at, status)
        rows.append(
            {
                "stream": name,
                "seq": seq,
                "change_id": change.name,
                "sha256": change.sha256,
                "body": change.body,
                "received_at": at,
                "status": status,
                "code": change.code,
                "hash": hash_,
            }
        )
    connection.execute(log.insert(), rows)
    connection.execute(_ADVANCE, {"name": name, "to": seq, "at": hash_})
    return (seq, hash_)


def _chunks(ids: Sequence[str]) -> Iterable[list[str]]:
    return (list(ids[start : start + _CHUNK]) for start in range(0, len(ids), _CHUNK))


def _numbers(connection: Connection, name: str, ids: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for chunk in _chunks(ids):
        rows = connection.execute(_NUMBERS, {"name": name, "ids": chunk})
        found.update((row.change_id, row.seq) for row in rows)
    return found


def _hashes(connection: Connection, name: str, ids: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for chunk in _chunks(ids):
        rows = connection.execute(_HASHES, {"name": name, "ids": chunk})
        found.update((row.change_id, row.sha256) for row in rows)
    return found


def _brought_by(connection: Connection, name: str, feed: str, ids: Sequence[str]) -> set[str]:
    found: set[str] = set()
    for chunk in _chunks(ids):
        found.update(connection.execute(_BROUGHT, {"name": name, "fed": feed, "ids": chunk}).scalars())
    return found


def count(connection: Connection, name: str) -> int:
    """Return how many changes a stream holds."""
    return int(connection.execute(select(func.count()).where(log.c.stream == name)).scalar_one())
