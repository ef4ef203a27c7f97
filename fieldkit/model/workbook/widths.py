"""Widths of columns by what is drawn: Thai marks above and below take no room (domain §11.8)."""

from __future__ import annotations

from functools import lru_cache
from math import ceil
from typing import TYPE_CHECKING

from fieldkit.model.thai.clusters import display_width
from fieldkit.model.workbook.dates import iso

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieldkit.model.workbook.sheets import Column, Sheet

_LEAST = 8.0
_DATES = {"date": 13, "moment": 22}
_WIDEST, _SEEN = 200, 4000  # letters of a line, of a text: more changes no width and no height
_ROUNDED = 0.05  # the text that made a column as wide as it is fits on one line
_ARROW = 3  # room for the button of the filter


class Widths:
    """The widest text of each column among the rows that were measured."""

    def __init__(self, sheet: Sheet, language: str) -> None:
        self._columns = sheet.columns
        self._widest = {
            column.key: display_width(column.title.pick(language)) + _ARROW for column in sheet.columns
        }
        self._rooms: dict[str, float] | None = None

    def measure(self, row: Mapping[str, object]) -> None:
        """Let the columns be as wide as this row needs."""
        for column in self._columns:
            value = row.get(column.key)
            if value is not None and column.kind != "picture":
                self._widest[column.key] = max(self._widest[column.key], _width(column, value))

    def of(self, column: Column) -> float:
        """Return the width of a column in Excel's unit."""
        if column.kind == "picture":
            return float(column.width)
        # The unit is a digit of the workbook's Normal font, which is the one of the cells.
        return round(max(_LEAST, 1.1 * min(self._widest[column.key], column.width) + 2), 1)

    def lines(self, column: Column, value: object) -> int:
        """Return how many lines a cell needs where its text wraps; no row is measured after this."""
        if column.kind != "text" or not isinstance(value, str):
            return 1
        if self._rooms is None:
            self._rooms = {one.key: self.of(one) - 2 for one in self._columns if one.kind == "text"}
        room = self._rooms[column.key]
        # No letter is wider than two: most texts need no closer look.
        if 2.2 * len(value) > room or not value.isprintable():
            return _lines(value[:_SEEN], room)
        return 1


@lru_cache(maxsize=4096)
def _lines(text: str, room: float) -> int:
    return sum(max(1, ceil(1.1 * display_width(piece) / room - _ROUNDED)) for piece in text.splitlines())


def _width(column: Column, value: object) -> int:
    if column.kind in _DATES:
        return _DATES[column.kind]
    if isinstance(value, float):
        return len(f"{value:.10g}")
    return max((display_width(line[:_WIDEST]) for line in iso(value)[:_SEEN].splitlines()), default=0)
