"""Dates as Thai offices write and type them: Buddhist era outside, ISO Gregorian inside.

A year of the Buddhist era is the Gregorian year + 543; only the Gregorian year tells a leap year.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from typing import Literal

from fieldkit.errors import FieldkitError, Text
from fieldkit.model.thai.digits import to_arabic, to_thai

Era = Literal["be", "ce"]

OFFSET = 543
EARLIEST_YEAR, LATEST_YEAR = 2400, 2650
"""Years (B.E.) outside of these are typing errors; before 2484 the new-year day differed and is ignored."""

MONTHS = (
    *("มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน"),
    *("กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม"),
)
SHORT_MONTHS = (
    *("ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย."),
    *("ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค."),
)
DAYS = ("จันทร์", "อังคาร", "พุธ", "พฤหัสบดี", "ศุกร์", "เสาร์", "อาทิตย์")
SHORT_DAYS = ("จ.", "อ.", "พ.", "พฤ.", "ศ.", "ส.", "อา.")
ENGLISH_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
ENGLISH_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class DateError(FieldkitError):
    """A typed date that cannot be taken as it stands."""


class UnreadableDate(DateError):
    """The text is in none of the accepted forms."""

    def __init__(self, text: str) -> None:
        super().__init__(
            Text(f"อ่านวันที่ “{text}” ไม่ได้", f"“{text}” cannot be read as a date"),
            Text("พิมพ์เช่น 15/2/2567, 15 ก.พ. 67 หรือ 150267", "Type it like 15/2/2567, 15 ก.พ. 67 or 150267"),
        )


class NoSuchDate(DateError):
    """The calendar has no such day."""

    def __init__(self, text: str) -> None:
        super().__init__(
            Text(f"ไม่มีวันที่ “{text}” ในปฏิทิน", f"The calendar has no day “{text}”"),
            Text("ตรวจวัน เดือน และปีอีกครั้ง", "Check the day, the month and the year"),
        )


class YearOutOfRange(DateError):
    """The year is not one of the years 2400 to 2650 of the Buddhist era."""

    def __init__(self, year: int) -> None:
        super().__init__(
            Text(f"ปี {year} อยู่นอกช่วงที่ใช้ได้", f"The year {year} is out of range"),
            Text(
                f"ใช้ปี พ.ศ. {EARLIEST_YEAR} ถึง {LATEST_YEAR}",
                f"Use a year from {EARLIEST_YEAR - OFFSET} to {LATEST_YEAR - OFFSET}"
                f" (B.E. {EARLIEST_YEAR} to {LATEST_YEAR})",
            ),
        )


class AmbiguousYear(DateError):
    """A year of the other era was typed; ``offered`` is the date that was probably meant."""

    def __init__(self, year: int, offered: date, era: Era) -> None:
        other = year + OFFSET if era == "be" else year - OFFSET
        known = ("พ.ศ.", "B.E.") if era == "be" else ("ค.ศ.", "C.E.")
        super().__init__(
            Text(f"ปี {year} ไม่ใช่ปี {known[0]}", f"{year} is not a year {known[1]}"),
            Text(
                f"หมายถึง {short(offered)} (ปี {other}) ใช่หรือไม่",
                f"Did you mean {short(offered, 'en')} (year {other})?",
            ),
        )
        self.offered = offered


def buddhist_year(day: date) -> int:
    """Return the year of ``day`` in the Buddhist era."""
    return day.year + OFFSET


def full(day: date, language: str = "th") -> str:
    """Return ``วันพฤหัสบดีที่ 15 กุมภาพันธ์ พ.ศ. 2567`` or ``Thursday 15 February 2024``."""
    if language == "en":
        return f"{ENGLISH_DAYS[day.weekday()]} {day.day} {ENGLISH_MONTHS[day.month - 1]} {day.year}"
    return f"วัน{DAYS[day.weekday()]}ที่ {day.day} {MONTHS[day.month - 1]} พ.ศ. {buddhist_year(day)}"


def official(day: date, *, abbreviated: bool = False) -> str:
    """Return the form of official letters, in Thai digits: ``๑๕ กุมภาพันธ์ ๒๕๖๗`` or ``๑๕ ก.พ. ๒๕๖๗``."""
    months = SHORT_MONTHS if abbreviated else MONTHS
    return to_thai(f"{day.day} {months[day.month - 1]} {buddhist_year(day)}")


def short(day: date, language: str = "th", *, two_digit_year: bool = False) -> str:
    """Return ``15 ก.พ. 2567`` (``15 ก.พ. 67``) or ``15 Feb 2024`` (``15 Feb 24``)."""
    english = language == "en"
    year = f"{day.year if english else buddhist_year(day):04d}"
    month = ENGLISH_MONTHS[day.month - 1][:3] if english else SHORT_MONTHS[day.month - 1]
    return f"{day.day} {month} {year[-2:] if two_digit_year else year}"


def numeric(day: date, language: str = "th") -> str:
    """Return ``15/02/2567`` or, in English, ``15/02/2024``: what a date field shows."""
    year = day.year if language == "en" else buddhist_year(day)
    return f"{day.day:02d}/{day.month:02d}/{year:04d}"


def month_and_year(day: date, language: str = "th") -> str:
    """Return ``กุมภาพันธ์ 2567`` or ``February 2024``."""
    if language == "en":
        return f"{ENGLISH_MONTHS[day.month - 1]} {day.year}"
    return f"{MONTHS[day.month - 1]} {buddhist_year(day)}"


def clock(moment: time | datetime, language: str = "th") -> str:
    """Return ``13.30 น.`` or ``13:30``."""
    return f"{moment:%H:%M}" if language == "en" else f"{moment:%H.%M} น."


def short_moment(moment: datetime, language: str = "th") -> str:
    """Return ``15 ก.พ. 2567 13.30 น.`` or ``15 Feb 2024 13:30``, in the offset that ``moment`` carries."""
    return f"{short(moment.date(), language)} {clock(moment, language)}"


def era_of(language: str) -> Era:
    """Return the era in which fields of this language are read."""
    return "ce" if language == "en" else "be"


_WEEKDAY = re.compile(
    rf"^(?:วัน)?(?:{'|'.join(DAYS)})(?:ที่)?\s*|^(?:{'|'.join(ENGLISH_DAYS)}),?\s*", re.IGNORECASE
)
_RELATIVE = re.compile(r"([+-])(\d{1,4})")
_PACKED = re.compile(r"(\d{2})(\d{2})(\d{2}|\d{4})")
_BARE_DAY = re.compile(r"\d{1,2}")
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_NUMERIC = re.compile(r"(\d{1,2})\s*[/.\- ]\s*(\d{1,2})(?:\s*[/.\- ]\s*(\d{2}|\d{4}))?")
_WORDED = re.compile(r"(?:วันที่\s*)?(\d{1,2})\s*[/.\- ]?\s*([^\d\s][^\d]*?)[/\- ]?\s*(\d{2}|\d{4})?")
_ERA = re.compile(r"พ\s*\.?\s*ศ\s*\.?(?=\s*\d)|\bB\.?E\.?(?=\s*\d)", re.IGNORECASE)
_COMMON_ERA = re.compile(r"ค\s*\.?\s*ศ\s*\.?(?=\s*\d)|\b[AC]\.?[DE]\.?(?=\s*\d)", re.IGNORECASE)
_CLOCK = re.compile(r"(\d{1,2})(?:[.:](\d{2})|(?<=\d{2})(\d{2}))(?:\s*(?:น\.?|นาฬิกา))?")


def parse(text: str, *, today: date | None = None, era: Era = "be") -> date:
    """Return the date that a person typed.

    Accepted: ``15/2/67``, ``5-3-68``, ``5.3.2568``, ``050368``, ``๕/๓/๒๕๖๘``, ``15 ก.พ. 67``,
    ``15 กุมภาพันธ์ พ.ศ. 2567`` also with its weekday, ``2567-02-15``; with ``today`` also a bare day (of
    today's month), ``15/2`` (of today's year), ``+7`` and ``-3`` (days from today).
    Two-digit years are 2500 to 2599 (``era="ce"``: 2000 to 2099); ``ค.ศ.`` or ``พ.ศ.`` before the year rules
    over ``era``.

    Raises:
        AmbiguousYear: a Gregorian year in a Buddhist-era field or the reverse; carries the offered date.
        NoSuchDate: the calendar has no such day.
        YearOutOfRange: the year is before 2400 or after 2650.
        UnreadableDate: none of these forms, or a relative one without ``today``.
    """
    original, cleaned = text.strip(), _clean(text)
    if moved := _RELATIVE.fullmatch(cleaned):
        return _moved(moved, today, original)
    if _COMMON_ERA.search(cleaned):
        cleaned, era = _COMMON_ERA.sub("", cleaned), "ce"
    elif _ERA.search(cleaned):
        cleaned, era = _ERA.sub("", cleaned), "be"
    day, month, year = _parts(cleaned, today, original)
    return _assemble(day, month, _whole_year(year, today, era, original), era, original)


def parse_time(text: str) -> time:
    """Return the time typed as ``13.30 น.``, ``13:30``, ``1330`` or ``๑๓.๓๐``; raises ``DateError``."""
    found = _CLOCK.fullmatch(_clean(text))
    try:
        if found:
            return time(int(found[1]), int(found[2] or found[3]))
    except ValueError:
        pass
    raise DateError(
        Text(f"อ่านเวลา “{text.strip()}” ไม่ได้", f"“{text.strip()}” cannot be read as a time"),
        Text("พิมพ์เช่น 13.30 หรือ 1330", "Type it like 13:30 or 1330"),
    )


def _clean(text: str) -> str:
    plain = unicodedata.normalize("NFC", to_arabic(text)).replace("\u200b", "").replace("\ufeff", "")
    return _WEEKDAY.sub("", re.sub(r"\s+", " ", plain).strip())


def _moved(moved: re.Match[str], today: date | None, original: str) -> date:
    if today is None:
        raise UnreadableDate(original)
    return today + timedelta(days=int(moved[0]))


def _parts(cleaned: str, today: date | None, original: str) -> tuple[int, int, str]:
    """Return day, month and the year as typed, empty when it was left out."""
    if found := _YEAR_FIRST.fullmatch(cleaned):
        return int(found[3]), int(found[2]), found[1]
    if found := _PACKED.fullmatch(cleaned) or _NUMERIC.fullmatch(cleaned):
        return int(found[1]), int(found[2]), found[3] or ""
    if found := _WORDED.fullmatch(cleaned):
        return int(found[1]), _month(found[2], original), found[3] or ""
    if today is not None and _BARE_DAY.fullmatch(cleaned):
        return int(cleaned), today.month, ""
    raise UnreadableDate(original)


def _month(word: str, original: str) -> int:
    folded = re.sub(r"[.\s]", "", word).casefold()
    for number, (thai, brief, english) in enumerate(
        zip(MONTHS, SHORT_MONTHS, ENGLISH_MONTHS, strict=True), 1
    ):
        if folded in (thai, brief.replace(".", ""), english.casefold(), english[:3].casefold()):
            return number
    raise UnreadableDate(original)


def _whole_year(typed: str, today: date | None, era: Era, original: str) -> int:
    if len(typed) == 4:
        return int(typed)
    if typed:
        return (2500 if era == "be" else 2000) + int(typed)
    if today is None:
        raise UnreadableDate(original)
    return buddhist_year(today) if era == "be" else today.year


def _assemble(day: int, month: int, year: int, era: Era, original: str) -> date:
    buddhist = EARLIEST_YEAR <= year <= LATEST_YEAR
    if not buddhist and not EARLIEST_YEAR <= year + OFFSET <= LATEST_YEAR:
        raise YearOutOfRange(year)
    try:
        found = date(year - OFFSET if buddhist else year, month, day)
    except ValueError:
        raise NoSuchDate(original) from None
    if buddhist != (era == "be"):
        raise AmbiguousYear(year, found, era)
    return found
