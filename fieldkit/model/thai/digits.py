"""Thai and Arabic digits, and numbers as inspectors and laboratories write them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from fieldkit.errors import FieldkitError, Text

Qualifier = Literal["", "<", ">", "ND"]
"""``<`` below and ``>`` above what could be measured; ``ND`` not detected (ตรวจไม่พบ)."""

_ARABIC, _THAI = "0123456789", "๐๑๒๓๔๕๖๗๘๙"
_TO_THAI = str.maketrans(_ARABIC, _THAI)
_TO_ARABIC = str.maketrans(_THAI, _ARABIC)
_NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d*)?")
_LONGEST = 40
_NOT_DETECTED = {"nd", "notdetected", "ตรวจไม่พบ", "ไม่พบ", "<lod", "<mdl"}


class NumberError(FieldkitError):
    """A text that is no number."""

    def __init__(self, text: str) -> None:
        super().__init__(
            Text(f"“{text.strip()}” ไม่ใช่ตัวเลข", f"“{text.strip()}” is not a number"),
            Text(
                "พิมพ์เช่น 12.5, 1,234.5, <5, >60 หรือ ND (ตรวจไม่พบ)",
                "Type it like 12.5, 1,234.5, <5, >60 or ND (not detected)",
            ),
        )


@dataclass(frozen=True, slots=True)
class Measured:
    """A measured value: ``value`` is None only for ``ND`` without a detection limit."""

    value: Decimal | None
    qualifier: Qualifier = ""


def to_thai(text: str) -> str:
    """Return ``text`` with Thai digits, for documents (never for codes, numbers of records, addresses)."""
    return text.translate(_TO_THAI)


def to_arabic(text: str) -> str:
    """Return ``text`` with Arabic digits, as everything is stored."""
    return text if text.isascii() else text.translate(_TO_ARABIC)


def parse_number(text: str) -> Decimal:
    """Return the exact number in ``text``: Thai or Arabic digits, commas only between thousands.

    Raises:
        NumberError: anything else, also ``1,5``, ``1e3`` and ``NaN``.
    """
    compact = to_arabic(text).replace("\u2212", "-").strip()
    digits = compact.lstrip("+-").replace(",", "").replace(".", "")
    if not digits.isdecimal() or len(compact) > _LONGEST or not _NUMBER.fullmatch(compact):
        raise NumberError(text)
    return Decimal(compact.replace(",", ""))


def parse_measured(text: str) -> Measured:
    """Return the value and its qualifier: ``7.2``, ``<5``, ``> 60``, ``ND``, ``ตรวจไม่พบ``, ``ND (<0.01)``.

    Raises:
        NumberError: neither a number nor one of these.
    """
    compact = to_arabic(text).strip()
    folded = re.sub(r"[.\s]", "", compact).casefold()
    if folded in _NOT_DETECTED:
        return Measured(None, "ND")
    if found := re.fullmatch(
        r"(?:nd|not detected|ตรวจไม่พบ|ไม่พบ)\.?\s*\(?\s*<?\s*([\d.,]+)\s*\)?", compact, re.IGNORECASE
    ):
        return Measured(parse_number(found[1]), "ND")
    if compact[:1] == "<":
        return Measured(parse_number(compact[1:]), "<")
    if compact[:1] == ">":
        return Measured(parse_number(compact[1:]), ">")
    return Measured(parse_number(text))


def format_number(value: Decimal, *, places: int | None = None, thai: bool = False) -> str:
    """Return ``1,234.50``: thousands by comma, ``places`` decimals or as many as ``value`` has."""
    text = f"{value:,f}" if places is None else f"{value:,.{places}f}"
    return to_thai(text) if thai else text


def format_measured(measured: Measured, language: str = "th") -> str:
    """Return ``<5``, ``1,234.5`` or ``ตรวจไม่พบ`` / ``not detected`` (with its detection limit if known)."""
    number = "" if measured.value is None else format_number(measured.value)
    if measured.qualifier != "ND":
        return f"{measured.qualifier}{number}"
    words = "not detected" if language == "en" else "ตรวจไม่พบ"
    return f"{words} (<{number})" if number else words
