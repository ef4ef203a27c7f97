"""Moves a draft to another version of its checklist, after saying what that keeps, adds and loses."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldkit.model import checklists
from fieldkit.model.body import Op
from fieldkit.model.cases import checklist_lists
from fieldkit.model.changes import group_columns
from fieldkit.model.inspections.errors import InspectionSealed
from fieldkit.model.inspections.questions import value_label
from fieldkit.model.inspections.reading import read
from fieldkit.model.inspections.record import Inspection

if TYPE_CHECKING:
    from fieldkit.model.checklists import Checklist
    from fieldkit.model.form import Node

_ASKED = frozenset({"input", "select", "upload", "range", "rank", "trigger"})


@dataclass(frozen=True, slots=True)
class Line:
    """A question with its answer in words, empty where it has none."""

    path: str
    label: str
    answer: str = ""


@dataclass(frozen=True, slots=True)
class VersionMove:
    """What a move does: answers that stay, answers without a place, questions that are new."""

    checklist: Checklist
    kept: tuple[Line, ...]
    lost: tuple[Line, ...]
    added: tuple[Line, ...]


def newer_version(inspection: Inspection) -> Checklist | None:
    """Return the newest installed version of the checklist of a draft, None when the draft is on it."""
    if inspection.closed:
        return None
    newest = checklists.latest(inspection.workspace, inspection.checklist.form_id)
    return None if newest.id == inspection.checklist.id else newest


def preview(inspection: Inspection, checklist: Checklist) -> VersionMove:
    """Return what moving the draft to ``checklist`` would do; nothing is changed."""
    trial = _on(inspection, checklist)
    old = {node.path: node for node in _questions(inspection)}
    new = {node.path: node for node in _questions(trial)}
    kept: list[Line] = []
    lost: list[Line] = []
    for path, node in old.items():
        if not node.kept_text():
            continue
        line = Line(path, node.label or node.name, value_label(node, node.kept_text()))
        (kept if path in new and _holds(new[path], node) else lost).append(line)
    added = [Line(path, node.label or node.name) for path, node in new.items() if path not in old]
    return VersionMove(checklist, tuple(kept), tuple(lost), tuple(added))


def move(inspection: Inspection, checklist: Checklist) -> Inspection:
    """Move the draft and return it opened anew; answers without a place stay in the store.

    Raises InspectionSealed, StorageError.
    """
    if inspection.closed:
        raise InspectionSealed(inspection.id)
    core = {column: inspection.row[column] for column in group_columns("inspection", "core")} | {
        "checklist": checklist.id,
        "version": checklist.version,
        "context": _context(inspection, checklist),
    }
    key = ("inspection", inspection.id, "core")
    # What was done on the other version cannot be taken back here: its questions may be others.
    inspection.write(
        [Op(*key, core, inspection.seen.get(key, ()), inspection.stream)],
        alongside=lambda connection, _written: inspection.steps.forget(connection),
    )
    return _on(inspection, checklist)


def _context(inspection: Inspection, checklist: Checklist) -> str:
    """Return what the draft was given, and the lists of registers that only the other version names."""
    frozen = json.loads(inspection.row["context"])
    with inspection.workspace.database.read() as connection:
        lists = checklist_lists.gather(connection, inspection.factory, checklist.xform)
    return json.dumps(lists | frozen, ensure_ascii=False)


def _on(inspection: Inspection, checklist: Checklist) -> Inspection:
    with inspection.workspace.database.read() as connection:
        stored = read(connection, inspection.id)
    opened = Inspection(inspection.workspace, checklist, stored)
    opened.show_language("th" if inspection.instance.language.endswith("(th)") else "en")
    return opened


def _questions(inspection: Inspection) -> list[Node]:
    return [node for node in inspection.instance.walk() if node.leaf and node.type in _ASKED]


def _holds(new: Node, old: Node) -> bool:
    """Tell whether the answer has its place: a choice that is gone leaves its question empty."""
    if new.relevant and old.relevant:
        return new.value == old.value
    return new.kept_text() == old.kept_text()
