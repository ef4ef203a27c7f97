"""Marks of questions: failed last time, marked to come back to, changed by a colleague."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect

from fieldkit.model.inspections.colleagues import Unseen
from fieldkit.model.inspections.response import NOTHING
from fieldkit.model.inspections.stored_path import stored_path
from fieldkit.ui import icons, theme

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from fieldkit.model.form import Node
    from fieldkit.model.inspections import Inspection, LastTime
    from fieldkit.ui.runner.rows import FormRow, Mark

SIDE, GAP = 13, 1
ICONS: dict[Mark, tuple[str, str]] = {
    "failed_before": ("history", "fail"),
    "flagged": ("flag", "warn"),
    "changed": ("user", "info"),
}


class Marks:
    """Tells the marks of a question; a colleague's change stays marked until this screen closes."""

    def __init__(self, inspection: Inspection, last: LastTime | None) -> None:
        self._inspection = inspection
        self.failed_before = last.failed if last is not None else frozenset()
        self._unseen = Unseen(inspection)
        self._changed = self._unseen.paths()

    def of(self, node: Node) -> tuple[Mark, ...]:
        """Return the marks of a question."""
        stored = stored_path(node)
        found: list[Mark] = []
        if stored in self.failed_before:
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
