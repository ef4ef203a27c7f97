"""Phones of a centre whose files lie in storage that speaks S3."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldkit.model.workspace import Workspace
from fieldkit.sync.openrosa import inbox
from fieldkit.sync.openrosa.app import settle
from fieldkit.sync.server import check
from fieldkit.sync.server.s3_blobs import S3Blobs
from tests.conftest import Clock
from tests.office import MILL, picture
from tests.sync.object_store import ObjectStore, calm, refusing
from tests.sync.openrosa.collect import PhoneCentre, phone_centre
from tests.sync.openrosa.test_phones import ANSWERS, synced


@pytest.fixture
def centre(tmp_path: Path, clock: Clock, store: ObjectStore) -> Iterator[PhoneCentre]:
    blobs = S3Blobs(store.blobs(), tmp_path / "centre" / "blobs")
    with phone_centre(tmp_path / "centre", clock, blobs=blobs) as running:
        yield running


def states(centre: PhoneCentre) -> list[str]:
    with centre.centre.store.read() as connection:
        return [one["state"] for one in inbox.listing(connection)]


def test_photos_of_a_phone_reach_the_laptop_by_the_storage(
    centre: PhoneCentre, laptop: Workspace, store: ObjectStore
) -> None:
    phone = centre.phone()
    assert phone.send(phone.fill("GEN", MILL, ANSWERS, {"1.jpg": picture()})).status_code == 201
    assert [one["state"] for one in centre.inbox()] == ["taken"]
    synced(laptop)
    names = [row["sha256"] for row in laptop.rows("SELECT sha256 FROM attachment")]
    assert names
    assert all(laptop.attachments.has(name) and store.named(name) in store.objects for name in names)
    assert check.problems(centre.centre.store, centre.centre.blobs) == []
    assert not list(centre.centre.blobs.folder.glob("??/*")), "nothing stays in the folder"


def test_a_record_waits_for_the_storage_and_is_not_held_against_its_phone(
    centre: PhoneCentre, laptop: Workspace, store: ObjectStore
) -> None:
    phone = centre.phone()
    filled = phone.fill("GEN", MILL, ANSWERS, {"1.jpg": picture()})
    store.trouble = refusing(500)
    assert phone.send(filled).status_code == 503
    assert states(centre) == []
    store.trouble = refusing(500, "GET")
    assert phone.send(filled).status_code == 201
    settle(centre.phones)
    assert states(centre) == ["received"]
    store.trouble = calm
    settle(centre.phones)
    assert states(centre) == ["taken"]
    synced(laptop)
    assert len(laptop.rows("SELECT id FROM inspection")) == 1
