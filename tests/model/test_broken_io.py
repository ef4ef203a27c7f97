"""A disk that breaks or is full at any write, sync or rename: it is told, nothing is half, and work goes on.

Some places of each work here; every one with FAULTS=all (``make faults ARGS=breaks``).
"""

from __future__ import annotations

import os
import random

import pytest

from tests.faults.broken_io import MISTAKES, WORKS, Report, sweep

ALL = os.environ.get("FAULTS") == "all"
# Places of each kind of call, broken in four ways each; an export takes half a second.
MOST = {"answer": 6, "photo": 4, "sign": 3, "start": 3, "migrate": 3, "export": 1}
_OTHERS = 2
_OF_A_MISTAKE = 3
SEED = 0 if os.environ.get("CI") else random.randrange(2**32)

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Report]:
    """What each work and each mistake came to; other places in each run."""
    sweeps = [(work, 0 if ALL else MOST.get(work, _OTHERS), "") for work in WORKS]
    sweeps += [(work, _OF_A_MISTAKE, mistake) for mistake, (work, _planting) in MISTAKES.items()]
    found = sweep(tmp_path_factory.mktemp("broken"), SEED, *sweeps)
    return dict(zip((*WORKS, *MISTAKES), found, strict=True))


@pytest.mark.parametrize("work", WORKS)
def test_a_broken_or_full_disk_leaves_nothing_half(work: str, reports: dict[str, Report]) -> None:
    report = reports[work]
    print(f"{work}: {report.tried} places, {report.refused} refused")
    assert report.wrong == [], f"seed {SEED}"
    assert report.refused >= report.tried // 2


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_seen(mistake: str, reports: dict[str, Report]) -> None:
    print(f"{mistake}: {reports[mistake].wrong[:1]}")
    assert reports[mistake].wrong
