"""What the office holds: receipts, asking it for everything, and what may leave a laptop."""

from __future__ import annotations

import ast
import random
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from fieldkit.model import file_classes, files, receipts, retention
from fieldkit.model.body import Op
from fieldkit.model.changes import heads
from fieldkit.model.ids import derived_id
from fieldkit.model.tables import GROUPS
from fieldkit.model.verify import verify
from fieldkit.sync import client
from fieldkit.sync.answers import CentreFailed
from fieldkit.sync.server import blocks
from fieldkit.sync.server.schema import blob, log
from tests.sync.laptops import INSPECTION, STREAM, Laptop, RunningCentre

Make = Callable[[str], Laptop]
ROOT = Path(__file__).resolve().parents[2]


def picture(seed: int, size: int = 100_000) -> bytes:
    return random.Random(seed).randbytes(size)


def attach(laptop: Laptop, seed: int, *, media_type: str = "image/jpeg", size: int = 100_000) -> str:
    """Attach a file with a media type; returns its SHA-256."""
    sha256 = laptop.photo(picture(seed, size))
    (row,) = laptop.workspace.rows("SELECT id FROM attachment WHERE sha256 = ?", sha256)
    with laptop.workspace.database.read() as connection:
        seen = heads(connection, "attachment", row["id"])["attachment", row["id"], "core"]
    values: dict[str, Any] = dict.fromkeys(GROUPS["attachment"]["core"])
    values |= {"inspection": INSPECTION, "sha256": sha256, "size": size, "kind": "photo"}
    values |= {"media_type": media_type, "name": f"{seed}.jpg"}
    laptop.workspace.log.commit([Op("attachment", row["id"], "core", values, seen, STREAM)])
    return sha256


def answer(laptop: Laptop, question: str) -> None:
    """Answer a question that says to which inspection it belongs."""
    record = derived_id("answer", INSPECTION, question)
    core = {"inspection": INSPECTION, "path": question}
    laptop.workspace.log.commit([Op("answer", record, "core", core, (), STREAM)])
    laptop.answer(question, "pass")


def close(laptop: Laptop, months_ago: int) -> None:
    """Write the inspection of the tests, closed some months ago."""
    at = laptop.workspace.clock() - timedelta(days=31 * months_ago)
    status = {"state": "closed", "closed_at": at.isoformat(), "closing": None, "reason": None}
    core: dict[str, Any] = dict.fromkeys(GROUPS["inspection"]["core"])
    core |= {"form_id": "GEN", "started_at": at.isoformat()}
    laptop.workspace.log.commit(
        [
            Op("inspection", INSPECTION, "core", core, (), STREAM),
            Op("inspection", INSPECTION, "status", status, (), STREAM),
        ]
    )


def state_of(laptop: Laptop, sha256: str) -> str:
    (row,) = laptop.workspace.rows("SELECT state FROM blob WHERE sha256 = ?", sha256)
    return str(row["state"])


# --- receipts --------------------------------------------------------------------------------------


def test_a_receipt_says_what_the_office_has_since_when(centre: RunningCentre, laptop: Make) -> None:
    a, b = laptop("a").enrol(centre), laptop("b").enrol(centre)
    close(a, 0)
    answer(a, "q1")
    sha256 = attach(a, 1)
    before = client.receipt(a.workspace, INSPECTION)
    assert not before.complete
    assert {one.received_at for one in before.records} == {None}
    assert [(one.sha256, one.state) for one in before.files] == [(sha256, files.LOCAL)]
    started = centre.clock().isoformat(timespec="milliseconds")
    a.sync()
    after = client.receipt(a.workspace, INSPECTION)
    assert after.complete
    times = [one.received_at for one in after.records] + [one.received_at for one in after.files]
    assert all(started <= str(at) for at in times)
    b.sync()
    assert {one.received_at for one in client.receipt(b.workspace, INSPECTION).records} == {
        one.received_at for one in after.records
    }
    a.answer("q1", "fail")
    assert not client.receipt(a.workspace, INSPECTION).complete
    waiting = [one for one in client.receipt(a.workspace, INSPECTION).records if not one.received_at]
    assert [(one.table, one.record) for one in waiting] == [
        ("answer", derived_id("answer", INSPECTION, "q1"))
    ]


def test_a_lost_answer_gives_the_time_of_the_first_receipt(
    sqlite_centre: RunningCentre, laptop: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    from fieldkit.sync import push
    from fieldkit.sync.answers import Unreachable

    a = laptop("a").enrol(sqlite_centre)
    change = a.answer("q", "pass")

    def lost(*_arguments: object, **_options: object) -> None:
        raise Unreachable

    with monkeypatch.context() as patch:
        patch.setattr(push, "_record", lost)
        with pytest.raises(Unreachable):
            a.sync()
    with sqlite_centre.centre.store.read() as connection:
        [first] = [one.at for one in blocks.every(connection, "ins/25")]
    sqlite_centre.clock.ahead = timedelta(hours=3)
    with monkeypatch.context() as patch:
        patch.setattr("fieldkit.sync.exchange.pull", lost)
        with pytest.raises(Unreachable):
            a.sync()
    (row,) = a.workspace.rows("SELECT received_at FROM change WHERE id = ?", change)
    assert row["received_at"] is None, "the answer to a repeated push does not say when it came first"
    a.sync()
    (row,) = a.workspace.rows("SELECT received_at FROM change WHERE id = ?", change)
    assert row["received_at"] == first


def test_the_classes_of_files_are_counted(sqlite_centre: RunningCentre, laptop: Make) -> None:
    a = laptop("a").enrol(sqlite_centre)
    attach(a, 1, size=2000)
    for seed in (2, 3, 4):
        attach(a, seed)
    attach(a, 5, media_type="video/mp4")
    counted = {one.kind: (one.here, one.sent, one.waiting) for one in client.status(a.workspace).classes}
    assert counted == {"papers": (1, 0, 1), "photos": (3, 0, 3), "originals": (1, 0, 1)}
    a.sync()
    found = client.status(a.workspace).classes
    assert [(one.here, one.sent, one.waiting_bytes) for one in found] == [(1, 1, 0), (3, 3, 0), (1, 1, 0)]
    assert [one.here_bytes for one in found] == [2000, 300_000, 100_000]


@pytest.mark.parametrize(
    ("media_type", "size", "kind"),
    [
        (None, 5_000_000, "papers"),
        ("image/png", 60_000, "papers"),
        ("application/json", 100_000, "papers"),
        ("image/jpeg", 200_000, "photos"),
        ("application/pdf", 3_000_000, "photos"),
        ("image/jpeg", 9_000_000, "originals"),
        ("audio/mpeg", 10_000, "originals"),
        ("video/mp4", 100_000, "originals"),
    ],
)
def test_what_travels_when(laptop: Make, media_type: str | None, size: int, kind: str) -> None:
    a = laptop("a")
    if media_type is None:
        sha256 = a.workspace.attachments.add(b"signed")
    else:
        sha256 = attach(a, 1, media_type=media_type, size=10)
    with a.workspace.database.write() as connection:
        files.mark(connection, sha256, files.LOCAL, size=size)
    with a.workspace.database.read() as connection:
        assert [file.kind for file in file_classes.listing(connection, files.LOCAL)] == [kind]
        counted = {one.kind: one.here_bytes for one in file_classes.counts(connection)}
    assert counted == {**dict.fromkeys(file_classes.CLASSES, 0), kind: size}


# --- asking the office -----------------------------------------------------------------------------


def test_everything_is_at_the_office(centre: RunningCentre, laptop: Make) -> None:
    a = laptop("a").enrol(centre)
    answer(a, "q1")
    attach(a, 1)
    a.sync()
    found = client.check_office(a.workspace)
    assert found.complete
    assert (found.changes, found.files) == (4, 1)


def test_what_the_office_lacks_is_named_and_sent_again(centre: RunningCentre, laptop: Make) -> None:
    a = laptop("a").enrol(centre)
    close(a, 0)
    answer(a, "q1")
    gone, damaged, whole = (attach(a, seed) for seed in (1, 2, 3))
    a.workspace.log.commit([Op("person", "p", "core", {"name": "x"}, (), "ref")])
    a.sync()
    store, blobs = centre.centre.store, centre.centre.blobs
    centre.path(gone).unlink()
    centre.path(damaged).write_bytes(bytes(100_000))
    with store.write() as connection:
        block = connection.execute(log.select().where(log.c.stream == STREAM)).one()
        connection.execute(log.update().where(log.c.stream == STREAM).values(ids=bytes(4) + block.ids[4:]))
    assert a.sync().attachments_sent == 0, "an exchange alone does not notice"
    found = client.check_office(a.workspace)
    (lack,) = found.lacks
    assert (lack.inspection, lack.changes, lack.lost) == (INSPECTION, 1, 0)
    assert "GEN" in lack.title
    assert {file.sha256 for file in lack.files} == {gone, damaged}
    assert {file.name for file in lack.files} == {"1.jpg", "2.jpg"}
    assert [state_of(a, one) for one in (gone, damaged, whole)] == [files.LOCAL, files.LOCAL, files.SENT]
    assert client.offer_again(a.workspace, found) == 1
    report = a.sync()
    assert report.attachments_sent == 2
    assert client.check_office(a.workspace).complete
    assert not blobs.damaged(damaged)


def test_the_check_of_large_files_goes_in_steps(
    sqlite_centre: RunningCentre, laptop: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    from fieldkit.sync import protocol

    monkeypatch.setattr(protocol, "MAX_VERIFIED", 150_000)
    a = laptop("a").enrol(sqlite_centre)
    first, *_ = [attach(a, seed) for seed in range(4)]
    a.sync()
    sqlite_centre.path(first).write_bytes(bytes(100_000))
    found = client.check_office(a.workspace)
    assert [file.name for lack in found.lacks for file in lack.files] == ["0.jpg"]


def test_a_file_that_is_on_the_disk_but_not_in_the_books_is_sent_again(
    sqlite_centre: RunningCentre, laptop: Make
) -> None:
    a = laptop("a").enrol(sqlite_centre)
    attach(a, 1)
    a.sync()
    with sqlite_centre.centre.store.write() as connection:
        connection.execute(blob.delete())
        files_here = a.workspace.database
    with files_here.write() as connection:
        files.doubt(connection)
    assert a.sync().attachments_sent == 1
    with sqlite_centre.centre.store.read() as connection:
        assert len(connection.execute(blob.select()).all()) == 1


# --- what may leave --------------------------------------------------------------------------------


def test_originals_of_old_inspections_leave_and_come_back(centre: RunningCentre, laptop: Make) -> None:
    a = laptop("a").enrol(centre)
    close(a, 8)
    photo, small = attach(a, 1), attach(a, 2, size=2000)
    a.sync()
    freed = client.free_originals(a.workspace)
    assert (freed.files, freed.bytes) == (1, 100_000)
    assert not a.workspace.attachments.has(photo)
    assert a.workspace.attachments.has(small)
    assert state_of(a, photo) == files.OFFICE
    assert [one.away for one in client.status(a.workspace).classes] == [0, 1, 0]
    assert client.receipt(a.workspace, INSPECTION).complete
    assert not [one for one in verify(a.workspace) if one.kind.startswith("file")]
    report = a.sync()
    assert (report.attachments_received, report.attachments_wanted) == (0, 0), "it stays away"
    assert client.check_office(a.workspace).complete
    assert client.fetch_files(a.workspace, [photo]) == 1
    assert a.workspace.attachments.read(photo) == picture(1)
    assert state_of(a, photo) == files.SENT


def test_what_is_too_new_open_or_no_photo_stays(sqlite_centre: RunningCentre, laptop: Make) -> None:
    a = laptop("a").enrol(sqlite_centre)
    photo, paper = attach(a, 1), attach(a, 2, media_type="application/pdf")
    a.sync()
    assert client.free_originals(a.workspace).files == 0, "its inspection is not closed"
    close(a, 3)
    a.sync()
    assert client.free_originals(a.workspace).files == 0
    assert client.free_originals(a.workspace, months=1).files == 0, "the office's setting is the least"
    assert all(a.workspace.attachments.has(one) for one in (photo, paper))


def test_a_file_that_a_sealed_record_names_stays(sqlite_centre: RunningCentre, laptop: Make) -> None:
    a = laptop("a").enrol(sqlite_centre)
    close(a, 8)
    photo = attach(a, 1)
    values: dict[str, Any] = dict.fromkeys(GROUPS["signature"]["core"])
    values |= {"inspection": INSPECTION, "image": photo}
    a.workspace.log.commit([Op("signature", "s", "core", values, (), STREAM)])
    a.sync()
    assert client.free_originals(a.workspace).files == 0


@pytest.mark.parametrize("fault", ["gone", "damaged", "truncated", "unreached", "forgotten"])
def test_nothing_leaves_that_the_office_does_not_confirm_now(
    sqlite_centre: RunningCentre, laptop: Make, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    a = laptop("a").enrol(sqlite_centre)
    close(a, 8)
    photo = attach(a, 1)
    a.sync()
    path = sqlite_centre.path(photo)
    if fault == "gone":
        path.unlink()
    elif fault == "damaged":
        path.write_bytes(bytes(100_000))
    elif fault == "truncated":
        path.write_bytes(picture(1)[:500])
    elif fault == "forgotten":
        with sqlite_centre.centre.store.write() as connection:
            connection.execute(blob.delete())
    else:
        monkeypatch.setattr(type(sqlite_centre.centre), "receipts", lambda *_: 1 / 0)
        with pytest.raises(CentreFailed):
            client.free_originals(a.workspace)
    if fault != "unreached":
        assert client.free_originals(a.workspace).files == 0
    assert a.workspace.attachments.read(photo) == picture(1)


def test_a_crash_between_the_record_and_the_file_loses_nothing(
    sqlite_centre: RunningCentre, laptop: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    a = laptop("a").enrol(sqlite_centre)
    close(a, 8)
    photo = attach(a, 1)
    a.sync()

    def crash(*_arguments: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(type(a.workspace.attachments), "drop", crash)
        with pytest.raises(KeyboardInterrupt):
            client.free_originals(a.workspace)
    a.sync()
    assert state_of(a, photo) == files.SENT
    assert a.workspace.attachments.read(photo) == picture(1)


def test_a_freed_file_is_fetched_back_from_a_centre_that_was_put_back(
    sqlite_centre: RunningCentre, laptop: Make
) -> None:
    a = laptop("a").enrol(sqlite_centre)
    close(a, 8)
    photo = attach(a, 1)
    a.sync()
    client.free_originals(a.workspace)
    with a.workspace.database.write() as connection:
        files.doubt(connection)
    assert a.sync().attachments_received == 1
    assert a.workspace.attachments.has(photo)


def test_a_freed_file_that_the_office_lost_is_told(sqlite_centre: RunningCentre, laptop: Make) -> None:
    a = laptop("a").enrol(sqlite_centre)
    close(a, 8)
    photo = attach(a, 1)
    a.sync()
    client.free_originals(a.workspace)
    sqlite_centre.path(photo).unlink()
    (lack,) = client.check_office(a.workspace).lacks
    assert (lack.lost, lack.files[0].sha256) == (1, photo)


def test_one_place_drops_files() -> None:
    """Whoever else calls ``drop`` of the store, or removes a file below it, goes around the rule."""
    callers = set()
    for path in sorted((ROOT / "fieldkit").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr == "drop" and "attachments" in ast.unparse(node):
                callers.add(path.relative_to(ROOT).as_posix())
    # What nothing names any more after an erasure is no file of anybody's.
    assert callers == {"fieldkit/model/retention.py", "fieldkit/model/erasure/traces.py"}


@pytest.mark.parametrize(
    ("today", "months", "before"),
    [("2026-11-22", 6, "2026-05-22"), ("2026-03-31", 1, "2026-02-28"), ("2026-01-15", 13, "2024-12-15")],
)
def test_months_are_counted_back(today: str, months: int, before: str) -> None:
    from datetime import date

    assert retention.closed_before(date.fromisoformat(today), months) == before


def test_what_belongs_to_no_inspection_is_named_apart(laptop: Make) -> None:
    a = laptop("a")
    written = a.workspace.log.commit([Op("person", "p", "core", {"name": "x"}, (), "ref")])
    with a.workspace.database.read() as connection:
        assert receipts.places_of_changes(connection, written.changes) == {receipts.ELSEWHERE: 1}
