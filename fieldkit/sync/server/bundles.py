"""The centre reads a laptop's bundle as if it had been pushed, and writes the answer as another bundle."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldkit.model import body as bodies
from fieldkit.model import durable
from fieldkit.model.ids import new_id
from fieldkit.sync import protocol
from fieldkit.sync.bundle import envelope, keys, parts
from fieldkit.sync.bundle.errors import BundleDamaged, DeviceRevoked, NotForUs, SignerUnknown
from fieldkit.sync.server import devices, erased, log
from fieldkit.sync.server.refusal import Refused
from fieldkit.sync.server.store import EVERYTHING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from fieldkit.sync.bundle.envelope import Reader, Writer
    from fieldkit.sync.bundle.keys import PublicKeys
    from fieldkit.sync.server.centre import Centre
    from fieldkit.sync.server.devices import Device


@dataclass
class Received:
    """What a bundle brought; everything counted here is durable. ``held`` changes are not handed on."""

    device: Device
    laptop: PublicKeys
    name: str
    opening: parts.Opening
    changes: int = 0
    known: int = 0
    held: int = 0
    files: int = 0


def receive(centre: Centre, path: Path) -> Received:
    """Take a laptop's bundle; taking it again changes nothing. Raises BundleError, CannotWrite."""
    place = str(path)
    with durable.explaining(path), path.open("rb") as file:
        reader = envelope.Reader(file, place)
        if reader.header.purpose != "office":
            raise NotForUs(place)
        device, laptop = _author(centre, reader, place)
        reader.open_with(centre.store.keys)
        contents = parts.read(reader, place)
        opening = next(contents, (None, b""))[0]
        if not isinstance(opening, parts.Opening):
            raise BundleDamaged(place)
        received = Received(device, laptop, reader.header.name, opening)
        try:
            _take(centre, received, contents, reader.header.id)
        except (protocol.Malformed, Refused) as error:
            raise BundleDamaged(place) from error
    return received


def answer(centre: Centre, received: Received, target: Path) -> int:
    """Write for the laptop what others wrote since, what of its files is here, and files that it lacks.

    Returns how many changes are in it. Raises CannotWrite.
    """
    id_, key = new_id(), secrets.token_bytes(keys.KEY)
    header = envelope.Header(
        id=id_,
        purpose="answer",
        device=received.device.id,
        name="",
        centre=centre.store.centre,
        made=centre.clock().isoformat(timespec="seconds"),
        signer=str(centre.store.keys.public),
        wrap=envelope.wrap_for(key, received.laptop, id_),
    )
    with durable.replacing(target) as temporary, temporary.open("wb") as file:
        writer = envelope.Writer(file, header, key, centre.store.keys)
        parts.write(writer, parts.Holds(list(_held(centre, received.opening.files))))
        changes = sum(
            _pages(centre, writer, received, stream) for stream in _streams(centre, received.device)
        )
        for sha256 in _held(centre, received.opening.wanted):
            with centre.blobs.open(sha256) as blob:
                parts.write(writer, parts.File(sha256), blob.read())
        writer.close()
    return changes


def _author(centre: Centre, reader: Reader, place: str) -> tuple[Device, PublicKeys]:
    """Return the laptop whose enrolled keys signed; raises SignerUnknown, DeviceRevoked."""
    try:
        with centre.store.read(EVERYTHING) as connection:
            found = devices.of_bundle(connection, reader.header.device)
    except Refused as error:
        raise DeviceRevoked(place) from error
    if found is None or found[1] != reader.signer:
        raise SignerUnknown(place)
    return found


def _take(
    centre: Centre, received: Received, contents: Iterator[tuple[parts.Part, bytes]], bundle: str
) -> None:
    chains: dict[str, tuple[int, bytes]] = {}
    for part, payload in contents:
        if isinstance(part, parts.Changes):
            lines = protocol.unpack(payload)
            if len(lines) > protocol.MAX_CHANGES or not protocol.valid_stream(part.stream):
                raise protocol.Malformed("changes")
            chains[part.stream] = _append(
                centre, received, part.stream, lines, bundle, chains.get(part.stream, (0, b""))
            )
        elif isinstance(part, parts.File):
            _store(centre, received, part.sha256, payload)


def _append(
    centre: Centre, received: Received, stream: str, lines: list[bytes], bundle: str, chain: tuple[int, bytes]
) -> tuple[int, bytes]:
    """Append one part's bodies and return where the bundle's chain stands."""
    device = received.device
    feed = f"{device.id}/{devices.BUNDLE}{bundle}/{stream}"
    n, before = chain
    link = before
    for number, body in enumerate(lines, n + 1):
        link = bodies.link(feed, number, link, body)
    header = protocol.PushHeader(stream, feed, n + 1, before.hex(), link.hex())
    keys = centre.store.keys.public
    carrier = log.Carrier(device.id, device.may_write(stream), device.administrator, keys)
    at = centre.clock().isoformat(timespec="milliseconds")
    with centre.store.write(device.reach(stream)) as connection:
        done = log.append(connection, header, lines, carrier=carrier, at=at)
        erased.carry_out(connection, stream, lines, centre.store.keys, at=at)
    fresh = sum(seq > done.before[0] for seq in done.seqs)
    received.changes += fresh
    received.known += len(lines) - fresh
    received.held += len(done.held)
    return n + len(lines), link


def _store(centre: Centre, received: Received, sha256: str, data: bytes) -> None:
    if hashlib.sha256(data).hexdigest() != sha256:
        raise protocol.Malformed(sha256)
    if sha256 in centre.held([sha256]):
        return
    incoming = centre.blobs.receive(sha256)
    try:
        incoming.write(data)
        incoming.finish()
    except BaseException:
        incoming.abandon()
        raise
    centre.stored(received.device, sha256, len(data))
    received.files += 1


def _streams(centre: Centre, device: Device) -> list[str]:
    with centre.store.read(device.reach()) as connection:
        return device.readable(connection)


def _pages(centre: Centre, writer: Writer, received: Received, stream: str) -> int:
    """Write the pages behind the laptop's cursor; from the beginning where the log does not contain it."""
    after = received.opening.cursors.get(stream, (0, ""))
    written = 0
    with centre.store.read(received.device.reach()) as connection:
        if not log.contains(connection, stream, after):
            after = (0, "")
    while True:
        with centre.store.read(received.device.reach()) as connection:
            lines = log.page(connection, stream, after, feed="", limit=protocol.PAGE_CHANGES)
        last = protocol.from_json(lines[0], protocol.PageHeader).last
        if last == after:
            return written
        parts.write(writer, parts.Page(stream, after), protocol.pack(lines))
        written += len(lines) // 2
        after = last


def _held(centre: Centre, names: Sequence[str]) -> Iterator[str]:
    """Yield those of the names that a laptop wrote that are files here, in its order."""
    known = [sha256 for sha256 in names if protocol.valid_sha256(sha256)]
    for start in range(0, len(known), protocol.MAX_NAMES):
        asked = known[start : start + protocol.MAX_NAMES]
        held = centre.held(asked)
        yield from (sha256 for sha256 in asked if sha256 in held)


def values(received: Received) -> dict[str, str | int]:
    """Return what a bundle brought, for people and programs."""
    return {
        "device": received.device.id,
        "name": received.name,
        "changes": received.changes,
        "known": received.known,
        "held": received.held,
        "files": received.files,
    }
