"""Last time beside this time in rows of repeats, found by the name of the row."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from fieldkit.model import inspections
from fieldkit.ui.runner import closing_checks
from fieldkit.ui.runner.photos import Thumbnail
from fieldkit.ui.runner.runner import Runner
from tests.measurements import close_measurements
from tests.office import MILL, picture
from tests.rows_of_machines import AREA, fill, start_machines

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from fieldkit.model.inspections import Inspection
    from fieldkit.model.workspace import Workspace
    from fieldkit.ui.runner.rows import FormRow
    from tests.conftest import Clock

Key = Qt.Key


@pytest.fixture
def second(office: Workspace, tmp_path: Path, clock: Clock) -> Inspection:
    """A visit after one with the machines A, B (its guard failed, with a note and a photo) and C."""
    visit = start_machines(office, tmp_path)
    fill(
        visit,
        [
            {"name": "A", "guard": "yes", "noise": "80"},
            {"name": "B", "guard": "no", "noise": "90"},
            {"name": "C", "guard": "yes", "noise": "70"},
        ],
    )
    visit.note(f"{AREA}[2]/guard", "หลุด")
    inspections.attach_photo(visit, f"{AREA}[2]/guard", picture())
    close_measurements(visit)
    clock.advance(timedelta(days=30))
    return inspections.start(office, MILL, "TYP")


@pytest.fixture
def runner(qtbot: QtBot, second: Inspection) -> Runner:
    """The rows stand in another order, and A is not there."""
    fill(second, [{"name": "C"}, {"name": "B"}, {"name": "D"}])
    made = Runner(second, "th")
    qtbot.addWidget(made)
    made.resize(1300, 700)
    with qtbot.waitActive(made):
        made.show()
    made.view.edit_current()
    return made


def again(runner: Runner) -> Inspection:
    return inspections.open_inspection(runner.inspection.workspace, runner.inspection.id)


def row_of(runner: Runner, path: str) -> FormRow:
    return next(row for row in runner.model.every_row() if row.path == path)


def focus(runner: Runner) -> QWidget:
    return runner.window().focusWidget() or runner


def test_answer_note_photos_and_values_are_those_of_the_same_row(runner: Runner) -> None:
    before = runner.pane.before
    runner.go(f"{AREA}[2]/guard")
    assert before.words.words().startswith("ครั้งก่อน: no ·")
    assert before.note.words() == "หมายเหตุครั้งก่อน: หลุด"
    assert len(before.photos.findChildren(Thumbnail)) == 1
    assert not before.failed.isHidden()
    runner.go(f"{AREA}[1]/noise")
    assert before.words.words().startswith("ครั้งก่อน: 70 ·")
    assert runner.pane.measurement.line.accessibleDescription() == "70 (22 พ.ย. 2569)"
    runner.go(f"{AREA}[3]/noise")
    assert before.words.words() == "รายการนี้มาใหม่"
    assert runner.pane.measurement.line.isHidden()


def test_what_failed_stays_pinned_to_its_row_and_follows_its_name(runner: Runner, qtbot: QtBot) -> None:
    assert row_of(runner, f"{AREA}[2]/guard").marks == ("failed_before",)
    assert row_of(runner, f"{AREA}[1]/guard").marks == ()
    assert row_of(runner, AREA).marks == ()
    assert ("failed_before", 1) in runner.model.filter_counts().items()
    for name, marked in (("E", AREA), ("B", f"{AREA}[2]/guard")):
        runner.go(f"{AREA}[2]/name")
        assert runner.view.editor is not None
        runner.view.editor.field.selectAll()
        qtbot.keyClicks(runner.view.editor.field, name)
        qtbot.keyClick(runner.view.editor.field, Key.Key_Return)
        found = [row.path for row in runner.model.every_row() if "failed_before" in row.marks]
        assert found == [marked]


def test_a_row_that_is_gone_is_said_at_the_repeat(runner: Runner, qtbot: QtBot) -> None:
    runner.go(AREA)
    before = runner.pane.before
    assert before.words.words() == "ครั้งก่อนมี แต่ไม่พบในรายการนี้: A · 22 พ.ย. 2569"
    assert before.failed.isHidden()
    runner.go(f"{AREA}[2]")
    qtbot.keyClick(runner.view, Key.Key_4)
    runner.go(AREA)
    assert "A, B" in before.words.words()
    assert before.failed.words() == "ครั้งก่อนไม่ผ่าน: B"
    assert row_of(runner, AREA).marks == ("failed_before",)


def test_a_row_without_a_name_and_two_of_one_name_say_why_nothing_is_beside_them(
    runner: Runner, qtbot: QtBot
) -> None:
    before = runner.pane.before
    runner.go(AREA)
    qtbot.keyClick(runner.view, Key.Key_1)
    runner.go(f"{AREA}[4]/name")
    assert "ชื่อ" in before.words.words()
    assert runner.view.editor is not None
    qtbot.keyClicks(runner.view.editor.field, "B")
    qtbot.keyClick(runner.view.editor.field, Key.Key_Return)
    runner.go(f"{AREA}[4]/noise")
    assert "“B”" in before.words.words()
    runner.go(f"{AREA}[2]/guard")
    assert ("“B”" in before.words.words(), before.failed.isHidden()) == (True, True)
    assert row_of(runner, AREA).marks == ("failed_before",), "it is still pinned"


def test_f9_takes_the_answer_of_the_same_row(runner: Runner, qtbot: QtBot) -> None:
    runner.go(f"{AREA}[1]/noise")
    qtbot.keyClick(focus(runner), Key.Key_F9)
    assert again(runner).instance.node(f"{AREA}[1]/noise").value == "70"
    assert again(runner).beside[f"{AREA}[1]/noise"].origin == "last_time"
    runner.go(f"{AREA}[3]/noise")
    qtbot.keyClick(focus(runner), Key.Key_F9)
    assert again(runner).instance.node(f"{AREA}[3]/noise").value == ""
    assert "ครั้งก่อน" in runner.bar._saved.text()


def test_what_failed_wants_a_photo_of_today_before_f9(runner: Runner, qtbot: QtBot) -> None:
    guard = f"{AREA}[2]/guard"
    runner.go(guard)
    qtbot.keyClick(focus(runner), Key.Key_F9)
    assert again(runner).instance.node(guard).value == ""
    assert "F4" in runner.bar._saved.text()
    runner.go(f"{AREA}[1]/guard")
    assert runner.bar._saved.text() == ""
    runner.go(guard)
    runner.attaching.attach(guard, picture(colour="red"))
    qtbot.keyClick(focus(runner), Key.Key_F9)
    opened = again(runner)
    assert (opened.instance.node(guard).value, opened.beside[guard].origin) == ("no", "last_time")
    # It fails again: its finding wants words, and it is told that it is the second time.
    assert runner.here() == guard
    assert runner.pane.finding.repeated.words() == "ครั้งที่ 2 ตั้งแต่ 2569"
    assert [paths for _title, paths in closing_checks.lists(runner.inspection)] == [()]


def test_closing_asks_for_what_failed_in_rows(runner: Runner, qtbot: QtBot) -> None:
    guard = f"{AREA}[2]/guard"
    assert (guard,) in [paths for _title, paths in closing_checks.lists(runner.inspection)]
    runner.go(guard)
    qtbot.keyClick(runner.view, Key.Key_2)
    titles = [title for title, paths in closing_checks.lists(runner.inspection) if paths == (guard,)]
    assert titles
    assert "ภาพ" in titles[0]


def test_the_rest_of_a_section_leaves_what_failed_in_its_row(runner: Runner, qtbot: QtBot) -> None:
    runner.go(f"{AREA}[1]/guard")
    for _ in range(2):
        qtbot.keyClick(focus(runner), Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    opened = again(runner)
    assert [opened.instance.node(f"{AREA}[{n}]/guard").value for n in (1, 2, 3)] == ["yes", "", "yes"]
