"""Ctrl+Z and Ctrl+Y of the window: everything that a person changes, in order, also in a page made anew."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit

from fieldkit.model import inspections
from fieldkit.model.inspections import follow_up
from fieldkit.ui.runner.runner import Runner
from tests.measurements import close_measurements, start_measurements
from tests.office import MILL, picture

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from fieldkit.model.inspections import Inspection
    from fieldkit.model.workspace import Workspace
    from tests.conftest import Clock
    from tests.ui.conftest import TypeText

Key = Qt.Key
PH, BOD, COD = (f"/data/water/{name}" for name in ("ph", "bod", "cod"))
Q = [f"/data/order/q{n}" for n in range(1, 6)]
O2 = "/data/stack[1]/o2"


def shown(qtbot: QtBot, inspection: Inspection, language: str = "th") -> Runner:
    made = Runner(inspection, "en" if language == "en" else "th")
    qtbot.addWidget(made)
    made.resize(1300, 700)
    with qtbot.waitActive(made):
        made.show()
    made.view.edit_current()
    return made


def again(runner: Runner) -> Inspection:
    return inspections.open_inspection(runner.inspection.workspace, runner.inspection.id)


def press(key: Qt.Key, runner: Runner) -> None:
    """Press with Ctrl as the system does: the focused field is asked first, then shortcuts."""
    QTest.keyClick(runner.window().focusWidget() or runner, key, Qt.KeyboardModifier.ControlModifier)


def undo(runner: Runner) -> None:
    press(Key.Key_Z, runner)


def redo(runner: Runner) -> None:
    press(Key.Key_Y, runner)


def told(runner: Runner) -> str:
    return runner.bar._saved.text()


@pytest.fixture
def draft(office: Workspace, tmp_path: Path) -> Inspection:
    return start_measurements(office, tmp_path)


@pytest.fixture
def second(office: Workspace, draft: Inspection, clock: Clock) -> Inspection:
    draft.answer(Q[0], "no")
    draft.answer(Q[1], "yes")
    close_measurements(draft)
    clock.advance(timedelta(days=365))
    return inspections.start(office, MILL, "MEA")


def test_a_mark_is_taken_back_in_its_order_among_answers(qtbot: QtBot, draft: Inspection) -> None:
    runner = shown(qtbot, draft)
    runner.go(Q[0])
    qtbot.keyClick(runner.view, Key.Key_1)
    runner.go(Q[2])
    press(Key.Key_M, runner)
    runner.go(Q[3])
    qtbot.keyClick(runner.view, Key.Key_1)
    undo(runner)
    assert runner.here() == Q[3]
    assert again(runner).beside[Q[2]].flagged
    undo(runner)
    assert (runner.here(), Q[2] in again(runner).beside) == (Q[2], False)
    assert "flagged" not in runner.model.row(runner.model.place_of(Q[2])).marks  # type: ignore[union-attr]
    undo(runner)
    assert again(runner).instance.node(Q[0]).value == ""
    redo(runner)
    redo(runner)
    assert again(runner).beside[Q[2]].flagged
    redo(runner)
    assert again(runner).instance.node(Q[3]).value == "yes"
    redo(runner)
    assert "ไม่มีขั้น" in told(runner)


def test_the_key_says_what_it_took_back_and_that_nothing_is_left(qtbot: QtBot, draft: Inspection) -> None:
    runner = shown(qtbot, draft, "en")
    runner.go(Q[1])
    qtbot.keyClick(runner.view, Key.Key_1)
    undo(runner)
    assert "Item 2" in told(runner)
    undo(runner)
    assert "Item 2" not in told(runner)
    assert told(runner)
    assert again(runner).instance.node(Q[1]).value == ""


def test_steps_outlive_the_page_and_its_language(qtbot: QtBot, draft: Inspection) -> None:
    runner = shown(qtbot, draft)
    runner.go(Q[0])
    qtbot.keyClick(runner.view, Key.Key_2)
    runner.go(Q[0])
    runner.pane.finding.severity.chosen.emit("C")
    press(Key.Key_M, runner)
    # Killed: nothing is handed over.
    runner.hide()
    runner = shown(qtbot, again(runner), "en")
    undo(runner)
    undo(runner)
    finding = again(runner).finding(Q[0])
    assert finding is not None
    assert (finding["severity"], Q[0] in again(runner).beside) == ("m", False)
    runner.hide()
    runner = shown(qtbot, again(runner))
    undo(runner)
    assert again(runner).finding(Q[0]) is None
    for _ in range(3):
        redo(runner)
    finding = again(runner).finding(Q[0])
    assert finding is not None
    assert (finding["severity"], again(runner).beside[Q[0]].flagged) == ("C", True)


def test_a_field_takes_back_its_own_letters_first(
    qtbot: QtBot, draft: Inspection, type_text: TypeText
) -> None:
    runner = shown(qtbot, draft)
    runner.go(Q[0])
    qtbot.keyClick(runner.view, Key.Key_1)
    runner.go(PH)
    assert runner.view.editor is not None
    type_text(runner.view.editor.field, "7")
    undo(runner)
    assert runner.view.editor.text() == ""
    assert again(runner).instance.node(Q[0]).value == "yes"
    undo(runner)
    assert runner.here() == Q[0]
    assert again(runner).instance.node(Q[0]).value == ""


def test_a_number_that_was_left_is_taken_back_from_the_next_field(
    qtbot: QtBot, draft: Inspection, type_text: TypeText
) -> None:
    runner = shown(qtbot, draft)
    runner.go(PH)
    assert runner.view.editor is not None
    type_text(runner.view.editor.field, "7; 7.4")
    qtbot.keyClick(runner.view.editor.field, Key.Key_Return)
    assert runner.here() != PH
    assert again(runner).beside[PH].readings == ("7", "7.4")
    undo(runner)
    assert runner.here() == PH
    assert PH not in again(runner).beside
    assert runner.view.editor.text() == ""
    redo(runner)
    assert again(runner).beside[PH].readings == ("7", "7.4")


def test_words_of_notes_and_findings_and_the_instrument(
    qtbot: QtBot, draft: Inspection, type_text: TypeText
) -> None:
    runner = shown(qtbot, draft)
    runner.go(PH)
    for words in ("วัด", "ซ้ำ"):
        type_text(runner.pane.note, words)
        runner.pane.finish()
    instrument = runner.pane.measurement.instrument
    type_text(instrument.name, "pH meter")
    instrument.finish()
    runner.go(Q[0])
    qtbot.keyClick(runner.view, Key.Key_2)
    type_text(runner.pane.finding.description, "ล้น")
    runner.pane.finish()
    runner.pane.finding.corrected.emit(True)
    runner.view.setFocus()
    undo(runner)
    finding = again(runner).finding(Q[0])
    assert finding is not None
    assert (finding["state"], finding["description"]) == ("open", "ล้น")
    undo(runner)
    finding = again(runner).finding(Q[0])
    assert finding is not None
    assert (finding["description"], runner.pane.finding.description.toPlainText()) == ("", "")
    undo(runner)
    undo(runner)
    assert again(runner).notes[PH] == "วัดซ้ำ"
    assert PH not in again(runner).beside
    undo(runner)
    assert (PH in again(runner).notes, runner.pane.note.toPlainText()) == (False, "")
    for _ in range(5):
        redo(runner)
    assert again(runner).notes[PH] == "วัดซ้ำ"
    assert again(runner).findings[Q[0]]["state"] == "corrected_on_site"


def test_ctrl_z_in_a_note_without_letters_of_its_own(qtbot: QtBot, draft: Inspection) -> None:
    runner = shown(qtbot, draft)
    runner.go(Q[0])
    qtbot.keyClick(runner.view, Key.Key_1)
    runner.go(Q[0])
    runner.pane.focus_note()
    assert isinstance(runner.window().focusWidget(), QPlainTextEdit)
    undo(runner)
    assert again(runner).instance.node(Q[0]).value == ""


def test_photos_put_on_and_taken_off(qtbot: QtBot, draft: Inspection, tmp_path: Path) -> None:
    runner = shown(qtbot, draft)
    runner.go(Q[0])
    file = tmp_path / "a.jpg"
    file.write_bytes(picture())
    runner.attaching.add(Q[0], [file])
    qtbot.waitUntil(lambda: len(runner.inspection.photos(Q[0])) == 1)
    runner.pane.photo_removed.emit(runner.inspection.photos(Q[0])[0]["id"])
    assert again(runner).photos(Q[0]) == []
    undo(runner)
    assert len(again(runner).photos(Q[0])) == 1
    undo(runner)
    assert again(runner).photos(Q[0]) == []
    redo(runner)
    assert len(again(runner).photos(Q[0])) == 1
    assert runner.model.row(runner.model.place_of(Q[0])).photos == 1  # type: ignore[union-attr]


def test_the_rest_of_a_section_and_the_answer_of_last_time(qtbot: QtBot, second: Inspection) -> None:
    runner = shown(qtbot, second)
    runner.go(Q[1])
    qtbot.keyClick(runner.view, Key.Key_F9)
    assert again(runner).beside[Q[1]].origin == "last_time"
    press(Key.Key_Return, runner)
    press(Key.Key_Return, runner)
    assert [again(runner).instance.node(path).value for path in Q] == ["", "yes", "yes", "yes", "yes"]
    undo(runner)
    assert [again(runner).instance.node(path).value for path in Q] == ["", "yes", "", "", ""]
    undo(runner)
    assert Q[1] not in again(runner).beside


def test_rows_and_what_is_in_them_in_order(qtbot: QtBot, draft: Inspection) -> None:
    runner = shown(qtbot, draft)
    for _ in range(2):
        runner.go("/data/stack")
        qtbot.keyClick(runner.view, Key.Key_1)
        assert runner.view.editor is not None
        qtbot.keyClicks(runner.view.editor.field, "11")
    runner.go("/data/stack[3]")
    qtbot.keyClick(runner.view, Key.Key_2)
    runner.go("/data/stack[2]/o2")
    press(Key.Key_M, runner)
    runner.go("/data/stack[2]")
    qtbot.keyClick(runner.view, Key.Key_4)
    undo(runner)
    assert runner.here() == "/data/stack[2]"
    assert again(runner).beside["/data/stack[2]/o2"].flagged
    undo(runner)
    assert runner.here() == "/data/stack[2]/o2"
    undo(runner)
    assert runner.here() == "/data/stack[3]"
    undo(runner)
    undo(runner)
    assert runner.here() == "/data/stack"
    assert len(again(runner).instance.node("/data/stack").children) == 2
    for _ in range(5):
        redo(runner)
    opened = again(runner)
    assert [node.value for node in opened.instance.walk() if node.name == "o2"] == ["", "11"]


def test_a_follow_up_decision_is_taken_back_until_the_inspection_is_signed(
    qtbot: QtBot, second: Inspection, office: Workspace
) -> None:
    runner = shown(qtbot, second)
    runner.follow_up.enter()
    qtbot.keyClick(runner.follow_up._choices[0], Key.Key_Right)
    assert runner.follow_up.waiting() == 0
    undo(runner)
    assert runner.follow_up.waiting() == 1
    assert follow_up.waiting(follow_up.follow_ups(again(runner))) == 1
    redo(runner)
    assert runner.follow_up.waiting() == 0
    close_measurements(runner.inspection)
    with qtbot.waitSignal(runner.failed) as caught:
        undo(runner)
    assert "ลงนามแล้ว" in caught.args[0].message("th")
    assert follow_up.waiting(follow_up.follow_ups(again(runner))) == 0


def test_what_a_colleague_changed_since_is_said_and_left(
    qtbot: QtBot, draft: Inspection, office: Workspace
) -> None:
    runner = shown(qtbot, draft)
    runner.go(Q[0])
    qtbot.keyClick(runner.view, Key.Key_1)
    again(runner).answer(Q[0], "na")
    with qtbot.waitSignal(runner.failed) as caught:
        undo(runner)
    assert "ผู้อื่น" in caught.args[0].message("th")
    assert again(runner).instance.node(Q[0]).value == "na"
    undo(runner)
    assert "ไม่มีขั้น" in told(runner)
