"""What the centre answers, without HTTP: bytes in, bytes out, one transaction a request."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from fieldkit.sync import protocol
from fieldkit.sync.protocol import Malformed
from fieldkit.sync.server import audit, details, devices, erased, log
from fieldkit.sync.server.refusal import Refused
from fieldkit.sync.server.schema import blob
from fieldkit.sync.server.store import EVERYTHING, NOTHING, insert_new
from fieldkit.sync.server.uploads import Uploads, check_part

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import Connection

    from fieldkit.sync.protocol import Position, StreamHello
    from fieldkit.sync.server.blobs import Blobs
    from fieldkit.sync.server.devices import Device
    from fieldkit.sync.server.store import Store

_INCARNATION = re.compile(r"[0-9A-Za-z-]{1,40}")
_LEFT_BEHIND = timedelta(days=1)  # no request lasts that long
_LOOKS = 25  # transactions of one request that look which changes are details
_CHANGE_ID = re.compile(rb"[0-9a-z:-]{1,80}")


def utc_now() -> datetime:
    """Return the time as the centre writes it down."""
    return datetime.now(UTC)


class Centre:
    """The requests of docs/protocol.md; every one may be repeated, and raises Refused or Malformed."""

    def __init__(self, store: Store, blobs: Blobs, clock: Callable[[], datetime] = utc_now) -> None:
        """Answer from ``store`` and ``blobs``; ``clock`` gives an aware time."""
        self.store = store
        self.blobs = blobs
        self.clock = clock
        self.uploads = Uploads(blobs, clock)

    def sweep(self) -> None:
        """Throw away what was begun and never finished; at start, and safe beside other workers."""
        self.uploads.sweep()
        self.blobs.sweep((self.clock() - _LEFT_BEHIND).timestamp())

    def authenticate(self, token: str) -> Device:
        """Return the laptop that sent a token; raises Refused."""
        with self.store.read(EVERYTHING) as connection:
            return devices.authenticate(connection, token)

    def enrol(self, data: bytes) -> bytes:
        """Answer POST /v1/enrol."""
        request = protocol.from_json(data, protocol.Enrol)
        with self.store.write(EVERYTHING) as connection:
            outcome = devices.enrol(connection, request, now=self.clock())
            if isinstance(outcome, devices.Device):
                devices.remember_keys(connection, outcome.id, request.keys)
                carrier = log.Carrier(outcome.id, permitted=True, administrator=outcome.administrator)
                released = log.release(connection, carrier, outcome.may_write, at=self._now())
                self.note(
                    connection,
                    "enrolled",
                    outcome.id,
                    who=outcome.id,
                    provinces=outcome.provinces,
                    administrator=outcome.administrator,
                    released=released,
                )
        if isinstance(outcome, Refused):
            raise outcome
        return protocol.to_json(
            protocol.Enrolled(
                self.store.centre, list(outcome.provinces), outcome.administrator, str(self.store.keys.public)
            )
        )

    def note(self, connection: Connection, act: str, what: str, *, who: str = "", **details: Any) -> None:
        """Write into the audit log what is done in this transaction, by default by an administrator."""
        who = who or audit.administrator()
        audit.note(connection, self.store.keys, act, what, who=who, now=self.clock(), **details)

    def hello(self, device: Device, data: bytes) -> bytes:
        """Answer POST /v1/hello: where the centre stands in each stream."""
        request = protocol.from_json(data, protocol.Hello)
        oldest, newest = request.protocol
        if oldest > protocol.VERSION or newest < protocol.OLDEST:
            raise Refused(426, "upgrade", reason=f"{protocol.OLDEST}-{protocol.VERSION}")
        if len(request.streams) > protocol.MAX_STREAMS:
            raise Malformed("too many streams", too_large=True)
        for name, said in request.streams.items():
            _check_feed(device, name, said.feed)
        now = self.clock()
        with self.store.write(device.reach()) as connection:
            devices.seen(connection, device.id, now=now, wall=request.wall)
            devices.remember_keys(connection, device.id, request.keys)
            devices.remember_said(connection, device.id, request.person, request.app)
        with self.store.read(device.reach(*request.streams)) as connection:
            grants = device.readable(connection)
            heads = log.heads(connection, list({**dict.fromkeys(grants), **request.streams}))
            states = {
                name: _state(connection, name, request.streams.get(name), head)
                for name, head in heads.items()
            }
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

    def laptops(self, device: Device) -> bytes:
        """Answer GET /v2/laptops: who synced when, of the provinces of the laptop that asks."""
        with self.store.read(device.reach()) as connection:
            found = devices.colleagues(connection, device)
        return protocol.to_json(protocol.Laptops(self._now(), found))

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
        carrier = log.Carrier(
            device.id, device.may_write(header.stream), device.administrator, self.store.keys.public
        )
        with self.store.write(device.reach(header.stream)) as connection:
            answer = log.append(connection, header, changes, carrier=carrier, at=self._now())
            erased.carry_out(connection, header.stream, changes, self.store.keys, at=answer.at)
        return protocol.to_json(answer)

    def pull(
        self,
        device: Device,
        stream: str,
        after: Position,
        *,
        feed: str = "",
        limit: int = 0,
        thin: bool = False,
    ) -> bytes:
        """Answer GET /v1/pull: a page of the log, if ``thin`` without the details of inspections."""
        self._check_readable(device, stream)
        if feed:
            _check_feed(device, stream, feed)
        count = min(limit, protocol.PAGE_MOST) if limit > 0 else protocol.PAGE_CHANGES
        if thin:
            self._know_details(device, stream, after[0] + count)
        with self.store.read(device.reach()) as connection:
            apart = details.between(connection, stream, after[0], count) if thin else None
            return protocol.pack(log.page(connection, stream, after, feed=feed, limit=count, details=apart))

    def details(self, device: Device, data: bytes) -> bytes:
        """Answer POST /v3/details: what a laptop left out, by inspection, or that it is here."""
        asked = protocol.from_json(data, protocol.DetailsAsked)
        self._check_readable(device, asked.stream)
        if len(asked.inspections) > protocol.MAX_INSPECTIONS:
            raise Malformed(f"more than {protocol.MAX_INSPECTIONS} inspections", too_large=True)
        with self.store.read(device.reach()) as connection:
            newest = log.head(connection, asked.stream)[0]
        if not 0 <= asked.after <= newest:
            raise Malformed("after")
        if self._know_details(device, asked.stream, newest) < newest:
            raise Refused(503, "busy", reason="details")
        with self.store.read(device.reach()) as connection:
            return protocol.pack(details.answer(connection, asked))

    def _know_details(self, device: Device, stream: str, number: int) -> int:
        """Look which changes up to ``number`` are details, for a while; return up to which it is known."""
        with self.store.read(device.reach()) as connection:
            known = details.known_to(connection, stream)
            wanted = min(number, log.head(connection, stream)[0])
        for _turn in range(_LOOKS):
            if known >= wanted:
                break
            with self.store.write(device.reach()) as connection:
                known = details.look(connection, stream)
        return known

    def have(self, device: Device, data: bytes) -> bytes:
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
        with self.store.read(device.reach(stream)) as connection:
            return protocol.to_json(log.missing(connection, stream, ids))

    def need(self, data: bytes) -> bytes:
        """Answer POST /v1/need: which of the files are not here."""
        names = protocol.names_from_json(data)
        _check_names(names)
        held = self.held(names)
        return protocol.to_json([name for name in names if name not in held])

    def receipts(self, data: bytes) -> bytes:
        """Answer POST /v2/receipts: which files are here since when, each read and verified if that is asked.

        A damaged one is set aside and not here any more: the laptop that asks has it, and sends it again.
        """
        asked = protocol.from_json(data, protocol.FilesAsked)
        _check_names(asked.files)
        held = self.held(asked.files)
        found: dict[str, protocol.FileReceipt] = {}
        left: list[str] = []
        read = 0
        for name in dict.fromkeys(asked.files):
            receipt = held.get(name)
            if receipt is None:
                continue
            if asked.verify and read and read + receipt.size > protocol.MAX_VERIFIED:
                left.append(name)
            elif asked.verify and self.blobs.damaged(name):
                self.blobs.set_aside(name)
            else:
                found[name] = receipt
                read += receipt.size
        return protocol.to_json(protocol.Receipts(found, left))

    def upload(self, device: Device, sha256: str, size: int) -> bytes:
        """Answer GET /v2/uploads: how much of a file is here."""
        _check_names([sha256])
        receipt = self.held([sha256]).get(sha256)
        if receipt is not None:
            return protocol.to_json(protocol.Upload(receipt.size, receipt.at))
        return protocol.to_json(protocol.Upload(self.uploads.position(device.id, sha256, size)))

    def take_part(
        self, device: Device, sha256: str, *, size: int, start: int, part: str, data: bytes
    ) -> bytes:
        """Answer PUT /v2/uploads: the part is durable; with the last one, the file is verified and stored."""
        _check_names([sha256])
        receipt = self.held([sha256]).get(sha256)
        if receipt is None:
            check_part(data, part)
            have = self.uploads.take(device.id, sha256, size, start, data)
            if have < size:
                return protocol.to_json(protocol.Upload(have))
            receipt = protocol.FileReceipt(size, self.stored(device, sha256, size))
        self.uploads.drop(device.id, sha256, size)
        return protocol.to_json(protocol.Upload(receipt.size, receipt.at))

    def stored(self, device: Device, sha256: str, size: int) -> str:
        """Write a received file into the books; after it lies on the disk and before it is acknowledged.

        Returns when it was received first.
        """
        with self.store.write(NOTHING) as connection:
            values = {"sha256": sha256, "size": size, "stored_at": self._now(), "device": device.id}
            insert_new(connection, blob, values)
            return str(
                connection.execute(select(blob.c.stored_at).where(blob.c.sha256 == sha256)).scalar_one()
            )

    def held(self, names: Sequence[str]) -> dict[str, protocol.FileReceipt]:
        """Return the files that are both in the store of files and in the books."""
        found = self.booked(names)
        sizes = self.blobs.sizes(found)
        return {name: receipt for name, receipt in found.items() if sizes.get(name) == receipt.size}

    def booked(self, names: Sequence[str]) -> dict[str, protocol.FileReceipt]:
        """Return the files that are in the books: each was stored, and nobody has looked since."""
        query = select(blob.c.sha256, blob.c.size, blob.c.stored_at).where(blob.c.sha256.in_(list(names)))
        with self.store.read(NOTHING) as connection:
            rows = connection.execute(query).all()
        return {row.sha256: protocol.FileReceipt(row.size, row.stored_at) for row in rows}

    def _now(self) -> str:
        return self.clock().isoformat(timespec="milliseconds")

    @staticmethod
    def _check_readable(device: Device, stream: str) -> None:
        if not protocol.valid_stream(stream) or not device.may_read(stream):
            raise Refused(403, "not_granted")


def _state(
    connection: Connection, name: str, said: StreamHello | None, head: Position
) -> protocol.StreamState:
    """Tell where a stream stands: of one that the laptop does not have, only its head."""
    if said is None:
        return protocol.StreamState(head)
    n, link = log.feed_position(connection, name, said.feed)
    fits = log.contains(connection, name, said.witness)
    return protocol.StreamState(head, n, link.hex(), "ok" if fits else "diverged")


def _check_names(names: Sequence[str]) -> None:
    if len(names) > protocol.MAX_NAMES:
        raise Malformed(f"more than {protocol.MAX_NAMES} names", too_large=True)
    if any(not protocol.valid_sha256(name) for name in names):
        raise Malformed("sha256")


def _check_feed(device: Device, stream: str, feed: str) -> None:
    """Refuse a feed that is not this laptop's: nobody vouches in another's name."""
    if not protocol.valid_stream(stream):
        raise Malformed("stream")
    owner, _, rest = feed.partition("/")
    incarnation, _, name = rest.partition("/")
    if owner != device.id or name != stream or not _INCARNATION.fullmatch(incarnation):
        raise Refused(403, "feed")
