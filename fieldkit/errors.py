"""Errors that are told to a person, in Thai and in English."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Language = Literal["th", "en"]


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence in both languages of the program."""

    th: str
    en: str

    def pick(self, language: str) -> str:
        """Return the sentence in ``language`` (``"en"``; anything else is Thai)."""
        return self.en if language == "en" else self.th


NOTHING = Text("", "")


class FieldkitError(Exception):
    """Something that the person can put right: what happened, where, and the cure.

    Anything else that is raised is a bug of the program and reaches the crash report.
    """

    def __init__(self, title: Text, hint: Text = NOTHING, *, place: str = "") -> None:
        super().__init__(title.en)
        self.title = title
        self.hint = hint
        self.place = place

    def message(self, language: str) -> str:
        """Return title, place and hint as a few lines in ``language``."""
        parts = (self.title.pick(language), self.place, self.hint.pick(language))
        return "\n".join(part for part in parts if part)

    def __str__(self) -> str:
        return self.message("en")
