"""Programs that end by SIGKILL at the n-th step of their writing: a laptop that syncs, and a centre."""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from unittest.mock import patch

from fieldkit.model import workspace
from fieldkit.model.workspace import Workspace
from fieldkit.sync import client
from fieldkit.sync.answers import SyncError
from fieldkit.sync.server import Centre, FolderBlobs, application
from fieldkit.sync.server.serve import Listen, bind, server, url_of
from tests.faults.quick import Trap
from tests.faults.simulated import FileDatabase, SimulatedOffice

NEVER = 2**31
_CONTEXT = get_context("forkserver")  # a child starts in milliseconds, from a process without threads
_CONTEXT.set_forkserver_preload([__name__])


class Kill:
    """A trap that kills this very program at its ``after``-th call."""

    def __init__(self, after: int) -> None:
        self.calls, self._after = 0, after

    def __call__(self, _step: str) -> None:
        if self.calls == self._after:
            os.kill(os.getpid(), signal.SIGKILL)
        self.calls += 1


@contextmanager
def files_too(trap: Trap) -> Iterator[None]:
    """Spring the trap also before and after each sync of a file and each rename."""
    sync, rename = os.fsync, os.replace

    def synced(descriptor: int) -> None:
        trap("fsync")
        sync(descriptor)

    def renamed(source: str, target: str) -> None:
        trap("rename")
        rename(source, target)
        trap("renamed")

    with patch.object(os, "fsync", synced), patch.object(os, "replace", renamed):
        yield


def laptop(folder: Path, after: int, told: Connection) -> None:
    """Sync the laptop in ``folder``; tells how many steps it were when it lives to the end."""
    trap = Kill(after)
    with patch.object(workspace, "Database", FileDatabase), files_too(trap):
        opened = Workspace(folder)
        assert isinstance(opened.database, FileDatabase)
        opened.database.trap = trap
        with contextlib.suppress(SyncError):
            client.sync(opened, retries=0)
        opened.database.trap = None
        opened.close()
    told.send(trap.calls)


def office(folder: Path, after: int, told: Connection) -> None:
    """Serve the centre in ``folder``; tells its address, and is killed by whoever started it."""
    store = SimulatedOffice(f"sqlite:///{folder / 'centre.db'}")
    blobs = FolderBlobs(folder / "blobs")
    trap = store.trap = Kill(after)
    bound = bind(Listen())
    told.send(url_of(bound, Listen()))
    with files_too(trap):
        server(application(Centre(store, blobs)), Listen()).run(sockets=[bound])


class Victim:
    """A program of this module that runs beside the test."""

    def __init__(self, act: str, folder: Path, after: int) -> None:
        self._told, tell = _CONTEXT.Pipe(duplex=False)
        target = {"laptop": laptop, "office": office}[act]
        self._process: ForkServerProcess = _CONTEXT.Process(
            target=target, args=(folder, after, tell), daemon=True
        )
        self._process.start()
        tell.close()

    def says(self) -> str | int | None:
        """Return what it tells, or None when it is dead."""
        try:
            found: str | int = self._told.recv()
        except EOFError:
            return None
        return found

    def end(self) -> bool:
        """Make sure that it has ended; tells whether it was killed at its step, and not by this."""
        self._process.join(0.01)
        killed = self._process.exitcode == -signal.SIGKILL
        self._process.kill()
        self._process.join(30)
        self._told.close()
        return killed
