"""The disk is full at the n-th write, on the laptop and at the centre: told with its cure."""

from __future__ import annotations

import errno
import itertools
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from sqlcipher3 import dbapi2

from fieldkit.errors import FieldkitError
from fieldkit.model import workspace as model_workspace
from fieldkit.sync.exchange import exchange
from fieldkit.sync.link import Course
from fieldkit.sync.server import Centre, FolderBlobs, check
from tests.faults.simulated import FileDatabase, SimulatedOffice
from tests.faults.victim import files_too
from tests.sync.direct import DirectLink
from tests.sync.laptops import Laptop, logged
from tests.sync.test_cuts import ALL, work

APART = 1 if ALL else 5  # writes between two that fail


class Full:
    """A trap: the ``after``-th write finds no room, and all after it."""

    def __init__(self, after: int, database: type[Exception]) -> None:
        self.left, self._database = after, database

    def __call__(self, step: str) -> None:
        if step in ("committed", "renamed"):
            return
        self.left -= 1
        if self.left >= 0:
            return
        if step in ("fsync", "rename"):
            raise OSError(errno.ENOSPC, "No space left on device")
        raise self._database("database or disk is full")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Centre]:
    store = SimulatedOffice(f"sqlite:///{tmp_path / 'centre.db'}")
    yield Centre(store, FolderBlobs(tmp_path / "blobs"))
    store.close()


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[tuple[Laptop, Laptop]]:
    with patch.object(model_workspace, "Database", FileDatabase):
        both = (Laptop(tmp_path / "a"), Laptop(tmp_path / "b"))
        yield both
        for one in both:
            one.close()


@contextmanager
def full(owner: Any, trap: Full) -> Iterator[None]:
    """Let the disk of a laptop's database or of the centre be full, and the files' beside it."""
    owner.trap = trap
    try:
        with files_too(trap):
            yield
    finally:
        owner.trap = None


def sync(office: Centre, one: Laptop) -> None:
    exchange(Course(DirectLink(office, one.workspace.device, page=400)), one.workspace)


def whole(office: Centre, *laptops: Laptop) -> None:
    for one in (*laptops, *laptops):
        sync(office, one)
    with office.store.read() as connection:
        log = logged(connection)
    for one in laptops:
        assert one.workspace.waiting() == 0
        assert one.bodies() == log
        assert one.cells() == laptops[0].cells()
        assert one.workspace.database.integrity() == []
        assert one.workspace.rows("SELECT * FROM blob WHERE state <> 'sent'") == []
    assert check.problems(office.store, office.blobs) == []


def until_there_is_room(
    owner: Any, broken: type[Exception], act: Callable[[], None], again: Callable[[], None]
) -> list[BaseException]:
    """Let every n-th write of ``act`` fail, n growing until none does; ``again`` looks at everything."""
    errors: list[BaseException] = []
    for after in itertools.count(0, APART):
        trap = Full(after, broken)
        with full(owner, trap):
            try:
                act()
            except Exception as error:  # noqa: BLE001 - the test looks at its kind
                errors.append(error)
        again()
        if trap.left >= 0:
            return errors
    raise AssertionError


def test_a_laptop_without_room_keeps_what_it_has(office: Centre, pair: tuple[Laptop, Laptop]) -> None:
    a, b = pair
    numbers = itertools.count()

    def act() -> None:
        before = a.bodies()
        try:
            sync(office, a)
        finally:
            assert before.items() <= a.bodies().items()

    def again() -> None:
        whole(office, a, b)
        a.answer("of a", f"{next(numbers)}")
        work(b, next(numbers), "of b")
        sync(office, b)

    again()
    errors = until_there_is_room(a.workspace.database, dbapi2.OperationalError, act, again)
    assert len(errors) >= 3
    for error in errors:
        assert isinstance(error, FieldkitError), repr(error)
        assert "ดิสก์เต็ม" in error.title.th
        assert "The disk is full" in error.title.en
        assert error.hint is not None


def test_a_save_without_room_is_not_half_there(office: Centre, pair: tuple[Laptop, Laptop]) -> None:
    a, b = pair
    numbers = itertools.count(1)

    def act() -> None:
        before = (a.bodies(), a.cells(), a.value("q"))
        try:
            a.answer("q", f"value {next(numbers)}")
        except FieldkitError:
            assert (a.bodies(), a.cells(), a.value("q")) == before
            raise

    errors = until_there_is_room(
        a.workspace.database, dbapi2.OperationalError, act, lambda: whole(office, a, b)
    )
    assert errors
    assert all("The disk is full" in str(error) for error in errors)


def test_a_centre_without_room_acknowledges_nothing(office: Centre, pair: tuple[Laptop, Laptop]) -> None:
    a, b = pair
    numbers = itertools.count()

    def act() -> None:
        work(a, next(numbers))
        sync(office, a)

    errors = until_there_is_room(office.store, sqlite3.OperationalError, act, lambda: whole(office, a, b))
    assert len(errors) >= 2
