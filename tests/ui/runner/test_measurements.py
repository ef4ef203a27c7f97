"""Measurements by keyboard: limit and law, qualifiers, several readings, corrections, warnings."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from fieldkit.model import inspections, limits
from fieldkit.ui.runner.runner import Runner
from tests.measurements import start_measurements
from tests.office import MILL, path_of

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from fieldkit.model.inspections import Inspection
    from fieldkit.model.workspace import Workspace
    from fieldkit.ui.runner.rows import FormRow

TypeText = Callable[[QWidget, str], None]
PH, BOD, COD, PM25 = (f"/data/water/{name}" for name in ("ph", "bod", "cod", "pm25"))
O2, DUST = "/data/stack[1]/o2", "/data/stack[1]/dust"


@pytest.fixture
def runner(qtbot: QtBot, office: Workspace, tmp_path: Path) -> Runner:
    made = Runner(start_measurements(office, tmp_path), "th")
    qtbot.addWidget(made)
    made.resize(1300, 700)
    with qtbot.waitActive(made):
        made.show()
    return made


def again(runner: Runner) -> Inspection:
    return inspections.open_inspection(runner.inspection.workspace, runner.inspection.id)


def field(runner: Runner) -> QLineEdit:
    assert runner.view.editor is not None
    assert isinstance(runner.view.editor.field, QLineEdit)
    return runner.view.editor.field


def give(runner: Runner, type_text: TypeText, path: str, text: str) -> FormRow:
    runner.go(path)
    type_text(field(runner), text)
    QApplication.sendEvent(
        field(runner), QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier)
    )
    return row_of(runner, path)


def row_of(runner: Runner, path: str) -> FormRow:
    return next(row for row in runner.model.every_row() if row.path == path)


@pytest.mark.parametrize("form_id", ["GEN", "MEA"])
def test_every_number_with_a_limit_shows_it_with_its_unit_and_law(
    qtbot: QtBot, office: Workspace, runner: Runner, form_id: str
) -> None:
    shown = Runner(inspections.start(office, MILL, form_id), "th") if form_id == "GEN" else runner
    qtbot.addWidget(shown)
    inspection = shown.inspection
    seen = 0
    for path, question in inspection.policy.items():
        present = path.replace("/stack/", "/stack[1]/")
        if not question.limit or not inspection.instance.node(present).relevant:
            continue
        row = row_of(shown, present)
        limit = limits.in_force(question.limit, inspection.date)
        assert limits.limit_text(limit, "th") in row.second
        assert row.unit == question.unit
        shown.go(present)
        law = shown.pane._law.words()
        assert law == (question.law or limit.basis.th)
        seen += 1
    assert seen >= 2


@pytest.mark.parametrize(
    ("typed", "value", "qualifier", "shown"),
    [
        ("<5", "5", "<", "<5"),
        ("> 60", "60", ">", ">60"),
        ("ND", "0", "ND", "ND"),
        ("ืก", "0", "ND", "ND"),
        ("ฒ5", "5", "<", "<5"),
    ],
)
def test_qualifiers_are_stored_and_shown(
    runner: Runner, type_text: TypeText, typed: str, value: str, qualifier: str, shown: str
) -> None:
    row = give(runner, type_text, BOD, typed)
    opened = again(runner)
    assert (opened.instance.node(BOD).value, opened.qualifiers[BOD], row.text) == (value, qualifier, shown)


@pytest.mark.parametrize(
    ("typed", "verdict"), [("<5", "pass"), (">60", "fail"), ("<500", "warning"), ("20", "pass")]
)
def test_a_verdict_takes_the_qualifier_in(
    runner: Runner, type_text: TypeText, typed: str, verdict: str
) -> None:
    assert give(runner, type_text, BOD, typed).state == verdict


@pytest.mark.parametrize(("typed", "value"), [("18; 21; 19", "21"), ("18 21 19", "21"), ("๑๘ ๒๑", "21")])
def test_several_readings_are_one_answer(runner: Runner, type_text: TypeText, typed: str, value: str) -> None:
    row = give(runner, type_text, BOD, typed)
    opened = again(runner)
    assert opened.instance.node(BOD).value == value == row.text
    assert opened.beside[BOD].readings[0] == "18"
    assert "ใช้ค่าที่แย่ที่สุด" in row.second
    assert row.state == "fail"


def test_the_mean_counts_where_the_checklist_says_so(runner: Runner, type_text: TypeText) -> None:
    row = give(runner, type_text, COD, "100; 130")
    assert (row.text, row.state) == ("115", "pass")


def test_readings_are_typed_on_a_thai_keyboard(runner: Runner) -> None:
    runner.go(PH)
    for letter in "7ใ1ว7ใ3":
        QApplication.sendEvent(
            field(runner),
            QKeyEvent(QEvent.Type.KeyPress, ord(letter), Qt.KeyboardModifier.NoModifier, letter),
        )
    assert field(runner).text() == "7.1;7.3"


def test_readings_are_edited_and_undone_together(runner: Runner, type_text: TypeText) -> None:
    give(runner, type_text, BOD, "18 21")
    runner.go(BOD)
    assert field(runner).text() == "18; 21"
    give(runner, type_text, BOD, "12")
    assert BOD not in again(runner).beside
    runner.answers.undo_stack.undo()
    assert again(runner).beside[BOD].readings == ("18", "21")
    assert again(runner).instance.node(BOD).value == "21"


def test_half_of_two_readings_is_said_in_place(runner: Runner, type_text: TypeText) -> None:
    row = give(runner, type_text, BOD, "18; สิบ")
    assert row.state == "invalid"
    assert "สิบ" in row.error
    assert again(runner).typing[BOD] == "18; สิบ"


def test_a_corrected_value_is_shown_and_judged(runner: Runner, type_text: TypeText) -> None:
    row = give(runner, type_text, DUST, "250")
    assert row.state == "warning"
    assert "ยังคำนวณไม่ได้" in row.line[0]
    give(runner, type_text, O2, "11")
    row = row_of(runner, DUST)
    assert row.state == "fail"
    assert "= 351.01" in row.second


def test_a_warning_asks_for_a_note_until_there_is_one(runner: Runner, type_text: TypeText) -> None:
    row = give(runner, type_text, PM25, "60")
    assert row.state == "warning"
    words, tone = row.line
    assert ("หมายเหตุ" in words, "37.5" in words, tone) == (True, True, "warn")
    runner.go(PM25)
    assert runner.pane.note.placeholderText() == "เฝ้าระวัง ต้องมีหมายเหตุ"
    runner.pane.focus_note()
    type_text(runner.pane.note, "เครื่องมือคัดกรอง")
    runner.pane.finish()
    words, tone = row_of(runner, PM25).line
    assert ("หมายเหตุ" in words, tone) == (False, "neutral")


def test_a_value_that_the_form_computes_shows_its_verdict(qtbot: QtBot, office: Workspace) -> None:
    inspection = inspections.start(office, MILL, "CMP", kind="COMPLAINT")
    given = {"cmp01_issues": "noise", "cmp08": "65", "cmp09": "50", "cmp10_time": "day", "cmp10_kind": "no"}
    for name, value in given.items():
        inspection.answer(path_of(inspection, name), value)
    shown = Runner(inspection, "th")
    qtbot.addWidget(shown)
    annoyance = row_of(shown, path_of(inspection, "cmp10"))
    assert (annoyance.state, shown.model.filter_counts()["failed"]) == ("fail", 1)
    inspection.answer(path_of(inspection, "cmp08"), "60")
    shown.model.answered()
    assert row_of(shown, annoyance.path).state == "pass"
