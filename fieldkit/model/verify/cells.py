"""Cells and rows against the change records: heads are the ops that nobody names, rows what they show.

The heads are found from that definition, not by the fold that wrote them, so that a mistake there shows too.
Only a part of the cells is in memory at a time.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from zlib import crc32

from sqlalchemy import Float, Integer

from fieldkit.model import body as bodies
from fieldkit.model import fold
from fieldkit.model.body import MalformedChange, change_id_of
from fieldkit.model.places_of import FOLLOWING, written
from fieldkit.model.tables import GROUPS, metadata
from fieldkit.model.verify.problems import ProblemFound

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy import Connection

    from fieldkit.model.body import Change

Key = tuple[str, str, str]  # record, table, group

CELLS_AT_ONCE = 200_000


@dataclass
class _Part:
    """Every cell of some records as the bodies give it."""

    cells: dict[Key, dict[str, fold.Head]] = field(default_factory=dict)
    # Ops that were named before their own change was read; what stays here never arrived.
    named: set[tuple[Key, str]] = field(default_factory=set)

    def add(self, change: Change, number: int, parts: int) -> None:
        """Fold the ops of one change that belong to this part."""
        for index, op in enumerate(change.ops):
            if part_of(op.record, parts) != number:
                continue
            key = (op.record, op.table, op.group)
            heads = self.cells.setdefault(key, {})
            for prev in op.prevs:
                if heads.pop(prev, None) is None:
                    self.named.add((key, prev))
            op_id = change.op_id(index)
            if (key, op_id) in self.named:
                self.named.discard((key, op_id))
            else:
                heads[op_id] = fold.Head(op_id, change.lamport, op.values)


def part_of(record: str, parts: int) -> int:
    """Return in which of ``parts`` passes a record is looked at."""
    return crc32(record.encode()) % parts


def cell_problems(connection: Connection, *, at_once: int = CELLS_AT_ONCE) -> Iterator[ProblemFound]:
    """Yield unreadable bodies, and every cell and row that is not what the bodies give."""
    count = int(connection.exec_driver_sql("SELECT count(*) FROM cell").scalar_one())
    parts = count // at_once + 1
    known = {row[0] for row in connection.exec_driver_sql("SELECT id FROM change")}
    awaited: set[tuple[Key, str]] = set()
    for number in range(parts):
        part = _Part()
        for change in _changes(connection):
            if isinstance(change, ProblemFound):
                if number == 0:
                    yield change
                continue
            part.add(change, number, parts)
        awaited |= {(key, op) for key, op in part.named if change_id_of(op) not in known}
        yield from _compare_cells(connection, part, number, parts)
        yield from _compare_rows(connection, part, number, parts)
    yield from _compare_awaited(connection, awaited)


def _changes(connection: Connection) -> Iterator[Change | ProblemFound]:
    for change_id, stream, body in connection.exec_driver_sql(
        "SELECT id, stream, body FROM change ORDER BY id"
    ):
        try:
            change = bodies.decode(bytes(body))
        except MalformedChange as error:
            yield ProblemFound("body", f"{stream} {change_id}", error.place)
            continue
        if (change.id, change.stream) != (change_id, stream):
            yield ProblemFound("body", f"{stream} {change_id}", f"{change.stream} {change.id}")
        yield change


def _compare_cells(connection: Connection, part: _Part, number: int, parts: int) -> Iterator[ProblemFound]:
    stored: set[Key] = set()
    for record, table, group, text, conflict in connection.exec_driver_sql(
        "SELECT record, tbl, grp, heads, conflict FROM cell"
    ):
        if part_of(record, parts) != number:
            continue
        key = (record, table, group)
        stored.add(key)
        wanted = tuple(sorted(part.cells.get(key, {}).values(), key=fold.order))
        try:
            found = fold.from_json(text)
        except ValueError:
            found = None
        if found != wanted or bool(conflict) != fold.in_conflict(wanted):
            yield ProblemFound("cell", f"{table} {record} {group}")
    for record, table, group in sorted(part.cells.keys() - stored):
        yield ProblemFound("cell", f"{table} {record} {group}", "–")


def _compare_rows(connection: Connection, part: _Part, number: int, parts: int) -> Iterator[ProblemFound]:
    wanted: dict[tuple[str, str], dict[str, Mapping[str, Any]]] = {}
    for (record, table, group), heads in part.cells.items():
        if group in GROUPS.get(table, {}):
            shown = fold.shown(heads.values())
            wanted.setdefault((table, record), {})[group] = shown.values if shown else {}
    for table in GROUPS:
        for row in connection.exec_driver_sql(f"SELECT * FROM {table}").mappings():
            if part_of(row["id"], parts) != number:
                continue
            groups = wanted.pop((table, row["id"]), None)
            if groups is None:
                yield ProblemFound("stray_row", f"{table} {row['id']}")
                continue
            yield from _compare_row(table, dict(row), groups)
    for table, record in sorted(wanted):
        yield ProblemFound("row", f"{table} {record}", "–")


def _compare_row(
    table: str, row: dict[str, Any], groups: Mapping[str, Mapping[str, Any]]
) -> Iterator[ProblemFound]:
    for group, columns in GROUPS[table].items():
        values = groups.get(group, {})
        for column in columns:
            stored = written(row) if column == "factory" and table in FOLLOWING else row[column]
            if not _same(values.get(column), stored, metadata.tables[table].c[column].type):
                yield ProblemFound("row", f"{table} {row['id']} {column}", f"{stored!r}")


def _same(written: Any, stored: Any, kind: Any) -> bool:
    """Compare a JSON value with what SQLite made of it in a column of that type."""
    if written is None or stored is None:
        return written is stored
    if isinstance(kind, Integer | Float) or isinstance(written, int | float):
        try:
            return float(written) == float(stored)
        except ValueError:
            return str(written) == str(stored)
    return bool(written == stored)


def _compare_awaited(connection: Connection, awaited: set[tuple[Key, str]]) -> Iterator[ProblemFound]:
    rows = connection.exec_driver_sql("SELECT record, tbl, grp, op FROM dangling")
    stored = {((row[0], row[1], row[2]), row[3]) for row in rows}
    for _key, op in sorted(awaited ^ stored):
        yield ProblemFound("dangling", op)
