"""The power goes at any moment of a day of work: nothing told as saved is lost, and no photo is damaged.

5,000 disks that a cut could leave are opened here, 1,000,000 by ``make faults ARGS=power``.
"""

from __future__ import annotations

import os
import random

import pytest

from tests.faults.disk import Act
from tests.faults.powercut.checking import replay
from tests.faults.powercut.recording import ENCRYPTED, MISTAKES, Recorded, record
from tests.faults.powercut.states import SECTOR, Disk, Write

STATES = 5_000
OF_A_MISTAKE = 150
WORDS = 60  # of a day, at least: half of them say that something is saved
_DAYS = {"plain": ([], False), "sealed": ([ENCRYPTED], True)}
_looked_at: list[int] = []

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Recorded]:
    """The days, worked with the product as it is and with each mistake; another seed in each run."""
    first = 0 if os.environ.get("CI") else random.randrange(2**32)
    days = [(name, options) for name, (options, _strict) in _DAYS.items()]
    days += [(mistake, [mistake]) for mistake in MISTAKES]
    folder = tmp_path_factory.mktemp("days")
    return record(folder, *((name, first + n, options) for n, (name, options) in enumerate(days)))


@pytest.mark.parametrize("day", _DAYS)
def test_a_power_cut_takes_nothing_that_was_told_as_saved(day: str, recorded: dict[str, Recorded]) -> None:
    _options, strict = _DAYS[day]
    outcome = replay(recorded[day], strict=strict, states=STATES // len(_DAYS) + 100)
    print(f"{day} day {recorded[day].seed}: {outcome}")
    assert not outcome.wrong, f"seed {recorded[day].seed}: {outcome}"
    assert outcome.words >= WORDS
    _looked_at.append(outcome.states)


def test_so_many_disks_were_opened() -> None:
    if len(_looked_at) < len(_DAYS):
        pytest.skip("not all days were replayed")
    assert sum(_looked_at) >= STATES


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_seen(mistake: str, recorded: dict[str, Recorded]) -> None:
    outcome = replay(recorded[mistake], strict=True, states=OF_A_MISTAKE)
    print(f"{mistake} {recorded[mistake].seed}: {outcome}")
    if mistake.startswith("photo"):
        assert outcome.wrong
        assert {kind.split()[0] for kind in outcome.wrong} <= {"photo", "file_damaged", "file_missing"}
    else:
        assert outcome.wrong["told and lost"]


def left(*acts: tuple[str, str, bytes], strict: bool = False) -> set[tuple[tuple[str, bytes], ...]]:
    """Return what cuts after these acts (kind, name or new name, data) on file 3 or folder 9 can leave."""
    disk = Disk("/", "told", strict=strict)
    disk.follow(Act("D", 9, 0, "/", b""))
    for kind, name, data in acts:
        disk.follow(Act(kind, 9 if name == "/" else 3, 0, f"/{name}", data))
    chance = random.Random(1)
    found = [disk.nothing_more(), disk.everything(), *(disk.some(chance) for _ in range(200))]
    return {tuple((path, content.data) for path, content in sorted(one.files.items())) for one in found}


A, B = bytes([1]) * 2 * SECTOR, bytes([2]) * 2 * SECTOR
_MADE = ("N", "a", b"")
_SYNCED, _FOLDER = ("S", "a", b""), ("S", "/", b"")


def test_what_was_synced_stays_and_what_follows_is_torn() -> None:
    found = left(_MADE, ("W", "a", A), _SYNCED, _FOLDER, ("W", "a", B), strict=True)
    half = SECTOR * 2 - SECTOR
    torn = {A[:half] + B[:half], B[:half] + A[:half]}
    assert {content for ((_name, content),) in found} == {A, B, *torn}


def test_sectors_are_those_of_the_disk() -> None:
    found = set()
    for number in range(50):
        content = bytearray(3 * SECTOR)
        Write(SECTOR - 1, b"x" * (SECTOR + 2)).torn(content, random.Random(number))
        found.add(tuple(sorted(set(range(3 * SECTOR)) - {at for at, byte in enumerate(content) if not byte})))
    middle = tuple(range(SECTOR, 2 * SECTOR))
    assert {(SECTOR - 1,), middle, (2 * SECTOR,), (SECTOR - 1, *middle, 2 * SECTOR), ()} <= found
    assert len(found) == 8


def test_a_name_is_safe_once_its_folder_is_synced() -> None:
    written = (_MADE, ("W", "a", A), _SYNCED)
    renamed = (("R", "a", b"/b"),)
    assert left(*written) == {(("a", A),)}  # ext4 keeps the name with the file
    assert left(*written, strict=True) == {(), (("a", A),)}
    assert left(*written, _FOLDER, *renamed, strict=True) == {(("a", A),), (("b", A),)}
    assert left(*written, *renamed, _FOLDER, strict=True) == {(("b", A),)}


def test_a_file_that_was_renamed_and_never_synced_may_be_empty() -> None:
    found = left(_MADE, ("W", "a", A), ("R", "a", b"/b"), _FOLDER, strict=True)
    assert {(("b", b""),), (("b", A),)} <= found
    assert all(name == "b" for ((name, _content),) in found)
