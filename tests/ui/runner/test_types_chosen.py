"""Questions that are chosen, one scenario a type, by keys and by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QWidget

from fieldkit.model import inspections
from fieldkit.ui import theme
from fieldkit.ui.runner.geometry import lay_out
from fieldkit.ui.runner.painters import track_line
from tests.office import add_factory, picture
from tests.ui.runner.checklists import Desk, start

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from fieldkit.model.workspace import Workspace

# A real platform gives the list under a field the keyboard; this one only says that it cannot.
pytestmark = pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)
TypeText = Callable[[QWidget, str], None]
Key = Qt.Key
SURVEY = [
    {"type": "begin_group", "name": "chosen", "label": "เลือก"},
    {"type": "range", "name": "noise", "label": "เสียง", "parameters": "start=0 end=100 step=5"},
    {
        "type": "range",
        "name": "level",
        "label": "ระดับ",
        "parameters": "start=0 end=10 step=1",
        "appearance": "vertical no-ticks",
    },
    {
        "type": "range",
        "name": "stars",
        "label": "ดาว",
        "parameters": "start=1 end=5 step=1",
        "appearance": "rating",
    },
    {
        "type": "range",
        "name": "picked",
        "label": "ค่า",
        "parameters": "start=0.5 end=2 step=0.5",
        "appearance": "picker",
    },
    {"type": "rank risk", "name": "order", "label": "ลำดับ"},
    {"type": "acknowledge", "name": "seen", "label": "รับทราบ", "required": "yes"},
    {"type": "select_one often", "name": "likert", "label": "สวมหมวก", "appearance": "likert"},
    {"type": "select_multiple risk", "name": "wide", "label": "พบ", "appearance": "columns-2"},
    {"type": "select_one risk", "name": "short", "label": "หลัก", "appearance": "minimal"},
    {"type": "select_multiple risk", "name": "several", "label": "ทั้งหมด", "appearance": "autocomplete"},
    {"type": "select_one sign", "name": "sign", "label": "ป้าย"},
    {"type": "text", "name": "last", "label": "สุดท้าย"},
    {"type": "end_group"},
    {"type": "begin_group", "name": "table", "label": "ตาราง", "appearance": "table-list"},
    {"type": "select_one yn", "name": "first", "label": "ถังดับเพลิง"},
    {"type": "select_one yn", "name": "second", "label": "ทางหนีไฟ"},
    {"type": "end_group"},
]
RISKS = {"fire": "ไฟไหม้", "leak": "สารรั่ว", "noise": "เสียงดัง", "heat": "ความร้อน"}
CHOICES = [
    *({"list_name": "risk", "name": name, "label": label} for name, label in RISKS.items()),
    *({"list_name": "often", "name": name, "label": name} for name in ("never", "often", "always")),
    *({"list_name": "yn", "name": name, "label": label} for name, label in (("y", "ใช่"), ("n", "ไม่ใช่"))),
    *(
        {"list_name": "sign", "name": name, "label": name, "media::image": f"{name}.jpg"}
        for name in ("flame", "skull")
    ),
]


@pytest.fixture
def desk(qtbot: QtBot, office: Workspace, tmp_path: Path) -> Desk:
    media = {"flame.jpg": picture(90, 60, "orange"), "skull.jpg": picture(90, 60, "purple")}
    return Desk(qtbot, start(office, tmp_path, SURVEY, CHOICES, media))


def at(desk: Desk, point: QPoint) -> QPoint:
    """Return where a point of the current row stands in the list."""
    view = desk.runner.view
    return view.visualRect(view.currentIndex()).topLeft() + point


@pytest.mark.parametrize("number", ["1", "3.12", "1.2.10.14"])
def test_words_begin_after_their_number(desk: Desk, number: str) -> None:
    found = lay_out(replace(desk.row, number=number), 900)
    written = QFontMetrics(theme.current().font("caption")).horizontalAdvance(number)
    assert found.number.left() + written < found.star.left() < found.words.left()


def test_a_range_by_digits_arrows_and_hand(desk: Desk) -> None:
    desk.stand("noise")
    desk.qtbot.keyClicks(desk.editor.field, "65")
    desk.qtbot.keyClick(desk.editor.field, Key.Key_Right)
    assert desk.stored("noise") == "70"
    desk.qtbot.keyClick(desk.editor.field, Key.Key_Left)
    desk.qtbot.keyClick(desk.editor.field, Key.Key_Left)
    assert desk.stored("noise") == "60"
    track = lay_out(desk.row, desk.runner.view.viewport().width()).track
    middle = track_line(track, vertical=False).center().toPoint()
    desk.qtbot.mouseClick(desk.runner.view.viewport(), Qt.MouseButton.LeftButton, pos=at(desk, middle))
    assert desk.stored("noise") == "50"
    assert desk.editor.text() == "50"
    assert "50" in desk.spoken("noise")


def test_a_value_beside_the_scale_is_refused_in_place(desk: Desk) -> None:
    desk.stand("noise")
    desk.qtbot.keyClicks(desk.editor.field, "63")
    desk.qtbot.keyClick(desk.editor.field, Key.Key_Return)
    assert desk.stored("noise") == ""
    assert "0, 5 … 100" in desk.row_of("noise").error


def test_a_vertical_range_grows_upwards(desk: Desk) -> None:
    desk.stand("level")
    geometry = lay_out(desk.row, desk.runner.view.viewport().width())
    line = track_line(geometry.track, vertical=True)
    top = QPoint(round(line.left()), round(line.top()))
    desk.qtbot.mouseClick(desk.runner.view.viewport(), Qt.MouseButton.LeftButton, pos=at(desk, top))
    assert desk.stored("level") == "10"


def test_stars(desk: Desk) -> None:
    desk.stand("stars")
    desk.qtbot.keyClick(desk.runner.view, Key.Key_4)
    assert desk.stored("stars") == "4"
    desk.stand("stars")
    desk.qtbot.keyClick(desk.runner.view, Key.Key_Left)
    assert desk.stored("stars") == "3"
    assert desk.row.path.endswith("/stars"), "an arrow stays at the question"
    assert "3 จาก 5" in desk.spoken("stars")
    desk.qtbot.keyClick(desk.runner.view, Key.Key_Delete)
    assert desk.stored("stars") == ""


def test_a_picker_is_a_list_of_values(desk: Desk) -> None:
    desk.stand("picked")
    desk.qtbot.keyClicks(desk.editor.field, "1.5")
    desk.qtbot.keyClick(desk.editor.field, Key.Key_Return)
    assert desk.stored("picked") == "1.5"


def test_a_ranking_by_keys(desk: Desk) -> None:
    view = desk.runner.view
    desk.stand("order")
    assert desk.row.state == "optional"
    desk.qtbot.keyClick(view, Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert desk.stored("order") == "leak fire noise heat"
    desk.qtbot.keyClick(view, Key.Key_4)
    assert desk.stored("order") == "leak noise heat fire"
    desk.qtbot.keyClick(view, Key.Key_Left)
    desk.qtbot.keyClick(view, Key.Key_1)
    assert desk.stored("order") == "heat leak noise fire"
    assert "1 ความร้อน, 2 สารรั่ว" in desk.spoken("order")
    desk.runner.answers.undo_stack.undo()
    assert desk.stored("order") == "leak noise heat fire"
    desk.qtbot.keyClick(view, Key.Key_Delete)
    assert desk.stored("order") == ""
    desk.qtbot.keyClick(view, Key.Key_Space)
    assert desk.stored("order") == "fire leak noise heat"


def test_a_ranking_by_hand(desk: Desk) -> None:
    desk.stand("order")
    viewport = desk.runner.view.viewport()
    chips = lay_out(desk.row, viewport.width()).chips
    desk.qtbot.mousePress(viewport, Qt.MouseButton.LeftButton, pos=at(desk, chips[3].center()))
    desk.qtbot.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=at(desk, chips[0].center()))
    assert desk.stored("order") == "heat fire leak noise"


def test_acknowledging(desk: Desk) -> None:
    desk.stand("seen")
    desk.qtbot.keyClick(desk.runner.view, Key.Key_1)
    assert desk.stored("seen") == "OK"
    assert "รับทราบ" in desk.spoken("seen")
    assert not desk.runner.here().endswith("/seen")


def test_a_likert_scale(desk: Desk) -> None:
    desk.stand("likert")
    assert desk.row.kind == "likert"
    desk.qtbot.keyClick(desk.runner.view, Key.Key_2)
    assert desk.stored("likert") == "often"
    desk.stand("likert")
    area = lay_out(desk.row, desk.runner.view.viewport().width()).chips[2]
    desk.qtbot.mouseClick(desk.runner.view.viewport(), Qt.MouseButton.LeftButton, pos=at(desk, area.center()))
    assert desk.stored("likert") == "always"


def test_choices_in_columns_stand_below_each_other(desk: Desk) -> None:
    desk.stand("wide")
    chips = lay_out(desk.row, desk.runner.view.viewport().width()).chips
    assert chips[0].left() == chips[2].left()
    assert chips[0].top() == chips[1].top() < chips[2].top()
    for key in (Key.Key_4, Key.Key_1):
        desk.qtbot.keyClick(desk.runner.view, key)
    assert desk.stored("wide") == "fire heat"


def test_a_table_has_its_words_once_and_its_marks_in_columns(desk: Desk) -> None:
    desk.stand("first")
    view = desk.runner.view
    head = desk.runner.model.row(0)
    assert head is not None
    assert (head.kind, head.number, head.label) == ("grid_head", "", "ตาราง")
    assert desk.runner.head.title.text().endswith("ตาราง")
    assert [desk.row_of(name).number for name in ("first", "second")] == ["2.1", "2.2"]
    width = view.viewport().width()
    columns = [[chip.left() for chip in lay_out(row, width).chips] for row in (head, desk.row)]
    assert columns[0] == columns[1]
    desk.qtbot.keyClick(view, Key.Key_2)
    desk.qtbot.keyClick(view, Key.Key_1)
    assert (desk.stored("first"), desk.stored("second")) == ("n", "y")
    numbers = [question.number for question in inspections.questions(desk.runner.inspection)]
    assert "" not in numbers


def test_one_of_a_minimal_list_is_typed_in_part(desk: Desk, type_text: TypeText) -> None:
    desk.stand("short")
    type_text(desk.editor.field, "ร้อน")
    suggestions = desk.editor.suggestions
    assert suggestions is not None
    assert suggestions.words() == ["ความร้อน"]
    popup = QApplication.activePopupWidget()
    assert popup is not None
    desk.qtbot.keyClick(popup, Key.Key_Return)
    assert desk.stored("short") == "heat"
    assert desk.row_of("short").text == "ความร้อน"
    assert not desk.runner.here().endswith("/short"), "what was chosen is done with"


def test_a_text_that_is_no_choice_is_never_dropped(desk: Desk, type_text: TypeText) -> None:
    path = desk.stand("short")
    type_text(desk.editor.field, "ไม่มีจริง")
    desk.runner.go(desk.row_of("last").path)
    assert desk.typing() == {path: "ไม่มีจริง"}
    assert "ไม่มีในรายการ" in desk.row_of("short").error
    desk.stand("short")
    assert desk.editor.text() == "ไม่มีจริง"


def test_several_of_a_list_are_added_and_taken_back(desk: Desk, type_text: TypeText) -> None:
    desk.stand("several")
    for word in ("สารรั่ว", "ไฟไหม้"):
        type_text(desk.editor.field, word)
        popup = QApplication.activePopupWidget()
        assert popup is not None
        desk.qtbot.keyClick(popup, Key.Key_Return)
        assert desk.editor.text() == ""
    assert desk.stored("several") == "fire leak"
    assert "ไฟไหม้, สารรั่ว" in desk.spoken("several")
    desk.qtbot.keyClick(desk.editor.field, Key.Key_Backspace)
    assert desk.stored("several") == "fire"
    chip = lay_out(desk.row, desk.runner.view.viewport().width()).chips[0]
    desk.qtbot.mouseClick(desk.runner.view.viewport(), Qt.MouseButton.LeftButton, pos=at(desk, chip.center()))
    assert desk.stored("several") == ""


def test_choices_are_painted_as_pictures(desk: Desk) -> None:
    desk.stand("sign")
    pictures = desk.runner.pictures
    assert desk.row.pictures == ("flame.jpg", "skull.jpg")
    desk.runner.grab()
    desk.qtbot.waitUntil(lambda: pictures.picture("flame.jpg") is not None, timeout=20_000)
    desk.qtbot.waitUntil(lambda: pictures.picture("skull.jpg") is not None, timeout=20_000)
    shown = desk.runner.view.viewport().grab().toImage()
    chips = lay_out(desk.row, desk.runner.view.viewport().width()).chips
    colour = shown.pixelColor(at(desk, chips[0].center() - QPoint(0, 10)))
    assert colour.red() > 200
    assert colour.blue() < 80
    desk.qtbot.keyClick(desk.runner.view, Key.Key_2)
    assert desk.stored("sign") == "skull"


def test_a_factory_is_chosen_from_the_register(
    qtbot: QtBot, office: Workspace, tmp_path: Path, type_text: TypeText
) -> None:
    for number in range(40):
        add_factory(
            office,
            f"neighbour{number}",
            registration_no=f"1066000122{number:04d}",
            registration_no_old=None,
            name="โรงน้ำแข็ง สมบูรณ์" if number < 2 else f"โรงเลื่อย {number}",
        )
    survey = [{"type": "select_one_from_file factories.csv", "name": "near", "label": "โรงงานข้างเคียง"}]
    desk = Desk(qtbot, start(office, tmp_path, survey))
    desk.stand("near")
    suggestions = desk.editor.suggestions
    assert suggestions is not None
    type_text(desk.editor.field, "โรง")
    assert len(suggestions.words()) == 15
    desk.editor.show_text("")
    type_text(desk.editor.field, "สมบูรณ์")
    # Two have the same name: the number tells them apart.
    assert suggestions.words() == [f"โรงน้ำแข็ง สมบูรณ์ · 1066000122000{n}" for n in (0, 1)]
    popup = QApplication.activePopupWidget()
    assert popup is not None
    qtbot.keyClick(popup, Key.Key_Down)
    qtbot.keyClick(popup, Key.Key_Return)
    assert desk.stored("near") == "10660001220001"
    assert desk.row_of("near").text == "โรงน้ำแข็ง สมบูรณ์"


def test_the_checklist_is_shown_in_another_of_its_languages(
    qtbot: QtBot, office: Workspace, tmp_path: Path
) -> None:
    survey = [
        {"type": "text", "name": "a", "label::ไทย (th)": "ชื่อ", "label::Burmese (my)": "အမည်"},
        {"type": "text", "name": "b", "label::ไทย (th)": "สกุล", "label::Burmese (my)": "မျိုးရိုး"},
    ]
    desk = Desk(qtbot, start(office, tmp_path, survey))
    desk.stand("b")
    qtbot.keyClicks(desk.editor.field, "half")
    desk.runner.next_translation()
    assert desk.row_of("a").label == "အမည်"
    assert desk.runner.here().endswith("/b")
    assert desk.stored("b") == "half"
    desk.runner.next_translation()
    assert desk.row_of("a").label == "ชื่อ"
