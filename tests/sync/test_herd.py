"""More laptops at once than there is room for: each hears when to come again, and everything arrives."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldkit.sync.server import Centre, FolderBlobs, Store, application, check
from fieldkit.sync.server.crowd import Room
from tests import herd
from tests.herd import Day
from tests.sync.laptops import listening

COUNT = 60
DAY = Day(changes=20, photos=1, photo_bytes=20_000)


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    postgresql = request.param == "postgresql"
    url = request.getfixturevalue("postgresql_url") if postgresql else ""
    opened = Store.at(url) if postgresql else Store.in_folder(tmp_path)
    yield opened
    opened.close()


def stormed(store: Store, folder: Path, *, patient: bool = True) -> herd.Outcome:
    centre = Centre(store, FolderBlobs(folder / "blobs"))
    members = herd.herd(store, COUNT, DAY)
    room = Room(present=8, waiting=4, again=1.0)
    with listening(application(centre, room=room)) as url:
        return herd.play(url, members, within=0.2, patient=patient)


def test_a_storm_is_told_to_come_again_and_everything_arrives(store: Store, tmp_path: Path) -> None:
    outcome = stormed(store, tmp_path)
    assert outcome.statuses[503] > 0
    assert outcome.statuses.keys() <= {200, 201, 429, 503}
    assert (outcome.without_time, outcome.cut) == (0, 0)
    assert herd.arrived(store) == (COUNT * DAY.changes, COUNT * DAY.photos)
    assert check.problems(store, FolderBlobs(tmp_path / "blobs")) == []


def test_who_does_not_come_again_is_missed(tmp_path: Path) -> None:
    """The negative control: what is counted above can be less."""
    store = Store.in_folder(tmp_path)
    assert stormed(store, tmp_path, patient=False).statuses[503] > 0
    assert herd.arrived(store) < (COUNT * DAY.changes, COUNT * DAY.photos)
    store.close()
