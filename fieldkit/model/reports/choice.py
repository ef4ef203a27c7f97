"""What a person chooses for a report: when, where, whose, and in which words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from fieldkit.errors import FieldkitError, Text
from fieldkit.model.indicators import Scope
from fieldkit.model.indicators.periods import month_period, period, round_period
from fieldkit.model.indicators.syntax import quoted
from fieldkit.model.thai.dates import OFFSET, SHORT_MONTHS, buddhist_year, short

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from fieldkit.model.indicators import Period
    from fieldkit.model.indicators.subjects import Subject
    from fieldkit.model.reports.layout import Report

_NAMES = {
    "district": Text("อำเภอ", "District"),
    "officer": Text("เจ้าหน้าที่", "Officer"),
    "factory": Text("โรงงาน", "Factory"),
}


class ChoiceMissing(FieldkitError):
    """A report is asked for without what it is about."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen; "" is all of them.

    Attributes:
        factory: the id of one factory.
        factory_name: what people call it.
        thai_digits: whether texts and numbers are written with Thai digits.
    """

    period: Period
    today: date
    district: str = ""
    officer: str = ""
    factory: str = ""
    factory_name: str = ""
    province: str = ""
    language: str = "th"
    thai_digits: bool = False

    @property
    def scope(self) -> Scope:
        """What is counted."""
        return Scope(self.period, self.today, self.province)

    def in_round(self, key: str) -> Choice:
        """Return the same choice for one inspection round."""
        return replace(self, period=round_period(key))

    def within(self, subject: Subject) -> str:
        """Return the SQL that narrows a subject to what was chosen, with a leading AND; "" for all."""
        chosen = {"district": self.district, "officer": self.officer, "factory": self.factory}
        return "".join(
            f" AND {name} = {quoted(value)}"
            for name, value in chosen.items()
            if value and name in subject.columns
        )

    def narrowing(self, subject: Subject) -> frozenset[str]:
        """Return the columns that :meth:`within` reads."""
        chosen = {"district": self.district, "officer": self.officer, "factory": self.factory}
        return frozenset(name for name, value in chosen.items() if value and name in subject.columns)

    def words(self) -> str:
        """Return the line under the title: the period, and where and whose."""
        parts = [period_words(self.period, self.language)]
        shown = {"district": self.district, "officer": self.officer, "factory": self.factory_name}
        parts += [f"{_NAMES[name].pick(self.language)} {value}" for name, value in shown.items() if value]
        return " · ".join(parts)


def period_words(chosen: Period, language: str) -> str:
    """Return the period as the head of a report says it, with its months."""
    if chosen.start == chosen.end:
        return chosen.words(language)
    if chosen == month_period(chosen.start):
        month = chosen.words(language)
        return Text(f"ประจำ{month}", month).pick(language)
    span = " – ".join(_month(day, language) for day in (chosen.start, chosen.end))
    words = chosen.words(language)
    if language != "en":
        words = words.replace("ปีงบประมาณ ", "ปีงบประมาณ พ.ศ. ")
    return f"{words} ({span})"


def data_words(choice: Choice) -> str:
    """Return the line that says of which day the data are."""
    day = short(choice.today, choice.language)
    return Text(f"ข้อมูล ณ วันที่ {day}", f"Data as of {day}").pick(choice.language)


def _month(day: date, language: str) -> str:
    if language == "en":
        return f"{day:%b} {day.year}"
    return f"{SHORT_MONTHS[day.month - 1]} {buddhist_year(day)}"


def check(report: Report, choice: Choice) -> None:
    """Raise `ChoiceMissing` where the report needs a choice that was not made."""
    for name, value in (("officer", choice.officer), ("factory", choice.factory)):
        if value and name not in report.asks:
            raise ChoiceMissing(
                Text(
                    f"รายงาน {report.id} ไม่ได้แยกตาม{_NAMES[name].th}",
                    f"The report {report.id} is not made by {_NAMES[name].en.lower()}",
                ),
                Text("ไม่ต้องระบุตัวเลือกนี้", "Leave that choice out"),
                place=name,
            )


def recent_periods(today: date, *, years: int = 5) -> Iterator[Period]:
    """Yield the periods that people report on, the newest first: years with rounds, quarters and months."""
    first = period(str(today.year + OFFSET + (1 if today.month >= 10 else 0)))
    for year in range(first.fiscal_year, first.fiscal_year - years, -1):
        keys = [str(year), f"2/{year}", f"1/{year}"]
        if year > first.fiscal_year - 2:
            keys += [f"q{quarter}/{year}" for quarter in (4, 3, 2, 1)]
            keys += [f"{year}-{month:02d}" for month in range(9, 0, -1)]
            keys += [f"{year - 1}-{month:02d}" for month in (12, 11, 10)]
        for key in keys:
            found = period(key)
            if found.start <= today:
                yield found
