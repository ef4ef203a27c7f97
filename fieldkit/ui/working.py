"""What a page shows while it works: words, how far it is, and a button that stops it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from fieldkit.ui import theme
from fieldkit.ui.buttons import Button
from fieldkit.ui.labels import label

if TYPE_CHECKING:
    from fieldkit.ui.jobs import Job

WIDTH = 420


class Working(QWidget):
    """Follows one job at a time.

    Attributes:
        stopped: signal when the person stopped the job, which is asked to end then.
    """

    stopped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._job: Job[Any] | None = None
        self.title = label("", "title")
        self.line = label("", "quiet")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(theme.current().px(WIDTH))
        self.cancel = Button(self.tr("Cancel"), "x")
        self.cancel.clicked.connect(self._stop)
        column = QVBoxLayout(self)
        column.setSpacing(10)
        column.addStretch(2)
        for part in (self.title, self.line, self.bar, self.cancel):
            column.addWidget(part, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)

    def follow(self, job: Job[Any], title: str, *, stoppable: bool = True) -> None:
        """Show how far ``job`` is under ``title``."""
        self._job = job
        self.title.setText(title)
        self.line.setText("")
        self.bar.setAccessibleName(title)
        self.bar.setRange(0, 0)
        self.cancel.setVisible(stoppable)
        if stoppable:
            self.cancel.setFocus()
        job.progressed.connect(self._show)

    def _show(self, done: int, total: int, words: str) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        counted = f"{done:,} / {total:,}" if total else f"{done:,}" if done else ""
        self.line.setText(words or counted)

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._job = None
            self.stopped.emit()
