"""Values as the record stores them, by type (xforms-spec "Data types"); what no type can hold is blank."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from fieldkit.model.form.xpath import dates
from fieldkit.model.form.xpath.places import parse_point
from fieldkit.model.form.xpath.values import number_text

if TYPE_CHECKING:
    from collections.abc import Callable

_DECIMAL = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}:\d{2}(?:\.\d+)?)?", re.ASCII)
_SECONDS = re.compile(r"\d{2}:\d{2}:\d{2}")
_INT_RANGE = 2**31


def integer(text: str) -> str:
    """Return a whole number of 32 bits; decimals are dropped."""
    plain = text.strip()
    if not _NUMBER.fullmatch(plain):
        return ""
    number = float(plain)
    if not math.isfinite(number) or not -_INT_RANGE <= math.trunc(number) < _INT_RANGE:
        return ""
    return str(math.trunc(number))


def decimal(text: str) -> str:
    """Return a number in plain digits."""
    plain = text.strip()
    if _DECIMAL.fullmatch(plain):
        return plain
    if not _NUMBER.fullmatch(plain):
        return ""
    number = float(plain)
    return number_text(number) if math.isfinite(number) else ""


def date(text: str) -> str:
    """Return a calendar date; a time behind it is dropped."""
    if not _DATE.fullmatch(text.strip()):
        return ""
    found = dates.parse_moment(text.strip().partition("T")[0])
    return "" if found is None else found.date().isoformat()


def date_time(text: str) -> str:
    """Return a date-time as it was written."""
    return text if "T" in text and dates.parse_moment(text) is not None else ""


def time(text: str) -> str:
    """Return a time as it was written."""
    return text if _SECONDS.match(text) and dates.parse_time(text) is not None else ""


def geopoint(text: str) -> str:
    """Return a place: latitude, longitude, altitude, accuracy, each with decimals."""
    if parse_point(text) is None:
        return ""
    parts = text.split()
    try:
        numbers = [float(part) for part in parts] + [0.0] * (4 - len(parts))
    except ValueError:
        return ""
    return " ".join(map(repr, numbers)) if all(map(math.isfinite, numbers)) else ""


def geotrace(text: str) -> str:
    """Return two places or more divided by semicolons."""
    return _places(text, 2)


def geoshape(text: str) -> str:
    """Return three places or more, the first again at the end."""
    found = _places(text, 3)
    points = found.split(";")
    return found if len(points) > 1 and points[0].split()[:2] == points[-1].split()[:2] else ""


def _places(text: str, least: int) -> str:
    points = [geopoint(part) for part in text.split(";") if part.strip()]
    return ";".join(points) if len(points) >= least and all(points) else ""


def trigger(text: str) -> str:
    """Return ``OK`` or nothing."""
    return "OK" if text.strip().lower() == "ok" else ""


def choices(text: str) -> str:
    """Return chosen names divided by single spaces."""
    return " ".join(text.split())


_BY_TYPE: dict[str, Callable[[str], str]] = {
    "int": integer,
    "decimal": decimal,
    "date": date,
    "dateTime": date_time,
    "time": time,
    "geopoint": geopoint,
    "geotrace": geotrace,
    "geoshape": geoshape,
}


def codec(bind_type: str, tag: str) -> Callable[[str], str] | None:
    """Return what brings a value into the form its type stores, None if any text will do."""
    if tag == "trigger":
        return trigger
    if tag in ("select", "rank"):
        return choices
    if tag == "select1":
        return str.strip
    return _BY_TYPE.get(bind_type)
