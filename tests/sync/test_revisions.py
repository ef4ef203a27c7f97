"""Older databases of the centre become the newest whole, or stay what they were; newer ones are refused."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, create_engine, inspect, select, text

from fieldkit.cli import Exit, main
from fieldkit.model import body
from fieldkit.model.schema import NewerSchema
from fieldkit.sync.server import FolderBlobs, Store, blocks, check, revisions, safe_copy, schema, store

FROZEN = Path(__file__).parent / "schemas"
"""What databases of each number looked like, with rows: never changed."""
NUMBERS = sorted({int(path.name.partition("-")[0]) for path in FROZEN.iterdir()})


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "postgresql":
        return str(request.getfixturevalue("postgresql_url"))
    return f"sqlite:///{tmp_path / 'centre.db'}"


def freeze(url: str, number: int) -> None:
    """Put a frozen database of schema ``number`` at ``url``."""
    engine = create_engine(url)
    script = (FROZEN / f"{number}-{engine.dialect.name}.sql").read_text(encoding="utf-8")
    with engine.begin() as connection:
        for statement in script.splitlines():
            connection.exec_driver_sql(statement)
    engine.dispose()


def shape(connection: Connection) -> dict[str, Any]:
    """Return tables, columns, keys, indexes, and what guards them."""
    found: dict[str, Any] = {}
    seen = inspect(connection)
    for table in seen.get_table_names():
        columns = {one["name"]: (str(one["type"]), one["nullable"]) for one in seen.get_columns(table)}
        unique = sorted(tuple(one["column_names"]) for one in seen.get_unique_constraints(table))
        indexes = sorted(
            tuple(map(str, one["column_names"])) for one in seen.get_indexes(table) if not one["unique"]
        )
        key = tuple(seen.get_pk_constraint(table)["constrained_columns"])
        found[table] = (columns, key, unique, indexes)
    return found | {"guards": guards(connection)}


def guards(connection: Connection) -> list[tuple[Any, ...]]:
    if connection.dialect.name == "sqlite":
        query = "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name"
        return [tuple(row) for row in connection.execute(text(query))]
    queries = (
        "SELECT tablename, policyname, cmd, qual, with_check FROM pg_policies ORDER BY 1, 2",
        "SELECT relname, relrowsecurity, relforcerowsecurity FROM pg_class"
        " WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1",
        "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1",
    )
    return [tuple(row) for query in queries for row in connection.execute(text(query))]


def rows(connection: Connection) -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of every table that the database has, but for the number of its schema."""
    return {
        name: sorted(
            tuple(row) for row in connection.exec_driver_sql(f"SELECT * FROM {name}") if row[0] != "schema"
        )
        for name in inspect(connection).get_table_names()
    }


def looked_at(url: str, look: Callable[[Connection], Any]) -> Any:
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT set_config('fieldkit.reach', '*', false)"))
            return look(connection)
    finally:
        engine.dispose()


Changes = tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]
"""Of the log stream, number, name, hashes, body and why it is held; of the feeds who brought what."""


def in_rows(connection: Connection) -> Changes:
    """Return what a database held before it had blocks."""
    log = (
        "SELECT stream, seq, change_id, sha256, received_at, status, code, hash, body FROM log ORDER BY 1, 2"
    )
    env = (
        "SELECT env.stream, feed, n, device, link, seq FROM env JOIN log"
        " ON log.stream = env.stream AND log.change_id = env.change_id ORDER BY env.stream, feed, n"
    )
    return (
        [(*row[:-1], bytes(row[-1])) for row in connection.execute(text(log))],
        [(*row[:4], bytes(row[4]), row[5]) for row in connection.execute(text(env))],
    )


def in_blocks(connection: Connection) -> Changes:
    """Return the same from blocks; hashes and links that are not kept are computed."""
    log, env = [], []
    bodies_of: dict[tuple[str, int], bytes] = {}
    for name in blocks.streams(connection):
        hash_ = ""
        for one in blocks.every(connection, name):
            hash_ = one.hash_after(hash_)
            log.append((name, one.seq, one.name, one.sha256, one.at, one.status, one.code, hash_, one.body))
            bodies_of[name, one.seq] = one.body
    link = b""
    runs = select(schema.env).order_by(schema.env.c.stream, schema.env.c.feed, schema.env.c.n)
    for run in connection.execute(runs):
        for n in range(run.first, run.n + 1):
            seq = run.seq - (run.n - n)
            link = body.link(run.feed, n, link if n > 1 else b"", bodies_of[run.stream, seq])
            env.append((run.stream, run.feed, n, run.device, link, seq))
        assert link == bytes(run.link)
    return log, env


@pytest.mark.parametrize("most", [blocks.MOST, 7])
@pytest.mark.parametrize("number", NUMBERS)
def test_an_older_database_becomes_the_newest_and_keeps_every_row(
    url: str, number: int, most: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(blocks, "MOST", most)
    freeze(url, number)
    before, was = looked_at(url, rows), looked_at(url, in_rows)
    opened = Store.at(url)
    with opened.read() as connection:
        assert revisions.stored(connection) == revisions.NEWEST
        assert check.chain_problems(connection) == []
    opened.close()
    after = looked_at(url, rows)
    kept = [name for name in before if name not in ("log", "env")]
    assert {name: after[name] for name in kept} == {name: before[name] for name in kept}
    assert looked_at(url, in_blocks) == was
    if url.startswith("sqlite"):
        assert looked_at(url, lambda c: c.exec_driver_sql("PRAGMA freelist_count").scalar()) == 0
    fresh = Store.in_folder(tmp_path / "fresh")
    if not fresh.postgresql and url.startswith("sqlite"):
        assert looked_at(url, shape) == looked_at(str(fresh.engine.url), shape)
    fresh.close()


def test_an_upgraded_postgresql_looks_like_a_new_one(postgresql_url: str) -> None:
    freeze(postgresql_url, NUMBERS[0])
    Store.at(postgresql_url).close()
    upgraded = looked_at(postgresql_url, shape)
    engine = create_engine(postgresql_url)
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()
    Store.at(postgresql_url).close()
    assert looked_at(postgresql_url, shape) == upgraded


class PowerGone(Exception):
    """The step before a statement of an upgrade at which the program ends."""


def fail_at(monkeypatch: pytest.MonkeyPatch, step: int) -> None:
    done = iter(range(1_000))
    run = revisions._run

    def counted(connection: Connection, statement: str) -> None:
        if next(done) == step:
            raise PowerGone
        run(connection, statement)

    monkeypatch.setattr(revisions, "_run", counted)


@pytest.mark.parametrize("number", NUMBERS)
def test_an_upgrade_that_ends_before_any_statement_has_changed_nothing(
    url: str, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    freeze(url, number)
    before = looked_at(url, lambda connection: (shape(connection), rows(connection)))
    step = 0
    while True:
        with monkeypatch.context() as patch:
            fail_at(patch, step)
            try:
                Store.at(url).close()
            except PowerGone:
                pass
            else:
                break
        assert looked_at(url, lambda connection: (shape(connection), rows(connection))) == before, step
        step += 1
    assert step > len(revisions.REVISIONS)


def test_without_its_transaction_half_an_upgrade_would_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control of the test above."""
    url = f"sqlite:///{tmp_path / 'centre.db'}"
    freeze(url, 1)
    engine = create_engine(url)
    with engine.begin() as connection:  # as it was before laptops told anything
        connection.exec_driver_sql("DROP TABLE device_says")
    before = looked_at(url, shape)
    monkeypatch.setattr(store, "_begin", lambda _connection: None)
    fail_at(monkeypatch, 3)
    with pytest.raises(PowerGone):
        Store.at(url)
    engine.dispose()
    assert looked_at(url, shape) != before


def test_a_newer_database_is_refused_and_not_touched(url: str) -> None:
    Store.at(url).close()
    engine = create_engine(url)
    with engine.begin() as connection:
        number = schema.meta.update().where(schema.meta.c.key == "schema")
        connection.execute(number.values(value=str(revisions.NEWEST + 1)))
    engine.dispose()
    before = looked_at(url, lambda connection: (shape(connection), rows(connection)))
    with pytest.raises(NewerSchema, match=r"newer fieldkit"):
        Store.at(url)
    assert looked_at(url, lambda connection: (shape(connection), rows(connection))) == before


def test_commands_beside_a_running_centre_do_not_upgrade_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url = f"sqlite:///{tmp_path / 'centre.db'}"
    freeze(url, 1)
    where = ["--store", str(tmp_path)]
    before = looked_at(url, shape)
    assert main(["--lang", "en", "server", "device", "list", *where]) == Exit.REFUSED
    assert "server upgrade" in capsys.readouterr().err
    assert looked_at(url, shape) == before
    assert main(["--json", "server", "upgrade", *where]) == Exit.DONE
    assert f'"schema": {revisions.NEWEST}' in capsys.readouterr().out
    assert main(["--json", "server", "device", "list", *where]) == Exit.DONE
    assert '"total": 2' in capsys.readouterr().out


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Store]:
    opened = Store.in_folder(tmp_path / "new")
    yield opened
    opened.close()


def test_a_copy_of_an_older_centre_is_put_back_and_stays_as_it_is(tmp_path: Path, empty: Store) -> None:
    source = tmp_path / "safe" / "centre-20261101T000000Z.db"
    source.parent.mkdir()
    freeze(f"sqlite:///{source}", 1)
    before = source.read_bytes()
    report = safe_copy.put_back(source, empty, FolderBlobs(tmp_path / "blobs"))
    assert report.counts["log"] == len(re.findall("INSERT INTO log ", (FROZEN / "1-sqlite.sql").read_text()))
    with empty.read() as connection:
        assert revisions.stored(connection) == revisions.NEWEST
        assert connection.execute(select(schema.phone_user.c.name)).scalar_one() == "สมชาย"
    assert source.read_bytes() == before
