"""A centre or a laptop is put back from a copy, or copied: whoever has a change gives it back."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select

from fieldkit.sync.server import Store, check, devices, schema
from tests.sync.laptops import STREAM, Laptop, RunningCentre, unguarded

Make = Callable[[str], Laptop]
Backup = dict[str, list[dict[str, Any]]]
KEPT = ("device", "code")  # enrolments are older than any backup of these tests


def backup(store: Store) -> Backup:
    """Return all rows of the centre, as a backup tool of either database would keep them."""
    with store.read() as connection:
        return {
            table.name: [dict(row) for row in connection.execute(select(table)).mappings()]
            for table in schema.metadata.sorted_tables
            if table.name not in KEPT
        }


def put_back(store: Store, rows: Backup) -> None:
    with store.write() as connection:
        unguarded(connection)
        for table in schema.metadata.sorted_tables:
            if table.name not in KEPT:
                connection.execute(table.delete())
                if rows[table.name]:
                    connection.execute(insert(table), rows[table.name])


def settled(centre: RunningCentre, *laptops: Laptop) -> None:
    """Sync until nothing moves; then everyone must hold the same, and the centre be whole."""
    for _ in range(3):
        reports = [laptop.sync() for laptop in laptops]
    assert all(
        (r.pushed, r.pulled, r.attachments_waiting, r.attachments_wanted) == (0, 0, 0, 0) for r in reports
    )
    for laptop in laptops:
        assert laptop.workspace.waiting() == 0
        assert laptop.bodies() == centre.bodies()
        assert laptop.cells() == laptops[0].cells()
    assert check.problems(centre.centre.store, centre.centre.blobs) == []


def test_a_centre_put_back_gets_everything_again(centre: RunningCentre, laptop: Make) -> None:
    a, b = laptop("a").enrol(centre), laptop("b").enrol(centre)
    a.answer("q1", "pass")
    settled(centre, a, b)
    night = backup(centre.centre.store)
    a.answer("q1", "fail")
    b.answer("q2", "pass")
    photo = a.photo(b"photo" * 1000)
    settled(centre, a, b)
    everything = centre.bodies()
    put_back(centre.centre.store, night)
    shutil.rmtree(centre.path(photo).parent)
    assert len(centre.bodies()) < len(everything)
    a.answer("q3", "after")
    report = a.sync()
    assert report.pushed == 4  # its own two, that of b, and the new one
    assert report.attachments_sent == 1
    settled(centre, a, b)
    assert everything.items() <= centre.bodies().items()
    assert (b.value("q1"), b.value("q3")) == ("fail", "after")


def test_a_reader_gives_back_what_its_author_has_lost(centre: RunningCentre, laptop: Make) -> None:
    author, reader = laptop("author").enrol(centre), laptop("reader").enrol(centre)
    empty = backup(centre.centre.store)
    author.answer("q", "pass")
    settled(centre, author, reader)
    written = author.bodies()
    put_back(centre.centre.store, empty)
    third = laptop("third").enrol(centre)
    third.answer("q2", "pass")
    third.sync()  # other changes take the lost numbers
    assert reader.sync().pushed == 1
    assert written.items() <= centre.bodies().items()
    settled(centre, reader, third)


def test_the_witness_saves_what_was_pushed_and_never_pulled(
    sqlite_centre: RunningCentre, laptop: Make, tmp_path: Path
) -> None:
    """A laptop pushes, turns to a new incarnation, and only then the centre loses the push."""
    a, b = laptop("a").enrol(sqlite_centre), laptop("b").enrol(sqlite_centre)
    b.answer("before", "pass")
    b.sync()
    night = backup(sqlite_centre.centre.store)
    a.answer("q", "pass")
    from fieldkit.sync import recovery
    from fieldkit.sync.exchange import _hello
    from fieldkit.sync.http_link import HttpLink
    from fieldkit.sync.link import Course
    from fieldkit.sync.push import push
    from fieldkit.sync.token_store import TokenStore

    token = TokenStore(a.folder, a.workspace.device).load()
    with HttpLink(sqlite_centre.url, token or "") as link:
        course = Course(link)
        welcome = _hello(course, a.workspace)
        push(course, a.workspace, STREAM, welcome.streams[STREAM])
    assert a.workspace.waiting() == 0
    assert a.workspace.rows("SELECT * FROM cursor") == []
    recovery.rotate(a.workspace)
    put_back(sqlite_centre.centre.store, night)
    b.answer("after", "pass")
    b.sync()
    assert a.sync().pushed == 1
    settled(sqlite_centre, a, b)


def test_a_laptop_put_back_goes_on_and_gets_its_work_back(
    centre: RunningCentre, laptop: Make, tmp_path: Path
) -> None:
    a, b = laptop("a").enrol(centre), laptop("b").enrol(centre)
    a.answer("q1", "pass")
    a.sync()
    a.answer("q2", "not sent when the image was taken")
    image = a.copy(tmp_path / "image")
    a.answer("q3", "pass")
    settled(centre, a, b)
    before = centre.bodies()
    a.put_back(image)
    assert a.value("q3") is None
    a.answer("q4", "after")
    a.sync()
    assert (a.value("q2"), a.value("q3")) == ("not sent when the image was taken", "pass")
    settled(centre, a, b)
    assert len(centre.bodies()) == len(before) + 1
    with centre.centre.store.read() as connection:
        suspects = {row["id"]: row["incarnations"] for row in devices.listing(connection)}
    assert suspects[a.workspace.device] == 2


def test_a_copied_laptop_and_its_copy_both_go_on(centre: RunningCentre, laptop: Make, tmp_path: Path) -> None:
    a, b = laptop("a").enrol(centre), laptop("b").enrol(centre)
    a.answer("shared", "pass")
    a.sync()
    a.answer("not sent yet", "pass")
    a.copy(tmp_path / "copy")
    copy = laptop("copy")
    assert copy.workspace.device == a.workspace.device
    a.answer("of a", "pass")
    copy.answer("of the copy", "pass")
    copy.answer("shared", "fail")
    a.answer("shared", "na")
    for _ in range(3):
        a.sync()
        copy.sync()
        a.answer("more of a", "1")
        copy.answer("more of the copy", "2")
    settled(centre, a, copy, b)
    assert (b.value("of a"), b.value("of the copy"), b.value("not sent yet")) == ("pass", "pass", "pass")
    assert a.sync().conflicts == 1
    assert set(centre.bodies()) == set(a.bodies())


def test_both_sides_put_back_at_once(centre: RunningCentre, laptop: Make, tmp_path: Path) -> None:
    a, b = laptop("a").enrol(centre), laptop("b").enrol(centre)
    a.answer("q1", "pass")
    settled(centre, a, b)
    night, image = backup(centre.centre.store), a.copy(tmp_path / "image")
    a.answer("q2", "only b has this afterwards")
    settled(centre, a, b)
    put_back(centre.centre.store, night)
    a.put_back(image)
    a.answer("q3", "after")
    settled(centre, a, b)
    assert a.value("q2") == "only b has this afterwards"


def test_an_image_without_its_chain_gets_bodies_it_once_had(
    sqlite_centre: RunningCentre, laptop: Make
) -> None:
    """The centre leaves out what the feed brought; a laptop that has lost those bodies asks again."""
    a, b = laptop("a").enrol(sqlite_centre), laptop("b").enrol(sqlite_centre)
    b.answer("other", "pass")
    b.sync()
    a.answer("q1", "pass")
    a.answer("q2", "pass")
    from fieldkit.sync import positions

    a.sync()
    with a.workspace.database.door() as connection:
        connection.exec_driver_sql("DELETE FROM change WHERE id IN (SELECT change_id FROM feed WHERE n = 2)")
        positions.forget(connection, STREAM)
    assert len(a.bodies()) == 2
    assert a.sync().pulled == 1
    assert a.bodies() == sqlite_centre.bodies()


def test_photos_that_a_centre_lost_beside_its_log_are_sent_again_next_day(
    centre: RunningCentre, laptop: Make
) -> None:
    """The backup was made between the records and their photos: no log tells that anything is missing."""
    a, b = laptop("a").enrol(centre), laptop("b").enrol(centre)
    photo = a.photo(b"photo" * 1000)
    settled(centre, a, b)
    shutil.rmtree(centre.path(photo).parent)
    assert a.sync().attachments_sent == 0
    tomorrow = a.workspace.clock() + timedelta(days=1)
    a.workspace.clock = lambda: tomorrow
    assert a.sync().attachments_sent == 1
    settled(centre, a, b)
