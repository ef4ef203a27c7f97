"""Records of the office (orders, complaints, borrowers …): written by group, read whole, undone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fieldkit.model import changes, streams
from fieldkit.model.body import Op
from fieldkit.model.ids import new_id
from fieldkit.model.tables import GROUPS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from fieldkit.model.changes import Seen
    from fieldkit.model.workspace import Workspace

Row = dict[str, Any]

_CHUNK = 500  # bound parameters of one statement
_SPLIT = 200  # ops of one change: much work travels in pages


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

    ``added`` are records that were not there before; taking them back puts them into the bin.
    """

    before: tuple[Record, ...]
    heads: Seen
    added: tuple[Record, ...] = ()

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
    ops = [new_ops(table, values, stream=stream) for values in rows]
    if not ops:
        return Edit((), {})
    written = workspace.log.commit([op for record in ops for op in record], split=_SPLIT)
    ids = (record[0].record for record in ops)
    return Edit((), dict(written.heads), tuple(Record(table, id_, {"stream": stream}, {}) for id_ in ids))


def edit(workspace: Workspace, records: Iterable[Record], values: Mapping[str, Any]) -> Edit | None:
    """Give records the same values in one commit; None when nothing is other.

    Raises `ConflictOpen`, `StorageError`; then nothing is saved.
    """
    return edit_each(workspace, [(record, values) for record in records])


def edit_each(workspace: Workspace, wanted: Iterable[tuple[Record, Mapping[str, Any]]]) -> Edit | None:
    """Give each record its own values in one commit; as :func:`edit`."""
    changed = [(record, edit_ops(record, values)) for record, values in wanted]
    changed = [(record, ops) for record, ops in changed if ops]
    if not changed:
        return None
    written = workspace.log.commit([op for _, ops in changed for op in ops], split=_SPLIT)
    return Edit(tuple(record for record, _ in changed), dict(written.heads))


def undo(workspace: Workspace, done: Edit) -> int:
    """Take an edit back; return how many cells somebody changed since, which are left alone."""
    return take_back(workspace, done)[0]


def take_back(workspace: Workspace, done: Edit) -> tuple[int, Seen]:
    """Take an edit back as :func:`undo`; return also the new heads of the cells that were written."""
    ops, foreign = [], 0
    present = {
        now.id: now
        for table in {record.table for record in (*done.before, *done.added)}
        for now in load_many(
            workspace, table, [r.id for r in (*done.before, *done.added) if r.table == table]
        )
    }
    for old in done.before:
        now = present.get(old.id)
        for group, columns in GROUPS[old.table].items():
            cell = (old.table, old.id, group)
            if now is None or cell not in done.heads:
                continue
            if now.heads.get(cell, ()) != done.heads[cell]:
                foreign += 1
                continue
            values = {column: old.row[column] for column in columns}
            ops.append(Op(old.table, old.id, group, values, done.heads[cell], old.row["stream"]))
    for new in done.added:
        now = present.get(new.id)
        if now is None or any(done.heads.get(cell) != heads for cell, heads in now.heads.items()):
            foreign += 1
            continue
        values = {"deleted": 1, "delete_reason": None}
        ops.append(Op(new.table, new.id, "void", values, (), new.row["stream"]))
    written = workspace.log.commit(ops, split=_SPLIT) if ops else None
    return foreign, dict(written.heads) if written else {}


def delete(workspace: Workspace, records: Iterable[Record], reason: str | None = None) -> Edit | None:
    """Put records into the bin, from where :func:`restore` takes them back."""
    return edit(workspace, records, {"deleted": 1, "delete_reason": reason})


def restore(workspace: Workspace, records: Iterable[Record]) -> Edit | None:
    """Take records out of the bin."""
    return edit(workspace, records, {"deleted": 0, "delete_reason": None})


def in_bin(workspace: Workspace, table: str) -> list[Row]:
    """Return the deleted records of a table, the last deleted first."""
    return workspace.rows(f"SELECT * FROM {table} WHERE deleted = 1 ORDER BY row DESC")


def office_stream(workspace: Workspace) -> str:
    """Return the stream of this office's records: that of the province with most factories here."""
    rows = workspace.rows(
        "SELECT province_code FROM factory WHERE coalesce(deleted, 0) = 0 AND province_code IS NOT NULL"
        " GROUP BY province_code ORDER BY count(*) DESC LIMIT 1"
    )
    return streams.inspection_stream(rows[0]["province_code"] if rows else None)
