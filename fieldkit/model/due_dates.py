"""The day by which a finding must be corrected, counted as the Civil and Commercial Code counts."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from fieldkit.model.holidays import calendar
from fieldkit.model.reference import whole_param

if TYPE_CHECKING:
    from fieldkit.model.holidays import Calendar

_ADVICE = "m"


def due_date(received: date, days: int, *, holidays: Calendar | None = None) -> date:
    """Return the last day of a period of ``days`` from the receipt of an order.

    The day of receipt is not counted (section 193/3); a period that ends on a weekend or holiday ends on the
    next working day (section 193/8). ``days`` of 0 means at once: the day of receipt itself.

    Raises:
        ValueError: ``days`` is negative.
    """
    if days < 0:
        raise ValueError(f"a period of {days} days")
    if days == 0:
        return received
    return (holidays or calendar()).next_working_day(received + timedelta(days=days))


def default_days(severity: str, on: date) -> int:
    """Return the days that the office gave on a day by severity: C critical, M major; others as minor."""
    return whole_param(f"order.days.{severity if severity in ('C', 'M') else _ADVICE}", on)
