"""Clusters of Thai letters: what is drawn as one, cut as one and measured as one."""

from __future__ import annotations

import re
import unicodedata

_ABOVE_BELOW = "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
_JOINING = "\u0300-\u036f\u20d0-\u20ff\ufe00-\ufe0f\U0001f3fb-\U0001f3ff"
_CLUSTER = re.compile(
    "\r\n"
    # leading vowels belong to the consonant after them, marks and following vowels to the one before them
    rf"|[เ-ไ]*[ก-ฮ][{_ABOVE_BELOW}{_JOINING}]*(?:[ะาำๅ][{_ABOVE_BELOW}{_JOINING}]*)*"
    rf"|.(?:[{_ABOVE_BELOW}{_JOINING}ะาำๅ]|\u200d.)*",
    re.DOTALL,
)
_WIDE = {"W", "F"}
_WITHOUT_WIDTH = {"Mn", "Me", "Cf", "Cc"}


def clusters(text: str) -> list[str]:
    """Return the pieces of ``text`` that must not be parted; joined they are the text again."""
    return _CLUSTER.findall(text)


def display_width(text: str) -> int:
    """Return the width in cells: marks above and below take none, Chinese and Japanese letters take two."""
    if text.isascii() and text.isprintable():
        return len(text)
    return sum(
        2 if unicodedata.east_asian_width(letter) in _WIDE else 1
        for letter in text
        if unicodedata.category(letter) not in _WITHOUT_WIDTH
    )


def truncate(text: str, width: int, *, ellipsis: str = "…") -> str:
    """Return ``text`` in at most ``width`` cells, cut between clusters and then ended by ``ellipsis``."""
    if display_width(text) <= width:
        return text
    room = width - display_width(ellipsis)
    kept: list[str] = []
    for cluster in clusters(text):
        room -= display_width(cluster)
        if room < 0:
            break
        kept.append(cluster)
    return "".join(kept).rstrip() + ellipsis if width >= display_width(ellipsis) else ""
