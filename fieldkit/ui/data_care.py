"""Backups that the window makes by itself: at their time, and before it closes."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from fieldkit.errors import FieldkitError
from fieldkit.ui.jobs import Job

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieldkit.errors import Language
    from fieldkit.model.backup import BackupReport
    from fieldkit.model.rolling import Plan
    from fieldkit.model.workspace import Workspace
    from fieldkit.ui.message_bar import MessageBar

LOOK_MS = 60_000
_WARN_EVERY = 60
"""Looks between two at the place itself: a drive of the network that is gone answers late."""


class DataCare(QObject):
    """Looks once a minute whether a backup is due, and makes the last one before the window closes.

    Attributes:
        made: signal after a backup was made or failed: what the settings show may be another.
        may_close: signal when nothing holds the window any more.
    """

    made = Signal()
    may_close = Signal()

    def __init__(self, parent: QObject, bar: Callable[[], MessageBar]) -> None:
        """``bar`` gives where a person is told of a backup that failed or is missing."""
        super().__init__(parent)
        self._bar = bar
        self._workspace: Workspace | None = None
        self._language: Language = "th"
        self._job: Job[BackupReport] | None = None
        self.closing = False
        """Whether the window waits for a backup before it closes."""
        self._leaving = False
        self._warned = False
        self._looks = 0
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self.look)

    def start(self, workspace: Workspace, language: Language) -> None:
        """Begin to look; the first time after a minute, when the window is ready."""
        self._workspace, self._language = workspace, language
        self._timer.start()

    def stop(self) -> None:
        """Look no more, and stop what is being written; the older backups stay."""
        self._timer.stop()
        self._workspace = None
        if self._job is not None:
            self._job.cancel()

    def look(self) -> None:
        """Make the backup that is due; tell once when there is none that is recent."""
        if self._workspace is None or self._job is not None:
            return
        from fieldkit.model import rolling

        try:
            due = rolling.due(self._workspace)
            if due is not None:
                self._begin(due)
            elif not self._warned and self._looks % _WARN_EVERY == 0:
                warning = rolling.state(self._workspace).warning
                if warning is not None:
                    self._warned = True
                    words = self.tr("See the backups in the settings.")
                    self._bar().show_notice(warning.pick(self._language), words, "warn")
        except FieldkitError as error:
            self._tell(error)
        self._looks += 1

    def hold(self) -> bool:
        """Tell whether a backup is to be made before the window closes; `may_close` then says when."""
        application = QGuiApplication.instance()
        # Who logs out must not be held: the system would take it for a refusal.
        ending = isinstance(application, QGuiApplication) and application.isSavingSession()
        if self._workspace is None or self._leaving or ending:
            return False
        from fieldkit.model import rolling

        try:
            due = rolling.due(self._workspace, closing=True)
        except FieldkitError:
            return False  # a disk that cannot be read holds nobody here
        if due is None:
            return False
        self.closing = True
        bar = self._bar()
        bar.show_notice(self.tr("Backing up before the program closes"), due.folder)
        bar.offer(self.tr("Close without it"), self.leave)
        if self._job is None:
            self._begin(due, closing=True)
        return True

    def leave(self) -> None:
        """Let the window close now, whatever is not backed up."""
        self._leaving = True
        self.may_close.emit()

    def _begin(self, due: Plan, *, closing: bool = False) -> None:
        assert self._workspace is not None
        self._job = Job(self, partial(_run, self._workspace, due))
        self._job.then(partial(self._done, closing), self._tell)
        self._job.ended.connect(self._ended)
        self._job.start()

    def _done(self, closing: bool, _report: BackupReport) -> None:
        if closing:
            self.leave()

    def _tell(self, error: FieldkitError) -> None:
        self._bar().show_error(error, self._language)
        if self.closing:
            self._bar().offer(self.tr("Close all the same"), self.leave)

    def _ended(self) -> None:
        self._job = None
        self.made.emit()


def _run(workspace: Workspace, due: Plan, job: Job[BackupReport]) -> BackupReport:
    from fieldkit.model import rolling

    return rolling.run(workspace, due, stop=job.stop.is_set)
