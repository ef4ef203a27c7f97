"""A copy of the centre is whole, is made while laptops sync, and brings back a lost one on any database."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import zstandard
from sqlalchemy import select

from fieldkit.cli import Exit, main
from fieldkit.model import durable
from fieldkit.model.changes import set_meta
from fieldkit.model.durable import CannotWrite
from fieldkit.model.roles import CENTRE_ADDRESS
from fieldkit.sync.server import FolderBlobs, Store, check, safe_copy, schema
from tests.sync.laptops import Laptop, RunningCentre, running_centre

Make = Callable[[str], Laptop]
NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


def copy(centre: RunningCentre, folder: Path, *, now: datetime = NOW, keep: int = 0) -> safe_copy.CopyReport:
    return safe_copy.make(centre.centre.store, centre.centre.blobs, folder, now=now, keep=keep)


def everything(store: Store) -> dict[str, list[tuple[object, ...]]]:
    with store.read() as connection:
        return {
            table.name: sorted(tuple(row) for row in connection.execute(select(table)))
            for table in schema.metadata.sorted_tables
        }


def worked(centre: RunningCentre, laptop: Make) -> Laptop:
    one = laptop("one").enrol(centre, "25")
    one.answer("q1", "1")
    one.photo(b"one photo" * 1_000)
    one.sync()
    return one


def test_what_is_put_back_is_what_was_copied(
    centre: RunningCentre, laptop: Make, tmp_path: Path, postgresql_url: str
) -> None:
    worked(centre, laptop)
    report = copy(centre, tmp_path / "safe")
    assert (report.counts["log"], report.files, report.fresh, report.damaged) == (
        *(len(centre.bodies()), 1, 1),
        (),
    )
    assert report.path.name == "centre-20261123T030000Z.db"
    stores = [Store.in_folder(tmp_path / "new")]
    if not centre.centre.store.postgresql:  # else it is the database of this centre
        stores.append(Store.at(postgresql_url))
    for number, store in enumerate(stores):
        blobs = FolderBlobs(tmp_path / f"blobs{number}")
        back = safe_copy.put_back(report.path, store, blobs)
        assert (back.counts, back.files) == (report.counts, report.files)
        assert everything(store) == everything(centre.centre.store)
        assert check.problems(store, blobs) == []
        with pytest.raises(safe_copy.CentreNotEmpty):
            safe_copy.put_back(report.path, store, blobs)
        store.close()


def test_laptops_give_a_centre_that_was_put_back_what_it_lacks(tmp_path: Path, laptop: Make) -> None:
    with running_centre(tmp_path / "old") as old:
        one = worked(old, laptop)
        report = copy(old, tmp_path / "safe")
        one.answer("q2", "after the copy")
        one.photo(b"another" * 500)
        one.sync()
        before, port = old.bodies(), old.url
    with running_centre(tmp_path / "new") as new:
        safe_copy.put_back(report.path, new.centre.store, new.centre.blobs)
    with running_centre(tmp_path / "new") as new:
        assert new.bodies().keys() < before.keys()
        with one.workspace.database.write() as connection:
            set_meta(connection, CENTRE_ADDRESS, new.url)
        assert new.url != port
        one.sync()
        one.sync()
        assert new.bodies() == before
        assert check.problems(new.centre.store, new.centre.blobs) == []


def test_a_copy_is_one_moment_while_laptops_sync(
    sqlite_centre: RunningCentre, laptop: Make, tmp_path: Path
) -> None:
    laptops = [laptop(f"laptop {number}").enrol(sqlite_centre, "25") for number in range(3)]
    stop = threading.Event()

    def work(one: Laptop, number: int) -> None:
        count = 0
        while not stop.is_set():
            one.answer(f"q{number}-{count}", "x")
            one.photo(f"{number} {count}".encode() * 200)
            one.sync()
            count += 1

    threads = [threading.Thread(target=work, args=pair) for pair in zip(laptops, range(3), strict=True)]
    for thread in threads:
        thread.start()
    try:
        reports = [
            copy(sqlite_centre, tmp_path / "safe", now=NOW + timedelta(seconds=number)) for number in range(4)
        ]
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert [report.damaged for report in reports] == [()] * 4
    for number, report in enumerate(reports):
        store = Store.in_folder(tmp_path / f"new{number}")
        blobs = FolderBlobs(tmp_path / f"blobs{number}")
        assert safe_copy.put_back(report.path, store, blobs).damaged == ()
        assert check.problems(store, blobs) == []
        store.close()


def test_files_are_kept_once_and_old_copies_go(
    sqlite_centre: RunningCentre, laptop: Make, tmp_path: Path
) -> None:
    one = worked(sqlite_centre, laptop)
    assert copy(sqlite_centre, tmp_path / "safe").fresh == 1
    one.photo(b"two")
    one.sync()
    second = copy(sqlite_centre, tmp_path / "safe", now=NOW + timedelta(days=1))
    assert (second.files, second.fresh) == (2, 1)
    third = copy(sqlite_centre, tmp_path / "safe", now=NOW + timedelta(days=2), keep=2)
    assert sorted(path.name for path in (tmp_path / "safe").glob("*.db")) == [
        second.path.name,
        third.path.name,
    ]
    assert not [
        path for path in (tmp_path / "safe").iterdir() if path.suffix != ".db" and path.name != "blobs"
    ]


def test_files_that_the_centre_has_lost_are_named(
    sqlite_centre: RunningCentre, laptop: Make, tmp_path: Path
) -> None:
    one = worked(sqlite_centre, laptop)
    one.photo(b"lost" * 300)
    one.sync()
    first, second = sorted(sqlite_centre.centre.blobs.folder.glob("??/*"))
    first.write_bytes(b"x" * first.stat().st_size)
    second.unlink()
    report = copy(sqlite_centre, tmp_path / "safe")
    assert (report.files, sorted(report.damaged)) == (0, [first.name, second.name])
    assert not list((tmp_path / "safe" / "blobs" / "incoming").iterdir())


@pytest.mark.parametrize("harm", ["cut", "flipped", "another", "none"])
def test_a_damaged_copy_is_refused(
    sqlite_centre: RunningCentre, laptop: Make, tmp_path: Path, harm: str
) -> None:
    worked(sqlite_centre, laptop)
    source = copy(sqlite_centre, tmp_path / "safe").path
    data = source.read_bytes()
    if harm == "cut":
        source.write_bytes(data[: len(data) // 2])
    elif harm == "flipped":  # within packed bodies, which SQLite itself does not notice
        at = data.index(zstandard.FRAME_HEADER) + 100
        source.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
    elif harm == "another":
        source.write_bytes(b"%PDF-1.7" + bytes(5000))
    else:
        source.unlink()
    store = Store.in_folder(tmp_path / "new")
    with pytest.raises(safe_copy.CopyDamaged):
        safe_copy.put_back(source, store, FolderBlobs(tmp_path / "blobs"))
    with store.read() as connection:
        assert connection.execute(select(schema.log)).first() is None
    store.close()


def test_a_full_disk_leaves_the_older_copy(
    sqlite_centre: RunningCentre, laptop: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    worked(sqlite_centre, laptop)
    before = copy(sqlite_centre, tmp_path / "safe").path

    def full(_path: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(durable, "_sync", full)
    with pytest.raises(CannotWrite, match="full"):
        copy(sqlite_centre, tmp_path / "safe", now=NOW + timedelta(days=1), keep=1)
    assert [path for path in (tmp_path / "safe").iterdir() if path.name != "blobs"] == [before]


def test_the_commands_copy_and_put_back(
    sqlite_centre: RunningCentre, laptop: Make, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    worked(sqlite_centre, laptop)
    store = str(sqlite_centre.centre.blobs.folder.parent)
    safe = str(tmp_path / "safe")
    assert main(["--json", "server", "backup", safe, "--store", store, "--keep", "3"]) == Exit.DONE
    told = json.loads(capsys.readouterr().out)
    assert (told["files"], told["damaged"], told["counts"]["log"]) == (1, [], len(sqlite_centre.bodies()))
    new = str(tmp_path / "new")
    assert main(["--json", "server", "restore", told["path"], "--store", new]) == Exit.DONE
    assert json.loads(capsys.readouterr().out)["counts"] == told["counts"]
    assert main(["--json", "server", "check", "--store", new]) == Exit.DONE
    shutil.rmtree(tmp_path / "safe" / "blobs")
    other = str(tmp_path / "other")
    assert main(["--lang", "th", "server", "restore", told["path"], "--store", other]) == 1
    assert "ไม่อยู่ในสำเนา" in "".join(capsys.readouterr())
