"""Taking an import back: what it changed is put back where nobody has changed it since."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fieldkit.errors import FieldkitError, Text
from fieldkit.model.body import Op
from fieldkit.model.cases.reading import case_name
from fieldkit.model.cases.registers import REGISTERS
from fieldkit.model.finding_list.recording import worked_on_since
from fieldkit.model.inspections.reading import OWN, heads
from fieldkit.model.register.importing import SPLIT
from fieldkit.model.register.matching import UNDONE
from fieldkit.model.register.stored import current_heads
from fieldkit.model.tables import GROUPS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from fieldkit.model.changes import Written
    from fieldkit.model.workspace import Workspace

# Id, stream, number and name of what an import of findings writes.
_ORDER_NUMBER = "coalesce(o.number, o.temporary_no, '')"
_OF_FINDINGS = {
    "finding": "SELECT n.id, n.stream, coalesce(f.registration_no_old, f.registration_no, ''),"
    " coalesce(nullif(n.description, ''), n.wording, '') FROM finding n"
    " LEFT JOIN factory f ON f.id = n.factory",
    "factory_order": f"SELECT o.id, o.stream, {_ORDER_NUMBER}, {_ORDER_NUMBER} FROM factory_order o",
    "step": f"SELECT s.id, s.stream, {_ORDER_NUMBER}, {_ORDER_NUMBER} FROM step s"
    " JOIN factory_order o ON o.id = s.record",
}


class NoSuchImport(FieldkitError):
    """No import of this id was made on this machine."""

    def __init__(self, import_id: str) -> None:
        super().__init__(
            Text("ไม่พบการนำเข้านี้ในเครื่องนี้", "No such import was made on this machine"),
            Text("ดูรายการด้วย: list imports", "Look them up: list imports"),
            place=import_id,
        )


class AlreadyUndone(FieldkitError):
    """The import was taken back before."""

    def __init__(self, import_id: str) -> None:
        super().__init__(
            Text("การนำเข้านี้ถูกยกเลิกไปแล้ว", "This import was undone before"),
            Text("นำเข้าไฟล์อีกครั้งหากต้องการข้อมูลกลับมา", "Import the file again if you want its data back"),
            place=import_id,
        )


@dataclass(frozen=True, slots=True)
class Kept:
    """A part of a record that an undo left alone, because somebody changed it after the import.

    ``group`` is one of the table's groups, or ``inspections`` where the factory was inspected meanwhile;
    ``number`` and ``name`` are those of the factory, also where the record is a planned visit of it; key and
    table of a row of a reference table.
    """

    factory: str
    number: str
    name: str
    group: str
    table: str


@dataclass(frozen=True, slots=True)
class UndoResult:
    """What an undo did: records put back as they were, new ones taken away, and what was left alone."""

    import_id: str
    table: str
    restored: int
    removed: int
    kept: tuple[Kept, ...]


def undo_import(workspace: Workspace, import_id: str) -> UndoResult:
    """Put back what the import changed and take away what it added, where nobody has touched it since.

    Raises NoSuchImport, AlreadyUndone, StorageError.
    """
    with workspace.database.read() as connection:
        filled, tables = _cells(connection, import_id)
        used: set[str] = set()
        if filled == "inspection":
            # what belongs to a draft goes with it, unless somebody has worked on any of it
            used = _worked_on(connection, tables)
            tables = {filled: tables.get(filled, [])}
        elif filled == "finding":
            used = worked_on_since(workspace, _touched(connection, tables))
            used |= _signed_since(connection, tables.get(filled, ()))
        plans = [_Undo(connection, table, cells, used) for table, cells in tables.items()]
    ops = [op for plan in plans for op in plan.ops]
    stamp = workspace.clock().isoformat()

    def mark(connection: Connection, _written: Written | None = None) -> None:
        connection.exec_driver_sql(
            "UPDATE register_import SET undone_at = ? WHERE id = ?", (stamp, import_id)
        )

    if ops:
        workspace.log.commit(ops, split=SPLIT, alongside=mark)
    else:
        with workspace.database.write() as connection:
            mark(connection)
    # Facts that a register brought go with its factories and are not counted beside them.
    counted = [plan for plan in plans if plan.table == filled] or plans
    return UndoResult(
        import_id,
        filled,
        sum(len(plan.restored) for plan in counted),
        sum(len(plan.removed) for plan in counted),
        tuple(kept for plan in plans for kept in plan.kept),
    )


@dataclass(frozen=True, slots=True)
class _Cell:
    record: str
    group: str
    op: str
    before: dict[str, Any] | None


def _cells(connection: Connection, import_id: str) -> tuple[str, dict[str, list[_Cell]]]:
    """Return what the import filled, and its cells by table."""
    row = connection.exec_driver_sql(
        "SELECT undone_at, tbl FROM register_import WHERE id = ?", (import_id,)
    ).fetchone()
    if row is None:
        raise NoSuchImport(import_id)
    if row[0] is not None:
        raise AlreadyUndone(import_id)
    cells = connection.exec_driver_sql(
        "SELECT record, grp, op, before, tbl FROM register_import_cell WHERE import_id = ?", (import_id,)
    )
    found: dict[str, list[_Cell]] = {}
    for record, group, op, before, table in cells:
        cell = _Cell(record, group, op, None if before is None else json.loads(before))
        found.setdefault(table, []).append(cell)
    return row[1], found


class _Undo:
    """What must be written to take an import back."""

    def __init__(self, connection: Connection, table: str, cells: Sequence[_Cell], used: set[str]) -> None:
        """``used`` are records that must stay."""
        self.table = table
        self.ops: list[Op] = []
        self.restored: set[str] = set()
        self.removed: set[str] = set()
        self.kept: list[Kept] = []
        by_record: dict[str, list[_Cell]] = {}
        for cell in cells:
            by_record.setdefault(cell.record, []).append(cell)
        self._heads = current_heads(connection, list(by_record), table)
        self._about = _about(connection, table, list(by_record))
        visited = _visited(connection) if table == "factory" else used
        first = next(iter(GROUPS[table]))
        for record, its_cells in by_record.items():
            if table in _OF_FINDINGS and record in used:
                self._keep(record, [cell.group for cell in its_cells])
            elif added := _added(its_cells, first):
                self._take_away(record, its_cells, added=added, visited=record in visited)
            else:
                self._put_back(record, its_cells)

    def _take_away(self, record: str, cells: Sequence[_Cell], *, added: str, visited: bool) -> None:
        changed = [group for group in self._heads[record] if not self._untouched(record, group, cells)]
        if visited or (changed and added == "new"):
            self._keep(record, changed or ["inspections"])
            return
        if added == "revived":
            self._put_back(record, cells)
        else:
            stream = self._about[record][0]
            values = {"deleted": 1, "delete_reason": UNDONE}
            self.ops.append(Op(self.table, record, "void", values, (), stream))
        self.restored.discard(record)
        self.removed.add(record)

    def _put_back(self, record: str, cells: Sequence[_Cell]) -> None:
        stream = self._about[record][0]
        for cell in cells:
            if not self._untouched(record, cell.group, cells):
                self._keep(record, [cell.group])
                continue
            values = cell.before or dict.fromkeys(GROUPS[self.table][cell.group])
            self.ops.append(Op(self.table, record, cell.group, values, (cell.op,), stream))
            self.restored.add(record)

    def _untouched(self, record: str, group: str, cells: Sequence[_Cell]) -> bool:
        return any(cell.group == group and self._heads[record].get(group) == (cell.op,) for cell in cells)

    def _keep(self, record: str, groups: Sequence[str]) -> None:
        _stream, number, name = self._about[record]
        self.kept += [Kept(record, number, name, group, self.table) for group in groups]


def _added(cells: Sequence[_Cell], first: str) -> str:
    """Tell how the import brought the record: ``new``, ``revived`` after an undo, or not at all."""
    if any(cell.group == "void" and cell.before and cell.before["deleted"] for cell in cells):
        return "revived"
    # every record has its first group: one that had none before was not there
    return "new" if any(cell.group == first and cell.before is None for cell in cells) else ""


def _touched(connection: Connection, tables: dict[str, list[_Cell]]) -> dict[str, dict[str, bool]]:
    """Return the records of an import by table, each with whether somebody changed it since."""
    found: dict[str, dict[str, bool]] = {}
    for table, cells in tables.items():
        now = current_heads(connection, list({cell.record for cell in cells}), table)
        others = found.setdefault(table, {})
        for cell in cells:
            other = now[cell.record].get(cell.group) != (cell.op,)
            others[cell.record] = others.get(cell.record, False) or other
    return found


def _signed_since(connection: Connection, cells: Sequence[_Cell]) -> set[str]:
    """Return the findings of which an import wrote what is now under a seal."""
    written = {cell.record for cell in cells if cell.group in ("what", "cure")}
    rows = connection.exec_driver_sql(
        "SELECT n.id FROM finding n JOIN inspection i ON i.id = n.inspection WHERE i.state = 'closed'"
    )
    return written & {row[0] for row in rows} if written else set()


def _about(connection: Connection, table: str, records: Sequence[str]) -> dict[str, tuple[str, str, str]]:
    """Return the stream of records by id, with the number and name of their factories.

    Of a row of a reference table: its key and its table.
    """
    wanted = set(records)
    if table == "reference_row":
        sql = "SELECT id, stream, key, tbl FROM reference_row"
        return {
            row[0]: (row[1], " ".join(json.loads(row[2] or "[]")), row[3])
            for row in connection.exec_driver_sql(sql)
            if row[0] in wanted
        }
    if table in REGISTERS:
        found = connection.exec_driver_sql(f"SELECT * FROM {table}").mappings()
        return {
            row["id"]: (row["stream"], "", case_name(table, dict(row)))
            for row in found
            if row["id"] in wanted
        }
    if table in _OF_FINDINGS:
        rows = connection.exec_driver_sql(_OF_FINDINGS[table])
        return {row[0]: (row[1], row[2], row[3]) for row in rows if row[0] in wanted}
    owner = "factory f ON f.id = r.id" if table == "factory" else "factory f ON f.id = r.factory"
    rows = connection.exec_driver_sql(
        "SELECT r.id, r.stream, coalesce(f.registration_no_old, f.registration_no, ''), coalesce(f.name, '')"
        f" FROM {table} r LEFT JOIN {owner}"
    )
    return {row[0]: (row[1], row[2], row[3]) for row in rows if row[0] in wanted}


def _worked_on(connection: Connection, tables: dict[str, list[_Cell]]) -> set[str]:
    """Return the imported inspections of which anything was changed, added or signed since."""
    written = {
        (table, cell.record, cell.group): (cell.op,) for table, cells in tables.items() for cell in cells
    }
    records = {cell.record for cell in tables.get("inspection", ())}
    return {
        record
        for record in records
        if any(
            head != written.get(cell)
            for cell, head in heads(connection, record).items()
            if cell[0] in OWN and cell[0] != "visit"
        )
    }


def _visited(connection: Connection) -> set[str]:
    """Return the factories that have an inspection, a draft too: their record must stay."""
    rows = connection.exec_driver_sql(
        "SELECT DISTINCT place FROM inspection WHERE coalesce(deleted, 0) = 0 AND place IS NOT NULL"
    )
    return {row[0] for row in rows}
