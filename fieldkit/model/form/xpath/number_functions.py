"""Functions on numbers, dates and places (XPath 1.0 §4.4; xforms-spec "Number Functions")."""

from __future__ import annotations

import math
import random as chance
from collections.abc import Callable
from typing import Any

from fieldkit.model.form.xpath import dates
from fieldkit.model.form.xpath.places import crosses_itself, polygon_area, track_length, within
from fieldkit.model.form.xpath.table import TABLE, function
from fieldkit.model.form.xpath.values import NAN, Days, Value, each, text_number, to_number, to_string

_XPATH = "XPath 1.0 §4.4"
_ODK = "ODK XForms: Custom XPath functions"


function("pi() -> number", _ODK)(lambda: math.pi)
function("random() -> number", _ODK)(chance.random)
function("decimal-date-time(any) -> number", _ODK)(to_number)
function("decimal-time(string) -> number", _ODK)(dates.day_fraction)
function("today() -> string", _ODK, context=True)(lambda c: dates.local(c.host.now()).date().isoformat())
function("now() -> string", _ODK, context=True)(lambda c: dates.moment_text(dates.local(c.host.now())))
function("distance(any, any*) -> number", _ODK)(lambda *values: track_length(each(to_string, values)))
function("area(any) -> number", _ODK)(lambda value: polygon_area(each(to_string, [value])))
function("enclosed-area(any) -> number", _ODK)(TABLE["area"].call)
function("geofence(string, string) -> boolean", _ODK)(within)
function("intersects(string) -> boolean", "ODK Collect: intersects")(crosses_itself)


@function("number(any?) -> number", _XPATH)
def number(value: Value) -> float:
    """Return a value as a number."""
    result = to_number(value)
    dated = isinstance(value, (str, list)) and "-" in (text := to_string(value)) and dates.parse_moment(text)
    return Days(result) if dated else result


def _whole(cut: Callable[[float], int]) -> Callable[[float], float]:
    return lambda value: float(cut(value)) if math.isfinite(value) else value


function("int(number) -> number", _ODK)(_whole(math.trunc))
function("floor(number) -> number", _XPATH)(_whole(math.floor))
function("ceiling(number) -> number", _XPATH)(_whole(math.ceil))


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
        if any(map(math.isnan, values)):
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


_CALCULATIONS: dict[str, Callable[..., float]] = {
    "abs(number)": math.fabs,
    "sqrt(number)": math.sqrt,
    "log(number)": _logarithm(math.log),
    "log10(number)": _logarithm(math.log10),
    "exp(number)": math.exp,
    "exp10(number)": lambda value: 10.0**value,
    "sin(number)": math.sin,
    "cos(number)": math.cos,
    "tan(number)": math.tan,
    "asin(number)": math.asin,
    "acos(number)": math.acos,
    "atan(number)": math.atan,
    "atan2(number, number)": math.atan2,
    "pow(number, number)": power,
}
for _name, _calculate in _CALCULATIONS.items():
    function(f"{_name} -> number", _ODK)(_guarded(_calculate))


def _extreme(choose: Callable[[list[float]], float]) -> Callable[..., float]:
    """Return what gives the largest or smallest number, NaN if there is none or one is no number."""

    def call(*values: Value) -> float:
        found = each(to_number, values)
        return choose(found) if found and not any(map(math.isnan, found)) else NAN

    return call


function("max(any, any*) -> number", _ODK)(_extreme(max))
function("min(any, any*) -> number", _ODK)(_extreme(min))


@function("date(any) -> string", _ODK)
@function("date-time(any) -> string", _ODK)
def date(value: Value) -> str:
    """Return a date or date-time from text or from days since 1970."""
    if isinstance(value, (float, bool)):
        return dates.days_text(value) if value.__class__ is float else ""
    text = to_string(value)
    moment = dates.parse_moment(text)
    if moment is None:
        return dates.days_text(text_number(text))
    return dates.moment_text(dates.local(moment)) if "T" in text else moment.date().isoformat()


@function("format-date(any, string) -> string", _ODK, context=True)
@function("format-date-time(any, string) -> string", _ODK, context=True)
def format_date(context: Any, value: Value, pattern: str) -> str:
    """Write a date and time by a pattern, ``""`` if it is none."""
    written = isinstance(value, (str, list))
    moment = (dates.parse_moment(to_string(value)) if written else None) or dates.from_days(to_number(value))
    return dates.format_moment(dates.local(moment), pattern, context.host.language) if moment else ""
