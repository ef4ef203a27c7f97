"""Fixtures of the sync tests: a centre on either database, and laptops that are closed afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.sync.laptops import Laptop, RunningCentre, running_centre


@pytest.fixture(params=["sqlite", "postgresql"])
def centre(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[RunningCentre]:
    """A centre on loopback, once on SQLite and once on PostgreSQL."""
    url = request.getfixturevalue("postgresql_url") if request.param == "postgresql" else None
    with running_centre(tmp_path / "centre", url) as running:
        yield running


@pytest.fixture
def sqlite_centre(tmp_path: Path) -> Iterator[RunningCentre]:
    """A centre on loopback with SQLite."""
    with running_centre(tmp_path / "centre") as running:
        yield running


@pytest.fixture
def laptop(tmp_path: Path) -> Iterator[Callable[[str], Laptop]]:
    """Make laptops by name."""
    made: list[Laptop] = []

    def make(name: str) -> Laptop:
        made.append(Laptop(tmp_path / name))
        return made[-1]

    yield make
    for one in made:
        one.close()
