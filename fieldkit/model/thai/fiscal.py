"""Fiscal years, quarters and inspection rounds of Thai government offices, counted in the Buddhist era."""

from __future__ import annotations

import re
from datetime import date, timedelta

from fieldkit.errors import FieldkitError, Text
from fieldkit.model.thai.dates import EARLIEST_YEAR, LATEST_YEAR, OFFSET
from fieldkit.model.thai.digits import to_arabic

START_MONTH = 10
"""The fiscal year 2567 is 1 October 2566 to 30 September 2567."""


class RoundError(FieldkitError):
    """A text that names no inspection round."""


def fiscal_year(day: date) -> int:
    """Return the fiscal year (B.E.) in which ``day`` lies."""
    return day.year + OFFSET + (1 if day.month >= START_MONTH else 0)


def fiscal_quarter(day: date) -> int:
    """Return 1 (October to December) to 4 (July to September)."""
    return (day.month - START_MONTH) % 12 // 3 + 1


def inspection_round(day: date) -> str:
    """Return the inspector-general's round, ``"1/2567"`` (October to March) or ``"2/2567"``."""
    return f"{1 if fiscal_quarter(day) <= 2 else 2}/{fiscal_year(day)}"


def fiscal_year_span(year: int) -> tuple[date, date]:
    """Return the first and last day of the fiscal year ``year`` (B.E.)."""
    return date(year - OFFSET - 1, START_MONTH, 1), date(year - OFFSET, START_MONTH, 1) - timedelta(days=1)


def fiscal_quarter_span(year: int, quarter: int) -> tuple[date, date]:
    """Return the first and last day of quarter 1 to 4 of the fiscal year ``year`` (B.E.)."""
    if not 1 <= quarter <= 4:
        raise ValueError(f"a fiscal year has no quarter {quarter}")
    return _quarter_start(year, quarter), _quarter_start(year, quarter + 1) - timedelta(days=1)


def inspection_round_span(name: str) -> tuple[date, date]:
    """Return the first and last day of a round such as ``1/2567``; raises ``RoundError``."""
    found = re.fullmatch(r"(?:รอบ(?:ที่)?\s*)?([12])\s*/\s*(\d{4})", to_arabic(name).strip())
    if not found or not EARLIEST_YEAR < int(found[2]) <= LATEST_YEAR:
        raise RoundError(
            Text(f"ไม่มีรอบตรวจราชการ “{name}”", f"There is no inspection round “{name}”"),
            Text("เขียนเช่น 1/2567 หรือ 2/2567", "Write it like 1/2567 or 2/2567"),
        )
    half, year = int(found[1]), int(found[2])
    first, last = fiscal_quarter_span(year, 2 * half - 1), fiscal_quarter_span(year, 2 * half)
    return first[0], last[1]


def _quarter_start(year: int, quarter: int) -> date:
    months = (year - OFFSET - 1) * 12 + START_MONTH - 1 + 3 * (quarter - 1)
    return date(months // 12, months % 12 + 1, 1)
