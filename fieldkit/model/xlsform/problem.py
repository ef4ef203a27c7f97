"""What is wrong with a checklist's workbook: the place, what it is, and the cure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from fieldkit.errors import NOTHING, Text

Level = Literal["error", "warning", "unsupported"]
"""``error``: the checklist must not be used; ``unsupported``: it works without what is named."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that its author should put right.

    ``row`` counts from 1 as Excel does, 0 when the whole sheet is meant; ``column`` is Excel's letter and
    ``header`` what stands on top of it; ``sheet`` is empty when the whole file is meant.
    """

    level: Level
    sheet: str
    row: int
    column: str
    message: Text
    cure: Text = NOTHING
    header: str = ""

    @property
    def place(self) -> str:
        """The place as Excel writes it, with the header: ``survey!F12 (relevant)``."""
        cell = f"{self.column}{self.row or ''}" if self.column else str(self.row or "")
        where = f"{self.sheet}!{cell}" if self.sheet and cell else self.sheet
        return f"{where} ({self.header})" if self.header else where

    def line(self, language: str) -> str:
        """Return place, message and cure in one line in ``language``."""
        told = self.message.pick(language)
        if cure := self.cure.pick(language):
            told = f"{told} → {cure}"
        return f"{self.place}: {told}" if self.place else told

    def as_json(self) -> dict[str, Any]:
        """Return the problem as plain values, both languages in them."""
        return {
            "level": self.level,
            "sheet": self.sheet,
            "row": self.row,
            "column": self.column,
            "header": self.header,
            "message": {"th": self.message.th, "en": self.message.en},
            "cure": {"th": self.cure.th, "en": self.cure.en},
        }

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Problem:
        """Return the problem that `as_json` made ``values`` of."""
        message, cure = Text(**values["message"]), Text(**values["cure"])
        return cls(**{**values, "message": message, "cure": cure})


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Return each of ``problems`` once: those of the file, then sheet by sheet from the top down."""
    sheets = {"": 0, "survey": 1, "choices": 2}
    return sorted(
        dict.fromkeys(problems),
        key=lambda one: (sheets.get(one.sheet.lower(), len(sheets)), one.row, len(one.column), one.column),
    )
