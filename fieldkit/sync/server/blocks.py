"""How the centre keeps the changes of a stream: compressed in blocks, found by number or by id.

A block is one row with up to 256 changes as they follow each other, packed like a page of the protocol; a
change costs a tenth of what a row of its own would. What comes in small portions is put together with the
blocks before it, each of them at most as long as what follows, so that a change is packed anew a few times
and not at every push. Only the room is arranged anew by that: numbers, bodies and hashes stay for ever.

A name is found by what its block tells of the names in it: four bytes of each, and between which times their
ids were made. Laptops push what is new, so that only the blocks of the same days are looked at. What looks
alike is unpacked and compared: a change is known by its whole id and by nothing less.

Readers take blocks with one statement each: between two statements they may have been put together.
"""

from __future__ import annotations

import hashlib
import re
import struct
from itertools import groupby
from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import bindparam, select

from fieldkit.sync import protocol
from fieldkit.sync.server.schema import held, log

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from sqlalchemy import BindParameter, Connection, Row

ACCEPTED, HELD = 0, 1
MOST = 256
"""Changes in a block, whose bodies are at most ``BYTES`` together unless it is one."""
BYTES = protocol.PAGE_BYTES
MARK = 8
"""Letters of the running hash that are kept of each change, to name the one that does not fit."""
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_NUMBER: BindParameter[int] = bindparam("number")
_IN_STREAM = log.c.stream == bindparam("name")
# Made once: every request asks them, and building a statement takes longer than SQLite's answer to it.
_AFTER = (
    select(log).where(_IN_STREAM, log.c.last > _NUMBER, log.c.first <= bindparam("end")).order_by(log.c.last)
)
_AT = select(log).where(_IN_STREAM, log.c.last >= _NUMBER).order_by(log.c.last).limit(1)
_LENGTHS = select(log.c.first, log.c.last, log.c.size).where(_IN_STREAM)
_TAILS = _LENGTHS.order_by(log.c.last.desc()).limit(MOST // 16)
_REMOVE = log.delete().where(_IN_STREAM, log.c.last > _NUMBER)
_NAMES = select(log.c.first, log.c.ids).where(
    _IN_STREAM, log.c.latest >= bindparam("start"), log.c.earliest <= bindparam("end")
)


class BlockDamaged(Exception):
    """The bytes of a block are not what was written."""


def status_of(code: str | None) -> int:
    """Return the status of a change that is held for ``code``, or not."""
    return ACCEPTED if code is None else HELD


class Entry(msgspec.Struct, frozen=True, gc=False):
    """A change in the log; of one that was read, ``hash`` is the beginning of the running hash only.

    ``given`` is its name where that is not the id of its body, ``code`` why it is held, ``original`` the
    SHA-256 of the body that was here first where another one stands for it (:func:`replace_body`).
    """

    seq: int
    at: str
    body: bytes
    hash: str
    given: str = ""
    code: str | None = None
    original: str = ""

    @property
    def name(self) -> str:
        """Return the name under which the log has it once."""
        return self.given or _id(self.body)

    @property
    def change_id(self) -> str:
        """Return the id of the change that it is, also what is left of one after an erasure."""
        return _id(self.body) if self.given.startswith(protocol.ERASED) else self.name

    @property
    def sha256(self) -> str:
        """Return the SHA-256 that the chains vouch for."""
        return self.original or hashlib.sha256(self.body).hexdigest()

    @property
    def held(self) -> bool:
        """Tell whether it is stored and not handed on."""
        return self.code is not None

    @property
    def status(self) -> int:
        """Return 0 accepted, 1 held."""
        return status_of(self.code)

    def hash_after(self, before: str) -> str:
        """Return the running hash here, from the one before."""
        return protocol.log_hash(before, self.seq, self.sha256, self.at, self.status)


class _Heading(msgspec.Struct, omit_defaults=True):
    """First line of a block: times of receipt with how many have them, marks, and by place what is rare."""

    at: list[tuple[int, str]]
    marks: str
    given: dict[int, str] = {}
    held: dict[int, str] = {}
    originals: dict[int, str] = {}


class _Named(msgspec.Struct):
    id: str


_heading = msgspec.json.Decoder(_Heading)
_named = msgspec.json.Decoder(_Named)


def _id(body: bytes) -> str:
    try:
        return _named.decode(body).id
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise BlockDamaged("a body without an id") from error


def pack(entries: Sequence[Entry]) -> bytes:
    """Return the bytes of a block."""
    heading = _Heading(
        at=[(len(list(same)), at) for at, same in groupby(entry.at for entry in entries)],
        marks="".join(entry.hash[:MARK] for entry in entries),
        given={place: entry.given for place, entry in enumerate(entries) if entry.given},
        held={place: entry.code for place, entry in enumerate(entries) if entry.code is not None},
        originals={place: entry.original for place, entry in enumerate(entries) if entry.original},
    )
    return protocol.pack([protocol.to_json(heading), *(entry.body for entry in entries)])


def unpack(first: int, data: bytes) -> list[Entry]:
    """Return the changes of a block that begins at number ``first``; raises BlockDamaged."""
    try:
        line, *bodies = protocol.unpack(data)
        heading = _heading.decode(line)
    except (protocol.Malformed, msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise BlockDamaged(str(error)) from error
    times = [at for count, at in heading.at for _ in range(count)]
    if not len(times) * MARK == len(bodies) * MARK == len(heading.marks):
        raise BlockDamaged("a line is missing")
    entries = [
        Entry(first + place, at, body, heading.marks[place * MARK : (place + 1) * MARK])
        for place, (at, body) in enumerate(zip(times, bodies, strict=True))
    ]
    for place in {*heading.given, *heading.held, *heading.originals}:
        entries[place] = msgspec.structs.replace(
            entries[place],
            given=heading.given.get(place, ""),
            code=heading.held.get(place),
            original=heading.originals.get(place, ""),
        )
    return entries


def cut(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    """Cut changes into those of one block each."""
    block: list[Entry] = []
    size = 0
    for entry in entries:
        if block and (len(block) == MOST or size + len(entry.body) > BYTES):
            yield block
            block, size = [], 0
        block.append(entry)
        size += len(entry.body)
    if block:
        yield block


def names_of(entries: Iterable[Entry]) -> dict[str, Any]:
    """Return what a block tells of the names in it."""
    hints = [hint(entry.name) for entry in entries]
    times = [time for time, _ in hints]
    return {
        "earliest": min(times),
        "latest": max(times),
        "ids": struct.pack(f"<{len(hints)}I", *(short for _, short in hints)),
    }


def row(name: str, entries: Sequence[Entry], before: str, after: str) -> dict[str, Any]:
    """Return the row of a block; ``before`` and ``after`` are the running hashes around it."""
    return {
        "stream": name,
        "first": entries[0].seq,
        "last": entries[-1].seq,
        "size": sum(len(entry.body) for entry in entries),
        "before": before,
        "hash": after,
        "data": pack(entries),
        **names_of(entries),
    }


def append(connection: Connection, name: str, fresh: Sequence[Entry], before: str) -> None:
    """Write changes behind the last of a locked stream; ``before`` is the running hash there."""
    pieces = list(cut(fresh))
    if len(pieces) == 1 and (start := _begin(connection, name, fresh)) < fresh[0].seq:
        old = connection.execute(_AFTER, {"name": name, "number": start - 1, "end": fresh[0].seq - 1}).all()
        merged = [entry for block in old for entry in unpack(block.first, block.data)]
        connection.execute(_REMOVE, {"name": name, "number": start - 1})
        pieces, before = [[*merged, *fresh]], old[0].before
    written = []
    for piece in pieces:
        written.append(row(name, piece, before, piece[-1].hash))
        before = piece[-1].hash
    connection.execute(log.insert(), written)
    if waiting := [entry for entry in fresh if entry.held]:
        connection.execute(
            held.insert(), [{"stream": name, "seq": entry.seq, "code": entry.code} for entry in waiting]
        )


def _begin(connection: Connection, name: str, fresh: Sequence[Entry]) -> int:
    """Return the number at which a block begins that holds ``fresh``, and the shorter ones before it."""
    start, end = fresh[0].seq, fresh[-1].seq
    size = sum(len(entry.body) for entry in fresh)
    for block in connection.execute(_TAILS, {"name": name}).all():
        size += block.size
        longer = block.last - block.first > end - start
        if longer or end - block.first >= MOST or size > BYTES or block.last != start - 1:
            break
        start = block.first
    return start


def after(connection: Connection, name: str, seq: int, most: int) -> Iterator[Entry]:
    """Yield the changes behind number ``seq``, ``most`` of them."""
    for block in connection.execute(_AFTER, {"name": name, "number": seq, "end": seq + most}):
        yield from (entry for entry in unpack(block.first, block.data) if seq < entry.seq <= seq + most)


def rows(connection: Connection, name: str) -> Iterator[Row[Any]]:
    """Yield the blocks of a stream in order."""
    query = select(log).where(log.c.stream == name).order_by(log.c.last)
    yield from connection.execute(query.execution_options(yield_per=16))


def streams(connection: Connection) -> list[str]:
    """Return the streams of which there are changes."""
    return list(connection.execute(select(log.c.stream).distinct().order_by(log.c.stream)).scalars())


def every(connection: Connection, name: str) -> Iterator[Entry]:
    """Yield the changes of a stream in order."""
    for block in rows(connection, name):
        yield from unpack(block.first, block.data)


def at(connection: Connection, name: str, seqs: Iterable[int]) -> dict[int, Entry]:
    """Return the changes under these numbers."""
    found: dict[int, Entry] = {}
    wanted = sorted(set(seqs), reverse=True)
    while wanted:
        block = connection.execute(_AT, {"name": name, "number": wanted[-1]}).first()
        if block is None or block.first > wanted[-1]:
            wanted.pop()
            continue
        entries = unpack(block.first, block.data)
        while wanted and wanted[-1] <= block.last:
            seq = wanted.pop()
            found[seq] = entries[seq - block.first]
    return found


def hash_at(connection: Connection, name: str, seq: int) -> str | None:
    """Return the running hash at a number, None where the log does not reach it."""
    block = connection.execute(_AT, {"name": name, "number": seq}).first()
    if block is None or block.first > seq:
        return None
    if block.last == seq:
        return str(block.hash)
    hash_ = str(block.before)
    for entry in unpack(block.first, block.data)[: seq - block.first + 1]:
        hash_ = entry.hash_after(hash_)
    return hash_


def replace_body(connection: Connection, name: str, seq: int, body: bytes) -> None:
    """Put another body in the place of one; the chains go on vouching for the one that was there.

    The caller has locked the stream, and writes down why.
    """
    block = connection.execute(_AT, {"name": name, "number": seq}).one()
    entries = unpack(block.first, block.data)
    old = entries[seq - block.first]
    entries[seq - block.first] = msgspec.structs.replace(old, body=body, given=old.name, original=old.sha256)
    written = row(name, entries, block.before, block.hash)
    connection.execute(log.update().where(log.c.stream == name, log.c.last == block.last).values(written))


def hint(name: str) -> tuple[int, int]:
    """Return the time that a name begins with, 0 if it has none, and four bytes of it."""
    if _ID.fullmatch(name):
        return int(name[:8] + name[9:13], 16), int(name[-8:], 16)
    return 0, int.from_bytes(hashlib.sha256(name.encode()).digest()[:4])


def find(connection: Connection, name: str, ids: Collection[str]) -> dict[str, Entry]:
    """Return those of the names that the stream has."""
    hints = [hint(id_) for id_ in ids]
    if not hints:
        return {}
    shorts = {short for _, short in hints}
    times = [time for time, _ in hints]
    around = {"name": name, "start": min(times), "end": max(times)}
    alike: list[int] = []
    for block in connection.execute(_NAMES, around):
        its = struct.unpack(f"<{len(block.ids) // 4}I", block.ids)
        if not shorts.isdisjoint(its):
            alike += [block.first + place for place, short in enumerate(its) if short in shorts]
    wanted = set(ids)
    return {entry.name: entry for entry in at(connection, name, alike).values() if entry.name in wanted}
