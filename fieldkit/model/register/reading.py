"""One row of a register, understood: the columns of a factory, what was left, and what was odd about it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from fieldkit.errors import Text
from fieldkit.model import coordinates, identifiers
from fieldkit.model.register import cells
from fieldkit.model.register.fields import COORDINATES, ID, LABELS, STATUS_SINCE
from fieldkit.model.register.parsers import PARSERS, as_text
from fieldkit.model.register.problems import Remark, Unreadable, letter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldkit.model.register.cells import Cell
    from fieldkit.model.register.headers import Column

_MEN = ("workers_male", "workers_male_skilled")
_WOMEN = ("workers_female", "workers_female_skilled")
_CAPITAL = ("land", "building", "machine", "working")
_MAP_PAIR = re.compile(r"[,; ]+")


@dataclass(slots=True)
class Reading:
    """What a row says.

    ``columns`` hold only values that are there (ISO dates, floats, codes), ``extra`` the text of columns
    that fieldkit has no field for and of cells that could not be taken, by header. ``since`` is the ISO day
    of the status, "" without one; ``id`` is that of a place without numbers, as fieldkit wrote it.
    ``refusal`` is set when the row cannot be imported at all. ``sums`` are the parts of totals that the row
    itself does not give.
    """

    sheet: str
    row: int
    columns: dict[str, Any] = field(default_factory=dict)
    extra: dict[str, str] = field(default_factory=dict)
    since: str = ""
    id: str = ""
    sums: dict[str, tuple[str, ...]] = field(default_factory=dict)
    warnings: list[Remark] = field(default_factory=list)
    refusal: Remark | None = None

    def warn(self, column: str, thai: str, english: str) -> None:
        """Add a warning about the cell in ``column`` (Excel's letter)."""
        self.warnings.append(Remark(self.sheet, self.row, column, Text(thai, english)))

    def refuse(self, column: str, reason: Text) -> None:
        """Refuse the row; the first refusal stays."""
        self.refusal = self.refusal or Remark(self.sheet, self.row, column, reason)


def read_row(sheet: str, row: int, values: Sequence[Cell], columns: Sequence[Column]) -> Reading:
    """Return what the cells of one row say; nothing in them raises."""
    reading = Reading(sheet, row)
    taken: dict[str, tuple[Column, Any]] = {}
    for column, value in zip(columns, values, strict=False):
        if value is None or value == "":
            continue
        if column.field is None:
            _keep(reading, column, value)
            continue
        try:
            parsed = PARSERS.get(column.field, as_text)(value, column)
        except Unreadable as error:
            label = LABELS[column.field]
            reading.warn(column.letter, f"{label.th}: {error.reason.th}", f"{label.en}: {error.reason.en}")
            _keep(reading, column, value)
            continue
        if parsed is not None:
            taken[column.field] = (column, parsed)
    _beyond_headers(reading, values, columns)
    _put_together(reading, taken)
    return reading


def _keep(reading: Reading, column: Column, value: Cell) -> None:
    """Keep the text of a cell that no field takes."""
    try:
        written = cells.text(value)
    except Unreadable as error:
        written = str(value)[: cells.LONGEST]
        if column.field is None:
            reading.warn(column.letter, error.reason.th, error.reason.en)
    header = column.header or column.letter
    if header in reading.extra:
        header = f"{header} ({column.letter})"
    if written:
        reading.extra[header] = written


def _beyond_headers(reading: Reading, values: Sequence[Cell], columns: Sequence[Column]) -> None:
    for index in range(len(columns), len(values)):
        if values[index] not in (None, "", " "):
            reading.refuse(
                letter(index),
                Text(
                    "แถวนี้มีช่องมากกว่าหัวตาราง ค่าอาจเลื่อนช่อง ตรวจเครื่องหมายคำพูดหรือจุลภาค",
                    "the row has more cells than there are headers, so values may have moved;"
                    " look at its quotes and commas",
                ),
            )
            return


def _put_together(reading: Reading, taken: dict[str, tuple[Column, Any]]) -> None:
    _numbers(reading, taken)
    _workers(reading, taken)
    _position(reading, taken)
    for key, (_column, value) in taken.items():
        reading.columns[key] = value
    reading.since = reading.columns.pop(STATUS_SINCE, "")
    reading.id = reading.columns.pop(ID, "")
    parts = [reading.columns.get(f"capital_{part}") for part in _CAPITAL]
    if "capital" not in reading.columns and any(parts):
        reading.columns["capital"] = float(sum(part for part in parts if part))
        reading.sums["capital"] = tuple(f"capital_{part}" for part in _CAPITAL)


def _numbers(reading: Reading, taken: dict[str, tuple[Column, Any]]) -> None:
    """Put each number into the column of its kind, whatever the header says."""
    found = [taken.pop(key) for key in ("registration_no", "registration_no_old") if key in taken]
    for column, written in found:
        if cells.damaged_number(written):
            reading.refuse(
                column.letter,
                Text(
                    f"Excel เปลี่ยนเลขทะเบียนเป็น {written} เลขท้ายหายไป จัดคอลัมน์เป็นข้อความในไฟล์ต้นฉบับ",
                    f"Excel has turned the registration number into {written} and lost its last digits;"
                    " format the column as text in the original file",
                ),
            )
            continue
        if not re.search(r"\d", written):
            reading.refuse(
                column.letter,
                Text(f"“{written}” ไม่ใช่เลขทะเบียนโรงงาน", f"“{written}” is no registration number"),
            )
            continue
        _one_number(reading, column, written)


def _one_number(reading: Reading, column: Column, written: str) -> None:
    number = identifiers.parse_factory_number(written)
    if number is not None:
        digits = re.sub(r"[\s-]", "", written)
        reading.columns.setdefault("registration_no", digits)
        if not number.check_digit_ok:
            reading.warn(
                column.letter,
                f"เลขตรวจสอบของ {digits} ไม่ถูกต้อง ตรวจกับใบอนุญาต",
                f"the check digit of {digits} is wrong; compare it with the licence",
            )
        return
    compact = re.sub(r"\s+", "", written)
    reading.columns.setdefault("registration_no_old", compact)
    if identifiers.parse_old_number(compact) is None:
        reading.warn(
            column.letter,
            f"เลขทะเบียน “{compact}” ไม่อยู่ในรูปแบบที่รู้จัก เก็บไว้ตามที่เขียน",
            f"the registration number “{compact}” has an unknown form; it is kept as written",
        )


def _workers(reading: Reading, taken: dict[str, tuple[Column, Any]]) -> None:
    """Add up skilled and other hands; a row of zeros says nothing."""
    sums = {}
    for key, parts in (("workers_male", _MEN), ("workers_female", _WOMEN)):
        found = [taken.pop(part)[1] for part in parts if part in taken]
        if found:
            sums[key] = sum(found)
    if "workers" not in taken:
        reading.sums["workers"] = ("workers_male", "workers_female")
    total = taken.pop("workers")[1] if "workers" in taken else sum(sums.values())
    if total:
        reading.columns |= {**sums, "workers": total}


def _position(reading: Reading, taken: dict[str, tuple[Column, Any]]) -> None:
    pair = [taken.pop(key) for key in ("latitude", "longitude") if key in taken]
    column, numbers = (pair[0][0], [value for _column, value in pair]) if pair else (None, [])
    written = ""
    if COORDINATES in taken:
        column, written = taken.pop(COORDINATES)
        try:
            numbers = [cells.number(part) for part in _MAP_PAIR.split(str(written)) if part]
        except Unreadable:
            numbers = []
    if column is None or (numbers and len(set(numbers)) == 1 and numbers[0] in (0, 1)):
        return
    place = coordinates.locate(*numbers) if len(numbers) == 2 else None
    if place is None:
        _keep(reading, column, ", ".join(f"{number}" for number in numbers) or str(written))
        reading.warn(
            column.letter,
            "พิกัดไม่อยู่ในประเทศไทย จึงไม่ใช้ ค่าเดิมเก็บไว้ในข้อมูลอื่น",
            "the coordinates are not in Thailand and are not used; they are kept with the other columns",
        )
        return
    reading.columns |= {"latitude": float(place.latitude), "longitude": float(place.longitude)}
    if place.swapped:
        reading.warn(
            column.letter, "ละติจูดกับลองจิจูดสลับกัน สลับให้แล้ว", "latitude and longitude were swapped; put right"
        )
