"""Exporting from the list of inspections: where to, progress, stop, open what was written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from fieldkit.model import inspections
from fieldkit.ui import dialogs
from fieldkit.ui.export_control import ExportControl
from fieldkit.ui.file_saving import FOLDER
from fieldkit.ui.inspection_page import InspectionPage
from fieldkit.ui.main_window import MainWindow
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
            control(page).button.click()
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
    control(page).button.click()
    done(page, qtbot)
    assert names(target) == [wanted]


def test_changed_mind_writes_nothing(page: InspectionPage, choose: Choose, window: MainWindow) -> None:
    choose(None)
    control(page).button.click()
    assert control(page).button.isVisible()
    assert window.message_bar.words() == ""


def test_stop_leaves_the_file_as_it_was(
    page: InspectionPage, window: MainWindow, choose: Choose, tmp_path: Path, qtbot: QtBot
) -> None:
    target = tmp_path / "old.xlsx"
    target.write_bytes(b"what was there")
    choose(target)
    control(page).button.click()
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
    control(page).button.click()
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
    control(page).button.click()
    done(page, qtbot)
    assert [question.words for question in asked] == [str(there)]
    assert (there.read_bytes() == b"old") is not replace
