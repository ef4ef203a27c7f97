"""The page of checklists: what is installed, importing with a look before, a trial, paper, export."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from fieldkit import resources
from fieldkit.model import checklists, inspections
from fieldkit.ui import dialogs
from fieldkit.ui.checklists.import_sheet import ChecklistImportSheet
from fieldkit.ui.checklists.trial_view import TrialView
from fieldkit.ui.checklists_page import ChecklistsPage
from fieldkit.ui.main_window import MainWindow
from fieldkit.ui.runner.runner import Runner
from fieldkit.ui.settings_page import SettingsPage
from tests.office import MILL, path_of
from tests.pdf_text import plain, words
from tests.tiny_checklists import workbook

PATIENCE = 60_000
Choose = Callable[[Path], None]


@pytest.fixture
def data_folder(office_folder: Path) -> Path:
    """The window of these tests opens the furnished office."""
    return office_folder


@pytest.fixture
def choose(monkeypatch: pytest.MonkeyPatch) -> Choose:
    def answer(file: Path) -> None:
        monkeypatch.setattr(dialogs, "choose_path", lambda *_arguments, **_options: [file])

    return answer


@pytest.fixture
def page(window: MainWindow, qtbot: QtBot) -> ChecklistsPage:
    window.open_page("settings")
    settings = window.page()
    assert isinstance(settings, SettingsPage)
    settings.checklists.click()
    page = window.page()
    assert isinstance(page, ChecklistsPage)
    qtbot.waitUntil(lambda: page.model.rowCount() > 0 and window.settled(), timeout=PATIENCE)
    return page


@pytest.fixture(scope="module")
def next_gen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """GEN 2570.1 with gen38 under another name."""
    book = openpyxl.load_workbook(resources.path("checklists", "GEN.xlsx"))
    for sheet, old, new in (("survey", "gen38", "gen38_new"), ("settings", "2569.2", "2570.1")):
        for row in book[sheet].iter_rows():
            for cell in row:
                if cell.value == old:
                    book[sheet][cell.coordinate] = new
    file = tmp_path_factory.mktemp("next") / "GEN.xlsx"
    book.save(file)
    return file


def wait_for_trial(page: ChecklistsPage, qtbot: QtBot) -> tuple[TrialView, Runner]:
    qtbot.waitUntil(lambda: page.findChild(TrialView) is not None, timeout=PATIENCE)
    trial = page.findChild(TrialView)
    assert trial is not None
    runner = trial.inspection._runner
    assert runner is not None
    return trial, runner


def wait_for_report(page: ChecklistsPage, qtbot: QtBot) -> ChecklistImportSheet:
    sheet = page.sheet
    qtbot.waitUntil(lambda: sheet.report.isVisible(), timeout=PATIENCE)
    return sheet


def written(window: MainWindow, file: Path) -> bool:
    return file.exists() and window.settled()


def cell(page: ChecklistsPage, row: int, column: int) -> str:
    return str(page.model.index(row, column).data())


def test_the_list_and_the_pane_tell_what_is_installed(page: ChecklistsPage) -> None:
    assert cell(page, 0, 0).endswith("GEN 2569.2")
    assert cell(page, 0, 2) == "49"
    facts = page.pane.facts.facts()
    assert facts["รุ่น"] == "2569.2 (ใช้อยู่)"
    assert facts["ที่มา"] == "มากับโปรแกรม"
    assert not page.pane.buttons["remove"].isVisible()


def test_import_by_keys_shows_before_it_writes_and_can_be_undone(
    page: ChecklistsPage, window: MainWindow, next_gen: Path, choose: Choose, qtbot: QtBot
) -> None:
    workspace = window.workspace
    assert workspace is not None
    draft = inspections.start(workspace, MILL, "GEN")
    draft.answer(path_of(draft, "gen38"), "yes")
    choose(next_gen)
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(page.sheet.chooser.button, Qt.Key.Key_Space)
    sheet = wait_for_report(page, qtbot)
    assert sheet.report.state.words().startswith("GEN 2570.1: รุ่นใหม่")
    table = sheet.report.table
    model = table.model()
    assert "น่าจะเปลี่ยนชื่อ" in [model.index(row, 1).data() for row in range(model.rowCount())]
    assert "gen38 → gen38_new" in sheet.report.whole.words()
    sheet.report.chips.chosen.emit("drafts")
    assert table.model().index(0, 0).data() == f"โรงสีตัวอย่างเจริญพาณิชย์ {MILL}"
    assert "ใช่" in sheet.report.whole.words()
    assert len(checklists.listing(workspace)) == 1
    assert sheet.install.hasFocus()
    qtbot.keyClick(sheet.install, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: page.model.rowCount() == 2 and window.settled(), timeout=PATIENCE)
    assert checklists.latest(workspace, "GEN").version == "2570.1"
    assert page.pane.facts.facts()["รุ่น"] == "2570.1 (ใช้อยู่)"
    (undo,) = [one for one in window.message_bar.findChildren(QPushButton) if one.text() == "เลิกทำ"]
    undo.click()
    qtbot.waitUntil(lambda: page.model.rowCount() == 1 and window.settled(), timeout=PATIENCE)
    assert checklists.latest(workspace, "GEN").version == "2569.2"


def test_mistakes_are_all_told_and_can_be_copied(
    page: ChecklistsPage, tmp_path: Path, qtbot: QtBot, window: MainWindow
) -> None:
    rows = [{"type": "textt", "name": "a", "label": "A"}, {"type": "text", "name": "b c", "label": "B"}]
    page.show_import()
    page.sheet.read(workbook(tmp_path / "wrong.xlsx", rows))
    sheet = wait_for_report(page, qtbot)
    assert not sheet.install.isVisible()
    table = sheet.report.table
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied = QGuiApplication.clipboard().text()
    assert "survey\tA2" in copied
    assert "B3" in copied
    assert "หมายถึง text หรือไม่" in copied
    qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    assert page.table.isVisible()


def test_a_limit_that_is_in_no_table_keeps_a_checklist_out(
    page: ChecklistsPage, tmp_path: Path, qtbot: QtBot
) -> None:
    rows = [{"type": "decimal", "name": "a", "label": "A", "fieldkit::limit": "WW-BDO"}]
    page.show_import()
    page.sheet.read(workbook(tmp_path / "wrong.xlsx", rows))
    sheet = wait_for_report(page, qtbot)
    assert not sheet.install.isVisible()
    table = sheet.report.table
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied = QGuiApplication.clipboard().text()
    assert "survey\tD2" in copied
    assert "WW-BDO" in copied
    assert "ตรวจรหัสในตาราง" in copied


def test_a_workbook_that_is_no_workbook_is_told(page: ChecklistsPage, tmp_path: Path, qtbot: QtBot) -> None:
    file = tmp_path / "no.xlsx"
    file.write_text("hello", encoding="utf-8")
    page.show_import()
    page.sheet.read(file)
    sheet = wait_for_report(page, qtbot)
    assert "1" in sheet.report.state.words()
    assert not sheet.install.isVisible()


def test_a_file_is_tried_out_without_being_installed(
    page: ChecklistsPage, window: MainWindow, next_gen: Path, qtbot: QtBot
) -> None:
    workspace = window.workspace
    assert workspace is not None
    before = workspace.waiting()
    page.show_import()
    page.sheet.read(next_gen)
    sheet = wait_for_report(page, qtbot)
    sheet.trial.click()
    trial, runner = wait_for_trial(page, qtbot)
    assert "GEN 2570.1" in trial.words.words()
    assert page.folds_sidebar()
    runner.inspection.answer(path_of(runner.inspection, "gen01"), "operating")
    folder = runner.inspection.workspace.folder
    assert folder != workspace.folder
    runner.list_wanted.emit()
    qtbot.waitUntil(lambda: sheet.report.isVisible())
    assert not folder.exists()
    assert workspace.waiting() == before
    assert workspace.rows("SELECT id FROM inspection") == []
    assert len(checklists.listing(workspace)) == 1


def test_enter_tries_an_installed_version_and_another_page_ends_it(
    page: ChecklistsPage, window: MainWindow, qtbot: QtBot
) -> None:
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    _trial, runner = wait_for_trial(page, qtbot)
    folder = runner.inspection.workspace.folder
    window.open_page("help")
    assert not folder.exists()
    window.open_page("checklists")
    assert window.page() is page
    assert page.table.isVisible()
    qtbot.keyClick(page.table, Qt.Key.Key_Escape)
    assert window.page_key() == "help"


def test_paper_for_a_factory(
    page: ChecklistsPage, window: MainWindow, tmp_path: Path, choose: Choose, qtbot: QtBot
) -> None:
    target = tmp_path / "paper"
    choose(target)
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    paper = page._paper
    assert paper is not None
    paper.factory.show_value("mill")
    paper.language.setCurrentIndex(1)
    paper.save.click()
    file = tmp_path / "paper.pdf"
    qtbot.waitUntil(partial(written, window, file), timeout=PATIENCE)
    said = words(file.read_bytes())
    assert plain("Checklist to be filled by hand") in said
    assert plain("โรงสีตัวอย่างเจริญพาณิชย์") in said
    assert page.table.isVisible()


def test_blank_and_package_are_written(
    page: ChecklistsPage, window: MainWindow, tmp_path: Path, choose: Choose, qtbot: QtBot
) -> None:
    for what, name in (("blank", "GEN.xlsx"), ("odk", "GEN.zip")):
        choose(tmp_path / name)
        page.pane.buttons[what].click()
        file = tmp_path / name
        qtbot.waitUntil(partial(written, window, file), timeout=PATIENCE)
    assert (tmp_path / "GEN.xlsx").read_bytes() == resources.path("checklists", "GEN.xlsx").read_bytes()


def test_a_version_that_nobody_used_is_taken_back_later(
    page: ChecklistsPage, window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    from fieldkit.model.authoring import candidate, installing

    workspace = window.workspace
    assert workspace is not None
    rows = [{"type": "text", "name": "a", "label": "A"}]
    installing.install(workspace, candidate.read(workbook(tmp_path / "t.xlsx", rows)))
    page.refresh()
    qtbot.waitUntil(lambda: page.model.rowCount() == 2 and window.settled(), timeout=PATIENCE)
    page.table.choose_row(1)
    assert page.pane.facts.facts()["ที่มา"] == "นำเข้าโดย กฤษณะ ใจดี"
    page.pane.buttons["remove"].click()
    qtbot.waitUntil(lambda: page.model.rowCount() == 1 and window.settled(), timeout=PATIENCE)
