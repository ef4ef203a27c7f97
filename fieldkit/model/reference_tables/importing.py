"""Importing a reference table that was edited in Excel: looked at first, taken back like any import."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from fieldkit.errors import Text
from fieldkit.model.file_names import stored_name
from fieldkit.model.records import edit_ops
from fieldkit.model.reference_tables import checks, editing, layers
from fieldkit.model.reference_tables.descriptions import FROM, table
from fieldkit.model.reference_tables.layers import OfficeRow
from fieldkit.model.reference_tables.sheets import header_names, shown_cells
from fieldkit.model.reference_tables.stored import TABLE
from fieldkit.model.register import importing, sheet
from fieldkit.model.register.changes import Change, Entry
from fieldkit.model.register.headers import header_key
from fieldkit.model.register.preview import Preview
from fieldkit.model.register.problems import RegisterRefused, Remark, Unreadable, letter
from fieldkit.model.roles import require_administrator
from fieldkit.model.round_trip.headings import refuse_doubled
from fieldkit.model.round_trip.preview import by_place
from fieldkit.model.tables import GROUPS
from fieldkit.model.workbook.sheets import ABOUT, LONG_TEXTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from fieldkit.model.body import Op
    from fieldkit.model.reference_tables.descriptions import Table
    from fieldkit.model.reference_tables.layers import Version
    from fieldkit.model.register.cells import Cell
    from fieldkit.model.register.importing import ImportResult
    from fieldkit.model.workspace import Workspace

_FARTHEST = 30  # rows among which the headers are looked for
_OTHER_SHEETS = {words for one in (ABOUT, LONG_TEXTS) for words in (one.title.th, one.title.en)}


@dataclass(slots=True)
class _Line:
    """One row of the file: its cells as the table holds them, and where each stands."""

    sheet: str
    row: int
    letters: Mapping[str, str]
    cells: dict[str, str] = field(default_factory=dict)
    problems: list[Remark] = field(default_factory=list)

    def remark(self, described: Table, column: str, reason: Text) -> Remark:
        """Return a remark about one of its cells; "" is the whole row."""
        known = described.column(column)
        if known is not None:
            reason = Text(f"{known.title.th}: {reason.th}", f"{known.title.en}: {reason.en}")
        return Remark(self.sheet, self.row, self.letters.get(column, ""), reason)


def preview_table(
    workspace: Workspace,
    path: Path,
    name: str,
    *,
    progress: Callable[[int, int], None] | None = None,
) -> Preview:
    """Return what importing the file at ``path`` into the table ``name`` would do; writes nothing.

    Raises RegisterRefused, NoSuchTable, NotEditable, NotAdministrator.
    """
    require_administrator(workspace)
    described = table(name)
    if not described.editable:
        raise editing.NotEditable(described)
    digest = sheet.digest(path)
    file = stored_name(path)
    lines = list(_lines(described, sheet.read(path, progress=progress), file))
    comparison = _Comparison(described)
    comparison.compare(lines)
    ops, before = _ops(workspace, described, comparison.rows)
    return Preview(
        file=file,
        sha256=digest,
        new=tuple(comparison.new),
        changed=tuple(comparison.changed),
        unchanged=comparison.unchanged,
        rejected=by_place(comparison.rejected),
        warnings=by_place(comparison.warnings),
        ops=tuple(ops),
        before=before,
    )


def import_table(workspace: Workspace, path: Path, name: str, *, dry_run: bool = False) -> ImportResult:
    """Import the file at ``path`` into a table; with ``dry_run`` only look. Raises as `preview_table`."""
    found = preview_table(workspace, path, name)
    return importing.ImportResult(None, found) if dry_run else importing.carry_out(workspace, found)


def _lines(described: Table, sheets: Sequence[sheet.Sheet], file: str) -> Iterator[_Line]:
    found = False
    for one in sheets:
        heading = None
        if one.name not in _OTHER_SHEETS:
            heading = _heading(described, one, f"{file}, {one.name}" if one.name else file)
        if heading is None:
            continue
        found = True
        at, columns = heading
        letters = {name: letter(index) for name, index in columns.items()}
        for number, values in one.rows[at + 1 :]:
            line = _line(described, _Line(one.name, number, letters), values, columns)
            if any(line.cells.values()) or line.problems:
                yield line
    if not found:
        needed = [column.title for column in described.columns if column.key]
        raise RegisterRefused(
            Text(f"ไม่พบหัวตาราง “{described.title.th}”", f"There are no headers of “{described.title.en}”"),
            Text(
                f"แถวหัวตารางต้องมี {' '.join(one.th for one in needed)} ใช้ไฟล์ที่ส่งออกจากตารางนี้เป็นแบบ",
                f"A row of headers needs {', '.join(one.en for one in needed)}; a file exported from here"
                " shows how",
            ),
            place=file,
        )


def _heading(described: Table, one: sheet.Sheet, place: str) -> tuple[int, dict[str, int]] | None:
    """Return where the headers stand and which column each field has; raises for a field that has two."""
    names = header_names(described)
    best: tuple[int, dict[str, int]] | None = None
    for at, (number, values) in enumerate(one.rows[:_FARTHEST]):
        columns: dict[str, list[int]] = {}
        for index, value in enumerate(values):
            name = names.get(header_key(value)) if isinstance(value, str) else None
            if name is not None:
                columns.setdefault(name, []).append(index)
        if not set(described.keys) <= columns.keys():
            continue
        for name, indexes in columns.items():
            if len(indexes) > 1:
                known = described.column(name)
                refuse_doubled(known.title if known else Text(name, name), indexes, f"{place}, {number}")
        if best is None or len(columns) >= len(best[1]):
            best = (at, {name: indexes[0] for name, indexes in columns.items()})
    return best


def _line(described: Table, line: _Line, values: Sequence[Cell], columns: Mapping[str, int]) -> _Line:
    for name, index in columns.items():
        column = described.column(name)
        assert column is not None
        value = values[index] if index < len(values) else None
        try:
            line.cells[name] = checks.stored(column, value)
        except Unreadable as error:
            line.problems.append(line.remark(described, name, error.reason))
    return line


class _Comparison:
    """Compares the rows of a file with the table as it is now."""

    def __init__(self, described: Table) -> None:
        self._described = described
        self._known = {(one.key, one.valid_from): one for one in layers.versions(described.name)}
        self._taken: list[_Line] = []
        self.rows: list[tuple[dict[str, str], str]] = []
        self.new: list[Entry] = []
        self.changed: list[Entry] = []
        self.unchanged = 0
        self.rejected: list[Remark] = []
        self.warnings: list[Remark] = []

    def compare(self, lines: Sequence[_Line]) -> None:
        """Sort every row into new, changed, unchanged or rejected; rows that are not in the file stay."""
        for line in lines:
            wrong = line.problems or self._faults(line)
            if wrong:
                self.rejected += wrong
                continue
            self._taken.append(line)
            self._take(line)
        seen = {self._place(line.cells) for line in lines}
        missing = sum(place not in seen for place in self._known)
        if lines and missing:
            told = Text(
                f"{missing:,} แถวไม่มีในไฟล์ จึงคงไว้ตามเดิม", f"{missing:,} rows are not in the file and stay"
            )
            self.warnings.append(Remark(lines[-1].sheet, lines[-1].row, "", told))

    def _place(self, cells: Mapping[str, str]) -> tuple[tuple[str, ...], str]:
        return self._described.key_of(cells), cells.get(FROM, "")

    def _faults(self, line: _Line) -> list[Remark]:
        version = self._known.get(self._place(line.cells))
        given = {column.name: "" for column in self._described.columns}
        line.cells = given | (shown_cells(version) if version is not None else {}) | line.cells
        wrong = checks.faults(self._described, line.cells)
        if not wrong:
            others = [other.cells for other in self._taken]
            overlap = checks.overlap(self._described, line.cells, others)
            wrong = [overlap] if overlap is not None else []
        if not wrong and (version is None or _changes(self._described, version, line.cells)):
            wrong = self._refused(line)
        return [line.remark(self._described, fault.column, fault.reason) for fault in wrong]

    def _refused(self, line: _Line) -> list[checks.Fault]:
        """Return why the program could not read the row beside those that are there."""
        key, begins = self._place(line.cells)
        rows = [OfficeRow("", self._described.name, key, begins, line.cells)]
        error = checks.refusal(self._described, rows)
        if error is None:
            return []
        column = error.place.rpartition(", ")[2]
        return [
            checks.Fault(
                column, Text(f"{error.title.th} {error.hint.th}", f"{error.title.en}. {error.hint.en}")
            )
        ]

    def _take(self, line: _Line) -> None:
        version = self._known.get(self._place(line.cells))
        entry = Entry("", line.sheet, line.row, " ".join(self._described.key_of(line.cells)), _name(line), ())
        if version is None:
            self.rows.append((line.cells, ""))
            self.new.append(entry)
            return
        changes = _changes(self._described, version, line.cells)
        if not changes:
            self.unchanged += 1
            return
        after = {change.column: change.after for change in changes}
        self.rows.append(({**version.cells, **after}, ""))
        self.changed.append(Entry("", entry.sheet, entry.row, entry.number, entry.name, tuple(changes)))


def _name(line: _Line) -> str:
    return line.cells.get("th", "")


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


def _ops(
    workspace: Workspace, described: Table, rows: Sequence[tuple[dict[str, str], str]]
) -> tuple[list[Op], dict[tuple[str, str], dict[str, Any]]]:
    """Return what writes the rows, and what the records that are there hold now."""
    new, edits = editing.ops_of(workspace, described, rows)
    ops, before = list(new), {}
    for record, values in edits:
        for op in edit_ops(record, values):
            ops.append(op)
            before[op.record, op.group] = {name: record.row[name] for name in GROUPS[TABLE][op.group]}
    return ops, before
