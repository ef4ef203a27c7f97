"""Dates as real dates that show the Buddhist era, and the same day as ISO text."""

from __future__ import annotations

from datetime import date, datetime, time

# `07` is the Thai Buddhist calendar, `1` Arabic digits, `041E` Thai (Thailand); measured with LibreOffice 7.4
# (15 ก.พ. 2567), and what Excel itself writes for its Thai date formats.
_BUDDHIST = "[$-107041E]"
_GREGORIAN = "[$-409]"
DATE_FORMATS = {"th": f"{_BUDDHIST}d mmm yyyy", "en": f"{_GREGORIAN}d mmm yyyy"}
MOMENT_FORMATS = {"th": f'{_BUDDHIST}d mmm yyyy h.mm" น."', "en": f"{_GREGORIAN}d mmm yyyy h:mm"}

# Excel counts 29 February 1900, which never was; days before it are shown one off.
_FIRST = date(1900, 3, 1)


def to_date(value: object) -> date | None:
    """Return the day that an ISO text, date or time says; None when it is no date a spreadsheet can hold."""
    moment = to_moment(value)
    return None if moment is None else moment.date()


def to_moment(value: object) -> datetime | None:
    """Return the wall time at its own place, without offset, since spreadsheets have none."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value.strip())
        except ValueError:
            return None
    if isinstance(value, datetime):
        moment = value.replace(tzinfo=None, microsecond=0)
    elif isinstance(value, date):
        moment = datetime.combine(value, time())
    else:
        return None
    return moment if moment.date() >= _FIRST else None


def iso(value: object) -> str:
    """Return the ISO text of a date or time with its offset; ``""`` for nothing, other text unchanged."""
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)
