from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import qWarning
from pytestqt.qtbot import QtBot

from fieldkit import crash
from fieldkit.errors import FieldkitError, Text
from fieldkit.ui import crash_log
from fieldkit.ui.crash_log import CrashLog
from fieldkit.ui.settings import Settings
from fieldkit.ui.single_instance import FirstInstance, raise_first


@pytest.fixture
def bugs() -> list[str]:
    return []


@pytest.fixture
def log(tmp_path: Path, bugs: list[str]) -> Iterator[CrashLog]:
    made = CrashLog(tmp_path / "log", lambda: bugs.append("told"))
    yield made
    made.remove()


def written(folder: Path) -> str:
    return (folder / "log" / crash_log.LOG_NAME).read_text("utf-8")


def test_a_bug_is_logged_without_what_was_typed(
    log: CrashLog, tmp_path: Path, bugs: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        int("นายสมชาย ใจดี")
    except ValueError as error:
        sys.excepthook(type(error), error, error.__traceback__)
    text = written(tmp_path)
    assert "builtins.ValueError" in text
    assert "test_app.py" in text
    assert "สมชาย" not in text
    assert str(Path.home()) not in text
    assert bugs == ["told"]
    assert "สมชาย" in capsys.readouterr().err


def test_a_cause_is_logged_too(log: CrashLog, tmp_path: Path) -> None:
    try:
        try:
            raise KeyError("secret")
        except KeyError as error:
            raise FieldkitError(Text("ไทย", "No such thing")) from error
    except FieldkitError as error:
        text = crash.describe(error)
    assert "fieldkit.errors.FieldkitError" in text
    assert "No such thing" not in text  # titles quote names and numbers
    assert "because of" in text
    assert "secret" not in text


@pytest.mark.qt_no_exception_capture
@pytest.mark.qt_log_ignore("a warning of Qt", extend=True)
def test_what_qt_says_is_logged(log: CrashLog, tmp_path: Path) -> None:
    qWarning("a warning of Qt")
    assert "qt: a warning of Qt" in written(tmp_path)


def test_hooks_are_taken_out_again(tmp_path: Path) -> None:
    before = sys.excepthook
    made = CrashLog(tmp_path / "log", lambda: None)
    assert sys.excepthook != before
    made.remove()
    assert sys.excepthook == before


def test_a_folder_that_cannot_be_written_does_not_stop_the_start(tmp_path: Path) -> None:
    (tmp_path / "log").write_text("in the way")
    CrashLog(tmp_path / "log", lambda: None).remove()


def test_a_second_start_raises_the_first_window(qtbot: QtBot, tmp_path: Path) -> None:
    assert raise_first(tmp_path) is False
    first = FirstInstance(tmp_path)
    with qtbot.waitSignal(first.raised):
        assert raise_first(tmp_path) is True
    assert raise_first(tmp_path / "other") is False
    first.close()
    assert raise_first(tmp_path) is False


def run(folder: Path, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Run the window's ``main`` in a process of its own, with no display."""
    program = (
        "import sys; from pathlib import Path; from fieldkit.ui import app\n"
        "out = Path(sys.argv[2]) if len(sys.argv) > 2 else None\n"
        "sys.exit(app.main(Path(sys.argv[1]), screenshots=out, theme='dark'))"
    )
    bare = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")}
    return subprocess.run(
        [sys.executable, "-c", program, str(folder), *arguments],
        env={**bare, **env},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere there always is a display")
@pytest.mark.parametrize("env", [{}, {"DISPLAY": ":987"}], ids=["none", "dead"])
def test_without_a_display_it_says_how_to_see_the_window(data_folder: Path, env: dict[str, str]) -> None:
    done = run(data_folder, **env)
    assert done.returncode == 1
    assert "--screenshots" in done.stderr
    assert "ไม่พบจอภาพ" in done.stderr
    assert "no display" in done.stderr


def test_pictures_are_drawn_without_a_display_and_change_no_settings(
    data_folder: Path, tmp_path: Path
) -> None:
    kept = Settings.of_folder(data_folder)
    kept.scheme, kept.text_size = "outdoor", 125
    kept.flush()
    before = (data_folder / "window.ini").read_bytes()
    done = run(data_folder, str(tmp_path / "out"))
    assert done.returncode == 0, done.stderr
    files = done.stdout.split()
    assert str(tmp_path / "out" / "settings-dark.png") in files
    assert all(Path(file).stat().st_size > 5000 for file in files)
    assert (data_folder / "window.ini").read_bytes() == before


def test_pictures_of_data_that_are_in_use_are_refused(data_folder: Path, tmp_path: Path) -> None:
    from fieldkit.model.workspace import Workspace

    holder = Workspace(data_folder)
    done = run(data_folder, str(tmp_path / "out"))
    holder.close()
    assert done.returncode == 1
    assert "fieldkit" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_window_loads_no_database_before_its_first_paint() -> None:
    program = "import sys, fieldkit.ui.app, fieldkit.ui.main_window; print('sqlalchemy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
