"""Logs, crash reports and the file for the help desk hold nothing of twenty texts that the database holds."""

from __future__ import annotations

import json
import sys
import threading
import traceback
import zipfile
from pathlib import Path

import pytest
from PySide6.QtCore import qWarning

from fieldkit import crash
from fieldkit.cli import Exit, main
from fieldkit.errors import FieldkitError, Text
from fieldkit.model import verify as verifying
from fieldkit.model.rolling import Plan, keep_plan
from fieldkit.model.workspace import Workspace
from fieldkit.support import REPORT
from fieldkit.ui import crash_log
from tests.model.keys.test_plaintext import MARKERS, found_in, work


def go_wrong(folder: Path, patched: pytest.MonkeyPatch) -> None:
    """Fail over every marker in each way that the window and the commands write about."""

    def unexpected(*_args: object, **_options: object) -> None:
        try:
            raise KeyError(*MARKERS.values())
        except KeyError as error:
            told = " ".join(MARKERS.values())
            raise FieldkitError(Text(told, told), Text(told, told), place=told) from error

    def bug(*_args: object, **_options: object) -> None:
        try:
            unexpected()
        except FieldkitError as error:
            raise ValueError(list(MARKERS.values())) from error

    with patched.context() as broken:
        broken.setattr(verifying, "check", bug)
        assert main(["--data", str(folder), "check"]) == Exit.BUG
    log = crash_log.CrashLog(folder / "log", lambda: None)
    try:
        for fail in (bug, unexpected):
            try:
                fail()
            except Exception as error:  # noqa: BLE001 - as the hook gets it
                sys.excepthook(type(error), error, error.__traceback__)
        thread = threading.Thread(target=bug)
        thread.start()
        thread.join()
        for marker in MARKERS.values():
            qWarning(f'QFile: cannot open "{marker}.jpg"')
            qWarning(f"QImageReader: /home/{marker}/photo.jpg")
    finally:
        log.remove()
    # As a process that dies leaves it.
    fault = folder / "log" / "fault.log"
    fault.write_text(f'Fatal\n  File "/home/{MARKERS["person"]}/lib/fieldkit/cli.py", line 3 in main\n')


def unpacked(file: Path, into: Path) -> Path:
    with zipfile.ZipFile(file) as archive:
        archive.extractall(into)
    return into


@pytest.fixture
def worked(office_folder: Path) -> Path:
    """A folder that holds every marker, beside settings that name folders."""
    workspace = Workspace(office_folder)
    work(workspace)
    place = office_folder.parent / MARKERS["photo name"]
    place.mkdir()
    keep_plan(workspace, Plan(str(place)))
    workspace.remember("photo_folder", str(place))
    workspace.close()
    (office_folder / f"{MARKERS['card']}.txt").write_text(MARKERS["card"], encoding="utf-8")
    return office_folder


pytestmark = [
    pytest.mark.qt_no_exception_capture,
    pytest.mark.qt_log_ignore("QFile", "QImageReader", extend=True),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning"),
]


def test_of_twenty_markers_none_is_in_logs_or_the_support_file(
    worked: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    go_wrong(worked, monkeypatch)
    capsys.readouterr()
    out = tmp_path / "support.zip"
    assert main(["--data", str(worked), "--json", "support", str(out)]) == Exit.DONE
    told = json.loads(capsys.readouterr().out)
    inside = unpacked(out, tmp_path / "unpacked")

    assert len(MARKERS) == 20
    assert found_in(worked) == set(MARKERS), "the hunt finds what is there"
    (worked / "log" / "fault.log").unlink()  # the system wrote it; its paths are cut for the file
    assert found_in(worked / "log", inside) == set()
    names = set(told["names"])
    assert {REPORT, "log/fieldkit.log", "log/fault.log"} <= names
    assert any(name.startswith("log/crash-") for name in names)
    assert 'File "fieldkit/cli.py", line 3' in (inside / "log" / "fault.log").read_text()
    assert "qt: QFile: cannot open …" in (inside / "log" / "fieldkit.log").read_text(encoding="utf-8")
    report = json.loads((inside / REPORT).read_text(encoding="utf-8"))
    assert report == told["report"]
    assert report["data"]["rows"]["inspection"] == 1
    assert report["data"]["backups"]["plan"]["keep"] == 7
    assert str(Path.home()) not in json.dumps(report)


def test_the_hunt_sees_a_log_that_quotes(
    worked: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def quoting(error: BaseException) -> str:
        return "".join(traceback.format_exception(error))

    for module in (crash, crash_log):
        monkeypatch.setattr(module, "describe", quoting)
    go_wrong(worked, monkeypatch)
    assert main(["--data", str(worked), "support", str(tmp_path / "support.zip")]) == Exit.DONE
    assert found_in(unpacked(tmp_path / "support.zip", tmp_path / "unpacked")) == set(MARKERS)


@pytest.mark.parametrize("what", ["damaged", "absent"])
def test_data_that_do_not_open_are_told_by_kind(
    what: str, worked: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if what == "damaged":
        (worked / "fieldkit.db").write_bytes(b"no database" * 1000)
    folder = worked if what == "damaged" else tmp_path / "absent"
    assert main(["--data", str(folder), "--json", "support", str(tmp_path / "support.zip")]) == Exit.DONE
    told = json.loads(capsys.readouterr().out)
    assert set(told["report"]["data"]) == {"refused"}
    assert told["report"]["folder"]["exists"] is (what == "damaged")
    assert folder.is_dir() is (what == "damaged"), "nothing was made"


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("QPainter::begin: no device", "QPainter::begin: no device"),
        ("cannot open file:///C:/Users/a.jpg", "cannot open …"),
        ("cannot open C:\\Users\\a", "cannot open …"),
        ("unknown word สมชาย here", "unknown word …"),
    ],
)
def test_a_library_is_quoted_up_to_where_it_quotes(said: str, kept: str) -> None:
    assert crash.unquoted(said) == kept
