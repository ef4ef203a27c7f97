"""Rows of repeats by keyboard: add, copy, move, remove, all of it undone again."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from fieldkit.model import inspections
from fieldkit.ui.page import DESK
from fieldkit.ui.runner.runner import Runner
from tests.office import picture, start_points

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from fieldkit.model.workspace import Workspace

AREA = "/data/point"


@pytest.fixture
def runner(qtbot: QtBot, office: Workspace, tmp_path: Path) -> Runner:
    made = Runner(start_points(office, tmp_path), "th")
    qtbot.addWidget(made)
    made.resize(1300, 700)
    with qtbot.waitActive(made):
        made.show()
    return made


def names(runner: Runner) -> list[str]:
    """Return what the store holds, not what the screen shows."""
    opened = inspections.open_inspection(runner.inspection.workspace, runner.inspection.id)
    return [opened.instance.node(f"{row.path}/name").value for row in opened.instance.node(AREA).children]


def add(runner: Runner, qtbot: QtBot, name: str) -> None:
    runner.go(AREA)
    qtbot.keyClick(runner.view, Qt.Key.Key_1)
    assert runner.here().endswith("/name")
    assert runner.view.editor is not None
    qtbot.keyClicks(runner.view.editor.field, name)
    qtbot.keyClick(runner.view.editor.field, Qt.Key.Key_Return)


@pytest.fixture
def filled(runner: Runner, qtbot: QtBot) -> Runner:
    runner.go(f"{AREA}[1]/name")
    assert runner.view.editor is not None
    qtbot.keyClicks(runner.view.editor.field, "A")
    for name in "BC":
        add(runner, qtbot, name)
    assert names(runner) == ["A", "B", "C"]
    return runner


def test_rows_are_numbered_below_their_heading(filled: Runner) -> None:
    rows = {row.path: row for row in filled.model.every_row()}
    heading = rows[AREA].number
    assert rows[f"{AREA}[2]"].number == f"{heading}.2"
    assert rows[f"{AREA}[2]/name"].number == f"{heading}.2.1"
    assert rows[AREA].text == "3"


def test_a_row_is_copied_moved_and_removed_and_all_is_undone(filled: Runner, qtbot: QtBot) -> None:
    filled.go(f"{AREA}[1]")
    qtbot.keyClick(filled.view, Qt.Key.Key_1)
    assert names(filled) == ["A", "A", "B", "C"]
    filled.go(f"{AREA}[4]")
    qtbot.keyClick(filled.view, Qt.Key.Key_2)
    assert names(filled) == ["A", "A", "C", "B"]
    filled.go(f"{AREA}[1]")
    qtbot.keyClick(filled.view, Qt.Key.Key_4)
    assert names(filled) == ["A", "C", "B"]
    stack = filled.answers.undo_stack
    for expected in (["A", "A", "C", "B"], ["A", "A", "B", "C"], ["A", "B", "C"]):
        stack.undo()
        assert names(filled) == expected
    stack.redo()
    assert names(filled) == ["A", "A", "B", "C"]


def test_an_answer_is_undone_in_its_own_row_after_rows_moved(filled: Runner, qtbot: QtBot) -> None:
    filled.go(f"{AREA}[3]/name")
    assert filled.view.editor is not None
    qtbot.keyClicks(filled.view.editor.field, "Z")
    qtbot.keyClick(filled.view.editor.field, Qt.Key.Key_Return)
    filled.go(f"{AREA}[3]")
    qtbot.keyClick(filled.view, Qt.Key.Key_2)
    assert names(filled) == ["A", "Z", "B"]
    filled.answers.undo_stack.undo()
    filled.answers.undo_stack.undo()
    assert names(filled) == ["A", "B", "C"]


def test_a_counted_repeat_offers_no_buttons(runner: Runner, qtbot: QtBot) -> None:
    runner.go("/data/stacks")
    assert runner.view.editor is not None
    qtbot.keyClicks(runner.view.editor.field, "2")
    qtbot.keyClick(runner.view.editor.field, Qt.Key.Key_Return)
    rows = {row.path: row for row in runner.model.every_row()}
    assert rows["/data/stack"].segments == ()
    assert "/data/stack[2]/fuel" in rows


def test_a_hundred_rows_stay_one_list(runner: Runner, qtbot: QtBot) -> None:
    from fieldkit.model.inspections import repeats

    for _ in range(30):
        repeats.add_row(runner.inspection, AREA)
    runner._show_answer()
    before = runner.inspection.instance.evaluations
    runner.go(f"{AREA}[25]/name")
    assert runner.view.editor is not None
    qtbot.keyClicks(runner.view.editor.field, "x")
    qtbot.keyClick(runner.view.editor.field, Qt.Key.Key_Return)
    # An answer in one row does not compute the others again.
    assert runner.inspection.instance.evaluations - before < 20


def test_a_place_on_the_screen_is_not_taken_for_the_key_of_a_row(filled: Runner, qtbot: QtBot) -> None:
    """The form calls the row that it begins with "1", also when it stands elsewhere."""
    filled.go(f"{AREA}[1]")
    qtbot.keyClick(filled.view, Qt.Key.Key_3)
    assert names(filled) == ["B", "A", "C"]
    filled.go(f"{AREA}[1]/name")
    assert filled.here() == f"{AREA}[1]/name"
    filled.go_stored(f"{AREA}[1]/name")
    assert filled.here() == f"{AREA}[2]/name"
    assert filled.place() == f"{AREA}[1]/name"
    opened = inspections.open_inspection(filled.inspection.workspace, filled.inspection.id)
    desk = json.loads(opened.workspace.setting(DESK) or "{}")
    again = Runner(opened, "th", desk["path"])
    qtbot.addWidget(again)
    assert again.here() == f"{AREA}[2]/name"
    again.go_stored(f"{AREA}[gone]/name")
    assert again.here() == AREA


def test_a_photo_stays_with_its_row_when_that_moves_while_the_file_is_read(
    filled: Runner, qtbot: QtBot, tmp_path: Path
) -> None:
    file = tmp_path / "b.jpg"
    file.write_bytes(picture())
    filled.attaching.add(f"{AREA}[2]/photo", [file])
    filled.go(f"{AREA}[2]")
    qtbot.keyClick(filled.view, Qt.Key.Key_2)
    qtbot.waitUntil(lambda: len(filled.inspection.files) == 1)
    assert names(filled) == ["B", "A", "C"]
    assert len(filled.inspection.photos(f"{AREA}[1]/photo")) == 1
    filled.attaching.add(f"{AREA}[3]/photo", [file])
    filled.go(f"{AREA}[3]")
    with qtbot.waitSignal(filled.failed) as caught:
        qtbot.keyClick(filled.view, Qt.Key.Key_4)
    assert "ถูกลบ" in caught.args[0].message("th")
    assert len(filled.inspection.files) == 1
