"""The exchange by a shared folder: both sides, their commands, refusals, and what disappears underway."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fieldkit.cli import main
from fieldkit.model.durable import CannotWrite
from fieldkit.sync.bundle import folder, writing
from fieldkit.sync.bundle.folder import FROM_OFFICE, TO_OFFICE, NoSuchFolder
from fieldkit.sync.server import bundle_folder, devices
from tests.sync.laptops import Laptop, RunningCentre

MakeLaptop = Callable[[str], Laptop]


def waiting(share: Path) -> list[str]:
    return sorted(path.name for path in (share / TO_OFFICE).iterdir())


def test_a_province_works_by_its_share_alone(
    sqlite_centre: RunningCentre, laptop: MakeLaptop, tmp_path: Path
) -> None:
    centre, share = sqlite_centre, tmp_path
    laptops = [laptop(name).enrol(centre, "25") for name in "abc"]
    for number, one in enumerate(laptops):
        one.answer(f"question {number}", "1")
        one.photo(bytes([number]) * 1000)
    for _ in range(3):  # answers out; others' in; others' photos in
        for one in laptops:
            assert not folder.exchange(one.workspace, share).refused
        assert all(outcome.error is None for outcome in bundle_folder.fetch(centre.centre, share))
    for one in laptops:
        folder.exchange(one.workspace, share)
    assert laptops[0].bodies() == laptops[1].bodies() == laptops[2].bodies() == centre.bodies()
    for one in laptops:
        assert one.workspace.waiting() == 0
        assert len(list(one.workspace.attachments.names())) == 3


def test_a_new_bundle_takes_the_place_of_one_that_nobody_fetched(
    sqlite_centre: RunningCentre, laptop: MakeLaptop, tmp_path: Path
) -> None:
    a = laptop("a").enrol(sqlite_centre, "25")
    a.answer("one", "1")
    folder.exchange(a.workspace, tmp_path)
    first = waiting(tmp_path)
    a.answer("two", "2")
    folder.exchange(a.workspace, tmp_path)
    second = waiting(tmp_path)
    assert len(second) == 1
    assert first != second
    (outcome,) = bundle_folder.fetch(sqlite_centre.centre, tmp_path)
    assert outcome.received is not None
    assert outcome.received.changes == 2
    assert not waiting(tmp_path)


def test_the_laptop_reads_why_it_was_refused(
    sqlite_centre: RunningCentre, laptop: MakeLaptop, tmp_path: Path
) -> None:
    centre = sqlite_centre
    a = laptop("a").enrol(centre, "25")
    a.answer("one", "1")
    folder.exchange(a.workspace, tmp_path)
    with centre.centre.store.write() as connection:
        devices.revoke(connection, a.workspace.device, now=centre.clock())
    (outcome,) = bundle_folder.fetch(centre.centre, tmp_path)
    assert outcome.error is not None
    assert bundle_folder.fetch(centre.centre, tmp_path) == []
    report = folder.exchange(a.workspace, tmp_path)
    assert [error.message("th") for error in report.refused] != []
    assert "revoked" in report.refused[0].message("en")
    assert folder.exchange(a.workspace, tmp_path).refused == []
    assert a.workspace.waiting() == 1


def test_what_is_no_bundle_does_not_stop_the_others(
    sqlite_centre: RunningCentre, laptop: MakeLaptop, tmp_path: Path
) -> None:
    a = laptop("a").enrol(sqlite_centre, "25")
    a.answer("one", "1")
    folder.exchange(a.workspace, tmp_path)
    whole = tmp_path / TO_OFFICE / waiting(tmp_path)[0]
    (tmp_path / TO_OFFICE / "0 first.fkbundle").write_bytes(b"PK\x03\x04 not one of ours")
    cut = tmp_path / TO_OFFICE / f"{a.workspace.device}-0.fkbundle"
    cut.write_bytes(whole.read_bytes()[:-10])
    outcomes = bundle_folder.fetch(sqlite_centre.centre, tmp_path)
    assert sorted(outcome.error is None for outcome in outcomes) == [False, False, True]
    report = folder.exchange(a.workspace, tmp_path)
    assert len(report.refused) == 1
    assert len(report.read) == 1


def test_a_device_name_cannot_leave_the_folder(
    sqlite_centre: RunningCentre, laptop: MakeLaptop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a = laptop("a")
    monkeypatch.setattr(a.workspace, "device", "../../evil")
    path = writing.for_colleague(a.workspace, tmp_path / "made").paths[0]
    (tmp_path / "share" / TO_OFFICE).mkdir(parents=True)
    path.rename(tmp_path / "share" / TO_OFFICE / "x.fkbundle")
    (outcome,) = bundle_folder.fetch(sqlite_centre.centre, tmp_path / "share")
    assert outcome.error is not None
    assert not (tmp_path / "share" / FROM_OFFICE).exists()
    assert not list(tmp_path.glob("**/evil"))


def test_a_share_that_is_gone_is_said(
    sqlite_centre: RunningCentre, laptop: MakeLaptop, tmp_path: Path
) -> None:
    a = laptop("a").enrol(sqlite_centre, "25")
    with pytest.raises(NoSuchFolder):
        folder.exchange(a.workspace, tmp_path / "no stick")
    (tmp_path / TO_OFFICE).write_text("a file in its place")
    with pytest.raises(CannotWrite):
        folder.exchange(a.workspace, tmp_path)


def test_the_commands_of_both_sides(
    sqlite_centre: RunningCentre, laptop: MakeLaptop, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    a, b = laptop("a").enrol(sqlite_centre, "25"), laptop("b").enrol(sqlite_centre, "25")
    a.answer("one", "1")

    def run(*args: str) -> tuple[int, dict[str, Any]]:
        code = main(["--json", *args])
        return code, json.loads(capsys.readouterr().out or "{}")

    def on(one: Laptop, *args: str) -> tuple[int, dict[str, Any]]:
        one.workspace.close()
        try:
            return run("--data", str(one.folder), "bundle", *args)
        finally:
            one.workspace = type(one.workspace)(one.folder)

    store = ["--store", str(tmp_path / "centre")]
    code, written = on(a, "write", str(tmp_path / "day"))
    assert (code, written["changes"], written["code"]) == (0, 1, "")
    code, taken = run("server", "bundle", written["paths"][0], "--answer", str(tmp_path / "back"), *store)
    assert (code, taken["changes"], taken["answered"]) == (0, 1, 1)
    code, read = on(a, "read", str(tmp_path / "back"))
    assert (code, read["changes"], a.workspace.waiting()) == (0, 0, 0)

    a.answer("two", "2")
    _, written = on(a, "write", str(tmp_path / "for b"), "--for-colleague")
    assert on(b, "read", written["paths"][0], "--code", "wrong")[0] == 1
    code, read = on(b, "read", written["paths"][0], "--code", written["code"])
    assert (code, read["changes"], read["tables"]) == (0, 1, ["answer"])

    share = tmp_path / "share"
    share.mkdir()
    assert on(b, "folder", str(share))[1]["changes"] == 1
    code, fetched = run("server", "folder", str(share), *store)
    assert (code, [one["changes"] for one in fetched["taken"]], fetched["refused"]) == (0, [1], {})
    code, report = on(b, "folder", str(share))
    assert (code, len(report["read"]), report["changes"]) == (0, 1, 0)
