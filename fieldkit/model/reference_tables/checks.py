"""What is wrong with a row of a reference table, for all tables by what is described of their columns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from importlib import import_module
from typing import TYPE_CHECKING

from fieldkit.errors import FieldkitError, Text
from fieldkit.model.csv_table import Row, TableError
from fieldkit.model.reference_tables import layers
from fieldkit.model.reference_tables.descriptions import FROM, TO, tables
from fieldkit.model.register.cells import day, text
from fieldkit.model.register.problems import Unreadable
from fieldkit.model.thai.dates import short
from fieldkit.model.thai.digits import NumberError, parse_number

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from fieldkit.model.reference_tables.descriptions import Table, TableColumn
    from fieldkit.model.register.cells import Cell

YEARLY = "--"
"""Before the month and day of a holiday of every year."""

# Who reads a table, and so knows more of it than its columns say: takes all rows, raises TableError.
_READERS = {
    "limits": "fieldkit.model.limits:limits_of",
    "corrections": "fieldkit.model.corrections:corrections_of",
    "factory_types": "fieldkit.model.reference:factory_types_of",
    "sections": "fieldkit.model.reference:sections_of",
    "wording": "fieldkit.model.reference:wordings_of",
    "params": "fieldkit.model.reference:params_of",
    "holidays": "fieldkit.model.holidays:holidays_of",
    "risk_rules": "fieldkit.model.planning.rules:rules_of",
    "sme_sizes": "fieldkit.model.cases.enterprises:sizes_of",
    "loan_classes": "fieldkit.model.cases.debts:classes_of",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a cell (``column`` is "" for the whole row), and what to do about it."""

    column: str
    reason: Text


class RowRefused(FieldkitError):
    """A row that cannot be in its table; ``column`` is where."""

    def __init__(self, described: Table, fault: Fault) -> None:
        column = described.column(fault.column)
        title = column.title if column is not None else described.title
        super().__init__(Text(f"{title.th}: {fault.reason.th}", f"{title.en}: {fault.reason.en}"))
        self.column = fault.column


def stored(column: TableColumn, value: Cell) -> str:
    """Return a cell as the table holds it: ISO days, plain numbers. Raises `Unreadable` with the cure.

    A day may be of the Buddhist era (``1 มิ.ย. 2561``, ``2561-06-01``), as Excel has it, or a text.
    """
    # What is missing elsewhere is a unit here: the sign says that there is none.
    written = "-" if isinstance(value, str) and value.strip() == "-" else text(value)
    if not written:
        return ""
    if column.kind == "day" or (column.kind == "holiday" and not written.startswith(YEARLY)):
        found = day(value)
        return found.isoformat() if found is not None else ""
    if column.kind in ("number", "whole"):
        return _number(column, written)
    if column.kind == "one_of" and written not in column.choices:
        known = {choice.casefold(): choice for choice in column.choices if choice}
        known |= {
            word.casefold(): choice
            for choice, words in zip(column.choices, column.words, strict=False)
            for word in (words.th, words.en)
        }
        if written.casefold() in known:
            return known[written.casefold()]
        words = ", ".join(choice for choice in column.choices if choice)
        raise Unreadable(Text(f"ไม่รู้จักค่า “{written}” ใช้ {words}", f"unknown value “{written}”; use {words}"))
    return " ".join(written.split()) if column.kind == "words" else written


def faults(described: Table, cells: Mapping[str, str]) -> list[Fault]:
    """Return what is wrong with the cells of one row, as its table is described."""
    found = [fault for column in described.columns for fault in _of_cell(column, cells)]
    if not found and cells.get(FROM) and cells.get(TO) and cells[TO] < cells[FROM]:
        reason = Text("วันสิ้นสุดอยู่ก่อนวันเริ่มใช้ แก้วันใดวันหนึ่ง", "it ends before it begins; correct one of the days")
        found.append(Fault(TO, reason))
    return found


def overlap(described: Table, cells: Mapping[str, str], others: Iterable[Mapping[str, str]]) -> Fault | None:
    """Return the fault of a row that is in force on a day on which another row of its key is, too."""
    first, last = layers.first_day(cells), layers.last_day(cells)
    for other in others:
        if described.key_of(other) == described.key_of(cells):
            begins, ends = layers.first_day(other), layers.last_day(other)
            if max(first, begins) <= min(last, ends):
                return Fault(FROM, _overlapping(begins, ends, max(first, begins)))
    return None


def check_table(described: Table, rows: Sequence[Row]) -> None:
    """Let the program read all rows of a table as it will use them; raises `TableError`."""
    name = _READERS.get(described.name)
    if name is not None:
        module, _, function = name.partition(":")
        reader: Callable[[Sequence[Row]], object] = getattr(import_module(module), function)
        reader(rows)


def refusal(described: Table, office: Sequence[layers.OfficeRow]) -> TableError | None:
    """Return why the program could not read a table with these rows of the office, None where it can."""
    try:
        check_table(described, [version.row for version in layers.compose(described, office)])
    except TableError as error:
        return error
    return None


def _of_cell(column: TableColumn, cells: Mapping[str, str]) -> list[Fault]:
    value = cells.get(column.name, "")
    if not value:
        return [Fault(column.name, _missing(column))] if column.needed else []
    try:
        if column.kind in ("day", "holiday"):
            _iso(value)
        elif stored(column, value) != value and column.kind == "one_of":
            raise Unreadable(Text(f"ไม่รู้จักค่า “{value}”", f"unknown value “{value}”"))
    except Unreadable as error:
        return [Fault(column.name, error.reason)]
    if column.kind == "ref" and column.choices and not _refers(column.choices[0], value):
        reason = Text(
            f"ไม่มี “{value}” ในตาราง {column.choices[0]} แก้รหัส หรือเพิ่มแถวในตารางนั้นก่อน",
            f"{column.choices[0]} has no “{value}”; correct the code, or add it there first",
        )
        return [Fault(column.name, reason)]
    other = cells.get(column.not_over, "") if column.not_over else ""
    if other and Decimal(value) > Decimal(other):
        reason = Text(
            f"{value} มากกว่าค่าสูงสุด {other} สลับสองช่องนี้", f"{value} is over the maximum {other}; exchange them"
        )
        return [Fault(column.name, reason)]
    return []


def _missing(column: TableColumn) -> Text:
    if column.name == "unit":
        return Text(
            "ขาดหน่วย เติมหน่วย หรือใส่ - ถ้าไม่มีหน่วย", "the unit is missing; fill it in, - where there is none"
        )
    return Text("ขาดค่า เติมค่าในช่องนี้", "the value is missing; fill this cell")


def _number(column: TableColumn, written: str) -> str:
    try:
        found = parse_number(written.replace(" ", ""))
    except NumberError:
        reason = Text(
            f"“{written}” ไม่ใช่ตัวเลข เขียนเช่น 3000 หรือ 0.005", f"“{written}” is no number; write 3000 or 0.005"
        )
        raise Unreadable(reason) from None
    if column.kind == "whole" and found != found.to_integral_value():
        raise Unreadable(Text(f"“{written}” ไม่ใช่จำนวนเต็ม", f"“{written}” is no whole number"))
    return f"{found:f}"


def _iso(value: str) -> None:
    try:
        date.fromisoformat(f"2000{value[1:]}" if value.startswith(YEARLY) else value)
    except ValueError:
        reason = Text(
            f"“{value}” ไม่ใช่วันที่ เขียนเช่น 1/6/2561",
            f"“{value}” is no day; write it like 1/6/2561 or 2018-06-01",
        )
        raise Unreadable(reason) from None


def _refers(target: str, value: str) -> bool:
    name, _, column = target.partition(".")
    return name not in tables() or any(
        version.cells.get(column) == value for version in layers.versions(name)
    )


def _overlapping(begins: date, ends: date, day_of_both: date) -> Text:
    before = day_of_both.toordinal() - 1
    cure = date.fromordinal(before) if before > 0 and begins < day_of_both else None
    since = (
        Text("", "") if begins == date.min else Text(f" ตั้งแต่ {short(begins)}", f" from {short(begins, 'en')}")
    )
    until = Text("", "") if ends == date.max else Text(f" ถึง {short(ends)}", f" to {short(ends, 'en')}")
    advice = (
        Text("แก้วันใดวันหนึ่ง", "correct one of the days")
        if cure is None
        else Text(f"ใส่ “ใช้ถึง” {short(cure)} ให้แถวเดิม", f"let the earlier row end on {short(cure, 'en')}")
    )
    return Text(
        f"ช่วงวันซ้อนกับแถวที่ใช้{since.th}{until.th} {advice.th}",
        f"its days overlap those of the row in force{since.en}{until.en}; {advice.en}",
    )
