"""What a person holds back does not travel, by no way, and nothing else waits for it; released, it goes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from fieldkit.model import feeds, file_classes, holding, kept_back, queue, records
from fieldkit.model.body import Op
from fieldkit.model.ids import derived_id
from fieldkit.model.kept_back import FILE, TRANSACTION
from fieldkit.model.queue import KEPT, OFFICE, PARTLY, REFUSED, WAITING, Queued
from fieldkit.sync import client
from fieldkit.sync.bundle import reading, writing
from fieldkit.sync.server import bundles
from tests.sync.laptops import INSPECTION, STREAM, Laptop, RunningCentre
from tests.ui.registers import fill

MakeLaptop = Callable[[str], Laptop]


def answer_key(question: str) -> tuple[str, str]:
    return "answer", derived_id("answer", INSPECTION, question)


def inspection(laptop: Laptop, name: str = INSPECTION) -> None:
    """Write an inspection and, in a change of its own, an answer that belongs to it."""
    core = {"inspection": name, "path": "/q"}
    laptop.workspace.log.commit(
        [
            Op(
                "inspection",
                name,
                "core",
                {"form_id": "GEN", "started_at": "2026-11-20T09:00+07:00"},
                (),
                STREAM,
            ),
            Op("answer", f"answer of {name}", "core", core, (), STREAM),
        ]
    )


def rows(laptop: Laptop) -> dict[tuple[str, str], Queued]:
    return {row.key: row for row in queue.listing(laptop.workspace)}


def test_what_is_held_waits_and_the_rest_travels(sqlite_centre: RunningCentre, laptop: MakeLaptop) -> None:
    a, b = laptop("a").enrol(sqlite_centre), laptop("b").enrol(sqlite_centre)
    first, kept, last = a.answer("q1", "before"), a.answer("q2", "secret"), a.answer("q3", "after")
    assert holding.hold(a.workspace, [answer_key("q2")]) == 1
    later = a.answer("q2", "more of it")
    assert a.sync().pushed == 2
    assert sqlite_centre.bodies().keys() == {first, last}
    b.sync()
    assert (b.value("q1"), b.value("q2"), b.value("q3")) == ("before", None, "after")
    status = client.status(a.workspace)
    assert (status.waiting, status.kept) == (0, 2)
    assert holding.release(a.workspace, [answer_key("q2")]) == 2
    assert a.sync().pushed == 2
    b.sync()
    assert b.value("q2") == "more of it"
    assert sqlite_centre.bodies().keys() == {first, kept, last, later}
    assert client.status(a.workspace).kept == 0


def test_what_the_centre_has_stays_there(sqlite_centre: RunningCentre, laptop: MakeLaptop) -> None:
    a = laptop("a").enrol(sqlite_centre)
    sent = a.answer("q1", "sent")
    a.sync()
    assert holding.hold(a.workspace, [answer_key("q1")]) == 0
    a.answer("q1", "changed")
    a.sync()
    assert sqlite_centre.bodies().keys() == {sent}
    assert client.check_office(a.workspace).kept == 1


def test_all_that_belongs_to_an_inspection_is_held_with_it(
    sqlite_centre: RunningCentre, laptop: MakeLaptop
) -> None:
    a = laptop("a").enrol(sqlite_centre)
    inspection(a)
    inspection(a, "another")
    photo = a.photo(b"of the held one")
    holding.hold(a.workspace, [("inspection", INSPECTION)])
    report = a.sync()
    assert report.attachments_sent == 0
    assert report.attachments_waiting == 0
    bodies = b"".join(sqlite_centre.bodies().values())
    assert b"answer of another" in bodies
    assert INSPECTION.encode() not in bodies
    line = rows(a)["inspection", INSPECTION]
    assert (line.state, line.asked, line.waiting, line.files_waiting) == (KEPT, True, 3, 1)
    assert rows(a)[FILE, photo].state == KEPT
    assert rows(a)["inspection", "another"].state == OFFICE
    holding.release(a.workspace, [("inspection", INSPECTION)])
    assert a.sync().attachments_sent == 1
    assert rows(a)["inspection", INSPECTION].state == OFFICE


def test_a_file_alone_can_be_held(sqlite_centre: RunningCentre, laptop: MakeLaptop) -> None:
    a = laptop("a").enrol(sqlite_centre)
    inspection(a)
    large, small = a.photo(b"large"), a.photo(b"small")
    holding.hold(a.workspace, [(FILE, large)])
    report = a.sync()
    assert (report.attachments_sent, report.attachments_waiting) == (1, 0)
    found = rows(a)
    assert (found[FILE, large].state, found[FILE, small].state) == (KEPT, OFFICE)
    assert found["inspection", INSPECTION].state == KEPT
    assert client.status(a.workspace).kept == 1
    holding.release(a.workspace, [(FILE, large)])
    assert a.sync().attachments_sent == 1


def test_a_file_that_another_record_needs_travels(laptop: MakeLaptop) -> None:
    a = laptop("a")
    photo = a.photo(b"of both")
    values = {"inspection": "another", "sha256": photo}
    a.workspace.log.commit([Op("attachment", "second", "core", values, (), STREAM)])
    holding.hold(a.workspace, [("inspection", INSPECTION)])
    with a.workspace.database.read() as connection:
        assert [file.sha256 for file in file_classes.to_send(connection)] == [photo]
    holding.hold(a.workspace, [("inspection", "another")])
    with a.workspace.database.read() as connection:
        assert file_classes.to_send(connection) == []


def test_no_effect_travels_before_its_cause(laptop: MakeLaptop) -> None:
    """A change of another record that replaces a value of a held change waits for it."""
    a = laptop("a")

    def op(name: str, value: str, *prevs: str) -> Op:
        return Op("answer", name, "response", {"value": value}, prevs, STREAM)

    both = a.workspace.log.commit([op("x", "1"), op("y", "1")]).changes[0]
    before = a.workspace.log.commit([op("y", "2", f"{both}.1")]).changes[0]
    holding.hold(a.workspace, [("answer", "x")])
    after = a.workspace.log.commit([op("y", "3", f"{before}.0")]).changes[0]
    free = a.workspace.log.commit([op("z", "1")]).changes[0]
    with a.workspace.database.read() as connection:
        assert kept_back.changes(connection) == {both, before, after}
        assert [one for _, one in feeds.unconfirmed(connection)] == [free]
    assert holding.release(a.workspace, [("answer", "x")]) == 3
    with a.workspace.database.read() as connection:
        assert [one for _, one in feeds.unconfirmed(connection)] == [free, both, before, after]


def test_what_two_records_hold_goes_when_both_let_it(laptop: MakeLaptop) -> None:
    a = laptop("a")
    ops = [Op("answer", name, "response", {"value": "1"}, (), STREAM) for name in "xy"]
    a.workspace.log.commit(ops)
    keys = [("answer", "x"), ("answer", "y")]
    for key in keys:
        holding.hold(a.workspace, [key])
    assert [holding.release(a.workspace, [key]) for key in keys] == [0, 1]


def test_a_number_of_a_feed_stays_one_change_for_ever(
    sqlite_centre: RunningCentre, laptop: MakeLaptop
) -> None:
    """Held back after the centre had got it and the answer was lost: nothing is lost or doubled."""
    a = laptop("a").enrol(sqlite_centre)
    first, second = a.answer("q1", "1"), a.answer("q2", "1")
    a.sync()
    with a.workspace.database.door() as connection:  # as if the answer had been lost
        feeds.unconfirm(connection, [first, second])
        before = feeds.incarnation(connection)
    holding.hold(a.workspace, [answer_key("q1")])
    third = a.answer("q3", "1")
    a.sync()
    with a.workspace.database.read() as connection:
        assert feeds.incarnation(connection) != before
    assert sqlite_centre.bodies().keys() == {first, second, third}
    assert client.check_office(a.workspace).lacks == ()


def test_held_back_is_not_offered_again_by_any_way(
    sqlite_centre: RunningCentre, laptop: MakeLaptop, tmp_path: Path
) -> None:
    a, b = laptop("a").enrol(sqlite_centre), laptop("b")
    a.sync()
    kept = a.answer("q1", "secret")
    holding.hold(a.workspace, [answer_key("q1")])
    found = client.check_office(a.workspace)
    assert (found.lacks, found.kept, found.complete) == ((), 1, False)
    client.offer_again(a.workspace, found)
    for_all = writing.for_colleague(a.workspace, tmp_path / "day")
    assert for_all.changes == 0
    only = queue.Cargo(frozenset({kept}))
    chosen = writing.for_colleague(a.workspace, tmp_path / "chosen", only=only)
    reading.read(b.workspace, chosen.paths[0], chosen.code)
    assert b.value("q1") == "secret"
    a.sync()
    assert kept not in sqlite_centre.bodies()
    to_office = writing.for_office(a.workspace, tmp_path / "office", only=only)
    assert bundles.receive(sqlite_centre.centre, to_office.paths[0]).changes == 1
    a.sync()
    assert client.status(a.workspace).kept == 0  # it got there by another way


def test_another_centre_is_not_offered_what_is_held(
    sqlite_centre: RunningCentre, laptop: MakeLaptop, tmp_path: Path
) -> None:
    from tests.sync.laptops import running_centre

    a = laptop("a").enrol(sqlite_centre)
    gone, kept = a.answer("q1", "1"), a.answer("q2", "1")
    holding.hold(a.workspace, [answer_key("q2")])
    a.sync()
    with running_centre(tmp_path / "second") as other:
        a.enrol(other).sync()
        assert other.bodies().keys() == {gone}
        holding.release(a.workspace, [answer_key("q2")])
        a.sync()
        assert other.bodies().keys() == {gone, kept}


# --- the queue


def test_an_import_is_one_line_and_held_as_one(sqlite_centre: RunningCentre, laptop: MakeLaptop) -> None:
    a = laptop("a").enrol(sqlite_centre)
    a.sync()
    fill(a.workspace, 30)
    [line] = [row for row in rows(a).values() if row.table == TRANSACTION]
    assert (line.records, line.about.name, line.state) == (30, "factory", WAITING)
    holding.hold(a.workspace, [line.key])
    assert a.sync().pushed == 0
    assert rows(a)[line.key].state == KEPT
    holding.release(a.workspace, [line.key])
    a.sync()
    assert rows(a)[line.key].state == OFFICE
    assert rows(a)[line.key].received_at


def test_a_line_says_what_of_it_has_arrived(sqlite_centre: RunningCentre, laptop: MakeLaptop) -> None:
    a = laptop("a").enrol(sqlite_centre)
    inspection(a)
    assert rows(a)["inspection", INSPECTION].state == WAITING
    a.sync()
    photo = a.photo(b"later")
    line = rows(a)["inspection", INSPECTION]
    assert (line.state, line.changes, line.waiting, line.files, line.files_waiting) == (PARTLY, 3, 1, 1, 1)
    assert line.bytes_waiting == len(b"later")
    assert photo in line.cargo.files
    assert line.about.started_at.startswith("2026-11-20")


def test_what_the_centre_does_not_hand_on_is_told(sqlite_centre: RunningCentre, laptop: MakeLaptop) -> None:
    a = laptop("a").enrol(sqlite_centre, "10")
    a.answer("q1", "of another province")
    a.sync()
    [line] = rows(a).values()
    assert (line.state, line.reason) == (REFUSED, "not_granted")


def test_others_work_is_not_in_the_queue(sqlite_centre: RunningCentre, laptop: MakeLaptop) -> None:
    a, b = laptop("a").enrol(sqlite_centre), laptop("b").enrol(sqlite_centre)
    b.answer("q1", "theirs")
    b.sync()
    a.sync()
    assert a.value("q1") == "theirs"
    assert rows(a) == {}


def test_a_record_is_checked_alone_and_sent_again(sqlite_centre: RunningCentre, laptop: MakeLaptop) -> None:
    a = laptop("a").enrol(sqlite_centre)
    inspection(a)
    photo = a.photo(b"lost at the centre")
    other = a.photo(b"lost as well")
    a.sync()
    for name in (photo, other):
        sqlite_centre.path(name).unlink()
    only = rows(a)[FILE, photo].cargo
    found = client.check_office(a.workspace, only=only)
    assert found.missing_files == (photo,)
    client.offer_again(a.workspace, found)
    assert a.sync().attachments_sent == 1


def test_a_step_belongs_to_its_record(laptop: MakeLaptop) -> None:
    a = laptop("a")
    record = records.add(a.workspace, "complaint", {"number": "1/2569"}, stream=STREAM)
    records.add(
        a.workspace,
        "step",
        {"record": record, "record_table": "complaint", "kind": "received", "on_date": "2026-11-20"},
        stream=STREAM,
    )
    [line] = rows(a).values()
    assert (line.key, line.changes) == (("complaint", record), 2)
