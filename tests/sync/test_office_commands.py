"""The command line about the office: what it lacks, receipts, originals that leave, codes for one laptop."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from fieldkit.cli import Exit, main
from tests.sync.laptops import INSPECTION, Laptop, RunningCentre
from tests.sync.test_office import answer, attach, close

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def folder(sqlite_centre: RunningCentre, tmp_path: Path) -> Path:
    """A laptop with an inspection that was closed long ago, all of it at the office."""
    with closing(Laptop(tmp_path / "a").enrol(sqlite_centre)) as laptop:
        close(laptop, 8)
        answer(laptop, "q1")
        attach(laptop, 1)
        laptop.sync()
    return tmp_path / "a"


def said(capsys: Capture, folder: Path, *arguments: str, code: int = 0) -> dict[str, Any]:
    assert main(["--data", str(folder), "--json", *arguments]) == code
    return dict(json.loads(capsys.readouterr().out))


def test_the_office_is_asked_and_given_again(
    sqlite_centre: RunningCentre, folder: Path, capsys: Capture
) -> None:
    assert said(capsys, folder, "sync", "--check-office") == {
        "ok": True,
        "changes": 5,
        "files": 1,
        "missing": [],
        "kept": 0,
    }
    (path,) = sqlite_centre.centre.blobs.folder.glob("??/*")
    path.unlink()
    found = said(capsys, folder, "sync", "--check-office", code=Exit.REFUSED)
    (lack,) = found["missing"]
    assert (lack["inspection"], lack["changes"], lack["lost"]) == (INSPECTION, 0, 0)
    assert [file["name"] for file in lack["files"]] == ["1.jpg"]
    for language, words in (("th", "ไฟล์ขาด 1 ไฟล์"), ("en", "1 files missing")):
        assert main(["--data", str(folder), "--lang", language, "sync", "--check-office"]) == Exit.REFUSED
        assert words in capsys.readouterr().out
    assert said(capsys, folder, "sync", "--check-office", "--send-again")["ok"]
    assert path.exists()
    assert main(["--data", str(folder), "--lang", "en", "sync", "--check-office"]) == Exit.DONE
    assert "all 5 changes and 1 files" in capsys.readouterr().out


def test_originals_leave_by_command(folder: Path, capsys: Capture) -> None:
    assert said(capsys, folder, "sync", "--free-originals", "--older-than", "60") == {"files": 0, "bytes": 0}
    assert said(capsys, folder, "sync", "--free-originals") == {"files": 1, "bytes": 100_000}
    receipt = said(capsys, folder, "show", "receipt", INSPECTION)
    assert receipt["complete"]
    assert [file["state"] for file in receipt["files"]] == ["office"]
    assert said(capsys, folder, "sync", "--check-office")["ok"]


def test_a_receipt_in_words(folder: Path, capsys: Capture) -> None:
    with closing(Laptop(folder)) as laptop:
        laptop.answer("q1", "fail")
    for language, words in (("th", "รอส่ง"), ("en", "waiting")):
        assert main(["--data", str(folder), "--lang", language, "show", "receipt", INSPECTION]) == Exit.DONE
        assert words in capsys.readouterr().out
    assert main(["--data", str(folder), "show", "receipt", "none"]) == Exit.REFUSED
    assert "none" in capsys.readouterr().err


@pytest.mark.parametrize(
    "options",
    [["--send-again"], ["--older-than", "3"], ["--check-office", "--free-originals"]],
)
def test_options_that_do_not_go_together(folder: Path, capsys: Capture, options: list[str]) -> None:
    assert main(["--data", str(folder), "sync", *options]) == Exit.USAGE
    capsys.readouterr()


def test_a_wrong_clock_is_said_on_standard_error(
    folder: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    from fieldkit.sync import clock

    monkeypatch.setattr(clock, "compare", lambda *_: clock.Skew(round(365.2425 * 86_400 * 543)))
    assert main(["--data", str(folder), "--json", "--lang", "th", "sync"]) == Exit.DONE
    out, err = capsys.readouterr()
    assert json.loads(out)["clock_ahead"] > 17_000_000_000
    assert "ค.ศ." in err


def test_a_code_for_one_laptop(tmp_path: Path, capsys: Capture) -> None:
    where = ["--store", str(tmp_path / "centre")]
    with closing(Laptop(tmp_path / "a")) as laptop:
        device = laptop.workspace.device
    assert said(capsys, tmp_path, "server", "code", *where, "--device", device)["code"]
    assert main(["server", "code", *where, "--device", "mine"]) == Exit.USAGE
    capsys.readouterr()


def test_a_record_is_held_and_released(sqlite_centre: RunningCentre, folder: Path, capsys: Capture) -> None:
    with closing(Laptop(folder)) as laptop:
        answer(laptop, "q2")
    (line,) = said(capsys, folder, "queue", "list", "--state", "partly")["queue"]
    assert (line["table"], line["record"]) == ("inspection", INSPECTION)
    count = line["waiting"]
    assert said(capsys, folder, "queue", "hold", "inspection", INSPECTION) == {"changes": count}
    before = len(sqlite_centre.bodies())
    assert said(capsys, folder, "sync")["pushed"] == 0
    assert len(sqlite_centre.bodies()) == before
    office = said(capsys, folder, "sync", "--check-office", code=Exit.REFUSED)
    assert (office["ok"], office["missing"], office["kept"]) == (False, [], count)
    (line,) = said(capsys, folder, "queue", "list", "--state", "kept")["queue"]
    assert line["asked"]
    assert said(capsys, folder, "queue", "release") == {"changes": count}
    assert said(capsys, folder, "sync")["pushed"] == count
    assert (
        main(["--data", str(folder), "--lang", "th", "queue", "hold", "inspection", "none"]) == Exit.REFUSED
    )
    assert "ไม่พบรายการนี้" in capsys.readouterr().err
