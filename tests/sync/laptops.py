"""Laptops and centres for tests: real folders, a real server on loopback, records made by the one door."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, text
from starlette.types import ASGIApp

from fieldkit.model.attachments import register_files
from fieldkit.model.body import Op
from fieldkit.model.changes import heads
from fieldkit.model.ids import derived_id, new_id
from fieldkit.model.tables import GROUPS
from fieldkit.model.workspace import Workspace
from fieldkit.sync import client
from fieldkit.sync.client import SyncReport
from fieldkit.sync.server import Blobs, Centre, FolderBlobs, Store, application, blocks, devices
from fieldkit.sync.server.serve import Listen, bind, server, url_of

STREAM = "ins/25"
INSPECTION = derived_id("inspection", "of all tests")


class MovingClock:
    """The centre's clock: the real time, moved by a test."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@dataclass
class RunningCentre:
    """A centre on loopback and what tests look at behind its back."""

    centre: Centre
    url: str
    clock: MovingClock

    def code(self, *provinces: str, minutes: int = 30, administrator: bool = False) -> str:
        with self.centre.store.write() as connection:
            made = devices.make_code(
                connection,
                provinces,
                now=self.clock(),
                lifetime=timedelta(minutes=minutes),
                for_administrator=administrator,
            )
        return made.code

    def path(self, sha256: str) -> Path:
        """Return where a file is kept by a centre that has them in a folder."""
        assert isinstance(self.centre.blobs, FolderBlobs)
        return self.centre.blobs.path(sha256)

    def bodies(self) -> dict[str, bytes]:
        with self.centre.store.read() as connection:
            return logged(connection)


def logged(connection: Connection) -> dict[str, bytes]:
    """Return the bodies in the log by name; each is there once."""
    changes = [change for name in blocks.streams(connection) for change in blocks.every(connection, name)]
    assert len({change.name for change in changes}) == len(changes)
    return {change.name: change.body for change in changes}


def unguarded(connection: Connection) -> None:
    """Let books be changed as by somebody who owns the database, or by its own tools."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("ALTER TABLE audit DISABLE TRIGGER USER"))
    else:
        for verb in ("update", "delete"):
            connection.execute(text(f"DROP TRIGGER IF EXISTS audit_{verb}"))


@contextmanager
def listening(app: ASGIApp) -> Iterator[str]:
    """Serve an application on a free port of 127.0.0.1; yields its address."""
    listen = Listen()
    running, bound = server(app, listen), bind(listen)
    thread = threading.Thread(target=running.run, kwargs={"sockets": [bound]}, daemon=True)
    thread.start()
    try:
        while not running.started:
            assert thread.is_alive()
            time.sleep(0.005)
        yield url_of(bound, listen)
    finally:
        running.should_exit = True
        running.force_exit = True
        thread.join(30)
        bound.close()
        assert not thread.is_alive()


@contextmanager
def running_centre(
    folder: Path, database_url: str | None = None, blobs: Blobs | None = None
) -> Iterator[RunningCentre]:
    """Run a centre with files and SQLite in ``folder``, unless it gets ``blobs`` and a URL."""
    store = Store.at(database_url) if database_url else Store.in_folder(folder)
    clock = MovingClock()
    centre = Centre(store, blobs or FolderBlobs(folder / "blobs"), clock)
    try:
        with listening(application(centre)) as url:
            yield RunningCentre(centre, url, clock)
    finally:
        store.close()


class Laptop:
    """A data folder with the acts of an inspector that the tests need."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.workspace = Workspace(folder)

    def enrol(self, centre: RunningCentre, *provinces: str) -> Laptop:
        client.enrol(self.workspace, centre.url, centre.code(*provinces))
        return self

    def sync(self, **options: Any) -> SyncReport:
        return client.sync(self.workspace, **{"retries": 0, **options})

    def see(self, question: str) -> tuple[str, ...]:
        """Return the heads that a screen showing the question would keep."""
        record = derived_id("answer", INSPECTION, question)
        with self.workspace.database.read() as connection:
            return heads(connection, "answer", record).get(("answer", record, "response"), ())

    def answer(
        self, question: str, value: str, *, seen: tuple[str, ...] | None = None, stream: str = STREAM
    ) -> str:
        """Answer a question over what is on the screen (``seen``), and return the change's id."""
        record = derived_id("answer", INSPECTION, question)
        values = {"value": value, "note": None, "qualifier": None}
        prevs = self.see(question) if seen is None else seen
        written = self.workspace.log.commit([Op("answer", record, "response", values, prevs, stream)])
        return written.changes[0]

    def answer_all(self, answers: dict[str, str]) -> None:
        """Answer many questions for the first time in one transaction, one change each."""
        ops = [
            Op(
                "answer",
                derived_id("answer", INSPECTION, question),
                "response",
                {"value": value, "note": None, "qualifier": None},
                (),
                STREAM,
            )
            for question, value in answers.items()
        ]
        self.workspace.log.commit(ops, split=1)

    def value(self, question: str) -> Any:
        rows = self.workspace.rows(
            "SELECT value FROM answer WHERE id = ?", derived_id("answer", INSPECTION, question)
        )
        return rows[0]["value"] if rows else None

    def photo(self, data: bytes) -> str:
        """Attach a file and return its SHA-256."""
        sha256 = self.workspace.attachments.add(data)
        record = new_id()
        values: dict[str, Any] = dict.fromkeys(GROUPS["attachment"]["core"])
        values |= {"inspection": INSPECTION, "sha256": sha256, "size": len(data), "kind": "photo"}
        self.workspace.log.commit(
            [Op("attachment", record, "core", values, (), STREAM)],
            alongside=lambda connection, _written: register_files(connection, {sha256: len(data)}),
        )
        return sha256

    def bodies(self) -> dict[str, bytes]:
        return {row["id"]: row["body"] for row in self.workspace.rows("SELECT id, body FROM change")}

    def cells(self) -> list[dict[str, Any]]:
        return self.workspace.rows("SELECT * FROM cell ORDER BY record, tbl, grp")

    def copy(self, to: Path) -> Path:
        """Copy the folder as a disk image does; the laptop goes on afterwards."""
        self.workspace.close()
        shutil.copytree(self.folder, to)
        self.workspace = Workspace(self.folder)
        return to

    def put_back(self, image: Path) -> None:
        """Put a copy of the folder back."""
        self.workspace.close()
        shutil.rmtree(self.folder)
        shutil.copytree(image, self.folder)
        self.workspace = Workspace(self.folder)

    def open(self) -> None:
        self.workspace = Workspace(self.folder)

    def close(self) -> None:
        self.workspace.close()
