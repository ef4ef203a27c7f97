"""Writes the daily export at its hour while the window is open."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from fieldkit.errors import FieldkitError
from fieldkit.ui.jobs import Job

if TYPE_CHECKING:
    from datetime import date

    from fieldkit.errors import Language
    from fieldkit.model.export_recipes import Exported
    from fieldkit.model.export_schedule import Schedule
    from fieldkit.model.workspace import Workspace

LOOK_MS = 60_000


class DailyExport(QObject):
    """Looks once a minute; what could not be written is told once and tried again the next day or start.

    Attributes:
        written: signal with the Exported.
        failed: signal with the FieldkitError.
    """

    written = Signal(object)
    failed = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._job: Job[Exported] | None = None
        self._workspace: Workspace | None = None
        self._language: Language = "th"
        self._tried: date | None = None
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self.look)

    def start(self, workspace: Workspace, language: Language) -> None:
        """Begin to look; the first time after a minute, when the window is ready."""
        self._workspace, self._language = workspace, language
        self._timer.start()

    def stop(self) -> None:
        """Look no more, and stop what is being written; the old file stays."""
        self._timer.stop()
        self._workspace = None
        if self._job is not None:
            self._job.cancel()

    def look(self) -> None:
        """Write what is due."""
        workspace = self._workspace
        if workspace is None or self._job is not None or self._tried == workspace.clock().date():
            return
        # Brings the database with it, which the window does not need for its first paint.
        from fieldkit.model import export_schedule

        try:
            due = export_schedule.due(workspace)
        except FieldkitError as error:
            self.failed.emit(error)
            return
        if due is not None:
            self._tried = workspace.clock().date()
            self._job = Job(self, partial(_write, workspace, due, self._language))
            self._job.then(self.written.emit, self._tell)
            self._job.ended.connect(self._ended)
            self._job.start()

    def _tell(self, error: FieldkitError) -> None:
        from fieldkit.model.workbook import ExportCancelled

        if not isinstance(error, ExportCancelled):  # only the end of the program stops it
            self.failed.emit(error)

    def _ended(self) -> None:
        self._job = None


def _write(workspace: Workspace, due: Schedule, language: Language, job: Job[Exported]) -> Exported:
    from fieldkit.model import export_schedule

    return export_schedule.run(workspace, due, language=language, cancelled=job.stop.is_set)
