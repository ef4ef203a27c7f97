"""How far this laptop is with the centre, as the status chip says it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from fieldkit.model.thai import dates
from fieldkit.ui import jobs
from fieldkit.ui.status_chip import SyncStatus

if TYPE_CHECKING:
    from fieldkit.model.workspace import Workspace

# What is remembered after a try that did not reach the centre, until one does; LOGIN: the network wants one.
UNREACHED = "sync unreached"
LOGIN = "login"
PAUSE_MS = 250


def read_status(workspace: Workspace, language: str) -> SyncStatus:
    """Return the status; asks no network, but looks at the attachments, so call it in a job."""
    from fieldkit.sync import client

    found = client.status(workspace)
    return SyncStatus(
        enrolled=bool(found.url),
        waiting=found.waiting + found.attachments_waiting,
        sent_at=when(found.last_sync, workspace.clock(), language) if found.last_sync else "",
        conflicts=found.conflicts,
        kept=found.kept,
        online=workspace.setting(UNREACHED) is None,
        login=workspace.setting(UNREACHED) == LOGIN,
    )


def when(moment: str, now: datetime, language: str) -> str:
    """Return “16.20 น.” for an ISO ``moment`` of today, "20 พ.ย. 69" for an earlier one."""
    local = datetime.fromisoformat(moment).astimezone(now.tzinfo)
    if local.date() == now.date():
        return dates.clock(local, language)
    return dates.short(local.date(), language, two_digit_year=True)


class StatusReader(QObject):
    """Reads the status beside the window, a moment after the last wish: answers come faster than it changes.

    Attributes:
        read: signal with the SyncStatus.
    """

    read = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._wish: tuple[Workspace, str] | None = None
        self._reading = False
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._start)

    def read_soon(self, workspace: Workspace, language: str) -> None:
        """Wish for the status; many wishes in a row are one reading."""
        self._wish = (workspace, language)
        self._pause.start()

    def pending(self) -> bool:
        """Whether a wish is not yet fulfilled."""
        return self._reading or self._pause.isActive()

    def stop(self) -> None:
        """Forget the wish, before the workspace is closed."""
        self._pause.stop()
        self._wish = None

    def _start(self) -> None:
        if self._wish is None:
            return
        if self._reading:
            self._pause.start()
            return
        workspace, language = self._wish
        self._reading = True
        job = jobs.run(self, lambda _job: read_status(workspace, language), self.read.emit)
        job.ended.connect(self._ended)

    def _ended(self) -> None:
        self._reading = False
