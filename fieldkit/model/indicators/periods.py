"""The period that figures are about: a fiscal year of the office, or an inspection round of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldkit.errors import FieldkitError, Text
from fieldkit.model.thai import fiscal
from fieldkit.model.thai.dates import EARLIEST_YEAR, LATEST_YEAR, OFFSET
from fieldkit.model.thai.digits import to_arabic

if TYPE_CHECKING:
    from datetime import date


class PeriodError(FieldkitError):
    """A text that names no fiscal year."""


@dataclass(frozen=True, slots=True)
class Period:
    """From ``start`` to ``end``, both included.

    Attributes:
        key: ``2567`` or ``1/2567``.
        fiscal_year: Buddhist era.
        rounds: the inspection rounds in it.
    """

    key: str
    start: date
    end: date
    fiscal_year: int
    rounds: tuple[str, ...]

    def at(self, today: date) -> date:
        """Return the day whose month decides who counts: today while the period runs, else its end."""
        return max(self.start, min(self.end, today))

    def words(self, language: str) -> str:
        """Return what people call the period."""
        if "/" in self.key:
            return Text(f"รอบที่ {self.key}", f"Round {self.key}").pick(language)
        return Text(f"ปีงบประมาณ {self.key}", f"Fiscal year {int(self.key) - OFFSET}").pick(language)


def year_period(year: int) -> Period:
    """Return the fiscal year ``year`` (Buddhist era); raises `PeriodError`."""
    if not EARLIEST_YEAR < year <= LATEST_YEAR:
        raise PeriodError(
            Text(f"ไม่มีปีงบประมาณ {year}", f"There is no fiscal year {year}"),
            Text("เขียนปีพุทธศักราช เช่น 2567", "Write the year of the Buddhist era, like 2567"),
        )
    start, end = fiscal.fiscal_year_span(year)
    return Period(str(year), start, end, year, (f"1/{year}", f"2/{year}"))


def round_period(name: str) -> Period:
    """Return the inspection round ``name`` such as ``1/2567``; raises `RoundError`."""
    start, end = fiscal.inspection_round_span(name)
    key = fiscal.inspection_round(start)
    return Period(key, start, end, fiscal.fiscal_year(start), (key,))


def period(key: str) -> Period:
    """Return the period of a key, a year or a round; raises `PeriodError` or `RoundError`."""
    text = to_arabic(key).strip()
    return year_period(int(text)) if text.isdecimal() else round_period(text)


def current(today: date) -> Period:
    """Return the fiscal year in which ``today`` lies."""
    return year_period(fiscal.fiscal_year(today))
