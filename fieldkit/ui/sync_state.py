"""How far this laptop is with its centre: what waits, the photos, the last exchange, and the button."""

from __future__ import annotations

from datetime import datetime
from threading import Event
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from fieldkit.model.thai import dates
from fieldkit.ui import icons
from fieldkit.ui.buttons import Button
from fieldkit.ui.card import Card, ReadingArea
from fieldkit.ui.facts import Facts
from fieldkit.ui.labels import IconLabel, hairline, label
from fieldkit.ui.wrap_label import WrapLabel

if TYPE_CHECKING:
    from fieldkit.sync.client import Status
    from fieldkit.ui.jobs import Job
    from fieldkit.ui.page import PageContext

KIB = 1024
LastExchange = dict[str, int]


def size_words(size: int) -> str:
    """Return a number of bytes as “1.4 MB”."""
    if size < KIB:
        return f"{size} B"
    if size < KIB * KIB:
        return f"{size / KIB:,.0f} kB"
    return f"{size / KIB / KIB:,.1f} MB"


class SyncState(Card):
    """Says the state in one sentence and holds the button.

    Attributes:
        wanted: signal when the person wants an exchange.
        check_wanted: signal when the person wants to know whether the office holds everything.
        other_wanted: signal when the person wants to join another centre.
    """

    wanted = Signal()
    check_wanted = Signal()
    other_wanted = Signal()

    def __init__(self, context: PageContext) -> None:
        super().__init__(margin=20)
        self._context = context
        self._job: Job[Any] | None = None
        self._pausing: Event | None = None
        self._said = ""
        self._icon = IconLabel("cloud", "neutral", size=28)
        self.state = label("", "title")
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._icon)
        head.addWidget(self.state, 1)
        self.body.addLayout(head)
        self.photos = WrapLabel("", "quiet")
        self.photo_bar = _bar(self.tr("Photos at the centre"))
        self.add(self.photos)
        self.add(self.photo_bar)
        self.button = Button(self.tr("Sync now"), "refresh-cw", kind="primary")
        self.button.clicked.connect(self.wanted)
        self.add(self.button)
        self.line = WrapLabel("", "quiet")
        self.bar = _bar(self.tr("Progress of the exchange"))
        self.pause = Button(self.tr("Pause"), "pause")
        self.pause.clicked.connect(self._pause)
        self.stop = Button(self.tr("Stop"), "x")
        self.stop.clicked.connect(self._stop)
        for part in (self.line, self.bar):
            self.add(part)
        acts = QHBoxLayout()
        acts.setSpacing(8)
        for button in (self.pause, self.stop):
            acts.addWidget(button, 1)
        self.body.addLayout(acts)
        self.add(hairline())
        self.facts = Facts()
        read = QWidget()
        column = QVBoxLayout(read)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.facts)
        column.addStretch(1)
        self.add(ReadingArea(read, self.tr("State of the exchange")), 1)
        self.check = Button(self.tr("Check all is at the office"), "shield-check", kind="quiet")
        self.check.clicked.connect(self.check_wanted)
        self.add(self.check)
        other = Button(self.tr("Join a centre again"), "server", kind="quiet")
        other.clicked.connect(self.other_wanted)
        self.add(other)
        self._show_working(False)

    def show_status(self, status: Status, last: LastExchange, *, online: bool, login: bool = False) -> None:
        """Show where things stand; ``last`` are the numbers of the last exchange, if any.

        ``login``: the centre was not reached because the network wants a login first.
        """
        waiting = status.waiting + status.attachments_waiting
        if not online:
            unreached = self.tr("The centre was not reached")
            self._say("cloud-off", "warn", self.tr("This network wants a login") if login else unreached)
        elif waiting:
            words = self.tr("%n item(s) to send", "", waiting).replace(str(waiting), f"{waiting:,}")
            self._say("cloud-upload", "warn", words)
        elif status.kept:
            words = self.tr("%n item(s) held back here", "", status.kept)
            self._say("cloud-upload", "neutral", words.replace(str(status.kept), f"{status.kept:,}"))
        elif status.last_sync:
            self._say("cloud-check", "ok", self.tr("Everything is at the centre"))
        else:
            self._say("cloud", "neutral", self.tr("Nothing to send yet"))
        missing = status.photos - status.photos_sent
        self.photos.setVisible(status.photos > 0)
        self.photo_bar.setVisible(status.photos > 0)
        words = self.tr("{0} of {1} photos are at the centre, {2} waiting")
        if not missing:
            words = self.tr("All {1} photos are at the centre")
        counts = (status.photos_sent, status.photos, missing)
        self.photos.set_words(words.format(*(f"{count:,}" for count in counts)))
        self.photo_bar.setRange(0, max(1, status.photos))
        self.photo_bar.setValue(status.photos_sent)
        self.facts.show_facts(self._facts(status, last))

    def _say(self, icon: str, tone: str, words: str) -> None:
        self._icon.show_icon(icon, tone)
        self.state.setText(words)

    def _facts(self, status: Status, last: LastExchange) -> list[tuple[str, str]]:
        when = self.tr("never")
        if status.last_sync:
            zone = self._context.workspace.clock().tzinfo
            moment = datetime.fromisoformat(status.last_sync).astimezone(zone)
            when = dates.short_moment(moment, self._context.language)
        provinces = ", ".join(status.provinces)
        facts = [
            (self.tr("Centre"), status.url),
            (self.tr("Provinces"), self.tr("all") if provinces == "*" else provinces),
            (self.tr("Changes to send"), f"{status.waiting:,}"),
            (self.tr("Files to send"), f"{status.attachments_waiting:,}"),
            *self._classes(status),
            (self.tr("Last sync"), when),
        ]
        if status.kept:
            facts.append((self.tr("Held back here"), f"{status.kept:,}"))
        if status.held:
            facts.append((self.tr("Kept at the centre, not handed on"), f"{status.held:,}"))
        if last and status.last_sync:
            sent = self.tr("{0} changes, {1} files · {2}")
            facts += [
                (
                    self.tr("Sent"),
                    sent.format(
                        f"{last['pushed']:,}", f"{last['files_sent']:,}", size_words(last["bytes_sent"])
                    ),
                ),
                (
                    self.tr("Received"),
                    sent.format(
                        f"{last['pulled']:,}",
                        f"{last['files_received']:,}",
                        size_words(last["bytes_received"]),
                    ),
                ),
            ]
        return facts

    def _classes(self, status: Status) -> list[tuple[str, str]]:
        """Say how many files of each class are at the centre, in the order in which they travel."""
        names = {
            "papers": self.tr("Signatures, papers"),
            "photos": self.tr("Photos, documents"),
            "originals": self.tr("Films, originals"),
        }
        found = []
        for one in status.classes:
            if not (one.here or one.away):
                continue
            words = self.tr("{0} of {1} at the centre").format(f"{one.sent:,}", f"{one.here:,}")
            if one.waiting:
                words += " · " + self.tr("{0} to send").format(size_words(one.waiting_bytes))
            if one.away:
                words += " · " + self.tr("{0} only at the office").format(f"{one.away:,}")
            found.append((names[one.kind], words))
        return found

    # --- while it works

    def follow(self, job: Job[Any], pause: Event | None = None, *, take_focus: bool = True) -> None:
        """Show how far ``job`` is, and let it be stopped; while ``pause`` is set it waits.

        One that began by itself does not ``take_focus`` from who is at work here.
        """
        self._job, self._pausing = job, pause
        self.line.set_words(self.tr("Reaching the centre"))
        self.bar.setRange(0, 0)
        job.progressed.connect(self._progress)
        job.ended.connect(self._ended)
        self._show_working(True)
        self.pause.setVisible(pause is not None)
        self.pause.setEnabled(True)
        self._show_paused(False)
        self.stop.setEnabled(True)
        if take_focus:
            self.stop.setFocus()

    def _progress(self, done: int, total: int, words: str) -> None:
        self._said = words
        if self._pausing is None or not self._pausing.is_set():
            self.line.set_words(words)
        self.bar.setRange(0, total)
        self.bar.setValue(done)

    def _pause(self) -> None:
        if self._pausing is None:
            return
        paused = not self._pausing.is_set()
        if paused:
            self._pausing.set()
        else:
            self._pausing.clear()
        self._show_paused(paused)

    def _show_paused(self, paused: bool) -> None:
        self.pause.setText(self.tr("Go on") if paused else self.tr("Pause"))
        self.pause.setIcon(icons.icon("play" if paused else "pause", "text_2", "text_2"))
        if paused:
            self.line.set_words(self.tr("Paused · {0}").format(self._said))
        elif self._said:
            self.line.set_words(self._said)

    def _stop(self) -> None:
        if self._job is not None:
            self._job.stop.set()
            self.stop.setEnabled(False)
            self.pause.setEnabled(False)
            self.line.set_words(self.tr("Stopping"))

    def _ended(self) -> None:
        self._job, self._said = None, ""
        # One that was pressed is disabled, and has passed the focus on.
        focused = self.stop.hasFocus() or self.pause.hasFocus() or not self.stop.isEnabled()
        self._show_working(False)
        if focused:
            self.button.setFocus()

    def _show_working(self, working: bool) -> None:
        for part in (self.line, self.bar, self.pause, self.stop):
            part.setVisible(working)
        self.button.setVisible(not working)
        self.check.setEnabled(not working)


def _bar(name: str) -> QProgressBar:
    bar = QProgressBar()
    bar.setTextVisible(False)
    bar.setAccessibleName(name)
    return bar
