"""SIGKILL at every step of an exchange, on the laptop and at the centre: the next exchange makes all whole.

A step is a statement that writes, a commit (before and after), a sync of a file or a rename. The suite takes
some of the steps, ``FAULTS=all`` (make faults) every one.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from fieldkit.model.roles import CENTRE_ADDRESS
from fieldkit.sync.answers import SyncError
from tests.faults.victim import NEVER, Victim
from tests.sync.laptops import Laptop, RunningCentre, running_centre
from tests.sync.test_cuts import ALL, whole, work

Make = Callable[[str], Laptop]
SAMPLE = 7
LONGEST = 400  # steps; an exchange has about a hundred
OF_CENTRE = (1, 2, 4, 7, 8, 9, 11, 13)  # of some twenty steps of the centre
MOST_OF_CENTRE = 30

pytestmark = pytest.mark.skipif(os.name == "nt", reason="SIGKILL")


def points(steps: int) -> list[int]:
    """Return the steps at which to kill, a prime apart, so that all kinds of steps are among them."""
    assert 0 < steps < LONGEST
    return list(range(steps)) if ALL else [(17 * number) % steps for number in range(SAMPLE)]


def test_a_laptop_killed_at_any_step_goes_on(sqlite_centre: RunningCentre, laptop: Make) -> None:
    a, b = laptop("a").enrol(sqlite_centre), laptop("b").enrol(sqlite_centre)
    kills = 0
    for number, after in enumerate(_of_laptop(a, b), 1):
        work(a, 2 * number)
        work(b, 2 * number + 1, "of b")
        b.sync()
        kills += _sync_apart(a, after) is None
        whole(sqlite_centre, a, b)
    assert kills >= SAMPLE - 2


def _of_laptop(a: Laptop, b: Laptop) -> Iterator[int]:
    """Count the steps of a whole exchange, and yield those at which to kill."""
    work(a, 0)
    work(b, 1, "of b")
    b.sync()
    steps = _sync_apart(a, NEVER)
    assert isinstance(steps, int)
    yield from points(steps)


def _sync_apart(one: Laptop, after: int) -> str | int | None:
    """Sync in a program of its own; returns its steps, or None when it was killed."""
    one.workspace.close()
    victim = Victim("laptop", one.folder, after)
    said = victim.says()
    victim.end()
    one.open()
    return said


def test_a_centre_killed_at_any_step_has_what_it_acknowledged(tmp_path: Path, laptop: Make) -> None:
    folder = tmp_path / "centre"
    a, b = laptop("a"), laptop("b")
    with running_centre(folder) as running:
        for one in (a, b):
            one.enrol(running)
    kills = 0
    for number, after in enumerate(range(MOST_OF_CENTRE) if ALL else OF_CENTRE):
        work(a, number)
        confirmed, killed = _kill_centre(folder, a, after)
        kills += killed
        with running_centre(folder) as running:
            assert confirmed <= running.bodies().keys(), "acknowledged and lost"
            for one in (a, b):
                one.workspace.remember(CENTRE_ADDRESS, running.url)
            whole(running, a, b)
    assert kills >= 6


def _kill_centre(folder: Path, one: Laptop, after: int) -> tuple[set[str], bool]:
    """Sync while the centre is killed; returns what the laptop holds for confirmed, and whether it was."""
    victim = Victim("office", folder, after)
    one.workspace.remember(CENTRE_ADDRESS, str(victim.says()))
    with contextlib.suppress(SyncError):
        one.sync()
    killed = victim.end()
    return {row["id"] for row in one.workspace.rows("SELECT id FROM change WHERE seq IS NOT NULL")}, killed
