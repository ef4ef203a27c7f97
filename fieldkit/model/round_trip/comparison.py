"""The rows of an edited table against records of the change log: new, changed cell by cell, or not taken."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fieldkit.errors import Text
from fieldkit.model import records
from fieldkit.model.register.changes import Change, Entry
from fieldkit.model.tables import GROUPS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from fieldkit.model.body import Op
    from fieldkit.model.records import Record
    from fieldkit.model.register.problems import Remark
    from fieldkit.model.round_trip.rows import RowReading
    from fieldkit.model.workspace import Workspace


class RecordComparison:
    """Compares rows with the records of one table, and keeps what is to be written.

    Attributes:
        known: the records that rows may mean, by id, those in the bin too.
        seen: sheet and row of the row that means a record, by its id.
    """

    def __init__(self, workspace: Workspace, table: str, ids: Iterable[str]) -> None:
        """Compare with the records ``ids`` of ``table`` as they stand now."""
        self.table = table
        self.stream = records.office_stream(workspace)
        self.known = {record.id: record for record in records.load_many(workspace, table, ids)}
        self.seen: dict[str, tuple[str, int]] = {}
        self._group = {name: group for group, names in GROUPS[table].items() for name in names}
        self._conflicts = {
            (row["record"], row["grp"])
            for row in workspace.rows("SELECT record, grp FROM cell WHERE conflict = 1 AND tbl = ?", table)
        }
        self.new: list[Entry] = []
        self.changed: list[Entry] = []
        self.unchanged = 0
        self.rejected: list[Remark] = []
        self.warnings: list[Remark] = []
        self.ops: list[Op] = []
        self.before: dict[tuple[str, str], dict[str, Any]] = {}

    def taken(self, row: RowReading, record: Record) -> Remark | None:
        """Note that ``row`` means ``record``; return why it cannot."""
        first = self.seen.setdefault(record.id, (row.sheet, row.row))
        if first != (row.sheet, row.row):
            return row.problem(
                "id",
                Text(
                    f"ซ้ำกับแถว {first[1]} ลบแถวที่ไม่ใช้ หรือลบรหัสของแถวใหม่",
                    f"the same record as row {first[1]}; delete one of them, or clear the ID of the new one",
                ),
            )
        if record.row["deleted"]:
            return row.problem(
                "id",
                Text("รายการนี้อยู่ในถังขยะ กู้คืนก่อนจึงนำเข้าได้", "this record is in the bin; restore it first"),
            )
        return None

    def changes(self, row: RowReading, record: Record, values: Mapping[str, Any]) -> list[Change]:
        """Return what ``values`` say otherwise; what two people hold differently stays, and is told."""
        return [
            Change(key, row.table.labels[key], record.row[key], value)
            for key, value in values.items()
            if value != record.row[key] and not self._open(row, record, key)
        ]

    def add(self, row: RowReading, number: str, name: str, values: Mapping[str, Any]) -> None:
        """Note a new record; ``number`` and ``name`` are what people know it by."""
        ops = records.new_ops(self.table, values, stream=self.stream)
        self.ops += ops
        self.new.append(Entry(ops[0].record, row.sheet, row.row, number, name, ()))

    def change(
        self,
        row: RowReading,
        record: Record,
        whose: tuple[str, str],
        changes: list[Change],
        after: Mapping[str, Any],
    ) -> None:
        """Note ``changes`` of a record; ``after`` are the columns to write, ``whose`` its number and name."""
        self.note(record, after)
        self.changed.append(Entry(record.id, row.sheet, row.row, *whose, tuple(changes)))

    def note(self, record: Record, after: Mapping[str, Any]) -> None:
        """Note what writes the columns ``after`` of a record, of any table, and what its cells held."""
        for op in records.edit_ops(record, after):
            self.ops.append(op)
            self.before[op.record, op.group] = {
                name: record.row[name] for name in GROUPS[record.table][op.group]
            }

    def _open(self, row: RowReading, record: Record, key: str) -> bool:
        """Tell whether two people hold the value differently; an import must not decide that."""
        if (record.id, self._group[key]) not in self._conflicts:
            return False
        told = Text(
            "มีค่าที่สองคนบันทึกไม่ตรงกัน จึงไม่เปลี่ยน แก้ที่หน้าซิงก์ก่อน",
            "two people saved different values here, so it is left; choose on the sync page first",
        )
        self.warnings.append(row.problem(key, told))
        return True
