"""Reads what others wrote, page by page; the cursor moves in the transaction that applied the page."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from fieldkit.model import elsewhere, feeds
from fieldkit.model.changes import Receipt
from fieldkit.model.form.xpath.stack import no_collection
from fieldkit.sync import positions, protocol
from fieldkit.sync.answers import Diverged, NotUnderstood
from fieldkit.sync.validation import read

if TYPE_CHECKING:
    from collections.abc import Mapping
    from concurrent.futures import Executor, Future

    from sqlalchemy import Connection

    from fieldkit.model.body import Change
    from fieldkit.model.changes import Applied
    from fieldkit.model.workspace import Workspace
    from fieldkit.sync.link import Course
    from fieldkit.sync.protocol import Entry, Position


@dataclass
class Page:
    """A page whose chain was verified: bodies with their numbers, and the position behind it.

    ``passed`` are the positions on the way there, the first one included; ``elsewhere`` are details of
    inspections that were left out.
    """

    position: Position
    head: int
    passed: list[Position] = field(default_factory=list)
    arriving: list[tuple[Change, int | None]] = field(default_factory=list)
    receipts: dict[str, Receipt] = field(default_factory=dict)
    elsewhere: list[elsewhere.Entry] = field(default_factory=list)
    unreadable: int = 0


class _BodyNeeded(Exception):
    """The centre left a body out that this laptop has not got (any more)."""


def pull(course: Course, workspace: Workspace, stream: str, *, thin: bool = False) -> None:
    """Pull ``stream`` to its head, ``thin`` without details of inspections; raises Diverged, SyncError.

    While a page is applied the next one is on its way: the laptop's disk and the network take turns no more.
    """
    with ThreadPoolExecutor(1, thread_name_prefix="pull") as ahead:
        _pull(course, workspace, stream, ahead, {"thin": "1"} if thin else {})


def _pull(
    course: Course, workspace: Workspace, stream: str, ahead: Executor, more: Mapping[str, str]
) -> None:
    spare_own = True
    coming: Future[list[bytes]] | None = None
    while True:
        with workspace.database.read() as connection:
            start = positions.cursor(connection, stream)
            feed = feeds.name(connection, workspace.device, stream) if spare_own else ""
        asked = {"stream": stream, "feed": feed, **more}
        lines = coming.result() if coming else _ask(course, asked, start)
        coming = None
        # The collector would walk through thousands of new objects again and again, none of them in a ring.
        with no_collection():
            with workspace.database.read() as connection:
                try:
                    page = verified(connection, stream, start, lines)
                except _BodyNeeded:
                    spare_own = False
                    continue
            if page.position == start:
                return
            if (left := max(0, page.head - page.position[0])) and course.lanes > 1:
                coming = ahead.submit(_ask, course, asked, page.position, left)
            _apply(course, workspace, stream, page)
        if not left:
            return


def _ask(course: Course, asked: Mapping[str, str], start: Position, left: int = 0) -> list[bytes]:
    query = {**asked, "seq": str(start[0]), "hash": start[1]}
    if left > protocol.PAGE_MOST:
        # A whole province comes in larger pages: fewer transactions, each still shorter than a glance.
        query["limit"] = str(protocol.PAGE_MOST)
    try:
        return protocol.unpack(course.link.get("/v1/pull", query))
    except Diverged as error:
        raise Diverged(asked["stream"]) from error
    except protocol.Malformed as error:
        raise NotUnderstood(str(error)) from error


def verified(connection: Connection, stream: str, start: Position, lines: list[bytes]) -> Page:
    """Check numbers, bodies and chain of a page behind ``start``; raises NotUnderstood, _BodyNeeded."""
    try:
        header = protocol.from_json(lines[0], protocol.PageHeader)
        rows = list(protocol.pages(lines[1:]))
    except protocol.Malformed as error:
        raise NotUnderstood(str(error)) from error
    page = Page(start, header.head[0])
    for entry, sent in rows:
        seq, hash_ = page.position
        if entry.q != seq + 1:
            raise NotUnderstood(f"{stream} {entry.q}")
        body = _body(connection, entry, sent)
        sha256 = entry.sha if body is None else protocol.body_hash(body)
        page.position = (entry.q, protocol.log_hash(hash_, entry.q, sha256, entry.at, entry.status))
        page.passed.append(page.position)
        _sort_in(page, stream, entry, body)
    if header.stream != stream or page.position != header.last:
        raise NotUnderstood(f"{stream} {header.last[0]}")
    return page


def _body(connection: Connection, entry: Entry, sent: bytes) -> bytes | None:
    """Return the bytes of an entry: as sent, or our own; None for a held change of somebody else, and for
    details that stay at the centre.
    """
    if sent:
        return sent
    own = feeds.body(connection, entry.id)
    if own is not None and protocol.body_hash(own) == entry.sha:
        return own
    if entry.own and not entry.status and not entry.of:
        raise _BodyNeeded
    return None


def _sort_in(page: Page, stream: str, entry: Entry, body: bytes | None) -> None:
    if body is None:
        if entry.of and not entry.status:
            name = entry.id.removeprefix(protocol.RELEASED)
            page.elsewhere.append(elsewhere.Entry(name, entry.q, entry.sha, entry.of, entry.at))
        return
    change = read(body, stream)
    if change is not None:
        page.arriving.append((change, entry.q))
        page.receipts[change.id] = Receipt(entry.at, (entry.code or "held") if entry.status else None)
    elif not entry.status:
        page.unreadable += 1


def apply_page(workspace: Workspace, stream: str, page: Page) -> Applied:
    """Apply a page and move the cursor behind it, in one transaction."""

    def alongside(connection: Connection) -> None:
        elsewhere.note(connection, stream, page.elsewhere)
        positions.move(connection, stream, page.position)

    return workspace.log.apply_read(page.arriving, receipts=page.receipts, alongside=alongside)


def _apply(course: Course, workspace: Workspace, stream: str, page: Page) -> None:
    applied = apply_page(workspace, stream, page)
    course.tally.pulled += applied.new
    course.tally.unreadable += page.unreadable
    course.tally.tables.update(table for table, _record, _group in applied.cells)
    course.step("pull", page.position[0], page.head)
