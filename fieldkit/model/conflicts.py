"""Values that two people saved without seeing each other's: shown side by side, decided by a person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from fieldkit.errors import FieldkitError, Text
from fieldkit.model import body as bodies
from fieldkit.model import fold
from fieldkit.model.body import Op
from fieldkit.model.tables import GROUPS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

    from fieldkit.model.changes import Written
    from fieldkit.model.workspace import Workspace


class ConflictKey(NamedTuple):
    """Names a conflict as it was shown: the cell, and the heads that the person saw."""

    table: str
    record: str
    group: str
    heads: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """One of the values: who wrote it on which laptop, when by its clock, and why if it was said."""

    op: str
    author: str
    author_name: str
    device: str
    wall: str
    values: Mapping[str, Any]
    why: str | None


@dataclass(frozen=True, slots=True)
class Conflict:
    """A cell with more than one value; the first side is the one that is shown meanwhile."""

    key: ConflictKey
    stream: str
    sides: tuple[Side, ...]

    @property
    def table(self) -> str:
        """Return the table of the record."""
        return self.key.table

    @property
    def record(self) -> str:
        """Return the id of the record."""
        return self.key.record

    @property
    def group(self) -> str:
        """Return the group of columns in which the sides differ."""
        return self.key.group


class ConflictChanged(FieldkitError):
    """The conflict is not (any more) what the person saw when deciding."""

    def __init__(self, place: str) -> None:
        super().__init__(
            Text("ข้อขัดแย้งนี้เปลี่ยนไปแล้ว", "This conflict has changed since it was shown"),
            Text("เปิดดูค่าล่าสุดแล้วตัดสินใจอีกครั้ง", "Look at the present values and decide again"),
            place=place,
        )


class ReasonMissing(FieldkitError):
    """A conflict was decided without saying why."""

    def __init__(self) -> None:
        super().__init__(
            Text("ต้องระบุเหตุผลของการเลือกค่า", "Say why this value is right"),
            Text("เหตุผลจะถูกเก็บไว้กับประวัติของค่านี้", "The reason is kept in the history of the value"),
        )


class UnknownColumn(FieldkitError):
    """The decided values are not those of the group."""

    def __init__(self, place: str) -> None:
        super().__init__(
            Text("ไม่มีช่องข้อมูลนี้ในข้อขัดแย้ง", "The conflict has no such field"),
            Text("ระบุเฉพาะช่องข้อมูลที่แสดงไว้", "Give the fields that are shown"),
            place=place,
        )


def count(connection: Connection) -> int:
    """Return how many values wait for a decision."""
    return int(connection.exec_driver_sql("SELECT count(*) FROM cell WHERE conflict = 1").scalar_one())


def listing(workspace: Workspace) -> list[Conflict]:
    """Return all conflicts, by table, record and group."""
    with workspace.database.read() as connection:
        rows = connection.exec_driver_sql(
            "SELECT tbl, record, grp, heads FROM cell WHERE conflict = 1 ORDER BY tbl, record, grp"
        ).fetchall()
        return [_conflict(connection, row[0], row[1], row[2], row[3]) for row in rows]


def resolve(workspace: Workspace, key: ConflictKey, values: Mapping[str, Any], why: str) -> Written:
    """Decide a conflict: ``values`` (the whole group) supersede every head that ``key`` says was seen.

    Columns left out keep the shown side's value. Raises ConflictChanged when another head has
    arrived since, ReasonMissing, UnknownColumn, StorageError; then nothing is decided.
    """
    if not why.strip():
        raise ReasonMissing
    columns = GROUPS.get(key.table, {}).get(key.group, ())
    if unknown := sorted(set(values) - set(columns)):
        raise UnknownColumn(", ".join(unknown))
    conflict = next((found for found in listing(workspace) if found.key == key), None)
    if conflict is None:
        raise ConflictChanged(f"{key.table} {key.record} {key.group}")
    shown = conflict.sides[0].values
    whole = {column: values.get(column, shown.get(column)) for column in columns}
    op = Op(key.table, key.record, key.group, whole, key.heads, conflict.stream)
    return workspace.log.commit([op], why=why.strip())


def _conflict(connection: Connection, table: str, record: str, group: str, stored: str) -> Conflict:
    heads = sorted(fold.from_json(stored), key=fold.order, reverse=True)
    changes = {}
    for head in heads:
        change_id = bodies.change_id_of(head.op)
        row = connection.exec_driver_sql("SELECT body FROM change WHERE id = ?", (change_id,)).one()
        changes[head.op] = bodies.decode(bytes(row[0]))
    sides = tuple(
        Side(
            op=head.op,
            author=changes[head.op].author,
            author_name=_name(connection, changes[head.op].author),
            device=changes[head.op].device,
            wall=changes[head.op].wall,
            values=head.values,
            why=changes[head.op].why,
        )
        for head in heads
    )
    key = ConflictKey(table, record, group, tuple(head.op for head in heads))
    return Conflict(key, changes[heads[0].op].stream, sides)


def _name(connection: Connection, person: str) -> str:
    row = connection.exec_driver_sql("SELECT name FROM person WHERE id = ?", (person,)).fetchone()
    return (row[0] or "") if row else ""
