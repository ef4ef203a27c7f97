"""What the rows of repeats are called: by its name a sampling point is found again at another visit.

Keys are new at every visit, and places move. docs/checklists.md says which answer names a row.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldkit.model.inspections.stored_path import stored_path
from fieldkit.model.thai.digits import to_arabic

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from fieldkit.model.form import Node
    from fieldkit.model.form.fields import Field
    from fieldkit.model.inspections.record import Inspection
    from fieldkit.model.policy import Policy

Named = tuple[str, ...]
"""A stored path with names in the place of keys: ``("/data/point", "name=a1", "/reading", "#2", "/ph")``."""

COLUMN = "identifies"
_KEY = re.compile(r"\[([^\]]*)\]")
_SKIPPED_TYPES = frozenset({"note", "upload", "trigger", "model-value"})
_SKIPPED_BINDS = frozenset({"date", "time", "dateTime", "geopoint", "geotrace", "geoshape"})
_BESIDE = " \u200b\u200c\u200d\ufeff"


@dataclass(frozen=True, slots=True)
class Rule:
    """How rows of one repeat get their name: from all ``asked`` (their tails), or the first that applies.

    Without any, ``numbered`` rows are known by their number: the form sets how many there are.
    """

    asked: tuple[str, ...]
    together: bool
    numbered: bool


def rules(inspection: Inspection) -> dict[str, Rule]:
    """Return the rule of each repeat of the checklist by its path without positions."""
    return {
        area.path: _rule(area, inspection.policy)
        for area in _fields(inspection.instance.form.root)
        if area.repeat is not None
    }


def _rule(area: Field, policy: Policy) -> Rule:
    assert area.repeat is not None
    leaves = [leaf for leaf in _inside(area) if leaf.control is not None]
    marked = [
        leaf for leaf in leaves if (found := policy.get(leaf.path)) and found.columns.get(COLUMN) == "yes"
    ]
    asked = marked or list(_naming(leaves, policy))
    return Rule(
        tuple(leaf.path.removeprefix(area.path) for leaf in asked),
        bool(marked),
        area.repeat.count is not None or area.repeat.fixed,
    )


def _naming(leaves: Iterable[Field], policy: Policy) -> Iterator[Field]:
    """Yield what may name a row: texts, codes, whole numbers and choices before anything is judged of it."""
    for leaf in leaves:
        question, control = policy.get(leaf.path), leaf.control
        if control is None or leaf.type in _SKIPPED_TYPES or leaf.bind.type in _SKIPPED_BINDS:
            continue
        if leaf.bind.readonly is not None or leaf.bind.calculate is not None:
            continue
        measured = leaf.bind.type == "decimal" or (question is not None and bool(question.unit))
        if measured or (question is not None and question.judged) or "multiline" in control.appearance:
            return
        if leaf.type not in ("input", "select") or control.tag == "select":
            return
        yield leaf


def _fields(field: Field) -> Iterator[Field]:
    yield field
    for child in field.children.values():
        yield from _fields(child)


def _inside(area: Field) -> Iterator[Field]:
    """Yield the leaves of a repeat that are in no other repeat inside it."""
    for child in area.children.values():
        if child.leaf:
            yield child
        elif child.repeat is None:
            yield from _inside(child)


class RowNames:
    """The names of the rows of one inspection, of today or of an earlier visit.

    ``twins`` are stored paths of rows that are called like another one beside them: they have no name, since
    nobody can tell which of them is meant.
    """

    def __init__(
        self,
        rules: Mapping[str, Rule],
        rows: Iterable[str],
        answer: Callable[[str], str | None],
    ) -> None:
        """Take the stored paths of ``rows``, and what is answered at a stored path.

        ``answer`` gives ``""`` where nothing is answered yet, None where nothing is asked.
        """
        self.words: dict[str, str] = {}
        self.twins: set[str] = set()
        self._named: dict[str, Named] = {}
        self._stored: dict[Named, str] = {}
        called = {row: _name(rules, row, answer) for row in rows}
        often = Counter((_area(row), name[0]) for row, name in called.items() if name is not None)
        for row in sorted(called, key=lambda row: row.count("[")):
            name, outer = called[row], _around(row)
            if name is None or (outer and outer not in self._named):
                continue
            self.words[row] = name[1]
            if often[_area(row), name[0]] > 1:
                self.twins.add(row)
                continue
            area = _area(row).removeprefix(outer)
            self._named[row] = (*self._named.get(outer, ()), area, name[0])
            self._stored[self._named[row]] = row

    def named(self, stored: str) -> Named | None:
        """Return what a question, row or repeat is called; None when a row around it has no name."""
        row = stored if stored.endswith("]") else _around(stored)
        if not row:
            return (stored,)
        found = self._named.get(row)
        tail = stored.removeprefix(row)
        return found if found is None or not tail else (*found, tail)

    def stored(self, named: Named) -> str | None:
        """Return where what is called so is stored here; None when there is no such row."""
        if len(named) == 1:
            return named[0]
        if len(named) % 2 == 0:
            return self._stored.get(named)
        row = self._stored.get(named[:-1])
        return None if row is None else row + named[-1]

    def same_as(self, other: RowNames) -> bool:
        """Tell whether all rows are called as they are in ``other``."""
        return self._named == other._named and self.twins == other.twins


def present_names(inspection: Inspection, known: Mapping[str, Rule]) -> RowNames:
    """Return the names that rows have by the answers of now."""
    if not known:
        return RowNames(known, (), lambda _path: None)
    answers: dict[str, str | None] = {}
    rows: list[str] = []
    for row in _rows(inspection.instance.root):
        stored, area = stored_path(row), _KEY.sub("", _area(stored_path(row)))
        rows.append(stored)
        for tail in known[area].asked:
            node = inspection.instance.node(f"{row.path}{tail}")
            answers[f"{stored}{tail}"] = node.value if node.relevant else None
    return RowNames(known, rows, answers.get)


def past_names(known: Mapping[str, Rule], values: Mapping[str, str], more: Iterable[str] = ()) -> RowNames:
    """Return the names that rows had by stored ``values``; ``more`` are other stored paths in rows."""
    rows = dict.fromkeys(row for path in (*values, *more) if "[" in path for row in rows_around(path))
    return RowNames(known, rows, values.get)


def rows_around(stored: str) -> Iterator[str]:
    """Yield the stored paths of the rows around a question, the outermost first."""
    for key in _KEY.finditer(stored):
        yield stored[: key.end()]


def living(paths: Iterable[str], gone: Collection[str]) -> list[str]:
    """Return those of the stored ``paths`` that are in none of the removed rows ``gone``."""
    return [path for path in paths if "[" not in path or not any(row in gone for row in rows_around(path))]


def _rows(node: Node) -> Iterator[Node]:
    for child in node.children:
        if child.type == "repeat-instance":
            yield child
        if child.children:
            yield from _rows(child)


def _name(rules: Mapping[str, Rule], row: str, answer: Callable[[str], str | None]) -> tuple[str, str] | None:
    """Return the name of a row to compare by, and as it is written; None when it has none."""
    rule = rules.get(_KEY.sub("", _area(row)))
    if rule is None:
        return None
    if not rule.asked:
        number = row[len(_area(row)) + 1 : -1]
        return (f"#{number}", number) if rule.numbered else None
    given = [(tail, text) for tail in rule.asked if (text := answer(f"{row}{tail}")) is not None]
    wanted = given if rule.together else given[:1]
    if not wanted or not all(text for _, text in wanted):
        return None
    key = "\n".join(f"{tail}={_folded(text)}" for tail, text in wanted)
    return key, " ".join(text for _, text in wanted)


def _folded(text: str) -> str:
    plain = to_arabic(unicodedata.normalize("NFC", text).casefold())
    return "".join(letter for letter in plain if not letter.isspace() and letter not in _BESIDE)


def _area(row: str) -> str:
    return row[: row.rindex("[")]


def _around(stored: str) -> str:
    """Return the row around a question, or around a row; ``""`` for none."""
    inside = _area(stored) if stored.endswith("]") else stored
    return inside[: inside.rindex("]") + 1] if "]" in inside else ""
