"""Details of inspections between laptop and centre: what the rule wants here comes, the rest may leave.

Which inspections those are, says :mod:`fieldkit.model.carrying`; why nothing is lost by it, says
docs/decisions/0037-partial-replication.md.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from fieldkit.model import carrying, elsewhere, leaving, receipts, retention
from fieldkit.model.changes import Receipt
from fieldkit.sync import blobs, protocol
from fieldkit.sync.answers import NotUnderstood
from fieldkit.sync.validation import read

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from datetime import date

    from sqlalchemy import Connection

    from fieldkit.model.body import Change
    from fieldkit.model.carrying import Carry
    from fieldkit.model.workspace import Workspace
    from fieldkit.sync.link import Course
    from fieldkit.sync.protocol import Entry

_FETCHED = 100  # inspections of one request
_LEAVING = 100  # inspections that leave together: their files are read at the centre first


def thin(course: Course, workspace: Workspace) -> bool:
    """Tell whether pages shall come without details of inspections."""
    return _rule(course, workspace) is not None


def settle(course: Course, workspace: Workspace, grants: Collection[str]) -> None:
    """Fetch what the rule wants here and let go what it does not; raises SyncError, and goes on next time.

    From streams that this laptop may read only. Whoever carries everything fetches what had been left out.
    """
    if course.version < protocol.WITH_DETAILS:
        return
    with workspace.database.read() as connection:
        carry = carrying.chosen(connection, course.today)
        if course.today is None and not carry.everything:
            return  # a centre that does not know the day cannot tell what is old
        asked = elsewhere.reachable(connection)
        wanted = carrying.wanted(connection, workspace, carry, course.today) if asked else set()
    for stream, there in sorted(asked.items()):
        if stream in grants:
            fetch(course, workspace, stream, sorted(wanted & there))
    if course.files and course.today is not None and not carry.everything:
        _let_go(course, workspace, carry, course.today, grants)


def fetch(course: Course, workspace: Workspace, stream: str, inspections: Sequence[str]) -> int:
    """Fetch the details of ``inspections``, which are elsewhere; returns how many are whole here now.

    Raises SyncError; what came until then is here, and asked for no more.
    """
    whole = 0
    for start in range(0, len(inspections), _FETCHED):
        some = inspections[start : start + _FETCHED]
        course.step("details", start, len(inspections))
        with workspace.database.read() as connection:
            left_out = elsewhere.hashes(connection, some)
        for rows in _pages(course, stream, some, bodies=True):
            _apply(course, workspace, stream, rows, left_out)
        with workspace.database.read() as connection:
            whole += sum(not elsewhere.is_elsewhere(connection, one) for one in some)
    return whole


def _rule(course: Course, workspace: Workspace) -> Carry | None:
    """Return what this laptop carries where that is not everything and the centre can serve it."""
    if course.version < protocol.WITH_DETAILS or course.today is None:
        return None
    with workspace.database.read() as connection:
        carry = carrying.chosen(connection, course.today)
    return None if carry.everything else carry


def _pages(
    course: Course, stream: str, inspections: Sequence[str], *, bodies: bool
) -> Iterator[list[tuple[Entry, bytes]]]:
    after, more = 0, True
    while more:
        asked = protocol.DetailsAsked(stream, list(inspections), after, bodies)
        answer = course.link.post("/v3/details", protocol.to_json(asked))
        try:
            lines = protocol.unpack(answer)
            header = protocol.from_json(lines[0], protocol.DetailsHeader)
            rows = list(protocol.pages(lines[1:]))
        except protocol.Malformed as error:
            raise NotUnderstood(str(error)) from error
        numbers = [after, *(entry.q for entry, _body in rows)]
        if header.stream != stream or numbers != sorted(set(numbers)) or (header.more and not rows):
            raise NotUnderstood(f"{stream} details")
        after, more = numbers[-1], header.more
        yield rows


def _apply(
    course: Course,
    workspace: Workspace,
    stream: str,
    rows: Sequence[tuple[Entry, bytes]],
    left_out: dict[str, tuple[str, str]],
) -> None:
    """Apply bodies that a verified page has named by their hash, and no others."""
    arriving: list[tuple[Change, int | None]] = []
    told: dict[str, Receipt] = {}
    unreadable: list[str] = []
    for entry, body in rows:
        name = entry.id.removeprefix(protocol.RELEASED)
        if left_out.get(name) != (stream, protocol.body_hash(body)):
            continue  # it has come there since the last page, which the next pull will tell
        change = read(body, stream)
        if change is None or change.id != name:
            unreadable.append(name)
            continue
        arriving.append((change, entry.q))
        told[name] = Receipt(entry.at)
    if arriving or unreadable:
        applied = workspace.log.apply_read(
            arriving, receipts=told, alongside=lambda connection: elsewhere.arrived(connection, unreadable)
        )
        course.tally.pulled += applied.new
        course.tally.unreadable += len(unreadable)
        course.tally.tables.update(table for table, _record, _group in applied.cells)


@dataclass
class _Leaving:
    """An inspection that may leave: what the centre has of it, and its files here."""

    stream: str
    inspection: str
    entries: list[elsewhere.Entry] = field(default_factory=list)
    files: set[str] = field(default_factory=set)


def _let_go(course: Course, workspace: Workspace, carry: Carry, today: date, grants: Collection[str]) -> None:
    """Let inspections leave that the rule does not want here; once a day is often enough."""
    with workspace.database.read() as connection:
        if not carrying.due(connection, today):
            return
        listed = [one for one in carrying.may_leave(connection, workspace, carry, today) if one[0] in grants]
    retention.finish(workspace)
    done = 0
    for stream, group in groupby(sorted(listed, key=itemgetter(0)), key=itemgetter(0)):
        names = [inspection for _stream, inspection in group]
        for start in range(0, len(names), _LEAVING):
            course.step("details_leave", done, len(listed))
            some = [_Leaving(stream, inspection) for inspection in names[start : start + _LEAVING]]
            _confirm(course, workspace, stream, {one.inspection: one for one in some})
            _leave(workspace, carry, today, some)
            done += len(some)
    carrying.looked(workspace, today)


def _confirm(course: Course, workspace: Workspace, stream: str, some: dict[str, _Leaving]) -> None:
    """Take those out of ``some`` that the centre does not confirm wholly, each body and each file."""
    for rows in _pages(course, stream, list(some), bodies=False):
        for entry, _body in rows:
            if entry.of in some:
                name = entry.id.removeprefix(protocol.RELEASED)
                some[entry.of].entries.append(elsewhere.Entry(name, entry.q, entry.sha, entry.of, entry.at))
    with workspace.database.read() as connection:
        for one in some.values():
            one.files = retention.files_of(connection, one.inspection)
    asked = sorted({sha256 for one in some.values() for sha256 in one.files})
    confirmed = blobs.held(course, asked, verify=True)
    for one in some.values():
        if not one.files <= confirmed.keys():
            one.entries = []


def _leave(workspace: Workspace, carry: Carry, today: date, some: Sequence[_Leaving]) -> None:
    """Let go what is confirmed and still may leave now, in one transaction; then its files."""
    with workspace.database.door() as connection:
        still = {
            inspection for _stream, inspection in carrying.may_leave(connection, workspace, carry, today)
        }
        gone: set[str] = set()
        for one in some:
            long_there = one.entries and one.inspection in still and _long_there(connection, one, today)
            if long_there and leaving.leave(connection, one.stream, one.inspection, one.entries):
                gone |= one.files
        retention.forget_files(connection, gone)
    retention.finish(workspace)


def _long_there(connection: Connection, one: _Leaving, today: date) -> bool:
    """Tell whether the centre has had it long enough, and all of it that is here."""
    limits = {own: carrying.received_before(today, own=own) for own in (False, True)}
    for entry in one.entries:
        row = connection.exec_driver_sql("SELECT own FROM change WHERE id = ?", (entry.change_id,)).fetchone()
        if row is not None and entry.received_at >= limits[bool(row[0])]:
            return False
    receipt = receipts.of_inspection(connection, one.inspection)
    return receipt.complete and not any(record.held for record in receipt.records)
