"""A TCP proxy on loopback that cuts the connection after a given number of bytes."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
from types import TracebackType

_RESET = struct.pack("ii", 1, 0)  # SO_LINGER: closing sends RST, as a pulled cable's first retry does


class CutProxy:
    """Forwards to a port of 127.0.0.1; ``cut`` says after how many bytes of which direction it ends.

    After a cut nobody gets through until :meth:`heal`, unless ``once``. A stalled connection stays open and
    silent until then. What went up is ``recorded``, and may arrive once more.
    """

    def __init__(self, port: int) -> None:
        self.up = self.down = 0
        self._limits: dict[str, int | None] = {"up": None, "down": None}
        self._once = False
        self._broken = False
        self._stalls = False
        self._healed = threading.Event()
        self.recorded: list[bytearray] = []
        self._target = port
        self._lock = threading.Lock()
        self._open: set[socket.socket] = set()
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> CutProxy:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join(10)
        self._reset_all()

    def cut(self, direction: str, after: int, *, once: bool = False) -> None:
        """Cut when ``after`` further bytes have gone ``up`` (to the server) or ``down``."""
        self.heal()
        self._limits[direction] = after
        self._once = once

    def stall(self, direction: str, after: int) -> None:
        """Fall silent when ``after`` further bytes have gone ``up`` (to the server) or ``down``."""
        self.cut(direction, after)
        self._stalls = True

    def again(self, number: int) -> None:
        """Let what went up a connection arrive once more, and wait until the server has answered it."""
        with socket.create_connection(("127.0.0.1", self._target), timeout=5) as server:
            server.sendall(bytes(self.recorded[number]))
            server.shutdown(socket.SHUT_WR)
            with contextlib.suppress(OSError):
                while server.recv(65536):
                    pass

    def heal(self) -> None:
        """Let everything through again and count from zero."""
        with self._lock:
            woken, self._healed = self._healed, threading.Event()
            self._stalls = False
            self.up = self.down = 0
            self._limits = {"up": None, "down": None}
            self._broken = False
        self._reset_all()
        woken.set()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._socket.accept()
            except OSError:
                return
            if self._broken:
                self._reset(client)
                continue
            server = socket.create_connection(("127.0.0.1", self._target))
            with self._lock:
                self._open |= {client, server}
                self.recorded.append(bytearray())
                record = self.recorded[-1]
            for direction, source, sink in (("up", client, server), ("down", server, client)):
                threading.Thread(
                    target=self._pump, args=(direction, source, sink, record), daemon=True
                ).start()

    def _pump(self, direction: str, source: socket.socket, sink: socket.socket, record: bytearray) -> None:
        healed = self._healed
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                allowed, cut = self._count(direction, len(data))
                if direction == "up":
                    record += data
                sink.sendall(data[:allowed])
                if cut and self._stalls:
                    healed.wait(60)
                    # by now others may have got through again: only this connection ends
                    self._reset(source)
                    self._reset(sink)
                    return
                if cut:
                    self._reset_all()
                    return
            sink.shutdown(socket.SHUT_WR)

    def _count(self, direction: str, size: int) -> tuple[int, bool]:
        with self._lock:
            limit = self._limits[direction]
            before = self.up if direction == "up" else self.down
            allowed = size if limit is None else min(size, max(limit - before, 0))
            if direction == "up":
                self.up += allowed
            else:
                self.down += allowed
            if allowed == size:
                return allowed, False
            self._broken = not self._once
            self._limits[direction] = None
            return allowed, True

    def _reset_all(self) -> None:
        with self._lock:
            sockets, self._open = self._open, set()
        for one in sockets:
            self._reset(one)

    @staticmethod
    def _reset(one: socket.socket) -> None:
        with contextlib.suppress(OSError):
            one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
        with contextlib.suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)
        one.close()
