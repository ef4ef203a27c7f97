"""Values as the record stores them, by type (xforms-spec "Data types"); what no type can hold is blank."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from fieldkit.model.form.xpath import dates
from fieldkit.model.form.xpath.places import parse_point
from fieldkit.model.form.xpath.values import number_text, plain_number, text_number

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieldkit.model.form.fields import Field

_DECIMAL = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}:\d{2}(?:\.\d+)?)?", re.ASCII)
_SECONDS = re.compile(r"\d{2}:\d{2}:\d{2}")


def integer(text: str) -> str:
    """Return a whole number of 32 bits; decimals are dropped."""
    number = plain_number(text)
    return str(math.trunc(number)) if -(2**31) - 1 < number < 2**31 else ""


def decimal(text: str) -> str:
    """Return a number in plain digits."""
    if _DECIMAL.fullmatch(text := text.strip()):
        return text
    number = plain_number(text)
    return number_text(number) if math.isfinite(number) else ""


def date(text: str) -> str:
    """Return a calendar date; a time behind it is dropped."""
    found = dates.parse_moment(text.strip().partition("T")[0]) if _DATE.fullmatch(text.strip()) else None
    return "" if found is None else found.date().isoformat()


def geopoint(text: str) -> str:
    """Return a place: latitude, longitude, altitude, accuracy, each with decimals."""
    numbers = [plain_number(part) for part in text.split()]
    if parse_point(text) is None or not all(map(math.isfinite, numbers)):
        return ""
    return " ".join(map(repr, [*numbers, 0.0, 0.0][:4]))


def geotrace(text: str, least: int = 2) -> str:
    """Return two places or more divided by semicolons."""
    points = [geopoint(part) for part in text.split(";") if part.strip()]
    return ";".join(points) if len(points) >= least and all(points) else ""


def geoshape(text: str) -> str:
    """Return three places or more, the first again at the end."""
    points = geotrace(text, 3).split(";")
    return ";".join(points) if points[0].split()[:2] == points[-1].split()[:2] else ""


# Date-times and times stay as they were written.
_BY_TYPE: dict[str, Callable[[str], str]] = {
    "int": integer,
    "decimal": decimal,
    "date": date,
    "dateTime": lambda text: text if "T" in text and dates.parse_moment(text) else "",
    "time": lambda text: text if _SECONDS.match(text) and dates.parse_time(text) else "",
    "geopoint": geopoint,
    "geotrace": geotrace,
    "geoshape": geoshape,
}
_BY_CONTROL: dict[str, Callable[[str], str]] = {
    "trigger": lambda text: "OK" if text.strip().lower() == "ok" else "",
    "select": lambda text: " ".join(text.split()),
    "rank": lambda text: " ".join(text.split()),
    "select1": str.strip,
}


def decode(text: str, field: Field) -> str:
    """Bring a value into the form that ``field`` stores; blank if it cannot be."""
    control = field.control
    codec = _BY_CONTROL.get(control.tag if control else "") or _BY_TYPE.get(field.bind.type)
    found = codec(text) if codec is not None and text else text
    if found and control is not None and control.tag == "range":
        limits = [text_number(control.attributes.get(end, "")) for end in ("start", "end")]
        number = text_number(found)
        return "" if number < min(limits) or number > max(limits) else found
    return found
