"""The four types of XPath values and how one becomes another (XPath 1.0 §3.2, §4; xforms-spec "XPath")."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from fieldkit.model.form.xpath.dates import days

NAN = math.nan
_NUMBER = re.compile(r"\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\s*", re.ASCII)
Value = str | float | bool | list[Any]
Wanted = TypeVar("Wanted")


class Days(float):
    """A number that came from a date: written as whole days (xforms-spec "number()")."""


def to_string(value: Value) -> str:
    """XPath ``string()``: the first node's text, numbers without needless digits."""
    if isinstance(value, str):
        return value
    if value is True:
        return "true"
    if value is False:
        return "false"
    if isinstance(value, list):
        return value[0].text() if value else ""
    return number_text(value)


def number_text(number: float) -> str:
    """Return a number as XPath writes it, to 15 significant digits and never with an exponent."""
    if number != number:
        return "NaN"
    if number.__class__ is Days:
        return str(math.floor(number))
    if number in (math.inf, -math.inf):
        return "Infinity" if number > 0 else "-Infinity"
    if number == int(number) and abs(number) < 1e15:
        return str(int(number))
    text = f"{number:.15g}"
    if "e" in text:
        text = f"{number:.20f}".rstrip("0").rstrip(".") if abs(number) < 1 else str(int(number))
    return text


def to_number(value: Value) -> float:
    """XPath ``number()``; a date or date-time counts as days since 1970 (xforms-spec "Date arithmetic")."""
    if value.__class__ is float:
        return value
    if isinstance(value, str):
        return text_number(value)
    if isinstance(value, list):
        return text_number(value[0].text()) if value else NAN
    return float(value)


def plain_number(text: str) -> float:
    """Return the number that ``text`` writes, or NaN."""
    return float(text) if _NUMBER.fullmatch(text) else NAN


def text_number(text: str) -> float:
    """Return the number that ``text`` writes, the days of a date, or NaN."""
    if _NUMBER.fullmatch(text):
        return float(text)
    return days(text) if len(text) >= 8 and text[4:5] == "-" else NAN


def to_boolean(value: Value) -> bool:
    """XPath ``boolean()``: numbers unlike 0 and NaN, text and node sets that are not empty."""
    if value.__class__ is bool:
        return value
    if isinstance(value, (str, list)):
        return len(value) > 0
    return value == value and value != 0


_CONVERTERS: dict[tuple[str, str], Callable[[Any], Any]] = {
    ("number", "string"): number_text,
    ("string", "number"): text_number,
    ("any", "string"): to_string,
    ("any", "number"): to_number,
    ("any", "boolean"): to_boolean,
}


def converter(given: str, wanted: str) -> Callable[[Any], Any]:
    """Return what makes a string, number or boolean of a value whose type is mostly known beforehand."""
    return _CONVERTERS.get((given, wanted)) or _CONVERTERS["any", wanted]


def each(convert: Callable[[Value], Wanted], values: Iterable[Value]) -> list[Wanted]:
    """Convert values, every node of a node set counting for itself."""
    found: list[Wanted] = []
    for value in values:
        if isinstance(value, list):
            found += map(convert, [node.text() for node in value])
        else:
            found.append(convert(value))
    return found


def pick(items: Sequence[Any], place: float) -> list[Any]:
    """Return the item at a place from 1, in a list; [] if there is none."""
    return [items[int(place) - 1]] if 1 <= place <= len(items) and place == int(place) else []


def _same(left: Value, right: Value) -> bool:
    if left.__class__ is bool or right.__class__ is bool:
        return to_boolean(left) == to_boolean(right)
    if isinstance(left, str) and isinstance(right, str):
        return left == right
    return to_number(left) == to_number(right)


COMPARISONS: dict[str, Callable[[Value, Value], bool]] = {
    "=": _same,
    "!=": lambda left, right: not _same(left, right),
    "<": lambda left, right: to_number(left) < to_number(right),
    "<=": lambda left, right: to_number(left) <= to_number(right),
    ">": lambda left, right: to_number(left) > to_number(right),
    ">=": lambda left, right: to_number(left) >= to_number(right),
}


def compared(holds: Callable[[Value, Value], bool], left: Value, right: Value) -> bool:
    """Compare (XPath 1.0 §3.4): of node sets any pair may do, unless the other side is a truth."""
    if left.__class__ is bool or right.__class__ is bool:
        left, right = (to_boolean(side) if isinstance(side, list) else side for side in (left, right))
    if isinstance(left, list):
        others = [node.text() for node in right] if isinstance(right, list) else [right]
        return any(holds(node.text(), other) for node in left for other in others)
    if isinstance(right, list):
        return any(holds(left, node.text()) for node in right)
    return holds(left, right)
