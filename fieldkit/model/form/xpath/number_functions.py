"""Functions on numbers, dates and places (XPath 1.0 §4.4; xforms-spec "Number Functions")."""

from __future__ import annotations

import math
import random as chance
from typing import TYPE_CHECKING, Any

from fieldkit.model.form.xpath import dates
from fieldkit.model.form.xpath.places import crosses_itself, polygon_area, track_length, within
from fieldkit.model.form.xpath.table import declare, function
from fieldkit.model.form.xpath.text_functions import strings
from fieldkit.model.form.xpath.values import NAN, Days, Value, text_number, to_number, to_string

if TYPE_CHECKING:
    from collections.abc import Callable

_XPATH = "XPath 1.0 §4.4"
_ODK = "ODK XForms: Custom XPath functions"


@function("number(any?) -> number", _XPATH, context=True)
def number(context: Any, *values: Value) -> float:
    """Return the argument, or the context node, as a number."""
    value = values[0] if values else [context.node]
    result = to_number(value)
    if (
        not isinstance(value, (float, bool))
        and "-" in (text := to_string(value))
        and dates.days(text) is not None
    ):
        return Days(result)
    return result


@function("int(number) -> number", _ODK)
def whole(value: float) -> float:
    """Drop the decimals."""
    return float(math.trunc(value)) if math.isfinite(value) else value


@function("round(number, number?) -> number", "ODK XForms: round with decimals")
def rounded(value: float, decimals: float = 0.0) -> float:
    """Round half away from zero, to that many decimals (negative: tens, hundreds …)."""
    if not math.isfinite(value) or decimals != decimals:
        return value if decimals == decimals else NAN
    places = int(max(-300.0, min(300.0, decimals)))
    factor = 10.0**places
    shifted = abs(value) * factor
    if not math.isfinite(shifted):
        return value
    # Web Forms divides by the factor, so that 2.15 keeps its short form.
    return math.copysign(math.floor(shifted + 0.5) / factor, value) + 0.0


@function("floor(number) -> number", _XPATH)
def floor(value: float) -> float:
    """Return the next whole number below."""
    return float(math.floor(value)) if math.isfinite(value) else value


@function("ceiling(number) -> number", _XPATH)
def ceiling(value: float) -> float:
    """Return the next whole number above."""
    return float(math.ceil(value)) if math.isfinite(value) else value


def power(base: float, exponent: float) -> float:
    """Return ``base`` to the power ``exponent``; what has no real result is NaN or infinite."""
    try:
        result = base**exponent
    except ZeroDivisionError:
        return math.inf
    except OverflowError:
        return math.inf if base > 0 or exponent % 2 == 0 else -math.inf
    return NAN if isinstance(result, complex) else result


def _guarded(calculate: Callable[..., float]) -> Callable[..., float]:
    def call(*values: float) -> float:
        if any(value != value for value in values):
            return NAN
        try:
            return calculate(*values)
        except ValueError:
            return NAN
        except OverflowError:
            return math.inf

    return call


def _logarithm(calculate: Callable[[float], float]) -> Callable[[float], float]:
    return lambda value: -math.inf if value == 0 else calculate(value)


for _name, _calculate in {
    "abs": math.fabs,
    "sqrt": math.sqrt,
    "log": _logarithm(math.log),
    "log10": _logarithm(math.log10),
    "exp": math.exp,
    "exp10": lambda value: 10.0**value,
    "sin": math.sin,
    "cos": math.cos,
    "tan": math.tan,
    "asin": math.asin,
    "acos": math.acos,
    "atan": math.atan,
}.items():
    declare(f"{_name}(number) -> number", _ODK, call=_guarded(_calculate))
declare("atan2(number, number) -> number", _ODK, call=_guarded(math.atan2))
declare("pow(number, number) -> number", _ODK, call=_guarded(power))
declare("pi() -> number", _ODK, call=lambda: math.pi)
declare("random() -> number", _ODK, call=chance.random, steady=False)


def _numbers(values: tuple[Value, ...]) -> list[float]:
    found: list[float] = []
    for value in values:
        if isinstance(value, list):
            found.extend(text_number(node.text()) for node in value)
        else:
            found.append(to_number(value))
    return found


@function("max(any, any*) -> number", _ODK)
def largest(*values: Value) -> float:
    """Return the largest number, NaN if there is none or one is no number."""
    found = _numbers(values)
    return NAN if not found or any(value != value for value in found) else max(found)


@function("min(any, any*) -> number", _ODK)
def smallest(*values: Value) -> float:
    """Return the smallest number, NaN if there is none or one is no number."""
    found = _numbers(values)
    return NAN if not found or any(value != value for value in found) else min(found)


@function("today() -> string", _ODK, context=True, steady=False)
def today(context: Any) -> str:
    """Return today's date."""
    return dates.local(context.host.now()).date().isoformat()


@function("now() -> string", _ODK, context=True, steady=False)
def now(context: Any) -> str:
    """Return the present moment."""
    return dates.moment_text(dates.local(context.host.now()))


def _moment_text(value: Value) -> str:
    if isinstance(value, (float, bool)):
        return dates.days_text(float(value)) if value.__class__ is float else ""
    text = to_string(value)
    if not text.strip():
        return ""
    moment = dates.parse_moment(text)
    if moment is None:
        plain = text_number(text)
        return dates.days_text(plain)
    return dates.moment_text(dates.local(moment)) if "T" in text else moment.date().isoformat()


@function("date(any) -> string", _ODK)
def date(value: Value) -> str:
    """Return a date from text or from days since 1970."""
    return _moment_text(value)


@function("date-time(any) -> string", _ODK)
def date_time(value: Value) -> str:
    """Return a date-time from text or from days since 1970."""
    return _moment_text(value)


@function("decimal-date-time(any) -> number", _ODK)
def decimal_date_time(value: Value) -> float:
    """Return the days since 1970, with decimals for the time."""
    return to_number(value)


@function("decimal-time(string) -> number", _ODK)
def decimal_time(text: str) -> float:
    """Return the part of the day that has passed at a time."""
    return dates.day_fraction(text)


def _formatted(context: Any, value: Value, pattern: str) -> str:
    if isinstance(value, (float, int)):
        moment = dates.from_days(float(value))
    else:
        text = to_string(value)
        moment = dates.parse_moment(text)
        if moment is None:
            moment = dates.from_days(text_number(text))
    if moment is None:
        return ""
    return dates.format_moment(dates.local(moment), pattern, context.host.language)


@function("format-date(any, string) -> string", _ODK, context=True)
def format_date(context: Any, value: Value, pattern: str) -> str:
    """Write a date by a pattern, ``""`` if it is none."""
    return _formatted(context, value, pattern)


@function("format-date-time(any, string) -> string", _ODK, context=True)
def format_date_time(context: Any, value: Value, pattern: str) -> str:
    """Write a date and time by a pattern, ``""`` if it is none."""
    return _formatted(context, value, pattern)


@function("area(any) -> number", _ODK)
def area(value: Value) -> float:
    """Return the square metres inside a shape or a set of points."""
    return polygon_area(strings((value,)))


@function("distance(any, any*) -> number", _ODK)
def distance(*values: Value) -> float:
    """Return the metres along a trace or a set of points."""
    return track_length(strings(values))


@function("geofence(string, string) -> boolean", _ODK)
def geofence(point: str, shape: str) -> bool:
    """Tell whether a point lies inside a closed shape."""
    return within(point, shape)


@function("intersects(string) -> boolean", "ODK Collect: intersects")
def intersects(line: str) -> bool:
    """Tell whether a trace or shape crosses itself."""
    return crosses_itself(line)


declare("enclosed-area(any) -> number", _ODK, call=area)
