"""What the centre answers, without HTTP: bytes in, bytes out, one transaction a request."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from fieldkit.sync import protocol
from fieldkit.sync.protocol import Malformed
from fieldkit.sync.server import devices, log
from fieldkit.sync.server.refusal import Refused
from fieldkit.sync.server.schema import blob
from fieldkit.sync.server.store import insert_new

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

    from fieldkit.sync.protocol import Position, StreamHello
    from fieldkit.sync.server.blobs import FolderBlobs
    from fieldkit.sync.server.devices import Device
    from fieldkit.sync.server.store import Store

_INCARNATION = re.compile(r"[0-9A-Za-z-]{1,40}")
_CHANGE_ID = re.compile(rb"[0-9a-z:-]{1,80}")


def utc_now() -> datetime:
    """Return the time as the centre writes it down."""
    return datetime.now(UTC)


class Centre:
    """The requests of docs/protocol.md; every one may be repeated, and raises Refused or Malformed."""

    def __init__(self, store: Store, blobs: FolderBlobs, clock: Callable[[], datetime] = utc_now) -> None:
        """Answer from ``store`` and ``blobs``; ``clock`` gives an aware time."""
        self.store = store
        self.blobs = blobs
        self.clock = clock

    def authenticate(self, token: str) -> Device:
        """Return the laptop that sent a token; raises Refused."""
        with self.store.read() as connection:
            return devices.authenticate(connection, token)

    def enrol(self, data: bytes) -> bytes:
        """Answer POST /v1/enrol."""
        request = protocol.from_json(data, protocol.Enrol)
        with self.store.write() as connection:
            outcome = devices.enrol(connection, request, now=self.clock())
            if not isinstance(outcome, Refused):
                devices.remember_keys(connection, outcome.id, request.keys)
        if isinstance(outcome, Refused):
            raise outcome
        return protocol.to_json(
            protocol.Enrolled(
                self.store.centre, list(outcome.provinces), outcome.administrator, str(self.store.keys.public)
            )
        )

    def hello(self, device: Device, data: bytes) -> bytes:
        """Answer POST /v1/hello: where the centre stands in each stream."""
        request = protocol.from_json(data, protocol.Hello)
        oldest, newest = request.protocol
        if oldest > protocol.VERSION or newest < protocol.OLDEST:
            raise Refused(426, "upgrade", reason=f"{protocol.OLDEST}-{protocol.VERSION}")
        if len(request.streams) > protocol.MAX_STREAMS:
            raise Malformed("too many streams", too_large=True)
        now = self.clock()
        with self.store.write() as connection:
            devices.seen(connection, device.id, now=now, wall=request.wall)
            devices.remember_keys(connection, device.id, request.keys)
        with self.store.read() as connection:
            grants = device.readable(connection)
            states = {
                name: self._state(connection, device, name, said) for name, said in request.streams.items()
            }
            for name in grants:
                states.setdefault(name, protocol.StreamState(log.head(connection, name)))
        return protocol.to_json(
            protocol.Welcome(
                protocol=min(newest, protocol.VERSION),
                centre=self.store.centre,
                server_time=now.isoformat(timespec="milliseconds"),
                streams=states,
                grants=grants,
                keys=str(self.store.keys.public),
            )
        )

    def push(self, device: Device, data: bytes) -> bytes:
        """Answer POST /v1/push: the answer is given after the commit, and means durable."""
        lines = protocol.unpack(data)
        header = protocol.from_json(lines[0], protocol.PushHeader)
        _check_feed(device, header.stream, header.feed)
        changes = lines[1:]
        if not changes or header.first < 1:
            raise Malformed("nothing pushed")
        if len(changes) > protocol.MAX_CHANGES or max(map(len, changes)) > protocol.MAX_BODY:
            raise Malformed("too much in one push", too_large=True)
        carrier = log.Carrier(device.id, device.may_write(header.stream), device.administrator)
        at = self.clock().isoformat(timespec="milliseconds")
        with self.store.write() as connection:
            answer = log.append(connection, header, changes, carrier=carrier, at=at)
        return protocol.to_json(answer)

    def pull(self, device: Device, stream: str, after: Position, *, feed: str = "", limit: int = 0) -> bytes:
        """Answer GET /v1/pull: a page of the log after a position."""
        self._check_readable(device, stream)
        if feed:
            _check_feed(device, stream, feed)
        count = min(limit, protocol.PAGE_MOST) if limit > 0 else protocol.PAGE_CHANGES
        with self.store.read() as connection:
            return protocol.pack(log.page(connection, stream, after, feed=feed, limit=count))

    def have(self, data: bytes) -> bytes:
        """Answer POST /v1/have: which of the ids the stream lacks. It tells nothing to who has no ids."""
        lines = protocol.unpack(data)
        stream = protocol.from_json(lines[0], protocol.Have).stream
        if not protocol.valid_stream(stream):
            raise Malformed("stream")
        if len(lines) > protocol.MAX_IDS + 1:
            raise Malformed("too many ids", too_large=True)
        if not all(_CHANGE_ID.fullmatch(line) for line in lines[1:]):
            raise Malformed("ids")
        ids = [line.decode() for line in lines[1:]]
        with self.store.read() as connection:
            return protocol.to_json(log.missing(connection, stream, ids))

    def need(self, data: bytes) -> bytes:
        """Answer POST /v1/need: which of the files are not here."""
        names = protocol.names_from_json(data, protocol.MAX_NAMES)
        if any(not protocol.valid_sha256(name) for name in names):
            raise Malformed("sha256")
        return protocol.to_json([name for name in names if self.blobs.size(name) is None])

    def stored(self, device: Device, sha256: str, size: int) -> None:
        """Write a received file into the books; after it lies on the disk and before it is acknowledged."""
        with self.store.write() as connection:
            at = self.clock().isoformat(timespec="milliseconds")
            values = {"sha256": sha256, "size": size, "stored_at": at, "device": device.id}
            insert_new(connection, blob, values)

    def _state(
        self, connection: Connection, device: Device, name: str, said: StreamHello
    ) -> protocol.StreamState:
        _check_feed(device, name, said.feed)
        n, link = log.feed_position(connection, name, said.feed)
        fits = log.contains(connection, name, said.witness)
        return protocol.StreamState(
            head=log.head(connection, name),
            feed_n=n,
            feed_link=link.hex(),
            witness="ok" if fits else "diverged",
        )

    @staticmethod
    def _check_readable(device: Device, stream: str) -> None:
        if not protocol.valid_stream(stream) or not device.may_read(stream):
            raise Refused(403, "not_granted")


def _check_feed(device: Device, stream: str, feed: str) -> None:
    """Refuse a feed that is not this laptop's: nobody vouches in another's name."""
    if not protocol.valid_stream(stream):
        raise Malformed("stream")
    owner, _, rest = feed.partition("/")
    incarnation, _, name = rest.partition("/")
    if owner != device.id or name != stream or not _INCARNATION.fullmatch(incarnation):
        raise Refused(403, "feed")
