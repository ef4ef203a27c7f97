"""The codes of the office's records (states, steps, channels …), from ``resources/reference/codes.csv``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from fieldkit import resources
from fieldkit.errors import Text
from fieldkit.model.csv_table import read

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

TONES = ("", "neutral", "ok", "info", "warn", "fail")
_COLUMNS = ("list", "code", "th", "en", "tone", "ends")


@dataclass(frozen=True, slots=True)
class Code:
    """A code with its words; ``ends`` says that a record in this state needs nobody any more."""

    code: str
    name: Text
    tone: str
    ends: bool


@lru_cache(maxsize=4)
def read_codes(path: Path) -> Mapping[str, Mapping[str, Code]]:
    """Return the lists of codes of a table, each by code in the order of the file; raises `TableError`."""
    lists: dict[str, dict[str, Code]] = {}
    for row in read(path, _COLUMNS):
        codes = lists.setdefault(row.text("list"), {})
        code = row.optional("code")
        if code in codes:
            raise row.error(
                "code",
                Text(f"รหัส “{code}” ซ้ำในรายการ", f"The code “{code}” stands twice in its list"),
                Text("ลบแถวที่ซ้ำ", "Remove one of the rows"),
            )
        name = Text(row.text("th"), row.text("en"))
        codes[code] = Code(code, name, row.one_of("tone", TONES), row.one_of("ends", ("yes", "no")) == "yes")
    return lists


def codes(name: str) -> Mapping[str, Code]:
    """Return the codes of the list ``name`` such as ``complaint.state``; raises `KeyError`."""
    return read_codes(resources.path("reference", "codes.csv"))[name]


def code_word(name: str, code: object, language: str) -> str:
    """Return the word for ``code`` of a list; a code that is not in it stands for itself."""
    found = codes(name).get("" if code is None else str(code))
    return found.name.pick(language) if found else str(code or "")


def ending(name: str) -> frozenset[str]:
    """Return the codes of a list of states that end a record."""
    return frozenset(code.code for code in codes(name).values() if code.ends)
