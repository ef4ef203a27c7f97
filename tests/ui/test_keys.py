from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from fieldkit.ui.keys import LatinShortcuts, latin_key, page_shortcut, pressed_digit, shortcut

NONE = Qt.KeyboardModifier.NoModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
OFFSET = 0 if sys.platform == "win32" else 8
# What the digit row gives on the Thai layout (Kedmanee), from 1 to 0.
KEDMANEE_ROW = "ๅ/-ภถุึคตจ"


def key(
    text: str, *, scan: int = 0, modifiers: Qt.KeyboardModifier = NONE, code: int | None = None
) -> QKeyEvent:
    number = ord(text.upper()) if code is None else code
    return QKeyEvent(QEvent.Type.KeyPress, number, modifiers, scan, 0, 0, text)


@pytest.mark.parametrize("place", range(10))
def test_digit_keys_of_the_thai_layout_are_digits(place: int) -> None:
    event = key(KEDMANEE_ROW[place], scan=2 + place + OFFSET)
    assert pressed_digit(event) == (place + 1) % 10


@pytest.mark.parametrize("digit", range(10))
def test_latin_and_thai_digits_and_keypad(digit: int) -> None:
    assert pressed_digit(key(str(digit))) == digit
    assert pressed_digit(key(chr(0x0E50 + digit))) == digit
    assert pressed_digit(key(str(digit), modifiers=Qt.KeyboardModifier.KeypadModifier)) == digit


@pytest.mark.parametrize(
    "event",
    [
        key("ก", scan=32 + OFFSET),
        key("a", scan=30 + OFFSET),
        key("1", scan=2 + OFFSET, modifiers=CONTROL),
        key("+", scan=2 + OFFSET, modifiers=Qt.KeyboardModifier.ShiftModifier),
        key("/", scan=53 + OFFSET),
        key("-", scan=74 + OFFSET),
    ],
    ids=["letter", "latin letter", "ctrl", "shift on thai", "slash key", "keypad minus"],
)
def test_other_keys_are_no_digits(event: QKeyEvent) -> None:
    assert pressed_digit(event) is None


@pytest.mark.parametrize(
    ("thai", "latin"), [("ด", "F"), ("แ", "C"), ("ผ", "Z"), ("อ", "V"), ("ฟ", "A"), ("า", "K"), ("ม", ",")]
)
def test_thai_letters_know_their_key(thai: str, latin: str) -> None:
    assert latin_key(key(thai)) == latin


def test_the_scan_code_rules_over_the_letter() -> None:
    # Pattachote, the other Thai layout, has other letters on the same keys.
    assert latin_key(key("ท", scan=33 + OFFSET)) == "F"


class Page(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.fired: list[str] = []
        column = QVBoxLayout(self)
        self.first, self.second = QLineEdit(), QLineEdit()
        column.addWidget(self.first)
        column.addWidget(self.second)
        shortcut(self, "Ctrl+F", lambda: self.fired.append("find"))
        page_shortcut(self.second, "Ctrl+D", lambda: self.fired.append("second"))


@pytest.fixture
def page(qtbot: QtBot, qapp: QApplication) -> Page:
    latin = LatinShortcuts(qapp)
    made = Page()
    made.destroyed.connect(lambda: qapp.removeEventFilter(latin))
    qtbot.addWidget(made, before_close_func=lambda _page: qapp.removeEventFilter(latin))
    with qtbot.waitActive(made):
        made.show()
    made.first.setFocus()
    qtbot.waitUntil(made.first.hasFocus)
    return made


def test_ctrl_f_fires_when_it_arrives_as_a_thai_letter(page: Page, qapp: QApplication) -> None:
    qapp.sendEvent(page.first, key("", code=ord("ด"), modifiers=CONTROL))
    assert page.fired == ["find"]
    assert page.first.text() == ""


def test_a_shortcut_of_another_field_does_not_fire(page: Page, qapp: QApplication) -> None:
    qapp.sendEvent(page.first, key("", code=ord("ก"), modifiers=CONTROL))
    assert page.fired == []
    qapp.sendEvent(page.second, key("", code=ord("ก"), modifiers=CONTROL))
    assert page.fired == ["second"]


def test_select_all_and_copy_work_in_a_field(page: Page, qapp: QApplication) -> None:
    page.first.setText("โรงงาน")
    qapp.sendEvent(page.first, key("", code=ord("ฟ"), modifiers=CONTROL))
    assert page.first.selectedText() == "โรงงาน"
    qapp.sendEvent(page.first, key("", code=ord("แ"), modifiers=CONTROL))
    assert qapp.clipboard().text() == "โรงงาน"


def test_plain_thai_typing_is_left_alone(page: Page, qapp: QApplication) -> None:
    qapp.sendEvent(page.first, key("ด"))
    assert page.first.text() == "ด"
