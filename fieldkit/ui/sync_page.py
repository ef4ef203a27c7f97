"""The sync page: join a centre, exchange with it, see the queue, decide what two people saved differently."""

from __future__ import annotations

import json
from functools import partial
from threading import Event
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from fieldkit.errors import FieldkitError
from fieldkit.sync import client
from fieldkit.ui import theme
from fieldkit.ui.bundle_part import BundlePart
from fieldkit.ui.card import Card, centred
from fieldkit.ui.chip import ChipRow
from fieldkit.ui.conflict_card import ConflictCard
from fieldkit.ui.empty_state import EmptyState
from fieldkit.ui.enrol_card import EnrolCard
from fieldkit.ui.laptop_list import LaptopList
from fieldkit.ui.page import EVERYTHING, Page
from fieldkit.ui.queue_part import QueuePart
from fieldkit.ui.sync_state import SyncState, size_words
from fieldkit.ui.sync_status import LOGIN, UNREACHED

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from fieldkit.model.queue import Cargo
    from fieldkit.model.workspace import Workspace
    from fieldkit.sync.client import Lack, OfficeCheck, Status, SyncReport
    from fieldkit.ui.jobs import Job

LAST = "last exchange"
MOST_LACKS = 6
STATE_WIDTH, STATE_SHARE = 380, 0.36
QUEUE, CONFLICTS, LAPTOPS, FILES = "queue", "conflicts", "laptops", "files"
_TABS = (QUEUE, CONFLICTS, LAPTOPS, FILES)


class SyncPage(Page):
    """One of two views: the form to join a centre, or the state beside the queue and the conflicts.

    Opens at ``{"tab": "queue"}``, ``"conflicts"``, ``"laptops"`` (who synced when) or ``"files"`` (without a
    network).

    Attributes:
        arrived: signal with the tables that an exchange changed which began by itself, instead of `changed`.
        exchanged: signal (reached, waiting) at the end of each exchange.
    """

    arrived = Signal(object)
    exchanged = Signal(bool, bool)

    def build(self) -> None:
        self._job: Job[Any] | None = None
        self._count = 0
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
        self._deciding = QStackedWidget()
        for part in (nothing, self.conflicts):
            self._deciding.addWidget(part)
        self.queue = QueuePart(self)
        self.queue.retry_wanted.connect(self.send_again)
        self.queue.held.connect(self._held)
        self.laptops = LaptopList(self)
        self.laptops.failed.connect(self.failed)
        self.files = BundlePart(self)
        self.files.taken.connect(self._taken)
        self.tabs = ChipRow([(tab, "") for tab in _TABS], self.tr("Parts of the exchange"), wrap=True)
        self.tabs.chosen.connect(self._show_tab)
        self._right = QStackedWidget()
        for one in (self.queue, self._deciding, self.laptops, self.files):
            self._right.addWidget(one)
        right = QVBoxLayout()
        right.setSpacing(10)
        right.addWidget(self.tabs)
        right.addWidget(self._right, 1)
        view = QWidget()
        row = QHBoxLayout(view)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(self.sync_state)
        row.addLayout(right, 1)
        return view

    # --- coming and going

    def open(self, target: object = None) -> None:
        self.refresh()
        if self._stack.currentIndex() == 0:
            self.enrol_card.begin(self._status.url if self._status else "")
            return
        if isinstance(target, dict) and target.get("tab") in _TABS:
            self._turn_to(str(target["tab"]))
        if self.tabs.key() == CONFLICTS and self._count:
            self.conflicts.table.setFocus()
        elif self.sync_state.button.isVisible():
            self.sync_state.button.setFocus()
        else:
            self.sync_state.stop.setFocus()

    def state(self) -> object:
        return {"tab": self.tabs.key()}

    def focus_search(self) -> None:
        if self.tabs.key() == LAPTOPS:
            self.laptops.list.focus_search()
            return
        self._turn_to(QUEUE)
        self.queue.queue.list.focus_search()

    def _turn_to(self, tab: str) -> None:
        self.tabs.choose(tab)
        self._show_tab(tab)

    def _show_tab(self, tab: str) -> None:
        self._right.setCurrentIndex(_TABS.index(tab))
        if tab == LAPTOPS and self._status is not None and self._status.url:
            self.laptops.ask()

    def refresh(self, changed: frozenset[str] = EVERYTHING) -> None:
        workspace = self.context.workspace
        try:
            self._status = client.status(workspace)
            last = json.loads(workspace.setting(LAST) or "{}")
            unreached = workspace.setting(UNREACHED)
            count = self.conflicts.refresh()
        except FieldkitError as error:
            self.failed.emit(error)
            return
        self.sync_state.show_status(self._status, last, online=unreached is None, login=unreached == LOGIN)
        self._deciding.setCurrentIndex(1 if count else 0)
        if bool(count) != bool(self._count):
            # What is to be decided comes to the front when it comes, and goes when it is done.
            self._turn_to(CONFLICTS if count else QUEUE)
        self._count = count
        self.tabs.set_text(CONFLICTS, self.tr("To decide {0}").format(f"{count:,}"))
        self.tabs.set_text(QUEUE, self.tr("Queue"))
        self.tabs.set_text(LAPTOPS, self.tr("Who synced when"))
        self.tabs.set_text(FILES, self.tr("Without a network"))
        self._stack.setCurrentIndex(1 if self._status.url else 0)
        if self._status.url:
            self.queue.refresh()

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
        self._sync(quiet=False, files=True)

    def sync_quietly(self, *, files: bool) -> bool:
        """Exchange without a word to who is at work, unless one goes on already: then return False."""
        return self._sync(quiet=True, files=files)

    def _sync(self, *, quiet: bool, files: bool) -> bool:
        if self._job is not None:
            return False
        self._quiet = quiet
        words = {
            "hello": self.tr("Reaching the centre"),
            "push": self.tr("Sending changes {0}"),
            "pull": self.tr("Receiving changes {0}"),
            "send_papers": self.tr("Sending signatures and papers {0}"),
            "send_photos": self.tr("Sending photos {0}"),
            "send_originals": self.tr("Sending films and large originals {0}"),
            "details": self.tr("Receiving answers of inspections {0}"),
            "details_leave": self.tr("Letting old inspections stay at the office {0}"),
            "fetch_papers": self.tr("Receiving signatures and papers {0}"),
            "fetch_photos": self.tr("Receiving photos {0}"),
            "fetch_originals": self.tr("Receiving films and large originals {0}"),
        }
        pause = Event()
        work = partial(_exchange, self.context.workspace, words, pause, files)
        self._follow(self.start_job(work, self._synced, failed=self._not_synced), pause)
        return True

    def _follow(self, job: Job[Any], pause: Event | None = None) -> None:
        self._job = job
        job.ended.connect(self._ended)
        # One that began by itself takes no focus from who works here.
        self.sync_state.follow(job, pause, take_focus=not self._quiet)
        self.queue.show_working(True)

    def _ended(self) -> None:
        job, self._job = self._job, None
        self.queue.show_working(False)
        if job is not None and job.cancelled:
            # Stopped too late: it had come to its end, whose report a stopped job does not give.
            self.refresh()
            self._spread(EVERYTHING)
            self.exchanged.emit(True, True)
        self._quiet = False

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
        self._spread(frozenset(report.tables) or frozenset({"centre"}))
        self.exchanged.emit(True, bool(report.attachments_waiting))
        if self._quiet:
            return
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
        work = partial(_ask_office, self.context.workspace, self._asking(), None)
        self._follow(self.start_job(work, self._checked, failed=self._not_synced))

    def _asking(self) -> dict[str, str]:
        return {
            "hello": self.tr("Reaching the centre"),
            "check_changes": self.tr("Asking for changes {0}"),
            "check_files": self.tr("The centre reads the files"),
        }

    def send_again(self, cargo: Cargo) -> None:
        """Ask the centre for some changes and files, offer again what it lacks of them, and exchange."""
        if self._job is None:
            self._quiet = False
            work = partial(_ask_office, self.context.workspace, self._asking(), cargo)
            self._follow(self.start_job(work, self._asked, failed=self._not_synced))

    def _asked(self, found: OfficeCheck) -> None:
        client.offer_again(self.context.workspace, found)
        # The job that asked has not ended yet.
        QTimer.singleShot(0, self, self.sync)

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
        if found.kept:
            lines.append(self.tr("%n held back on this laptop", "", found.kept))
        title = self.tr("Not everything is at the office")
        if found.lacks:
            again = (self.tr("Send again"), partial(self._send_again, found))
            self.offered.emit(title, "\n".join(lines), (again,))
        else:
            self.told.emit(title, "\n".join(lines), "info")

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
        login = isinstance(error, client.NetworkLogin)
        if login or isinstance(error, client.Unreachable):
            workspace.remember(UNREACHED, LOGIN if login else workspace.clock().isoformat())
        self.refresh()
        # What was exchanged until then is here and there.
        self._spread(EVERYTHING)
        self.exchanged.emit(False, True)
        if self._quiet and isinstance(error, client.PASSING):
            return
        if isinstance(error, client.Cancelled):
            language = self.context.language
            self.told.emit(error.title.pick(language), error.hint.pick(language), "info")
        else:
            self.failed.emit(error)

    def _spread(self, tables: frozenset[str]) -> None:
        (self.arrived if self._quiet else self.changed).emit(tables)

    def _taken(self, tables: frozenset[str]) -> None:
        self.refresh()
        self.changed.emit(tables)

    def _held(self) -> None:
        self.refresh()
        self.changed.emit(frozenset({"centre"}))

    def _decided(self, table: str) -> None:
        self.refresh()
        self.changed.emit(frozenset({table}))
        self.told.emit(self.tr("The value is decided"), self.tr("Others get it with the next sync."), "ok")


def _join(workspace: Workspace, address: str, code: str, _job: Job[object]) -> object:
    return client.enrol(workspace, address, code)


def _ask_office(
    workspace: Workspace, words: dict[str, str], only: Cargo | None, job: Job[OfficeCheck]
) -> OfficeCheck:
    def tell(phase: str, done: int, total: int, size: int) -> None:
        del size  # what is asked and answered is small; the centre reads
        job.progressed.emit(done, total, words.get(phase, "").format(f"{done:,}/{total:,}"))

    return client.check_office(workspace, tell, only=only, cancel=job.stop)


def _exchange(
    workspace: Workspace, words: dict[str, str], pause: Event, files: bool, job: Job[SyncReport]
) -> SyncReport:
    def tell(phase: str, done: int, total: int, size: int) -> None:
        counted = f"{done:,}/{total:,}" if total else f"{done:,}"
        line = words.get(phase, "").format(counted)
        job.progressed.emit(done, total, f"{line} · {size_words(size)}" if size else line)

    return client.sync(workspace, tell, cancel=job.stop, pause=pause, files=files)
