"""A migration happens wholly or not at all, whatever ends it; and no released schema is forgotten."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from fieldkit.model import schema
from fieldkit.model.backup import DATABASE
from fieldkit.model.database import Database
from fieldkit.model.schema import NewerSchema
from fieldkit.model.verify import verify
from fieldkit.model.workspace import Workspace
from tests.faults.powercut.checking import replay
from tests.faults.powercut.migrating import WITHOUT_BEGIN, look, record_migrations
from tests.released import content, frozen, next_schema, put_back, structure, thaw, without_begin

STATES = 10_000 if os.environ.get("FAULTS") == "all" else 150  # of each revision and rule of names


class Unplugged(Exception):
    """Ends a migration."""


@contextmanager
def ending(at: int) -> Iterator[list[str]]:
    """Raise before the ``at``-th statement; the list holds those before it."""
    seen: list[str] = []

    def watch(_connection: Any, _cursor: Any, sql: str, *_rest: Any) -> None:
        if len(seen) == at:
            raise Unplugged
        seen.append(sql)

    event.listen(Engine, "before_cursor_execute", watch)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", watch)


def opened(path: Path) -> None:
    with closing(Database(path)) as database:
        assert database.integrity() == []


def test_every_schema_is_frozen() -> None:
    assert tuple(frozen()) == schema.REVISIONS


def test_the_newest_schema_is_the_one_that_was_frozen(tmp_path: Path) -> None:
    opened(tmp_path / DATABASE)
    changed = (
        "the schema has changed: once its revision is released it needs a new one with a migration;"
        " before, run python -m tests.released"
    )
    assert structure(thaw(schema.REVISIONS[-1], tmp_path / "old")) == structure(tmp_path / DATABASE), changed


@pytest.mark.parametrize("revision", frozen())
def test_what_was_written_with_an_old_schema_is_whole_with_this_one(revision: str, tmp_path: Path) -> None:
    put_back(revision, tmp_path / "data")
    opened(tmp_path / DATABASE)
    assert structure(tmp_path / "data" / DATABASE) == structure(tmp_path / DATABASE)
    with closing(Workspace(tmp_path / "data")) as workspace:
        assert verify(workspace) == []
        assert [row["state"] for row in workspace.rows("SELECT state FROM inspection")] == ["closed", "draft"]


@pytest.mark.parametrize("revision", frozen())
def test_a_migration_keeps_every_row_and_guard(revision: str, tmp_path: Path) -> None:
    path = thaw(revision, tmp_path)
    old, rows = structure(path), content(path)
    with next_schema():
        opened(path)
    new = structure(path)
    assert content(path) == rows
    assert {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)} == {
        "answer",
        "next_table",
        "next_words",
        "revision",
    }


@pytest.mark.parametrize("revision", frozen())
def test_a_migration_that_is_ended_before_any_statement_has_not_begun(revision: str, tmp_path: Path) -> None:
    source = thaw(revision, tmp_path / "source")
    before = (structure(source), content(source))
    path = tmp_path / DATABASE
    for at in range(1000):
        shutil.copy(source, path)
        try:
            with ending(at), next_schema():
                Database(path).close()
            break
        except Unplugged:
            assert (structure(path), content(path)) == before, f"statement {at}"
            opened(path)  # with the old program
    assert at > 20


def test_an_older_program_leaves_a_migrated_file_alone(tmp_path: Path) -> None:
    path = thaw(schema.REVISIONS[-1], tmp_path)
    with next_schema():
        opened(path)
    before = path.read_bytes()
    with pytest.raises(NewerSchema, match="newer"):
        Database(path)
    assert path.read_bytes() == before


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("migrations")


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize("revision", frozen())
def test_a_power_cut_leaves_the_old_schema_or_the_new(revision: str, strict: bool, tmp_path: Path) -> None:
    seed = random.randrange(2**32)
    recorded = record_migrations(tmp_path, ("day", seed, [revision]))["day"]
    outcome = replay(recorded, strict=strict, states=STATES, looks=look)
    print(outcome)
    assert not outcome.wrong, f"seed {seed}: {outcome}"
    assert outcome.words == 6


def test_a_migration_without_begin_is_seen(tmp_path: Path) -> None:
    recorded = record_migrations(tmp_path, ("day", 1, [schema.REVISIONS[-1], WITHOUT_BEGIN]))["day"]
    outcome = replay(recorded, strict=True, states=STATES, looks=look)
    print(outcome)
    assert outcome.wrong["schema"]


def test_so_it_is_by_an_exception(tmp_path: Path) -> None:
    path = thaw(schema.REVISIONS[-1], tmp_path)
    before = structure(path)
    with next_schema(), without_begin(), pytest.raises(Unplugged), ending(20):
        Database(path)
    assert structure(path) != before
