"""Inspections that a person wants here now, whatever the rule of this laptop says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldkit.model import carrying, elsewhere, retention
from fieldkit.sync import blobs, details, protocol
from fieldkit.sync.exchange import greet

if TYPE_CHECKING:
    from collections.abc import Collection

    from fieldkit.model.workspace import Workspace
    from fieldkit.sync.link import Course


def fetch_wanted(course: Course, workspace: Workspace, inspections: Collection[str]) -> int:
    """Fetch inspections that a person wants here, with their files; returns how many are here.

    Those that were here already are among them. Raises SyncError; an inspection that the centre has lost, or
    of a province that this laptop may not read, stays elsewhere.
    """
    welcome = greet(course, workspace)
    if course.today is not None:
        carrying.fetched(workspace, inspections, course.today)
    with workspace.database.read() as connection:
        asked = elsewhere.reachable(connection) if course.version >= protocol.WITH_DETAILS else {}
    for stream, there in sorted(asked.items()):
        if stream in welcome.grants and (wanted := sorted(there.intersection(inspections))):
            details.fetch(course, workspace, stream, wanted)
    with workspace.database.read() as connection:
        here = set(inspections) - elsewhere.all_elsewhere(connection)
        hashes = {sha256 for one in here for sha256 in retention.files_of(connection, one)}
    blobs.fetch(course, workspace, hashes)
    return len(here)
