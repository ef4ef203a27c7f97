"""The data file: the guard of its tables, threads, a full disk, a writer that is busy."""

from __future__ import annotations

import os
import sys
import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from fieldkit.model import database as database_module
from fieldkit.model import schema
from fieldkit.model.body import Op
from fieldkit.model.changes import ChangeLog
from fieldkit.model.database import Database, StorageError
from fieldkit.model.ids import new_id

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(tmp_path / "a.db")
    yield database
    database.close()


def log_of(database: Database) -> ChangeLog:
    return ChangeLog(
        database, device=new_id(), author="a", clock=lambda: datetime(2024, 2, 15, 9, 0, tzinfo=UTC)
    )


def answer(record: str, value: str) -> Op:
    return Op("answer", record, "response", {"value": value, "note": None, "qualifier": None}, (), "ins/66")


def count(database: Database, table: str) -> int:
    with database.read() as connection:
        return int(connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one())


def test_an_error_with_an_unfinished_statement_shuts_the_guard(database: Database) -> None:
    unfinished: list[object] = []

    def break_off(connection: Connection) -> None:
        driver = connection.connection.driver_connection
        assert driver is not None
        rows = driver.execute("SELECT 1 UNION SELECT 2")
        next(rows)
        unfinished.append(rows)
        raise RuntimeError("in the middle")

    with pytest.raises(RuntimeError, match="in the middle"), database.door() as connection:
        break_off(connection)
    # the connection is in the pool again, and the first that comes out of it
    with pytest.raises(Exception, match="change log only"), database.write() as connection:
        connection.exec_driver_sql("INSERT INTO answer (id, stream) VALUES ('x', 's')")


def test_an_open_door_opens_no_other_connection(database: Database) -> None:
    opened = []
    with database.door(), database.read() as other:
        opened.append(other.exec_driver_sql("SELECT fk_writer()").scalar_one())
    with database.read() as after:
        opened.append(after.exec_driver_sql("SELECT fk_writer()").scalar_one())
    assert opened == [0, 0]


def test_threads_that_commit_at_once_leave_a_chain_without_gap(database: Database) -> None:
    log = log_of(database)
    failures: list[Exception] = []

    def work(name: int) -> None:
        try:
            for number in range(20):
                log.commit([answer(new_id(), f"{name}.{number}")])
        except Exception as error:  # noqa: BLE001 - told by the test itself
            failures.append(error)

    threads = [threading.Thread(target=work, args=(name,)) for name in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    with database.read() as connection:
        numbers = [row[0] for row in connection.exec_driver_sql("SELECT n FROM feed ORDER BY n")]
        lamport = connection.exec_driver_sql("SELECT value FROM meta WHERE key = 'lamport'").scalar_one()
    assert numbers == list(range(1, 81))
    assert lamport == "80"


def test_a_full_disk_saves_nothing_and_heals(database: Database) -> None:
    log = log_of(database)
    log.commit([answer("kept", "before")])
    with database.write() as connection:
        pages = int(connection.exec_driver_sql("PRAGMA page_count").scalar_one())
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StorageError) as caught:
        log.commit([answer(new_id(), "x" * 500_000)])
    assert "full" in caught.value.message("en")
    assert "ดิสก์เต็ม" in caught.value.message("th")
    assert (count(database, "change"), count(database, "answer"), count(database, "feed")) == (1, 1, 1)
    with database.write() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
    log.commit([answer(new_id(), "x" * 500_000)])
    assert count(database, "feed") == 2


def test_a_writer_that_waits_too_long_is_told_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hasty = tuple(pragma.replace("10000", "20") for pragma in database_module._PRAGMAS)
    monkeypatch.setattr(database_module, "_PRAGMAS", hasty)
    database = Database(tmp_path / "a.db")
    log = log_of(database)
    with database.write(), pytest.raises(StorageError) as caught:
        log.commit([answer(new_id(), "x")])
    assert "Another task" in caught.value.message("en")
    log.commit([answer(new_id(), "x")])
    database.close()


@pytest.mark.skipif(sys.platform != "linux", reason="counts open files in /proc")
def test_a_file_that_is_refused_is_closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.db"
    Database(path).close()
    monkeypatch.setattr(schema, "REVISIONS", ("9999_01",))
    with pytest.raises(schema.NewerSchema):
        Database(path)
    links = [f"/proc/self/fd/{name}" for name in os.listdir("/proc/self/fd")]
    assert str(path) not in [os.readlink(link) for link in links if os.path.lexists(link)]


def test_the_log_of_a_large_write_is_given_back_to_the_disk(database: Database) -> None:
    log = log_of(database)
    log.commit([answer(new_id(), "x" * 15_000_000)])
    wal = database.path.with_name(f"{database.path.name}-wal")
    assert wal.stat().st_size > 40_000_000
    for _ in range(2):
        log.commit([answer(new_id(), "small")])
    assert wal.stat().st_size <= 32 * 1024 * 1024
