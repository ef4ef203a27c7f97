"""The centre's log: numbers and chains the changes of a stream, hands them out, says what it lacks."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import BindParameter, bindparam, select

from fieldkit.model import body as bodies
from fieldkit.model.erasure.orders import all_signed
from fieldkit.sync import protocol
from fieldkit.sync.server import blocks
from fieldkit.sync.server.blocks import HELD
from fieldkit.sync.server.refusal import Refused
from fieldkit.sync.server.schema import administrator, env, held, stream
from fieldkit.sync.server.store import insert_new
from fieldkit.sync.validation import examine, reference_author

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import Connection

    from fieldkit.model.keys.public import PublicKeys
    from fieldkit.sync.protocol import Position, PushHeader
    from fieldkit.sync.server.blocks import Entry

_CHUNK = 500
_INT64 = 2**63
_EMPTY = hashlib.sha256().hexdigest()
# Made once: every request asks them, and building a statement takes longer than SQLite's answer to it.
_HEAD = select(stream.c.head, stream.c.hash).where(stream.c.id == bindparam("name"))
_LOCKED = _HEAD.with_for_update()
_LAST_OF_FEED = (
    select(env.c.n, env.c.link)
    .where(env.c.stream == bindparam("name"), env.c.feed == bindparam("fed"))
    .order_by(env.c.n.desc())
    .limit(1)
)
_IDS: BindParameter[str] = bindparam("ids", expanding=True)
_NAMES = select(stream.c.id).order_by(stream.c.id)
_HEADS = select(stream.c.id, stream.c.head, stream.c.hash).where(stream.c.id.in_(_IDS))
_OF_FEED = (env.c.stream == bindparam("name"), env.c.feed == bindparam("fed"))
_WITH_NUMBER = select(env).where(*_OF_FEED, env.c.n >= bindparam("number")).order_by(env.c.n).limit(1)
_FROM: BindParameter[int] = bindparam("start")
_BROUGHT = select(env.c.seq, (env.c.n - env.c.first).label("more")).where(
    *_OF_FEED, env.c.seq >= _FROM, env.c.seq - (env.c.n - env.c.first) <= bindparam("end")
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
    arriving, stored = _examine(connection, header.stream, lines, carrier)
    fresh = {change.name: change for change in arriving if change.name not in stored}
    after = _write(connection, header.stream, before, list(fresh.values()), at)
    seqs = {name: entry.seq for name, entry in stored.items()}
    seqs |= {name: before[0] + 1 + index for index, name in enumerate(fresh)}
    _vouch(connection, header, [seqs[change.name] for change in arriving], links, carrier)
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
    return 0 < seq < _INT64 and blocks.hash_at(connection, name, seq) == hash_


def feed_position(connection: Connection, name: str, feed: str) -> tuple[int, bytes]:
    """Return the last number of a feed and the link there; ``(0, b"")`` for an unknown one."""
    row = connection.execute(_LAST_OF_FEED, {"name": name, "fed": feed}).first()
    return (row.n, bytes(row.link)) if row else (0, b"")


def page(
    connection: Connection,
    name: str,
    after: Position,
    *,
    feed: str,
    limit: int,
    details: Mapping[int, str] | None = None,
) -> list[bytes]:
    """Return the lines of a pull page after a position; raises Refused (``diverged``).

    Bodies that ``feed`` brought itself, and those of held changes, are left out; and those of ``details``
    (inspections by number).
    """
    apart = details or {}
    if not contains(connection, name, after):
        raise Refused(409, "diverged")
    taken: list[Entry] = []
    size, most = 0, protocol.PAGE_BYTES * max(1, limit // protocol.PAGE_CHANGES)
    for change in blocks.after(connection, name, after[0], limit):
        size += 0 if change.seq in apart else len(change.body)
        if taken and size > most:
            break
        taken.append(change)
    own = _brought_by(connection, name, feed, taken) if feed and taken else set()
    last = (taken[-1].seq, _hash_behind(after, taken)) if taken else after
    lines = [protocol.to_json(protocol.PageHeader(name, head(connection, name), last))]
    for change in taken:
        # Of a body that was erased the hash goes on, as of one that is held; what is left comes later.
        is_own = change.seq in own and bool(change.body)
        waits = change.status == HELD or not change.body
        of = apart.get(change.seq, "") if change.body else ""
        left_out = is_own or waits or bool(of)
        entry = protocol.Entry(
            q=change.seq,
            at=change.at,
            # Details are asked for by the change that they are, also what is left of an erased one.
            id=change.change_id if of else change.name,
            status=change.status,
            own=is_own,
            sha=change.sha256 if left_out else "",
            code=change.code or "",
            of=of,
        )
        lines += [protocol.to_json(entry), b"" if left_out else change.body]
    return lines


def release(connection: Connection, carrier: Carrier, may_write: Callable[[str], bool], *, at: str) -> int:
    """Hand on what was held for want of a right that the laptop ``carrier`` has now; returns how many.

    The held entries stay, because positions are hashes of what was said: each body is appended once more.
    Replicas know a change by its id, so that one comes to the same wherever it arrives twice.
    """
    waits = select(held.c.stream, held.c.seq)
    brought = (
        (env.c.stream == held.c.stream)
        & (env.c.seq >= held.c.seq)
        & (env.c.seq - (env.c.n - env.c.first) <= held.c.seq)
    )
    carried = waits.join(env, brought).where(held.c.code == "not_granted", env.c.device == carrier.device)
    unruled = waits.where(held.c.code == "not_administrator")
    numbers: dict[str, set[int]] = {}
    for row in (*connection.execute(carried), *connection.execute(unruled)):
        if may_write(row.stream):
            numbers.setdefault(row.stream, set()).add(row.seq)
    count = 0
    for stream_name in sorted(numbers):  # always in one order: two of them must not wait for each other
        before = _lock(connection, stream_name)
        released = [
            Arriving(f"{protocol.RELEASED}{change.name}", change.sha256, change.body, None)
            for change in blocks.at(connection, stream_name, numbers[stream_name]).values()
            if change.body and (carrier.administrator or not _of_nobody(connection, change.body))
        ]
        stored = blocks.find(connection, stream_name, [change.name for change in released])
        fresh = [change for change in released if change.name not in stored]
        _write(connection, stream_name, before, fresh, at)
        count += len(fresh)
    return count


def every(connection: Connection, name: str) -> Iterator[Stored]:
    """Yield the entries of a stream in order."""
    return map(_stored, blocks.every(connection, name))


def find(connection: Connection, name: str, names: Iterable[str]) -> dict[str, Stored]:
    """Return the entries that have these names."""
    return {id_: _stored(entry) for id_, entry in blocks.find(connection, name, set(names)).items()}


def _stored(entry: Entry) -> Stored:
    return Stored(entry.seq, entry.name, entry.sha256, entry.body, entry.status == HELD)


def take_away(connection: Connection, name: str, seq: int) -> None:
    """Take the body of an entry away; the chains go on vouching for it. The stream is locked."""
    blocks.replace_body(connection, name, seq, b"")


def add(connection: Connection, name: str, bodies_by_name: Mapping[str, bytes], *, at: str) -> Position:
    """Append bodies that the centre itself writes, and return the new head; names that are there stay."""
    before = _lock(connection, name)
    known = blocks.find(connection, name, list(bodies_by_name))
    fresh = [
        Arriving(one, protocol.body_hash(body), body, None)
        for one, body in bodies_by_name.items()
        if one not in known
    ]
    return _write(connection, name, before, fresh, at)


def missing(connection: Connection, name: str, ids: Sequence[str]) -> list[str]:
    """Return those of ``ids`` that the log of the stream lacks."""
    found = blocks.find(connection, name, ids)
    return [change_id for change_id in ids if change_id not in found]


def _lock(connection: Connection, name: str) -> Position:
    """Lock the stream's row and return its head; the first push makes it."""
    row = connection.execute(_LOCKED, {"name": name}).first()
    if row is None:
        insert_new(connection, stream, {"id": name, "head": 0, "hash": ""})
        row = connection.execute(_LOCKED, {"name": name}).one()
    return (row.head, row.hash)


def _chain(connection: Connection, header: PushHeader, lines: Sequence[bytes]) -> list[bytes]:
    """Return the links of the pushed bodies; raises Refused where they do not continue what is here."""
    have, link = feed_position(connection, header.stream, header.feed)
    if header.first > have + 1:
        raise Refused(409, "gap", have=have)
    if header.first <= have:
        link = _link_at(connection, header.stream, header.feed, header.first - 1)
    if link.hex() != header.before:
        raise Refused(409, "fork", have=have)
    links = []
    for n, body in enumerate(lines, header.first):
        link = bodies.link(header.feed, n, link, body)
        links.append(link)
    # A link stands for all before it, so that the last number of both sides is enough.
    both = min(have, header.first + len(lines) - 1)
    if both >= header.first and links[both - header.first] != _link_at(
        connection, header.stream, header.feed, both
    ):
        raise Refused(409, "fork", have=have)
    if link.hex() != header.link:
        raise Refused(400, "malformed", reason="link")
    return links


def _link_at(connection: Connection, name: str, feed: str, n: int) -> bytes:
    """Return the link of a feed at ``n``, which the centre has; 0 is before the first."""
    row = connection.execute(_WITH_NUMBER, {"name": name, "fed": feed, "number": n}).first() if n else None
    if row is None or row.n == n:
        return bytes(row.link) if row else b""
    link = _link_at(connection, name, feed, row.first - 1)
    begin = row.seq - (row.n - row.first)
    changes = blocks.after(connection, name, begin - 1, n - row.first + 1)
    for number, change in enumerate(changes, row.first):
        link = bodies.next_link(feed, number, link, bytes.fromhex(change.sha256))
    return link


def _vouch(
    connection: Connection, header: PushHeader, seqs: list[int], links: list[bytes], carrier: Carrier
) -> None:
    """Write down that the feed brought these numbers: a row for each run of them that follow each other."""
    have = feed_position(connection, header.stream, header.feed)[0]
    numbers = range(max(header.first, have + 1), header.first + len(seqs))
    rows: list[dict[str, Any]] = []
    first = numbers.start
    for n in numbers:
        seq = seqs[n - header.first]
        if n + 1 in numbers and seqs[n + 1 - header.first] == seq + 1:
            continue
        rows.append(
            {
                "stream": header.stream,
                "feed": header.feed,
                "first": first,
                "n": n,
                "seq": seq,
                "link": links[n - header.first],
                "device": carrier.device,
            }
        )
        first = n + 1
    if rows:
        connection.execute(env.insert(), rows)


def _examine(
    connection: Connection, name: str, lines: Sequence[bytes], carrier: Carrier
) -> tuple[list[Arriving], dict[str, Entry]]:
    """Name each body, and hold what replicas could not apply or the carrier may not write.

    Returns also what of that is in the log already.
    """
    examined = [(hashlib.sha256(body).hexdigest(), body, *examine(body, name)) for body in lines]
    stored = blocks.find(connection, name, {change_id for _, _, change_id, _ in examined if change_id})
    taken = {change_id: change.sha256 for change_id, change in stored.items()}
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
    nameless = {change.name for change in arriving if ":" in change.name}
    return arriving, stored | blocks.find(connection, name, nameless)


def _left_of(connection: Connection, name: str, before: str, sha256: str) -> str | None:
    """Return the name of the entry that has what was left of a body, if that is what arrives."""
    entry = f"{protocol.ERASED}{before}"
    left = blocks.find(connection, name, [entry]).get(entry)
    if left is None or left.sha256 == sha256:
        return entry if left else None
    return _left_of(connection, name, left.sha256, sha256)


def _of_nobody(connection: Connection, body: bytes) -> bool:
    """Tell whether a body changes reference tables and no laptop of an administrator wrote it.

    What such a laptop wrote may come by another one, when a centre was lost and is filled again.
    """
    device = reference_author(body)
    if device is None:
        return False
    return connection.execute(_ADMINISTERS, {"device": device}).first() is None


def _write(
    connection: Connection,
    name: str,
    before: Position,
    fresh: Sequence[Arriving],
    at: str,
) -> Position:
    if not fresh:
        return before
    seq, hash_ = before
    entries: list[Entry] = []
    for change in fresh:
        seq += 1
        hash_ = protocol.log_hash(hash_, seq, change.sha256, at, blocks.status_of(change.code))
        given = change.name if ":" in change.name else ""
        entries.append(blocks.Entry(seq, at, change.body, hash_, given, change.code))
    blocks.append(connection, name, entries, before[1])
    connection.execute(_ADVANCE, {"name": name, "to": seq, "at": hash_})
    return (seq, hash_)


def _hash_behind(after: Position, changes: Sequence[Entry]) -> str:
    """Return the running hash behind a page, computed like the laptop does; raises BlockDamaged."""
    hash_ = after[1] if after[0] else ""
    for change in changes:
        hash_ = change.hash_after(hash_)
    if not hash_.startswith(changes[-1].hash):
        raise blocks.BlockDamaged(f"{changes[-1].seq}")
    return hash_


def _chunks(ids: Sequence[str]) -> Iterable[list[str]]:
    return (list(ids[start : start + _CHUNK]) for start in range(0, len(ids), _CHUNK))


def _brought_by(connection: Connection, name: str, feed: str, changes: Sequence[Entry]) -> set[int]:
    """Return the numbers of those changes that a feed brought."""
    around = {"name": name, "fed": feed, "start": changes[0].seq, "end": changes[-1].seq}
    rows = connection.execute(_BROUGHT, around)
    return {seq for row in rows for seq in range(row.seq - row.more, row.seq + 1)}
