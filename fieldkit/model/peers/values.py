"""Cells of other programs as the answers that a form stores."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from fieldkit.errors import Text
from fieldkit.model.peers.columns import folded

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import tzinfo

    from fieldkit.model.checklist_schema import Asked
    from fieldkit.model.register.cells import Cell

_ZERO = "0.0"
_YES = frozenset({"1", "true", "yes"})
_ARMOUR = re.compile(r"'[=@\t\r+-]")
_FAILED = re.compile(r"#(?:REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|N/A)")


class NoAnswer(Exception):
    """A cell that cannot be taken; ``reason`` says why."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.en)
        self.reason = reason


def plain(value: Cell, zone: tzinfo | None) -> str:
    """Return a cell as text; a time of a workbook, which knows no zone, is one of ``zone``."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        moment = value if value.tzinfo else value.replace(tzinfo=zone)
        return moment.isoformat(timespec="milliseconds")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


def written(value: Cell, zone: tzinfo | None, *, armoured: bool) -> str:
    """Return a cell as a person wrote it: ``armoured`` files have a ``'`` before what looks like a formula.

    Raises NoAnswer for a formula that has failed.
    """
    text = plain(value, zone)
    if _FAILED.fullmatch(text):
        raise NoAnswer(Text(f"สูตรใน Excel ผิดพลาด ({text})", f"a formula of Excel failed ({text})"))
    return text[1:] if armoured and _ARMOUR.match(text) else text


def answer(asked: Asked, whole: str, parts: Mapping[str, str]) -> str:
    """Return the answer as the form stores it; raises NoAnswer for a choice that the form does not have.

    ``parts`` are the cells of single choices, or of the parts of a place.
    """
    if asked.type == "geopoint":
        return whole or _point([parts.get(str(number), "") for number in range(4)])
    if asked.type == "date" and len(whole) > 10:
        return whole[:10]
    if asked.type == "time" and re.fullmatch(r"\d\d:\d\d:\d\d", whole):
        return f"{whole}.000"
    if not asked.choices:
        return whole
    if asked.multiple:
        return _several(asked, whole, parts)
    if not whole or whole in asked.choices or asked.control == "rank":
        return whole
    return _code(asked, whole)


def _point(numbers: Sequence[str]) -> str:
    while numbers and not numbers[-1]:
        numbers = numbers[:-1]
    return " ".join(number or _ZERO for number in numbers)


def _several(asked: Asked, whole: str, parts: Mapping[str, str]) -> str:
    tokens = whole.split()
    if tokens and all(token in asked.choices for token in tokens):
        return " ".join(tokens)
    chosen = [code for code, cell in parts.items() if cell.strip().casefold() in _YES]
    if chosen:
        return " ".join(chosen)
    return " ".join(_code(asked, label) for label in re.split(r"\s*;\s*", whole.strip()) if label)


def _code(asked: Asked, label: str) -> str:
    """Return the choice whose words these are, in any language; raises NoAnswer."""
    wanted = folded(label)
    found = [
        code
        for code, words in asked.choices.items()
        if wanted == folded(code) or any(wanted == folded(one) for one in words.values())
    ]
    if len(found) != 1:
        offered = ", ".join(list(asked.choices)[:8])
        raise NoAnswer(
            Text(f"ไม่มีตัวเลือก “{label}” (มี {offered})", f"there is no choice “{label}” (there are {offered})")
        )
    return found[0]


def moment(text: str, zone: tzinfo | None) -> datetime | None:
    """Return a time of a file in the office's zone, None where it is none."""
    with suppress(ValueError, OverflowError):
        if re.fullmatch(r"\d{9,10}", text):  # SafetyCulture: seconds since 1970
            return datetime.fromtimestamp(int(text), zone)
        found = datetime.fromisoformat(text)
        return found.astimezone(zone) if found.tzinfo else found.replace(tzinfo=zone)
    return None
