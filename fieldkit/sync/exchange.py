"""One exchange: hello, answers out, files out, answers in, files in; and the way back to it after trouble."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldkit import __version__
from fieldkit.model import feeds
from fieldkit.model.changes import get_meta
from fieldkit.model.schema import SCHEMA_VERSION
from fieldkit.sync import blobs, clock, details, lost_files, positions, protocol, recovery
from fieldkit.sync.answers import Diverged, FilesOutOfReach, Fork, Gap, NotUnderstood
from fieldkit.sync.bundle import keys
from fieldkit.sync.pull import pull
from fieldkit.sync.push import push

if TYPE_CHECKING:
    from fieldkit.model.workspace import Workspace
    from fieldkit.sync.link import Course
    from fieldkit.sync.protocol import StreamState, Welcome

# Another copy of this laptop may fork the feed again while we answer to the first fork.
_ROUNDS = 8


def exchange(course: Course, workspace: Workspace) -> None:
    """Bring laptop and centre to the same state; raises SyncError, and can then be repeated at any time."""
    for left in reversed(range(_ROUNDS)):
        try:
            _round(course, workspace)
            return
        except Gap:
            if not left:
                raise
        except Fork:
            if not left:
                raise
            recovery.rotate(workspace)
        except Diverged as error:
            if not left:
                raise
            recovery.reconcile(course, workspace, error.stream)


def _round(course: Course, workspace: Workspace) -> None:
    welcome = greet(course, workspace)
    _settle(course, workspace, welcome)
    for stream, state in welcome.streams.items():
        push(course, workspace, stream, state)
    trouble: FilesOutOfReach | None = None
    if course.files:
        try:
            lost_files.ask(course, workspace)
            blobs.send(course, workspace)
        except FilesOutOfReach as error:
            trouble = error  # what others wrote need not wait for it
    thin = details.thin(course, workspace)
    for stream in _behind(workspace, welcome):
        pull(course, workspace, stream, thin=thin)
    details.settle(course, workspace, welcome.grants)
    if trouble is not None:
        raise trouble
    if course.files:
        blobs.fetch(course, workspace)


def greet(course: Course, workspace: Workspace) -> Welcome:
    """Say hello: agree on the protocol's version, compare the clocks; raises SyncError."""
    course.step("hello", 0, 1)
    welcome = _hello(course, workspace)
    course.version = min(welcome.protocol, protocol.VERSION)
    course.tally.clock = clock.compare(workspace.clock(), welcome.server_time)
    course.today = clock.day(welcome.server_time)
    return welcome


def _hello(course: Course, workspace: Workspace) -> Welcome:
    with workspace.database.read() as connection:
        said = {
            stream: protocol.StreamHello(
                feeds.name(connection, workspace.device, stream), positions.witness(connection, stream)
            )
            for stream in {*feeds.streams(connection), *feeds.all_streams(connection)}
        }
    message = protocol.Hello(
        protocol=(protocol.OLDEST, protocol.VERSION),
        app=__version__,
        schema=SCHEMA_VERSION,
        wall=workspace.clock().isoformat(timespec="milliseconds"),
        streams=said,
        keys=str(keys.of_laptop(workspace).public),
        person=workspace.person.name,
    )
    try:
        welcome = protocol.from_json(
            course.link.post("/v1/hello", protocol.to_json(message)), protocol.Welcome
        )
    except protocol.Malformed as error:
        raise NotUnderstood(str(error)) from error
    keys.remember_centre(workspace, welcome.keys)
    return welcome


def _settle(course: Course, workspace: Workspace, welcome: Welcome) -> None:
    """Make positions fit before anything is sent; raises Gap to begin again, Fork."""
    with workspace.database.read() as connection:
        known = get_meta(connection, recovery.CENTRE)
    if known != welcome.centre:
        recovery.adopt(workspace, welcome.centre)
        raise Gap
    for stream, state in welcome.streams.items():
        if state.witness == "diverged":
            recovery.reconcile(course, workspace, stream)
    with workspace.database.read() as connection:
        for stream, state in welcome.streams.items():
            link = feeds.link_at(connection, stream, state.feed_n)
            if link is None or link.hex() != state.feed_link:
                raise Fork(stream)
    _remember(workspace, welcome.streams)


def _remember(workspace: Workspace, states: dict[str, StreamState]) -> None:
    with workspace.database.read() as connection:
        further = [
            (stream, state.head)
            for stream, state in states.items()
            if state.head[0] > positions.witness(connection, stream)[0]
        ]
    if further:
        with workspace.database.write() as connection:
            for stream, head in further:
                positions.saw(connection, stream, head)


def _behind(workspace: Workspace, welcome: Welcome) -> list[str]:
    """Return the streams to pull: those whose cursor is not where the centre was, or has got to since."""
    with workspace.database.read() as connection:
        return [
            stream
            for stream in welcome.grants
            if positions.cursor(connection, stream)
            != max(welcome.streams[stream].head, positions.witness(connection, stream))
        ]
