"""Exporting from the list of inspections: where to, progress, stop, open what was written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QComboBox, QPushButton
from pytestqt.qtbot import QtBot

from fieldkit.model import export_schedule, inspections
from fieldkit.model.export_recipes import DATES, LAST, Recipe, recipes
from fieldkit.ui import dialogs
from fieldkit.ui.export_control import ExportControl
from fieldkit.ui.export_sheet import ExportSheet
from fieldkit.ui.file_saving import FOLDER
from fieldkit.ui.inspection_page import InspectionPage
from fieldkit.ui.main_window import MainWindow
from tests.conftest import Clock
from tests.ui.registers import fill

PATIENCE = 60_000
Choose = Callable[[Path | None], list[dict[str, object]]]


@pytest.fixture
def choose(monkeypatch: pytest.MonkeyPatch) -> Choose:
    """Answer the file dialog; returns what it was asked with."""

    def answer(file: Path | None) -> list[dict[str, object]]:
        asked: list[dict[str, object]] = []

        def chosen(_parent: object, _title: str, kind: str, **options: object) -> list[Path]:
            asked.append({"kind": kind, **options})
            return [file] if file is not None else []

        monkeypatch.setattr(dialogs, "choose_path", chosen)
        return asked

    return answer


@pytest.fixture
def page(window: MainWindow, qtbot: QtBot) -> InspectionPage:
    assert window.workspace is not None
    for factory in fill(window.workspace, 3):
        inspections.start(window.workspace, factory.id, "GEN")
    window.open_page("inspection", "")
    page = window.page()
    assert isinstance(page, InspectionPage)
    with qtbot.waitActive(window):
        window.show()
    return page


def control(page: InspectionPage) -> ExportControl:
    return page.export


def export(page: InspectionPage, qtbot: QtBot) -> None:
    """Press the button, and Enter on the sheet as it comes."""
    control(page).button.click()
    sheet = control(page).sheet
    assert sheet is not None
    qtbot.keyClick(sheet, Qt.Key.Key_Return)


def done(page: InspectionPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(control(page).button.isVisible, timeout=PATIENCE)


def names(file: Path) -> list[str]:
    book = openpyxl.load_workbook(file, read_only=True)
    try:
        rows = list(book["การตรวจ"].iter_rows(values_only=True))
    finally:
        book.close()
    head = next(row for row in rows if row and "ชื่อโรงงาน" in row)
    column = head.index("ชื่อโรงงาน")
    return sorted(str(row[column]) for row in rows[rows.index(head) + 1 :] if row[column])


def test_all_inspections_are_written_with_the_keyboard_and_can_be_opened(
    page: InspectionPage,
    window: MainWindow,
    choose: Choose,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened: list[str] = []

    def open_url(url: QUrl) -> bool:
        opened.append(url.toLocalFile())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    target = tmp_path / "ส่งออก.xlsx"
    asked = choose(target)
    button = control(page).button
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)
    sheet = control(page).sheet
    assert sheet is not None
    qtbot.keyClick(sheet.kind, Qt.Key.Key_Return)
    done(page, qtbot)
    assert asked[0]["kind"] == "save"
    assert str(asked[0]["suggested"]).endswith("2026-11-22.xlsx")
    rows = page.list.list.table_model.rows
    assert names(target) == sorted(row["factory_name"] for row in rows)
    words = window.message_bar.words()
    assert "การตรวจ 3 ครั้ง" in words
    assert str(target) in words
    assert window.workspace is not None
    assert window.workspace.setting(FOLDER) == str(tmp_path)
    for press in (0, 1):
        choices = [found for found in window.message_bar.findChildren(QPushButton) if found.text()]
        assert len(choices) == 2
        choices[press].click()
        assert not window.message_bar.isVisible()
        if press == 0:
            export(page, qtbot)
            done(page, qtbot)
    assert opened == [str(target), str(tmp_path)]


def test_without_an_inspection_there_is_nothing_to_export(window: MainWindow) -> None:
    window.open_page("inspection", "")
    page = window.page()
    assert isinstance(page, InspectionPage)
    assert not control(page).button.isEnabled()


def test_search_narrows_what_is_written(
    page: InspectionPage, choose: Choose, tmp_path: Path, qtbot: QtBot
) -> None:
    wanted = page.list.list.table_model.rows[1]["factory_name"]
    page.list.search.setText(wanted)
    page.list.refresh()
    target = tmp_path / "one.xlsx"
    choose(target)
    export(page, qtbot)
    done(page, qtbot)
    assert names(target) == [wanted]


def test_changed_mind_writes_nothing(
    page: InspectionPage, choose: Choose, window: MainWindow, qtbot: QtBot
) -> None:
    choose(None)
    export(page, qtbot)
    assert control(page).button.isVisible()
    assert window.message_bar.words() == ""


def test_stop_leaves_the_file_as_it_was(
    page: InspectionPage, window: MainWindow, choose: Choose, tmp_path: Path, qtbot: QtBot
) -> None:
    target = tmp_path / "old.xlsx"
    target.write_bytes(b"what was there")
    choose(target)
    export(page, qtbot)
    stop = control(page).stop
    assert stop.hasFocus()
    qtbot.keyClick(stop, Qt.Key.Key_Space)
    done(page, qtbot)
    assert target.read_bytes() == b"what was there"
    assert "ยกเลิก" in window.message_bar.words()
    assert [file.name for file in tmp_path.glob("*.xlsx")] == ["old.xlsx"]


def test_folder_that_is_gone_is_told_with_its_place(
    page: InspectionPage, window: MainWindow, choose: Choose, tmp_path: Path, qtbot: QtBot
) -> None:
    choose(tmp_path / "gone" / "a.xlsx")
    export(page, qtbot)
    done(page, qtbot)
    assert "gone" in window.message_bar.words()
    assert len(window.message_bar.words().splitlines()) >= 3
    assert QApplication.focusWidget() is control(page).button


@pytest.mark.parametrize("replace", [True, False])
def test_suffix_is_added_and_a_file_of_that_name_asked_about(
    replace: bool,
    page: InspectionPage,
    choose: Choose,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    there = tmp_path / "report.v1.xlsx"
    there.write_bytes(b"old")
    asked: list[dialogs.Question] = []

    def ask(_parent: object, question: dialogs.Question) -> bool:
        asked.append(question)
        return replace

    monkeypatch.setattr(dialogs, "ask", ask)
    choose(tmp_path / "report.v1")
    export(page, qtbot)
    done(page, qtbot)
    assert [question.words for question in asked] == [str(there)]
    assert (there.read_bytes() == b"old") is not replace


def sheet(page: InspectionPage) -> ExportSheet:
    control(page).button.click()
    found = control(page).sheet
    assert found is not None
    return found


def choose_data(combo: QComboBox, key: object) -> None:
    combo.setCurrentIndex(combo.findData(key))


def test_another_kind_of_file_has_its_own_options_and_the_last_choice_comes_again(
    page: InspectionPage, choose: Choose, tmp_path: Path, qtbot: QtBot
) -> None:
    target = tmp_path / "rows.csv"
    asked = choose(target)
    first = sheet(page)
    assert (first.words.isVisible(), first.for_excel.isVisible()) == (True, False)
    choose_data(first.kind, "long")
    assert (first.words.isVisible(), first.for_excel.isVisible()) == (False, True)
    assert not first.photo_places.isVisible()
    choose_data(first.kind, "odk")
    assert first.photo_places.isVisible()
    assert not first.photo_places.isChecked(), "only who wants it tells where a photo was taken"
    choose_data(first.kind, "long")
    first.for_excel.setChecked(True)
    choose_data(first.language, "en")
    first.go.click()
    done(page, qtbot)
    assert str(asked[0]["suggested"]).endswith(".csv")
    assert target.read_text(encoding="utf-8-sig").startswith("Inspection ID,")
    assert sheet(page).recipe() == Recipe("long", language="en", for_excel=True)


def test_an_export_is_remembered_by_name_and_forgotten(
    page: InspectionPage, choose: Choose, tmp_path: Path, window: MainWindow, qtbot: QtBot
) -> None:
    choose(tmp_path / "a.xlsx")
    first = sheet(page)
    assert not first.remembered.isVisible()
    choose_data(first.period, "round")
    first.name.setText("รอบนี้")
    first.go.click()
    done(page, qtbot)
    again = sheet(page)
    choose_data(again.period, "")
    again.remembered.setCurrentIndex(1)
    again.remembered.activated.emit(1)
    assert (again.name.text(), again.recipe().period) == ("รอบนี้", "round")
    qtbot.keyClick(again.forget, Qt.Key.Key_Space)
    assert window.workspace is not None
    assert set(recipes(window.workspace)) == {LAST}
    assert not again.remembered.isVisible()
    qtbot.keyClick(again, Qt.Key.Key_Escape)
    assert not control(page).line.isVisible()


def test_a_narrowed_list_is_what_is_offered_first(page: InspectionPage) -> None:
    whole = sheet(page)
    assert not whole.scope.isVisible()
    whole.reject()
    page.list.search.setText(page.list.list.table_model.rows[1]["factory_name"])
    page.list.refresh()
    narrowed = sheet(page)
    assert (narrowed.scope.isVisible(), narrowed.scope.currentText()) == (True, "ตามที่แสดงในรายการ (1)")
    assert not narrowed.district.isEnabled()
    choose_data(narrowed.scope, False)
    assert narrowed.district.isEnabled()
    narrowed.reject()


def test_an_export_may_be_written_by_itself_every_day(
    page: InspectionPage, choose: Choose, window: MainWindow, tmp_path: Path, clock: Clock, qtbot: QtBot
) -> None:
    assert window.workspace is not None
    choose(tmp_path / "a.csv")
    first = sheet(page)
    choose_data(first.kind, "long")
    choose_data(first.daily, "16:30")
    first.go.click()
    done(page, qtbot)
    planned = export_schedule.schedule(window.workspace)
    assert planned == export_schedule.Schedule("ส่งออกประจำวัน", str(tmp_path), "16:30")
    window.daily_export.look()
    assert not list(tmp_path.glob("*2026-11-22.csv"))
    clock.advance(timedelta(hours=6))
    with qtbot.waitSignal(window.daily_export.written, timeout=PATIENCE):
        window.daily_export.look()
    assert (tmp_path / "ส่งออกประจำวัน 2026-11-22.csv").exists()
    assert "ประจำวัน" in window.message_bar.words()
    again = sheet(page)
    again.remembered.setCurrentIndex(1)
    again.remembered.activated.emit(1)
    assert again.daily.currentData() == "16:30"
    choose_data(again.daily, "")
    again.go.click()
    done(page, qtbot)
    assert export_schedule.schedule(window.workspace) is None


def test_free_days_a_round_a_district_and_an_officer_narrow_what_is_written(
    page: InspectionPage, choose: Choose, clock: Clock, tmp_path: Path, qtbot: QtBot
) -> None:
    workspace = page.context.workspace
    [first, *_] = workspace.rows(
        "SELECT f.id, f.name, f.district FROM inspection i JOIN factory f ON f.id = i.factory"
    )
    clock.at -= timedelta(days=300)
    inspections.start(workspace, first["id"], "GEN")
    clock.at += timedelta(days=300)
    page.refresh()
    target = tmp_path / "ช่วง.xlsx"
    choose(target)
    control(page).ask()
    sheet = control(page).sheet
    assert sheet is not None
    assert not sheet.since.isVisible()
    sheet.period.setCurrentIndex(sheet.period.findData(DATES))
    assert sheet.since.isVisible()
    sheet.since.setText("1/2/2569")
    sheet.until.setText("1/1/2569")
    qtbot.keyClick(sheet.until, Qt.Key.Key_Return)
    assert sheet.isVisible()
    assert "วันเริ่มอยู่หลังวันสิ้นสุด" in sheet.wrong_dates.words()
    sheet.since.setText("เมื่อวานซืนโน้น")
    qtbot.keyClick(sheet.since, Qt.Key.Key_Return)
    assert sheet.isVisible()
    assert sheet.focusWidget() is sheet.since
    sheet.since.setText("1/1/2569")
    sheet.until.setText("30/1/2569")
    qtbot.keyClick(sheet.until, Qt.Key.Key_Return)
    done(page, qtbot)
    assert names(target) == [first["name"]]
    assert recipes(workspace)[LAST] == Recipe(period=DATES, since="2026-01-01", until="2026-01-30")
    control(page).ask()
    again = control(page).sheet
    assert again is not None
    assert (again.since.text(), again.until.text()) == ("01/01/2569", "30/01/2569")
    again.period.setCurrentIndex(again.period.findData("1/2570"))
    assert not again.since.isVisible()
    again.district.setCurrentIndex(again.district.findData(first["district"]))
    again.officer.setCurrentIndex(again.officer.count() - 1)
    qtbot.keyClick(again, Qt.Key.Key_Return)
    done(page, qtbot)
    here = workspace.rows("SELECT name FROM factory WHERE district = ?", first["district"])
    assert names(target) == sorted(row["name"] for row in here)
