"""The plan page, as a person uses it: narrow, choose, change, drag, undo, propose, Excel, the day's way."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import QItemSelectionModel, QMimeData, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from fieldkit.model import records
from fieldkit.model.planning import editing
from fieldkit.model.planning.officers import introduce
from fieldkit.model.register import sheet
from fieldkit.model.workspace import Workspace
from fieldkit.ui import dialogs
from fieldkit.ui.main_window import MainWindow
from fieldkit.ui.page import PageContext
from fieldkit.ui.plan_model import COLUMNS
from fieldkit.ui.plan_page import PlanPage
from fieldkit.ui.plan_words import state_words
from tests.model.register.books import read_here
from tests.ui.conftest import TypeText
from tests.ui.registers import fill, inspected

ME, SHE = "กานดา เหมือนฝัน", "นภา แสงทอง"
YEAR = 2570
Told = list[tuple[str, str]]
Opened = list[tuple[str, object]]


@pytest.fixture
def made(workspace: Workspace) -> list[str]:
    """Twelve operating factories; five of them planned, one of those inspected."""
    workspace.name_person(name=ME)
    introduce(workspace, [SHE])
    factories = fill(workspace, 12)
    ids = [one.id for one in factories]
    for one in factories:
        record = records.load(workspace, "factory", one.id)
        assert record is not None
        records.edit(workspace, [record], {"status": "1"})
    editing.assign(workspace, ids[:2], YEAR, day=date(2026, 12, 1), officer=ME)
    editing.assign(workspace, ids[2:3], YEAR, day=date(2026, 12, 9))
    editing.assign(workspace, ids[3:4], YEAR, day=date(2026, 11, 10), officer=ME)
    editing.assign(workspace, ids[4:5], YEAR)
    ops = inspected(ids[3], "2026-11-11", "pass")
    workspace.log.commit(ops)
    [visit] = workspace.rows("SELECT id FROM inspection")
    record = records.load(workspace, "inspection", visit["id"])
    assert record is not None
    records.edit(workspace, [record], {"closing": "complete"})
    return ids


@pytest.fixture
def page(made: list[str], context: PageContext, qtbot: QtBot) -> PlanPage:
    shown = PlanPage(context)
    qtbot.addWidget(shown)
    shown.resize(1154, 704)
    shown.build()
    with qtbot.waitActive(shown):
        shown.show()
    shown.open()
    return shown


@pytest.fixture
def told(page: PlanPage) -> Told:
    seen: Told = []
    page.told.connect(lambda title, cure, _tone: seen.append((title, cure)))
    page.offered.connect(lambda title, cure, _choices: seen.append((title, cure)))
    page.failed.connect(lambda error: seen.append((error.title.th, error.hint.th)))
    return seen


@pytest.fixture
def opened(page: PlanPage) -> Opened:
    seen: Opened = []
    page.opened.connect(lambda key, target: seen.append((key, target)))
    return seen


def column(page: PlanPage, name: str) -> list[str]:
    model, place = page.table_model, COLUMNS.index(name)
    return [str(model.index(row, place).data()) for row in range(model.rowCount())]


def choose(page: PlanPage, *rows: int) -> None:
    selection = page.table.selectionModel()
    selection.clear()
    for row in rows:
        index = page.table_model.index(row, 0)
        selection.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        selection.select(
            index, QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
        )


def stored(page: PlanPage) -> list[tuple[Any, ...]]:
    rows = page.context.workspace.rows(
        "SELECT factory, planned_on, officer, kind, state, reason, coalesce(deleted, 0) AS bin"
        " FROM assignment ORDER BY row"
    )
    return [tuple(row.values()) for row in rows]


def chip(page: PlanPage, state: str) -> None:
    page.filters.states.choose(state)
    page.filters.changed.emit()


def drop(qtbot: QtBot, widget: QWidget, at: QPointF, data: QMimeData) -> None:
    """Drop what is dragged on a place of ``widget``, as the windowing system does."""
    keys, buttons = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    enter = QDragEnterEvent(at.toPoint(), Qt.DropAction.MoveAction, data, buttons, keys)
    QGuiApplication.sendEvent(widget, enter)
    event = QDropEvent(at, Qt.DropAction.MoveAction, data, buttons, keys)
    QGuiApplication.sendEvent(widget, event)
    assert event.isAccepted()


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
    row = next(n for n in range(5) if page.table_model.plan_rows([n])[0].factory_id == made[0])
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
    assert "<table>" in clipboard.mimeData().html()


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


# --- calendar


def test_rows_are_dropped_on_a_day_and_on_an_officer(page: PlanPage, qtbot: QtBot) -> None:
    page.show_view("month")
    month = page.side.month
    data = page.table_model.mimeData([page.table_model.index(row, 0) for row in (1, 2)])
    drop(qtbot, month, QPointF(month.place_of(date(2026, 11, 30))), data)
    assert [row[1] for row in stored(page)].count("2026-11-30") == 2
    button = page.side.officers.buttons[SHE]
    data = page.table_model.mimeData([page.table_model.index(row, 0) for row in (1, 2)])
    drop(qtbot, button, QPointF(button.rect().center()), data)
    assert [row[2] for row in stored(page) if row[1] == "2026-11-30"] == [SHE, SHE]
    assert button.text() == f"{SHE} · 2"


def test_what_is_no_row_is_not_taken(page: PlanPage, qtbot: QtBot) -> None:
    page.show_view("month")
    data = QMimeData()
    data.setText("สวัสดี")
    keys, buttons = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    point = page.side.month.rect().center()
    enter = QDragEnterEvent(point, Qt.DropAction.MoveAction, data, buttons, keys)
    enter.ignore()
    QGuiApplication.sendEvent(page.side.month, enter)
    assert not enter.isAccepted()


def test_the_calendar_by_keyboard(page: PlanPage, qtbot: QtBot) -> None:
    page.show_view("month")
    choose(page, 1)
    month = page.side.month
    month.setFocus()
    for _ in range(2):
        qtbot.keyClick(month, Qt.Key.Key_Right)
    assert month.day() == date(2026, 11, 24)
    assert "0 แห่ง" in month.accessibleName()
    qtbot.keyClick(month, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert "2026-11-24" in [row[1] for row in stored(page)]
    assert "1 แห่ง" in month.accessibleName()
    qtbot.keyClick(month, Qt.Key.Key_Return)
    assert page.table_model.rowCount() == 1, "Enter shows the day"
    qtbot.keyClick(month, Qt.Key.Key_PageDown)
    assert month.day() == date(2026, 12, 24)
    page.show_view("list")
    assert page.table_model.rowCount() == 5


# --- the day


def test_the_day_in_the_order_of_the_way_starts_an_inspection_with_its_kind(
    page: PlanPage, opened: Opened, qtbot: QtBot
) -> None:
    page.open("day")
    qtbot.waitUntil(lambda: page.today._job is None)
    assert page.today.nothing.button.isVisible()
    page.today.nothing.button.click()
    qtbot.waitUntil(lambda: len(page.today.stops.rows) == 2)
    assert page.today.light.words() == "พร้อม 2 จาก 2 แห่ง"
    assert page.today.stops.index(0, 0).data() == "1"
    page.today.start.click()
    [(key, target)] = opened
    assert key == "inspection"
    assert isinstance(target, dict)
    assert (target["kind"], target["form"]) == ("PLAN", "GEN")


def test_missing_files_are_told_when_the_centre_is_not_there(
    page: PlanPage, told: Told, made: list[str], qtbot: QtBot
) -> None:
    workspace = page.context.workspace
    document = records.add(workspace, "document", {"factory": made[0], "kind": "license"})
    records.add(workspace, "attachment", {"record": document, "sha256": "a" * 64, "size": 4096})
    page.show_view("day")
    page.today.show_day(date(2026, 12, 1))
    qtbot.waitUntil(page.today.fetch.isVisible)
    assert page.today.light.words() == "พร้อม 1 จาก 2 แห่ง · ต้องรับ 1 ไฟล์ (4 kB)"
    page.today.fetch.click()
    qtbot.waitUntil(lambda: bool(told))
    assert "ขาด 1 ไฟล์" in told[-1][1]
    qtbot.waitUntil(lambda: page.today._job is None)


def test_the_place_of_the_office_is_kept(
    page: PlanPage, told: Told, qtbot: QtBot, type_text: TypeText
) -> None:
    page.show_view("day")
    page.today.office.setText("ที่ไหนสักแห่ง")
    page.today.office.editingFinished.emit()
    assert "อ่านพิกัด" in told[-1][0]
    page.today.office.setText("16.44, 100.34")
    page.today.office.editingFinished.emit()
    qtbot.waitUntil(lambda: page.today._job is None)
    assert page.context.workspace.setting("office_place") == "16.44, 100.34"


# --- proposal and Excel


def test_a_proposal_is_seen_before_it_is_planned_and_undone_as_one(
    page: PlanPage, told: Told, qtbot: QtBot
) -> None:
    before = len(stored(page))
    page.propose.click()
    sheet_ = page.proposal_sheet
    qtbot.waitUntil(lambda: bool(sheet_.visits.rows))
    assert len(stored(page)) == before
    assert sheet_.figures["unfit"].number.text() == "0"
    count = len(sheet_.visits.rows)
    sheet_.write.click()
    qtbot.waitUntil(lambda: len(stored(page)) == before + count)
    qtbot.waitUntil(lambda: bool(told))
    page.edits.undo()
    assert sum(row[6] for row in stored(page)) == count


def test_a_proposal_needs_people_and_a_possible_number(page: PlanPage, told: Told, qtbot: QtBot) -> None:
    page.propose.click()
    qtbot.waitUntil(page.proposal_sheet.propose.isEnabled)
    page.proposal_sheet.officers.setPlainText(" ")
    page.proposal_sheet.start()
    assert told[-1][0] == "ยังไม่ได้ระบุเจ้าหน้าที่"
    page.proposal_sheet.officers.setPlainText(ME)
    page.proposal_sheet.per_week.setText("มาก")
    page.proposal_sheet.start()
    assert told[-1][1] == "พิมพ์ 1 ถึง 25"
    qtbot.keyClick(page.proposal_sheet, Qt.Key.Key_Escape)
    assert page.table.isVisible()


def test_out_to_excel_and_back_with_the_difference(
    page: PlanPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot, told: Told
) -> None:
    monkeypatch.setattr(sheet, "read", read_here)
    target = tmp_path / "แผน.xlsx"
    monkeypatch.setattr(dialogs, "choose_path", lambda *_args, **_options: [target])
    page.export.click()
    qtbot.waitUntil(target.exists)
    book = openpyxl.load_workbook(target)
    first = book.worksheets[0]
    note = next(cell.column or 0 for cell in first[2] if cell.value == "หมายเหตุ")
    first.cell(4, note).value = "ไปเช้า"
    book.save(target)
    page.import_.click()
    page.import_sheet.choose()
    qtbot.waitUntil(page.import_sheet.write.isVisible)
    preview = page.import_sheet.preview
    assert preview.figures["changed"].number.text() == "1"
    words = [str(preview.table.model().index(0, place).data()) for place in range(5)]
    assert words[2:] == ["หมายเหตุ", "—", "ไปเช้า"]
    assert page.import_sheet.write.text() == "นำเข้าแผน 1 รายการ"
    page.import_sheet.write.click()
    qtbot.waitUntil(lambda: told[-1][0] == "นำเข้าแผนแล้ว")
    assert [row["note"] for row in page.context.workspace.rows("SELECT note FROM assignment")].count(
        "ไปเช้า"
    ) == 1


def test_a_year_without_a_plan_and_an_office_without_factories(context: PageContext, qtbot: QtBot) -> None:
    shown = PlanPage(context)
    qtbot.addWidget(shown)
    shown.build()
    seen: Opened = []
    shown.opened.connect(lambda key, target: seen.append((key, target)))
    shown.empty.button.click()
    assert seen == [("register", None)]
    fill(context.workspace, 3)
    shown.refresh()
    assert "เสนอแผน" in shown.empty.button.text()


def test_another_language_comes_back_to_the_same_place(
    page: PlanPage, context: PageContext, qtbot: QtBot
) -> None:
    chip(page, "unplanned")
    page.show_view("month")
    again = PlanPage(context)
    qtbot.addWidget(again)
    again.build()
    again.open(page.state())
    assert again.table_model.rowCount() == 7
    assert again.view.choice() == "month"


def test_a_plan_is_made_by_keyboard_alone(
    qtbot: QtBot, made: list[str], workspace: Workspace, context: PageContext, type_text: TypeText
) -> None:
    """From the sidebar to three factories planned for a day, given to somebody, and one taken back."""
    window = MainWindow(context.settings, lambda: workspace)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
    window.start("register")
    qtbot.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
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
