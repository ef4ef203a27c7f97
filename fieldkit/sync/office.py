"""Asks the centre itself whether it holds everything that this laptop holds, and names what it lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldkit.model import feeds, file_classes, files, kept_back, receipts, retention
from fieldkit.sync import blobs, recovery
from fieldkit.sync.exchange import greet
from fieldkit.sync.lacks import Lack, OfficeCheck

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieldkit.model.queue import Cargo
    from fieldkit.model.receipts import Place
    from fieldkit.model.retention import Freed
    from fieldkit.model.workspace import Workspace
    from fieldkit.sync.link import Course


def check(course: Course, workspace: Workspace, only: Cargo | None = None) -> OfficeCheck:
    """Ask for every change and every file of this laptop; the centre reads each file. Raises SyncError.

    What the centre does not confirm is not called sent from then on, so that nothing of it can leave here.
    ``only`` narrows it to some of them. Those that a person holds back are counted and not asked for.
    """
    greet(course, workspace)
    with workspace.database.read() as connection:
        kept = kept_back.changes(connection) | kept_back.files(connection)
        known = {stream: feeds.change_ids(connection, stream) for stream in feeds.all_streams(connection)}
    if only is not None:
        kept &= {*only.changes, *only.files}
        known = {stream: [one for one in ids if one in only.changes] for stream, ids in known.items()}
    ids = {stream: [one for one in all_ids if one not in kept] for stream, all_ids in known.items()}
    missing: dict[str, tuple[str, ...]] = {}
    total, done = sum(map(len, ids.values())), 0
    for stream, held_here in ids.items():
        course.step("check_changes", done, total)
        if lacking := recovery.missing(course, stream, held_here):
            missing[stream] = tuple(lacking)
        done += len(held_here)
    files.refresh(workspace.database, workspace.attachments)
    with workspace.database.read() as connection:
        asked = [
            file
            for file in file_classes.listing(connection, files.LOCAL, files.SENT, files.OFFICE)
            if file.sha256 not in kept and (only is None or file.sha256 in only.files)
        ]
    course.step("check_files", 0, len(asked))
    confirmed = blobs.held(course, [file.sha256 for file in asked], verify=True)
    with workspace.database.write() as connection:
        for file in asked:
            if file.sha256 not in confirmed:
                state = files.WANTED if file.state == files.OFFICE else files.LOCAL
                files.mark(connection, file.sha256, state)
            elif file.state != files.OFFICE:
                files.mark(connection, file.sha256, files.SENT, at=confirmed[file.sha256])
    lost = tuple(file.sha256 for file in asked if file.sha256 not in confirmed)
    return OfficeCheck(total, len(asked), _named(workspace, missing, lost), missing, lost, len(kept))


def offer_again(workspace: Workspace, found: OfficeCheck) -> int:
    """Make the next exchange send again what the centre lacks; returns how many changes."""
    offered = 0
    with workspace.database.door() as connection:
        for stream, ids in found.missing_changes.items():
            feeds.unconfirm(connection, ids)
            feeds.append(connection, workspace.device, stream, ids)
            offered += len(ids)
    return offered


def free_originals(course: Course, workspace: Workspace, months: int | None = None) -> Freed:
    """Let originals of inspections closed ``months`` ago (the office's setting) go from this laptop.

    Each one only after the centre has read and confirmed it just now. Raises SyncError; what has gone until
    then is at the office.
    """
    greet(course, workspace)
    files.refresh(workspace.database, workspace.attachments)
    today = workspace.clock().date()
    wanted = retention.kept_months(today)
    before = retention.closed_before(today, max(wanted, months or 0))
    with workspace.database.read() as connection:
        going = [file.sha256 for file in retention.releasable(connection, before)]
    course.step("check_files", 0, len(going))
    return retention.free(workspace, blobs.held(course, going, verify=True), before)


def _named(
    workspace: Workspace, changes: Mapping[str, tuple[str, ...]], hashes: tuple[str, ...]
) -> tuple[Lack, ...]:
    with workspace.database.read() as connection:
        counts = receipts.places_of_changes(connection, [one for ids in changes.values() for one in ids])
        named = receipts.places_of_files(connection, hashes)
    places: list[Place] = sorted({*counts, *named}, key=lambda place: (not place.inspection, place.title))
    return tuple(
        Lack(
            place.inspection,
            place.title,
            counts.get(place, 0),
            tuple(named.get(place, ())),
            sum(file.state == files.WANTED for file in named.get(place, ())),
        )
        for place in places
    )
