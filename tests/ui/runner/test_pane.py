"""The pane beside the question: last time, earlier values, instrument, finding, ready phrases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from fieldkit.model import inspections
from fieldkit.model.inspections.history import Past
from fieldkit.model.inspections.response import Instrument
from fieldkit.model.snippets import snippets
from fieldkit.ui import theme
from fieldkit.ui.runner.finding import FindingEditor
from fieldkit.ui.runner.photos import Thumbnail
from fieldkit.ui.runner.runner import Runner
from fieldkit.ui.runner.snippet_field import SnippetField
from fieldkit.ui.runner.sparkline import Sparkline
from tests.measurements import close_measurements, start_measurements
from tests.office import MILL, picture

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from fieldkit.model.inspections import Inspection
    from fieldkit.model.workspace import Workspace
    from tests.conftest import Clock

TypeText = Callable[[QWidget, str], None]
BOD, COD = "/data/water/bod", "/data/water/cod"
Q1, Q2 = "/data/order/q1", "/data/order/q2"
METER = Instrument("Hach DR900", "1712", "2026-06-01")


def shown(qtbot: QtBot, inspection: Inspection) -> Runner:
    made = Runner(inspection, "th")
    qtbot.addWidget(made)
    made.resize(1300, 700)
    with qtbot.waitActive(made):
        made.show()
    return made


@pytest.fixture
def first(office: Workspace, tmp_path: Path) -> Inspection:
    visit = start_measurements(office, tmp_path)
    visit.answer(BOD, "45")
    visit.answer(Q1, "no")
    visit.note(Q1, "ประตูหลัง")
    inspections.attach_photo(visit, Q1, picture(), name="before.jpg")
    visit.answer(Q2, "yes")
    close_measurements(visit)
    return visit


@pytest.fixture
def runner(qtbot: QtBot, first: Inspection, office: Workspace, clock: Clock) -> Runner:
    clock.advance(timedelta(days=366))
    return shown(qtbot, inspections.start(office, MILL, "MEA"))


def again(runner: Runner) -> Inspection:
    return inspections.open_inspection(runner.inspection.workspace, runner.inspection.id)


def key(widget: QWidget, pressed: Qt.Key, text: str = "", control: bool = False) -> None:
    modifiers = Qt.KeyboardModifier.ControlModifier if control else Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(widget, QKeyEvent(QEvent.Type.KeyPress, pressed, modifiers, text))


# --- last time


def test_the_visit_before_shows_answer_note_and_photos(runner: Runner, qtbot: QtBot) -> None:
    runner.go(Q1)
    before = runner.pane.before
    assert before.words.words() == "ครั้งก่อน: ไม่ใช่ · 22 พ.ย. 2569"
    assert before.note.words() == "หมายเหตุครั้งก่อน: ประตูหลัง"
    assert not before.failed.isHidden()
    with qtbot.waitSignal(runner.photo_opened) as caught:
        before.photos.findChildren(Thumbnail)[0].opened.emit("x")
    assert caught.args == ["x"]
    runner.go(Q2)
    assert (before.failed.isHidden(), before.note.isHidden(), before.photos.isHidden()) == (True, True, True)
    runner.go(COD)
    assert before.isHidden()


def test_a_photo_of_last_time_is_not_taken_off(runner: Runner, qtbot: QtBot, first: Inspection) -> None:
    runner.go(Q1)
    key(runner.pane.before.photos.findChildren(Thumbnail)[0], Qt.Key.Key_Delete)
    assert len(inspections.open_inspection(first.workspace, first.id).photos(Q1)) == 1


# --- measurement


def test_earlier_values_are_drawn_and_said(runner: Runner) -> None:
    runner.go(BOD)
    line = runner.pane.measurement.line
    assert not line.isHidden()
    assert line.accessibleDescription() == "45 (22 พ.ย. 2569)"
    runner.go(COD)
    assert line.isHidden()


def test_the_line_stands_by_value_and_time(qtbot: QtBot) -> None:
    line = Sparkline("th")
    qtbot.addWidget(line)
    line.resize(200, 46)
    past = [Past("2025-01-01", Decimal(10)), Past("2026-01-01", Decimal(30), "<")]
    line.show_values(past, Decimal(20), None)
    first, second, now = line.points()
    assert first.x() < second.x() < now.x()
    assert second.y() < now.y() < first.y()
    assert line.words().startswith("<30 (")
    line.show()
    ink = line.grab().toImage()
    accent = theme.current().colour("accent")
    assert any(
        ink.pixelColor(x, round(now.y())) == accent for x in range(round(now.x()) - 4, round(now.x()) + 4)
    )
    line.show_values([Past("2025-01-01", Decimal(5))], None, None)
    assert len(line.points()) == 1
    line.grab()


def test_an_instrument_is_entered_once_and_offered_next_time(
    runner: Runner, type_text: TypeText, qtbot: QtBot, office: Workspace
) -> None:
    runner.go(BOD)
    fields = runner.pane.measurement.instrument
    assert fields.use.isHidden()
    type_text(fields.name, "Hach DR900")
    type_text(fields.serial, "1712")
    fields.calibrated.set_date(date(2026, 6, 1))
    fields.finish()
    assert again(runner).beside[BOD].instrument == METER
    other = shown(qtbot, inspections.start(office, MILL, "MEA"))
    other.go(BOD)
    fields = other.pane.measurement.instrument
    assert "Hach DR900" in fields.use.text()
    fields.use.click()
    assert again(other).beside[BOD].instrument == METER
    assert fields.name.text() == "Hach DR900"
    assert fields.use.isHidden()


def test_leaving_the_question_keeps_the_instrument_with_its_own(runner: Runner, type_text: TypeText) -> None:
    runner.go(BOD)
    type_text(runner.pane.measurement.instrument.name, "เครื่อง ก")
    runner.go(COD)
    opened = again(runner)
    assert opened.beside[BOD].instrument == Instrument("เครื่อง ก")
    assert COD not in opened.beside
    assert runner.pane.measurement.instrument.name.text() == ""


def test_questions_that_measure_nothing_ask_for_no_instrument(runner: Runner) -> None:
    runner.go(Q1)
    assert runner.pane.measurement.isHidden()
    assert runner.pane.measurement.instrument.isHidden()


# --- finding


def test_a_repeated_finding_says_the_time_and_since_when(
    runner: Runner, qtbot: QtBot, office: Workspace, clock: Clock
) -> None:
    runner.go(Q1)
    qtbot.keyClick(runner.view, Qt.Key.Key_2)
    assert runner.pane.finding.repeated.words() == "ครั้งที่ 2 ตั้งแต่ 2569"
    close_measurements(runner.inspection)
    clock.advance(timedelta(days=366))
    third = shown(qtbot, inspections.start(office, MILL, "MEA"))
    third.go(Q1)
    qtbot.keyClick(third.view, Qt.Key.Key_2)
    assert third.pane.finding.repeated.words() == "ครั้งที่ 3 ตั้งแต่ 2569"
    third.go(Q2)
    qtbot.keyClick(third.view, Qt.Key.Key_2)
    assert third.pane.finding.repeated.isHidden()


def test_corrected_on_site_is_recorded_with_its_photo(runner: Runner, qtbot: QtBot, tmp_path: Path) -> None:
    runner.go(Q2)
    qtbot.keyClick(runner.view, Qt.Key.Key_2)
    editor = runner.pane.finding
    assert editor.after.isHidden()
    editor.on_site.click()
    finding = again(runner).finding(Q2)
    assert finding is not None
    assert (finding["state"], finding["state_at"][:10]) == ("corrected_on_site", "2027-11-23")
    with qtbot.waitSignal(runner.after_wanted) as caught:
        editor.after.click()
    assert caught.args == [Q2]
    file = tmp_path / "after.jpg"
    file.write_bytes(picture())
    runner.attaching.add_after(Q2, [file])
    qtbot.waitUntil(lambda: len(runner.inspection.photos(Q2)) == 1)
    assert again(runner).photos(Q2)[0]["kind"] == "after"
    editor.on_site.click()
    finding = again(runner).finding(Q2)
    assert finding is not None
    assert (finding["state"], finding["state_at"]) == ("open", None)


def test_what_fails_again_is_open_again(runner: Runner, qtbot: QtBot) -> None:
    runner.go(Q2)
    qtbot.keyClick(runner.view, Qt.Key.Key_2)
    runner.pane.finding.on_site.click()
    qtbot.keyClick(runner.view, Qt.Key.Key_1)
    runner.go(Q2)
    qtbot.keyClick(runner.view, Qt.Key.Key_2)
    finding = again(runner).finding(Q2)
    assert finding is not None
    assert finding["state"] == "open"


def test_another_severity_has_its_own_day_and_decision_until_a_person_sets_them(
    runner: Runner, qtbot: QtBot
) -> None:
    path = Q2
    runner.go(path)
    qtbot.keyClick(runner.view, Qt.Key.Key_2)
    minor = again(runner).finding(path)
    assert minor is not None
    # Minor: 60 days from 23 November 2027 end on Saturday 22 January, so on Monday; advice.
    assert (minor["due_date"], minor["decision"]) == ("2028-01-24", "advice")
    runner.pane.finding.severity.chosen.emit("C")
    critical = again(runner).finding(path)
    assert critical is not None
    assert (critical["severity"], critical["due_date"], critical["decision"]) == (
        "C",
        "2027-12-08",
        "order37",
    )
    runner.pane.finding.edited.emit({"due_date": "2027-12-01"})
    runner.pane.finding.severity.chosen.emit("m")
    by_hand = again(runner).finding(path)
    assert by_hand is not None
    assert (by_hand["severity"], by_hand["due_date"], by_hand["decision"]) == ("m", "2027-12-01", "advice")


# --- ready phrases


@pytest.fixture
def field(qtbot: QtBot) -> SnippetField:
    made = SnippetField("th")
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
    made.setFocus()
    return made


def test_an_abbreviation_and_space_or_tab_become_the_phrase(field: SnippetField, type_text: TypeText) -> None:
    phrase = snippets()["พล"].text.th
    type_text(field, "ชั้น 2 .พล ")
    assert field.toPlainText() == f"ชั้น 2 {phrase} "
    type_text(field, ".กท")
    key(field, Qt.Key.Key_Tab, "\t")
    assert field.toPlainText().endswith(snippets()["กท"].text.th)
    assert field.hasFocus()
    field.undo()
    assert field.toPlainText().endswith(".กท")


def test_what_is_no_abbreviation_stays(field: SnippetField, type_text: TypeText) -> None:
    type_text(field, "ม.5 .ไม่มี ")
    assert field.toPlainText() == "ม.5 .ไม่มี "
    field.setPlainText(".พล")
    field.moveCursor(field.textCursor().MoveOperation.End)
    field.setReadOnly(True)
    key(field, Qt.Key.Key_Space, " ")
    assert field.toPlainText() == ".พล"


def test_tab_without_an_abbreviation_leaves_the_field(qtbot: QtBot) -> None:
    editor = FindingEditor("th")
    qtbot.addWidget(editor)
    with qtbot.waitActive(editor):
        editor.show()
    editor.description.setFocus()
    key(editor.description, Qt.Key.Key_Tab, "\t")
    assert not editor.description.hasFocus()
    assert editor.description.toPlainText() == ""


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_ctrl_space_shows_the_list_and_one_is_put_in(field: SnippetField, type_text: TypeText) -> None:
    type_text(field, "พบ ")
    key(field, Qt.Key.Key_Space, " ", control=True)
    assert field.menu.isVisible()
    assert len(field.menu.actions()) == len(snippets())
    field.menu.actions()[0].trigger()
    field.menu.close()
    assert field.toPlainText() == f"พบ {next(iter(snippets().values())).text.th}"


def test_a_phrase_in_a_note_is_kept_at_once(runner: Runner, type_text: TypeText) -> None:
    runner.go(Q2)
    runner.pane.focus_note()
    type_text(runner.pane.note, ".รว ")
    assert again(runner).unfinished[Q2, "note"].startswith(snippets()["รว"].text.th)
