"""Begins an exchange by itself when the centre is within reach, and says when a network wants a login."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QTimer, Signal, SignalInstance

from fieldkit.errors import FieldkitError
from fieldkit.model.roles import CENTRE_ADDRESS
from fieldkit.ui.jobs import Job
from fieldkit.ui.sync_pace import Pace
from fieldkit.ui.sync_status import LOGIN, UNREACHED

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieldkit.model.workspace import Workspace

LOOK_MS = 10_000
OFF, PAID_FILES = "automatic sync off", "files on metered networks"
"""What a person has chosen: nothing by itself; files also where the network is paid by what it carries."""


class NetworkState(Protocol):
    """What the system says of the network (:class:`fieldkit.ui.network.Network`)."""

    changed: SignalInstance

    def reachable(self) -> bool:
        """Tell whether there may be a way to a centre."""

    def metered(self) -> bool:
        """Tell whether the network is paid by what it carries."""


class AutoSync(QObject):
    """Looks now and then, knocks at the centre, and asks the window for an exchange.

    Attributes:
        due: signal (with files) when the centre has answered: the window exchanges and calls `ended`.
        login_wanted: signal with the FieldkitError, once for each network that answers in the centre's place.
        looked: signal after the state that the window shows may be another.
    """

    due = Signal(bool)
    login_wanted = Signal(object)
    looked = Signal()

    def __init__(
        self, parent: QObject, *, pace: Pace | None = None, now: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__(parent)
        self._workspace: Workspace | None = None
        self._network: NetworkState | None = None
        self._job: Job[None] | None = None
        self._running = False
        self._told = False
        self._now = now
        self.pace = pace or Pace()
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self.look)

    def start(self, workspace: Workspace, network: NetworkState | None = None) -> None:
        """Begin to look; asks the system for the network at the first look when none is given."""
        self._workspace = workspace
        if network is not None:
            self._follow(network)
        self.pace.came(self._now())
        self._timer.start()

    def stop(self) -> None:
        """Look no more."""
        self._timer.stop()
        self._workspace = None
        if self._job is not None:
            self._job.cancel()

    def ended(self, *, reached: bool, waiting: bool = False) -> None:
        """Learn how the exchange ended, one that a person began, too."""
        self._running = False
        if reached:
            self._told = False
            self.pace.succeeded(self._now(), waiting=waiting)
        else:
            self.pace.failed(self._now())

    def lost(self) -> None:
        """Learn that an exchange, if one went on, was given up with its page."""
        self._running = False

    def look(self) -> None:
        """Knock when it is time and nothing speaks against it."""
        workspace = self._workspace
        if workspace is None or self._job is not None or self._running or self._now() < self.pace.due:
            return
        if self._network is None:
            # Brings Qt's networking with it, which the first paint does not need.
            from fieldkit.ui.network import Network

            self._follow(Network(self))
        try:
            wanted = workspace.setting(CENTRE_ADDRESS) is not None and workspace.setting(OFF) is None
        except FieldkitError:
            return
        if not wanted:
            # Whoever joins a centre now, or switches it on, is to begin by hand if they like.
            self.pace.came(self._now())
            return
        if self._network is None or not self._network.reachable():
            return
        self._job = Job(self, partial(_knock, workspace)).then(self._answered, self._unanswered)
        self._job.ended.connect(self._job_ended)
        self._job.start()

    def _follow(self, network: NetworkState) -> None:
        self._network = network
        network.changed.connect(self._changed)

    def _changed(self) -> None:
        self._told = False
        self.pace.came(self._now())

    def _job_ended(self) -> None:
        self._job = None

    def _answered(self, _nothing: None) -> None:
        if self._workspace is None or self._network is None:
            return
        files = not self._network.metered() or self._workspace.setting(PAID_FILES) is not None
        self._running = True
        self.due.emit(files)

    def _unanswered(self, error: FieldkitError) -> None:
        from fieldkit.sync import client

        self.pace.failed(self._now())
        if self._workspace is None:
            return
        login = isinstance(error, client.NetworkLogin)
        try:
            self._workspace.remember(UNREACHED, LOGIN if login else "knocked")
        except FieldkitError:
            return
        self.looked.emit()
        if login and not self._told:
            self._told = True
            self.login_wanted.emit(error)


def _knock(workspace: Workspace, job: Job[None]) -> None:
    from fieldkit.sync import client

    client.probe(workspace, cancel=job.stop)
