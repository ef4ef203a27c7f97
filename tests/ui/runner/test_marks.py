"""Marks and filters with counts, the rest of a section at once, the answer of last time."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from fieldkit.model import inspections
from fieldkit.model.changes import ChangeLog
from fieldkit.ui.runner.runner import Runner
from tests.measurements import close_measurements, start_measurements
from tests.office import MILL

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from fieldkit.model.inspections import Inspection
    from fieldkit.model.workspace import Workspace
    from fieldkit.ui.runner.rows import FormRow
    from tests.conftest import Clock

PH, BOD, PM25 = (f"/data/water/{name}" for name in ("ph", "bod", "pm25"))
Q = [f"/data/order/q{n}" for n in range(1, 6)]
GRADE = "/data/order/grade"


def shown(qtbot: QtBot, inspection: Inspection) -> Runner:
    made = Runner(inspection, "th")
    qtbot.addWidget(made)
    made.resize(1300, 700)
    with qtbot.waitActive(made):
        made.show()
    return made


@pytest.fixture
def draft(office: Workspace, tmp_path: Path) -> Inspection:
    return start_measurements(office, tmp_path)


@pytest.fixture
def second(office: Workspace, draft: Inspection, clock: Clock) -> Inspection:
    """A visit after one at which item 1 and BOD failed and item 2 passed."""
    draft.answer(Q[0], "no")
    draft.answer(Q[1], "yes")
    draft.answer(BOD, "45", qualifier=">")
    draft.answer(PH, "7", qualifier="<")
    close_measurements(draft)
    clock.advance(timedelta(days=365))
    return inspections.start(office, MILL, "MEA")


def again(runner: Runner) -> Inspection:
    return inspections.open_inspection(runner.inspection.workspace, runner.inspection.id)


def row_of(runner: Runner, path: str) -> FormRow:
    return next(row for row in runner.model.every_row() if row.path == path)


def listed(runner: Runner) -> list[str]:
    return [row.path for row in map(runner.model.row, range(runner.model.rowCount())) if row]


def press(runner: Runner, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> None:
    """Press as the system does, so that shortcuts are looked for first."""
    from PySide6.QtTest import QTest

    QTest.keyClick(runner.window(), key, modifiers)


def test_chips_count_and_stay_away_when_there_is_nothing(qtbot: QtBot, draft: Inspection) -> None:
    runner = shown(qtbot, draft)
    assert runner.filters.shown() == ["all", "unanswered", "failed"]
    draft.answer(PM25, "60")
    draft.answer(Q[0], "no")
    runner._show_answer()
    assert runner.filters.shown() == ["all", "unanswered", "failed", "warning"]
    assert (runner.filters.text("failed"), runner.filters.text("warning")) == ("ไม่ผ่าน 1", "เฝ้าระวัง 1")
    runner.filters.chosen.emit("warning")
    assert listed(runner) == [PM25]


def test_a_flag_is_put_on_and_taken_off_by_a_key_and_filtered(qtbot: QtBot, draft: Inspection) -> None:
    runner = shown(qtbot, draft)
    runner.go(Q[2])
    press(runner, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    assert again(runner).beside[Q[2]].flagged
    assert row_of(runner, Q[2]).marks == ("flagged",)
    index = runner.model.index(runner.model.place_of(Q[2]))
    assert "ทำเครื่องหมาย" in str(runner.model.data(index, Qt.ItemDataRole.AccessibleTextRole))
    runner.filters.chosen.emit("flagged")
    assert listed(runner) == [Q[2]]
    press(runner, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    assert Q[2] not in again(runner).beside
    # The row stays under the finger, the chip too, until another filter is chosen.
    assert listed(runner) == [Q[2]]


def test_what_failed_last_time_is_marked_and_filtered(qtbot: QtBot, second: Inspection) -> None:
    runner = shown(qtbot, second)
    assert row_of(runner, Q[0]).marks == ("failed_before",)
    assert row_of(runner, Q[1]).marks == ()
    runner.filters.chosen.emit("failed_before")
    assert listed(runner) == [BOD, Q[0]]


def test_a_colleagues_answers_are_marked_until_they_were_looked_at(
    qtbot: QtBot, draft: Inspection, office: Workspace
) -> None:
    draft.answer(PH, "7")
    shown(qtbot, draft)
    colleague = ChangeLog(office.database, device=office.device, author="somebody", clock=office.clock)
    other = inspections.open_inspection(office, draft.id)
    mine, office.log = office.log, colleague
    other.answer(Q[3], "yes")
    other.answer(PH, "8")
    office.log = mine
    runner = shown(qtbot, inspections.open_inspection(office, draft.id))
    assert {row.path for row in runner.model.every_row() if "changed" in row.marks} == {PH, Q[3]}
    runner.go(Q[3])
    assert row_of(runner, Q[3]).marks == ("changed",)
    third = shown(qtbot, inspections.open_inspection(office, draft.id))
    third_marks = {row.path for row in third.model.every_row() if "changed" in row.marks}
    assert Q[3] not in third_marks


def test_the_first_opening_marks_nothing(qtbot: QtBot, draft: Inspection, office: Workspace) -> None:
    colleague = ChangeLog(office.database, device=office.device, author="somebody", clock=office.clock)
    mine, office.log = office.log, colleague
    draft.answer(PH, "8")
    office.log = mine
    runner = shown(qtbot, inspections.open_inspection(office, draft.id))
    assert [row.path for row in runner.model.every_row() if "changed" in row.marks] == []


def test_the_rest_of_a_section_needs_the_key_twice_and_is_undone_once(
    qtbot: QtBot, second: Inspection
) -> None:
    runner = shown(qtbot, second)
    runner.go(Q[1])
    qtbot.keyClick(runner.view, Qt.Key.Key_2)
    runner.go(Q[2])
    press(runner, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert "3 ข้อ" in runner.bar._saved.text()
    assert again(runner).instance.node(Q[2]).value == ""
    press(runner, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    opened = again(runner)
    # Item 1 failed last time, item 2 is answered, the grade has two choices that pass.
    assert [opened.instance.node(path).value for path in [*Q, GRADE]] == ["", "no", "yes", "yes", "yes", ""]
    assert "3 ข้อ" in runner.bar._saved.text()
    runner.answers.undo_stack.undo()
    opened = again(runner)
    assert [opened.instance.node(path).value for path in Q] == ["", "no", "", "", ""]
    runner.answers.undo_stack.redo()
    assert again(runner).instance.node(Q[4]).value == "yes"


def test_moving_on_takes_the_question_back(qtbot: QtBot, draft: Inspection) -> None:
    runner = shown(qtbot, draft)
    runner.go(Q[0])
    press(runner, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(runner.view, Qt.Key.Key_Down)
    assert runner.bar._saved.text() == ""
    press(runner, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert again(runner).instance.node(Q[0]).value == ""


def test_nothing_to_answer_together_is_said(qtbot: QtBot, draft: Inspection) -> None:
    runner = shown(qtbot, draft)
    runner.go("/data/stack[1]/o2")
    press(runner, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert "ไม่มีข้อ" in runner.bar._saved.text()


def test_as_last_time_is_told_as_such_and_keeps_the_qualifier(qtbot: QtBot, second: Inspection) -> None:
    runner = shown(qtbot, second)
    runner.go(PH)
    press(runner, Qt.Key.Key_F9, Qt.KeyboardModifier.NoModifier)
    opened = again(runner)
    assert (opened.instance.node(PH).value, opened.qualifiers[PH]) == ("7", "<")
    assert opened.beside[PH].origin == "last_time"
    runner.go(BOD)
    press(runner, Qt.Key.Key_F9, Qt.KeyboardModifier.NoModifier)
    assert again(runner).instance.node(BOD).value == ""
    runner.go(Q[1])
    press(runner, Qt.Key.Key_F9, Qt.KeyboardModifier.NoModifier)
    assert again(runner).beside[Q[1]].origin == "last_time"
    runner.go(Q[1])
    qtbot.keyClick(runner.view, Qt.Key.Key_1)
    # The same answer by hand is the person's own.
    assert Q[1] not in again(runner).beside


def test_chips_take_further_lines_where_there_is_no_room(qtbot: QtBot, second: Inspection) -> None:
    second.answer(PM25, "60")
    second.answer(Q[1], "no")
    second.flag(Q[3], True)
    runner = shown(qtbot, second)
    runner.resize(820, 700)
    QApplication.processEvents()
    chips = runner.filters
    assert len(chips.shown()) == 6
    right = max(chip.geometry().right() for chip in chips._chips.values() if not chip.isHidden())
    assert right <= chips.width()
    assert chips.height() >= chips.heightForWidth(chips.width())


def test_ctrl_enter_leaves_a_note(qtbot: QtBot, draft: Inspection, type_text: object) -> None:
    runner = shown(qtbot, draft)
    runner.go(Q[0])
    runner.pane.focus_note()
    QApplication.sendEvent(
        runner.pane.note,
        QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, "a"),
    )
    press(runner, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert again(runner).notes[Q[0]] == "a"
    assert runner.view.hasFocus()
    assert again(runner).instance.node(Q[0]).value == ""
