"""Importing a reference table that was edited in Excel: looked at first, taken back like any import."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from fieldkit.errors import Text
from fieldkit.model.records import edit_ops
from fieldkit.model.reference_tables import checks, editing, layers
from fieldkit.model.reference_tables.descriptions import FROM, table
from fieldkit.model.reference_tables.layers import OfficeRow
from fieldkit.model.reference_tables.sheets import shown_cells
from fieldkit.model.reference_tables.stored import TABLE
from fieldkit.model.register import importing
from fieldkit.model.register.block import Block
from fieldkit.model.register.changes import Change, Entry
from fieldkit.model.register.problems import Remark
from fieldkit.model.roles import require_administrator
from fieldkit.model.round_trip import headings
from fieldkit.model.round_trip.preview import look
from fieldkit.model.round_trip.rows import RowReading, readings
from fieldkit.model.tables import GROUPS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from fieldkit.model.body import Op
    from fieldkit.model.reference_tables.descriptions import Table
    from fieldkit.model.reference_tables.layers import Version
    from fieldkit.model.register.cells import Cell
    from fieldkit.model.register.importing import ImportResult
    from fieldkit.model.register.preview import Preview
    from fieldkit.model.register.sheet import Sheet, Source
    from fieldkit.model.workspace import Workspace


def preview_table(
    workspace: Workspace,
    path: Source,
    name: str,
    *,
    progress: Callable[[int, int], None] | None = None,
) -> Preview:
    """Return what importing ``path`` into the table ``name`` would do; writes nothing.

    Raises RegisterRefused, NoSuchTable, NotEditable, NotAdministrator.
    """
    require_administrator(workspace)
    described = table(name)
    if not described.editable:
        raise editing.NotEditable(described)

    def compare(sheets: list[Sheet], file: str) -> _Comparison:
        comparison = _Comparison(workspace, described)
        rows = list(readings(table_of(described), sheets, file, RowReading, partial(_take, described)))
        comparison.compare(rows, whole=not isinstance(path, Block))
        return comparison

    return look(path, compare, progress=progress)


def import_table(workspace: Workspace, path: Path, name: str, *, dry_run: bool = False) -> ImportResult:
    """Import the file at ``path`` into a table; with ``dry_run`` only look. Raises as `preview_table`."""
    found = preview_table(workspace, path, name)
    return importing.ImportResult(None, found) if dry_run else importing.carry_out(workspace, found)


@cache
def table_of(described: Table) -> headings.Table:
    """Return by which headers the sheet of a reference table is known again."""
    needed = [column.title for column in described.columns if column.key]
    return headings.Table(
        {column.name: column.title for column in described.columns},
        lambda found: set(described.keys) <= found,
        refusal=(
            Text(f"ไม่พบหัวตาราง “{described.title.th}”", f"There are no headers of “{described.title.en}”"),
            Text(
                f"แถวหัวตารางต้องมี {' '.join(one.th for one in needed)} ใช้ไฟล์ที่ส่งออกจากตารางนี้เป็นแบบ",
                f"A row of headers needs {', '.join(one.en for one in needed)}; a file exported from here"
                " shows how",
            ),
        ),
    )


def _take(described: Table, line: RowReading, name: str, value: Cell) -> None:
    column = described.column(name)
    assert column is not None
    line.values[name] = checks.stored(column, value)


class _Comparison:
    """Compares the rows of a file with the table as it is now."""

    def __init__(self, workspace: Workspace, described: Table) -> None:
        self._workspace, self._described = workspace, described
        self._known = {(one.key, one.valid_from): one for one in layers.versions(described.name)}
        self._taken: list[RowReading] = []
        self._rows: list[tuple[dict[str, str], str]] = []
        self.new: list[Entry] = []
        self.changed: list[Entry] = []
        self.unchanged = 0
        self.rejected: list[Remark] = []
        self.warnings: list[Remark] = []
        self.ops: list[Op] = []
        self.before: dict[tuple[str, str], dict[str, Any]] = {}

    def compare(self, lines: Sequence[RowReading], *, whole: bool) -> None:
        """Sort every row into new, changed, unchanged or rejected; rows that are not in the file stay.

        How many do is told where the file should be the ``whole`` table.
        """
        for line in lines:
            wrong = line.problems or self._faults(line)
            if wrong:
                self.rejected += wrong
                continue
            self._taken.append(line)
            self._take(line)
        seen = {self._place(line.values) for line in lines}
        missing = sum(place not in seen for place in self._known)
        if whole and lines and missing:
            told = Text(
                f"{missing:,} แถวไม่มีในไฟล์ จึงคงไว้ตามเดิม", f"{missing:,} rows are not in the file and stay"
            )
            self.warnings.append(Remark(lines[-1].sheet, lines[-1].row, "", told))
        self._write()

    def _place(self, cells: Mapping[str, str]) -> tuple[tuple[str, ...], str]:
        return self._described.key_of(cells), cells.get(FROM, "")

    def _faults(self, line: RowReading) -> list[Remark]:
        version = self._known.get(self._place(line.values))
        given = {column.name: "" for column in self._described.columns}
        line.values = given | (shown_cells(version) if version is not None else {}) | line.values
        wrong = checks.faults(self._described, line.values)
        if not wrong:
            others = [other.values for other in self._taken]
            overlap = checks.overlap(self._described, line.values, others)
            wrong = [overlap] if overlap is not None else []
        if not wrong and (version is None or _changes(self._described, version, line.values)):
            wrong = self._refused(line)
        return [line.problem(fault.column, fault.reason) for fault in wrong]

    def _refused(self, line: RowReading) -> list[checks.Fault]:
        """Return why the program could not read the row beside those that are there."""
        key, begins = self._place(line.values)
        rows = [OfficeRow("", self._described.name, key, begins, line.values)]
        error = checks.refusal(self._described, rows)
        if error is None:
            return []
        column = error.place.rpartition(", ")[2]
        return [
            checks.Fault(
                column, Text(f"{error.title.th} {error.hint.th}", f"{error.title.en}. {error.hint.en}")
            )
        ]

    def _take(self, line: RowReading) -> None:
        version = self._known.get(self._place(line.values))
        entry = Entry(
            "", line.sheet, line.row, " ".join(self._described.key_of(line.values)), _name(line), ()
        )
        if version is None:
            self._rows.append((line.values, ""))
            self.new.append(entry)
            return
        changes = _changes(self._described, version, line.values)
        if not changes:
            self.unchanged += 1
            return
        after = {change.column: change.after for change in changes}
        self._rows.append(({**version.cells, **after}, ""))
        self.changed.append(Entry("", entry.sheet, entry.row, entry.number, entry.name, tuple(changes)))

    def _write(self) -> None:
        """Note what writes the rows, and what the records that are there hold now."""
        new, edits = editing.ops_of(self._workspace, self._described, self._rows)
        self.ops += new
        for record, values in edits:
            for op in edit_ops(record, values):
                self.ops.append(op)
                self.before[op.record, op.group] = {
                    name: record.row[name] for name in GROUPS[TABLE][op.group]
                }


def _name(line: RowReading) -> str:
    return str(line.values.get("th", ""))


def _changes(described: Table, version: Version, cells: Mapping[str, str]) -> list[Change]:
    before = shown_cells(version)
    return [
        Change(column.name, column.title, before[column.name] or None, cells[column.name] or "")
        for column in described.columns
        if not _same(column.kind, before[column.name], cells[column.name])
    ]


def _same(kind: str, before: str, after: str) -> bool:
    if kind in ("number", "whole") and before and after:
        try:
            return Decimal(before) == Decimal(after)
        except InvalidOperation:
            return False
    return " ".join(before.split()) == " ".join(after.split())
