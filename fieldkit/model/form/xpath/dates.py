"""Dates and times of XForms as text, and as days since 1970-01-01T00:00Z (xforms-spec "Date and time")."""

from __future__ import annotations

import math
import re
import time
import tomllib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from pathlib import Path

_ZONE = r"(Z|[+-](?:0\d|1[0-4])(?::?[0-5]\d)?)?"
_MOMENT = re.compile(
    rf"(\d{{4}})-(\d{{1,2}})-(\d{{1,2}})(?:T(\d{{2}}):(\d{{2}})(?::(\d{{2}})(?:\.(\d+))?)?\s*{_ZONE})?",
    re.ASCII,
)
_TIME = re.compile(rf"(\d{{1,2}}):(\d{{2}})(?::(\d{{2}})(?:\.(\d+))?)?{_ZONE}", re.ASCII)
_DAY = 86_400.0
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

_FIELDS: dict[str, Callable[[datetime, str], str]] = {
    "Y": lambda moment, language: f"{moment.year:04d}",
    "y": lambda moment, language: f"{moment.year % 100:02d}",
    "m": lambda moment, language: f"{moment.month:02d}",
    "n": lambda moment, language: str(moment.month),
    "b": lambda moment, language: _names("months", language)[moment.month - 1],
    "d": lambda moment, language: f"{moment.day:02d}",
    "e": lambda moment, language: str(moment.day),
    "H": lambda moment, language: f"{moment.hour:02d}",
    "h": lambda moment, language: str(moment.hour),
    "M": lambda moment, language: f"{moment.minute:02d}",
    "S": lambda moment, language: f"{moment.second:02d}",
    "3": lambda moment, language: f"{moment.microsecond // 1000:03d}",
    "a": lambda moment, language: _names("weekdays", language)[moment.weekday()],
    "W": lambda moment, language: f"{moment.isocalendar()[1]:02d}",
    "u": lambda moment, language: str(moment.isoweekday()),
    "Z": lambda moment, language: f"{moment:%z}",
    "%": lambda moment, language: "%",
}
"""What follows ``%`` in a pattern of ``format-date-time`` (xforms-spec), written in a language."""


@cache
def _calendar() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(Path(__file__).with_name("calendar.toml").read_text(encoding="utf-8"))


def _names(kind: str, language: str) -> list[str]:
    return _calendar().get(language, _calendar()["en"])[kind]


def local(moment: datetime) -> datetime:
    """Return ``moment`` in the zone of this computer; a moment without a zone is taken as local already.

    ``datetime.astimezone`` fails on Windows before 1970, where birth years lie; the standard
    offset serves then.
    """
    try:
        return moment.astimezone()
    except (OSError, OverflowError, ValueError):
        zone = timezone(timedelta(seconds=-time.timezone))
        return moment.replace(tzinfo=zone) if moment.tzinfo is None else moment.astimezone(zone)


def parse_moment(text: str) -> datetime | None:
    """Return the moment that an ISO date or date-time names, in its zone or the local one, or None."""
    match = _MOMENT.fullmatch(text.strip())
    moment = _moment(*match.groups()) if match else None
    return moment if moment is None or moment.tzinfo else local(moment)


def parse_time(text: str) -> datetime | None:
    """Return the moment of an ISO time on 1970-01-01, in its zone if it names one, or None."""
    match = _TIME.fullmatch(text.strip())
    return _moment("1970", "1", "1", *match.groups()) if match else None


def _moment(year: str, month: str, day: str, *clock: str | None) -> datetime | None:
    """Put together a date, and hour, minute, second, fraction and zone as far as they are written."""
    hour, minute, second, fraction, zone = (part or "" for part in clock)
    text = f"{year}-{month:0>2}-{day:0>2}T{hour:0>2}:{minute:0>2}:{second:0>2}.{fraction:0<6.6}{zone}"
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def days(text: str) -> float:
    """Return the days since the epoch that ``text`` names, or NaN; a date begins at local midnight."""
    moment = parse_moment(text)
    return math.nan if moment is None else (moment - _EPOCH).total_seconds() / _DAY


def day_fraction(text: str) -> float:
    """Return the part of the day, in the local zone, that a time stands for (``decimal-time``), or NaN."""
    moment = parse_time(text)
    if moment is None:
        return math.nan
    here = local(datetime.now(UTC)).tzinfo
    clock = moment.astimezone(here) if moment.tzinfo else moment
    return (clock - clock.replace(hour=0, minute=0, second=0, microsecond=0)).total_seconds() / _DAY


def from_days(number: float) -> datetime | None:
    """Return the local moment ``number`` days after the epoch, or None if no calendar has it."""
    try:
        # Milliseconds, as far as XForms keeps them; a float of days is not exact.
        return local(_EPOCH + timedelta(milliseconds=round(number * 86_400_000)))
    except (OverflowError, ValueError):
        return None


def moment_text(moment: datetime) -> str:
    """Return ``moment`` as XForms stores it: ``2024-05-01T09:30:00.000+07:00``."""
    return moment.isoformat(timespec="milliseconds")


def days_text(number: float) -> str:
    """Return the date at ``number`` days, with the time unless it is midnight; ``""`` if there is none."""
    moment = from_days(number)
    if moment is None:
        return ""
    midnight = (moment.hour, moment.minute, moment.second, moment.microsecond) == (0, 0, 0, 0)
    return moment.date().isoformat() if midnight else moment_text(moment)


def format_moment(moment: datetime, pattern: str, language: str) -> str:
    """Return ``moment`` written as ``pattern`` says (ODK ``format-date-time``), names in ``language``."""
    code = language_code(language)

    def written(found: re.Match[str]) -> str:
        field = _FIELDS.get(found[1])
        return found[0] if field is None else field(moment, code)

    return re.sub(r"%(.)", written, pattern, flags=re.DOTALL)


def language_code(language: str) -> str:
    """Return ``th`` for ``ไทย (th)``, ``th-TH`` or ``Thai``; the two letters found, or ``en``."""
    inside = re.search(r"\(([a-z]{2,3})(?:[-_]\w+)*\)\s*$", language)
    if inside:
        return inside[1]
    names = {"ไทย": "th", "thai": "th", "english": "en", "français": "fr", "french": "fr", "español": "es"}
    plain = language.strip().lower()
    if plain in names:
        return names[plain]
    return plain[:2] if re.fullmatch(r"[a-z]{2}(?:[-_]\w+)*", plain) else "en"
