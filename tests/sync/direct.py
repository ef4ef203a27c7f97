"""A link that calls the centre in the same process, and a network that loses and doubles messages."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import Literal

from fieldkit.sync import protocol
from fieldkit.sync.answers import Missing, Unreachable, error_of
from fieldkit.sync.protocol import Malformed
from fieldkit.sync.server import Centre
from fieldkit.sync.server.devices import Device
from fieldkit.sync.server.refusal import Refused
from fieldkit.sync.server.store import EVERYWHERE

Fault = Literal["lost_request", "lost_answer", "duplicate", "ok"]


class DirectLink:
    """Carries messages by function call; ``faults`` says what becomes of each, one after the other."""

    def __init__(
        self, centre: Centre, device: str, faults: list[Fault] | None = None, *, page: int = 3
    ) -> None:
        self.sent = self.received = 0
        self._centre = centre
        self._device = Device(device, (EVERYWHERE,))
        self._faults = list(faults or [])
        self._page = page

    def post(self, path: str, data: bytes, *, kind: str = protocol.JSON) -> bytes:
        centre = self._centre
        routes: dict[str, Callable[[Device], bytes]] = {
            "/v1/hello": lambda device: centre.hello(device, data),
            "/v1/push": lambda device: centre.push(device, data),
            "/v1/have": lambda device: centre.have(device, data),
            "/v1/need": lambda _device: centre.need(data),
            "/v2/receipts": lambda _device: centre.receipts(data),
            "/v3/details": lambda device: centre.details(device, data),
        }
        return self._carry(routes[path])

    def get(self, path: str, query: Mapping[str, str]) -> bytes:
        assert path == "/v1/pull"
        after = (int(query["seq"]), query["hash"])
        return self._carry(
            # small pages, so that exchanges end between them
            lambda device: self._centre.pull(
                device,
                query["stream"],
                after,
                feed=query["feed"],
                limit=self._page,
                thin=query.get("thin") == "1",
            )
        )

    def put_file(self, sha256: str, data: bytes) -> str:
        def put(device: Device) -> bytes:
            incoming = self._centre.blobs.receive(sha256)
            try:
                incoming.write(data)
                incoming.finish()
            except BaseException:
                incoming.abandon()
                raise
            return self._centre.stored(device, sha256, len(data)).encode()

        return self._carry(put).decode()

    def upload(self, sha256: str, size: int) -> protocol.Upload:
        answer = self._carry(lambda device: self._centre.upload(device, sha256, size))
        return protocol.from_json(answer, protocol.Upload)

    def put_part(self, sha256: str, data: bytes, start: int) -> protocol.Upload:
        part = data[start : start + protocol.PART]
        told = hashlib.sha256(part).hexdigest()
        answer = self._carry(
            lambda device: self._centre.take_part(
                device, sha256, size=len(data), start=start, part=told, data=part
            )
        )
        return protocol.from_json(answer, protocol.Upload)

    def get_part(self, sha256: str, start: int) -> bytes:
        def get(_device: Device) -> bytes:
            if self._centre.blobs.size(sha256) is None:
                raise Refused(404, "missing")
            with self._centre.blobs.open(sha256) as file:
                file.seek(start)
                return file.read(protocol.PART)

        return self._carry(get)

    def _who(self) -> Device:
        """Return the laptop as the centre knows it when the message arrives."""
        return self._device

    def _carry(self, act: Callable[[Device], bytes]) -> bytes:
        fault = self._faults.pop(0) if self._faults else "ok"
        if fault == "lost_request":
            raise Unreachable(fault)
        answer = carried(lambda: act(self._who()))
        if fault == "duplicate":
            answer = carried(lambda: act(self._who()))
        if fault == "lost_answer":
            raise Unreachable(fault)
        return answer


def carried(act: Callable[[], bytes]) -> bytes:
    """Return the centre's answer to a message, or raise what the laptop makes of its refusal."""
    try:
        return act()
    except Refused as refused:
        if refused.refusal.error == "missing":
            raise Missing from refused
        raise error_of(refused.refusal.error, refused.refusal.reason) from refused
    except Malformed as error:
        raise error_of("malformed", str(error)) from error
