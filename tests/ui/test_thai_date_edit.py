from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from fieldkit.ui.labels import restyle
from fieldkit.ui.month_popup import MonthGrid, months_later
from fieldkit.ui.thai_date_edit import ThaiDateEdit

TODAY = date(2026, 11, 22)
# The offscreen platform opens popups without this.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard", extend=True)
TypeText = Callable[[QWidget, str], None]


@pytest.fixture
def edit(qtbot: QtBot) -> ThaiDateEdit:
    made = ThaiDateEdit("th", lambda: TODAY)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
    made.setFocus()
    qtbot.waitUntil(made.hasFocus)
    return made


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("5-3-68", date(2025, 3, 5)),
        ("050368", date(2025, 3, 5)),
        ("๕/๓/๒๕๖๘", date(2025, 3, 5)),
        ("5 มี.ค. 68", date(2025, 3, 5)),
        ("29/02/2567", date(2024, 2, 29)),
        ("7", date(2026, 11, 7)),
        ("+30", date(2026, 12, 22)),
    ],
)
def test_typed_forms(edit: ThaiDateEdit, qtbot: QtBot, type_text: TypeText, typed: str, meant: date) -> None:
    type_text(edit, typed)
    with qtbot.waitSignal(edit.date_changed) as told:
        qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert told.args == [meant]
    assert edit.text() == f"{meant.day:02d}/{meant.month:02d}/{meant.year + 543}"


def test_english_fields_are_gregorian(qtbot: QtBot, type_text: TypeText) -> None:
    made = ThaiDateEdit("en", lambda: TODAY)
    qtbot.addWidget(made)
    type_text(made, "5/3/25")
    made.commit()
    assert (made.date(), made.text()) == (date(2025, 3, 5), "05/03/2025")


def test_a_text_that_is_no_date_stays_with_its_reason(
    edit: ThaiDateEdit, qtbot: QtBot, type_text: TypeText
) -> None:
    edit.set_date(TODAY)
    edit.clear()
    type_text(edit, "31/2/69")
    with qtbot.waitSignal(edit.refused), qtbot.assertNotEmitted(edit.date_changed):
        qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert edit.text() == "31/2/69"
    assert edit.date() == TODAY
    assert edit.property("invalid") is True
    assert "31/2/69" in edit.accessibleDescription()
    qtbot.keyClick(edit, Qt.Key.Key_Backspace)
    assert edit.property("invalid") is False


def test_clearing_tells_none(edit: ThaiDateEdit, qtbot: QtBot) -> None:
    edit.set_date(TODAY)
    edit.clear()
    with qtbot.waitSignal(edit.date_changed) as told:
        edit.commit()
    assert told.args == [None]


def test_the_same_date_is_not_told_twice(edit: ThaiDateEdit, qtbot: QtBot) -> None:
    edit.set_date(TODAY)
    with qtbot.assertNotEmitted(edit.date_changed):
        edit.commit()


def test_month_is_reached_and_left_by_keyboard(edit: ThaiDateEdit, qtbot: QtBot) -> None:
    edit.set_date(date(2024, 1, 31))
    qtbot.keyClick(edit, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert edit.popup is not None
    grid = edit.popup.grid
    qtbot.keyClick(grid, Qt.Key.Key_PageDown)
    assert grid.day() == date(2024, 2, 29)
    assert grid.accessibleName() == "วันพฤหัสบดีที่ 29 กุมภาพันธ์ พ.ศ. 2567"
    qtbot.keyClick(grid, Qt.Key.Key_Left)
    with qtbot.waitSignal(edit.date_changed) as told:
        qtbot.keyClick(grid, Qt.Key.Key_Return)
    assert told.args == [date(2024, 2, 28)]
    assert edit.text() == "28/02/2567"
    qtbot.waitUntil(lambda: edit.popup is None)


def test_esc_leaves_the_month_without_a_choice(edit: ThaiDateEdit, qtbot: QtBot) -> None:
    edit.set_date(TODAY)
    edit.open_month()
    assert edit.popup is not None
    assert edit.popup.parentWidget() is edit
    with qtbot.assertNotEmitted(edit.date_changed):
        qtbot.keyClick(edit.popup, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: edit.popup is None)
    assert edit.date() == TODAY


def test_a_day_is_chosen_by_mouse(qtbot: QtBot) -> None:
    grid = MonthGrid("th", TODAY)
    qtbot.addWidget(grid)
    grid.resize(grid.sizeHint())
    grid.show()
    cells = dict(grid._days())
    with qtbot.waitSignal(grid.day_chosen) as told:
        qtbot.mouseClick(grid, Qt.MouseButton.LeftButton, pos=cells[date(2026, 11, 5)].center())
    assert told.args == [date(2026, 11, 5)]


def test_first_of_november_2569_is_a_sunday_in_the_first_column(qtbot: QtBot) -> None:
    grid = MonthGrid("th", TODAY)
    qtbot.addWidget(grid)
    grid.resize(grid.sizeHint())
    cells = dict(grid._days())
    assert len(cells) == 30
    assert cells[date(2026, 11, 1)].left() == 0
    assert cells[date(2026, 11, 7)].right() == grid.width() - 1


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2025, 1, 15), -1, date(2024, 12, 15)),
        (date(2025, 12, 1), 1, date(2026, 1, 1)),
    ],
)
def test_months_later(day: date, months: int, later: date) -> None:
    assert months_later(day, months) == later


def test_restyle_tells_the_style_sheet(edit: ThaiDateEdit) -> None:
    before = edit.grab().toImage()
    restyle(edit, invalid=True)
    edit.clearFocus()
    assert edit.grab().toImage() != before


def test_month_stays_on_the_screen(edit: ThaiDateEdit, qtbot: QtBot) -> None:
    room = edit.screen().availableGeometry()
    edit.move(room.bottomRight())
    qtbot.waitUntil(lambda: edit.y() > room.height() // 2)
    edit.open_month()
    assert edit.popup is not None
    assert room.contains(edit.popup.geometry())
    edit.popup.close()
