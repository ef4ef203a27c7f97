"""Times, moments, months and years as people type them; stored as XForms stores them."""

from __future__ import annotations

import re
from datetime import date, datetime, time

from fieldkit.errors import Text
from fieldkit.model.thai import dates
from fieldkit.model.thai.digits import to_arabic

_CLOCK_AT_END = re.compile(
    r"(?P<day>.*?)(?:^|[\s,]+|(?<=\d)T)(?P<clock>\d{1,2}[.:]\d{2}(?:\s*(?:น\.?|นาฬิกา))?)\s*$"
)
_PACKED_CLOCK_AT_END = re.compile(r"(?P<day>.*\d{4})[\s,]+(?P<clock>\d{4})\s*$")
_NOW = frozenset({"t", "now", "ตอนนี้", "เดี๋ยวนี้"})
_YEAR = re.compile(r"\d{2}|\d{4}")
_YEAR_MONTH = re.compile(r"\d{4}-\d{1,2}")


class TimeMissing(dates.DateError):
    """A day without its time of day."""

    def __init__(self) -> None:
        super().__init__(
            Text("ยังไม่มีเวลา", "The time is missing"),
            Text(
                "พิมพ์เช่น 15/2/67 13.30 หรือ 13.30 สำหรับวันนี้", "Type it like 15/2/2024 13:30, or 13:30 for today"
            ),
        )


class UnreadableMonth(dates.DateError):
    """The text is no month of a year."""

    def __init__(self, text: str) -> None:
        super().__init__(
            Text(f"อ่านเดือน “{text}” ไม่ได้", f"“{text}” cannot be read as a month"),
            Text("พิมพ์เช่น 2/2567, ก.พ. 67 หรือ กุมภาพันธ์ 2567", "Type it like 2/2024 or Feb 2024"),
        )


class UnreadableYear(dates.DateError):
    """The text is no year."""

    def __init__(self, text: str) -> None:
        super().__init__(
            Text(f"อ่านปี “{text}” ไม่ได้", f"“{text}” cannot be read as a year"),
            Text("พิมพ์เช่น 2567 หรือ 67", "Type it like 2024 or 24"),
        )


def parse_clock(text: str, now: datetime) -> time:
    """Return the time typed as ``13.30``, ``13:30``, ``1330``, ``930`` or ``t`` (now); raises DateError."""
    plain = to_arabic(text).strip()
    if plain.casefold() in _NOW:
        return now.time().replace(second=0, microsecond=0)
    return dates.parse_time(f"0{plain}" if re.fullmatch(r"\d{3}", plain) else plain)


def parse_moment(text: str, now: datetime, era: dates.Era = "be") -> datetime:
    """Return the moment typed as a date and a time (``15/2/67 13.30``, ``+1 9.00``), or a time of today.

    The result has the offset of ``now``. Raises DateError, TimeMissing when only a day was typed.
    """
    plain = to_arabic(text).strip()
    if plain.casefold() in _NOW:
        return now.replace(second=0, microsecond=0)
    found = _CLOCK_AT_END.fullmatch(plain) or _PACKED_CLOCK_AT_END.fullmatch(plain)
    if found is None:
        dates.parse(plain, today=now.date(), era=era)
        raise TimeMissing
    day = dates.parse(found["day"], today=now.date(), era=era) if found["day"].strip() else now.date()
    return datetime.combine(day, dates.parse_time(found["clock"]), now.tzinfo)


def parse_month(text: str, today: date, era: dates.Era = "be") -> date:
    """Return the first day of the month typed as ``2/67``, ``ก.พ. 67``, ``2567-02`` or ``2`` (of this year).

    Raises DateError.
    """
    plain = to_arabic(text).strip()
    if _YEAR_MONTH.fullmatch(plain):
        written = f"{plain}-01"
    else:
        written = f"1/{plain}" if plain[:1].isdigit() else f"1 {plain}"
    if not plain:
        raise UnreadableMonth(plain)
    try:
        return dates.parse(written, today=today, era=era)
    except (dates.UnreadableDate, dates.NoSuchDate):
        raise UnreadableMonth(text.strip()) from None


def parse_year(text: str, era: dates.Era = "be") -> date:
    """Return the first day of the year typed as ``2567``, ``67`` or ``ค.ศ. 2024``; raises DateError."""
    plain = to_arabic(text).strip()
    digits = re.sub(r"[^\d]", "", plain)
    if not _YEAR.fullmatch(digits):
        raise UnreadableYear(text.strip())
    try:
        return dates.parse(f"1/1/{plain}" if plain == digits else f"1 ม.ค. {plain}", era=era)
    except dates.UnreadableDate:
        raise UnreadableYear(text.strip()) from None


def stored_time(clock: time, now: datetime) -> str:
    """Return ``13:30:00.000+07:00``: a time with the offset of ``now``."""
    return (
        datetime.combine(now.date(), clock, now.tzinfo).isoformat(timespec="milliseconds").partition("T")[2]
    )


def stored_moment(moment: datetime) -> str:
    """Return ``2024-02-15T13:30:00.000+07:00``."""
    return moment.isoformat(timespec="milliseconds")


def year_words(day: date, language: str = "th") -> str:
    """Return ``พ.ศ. 2567`` or ``2024``."""
    return str(day.year) if language == "en" else f"พ.ศ. {dates.buddhist_year(day)}"
