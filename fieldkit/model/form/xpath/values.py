"""The four types of XPath values and how one becomes another (XPath 1.0 §3.2, §4; xforms-spec "XPath")."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any, Protocol

from fieldkit.model.form.xpath.dates import days

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

NAN = math.nan
_NUMBER = re.compile(r"\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\s*", re.ASCII)


class XNode(Protocol):
    """What the evaluator asks of a node, whether of the record, of a list or of any XML."""

    @property
    def name(self) -> str:
        """Qualified name as the form writes it; ``""`` for text and the document."""

    @property
    def kind(self) -> str:
        """Such as ``document``, ``element``, ``attribute``, ``text``, ``comment``, ``namespace``."""

    @property
    def up(self) -> XNode | None:
        """The parent of XPath's model (repeat ranges do not exist there)."""

    def named(self, name: str) -> Sequence[XNode]:
        """Child elements called ``name``, in document order."""

    def elements(self) -> Sequence[XNode]:
        """All child elements."""

    def content(self) -> Sequence[XNode]:
        """All children, text and comments included."""

    def attributes(self) -> Sequence[XNode]:
        """Attribute nodes."""

    def text(self) -> str:
        """The string value."""


Value = str | float | bool | list[Any]


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


def text_number(text: str) -> float:
    """Return the number that ``text`` writes, the days of a date, or NaN."""
    if _NUMBER.fullmatch(text):
        return float(text)
    if len(text) >= 8 and text[4:5] == "-":
        found = days(text)
        if found is not None:
            return found
    return NAN


def to_boolean(value: Value) -> bool:
    """XPath ``boolean()``: numbers unlike 0 and NaN, text and node sets that are not empty."""
    if value.__class__ is bool:
        return value
    if isinstance(value, (str, list)):
        return len(value) > 0
    return value == value and value != 0


def _less(left: float, right: float) -> bool:
    return left < right


def _less_equal(left: float, right: float) -> bool:
    return left <= right


def _more(left: float, right: float) -> bool:
    return left > right


def _more_equal(left: float, right: float) -> bool:
    return left >= right


_ORDER: dict[str, Callable[[float, float], bool]] = {
    "<": _less,
    "<=": _less_equal,
    ">": _more,
    ">=": _more_equal,
}


def equal(left: Value, right: Value, same: bool) -> bool:
    """XPath ``=`` (``same``) and ``!=``, XPath 1.0 §3.4; node sets compare if any pair does."""
    if left.__class__ is bool or right.__class__ is bool:
        return (to_boolean(left) == to_boolean(right)) is same
    if isinstance(left, list):
        if isinstance(right, list):
            others = [node.text() for node in right]
            return any((text == other) is same for text in texts(left) for other in others)
        return any(_equal_scalar(text, right, same) for text in texts(left))
    if isinstance(right, list):
        return any(_equal_scalar(left, text, same) for text in texts(right))
    return _equal_scalar(left, right, same)


def _equal_scalar(left: Value, right: Value, same: bool) -> bool:
    if isinstance(left, str) and isinstance(right, str):
        return (left == right) is same
    return (to_number(left) == to_number(right)) is same


def ordered(operator: str, left: Value, right: Value) -> bool:
    """XPath ``<``, ``<=``, ``>`` and ``>=``: always by number."""
    compare = _ORDER[operator]
    if isinstance(left, list) and right.__class__ is not bool:
        rights = [text_number(t) for t in texts(right)] if isinstance(right, list) else [to_number(right)]
        return any(compare(text_number(text), other) for text in texts(left) for other in rights)
    if isinstance(right, list) and left.__class__ is not bool:
        number = to_number(left)
        return any(compare(number, text_number(text)) for text in texts(right))
    if isinstance(left, list) or isinstance(right, list):
        return compare(float(to_boolean(left)), float(to_boolean(right)))
    return compare(to_number(left), to_number(right))


def texts(nodes: Sequence[XNode]) -> Iterator[str]:
    """Yield the text of each node, only as far as it is asked for."""
    for node in nodes:
        yield node.text()
