"""Sections and questions of an inspection as people read them: numbered, labelled, judged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fieldkit.model.form import Node
    from fieldkit.model.inspections.record import Inspection

_SHOWN = frozenset({"input", "select", "upload", "range", "rank", "trigger", "note"})


@dataclass(frozen=True, slots=True)
class Section:
    """A group of the first level with the questions that are relevant now."""

    path: str
    number: int
    title: str
    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Question:
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
    loose = [node for node in root.children if not node.children and node.relevant and node.type in _SHOWN]
    groups = [node for node in root.children if node.children and node.relevant]
    found = []
    if loose:
        found.append((root, loose))
    found += [(group, nodes) for group in groups if (nodes := list(_shown(group)))]
    return [
        Section(group.path, number, group.label or inspection.checklist.title.th, tuple(nodes))
        for number, (group, nodes) in enumerate(found, start=1)
    ]


def questions(inspection: Inspection, language: str = "th") -> Iterator[Question]:
    """Yield every relevant question with its answer; units in ``language``, labels in the form's language."""
    for section in sections(inspection):
        for position, node in enumerate(section.nodes, start=1):
            if node.type == "note":
                continue
            policy = inspection.policy.get(node.path)
            yield Question(
                path=node.path,
                code=node.name,
                number=f"{section.number}.{position}",
                section=section.title,
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


def value_label(node: Node, value: str | None = None) -> str:
    """Return the node's answer (or ``value``) in words: labels of the choices, otherwise the value."""
    given = node.value if value is None else value
    if node.type not in ("select", "rank") or not given:
        return given
    labels = {choice.name: choice.label for choice in node.choices}
    chosen = given.split() if node.multiple or node.type == "rank" else [given]
    return ", ".join(labels.get(name) or name for name in chosen)


def _shown(group: Node) -> Iterator[Node]:
    for node in group.children:
        if not node.relevant:
            continue
        if node.children:
            yield from _shown(node)
        elif node.type in _SHOWN:
            yield node
