"""Sends what the centre has not confirmed, feed by feed, and writes down its numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldkit.model import body as bodies
from fieldkit.model import feeds
from fieldkit.model.changes import Receipt
from fieldkit.sync import positions, protocol
from fieldkit.sync.answers import Fork, Gap, NotUnderstood

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from fieldkit.model.feeds import Envelope
    from fieldkit.model.workspace import Workspace
    from fieldkit.sync.link import Course
    from fieldkit.sync.protocol import Position, PushAnswer, StreamState


def push(course: Course, workspace: Workspace, stream: str, state: StreamState) -> None:
    """Push ``stream`` from where the centre stands; raises Gap, Fork, SyncError."""
    with workspace.database.read() as connection:
        first = feeds.first_unconfirmed(connection, stream)
    if first is None:
        return
    # Numbers whose answer was lost go again: the centre knows them and tells what it told.
    n = min(state.feed_n, first - 1)
    with workspace.database.read() as connection:
        if feeds.left_after(connection, stream, n):
            raise Fork(stream)  # a centre that was put back wants what has left this laptop
    while batch := _batch(workspace, stream, n):
        course.step("push", course.tally.pushed, course.tally.pushed + workspace.waiting())
        answer = _send(course, workspace, stream, batch)
        _record(workspace, stream, batch, answer)
        course.tally.pushed += len(batch)
        course.tally.held += len(answer.held)
        n = batch[-1].n


def _batch(workspace: Workspace, stream: str, n: int) -> list[Envelope]:
    with workspace.database.read() as connection:
        return feeds.after(connection, stream, n, count=protocol.MAX_CHANGES, size=protocol.PUSH_BYTES)


def _send(course: Course, workspace: Workspace, stream: str, batch: list[Envelope]) -> PushAnswer:
    with workspace.database.read() as connection:
        before = feeds.link_at(connection, stream, batch[0].n - 1)
        feed = feeds.name(connection, workspace.device, stream)
    if before is None:
        raise Gap(stream)
    if _leads_to(feed, before, batch) != batch[-1].link:
        # Values of a body were erased since it was vouched for: what is left is vouched for anew.
        raise Fork(stream)
    header = protocol.PushHeader(stream, feed, batch[0].n, before.hex(), batch[-1].link.hex())
    data = protocol.pack([protocol.to_json(header), *(envelope.body for envelope in batch)])
    try:
        answer = protocol.from_json(
            course.link.post("/v1/push", data, kind=protocol.PACKED), protocol.PushAnswer
        )
    except (Gap, Fork) as error:
        raise type(error)(stream) from error
    except protocol.Malformed as error:
        raise NotUnderstood(str(error)) from error
    if len(answer.seqs) != len(batch) or answer.n != batch[-1].n:
        raise NotUnderstood("push answer")
    return answer


def _leads_to(feed: str, link: bytes, batch: list[Envelope]) -> bytes:
    """Return the link behind a batch as a centre computes it."""
    for envelope in batch:
        link = bodies.link(feed, envelope.n, link, envelope.body)
    return link


def _record(workspace: Workspace, stream: str, batch: list[Envelope], answer: PushAnswer) -> None:
    """Write down the numbers; the cursor jumps over the batch when nobody else wrote meanwhile."""
    jumps = _verifies(batch, answer)

    def alongside(connection: Connection) -> None:
        if jumps and positions.cursor(connection, stream) == answer.before:
            positions.move(connection, stream, answer.after)
        else:
            positions.saw(connection, stream, answer.after)

    held = {item.n: item.code for item in answer.held}
    numbered = [(envelope.body, seq) for envelope, seq in zip(batch, answer.seqs, strict=True)]
    # What the centre knew before came earlier than this answer says; the next pull brings when.
    receipts = {
        envelope.change_id: Receipt(answer.at, held.get(envelope.n))
        for envelope, seq in zip(batch, answer.seqs, strict=True)
        if seq > answer.before[0]
    }
    workspace.log.apply(numbered, receipts=receipts, alongside=alongside)


def _verifies(batch: list[Envelope], answer: PushAnswer) -> bool:
    """Tell whether the batch is exactly what lies between the positions before and after it."""
    held = {item.n for item in answer.held}
    position: Position = answer.before
    fresh = sorted(
        (seq, envelope.n, envelope)
        for envelope, seq in zip(batch, answer.seqs, strict=True)
        if seq > answer.before[0]
    )
    for seq, n, envelope in fresh:
        if seq != position[0] + 1:
            return False
        sha256 = protocol.body_hash(envelope.body)
        position = (seq, protocol.log_hash(position[1], seq, sha256, answer.at, int(n in held)))
    return position == answer.after
