"""What is said about a register: refusals of the file, rejected rows, warnings about cells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldkit.errors import FieldkitError, Text

if TYPE_CHECKING:
    from collections.abc import Sequence


class RegisterRefused(FieldkitError):
    """The file cannot be imported as a register; ``place`` names the file, sheet and cell."""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about one cell or row: where it stands in the file, and what is the matter.

    ``row`` is the number that Excel shows, ``column`` its letter (empty: the whole row).
    """

    sheet: str
    row: int
    column: str
    reason: Text

    def line(self, language: str) -> str:
        """Return one line for a list of remarks."""
        row, column = ("row", "column") if language == "en" else ("แถว", "คอลัมน์")
        place = f"{self.sheet}: {row} {self.row}" if self.sheet else f"{row} {self.row}"
        return f"{place}{f' {column} {self.column}' if self.column else ''}: {self.reason.pick(language)}"


class Unreadable(Exception):
    """A cell that cannot be taken; ``reason`` says why and what to do."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.en)
        self.reason = reason


def by_place(remarks: Sequence[Remark]) -> tuple[Remark, ...]:
    """Return remarks in the order of the file."""
    return tuple(sorted(remarks, key=lambda remark: (remark.sheet, remark.row, remark.column)))


def refuse_doubled(label: Text, indexes: Sequence[int], place: str) -> None:
    """Raise `RegisterRefused` about a field of which a row of headers has several columns."""
    both = " / ".join(letter(index) for index in indexes)
    raise RegisterRefused(
        Text(f"มีมากกว่าหนึ่งคอลัมน์สำหรับ “{label.th}”: {both}", f"More than one column for “{label.en}”: {both}"),
        Text("เก็บไว้เพียงคอลัมน์เดียว แล้วนำเข้าอีกครั้ง", "Keep one of them, then import again"),
        place=place,
    )


def letter(index: int) -> str:
    """Return Excel's name of a column, ``A`` for 0."""
    name = ""
    number = index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
