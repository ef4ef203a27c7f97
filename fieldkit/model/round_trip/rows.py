"""The rows of an edited table: the values of each, and what is wrong with a cell."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from fieldkit.errors import Text
from fieldkit.model.register.problems import RegisterRefused, Remark, Unreadable, letter
from fieldkit.model.round_trip.headings import Heading, Table, heading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from fieldkit.model.register.cells import Cell
    from fieldkit.model.register.sheet import Sheet

_SHORTENED = re.compile(r" … \[.+ \d+\]$")


@dataclass(slots=True)
class RowReading:
    """What a row says: the ``id`` of its record, ``values`` of the columns that are there (None: empty)."""

    table: Table
    sheet: str
    row: int
    letters: dict[str, str]
    values: dict[str, Any] = field(default_factory=dict)
    id: str = ""
    problems: list[Remark] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        """Tell whether the row says nothing at all."""
        return not self.id and all(value in (None, "") for value in self.values.values())

    def problem(self, column: str, reason: Text) -> Remark:
        """Return a remark about one of its cells; "" is the whole row."""
        label = self.table.labels.get(column)
        if label is not None:
            reason = Text(f"{label.th}: {reason.th}", f"{label.en}: {reason.en}")
        return Remark(self.sheet, self.row, self.letters.get(column, ""), reason)


R = TypeVar("R", bound=RowReading)


def readings(
    table: Table,
    sheets: Sequence[Sheet],
    file: str,
    make: Callable[[Table, str, int, dict[str, str]], R],
    take: Callable[[R, str, Cell], None],
) -> Iterator[R]:
    """Yield the rows of all sheets with the headers of ``table``; raises `RegisterRefused` when none has.

    ``make`` is the class of the rows; ``take`` puts one cell of a column where it belongs, or raises
    `Unreadable`, which becomes a problem of the row.
    """
    found = 0
    for one in sheets:
        if not (one.rows and table.is_read(one.name)):
            continue
        headers = heading(table, one, f"{file}, {one.name}" if one.name else file)
        if headers is None:
            continue
        found += 1
        letters = {key: letter(index) for key, index in headers.columns.items()}
        for number, values in one.rows[headers.at + 1 :]:
            reading = make(table, one.name, number, letters)
            _fill(reading, values, headers, take)
            if not reading.empty or reading.problems:
                yield reading
    if not found:
        raise RegisterRefused(*table.refusal, place=file)


def shortened(written: str) -> bool:
    """Tell whether the text of a cell goes on upon the sheet of long texts."""
    return bool(_SHORTENED.search(written))


def _fill(reading: R, values: Sequence[Cell], headers: Heading, take: Callable[[R, str, Cell], None]) -> None:
    for key, index in headers.columns.items():
        try:
            take(reading, key, values[index] if index < len(values) else None)
        except Unreadable as error:
            reading.problems.append(reading.problem(key, error.reason))
