"""What an inspector must have in sight: the current question, the place of an undo, the next stop of Tab."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from fieldkit.model import inspections
from fieldkit.ui import theme
from fieldkit.ui.runner.photos import AddTile
from fieldkit.ui.runner.runner import Runner
from tests.office import MILL, path_of

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from fieldkit.model.workspace import Workspace


def in_sight(runner: Runner) -> bool:
    row = runner.view.visualRect(runner.view.currentIndex())
    shown = runner.view.viewport().rect()
    return shown.contains(row) or (row.height() > shown.height() and row.top() == 0)


@pytest.mark.parametrize(("size", "width"), [(100, 1300), (150, 1200), (200, 1200)])
def test_the_current_question_is_in_sight_after_opening_and_in_another_width(
    qtbot: QtBot, office: Workspace, qapp: QApplication, size: int, width: int
) -> None:
    theme.apply(qapp, "light", size)
    inspection = inspections.start(office, MILL, "GEN")
    runner = Runner(inspection, "th", path_of(inspection, "gen35"))
    qtbot.addWidget(runner)
    runner.resize(width, 640)
    with qtbot.waitActive(runner):
        runner.show()
    assert in_sight(runner)
    runner.resize(width - 250, 560)
    qtbot.waitUntil(lambda: in_sight(runner))
    theme.apply(qapp, "light", 100)


@pytest.fixture
def runner(qtbot: QtBot, office: Workspace) -> Runner:
    made = Runner(inspections.start(office, MILL, "GEN"), "th")
    qtbot.addWidget(made)
    made.resize(1300, 700)
    with qtbot.waitActive(made):
        made.show()
    return made


def test_undo_goes_to_the_question_that_changed(runner: Runner, qtbot: QtBot) -> None:
    path = path_of(runner.inspection, "gen03")
    runner.go(path)
    qtbot.keyClick(runner.view, Qt.Key.Key_1)
    runner.go(path_of(runner.inspection, "gen35"))
    runner.undo()
    assert runner.here() == path
    runner.go(path_of(runner.inspection, "gen35"))
    runner.redo()
    assert runner.here() == path


def test_tab_goes_from_the_note_to_the_photos(runner: Runner, qtbot: QtBot) -> None:
    runner.go(path_of(runner.inspection, "gen03"))
    runner.pane.focus_note()
    qtbot.keyClick(runner.pane.note, Qt.Key.Key_Tab)
    assert isinstance(QApplication.focusWidget(), AddTile)


def test_keys_that_do_nothing_are_not_offered(runner: Runner, office: Workspace, qtbot: QtBot) -> None:
    from PySide6.QtWidgets import QLabel

    from tests.office import drawn_signature

    def caps(shown: Runner) -> set[str]:
        return {label.text() for label in shown.bar.findChildren(QLabel) if label.property("key")}

    assert "F4" in caps(runner)
    assert "F9" not in caps(runner)
    signature = inspections.Signature("inspector", "ก", image=drawn_signature())
    inspections.close(runner.inspection, [signature], closing="closed_today", reason="วันหยุด")
    closed = Runner(inspections.open_inspection(office, runner.inspection.id), "th")
    qtbot.addWidget(closed)
    assert caps(closed) == {"↑ ↓", "Ctrl+G"}
