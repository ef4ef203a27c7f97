"""Days on which Thai government offices are closed, from the table that the office keeps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal, cast, get_args

from fieldkit.errors import Text
from fieldkit.model.csv_table import Dated, Row, read
from fieldkit.model.reference_tables.layers import layered, rows
from fieldkit.model.thai.fiscal import fiscal_year, fiscal_year_span

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

Kind = Literal["ordinary", "substitute", "special", "yearly"]
"""``yearly`` rows have a date ``--12-05``: the holiday of a fixed day in every year."""

_COLUMNS = ("date", "th", "en", "kind", "valid_from", "valid_to", "source", "confidence")
_SATURDAY = 5
_SONGKRAN = (4, 13), (4, 14), (4, 15)


@dataclass(frozen=True, slots=True)
class Holiday(Dated):
    """A row of the table; ``day`` is None for a yearly holiday, which has ``month_day``."""

    day: date | None
    month_day: tuple[int, int]
    name: Text
    kind: Kind


class Calendar:
    """The holidays of every year: the dated rows, the yearly ones, and the substitutes of yearly ones.

    The days of Buddhist and special holidays are announced year by year; ``complete`` tells whether the table
    has them for the fiscal year of a day, so that a due date can carry a warning.
    """

    def __init__(self, rows: Sequence[Holiday]) -> None:
        self._announced = {row.day: row.name for row in rows if row.day is not None}
        self._announced_years = {
            fiscal_year(row.day) for row in rows if row.day is not None and row.kind == "ordinary"
        }
        self._yearly = [row for row in rows if row.day is None]
        self._made: dict[int, Mapping[date, Text]] = {}

    def complete(self, day: date) -> bool:
        """Tell whether the table holds the announced holidays of the fiscal year of ``day``."""
        return fiscal_year(day) in self._announced_years

    def name(self, day: date) -> Text | None:
        """Return the name of the holiday on ``day``, None when the table has none."""
        year = fiscal_year(day)
        if year not in self._made:
            self._made[year] = self._make(year)
        return self._announced.get(day) or self._made[year].get(day)

    def is_working_day(self, day: date) -> bool:
        """Tell whether offices are open: neither Saturday, Sunday nor holiday."""
        return day.weekday() < _SATURDAY and self.name(day) is None

    def next_working_day(self, day: date) -> date:
        """Return ``day`` or the first working day after it."""
        while not self.is_working_day(day):
            day += timedelta(days=1)
        return day

    def _make(self, year: int) -> Mapping[date, Text]:
        """Return the yearly holidays of a fiscal year; one on a weekend moves to the next free weekday too.

        Songkran gets one such day, however many of its three fall on a weekend (cabinet practice).
        """
        first, last = fiscal_year_span(year)
        fixed = [(_on(row, part), row.name) for part in (first.year, last.year) for row in self._yearly]
        found = {day: name for day, name in fixed if day and first <= day <= last}
        songkran_done = False
        for day, name in sorted(found.items()):
            songkran = (day.month, day.day) in _SONGKRAN
            if day.weekday() < _SATURDAY or (songkran and songkran_done):
                continue
            songkran_done = songkran_done or songkran
            instead = day
            while instead.weekday() >= _SATURDAY or instead in found:
                instead += timedelta(days=1)
            found[instead] = Text(f"ชดเชย{name.th}", f"substitute for {name.en}")
        return found


@layered
def calendar() -> Calendar:
    """Return the calendar of the shipped table and of what the office added to it."""
    return Calendar(holidays_of(rows("holidays", _COLUMNS)))


def read_holidays(path: Path) -> tuple[Holiday, ...]:
    """Return the rows of a table of holidays; raises ``TableError`` naming file, row and column."""
    return holidays_of(read(path, _COLUMNS))


def holidays_of(given: Sequence[Row]) -> tuple[Holiday, ...]:
    """Return the holidays of rows; raises ``TableError``."""
    found: list[Holiday] = []
    for row in given:
        holiday = _holiday(row)
        same = [one for one in found if (one.day, one.month_day) == (holiday.day, holiday.month_day)]
        if any(one.overlaps(holiday) for one in same):
            raise row.error(
                "date",
                Text("วันหยุดนี้มีสองแถว", "This holiday has two rows"),
                Text("ลบแถวที่ซ้ำ", "Remove one of them"),
            )
        found.append(holiday)
    return tuple(found)


def _holiday(row: Row) -> Holiday:
    kind = row.one_of("kind", get_args(Kind))
    text = row.text("date")
    day = _yearly(row, text) if kind == "yearly" else row.day("date")
    assert day is not None
    return Holiday(
        valid_from=row.day("valid_from"),
        valid_to=row.day("valid_to"),
        day=None if kind == "yearly" else day,
        month_day=(day.month, day.day),
        name=Text(row.text("th"), row.text("en")),
        kind=cast("Kind", kind),
    )


def _yearly(row: Row, text: str) -> date:
    try:
        if not text.startswith("--"):
            raise ValueError(text)
        # a leap year, so that 29 February could be one
        return date.fromisoformat(f"2000{text[1:]}")
    except ValueError:
        raise row.error(
            "date",
            Text(f"“{text}” ไม่ใช่วันในปฏิทิน", f"“{text}” is no day of the calendar"),
            Text("เขียนเช่น --12-05", "Write it like --12-05"),
        ) from None


def _on(row: Holiday, year: int) -> date | None:
    try:
        day = date(year, *row.month_day)
    except ValueError:
        return None
    return day if row.in_force(day) else None
