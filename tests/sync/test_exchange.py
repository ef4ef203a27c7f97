"""Two laptops and a centre over real HTTP, on SQLite and on PostgreSQL."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest

from fieldkit.model import conflicts, files, images
from fieldkit.model.body import MAX_BODY
from fieldkit.model.inspections.files import MAX_FILE_BYTES
from fieldkit.sync import client, protocol
from fieldkit.sync.answers import Cancelled, NotEnrolled
from fieldkit.sync.server import check
from tests.sync.laptops import STREAM, Laptop, RunningCentre

Make = Callable[[str], Laptop]


def photo(seed: int, size: int = 150_000) -> bytes:
    return random.Random(seed).randbytes(size)


def problems(centre: RunningCentre) -> list[str]:
    return check.problems(centre.centre.store, centre.centre.blobs)


def test_a_day_reaches_the_second_laptop_with_its_photos(centre: RunningCentre, laptop: Make) -> None:
    a, b = laptop("a").enrol(centre), laptop("b").enrol(centre)
    a.workspace.name_person(name="สมชาย ใจดี", position="นักวิทยาศาสตร์")
    for number in range(30):
        a.answer(f"q{number}", "pass")
    shas = [a.photo(photo(1)), a.photo(photo(2))]
    assert a.workspace.waiting() == 33
    sent = a.sync()
    assert (sent.pushed, sent.attachments_sent, sent.attachments_waiting) == (33, 2, 0)
    assert sent.bytes_sent > 300_000
    assert a.workspace.waiting() == 0
    got = b.sync()
    assert (got.pulled, got.attachments_received, got.conflicts) == (33, 2, 0)
    assert b.value("q29") == "pass"
    assert [b.workspace.attachments.read(sha) for sha in shas] == [photo(1), photo(2)]
    assert b.cells() == a.cells()
    assert b.bodies() == a.bodies() == centre.bodies()
    assert problems(centre) == []


def test_a_quiet_sync_is_one_small_request(centre: RunningCentre, laptop: Make) -> None:
    a = laptop("a").enrol(centre)
    a.answer("q", "pass")
    a.photo(photo(1))
    a.sync()
    again = a.sync()
    assert (again.pushed, again.pulled, again.attachments_sent, again.attachments_waiting) == (0, 0, 0, 0)
    assert again.bytes_sent + again.bytes_received < 1000


def test_own_changes_do_not_travel_back(sqlite_centre: RunningCentre, laptop: Make) -> None:
    a, b = laptop("a").enrol(sqlite_centre), laptop("b").enrol(sqlite_centre)
    b.answer("other", "pass")
    b.sync()
    noise = random.Random(5)
    for number in range(20):
        a.answer(f"q{number}", noise.randbytes(2000).hex())
    report = a.sync()  # b wrote before, so the cursor cannot jump over what a pushed
    assert (report.pushed, report.pulled) == (20, 1)
    assert report.bytes_sent > 40_000
    assert report.bytes_received < 8_000
    assert a.workspace.waiting() == 0


def test_a_conflict_is_seen_on_both_laptops_and_decided_on_one(centre: RunningCentre, laptop: Make) -> None:
    a, b = laptop("a").enrol(centre), laptop("b").enrol(centre)
    b.workspace.name_person(name="สมหญิง")
    a.answer("q", "pass")
    a.sync()
    b.sync()
    seen = b.see("q")
    a.answer("q", "fail")
    b.answer("q", "na", seen=seen)
    a.sync()
    assert b.sync().conflicts == 1
    assert a.sync().conflicts == 1
    (conflict,) = client.conflicts(a.workspace)
    assert {side.values["value"] for side in conflict.sides} == {"fail", "na"}
    assert {side.author_name for side in conflict.sides} == {"", "สมหญิง"}
    with pytest.raises(conflicts.ReasonMissing):
        conflicts.resolve(a.workspace, conflict.key, {"value": "fail"}, " ")
    conflicts.resolve(a.workspace, conflict.key, {"value": "fail"}, "ตรวจซ้ำแล้ว")
    with pytest.raises(conflicts.ConflictChanged):
        conflicts.resolve(a.workspace, conflict.key, {"value": "na"}, "again")
    assert a.sync().conflicts == 0
    assert b.sync().conflicts == 0
    assert (a.value("q"), b.value("q")) == ("fail", "fail")
    assert a.cells() == b.cells()


def test_a_decision_does_not_cover_a_value_that_came_later(
    sqlite_centre: RunningCentre, laptop: Make
) -> None:
    a, b, c = (laptop(name).enrol(sqlite_centre) for name in "abc")
    for one, value in ((a, "pass"), (b, "fail"), (c, "na")):
        one.answer("q", value, seen=())
    b.sync()
    a.sync()
    (before,) = client.conflicts(a.workspace)
    c.sync()
    a.sync()
    with pytest.raises(conflicts.ConflictChanged):
        conflicts.resolve(a.workspace, before.key, {"value": "pass"}, "seen two of three")
    (now,) = client.conflicts(a.workspace)
    assert len(now.sides) == 3


def test_laptops_get_only_what_they_were_granted(centre: RunningCentre, laptop: Make) -> None:
    everywhere = laptop("everywhere").enrol(centre)
    here = laptop("here").enrol(centre, "25")
    there = laptop("there").enrol(centre, "10")
    everywhere.answer("of 25", "pass", stream="ins/25")
    everywhere.answer("of 10", "pass", stream="ins/10")
    everywhere.answer("nowhere", "pass", stream="ins/00")
    everywhere.sync()
    assert (here.sync().pulled, there.sync().pulled) == (1, 1)
    assert (here.value("of 25"), here.value("of 10")) == ("pass", None)
    assert (there.value("of 25"), there.value("of 10")) == (None, "pass")


def test_a_change_outside_the_grant_is_held_and_holds_nobody_up(centre: RunningCentre, laptop: Make) -> None:
    here, everywhere = laptop("here").enrol(centre, "25"), laptop("everywhere").enrol(centre)
    here.answer("of 10", "pass", stream="ins/10")
    here.answer("of 25", "pass")
    here.answer("nowhere", "pass", stream="ins/00")
    report = here.sync()
    assert (report.pushed, report.held) == (3, 1)
    assert here.workspace.waiting() == 0
    assert everywhere.sync().pulled == 2
    assert everywhere.value("of 10") is None
    assert centre.bodies() == here.bodies()
    assert problems(centre) == []


def test_a_body_that_replicas_cannot_apply_is_held_and_the_rest_arrives(
    centre: RunningCentre, laptop: Make
) -> None:
    a, b = laptop("a").enrol(centre), laptop("b").enrol(centre)
    a.answer("before", "pass")
    with a.workspace.database.door() as connection:
        row = connection.exec_driver_sql("SELECT id, body FROM change").one()
        document = json.loads(row[1])
        document["id"] = row[0][:-12] + "0123456789ab"
        document["ops"][0]["values"]["value"] = {"not": "a value"}
        bad = json.dumps(document).encode()
        connection.exec_driver_sql(
            "INSERT INTO change (id, stream, body) VALUES (?, ?, ?)", (document["id"], STREAM, bad)
        )
        from fieldkit.model import feeds

        feeds.append(connection, a.workspace.device, STREAM, [document["id"]])
    a.answer("after", "pass")
    report = a.sync()
    assert (report.pushed, report.held) == (3, 1)
    assert b.sync().pulled == 2
    assert (b.value("before"), b.value("after")) == ("pass", "pass")
    assert bad in centre.bodies().values()


def test_a_photo_whose_laptop_is_still_sending_is_wanted_and_comes_later(
    sqlite_centre: RunningCentre, laptop: Make
) -> None:
    a, b = laptop("a").enrol(sqlite_centre), laptop("b").enrol(sqlite_centre)
    sha256 = a.photo(photo(3))
    stored = a.workspace.attachments.path(sha256)
    hidden = stored.rename(stored.with_suffix(".away"))
    a.sync()
    assert b.sync().attachments_wanted == 1
    hidden.rename(stored)
    assert a.sync().attachments_sent == 1
    report = b.sync()
    assert (report.attachments_received, report.attachments_wanted) == (1, 0)
    assert b.workspace.attachments.read(sha256) == photo(3)


def test_some_files_are_fetched_without_the_rest(sqlite_centre: RunningCentre, laptop: Make) -> None:
    a, b = laptop("a").enrol(sqlite_centre), laptop("b").enrol(sqlite_centre)
    wanted, other = a.photo(photo(5)), a.photo(photo(6))
    b.sync()
    a.sync()
    b.workspace.log.apply([(body, None) for body in sqlite_centre.bodies().values()])
    assert client.fetch_files(b.workspace, {wanted, "f" * 64}) == 1
    assert b.workspace.attachments.read(wanted) == photo(5)
    assert not b.workspace.attachments.has(other)
    assert client.fetch_files(b.workspace, {wanted}) == 0


def test_a_file_both_laptops_have_is_sent_once(sqlite_centre: RunningCentre, laptop: Make) -> None:
    a, b = laptop("a").enrol(sqlite_centre), laptop("b").enrol(sqlite_centre)
    a.photo(photo(4))
    b.photo(photo(4))
    assert a.sync().attachments_sent == 1
    report = b.sync()
    assert (report.attachments_sent, report.attachments_waiting) == (0, 0)


def test_a_file_damaged_at_the_centre_stays_wanted_and_the_others_come(
    sqlite_centre: RunningCentre, laptop: Make
) -> None:
    writer, reader = laptop("a").enrol(sqlite_centre, "25"), laptop("b").enrol(sqlite_centre, "25")
    bad, good = writer.photo(b"b" * 1000), writer.photo(b"g" * 2000)
    writer.sync()
    stored = sqlite_centre.path(bad)
    whole = stored.read_bytes()
    stored.write_bytes(b"x" * 1000)
    report = reader.sync()
    assert (report.attachments_received, report.attachments_wanted) == (1, 1)
    assert reader.workspace.attachments.has(good)
    assert not reader.workspace.attachments.has(bad)
    stored.write_bytes(whole)
    assert reader.sync().attachments_wanted == 0
    assert reader.workspace.attachments.read(bad) == whole


def test_looking_through_the_files_leaves_the_data_file_to_who_types(
    laptop: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = laptop("a")
    sha256 = one.photo(b"p" * 1000)
    store = one.workspace.attachments
    looked: list[str] = []
    has = store.has

    def has_while_typing(name: str) -> bool:
        if not looked:
            one.workspace.remember("typed", "meanwhile")  # waits and fails where the file is locked
        looked.append(name)
        return has(name)

    with one.workspace.database.write() as connection:
        connection.exec_driver_sql("DELETE FROM blob")
    monkeypatch.setattr(store, "has", has_while_typing)
    files.refresh(one.workspace.database, store)
    assert one.workspace.setting("typed") == "meanwhile"
    with one.workspace.database.read() as connection:
        assert files.in_state(connection, files.LOCAL) == [sha256]


def test_no_file_is_taken_in_that_the_exchange_does_not_carry() -> None:
    assert MAX_FILE_BYTES <= protocol.MAX_FILE
    assert images.MAX_BYTES <= protocol.MAX_FILE
    assert MAX_BODY < protocol.MAX_BODY


def test_a_damaged_file_waits_and_the_others_go(sqlite_centre: RunningCentre, laptop: Make) -> None:
    a = laptop("a").enrol(sqlite_centre)
    bad, good = a.photo(photo(5, 1000)), a.photo(photo(6))
    a.workspace.attachments.path(bad).write_bytes(b"flipped")
    report = a.sync()
    assert (report.attachments_sent, report.attachments_waiting) == (1, 1)
    assert sqlite_centre.centre.blobs.size(good) == 150_000
    assert sqlite_centre.centre.blobs.size(bad) is None


def test_large_days_travel_in_pages(centre: RunningCentre, laptop: Make) -> None:
    a, b = laptop("a").enrol(centre), laptop("b").enrol(centre)
    a.answer_all({f"q{number}": str(number) for number in range(1203)})
    steps: list[tuple[str, int, int, int]] = []
    assert a.sync(progress=lambda *step: steps.append(step)).pushed == 1203
    assert len([step for step in steps if step[0] == "push"]) >= 3
    assert [step[3] for step in steps] == sorted(step[3] for step in steps)
    assert b.sync().pulled == 1203
    assert a.cells() == b.cells()
    assert problems(centre) == []


def test_a_stopped_sync_goes_on_later(sqlite_centre: RunningCentre, laptop: Make) -> None:
    a = laptop("a").enrol(sqlite_centre)
    for number in range(3):
        a.photo(photo(10 + number, 700_000))  # two of them are more than may be under way at once
    stop = Event()

    def stop_at_the_second_file(phase: str, done: int, _total: int, _size: int) -> None:
        if phase == "send_photos" and done == 1:
            stop.set()

    with pytest.raises(Cancelled):
        a.sync(progress=stop_at_the_second_file, cancel=stop)
    assert a.workspace.waiting() == 0  # answers go first
    assert 0 < len(list(sqlite_centre.centre.blobs.folder.glob("??/*"))) < 3
    report = a.sync()
    assert report.attachments_waiting == 0
    assert len(list(sqlite_centre.centre.blobs.folder.glob("??/*"))) == 3


def test_status_tells_what_waits_without_the_network(tmp_path: Path, laptop: Make) -> None:
    a = laptop("a")
    a.answer("q", "pass")
    a.photo(photo(1, 100))
    status = client.status(a.workspace)
    assert (status.url, status.last_sync, status.waiting, status.attachments_waiting) == ("", None, 2, 1)
    with pytest.raises(NotEnrolled):
        a.sync()
