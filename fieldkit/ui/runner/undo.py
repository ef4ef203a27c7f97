"""Ctrl+Z and Ctrl+Y of the form runner: takes steps back and does them again, and says where and what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from fieldkit.errors import FieldkitError

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieldkit.model.inspections import Inspection
    from fieldkit.model.inspections.steps import Step


class UndoStack(QObject):
    """The steps of an inspection, which are kept with it: a page that is made anew goes on with them.

    Attributes:
        turned: signal with the stored path of the question, ``""`` for none, after a step was taken back or
            done again.
        refused: signal with the FieldkitError after which nothing has changed.
        told: signal (words, tone) for the key bar.
    """

    turned = Signal(str)
    refused = Signal(object)
    told = Signal(str, str)

    def __init__(self, inspection: Inspection, parent: QObject) -> None:
        super().__init__(parent)
        self._steps = inspection.steps

    def undo(self) -> None:
        """Take the last step back."""
        self._turn(self._steps.undo, self.tr("Taken back: {0}"), self.tr("Nothing left to take back"))

    def redo(self) -> None:
        """Do again what was taken back last."""
        self._turn(self._steps.redo, self.tr("Done again: {0}"), self.tr("Nothing to do again"))

    def _turn(self, turn: Callable[[], Step | None], done: str, nothing: str) -> None:
        try:
            step = turn()
        except FieldkitError as error:
            self.refused.emit(error)
            return
        if step is None:
            self.told.emit(nothing, "warn")
            return
        self.turned.emit(step.path)
        self.told.emit(done.format(step.words), "ok")
