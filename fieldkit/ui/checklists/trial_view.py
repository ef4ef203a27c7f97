"""A checklist tried out in the real runner, on an inspection that is thrown away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from fieldkit.ui.buttons import Button
from fieldkit.ui.inspection_page import InspectionPage
from fieldkit.ui.labels import IconLabel
from fieldkit.ui.page import PageContext
from fieldkit.ui.wrap_label import WrapLabel

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent

    from fieldkit.model.authoring.rehearsal import Rehearsal
    from fieldkit.ui.page import Page


class TrialView(QWidget):
    """The page of inspections on a workspace of its own, under a banner that says so.

    Attributes:
        ended: signal when the person ends the trial.
    """

    ended = Signal()

    def __init__(self, page: Page, trial: Rehearsal, name: str) -> None:
        """``name`` is what the banner calls the checklist."""
        super().__init__()
        self._trial = trial
        context = page.context
        self.inspection = InspectionPage(PageContext(trial.workspace, context.settings, context.devices))
        for signal, other in (
            (self.inspection.failed, page.failed),
            (self.inspection.told, page.told),
            (self.inspection.offered, page.offered),
            (self.inspection.busy, page.busy),
        ):
            signal.connect(other)
        self.inspection.build()
        self.inspection.open({"inspection": trial.inspection})
        self.inspection.moved.connect(self._end_with_the_questions)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self._banner(name))
        column.addWidget(self.inspection, 1)

    def focusInEvent(self, _event: QFocusEvent) -> None:
        """Give the focus to the questions: nothing of the view itself takes a key."""
        self.inspection.open()

    def _banner(self, name: str) -> QWidget:
        banner = QFrame()
        banner.setObjectName("messageBar")
        banner.setProperty("tone", "warn")
        banner.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        words = self.tr("Trial of {0}. Nothing is kept: answers, photos and signatures go when it ends.")
        self.words = WrapLabel(words.format(name), "strong")
        end = Button(self.tr("End the trial"), "x")
        end.clicked.connect(self.ended)
        row = QHBoxLayout(banner)
        row.setContentsMargins(14, 8, 8, 8)
        row.setSpacing(10)
        row.addWidget(IconLabel("triangle-alert", "warn"), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.words, 1)
        row.addWidget(end)
        outer = QWidget()
        margin = QVBoxLayout(outer)
        margin.setContentsMargins(20, 0, 20, 0)
        margin.addWidget(banner)
        return outer

    def _end_with_the_questions(self) -> None:
        # Back from the questions, or closed and signed: there is no list to go to.
        if not self.inspection.folds_sidebar():
            self.ended.emit()

    def close_trial(self) -> None:
        """Finish what is typed and remove everything that the trial wrote."""
        self.inspection.leave()
        self._trial.close()
