"""The form runner by keyboard alone: what a person sees, then what is stored."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit

from fieldkit.model import inspections
from fieldkit.model.changes import ChangeLog
from fieldkit.model.database import _FULL, _FULL_CURE, StorageError
from fieldkit.ui.page import DESK
from fieldkit.ui.runner.runner import Runner
from tests.office import MILL, path_of, picture

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from fieldkit.model.workspace import Workspace


@pytest.fixture
def runner(qtbot: QtBot, office: Workspace) -> Runner:
    made = Runner(inspections.start(office, MILL, "GEN"), "th")
    qtbot.addWidget(made)
    made.resize(1300, 700)
    with qtbot.waitActive(made):
        made.show()
    made.view.edit_current()
    return made


def stand(runner: Runner, name: str) -> str:
    path = path_of(runner.inspection, name)
    runner.go(path)
    return path


def stored(runner: Runner, name: str) -> str:
    opened = inspections.open_inspection(runner.inspection.workspace, runner.inspection.id)
    return opened.instance.node(path_of(opened, name)).value


def editor_of(runner: Runner) -> QLineEdit:
    assert runner.view.editor is not None
    field = runner.view.editor.field
    assert isinstance(field, QLineEdit)
    return field


def test_it_begins_at_the_first_question_that_needs_an_answer(runner: Runner) -> None:
    assert runner.here() == path_of(runner.inspection, "gen01")


def test_a_digit_answers_and_goes_on(runner: Runner, qtbot: QtBot) -> None:
    stand(runner, "gen03")
    qtbot.keyClick(runner.view, Qt.Key.Key_1)
    assert stored(runner, "gen03") == "yes"
    assert runner.here() == path_of(runner.inspection, "gen04")
    assert "10.42" in runner.bar._saved.text()


def test_the_digit_keys_of_a_thai_layout_answer_too(runner: Runner) -> None:
    stand(runner, "gen03")
    # On X11 the key of the digit 2 has scan code 11; with the Thai layout it writes "/".
    press = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Slash, Qt.KeyboardModifier.NoModifier, 11, 0, 0, "/")
    QApplication.sendEvent(runner.view, press)
    assert stored(runner, "gen03") == "no"


def test_a_failed_question_keeps_the_place_and_opens_its_finding(runner: Runner, qtbot: QtBot) -> None:
    path = stand(runner, "gen16")
    qtbot.keyClick(runner.view, Qt.Key.Key_2)
    assert runner.here() == path
    assert not runner.pane.finding.isHidden()
    assert runner.pane.finding.due.text() == "30/11/2569"
    runner.pane.focus_note()
    assert runner.pane.finding.description.hasFocus()
    qtbot.keyClicks(runner.pane.finding.description, "blocked")
    runner.pane.finish()
    finding = inspections.open_inspection(runner.inspection.workspace, runner.inspection.id).finding(path)
    assert finding is not None
    assert finding["description"] == "blocked"


def test_a_number_is_typed_and_judged(runner: Runner, qtbot: QtBot) -> None:
    path = stand(runner, "gen17")
    qtbot.keyClicks(editor_of(runner), "2.5")
    qtbot.keyClick(editor_of(runner), Qt.Key.Key_Return)
    assert stored(runner, "gen17") == "2.5"
    assert runner.inspection.verdict(path) == "fail"


@pytest.mark.parametrize(("typed", "value"), [("๑๒.๕", "12.5"), ("1,234", "1234"), ("<5", "5")])
def test_numbers_as_people_write_them(
    runner: Runner, qtbot: QtBot, type_text: object, typed: str, value: str
) -> None:
    stand(runner, "gen06")
    type_text(editor_of(runner), typed)  # type: ignore[operator]
    qtbot.keyClick(editor_of(runner), Qt.Key.Key_Return)
    assert stored(runner, "gen06") == value


def test_a_date_in_the_buddhist_era(runner: Runner, qtbot: QtBot) -> None:
    stand(runner, "gen10")
    qtbot.keyClicks(editor_of(runner), "31/12/69")
    qtbot.keyClick(editor_of(runner), Qt.Key.Key_Return)
    assert stored(runner, "gen10") == "2026-12-31"
    row = runner.model.row(runner.model.place_of(path_of(runner.inspection, "gen10")))
    assert row is not None
    assert row.text == "31 ธ.ค. 2569"


def test_a_date_in_thai_digits_keeps_its_signs(runner: Runner) -> None:
    stand(runner, "gen10")
    field = editor_of(runner)
    for sign in "๓๑/๑๒/๗๐":
        # X11 counts the key of the digit 2, which writes "/" on the Thai layout, as 11.
        scan, key = (11, Qt.Key.Key_Slash) if sign == "/" else (13, Qt.Key(ord(sign)))
        none = Qt.KeyboardModifier.NoModifier
        QApplication.sendEvent(field, QKeyEvent(QEvent.Type.KeyPress, key, none, scan, 0, 0, sign))
    assert field.text() == "31/12/70"


def test_what_cannot_be_read_is_said_in_place_and_not_lost(
    runner: Runner, qtbot: QtBot, type_text: object
) -> None:
    path = stand(runner, "gen06")
    type_text(editor_of(runner), "สองร้อย")  # type: ignore[operator]
    qtbot.keyClick(editor_of(runner), Qt.Key.Key_Down)
    row = runner.model.row(runner.model.place_of(path))
    assert row is not None
    assert row.state == "invalid"
    assert "ไม่ใช่ตัวเลข" in row.error
    assert stored(runner, "gen06") == ""
    runner.go(path)
    assert editor_of(runner).text() == "สองร้อย"
    opened = inspections.open_inspection(runner.inspection.workspace, runner.inspection.id)
    assert opened.typing == {path: "สองร้อย"}


def test_every_key_in_a_field_is_on_the_disk_before_the_next(runner: Runner, qtbot: QtBot) -> None:
    path = stand(runner, "gen02_name")
    for count, letter in enumerate("Mana", start=1):
        qtbot.keyClick(editor_of(runner), letter)
        opened = inspections.open_inspection(runner.inspection.workspace, runner.inspection.id)
        assert opened.typing == {path: "Mana"[:count]}


def test_unfinished_text_becomes_the_answer_when_opened_again(
    runner: Runner, qtbot: QtBot, office: Workspace
) -> None:
    stand(runner, "gen02_name")
    runner.inspection.type_text(path_of(runner.inspection, "gen02_name"), "นายมานะ")
    again = Runner(inspections.open_inspection(office, runner.inspection.id), "th")
    qtbot.addWidget(again)
    assert stored(runner, "gen02_name") == "นายมานะ"
    assert again.inspection.typing == {}


def test_escape_gives_the_stored_answer_back(runner: Runner, qtbot: QtBot) -> None:
    stand(runner, "gen06")
    qtbot.keyClicks(editor_of(runner), "900")
    qtbot.keyClick(editor_of(runner), Qt.Key.Key_Return)
    stand(runner, "gen06")
    qtbot.keyClicks(editor_of(runner), "77")
    qtbot.keyClick(editor_of(runner), Qt.Key.Key_Escape)
    assert editor_of(runner).text() == "900"
    qtbot.keyClick(editor_of(runner), Qt.Key.Key_Down)
    assert stored(runner, "gen06") == "900"


def test_several_choices_toggle_in_the_order_of_the_list(runner: Runner, qtbot: QtBot) -> None:
    path = stand(runner, "gen25")
    for key in (Qt.Key.Key_3, Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3):
        qtbot.keyClick(runner.view, key)
    assert stored(runner, "gen25") == "stack dust"
    assert runner.here() == path


def test_undo_and_redo_across_sections(runner: Runner, qtbot: QtBot) -> None:
    stand(runner, "gen03")
    qtbot.keyClick(runner.view, Qt.Key.Key_1)
    stand(runner, "gen16")
    qtbot.keyClick(runner.view, Qt.Key.Key_2)
    runner.answers.undo_stack.undo()
    assert runner.inspection.finding(path_of(runner.inspection, "gen16")) is None
    runner.answers.undo_stack.undo()
    assert stored(runner, "gen03") == ""
    runner.answers.undo_stack.redo()
    assert stored(runner, "gen03") == "yes"


def test_a_question_that_appears_is_shown_at_once(runner: Runner, qtbot: QtBot) -> None:
    stand(runner, "gen27")
    count = runner.model.rowCount()
    qtbot.keyClick(runner.view, Qt.Key.Key_1)
    assert runner.model.rowCount() == count + 1
    assert runner.model.place_of(path_of(runner.inspection, "gen28")) >= 0


def test_every_letter_of_a_finding_is_kept_also_without_a_pause(
    runner: Runner, qtbot: QtBot, type_text
) -> None:
    path = stand(runner, "gen16")
    qtbot.keyClick(runner.view, Qt.Key.Key_2)
    for count, letter in enumerate("ประตู", 1):
        type_text(runner.pane.finding.description, letter)
        opened = inspections.open_inspection(runner.inspection.workspace, runner.inspection.id)
        assert opened.unfinished == {(path, "description"): "ประตู"[:count]}
    # … and at the next start, after a kill, it is the finding's.
    Runner(opened, "th").deleteLater()
    again = inspections.open_inspection(runner.inspection.workspace, runner.inspection.id)
    assert (again.findings[path]["description"], again.unfinished) == ("ประตู", {})


def test_enter_walks_to_the_next_section_and_ends_at_the_closing_button(runner: Runner, qtbot: QtBot) -> None:
    seen = []
    for _ in range(80):
        if not runner.view.hasFocus() and runner.view.editor is None:
            break
        seen.append(runner.here())
        target = runner.view.editor.field if runner.view.editor is not None else runner.view
        qtbot.keyClick(target, Qt.Key.Key_Return)
    sections = {path.split("/")[2] for path in seen}
    assert {"visit_facts", "licence", "premises", "duties", "closing"} <= sections
    assert runner.bar.close_button.hasFocus()


def test_filters_show_what_is_left_over_the_whole_form(runner: Runner, qtbot: QtBot) -> None:
    stand(runner, "gen16")
    qtbot.keyClick(runner.view, Qt.Key.Key_2)
    runner.filters.choose("failed")
    runner.filters.chosen.emit("failed")
    assert [row.path for row in map(runner.model.row, range(runner.model.rowCount())) if row] == [
        path_of(runner.inspection, "gen16")
    ]
    qtbot.keyClick(runner.view, Qt.Key.Key_1)
    # The row stays under the finger until the filter is chosen again.
    assert runner.model.rowCount() == 1


def test_the_desk_remembers_the_question(runner: Runner, office: Workspace) -> None:
    path = stand(runner, "gen20")
    assert json.loads(office.setting(DESK) or "{}") == {"inspection": runner.inspection.id, "path": path}


def test_photos_are_attached_from_files(runner: Runner, qtbot: QtBot, tmp_path: Path) -> None:
    path = stand(runner, "gen16")
    files = [tmp_path / "a.jpg", tmp_path / "b.jpg"]
    for number, file in enumerate(files):
        file.write_bytes(picture(colour=("red", "blue")[number]))
    runner.attaching.add(path, files)
    qtbot.waitUntil(lambda: len(runner.inspection.photos(path)) == 2)
    opened = inspections.open_inspection(runner.inspection.workspace, runner.inspection.id)
    assert [row["name"] for row in opened.photos(path)] == ["a.jpg", "b.jpg"]


def test_a_file_that_is_no_photo_is_refused_with_a_cure(runner: Runner, qtbot: QtBot, tmp_path: Path) -> None:
    path = stand(runner, "gen16")
    file = tmp_path / "a.jpg"
    file.write_text("not a photo")
    with qtbot.waitSignal(runner.failed) as caught:
        runner.attaching.add(path, [file])
    assert caught.args[0].message("th") != caught.args[0].message("en")
    assert runner.inspection.photos(path) == []


def test_a_full_disk_is_told_and_the_row_shows_what_is_stored(
    runner: Runner, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = stand(runner, "gen03")

    def full(*_arguments: object, **_options: object) -> None:
        raise StorageError(_FULL, _FULL_CURE)

    monkeypatch.setattr(ChangeLog, "commit", full)
    with qtbot.waitSignal(runner.failed):
        qtbot.keyClick(runner.view, Qt.Key.Key_1)
    row = runner.model.row(runner.model.place_of(path))
    assert row is not None
    assert row.chosen == ()
    assert "10.42" not in runner.bar._saved.text()
    monkeypatch.undo()
    runner.go(path)
    qtbot.keyClick(runner.view, Qt.Key.Key_1)
    assert stored(runner, "gen03") == "yes"


def test_a_click_on_a_segment_answers(runner: Runner, qtbot: QtBot) -> None:
    from fieldkit.ui.runner.geometry import lay_out
    from fieldkit.ui.segmented import segment_rects

    path = stand(runner, "gen15")
    place = runner.model.place_of(path)
    row = runner.model.row(place)
    assert row is not None
    area = runner.view.visualRect(runner.model.index(place))
    segment = segment_rects(lay_out(row, area.width()).answer, row.segments)[2]
    qtbot.mouseClick(runner.view.viewport(), Qt.MouseButton.LeftButton, pos=area.topLeft() + segment.center())
    assert stored(runner, "gen15") == "na"


def test_a_closed_inspection_is_only_read(runner: Runner, qtbot: QtBot, office: Workspace) -> None:
    from tests.office import drawn_signature

    signature = inspections.Signature("inspector", "ก", image=drawn_signature())
    inspections.close(runner.inspection, [signature], closing="closed_today", reason="วันหยุด")
    closed = Runner(inspections.open_inspection(office, runner.inspection.id), "th")
    qtbot.addWidget(closed)
    closed.show()
    path = path_of(closed.inspection, "gen03")
    closed.go(path)
    qtbot.keyClick(closed.view, Qt.Key.Key_1)
    assert closed.inspection.instance.node(path).value == ""
    assert closed.bar.close_button.isHidden()
    assert closed.view.editor is None


def test_the_model_keeps_qts_contract(runner: Runner, qtmodeltester: object) -> None:
    qtmodeltester.check(runner.model)  # type: ignore[attr-defined]


def test_rows_speak(runner: Runner, qtbot: QtBot) -> None:
    path = stand(runner, "gen16")
    qtbot.keyClick(runner.view, Qt.Key.Key_2)
    index = runner.model.index(runner.model.place_of(path))
    spoken = str(runner.model.data(index, Qt.ItemDataRole.AccessibleTextRole))
    assert "ทางออกฉุกเฉิน" in spoken
    assert "ไม่ใช่" in spoken


def test_a_question_is_found_by_words_inside_it(runner: Runner, qtbot: QtBot, type_text: object) -> None:
    runner.find_question()
    type_text(runner.finder.line, "เผากลาง")  # type: ignore[operator]
    assert runner.finder.matches.model().rowCount() == 1
    qtbot.keyClick(runner.finder.line, Qt.Key.Key_Return)
    assert runner.here() == path_of(runner.inspection, "gen30")
    assert runner.finder.isHidden()


def test_finding_nothing_leaves_the_place(runner: Runner, qtbot: QtBot) -> None:
    path = stand(runner, "gen20")
    runner.find_question()
    qtbot.keyClicks(runner.finder.line, "zzzz")
    qtbot.keyClick(runner.finder.line, Qt.Key.Key_Return)
    assert not runner.finder.isHidden()
    qtbot.keyClick(runner.finder.line, Qt.Key.Key_Escape)
    assert runner.here() == path
