"""What the trigram indexes hold of a text, and the expression that finds what a person types.

Every line begins with two signs that a folded text never holds. So the beginning of a name is found from its
first letter, by the same index: ``##ก`` is a trigram like any other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldkit.model.thai.search_text import bare_names, indexed, terms

if TYPE_CHECKING:
    from collections.abc import Iterable

BEGINNING = "##"
_INSIDE = "#/"
OPEN = "#!!"
"""Stands in the index of what still waits for somebody, so that it can be asked for first."""

TRIGRAM = 3
LONGEST = 200  # letters of a query that are looked at
MOST_TERMS = 8


def stored(names: Iterable[str | None], texts: Iterable[str | None] = (), *, waiting: bool = False) -> str:
    """Return what an index holds: ``names`` are found from their first letter, ``texts`` from three on.

    A name of a company is also found without its form: บริษัท ก จำกัด by ก.
    """
    said = [name for name in names if name]
    beginnings = indexed([*said, *bare_names(said)]).splitlines()
    inside = indexed(text for text in texts if text).splitlines()
    lines = [BEGINNING + line for line in beginnings] + [_INSIDE + line for line in inside]
    return "".join([*lines, OPEN] if waiting else lines)


def wanted(query: str) -> tuple[str, ...]:
    """Return the folded parts of a query, as many and as long as anybody types."""
    return terms(query[:LONGEST])[:MOST_TERMS]


def expression(parts: tuple[str, ...]) -> str:
    """Return the FTS5 expression for the parts of a query.

    A part too short for the index counts where a name begins with it, or where it goes on from the part
    before (บริษัท ก). Folded parts hold neither quotes nor operators.
    """
    every = " AND ".join(_phrase(part) for part in parts)
    if len(parts) == 1 or all(len(part) >= TRIGRAM for part in parts):
        return every
    return f"({every}) OR {_phrase(''.join(parts))}"


def beginning(parts: tuple[str, ...]) -> str:
    """Return the FTS5 expression for names that begin with the whole query."""
    return f'"{BEGINNING}{"".join(parts)}"'


def waiting(found: str) -> str:
    """Return ``found`` narrowed to what still waits for somebody."""
    return f'({found}) AND "{OPEN}"'


def _phrase(part: str) -> str:
    return f'"{part}"' if len(part) >= TRIGRAM else f'"{BEGINNING}{part}"'
