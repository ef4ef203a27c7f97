"""Marks of questions: failed last time, marked to come back to, changed by a colleague."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect

from fieldkit.model.inspections.colleagues import Unseen
from fieldkit.model.inspections.questions import REPEAT
from fieldkit.model.inspections.response import NOTHING
from fieldkit.model.inspections.stored_path import stored_path
from fieldkit.ui import icons, theme

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from fieldkit.model.form import Node
    from fieldkit.model.inspections import Inspection
    from fieldkit.model.inspections.counterparts import Counterparts
    from fieldkit.ui.runner.rows import FormRow, Mark

SIDE, GAP = 13, 1
ICONS: dict[Mark, tuple[str, str]] = {
    "failed_before": ("history", "fail"),
    "flagged": ("flag", "warn"),
    "changed": ("user", "info"),
}


class Marks:
    """Tells the marks of a question; a colleague's change stays marked until this screen closes."""

    def __init__(self, inspection: Inspection, before: Counterparts) -> None:
        self._inspection = inspection
        self._before = before
        self._names = inspection.row_names
        self._unseen = Unseen(inspection)
        self._changed = self._unseen.paths()

    @property
    def failed_before(self) -> frozenset[str]:
        """The stored paths of what failed last time."""
        return self._before.failed()

    def renamed(self) -> bool:
        """Tell whether rows got other names since the last call, so that last time is another row's."""
        before, self._names = self._names, self._inspection.row_names
        return before is not self._names and not before.same_as(self._names)

    def of(self, node: Node) -> tuple[Mark, ...]:
        """Return the marks of a question, or of a repeat: a failure of last time that has no row now."""
        stored = stored_path(node)
        found: list[Mark] = []
        lost = self._before.lost(stored) if node.type == REPEAT else []
        if stored in self.failed_before or any(row.failed for row in lost):
            found.append("failed_before")
        if self._inspection.beside.get(node.path, NOTHING).flagged:
            found.append("flagged")
        if stored in self._changed:
            found.append("changed")
        return tuple(found)

    def stood(self, node: Node) -> None:
        """Take note that the person looks at a question: next time it is not new."""
        self._unseen.saw(stored_path(node))

    def read_again(self) -> None:
        """Take in what colleagues have changed meanwhile."""
        self._unseen.read_again()
        self._changed |= self._unseen.paths()


def paint(painter: QPainter, row: FormRow, number: QRect) -> None:
    """Paint the marks of ``row`` below its number."""
    now = theme.current()
    side = now.px(SIDE)
    for place, mark in enumerate(row.marks):
        left = number.left() + place * (side + GAP)
        icons.paint(painter, QRect(left, number.bottom() + 2, side, side), *ICONS[mark])
