"""The registers of cases back from Excel: compared cell by cell, checked as if typed, undone like imports."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Integer

from fieldkit.errors import Text
from fieldkit.model import factories
from fieldkit.model.cases import numbering
from fieldkit.model.cases.life import standing
from fieldkit.model.cases.reading import case_name
from fieldkit.model.cases.registers import register_of
from fieldkit.model.cases.sheets import FUNDS, ID, REGISTRATION_NO, STEPS, register_sheet
from fieldkit.model.cases.steps_table import start
from fieldkit.model.cases.validation import check
from fieldkit.model.codes import codes
from fieldkit.model.factories import NoSuchFactory
from fieldkit.model.identifiers import id13_digits
from fieldkit.model.record_fields import FIELDS, TABLE_NAMES
from fieldkit.model.register import cells, importing
from fieldkit.model.register.problems import Remark, Unreadable
from fieldkit.model.round_trip.comparison import RecordComparison
from fieldkit.model.round_trip.headings import Table
from fieldkit.model.round_trip.preview import look
from fieldkit.model.round_trip.rows import RowReading, readings, shortened
from fieldkit.model.tables import metadata
from fieldkit.model.thai import dates
from fieldkit.model.thai.search_text import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from sqlalchemy import Connection

    from fieldkit.model.cases.errors import Problem
    from fieldkit.model.records import Record
    from fieldkit.model.register.cells import Cell
    from fieldkit.model.register.importing import ImportResult
    from fieldkit.model.register.preview import Preview
    from fieldkit.model.register.sheet import Sheet, Source
    from fieldkit.model.workspace import Workspace

Row = dict[str, Any]

# By which columns a row without an ID means a record that is there.
_KNOWN_BY: Mapping[str, tuple[str, ...]] = {
    "recommendation": ("round", "issue_title"),
    "complaint": ("number",),
    "loan": ("fund", "contract_no"),
    "enterprise": ("kind", "name"),
}
_YES = frozenset(map(fold, ("ใช่", "yes", "1", "true", "y")))
_FIRST_YEAR, _LAST_YEAR = 1950, 2100


@cache
def table_of(table: str) -> Table:
    """Return by which headers the sheet of a register is known again."""
    columns = [column for column in register_of(table).columns if FIELDS[table][column].kind != "link"]
    labels = {column: FIELDS[table][column].name for column in columns}
    labels |= {REGISTRATION_NO.key: REGISTRATION_NO.title, ID.key: ID.title}
    labels["factory"] = FIELDS[table].get("factory", FIELDS["loan"]["factory"]).name
    known_by = set(_KNOWN_BY[table])
    one = register_of(table).one
    wanted = [FIELDS[table][column].name for column in _KNOWN_BY[table]]
    beside = {STEPS.title, FUNDS.title, TABLE_NAMES["project"], TABLE_NAMES["project_result"]} | {
        register_of(name).name for name in ("project", "project_result")
    }
    return Table(
        labels,
        lambda found: len(found) > 1 and ("id" in found or known_by <= found),
        refusal=(
            Text(f"ไม่พบหัวตารางของ{one.th}", f"There are no headers of a {one.en}"),
            Text(
                f"แถวหัวตารางต้องมี รหัสรายการ หรือ {' และ '.join(name.th for name in wanted)}"
                " ใช้ไฟล์ที่ส่งออกจากโปรแกรมเป็นแบบ",
                f"A row of headers needs the record ID, or {' and '.join(name.en for name in wanted)};"
                " a file exported by the program shows how",
            ),
        ),
        nobodys=frozenset(column.key for column in register_sheet(table).columns) - labels.keys(),
        beside=frozenset(words for title in beside for words in (title.th, title.en)),
    )


def preview_cases(
    workspace: Workspace, path: Source, table: str, *, progress: Callable[[int, int], None] | None = None
) -> Preview:
    """Return what importing the workbook at ``path`` into a register would do; raises `RegisterRefused`."""

    def compare(sheets: list[Sheet], name: str) -> CaseComparison:
        with workspace.database.read() as connection:
            terms = _Terms(table, connection, f"{workspace.clock():%z}")
            rows = list(readings(table_of(table), sheets, name, RowReading, terms.take))
        comparison = CaseComparison(workspace, table)
        for row in rows:
            comparison.compare(row)
        return comparison

    return look(path, compare, progress=progress)


def import_cases(workspace: Workspace, path: Path, table: str, *, dry_run: bool = False) -> ImportResult:
    """Import a register; with ``dry_run`` only look. Raises `RegisterRefused`, `StorageError`."""
    found = preview_cases(workspace, path, table)
    return importing.ImportResult(None, found) if dry_run else importing.carry_out(workspace, found)


# --- cells


@dataclass(slots=True)
class _Terms:
    """Reads the cells of one register; ``zone`` is the offset of this laptop, as ``+0700``."""

    table: str
    connection: Connection
    zone: str
    _found: dict[str, str] = field(default_factory=dict)

    def take(self, reading: RowReading, key: str, value: Cell) -> None:
        """Put one cell where it belongs; raises `Unreadable` with the cure."""
        if key == ID.key:
            reading.id = cells.text(value)
        elif key == "factory":
            return  # its name tells a person which one it is
        elif key == REGISTRATION_NO.key:
            reading.values["factory"] = self._factory(cells.text(value))
        else:
            reading.values[key] = self._value(key, value)

    def _factory(self, number: str) -> str | None:
        if not number:
            return None
        if number not in self._found:
            try:
                self._found[number] = factories.find(self.connection, number)
            except NoSuchFactory:
                raise Unreadable(
                    Text(
                        f"ไม่มีโรงงานเลข “{number}” ในทะเบียน แก้เลข หรือลบเพื่อไม่ผูกกับโรงงาน",
                        f"the register has no factory “{number}”; correct it, or clear it",
                    )
                ) from None
        return self._found[number]

    def _value(self, key: str, value: Cell) -> Any:
        declared = FIELDS[self.table][key]
        if declared.kind == "day":
            return _day(value)
        if declared.kind == "time":
            return self._moment(value)
        if declared.kind in ("number", "money", "percent"):
            return _number(self.table, key, value)
        written = cells.text(value)
        if declared.kind == "flag":
            return 1 if fold(written) in _YES else None
        if declared.kind in ("code", "codes"):
            # A recommendation that is carried over says so behind its state.
            parts = written.split(",") if declared.kind == "codes" else [written.split(" · ")[0]]
            return " ".join(_code(declared.target, part.strip()) for part in parts if part.strip()) or None
        if shortened(written):
            raise Unreadable(
                Text("ข้อความยาวเกินช่อง แก้ในโปรแกรม", "the text is longer than a cell; edit it in the program")
            )
        return (id13_digits(written) if key == "id13" else written) or None

    def _moment(self, value: Cell) -> str | None:
        if isinstance(value, datetime):
            _day(value)
            return f"{value.isoformat(timespec='minutes')}:00{self.zone[:3]}:{self.zone[3:]}"
        found = _day(value)
        return None if found is None else f"{found}T00:00:00{self.zone[:3]}:{self.zone[3:]}"


def _day(value: Cell) -> str | None:
    found = cells.day(value)
    if found is None:
        return None
    if not _FIRST_YEAR <= found.year <= _LAST_YEAR:
        raise Unreadable(
            Text(
                f"ปี {found.year} เป็นไปไม่ได้ พิมพ์ปีสี่หลัก เช่น {dates.short(date(2024, 2, 15))}",
                f"the year {found.year} cannot be; type it with four digits, like 15/2/2567",
            )
        )
    return found.isoformat()


def _number(table: str, key: str, value: Cell) -> float | int | None:
    found = cells.number(value)
    if found is None:
        return None
    if not isinstance(metadata.tables[table].columns[key].type, Integer):
        return float(found)
    if found != found.to_integral_value():
        raise Unreadable(Text(f"{found:f} ไม่ใช่จำนวนเต็ม", f"{found:f} is not a whole number"))
    return int(found)


def _code(name: str, written: str) -> str:
    for code in codes(name).values():
        if fold(written) in (fold(code.code), fold(code.name.th), fold(code.name.en)):
            return code.code
    thai, english = (
        ", ".join(code.name.pick(language) for code in codes(name).values()) for language in ("th", "en")
    )
    raise Unreadable(
        Text(f"ไม่รู้จัก “{written}” เลือก: {thai}", f"“{written}” is not known; choose one of: {english}")
    )


# --- against the register


class CaseComparison(RecordComparison):
    """Compares the rows of a file with the records of one register; those without a row stay as they are."""

    def __init__(self, workspace: Workspace, table: str) -> None:
        super().__init__(workspace, table, [row["id"] for row in workspace.rows(f"SELECT id FROM {table}")])
        self._workspace = workspace
        self._today = workspace.clock().date()
        self._steps: dict[str, list[Row]] = {}
        for step in workspace.rows(
            "SELECT * FROM step WHERE record_table = ? AND coalesce(deleted, 0) = 0", table
        ):
            self._steps.setdefault(step["record"], []).append(step)
        self._districts = {
            found["id"]: found["district"]
            for found in workspace.rows(
                f"SELECT x.id, f.district FROM {table} x JOIN factory f ON f.id = x.factory"
            )
        }
        self._by_name: dict[tuple[str, ...], str] = {}
        for record in self.known.values():
            if not record.row["deleted"]:
                self._by_name.setdefault(self._name_of(record.row), record.id)
        self._numbered = 0

    def compare(self, row: RowReading) -> None:
        """Put one row among new, changed, unchanged or rejected."""
        record = self.known.get(row.id or self._by_name.get(self._name_of(row.values), ""))
        if row.id and record is None:
            told = Text(
                f"ไม่มีรายการรหัส {row.id} ลบรหัสเพื่อเพิ่มเป็นรายการใหม่",
                f"there is no record {row.id}; clear the ID to add it as a new one",
            )
            self.rejected.append(row.problem("id", told))
        elif record is None:
            self._new(row)
        elif (refused := self.taken(row, record)) is not None:
            self.rejected.append(refused)
        else:
            self._changed(row, record)

    def _name_of(self, values: Mapping[str, Any]) -> tuple[str, ...]:
        return tuple(fold(str(values.get(column) or "")) for column in _KNOWN_BY[self.table])

    def _new(self, row: RowReading) -> None:
        values: Row = dict.fromkeys(register_of(self.table).columns) | row.values
        values["state"] = values["state"] or start(self.table)
        if self.table == "complaint":
            values["number"] = values["number"] or self._number(values["received_at"])
            values["urgency"] = values["urgency"] or "normal"
        problems = [*row.problems, *self._problems(row, values)]
        if problems:
            # Half a new row would be a second one when the file is corrected and imported again.
            self.rejected += problems
            return
        self._by_name[self._name_of(values)] = ""
        self.add(row, _number_of(self.table, values), case_name(self.table, values | {"id": ""}), values)

    def _number(self, received: str | None) -> str:
        """Return the running number of a new complaint: the one after those of the file so far."""
        day = date.fromisoformat(received[:10]) if received else None
        head, _, last = numbering.next_number(self._workspace, day).rpartition("-")
        self._numbered += 1
        return f"{head}-{int(last) + self._numbered - 1:04d}"

    def _changed(self, row: RowReading, record: Record) -> None:
        self.warnings += row.problems
        values = {key: value for key, value in row.values.items() if not _same(key, value, record.row)}
        if not row.id:  # without the ID an empty cell is a column that was never filled
            values = {key: value for key, value in values.items() if value is not None}
        if not record.row.get("district") and values.get("district") == self._districts.get(record.id):
            values.pop("district", None)  # that of its factory, which the list shows
        self._keep_state(row, record, values)
        for problem in self._faults(record.row | values):
            if problem.column in values:
                self.warnings.append(_remark(row, problem))
                del values[problem.column]
        changes = self.changes(row, record, values)
        if not changes:
            self.unchanged += 1
            return
        whose = _number_of(self.table, record.row), case_name(self.table, record.row)
        self.change(row, record, whose, changes, {change.column: change.after for change in changes})

    def _keep_state(self, row: RowReading, record: Record, values: Row) -> None:
        """Take the state away where steps give it: what happened is told by a step, with its day."""
        steps = self._steps.get(record.id)
        wanted = values.pop("state", None)
        if wanted is None or wanted == standing(self.table, record.row["state"], steps or []).state:
            return
        if not steps:
            values["state"] = wanted
            return
        told = Text(
            "สถานะมาจากเหตุการณ์ที่บันทึก จึงไม่เปลี่ยน บันทึกเหตุการณ์ในโปรแกรม",
            "the state follows from what was recorded and is left; record what happened in the program",
        )
        self.warnings.append(row.problem("state", told))

    def _faults(self, values: Row) -> list[Problem]:
        return [one for one in check(self.table, values, today=self._today) if not one.warning]

    def _problems(self, row: RowReading, values: Row) -> Iterable[Remark]:
        return [_remark(row, problem) for problem in self._faults(values)]


def _remark(row: RowReading, problem: Problem) -> Remark:
    """Return what is wrong with a value as a remark about its cell; its words name the column."""
    reason = Text(f"{problem.title.th} {problem.cure.th}", f"{problem.title.en}. {problem.cure.en}")
    column = REGISTRATION_NO.key if problem.column == "factory" else problem.column
    return Remark(row.sheet, row.row, row.letters.get(column, ""), reason)


def _same(key: str, value: Any, row: Mapping[str, Any]) -> bool:
    """Tell whether a cell says what is stored; Excel keeps minutes, and no difference of no and nothing."""
    stored = row[key]
    if key in ("received_at", "occurred_at") and value and stored:
        return str(stored)[:16] == str(value)[:16]
    if key in ("anonymous", "keep_secret", "restructured"):
        return bool(stored) == bool(value)
    return bool(value == stored) or (not value and not stored and value != 0 and stored != 0)


def _number_of(table: str, row: Mapping[str, Any]) -> str:
    """Return the number that stands beside a record's name."""
    column = {"complaint": "number", "loan": "contract_no", "enterprise": "code"}.get(table, "issue_no")
    return str(row[column] or "")
