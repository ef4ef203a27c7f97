"""What the engine says when something is wrong: ``messages.toml``, in both languages, with the cure."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from fieldkit.errors import NOTHING, Text


@cache
def _messages() -> dict[str, dict[str, dict[str, str]]]:
    return tomllib.loads(Path(__file__).with_name("messages.toml").read_text(encoding="utf-8"))


def said(name: str, /, **given: object) -> tuple[Text, Text]:
    """Return the title and the hint called ``name``, filled in with what is ``given``."""

    def filled(part: dict[str, str] | None) -> Text:
        return NOTHING if part is None else Text(part["th"].format(**given), part["en"].format(**given))

    found = _messages()[name]
    return filled(found["title"]), filled(found.get("hint"))
