"""What the pane writes: notes, findings, instruments; each saved at once through the one door."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from fieldkit.model.inspections import findings, instruments

if TYPE_CHECKING:
    from fieldkit.model.inspections.response import Instrument
    from fieldkit.ui.runner.answers import Answers
    from fieldkit.ui.runner.pane import QuestionPane


class BesideAnswers(QObject):
    """Connects the pane to the inspection."""

    def __init__(self, answers: Answers, pane: QuestionPane) -> None:
        super().__init__(answers)
        self._answers = answers
        self._inspection = answers.inspection
        pane.typed.connect(answers.type_words)
        pane.noted.connect(self.note)
        pane.finding_edited.connect(self.edit_finding)
        pane.corrected.connect(self.correct_on_site)
        pane.instrument_edited.connect(self.measure_with)

    def note(self, path: str, text: str) -> None:
        """Save the note on a question."""
        self._answers.write(lambda: self._inspection.note(path, text), path, typing=f"{path}#note")

    def edit_finding(self, path: str, columns: dict[str, Any]) -> None:
        """Change the finding of a question, if it still has one."""
        finding = self._inspection.finding(path)
        if finding is not None:
            if set(columns) == {"severity"}:
                policy = self._inspection.policy[path]
                columns = findings.graded(finding, columns["severity"], self._inspection.row, policy)
            typing = f"{path}#finding" if set(columns) <= {"description", "action"} else ""
            self._answers.write(lambda: self._inspection.edit_finding(path, **columns), path, typing=typing)

    def correct_on_site(self, path: str, on: bool) -> None:
        """Record that the finding was put right during the visit, or that it was not after all."""
        now = self._inspection.workspace.clock().isoformat(timespec="seconds")
        state, at = ("corrected_on_site", now) if on else ("open", None)
        self.edit_finding(path, {"state": state, "state_at": at})

    def measure_with(self, path: str, instrument: Instrument | None) -> None:
        """Save and remember what a value was measured with."""
        use = partial(instruments.use, self._inspection, path, instrument)
        self._answers.write(use, path, typing=f"{path}#instrument")
