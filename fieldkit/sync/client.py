"""The laptop's side of the exchange, for the window and the command line."""

from __future__ import annotations

import time
from dataclasses import dataclass
from threading import Event
from typing import TYPE_CHECKING

from fieldkit.model import conflicts as model_conflicts
from fieldkit.model import files
from fieldkit.model.changes import get_meta, set_meta
from fieldkit.sync.answers import Cancelled, CentreFailed, CodeRefused, NetworkLogin, SyncError, Unreachable

if TYPE_CHECKING:
    from collections.abc import Collection

    from fieldkit.model.conflicts import Conflict
    from fieldkit.model.workspace import Workspace
    from fieldkit.sync.enrolment import Enrolment
    from fieldkit.sync.link import Course, Progress

__all__ = [
    "Cancelled",
    "CodeRefused",
    "NetworkLogin",
    "Status",
    "SyncError",
    "SyncReport",
    "Unreachable",
    "conflicts",
    "enrol",
    "fetch_files",
    "status",
    "sync",
]

_LAST = "last sync"
_PAUSES = (0.5, 2.0)  # seconds before a broken exchange is taken up again


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What an exchange moved, and what is still open.

    ``attachments_waiting`` are files that the centre has not got yet, ``attachments_wanted`` files
    of others that it has not got either; ``conflicts`` counts all values that a person must decide.
    ``held`` changes are at the centre, but not handed on; ``tables`` are those that changed here.
    """

    pushed: int
    pulled: int
    attachments_sent: int
    attachments_waiting: int
    conflicts: int
    bytes_sent: int
    bytes_received: int
    seconds: float
    attachments_received: int = 0
    attachments_wanted: int = 0
    held: int = 0
    unreadable: int = 0
    tables: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Status:
    """Where this laptop stands without asking the centre; ``url`` is empty before the enrolment.

    ``photos`` are those whose file is on this laptop, ``photos_sent`` those of them that the centre has
    confirmed.
    """

    url: str
    provinces: tuple[str, ...]
    last_sync: str | None
    waiting: int
    attachments_waiting: int
    conflicts: int
    photos: int = 0
    photos_sent: int = 0


def sync(
    workspace: Workspace,
    progress: Progress | None = None,
    *,
    cancel: Event | None = None,
    retries: int = len(_PAUSES),
) -> SyncReport:
    """Exchange everything with the centre; may be stopped or cut at any point and called again.

    May run in a thread of its own while the window works. ``retries`` are the times that a cut
    exchange is taken up again before it is reported. Raises NotEnrolled, Unreachable, NetworkLogin,
    Cancelled and other SyncError; the data on this laptop are whole then.
    """
    from fieldkit.sync.enrolment import credentials
    from fieldkit.sync.http_link import HttpLink
    from fieldkit.sync.link import Course

    started = time.monotonic()
    url, token = credentials(workspace)
    stop = cancel or Event()
    with HttpLink(url, token, cancel=stop) as link:
        course = Course(link, progress, stop)
        _persist(course, workspace, retries)
    at = workspace.clock().isoformat(timespec="seconds")
    with workspace.database.write() as connection:
        set_meta(connection, _LAST, at)
    return _report(course, workspace, time.monotonic() - started)


def fetch_files(
    workspace: Workspace,
    hashes: Collection[str],
    progress: Progress | None = None,
    *,
    cancel: Event | None = None,
) -> int:
    """Fetch some files (by SHA-256) that records here refer to, and return how many came.

    What the centre lacks stays wanted. Raises NotEnrolled, Unreachable, NetworkLogin, Cancelled and other
    SyncError; what came until then is here.
    """
    from fieldkit.sync import blobs
    from fieldkit.sync.enrolment import credentials
    from fieldkit.sync.http_link import HttpLink
    from fieldkit.sync.link import Course

    url, token = credentials(workspace)
    stop = cancel or Event()
    with HttpLink(url, token, cancel=stop) as link:
        course = Course(link, progress, stop)
        blobs.fetch(course, workspace, frozenset(hashes))
    return course.tally.files_received


def enrol(workspace: Workspace, url: str, code: str, *, insecure: bool = False) -> Enrolment:
    """Enrol this laptop at the centre at ``url`` by a one-time code.

    Raises CodeRefused, InsecureAddress (unless ``insecure``), and as :func:`sync` does.
    """
    from fieldkit.sync.enrolment import enrol as exchange_code
    from fieldkit.sync.http_link import HttpLink, check_address

    address = check_address(url, insecure=insecure)
    with HttpLink(address) as link:
        return exchange_code(workspace, address, code, link=link)


def status(workspace: Workspace) -> Status:
    """Return what is waiting, what is in conflict, and when the last exchange was complete."""
    from fieldkit.sync.enrolment import enrolment

    present = enrolment(workspace)
    with workspace.database.read() as connection:
        photos, photos_sent = files.photos(connection)
        return Status(
            url=present.url if present else "",
            provinces=present.provinces if present else (),
            last_sync=get_meta(connection, _LAST),
            waiting=workspace.waiting(),
            attachments_waiting=files.count(connection, files.LOCAL),
            conflicts=model_conflicts.count(connection),
            photos=photos,
            photos_sent=photos_sent,
        )


def conflicts(workspace: Workspace) -> list[Conflict]:
    """Return the values that two people saved differently, for a person to decide."""
    return model_conflicts.listing(workspace)


def _persist(course: Course, workspace: Workspace, retries: int) -> None:
    from fieldkit.sync.exchange import exchange

    for left in reversed(range(retries + 1)):
        try:
            exchange(course, workspace)
            return
        except (Unreachable, CentreFailed):
            if not left:
                raise
            if course.cancel.wait(_PAUSES[min(retries - left, len(_PAUSES) - 1)]):
                raise Cancelled from None


def _report(course: Course, workspace: Workspace, seconds: float) -> SyncReport:
    tally = course.tally
    with workspace.database.read() as connection:
        return SyncReport(
            pushed=tally.pushed,
            pulled=tally.pulled,
            attachments_sent=tally.files_sent,
            attachments_waiting=files.count(connection, files.LOCAL),
            conflicts=model_conflicts.count(connection),
            bytes_sent=course.link.sent,
            bytes_received=course.link.received,
            seconds=round(seconds, 3),
            attachments_received=tally.files_received,
            attachments_wanted=files.count(connection, files.WANTED),
            held=tally.held,
            unreadable=tally.unreadable,
            tables=tuple(sorted(tally.tables)),
        )
