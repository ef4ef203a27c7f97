"""The window asks for the passphrase, locks, comes back to the same field, and encrypts what is in clear."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QMenu, QWidget
from pytestqt.qtbot import QtBot

from fieldkit.model.keys import beginning, conversion, office, slots, ways
from fieldkit.model.keys.beginning import OFFERED
from fieldkit.model.keys.errors import PassphraseWanted
from fieldkit.model.workspace import Workspace
from fieldkit.ui import dialogs
from fieldkit.ui.capture.sheet import CaptureSheet
from fieldkit.ui.code_sheet import CodeSheet
from fieldkit.ui.idleness import Idleness
from fieldkit.ui.main_window import MainWindow
from fieldkit.ui.open_copy import open_copy
from fieldkit.ui.passphrase_sheet import PassphraseSheet
from fieldkit.ui.settings import Settings
from fieldkit.ui.settings_page import SettingsPage
from fieldkit.ui.unlock_card import UnlockCard
from fieldkit.ui.working import Working
from tests.model.keys.cheap import CHEAP, make_guesses_cheap
from tests.model.keys.test_plaintext import MARKERS, found_in, temporary
from tests.ui.conftest import TypeText, only_new_garbage

WORDS = "four unrelated words ช้าง"

Begin = Callable[..., MainWindow]


@pytest.fixture(autouse=True)
def _cheap_guesses(monkeypatch: pytest.MonkeyPatch) -> None:
    make_guesses_cheap(monkeypatch)


@pytest.fixture
def sealed(office_folder: Path) -> tuple[Path, bytes, str]:
    """A furnished folder, encrypted; its key and its printed code."""
    begun = beginning.begin(WORDS, code=True, cost=CHEAP)
    beginning.encrypt(office_folder, begun)
    return office_folder, begun.key, begun.code


@pytest.fixture
def begin(qtbot: QtBot, settings: Settings, qapp: QApplication) -> Iterator[Begin]:
    """Start a window on a folder; it ends with the test."""
    made: list[MainWindow] = []

    def start(folder: Path, key: bytes | None = None) -> MainWindow:
        settings.scheme = "light"
        window = MainWindow(settings, lambda: Workspace(folder, key=key))
        made.append(window)
        window.show()
        window.start()
        return window

    with only_new_garbage():
        yield start
        for window in made:
            window.close()
            window.deleteLater()
        qapp.processEvents()


def unlock_card(window: MainWindow) -> UnlockCard:
    [card] = [card for card in window.findChildren(UnlockCard) if card.isVisible()]
    return card


Sheet = TypeVar("Sheet", bound=QWidget)


def settings_of(window: MainWindow) -> SettingsPage:
    window.open_page("settings")
    page = window.page()
    assert isinstance(page, SettingsPage)
    return page


def sheet_of(window: MainWindow, kind: type[Sheet]) -> Sheet:
    [sheet] = [sheet for sheet in window.findChildren(kind) if sheet.isVisible()]
    return sheet


def settle(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(window.settled, timeout=20_000)


def enter(qtbot: QtBot, window: MainWindow, words: str) -> None:
    card = unlock_card(window)
    card.field.setText(words)
    qtbot.keyClick(card.field, Qt.Key.Key_Return)


def test_at_the_start_the_passphrase_opens_the_window(
    qtbot: QtBot, begin: Begin, sealed: tuple[Path, bytes, str]
) -> None:
    window = begin(sealed[0])
    assert not window.canvas.isVisible()
    qtbot.waitUntil(unlock_card(window).field.hasFocus)
    enter(qtbot, window, "not this one at all")
    qtbot.waitUntil(lambda: "ไม่ถูกต้อง" in unlock_card(window).told.words())
    assert unlock_card(window).field.hasFocus()
    enter(qtbot, window, WORDS)
    qtbot.waitUntil(lambda: window.workspace is not None)
    assert window.canvas.isVisible()
    assert window.workspace is not None
    assert window.workspace.encrypted
    assert window.page_key()


def test_a_lost_passphrase_is_replaced_by_the_code(
    qtbot: QtBot, begin: Begin, sealed: tuple[Path, bytes, str]
) -> None:
    folder, key, code = sealed
    window = begin(folder)
    card = unlock_card(window)
    card.other.click()
    enter(qtbot, window, code[:-1] + ("0" if code[-1] != "0" else "1"))
    qtbot.waitUntil(lambda: "ตัวอักษรตรวจสอบ" in card.told.words())
    enter(qtbot, window, code.lower().replace("-", " "))
    qtbot.waitUntil(lambda: window.page_key() == "settings")
    sheet = sheet_of(window, PassphraseSheet)
    assert sheet.present not in sheet.fields
    for field in sheet.fields:
        field.setText("another one for tomorrow")
    sheet.take.click()
    qtbot.waitUntil(lambda: "เปลี่ยนรหัสผ่านแล้ว" in window.message_bar.words())
    assert ways.with_passphrase(slots.read(folder), "another one for tomorrow") == key


def test_locking_hides_everything_and_comes_back_to_the_same_field(
    qtbot: QtBot, begin: Begin, sealed: tuple[Path, bytes, str], type_text: TypeText
) -> None:
    folder, key, _code = sealed
    window = begin(folder, key)
    page = settings_of(window)
    name = page.findChildren(QLineEdit)[1]
    name.setFocus()
    name.clear()
    type_text(name, "ช่าง")
    name.setCursorPosition(2)
    settle(qtbot, window)
    qtbot.keyClick(
        window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    assert window.lock.locked
    assert not window.canvas.isVisible()
    assert window.workspace is not None
    qtbot.waitUntil(lambda: window.workspace is not None and window.workspace.key is None)
    with pytest.raises(PassphraseWanted):
        window.workspace.rows("SELECT 1")
    with pytest.raises(PassphraseWanted):
        window.workspace.attachments.add(b"x")
    # Neither a key nor another part of the program reaches the pages.
    qtbot.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    window.open_page("register")
    window.update_status()
    assert window.page() is page
    enter(qtbot, window, WORDS)
    qtbot.waitUntil(lambda: not window.lock.locked)
    assert window.page() is page
    assert name.hasFocus()
    assert (name.text(), name.cursorPosition()) == ("ช่าง", 2)
    assert window.workspace.person.position == "ช่าง"
    window.open_page("register")
    assert window.page_key() == "register"


def test_other_windows_hide_questions_are_left_and_menus_close(
    qtbot: QtBot, begin: Begin, sealed: tuple[Path, bytes, str]
) -> None:
    window = begin(sealed[0], sealed[1])
    beside, question, menu = QWidget(), QDialog(), QMenu()
    for widget in (beside, question, menu):
        qtbot.addWidget(widget)
        widget.show()
    window.lock.lock()
    assert [widget.isVisible() for widget in (beside, question, menu)] == [False, False, False]
    enter(qtbot, window, WORDS)
    qtbot.waitUntil(lambda: not window.lock.locked)
    assert [widget.isVisible() for widget in (beside, question, menu)] == [True, False, False]


def test_a_wrong_passphrase_does_not_unlock_and_the_window_can_be_closed(
    qtbot: QtBot, begin: Begin, sealed: tuple[Path, bytes, str]
) -> None:
    folder, key, _code = sealed
    window = begin(folder, key)
    window.lock.lock()
    enter(qtbot, window, "not this one at all")
    qtbot.waitUntil(lambda: bool(unlock_card(window).told.words()))
    assert window.lock.locked
    window.close()
    with closing(Workspace(folder, key=key)):
        pass


def test_the_window_leaves_nothing_in_clear(
    qtbot: QtBot,
    begin: Begin,
    sealed: tuple[Path, bytes, str],
    type_text: TypeText,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder, key, _code = sealed
    shown: list[Path] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: shown.append(Path(url.toLocalFile())))
    with temporary(tmp_path / "temporary", monkeypatch) as temporary_folder:
        window = begin(folder, key)
        assert window.workspace is not None
        photo = window.workspace.attachments.add(MARKERS["photo"].encode())
        window.open_page("settings")
        page = window.page()
        assert isinstance(page, SettingsPage)
        name = page.findChildren(QLineEdit)[0]
        type_text(name, MARKERS["person"])
        page.leave()
        window.open_page("register")
        settle(qtbot, window)
        open_copy(window.workspace, f"{MARKERS['photo name']}.jpg", photo)
        # Another program shows it: there it must lie, and nowhere in the data folder.
        assert shown[0].read_bytes() == MARKERS["photo"].encode()
        assert found_in(folder) == set()
        window.lock.lock()
        qtbot.waitUntil(lambda: window.workspace is not None and window.workspace.key is None)
        assert found_in(folder, temporary_folder) == set()
        assert not shown[0].exists()


def test_an_inspection_goes_on_at_its_question(
    qtbot: QtBot, begin: Begin, sealed: tuple[Path, bytes, str]
) -> None:
    folder, key, _code = sealed
    window = begin(folder, key)
    window.open_page("inspection", {"start": "mill"})
    page = window.page()
    assert page is not None
    settle(qtbot, window)
    runner = page._runner  # type: ignore[attr-defined]
    qtbot.keyClick(runner.view, Qt.Key.Key_Down)
    place = page.state()
    window.lock.lock()
    qtbot.waitUntil(lambda: window.workspace is not None and window.workspace.key is None)
    enter(qtbot, window, WORDS)
    qtbot.waitUntil(lambda: not window.lock.locked)
    assert page.state() == place
    focus = QApplication.focusWidget()
    assert focus is runner.view or runner.view.isAncestorOf(focus)


class Watch:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.at = 1_000_000.0

    def __call__(self) -> float:
        return self.at


def test_idleness_is_told_once_the_time_is_over(qtbot: QtBot) -> None:
    watch, field = Watch(), QLineEdit()
    qtbot.addWidget(field)
    field.show()
    idle, told = Idleness(field, watch), []
    idle.passed.connect(lambda: told.append(watch.at))
    idle.watch(10)
    watch.at += 599
    idle.look()
    assert told == []
    qtbot.keyClick(field, Qt.Key.Key_A)
    watch.at += 599
    idle.look()
    assert told == []
    watch.at += 1
    idle.look()
    assert len(told) == 1
    watch.at -= 86_400  # the clock was put back
    idle.look()
    watch.at += 600
    idle.look()
    assert len(told) == 2
    idle.watch(0)


def test_nothing_is_locked_where_nothing_is_encrypted(window: MainWindow) -> None:
    window.lock.lock()
    assert not window.lock.locked


class Recorder(CaptureSheet):
    """A talk that is being recorded, while nobody presses a key."""

    running = True

    def records(self) -> bool:
        return self.running


def test_idling_locks_the_window_unless_it_records(begin: Begin, sealed: tuple[Path, bytes, str]) -> None:
    window = begin(sealed[0], sealed[1])
    sheet = Recorder(window, "th")
    window.lock.idleness.passed.emit()
    assert not window.lock.locked
    sheet.running = False
    window.lock.idleness.passed.emit()
    assert window.lock.locked


def test_data_in_clear_are_encrypted_from_the_settings(
    qtbot: QtBot, begin: Begin, office_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (office_folder / "backups" / "before.fieldkit-backup").write_bytes(b"in clear")
    window = begin(office_folder)
    window.protection.offer()
    assert "ยังไม่เข้ารหัส" in window.message_bar.words()
    window.message_bar._button.click()
    sheet = sheet_of(window, PassphraseSheet)
    sheet.new.setText("1234567890")
    sheet.take.click()
    assert "เดาง่าย" in sheet.told.words()
    sheet.new.setText(WORDS)
    sheet.again.setText("another")
    sheet.take.click()
    assert "ไม่ตรงกัน" in sheet.told.words()
    sheet.again.setText(WORDS)
    sheet.take.click()
    qtbot.waitUntil(lambda: "เข้ารหัสข้อมูลแล้ว" in window.message_bar.words(), timeout=20_000)
    assert window.workspace is not None
    assert window.workspace.encrypted
    page = window.page()
    assert isinstance(page, SettingsPage)
    qtbot.waitUntil(page.isVisible)
    # the backup of before is named, and goes when the person says so
    assert "1" in page.protection.left.words()
    monkeypatch.setattr(dialogs, "ask", lambda _parent, _question: True)
    page.protection.clear.click()
    assert list((office_folder / "backups").iterdir()) == []
    assert page.protection.clear.isHidden()
    # a code counts when it was typed back
    page.protection.code.click()
    code = sheet_of(window, CodeSheet)
    code.field.setText("wrong")
    code.take.click()
    assert code.told.words()
    assert not slots.read(office_folder).of("code")
    printed = code.shown.text().replace("\n", "-")
    code.field.setText(printed)
    code.take.click()
    assert ways.with_code(slots.read(office_folder), printed) == window.workspace.key


def test_an_encryption_that_is_stopped_leaves_the_data_as_they_were(
    qtbot: QtBot, begin: Begin, office_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = threading.Event()

    def slow(
        _folder: Path, _begun: beginning.Begun, progress: Callable[[int, int], object]
    ) -> conversion.Encrypted:
        begun.set()
        while True:  # until the person stops it
            progress(1, 2)
            time.sleep(0.01)

    monkeypatch.setattr(beginning, "encrypt", slow)
    window = begin(office_folder)
    page = settings_of(window)
    page.encrypt_wanted.emit(WORDS)
    qtbot.waitUntil(begun.is_set)
    assert window.lock.locked
    sheet_of(window, Working).cancel.click()
    qtbot.waitUntil(lambda: window.workspace is not None)
    assert window.workspace is not None
    assert not window.workspace.encrypted
    qtbot.waitUntil(lambda: not window.lock.locked and window.canvas.isVisible())


def test_data_that_were_sealed_before_it_was_stopped_ask_for_the_passphrase(
    qtbot: QtBot, begin: Begin, office_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, waits = beginning.encrypt, threading.Event()

    def late(
        folder: Path, begun: beginning.Begun, progress: Callable[[int, int], object]
    ) -> conversion.Encrypted:
        done = real(folder, begun, progress)
        waits.wait(20)
        return done

    monkeypatch.setattr(beginning, "encrypt", late)
    window = begin(office_folder)
    page = settings_of(window)
    page.encrypt_wanted.emit(WORDS)
    qtbot.waitUntil(lambda: slots.encrypted(office_folder), timeout=20_000)
    sheet_of(window, Working).cancel.click()
    waits.set()
    qtbot.waitUntil(lambda: bool([card for card in window.findChildren(UnlockCard) if card.isVisible()]))
    enter(qtbot, window, WORDS)
    qtbot.waitUntil(lambda: window.workspace is not None)
    assert window.workspace is not None
    assert window.workspace.encrypted


def test_the_offer_is_made_until_it_was_answered(begin: Begin, office_folder: Path) -> None:
    window = begin(office_folder)
    window.protection.offer()
    window.message_bar._other.click()
    assert window.workspace is not None
    assert window.workspace.setting(OFFERED) == "later"
    window.protection.offer()
    assert window.message_bar.words() == ""


def test_the_passphrase_is_changed_by_who_knows_it(
    qtbot: QtBot, begin: Begin, sealed: tuple[Path, bytes, str]
) -> None:
    folder, key, _code = sealed
    window = begin(folder, key)
    page = settings_of(window)
    page.protection.passphrase.click()
    sheet = sheet_of(window, PassphraseSheet)
    for field, words in zip(
        sheet.fields, ("wrong", "second one for today", "second one for today"), strict=True
    ):
        field.setText(words)
    sheet.take.click()
    qtbot.waitUntil(lambda: "ไม่ถูกต้อง" in sheet.told.words())
    assert sheet.present.hasFocus()
    sheet.present.setText(WORDS)
    sheet.take.click()
    qtbot.waitUntil(lambda: "เปลี่ยนรหัสผ่านแล้ว" in window.message_bar.words())
    assert ways.with_passphrase(slots.read(folder), "second one for today") == key


def test_the_office_key_is_added_from_its_file(
    begin: Begin, sealed: tuple[Path, bytes, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, key, _code = sealed
    made = office.make(tmp_path / "safe", "อุตสาหกรรมจังหวัด", "the office keeps it", CHEAP)
    monkeypatch.setattr(dialogs, "choose_path", lambda *_a, **_k: [tmp_path / "safe.public"])
    window = begin(folder, key)
    page = settings_of(window)
    page.protection.office.click()
    assert made.mark in window.message_bar.words()
    assert "อุตสาหกรรมจังหวัด" in page.protection.ways.words()
    private = office.read_private(tmp_path / "safe", "the office keeps it")
    assert ways.with_office(slots.read(folder), private) == key


def test_without_a_keyring_the_box_says_so_and_stays_empty(
    begin: Begin, sealed: tuple[Path, bytes, str]
) -> None:
    folder, key, _code = sealed
    window = begin(folder, key)
    page = settings_of(window)
    page.protection.keyring.click()
    assert "ไม่มีที่เก็บกุญแจ" in window.message_bar.words()
    assert not page.protection.keyring.isChecked()


def test_the_minutes_are_kept(begin: Begin, sealed: tuple[Path, bytes, str]) -> None:
    folder, key, _code = sealed
    window = begin(folder, key)
    page = settings_of(window)
    box = page.protection.minutes
    assert box.currentData() == 10
    box.setCurrentIndex(box.findData(30))
    box.activated.emit(box.currentIndex())
    assert window.workspace is not None
    assert window.workspace.setting("lock_after") == "30"
