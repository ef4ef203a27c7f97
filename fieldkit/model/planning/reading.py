"""The rows of a plan workbook, understood: which columns, which values, and what is wrong with a cell."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from fieldkit.errors import Text
from fieldkit.model.codes import codes
from fieldkit.model.holidays import calendar
from fieldkit.model.planning.columns import EDITABLE, FACTORY_NUMBERS, TABLE
from fieldkit.model.planning.officers import nearest
from fieldkit.model.reference import visit_kinds
from fieldkit.model.register import cells
from fieldkit.model.register.problems import Unreadable
from fieldkit.model.round_trip import rows
from fieldkit.model.round_trip.rows import RowReading
from fieldkit.model.thai import dates
from fieldkit.model.thai.fiscal import fiscal_year
from fieldkit.model.thai.search_text import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from fieldkit.model.register.cells import Cell
    from fieldkit.model.register.sheet import Sheet

_CENTURY = 100


@dataclass(slots=True)
class PlanReading(RowReading):
    """What a row says of a planned visit, by which numbers it names the factory, and the year it gives."""

    numbers: dict[str, str] = field(default_factory=dict)
    name: str = ""
    year: str = ""

    @property
    def empty(self) -> bool:
        """Tell whether the row says nothing at all."""
        return not (self.id or self.numbers or self.name or any(self.values.values()))


def readings(
    sheets: Sequence[Sheet], file: str, year: int, officers: Collection[str]
) -> Iterator[PlanReading]:
    """Yield the rows of all sheets with the headers of a plan; raises `RegisterRefused` when none has."""
    terms = _Terms(year, officers)
    return rows.readings(
        TABLE, sheets, file, PlanReading, lambda reading, key, value: _take(reading, key, value, terms)
    )


@dataclass(frozen=True, slots=True)
class _Terms:
    year: int
    officers: Collection[str]


def _take(reading: PlanReading, key: str, value: Cell, terms: _Terms) -> None:
    """Put one cell where it belongs; raises `Unreadable` with the cure."""
    if key in FACTORY_NUMBERS:
        written = cells.text(value)
        if cells.damaged_number(written):
            raise Unreadable(
                Text(
                    f"Excel เปลี่ยนเลขทะเบียนเป็น {written} เลขท้ายหายไป จัดคอลัมน์เป็นข้อความ",
                    f"Excel has turned the number into {written} and lost its last digits; format it as text",
                )
            )
        if written:
            reading.numbers[key] = written
    elif key in ("id", "name"):
        setattr(reading, key, cells.text(value))
    elif key == "fiscal_year":
        reading.year = cells.text(value)
    elif key in EDITABLE:
        reading.values[key] = _value(reading, key, value, terms)


def _value(reading: PlanReading, key: str, value: Cell, terms: _Terms) -> str | None:
    if key == "planned_on":
        return _day(reading, value, terms.year)
    written = cells.text(value)
    if key == "state":
        return _state(written)
    if not written:
        return None
    if key == "kind":
        return _kind(written)
    return _officer(written, terms.officers) if key == "officer" else written


def _day(reading: PlanReading, value: Cell, year: int) -> str | None:
    found = cells.day(value)
    if found is None:
        return None
    if fiscal_year(found) != year:
        meant = _meant(found, year)
        hint = Text("แก้วันที่ หรือนำเข้าในแผนของปีนั้น", "Correct it, or import it into the plan of that year")
        if meant is not None:
            hint = Text(
                f"หมายถึง {dates.short(meant)} ใช่หรือไม่ พิมพ์ปีสี่หลัก",
                f"Was {dates.short(meant, 'en')} meant? Type the year with four digits",
            )
        raise Unreadable(
            Text(
                f"{dates.short(found)} ไม่อยู่ในปีงบประมาณ {year} {hint.th}",
                f"{dates.short(found, 'en')} is not in the fiscal year {year}. {hint.en}",
            )
        )
    closed = calendar().name(found)
    if not calendar().is_working_day(found):
        why = closed or Text("วันหยุดสุดสัปดาห์", "a weekend")
        told = Text(f"{dates.short(found)} เป็น{why.th}", f"{dates.short(found, 'en')} is {why.en}")
        reading.remarks.append(reading.problem("planned_on", told))
    return found.isoformat()


def _meant(found: date, year: int) -> date | None:
    """Return the day of the plan's year that a slip of the era made ``found`` of, None when there is none.

    ``12/3/70`` for 2570 is taken for 1970 by Excel, and 2027 written down twice as Buddhist is 1484.
    """
    century = (found.year // _CENTURY + 1) * _CENTURY
    for meant in (
        found.year + dates.OFFSET,
        found.year - dates.OFFSET,
        _two_digits(found.year, year),
        century,
    ):
        try:
            day = found.replace(year=meant)
        except ValueError:
            continue
        if fiscal_year(day) == year:
            return day
    return None


def _two_digits(written: int, year: int) -> int:
    """Return the year of our era whose last two digits of the Buddhist era were written."""
    return (year // _CENTURY) * _CENTURY + written % _CENTURY - dates.OFFSET


def _kind(written: str) -> str:
    code = _kinds().get(fold(written))
    if code is None:
        offered = ", ".join(kind.name.th for kind in list(visit_kinds().values())[:4])
        raise Unreadable(
            Text(
                f"ไม่รู้จักประเภทการตรวจ “{written}” ใช้เช่น {offered}",
                f"“{written}” is no kind of visit; use one such as PLAN, FOLLOW, COMPLAINT",
            )
        )
    return code


@cache
def _kinds() -> dict[str, str]:
    return {
        fold(written): kind.code
        for kind in visit_kinds().values()
        for written in (kind.code, kind.name.th, kind.name.en)
    }


def _state(written: str) -> str | None:
    if not written:
        return None
    for code in codes("assignment.state").values():
        if fold(written) in (fold(code.name.th), fold(code.name.en), code.code or "-"):
            return code.code or None
    words = " / ".join(code.name.th for code in codes("assignment.state").values())
    raise Unreadable(
        Text(f"ไม่รู้จักสถานะ “{written}” ใช้ {words}", f"“{written}” is no state of a plan; use {words}")
    )


def _officer(written: str, officers: Collection[str]) -> str:
    by_fold = {fold(name): name for name in officers}
    known = by_fold.get(fold(written))
    if known is not None:
        return known
    alike = nearest(written, officers)
    raise Unreadable(
        Text(
            f"ไม่รู้จักเจ้าหน้าที่ “{written}”"
            + (f" หมายถึง “{alike}” ใช่หรือไม่" if alike else " เพิ่มชื่อในหน้าเสนอแผน แล้วนำเข้าอีกครั้ง"),
            f"“{written}” is no known officer. "
            + (
                f"Was “{alike}” meant?"
                if alike
                else "Add the name where a plan is proposed, then import again"
            ),
        )
    )
