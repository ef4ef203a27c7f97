"""Where figures are read: on a connection, or in a process beside this one, on its own processor."""

from __future__ import annotations

from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any, Protocol

from fieldkit.model.child_process import Child

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

Row = dict[str, Any]
MANY = 20_000
"""Factories from which a second process costs less than it saves."""
# What every transaction that writes records changes: the clock, or a cursor of sync.
_STATE = (
    "SELECT key, value FROM meta ORDER BY key",
    "SELECT stream, seq, hash FROM cursor ORDER BY stream",
)


class Source(Protocol):
    """One state of the data that can be asked."""

    @property
    def sqlite(self) -> bool:
        """Whether SQLite answers."""

    @property
    def lasts(self) -> bool:
        """Whether temporary tables go on to be there when the reading is over."""

    def ask(self, sql: str) -> list[Row]:
        """Return the rows of a SELECT."""

    def do(self, sql: str) -> None:
        """Make or drop a temporary table."""


class Here:
    """A connection of this process."""

    def __init__(self, connection: Connection) -> None:
        """``connection`` sees one state until it is left."""
        self.connection = connection

    @property
    def sqlite(self) -> bool:
        """Whether SQLite answers."""
        return self.connection.dialect.name == "sqlite"

    @property
    def lasts(self) -> bool:
        """Whether temporary tables go on to be there: else they went with the transaction."""
        return self.connection.in_transaction()

    def ask(self, sql: str) -> list[Row]:
        """Return the rows of a SELECT."""
        # no parameters: a driver that formats them would stumble over a percent sign in a text
        result = self.connection.execution_options(no_parameters=True).exec_driver_sql(sql)
        return [dict(row) for row in result.mappings()]

    def do(self, sql: str) -> None:
        """Make or drop a temporary table."""
        self.connection.exec_driver_sql(sql)


class BesideEnded(Exception):
    """The process beside this one cannot go on; what it was to read is read here."""


class Beside:
    """A process of its own (`select_worker`) that reads the same file."""

    sqlite = True
    lasts = False

    def __init__(self, child: Child) -> None:
        self.child = child
        self._run: list[str] = []

    def ask(self, sql: str) -> list[Row]:
        """Return the rows of a SELECT; raises BesideEnded."""
        run, self._run = self._run, []
        answer = self.child.ask({"run": run, "rows": sql})
        if answer is None or "error" in answer[0]:
            raise BesideEnded
        return [dict(zip(answer[0]["names"], row, strict=True)) for row in answer[0]["rows"]]

    def do(self, sql: str) -> None:
        """Make a temporary table before the next SELECT."""
        self._run.append(sql)


@contextmanager
def beside(connection: Connection) -> Iterator[Beside | None]:
    """Start a process that sees the same state as ``connection``; None where it cannot or has little to do.

    PostgreSQL shares its work out itself. What a transaction has written is seen by itself alone.
    """
    if (
        connection.dialect.name != "sqlite"
        or "fieldkit_begin" in connection.get_execution_options()
        or most(connection, "factory") <= MANY
    ):
        yield None
        return
    here = Here(connection)
    [file] = [row["file"] for row in here.ask("PRAGMA database_list") if row["name"] == "main"]
    key: bytes | None = getattr(connection.connection.driver_connection, "key", None)
    with closing(Child("fieldkit.model.select_worker")) as child:
        began = child.ask({"file": file, "key": key and key.hex()})
        found = Beside(child)
        yield found if began is not None and _same(here, found) else None


def most(connection: Connection, table: str) -> int:
    """Return how many rows a table has at most."""
    return int(connection.exec_driver_sql(f"SELECT max(row) FROM {table}").scalar() or 0)


def _same(here: Here, found: Beside) -> bool:
    try:
        return all(here.ask(sql) == found.ask(sql) for sql in _STATE)
    except BesideEnded:
        return False
