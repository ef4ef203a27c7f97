"""Exchanges that stop at every message, so that anything may happen before it and to it."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Mapping
from typing import Literal

from fieldkit.sync import protocol
from fieldkit.sync.answers import SyncError, Unreachable
from fieldkit.sync.exchange import exchange
from fieldkit.sync.link import Course
from fieldkit.sync.server.devices import Device
from tests.faults.simulated import CentreDied, Crash, Died, SimulatedCentre, SimulatedLaptop
from tests.sync.direct import DirectLink, carried

Fate = Literal["ok", "lost request", "lost answer", "duplicate", "half answer", "centre dies", "laptop dies"]
_MOST_MESSAGES = 500


class Dialogue(DirectLink):
    """One exchange of a laptop in a thread of its own, which sleeps while a message is under way."""

    def __init__(self, centre: SimulatedCentre, laptop: SimulatedLaptop, page: int) -> None:
        super().__init__(centre, laptop.device, page=page)
        self.path = ""
        self.pending: Callable[[], bytes] | None = None
        self.outcome: BaseException | None = None
        self.messages = 0
        self.asked: list[str] = []
        self.answered: bytes | BaseException = b""
        self.stream = ""
        self.course = Course(self)
        self._laptop, self._simulated, self._token = laptop, centre, laptop.token
        self._reply: bytes | BaseException = b""
        # Locks that one side takes and the other gives back: a tenth of what a semaphore costs.
        self._asked, self._answered = threading.Lock(), threading.Lock()
        self._asked.acquire()
        self._answered.acquire()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        self._asked.acquire()

    def post(self, path: str, data: bytes, **options: str) -> bytes:
        self.path = path
        if path == "/v1/push":
            self.stream = protocol.from_json(protocol.unpack(data)[0], protocol.PushHeader).stream
        return super().post(path, data, **options)

    def get(self, path: str, query: Mapping[str, str]) -> bytes:
        self.path = path
        return super().get(path, query)

    def get_part(self, sha256: str, start: int) -> bytes:
        self.path = sha256
        return super().get_part(sha256, start)

    def _who(self) -> Device:
        return self._simulated.authenticate(self._token)

    def _carry(self, act: Callable[[Device], bytes]) -> bytes:
        self.pending = lambda: act(self._who())
        self._asked.release()
        self._answered.acquire()
        self.path = ""
        if isinstance(self._reply, BaseException):
            raise self._reply
        return self._reply

    def _run(self) -> None:
        try:
            exchange(self.course, self._laptop)
        except BaseException as error:  # noqa: BLE001 - told to the thread of the tests
            self.outcome = error
        self.pending = None
        self._asked.release()

    def deliver(self, fate: Fate, at: int = 0) -> None:
        """Carry the message that is under way, or not, and let the laptop go on to its next one.

        ``at`` tells at which step of its transactions the centre or the laptop dies.
        """
        act = self.pending
        assert act is not None
        self.messages += 1
        self.asked.append(self.path)
        assert self.messages < _MOST_MESSAGES, f"this exchange never ends: {self.path}"
        if fate == "laptop dies":
            self._laptop.database.trap = Crash(at)
        self._reply = self.answered = self._answer(act, fate, at)
        self._answered.release()
        self._asked.acquire()
        self._laptop.database.trap = None
        if self.pending is None:
            self._thread.join()
            if self.outcome is not None and not isinstance(self.outcome, SyncError | Died):
                raise self.outcome

    def end(self) -> None:
        """End the laptop's program while the message is under way."""
        if self.pending is not None:
            self._reply = Died("killed")
            self._answered.release()
            self._thread.join()

    def _answer(self, act: Callable[[], bytes], fate: Fate, at: int) -> bytes | BaseException:
        if fate == "lost request":
            return Unreachable(fate)
        store = self._simulated.office
        if fate == "centre dies":
            store.trap = Crash(at, CentreDied)
        try:
            answer = carried(act)
            if fate == "duplicate":
                answer = carried(act)
        except CentreDied:
            return Unreachable(fate)
        except SyncError as error:
            return Unreachable(fate) if fate == "lost answer" else error
        finally:
            store.trap = None
        if fate == "lost answer":
            return Unreachable(fate)
        return answer[: len(answer) // 2] if fate == "half answer" else answer


def again(act: Callable[[], bytes]) -> None:
    """Let a message of long ago arrive at the centre once more; nobody hears the answer."""
    with contextlib.suppress(SyncError):
        carried(act)
