"""Phrases by abbreviation for notes and findings, from the table ``snippets.csv``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from fieldkit import resources
from fieldkit.errors import Text
from fieldkit.model.csv_table import read

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

MARK = "."
# The abbreviation before the cursor, at the beginning or after a space; a full stop after a word is none.
_BEFORE = re.compile(r"(?:^|(?<=\s))\.(\S{1,12})$")


@dataclass(frozen=True, slots=True)
class Snippet:
    """A phrase and its abbreviation, written without the full stop before it."""

    abbreviation: str
    text: Text


@lru_cache(maxsize=1)
def snippets() -> Mapping[str, Snippet]:
    """Return the phrases by abbreviation, in the table's order."""
    return read_snippets(resources.path("reference", "snippets.csv"))


def read_snippets(path: Path) -> Mapping[str, Snippet]:
    """Return the phrases of a table; raises ``TableError`` naming file, row and column."""
    found: dict[str, Snippet] = {}
    for row in read(path, ("abbreviation", "th", "en")):
        key = row.text("abbreviation")
        if key.casefold() in found or re.search(r"\s", key):
            raise row.error(
                "abbreviation",
                Text(f"ตัวย่อ “{key}” ซ้ำหรือมีช่องว่าง", f"“{key}” is there twice or has a space"),
                Text("ใช้ตัวย่อที่ไม่ซ้ำและไม่มีช่องว่าง", "Use one that is not taken, without spaces"),
            )
        found[key.casefold()] = Snippet(key, Text(row.text("th"), row.text("en")))
    return found


def abbreviated(before: str) -> tuple[int, Snippet] | None:
    """Return the phrase that the text before the cursor asks for, and the letters that it replaces.

    ``มี .พล`` asks for ``พล`` and replaces three letters.
    """
    match = _BEFORE.search(before)
    found = snippets().get(match[1].casefold()) if match else None
    return (len(match[0]), found) if match and found else None
