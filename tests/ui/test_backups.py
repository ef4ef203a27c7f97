"""Backups in the window: chosen, made, told of, put back; and data that cannot be opened."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import QThreadPool
from PySide6.QtWidgets import QApplication, QComboBox
from pytestqt.qtbot import QtBot

from fieldkit.model import handover, rolling
from fieldkit.model.backup import backup
from fieldkit.model.rolling import Plan
from fieldkit.model.workspace import Workspace
from fieldkit.ui import app, dialogs
from fieldkit.ui.backup_card import BackupCard
from fieldkit.ui.buttons import Button
from fieldkit.ui.main_window import MainWindow
from fieldkit.ui.settings import Settings
from fieldkit.ui.settings_page import SettingsPage
from tests.conftest import Clock
from tests.office import add_factory


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "usb").mkdir()
    return tmp_path / "usb"


@pytest.fixture
def card(workspace: Workspace, qtbot: QtBot) -> BackupCard:
    made = BackupCard(workspace, "th")
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def window(settings: Settings, office_folder: Path, clock: Clock, qtbot: QtBot) -> Iterator[MainWindow]:
    made = MainWindow(settings, lambda: Workspace(office_folder, clock=clock), folder=office_folder)
    qtbot.addWidget(made)
    made.show()
    made.start()
    yield made
    made.care.leave()
    made.close()


def choosing(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    monkeypatch.setattr(dialogs, "choose_path", lambda *_args, **_more: [path])


def pick(box: QComboBox, value: object) -> None:
    box.setCurrentIndex(box.findData(value))
    box.activated.emit(box.currentIndex())


def wait_for_jobs(qtbot: QtBot, ready: Callable[[], bool]) -> None:
    qtbot.waitUntil(ready, timeout=20_000)
    assert QThreadPool.globalInstance().waitForDone(20_000)


def test_without_a_place_only_the_place_is_asked_for(card: BackupCard) -> None:
    assert not card.now.isEnabled()
    assert not any(part.isVisible() for row in card._rows for part in row)
    assert card.forget.isHidden()


def test_what_is_chosen_is_kept(
    card: BackupCard, workspace: Workspace, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choosing(monkeypatch, place)
    card.choose.click()
    assert rolling.plan(workspace) == Plan(str(place))
    pick(card.when, "daily")
    assert card.at.isVisible()
    assert not card.hours.isVisible()
    pick(card.at, "16:30")
    pick(card.keep, 14)
    assert rolling.plan(workspace) == Plan(str(place), keep=14, when="daily", at="16:30")
    pick(card.when, "interval")
    assert card.hours.isVisible()
    card.forget.click()
    assert rolling.plan(workspace) is None


def test_a_place_in_the_data_folder_is_refused(
    card: BackupCard, workspace: Workspace, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    choosing(monkeypatch, workspace.folder / "backups")
    with qtbot.waitSignal(card.failed) as told:
        card.choose.click()
    assert "data folder itself" in told.args[0].title.en
    assert rolling.plan(workspace) is None


def test_one_is_made_at_once_and_the_result_shown(
    card: BackupCard, workspace: Workspace, place: Path, qtbot: QtBot
) -> None:
    rolling.keep_plan(workspace, Plan(str(place)))
    card.show_state()
    card.now.click()
    assert not card.now.isEnabled()
    wait_for_jobs(qtbot, card.now.isEnabled)
    assert len(rolling.made(workspace, place)) == 1
    assert "สำรองสำเร็จล่าสุด: 22 พ.ย. 2569" in card.outcome.words()
    assert "การตรวจ 0 ครั้ง" in card.outcome.words()


def test_a_place_that_is_gone_is_a_warning(
    card: BackupCard, workspace: Workspace, place: Path, qtbot: QtBot
) -> None:
    rolling.keep_plan(workspace, Plan(str(place)))
    shutil.rmtree(place)
    card.show_state()
    assert "ไม่พบที่เก็บ" in card.outcome.words()
    card.now.click()
    with qtbot.waitSignal(card.failed):
        pass
    wait_for_jobs(qtbot, card.now.isEnabled)
    assert card.outcome.property("tone") == "warn"


def test_the_window_makes_what_is_due_and_warns_once(
    window: MainWindow, place: Path, clock: Clock, qtbot: QtBot
) -> None:
    assert window.workspace is not None
    rolling.keep_plan(window.workspace, Plan(str(place), when="interval", hours=1))
    with qtbot.waitSignal(window.care.made, timeout=20_000):
        window.care.look()
    assert len(rolling.made(window.workspace, place)) == 1
    Path(rolling.last(window.workspace).path).unlink()
    for _ in range(60):
        window.care.look()
    assert "ไฟล์สำรองล่าสุดหายไป" in window.message_bar.words()
    window.message_bar.close_message()
    for _ in range(60):
        window.care.look()
    assert window.message_bar.words() == ""


def test_the_last_one_is_made_before_the_window_closes(window: MainWindow, place: Path, qtbot: QtBot) -> None:
    assert window.workspace is not None
    rolling.keep_plan(window.workspace, Plan(str(place)))
    window.close()
    assert window.isVisible()
    assert "กำลังสำรองข้อมูล" in window.message_bar.words()
    wait_for_jobs(qtbot, window.isHidden)
    [made] = place.glob("*.fieldkit-backup")
    assert made.stat().st_size > 1000
    assert window.workspace is None


def test_nobody_is_held_by_a_backup_that_fails(window: MainWindow, place: Path, qtbot: QtBot) -> None:
    assert window.workspace is not None
    rolling.keep_plan(window.workspace, Plan(str(place)))
    shutil.rmtree(place)
    window.close()
    qtbot.waitUntil(lambda: "ไม่พบที่เก็บไฟล์สำรอง" in window.message_bar.words(), timeout=20_000)
    assert window.isVisible()
    window.message_bar._button.click()
    assert window.isHidden()


def test_closing_does_not_wait_for_whom_does_not_want_it(
    window: MainWindow, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert window.workspace is not None
    rolling.keep_plan(window.workspace, Plan(str(place)))
    window.close()
    window.message_bar._button.click()
    assert window.isHidden()


def test_a_backup_is_put_back_from_the_window(
    window: MainWindow, office_folder: Path, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert window.workspace is not None
    copy = tmp_path / "old.fieldkit-backup"
    backup(window.workspace, copy)
    window.workspace.name_person(name="หลังสำรอง")
    window.open_page("settings")
    page = window.page()
    assert isinstance(page, SettingsPage)
    choosing(monkeypatch, copy)
    asked: list[dialogs.Question] = []
    answers = [False, True]

    def ask(_parent: object, question: dialogs.Question) -> bool:
        asked.append(question)
        return answers[len(asked) - 1]

    monkeypatch.setattr(dialogs, "ask", ask)
    page.backups.restore.click()
    wait_for_jobs(qtbot, lambda: len(asked) == 1 and page.backups.restore.isEnabled())
    assert [path.name for path in tmp_path.iterdir() if "restored" in path.name] == []
    page.backups.restore.click()
    wait_for_jobs(qtbot, window.isHidden)
    assert window.restart
    handover.finish(office_folder)
    with closing(Workspace(office_folder)) as workspace:
        assert workspace.person.name != "หลังสำรอง"
        assert len(workspace.rows("SELECT id FROM factory")) == 1
    [before] = [path for path in office_folder.parent.iterdir() if "-before-" in path.name]
    with closing(Workspace(before)) as workspace:
        assert workspace.person.name == "หลังสำรอง"


def buttons_of(window: MainWindow) -> dict[str, Button]:
    shown = window._stack.currentWidget()
    assert shown is not None
    return {one.text(): one for one in shown.findChildren(Button)}


@pytest.mark.parametrize(("way", "factories"), [("salvage", 1), ("salvage with backups", 2), ("restore", 2)])
def test_data_that_cannot_be_opened_are_recovered_from_the_window(
    settings: Settings,
    office_folder: Path,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    way: str,
    factories: int,
) -> None:
    copy = tmp_path / "old.fieldkit-backup"
    data = (office_folder / "fieldkit.db").read_bytes()
    with closing(Workspace(office_folder)) as workspace:
        add_factory(workspace, "another")  # which what is found in the folder has lost
        backup(workspace, copy)
    (office_folder / "fieldkit.db").write_bytes(bytes(4096) + data[4096:])
    window = MainWindow(settings, lambda: Workspace(office_folder), folder=office_folder)
    qtbot.addWidget(window)
    window.show()
    assert not window.start()
    choosing(monkeypatch, copy)
    without = {"เติมส่วนที่หายจากไฟล์สำรองหรือไม่"} if way == "salvage" else set()
    monkeypatch.setattr(dialogs, "ask", lambda _parent, question: question.title not in without)
    words = {"salvage": "กู้ข้อมูลที่ยังอ่านได้", "restore": "กู้คืนจากไฟล์สำรอง…"}[way.partition(" ")[0]]
    buttons_of(window)[words].click()
    wait_for_jobs(qtbot, window.isHidden)
    assert window.restart
    handover.finish(office_folder)
    with closing(Workspace(office_folder)) as workspace:
        assert len(workspace.rows("SELECT id FROM factory")) == factories


def test_nothing_is_offered_where_nothing_is_damaged(
    settings: Settings, office_folder: Path, qtbot: QtBot
) -> None:
    with closing(Workspace(office_folder)):
        window = MainWindow(settings, lambda: Workspace(office_folder), folder=office_folder)
        qtbot.addWidget(window)
        assert not window.start()
        assert list(buttons_of(window)) == ["ลองอีกครั้ง"]
        window.close()


def test_the_program_begins_anew_with_the_data_that_were_arranged(
    office_folder: Path, tmp_path: Path, clock: Clock, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []

    def shown(_app: object, folder: Path, *_look: object) -> tuple[int, bool]:
        with closing(Workspace(folder)) as workspace:
            seen.append(workspace.person.name)
        if len(seen) > 1:
            return 0, False
        prepared = handover.place_beside(folder, "restored", clock())
        with closing(Workspace(prepared)) as workspace:
            workspace.name_person(name="คนเดิม")
        handover.arrange(folder, prepared, clock())
        return 0, True

    monkeypatch.setattr(app, "_show_window", shown)
    assert app._show(qapp, office_folder, "th", None) == 0
    assert seen[0] != "คนเดิม"
    assert seen[1:] == ["คนเดิม"]
