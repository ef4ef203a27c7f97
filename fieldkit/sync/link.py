"""How the laptop's side reaches a centre: the four ways to ask, and who is told about the progress."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Event
from typing import TYPE_CHECKING, Protocol

from fieldkit.sync.answers import Cancelled

if TYPE_CHECKING:
    from collections.abc import Mapping


class Progress(Protocol):
    """Is called from the thread that syncs.

    ``phase`` is hello, push, send_files, pull or fetch_files; ``done`` of ``total`` are changes or
    files (``total`` 0 while unknown), ``size`` the bytes moved so far in both directions.
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

    def put_file(self, sha256: str, data: bytes) -> None:
        """Return when the centre has confirmed the file."""

    def get_file(self, sha256: str) -> bytes:
        """Return the bytes of a file, whose hash is not verified yet; raises Missing."""


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


@dataclass
class Course:
    """One exchange as it runs: the way to the centre, who watches it, and whether to stop."""

    link: Link
    progress: Progress | None = None
    cancel: Event = field(default_factory=Event)
    tally: Tally = field(default_factory=Tally)

    def step(self, phase: str, done: int, total: int) -> None:
        """Tell about a step; raises Cancelled when the person wants no further one."""
        if self.cancel.is_set():
            raise Cancelled
        if self.progress is not None:
            self.progress(phase, done, total, self.link.sent + self.link.received)
