"""Duplicate readings of one measurement, and the value that stands for them."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Literal, get_args

from fieldkit.model.thai.digits import Measured, format_number, parse_measured

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldkit.model.limits import Limit

Rule = Literal["worst", "mean", "max", "min"]
RULES: tuple[Rule, ...] = get_args(Rule)
# A space parts readings only after a digit and before the beginning of another one.
_BETWEEN = re.compile(
    r"\s*;\s*|(?<=[\d๐-๙])\s+(?=[<>+\-\d๐-๙.]|ND\b|ตรวจไม่พบ)|(?<=ND)\s+(?=[<\d๐-๙]|ND\b)", re.IGNORECASE
)


def split(text: str) -> list[str]:
    """Return the readings in ``7.1; 7.3`` or ``7.1 7.3``; one text for a single one."""
    parts = [part.strip() for part in _BETWEEN.split(text.strip())]
    return [part for part in parts if part]


def parse(text: str) -> list[Measured]:
    """Return each reading in ``text``; raises NumberError."""
    return [parse_measured(part) for part in split(text)]


def as_written(reading: Measured) -> str:
    """Return a reading as it is stored and typed: ``7.1``, ``<5``, ``ND``."""
    if reading.qualifier == "ND":
        return "ND" if reading.value is None else f"ND (<{_plain(reading.value)})"
    return f"{reading.qualifier}{_plain(reading.value or Decimal(0))}"


def combine(readings: Sequence[Measured], rule: str, limit: Limit | None) -> Measured:
    """Return what stands for ``readings``; there is at least one.

    ``worst`` is the one nearest to breaking ``limit``, or furthest beyond it; without a limit the highest. A
    mean takes ``<5`` as 5, which is never kinder than the truth for a maximum, and has one decimal more than
    the readings.
    """
    if rule == "mean":
        return _mean(readings)
    if rule == "min":
        return min(readings, key=lambda reading: (_number(reading), reading.qualifier != "<"))
    if rule == "max" or limit is None:
        return max(readings, key=lambda reading: (_number(reading), reading.qualifier != "<"))
    return max(readings, key=lambda reading: (_beyond(reading, limit), reading.qualifier != "<"))


def _beyond(reading: Measured, limit: Limit) -> Decimal:
    """Return how far a reading is beyond the limit's nearer bound; negative inside."""
    value = _number(reading)
    above = None if limit.maximum is None else value - limit.maximum
    below = None if limit.minimum is None else limit.minimum - value
    return max((side for side in (above, below) if side is not None), default=value)


def _mean(readings: Sequence[Measured]) -> Measured:
    if all(reading.value is None for reading in readings):
        return Measured(None, "ND")
    values = [_number(reading) for reading in readings]
    places = max(max(0, -int(value.as_tuple().exponent)) for value in values) + 1
    mean = (sum(values, Decimal(0)) / len(values)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    signs = {reading.qualifier for reading in readings}
    if signs <= {"ND", "<"}:
        return Measured(mean, "ND" if signs == {"ND"} else "<")
    return Measured(mean, ">" if ">" in signs else "")


def _number(reading: Measured) -> Decimal:
    return Decimal(0) if reading.value is None else reading.value


def _plain(value: Decimal) -> str:
    return format_number(value).replace(",", "")
