from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from fieldkit.errors import FieldkitError, Text
from fieldkit.model import inspections
from fieldkit.model.workspace import Workspace
from fieldkit.ui import main_window as main_window_module
from fieldkit.ui import screenshots, theme
from fieldkit.ui.empty_state import EmptyState
from fieldkit.ui.help_page import read_help
from fieldkit.ui.main_window import MainWindow
from fieldkit.ui.page import DESK, Page
from fieldkit.ui.pages import PageEntry, pages
from fieldkit.ui.settings import Settings
from fieldkit.ui.settings_page import SettingsPage
from fieldkit.ui.top_bar import initials
from tests.conftest import Clock
from tests.office import MILL, path_of

CONTROL = Qt.KeyboardModifier.ControlModifier


class Probe(Page):
    """A page that remembers what the window asked of it."""

    def build(self) -> None:
        self.asked: list[object] = []
        self.field = QLineEdit()
        self.field.setAccessibleName("Search")
        self.column().addWidget(self.field)

    def open(self, target: object = None) -> None:
        self.asked.append(("open", target))

    def refresh(self, changed: frozenset[str] = frozenset()) -> None:
        self.asked.append(("refresh", changed))

    def leave(self) -> None:
        self.asked.append("leave")

    def focus_search(self) -> None:
        self.field.setFocus()

    def state(self) -> object:
        return self.field.text()


class Narrow(Probe):
    FOLDS_SIDEBAR = True


@pytest.fixture
def probes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two pages before those of the program's foot."""
    entries = (
        PageEntry("first", "Findings and orders", "triangle-alert", "probe", "Probe"),
        PageEntry("second", "Sync", "refresh-cw", "probe", "Narrow"),
        *(entry for entry in pages() if entry.foot),
    )
    made = {"Probe": Probe, "Narrow": Narrow}
    real = PageEntry.page_class
    monkeypatch.setattr(main_window_module, "pages", lambda: entries)
    monkeypatch.setattr(PageEntry, "page_class", lambda self: made.get(self.name) or real(self))


@pytest.fixture
def window(
    probes: None, qtbot: QtBot, data_folder: Path, clock: Clock, settings: Settings
) -> Iterator[MainWindow]:
    settings.scheme = "light"
    made = MainWindow(settings, lambda: Workspace(data_folder, clock=clock))
    with qtbot.waitActive(made):
        made.show()
    made.start()
    yield made
    made.close()
    made.deleteLater()


def press(window: MainWindow, qtbot: QtBot, key: Qt.Key, modifiers: Qt.KeyboardModifier = CONTROL) -> None:
    qtbot.keyClick(QApplication.focusWidget() or window, key, modifiers)


def probe(window: MainWindow) -> Probe:
    page = window.page()
    assert isinstance(page, Probe)
    return page


def test_pages_are_opened_by_their_number(window: MainWindow, qtbot: QtBot) -> None:
    assert window.page_key() == "first"
    press(window, qtbot, Qt.Key.Key_2)
    assert (window.page_key(), window.top_bar.title()) == ("second", "ซิงก์ข้อมูล")
    press(window, qtbot, Qt.Key.Key_1)
    assert (window.page_key(), window.top_bar.title()) == ("first", "ข้อบกพร่องและคำสั่ง")
    press(window, qtbot, Qt.Key.Key_F1, Qt.KeyboardModifier.NoModifier)
    assert window.page_key() == "help"


def test_sidebar_is_walked_by_tab_and_pressed_by_space(window: MainWindow, qtbot: QtBot) -> None:
    items = window.sidebar.findChildren(QAbstractButton)
    items[0].setFocus()
    qtbot.keyClick(items[0], Qt.Key.Key_Tab)
    assert items[1].hasFocus()
    qtbot.keyClick(items[1], Qt.Key.Key_Space)
    assert window.page_key() == "second"
    assert [item.isChecked() for item in items] == [False, True, False, False]


def test_sidebar_folds_on_the_page_that_asks_for_it(window: MainWindow) -> None:
    assert window.sidebar.width() == 212
    window.open_page("second")
    assert window.sidebar.width() == 64
    window.open_page("first")
    assert window.sidebar.width() == 212


def test_pages_are_made_when_first_opened_and_kept(window: MainWindow) -> None:
    assert list(window._pages) == ["first"]
    first = probe(window)
    window.open_page("second", "target")
    assert first.asked == [("open", None), "leave"]
    assert probe(window).asked == [("open", "target")]
    window.open_page("first")
    assert window.page() is first


def test_a_change_reaches_other_pages_when_they_are_opened(window: MainWindow) -> None:
    first = probe(window)
    window.open_page("second")
    second = probe(window)
    second.changed.emit(frozenset({"factory"}))
    second.changed.emit(frozenset({"answer"}))
    assert ("refresh", frozenset({"factory", "answer"})) not in first.asked
    window.open_page("first")
    assert first.asked[-2:] == [("refresh", frozenset({"factory", "answer"})), ("open", None)]
    assert all(asked[0] != "refresh" for asked in second.asked if isinstance(asked, tuple))


def test_ctrl_f_goes_to_the_search(window: MainWindow, qtbot: QtBot) -> None:
    press(window, qtbot, Qt.Key.Key_F)
    qtbot.waitUntil(probe(window).field.hasFocus)


def test_language_is_switched_and_the_place_kept(
    window: MainWindow, qtbot: QtBot, settings: Settings
) -> None:
    window.open_page("second")
    before = probe(window)
    before.field.setText("place")
    button = window.top_bar._language
    assert button.accessibleName() == "เปลี่ยนเป็นภาษาอังกฤษ"
    qtbot.keyClick(button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: window.page() is not before)
    assert window.top_bar.title() == "Sync"
    assert probe(window).asked == [("open", "place")]
    assert "leave" in before.asked
    assert settings.language == "en"
    assert window.top_bar._language.accessibleName() == "Change language to Thai"


def test_colours_are_switched_round(window: MainWindow, qtbot: QtBot, settings: Settings) -> None:
    button = window.top_bar._scheme
    seen = []
    for _ in range(4):
        qtbot.keyClick(button, Qt.Key.Key_Space)
        seen.append(settings.scheme)
    assert seen == ["dark", "outdoor", "system", "light"]
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert theme.current().tokens is theme.DARK
    ground = window.grab().toImage().pixelColor(window.width() - 5, window.height() - 5)
    assert ground == QColor(theme.DARK.window)


def test_text_grows_and_the_page_is_made_anew(window: MainWindow, qtbot: QtBot, settings: Settings) -> None:
    before = window.page()
    window.change_look("text_size", 150)
    qtbot.waitUntil(lambda: window.page() is not before)
    assert settings.text_size == 150
    assert window.sidebar.width() == 64 + 10, "a rail: 1366 pixels are few for text of 150 %"
    window.resize(1600, 800)
    qtbot.waitUntil(lambda: window.sidebar.width() == 318)


def nameless(root: QWidget) -> list[str]:
    kinds = (QAbstractButton, QLineEdit, QComboBox, QPlainTextEdit)
    return [
        f"{type(widget).__name__} {widget.objectName()}"
        for kind in kinds
        for widget in root.findChildren(kind)
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not widget.isHidden()
        and not widget.accessibleName()
        and not (isinstance(widget, QAbstractButton) and widget.text().strip())
    ]


def test_every_control_without_words_has_a_name(window: MainWindow) -> None:
    assert nameless(window) == []
    for key in ("settings", "help"):
        window.open_page(key)
        assert nameless(window) == []
    window.findChildren(QLineEdit)[0].setAccessibleName("")
    assert len(nameless(window)) == 1


def test_error_is_told_in_the_window_and_closed_by_esc(window: MainWindow, qtbot: QtBot) -> None:
    error = FieldkitError(
        Text("ไฟล์นี้ไม่ใช่สมุดงาน", "This is no workbook"),
        Text("บันทึกเป็น .xlsx แล้วนำเข้าใหม่", "Save it as .xlsx"),
        place="ทะเบียน.xls",
    )
    probe(window).failed.emit(error)
    assert window.message_bar.words() == error.message("th")
    assert window.message_bar.isVisible()
    button = window.message_bar.findChildren(QAbstractButton)[-1]
    qtbot.keyClick(button, Qt.Key.Key_Escape)
    assert not window.message_bar.isVisible()


def test_work_in_the_background_is_seen_until_it_ends(window: MainWindow, qtbot: QtBot) -> None:
    page = probe(window)
    told: list[object] = []

    def work(_job: object) -> str:
        raise FieldkitError(Text("ส่งไม่ได้", "Cannot send"))

    job = page.start_job(work, told.append)
    assert window.top_bar._busy.isVisible()
    with qtbot.waitSignal(job.ended):
        pass
    assert not window.top_bar._busy.isVisible()
    assert window.message_bar.words() == "ส่งไม่ได้"
    assert told == []


def test_data_that_cannot_be_opened_are_told_in_place_of_the_page(
    qtbot: QtBot, settings: Settings, data_folder: Path, clock: Clock, probes: None
) -> None:
    holder = Workspace(data_folder)
    made = MainWindow(settings, lambda: Workspace(data_folder, clock=clock))
    qtbot.addWidget(made)
    made.show()
    assert made.start() is False
    empty = made.findChildren(EmptyState)[0]
    assert empty.isVisible()
    assert not made.sidebar.isEnabled()
    holder.close()
    qtbot.mouseClick(empty.button, Qt.MouseButton.LeftButton)
    assert made.page_key() == "first"
    assert made.sidebar.isEnabled()
    made.close()


def test_settings_keep_who_works_here(window: MainWindow, qtbot: QtBot) -> None:
    window.open_page("settings")
    page = window.page()
    assert isinstance(page, SettingsPage)
    page._name.setText("นางสาวกานดา  เหมือนฝัน")
    page._position.setText("นักวิชาการ")
    qtbot.keyClick(page._position, Qt.Key.Key_Return)
    assert window.workspace is not None
    person = window.workspace.person
    assert (person.name, person.position) == ("นางสาวกานดา เหมือนฝัน", "นักวิชาการ")
    assert window.top_bar.avatar.text() == "กห"
    assert window.workspace.waiting() == 1


def test_the_place_is_found_again_at_the_next_start(
    window: MainWindow, qtbot: QtBot, settings: Settings, data_folder: Path, clock: Clock
) -> None:
    window.open_page("second")
    window.close()
    again = MainWindow(settings, lambda: Workspace(data_folder, clock=clock))
    qtbot.addWidget(again)
    again.start()
    assert again.page_key() == "second"
    again.close()


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("กานดา เหมือนฝัน", "กห"),
        ("นายเกษม ใจดี", "กจ"),
        ("Somchai Jaidee", "SJ"),
        ("ออมสิน", "อ"),
        ("", ""),
    ],
)
def test_initials(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_every_page_is_drawn(window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screenshots, "pages", lambda: tuple(window._entries.values()))
    files = screenshots.draw(window, tmp_path / "out", scale=1.5)
    assert [file.name for file in files] == [
        "first-light.png",
        "second-light.png",
        "settings-light.png",
        "help-light.png",
    ]
    pictures = [QImage(str(file)) for file in files]
    assert {(p.width(), p.height()) for p in pictures} == {(2049, 1152)}
    assert len({bytes(p.constBits()) for p in pictures}) == len(pictures)


def test_an_inspection_in_progress_is_drawn_inside_and_its_desk_left_alone(
    qtbot: QtBot, settings: Settings, office_folder: Path, tmp_path: Path
) -> None:
    settings.scheme = "light"
    workspace = Workspace(office_folder)
    inspection = inspections.start(workspace, MILL, "GEN")
    inspection.answer(path_of(inspection, "gen16"), "no")
    desk = json.dumps({"inspection": inspection.id, "path": path_of(inspection, "gen20")})
    workspace.remember(DESK, desk)
    window = MainWindow(settings, lambda: workspace)
    qtbot.addWidget(window)
    window.start()
    files = screenshots.draw(window, tmp_path / "out")
    inside = [file for file in files if file.name.startswith(("inspection", "register"))]
    assert [file.stem for file in inside] == [
        "register-light",
        "register-import-light",
        "inspection-light",
        "inspection-questions-light",
        "inspection-closing-light",
    ]
    assert len({file.read_bytes() for file in inside}) == len(inside)
    assert workspace.setting(DESK) == desk
    window.close()


def test_pictures_that_cannot_be_written_are_told(window: MainWindow, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(screenshots.PictureNotWritten):
        screenshots.draw(window, tmp_path / "file")


@pytest.mark.parametrize("language", ["th", "en"])
def test_help_has_both_languages_with_the_same_parts(language: str) -> None:
    thai, other = read_help("th"), read_help("en" if language == "en" else "th")
    assert [len(rows) for _title, rows in thai] == [len(rows) for _title, rows in other]
    assert all(what and meaning for _title, rows in other for what, meaning in rows)
