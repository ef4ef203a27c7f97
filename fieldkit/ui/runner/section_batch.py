"""Answers the rest of a section as compliant: asked in the key bar, confirmed by the same key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from fieldkit.model.inspections import batch

if TYPE_CHECKING:
    from fieldkit.ui.key_bar import KeyBar
    from fieldkit.ui.runner.answers import Answers
    from fieldkit.ui.runner.marks import Marks
    from fieldkit.ui.runner.model import FormModel


class SectionBatch(QObject):
    """Asks and answers; everything else that the person does takes the question back."""

    def __init__(self, answers: Answers, model: FormModel, bar: KeyBar, marks: Marks) -> None:
        super().__init__(answers)
        self._answers = answers
        self._model = model
        self._bar = bar
        self._marks = marks
        self._asked: dict[str, str] = {}

    def press(self) -> None:
        """Ask, or do what was asked just before."""
        rest = self._rest()
        if not rest:
            self._asked = {}
            self._bar.show_saved(self.tr("Nothing in this section can be answered together"), "warn")
            return
        if self._asked != rest:
            self._asked = rest
            words = self.tr(
                "Answer %n question(s) of this section as compliant? Ctrl+Enter again", "", len(rest)
            )
            self._bar.show_saved(words, "warn")
            return
        self._asked = {}
        self._answers.answer_rest(rest, self.tr("Rest of the section"))
        if all(self._answers.held(path).origin == "batch" for path in rest):
            words = self.tr("%n question(s) answered together · Ctrl+Z takes them back", "", len(rest))
            self._bar.show_saved(words)

    def forget(self) -> None:
        """Take the question back: the person went on with something else."""
        if self._asked:
            self._asked = {}
            self._bar.show_saved("")

    def _rest(self) -> dict[str, str]:
        inspection = self._answers.inspection
        sections = self._model.sections
        if inspection.closed or self._model.filter != "all" or not sections:
            return {}
        nodes = sections[self._model.section].nodes
        return batch.remaining(inspection, nodes, self._marks.failed_before)
