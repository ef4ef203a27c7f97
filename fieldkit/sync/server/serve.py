"""Runs the centre on a socket until it is told to stop."""

from __future__ import annotations

import logging
import signal
import socket
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import uvicorn
from prometheus_client import start_http_server

from fieldkit.errors import FieldkitError, Text
from fieldkit.sync.server.watch import JsonLines
from fieldkit.sync.server.workers import Workers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import TextIO

    from prometheus_client import CollectorRegistry
    from starlette.types import ASGIApp, Receive, Scope, Send

_STOP_SECONDS = 10
_IDLE_SECONDS = 30
_THIS_MACHINE = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Listen:
    """Where to listen, and with which certificate (PEM); port 0 takes a free one."""

    host: str = "127.0.0.1"
    port: int = 0
    certificate: Path | None = None
    private_key: Path | None = None


class AddressTaken(FieldkitError):
    """The port is in use, or the address is not this machine's."""

    def __init__(self, place: str) -> None:
        super().__init__(
            Text("เปิดรับการเชื่อมต่อที่ที่อยู่นี้ไม่ได้", "Cannot listen at this address"),
            Text(
                "เลือกพอร์ตอื่นด้วย --port หรือปิดโปรแกรมที่ใช้พอร์ตนี้อยู่", "Choose another --port, or stop what uses it"
            ),
            place=place,
        )


class CertificateUnusable(FieldkitError):
    """The certificate or its key cannot be read or do not belong together."""

    def __init__(self, place: str) -> None:
        super().__init__(
            Text("ใช้ใบรับรอง TLS นี้ไม่ได้", "This TLS certificate cannot be used"),
            Text(
                "ระบุ --certificate และ --private-key เป็นไฟล์ PEM ที่เป็นคู่กัน",
                "Give --certificate and --private-key as PEM files that belong together",
            ),
            place=place,
        )


def bind(listen: Listen) -> socket.socket:
    """Take the port; raises AddressTaken."""
    try:
        family, _, _, _, address = socket.getaddrinfo(listen.host, listen.port, type=socket.SOCK_STREAM)[0]
        # asyncio sends answers without delay only on sockets that name their protocol.
        bound = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        try:
            if sys.platform != "win32":  # there it would let a second server share the port
                bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            bound.bind(address)
            bound.listen(512)
        except BaseException:
            bound.close()
            raise
    except (OSError, OverflowError) as error:
        raise AddressTaken(f"{listen.host}:{listen.port}: {error}") from error
    return bound


def url_of(bound: socket.socket, listen: Listen) -> str:
    """Return the address that laptops use."""
    scheme = "https" if listen.certificate else "http"
    host = f"[{listen.host}]" if ":" in listen.host else listen.host
    return f"{scheme}://{host}:{bound.getsockname()[1]}"


def server(app: ASGIApp, listen: Listen) -> uvicorn.Server:
    """Return a server that is not running yet; raises CertificateUnusable."""
    config = uvicorn.Config(
        app,
        http="h11",
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_keep_alive=_IDLE_SECONDS,
        timeout_graceful_shutdown=_STOP_SECONDS,
        ssl_certfile=listen.certificate,
        ssl_keyfile=listen.private_key,
    )
    try:
        config.load()
    except OSError as error:  # ssl.SSLError is one
        raise CertificateUnusable(f"{listen.certificate}: {error}") from error
    return uvicorn.Server(config)


@contextmanager
def metrics(registry: CollectorRegistry, port: int | None) -> Iterator[None]:
    """Answer Prometheus on this machine only, at ``port``; None is not at all. Raises AddressTaken."""
    if port is None:
        yield
        return
    try:
        answering, thread = start_http_server(port, addr=_THIS_MACHINE, registry=registry)
    except OSError as error:
        raise AddressTaken(f"{_THIS_MACHINE}:{port}: {error}") from error
    try:
        yield
    finally:
        answering.shutdown()
        answering.server_close()
        thread.join()


def log_to(stream: TextIO, *, requests: bool) -> None:
    """Write a line of JSON for each trouble, and if wanted for each request."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger("fieldkit").setLevel(logging.INFO if requests else logging.WARNING)


def run(app: ASGIApp, listen: Listen, *, started: Callable[[str], None]) -> None:
    """Serve until SIGTERM or SIGINT; requests that are under way are answered first.

    ``started`` gets the address once the port is taken. Raises AddressTaken, CertificateUnusable.
    """
    running, bound = _stoppable(app, listen), bind(listen)
    started(url_of(bound, listen))
    running.run(sockets=[bound])


def run_worker(app: ASGIApp, listen: Listen, bound: socket.socket) -> None:
    """Serve as one of several processes that share the port ``bound``."""
    _stoppable(app, listen).run(sockets=[bound])


def run_workers(
    count: int,
    work: Callable[[int, socket.socket], None],
    listen: Listen,
    *,
    started: Callable[[str], None],
) -> None:
    """Let ``count`` processes answer at one port, each by ``work`` with its number, until SIGTERM or SIGINT.

    Raises AddressTaken, CertificateUnusable, WorkersFail.
    """
    server(_nothing, listen)  # what is wrong with the certificate is told here, once
    bound = bind(listen)
    workers = Workers(count, work, bound)
    _on_stop(workers.stop)
    started(url_of(bound, listen))
    with bound:
        workers.run()


async def _nothing(_scope: Scope, _receive: Receive, _send: Send) -> None:
    """Answer nothing."""


def _stoppable(app: ASGIApp, listen: Listen) -> uvicorn.Server:
    running = server(app, listen)

    def stop() -> None:
        running.should_exit = True

    # Before uvicorn listens to signals and after it has stopped, when it raises them once more.
    _on_stop(stop)
    return running


def _on_stop(act: Callable[[], None]) -> None:
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: act())
