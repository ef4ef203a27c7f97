"""Findings of earlier visits above the questions: corrected or not, each by one key."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from fieldkit.errors import FieldkitError
from fieldkit.model.inspections import follow_up
from fieldkit.model.policy import SEVERITIES
from fieldkit.model.thai import dates
from fieldkit.ui import theme
from fieldkit.ui.buttons import Button
from fieldkit.ui.labels import IconLabel, hairline
from fieldkit.ui.segmented import Segment, Segmented
from fieldkit.ui.wrap_label import WrapLabel

if TYPE_CHECKING:
    from fieldkit.errors import Language
    from fieldkit.model.inspections import Inspection
    from fieldkit.model.inspections.follow_up import FollowUp

LEAST, HIGHEST = 60, 236  # pixels at 100 % text; more findings scroll
LOW = 400  # height of the page at 100 % text below which it stays folded until a person opens it
SHARE = 0.27  # of the height of the page at most: the questions stay in sight
CORRECTED, NOT_CORRECTED = "corrected", "not_corrected"


class FollowUpPanel(QWidget):
    """What earlier visits left open at the factory; gone when there is nothing.

    Attributes:
        written: signal after a decision was saved.
        failed: signal with the FieldkitError after which nothing was saved.
        left: signal when the person goes on to the questions.
    """

    written = Signal()
    failed = Signal(object)
    left = Signal()

    def __init__(self, inspection: Inspection, language: Language) -> None:
        super().__init__()
        self._inspection = inspection
        self._language = language
        self._found: list[FollowUp] = []
        self._choices: list[Segmented] = []
        self._page = 0
        self._asked = False
        self.setAccessibleName(self.tr("To verify first"))
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 12, 0)
        column.setSpacing(6)
        head = QHBoxLayout()
        head.addWidget(IconLabel("history", "warn", size=18))
        self.title = WrapLabel("", "strong")
        head.addWidget(self.title, 1)
        self.fold = Button("", kind="quiet")
        self.fold.clicked.connect(self._turn)
        head.addWidget(self.fold)
        column.addLayout(head)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column.addWidget(self._area)
        column.addWidget(hairline())
        self.read_again()
        self._open(follow_up.waiting(self._found) > 0 and not inspection.closed)

    def read_again(self) -> None:
        """Read the findings from the store, with the heads that the person will have seen."""
        self._found = follow_up.follow_ups(self._inspection)
        self._choices = []
        rows = QWidget()
        column = QVBoxLayout(rows)
        column.setContentsMargins(0, 0, 6, 0)
        column.setSpacing(8)
        for place, finding in enumerate(self._found):
            column.addWidget(self._row(place, finding))
        column.addStretch(1)
        # The list may be read again because of a key in one of its rows: that row goes later.
        if (before := self._area.takeWidget()) is not None:
            before.hide()
            before.deleteLater()
        self._area.setWidget(rows)
        self._show_counts()

    def waiting(self) -> int:
        """Return how many findings nobody has looked at."""
        return follow_up.waiting(self._found)

    def enter(self) -> None:
        """Put the focus on the first finding that waits; open the list for it."""
        if self._choices:
            self._asked = True
            self._open(True)
            target = next(
                (c for c, finding in zip(self._choices, self._found, strict=True) if not finding.verified),
                self._choices[0],
            )
            target.setFocus(Qt.FocusReason.TabFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows go from finding to finding, Enter and Escape to the questions; the list does not scroll."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        at = next((place for place, choice in enumerate(self._choices) if choice is watched), -1)
        if step and at >= 0:
            target = self._choices[min(max(at + step, 0), len(self._choices) - 1)]
            target.setFocus(Qt.FocusReason.TabFocusReason)
            self._area.ensureWidgetVisible(target)
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            self.left.emit()
            return True
        return False

    def _row(self, place: int, finding: FollowUp) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        words = QVBoxLayout()
        words.setSpacing(1)
        what = _what(finding)
        words.addWidget(WrapLabel(what))
        words.addWidget(WrapLabel(self._told(finding), "caption"))
        line.addLayout(words, 1)
        choice = Segmented(
            (
                Segment(CORRECTED, self.tr("Corrected"), "ok"),
                Segment(NOT_CORRECTED, self.tr("Not corrected"), "fail"),
            ),
            what,
        )
        if finding.verified:
            choice.choose(CORRECTED if finding.corrected else NOT_CORRECTED)
        choice.setEnabled(not self._inspection.closed)
        choice.installEventFilter(self)
        choice.chosen.connect(lambda name, place=place: self._decide(place, name))
        self._choices.append(choice)
        line.addWidget(choice, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _told(self, finding: FollowUp) -> str:
        severity = SEVERITIES.get(finding.row["severity"])
        found = dates.short(date.fromisoformat(str(finding.row["started_at"])[:10]), self._language)
        severe = severity.pick(self._language) if severity else ""
        parts = [severe, finding.row["measured"] or "", self.tr("found {0}").format(found)]
        if finding.row["due_date"]:
            due = date.fromisoformat(finding.row["due_date"])
            parts.append(self.tr("due {0}").format(dates.short(due, self._language)))
        return " · ".join(part for part in parts if part)

    def _decide(self, place: int, name: str) -> None:
        finding = self._found[place]
        try:
            with self._inspection.steps.one("", _what(finding)):
                if name:
                    follow_up.verify(self._inspection, finding, corrected=name == CORRECTED)
                else:
                    follow_up.take_back(self._inspection, finding)
        except FieldkitError as error:
            self.failed.emit(error)
            shown = CORRECTED if finding.corrected else NOT_CORRECTED
            self._choices[place].choose(shown if finding.verified else "")
            return
        before = [item.id for item in self._found]
        self._found = follow_up.follow_ups(self._inspection)
        if [item.id for item in self._found] != before:
            # A colleague has closed one meanwhile.
            self.read_again()
        self._show_counts()
        self.written.emit()
        following = [c for c, item in zip(self._choices, self._found, strict=True) if not item.verified]
        if name and following:
            following[0].setFocus(Qt.FocusReason.TabFocusReason)
        elif name:
            self._open(False)
            self.left.emit()

    def _show_counts(self) -> None:
        waiting = self.waiting()
        if waiting:
            self.title.set_words(self.tr("Verify first: %n finding(s) of earlier visits", "", waiting))
        else:
            self.title.set_words(self.tr("%n finding(s) of earlier visits verified", "", len(self._found)))
        # Before it has its place in the page it would be shown as a window of its own, which takes the focus.
        if self.parentWidget() is not None or not self._found:
            self.setVisible(bool(self._found))

    def _turn(self) -> None:
        self._asked = True
        self._open(self._area.isHidden())

    def _open(self, on: bool) -> None:
        self._area.setVisible(on)
        self.fold.setText(self.tr("Fold") if on else self.tr("Show"))
        rows = self._area.widget() if on else None
        layout = rows.layout() if rows is not None else None
        if layout is not None:
            wanted = layout.totalHeightForWidth(max(self.width() - 40, 300)) + 8
            most = min(theme.current().px(HIGHEST), max(int(self._page * SHARE), theme.current().px(LEAST)))
            self._area.setFixedHeight(min(wanted, most))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # In another width the words need other heights.
        self.fit(self._page)

    def fit(self, page: int) -> None:
        """Take a share of the ``page``'s height in pixels at most."""
        self._page = page
        if not self._area.isHidden():
            self._open(self._asked or page >= theme.current().px(LOW))


def _what(finding: FollowUp) -> str:
    return str(finding.row["description"] or finding.row["wording"] or finding.row["question"] or "")
