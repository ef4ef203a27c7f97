"""A laptop and a centre that fail at will: the product's own code on disks that are copied and put back."""

from __future__ import annotations

import base64
import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, event, insert, make_url, select

from fieldkit.model import body as bodies
from fieldkit.model import holding, kept_back
from fieldkit.model.attachments import AttachmentStore, register_files
from fieldkit.model.body import Op
from fieldkit.model.changes import ChangeLog, extend_feed
from fieldkit.model.database import Database
from fieldkit.model.ids import new_id
from fieldkit.model.tables import GROUPS
from fieldkit.model.workspace import Workspace
from fieldkit.sync.protocol import Enrol
from fieldkit.sync.server import Centre, FolderBlobs, Store, devices, schema
from fieldkit.sync.server.blocks import Entry, unpack
from fieldkit.sync.server.store import EVERYTHING, Reach
from tests.faults.quick import QuickDatabase, Trap
from tests.sync.laptops import unguarded

Cell = tuple[str, str, str]  # table, record, group
LAPTOP_TIME = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


class Died(BaseException):
    """A program or its machine ends here; nothing below may catch it."""


class CentreDied(Exception):
    """The centre ends here; no BaseException, for which SQLAlchemy throws its connections away."""


class Crash:
    """A trap that ends a program at the ``after``-th step of its writing transactions."""

    def __init__(self, after: int, death: type[BaseException] = Died) -> None:
        self._left, self._death = after, death

    def __call__(self, step: str) -> None:
        self._left -= 1
        if self._left < 0:
            raise self._death(step)


class FileDatabase(Database):
    """The product's own database on a disk, with traps and images as :class:`QuickDatabase` has them."""

    def __init__(self, path: Path, image: bytes | None = None) -> None:
        self.trap: Trap | None = None
        if image is not None:
            path.write_bytes(image)
        super().__init__(path)
        event.listen(self.engine, "before_cursor_execute", self._statement)

    @contextmanager
    def write(self) -> Iterator[Connection]:
        with super().write() as connection:
            yield connection
            self._step("commit")
        self._step("committed")

    def image(self) -> bytes:
        self.engine.dispose()  # the last connection folds the WAL into the file
        return self.path.read_bytes()

    def put_back(self, image: bytes) -> None:
        self.engine.dispose()
        self.path.write_bytes(image)

    def _statement(self, _connection: Any, _cursor: Any, sql: str, *_rest: Any) -> None:
        if not sql.startswith(("SELECT", "BEGIN", "PRAGMA")):
            self._step("statement")

    def _step(self, name: str) -> None:
        if self.trap is not None:
            self.trap(name)


class SimulatedLaptop(Workspace):
    """A data folder without a lock; ``on_files`` keeps the database on the disk instead of in memory."""

    def __init__(self, folder: Path, *, on_files: bool, image: Any = None) -> None:
        self.folder = folder
        self.now = LAPTOP_TIME
        self.clock = lambda: self.now
        (folder / "attachments").mkdir(parents=True)
        self.attachments = AttachmentStore(folder / "attachments")
        self.database: Any = FileDatabase(folder / "fieldkit.db", image) if on_files else QuickDatabase(image)
        self.token = ""
        self.restart()

    def restart(self) -> None:
        """Forget everything that only memory held, as the end of the program does."""
        self.database.trap = None
        self.device, self.person = self._identify()
        self.log = ChangeLog(self.database, device=self.device, author=self.person.id, clock=self.clock)

    def image(self) -> tuple[Any, dict[str, bytes]]:
        """Return a copy of the disk."""
        names = self.attachments.names()
        return self.database.image(), {name: self.attachments.path(name).read_bytes() for name in names}

    def put_back(self, image: tuple[Any, dict[str, bytes]]) -> None:
        """Overwrite the disk with a copy."""
        self.database.put_back(image[0])
        self.put_files(image[1])
        self.restart()

    def put_files(self, files: dict[str, bytes]) -> None:
        shutil.rmtree(self.attachments.folder)
        self.attachments.folder.mkdir()
        for data in files.values():
            self.attachments.add(data)

    def close(self) -> None:
        self.database.close()

    # --- what a person does -----------------------------------------------------------------------

    def heads(self, cell: Cell) -> list[list[Any]]:
        """Return the heads of a cell: op id, Lamport number, values."""
        table, record, group = cell
        sql = "SELECT heads FROM cell WHERE record = ? AND tbl = ? AND grp = ?"
        with self.database.read() as connection:
            row = connection.exec_driver_sql(sql, (record, table, group)).fetchone()
        return list(json.loads(row[0])) if row else []

    def save(self, cell: Cell, values: dict[str, Any], seen: Sequence[str], stream: str) -> str:
        [change] = self.log.commit([Op(*cell, values, tuple(seen), stream)]).changes
        return change

    def photo(self, data: bytes, stream: str) -> str:
        sha256 = self.attachments.add(data)
        values: dict[str, Any] = dict.fromkeys(GROUPS["attachment"]["core"])
        values |= {"sha256": sha256, "size": len(data), "kind": "photo"}
        written = self.log.commit(
            [Op("attachment", new_id(), "core", values, (), stream)],
            alongside=lambda connection, _written: register_files(connection, {sha256: len(data)}),
        )
        return written.changes[0]

    def write_badly(self, body: bytes, change_id: str, stream: str) -> None:
        """Vouch for a body that no replica can apply, as a broken program would."""
        with self.database.door() as connection:
            row = (change_id, stream, body)
            connection.exec_driver_sql("INSERT INTO change (id, stream, body) VALUES (?, ?, ?)", row)
            extend_feed(connection, self.device, stream, [(change_id, body)])

    def bodies(self) -> dict[str, bytes]:
        with self.database.read() as connection:
            return {
                row[0]: bytes(row[1]) for row in connection.exec_driver_sql("SELECT id, body FROM change")
            }


class SimulatedOffice(Store):
    """The centre's database with traps, and with backups as a tool of either database makes them."""

    def __init__(self, url: str = "sqlite://") -> None:
        self.trap: Trap | None = None
        super().__init__(make_url(url))
        event.listen(self.engine, "before_cursor_execute", self._statement)
        self.empty = self.backup()

    @contextmanager
    def write(self, reach: Reach = EVERYTHING) -> Iterator[Connection]:
        with super().write(reach) as connection:
            yield connection
            self._step("commit")
        self._step("committed")

    def backup(self) -> Any:
        if not self.postgresql:
            memory = sqlite3.connect(":memory:")
            self._driver(lambda driver: driver.backup(memory))
            return memory
        with self.read() as connection:
            return {
                table: [dict(row) for row in connection.execute(select(table)).mappings()]
                for table in schema.metadata.sorted_tables
            }

    def put_back(self, image: Any) -> None:
        if not self.postgresql:
            self._driver(image.backup)
            return
        with super().write() as connection:
            unguarded(connection)
            for table, rows in image.items():
                connection.execute(table.delete())
                if rows:
                    connection.execute(insert(table), rows)

    def rows(self, sql: str, parameters: tuple[Any, ...] = ()) -> list[Any]:
        """Look behind the product's back."""
        connection = self.engine.raw_connection()
        try:
            cursor = connection.cursor()
            if self.postgresql:
                cursor.execute("SELECT set_config('fieldkit.reach', '*', true)")
            cursor.execute(sql.replace("?", "%s") if self.postgresql else sql, parameters)
            return list(cursor.fetchall())
        finally:
            connection.close()

    def _driver(self, act: Callable[[Any], None]) -> None:
        connection = self.engine.raw_connection()
        try:
            act(connection.driver_connection)
        finally:
            connection.close()

    def _statement(self, _connection: Any, _cursor: Any, sql: str, *_rest: Any) -> None:
        if self.trap is not None and sql.startswith(("INSERT", "UPDATE", "DELETE")):
            self.trap("statement")

    def _step(self, name: str) -> None:
        if self.trap is not None:
            self.trap(name)


class SimulatedCentre(Centre):
    """A centre with a clock of its own and an administrator's acts."""

    def __init__(self, store: SimulatedOffice, folder: Path) -> None:
        self.office = store
        self.now = LAPTOP_TIME
        self.folder = FolderBlobs(folder)
        super().__init__(store, self.folder, lambda: self.now)

    def grant(self, laptop: SimulatedLaptop, provinces: Sequence[str]) -> None:
        """Enrol a laptop (again) by a new code; it gets a new token."""
        token = base64.urlsafe_b64encode(f"{new_id()}{new_id()}".encode()[:32]).decode()
        with self.store.write() as connection:
            code = devices.make_code(
                connection, provinces, now=self.now, lifetime=timedelta(days=1), for_device=laptop.device
            )
            request = Enrol(code.code, laptop.device, token, name="")
            assert isinstance(devices.enrol(connection, request, now=self.now), devices.Device)
        laptop.token = token

    def revoke(self, laptop: SimulatedLaptop) -> None:
        with self.store.write() as connection:
            devices.revoke(connection, laptop.device, now=self.now)

    def files(self) -> set[str]:
        return {path.name for path in self.folder.folder.glob("??/*")}

    def lose_files(self, kept: set[str]) -> None:
        for name in self.files() - kept:
            with suppress(OSError):
                self.folder.path(name).unlink()

    def log(self) -> dict[str, tuple[str, int, int, bytes]]:
        """Return stream, number, status and body of every change by its name in the log."""
        streams = [row[0] for row in self.office.rows("SELECT DISTINCT stream FROM log")]
        rows = [(stream, change) for stream in streams for change in self.changes(stream)]
        assert len({change.name for _, change in rows}) == len(rows), "I3 exactly once"
        return {change.name: (stream, change.seq, change.status, change.body) for stream, change in rows}

    def changes(self, stream: str, upto: int = 2**62) -> list[Entry]:
        """Return the changes of a stream, the last of them with the number ``upto``."""
        rows = self.office.rows("SELECT first, data FROM log WHERE stream = ? ORDER BY last", (stream,))
        return [
            change for first, data in rows for change in _unpacked(first, bytes(data)) if change.seq <= upto
        ]


@lru_cache(4_096)
def _unpacked(first: int, data: bytes) -> list[Entry]:
    """Unpack a block once: the invariants ask for all of them after each exchange."""
    return unpack(first, data)


def release_all(laptop: SimulatedLaptop) -> None:
    """Release whatever a laptop holds back."""
    with laptop.database.read() as connection:
        held = kept_back.records(connection)
    holding.release(laptop, held)


def bad_body(kind: str, stream: str, change_id: str) -> bytes:
    """Return a body of a broken program: ``values``, ``lamport`` or ``stream``."""
    fields = {
        "id": change_id,
        "stream": "ins/77" if kind == "stream" else stream,
        "author": "a",
        "device": "d",
        "lamport": 2**60 if kind == "lamport" else 1,
        "wall": "",
        "why": None,
    }
    return bodies.encode(fields, [Op("factory", "f", "size", {"hp": "many" if kind == "values" else 1})])
