"""The laptop's side of the exchange, for the window and the command line."""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Event
from typing import TYPE_CHECKING

from fieldkit.model import conflicts as model_conflicts
from fieldkit.model import feeds, file_classes, kept_back, receipts
from fieldkit.model import files as model_files
from fieldkit.model.changes import get_meta, set_meta
from fieldkit.sync.answers import Cancelled, CentreFailed, CodeRefused, NetworkLogin, SyncError, Unreachable
from fieldkit.sync.bundle.errors import WrongCode
from fieldkit.sync.bundle.written import Written
from fieldkit.sync.clock import ClockWrong, Skew
from fieldkit.sync.lacks import Lack, OfficeCheck

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from fieldkit.model.conflicts import Conflict
    from fieldkit.model.file_classes import ClassCount
    from fieldkit.model.queue import Cargo
    from fieldkit.model.receipts import InspectionReceipt
    from fieldkit.model.retention import Freed
    from fieldkit.model.workspace import Workspace
    from fieldkit.sync.bundle.folder import FolderReport
    from fieldkit.sync.bundle.reading import BundleReport
    from fieldkit.sync.enrolment import Enrolment
    from fieldkit.sync.link import Course, Progress
    from fieldkit.sync.protocol import Laptops

__all__ = [
    "PASSING",
    "Cancelled",
    "CodeRefused",
    "Lack",
    "NetworkLogin",
    "OfficeCheck",
    "Status",
    "SyncError",
    "SyncReport",
    "Unreachable",
    "Written",
    "WrongCode",
    "ask_laptops",
    "check_office",
    "conflicts",
    "enrol",
    "exchange_folder",
    "fetch_files",
    "fetch_inspections",
    "free_originals",
    "known_laptops",
    "offer_again",
    "probe",
    "read_bundle",
    "receipt",
    "seal",
    "status",
    "sync",
]

PASSING = (Unreachable, NetworkLogin, CentreFailed, Cancelled)
"""What goes by itself, so that an exchange that nobody asked for need not speak of it."""
_LAST = "last sync"
_LANES = 4
_PROBE = 8.0  # seconds in which a centre shows a sign of life
_PAUSES = (0.5, 2.0)  # seconds before a broken exchange is taken up again


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What an exchange moved, and what is still open.

    ``attachments_waiting`` are files that the centre has not got yet, ``attachments_wanted`` files
    of others that it has not got either; ``conflicts`` counts all values that a person must decide.
    ``held`` changes are at the centre, but not handed on; ``tables`` are those that changed here.
    ``clock_ahead`` are the seconds by which this laptop's clock is ahead of the centre's.
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
    clock_ahead: int = 0

    @property
    def clock_wrong(self) -> ClockWrong | None:
        """What to tell a person whose clock is wrong."""
        skew = Skew(self.clock_ahead)
        return ClockWrong(skew) if skew.told else None


@dataclass(frozen=True, slots=True)
class Status:
    """Where this laptop stands without asking the centre; ``url`` is empty before the enrolment.

    ``photos`` are those whose file is on this laptop, ``photos_sent`` those of them that the centre has
    confirmed. ``classes`` are all files, in the order in which they travel; ``held`` are changes that the
    centre has, but does not hand on to others. ``kept`` changes and files are held back on this laptop by a
    person and not counted as waiting.
    """

    url: str
    provinces: tuple[str, ...]
    last_sync: str | None
    waiting: int
    attachments_waiting: int
    conflicts: int
    photos: int = 0
    photos_sent: int = 0
    classes: tuple[ClassCount, ...] = ()
    held: int = 0
    kept: int = 0


def sync(
    workspace: Workspace,
    progress: Progress | None = None,
    *,
    cancel: Event | None = None,
    pause: Event | None = None,
    files: bool = True,
    retries: int = len(_PAUSES),
) -> SyncReport:
    """Exchange everything with the centre; may be stopped or cut at any point and called again.

    While ``pause`` is set no further message is sent; at most one part of a file is under way then. Without
    ``files`` only answers travel, as over a network that is paid by the megabyte.
    May run in a thread of its own while the window works. ``retries`` are the times that a cut
    exchange is taken up again before it is reported. Raises NotEnrolled, Unreachable, NetworkLogin,
    Cancelled and other SyncError; the data on this laptop are whole then.
    """
    started = time.monotonic()
    with _course(workspace, progress, cancel) as course:
        course.pause, course.files = pause or course.pause, files
        _persist(course, workspace, retries)
    at = workspace.clock().isoformat(timespec="seconds")
    with workspace.database.write() as connection:
        set_meta(connection, _LAST, at)
    return _report(course, workspace, time.monotonic() - started)


def probe(workspace: Workspace, *, cancel: Event | None = None) -> None:
    """Ask for nothing but a sign of life, without the token: the centre alone repeats what it was told.

    Raises NetworkLogin where a network answers in its place, Unreachable, CentreFailed, NotEnrolled.
    """
    from fieldkit.sync.enrolment import credentials
    from fieldkit.sync.http_link import HttpLink

    url, _token = credentials(workspace)
    with HttpLink(url, cancel=cancel, patience=_PROBE) as link:
        link.knock()


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

    with _course(workspace, progress, cancel) as course:
        blobs.fetch(course, workspace, frozenset(hashes))
    return course.tally.files_received


def fetch_inspections(
    workspace: Workspace,
    inspections: Collection[str],
    progress: Progress | None = None,
    *,
    cancel: Event | None = None,
) -> int:
    """Fetch answers and files of inspections that are at the office; returns how many are whole here then.

    They stay for `sync.details_fetched_days`, whatever this laptop carries. Raises as :func:`sync` does; what
    came until then is here.
    """
    from fieldkit.sync import fetching

    with _course(workspace, progress, cancel) as course:
        return fetching.fetch_wanted(course, workspace, inspections)


def check_office(
    workspace: Workspace,
    progress: Progress | None = None,
    *,
    only: Cargo | None = None,
    cancel: Event | None = None,
) -> OfficeCheck:
    """Ask the centre whether it holds every change and every file of this laptop; it reads each file.

    ``only`` narrows it to some. Raises as :func:`sync` does. What it lacks goes again after
    :func:`offer_again`.
    """
    from fieldkit.sync import office

    with _course(workspace, progress, cancel) as course:
        return office.check(course, workspace, only)


def offer_again(workspace: Workspace, found: OfficeCheck) -> int:
    """Make the next :func:`sync` send what the centre lacks; returns how many changes."""
    from fieldkit.sync import office

    return office.offer_again(workspace, found)


def free_originals(
    workspace: Workspace,
    months: int | None = None,
    progress: Progress | None = None,
    *,
    cancel: Event | None = None,
) -> Freed:
    """Let old originals go from this laptop, each after the centre has read and confirmed it just now.

    Those of inspections that were closed ``months`` ago, but never before the office's setting
    (``files.originals_months``). :func:`fetch_files` brings one back. Raises as :func:`sync` does.
    """
    from fieldkit.sync import office

    with _course(workspace, progress, cancel) as course:
        return office.free_originals(course, workspace, months)


def receipt(workspace: Workspace, inspection: str) -> InspectionReceipt:
    """Return what the centre has confirmed of an inspection, without asking it."""
    with workspace.database.read() as connection:
        return receipts.of_inspection(connection, inspection)


def ask_laptops(workspace: Workspace, *, cancel: Event | None = None) -> Laptops:
    """Ask the centre which laptops of these provinces synced when; raises as :func:`sync` does."""
    from fieldkit.sync import laptops

    with _course(workspace, None, cancel) as course:
        return laptops.ask(course.link, workspace)


def known_laptops(workspace: Workspace) -> Laptops | None:
    """Return what the centre said last, None before it was asked."""
    from fieldkit.sync import laptops

    return laptops.known(workspace)


def seal(
    workspace: Workspace,
    target: Path,
    only: Cargo | None = None,
    *,
    for_colleague: bool = False,
    cancel: Event | None = None,
) -> Written:
    """Write a bundle (docs/bundle.md) of what the centre has not confirmed, or ``only`` of some records.

    Raises OfficeUnknown unless ``for_colleague``, whose bundle a code opens, CannotWrite, Cancelled.
    """
    from fieldkit.sync.bundle import writing

    write = writing.for_colleague if for_colleague else writing.for_office
    return write(workspace, target, cancel=cancel, only=only)


def read_bundle(workspace: Workspace, path: Path, code: str = "") -> BundleReport:
    """Take a colleague's bundle, which ``code`` opens, or the centre's answer; again it changes nothing.

    Raises WrongCode, BundleError, CannotWrite.
    """
    from fieldkit.sync.bundle import reading

    return reading.read(workspace, path, code)


def exchange_folder(workspace: Workspace, folder: Path, *, cancel: Event | None = None) -> FolderReport:
    """Take the centre's answers from a shared folder or stick, and leave a bundle there.

    Raises BundleError, CannotWrite, Cancelled; what was taken until then is here.
    """
    from fieldkit.sync.bundle import folder as bundle_folder

    return bundle_folder.exchange(workspace, folder, cancel=cancel)


def enrol(workspace: Workspace, url: str, code: str, *, insecure: bool = False) -> Enrolment:
    """Enrol this laptop at the centre at ``url`` by a one-time code.

    Raises CodeRefused, InsecureAddress (unless ``insecure``), and as :func:`sync` does.
    """
    from fieldkit.sync.enrolment import enrol as exchange_code
    from fieldkit.sync.http_link import HttpLink, check_address

    address = check_address(url, insecure=insecure)
    # Without the token: another centre must not learn it; who has it proves it in the message.
    with HttpLink(address) as link:
        return exchange_code(workspace, address, code, link=link)


def status(workspace: Workspace) -> Status:
    """Return what is waiting, what is in conflict, and when the last exchange was complete."""
    from fieldkit.sync.enrolment import enrolment

    present = enrolment(workspace)
    with workspace.database.read() as connection:
        photos, photos_sent = model_files.photos(connection)
        kept_files = kept_back.files(connection)
        return Status(
            url=present.url if present else "",
            provinces=present.provinces if present else (),
            last_sync=get_meta(connection, _LAST),
            waiting=workspace.waiting(),
            attachments_waiting=model_files.count(connection, model_files.LOCAL) - len(kept_files),
            conflicts=model_conflicts.count(connection),
            photos=photos,
            photos_sent=photos_sent,
            classes=file_classes.counts(connection),
            held=feeds.held(connection),
            kept=len(kept_back.changes(connection)) + len(kept_files),
        )


def conflicts(workspace: Workspace) -> list[Conflict]:
    """Return the values that two people saved differently, for a person to decide."""
    return model_conflicts.listing(workspace)


@contextmanager
def _course(workspace: Workspace, progress: Progress | None, cancel: Event | None) -> Iterator[Course]:
    """Connect to the centre of this laptop; raises NotEnrolled."""
    from fieldkit.sync.enrolment import credentials
    from fieldkit.sync.http_link import HttpLink
    from fieldkit.sync.link import Course

    url, token = credentials(workspace)
    stop = cancel or Event()
    with HttpLink(url, token, cancel=stop) as link:
        yield Course(link, progress, stop, lanes=_LANES)


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
            attachments_waiting=model_files.count(connection, model_files.LOCAL)
            - len(kept_back.files(connection)),
            conflicts=model_conflicts.count(connection),
            bytes_sent=course.link.sent,
            bytes_received=course.link.received,
            seconds=round(seconds, 3),
            attachments_received=tally.files_received,
            attachments_wanted=model_files.count(connection, model_files.WANTED),
            held=tally.held,
            unreadable=tally.unreadable,
            tables=tuple(sorted(tally.tables)),
            clock_ahead=tally.clock.seconds if tally.clock else 0,
        )
