"""Text that any spreadsheet program shows as it was written: never a formula, never cut, never refused."""

from __future__ import annotations

import re
from dataclasses import dataclass

from fieldkit.model.thai.clusters import clusters

MAX_UNITS = 32_767
"""Longest text of a cell, in UTF-16 units (Excel's published limit)."""

# XML 1.0 has no place for these. C0 controls have pictures of their own at U+2400; the rest becomes U+FFFD.
_CONTROLS = {code: 0x2400 + code for code in range(0x20) if code not in (0x09, 0x0A, 0x0D)}
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NEWLINES = re.compile("\r\n?")
# `_x0041_` in a cell means A (ISO/IEC 29500-1, ST_Xstring); an escaped underscore keeps it as it was typed.
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_RISKY = ("=", "+", "-", "@", "\t", "\r", "'")
_ROOM = 48  # a part keeps this much free for the note that it goes on


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Text fit for a cell; ``altered`` tells that letters without a place in XML were replaced."""

    text: str
    altered: bool = False


def clean(text: str) -> Cleaned:
    """Return ``text`` with line ends as LF and visible signs in place of control characters."""
    text = _NEWLINES.sub("\n", text)
    if not _UNPRINTABLE.search(text):
        return Cleaned(text)
    return Cleaned(
        _UNPRINTABLE.sub(lambda found: chr(_CONTROLS.get(ord(found[0]), 0xFFFD)), text), altered=True
    )


def escape(text: str) -> str:
    """Return clean ``text`` as it stands in the file."""
    return _ESCAPE.sub("_x005F_", text) if "_x" in text else text


def is_risky(text: str) -> bool:
    """Whether a spreadsheet takes the text for a formula once a person edits the cell."""
    return text.startswith(_RISKY)


def units(text: str) -> int:
    """Return the length in UTF-16 units, as spreadsheets count."""
    return len(text) + sum(1 for letter in text if letter > "\uffff")


def is_too_long(text: str) -> bool:
    """Whether ``text`` (clean) does not fit one cell."""
    return len(text) > MAX_UNITS // 2 and units(escape(text)) > MAX_UNITS


def parts(text: str) -> list[str]:
    """Return pieces of clean ``text`` that fit a cell each and joined are the text; cut between clusters."""
    pieces: list[str] = []
    piece: list[str] = []
    room = MAX_UNITS - _ROOM
    for cluster in clusters(text):
        for bit in [cluster] if len(cluster) <= 64 else cluster:  # a made-up cluster may be any length
            # An underscore counts as if it had to be escaped.
            size = units(bit) + 6 * bit.count("_")
            if size > room:
                pieces.append("".join(piece))
                piece, room = [], MAX_UNITS - _ROOM
            piece.append(bit)
            room -= size
    pieces.append("".join(piece))
    return pieces
