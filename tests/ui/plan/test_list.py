"""The plan as a list: narrow, choose, change, undo, copy, the bin, and all of it by keyboard."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from fieldkit.model import records
from fieldkit.model.workspace import Workspace
from fieldkit.ui.main_window import MainWindow
from fieldkit.ui.page import PageContext
from fieldkit.ui.plan_model import COLUMNS
from fieldkit.ui.plan_page import PlanPage
from fieldkit.ui.plan_words import state_words
from fieldkit.ui.row_copy import copy_rows
from tests.ui.conftest import TypeText
from tests.ui.plan.conftest import ME, SHE, Told
from tests.ui.plan.hands import chip, choose, column, stored

# --- what is seen


def test_the_list_begins_with_what_is_next(page: PlanPage) -> None:
    assert page.table_model.rowCount() == 5
    assert column(page, "state")[0] == state_words("done")
    assert column(page, "day")[1].startswith("อ. 1 ธ.ค. 2569")
    assert page.table.chosen_row() == 1, "what is inspected stands above what is next"


def test_chips_count_and_narrow(page: PlanPage) -> None:
    chips = page.filters.states
    words = [chips._chips[key].text() for key in ("all", "planned", "undated", "done", "unplanned")]
    assert words == ["แผน 5", "ตามแผน 3", "ยังไม่มีวัน 1", "ตรวจแล้ว 1", "ยังไม่อยู่ในแผน 7"]
    assert chips._chips["overdue"].isHidden()
    chip(page, "unplanned")
    assert page.table_model.rowCount() == 7
    assert page.filters.count.text() == "7 แถว"


def test_search_quarter_and_officer(page: PlanPage, qtbot: QtBot, type_text: TypeText) -> None:
    page.filters.officer.setCurrentIndex(page.filters.officer.findData(ME))
    page.filters.officer.activated.emit(0)
    assert page.table_model.rowCount() == 3
    page.filters.clear()
    name = column(page, "name")[1].split(" ")[0]
    page.focus_search()
    with qtbot.waitSignal(page.filters.search.searched):
        type_text(page.filters.search, name)
        qtbot.keyClick(page.filters.search, Qt.Key.Key_Return)
    assert any(name in one for one in column(page, "name"))
    page.filters.clear()
    page.filters.quarter.setCurrentIndex(page.filters.quarter.findData(3))
    page.filters.quarter.activated.emit(0)
    assert page.table_model.rowCount() == 0
    assert page.empty.button.isVisible()
    page.empty.button.click()
    assert page.table_model.rowCount() == 5


def test_headers_sort(page: PlanPage) -> None:
    page.table.sortByColumn(COLUMNS.index("day"), Qt.SortOrder.DescendingOrder)
    assert column(page, "day")[0].startswith("พ. 9 ธ.ค. 2569")
    assert column(page, "day")[-1].startswith("—"), "no day comes last either way"


def test_the_model_keeps_qts_rules(page: PlanPage, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(page.table_model)


def test_the_score_is_explained(page: PlanPage, made: list[str]) -> None:
    values = {"factory": made[0], "property": "stack", "value": "yes", "as_of": "2026-02-01", "source": "GEN"}
    records.add(page.context.workspace, "fact", values)
    page.refresh(frozenset({"fact"}))
    row = next(n for n in range(5) if page.table_model.rows_at([n])[0].factory_id == made[0])
    choose(page, row)
    assert "+1  หม้อน้ำหรือปล่อง: ปล่อง มี · ข้อมูล ณ 1 ก.พ. 2569 · GEN" in page.pane.reasons.words()


def test_columns_are_chosen_and_remembered(page: PlanPage, context: PageContext, qtbot: QtBot) -> None:
    place = COLUMNS.index("risk")
    page.columns.menu_.actions()[place - 1].trigger()
    assert page.table.isColumnHidden(place)
    again = PlanPage(context)
    qtbot.addWidget(again)
    again.build()
    assert again.table.isColumnHidden(place)


def test_rows_are_copied_as_a_table(page: PlanPage, qtbot: QtBot) -> None:
    choose(page, 1, 2)
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    clipboard = QGuiApplication.clipboard()
    lines = [line.split("\t") for line in clipboard.text().split("\n")]
    assert len(lines) == 3
    assert lines[0][0] == "โรงงาน"
    assert "อ. 1 ธ.ค. 2569" in lines[1]
    assert len({len(line) for line in lines}) == 1
    assert "<table" in clipboard.mimeData().html()


@pytest.mark.parametrize("quick", [1, 1_000])
def test_what_is_not_copied_is_told(
    page: PlanPage, quick: int, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr("fieldkit.ui.row_copy.QUICK", quick)
    told: list[tuple[str, ...]] = []
    page.told.connect(lambda *words: told.append(words))
    page.table.selectAll()
    many = copy_rows(page.table)
    qtbot.waitUntil(lambda: len(told) == 1)
    monkeypatch.setattr("fieldkit.ui.row_copy.MOST_ROWS", 2)
    assert copy_rows(page.table) == 2
    qtbot.waitUntil(lambda: len(told) == 2)
    assert [words[:1] + words[2:] for words in told] == [
        (f"คัดลอก {many} แถวแล้ว", "ok"),
        (f"คัดลอกเพียง 2 จาก {many} แถว", "warn"),
    ]
    assert len(QGuiApplication.clipboard().text().splitlines()) == 3


def test_many_rows_are_copied_beside_the_window(
    page: PlanPage, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    clipboard = QGuiApplication.clipboard()
    page.table.selectAll()
    copied = copy_rows(page.table)
    at_once = clipboard.text(), clipboard.mimeData().html()
    clipboard.setText("before")
    monkeypatch.setattr("fieldkit.ui.row_copy.QUICK", 1)
    assert copy_rows(page.table) == copied > 1
    assert clipboard.text() == "before"
    qtbot.waitUntil(lambda: clipboard.text() == at_once[0])
    assert clipboard.mimeData().html() == at_once[1]


# --- changes


def test_several_rows_get_officer_kind_and_day_and_every_edit_is_undone(
    page: PlanPage, told: Told, qtbot: QtBot
) -> None:
    before = stored(page)
    choose(page, 1, 3)
    assert page.pane.name.words() == "เลือก 2 แถว"
    page.pane.officer.setCurrentIndex(page.pane.officer.findData(SHE))
    page.pane.officer.activated.emit(0)
    assert [row[2] for row in stored(page)].count(SHE) == 2
    choose(page, 1, 2)
    page.pane.kind.setCurrentIndex(page.pane.kind.findData("FOLLOW"))
    page.pane.kind.activated.emit(0)
    choose(page, 1, 2)
    page.pane.day.setText("5/12/2569")
    page.pane.day.commit()
    assert [row[1] for row in stored(page)].count("2026-12-05") == 2
    assert "วันนั้นเป็นวันหยุด" in told[-1][1]
    page.table.setFocus()
    for _ in range(3):
        qtbot.keyClick(page.table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert stored(page) == before
    qtbot.keyClick(page.table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert told[-1][0] == "ไม่มีอะไรให้เลิกทำ"


def test_a_day_of_another_year_is_refused(page: PlanPage, told: Told) -> None:
    before = stored(page)
    choose(page, 1)
    page.pane.day.setText("5/12/2570")
    page.pane.day.commit()
    assert "ไม่อยู่ในปีงบประมาณ 2570" in told[-1][0]
    assert stored(page) == before


def test_postponing_taking_off_and_planning_again(page: PlanPage, told: Told) -> None:
    choose(page, 1)
    page.pane.postpone.click()
    assert told[-1][0] == "ยังไม่มีเหตุผล"
    page.pane.reason.setText("น้ำท่วม")
    page.pane.new_day.set_date(date(2027, 1, 5))
    page.pane.postpone.click()
    assert ("2027-01-05", "postponed", "น้ำท่วม") in {(row[1], row[4], row[5]) for row in stored(page)}
    chip(page, "postponed")
    choose(page, 0)
    page.pane.drop.click()
    chip(page, "dropped")
    choose(page, 0)
    page.pane.take_up.click()
    assert {row[4] for row in stored(page)} == {None}


def test_the_bin_gives_back(page: PlanPage, qtbot: QtBot) -> None:
    choose(page, 1)
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Delete)
    assert sum(row[6] for row in stored(page)) == 1
    chip(page, "bin")
    assert page.table_model.rowCount() == 1
    choose(page, 0)
    assert not page.pane.day.isVisible()
    page.pane.restore.click()
    assert sum(row[6] for row in stored(page)) == 0


def test_factories_outside_of_the_plan_are_added(page: PlanPage) -> None:
    chip(page, "unplanned")
    choose(page, 0, 1, 2)
    assert page.pane.add_button.text() == "เพิ่ม 3 โรงงานลงแผน"
    page.pane.day.setText("7/12/2569")
    page.pane.officer.setCurrentIndex(page.pane.officer.findData(SHE))
    page.pane.add_button.click()
    assert [row[1:4] for row in stored(page)][-3:] == [("2026-12-07", SHE, "PLAN")] * 3


def test_a_plan_is_made_by_keyboard_alone(
    qtbot: QtBot, made: list[str], workspace: Workspace, context: PageContext, type_text: TypeText
) -> None:
    """From the sidebar to three factories planned for a day, given to somebody, and one taken back."""
    window = MainWindow(context.settings, lambda: workspace)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
    window.start("register")
    qtbot.keyClick(window, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    page = window.page()
    assert isinstance(page, PlanPage)

    def focused() -> QWidget:
        found = QGuiApplication.focusObject()
        assert isinstance(found, QWidget)
        return found

    chips = page.filters.states
    chips.setFocus(Qt.FocusReason.TabFocusReason)
    for _ in range(9):
        qtbot.keyClick(focused(), Qt.Key.Key_Right)
        if chips.key() == "unplanned":
            break
    qtbot.keyClick(focused(), Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: page.table_model.rowCount() == 7)
    page.table.setFocus(Qt.FocusReason.TabFocusReason)
    for _ in range(2):
        qtbot.keyClick(page.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert focused() is page.pane.day
    type_text(page.pane.day, "14/12/69")
    qtbot.keyClick(page.pane.day, Qt.Key.Key_Tab)
    assert focused() is page.pane.officer
    qtbot.keyClick(page.pane.officer, Qt.Key.Key_Down)
    page.pane.add_button.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(page.pane.add_button, Qt.Key.Key_Space)
    assert [row[1] for row in stored(page)].count("2026-12-14") == 3
    qtbot.keyClick(focused(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert [row[1] for row in stored(page) if not row[6]].count("2026-12-14") == 0
    window.workspace = None
    window.close()


def test_cells_of_a_spreadsheet_are_pasted_into_the_plan(
    page: PlanPage, workspace: Workspace, told: Told, qtbot: QtBot
) -> None:
    QGuiApplication.clipboard().setText(f"9 ธ.ค. 2569\tไปดูสักวัน\t{SHE}\n10/12/2470\t\t{SHE}\n")
    lines = [page.table_model.row(row) for row in range(2)]
    page.table.choose_row(0)
    page.table.setCurrentIndex(page.table_model.index(0, 1))
    qtbot.keyClick(page.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    sheet = page.import_sheet
    qtbot.waitUntil(sheet.write.isVisible, timeout=20_000)
    # the day of another era and the word that nobody knows are told, and are not written
    assert sheet.preview.figures["changed"].number.text() == "2"
    found = sheet.preview._found
    assert found is not None
    assert {(one.row, one.column) for one in found.warnings} >= {(1, "B"), (2, "A")}
    with qtbot.waitSignal(page.offered, timeout=20_000):
        sheet.write.click()
    rows = {row["id"]: row for row in workspace.rows("SELECT id, planned_on, officer FROM assignment")}
    first, second = (rows[line.id] for line in lines if line is not None)
    assert first == {"id": first["id"], "planned_on": "2026-12-09", "officer": SHE}
    assert lines[1] is not None
    assert (second["planned_on"], second["officer"]) == (lines[1].line.day or None, SHE)
