"""Turns laptops away for some seconds when more come than the centre can serve, each with its own time.

What is under way is finished at the usual pace and memory stays flat, however many press the button at the
end of the day, and whatever a bad network leaves hanging. A laptop that is told to wait loses nothing and
waits by itself (``busy``, docs/protocol.md).
"""

from __future__ import annotations

import asyncio
import math
import random
import time
from collections import Counter, deque
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from anyio.to_thread import current_default_thread_limiter
from starlette.responses import Response

from fieldkit.sync import protocol
from fieldkit.sync.server.watch import REFUSAL

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_DRAIN_BYTES = 2 * protocol.MIB
_DRAIN_SECONDS = 10.0
_LATELY = 64
"""Answers by which the pace is told."""


@dataclass(frozen=True, slots=True)
class Room:
    """How many requests may be here at once, wait for a thread that answers them, and come from one laptop.

    A slow network takes room and no thread; after ``stall`` seconds without a byte of its body a request has
    ended. ``few`` may always wait, more only as far as they are answered within ``patience`` seconds at the
    present pace: who would wait longer is told when to come again, and others are answered meanwhile.
    """

    present: int = 600
    waiting: int = 128
    few: int = 16
    patience: float = 1.0
    one_laptop: int = 16
    again: float = 15.0  # seconds, on average
    stall: float = 60.0


class Pace:
    """How many requests were answered lately, a second."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._answered: deque[float] = deque(maxlen=_LATELY)

    def count(self) -> None:
        """Count an answer."""
        self._answered.append(self._clock())

    def answers(self, seconds: float) -> float:
        """Return how many answers so many seconds bring; infinite while too few were given to tell."""
        if len(self._answered) < _LATELY:
            return math.inf
        return seconds * _LATELY / max(1e-3, self._clock() - self._answered[0])


class Crowd:
    """Answers 503 when too many wait, 429 when one laptop asks too much at once, both with Retry-After."""

    def __init__(self, app: ASGIApp, room: Room | None = None) -> None:
        self._app = app
        self.room = room or Room()
        self.present = 0
        self.pace = Pace()
        self._of_laptop: Counter[bytes] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request (ASGI), or say when to ask again."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        who = next((value for key, value in scope["headers"] if key == b"authorization"), b"")
        heard = self._patiently(receive)
        if who and self._of_laptop[who] >= self.room.one_laptop:
            await _turn_away(429, 1.0, scope, heard, send)
        elif self.present >= self.room.present or _waiting() >= self._may_wait():
            await _turn_away(503, self.room.again, scope, heard, send)
        else:
            with self._counted(who):
                await self._app(scope, heard, send)

    def _may_wait(self) -> float:
        soon = self.pace.answers(self.room.patience)
        return min(self.room.waiting, max(self.room.few, soon))

    def _patiently(self, receive: Receive) -> Receive:
        ended = False

        async def heard() -> Message:
            nonlocal ended
            if ended:  # what may come now is that the laptop hangs up, which has no time
                return await receive()
            try:
                async with asyncio.timeout(self.room.stall):
                    message = await receive()
            except TimeoutError:
                return {"type": "http.disconnect"}
            ended = not message.get("more_body", False)
            return message

        return heard

    @contextmanager
    def _counted(self, who: bytes) -> Iterator[None]:
        self.present += 1
        self._of_laptop[who] += 1
        try:
            yield
        finally:
            self.pace.count()
            self.present -= 1
            self._of_laptop[who] -= 1
            if not self._of_laptop[who]:
                del self._of_laptop[who]


def _waiting() -> int:
    """Return how many answers wait for a thread."""
    return current_default_thread_limiter().statistics().tasks_waiting


async def _turn_away(status: int, seconds: float, scope: Scope, receive: Receive, send: Send) -> None:
    """Say when to come again: to each another time, or all would come back together."""
    # An answer before the end of a short body may be lost with the connection; nobody reads a long one.
    with suppress(TimeoutError):
        async with asyncio.timeout(_DRAIN_SECONDS):
            read, more = 0, True
            while more and read < _DRAIN_BYTES:
                message = await receive()
                read += len(message.get("body", b""))
                more = message.get("more_body", False)
    scope[REFUSAL] = "busy"
    again = random.uniform(0.5, 1.5) * seconds
    headers = {"Retry-After": str(max(1, round(again))), "Connection": "close"}
    body = protocol.to_json(protocol.Refusal("busy", reason="crowd"))
    answer = Response(body, status_code=status, headers=headers, media_type=protocol.JSON)
    await answer(scope, receive, send)
