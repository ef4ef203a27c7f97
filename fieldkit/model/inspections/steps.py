"""What a person did in an inspection, step by step, to be taken back and done again.

A step holds what each cell of the change log held before and after: answers, notes, marks, instruments,
findings, files, rows and follow-up decisions alike. It is written in the transaction of what it describes,
so it is there after a crash too. Steps are of this machine and are never synced.
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from fieldkit.model import changes
from fieldkit.model.body import Op
from fieldkit.model.changes import group_columns
from fieldkit.model.inspections.errors import ChangedSince, InspectionSealed
from fieldkit.model.inspections.response import response
from fieldkit.model.tables import GROUPS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy import Connection

    from fieldkit.model.changes import Written
    from fieldkit.model.inspections.record import Inspection

MOST = 500
"""Steps that are kept of an inspection; older ones cannot be taken back."""

Values = dict[str, Any]
Key = tuple[str, str, str]
Way = Literal["undo", "redo"]

_VOID = "void"
# Why a record is gone whose making was taken back, in the words of whoever else takes it away.
_GONE = {"finding": "answer", "attachment": "detached"}
_TYPED = ("value", "qualifier", "readings")
_LAST = (
    "SELECT place, path, words, cells FROM undo_step WHERE inspection = ? AND undone = 0"
    " ORDER BY place DESC LIMIT 1"
)
_NEWEST = (
    "SELECT place, path, words, cells, undone FROM undo_step WHERE inspection = ? ORDER BY place DESC LIMIT 1"
)
_NEXT = (
    "SELECT place, path, words, cells FROM undo_step WHERE inspection = ? AND undone = 1"
    " ORDER BY place LIMIT 1"
)
_KEEP = (
    "INSERT INTO undo_step (inspection, place, undone, path, words, cells) VALUES (?, ?, 0, ?, ?, ?)"
    " ON CONFLICT (inspection, place) DO UPDATE SET cells = excluded.cells"
)
_DROP = "DELETE FROM undo_step WHERE inspection = ?"


@dataclass(frozen=True, slots=True)
class Cell:
    """A group of columns of a record before and after."""

    key: Key
    stream: str
    before: Values
    after: Values


@dataclass(frozen=True, slots=True)
class Step:
    """What one gesture changed; ``path`` is the stored one of the question where it was made."""

    place: int
    path: str
    words: str
    cells: tuple[Cell, ...]


@dataclass(slots=True)
class _Open:
    """The step that is being made."""

    path: str
    words: str
    joins: bool
    place: int = 0
    cells: dict[Key, Cell] = field(default_factory=dict)


class Steps:
    """The steps of one inspection, in the order in which they were made."""

    def __init__(self, inspection: Inspection) -> None:
        self._inspection = inspection
        self._open: _Open | None = None
        self._made = 0  # the place of the step that was made last, which typing may go on with

    @contextmanager
    def one(self, path: str, words: str, *, joins: bool = False) -> Iterator[None]:
        """Take what is saved meanwhile as one step at ``path`` (stored).

        ``joins`` continues the step that was made just before, at the same question: typing in one field
        is one step. What is saved inside of another step belongs to that.
        """
        if self._open is not None:
            yield
            return
        self._open = _Open(path, words, joins)
        try:
            yield
        finally:
            self._open = None

    @contextmanager
    def apart(self) -> Iterator[None]:
        """Keep what is saved meanwhile out of the open step: no person has done it."""
        held, self._open = self._open, None
        try:
            yield
        finally:
            self._open = held

    def cells(self, ops: Sequence[Op]) -> list[Cell]:
        """Return what ``ops`` are about to change; nothing outside of a step."""
        if self._open is None:
            return []
        with self._inspection.workspace.database.read() as connection:
            held = _held(connection, ((op.table, op.record, op.group) for op in ops))
        return list(_changed(ops, held))

    def keep(self, connection: Connection, cells: Sequence[Cell]) -> None:
        """Write the open step with ``cells`` added, in the transaction that changes them."""
        step = self._open
        cells = [cell for cell in cells if cell.before != cell.after]
        if step is None or not cells:
            return
        inspection = self._inspection.id
        if not step.place:
            self._begin(connection, step)
        for cell in cells:
            known = step.cells.get(cell.key)
            before = cell.before if known is None else known.before
            step.cells[cell.key] = Cell(cell.key, cell.stream, before, cell.after)
        left = [cell for cell in step.cells.values() if cell.before != cell.after]
        self._made = step.place if left else 0
        if left:
            connection.exec_driver_sql(_KEEP, (inspection, step.place, step.path, step.words, _dump(left)))
        else:
            connection.exec_driver_sql(f"{_DROP} AND place = ?", (inspection, step.place))
        if step.place > MOST:
            connection.exec_driver_sql(f"{_DROP} AND place <= ?", (inspection, step.place - MOST))

    def _begin(self, connection: Connection, step: _Open) -> None:
        """Give the open step its place; what was taken back before cannot be done again any more."""
        inspection = self._inspection.id
        newest = connection.exec_driver_sql(_NEWEST, (inspection,)).fetchone()
        if newest is not None and newest[4]:
            connection.exec_driver_sql(f"{_DROP} AND undone = 1", (inspection,))
            newest = connection.exec_driver_sql(_NEWEST, (inspection,)).fetchone()
        if newest is None:
            step.place = 1
        elif step.joins and newest[0] == self._made and newest[1] == step.path:
            step.place = newest[0]
            step.cells = {cell.key: cell for cell in _step(newest).cells}
        else:
            step.place = newest[0] + 1

    def undo(self) -> Step | None:
        """Take the last step back and return it; None when there is none.

        Raises InspectionSealed, ChangedSince (somebody has changed it since: the step is given up),
        ConflictOpen and StorageError; then nothing has changed.
        """
        return self._turn("undo")

    def redo(self) -> Step | None:
        """Do again what was taken back last and return it; raises as :meth:`undo`."""
        return self._turn("redo")

    def forget(self, connection: Connection) -> None:
        """Give up all steps: from here on nothing is taken back."""
        connection.exec_driver_sql(_DROP, (self._inspection.id,))

    def _turn(self, way: Way) -> Step | None:
        inspection = self._inspection
        if inspection.closed:
            raise InspectionSealed(inspection.id)
        with inspection.workspace.database.read() as connection:
            row = connection.exec_driver_sql(_LAST if way == "undo" else _NEXT, (inspection.id,)).fetchone()
            if row is None:
                return None
            step = _step(row)
            held = _held(connection, (cell.key for cell in step.cells))
            heads = _heads(connection, step.cells)
            retyped = _retyped(connection, step.cells)
        here, there = ("after", "before") if way == "undo" else ("before", "after")
        if any(held[cell.key] != getattr(cell, here) for cell in step.cells):
            self._give_up(step)
            raise ChangedSince(step.words)
        ops = [
            Op(*cell.key, getattr(cell, there), heads.get(cell.key, ()), cell.stream) for cell in step.cells
        ]

        def alongside(connection: Connection, _written: Written) -> None:
            connection.exec_driver_sql(
                "UPDATE undo_step SET undone = ? WHERE inspection = ? AND place = ?",
                (int(way == "undo"), inspection.id, step.place),
            )

        self._made = 0
        inspection.write(ops, forget_typing=retyped, alongside=alongside)
        inspection.reload()
        return step

    def _give_up(self, step: Step) -> None:
        with self._inspection.workspace.database.write() as connection:
            connection.exec_driver_sql(f"{_DROP} AND place = ?", (self._inspection.id, step.place))


def _changed(ops: Sequence[Op], held: dict[Key, Values | None]) -> Iterator[Cell]:
    """Yield the cells that ``ops`` change.

    A record that they make is taken back by taking it away, so that of it only that is remembered; an
    answer stays and is empty.
    """
    for op in ops:
        key = (op.table, op.record, op.group)
        before, after = held[key], dict(op.values)
        if before is not None:
            yield Cell(key, op.stream, before, after)
        elif op.table == "answer":
            if op.group == "response":
                yield Cell(key, op.stream, response(None), after)
        elif op.group == "core" and _VOID in GROUPS[op.table]:
            gone = {"deleted": 1, "delete_reason": _GONE.get(op.table)}
            yield Cell((op.table, op.record, _VOID), op.stream, gone, {"deleted": 0, "delete_reason": None})


def _held(connection: Connection, keys: Iterable[Key]) -> dict[Key, Values | None]:
    """Return what the store shows of each cell; None of a record that is not there."""
    found: dict[Key, Values | None] = dict.fromkeys(keys)
    tables: dict[str, list[str]] = {}
    for table, record, _group in found:
        tables.setdefault(table, []).append(record)
    for table, records in tables.items():
        rows = {row["id"]: row for row in _rows(connection, table, records)}
        for key in found:
            if key[0] == table and key[1] in rows:
                found[key] = _columns(rows[key[1]], table, key[2])
    return found


def _columns(row: Values, table: str, group: str) -> Values:
    shown = {column: row[column] for column in group_columns(table, group)}
    # Never said to be there is the same as said not to be gone.
    return shown | {"deleted": int(bool(shown["deleted"]))} if group == _VOID else shown


def _heads(connection: Connection, cells: Iterable[Cell]) -> changes.Seen:
    found: changes.Seen = {}
    for table, record, _group in {cell.key for cell in cells}:
        found.update(changes.heads(connection, table, record))
    return found


def _retyped(connection: Connection, cells: Iterable[Cell]) -> list[str]:
    """Return where text that is being typed goes with the change: it was typed over what goes away."""
    found = []
    for cell in cells:
        table, record, _group = cell.key
        moved = {column for column in cell.before if cell.before[column] != cell.after.get(column)}
        if table not in ("answer", "finding") or not moved:
            continue
        [row] = _rows(connection, table, [record])
        if moved & set(_TYPED):
            found.append(row["path"])
        found += [f"{row['path']}#{column}" for column in moved & {"note", "description", "action"}]
    return found


def _rows(connection: Connection, table: str, records: Sequence[str]) -> list[Values]:
    marks = ",".join("?" * len(records))
    result = connection.exec_driver_sql(f"SELECT * FROM {table} WHERE id IN ({marks})", tuple(records))
    return [dict(row) for row in result.mappings()]


def _dump(cells: Iterable[Cell]) -> str:
    rows = [[*cell.key, cell.stream, cell.before, cell.after] for cell in cells]
    return json.dumps(rows, ensure_ascii=False)


def _step(row: Sequence[Any]) -> Step:
    cells = (Cell((line[0], line[1], line[2]), *line[3:]) for line in json.loads(row[3]))
    return Step(row[0], row[1], row[2], tuple(cells))
