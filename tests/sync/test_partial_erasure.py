"""Inspections of which something was erased, on laptops that leave their details at the office."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from fieldkit.model import carrying, elsewhere
from fieldkit.model.carrying import EVERYTHING, Carry
from fieldkit.model.erasure import traces
from fieldkit.model.erasure.what import MARK
from fieldkit.model.verify import verify
from fieldkit.sync import client
from tests.sync.forgetting import by_rule, markers_in, problems, sign
from tests.sync.laptops import Laptop, RunningCentre

Make = Callable[[str], Laptop]
LONG = timedelta(days=3 * 366)


@pytest.fixture
def record(signer: Laptop, tmp_path: Path) -> str:
    """A signed inspection with personal answers that the centre has."""
    found = sign(signer.workspace, tmp_path)
    signer.sync()
    return found


def carries(laptop: Laptop, carry: Carry) -> Laptop:
    carrying.choose(laptop.workspace, carry)
    laptop.sync()
    return laptop


def away(laptop: Laptop) -> set[str]:
    with laptop.workspace.database.read() as connection:
        return elsewhere.all_elsewhere(connection)


def answers(laptop: Laptop) -> list[dict[str, Any]]:
    return laptop.workspace.rows("SELECT path, value, note FROM answer ORDER BY path")


def as_the_signers(laptop: Laptop, signer: Laptop) -> None:
    """Fetch the inspection, and compare it with that of the laptop that made it."""
    signer.sync()
    client.fetch_inspections(laptop.workspace, [*away(laptop)])
    assert away(laptop) == set()
    assert answers(laptop) == answers(signer)
    assert {one["value"] for one in answers(laptop)} >= {MARK, "เครื่องจักรใหม่"}
    assert [one for one in verify(laptop.workspace) if one.level == "error"] == []
    laptop.sync()
    traces.remove(laptop.workspace)
    laptop.close()
    assert markers_in(laptop.folder) == set()
    laptop.open()


@pytest.mark.parametrize("known", ["before", "after"])
def test_what_is_left_is_fetched(
    sqlite_centre: RunningCentre, signer: Laptop, record: str, laptop: Make, known: str
) -> None:
    """Whether a page named the inspection before or after it was erased."""
    sqlite_centre.clock.ahead = LONG
    reader = laptop("reader").enrol(sqlite_centre, "66")
    if known == "before":
        carries(reader, Carry(2))
        assert away(reader) == {record}
    assert len(by_rule(sqlite_centre)) == 1
    carries(reader, Carry(2))
    as_the_signers(reader, signer)
    assert problems(sqlite_centre) == []


@pytest.mark.parametrize("erased", ["while it was here", "while it was away"])
def test_it_leaves_and_comes_back(
    sqlite_centre: RunningCentre, signer: Laptop, record: str, laptop: Make, erased: str
) -> None:
    reader = carries(laptop("reader").enrol(sqlite_centre, "66"), EVERYTHING)
    assert answers(reader) == answers(signer)
    if erased == "while it was here":
        by_rule(sqlite_centre)
        reader.sync()
    sqlite_centre.clock.ahead = LONG * 2
    carries(reader, Carry(2))
    assert away(reader) == {record}
    assert answers(reader) == []
    if erased == "while it was away":
        by_rule(sqlite_centre)
        reader.sync()
    as_the_signers(reader, signer)


def test_who_carries_everything_again_gets_what_is_left(
    sqlite_centre: RunningCentre, signer: Laptop, record: str, laptop: Make
) -> None:
    sqlite_centre.clock.ahead = LONG
    reader = carries(laptop("reader").enrol(sqlite_centre, "66"), Carry(2))
    by_rule(sqlite_centre)
    carries(reader, EVERYTHING)
    signer.sync()
    assert away(reader) == set()
    assert answers(reader) == answers(signer)
    assert [one for one in verify(reader.workspace) if one.level == "error"] == []
