"""Findings of earlier visits above the questions, and what closing still asks for."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from fieldkit.model import inspections
from fieldkit.model.inspections import follow_up
from fieldkit.ui.runner import closing_checks
from fieldkit.ui.runner.closing import ClosingSheet
from fieldkit.ui.runner.runner import Runner
from tests.measurements import close_measurements, start_measurements
from tests.office import MILL

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from fieldkit.model.workspace import Workspace
    from tests.conftest import Clock

BOD, Q1, PM25 = "/data/water/bod", "/data/order/q1", "/data/water/pm25"


@pytest.fixture
def runner(qtbot: QtBot, office: Workspace, tmp_path: Path, clock: Clock) -> Runner:
    first = start_measurements(office, tmp_path)
    first.answer(BOD, "45")
    first.answer(Q1, "no")
    first.edit_finding(Q1, description="กองกระสอบขวางทางเดิน")
    close_measurements(first)
    clock.advance(timedelta(days=30))
    made = Runner(inspections.start(office, MILL, "MEA"), "th")
    qtbot.addWidget(made)
    made.resize(1300, 700)
    with qtbot.waitActive(made):
        made.show()
    return made


def states(runner: Runner) -> dict[str, tuple[str, bool]]:
    found = follow_up.follow_ups(runner.inspection)
    return {item.row["question"]: (item.row["state"], item.verified) for item in found}


def test_it_is_open_at_the_start_and_leaves_the_focus_with_the_questions(runner: Runner) -> None:
    panel = runner.follow_up
    assert not panel.isHidden()
    assert "2" in panel.title.text()
    assert len(panel._choices) == 2
    assert any("กองกระสอบ" in choice.accessibleName() for choice in panel._choices)
    assert not panel.isAncestorOf(runner.focusWidget() or runner)


def test_both_are_verified_by_keys_alone(runner: Runner, qtbot: QtBot) -> None:
    panel = runner.follow_up
    runner.view.setFocus()
    runner.card.sections.setFocus()
    runner._next_pane()
    assert panel._choices[0].hasFocus()
    qtbot.keyClick(panel._choices[0], Qt.Key.Key_1)
    assert panel._choices[1].hasFocus()
    assert "1" in panel.title.text()
    qtbot.keyClick(panel._choices[1], Qt.Key.Key_2)
    assert sorted(states(runner).values()) == [("closed", True), ("open", True)]
    # All are looked at: the list folds and the questions have the focus.
    assert panel._area.isHidden()
    assert not panel.isAncestorOf(runner.focusWidget() or panel)


def test_a_decision_is_taken_back_by_delete(runner: Runner, qtbot: QtBot) -> None:
    panel = runner.follow_up
    panel.enter()
    qtbot.keyClick(panel._choices[0], Qt.Key.Key_1)
    panel._choices[0].setFocus()
    qtbot.keyClick(panel._choices[0], Qt.Key.Key_Delete)
    assert sorted(states(runner).values()) == [("open", False), ("open", False)]
    assert panel.waiting() == 2


def test_arrows_move_and_enter_goes_to_the_questions(runner: Runner, qtbot: QtBot) -> None:
    panel = runner.follow_up
    panel.enter()
    qtbot.keyClick(panel._choices[0], Qt.Key.Key_Down)
    assert panel._choices[1].hasFocus()
    qtbot.keyClick(panel._choices[1], Qt.Key.Key_Up)
    assert panel._choices[0].hasFocus()
    qtbot.keyClick(panel._choices[0], Qt.Key.Key_Return)
    assert not panel.isAncestorOf(runner.focusWidget() or panel)


def test_a_factory_without_open_findings_has_no_panel(qtbot: QtBot, office: Workspace) -> None:
    made = Runner(inspections.start(office, MILL, "GEN"), "th")
    qtbot.addWidget(made)
    assert made.follow_up.isHidden()


def test_the_closing_sheet_lists_what_is_left(runner: Runner, qtbot: QtBot) -> None:
    runner.inspection.answer(PM25, "60")
    runner.inspection.answer(Q1, "no")
    titles = dict(closing_checks.lists(runner.inspection))
    assert titles == {
        "เฝ้าระวังที่ยังไม่มีหมายเหตุ 1": (PM25,),
        "ครั้งก่อนไม่ผ่าน ยังไม่ตอบ 1": (BOD,),
        "ไม่ผ่านซ้ำ ยังไม่มีภาพใหม่ 1": (Q1,),
        "ข้อบกพร่องครั้งก่อนที่ยังไม่ตรวจซ้ำ 2": (),
    }
    sheet = ClosingSheet(runner.inspection, runner.model, "th")
    qtbot.addWidget(sheet)
    shown = " ".join(child.text() for child in sheet.findChildren(QLabel))
    for title in titles:
        assert title in shown


def test_what_a_sync_brought_is_read_when_the_page_comes_back(runner: Runner, office: Workspace) -> None:
    other = inspections.open_inspection(office, runner.inspection.id)
    other.answer(BOD, "12")
    runner.go(Q1)
    runner.read_again()
    assert runner.inspection.instance.node(BOD).value == "12"
    assert runner.here() == Q1
    # Half typed words are not taken away.
    other = inspections.open_inspection(office, runner.inspection.id)
    other.answer(BOD, "13")
    runner.inspection.type_text("/data/water/cod", "10")
    runner.read_again()
    assert runner.inspection.instance.node(BOD).value == "12"
