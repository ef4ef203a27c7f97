"""The laptop's database in memory and without SQLAlchemy's layer: faster, with the same SQL.

Schema, triggers and transactions are those of :class:`fieldkit.model.database.Database`; every
statement of the product is run. A ``trap`` is called at each step of a writing transaction and may end the
program there.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from sqlalchemy import Connection
from sqlcipher3 import dbapi2 as sqlite

from fieldkit.model import database
from fieldkit.model.database import Database

Trap = Callable[[str], None]  # statement, commit, committed


class Rows:
    """What SQLAlchemy's result gives, as far as the laptop's side asks for it."""

    def __init__(self, cursor: Any) -> None:
        self._cursor = cursor

    def __iter__(self) -> Iterator[Any]:
        return iter(self._cursor)

    def fetchone(self) -> Any:
        return self._cursor.fetchone()

    first = fetchone

    def fetchall(self) -> list[Any]:
        return list(self._cursor.fetchall())

    def one(self) -> Any:
        [row] = self._cursor.fetchall()
        return row

    def scalar(self) -> Any:
        row = self._cursor.fetchone()
        return row[0] if row else None

    def scalar_one(self) -> Any:
        return self.one()[0]

    def mappings(self) -> list[dict[str, Any]]:
        names = [column[0] for column in self._cursor.description]
        return [dict(zip(names, row, strict=True)) for row in self._cursor]


class QuickConnection:
    """The one connection of a laptop's database."""

    def __init__(self, driver: Any) -> None:
        self.connection = SimpleNamespace(driver_connection=driver)
        self._driver = driver
        self.trap: Trap | None = None

    def exec_driver_sql(self, sql: str, parameters: Any = None) -> Rows:
        if self.trap is not None and not sql.startswith("SELECT"):
            self.trap("statement")
        if parameters is None:
            return Rows(self._driver.execute(sql))
        if isinstance(parameters, dict):
            return Rows(self._driver.execute(sql, parameters))
        if isinstance(parameters, Sequence) and parameters and isinstance(parameters[0], list | tuple):
            return Rows(self._driver.executemany(sql, parameters))
        return Rows(self._driver.execute(sql, tuple(parameters))) if parameters != [] else Rows(None)


class QuickDatabase(Database):
    """See the module; ``image`` is what a disk held, ``None`` an empty data file."""

    def __init__(self, image: Any = None) -> None:
        self.path = Path(":memory:")
        self._key = None
        self.driver = _connect()
        (image or _template()).backup(self.driver)
        self._connection = QuickConnection(self.driver)
        self.trap: Trap | None = None

    @contextmanager
    def read(self) -> Iterator[Connection]:
        yield cast(Connection, self._connection)

    @contextmanager
    def write(self) -> Iterator[Connection]:
        self.driver.execute("BEGIN IMMEDIATE")
        self._connection.trap = self.trap
        try:
            yield cast(Connection, self._connection)
            self._step("commit")
        except BaseException:
            self.driver.execute("ROLLBACK")
            raise
        finally:
            self._connection.trap = None
        self.driver.execute("COMMIT")
        self._step("committed")

    @contextmanager
    def door(self, *, large: bool = False) -> Iterator[Connection]:
        with self.write() as connection:
            self.driver.guard.open = True
            try:
                yield connection
            finally:
                self.driver.guard.open = False

    def image(self) -> Any:
        """Return a copy of the disk, for :class:`QuickDatabase`."""
        copy = _connect()
        self.driver.backup(copy)
        return copy

    def put_back(self, image: Any) -> None:
        """Overwrite the disk with a copy."""
        image.backup(self.driver)

    def close(self) -> None:
        self.driver.close()

    def _step(self, name: str) -> None:
        if self.trap is not None:
            self.trap(name)


def _connect() -> Any:
    driver = sqlite.connect(
        ":memory:", isolation_level=None, check_same_thread=False, factory=database._Driver
    )
    guard = driver.guard = database._Guard()
    driver.create_function("fk_writer", 0, lambda: int(guard.open))
    for pragma in ("synchronous = OFF", "temp_store = MEMORY", "journal_mode = MEMORY"):
        driver.execute(f"PRAGMA {pragma}")
    return driver


@cache
def _template() -> Any:
    """Return an empty data file as the product makes it, in memory."""
    with tempfile.TemporaryDirectory() as folder:
        made = Database(Path(folder) / "fieldkit.db")
        made.close()
        disk = sqlite.connect(str(made.path))
        memory = sqlite.connect(":memory:", check_same_thread=False)
        disk.backup(memory)
        disk.close()
    return memory
