"""Without a network, on the sync page: seal, take, by a folder of the office."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fieldkit.sync.bundle import reading, writing
from fieldkit.sync.server import bundle_folder, bundles
from fieldkit.ui import dialogs
from fieldkit.ui.sync_page import FILES, SyncPage
from tests.sync.laptops import Laptop, RunningCentre
from tests.ui.sync_pages import PATIENCE, Told, shown


@pytest.fixture
def laptop(data_folder: Path, centre: RunningCentre) -> Iterator[Laptop]:
    """The laptop of the window; it has joined."""
    made = Laptop(data_folder).enrol(centre)
    made.sync()
    yield made
    made.close()


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Laptop]:
    """A colleague's laptop that never saw a network."""
    made = Laptop(tmp_path / "other")
    yield made
    made.close()


@pytest.fixture
def page(laptop: Laptop, tmp_path: Path, qtbot: QtBot) -> SyncPage:
    page = shown(laptop, tmp_path, qtbot)
    page.open({"tab": FILES})
    return page


@pytest.fixture
def told(page: SyncPage) -> Told:
    return Told(page)


@pytest.fixture
def chosen(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], None]:
    """Answer the next questions for a file or folder."""

    def answer(path: Path) -> None:
        monkeypatch.setattr(dialogs, "choose_path", lambda *_args, **_options: [path])

    return answer


def idle(page: SyncPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(page.files.take.isEnabled, timeout=PATIENCE)


def test_all_that_waits_goes_to_the_office_by_a_stick_and_back(
    page: SyncPage,
    laptop: Laptop,
    centre: RunningCentre,
    told: Told,
    chosen: Callable[[Path], None],
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    laptop.answer("q1", "pass")
    photo = laptop.photo(b"a photo")
    chosen(tmp_path / "day.fkbundle")
    page.files.to_office.setFocus()
    qtbot.keyClick(page.files.to_office, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: bool(told.offers), timeout=PATIENCE)
    received = bundles.receive(centre.centre, tmp_path / "day.fkbundle")
    assert (received.changes, received.files) == (2, 1)
    bundles.answer(centre.centre, received, tmp_path / "answer.fkbundle")
    assert laptop.workspace.waiting() == 2
    chosen(tmp_path / "answer.fkbundle")
    page.files.take.click()
    qtbot.waitUntil(lambda: bool(told.notices), timeout=PATIENCE)
    idle(page, qtbot)
    assert told.notices[-1][2] == "ok"
    assert laptop.workspace.waiting() == 0
    assert laptop.workspace.rows("SELECT state FROM blob WHERE sha256 = ?", photo)[0]["state"] == "sent"


def test_colleague_gets_a_code_and_opens_with_it(
    page: SyncPage,
    laptop: Laptop,
    other: Laptop,
    told: Told,
    chosen: Callable[[Path], None],
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    laptop.answer("q1", "for you")
    chosen(tmp_path / "you.fkbundle")
    page.files.to_colleague.click()
    qtbot.waitUntil(lambda: bool(told.offers), timeout=PATIENCE)
    told.offers[0][2][0][1]()
    reading.read(other.workspace, tmp_path / "you.fkbundle", QApplication.clipboard().text())
    assert other.value("q1") == "for you"


def test_code_is_asked_for_where_one_is_needed(
    page: SyncPage,
    laptop: Laptop,
    other: Laptop,
    told: Told,
    chosen: Callable[[Path], None],
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    other.answer("q1", "theirs")
    written = writing.for_colleague(other.workspace, tmp_path / "theirs")
    chosen(written.paths[0])
    part = page.files
    assert not part.code.isVisible()
    part.take.click()
    qtbot.waitUntil(part.code.isVisible, timeout=PATIENCE)
    idle(page, qtbot)
    assert part.code.hasFocus()
    assert told.errors == []  # nobody made a mistake yet
    qtbot.keyClicks(part.code, "0000-0000-0000")
    qtbot.keyClick(part.code, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(told.errors), timeout=PATIENCE)
    idle(page, qtbot)
    assert part.code.property("invalid")
    part.code.setText(written.code)
    assert not part.code.property("invalid")
    qtbot.keyClick(part.code, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: laptop.value("q1") == "theirs", timeout=PATIENCE)
    qtbot.waitUntil(lambda: not part.code.isVisible(), timeout=PATIENCE)
    idle(page, qtbot)


def test_folder_of_the_office_is_remembered(
    page: SyncPage,
    laptop: Laptop,
    centre: RunningCentre,
    told: Told,
    chosen: Callable[[Path], None],
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    share = tmp_path / "share"
    share.mkdir()
    laptop.answer("q1", "pass")
    chosen(share)
    assert not page.files.exchange.isEnabled()
    page.files.other.click()
    qtbot.waitUntil(lambda: len(told.notices) == 1, timeout=PATIENCE)
    idle(page, qtbot)
    bundle_folder.fetch(centre.centre, share)
    assert len(centre.bodies()) == 1
    page.files.exchange.click()
    qtbot.waitUntil(lambda: len(told.notices) == 2, timeout=PATIENCE)
    idle(page, qtbot)
    assert laptop.workspace.waiting() == 0
    assert str(share) in page.files.folder.words()


def test_what_is_no_bundle_is_told(
    page: SyncPage, told: Told, chosen: Callable[[Path], None], tmp_path: Path, qtbot: QtBot
) -> None:
    wrong = tmp_path / "letter.fkbundle"
    wrong.write_bytes(b"no bundle")
    chosen(wrong)
    page.files.take.click()
    qtbot.waitUntil(lambda: bool(told.errors), timeout=PATIENCE)
    idle(page, qtbot)
    assert not page.files.code.isVisible()
    assert told.errors[0].hint.th


def test_folder_that_is_not_there_is_told(
    page: SyncPage, told: Told, chosen: Callable[[Path], None], tmp_path: Path, qtbot: QtBot
) -> None:
    chosen(tmp_path / "gone")
    page.files.other.click()
    qtbot.waitUntil(lambda: bool(told.errors), timeout=PATIENCE)
    idle(page, qtbot)
    assert page.files.exchange.isEnabled()  # the stick may come
