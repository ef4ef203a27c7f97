"""The sync page: join a centre, exchange with it, decide what two people saved differently."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from fieldkit.errors import FieldkitError
from fieldkit.sync import client
from fieldkit.ui import theme
from fieldkit.ui.card import Card, centred
from fieldkit.ui.conflict_card import ConflictCard
from fieldkit.ui.empty_state import EmptyState
from fieldkit.ui.enrol_card import EnrolCard
from fieldkit.ui.page import EVERYTHING, Page
from fieldkit.ui.sync_state import SyncState, size_words
from fieldkit.ui.sync_status import UNREACHED

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from fieldkit.model.workspace import Workspace
    from fieldkit.sync.client import Lack, OfficeCheck, Status, SyncReport
    from fieldkit.ui.jobs import Job

LAST = "last exchange"
MOST_LACKS = 6
STATE_WIDTH, STATE_SHARE = 380, 0.36


class SyncPage(Page):
    """One of two views: the form to join a centre, or the state beside the conflicts."""

    def build(self) -> None:
        self._job: Job[Any] | None = None
        self._status: Status | None = None
        self.enrol_card = EnrolCard()
        self.enrol_card.wanted.connect(self._enrol)
        self.enrol_card.given_up.connect(self.refresh)
        self.sync_state = SyncState(self.context)
        self.sync_state.wanted.connect(self.sync)
        self.sync_state.check_wanted.connect(self.check_office)
        self.sync_state.other_wanted.connect(self._show_enrol)
        self.conflicts = ConflictCard(self.context)
        self.conflicts.decided.connect(self._decided)
        self.conflicts.failed.connect(self.failed)
        self._stack = QStackedWidget()
        for view in (self._enrol_view(), self._state_view()):
            self._stack.addWidget(view)
        self.column().addWidget(self._stack)
        self.refresh()

    def _enrol_view(self) -> QWidget:
        view = QWidget()
        column = QVBoxLayout(view)
        column.addStretch(2)
        column.addLayout(centred(self.enrol_card))
        column.addStretch(3)
        return view

    def _state_view(self) -> QWidget:
        nothing = Card(margin=1)
        nothing.add(
            EmptyState(
                "git-merge",
                self.tr("Nothing to decide"),
                self.tr(
                    "If two people save different values for the same thing, both stand here side by side"
                ),
            ),
            1,
        )
        self._right = QStackedWidget()
        for part in (nothing, self.conflicts):
            self._right.addWidget(part)
        view = QWidget()
        row = QHBoxLayout(view)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(self.sync_state)
        row.addWidget(self._right, 1)
        return view

    # --- coming and going

    def open(self, target: object = None) -> None:
        self.refresh()
        if self._stack.currentIndex() == 0:
            self.enrol_card.begin(self._status.url if self._status else "")
        elif self._right.currentWidget() is self.conflicts:
            self.conflicts.table.setFocus()
        else:
            self.sync_state.button.setFocus()

    def refresh(self, changed: frozenset[str] = EVERYTHING) -> None:
        workspace = self.context.workspace
        try:
            self._status = client.status(workspace)
            last = json.loads(workspace.setting(LAST) or "{}")
            online = workspace.setting(UNREACHED) is None
            count = self.conflicts.refresh()
        except FieldkitError as error:
            self.failed.emit(error)
            return
        self.sync_state.show_status(self._status, last, online=online)
        self._right.setCurrentIndex(1 if count else 0)
        self._stack.setCurrentIndex(1 if self._status.url else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = int(self.width() * STATE_SHARE)
        self.sync_state.setFixedWidth(min(theme.current().px(STATE_WIDTH), room))

    # --- joining

    def _show_enrol(self) -> None:
        self._stack.setCurrentIndex(0)
        self.enrol_card.begin(self._status.url if self._status else "")

    def _enrol(self, address: str, code: str) -> None:
        self.enrol_card.show_busy(True)
        work = partial(_join, self.context.workspace, address, code)
        self.start_job(work, self._enrolled, failed=self._not_enrolled)

    def _enrolled(self, _enrolment: object) -> None:
        self.context.workspace.remember(UNREACHED, None)
        self.enrol_card.show_busy(False)
        self.refresh()
        self.changed.emit(frozenset({"centre"}))
        self.told.emit(
            self.tr("This laptop has joined the centre"), self.tr("Sync now to exchange what there is."), "ok"
        )
        self.sync_state.button.setFocus()

    def _not_enrolled(self, error: FieldkitError) -> None:
        self.enrol_card.show_refused(error)
        self.failed.emit(error)

    # --- exchanging

    def sync(self) -> None:
        """Exchange with the centre, unless that is going on already."""
        if self._job is not None:
            return
        words = {
            "hello": self.tr("Reaching the centre"),
            "push": self.tr("Sending changes {0}"),
            "pull": self.tr("Receiving changes {0}"),
            "send_papers": self.tr("Sending signatures and papers {0}"),
            "send_photos": self.tr("Sending photos {0}"),
            "send_originals": self.tr("Sending films and large originals {0}"),
            "fetch_papers": self.tr("Receiving signatures and papers {0}"),
            "fetch_photos": self.tr("Receiving photos {0}"),
            "fetch_originals": self.tr("Receiving films and large originals {0}"),
        }
        work = partial(_exchange, self.context.workspace, words)
        self._job = self.start_job(work, self._synced, failed=self._not_synced)
        self._job.ended.connect(self._ended)
        self.sync_state.follow(self._job)

    def _ended(self) -> None:
        job, self._job = self._job, None
        if job is not None and job.cancelled:
            # Stopped too late: it had come to its end, whose report a stopped job does not give.
            self.refresh()
            self.changed.emit(EVERYTHING)

    def _synced(self, report: SyncReport) -> None:
        workspace = self.context.workspace
        workspace.remember(UNREACHED, None)
        numbers = {
            "pushed": report.pushed,
            "pulled": report.pulled,
            "files_sent": report.attachments_sent,
            "files_received": report.attachments_received,
            "bytes_sent": report.bytes_sent,
            "bytes_received": report.bytes_received,
        }
        workspace.remember(LAST, json.dumps(numbers))
        self.refresh()
        # A status chip hangs on it even when no table changed.
        self.changed.emit(frozenset(report.tables) or frozenset({"centre"}))
        told = self.tr("{0} changes and {1} files sent, {2} changes and {3} files received").format(
            *(f"{numbers[key]:,}" for key in ("pushed", "files_sent", "pulled", "files_received"))
        )
        title = self.tr("Synced")
        tone = "ok"
        if report.conflicts:
            title, tone = self.tr("Synced; %n value(s) to decide", "", report.conflicts), "warn"
        if report.unreadable or report.held:
            tone = "warn"
            told += "\n" + self.tr(
                "{0} changes could not be used here; a newer program or the administrator can tell why"
            ).format(report.unreadable + report.held)
        if wrong := report.clock_wrong:
            told += f"\n{wrong.title.pick(self.context.language)} {wrong.place}"
            told += f"\n{wrong.hint.pick(self.context.language)}"
            tone = "warn"
        self.told.emit(title, told, tone)

    # --- asking the office

    def check_office(self) -> None:
        """Ask the centre whether it holds everything of this laptop, unless an exchange is going on."""
        if self._job is not None:
            return
        words = {
            "hello": self.tr("Reaching the centre"),
            "check_changes": self.tr("Asking for changes {0}"),
            "check_files": self.tr("The centre reads the files"),
        }
        work = partial(_ask_office, self.context.workspace, words)
        self._job = self.start_job(work, self._checked, failed=self._not_synced)
        self._job.ended.connect(self._ended)
        self.sync_state.follow(self._job)

    def _checked(self, found: OfficeCheck) -> None:
        self.refresh()
        self.changed.emit(frozenset({"centre"}))
        if found.complete:
            told = self.tr("{0} changes and {1} files").format(f"{found.changes:,}", f"{found.files:,}")
            self.told.emit(self.tr("Everything of this laptop is at the office"), told, "ok")
            return
        lines = [self._lack(lack) for lack in found.lacks[:MOST_LACKS]]
        if left := len(found.lacks) - MOST_LACKS:
            lines += [self.tr("… and %n more", "", left)] if left > 0 else []
        again = (self.tr("Send again"), partial(self._send_again, found))
        self.offered.emit(self.tr("Not everything is at the office"), "\n".join(lines), (again,))

    def _send_again(self, found: OfficeCheck) -> None:
        client.offer_again(self.context.workspace, found)
        self.sync()

    def _lack(self, lack: Lack) -> str:
        named = lack.title or self.tr("Everything else")
        words = self.tr("{0}: {1} changes, {2} files").format(
            named, f"{lack.changes:,}", f"{len(lack.files):,}"
        )
        names = ", ".join(file.name for file in lack.files[:MOST_LACKS])
        return f"{words} ({names})" if names else words

    def _not_synced(self, error: FieldkitError) -> None:
        workspace = self.context.workspace
        if isinstance(error, client.Unreachable | client.NetworkLogin):
            workspace.remember(UNREACHED, workspace.clock().isoformat())
        self.refresh()
        # What was exchanged until then is here and there.
        self.changed.emit(EVERYTHING)
        if isinstance(error, client.Cancelled):
            language = self.context.language
            self.told.emit(error.title.pick(language), error.hint.pick(language), "info")
        else:
            self.failed.emit(error)

    def _decided(self, table: str) -> None:
        self.refresh()
        self.changed.emit(frozenset({table}))
        self.told.emit(self.tr("The value is decided"), self.tr("Others get it with the next sync."), "ok")


def _join(workspace: Workspace, address: str, code: str, _job: Job[object]) -> object:
    return client.enrol(workspace, address, code)


def _ask_office(workspace: Workspace, words: dict[str, str], job: Job[OfficeCheck]) -> OfficeCheck:
    def tell(phase: str, done: int, total: int, size: int) -> None:
        del size  # what is asked and answered is small; the centre reads
        job.progressed.emit(done, total, words.get(phase, "").format(f"{done:,}/{total:,}"))

    return client.check_office(workspace, tell, cancel=job.stop)


def _exchange(workspace: Workspace, words: dict[str, str], job: Job[SyncReport]) -> SyncReport:
    def tell(phase: str, done: int, total: int, size: int) -> None:
        counted = f"{done:,}/{total:,}" if total else f"{done:,}"
        line = words.get(phase, "").format(counted)
        job.progressed.emit(done, total, f"{line} · {size_words(size)}" if size else line)

    return client.sync(workspace, tell, cancel=job.stop)
