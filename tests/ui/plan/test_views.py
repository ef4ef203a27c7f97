"""The plan as a month, a day, a proposal and a workbook."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QDragEnterEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from fieldkit.model import records
from fieldkit.model.register import sheet
from fieldkit.ui import dialogs, theme
from fieldkit.ui.page import PageContext
from fieldkit.ui.plan_page import PlanPage
from tests.model.register.books import through_here
from tests.ui.conftest import TypeText
from tests.ui.plan.conftest import ME, SHE, Opened, Told
from tests.ui.plan.hands import chip, choose, drop, stored
from tests.ui.registers import fill

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
    monkeypatch.setattr(sheet, "through", through_here)
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


@pytest.mark.parametrize("view", ["list", "month", "day"])
def test_nothing_lies_over_anything_else_in_large_text(
    made: list[str], context: PageContext, qtbot: QtBot, qapp: QApplication, view: str
) -> None:
    theme.apply(qapp, "light", 150)
    shown = PlanPage(context)
    qtbot.addWidget(shown)
    shown.build()
    shown.resize(1292, 672)
    with qtbot.waitActive(shown):
        shown.show()
    shown.show_view(view)
    qtbot.waitUntil(lambda: shown.today._job is None)
    qapp.processEvents()
    buttons = [one for one in shown.findChildren(QPushButton) if one.isVisible() and one.text()]
    assert buttons
    for button in buttons:
        # What scrolls beside the list may lie below its edge; nothing else may leave the page.
        if any(part.isAncestorOf(button) for part in (shown.pane, shown.side, shown.today)):
            continue
        place = QRect(button.mapTo(shown, QPoint(0, 0)), button.size())
        assert shown.rect().contains(place), button.text()
    if view == "month":
        month = QRect(shown.side.month.mapTo(shown, QPoint(0, 0)), shown.side.month.size())
        for button in [shown.side.plan, *shown.side.officers.buttons.values()]:
            place = QRect(button.mapTo(shown, QPoint(0, 0)), button.size())
            assert not month.intersects(place), button.text()
