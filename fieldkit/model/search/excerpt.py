"""The part of a text that a query found, with the places of what was typed."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from fieldkit.model.search.anchors import TRIGRAM
from fieldkit.model.thai.clusters import clusters
from fieldkit.model.thai.search_text import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

AHEAD = 24  # letters kept before the first place, so that the words around it are read
LATE = 48  # a place that begins later than this is brought nearer by leaving out the beginning
_LONGEST = 600  # letters of a text that are shown at most

Span = tuple[int, int]


class Line(str):
    """A line to show, with the places (begin, end) of what was found in it."""

    __slots__ = ("spans",)

    spans: tuple[Span, ...]

    def __new__(cls, text: str = "", spans: Sequence[Span] = ()) -> Line:
        """Return ``text`` with ``spans``."""
        line = super().__new__(cls, text)
        line.spans = tuple(spans)
        return line


NOTHING = Line()


def holds(text: str, parts: Sequence[str]) -> bool:
    """Tell whether any of the folded ``parts`` stands in ``text``."""
    folded = fold(text)
    return any(part in folded for part in parts)


def line(text: str, parts: Sequence[str], *, whole: bool = False) -> Line:
    """Return ``text`` in one line, from where the folded ``parts`` begin if that is far inside.

    ``whole`` keeps the beginning all the same: that of a title says what it is.
    """
    plain = " ".join(text.split())
    spans = _spans(plain, parts)
    start = _beginning(plain, spans[0][0]) if spans and spans[0][0] > LATE and not whole else 0
    shown = plain[start : start + _LONGEST]
    shift = start
    if start:
        shown, shift = f"…{shown}", start - 1
    return Line(shown, [(first - shift, last - shift) for first, last in spans if last - shift <= len(shown)])


def joined(*pieces: str, by: str = " · ") -> Line:
    """Return the pieces that are not empty as one line; their places stay with their words."""
    text, spans = "", list[Span]()
    for piece in pieces:
        if not piece:
            continue
        text += by if text else ""
        if isinstance(piece, Line):
            spans += [(first + len(text), last + len(text)) for first, last in piece.spans]
        text += piece
    return Line(text, spans)


def _spans(text: str, parts: Sequence[str]) -> list[Span]:
    """Return where ``parts`` stand in ``text``, in order, those that touch taken together."""
    folded, places = "", list[int]()
    for place, letter in enumerate(text):
        kept = _folded(letter)
        folded += kept
        places += [place] * len(kept)
    found = []
    for part in parts:
        # A single letter stands everywhere; it was found where a name begins with it.
        at = folded.find(part) if len(part) >= TRIGRAM else folded.find(part, 0, len(part))
        if at >= 0:
            found.append((places[at], places[at + len(part) - 1] + 1))
    merged: list[Span] = []
    for first, last in sorted(found):
        if merged and first <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return merged


def _beginning(text: str, found: int) -> int:
    """Return where to begin so that the place ``found`` is near: between clusters, after a space if any."""
    start = 0
    for cluster in clusters(text[:found]):
        if start >= found - AHEAD:
            break
        start += len(cluster)
    space = text.find(" ", start, found)
    return space + 1 if space >= 0 else start


@lru_cache(maxsize=4096)
def _folded(letter: str) -> str:
    return fold(letter)
