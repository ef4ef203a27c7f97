"""A text document of the office with placeholders, filled in its XML: styles, crest, tables stay."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import TYPE_CHECKING, Any

from fieldkit.model.reports.templates import refusals
from fieldkit.model.reports.templates.names import WORD
from fieldkit.model.reports.templates.runs import EACH, PLACEHOLDER, list_of, names, replace_in_runs

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from fieldkit.model.reports.problems import Problem
    from fieldkit.model.reports.templates.package import Package
    from fieldkit.model.reports.templates.runs import Value

_PART = re.compile(r"word/(document|header\d*|footer\d*|footnotes)\.xml")


class DocumentTemplate:
    """A document that is scanned for placeholders, then filled."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.parts = sorted(name for name in package.parts if _PART.fullmatch(name))

    def problems(self) -> Iterator[Problem]:
        """Yield why the document is not taken."""
        if "word/settings.xml" in self.package.parts:
            guard = self.package.xml("word/settings.xml").find(f"{WORD}documentProtection")
            if guard is not None and guard.get(f"{WORD}enforcement") in ("1", "true", "on"):
                yield refusals.protected("word/settings.xml", document=True)
        for part in self.parts:
            for number, block in enumerate(self._blocks(part), 1):
                lists = sorted({list_of(name) for name in names(_text(block))} - {""})
                if len(lists) > 1:
                    yield refusals.two_lists(_place(part, number), lists)

    def placeholders(self) -> Iterator[tuple[str, str]]:
        """Yield place and name of every placeholder."""
        for part in self.parts:
            for number, paragraph in enumerate(self.package.xml(part).iter(f"{WORD}p"), 1):
                for name in names(_text(paragraph)):
                    yield _place(part, number), name

    def _blocks(self, part: str) -> list[Any]:
        """Return what is repeated as one: rows of tables, and paragraphs outside of tables."""
        root = self.package.xml(part)
        rows = list(root.iter(f"{WORD}tr"))
        inside = {paragraph for row in rows for paragraph in row.iter(f"{WORD}p")}
        return [*rows, *(one for one in root.iter(f"{WORD}p") if one not in inside)]

    def fill(self, values: Mapping[str, Value], lists: Mapping[str, Sequence[Mapping[str, Value]]]) -> None:
        """Put values in; a paragraph of which a placeholder stays empty is left out."""
        for part in self.parts:
            for block in self._blocks(part):
                found = {list_of(name) for name in names(_text(block))} - {""}
                if found:
                    self._repeat(block, found.pop(), values, lists)
                    self.package.touch(part)
            for paragraph in list(self.package.xml(part).iter(f"{WORD}p")):
                asked = names(_text(paragraph))
                if not asked:
                    continue
                _fill(paragraph, values)
                self.package.touch(part)
                if any(not values[name]["t"] for name in asked):
                    _leave_out(paragraph)

    def _repeat(
        self,
        block: Any,
        name: str,
        values: Mapping[str, Value],
        lists: Mapping[str, Sequence[Mapping[str, Value]]],
    ) -> None:
        pattern, place = deepcopy(block), block
        lines = lists[name]
        if not lines:
            block.getparent().remove(block)
            return
        for number, line in enumerate(lines):
            if number:
                copied = deepcopy(pattern)
                place.addnext(copied)
                place = copied
            named = {f"{name}{EACH}{key}": value for key, value in line.items()}
            paragraphs = [place] if place.tag == f"{WORD}p" else list(place.iter(f"{WORD}p"))
            for paragraph in paragraphs:
                if PLACEHOLDER.search(_text(paragraph)):
                    _fill(paragraph, {**values, **named})


def _fill(paragraph: Any, values: Mapping[str, Value]) -> None:
    replace_in_runs(list(paragraph.iter(f"{WORD}t")), lambda name: str(values[name]["t"]))


def _leave_out(paragraph: Any) -> None:
    """Take a paragraph away, unless a cell of a table would be left without any."""
    parent = paragraph.getparent()
    if parent.tag == f"{WORD}tc" and len(list(parent.iterchildren(f"{WORD}p"))) == 1:
        return
    parent.remove(paragraph)


def _text(element: Any) -> str:
    return "".join(run.text or "" for run in element.iter(f"{WORD}t"))


def _place(part: str, number: int) -> str:
    return f"{part.removeprefix('word/').removesuffix('.xml')}, ¶ {number}"
