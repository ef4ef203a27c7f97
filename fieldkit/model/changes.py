"""The one door: every write to replicated data, and its change record, in one transaction.

Widgets, undo, imports, sync and the command line all come in here.
"""

from __future__ import annotations

import secrets
from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from fieldkit.errors import FieldkitError, Text
from fieldkit.model import body as bodies
from fieldkit.model import cells as cells_of
from fieldkit.model import details, elsewhere, fold, kept_back
from fieldkit.model.dangling import Dangling
from fieldkit.model.erasure import carrying
from fieldkit.model.erasure.what import TABLES
from fieldkit.model.ids import new_id
from fieldkit.model.meta import get_meta as get_meta
from fieldkit.model.meta import set_meta as set_meta
from fieldkit.model.search import index as search_index
from fieldkit.model.tables import GROUPS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from fieldkit.model.body import Change, Op
    from fieldkit.model.cells import Key
    from fieldkit.model.database import Database

Seen = dict[tuple[str, str, str], tuple[str, ...]]  # (table, record, group) -> heads

_CHUNK = 400
_SALT = 9  # bytes
_PAGE = 100  # changes of one page when everything is derived again
_OPS = 5_000  # ops of a large commit that are folded and projected together
# A Lamport number this far ahead of ours is a broken clock of a device, not a history.
_LAMPORT_LEAP = 1_000_000


class ConflictOpen(FieldkitError):
    """An ordinary edit of a value that two people hold differently."""

    def __init__(self, place: str) -> None:
        super().__init__(
            Text("ค่านี้มีสองคนบันทึกไม่ตรงกัน", "Two people saved different values here"),
            Text("เปิดหน้าซิงก์ข้อมูล เลือกค่าที่ถูกต้องก่อนแก้ไข", "Open the sync page and choose the right value first"),
            place=place,
        )


@dataclass(frozen=True, slots=True)
class Written:
    """What a commit wrote: change ids, and the new head of each cell for the screen that wrote it."""

    changes: tuple[str, ...]
    heads: Mapping[tuple[str, str, str], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Applied:
    """What arrived from elsewhere: new changes, cells that changed and those now in conflict."""

    new: int
    cells: frozenset[tuple[str, str, str]]
    conflicts: frozenset[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class Receipt:
    """When the centre received a change (its own time, ISO), and why it does not hand it on, if so."""

    at: str
    held: str | None = None


class ChangeLog:
    """Writes the changes of one person on one device, and applies those of others.

    ``clock`` gives the wall time with its offset; it is recorded as testimony and decides nothing.
    """

    def __init__(
        self, database: Database, *, device: str, author: str, clock: Callable[[], datetime]
    ) -> None:
        """Write as ``author`` (a person's id) on ``device`` (a UUIDv7)."""
        self.database = database
        self.device = device
        self.author = author
        self._clock = clock
        self._watchers: list[tuple[str, Callable[[], None]]] = []

    def watch(self, table: str, call: Callable[[], None]) -> None:
        """Call ``call`` after each transaction that wrote to ``table``, for what is kept in memory of it."""
        self._watchers.append((table, call))

    def _written(self, tables: Iterable[str]) -> None:
        written = set(tables)
        for table, call in self._watchers:
            if table in written:
                call()

    def commit(
        self,
        ops: Sequence[Op],
        *,
        why: str | None = None,
        split: int | None = None,
        alongside: Callable[[Connection, Written], None] | None = None,
    ) -> Written:
        """Save ``ops`` and their change records durably, one change a stream.

        ``split`` bounds the ops of a change, so that a large import travels in pages and is still
        one transaction here. ``why`` is the reason, needed to resolve a conflict. ``alongside``
        writes tables of this machine in the same transaction. Raises ConflictOpen, StorageError;
        then nothing is saved.
        """
        with self.database.door(large=len(ops) > _OPS) as connection:
            lamport = _number(connection, "lamport") + 1
            carried = [_with_unknown_members(connection, op) for op in ops]
            if why is None:
                _refuse_open_conflicts(connection, carried)
            ids: list[str] = []
            new_heads: dict[tuple[str, str, str], tuple[str, ...]] = {}
            # Some at a time: a large import needs the memory of these, not of the whole.
            for some in _together(self._compose(connection, carried, lamport, why, split)):
                _integrate(connection, some, own=1)
                kept = kept_back.keep(connection, some)
                for stream, entries in groupby(some, key=attrgetter("stream")):
                    bodies_of = [(change.id, change.body) for change in entries if change.id not in kept]
                    extend_feed(connection, self.device, stream, bodies_of)
                ids += (change.id for change in some)
                for change in some:
                    new_heads.update(_new_heads(change))
            set_meta(connection, "lamport", str(lamport))
            written = Written(tuple(ids), new_heads)
            if alongside is not None:
                alongside(connection, written)
        self._written(op.table for op in ops)
        return written

    def apply(
        self,
        arriving: Iterable[tuple[bytes, int | None]],
        *,
        receipts: Mapping[str, Receipt] | None = None,
        alongside: Callable[[Connection], None] | None = None,
    ) -> Applied:
        """Apply bodies from elsewhere with the centre's number of each; known ones change nothing.

        ``receipts`` are the centre's, by id of the change; ``alongside`` moves the cursor in the same
        transaction. Raises MalformedChange.
        """
        changes = [(bodies.decode(body), seq) for body, seq in arriving]
        return self.apply_read(changes, receipts=receipts, alongside=alongside)

    def apply_read(
        self,
        changes: Sequence[tuple[Change, int | None]],
        *,
        receipts: Mapping[str, Receipt] | None = None,
        alongside: Callable[[Connection], None] | None = None,
    ) -> Applied:
        """Apply changes that were read from their bodies already, as :meth:`apply` does."""
        with self.database.door() as connection:
            known = _known_changes(connection, [change.id for change, _ in changes])
            numbered = [(seq, change.id) for change, seq in changes if seq is not None and change.id in known]
            if numbered:
                connection.exec_driver_sql("UPDATE change SET seq = ? WHERE id = ?", numbered)
            told = [(one.at, one.held, id_) for id_, one in (receipts or {}).items() if id_ in known]
            if told:
                connection.exec_driver_sql("UPDATE change SET received_at = ?, held = ? WHERE id = ?", told)
            fresh = {change.id: (change, seq) for change, seq in changes if change.id not in known}
            new = carrying.arriving(connection, [change for change, _ in fresh.values()])
            cells, conflicts = _integrate(
                connection,
                new,
                seqs={id_: seq for id_, (_, seq) in fresh.items()},
                receipts=receipts,
            )
            elsewhere.arrived(connection, fresh)
            if orders := carrying.ordered(new):
                cells |= carrying.carry_out(connection, orders)
            ours = _number(connection, "lamport")
            theirs = [c.lamport for c, _ in fresh.values() if c.lamport <= ours + _LAMPORT_LEAP]
            set_meta(connection, "lamport", str(max([ours, *theirs])))
            if alongside is not None:
                alongside(connection)
        self._written(table for table, _record, _group in cells)
        return Applied(len(fresh), frozenset(cells), frozenset(conflicts))

    def rebuild(self) -> int:
        """Derive cells and typed tables again from the bodies; returns the number of changes."""
        with self.database.door() as connection:
            for table in ("cell", "dangling", *GROUPS):
                connection.exec_driver_sql(f"DELETE FROM {table}")
            connection.exec_driver_sql("DELETE FROM factory_search")
            search_index.clear(connection)
            ids = [row[0] for row in connection.exec_driver_sql("SELECT id FROM change ORDER BY id")]
            known: set[str] = set()
            # Page by page: a register of a large province needs the memory of a page, not of the whole.
            for start in range(0, len(ids), _PAGE):
                page = tuple(ids[start : start + _PAGE])
                marks = ",".join("?" * len(page))
                rows = connection.exec_driver_sql(
                    f"SELECT body FROM change WHERE id IN ({marks}) ORDER BY id", page
                ).fetchall()
                _fold_in(connection, [bodies.decode(row[0]) for row in rows], known=known)
            carrying.carry_out(connection)  # orders that an older program took in and did not know
        self._written(GROUPS)
        return len(ids)

    def _compose(
        self, connection: Connection, ops: Sequence[Op], lamport: int, why: str | None, split: int | None
    ) -> Iterator[Change]:
        by_stream: dict[str, list[Op]] = defaultdict(list)
        for op in ops:
            by_stream[op.stream].append(op)
        size = split or max(len(ops), 1)
        transaction, wall = new_id(), self._clock().isoformat(timespec="milliseconds")
        parts = [
            (stream, *part) for stream, rows in by_stream.items() for part in details.apart(connection, rows)
        ]
        for stream, inspection, rows in parts:
            for start in range(0, len(rows), size):
                part = tuple(rows[start : start + size])
                fields = {
                    "id": new_id(),
                    "stream": stream,
                    "tx": transaction,
                    "author": self.author,
                    "device": self.device,
                    "lamport": lamport,
                    "wall": wall,
                    "schema": _schema_version(),
                    "why": why,
                }
                if not TABLES.isdisjoint(op.table for op in part):
                    # Nobody is to find an erased value by trying all that give the hash of the body.
                    fields["salt"] = secrets.token_urlsafe(_SALT)
                if inspection:
                    fields["of"] = inspection
                yield bodies.compose(fields, part)


def extend_feed(
    connection: Connection, device: str, stream: str, entries: Iterable[tuple[str, bytes]]
) -> None:
    """Vouch for changes (id, body) at the end of the present feed of ``stream``, link by link."""
    incarnation = get_meta(connection, "incarnation") or "1"
    last = connection.exec_driver_sql(
        "SELECT n, link FROM feed WHERE stream = ? AND incarnation = ? ORDER BY n DESC LIMIT 1",
        (stream, incarnation),
    ).fetchone()
    n, link = (last[0], bytes(last[1])) if last else (0, b"")
    name = feed_name(device, incarnation, stream)
    rows = []
    for change_id, body in entries:
        n, link = n + 1, bodies.link(name, n + 1, link, body)
        rows.append((stream, incarnation, n, change_id, link))
    if rows:
        connection.exec_driver_sql(
            "INSERT INTO feed (stream, incarnation, n, change_id, link) VALUES (?, ?, ?, ?, ?)", rows
        )


def feed_name(device: str, incarnation: str, stream: str) -> str:
    """Return the public name of a feed: ``<device>/<incarnation>/<stream>``."""
    return f"{device}/{incarnation}/{stream}"


def heads(connection: Connection, table: str, *records: str) -> Seen:
    """Return the op ids of the heads of each cell of ``records``, kept by the screen that shows them."""
    seen: Seen = {}
    for start in range(0, len(records), _CHUNK):
        chunk = records[start : start + _CHUNK]
        marks = ",".join("?" * len(chunk))
        rows = connection.exec_driver_sql(
            f"SELECT record, grp, heads FROM cell WHERE record IN ({marks}) AND tbl = ?",
            (*chunk, table),
        )
        for record, group, text in rows:
            seen[table, record, group] = tuple(head.op for head in fold.from_json(text))
    return seen


def group_columns(table: str, group: str) -> tuple[str, ...]:
    """Return the columns of a group; empty for one that this version does not know."""
    return GROUPS.get(table, {}).get(group, ())


def _number(connection: Connection, key: str) -> int:
    return int(get_meta(connection, key) or 0)


def _schema_version() -> int:
    from fieldkit.model.schema import SCHEMA_VERSION

    return SCHEMA_VERSION


def _with_unknown_members(connection: Connection, op: Op) -> Op:
    """Copy members that only a newer version knows from the value that was on the screen."""
    columns = GROUPS.get(op.table, {}).get(op.group)
    if columns is None or not op.prevs:
        return op
    row = connection.exec_driver_sql(
        "SELECT heads FROM cell WHERE record = ? AND tbl = ? AND grp = ?", (op.record, op.table, op.group)
    ).fetchone()
    seen = [head for head in fold.from_json(row[0] if row else None) if head.op in op.prevs]
    # An old screen shows what somebody else has replaced since: that value stands in its change only.
    replaced = set(op.prevs) - {head.op for head in seen}
    seen += [head for name in replaced for head in _said_by(connection, name)]
    shown = fold.shown(seen)
    unknown = {k: v for k, v in shown.values.items() if k not in columns} if shown else {}
    return replace(op, values={**unknown, **op.values}) if unknown else op


def _said_by(connection: Connection, op_id: str) -> list[fold.Head]:
    """Return the value that an op wrote, as a list; an empty one when its change is not here."""
    change_id = bodies.change_id_of(op_id)
    row = connection.exec_driver_sql("SELECT body FROM change WHERE id = ?", (change_id,)).fetchone()
    if row is None:
        return []
    change = bodies.decode(bytes(row[0]))
    return [
        fold.Head(op_id, change.lamport, op.values)
        for index, op in enumerate(change.ops)
        if change.op_id(index) == op_id
    ]


def _refuse_open_conflicts(connection: Connection, ops: Sequence[Op]) -> None:
    for op in ops:
        if len(op.prevs) < 2:
            continue
        row = connection.exec_driver_sql(
            "SELECT conflict FROM cell WHERE record = ? AND tbl = ? AND grp = ?",
            (op.record, op.table, op.group),
        ).fetchone()
        if row and row[0]:
            raise ConflictOpen(f"{op.table} {op.record} {op.group}")


def _known_changes(connection: Connection, ids: Sequence[str]) -> set[str]:
    known: set[str] = set()
    for start in range(0, len(ids), _CHUNK):
        chunk = tuple(ids[start : start + _CHUNK])
        marks = ",".join("?" * len(chunk))
        known.update(
            row[0]
            for row in connection.exec_driver_sql(f"SELECT id FROM change WHERE id IN ({marks})", chunk)
        )
    return known


def _integrate(
    connection: Connection,
    changes: Sequence[Change],
    *,
    seqs: Mapping[str, int | None] | None = None,
    receipts: Mapping[str, Receipt] | None = None,
    own: int | None = None,
) -> tuple[set[tuple[str, str, str]], set[tuple[str, str, str]]]:
    """Store the bodies, fold their ops, project what is shown now; ``own`` is 1 for those written here."""
    if not changes:
        return set(), set()
    numbers, told = seqs or {}, receipts or {}
    known = _known_prevs(connection, changes)
    rows = []
    for change in changes:
        receipt = told.get(change.id)
        said = (receipt.at, receipt.held) if receipt else (None, None)
        rows.append((change.id, change.stream, change.body, numbers.get(change.id), *said, own))
    connection.exec_driver_sql(
        "INSERT INTO change (id, stream, body, seq, received_at, held, own) VALUES (?, ?, ?, ?, ?, ?, ?)",
        rows,
    )
    return _fold_in(connection, changes, known=known)


def _fold_in(
    connection: Connection, changes: Sequence[Change], *, known: set[str]
) -> tuple[set[tuple[str, str, str]], set[tuple[str, str, str]]]:
    """Fold ``changes`` in the order given; ``known`` are the changes folded before, and grows."""
    cells = cells_of.load(connection, {op.record for change in changes for op in change.ops})
    dangling = Dangling(connection)
    touched: dict[Key, str] = {}
    for change in changes:
        awaited = dangling.awaits(change.id)
        for index, op in enumerate(change.ops):
            key = (op.record, op.table, op.group)
            arriving = fold.Head(change.op_id(index), change.lamport, op.values)
            touched[key] = op.stream
            if not op.prevs and not awaited and key not in cells:
                cells[key] = (arriving,)  # the first value of a cell, as most of a history is
                continue
            cells[key] = fold.fold(
                cells.get(key, ()),
                arriving,
                op.prevs,
                dangling=dangling.of(key),
                is_known=lambda op_id: bodies.change_id_of(op_id) in known,
            )
        known.add(change.id)
        dangling.arrived(change.id)
    dangling.flush()
    return cells_of.store(connection, {key: (stream, cells[key]) for key, stream in touched.items()})


def _known_prevs(connection: Connection, changes: Sequence[Change]) -> set[str]:
    named = {bodies.change_id_of(prev) for change in changes for op in change.ops for prev in op.prevs}
    return _known_changes(connection, sorted(named))


def _together(changes: Iterable[Change]) -> Iterator[list[Change]]:
    """Yield changes in groups of a few thousand ops: each statement and index is asked once for many."""
    held: list[Change] = []
    size = 0
    for change in changes:
        held.append(change)
        size += len(change.ops)
        if size >= _OPS:
            yield held
            held, size = [], 0
    if held:
        yield held


def _new_heads(change: Change) -> dict[tuple[str, str, str], tuple[str, ...]]:
    return {(op.table, op.record, op.group): (change.op_id(index),) for index, op in enumerate(change.ops)}
