"""Files both ways: asked for first, small ones first, and called sent only when the centre has the hash."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import msgspec

from fieldkit.model import files
from fieldkit.model.attachments import AttachmentDamaged, AttachmentMissing
from fieldkit.sync import protocol
from fieldkit.sync.answers import Missing, NotUnderstood

if TYPE_CHECKING:
    from collections.abc import Collection

    from fieldkit.model.workspace import Workspace
    from fieldkit.sync.link import Course


def send(course: Course, workspace: Workspace) -> None:
    """Send the files that the centre lacks; raises SyncError. What cannot be sent keeps waiting."""
    files.refresh(workspace.database, workspace.attachments)
    with workspace.database.read() as connection:
        local = files.in_state(connection, files.LOCAL)
    for start in range(0, len(local), protocol.MAX_NAMES):
        asked = local[start : start + protocol.MAX_NAMES]
        needed = _needed(course, asked)
        with workspace.database.write() as connection:
            files.confirm(connection, [sha256 for sha256 in asked if sha256 not in needed])
        for done, sha256 in enumerate(name for name in asked if name in needed):
            course.step("send_files", start + done, len(local))
            _send_one(course, workspace, sha256)


def fetch(course: Course, workspace: Workspace, only: Collection[str] | None = None) -> None:
    """Fetch the files that records here refer to; raises SyncError. What the centre lacks stays wanted.

    So does what arrives damaged: it is asked for again at the next sync, and the other files do not wait.
    ``only`` narrows it to some of them, by SHA-256.
    """
    files.refresh(workspace.database, workspace.attachments)
    with workspace.database.read() as connection:
        wanted = files.in_state(connection, files.WANTED)
    if only is not None:
        wanted = [sha256 for sha256 in wanted if sha256 in only]
    for done, sha256 in enumerate(wanted):
        course.step("fetch_files", done, len(wanted))
        try:
            data = course.link.get_file(sha256)
        except Missing:
            continue  # its laptop has not sent it yet
        if hashlib.sha256(data).hexdigest() != sha256:
            continue  # `server check` names it when it is the centre's own copy
        workspace.attachments.add(data)
        with workspace.database.write() as connection:
            files.mark(connection, sha256, files.SENT, size=len(data))
        course.tally.files_received += 1


def _send_one(course: Course, workspace: Workspace, sha256: str) -> None:
    try:
        data = workspace.attachments.read(sha256)
    except (AttachmentMissing, AttachmentDamaged):
        return  # `check` names it; the others must not wait for it
    if len(data) > protocol.MAX_FILE:
        return
    course.link.put_file(sha256, data)
    with workspace.database.write() as connection:
        files.mark(connection, sha256, files.SENT, size=len(data))
    course.tally.files_sent += 1


def _needed(course: Course, names: list[str]) -> set[str]:
    answer = course.link.post("/v1/need", protocol.to_json(names))
    try:
        return set(msgspec.json.decode(answer, type=list[str]))
    except msgspec.MsgspecError as error:
        raise NotUnderstood(str(error)) from error
