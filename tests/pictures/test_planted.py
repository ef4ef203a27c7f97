"""Each look at a picture and each step of the walk sees a fault that is planted for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from fieldkit.ui import theme
from fieldkit.ui.cell_model import CellModel
from fieldkit.ui.labels import label
from fieldkit.ui.list_table import ListTable
from fieldkit.ui.row_delegate import Cell
from tests.pictures import look, walk
from tests.pictures.drawing import draw

WORDS = "ทางออกฉุกเฉิน"


class Painted(QWidget):
    """Paints what a test wants."""

    def __init__(self, parent: QWidget, paint: Callable[[QPainter, QRect], None]) -> None:
        super().__init__(parent)
        self._paint = paint

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(theme.current().font("body"))
        self._paint(painter, self.rect())
        painter.end()


class Sheet(QWidget):
    """A window of the theme's colour with five words, in which nothing is wrong."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.resize(500, 400)
        for place in range(5):
            self.put(label(WORDS), 10, 10 + 40 * place, 200, 36)

    def put(self, widget: QWidget, left: int, top: int, width: int, height: int) -> QWidget:
        widget.setParent(self)
        widget.setGeometry(left, top, width, height)
        widget.show()
        return widget


@pytest.fixture
def sheet(qtbot: QtBot) -> Sheet:
    made = Sheet()
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
    assert look.faults(draw(made)) == []
    return made


def narrow_label(sheet: Sheet) -> None:
    sheet.put(label(WORDS), 250, 10, 40, 36)


def shortened_words(sheet: Sheet) -> None:
    def paint(painter: QPainter, area: QRect) -> None:
        words = painter.fontMetrics().elidedText(WORDS, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, words)

    sheet.put(Painted(sheet, paint), 250, 10, 50, 36)


def text_over_text(sheet: Sheet) -> None:
    def paint(painter: QPainter, area: QRect) -> None:
        painter.drawText(4, 20, WORDS)
        painter.drawText(30, 22, "22/11/2569")

    sheet.put(Painted(sheet, paint), 250, 10, 200, 36)


def pale_words(sheet: Sheet) -> None:
    def paint(painter: QPainter, area: QRect) -> None:
        painter.setPen(theme.current().colour("border_strong"))
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, WORDS)

    sheet.put(Painted(sheet, paint), 250, 10, 200, 36)


def half_outside(sheet: Sheet) -> None:
    sheet.put(QPushButton("ปิด"), 460, 10, 80, 36)


def one_over_the_other(sheet: Sheet) -> None:
    sheet.put(QPushButton("ปิด"), 250, 10, 80, 36)
    sheet.put(QPushButton("ลบ"), 300, 10, 80, 36)


def own_colour(sheet: Sheet) -> None:
    sheet.put(Painted(sheet, lambda painter, area: painter.fillRect(area, QColor("orchid"))), 250, 10, 40, 36)


def foreign_ground(sheet: Sheet) -> None:
    token = theme.DARK.window
    sheet.put(Painted(sheet, lambda painter, area: painter.fillRect(area, QColor(token))), 0, 0, 500, 400)
    sheet.children()[-1].lower()  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("plant", "finder"),
    [
        (narrow_label, look.cut_off),
        (shortened_words, look.shortened),
        (text_over_text, look.overlapping_texts),
        (pale_words, look.poor_contrast),
        (half_outside, look.outside),
        (one_over_the_other, look.overlapping_widgets),
        (own_colour, look.foreign_colours),
        (foreign_ground, look.blank),
    ],
)
def test_a_fault_is_seen_in_the_picture(
    sheet: Sheet, plant: Callable[[Sheet], None], finder: Callable[[object], Iterator[str]]
) -> None:
    plant(sheet)
    assert list(finder(draw(sheet))) != []


def test_a_page_without_words_is_blank(sheet: Sheet) -> None:
    for words in sheet.findChildren(QLabel):
        words.hide()
    assert list(look.blank(draw(sheet))) == ["only 0 texts"]


def three_fields(sheet: Sheet) -> list[QLineEdit]:
    """Put three named fields below each other."""
    fields = [QLineEdit() for _ in range(3)]
    for place, field in enumerate(fields):
        field.setAccessibleName(f"ช่อง {place + 1}")
        sheet.put(field, 250, 10 + 50 * place, 200, 36)
    fields[0].setFocus()
    return fields


def test_a_walk_without_faults_has_none(sheet: Sheet) -> None:
    fields = three_fields(sheet)
    unseen: list[str] = []
    found = walk.stops(sheet, unseen)
    assert found == fields
    assert unseen == []
    for step in (walk.trap, walk.unreached, walk.out_of_order):
        assert list(step(sheet, found)) == []
    assert list(walk.too_small(sheet)) == []


def test_a_trap_for_the_keyboard_is_found(sheet: Sheet) -> None:
    three_fields(sheet)
    notes = QPlainTextEdit()  # takes Tab as a letter
    sheet.put(notes, 250, 200, 200, 80)
    found = walk.stops(sheet, [])
    assert list(walk.trap(sheet, found)) != []


def test_what_tab_does_not_reach_is_found(sheet: Sheet) -> None:
    fields = three_fields(sheet)
    fields[1].setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    assert list(walk.unreached(sheet, walk.stops(sheet, []))) == ["QLineEdit 'ช่อง 2' is never reached"]


def test_an_order_that_goes_up_is_found(sheet: Sheet) -> None:
    fields = three_fields(sheet)
    QWidget.setTabOrder(fields[0], fields[2])
    QWidget.setTabOrder(fields[2], fields[1])
    assert list(walk.out_of_order(sheet, walk.stops(sheet, []))) != []


def test_a_stop_out_of_sight_is_found(sheet: Sheet) -> None:
    fields = three_fields(sheet)
    fields[1].move(250, 900)
    unseen: list[str] = []
    walk.stops(sheet, unseen)
    assert len(unseen) == 1


def test_names_roles_and_languages_are_asked_for(sheet: Sheet) -> None:
    nameless, english = QLineEdit(), QPushButton("Cancel")
    silent = Painted(sheet, lambda painter, area: None)
    silent.setAccessibleName("ภาพ")
    for widget in (nameless, english, silent):
        sheet.put(widget, 250, 10, 80, 36)
        assert list(walk.nameless(widget, "th")) != []
    assert list(walk.nameless(english, "en")) == []


def test_a_small_target_is_found(sheet: Sheet) -> None:
    button = QPushButton("x")
    button.setStyleSheet("min-height: 0; padding: 0")
    sheet.put(button, 250, 10, 20, 20)
    assert list(walk.too_small(sheet)) != []


def test_a_row_without_words_is_found(sheet: Sheet) -> None:
    table = ListTable("รายการ")
    model = CellModel(("ผล",), lambda row: (Cell(row, tone="fail"),), table)
    model.show_rows([WORDS, ""])
    table.setModel(model)
    sheet.put(table, 250, 10, 200, 200)
    assert len(list(walk.silent_rows(sheet))) == 1


def test_a_tone_without_a_word_is_found(sheet: Sheet) -> None:
    sheet.put(label("", tone="fail"), 250, 10, 20, 36)
    assert list(walk.unlabelled_tones(sheet)) != []


class Unlit(QAbstractButton):
    """A button that does not show its focus."""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.current().colour("surface"))
        painter.end()


def test_a_focus_that_cannot_be_seen_is_found(sheet: Sheet) -> None:
    fields = three_fields(sheet)
    unlit = Unlit(sheet)
    unlit.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    sheet.put(unlit, 250, 200, 80, 36)
    assert QTest.qWaitForWindowActive(sheet)
    assert list(walk.faint_focus(sheet, unlit, fields[0])) != []
    assert list(walk.faint_focus(sheet, fields[1], fields[0])) == []
