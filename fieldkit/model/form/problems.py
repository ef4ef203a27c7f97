"""What is wrong with a form: errors that stop it, problems that only part of it has, and what they say."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fieldkit.errors import NOTHING, FieldkitError, Text


class FormError(FieldkitError):
    """A form, a record or an answer that the engine cannot take."""


class XPathError(FieldkitError):
    """An expression that cannot be understood or run; ``position`` counts characters from 0."""

    def __init__(self, title: Text, hint: Text = NOTHING, position: int = 0) -> None:
        super().__init__(title, hint)
        self.position = position


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that does not work while the rest of the form does; ``path`` names the question."""

    path: str
    title: Text
    hint: Text

    @staticmethod
    def of(path: str, error: FieldkitError) -> Problem:
        """Return the problem that ``error`` makes at ``path``."""
        return Problem(path, error.title, error.hint)


@cache
def _messages() -> dict[str, dict[str, dict[str, str]]]:
    return tomllib.loads(Path(__file__).with_name("messages.toml").read_text(encoding="utf-8"))


def said(name: str, /, **given: object) -> tuple[Text, Text]:
    """Return the title and the hint called ``name`` in ``messages.toml``, filled in."""

    def filled(part: dict[str, str] | None) -> Text:
        return NOTHING if part is None else Text(part["th"].format(**given), part["en"].format(**given))

    found = _messages()[name]
    return filled(found["title"]), filled(found.get("hint"))
