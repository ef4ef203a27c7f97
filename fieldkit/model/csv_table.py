"""Reading a table of reference data, so that a slip of the pen is told with file, row and column."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from fieldkit.errors import FieldkitError, Text

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
    from pathlib import Path

_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


class TableError(FieldkitError):
    """A reference table that cannot be used; ``place`` is ``limits.csv:12, max`` (row 1 has the headers)."""


@dataclass(frozen=True, slots=True)
class Dated:
    """Something in force from one day to another, both included; None is open."""

    valid_from: date | None
    valid_to: date | None

    def in_force(self, on: date) -> bool:
        """Tell whether it is in force on a day."""
        return (self.valid_from is None or self.valid_from <= on) and (
            self.valid_to is None or on <= self.valid_to
        )

    def overlaps(self, other: Dated) -> bool:
        """Tell whether any day lies in both."""
        latest_first = max(self.valid_from or date.min, other.valid_from or date.min)
        return latest_first <= min(self.valid_to or date.max, other.valid_to or date.max)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: its cells by header, trimmed."""

    file: str
    line: int
    cells: Mapping[str, str]

    def error(self, column: str, title: Text, hint: Text) -> TableError:
        """Return the error to raise about a cell of this row."""
        return TableError(title, hint, place=f"{self.file}:{self.line}, {column}")

    def text(self, column: str) -> str:
        """Return a text that must be there."""
        if not self.cells[column]:
            raise self.error(
                column,
                Text(f"ตารางอ้างอิงขาดค่าในคอลัมน์ {column}", f"A reference table lacks its {column}"),
                Text("เติมค่าในช่องนี้ (ไม่มีหน่วยให้ใส่ -)", "Fill this cell (a unit that does not exist is -)"),
            )
        return self.cells[column]

    def optional(self, column: str) -> str:
        """Return a text that may be empty."""
        return self.cells[column]

    def decimal_or_none(self, column: str) -> Decimal | None:
        """Return the exact number of a cell (point, no commas), None when it is empty."""
        text = self.cells[column]
        if text and not _NUMBER.fullmatch(text):
            raise self.error(
                column,
                Text(f"“{text}” ไม่ใช่ตัวเลข", f"“{text}” is not a number"),
                Text("เขียนเช่น 3000 หรือ 0.005", "Write it like 3000 or 0.005"),
            )
        return Decimal(text) if text else None

    def decimal(self, column: str) -> Decimal:
        """Return a number that must be there."""
        self.text(column)
        found = self.decimal_or_none(column)
        assert found is not None
        return found

    def day(self, column: str) -> date | None:
        """Return an ISO date, None when it is empty."""
        text = self.cells[column]
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            raise self.error(
                column,
                Text(f"“{text}” ไม่ใช่วันที่", f"“{text}” is not a date"),
                Text("เขียนปี ค.ศ. เช่น 2018-06-01", "Write it like 2018-06-01"),
            ) from None

    def one_of(self, column: str, allowed: Collection[str]) -> str:
        """Return a text that must be one of ``allowed``."""
        text = self.cells[column]
        if text not in allowed:
            raise self.error(
                column,
                Text(f"ไม่รู้จักค่า “{text}”", f"Unknown value “{text}”"),
                Text(f"ใช้ค่าใดค่าหนึ่ง: {', '.join(allowed)}", f"Use one of: {', '.join(allowed)}"),
            )
        return text


def read(path: Path, columns: Sequence[str]) -> list[Row]:
    """Return the rows of a UTF-8 CSV file that has at least ``columns``; empty lines are skipped.

    Raises:
        TableError: no such file, not UTF-8, a column missing or doubled, a row with too many or few cells.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = list(csv.reader(file, strict=True))
    except OSError as error:
        raise TableError(
            Text("เปิดตารางอ้างอิงไม่ได้", "A reference table cannot be opened"),
            Text("ติดตั้งโปรแกรมใหม่ หรือคืนไฟล์นี้", "Install the program again, or put the file back"),
            place=f"{path.name}: {error.strerror}",
        ) from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise TableError(
            Text("ตารางอ้างอิงไม่ใช่ไฟล์ CSV แบบ UTF-8", "A reference table is not a CSV file in UTF-8"),
            Text("บันทึกไฟล์เป็น CSV UTF-8", "Save the file as CSV UTF-8"),
            place=f"{path.name}: {error}",
        ) from error
    header = [cell.strip() for cell in lines[0]] if lines else []
    check_columns(path.name, header, columns)
    return [_row(path.name, number, header, cells) for number, cells in enumerate(lines[1:], 2) if any(cells)]


def refuse_unknown(row: Row, column: str, found: Iterable[str], known: Collection[str]) -> None:
    """Raise ``TableError`` about a cell of several words when one of them is not ``known``."""
    for word in found:
        if word not in known:
            allowed = ", ".join(sorted(known))
            raise row.error(
                column,
                Text(f"ไม่รู้จักค่า “{word}”", f"Unknown value “{word}”"),
                Text(f"ใช้ค่าใดค่าหนึ่ง: {allowed}", f"Use one of: {allowed}"),
            )


def check_versions(rows: Iterable[tuple[Row, Hashable, Dated]]) -> None:
    """Raise ``TableError`` when one key has two rows in force on one day, or a row ends before it starts."""
    seen: dict[Hashable, list[Dated]] = {}
    for row, key, dated in rows:
        if dated.valid_from and dated.valid_to and dated.valid_to < dated.valid_from:
            raise row.error(
                "valid_to",
                Text("วันสิ้นสุดอยู่ก่อนวันเริ่มใช้", "It ends before it starts"),
                Text("แก้ valid_from หรือ valid_to", "Correct valid_from or valid_to"),
            )
        if any(dated.overlaps(earlier) for earlier in seen.get(key, ())):
            raise row.error(
                "valid_from",
                Text(f"“{key}” มีสองแถวที่ใช้บังคับในวันเดียวกัน", f"“{key}” has two rows in force on one day"),
                Text("ใส่ valid_to ให้แถวเดิม", "Give the earlier row its valid_to"),
            )
        seen.setdefault(key, []).append(dated)


def check_columns(file: str, header: Sequence[str], columns: Sequence[str]) -> None:
    """Raise `TableError` when a header is missing or stands there twice."""
    doubled = next((name for name in header if header.count(name) > 1), None)
    missing = next((name for name in columns if name not in header), None)
    if doubled is None and missing is None:
        return
    title = (
        Text(f"ตารางอ้างอิงมีคอลัมน์ {doubled} ซ้ำ", f"A reference table has the column {doubled} twice")
        if doubled is not None
        else Text(f"ตารางอ้างอิงขาดคอลัมน์ {missing}", f"A reference table lacks the column {missing}")
    )
    raise TableError(title, Text("แก้แถวหัวตาราง", "Correct the row of headers"), place=f"{file}:1")


def _row(file: str, number: int, header: Sequence[str], cells: Sequence[str]) -> Row:
    if len(cells) != len(header):
        raise TableError(
            Text(
                f"แถวมี {len(cells)} ช่อง แต่หัวตารางมี {len(header)}",
                f"A row has {len(cells)} cells, the headers are {len(header)}",
            ),
            Text("ใส่เครื่องหมายคำพูดรอบข้อความที่มีจุลภาค", "Put quotes around a text with commas"),
            place=f"{file}:{number}",
        )
    return Row(file, number, dict(zip(header, (cell.strip() for cell in cells), strict=True)))
