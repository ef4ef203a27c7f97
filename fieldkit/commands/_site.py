"""A centre as ``serve`` runs it, alone or as one of several processes, which share nothing but its books."""

from __future__ import annotations

import sys
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldkit.commands import _centre
from fieldkit.sync.server.serve import Listen, log_to, metrics, run, run_worker

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable
    from pathlib import Path

    from prometheus_client import CollectorRegistry
    from starlette.types import ASGIApp

    from fieldkit.sync.openrosa.phones import Phones
    from fieldkit.sync.server import Centre

_CONNECTIONS = 80
"""To PostgreSQL, of all processes together."""


@dataclass(frozen=True, slots=True)
class Site:
    """What a process must know to serve; picklable."""

    folder: Path
    database_url: str | None
    blobs: str | None
    listen: Listen
    metrics_port: int | None = None
    log_requests: bool = False
    workers: int = 1


def serve(site: Site, centre: Centre, *, started: Callable[[str], None]) -> None:
    """Serve until told to stop, in this process alone."""
    from prometheus_client import CollectorRegistry

    from fieldkit.sync.openrosa.tending import tended

    registry = CollectorRegistry()
    with tended(centre, site.folder) as phones, metrics(registry, site.metrics_port):
        run(_application(centre, phones, registry), site.listen, started=started)


def work(site: Site, slot: int, bound: socket.socket) -> None:
    """Serve until told to stop as process ``slot``, counted from 0, of several at one port."""
    from prometheus_client import CollectorRegistry

    from fieldkit.sync.openrosa.tending import tended
    from fieldkit.sync.server import Centre, Store

    log_to(sys.stderr, requests=site.log_requests)
    registry = CollectorRegistry()
    port = None if site.metrics_port is None else site.metrics_port + slot * bool(site.metrics_port)
    with (
        closing(Store.at(site.database_url or "", connections=_CONNECTIONS // site.workers)) as store,
        tended(Centre(store, _centre.files(site.blobs, site.folder)), site.folder, slot=slot) as phones,
        metrics(registry, port),
    ):
        run_worker(_application(phones.centre, phones, registry), site.listen, bound)


def _application(centre: Centre, phones: Phones, registry: CollectorRegistry) -> ASGIApp:
    from fieldkit.sync.openrosa.app import application as phone_application
    from fieldkit.sync.server import application

    return application(centre, phones=phone_application(phones), registry=registry)
