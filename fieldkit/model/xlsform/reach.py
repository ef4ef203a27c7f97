"""References that do not mean what they seem to: circles, and answers in a repeat read from outside."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from fieldkit.errors import Text
from fieldkit.model.form.problems import XPathError
from fieldkit.model.form.xpath.parse import parse
from fieldkit.model.form.xpath.syntax import Call, Path, Tree, children
from fieldkit.model.xlsform.expressions import EXPRESSIONS, REFERENCE, TEXTS, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fieldkit.model.xlsform.outline import Item, Outline
    from fieldkit.model.xlsform.problem import Problem
    from fieldkit.model.xlsform.sheet import Workbook

_OF_ALL = frozenset(
    {
        *("count", "count-non-empty", "sum", "min", "max", "join", "concat", "randomize", "position"),
        *("indexed-repeat", "area", "enclosed-area", "distance", "checklist", "weighted-checklist"),
    }
)
"""Functions that take the answers of all instances, or choose among them."""
_DECIDING = ("calculation", "relevant", "choice_filter")
"""Columns whose result decides what other answers are."""


class Reference(NamedTuple):
    """A ``${name}`` in a cell; ``whole`` says that it is read as one value, not as the nodes of a repeat."""

    name: str
    whole: bool
    indexed: bool


def check(workbook: Workbook, tree: Outline) -> Iterator[Problem]:
    """Yield the problems of references on the survey sheet."""
    survey = workbook.sheet("survey")
    for item in tree.items:
        for column, text in item.row.cells.items():
            head = column.partition("::")[0]
            if "${" in text and (column in EXPRESSIONS or head in TEXTS or column == "default"):
                for other in _elsewhere(item, text, tree, written=column not in EXPRESSIONS):
                    yield survey.problem("warning", item.row.number, column, *_first_only(other))
    for circle in _circles(tree):
        item, column = circle[0]
        names = " → ".join([*(one.name for one, _ in circle), item.name])
        yield survey.problem(
            "warning",
            item.row.number,
            column,
            Text(f"คำถามอ้างถึงกันเป็นวง: {names}", f"Questions refer to each other in a circle: {names}"),
            Text(
                "แก้สูตรหรือเงื่อนไขข้อหนึ่งไม่ให้อ้างกลับ โปรแกรม ODK บางตัวไม่รับแบบตรวจนี้",
                "Change one of the formulas; some ODK programs refuse such a form",
            ),
        )


def _first_only(other: Item) -> tuple[Text, Text]:
    repeat = other.repeats[-1][-1]
    return (
        Text(
            f"{other.name} อยู่ในกลุ่มซ้ำ {repeat} ตรงนี้จะได้เฉพาะรอบแรก",
            f"{other.name} is inside the repeat {repeat}; here it is the answer of the first instance only",
        ),
        Text(
            f"ใช้ sum(), join() หรือ indexed-repeat(${{{other.name}}}, ${{{repeat}}}, 1)",
            f"Use sum(), join() or indexed-repeat(${{{other.name}}}, ${{{repeat}}}, 1)",
        ),
    )


def _elsewhere(item: Item, text: str, tree: Outline, *, written: bool) -> Iterator[Item]:
    """Yield the questions in a repeat that is not around ``item``."""
    seen: set[str] = set()
    for reference in _plain_text(text) if written else references(text):
        found = tree.named(reference.name)
        if len(found) != 1 or found[0].kind != "question" or reference.name in seen or not reference.whole:
            continue
        if any(repeat not in item.repeats for repeat in found[0].repeats):
            seen.add(reference.name)
            yield found[0]


def _plain_text(text: str) -> list[Reference]:
    return [Reference(match["name"], True, False) for match in REFERENCE.finditer(text) if not match["saved"]]


def references(text: str) -> list[Reference]:
    """Return the references in an expression, an empty list if it cannot be read."""
    names = {match.start() + 1: match["name"] for match in REFERENCE.finditer(text) if not match["saved"]}
    try:
        pending: list[tuple[Tree, bool, bool]] = [(parse(plain(text)), True, False)]
    except XPathError:
        return []
    found: list[Reference] = []
    while pending:
        part, whole, indexed = pending.pop()
        if isinstance(part, Path) and part.start is None and part.position in names:
            found.append(Reference(names[part.position], whole, indexed))
        if isinstance(part, Call):
            whole = whole and part.name not in _OF_ALL
            indexed = indexed or part.name == "indexed-repeat"
        elif not isinstance(part, Path) and hasattr(part, "predicates"):
            whole = False
        pending.extend((child, whole, indexed) for child in children(part))
    return found


Step = tuple["Item", str]


def _circles(tree: Outline) -> Iterator[list[Step]]:
    """Yield each circle once, as the items on its way and the column that leads on."""
    edges = {id(item): list(_leads(item, tree)) for item in tree.items}
    done: set[int] = set()
    for start in tree.items:
        way: list[Step] = []
        places: dict[int, int] = {}
        pending: list[tuple[Item, Iterator[Step]]] = [(start, iter(edges[id(start)]))]
        if id(start) in done:
            continue
        places[id(start)] = 0
        while pending:
            item, rest = pending[-1]
            step = next(rest, None)
            if step is None:
                pending.pop()
                places.pop(id(item), None)
                done.add(id(item))
                if way:
                    way.pop()
                continue
            target, column = step
            if id(target) in places:
                yield [*way[places[id(target)] :], (item, column)]
            elif id(target) not in done:
                way.append((item, column))
                places[id(target)] = len(pending)
                pending.append((target, iter(edges[id(target)])))


def _leads(item: Item, tree: Outline) -> Iterator[Step]:
    """Yield what the answer of ``item`` depends on, and the column that says so."""
    for column in _DECIDING:
        for reference in references(item.row[column]) if "${" in item.row[column] else ():
            targets = tree.named(reference.name)
            own = len(targets) == 1 and targets[0] is item and column == "calculation"
            if len(targets) == 1 and not own and not reference.indexed:
                yield targets[0], column
    above = item.path[:-1]
    if above:
        yield from ((group, "relevant") for group in tree.named(above[-1]) if group.path == above)
