"""How the laptop's side reaches a centre: the ways to ask, and who is told about the progress."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Event
from typing import TYPE_CHECKING, Protocol

from fieldkit.sync.answers import Cancelled

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from fieldkit.sync.clock import Skew
    from fieldkit.sync.protocol import Upload

_LOOK = 0.1  # seconds after which a pause is looked at again


class Progress(Protocol):
    """Is called from the thread that syncs.

    ``phase`` is hello, push, pull, or send or fetch with a class of files (send_papers, send_photos,
    send_originals, fetch_papers …); ``done`` of ``total`` are changes, or files of that class (``total`` 0
    while unknown), ``size`` the bytes moved so far in both directions.
    """

    def __call__(self, phase: str, done: int, total: int, size: int) -> None:
        """Show a step."""


class Link(Protocol):
    """A way to a centre; every call may be repeated and raises SyncError."""

    sent: int  # bytes of bodies
    received: int

    def post(self, path: str, data: bytes, *, kind: str = ...) -> bytes:
        """Send a message of the content type ``kind`` and return the answer's body."""

    def get(self, path: str, query: Mapping[str, str]) -> bytes:
        """Ask, and return the answer's body."""

    def put_file(self, sha256: str, data: bytes) -> str:
        """Send a whole file; return when it was received (``""`` from an older centre). Raises Damaged."""

    def upload(self, sha256: str, size: int) -> Upload:
        """Ask how much of a file, in parts, has arrived."""

    def put_part(self, sha256: str, data: bytes, start: int) -> Upload:
        """Send the part of ``data`` that begins at ``start``; raises Damaged, Gap."""

    def get_part(self, sha256: str, start: int) -> bytes:
        """Return a part of a file, not verified yet; less than a part is its end. Raises Missing."""


@dataclass
class Tally:
    """What an exchange has moved so far, also when it breaks off later."""

    pushed: int = 0
    pulled: int = 0
    held: int = 0
    unreadable: int = 0
    files_sent: int = 0
    files_received: int = 0
    tables: set[str] = field(default_factory=set)
    clock: Skew | None = None


@dataclass
class Course:
    """One exchange as it runs: the way to the centre, who watches it, and whether to stop."""

    link: Link
    progress: Progress | None = None
    cancel: Event = field(default_factory=Event)
    pause: Event = field(default_factory=Event)
    tally: Tally = field(default_factory=Tally)
    version: int = 1  # of the protocol, as hello has agreed
    lanes: int = 1  # small files at once
    files: bool = True  # whether files travel, too
    today: date | None = None  # the centre's day, as hello told it

    def check(self) -> None:
        """Raise Cancelled when the person wants to stop; wait here, between two messages, while it pauses."""
        while self.pause.is_set() and not self.cancel.wait(_LOOK):
            pass
        if self.cancel.is_set():
            raise Cancelled

    def step(self, phase: str, done: int, total: int) -> None:
        """Tell about a step; raises Cancelled when the person wants no further one."""
        self.check()
        if self.progress is not None:
            self.progress(phase, done, total, self.link.sent + self.link.received)
