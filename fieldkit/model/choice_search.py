"""Finds choices of a long list by any part: those that begin so first, then words, then inside of words."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

from fieldkit.model.thai.search_text import fold, terms

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fieldkit.model.form.nodes import Choice

MOST = 15
_BREAK = "\x1f"


def _fold_lines(plain: str) -> str:
    """Fold as :func:`fold` does, but keep line breaks, and breaks between words as one letter.

    A hundred thousand labels have few different letters: each is asked for once, then replaced everywhere.
    """
    text = unicodedata.normalize("NFC", plain).replace("\u0e4d\u0e32", "\u0e33")
    text = unicodedata.normalize("NFC", text.casefold())
    for letter in sorted(set(text) - {"\n"}):
        folded = fold(letter)
        if not folded and unicodedata.category(letter)[0] in "ZP":
            folded = _BREAK
        if folded != letter:
            text = text.replace(letter, folded)
    return text


class _Lines:
    """A text of one line a choice, in which a line is found by where a pattern stands."""

    def __init__(self, folded: str) -> None:
        self._text = f"\n{folded}\n"
        self._starts = [0, *accumulate(len(line) + 1 for line in folded.split("\n"))]

    def holding(self, pattern: str) -> Iterator[int]:
        """Yield the numbers of the lines that hold ``pattern``, each once."""
        at = self._text.find(pattern)
        while at >= 0:
            # A pattern that begins with the line break begins the line after it.
            line = bisect_right(self._starts, at if pattern[0] == "\n" else at - 1) - 1
            yield line
            at = self._text.find(pattern, self._starts[line + 1])

    def line(self, number: int) -> str:
        """Return one line."""
        return self._text[self._starts[number] + 1 : self._starts[number + 1]]


class ChoiceIndex:
    """The choices of one list, folded once; equal labels are told apart by their names."""

    def __init__(self, choices: Sequence[Choice]) -> None:
        self.choices = choices
        self.labels: dict[str, str] = {choice.name: choice.label or choice.name for choice in choices}
        self._by_label: dict[str, list[str]] = {}
        for choice in choices:
            self._by_label.setdefault(" ".join(choice.label.split()), []).append(choice.name)
        self._words: _Lines | None = None
        self._joined: _Lines | None = None

    def label(self, name: str) -> str:
        """Return the label of a choice, its name when it is not in the list."""
        return self.labels.get(name, name)

    def shown(self, choice: Choice) -> str:
        """Return the words of a suggestion: with the name where another choice has the same label."""
        if len(self._by_label.get(" ".join(choice.label.split()), ())) > 1:
            return f"{choice.label} · {choice.name}"
        return choice.label or choice.name

    def named(self, typed: str) -> tuple[str, ...]:
        """Return the names of the choices that ``typed`` means in full: by label, by name or as suggested."""
        plain = " ".join(typed.split())
        found = self._by_label.get(plain)
        if found:
            return tuple(found)
        name = plain.rpartition(" · ")[2]
        return (name,) if name in self.labels else ()

    def search(self, typed: str, most: int = MOST) -> list[Choice]:
        """Return at most ``most`` choices that hold every part of ``typed``, the best first."""
        wanted = terms(typed)
        if not wanted:
            return list(self.choices[:most])
        words, joined = self._fold()
        lead, others = wanted[0], wanted[1:]
        found: dict[int, None] = {}
        passes = ((joined, "\n" + lead), (words, _BREAK + lead), (joined, lead))
        for lines, pattern in passes:
            for line in lines.holding(pattern):
                if line not in found and all(term in joined.line(line) for term in others):
                    found[line] = None
                    if len(found) == most:
                        return [self.choices[at] for at in found]
        return [self.choices[at] for at in found]

    def _fold(self) -> tuple[_Lines, _Lines]:
        """Return labels and names folded, with breaks between words and (Thai writes none) without."""
        if self._words is None or self._joined is None:
            plain = "\n".join(
                " ".join(f"{choice.label} {choice.name}".splitlines()).strip() for choice in self.choices
            )
            folded = _fold_lines(plain)
            self._words, self._joined = _Lines(folded), _Lines(folded.replace(_BREAK, ""))
        return self._words, self._joined


_known: dict[int, ChoiceIndex] = {}
_MOST_KNOWN = 32


def index_of(choices: Sequence[Choice]) -> ChoiceIndex:
    """Return the index of ``choices``, the same one as long as the engine gives the same list."""
    known = _known.get(id(choices))
    if known is None or known.choices is not choices:
        if len(_known) >= _MOST_KNOWN:
            _known.pop(next(iter(_known)))
        known = _known[id(choices)] = ChoiceIndex(choices)
    return known
