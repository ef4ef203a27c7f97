"""Places, lines and areas drawn on the sketch map: by keys alone, by hand, refused, left, undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QPushButton

from fieldkit.model import inspections
from fieldkit.model.place_text import read_stored
from fieldkit.model.workspace import Workspace
from fieldkit.ui.inspection_page import InspectionPage
from fieldkit.ui.page import PageContext
from fieldkit.ui.runner.place_map import PlaceMap
from fieldkit.ui.runner.place_sheet import PlaceSheet
from fieldkit.ui.runner.runner import Runner
from fieldkit.ui.settings import Settings
from tests.office import add_factory
from tests.ui.runner.checklists import start

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

Key = Qt.Key
SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton
SURVEY = [
    {"type": "geopoint", "name": "gate", "label": "พิกัดประตู"},
    {"type": "geotrace", "name": "pipe", "label": "แนวท่อ"},
    {"type": "geoshape", "name": "yard", "label": "ลานกอง"},
    {"type": "text", "name": "words", "label": "หมายเหตุ"},
    {"type": "geopoint", "name": "known", "label": "พิกัดเดิม", "read_only": "yes", "default": "16 100 0 0"},
]
HOME = (16.2, 100.42)


class Office:
    """The page of inspections with a checklist of places, at a factory that is on the map."""

    def __init__(self, qtbot: QtBot, workspace: Workspace, folder: Path, settings: Settings) -> None:
        self.qtbot = qtbot
        self.workspace = workspace
        add_factory(
            workspace, "mill", latitude=HOME[0], longitude=HOME[1], district_code="6604", province_code="66"
        )
        self.inspection = start(workspace, folder, SURVEY)
        self.page = InspectionPage(PageContext(workspace, settings))
        qtbot.addWidget(self.page)
        self.page.build()
        self.page.resize(1300, 700)
        with qtbot.waitActive(self.page):
            self.page.show()
        self.page.open({"inspection": self.inspection.id})

    @property
    def runner(self) -> Runner:
        return self.page.findChildren(Runner)[-1]

    @property
    def sheet(self) -> PlaceSheet:
        return self.page.findChildren(PlaceSheet)[-1]

    @property
    def map(self) -> PlaceMap:
        return self.sheet.map

    def stand(self, name: str) -> str:
        path = next(n.path for n in self.runner.inspection.instance.walk() if n.name == name)
        self.runner.go(path)
        return path

    def open(self, name: str) -> PlaceMap:
        """Open the map from the field of a question by its key, and wait for the outlines."""
        self.stand(name)
        editor = self.runner.view.editor
        assert editor is not None
        self.qtbot.keyClick(editor.field, Key.Key_F11)
        self.qtbot.waitUntil(lambda: self.map.sketch is not None, timeout=20_000)
        assert self.map.hasFocus()
        return self.map

    def press(self, *keys: Qt.Key, times: int = 1, modifier: Qt.KeyboardModifier | None = None) -> None:
        for key in keys * times:
            self.qtbot.keyClick(self.map, key, modifier or Qt.KeyboardModifier.NoModifier)

    def points(self) -> tuple[tuple[float, float], ...]:
        return self.map.points

    def wrong(self) -> bool:
        return self.map.wrong

    def stored(self, name: str) -> str:
        opened = inspections.open_inspection(self.workspace, self.inspection.id)
        return next(node.value for node in opened.instance.walk() if node.name == name)

    def typing(self) -> dict[str, str]:
        return inspections.open_inspection(self.workspace, self.inspection.id).typing

    def at_questions(self) -> bool:
        return self.runner.isVisible() and self.page._sheet is None


@pytest.fixture
def desk(qtbot: QtBot, office: Workspace, tmp_path: Path, settings: Settings) -> Iterator[Office]:
    made = Office(qtbot, office, tmp_path, settings)
    yield made
    made.page.leave()


def corners(stored: str) -> list[tuple[float, float]]:
    return [(float(place.latitude), float(place.longitude)) for place in read_stored(stored)]


def square(desk: Office) -> None:
    """Draw a square from the factory by keys."""
    desk.press(Key.Key_Home, Key.Key_Return)
    for key in (Key.Key_Right, Key.Key_Down, Key.Key_Left):
        desk.press(key, times=4)
        desk.press(Key.Key_Return)


def test_a_place_by_keys_alone(desk: Office) -> None:
    desk.open("gate")
    assert desk.map.crosshair == HOME, "one begins at the factory"
    desk.press(Key.Key_Home)
    desk.press(Key.Key_Right, times=3)
    desk.press(Key.Key_Up)
    desk.press(Key.Key_Left, modifier=SHIFT)
    place = desk.map.crosshair
    assert place[0] > HOME[0]
    assert place[1] > HOME[1]
    desk.press(Key.Key_Return, Key.Key_Return)
    assert desk.at_questions()
    assert desk.stored("gate") == f"{place[0]!r} {place[1]!r} 0.0 0.0"
    assert desk.typing() == {}
    editor = desk.runner.view.editor
    assert editor is not None
    assert editor.field.hasFocus()
    assert editor.text() == f"{place[0]:.6f}, {place[1]:.6f}"


def test_a_shape_by_keys_closes_itself(desk: Office) -> None:
    desk.open("yard")
    square(desk)
    assert "4 จุด" in desk.sheet.extent.text()
    desk.press(Key.Key_Return, modifier=CONTROL)
    points = corners(desk.stored("yard"))
    assert len(points) == 5
    assert points[0] == points[-1] == HOME
    assert desk.stored("yard").count(" 0.0 0.0") == 5


def test_enter_at_the_first_corner_closes_a_shape(desk: Office) -> None:
    desk.open("yard")
    square(desk)
    desk.press(Key.Key_Home, Key.Key_Return)
    assert desk.at_questions()
    assert len(corners(desk.stored("yard"))) == 5


def test_a_trace_is_put_taken_back_and_undone_with_the_answers(desk: Office) -> None:
    desk.open("pipe")
    square(desk)
    desk.press(Key.Key_Backspace)
    assert len(desk.points()) == 3
    desk.press(Key.Key_Z, modifier=CONTROL)
    assert len(desk.points()) == 4
    desk.press(Key.Key_Backspace, Key.Key_Backspace)
    desk.press(Key.Key_Return, modifier=CONTROL)
    assert len(corners(desk.stored("pipe"))) == 2
    desk.runner.undo()
    assert desk.stored("pipe") == ""
    desk.runner.redo()
    assert len(corners(desk.stored("pipe"))) == 2


def test_space_carries_a_corner_and_escape_lets_it_go_back(desk: Office) -> None:
    desk.open("pipe")
    square(desk)
    before = desk.points()
    desk.press(Key.Key_Space)
    desk.press(Key.Key_Down, times=2)
    assert desk.points() != before
    desk.press(Key.Key_Escape)
    assert desk.points() == before
    desk.press(Key.Key_Space)
    desk.press(Key.Key_Down, times=2)
    desk.press(Key.Key_Return)
    assert desk.points()[:3] == before[:3]
    assert desk.points()[3][0] < before[3][0]
    desk.press(Key.Key_Delete)
    assert desk.points() == before[:3]


def test_escape_leaves_everything_as_it_was(desk: Office) -> None:
    path = desk.stand("pipe")
    editor = desk.runner.view.editor
    assert editor is not None
    desk.qtbot.keyClicks(editor.field, "16.1, 100.1; 16.2")
    desk.open("pipe")
    assert desk.points() == (), "what cannot be read is no line"
    square(desk)
    assert desk.typing()[path].count("\n") == 3, "what is drawn is on the disk at once"
    desk.press(Key.Key_Escape)
    assert desk.at_questions()
    assert desk.stored("pipe") == ""
    assert desk.typing() == {path: "16.1, 100.1; 16.2"}
    desk.open("yard")
    square(desk)
    desk.press(Key.Key_Escape)
    assert list(desk.typing()) == [path]


def test_a_line_half_drawn_survives_the_end_of_the_program(desk: Office) -> None:
    desk.open("pipe")
    square(desk)
    again = inspections.open_inspection(desk.workspace, desk.inspection.id)
    runner = Runner(again, "th")
    desk.qtbot.addWidget(runner)
    assert len(corners(desk.stored("pipe"))) == 4


def test_a_shape_that_crosses_itself_is_refused_and_stays(desk: Office) -> None:
    desk.open("yard")
    square(desk)
    desk.press(Key.Key_Up, times=8)
    desk.press(Key.Key_Right, times=2)
    desk.press(Key.Key_Return)
    assert desk.wrong()
    desk.sheet.keep_button.click()
    assert "ตัดกันเอง" in desk.sheet.words.words()
    assert desk.sheet.isVisible()
    assert desk.stored("yard") == ""
    desk.press(Key.Key_Backspace)
    assert not desk.wrong()
    desk.sheet.keep_button.click()
    assert len(corners(desk.stored("yard"))) == 5


def test_too_few_points_are_said_and_kept_on_the_map(desk: Office) -> None:
    desk.open("pipe")
    desk.press(Key.Key_Return)
    desk.press(Key.Key_Return, modifier=CONTROL)
    assert "2 จุด" in desk.sheet.words.words()
    assert desk.sheet.isVisible()


def test_a_place_outside_of_the_province_is_taken_with_a_warning(desk: Office) -> None:
    desk.open("gate")
    desk.map.stand_at((14.05, 101.37))
    desk.press(Key.Key_Return)
    assert "นอกขอบเขตโดยประมาณของจังหวัดพิจิตร" in desk.sheet.words.words()
    desk.press(Key.Key_Return)
    assert corners(desk.stored("gate")) == [(14.05, 101.37)]
    row = desk.runner.view.current_row()
    assert row is not None
    assert row.state == "answered"
    assert "นอกจังหวัดพิจิตร" in row.warning


def test_by_hand_a_click_puts_and_a_drag_moves(desk: Office) -> None:
    shown = desk.open("yard")
    desk.press(Key.Key_Home)
    for x, y in ((300, 150), (500, 150), (500, 300), (300, 300)):
        desk.qtbot.mouseClick(shown, LEFT, pos=QPoint(x, y))
    before = shown.points
    assert len(before) == 4
    drag(desk, QPoint(500, 300), QPoint(560, 340))
    assert shown.points[2] != before[2]
    assert (shown.points[:2], shown.points[3:]) == (before[:2], before[3:])
    sight = shown.sight
    drag(desk, QPoint(100, 100), QPoint(160, 130))
    assert len(shown.points) == 4, "a drag beside the corners moves the map"
    assert shown.sight != sight
    first = shown.sight.screen(*shown.plane.point(*shown.points[0])).toPoint()
    desk.qtbot.mouseClick(shown, LEFT, pos=first)
    assert len(corners(desk.stored("yard"))) == 5, "a click on the first corner closes the shape"


def drag(desk: Office, start: QPoint, end: QPoint) -> None:
    desk.qtbot.mousePress(desk.map, LEFT, pos=start)
    for share in (0.3, 0.7, 1.0):
        here = QPointF(start) + (QPointF(end) - QPointF(start)) * share
        # The offscreen platform moves without the pressed button; a hand does not.
        none = Qt.KeyboardModifier.NoModifier
        desk.map.mouseMoveEvent(QMouseEvent(QEvent.Type.MouseMove, here, here, LEFT, LEFT, none))
    desk.qtbot.mouseRelease(desk.map, LEFT, pos=end)


def test_the_former_answer_is_there_and_keeping_it_changes_nothing(desk: Office) -> None:
    path = desk.stand("gate")
    desk.runner.inspection.answer(path, "16.25 100.4 12.5 3.0")
    desk.open("gate")
    assert desk.points() == ((16.25, 100.4),)
    desk.press(Key.Key_Return, modifier=CONTROL)
    assert desk.stored("gate") == "16.25 100.4 12.5 3.0", "altitude and accuracy stay"
    desk.open("gate")
    desk.press(Key.Key_Backspace)
    desk.press(Key.Key_Return, modifier=CONTROL)
    assert desk.stored("gate") == ""


def test_the_factory_and_its_district_are_shown(desk: Office) -> None:
    desk.open("gate")
    assert desk.map._fills["6604"].strong
    assert "โรงสีตัวอย่างเจริญพาณิชย์" in desk.map.accessibleDescription()
    words = desk.sheet.words.words()
    assert "อำเภอตะพานหิน" in words
    assert "ห่างจากโรงงาน 0 ม." in words
    desk.map.grab()


def test_without_a_known_place_one_begins_in_the_district(desk: Office) -> None:
    add_factory(desk.workspace, "mill", latitude=None, longitude=None, district_code="6604")
    desk.runner.inspection.reload()
    desk.open("gate")
    assert desk.map.home is None
    found = desk.map.sketch and desk.map.sketch.at(*desk.map.crosshair)
    assert found
    assert found[0].code == "6604"


def test_the_button_in_the_field_opens_the_map(desk: Office) -> None:
    desk.stand("yard")
    editor = desk.runner.view.editor
    assert editor is not None
    [button] = editor.findChildren(QPushButton)
    assert "F11" in button.accessibleName()
    desk.qtbot.mouseClick(button, LEFT)
    assert desk.sheet.isVisible()


@pytest.mark.parametrize("name", ["words", "known"])
def test_other_questions_have_no_map(desk: Office, name: str) -> None:
    desk.stand(name)
    desk.runner.open_map()
    assert desk.page.findChildren(PlaceSheet) == []


def test_the_keys_of_the_questions_rest_while_one_draws(desk: Office) -> None:
    path = desk.stand("gate")
    desk.open("gate")
    for key in (Key.Key_F8, Key.Key_F9, Key.Key_F12):
        desk.press(key)
    assert desk.sheet.isVisible()
    assert desk.runner.here() == path
    desk.page.focus_search()
    assert desk.map.hasFocus()
