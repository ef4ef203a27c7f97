"""Rows of the tables of fieldkit, found in pages by their shape (SQLite file format, §1.6 and §2.1).

All its tables are WITHOUT ROWID: their rows lie in index pages, the inner ones too.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from fieldkit.model import body as bodies
from fieldkit.model import fold
from fieldkit.model.body import MalformedChange

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fieldkit.model.body import Change
    from fieldkit.model.fold import Head
    from fieldkit.model.salvage.pages import View

_INNER, _LEAF = 0x02, 0x0A
_LONGEST = bodies.MAX_BODY + 4096
_SIZES = (0, 1, 2, 3, 4, 6, 8, 8, 0, 0)  # bytes of a value by its serial type
_ID, _LINK = 36, 32

FeedKey = tuple[str, str]  # stream, incarnation
CellKey = tuple[str, str, str]  # record, table, group


@dataclass
class Carved:
    """What was found.

    ``receipts``: number, time and refusal of the centre by change; ``broken``: changes whose body is
    unreadable; ``cells``: every head that any copy of a cell shows, by op.
    """

    changes: dict[str, Change] = field(default_factory=dict)
    receipts: dict[str, tuple[int | None, str | None, str | None]] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    feed: dict[FeedKey, dict[int, tuple[str, bytes]]] = field(default_factory=dict)
    cells: dict[CellKey, dict[str, Head]] = field(default_factory=dict)
    meta: dict[str, str] = field(default_factory=dict)

    def add_change(self, change: Change, receipt: tuple[int | None, str | None, str | None]) -> None:
        """Keep a change; the first body of a change stays, the number of the centre may come later."""
        self.changes.setdefault(change.id, change)
        if receipt[0] is not None or change.id not in self.receipts:
            self.receipts[change.id] = receipt


def carve(views: Sequence[View]) -> Carved:
    """Look through all pages, the newest state first."""
    found = Carved()
    for view in views:
        for number in range(1, view.count + 1):
            for record in _records(view, view.page(number)):
                _take(found, record)
    found.broken -= found.changes.keys()
    return found


def _take(found: Carved, row: list[Any]) -> None:
    if len(row) == 7 and _is_id(row[0]) and isinstance(row[1], str) and isinstance(row[2], bytes):
        _take_change(found, row)
    elif len(row) == 5 and isinstance(row[2], int) and isinstance(row[4], bytes) and len(row[4]) == _LINK:
        stream, incarnation, n, change_id, link = row
        if isinstance(stream, str) and isinstance(incarnation, str) and _is_id(change_id):
            found.feed.setdefault((stream, incarnation), {}).setdefault(n, (change_id, link))
    elif len(row) == 5 and row[4] in (0, 1) and all(isinstance(part, str) for part in row[:4]):
        _take_cell(found, row)
    elif len(row) == 2 and isinstance(row[0], str) and isinstance(row[1], str):
        found.meta.setdefault(row[0], row[1])


def _take_change(found: Carved, row: list[Any]) -> None:
    change_id, stream, body, seq, received_at, held, _own = row
    try:
        change = bodies.decode(body)
    except MalformedChange:
        found.broken.add(change_id)
        return
    if (change.id, change.stream) != (change_id, stream):
        found.broken.add(change_id)
        return
    number = seq if isinstance(seq, int) else None
    at, held = (one if isinstance(one, str) else None for one in (received_at, held))
    found.add_change(change, (number, at, held))


def _take_cell(found: Carved, row: list[Any]) -> None:
    try:
        heads = fold.from_json(row[3])
    except (ValueError, TypeError):
        return
    if all(isinstance(head.op, str) and isinstance(head.values, dict) for head in heads):
        cell = found.cells.setdefault((row[0], row[1], row[2]), {})
        for head in heads:
            cell.setdefault(head.op, head)


def _is_id(value: object) -> bool:
    return isinstance(value, str) and len(value) == _ID and value.count("-") == 4


# --- records of a page


def _records(view: View, page: bytes) -> Iterator[list[Any]]:
    start = 100 if page.startswith(b"SQLite format 3\0") else 0
    kind = page[start] if len(page) > start else 0
    if kind not in (_INNER, _LEAF):
        return
    header = start + (12 if kind == _INNER else 8)
    count = int.from_bytes(page[start + 3 : start + 5], "big")
    for at in range(header, min(header + 2 * count, len(page) - 1), 2):
        cell = int.from_bytes(page[at : at + 2], "big") + (4 if kind == _INNER else 0)
        if not header <= cell < len(page):
            continue
        try:
            record = _record(_payload(view, page, cell))
        except (IndexError, ValueError):  # a cell that is none, or half overwritten
            continue
        yield record


def _payload(view: View, page: bytes, at: int) -> bytes:
    """Return the payload of a cell; what of it cannot be reached is left out: its beginning names it."""
    size, at = _varint(page, at)
    if size > _LONGEST:
        raise ValueError(size)
    usable = view.usable
    most, least = (usable - 12) * 64 // 255 - 23, (usable - 12) * 32 // 255 - 23
    if size <= most:
        return page[at : at + size]
    local = least + (size - least) % (usable - 4)
    local = local if local <= most else least
    parts, left = [page[at : at + local]], size - local
    following = int.from_bytes(page[at + local : at + local + 4], "big")
    seen: set[int] = set()
    while left > 0 and following and following not in seen:
        seen.add(following)
        overflow = view.page(following)
        parts.append(overflow[4 : 4 + min(left, usable - 4)])
        left -= usable - 4
        following = int.from_bytes(overflow[:4], "big")
    return b"".join(parts)


def _record(payload: bytes) -> list[Any]:
    """Return the values of a record; what lies beyond the end of ``payload`` is None, bytes are cut off."""
    end, at = _varint(payload, 0)
    if not 2 <= end <= 64:  # no table that is looked for has a longer head
        raise ValueError(end)
    values: list[Any] = []
    place = end
    while at < end:
        kind, at = _varint(payload, at)
        size = _SIZES[kind] if kind < len(_SIZES) else (kind - 12) // 2
        values.append(_value(kind, payload[place : place + size], size))
        place += size
    return values


def _value(kind: int, data: bytes, size: int) -> Any:
    if len(data) < size:
        return data if kind >= 12 and kind % 2 == 0 else None
    if kind == 0:
        return None
    if kind in (8, 9):
        return kind - 8
    if kind < 7:
        return int.from_bytes(data, "big", signed=True)
    if kind < 12:
        raise ValueError(kind)  # none of these tables holds a fraction
    return data if kind % 2 == 0 else data.decode()


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for index in range(9):
        byte = data[at + index]
        if index == 8:
            return value << 8 | byte, at + 9
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + index + 1
    raise ValueError(at)
