"""Placeholders in the text of a cell or paragraph, which a program may have cut into several runs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

PLACEHOLDER = re.compile(r"\{\{([^{}]*)\}\}")
EACH = ".each."
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

Value = dict[str, Any]
"""What takes the place of a placeholder: ``t`` its words, ``n`` its number or ``d`` its ISO day if any."""


class Run(Protocol):
    """An element with text."""

    text: Any

    def set(self, key: str, value: str) -> None:
        """Set an attribute."""


def name_of(inside: str) -> str:
    """Return the name between the braces as it is looked up."""
    return inside.strip().lower()


def names(text: str) -> list[str]:
    """Return the names of the placeholders in a text."""
    return [name_of(inside) for inside in PLACEHOLDER.findall(text)]


def list_of(name: str) -> str:
    """Return the list that a repeated placeholder belongs to, "" for one that stands once."""
    return name.partition(EACH)[0] if EACH in name else ""


def replaced(text: str, values: Mapping[str, Value]) -> str:
    """Return a text with its placeholders filled."""
    return PLACEHOLDER.sub(lambda found: str(values[name_of(found[1])]["t"]), text)


def replace_in_runs(runs: Sequence[Run], word: Callable[[str], str]) -> None:
    """Fill the placeholders of text that is spread over ``runs``: the words go where a placeholder begins."""
    texts = [str(run.text or "") for run in runs]
    whole = "".join(texts)
    starts = [sum(map(len, texts[:number])) for number in range(len(texts))]
    for found in reversed(list(PLACEHOLDER.finditer(whole))):
        begun = False
        for number in range(len(texts)):
            first, last = starts[number], starts[number] + len(texts[number])
            low, high = max(first, found.start()), min(last, found.end())
            if low >= high:
                continue
            put = "" if begun else word(name_of(found[1]))
            texts[number] = texts[number][: low - first] + put + texts[number][high - first :]
            begun = True
        # what stands before is not moved, so that the starts of earlier runs stay true
    for run, text in zip(runs, texts, strict=True):
        if text != str(run.text or ""):
            run.text = text
            run.set(_SPACE, "preserve")
