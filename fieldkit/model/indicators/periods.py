"""The period that figures are about: a fiscal year of the office, a part of it, a month or a day."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from fieldkit.errors import FieldkitError, Text
from fieldkit.model.thai import fiscal
from fieldkit.model.thai.dates import EARLIEST_YEAR, LATEST_YEAR, OFFSET, full, month_and_year
from fieldkit.model.thai.digits import to_arabic

if TYPE_CHECKING:
    from collections.abc import Callable

_QUARTER = re.compile(r"[Qq]([1-4])/(\d{4})")
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


class PeriodError(FieldkitError):
    """A text that names no period."""


@dataclass(frozen=True, slots=True)
class Period:
    """From ``start`` to ``end``, both included.

    Attributes:
        key: ``2567``, ``1/2567`` (a round), ``q2/2567``, ``2567-02`` or ``2567-02-15``, all Buddhist era.
        fiscal_year: Buddhist era.
        rounds: the inspection rounds in it, or the one in which it lies.
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
        if quarter := _QUARTER.fullmatch(self.key):
            number, year = quarter[1], int(quarter[2])
            return Text(
                f"ไตรมาสที่ {number} ปีงบประมาณ {year}", f"Quarter {number}, fiscal year {year - OFFSET}"
            ).pick(language)
        if _DAY.fullmatch(self.key):
            return full(self.start, language)
        if _MONTH.fullmatch(self.key):
            month = month_and_year(self.start, language)
            return Text(f"เดือน{month}", month).pick(language)
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


def quarter_period(number: int, year: int) -> Period:
    """Return quarter 1 to 4 of the fiscal year ``year``; raises `PeriodError`."""
    year_period(year)
    start, end = fiscal.fiscal_quarter_span(year, number)
    return Period(f"q{number}/{year}", start, end, year, (fiscal.inspection_round(start),))


def month_period(day: date) -> Period:
    """Return the month in which ``day`` lies."""
    start = day.replace(day=1)
    end = (start + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return _within(f"{start.year + OFFSET:04d}-{start.month:02d}", start, end)


def day_period(day: date) -> Period:
    """Return the one day."""
    return _within(f"{day.year + OFFSET:04d}-{day.month:02d}-{day.day:02d}", day, day)


def _within(key: str, start: date, end: date) -> Period:
    return Period(key, start, end, fiscal.fiscal_year(start), (fiscal.inspection_round(start),))


def _calendar(found: re.Match[str]) -> Period:
    """Return the month or day of a key; years before 2400 are Gregorian."""
    year, month, *day = (int(part) for part in found.groups())
    made: Callable[[date], Period] = day_period if day else month_period
    try:
        return made(date(year - OFFSET if year > EARLIEST_YEAR else year, month, *(day or (1,))))
    except ValueError:
        raise PeriodError(
            Text(f"ไม่มีวันหรือเดือน “{found[0]}”", f"There is no such day or month: “{found[0]}”"),
            Text("เขียนเช่น 2567-02 หรือ 2567-02-15", "Write it like 2567-02 or 2567-02-15"),
        ) from None


def period(key: str) -> Period:
    """Return the period of a key, of whatever kind; raises `PeriodError` or `RoundError`."""
    text = to_arabic(key).strip()
    if found := _DAY.fullmatch(text) or _MONTH.fullmatch(text):
        return _calendar(found)
    if quarter := _QUARTER.fullmatch(text):
        return quarter_period(int(quarter[1]), int(quarter[2]))
    return year_period(int(text)) if text.isdecimal() else round_period(text)


def current(today: date) -> Period:
    """Return the fiscal year in which ``today`` lies."""
    return year_period(fiscal.fiscal_year(today))
