"""Files both ways: asked for first, by class and small ones first, in parts that a cut does not send again.

A file counts as sent only when the centre has said that it holds the hash.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from fieldkit.model import file_classes, files
from fieldkit.model.arriving_file import ArrivingFile
from fieldkit.model.attachments import AttachmentDamaged, AttachmentMissing
from fieldkit.sync import protocol
from fieldkit.sync.answers import Damaged, Gap, Missing, NotUnderstood

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from fieldkit.model.file_classes import File
    from fieldkit.model.workspace import Workspace
    from fieldkit.sync.link import Course

_TRIES = 3  # of one part that is damaged underway, and of one file that the centre forgets


def send(course: Course, workspace: Workspace) -> None:
    """Send the files that the centre lacks; raises SyncError. What cannot be sent keeps waiting."""
    files.refresh(workspace.database, workspace.attachments)
    with workspace.database.read() as connection:
        local = file_classes.listing(connection, files.LOCAL)
    done = dict.fromkeys(file_classes.CLASSES, 0)
    for asked in _chunks(local):
        present = held(course, [file.sha256 for file in asked])
        with workspace.database.write() as connection:
            files.confirm(connection, present)
        for file in asked:
            if file.sha256 not in present:
                course.step(f"send_{file.kind}", done[file.kind], _of_kind(local, file.kind))
                _send_one(course, workspace, file.sha256)
            done[file.kind] += 1


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
    done = dict.fromkeys(file_classes.CLASSES, 0)
    for file in wanted:
        course.step(f"fetch_{file.kind}", done[file.kind], _of_kind(wanted, file.kind))
        done[file.kind] += 1
        _fetch_one(course, workspace, file.sha256)


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


def _send_one(course: Course, workspace: Workspace, sha256: str) -> None:
    try:
        data = workspace.attachments.read(sha256)
    except (AttachmentMissing, AttachmentDamaged):
        return  # `check` names it; the others must not wait for it
    if len(data) > protocol.MAX_FILE:
        return
    try:
        if course.version < protocol.WITH_PARTS or len(data) <= protocol.PART:
            at = _whole(course, sha256, data)
        else:
            at = _in_parts(course, sha256, data)
    except (Damaged, Gap):
        return  # it keeps waiting; at the next sync it begins where the centre is
    with workspace.database.write() as connection:
        files.mark(connection, sha256, files.SENT, size=len(data), at=at)
    course.tally.files_sent += 1


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


def _fetch_one(course: Course, workspace: Workspace, sha256: str) -> None:
    arriving = ArrivingFile(workspace.attachments, sha256)
    try:
        while not arriving.whole:
            course.check()
            start = len(arriving.data)
            part = course.link.get_part(sha256, start)
            if part and start + len(part) <= protocol.MAX_FILE:
                arriving.add(part)
            ended = len(part) < protocol.PART or len(arriving.data) == start
            if ended and not arriving.whole:
                arriving.forget()
                return  # `server check` names it when it is the centre's own copy
    except Missing:
        return  # its laptop has not sent it yet
    size = len(arriving.data)
    arriving.store()
    with workspace.database.write() as connection:
        files.mark(connection, sha256, files.SENT, size=size)
    course.tally.files_received += 1


def _of_kind(listed: Sequence[File], kind: str) -> int:
    return sum(file.kind == kind for file in listed)


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
