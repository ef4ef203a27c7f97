"""Compares this laptop's clock with the centre's: it decides nothing, but it stands on every record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from fieldkit.errors import FieldkitError, Text

if TYPE_CHECKING:
    from datetime import date

MOST = timedelta(minutes=5)
"""What is told: a clock that is set by hand is a minute or two off, and an exchange takes seconds."""
_YEARS = (2000, 9000)
_YEAR = timedelta(days=365.2425)
_BUDDHIST_YEARS = 543


@dataclass(frozen=True, slots=True)
class Skew:
    """How far this laptop's clock is ahead of the centre's, in seconds; negative when it is behind."""

    seconds: int

    @property
    def told(self) -> bool:
        """Whether a person must be told."""
        return abs(self.seconds) > MOST.total_seconds()

    @property
    def buddhist(self) -> bool:
        """Whether the system's clock was set to a year of the Buddhist era."""
        return round(self.seconds / _YEAR.total_seconds()) == _BUDDHIST_YEARS


class ClockWrong(FieldkitError):
    """The laptop's clock is wrong; the exchange itself does not depend on it."""

    def __init__(self, skew: Skew) -> None:
        self.skew = skew
        if skew.buddhist:
            title = Text(
                "นาฬิกาของเครื่องตั้งปีเป็น พ.ศ.", "This laptop's clock is set to a year of the Buddhist era"
            )
            hint = Text(
                "ตั้งปีของระบบเป็น ค.ศ. เช่น 2026 โปรแกรมแสดงปี พ.ศ. ให้เอง",
                "Set the system to the Western year, such as 2026; the program itself shows Buddhist years.",
            )
        else:
            title = Text("นาฬิกาของเครื่องไม่ตรง", "This laptop's clock is wrong")
            hint = Text(
                "ตั้งวันและเวลาของเครื่องให้ตรง เวลาในบันทึกการตรวจมาจากนาฬิกานี้ ข้อมูลที่ส่งแล้วไม่เสียหาย",
                "Set date and time of this laptop: the times in records come from it."
                " What was sent is unharmed.",
            )
        super().__init__(title, hint, place=_words(skew.seconds))


def compare(wall: datetime, centre: str) -> Skew | None:
    """Return how far ``wall`` is ahead of the centre's time (ISO); None when that cannot be read."""
    try:
        return Skew(round((wall - datetime.fromisoformat(centre)).total_seconds()))
    except (ValueError, TypeError, OverflowError):
        return None


def day(centre: str) -> date | None:
    """Return the day of the centre's time (ISO); None when that cannot be read or its year is wrong."""
    try:
        found = datetime.fromisoformat(centre).date()
    except (ValueError, TypeError):
        return None
    return found if _YEARS[0] <= found.year < _YEARS[1] else None


def _words(seconds: int) -> str:
    whole = abs(seconds)
    for size, th, en in ((round(_YEAR.total_seconds()), "ปี", "years"), (86_400, "วัน", "days")):
        if whole >= size:
            return f"{seconds / size:+,.0f} {th} ({en})"
    return f"{seconds / 60:+,.0f} นาที (minutes)"
