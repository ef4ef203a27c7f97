"""Telephone numbers as Thai registers write them: several in a field, extensions, old prefixes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from fieldkit.model.identifiers import bare

Kind = Literal["mobile", "landline", "old mobile", "short", "unknown"]
"""``old mobile``: nine digits from before 2549, no longer in service; ``short``: 1111, 1564 and the like."""

_SEPARATORS = re.compile(r"[,;\n]|/|\s+(?:และ|หรือ|or)\s+")
_EXTENSION = re.compile(r"\s*(?:ต่อ|ext\.?|#|x)\s*([0-9][0-9 ,-]*)$", re.IGNORECASE)
_MANY = re.compile(r"(.*[0-9])\s*(?:-|ถึง)\s*([0-9]{1,2})$")
_LABEL = re.compile(r"^(?:โทรศัพท์|โทรสาร|โทร|มือถือ|tel|mobile|fax)[.:\s]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Phone:
    """One number: ``digits`` as dialled, its ``extension``; ``through`` ends a row of lines (…111-3)."""

    digits: str
    kind: Kind
    original: str
    extension: str = ""
    through: str = ""

    @property
    def formatted(self) -> str:
        """Return ``081-234-5678``, ``056-611-234``, ``02-123-4567``; what is unknown comes back as it was."""
        if self.kind in ("unknown", "short"):
            return self.original
        head = 2 if self.kind != "mobile" and self.digits.startswith(("02", "01", "06", "08", "09")) else 3
        rest = self.digits[head:]
        text = f"{self.digits[:head]}-{rest[:3]}-{rest[3:]}"
        text += f"-{self.through}" if self.through else ""
        return f"{text} ต่อ {self.extension}" if self.extension else text


def parse_phones(text: str) -> tuple[Phone, ...]:
    """Return every number in a field, separated by comma, semicolon, slash or และ; none for ``-``, blank."""
    pieces = (piece.strip() for piece in _split(bare(text)))
    return tuple(_parse(piece) for piece in pieces if re.search(r"[0-9]", piece))


def _split(text: str) -> list[str]:
    """Split at separators, but leave ``ต่อ 12, 13`` together with its number."""
    pieces: list[str] = []
    for piece in _SEPARATORS.split(text):
        digits = re.sub(r"[^0-9]", "", piece)
        if pieces and len(digits) < 4 and _EXTENSION.search(pieces[-1]):
            pieces[-1] += f",{piece.strip()}"
        else:
            pieces.append(piece)
    return pieces


def _parse(piece: str) -> Phone:
    number, extension, through = _LABEL.sub("", piece), "", ""
    if found := _EXTENSION.search(number):
        number, extension = number[: found.start()], found[1].strip()
    digits = _dialled(number)
    if _kind(digits) == "unknown" and (found := _MANY.fullmatch(number)):
        first = _dialled(found[1])
        if _kind(first) == "landline":
            digits, through = first, found[2]
    return Phone(digits, _kind(digits), piece, extension, through)


def _dialled(text: str) -> str:
    digits = re.sub(r"[^0-9]", "", text)
    return "0" + digits[2:].lstrip("0") if re.match(r"\s*\(?\+\s*66", text) else digits


def _kind(digits: str) -> Kind:
    if re.fullmatch(r"0[689][0-9]{8}", digits):
        return "mobile"
    if re.fullmatch(r"0[2-57][0-9]{7}", digits):
        return "landline"
    if re.fullmatch(r"0[1689][0-9]{7}", digits):
        return "old mobile"
    return "short" if re.fullmatch(r"1[0-9]{2,3}", digits) else "unknown"
