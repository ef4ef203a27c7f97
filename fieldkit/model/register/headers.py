"""Which column of a register holds which field: headers by name, cut to ten letters, and by content."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from fieldkit.errors import Text
from fieldkit.model import identifiers
from fieldkit.model.register import cells
from fieldkit.model.register.fields import CLASS_OR_TYPE, FIELDS, LABELS
from fieldkit.model.register.problems import RegisterRefused, Unreadable, letter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldkit.model.register.cells import Cell

CUT = 10  # letters that a shapefile leaves of a header
NUMBERS = ("registration_no", "registration_no_old")
_LOOKED_AT = 200  # rows whose content decides what a header does not say
_FARTHEST = 30  # rows among which the headers are looked for
BEGINNING = _FARTHEST + _LOOKED_AT
"""So many rows of a sheet are all that :func:`heading` looks at."""
_FEWEST = 2  # fields that make a row of headers
_MILLIONS = re.compile(r"\(?\s*(?:หน่วย\s*:?\s*)?ล้านบาท\s*\)?$|\(\s*million\s*baht\s*\)$", re.I)
_UNIT = re.compile(r"\((?:หน่วย:?)?(?:บาท|คน|แรงม้า|ตร\.?ม\.?|ตารางเมตร|ไร่|hp|พ\.?ศ\.?|วว?/ดด?/ปปปป)\)$", re.I)


class MissingNumberColumn(RegisterRefused):
    """No column holds registration numbers, so rows cannot be told apart."""

    def __init__(self, place: str, headers: Sequence[str], *, counter: bool) -> None:
        seen = ", ".join(header for header in headers if header)[:300]
        only = (
            Text("คอลัมน์ FID ในไฟล์นี้เป็นเพียงลำดับแถว ", "The column FID of this file only counts rows. ")
            if counter
            else Text("", "")
        )
        super().__init__(
            Text("ไม่พบคอลัมน์เลขทะเบียนโรงงาน", "There is no column of registration numbers"),
            Text(
                f"{only.th}ตั้งหัวคอลัมน์เป็น เลขทะเบียนโรงงาน หรือ DISPFACREG หรือ FID (14 หลัก) หัวที่พบ: {seen}",
                f"{only.en}Name the column เลขทะเบียนโรงงาน, DISPFACREG or FID (14 digits). Found: {seen}",
            ),
            place=place,
        )


class TwoColumnsForOneField(RegisterRefused):
    """Two columns claim to be the same field, and nobody may guess which is right."""

    def __init__(self, place: str, columns: Sequence[Column]) -> None:
        field = LABELS[columns[0].field or ""]
        both = " / ".join(f"{column.letter} “{column.header}”" for column in columns)
        super().__init__(
            Text(
                f"มีมากกว่าหนึ่งคอลัมน์สำหรับ “{field.th}”: {both}",
                f"More than one column for “{field.en}”: {both}",
            ),
            Text(
                "เก็บไว้เพียงคอลัมน์เดียว ลบหรือเปลี่ยนชื่อหัวคอลัมน์อื่น แล้วนำเข้าอีกครั้ง",
                "Keep one of them; delete or rename the others, then import again",
            ),
            place=place,
        )


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its index from 0, its header, the field it fills (None: kept as ``extra``), its scale."""

    index: int
    header: str
    field: str | None = None
    scale: Decimal = Decimal(1)

    @property
    def letter(self) -> str:
        """Excel's name of the column."""
        return letter(self.index)


@dataclass(frozen=True, slots=True)
class Heading:
    """The row of headers: ``at`` is its index among the rows read, ``columns`` what was understood."""

    at: int
    columns: tuple[Column, ...]

    @property
    def has_number(self) -> bool:
        """Whether a column holds registration numbers."""
        return any(column.field in NUMBERS for column in self.columns)


def is_header(written: str) -> bool:
    """Tell whether ``written`` stands above a column of registers."""
    return field_of(written) is not None


def heading(rows: Sequence[tuple[int, Sequence[Cell]]], place: str) -> Heading | None:
    """Return the headers among the first rows of a sheet, None where nothing looks like a register.

    ``place`` names file and sheet. Raises TwoColumnsForOneField.
    """
    best, most = None, _FEWEST - 1
    for at, (_number, values) in enumerate(rows[:_FARTHEST]):
        known = sum(field_of(_header(value)) is not None for value in values)
        if known > most:
            best, most = at, known
    if best is None:
        return None
    number, values = rows[best]
    samples = rows[best + 1 : best + 1 + _LOOKED_AT]
    columns = [_column(index, _header(value), samples) for index, value in enumerate(values)]
    return Heading(best, tuple(_settled(columns, f"{place}, {number}")))


def _header(value: Cell) -> str:
    try:
        return cells.text(value)
    except Unreadable:
        return ""


def _column(index: int, header: str, rows: Sequence[tuple[int, Sequence[Cell]]]) -> Column:
    scale = Decimal(1)
    if _MILLIONS.search(header):
        scale = Decimal(1_000_000)
    field = field_of(header)
    if field in (*NUMBERS, CLASS_OR_TYPE):
        field = _by_content(field, _samples(index, rows))
    elif field is not None and _is_second_best(header) and _counts(_samples(index, rows)):
        field = None  # ลำดับที่ is a type in some registers and 1, 2, 3 … in most
    return Column(index, header, field, scale)


def _samples(index: int, rows: Sequence[tuple[int, Sequence[Cell]]]) -> list[str]:
    found = (_header(values[index]) for _number, values in rows if index < len(values))
    return [written for written in found if written]


def _by_content(field: str, samples: Sequence[str]) -> str | None:
    if field == CLASS_OR_TYPE:
        return "class_" if all(sample in ("1", "2", "3") for sample in samples) else "type_main"
    new = sum(identifiers.parse_factory_number(sample) is not None for sample in samples)
    if samples and 2 * new >= len(samples):
        return "registration_no"
    if field == "registration_no_old" or not samples:
        return field
    old = sum(identifiers.parse_old_number(sample) is not None for sample in samples)
    # in files made from shapefiles, FID only counts the rows
    return "registration_no_old" if 2 * old >= len(samples) else None


def _counts(samples: Sequence[str]) -> bool:
    return len(samples) > 1 and list(samples) == [str(number) for number in range(1, len(samples) + 1)]


def _settled(columns: Sequence[Column], place: str) -> list[Column]:
    """Leave each field to one column; raises TwoColumnsForOneField."""
    by_field: dict[str, list[Column]] = defaultdict(list)
    for column in columns:
        if column.field is not None:
            by_field[column.field].append(column)
    dropped: set[int] = set()
    for rivals in by_field.values():
        first = [column for column in rivals if not _is_second_best(column.header)] or rivals[:1]
        if len(first) > 1:
            raise TwoColumnsForOneField(place, first)
        dropped |= {column.index for column in rivals if column is not first[0]}
    return [replace(column, field=None) if column.index in dropped else column for column in columns]


def field_of(header: str) -> str | None:
    """Return the field of a header, None for one that nobody knows."""
    exact, cut, second = _names()
    for written in (header, _MILLIONS.sub("", header), _UNIT.sub("", header)):
        key = _key(written)
        if key in exact:
            return exact[key]
        if CUT in (len(key), len(written)) and key in cut:
            return cut[key]
        if key in second:
            return second[key]
    return None


def _is_second_best(header: str) -> bool:
    return _key(header) in _names()[2]


def _key(header: str) -> str:
    return re.sub(r"[\s_]+", "", unicodedata.normalize("NFC", header)).casefold()


@cache
def _names() -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """Return field by header, by header cut to ten letters, and by second-best header."""
    exact = {_key(header): field.key for field in FIELDS for header in field.headers}
    second = {_key(header): field.key for field in FIELDS for header in field.second_best}
    cut: dict[str, str] = {}
    for field in FIELDS:
        for header in field.headers:
            # of two fields with one beginning (ลำดับประเภ…) the first is meant
            for beginning in (_key(header)[:CUT], _key(header[:CUT])):
                cut.setdefault(beginning, field.key)
    return exact, cut, second
