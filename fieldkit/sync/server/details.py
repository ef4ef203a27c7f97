"""Which changes of a log are details of one inspection, and those changes for who asks by inspection.

What a number is, follows from the log up to it alone and never changes: it is derived in the log's order when
a laptop first asks for it, not while one pushes (docs/decisions/0037-partial-replication.md).
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from sqlalchemy import BindParameter, bindparam, select

from fieldkit.model.details import inspection_of, placed
from fieldkit.sync import protocol
from fieldkit.sync.server import blocks, erased
from fieldkit.sync.server.blocks import ACCEPTED
from fieldkit.sync.server.schema import detail, details_known
from fieldkit.sync.server.store import insert_new

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection

    from fieldkit.model.details import Placed
    from fieldkit.sync.server.blocks import Entry

AT_ONCE = 2_000
"""Changes that are looked at in one transaction."""
_IDS: BindParameter[str] = bindparam("ids", expanding=True)
_KNOWN = select(details_known.c.seq).where(details_known.c.stream == bindparam("name"))
_OF = select(detail.c.change_id, detail.c.inspection).where(
    detail.c.stream == bindparam("name"), detail.c.change_id.in_(_IDS)
)
_BETWEEN = select(detail.c.seq, detail.c.inspection).where(
    detail.c.stream == bindparam("name"), detail.c.seq.between(bindparam("first"), bindparam("last"))
)
_ADVANCE = (
    details_known.update().where(details_known.c.stream == bindparam("name")).values(seq=bindparam("to"))
)
_ASKED = (
    select(detail.c.seq, detail.c.inspection)
    .where(
        detail.c.stream == bindparam("name"),
        detail.c.inspection.in_(_IDS),
        detail.c.seq > bindparam("number"),
    )
    .order_by(detail.c.seq)
    .limit(bindparam("most"))
)
_CHUNK = 500
_FURTHEST = 2**62


def known_to(connection: Connection, name: str) -> int:
    """Return the number up to which the changes of a stream have been looked at."""
    return int(connection.execute(_KNOWN, {"name": name}).scalar() or 0)


def look(connection: Connection, name: str) -> int:
    """Look at the next changes of a stream, and return up to which number all are known then.

    Two that look at once take turns. Inside the caller's transaction.
    """
    insert_new(connection, details_known, {"stream": name, "seq": 0})
    known = int(connection.execute(_KNOWN.with_for_update(), {"name": name}).scalar_one())
    rows = list(blocks.after(connection, name, known, AT_ONCE))
    if not rows:
        return known
    read = [(row, _placed(connection, name, row) if row.status == ACCEPTED else None) for row in rows]
    before = _before(connection, name, [change for _row, change in read if change is not None])
    found: list[dict[str, Any]] = []
    for row, change in read:
        inspection = inspection_of(change, before) if change is not None else None
        if inspection is not None:
            change_id = row.change_id.removeprefix(protocol.RELEASED)
            before[change_id] = inspection
            found.append({"stream": name, "seq": row.seq, "inspection": inspection, "change_id": change_id})
    if found:
        connection.execute(detail.insert(), found)
    known = rows[-1].seq
    connection.execute(_ADVANCE, {"name": name, "to": known})
    return known


def _placed(connection: Connection, name: str, row: Entry) -> Placed | None:
    # What is left of an erased body says where it belongs as the body did, whenever it is looked at.
    return placed(row.body or erased.what_is_left(connection, name, row.sha256))


def _before(connection: Connection, name: str, changes: Sequence[Placed]) -> dict[str, str]:
    """Return of which inspection those earlier changes are details that ``changes`` replace."""
    asked = sorted({change_id for change in changes for change_id in change.replaces()})
    found: dict[str, str] = {}
    for start in range(0, len(asked), _CHUNK):
        rows = connection.execute(_OF, {"name": name, "ids": asked[start : start + _CHUNK]})
        found.update((row.change_id, row.inspection) for row in rows)
    return found


def between(connection: Connection, name: str, after: int, count: int) -> dict[int, str]:
    """Return the inspections, by number, of the details among the next ``count`` numbers."""
    if not 0 <= after < _FURTHEST:
        return {}  # no position of any log
    rows = connection.execute(_BETWEEN, {"name": name, "first": after + 1, "last": after + count})
    return {row.seq: row.inspection for row in rows}


def answer(connection: Connection, asked: protocol.DetailsAsked) -> list[bytes]:
    """Return the lines of the answer to POST /v3/details.

    Without bodies each has been read now, and what is told is the hash that it has now.
    """
    values = {
        "name": asked.stream,
        "ids": asked.inspections,
        "number": asked.after,
        "most": protocol.PAGE_MOST + 1,
    }
    of = {row.seq: row.inspection for row in connection.execute(_ASKED, values)}
    lines: list[bytes] = []
    size, more = 0, False
    # What is left of an erased body has a number of its own.
    there = (entry for entry in _entries(connection, asked.stream, list(of)) if entry.body)
    for taken, entry in enumerate(there):
        size += len(entry.body) if asked.bodies else 0
        if taken and (taken == protocol.PAGE_MOST or size > protocol.MIB):
            more = True
            break
        sha256 = entry.sha256 if asked.bodies else hashlib.sha256(entry.body).hexdigest()
        told = protocol.Entry(entry.seq, entry.at, entry.change_id, sha=sha256, of=of[entry.seq])
        lines += [protocol.to_json(told), entry.body if asked.bodies else b""]
    return [protocol.to_json(protocol.DetailsHeader(asked.stream, more)), *lines]


def _entries(connection: Connection, name: str, numbers: Sequence[int]) -> Iterator[Entry]:
    """Yield the changes of these numbers in order, some at a time."""
    for start in range(0, len(numbers), _CHUNK):
        found = blocks.at(connection, name, numbers[start : start + _CHUNK])
        yield from (found[seq] for seq in sorted(found))
