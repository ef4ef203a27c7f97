"""The end of a day: many laptops that say hello, push their answers and photos, and look for others' at once.

They are no programs of their own, only what such programs say (docs/protocol.md): one connection each, again
when the centre has no time, at the time that it says. What they got for an answer is kept for each request.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
import random
import secrets
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from sqlalchemy import func, insert, select

from fieldkit.model import body as bodies
from fieldkit.model.body import Op
from fieldkit.model.ids import new_id
from fieldkit.sync import protocol
from fieldkit.sync.server import Store
from fieldkit.sync.server.schema import blob, device, stream

PROVINCES = 77
_BUSY = (429, 503)


@dataclass(frozen=True, slots=True)
class Day:
    """What each laptop brings: changes, photos, and bytes of a photo."""

    changes: int = 150
    photos: int = 2
    photo_bytes: int = 100_000


@dataclass
class Member:
    """One laptop: who it is, and the bytes that it will send."""

    device: str
    token: str
    stream: str
    push: bytes
    hello: bytes
    photos: list[bytes]


@dataclass
class Outcome:
    """What became of the requests: how often each status, and the seconds of those that were answered."""

    statuses: Counter[int] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    without_time: int = 0
    """Times that a centre was busy and did not say until when."""
    cut: int = 0
    """Connections that ended without an answer."""
    took: float = 0.0

    def percentile(self, share: float) -> float:
        """Return the seconds below which a share of the answers stayed."""
        return sorted(self.seconds)[int(share * (len(self.seconds) - 1))]


def herd(store: Store, count: int, day: Day) -> list[Member]:
    """Make ``count`` laptops that ``store`` knows, over all provinces, each with a day's work."""
    found = [_member(f"{10 + number % PROVINCES}", day) for number in range(count)]
    rows = [
        {
            "id": one.device,
            "name": "herd",
            "token_hash": protocol.token_hash(one.token),
            "provinces": json.dumps([one.stream.partition("/")[2]]),
            "enrolled_at": "2026-11-23T00:00:00.000+00:00",
        }
        for one in found
    ]
    with store.write() as connection:
        connection.execute(insert(device), rows)
    return found


def _member(province: str, day: Day) -> Member:
    id_, stream = new_id(), f"ins/{province}"
    feed, link, lines = f"{id_}/1/{stream}", b"", []
    for number in range(day.changes):
        values = {"value": str(number % 10), "note": None, "qualifier": None}
        told = {"id": new_id(), "stream": stream, "author": id_, "device": id_, "lamport": number + 1}
        line = bodies.encode(
            {**told, "wall": "2026-11-23T16:30:00.000+07:00"},
            [Op("answer", new_id(), "response", values, (), stream)],
        )
        lines.append(line)
        link = bodies.link(feed, number + 1, link, line)
    header = protocol.PushHeader(stream, feed, 1, "", link.hex())
    hello = protocol.Hello(
        (protocol.OLDEST, protocol.VERSION),
        "herd",
        1,
        "2026-11-23T16:30:00.000+07:00",
        {stream: protocol.StreamHello(feed)},
    )
    return Member(
        id_,
        base64.urlsafe_b64encode(secrets.token_bytes(protocol.TOKEN_BYTES)).decode(),
        stream,
        protocol.pack([protocol.to_json(header), *lines]),
        protocol.to_json(hello),
        [secrets.token_bytes(day.photo_bytes) for _ in range(day.photos)],
    )


def play(url: str, members: Sequence[Member], *, within: float, patient: bool = True) -> Outcome:
    """Let all begin within so many seconds, and return when the last has ended.

    Who is not ``patient`` does not come again when the centre has no time.
    """
    return asyncio.run(_play(url, members, within, patient=patient))


async def _play(url: str, members: Sequence[Member], within: float, *, patient: bool) -> Outcome:
    outcome = Outcome()
    began = time.monotonic()
    await asyncio.gather(*(_evening(url, one, outcome, within, patient=patient) for one in members))
    outcome.took = time.monotonic() - began
    return outcome


async def _evening(url: str, member: Member, outcome: Outcome, within: float, *, patient: bool) -> None:
    await asyncio.sleep(random.uniform(0, within))
    pull = f"/v1/pull?stream={member.stream}&seq=0&hash=&feed={member.device}/1/{member.stream}"
    asks: list[tuple[str, str, bytes]] = [
        ("POST", "/v1/hello", member.hello),
        ("POST", "/v1/push", member.push),
        *(("PUT", f"/v1/blobs/{hashlib.sha256(one).hexdigest()}", one) for one in member.photos),
        ("GET", pull, b""),
        ("POST", "/v1/hello", member.hello),
    ]
    line = _Line(url, member.token)
    try:
        for method, path, body in asks:
            if not await _insist(line, outcome, method, path, body, patient=patient):
                return
    finally:
        line.close()


async def _insist(
    line: _Line, outcome: Outcome, method: str, path: str, body: bytes, *, patient: bool
) -> bool:
    """Ask until there is an answer; False when it is a refusal, or who asks is not patient."""
    for _ in range(1_000):
        began = time.monotonic()
        try:
            status, again = await line.ask(method, path, body)
        except (OSError, EOFError):
            outcome.cut += 1
            line.close()
            await asyncio.sleep(random.uniform(0.5, 1.5))
            continue
        outcome.statuses[status] += 1
        if status not in _BUSY:
            outcome.seconds.append(time.monotonic() - began)
            return status in (200, 201)
        outcome.without_time += again is None
        if not patient:
            return False
        await asyncio.sleep(again or 1.0)
    return False


class _Line:
    """One connection of HTTP/1.1, opened again where the centre closed it."""

    def __init__(self, url: str, token: str) -> None:
        self._place = urlsplit(url)
        self._token = token
        self._open: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, method: str, path: str, body: bytes) -> tuple[int, float | None]:
        """Return the status and ``Retry-After``; raises OSError, EOFError."""
        if self._open is None:
            self._open = await asyncio.open_connection(self._place.hostname, self._place.port)
        reader, writer = self._open
        head = f"{method} {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {self._token}\r\n"
        writer.write(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
        await writer.drain()
        first, *rest = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = dict(one.lower().split(": ", 1) for one in rest if ": " in one)
        await reader.readexactly(int(headers.get("content-length", "0")))
        if headers.get("connection") == "close":
            self.close()
        again = headers.get("retry-after")
        return int(first.split()[1]), float(again) if again else None

    def close(self) -> None:
        """Hang up."""
        if self._open is not None:
            self._open[1].close()
            self._open = None


def arrived(store: Store) -> tuple[int, int]:
    """Return how many changes and files stand in the books."""
    with store.read() as connection:
        changes = select(func.coalesce(func.sum(stream.c.head), 0))
        counted = (changes, select(func.count()).select_from(blob))
        return tuple(int(connection.execute(one).scalar_one()) for one in counted)  # type: ignore[return-value]
