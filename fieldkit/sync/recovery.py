"""When positions do not fit: offer what the centre lacks and read again; nothing here is ever reset."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from fieldkit.model import feeds, files
from fieldkit.model.changes import set_meta
from fieldkit.sync import positions, protocol
from fieldkit.sync.answers import NotUnderstood

if TYPE_CHECKING:
    from fieldkit.model.workspace import Workspace
    from fieldkit.sync.link import Course

CENTRE = "centre"


def reconcile(course: Course, workspace: Workspace, stream: str) -> int:
    """After the centre was put back from a backup: offer all that it lacks, whoever wrote it.

    Returns how many changes will be pushed again. The stream is then read from its beginning;
    files that were confirmed are asked for again. Raises SyncError.
    """
    with workspace.database.read() as connection:
        ids = feeds.change_ids(connection, stream)
    lacking = missing(course, stream, ids)
    with workspace.database.door() as connection:
        feeds.unconfirm(connection, lacking)
        offered = feeds.append(connection, workspace.device, stream, lacking)
        positions.forget(connection, stream)
        files.doubt(connection)
    return offered


def rotate(workspace: Workspace) -> None:
    """After a copy of this laptop was found at work: go on under a new incarnation, same ids and bytes."""
    with workspace.database.door() as connection:
        feeds.rotate(connection, workspace.device)


def adopt(workspace: Workspace, centre: str) -> None:
    """Turn to another centre: nothing is confirmed there, so everything on this laptop is offered to it."""
    with workspace.database.door() as connection:
        streams = feeds.all_streams(connection)
        offered = {stream: feeds.change_ids(connection, stream) for stream in streams}
        for ids in offered.values():
            feeds.unconfirm(connection, ids)
        positions.forget_all(connection)
        files.doubt(connection)
        feeds.rotate(connection, workspace.device, offered)
        set_meta(connection, CENTRE, centre)


def missing(course: Course, stream: str, ids: list[str]) -> list[str]:
    """Ask which changes of a stream the centre lacks; raises SyncError."""
    header = protocol.to_json(protocol.Have(stream))
    lacking: list[str] = []
    for start in range(0, len(ids), protocol.MAX_IDS):
        asked = [change_id.encode() for change_id in ids[start : start + protocol.MAX_IDS]]
        answer = course.link.post("/v1/have", protocol.pack([header, *asked]), kind=protocol.PACKED)
        try:
            lacking += msgspec.json.decode(answer, type=list[str])
        except msgspec.MsgspecError as error:
            raise NotUnderstood(str(error)) from error
    known = set(ids)
    return [change_id for change_id in lacking if change_id in known]
