"""Several processes that answer at one address; one that ends is begun anew, and all end with this one."""

from __future__ import annotations

import logging
import multiprocessing
import signal
import threading
import time
from multiprocessing.connection import wait
from typing import TYPE_CHECKING

from fieldkit.errors import FieldkitError, Text

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable
    from multiprocessing.context import SpawnProcess

_log = logging.getLogger("fieldkit.centre")
_YOUNG = 10.0  # seconds; who ends sooner ends again
_MOST_YOUNG = 5
_STOP_SECONDS = 20.0


class WorkersFail(FieldkitError):
    """The processes of the centre end as soon as they are begun."""

    def __init__(self, place: str) -> None:
        super().__init__(
            Text("โปรเซสของศูนย์ข้อมูลหยุดทำงานซ้ำ ๆ", "The centre's processes end again and again"),
            Text(
                "ดูบันทึกข้อผิดพลาดด้านบน แล้วลองเปิดด้วย --workers 1",
                "Read the troubles above, then try with --workers 1",
            ),
            place=place,
        )


class Workers:
    """Runs ``work(slot, bound)`` in a process for each slot from 0 on."""

    def __init__(self, count: int, work: Callable[[int, socket.socket], None], bound: socket.socket) -> None:
        """Prepare; ``work`` and what it holds must be picklable."""
        self._work = work
        self._bound = bound
        self._context = multiprocessing.get_context("spawn")  # a fork would share locks and connections
        self._running: dict[int, SpawnProcess] = {}
        self._born: dict[int, float] = {}
        self._count = count
        self._stop = threading.Event()

    def stop(self) -> None:
        """Let every process answer what it has begun, and end; safe in a signal handler."""
        self._stop.set()

    def run(self) -> None:
        """Keep the processes running until :meth:`stop`; raises WorkersFail."""
        young = 0
        try:
            for slot in range(self._count):
                self._begin(slot)
            while not self._stop.is_set():
                ended = wait([process.sentinel for process in self._running.values()], timeout=0.2)
                for slot, process in list(self._running.items()):
                    if process.sentinel not in ended or self._stop.is_set():
                        continue
                    process.join()
                    _log.error("worker %d ended with code %s", slot, process.exitcode)
                    young = young + 1 if time.monotonic() - self._born[slot] < _YOUNG else 0
                    if young > _MOST_YOUNG:
                        raise WorkersFail(f"{process.exitcode}")
                    process.close()
                    self._begin(slot)
        finally:
            self._end()

    def _begin(self, slot: int) -> None:
        # No daemon, which may have no children: checklists and images are read in processes of their own.
        process = self._context.Process(target=_work, args=(self._work, slot, self._bound))
        process.start()
        self._running[slot] = process
        self._born[slot] = time.monotonic()

    def _end(self) -> None:
        for process in self._running.values():
            process.terminate()
        end = time.monotonic() + _STOP_SECONDS
        for process in self._running.values():
            process.join(max(0.0, end - time.monotonic()))
            if process.is_alive():
                process.kill()
                process.join()
            process.close()


def _work(work: Callable[[int, socket.socket], None], slot: int, bound: socket.socket) -> None:
    parent = multiprocessing.parent_process()

    def follow() -> None:
        if parent is not None:
            parent.join()  # however it ended
            signal.raise_signal(signal.SIGTERM)

    threading.Thread(target=follow, daemon=True).start()
    work(slot, bound)
