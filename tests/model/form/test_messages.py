"""What the engine says: every message it names is there, in both languages, with the same blanks."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import fieldkit.model.form
from fieldkit.model.form.problems import _messages, said

SOURCES = Path(fieldkit.model.form.__file__).parent


def named() -> Iterator[tuple[str, frozenset[str]]]:
    """Yield the messages that the sources name, with the words that each is given."""
    for path in SOURCES.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("said", "self.note"):
                given = frozenset(keyword.arg or "" for keyword in node.keywords)
                for argument in node.args:
                    names = ast.walk(argument) if isinstance(argument, (ast.Constant, ast.IfExp)) else ()
                    for name in names:
                        if isinstance(name, ast.Constant) and str(name.value) in _messages():
                            yield str(name.value), given


def blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_every_message_is_used_and_is_given_what_it_asks_for() -> None:
    used = dict(named())
    assert set(used) == set(_messages())
    for name, message in _messages().items():
        for part in message.values():
            assert set(part) == {"th", "en"}
            assert all(text and blanks(text) <= used[name] for text in part.values()), name


def test_message_is_filled_in() -> None:
    title, hint = said("unknown-digest", algorithm="MD4", encoding="hex")
    assert title.en == "digest does not know MD4 hex"
    assert "MD4" in title.th
    assert hint.en.startswith("Use MD5")
