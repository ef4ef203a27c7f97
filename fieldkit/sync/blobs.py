"""Files both ways: asked for first, by class and small ones first, in parts that a cut does not send again.

A file counts as sent only when the centre has said that it holds the hash.
"""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, Self

import msgspec

from fieldkit.model import file_classes, files
from fieldkit.model.arriving_file import ArrivingFile
from fieldkit.model.attachments import AttachmentDamaged, AttachmentMissing
from fieldkit.sync import protocol
from fieldkit.sync.answers import Damaged, Gap, Missing, NotUnderstood
from fieldkit.sync.lanes import in_turn

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from fieldkit.model.file_classes import File
    from fieldkit.model.workspace import Workspace
    from fieldkit.sync.link import Course

_AT_ONCE = 16  # files that are written down together
_TRIES = 3  # of one part that is damaged underway, and of one file that the centre forgets


def send(course: Course, workspace: Workspace) -> None:
    """Send the files that the centre lacks; raises SyncError. What cannot be sent keeps waiting."""
    files.refresh(workspace.database, workspace.attachments)
    with workspace.database.read() as connection:
        local = file_classes.to_send(connection)
    steps = _Steps(course, "send", local)
    for asked in _chunks(local):
        present = held(course, [file.sha256 for file in asked])
        with workspace.database.write() as connection:
            files.confirm(connection, present)
        steps.skip(file for file in asked if file.sha256 in present)
        lacking = [file for file in asked if file.sha256 not in present]
        with _Books(workspace) as books:
            for file, sent in in_turn(course, partial(_send_one, course, workspace), steps.of(lacking)):
                if sent is not None:
                    books.note(file.sha256, *sent)
                    course.tally.files_sent += 1
                steps.done(file)


def fetch(course: Course, workspace: Workspace, only: Collection[str] | None = None) -> None:
    """Fetch the files that records here refer to; raises SyncError. What the centre lacks stays wanted.

    So does what arrives damaged: it is asked for again at the next sync, and the other files do not wait.
    ``only`` narrows it to some of them, by SHA-256, and brings those that are at the centre by choice, too.
    """
    files.refresh(workspace.database, workspace.attachments)
    states = (files.WANTED,) if only is None else (files.WANTED, files.OFFICE)
    with workspace.database.read() as connection:
        wanted = file_classes.listing(connection, *states)
    if only is not None:
        wanted = [file for file in wanted if file.sha256 in only]
    steps = _Steps(course, "fetch", wanted)
    with _Books(workspace) as books:
        for file, size in in_turn(course, partial(_fetch_one, course, workspace), steps.of(wanted)):
            if size is not None:
                books.note(file.sha256, size)
                course.tally.files_received += 1
            steps.done(file)


def held(course: Course, names: Sequence[str], *, verify: bool = False) -> dict[str, str]:
    """Ask which files the centre holds since when (ISO; empty when it is an older one, which does not say).

    With ``verify`` it reads each of them first; an older one cannot.
    """
    found: dict[str, str] = {}
    for start in range(0, len(names), protocol.MAX_NAMES):
        asked = list(names[start : start + protocol.MAX_NAMES])
        if course.version < protocol.WITH_PARTS:
            lacking = set(_decoded(course.link.post("/v1/need", protocol.to_json(asked))))
            found.update((name, "") for name in asked if name not in lacking)
            continue
        while asked:
            course.check()
            message = protocol.to_json(protocol.FilesAsked(asked, verify))
            answer = _receipts(course.link.post("/v2/receipts", message))
            found.update((name, answer.files[name].at) for name in asked if name in answer.files)
            if len(answer.left) >= len(asked):
                raise NotUnderstood("receipts")
            left = set(answer.left)
            asked = [name for name in asked if name in left]
    return found


class _Steps:
    """Tells how many files of each class are through, of all that there are."""

    def __init__(self, course: Course, way: str, listed: Sequence[File]) -> None:
        self._course = course
        self._way = way
        self._total = Counter(file.kind for file in listed)
        self._done = dict.fromkeys(file_classes.CLASSES, 0)
        self._begun: set[str] = set()

    def skip(self, through: Iterable[File]) -> None:
        """Count files that need not travel."""
        for file in through:
            self._done[file.kind] += 1

    def of(self, waiting: Iterable[File]) -> Iterator[File]:
        """Yield the files that are to travel, and tell of a class when it begins; raises Cancelled."""
        for file in waiting:
            self._course.check()
            if file.kind not in self._begun:
                self._begun.add(file.kind)
                self._tell(file.kind)
            yield file

    def done(self, file: File) -> None:
        """Count one that has travelled; raises Cancelled."""
        self._done[file.kind] += 1
        self._tell(file.kind)

    def _tell(self, kind: str) -> None:
        self._course.step(f"{self._way}_{kind}", self._done[kind], self._total[kind])


class _Books:
    """Writes down which files both sides have, some at a time; on the way out what is left, come what may."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._noted: list[tuple[str, int, str | None]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._write()

    def note(self, sha256: str, size: int, at: str | None = None) -> None:
        """Note a file that the centre has confirmed at ``at``, or that came from there."""
        self._noted.append((sha256, size, at))
        if len(self._noted) == _AT_ONCE:
            self._write()

    def _write(self) -> None:
        if not self._noted:
            return
        with self._workspace.database.write() as connection:
            for sha256, size, at in self._noted:
                files.mark(connection, sha256, files.SENT, size=size, at=at)
        self._noted.clear()


def _send_one(course: Course, workspace: Workspace, file: File) -> tuple[int, str] | None:
    """Send a file and return its size and time of receipt; None for one that cannot be sent now."""
    try:
        data = workspace.attachments.read(file.sha256)
    except (AttachmentMissing, AttachmentDamaged):
        return None  # `check` names it; the others must not wait for it
    if len(data) > protocol.MAX_FILE:
        return None
    try:
        if course.version < protocol.WITH_PARTS or len(data) <= protocol.PART:
            return len(data), _whole(course, file.sha256, data)
        return len(data), _in_parts(course, file.sha256, data)
    except (Damaged, Gap):
        return None  # it keeps waiting; at the next sync it begins where the centre is


def _whole(course: Course, sha256: str, data: bytes) -> str:
    for left in reversed(range(_TRIES)):
        try:
            return course.link.put_file(sha256, data)
        except Damaged:
            if not left:
                raise
    raise AssertionError


def _in_parts(course: Course, sha256: str, data: bytes) -> str:
    """Send what the centre lacks of a file and return its time of receipt; raises Damaged, Gap, SyncError."""
    state = course.link.upload(sha256, len(data))
    failures = 0
    while state.have < len(data):
        course.check()
        try:
            state = course.link.put_part(sha256, data, state.have)
        except (Damaged, Gap):
            failures += 1
            if failures == _TRIES:
                raise
            # Damaged underway; or the centre has dropped what it had, for its age or for want of room.
            state = course.link.upload(sha256, len(data))
    return state.at


def _fetch_one(course: Course, workspace: Workspace, file: File) -> int | None:
    """Fetch a file and return its size; None for one that the centre lacks, or has damaged."""
    arriving = ArrivingFile(workspace.attachments, file.sha256)
    try:
        while not arriving.whole:
            course.check()
            start = len(arriving.data)
            part = course.link.get_part(file.sha256, start)
            if part and start + len(part) <= protocol.MAX_FILE:
                arriving.add(part)
            ended = len(part) < protocol.PART or len(arriving.data) == start
            if ended and not arriving.whole:
                arriving.forget()
                return None  # `server check` names it when it is the centre's own copy
    except Missing:
        return None  # its laptop has not sent it yet
    size = len(arriving.data)
    arriving.store()
    return size


def _chunks(listed: Sequence[File]) -> Iterator[Sequence[File]]:
    for start in range(0, len(listed), protocol.MAX_NAMES):
        yield listed[start : start + protocol.MAX_NAMES]


def _decoded(answer: bytes) -> list[str]:
    try:
        return msgspec.json.decode(answer, type=list[str])
    except msgspec.MsgspecError as error:
        raise NotUnderstood(str(error)) from error


def _receipts(answer: bytes) -> protocol.Receipts:
    try:
        return protocol.from_json(answer, protocol.Receipts)
    except protocol.Malformed as error:
        raise NotUnderstood(str(error)) from error
