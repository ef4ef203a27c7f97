"""Random days of laptops and a centre with faults hold every invariant (docs/reliability.md)."""

from __future__ import annotations

import os
import random

import pytest

from tests.faults.machine import Days, play, world
from tests.faults.planted import PLANTED, hunt

pytestmark = pytest.mark.long

STEPS = 100_000  # in memory, on SQLite; in parts, because a test that lasts minutes counts as hanging
PARTS = 20
ON_FILES = 1_000  # with the product's own layer of the laptop's database, on a disk
ON_POSTGRESQL = 1_000
SOON = 30_000  # steps within which the bugs of QUICK show
# Planted bugs of each kind; all of them: python -m tests.faults planted
QUICK = (
    "acknowledged before the commit",
    "last writer wins",
    "base taken from the store instead of the screen",
    "the cursor moves outside the page's transaction",
    "known by number instead of id",
    "unknown members are dropped",
    "a fork starts no new incarnation",
    "what leaves is forgotten",
)
SEED = 20  # with which they show soon; whether the centre dies at the right moment is luck


_played: list[int] = []


def played(steps: int, number: int, **options: str | bool) -> int:
    """Play at least ``steps`` and return how many it were."""
    before = Days.steps
    # Long days: how one begins and ends is more than its steps.
    examples, rules = (4, 50) if steps == STEPS // PARTS else (3, 8)
    with world(**options) as machine:  # type: ignore[arg-type]
        while Days.steps - before < steps:
            play(machine, examples=examples, rules=rules, number=number)
            number += 1
    return Days.steps - before


@pytest.fixture
def number() -> int:
    """The first seed: another one in each run, the same in CI."""
    return 0 if os.environ.get("CI") else random.randrange(2**32)


@pytest.mark.parametrize("part", range(PARTS))
def test_no_accident_loses_or_doubles_anything(part: int, number: int) -> None:
    _played.append(played(STEPS // PARTS, number + 1000 * part))


def test_so_many_steps_were_played() -> None:
    if len(_played) < PARTS:
        pytest.skip("not all parts were played")
    print(f"{sum(_played):,} steps")
    assert sum(_played) >= STEPS


def test_so_does_a_laptop_with_its_database_on_a_disk(number: int) -> None:
    assert played(ON_FILES, number, on_files=True) >= ON_FILES


def test_so_does_a_centre_on_postgresql(number: int, postgresql_url: str) -> None:
    assert played(ON_POSTGRESQL, number, url=postgresql_url) >= ON_POSTGRESQL


@pytest.mark.parametrize("bug", QUICK)
def test_a_planted_bug_is_caught(bug: str) -> None:
    outcome = hunt(PLANTED[bug], number=SEED, most=SOON)
    assert outcome.shown is not None, f"{bug} survived {outcome.steps} steps"
