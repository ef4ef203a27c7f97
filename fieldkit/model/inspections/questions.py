"""Sections and questions of an inspection as people read them: numbered, labelled, judged."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fieldkit.model.form import Node
    from fieldkit.model.form.fields import Field
    from fieldkit.model.inspections.record import Inspection

REPEAT, ROW = "repeat-range", "repeat-instance"
_TABLE_TITLE = "generated_table_list_label"  # the name that pyxform gives
_NOT_ASKED = frozenset({"note", REPEAT, ROW})
_SHOWN = frozenset({"input", "select", "upload", "range", "rank", "trigger", "note"})


@dataclass(frozen=True, slots=True)
class Section:
    """A group of the first level with what is relevant in it now.

    ``nodes`` are questions, and ranges and instances of repeats before what is in them; ``numbers``
    go with them: question 5.2, rows 5.3, second row 5.3.2, its first question 5.3.2.1.
    """

    path: str
    number: int
    title: str
    nodes: tuple[Node, ...]
    numbers: tuple[str, ...]


class Place(NamedTuple):
    """A relevant question where it stands: its number and the title of its section."""

    node: Node
    number: str
    section: str


class Question(NamedTuple):
    """One relevant question with its answer, in words and as stored."""

    path: str
    code: str
    number: str
    section: str
    label: str
    value: str
    value_label: str
    note: str
    qualifier: str
    unit: str
    verdict: str | None
    weight: float
    severity: str


def sections(inspection: Inspection) -> list[Section]:
    """Return the relevant sections in order; questions outside any group form a first one of their own."""
    root = inspection.instance.root
    loose = [node for node in root.children if node.type in _SHOWN and node.relevant]
    # Rows that only compute, such as what is saved of several answers, are nobody's section.
    groups = [
        node
        for node in root.children
        if node.type in ("group", REPEAT) and node.relevant and _shows(node.field)
    ]
    found: list[tuple[Node, list[Node]]] = [(root, loose)] if loose else []
    found += [(group, [group] if group.type == REPEAT else [*group.children]) for group in groups]
    made: list[Section] = []
    for group, children in found:
        prefix = str(len(made) + 1)
        inside = list(
            _range_rows(group, prefix) if group.type == REPEAT else _numbered(children, prefix, count(1))
        )
        if inside:
            nodes, numbers = zip(*inside, strict=True)
            title = group.label or table_title(group) or inspection.checklist.title.th
            made.append(Section(group.path, len(made) + 1, title, nodes, numbers))
    return made


def places(inspection: Inspection) -> Iterator[Place]:
    """Yield every relevant question where it stands."""
    for section in sections(inspection):
        for node, number in zip(section.nodes, section.numbers, strict=True):
            if node.type not in _NOT_ASKED and not heads_columns(node):
                yield Place(node, number, section.title)


def question(inspection: Inspection, place: Place, language: str = "th") -> Question:
    """Return a question with its answer; its unit in ``language``, its label in the form's language."""
    node = place.node
    policy = inspection.policy.get(node.field.path)
    return Question(
        path=node.path,
        code=node.name,
        number=place.number,
        section=place.section,
        label=node.label or node.name,
        value=node.value,
        value_label=value_label(node),
        note=inspection.notes.get(node.path, ""),
        qualifier=inspection.qualifiers.get(node.path, ""),
        unit=policy.text("unit", language) if policy else "",
        verdict=inspection.verdict(node.path),
        weight=float(policy.weight) if policy else 0.0,
        severity=policy.severity if policy else "i",
    )


def questions(inspection: Inspection, language: str = "th") -> Iterator[Question]:
    """Yield every relevant question with its answer; see :func:`question`."""
    return (question(inspection, place, language) for place in places(inspection))


def value_label(node: Node, value: str | None = None) -> str:
    """Return the node's answer (or ``value``) in words: labels of the choices, otherwise the value."""
    given = node.value if value is None else value
    if node.type not in ("select", "rank") or not given:
        return given
    if not node.multiple and node.type != "rank":
        return next((one.label for one in reversed(node.choices) if one.name == given), "") or given
    chosen = given.split()
    labels = {choice.name: choice.label for choice in node.choices if choice.name in chosen}
    return ", ".join(labels.get(name) or name for name in chosen)


def _numbered(nodes: Iterable[Node], prefix: str, places: Iterator[int]) -> Iterator[tuple[Node, str]]:
    """Yield what is shown with its number; groups inside a section go on counting."""
    for node in nodes:
        if not node.relevant:
            continue
        if node.type == REPEAT:
            if _shows(node.field):
                yield from _range_rows(node, f"{prefix}.{next(places)}")
        elif node.children:
            yield from _numbered(node.children, prefix, places)
        elif heads_columns(node):
            yield node, ""
        elif node.name.startswith(_TABLE_TITLE):
            continue  # shown over the columns
        elif node.type in _SHOWN:
            yield node, f"{prefix}.{next(places)}"


def _shows(field: Field) -> bool:
    """Tell whether anything in a field may ever be on the screen."""
    return field.control is not None or any(_shows(child) for child in field.children.values())


def table_title(node: Node) -> str:
    """Return the heading of a ``table-list`` group, or of the one around a head: it became a note inside."""
    group = node if node.children else node.parent
    notes = [child for child in group.children if child.name.startswith(_TABLE_TITLE)] if group else []
    return notes[0].label or "" if notes and notes[0].relevant else ""


def heads_columns(node: Node) -> bool:
    """Tell whether a select only shows the words over the columns of the questions below it."""
    appearance = node.appearance if node.type == "select" else ""
    return "label" in appearance and "label" in appearance.split()


def _range_rows(area: Node, number: str) -> Iterator[tuple[Node, str]]:
    yield area, number
    for row in area.children:
        if row.relevant:
            yield row, f"{number}.{row.index}"
            yield from _numbered(row.children, f"{number}.{row.index}", count(1))
