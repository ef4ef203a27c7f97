from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from pytestqt.qtbot import QtBot

from fieldkit.model.workspace import Workspace
from fieldkit.ui.main_window import MainWindow
from fieldkit.ui.sync_status import UNREACHED, read_status, when
from tests.conftest import BANGKOK

NOW = datetime(2026, 11, 22, 10, 42, tzinfo=BANGKOK)


@pytest.mark.parametrize(
    ("before", "language", "words"),
    [
        (timedelta(minutes=2), "th", "10.40 น."),
        (timedelta(minutes=2), "en", "10:40"),
        (timedelta(days=2), "th", "20 พ.ย. 69"),
        (timedelta(days=2), "en", "20 Nov 26"),
    ],
)
def test_when(before: timedelta, language: str, words: str) -> None:
    # written by a laptop whose clock was set to another zone
    moment = (NOW - before).astimezone(tz=None).isoformat()
    assert when(moment, NOW, language) == words


def test_a_new_laptop_knows_no_centre(workspace: Workspace) -> None:
    found = read_status(workspace, "th")
    assert (found.enrolled, found.waiting, found.sent_at, found.conflicts) == (False, 0, "", 0)


def test_what_is_written_waits(workspace: Workspace) -> None:
    workspace.name_person(name="กานดา เหมือนฝัน")
    assert read_status(workspace, "th").waiting == 1


def test_a_centre_that_was_not_reached_is_told(workspace: Workspace) -> None:
    assert read_status(workspace, "th").online
    workspace.remember(UNREACHED, "1")
    assert not read_status(workspace, "th").online


def test_chip_follows_what_is_written(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(window.settled)
    assert window.top_bar.status.text() == "ยังไม่ได้เชื่อมศูนย์"
    assert window.workspace is not None
    window.workspace.name_person(name="กานดา เหมือนฝัน")
    page = window.page()
    assert page is not None
    page.changed.emit(frozenset({"person"}))
    qtbot.waitUntil(lambda: window.top_bar.status.text() == "ยังไม่ได้เชื่อมศูนย์ · รอส่ง 1 รายการ")
