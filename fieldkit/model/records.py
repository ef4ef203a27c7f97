"""Records of the office (orders, complaints, borrowers …): written by group, read whole, undone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fieldkit.model import changes, streams
from fieldkit.model.attachments import register_files
from fieldkit.model.body import Op
from fieldkit.model.ids import new_id
from fieldkit.model.tables import GROUPS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Connection

    from fieldkit.model.changes import Seen, Written
    from fieldkit.model.workspace import Workspace

Row = dict[str, Any]
Cell = tuple[str, str, str]  # table, record, group

_CHUNK = 500  # bound parameters of one statement
_SPLIT = 200  # ops of one change: much work travels in pages

UNDONE = "undone"
"""Why a record is in the bin that was added and taken back at once; the bin does not list it."""


@dataclass(frozen=True, slots=True)
class Record:
    """A record as it was read: its columns, and the heads that its reader saw."""

    table: str
    id: str
    row: Row
    heads: Seen


@dataclass(frozen=True, slots=True)
class Edit:
    """What was written over records, so that it can be taken back: each as it was, and the new heads.

    ``added`` are the records that were not there before: (table, id, stream).
    """

    before: tuple[Record, ...]
    heads: Seen
    added: tuple[tuple[str, str, str], ...] = ()

    @property
    def count(self) -> int:
        """How many records were written."""
        return len(self.before) + len(self.added)


def load(workspace: Workspace, table: str, id_: str) -> Record | None:
    """Return the record with its heads, None when this laptop does not have it."""
    with workspace.database.read() as connection:
        found = connection.exec_driver_sql(f"SELECT * FROM {table} WHERE id = ?", (id_,)).mappings().first()
        seen = changes.heads(connection, table, id_)
    return None if found is None else Record(table, id_, dict(found), seen)


def load_many(workspace: Workspace, table: str, ids: Iterable[str]) -> list[Record]:
    """Return the records of ``ids`` that this laptop has, in that order."""
    wanted = list(ids)
    found: dict[str, Row] = {}
    with workspace.database.read() as connection:
        for start in range(0, len(wanted), _CHUNK):
            chunk = tuple(wanted[start : start + _CHUNK])
            sql = f"SELECT * FROM {table} WHERE id IN ({','.join('?' * len(chunk))})"
            found |= {row["id"]: dict(row) for row in connection.exec_driver_sql(sql, chunk).mappings()}
        seen = changes.heads(connection, table, *found)
    heads: dict[str, Seen] = {id_: {} for id_ in found}
    for cell, ops in seen.items():
        heads[cell[1]][cell] = ops
    return [Record(table, id_, found[id_], heads[id_]) for id_ in wanted if id_ in found]


def new_ops(table: str, values: Mapping[str, Any], *, stream: str, id_: str | None = None) -> list[Op]:
    """Return the ops of a new record: each group that has a value, and those that identify it."""
    record = id_ or new_id()
    found = []
    for group, columns in GROUPS[table].items():
        given = {column: values.get(column) for column in columns}
        if group == "core" or any(value is not None for value in given.values()):
            found.append(Op(table, record, group, given, (), stream))
    return found


def edit_ops(record: Record, values: Mapping[str, Any]) -> list[Op]:
    """Return the ops that give ``record`` other values; groups that stay as they are are not written."""
    found = []
    for group, columns in GROUPS[record.table].items():
        if not any(column in values and values[column] != record.row.get(column) for column in columns):
            continue
        now = {column: values.get(column, record.row.get(column)) for column in columns}
        prevs = record.heads.get((record.table, record.id, group), ())
        found.append(Op(record.table, record.id, group, now, prevs, record.row["stream"]))
    return found


def add(workspace: Workspace, table: str, values: Mapping[str, Any], *, stream: str | None = None) -> str:
    """Save a new record durably and return its id; raises `StorageError`."""
    ops = new_ops(table, values, stream=stream or office_stream(workspace))
    workspace.log.commit(ops)
    return ops[0].record


def add_many(
    workspace: Workspace, table: str, rows: Iterable[Mapping[str, Any]], *, stream: str | None = None
) -> Edit:
    """Save new records in one commit that can be taken back; raises `StorageError`."""
    stream = stream or office_stream(workspace)
    ops = [op for values in rows for op in new_ops(table, values, stream=stream)]
    return write(workspace, new=ops) or Edit((), {})


def edit(workspace: Workspace, records: Iterable[Record], values: Mapping[str, Any]) -> Edit | None:
    """Give records the same values in one commit; None when nothing is other.

    Raises `ConflictOpen`, `StorageError`; then nothing is saved.
    """
    return write(workspace, edits=[(record, values) for record in records])


def edit_each(workspace: Workspace, wanted: Iterable[tuple[Record, Mapping[str, Any]]]) -> Edit | None:
    """Give each record its own values in one commit; as :func:`edit`."""
    return write(workspace, edits=wanted)


def write(
    workspace: Workspace,
    *,
    new: Sequence[Op] = (),
    edits: Iterable[tuple[Record, Mapping[str, Any]]] = (),
    files: Mapping[str, int] | None = None,
) -> Edit | None:
    """Save new records (their ``new_ops``) and edits of others in one commit; None when nothing is other.

    ``files`` (sha256 and bytes) are noted as waiting for the centre in the same transaction.
    Raises `ConflictOpen`, `StorageError`; then nothing is saved.
    """
    changed = [(record, ops) for record, values in edits if (ops := edit_ops(record, values))]
    ops = [*new, *(op for _, found in changed for op in found)]
    if not ops:
        return None

    def note_files(connection: Connection, _written: Written) -> None:
        if files:
            register_files(connection, files)

    written = workspace.log.commit(ops, split=_SPLIT, alongside=note_files)
    added = dict.fromkeys((op.table, op.record, op.stream) for op in new)
    return Edit(tuple(record for record, _ in changed), dict(written.heads), tuple(added))


# Heads that a step back wrote, by the ones whose values they restored: to older edits they are the same.
_StandsFor = dict[tuple["Cell", tuple[str, ...]], tuple[str, ...]]


def undo(workspace: Workspace, done: Edit, *, stands_for: _StandsFor | None = None) -> int:
    """Take an edit back; return how many cells somebody changed since, which are left alone.

    What the edit added goes to the bin, unless somebody changed it since; an edit that made a place stays
    whole once the place was inspected. ``stands_for`` is kept by :class:`UndoHistory`, so that one edit
    after the other can be taken back.
    """
    if _made_and_inspected(workspace, done):
        return len(done.heads)
    known = {} if stands_for is None else stands_for
    ops, foreign = [], 0
    places = [*((table, id_) for table, id_, _stream in done.added), *((r.table, r.id) for r in done.before)]
    present = {
        now.id: now
        for table in dict.fromkeys(table for table, _id in places)
        for now in load_many(workspace, table, [id_ for name, id_ in places if name == table])
    }
    for table, id_, stream in done.added:
        now = present.get(id_)
        if now is None:
            continue
        if any(heads != _now(known, cell, done.heads.get(cell, ())) for cell, heads in now.heads.items()):
            foreign += 1
            continue
        values = {"deleted": 1, "delete_reason": UNDONE}
        ops.append(Op(table, id_, "void", values, now.heads.get((table, id_, "void"), ()), stream))
    restored: dict[Cell, tuple[str, ...]] = {}
    for old in done.before:
        now = present.get(old.id)
        for group, columns in GROUPS[old.table].items():
            cell = (old.table, old.id, group)
            if now is None or cell not in done.heads:
                continue
            heads = _now(known, cell, done.heads[cell])
            if now.heads.get(cell, ()) != heads:
                foreign += 1
                continue
            values = {column: old.row[column] for column in columns}
            ops.append(Op(old.table, old.id, group, values, heads, old.row["stream"]))
            restored[cell] = old.heads.get(cell, ())
    if ops:
        written = workspace.log.commit(ops, split=_SPLIT)
        for cell, before in restored.items():
            known[cell, before] = written.heads[cell]
    return foreign


def _made_and_inspected(workspace: Workspace, done: Edit) -> bool:
    """Tell whether an edit made a place, or took it out of the bin, that has inspections now."""
    made = {id_ for table, id_, _stream in done.added if table == "factory"}
    made |= {one.id for one in done.before if one.table == "factory" and one.row["deleted"]}
    sql = "SELECT 1 FROM inspection WHERE place = ? AND coalesce(deleted, 0) = 0 LIMIT 1"
    return any(workspace.rows(sql, id_) for id_ in made)


def _now(stands_for: _StandsFor, cell: Cell, heads: tuple[str, ...]) -> tuple[str, ...]:
    while (cell, heads) in stands_for:
        heads = stands_for[cell, heads]
    return heads


class UndoHistory:
    """What a screen wrote, the last first, so that it can be taken back edit by edit."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._edits: list[tuple[str, Edit]] = []
        self._stands_for: _StandsFor = {}

    def add(self, words: str, done: Edit | None) -> None:
        """Remember an edit by the words for what it did; None, where nothing changed, is not remembered."""
        if done is not None:
            self._edits.append((words, done))

    def last(self) -> str:
        """Return what the next step back takes back, "" when there is nothing."""
        return self._edits[-1][0] if self._edits else ""

    def undo(self) -> int:
        """Take back the last edit; return how many cells somebody changed since. Raises `StorageError`."""
        _words, done = self._edits[-1]
        foreign = undo(self._workspace, done, stands_for=self._stands_for)
        self._edits.pop()
        return foreign


def delete(workspace: Workspace, records: Iterable[Record], reason: str | None = None) -> Edit | None:
    """Put records into the bin, from where :func:`restore` takes them back."""
    return edit(workspace, records, {"deleted": 1, "delete_reason": reason})


def restore(workspace: Workspace, records: Iterable[Record]) -> Edit | None:
    """Take records out of the bin."""
    return edit(workspace, records, {"deleted": 0, "delete_reason": None})


def in_bin(workspace: Workspace, table: str) -> list[Row]:
    """Return the deleted records of a table, the last added first; not those that were taken back."""
    return workspace.rows(
        f"SELECT * FROM {table} WHERE deleted = 1 AND coalesce(delete_reason, '') <> '{UNDONE}'"
        " ORDER BY row DESC"
    )


def office_stream(workspace: Workspace) -> str:
    """Return the stream of this office's records: that of the province with most factories here."""
    rows = workspace.rows(
        "SELECT province_code FROM factory WHERE coalesce(deleted, 0) = 0 AND province_code IS NOT NULL"
        " GROUP BY province_code ORDER BY count(*) DESC LIMIT 1"
    )
    return streams.inspection_stream(rows[0]["province_code"] if rows else None)
