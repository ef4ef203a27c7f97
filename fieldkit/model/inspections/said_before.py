"""What inspections that a revision corrects said of other records: read from the changes that closed them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from fieldkit.model import body as bodies

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from sqlalchemy import Connection

    from fieldkit.model.body import Op
    from fieldkit.model.changes import Seen

Cell = tuple[str, str, str]  # table, record, group


class SaidBefore:
    """The ops of the changes that closed an inspection and all that it corrects, the newest first."""

    def __init__(self, connection: Connection, corrected: str | None) -> None:
        self.inspections: list[str] = []
        self._ops: dict[str, Op] = {}
        self._last: dict[Cell, str] = {}
        while corrected:
            self.inspections.append(corrected)
            for op_id, op in _closing(connection, corrected):
                self._ops[op_id] = op
                self._last.setdefault((op.table, op.record, op.group), op_id)
            sql = "SELECT revision_of FROM inspection WHERE id = ?"
            corrected = connection.exec_driver_sql(sql, (corrected,)).scalar()

    def records(self, tables: Collection[str]) -> list[tuple[str, str]]:
        """Return (table, id) of the records of ``tables`` that they wrote."""
        return sorted({(table, record) for table, record, _group in self._last if table in tables})

    def last(self, cell: Cell) -> Mapping[str, Any]:
        """Return what the newest of them wrote into a cell, nothing where none did."""
        op_id = self._last.get(cell)
        return {} if op_id is None else self._ops[op_id].values

    def stands(self, cell: Cell, heads: Seen) -> bool:
        """Tell whether a cell still holds what the newest of them wrote."""
        op_id = self._last.get(cell)
        return op_id is not None and heads.get(cell) == (op_id,)

    def began(self, table: str, record: str) -> bool:
        """Tell whether a record began with one of them."""
        core = (table, record, "core")
        return any((op.table, op.record, op.group) == core and not op.prevs for op in self._ops.values())

    def before(self, connection: Connection, cell: Cell) -> Mapping[str, Any]:
        """Return what a cell held before the first of them wrote it."""
        op_id = self._last[cell]
        while op_id in self._ops:
            prevs = self._ops[op_id].prevs
            if not prevs:
                return {}
            op_id = max(prevs)
        return _op(connection, op_id).values


def _closing(connection: Connection, inspection: str) -> Iterator[tuple[str, Op]]:
    """Yield the ops, with their ids, of the commit that closed an inspection: one change a stream."""
    of_stream = "stream = (SELECT stream FROM inspection WHERE id = ?) AND"
    for document in _bodies(connection, of_stream, f'"record":"{inspection}"', inspection):
        if any(_closes(op, inspection) for op in bodies.decode(document).ops):
            # The changes of one commit name it alike; a province's records may lie in another stream.
            commit = f'"tx":"{json.loads(document).get("tx")}"'
            for body in _bodies(connection, "", commit):
                change = bodies.decode(body)
                yield from ((change.op_id(index), op) for index, op in enumerate(change.ops))


def _bodies(connection: Connection, where: str, text: str, *parameters: str) -> list[bytes]:
    sql = f"SELECT body FROM change WHERE {where} instr(body, CAST(? AS BLOB)) > 0 ORDER BY id"
    return [bytes(row[0]) for row in connection.exec_driver_sql(sql, (*parameters, text))]


def _closes(op: Op, inspection: str) -> bool:
    return (op.table, op.record, op.group) == ("inspection", inspection, "status") and op.values.get(
        "state"
    ) == "closed"


def _op(connection: Connection, op_id: str) -> Op:
    stored = connection.exec_driver_sql(
        "SELECT body FROM change WHERE id = ?", (bodies.change_id_of(op_id),)
    ).scalar_one()
    change = bodies.decode(bytes(stored))
    return next(op for index, op in enumerate(change.ops) if change.op_id(index) == op_id)
