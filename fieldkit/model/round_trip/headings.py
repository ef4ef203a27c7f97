"""Where the headers of an edited table stand, and which column each of them names."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from fieldkit.errors import Text
from fieldkit.model.register.problems import RegisterRefused, letter
from fieldkit.model.workbook.sheets import ABOUT, LONG_TEXTS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from fieldkit.model.register.sheet import Sheet

_FARTHEST = 30  # rows among which the headers are looked for
BESIDE = frozenset(words for sheet in (ABOUT, LONG_TEXTS) for words in (sheet.title.th, sheet.title.en))
"""Titles of sheets about the file, which are never read."""


@dataclass(frozen=True)
class Table:
    """What an edited table is known by.

    Attributes:
        labels: title of each column, by its key.
        also: further headers that people write above a column, by its key.
        enough: whether a row with headers of these columns is the row of headers.
        refusal: what is said of a file without such a row: the problem and its cure.
        nobodys: keys of columns that the sheet has besides, as they stand in its hidden row.
        beside: titles of sheets that are not read.
    """

    labels: Mapping[str, Text]
    enough: Callable[[AbstractSet[str]], bool]
    refusal: tuple[Text, Text]
    also: Mapping[str, Sequence[str]] = field(default_factory=dict)
    nobodys: frozenset[str] = frozenset()
    beside: frozenset[str] = frozenset()

    def known_as(self, header: str) -> str | None:
        """Return the column that a header names, None for one that is nobody's."""
        return None if header in self.nobodys else self._names.get(header_key(header))

    def is_header(self, written: str) -> bool:
        """Tell whether ``written`` stands above a column of the table."""
        return self.known_as(written) is not None

    def is_read(self, sheet: str) -> bool:
        """Tell whether the sheet of this title may hold rows of the table."""
        return sheet not in BESIDE and sheet not in self.beside

    @cached_property
    def _names(self) -> dict[str, str]:
        names: dict[str, str] = {}
        for key, title in self.labels.items():
            for written in (key, title.th, title.en, *self.also.get(key, ())):
                names.setdefault(header_key(written), key)
        return names


@dataclass(frozen=True, slots=True)
class Heading:
    """The row of headers: its place among the rows of the sheet, and the index of each column."""

    at: int
    columns: Mapping[str, int]


def heading(table: Table, sheet: Sheet, place: str) -> Heading | None:
    """Return the row of headers that names most columns, the lowest of equal ones; None without any.

    Raises `RegisterRefused` for a column that has two headers; ``place`` names file and sheet.
    """
    best: Heading | None = None
    for at, (number, values) in enumerate(sheet.rows[:_FARTHEST]):
        columns: dict[str, list[int]] = {}
        for index, value in enumerate(values):
            key = table.known_as(value) if isinstance(value, str) else None
            if key is not None:
                columns.setdefault(key, []).append(index)
        if not table.enough(columns.keys()):
            continue
        for key, indexes in columns.items():
            if len(indexes) > 1:
                refuse_doubled(table.labels[key], indexes, f"{place}, {number}")
        if best is None or len(columns) >= len(best.columns):
            best = Heading(at, {key: indexes[0] for key, indexes in columns.items()})
    return best


def header_key(header: str) -> str:
    """Return what is compared of a header: letters and digits, small."""
    return re.sub(r"[\s_.()]+", "", unicodedata.normalize("NFC", header)).casefold()


def refuse_doubled(label: Text, indexes: Sequence[int], place: str) -> None:
    """Refuse a file in which several columns (``indexes``) are for one field."""
    both = " / ".join(letter(index) for index in indexes)
    raise RegisterRefused(
        Text(f"มีมากกว่าหนึ่งคอลัมน์สำหรับ “{label.th}”: {both}", f"More than one column for “{label.en}”: {both}"),
        Text("เก็บไว้เพียงคอลัมน์เดียว แล้วนำเข้าอีกครั้ง", "Keep one of them, then import again"),
        place=place,
    )
