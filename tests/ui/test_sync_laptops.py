"""Who synced when, on the sync page: asked when it is looked at, kept for where there is no network."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from fieldkit.model.roles import CENTRE_ADDRESS
from fieldkit.ui.sync_page import LAPTOPS, SyncPage
from tests.sync.laptops import Laptop, RunningCentre
from tests.ui import sync_pages
from tests.ui.sync_pages import PATIENCE


@pytest.fixture
def laptop(data_folder: Path, centre: RunningCentre) -> Iterator[Laptop]:
    """The laptop of the window, and a colleague's that synced ten days ago."""
    centre.clock.ahead = -timedelta(days=10)
    other = Laptop(data_folder.parent / "other")
    other.workspace.clock = centre.clock
    other.workspace.name_person(name="มานะ ชูใจ")
    other.enrol(centre, "25").sync()
    other.close()
    centre.clock.ahead = timedelta()
    made = Laptop(data_folder)
    made.workspace.name_person(name="กานดา เหมือนฝัน")
    made.enrol(centre, "25").sync()
    yield made
    made.close()


@pytest.fixture
def page(laptop: Laptop, tmp_path: Path, qtbot: QtBot) -> SyncPage:
    return sync_pages.shown(laptop, tmp_path, qtbot)


def shown(page: SyncPage) -> list[Any]:
    model = page.laptops.list.table_model
    return [[model.index(row, column).data() for column in range(3)] for row in range(model.rowCount())]


def ask(page: SyncPage, qtbot: QtBot) -> None:
    page.open({"tab": LAPTOPS})
    qtbot.waitUntil(lambda: not page.laptops.works(), timeout=PATIENCE)


def test_each_laptop_says_who_and_when(page: SyncPage, qtbot: QtBot) -> None:
    assert shown(page) == []
    assert page.laptops.said.words() == "ยังไม่ได้ถามศูนย์ข้อมูล"
    ask(page, qtbot)
    [mine, theirs] = shown(page)
    assert mine[0].startswith("กานดา เหมือนฝัน (เครื่องนี้)")
    assert theirs[0].startswith("มานะ ชูใจ")
    assert (mine[2], theirs[2]) == ("ปกติ", "เกินหนึ่งสัปดาห์")
    page.laptops.list.chips.choose("late")
    page.laptops.list.chips.chosen.emit("late")
    assert len(shown(page)) == 1


def test_without_a_network_the_last_answer_stays(page: SyncPage, laptop: Laptop, qtbot: QtBot) -> None:
    told: list[object] = []
    page.failed.connect(told.append)
    ask(page, qtbot)
    laptop.workspace.remember(CENTRE_ADDRESS, "http://127.0.0.1:9")
    ask(page, qtbot)
    assert len(shown(page)) == 2
    assert page.laptops.said.words().startswith("ตามที่ศูนย์ข้อมูลแจ้งเมื่อ")
    assert told == []  # it says since when, and that is enough


def test_first_question_without_a_network_is_told(page: SyncPage, laptop: Laptop, qtbot: QtBot) -> None:
    told: list[object] = []
    page.failed.connect(told.append)
    laptop.workspace.remember(CENTRE_ADDRESS, "http://127.0.0.1:9")
    ask(page, qtbot)
    assert len(told) == 1
    assert page.laptops.again.isEnabled()
