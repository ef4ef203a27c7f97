"""Functions on text, choices and truth (XPath 1.0 §4.2, §4.3; xforms-spec "String Functions")."""

from __future__ import annotations

import math
import uuid as uuids
from functools import lru_cache
from typing import Any

import re2

from fieldkit.errors import Text
from fieldkit.model.form.xpath.syntax import XPathError
from fieldkit.model.form.xpath.table import declare, function
from fieldkit.model.form.xpath.values import Value, to_boolean, to_number, to_string

_XPATH = "XPath 1.0 §4.2"
_ODK = "ODK XForms: Custom XPath functions"
_SPACE = " \t\r\n"
LONGEST_TEXT = 1_000_000


@function("string(any?) -> string", _XPATH, context=True)
def string(context: Any, *values: Value) -> str:
    """Return the argument, or the context node, as text."""
    return to_string(values[0]) if values else context.node.text()


def strings(values: tuple[Value, ...]) -> list[str]:
    """Return arguments as texts, every node of a node set counting for itself."""
    found: list[str] = []
    for value in values:
        if isinstance(value, list):
            found.extend(node.text() for node in value)
        else:
            found.append(to_string(value))
    return found


def _bounded(separator: str, texts: list[str]) -> str:
    if sum(map(len, texts)) + len(separator) * len(texts) > LONGEST_TEXT:
        raise XPathError(
            Text("ข้อความที่ได้ยาวเกินไป", "The resulting text is too long"),
            hint=Text(f"ยาวได้ไม่เกิน {LONGEST_TEXT} อักขระ", f"At most {LONGEST_TEXT} characters are possible"),
        )
    return separator.join(texts)


@function("concat(any*) -> string", "ODK XForms: concat takes node sets")
def concat(*values: Value) -> str:
    """Join the arguments, every node of a node set included."""
    return _bounded("", strings(values))


@function("join(string, any*) -> string", _ODK)
def join(separator: str, *values: Value) -> str:
    """Join the arguments with ``separator`` between them."""
    return _bounded(separator, strings(values))


@function("starts-with(string, string) -> boolean", _XPATH)
def starts_with(text: str, start: str) -> bool:
    """Tell whether ``text`` begins with ``start``."""
    return text.startswith(start)


@function("ends-with(string, string) -> boolean", _ODK)
def ends_with(text: str, end: str) -> bool:
    """Tell whether ``text`` ends with ``end``."""
    return text.endswith(end)


@function("contains(string, string) -> boolean", _XPATH)
def contains(text: str, part: str) -> bool:
    """Tell whether ``part`` occurs in ``text``."""
    return part in text


@function("substring-before(string, string) -> string", _XPATH)
def substring_before(text: str, mark: str) -> str:
    """Return what stands before the first ``mark``, ``""`` if it does not occur."""
    before, found, _ = text.partition(mark) if mark else ("", "", "")
    return before if found else ""


@function("substring-after(string, string) -> string", _XPATH)
def substring_after(text: str, mark: str) -> str:
    """Return what stands after the first ``mark``, ``""`` if it does not occur."""
    return text.partition(mark)[2] if mark else text


@function("substring(string, number, number?) -> string", _XPATH)
def substring(text: str, start: float, length: float | None = None) -> str:
    """Return characters by position from 1, rounding as XPath says."""
    first = _half_up(start)
    end = math.inf if length is None else first + _half_up(length)
    if first != first or end != end:
        return ""
    low = max(first, 1)
    high = min(end, len(text) + 1)
    return text[int(low) - 1 : int(high) - 1] if low < high else ""


def _half_up(number: float) -> float:
    return number if math.isinf(number) or math.isnan(number) else math.floor(number + 0.5)


@function("substr(string, number, number?) -> string", _ODK)
def substr(text: str, start: float, end: float = math.inf) -> str:
    """Return characters by position from 0; negative positions count from the end."""
    if start != start or end != end:
        return ""
    size = len(text)
    low, high = (
        max(0, min(size, position + size if position < 0 else position)) for position in (start, end)
    )
    return text[int(low) : int(high)]


@function("string-length(any?) -> number", _XPATH, context=True)
def string_length(context: Any, *values: Value) -> float:
    """Count characters."""
    return float(len(to_string(values[0]) if values else context.node.text()))


@function("normalize-space(any?) -> string", _XPATH, context=True)
def normalize_space(context: Any, *values: Value) -> str:
    """Trim, and make every run of white space one space."""
    text = to_string(values[0]) if values else context.node.text()
    return " ".join(
        part for part in text.replace("\t", " ").replace("\n", " ").replace("\r", " ").split(" ") if part
    )


@function("translate(string, string, string) -> string", _XPATH)
def translate(text: str, old: str, new: str) -> str:
    """Replace characters of ``old`` by those of ``new`` at the same place, or drop them."""
    table: dict[int, str | None] = {}
    for index, character in enumerate(old):
        table.setdefault(ord(character), new[index] if index < len(new) else None)
    return text.translate(table)


@lru_cache(maxsize=512)
def _pattern(text: str) -> Any:
    options = re2.Options()
    options.log_errors = False
    options.max_mem = 8 << 20
    try:
        return re2.compile(text, options=options)
    except re2.error as error:
        raise XPathError(
            Text(f"รูปแบบ {text} ใช้ไม่ได้", f"The pattern {text} cannot be used"),
            hint=Text(
                "ตรวจวงเล็บและเครื่องหมายซ้ำ รูปแบบที่อ้างย้อนกลับหรือมองไปข้างหน้าใช้ไม่ได้",
                f"Check brackets and repetition; look-around and back references are not possible ({error})",
            ),
        ) from error


@function("regex(string, string) -> boolean", _ODK)
def regex(text: str, pattern: str) -> bool:
    """Tell whether the whole of ``text`` matches ``pattern``, in time linear to its length."""
    return _pattern(pattern).fullmatch(text) is not None


@function("uuid(number?) -> string", _ODK, steady=False)
def uuid(length: float | None = None) -> str:
    """Return a random UUID, or that many characters of one."""
    if length is None:
        return str(uuids.uuid4())
    size = 0 if length != length else int(max(0.0, min(length, 10_000.0)))
    text = ""
    while len(text) < size:
        text += str(uuids.uuid4())
    return text[:size]


@function("selected(string, string) -> boolean", _ODK)
def selected(chosen: str, name: str) -> bool:
    """Tell whether ``name`` is among the space-separated ``chosen``."""
    name = name.strip(_SPACE)
    if chosen == name:
        return True
    return name in chosen.split()


declare("is-selected(string, string) -> boolean", "JavaRosa: is-selected", call=selected)


@function("selected-at(string, number) -> string", _ODK)
def selected_at(chosen: str, index: float) -> str:
    """Return the choice at ``index`` from 0, ``""`` beyond the ends."""
    parts = chosen.split()
    return parts[int(index)] if 0 <= index < len(parts) else ""


@function("count-selected(string) -> number", _ODK)
def count_selected(chosen: str) -> float:
    """Count the choices."""
    return float(len(chosen.split()))


@function("boolean(any) -> boolean", "XPath 1.0 §4.3")
def boolean(value: Value) -> bool:
    """Return the truth of a value."""
    return to_boolean(value)


@function("boolean-from-string(string) -> boolean", _ODK)
def boolean_from_string(text: str) -> bool:
    """Tell whether ``text`` is ``1`` or ``true``."""
    return text in ("1", "true")


@function("not(any) -> boolean", "XPath 1.0 §4.3")
def negation(value: Value) -> bool:
    """Return the opposite."""
    return not to_boolean(value)


@function("true() -> boolean", "XPath 1.0 §4.3")
def true() -> bool:
    """Return true."""
    return True


@function("false() -> boolean", "XPath 1.0 §4.3")
def false() -> bool:
    """Return false."""
    return False


def _truths(values: tuple[Value, ...]) -> list[bool]:
    found: list[bool] = []
    for value in values:
        if isinstance(value, list):
            found.extend(bool(node.text()) for node in value)
        else:
            found.append(to_boolean(value))
    return found


@function("checklist(number, number, any*) -> boolean", _ODK)
def checklist(least: float, most: float, *values: Value) -> bool:
    """Tell whether between ``least`` and ``most`` arguments are true; -1 leaves that side open."""
    count = sum(_truths(values))
    return (least == -1 or count >= least) and (most == -1 or count <= most)


@function("weighted-checklist(number, number, any*, any*) -> boolean", _ODK)
def weighted_checklist(least: float, most: float, *values: Value) -> bool:
    """Like `checklist`, with pairs of a truth and its weight; node sets pair up by position."""
    total = 0.0
    for truth, weight in zip(values[::2], values[1::2], strict=False):
        truths = _truths((truth,))
        weights = (
            [to_number(node.text()) for node in weight] if isinstance(weight, list) else [to_number(weight)]
        )
        if len(truths) < len(weights):
            return False
        total += sum(amount for holds, amount in zip(truths, weights, strict=False) if holds)
    return (least == -1 or total >= least) and (most == -1 or total <= most)
