"""Going about: what is said of a place ends there, a page pressed once more goes to its start."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from fieldkit.errors import FieldkitError, Text
from fieldkit.model import inspections
from fieldkit.model.workspace import Workspace
from fieldkit.ui import pages, theme
from fieldkit.ui.badge import Badge
from fieldkit.ui.chip import ChipRow
from fieldkit.ui.inspection_list import InspectionList
from fieldkit.ui.inspection_page import InspectionPage
from fieldkit.ui.main_window import MainWindow
from fieldkit.ui.page import PageContext
from fieldkit.ui.register_page import RegisterPage
from fieldkit.ui.runner.closing import ClosingSheet
from fieldkit.ui.runner.runner import Runner
from tests.office import MILL, drawn_signature, path_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from fieldkit.ui.settings import Settings
    from tests.conftest import Clock

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def desk(qtbot: QtBot, office_folder: Path, clock: Clock, settings: Settings) -> Iterator[MainWindow]:
    """The window of a named inspector with one factory."""
    settings.scheme = "light"
    made = MainWindow(settings, lambda: Workspace(office_folder, clock=clock))
    with qtbot.waitActive(made):
        made.show()
    made.start("register")
    yield made
    made.close()
    made.deleteLater()


def running(desk: MainWindow) -> InspectionPage:
    """Start an inspection and return the page."""
    desk.open_page("inspection", {"start": "mill"})
    page = desk.page()
    assert isinstance(page, InspectionPage)
    return page


def sheet_of(page: InspectionPage) -> ClosingSheet:
    page.findChildren(Runner)[-1].closing_wanted.emit()
    return page.findChildren(ClosingSheet)[-1]


def mistake() -> FieldkitError:
    return FieldkitError(Text("อ่านไม่ได้", "Unreadable"))


def test_a_message_stays_with_its_page(desk: MainWindow) -> None:
    desk.show_error(mistake())
    desk.open_page("register", "mill")
    assert desk.message_bar.words() == "อ่านไม่ได้"
    desk.open_page("findings")
    assert desk.message_bar.words() == ""


def test_a_message_stays_with_its_inspection(desk: MainWindow) -> None:
    page = running(desk)
    sheet = sheet_of(page)
    sheet.sign.click()
    assert "เหตุผล" in desk.message_bar.words()
    sheet.left.emit()
    assert desk.message_bar.words() == ""


def test_escape_takes_a_message_away(desk: MainWindow, qtbot: QtBot) -> None:
    desk.show_error(mistake())
    page = desk.page()
    assert isinstance(page, RegisterPage)
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Escape)
    assert desk.message_bar.words() == ""


def _number(page: str) -> Qt.Key:
    """Return the digit that opens a page with Ctrl."""
    keys = [entry.key for entry in pages.pages() if entry.numbered]
    return Qt.Key(Qt.Key.Key_1 + keys.index(page))


def test_the_sidebar_keeps_its_words_until_an_inspection_runs(desk: MainWindow, qtbot: QtBot) -> None:
    desk.open_page("inspection", "")
    assert desk.sidebar.width() == 212
    page = running(desk)
    assert desk.sidebar.width() == 64
    # The same key again leads out of the inspection, to the list.
    qtbot.keyClick(QApplication.focusWidget() or page, _number("inspection"), CONTROL)
    assert page.list.isVisible()
    assert desk.sidebar.width() == 212


def test_the_register_pressed_once_more_leaves_the_import(desk: MainWindow, qtbot: QtBot) -> None:
    page = desk.page()
    assert isinstance(page, RegisterPage)
    page.show_import()
    qtbot.keyClick(page.sheet, _number("register"), CONTROL)
    assert page.table.isVisible()


def test_the_closing_sheet_begins_at_the_choice_that_is_marked(desk: MainWindow, qtbot: QtBot) -> None:
    sheet = sheet_of(running(desk))
    focus = QApplication.focusWidget()
    assert isinstance(focus, QWidget)
    assert sheet.kind.isAncestorOf(focus)
    assert sheet.kind.key() == "partial"
    qtbot.keyClick(focus, Qt.Key.Key_Right)
    qtbot.keyClick(QApplication.focusWidget() or sheet, Qt.Key.Key_Space)
    assert sheet.kind.key() == "closed_today"


def test_what_closing_waits_for_is_marked_and_gone_to(desk: MainWindow, qtbot: QtBot) -> None:
    sheet = sheet_of(running(desk))
    sheet.sign.click()
    assert QApplication.focusWidget() is sheet.reason
    assert sheet.reason.property("invalid") is True
    qtbot.keyClicks(sheet.reason, "late")
    assert sheet.reason.property("invalid") is False
    sheet.sign.click()
    assert QApplication.focusWidget() is sheet.inspector.pad
    sheet.inspector.refusal.setChecked(False)
    sheet.inspector._paper = b"a photo"
    sheet.sign.click()
    assert QApplication.focusWidget() is sheet.representative.name


def test_escape_leaves_the_closing_sheet_unless_somebody_signed(desk: MainWindow, qtbot: QtBot) -> None:
    page = running(desk)
    sheet = sheet_of(page)
    sheet.inspector._paper = b"a photo"
    qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    assert sheet.isVisible()
    sheet.inspector._paper = None
    qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    assert page.findChildren(Runner)[-1].isVisible()


@pytest.mark.parametrize("size", [100, 150, 200])
def test_nothing_of_the_closing_sheet_is_out_of_reach(
    desk: MainWindow, qtbot: QtBot, qapp: QApplication, size: int
) -> None:
    theme.apply(qapp, "light", size)
    desk.resize(1280, 720)
    sheet = sheet_of(running(desk))
    sheet.representative.refusal.setChecked(True)
    qapp.processEvents()
    edge = sheet._area.viewport().width()
    reached = [
        part
        for part in sheet._area.findChildren(QWidget)
        if part.isVisible() and part.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    assert len(reached) > 20
    for part in reached:
        right = part.mapTo(sheet._area.viewport(), part.rect().topRight()).x()
        assert right < edge, (size, part.accessibleName())
    assert sheet.sign.visibleRegion().boundingRect().size() == sheet.sign.size()


def test_a_finder_without_a_match_says_so(desk: MainWindow, qtbot: QtBot) -> None:
    finder = running(desk).findChildren(Runner)[-1].finder
    runner = running(desk).findChildren(Runner)[-1]
    runner.find_question()
    qtbot.keyClicks(runner.finder.line, "zzzz")
    assert not runner.finder.matches.isVisible()
    assert runner.finder._none.isVisible()
    qtbot.keyClick(runner.finder.line, Qt.Key.Key_Escape)
    assert not finder.isVisible()
    assert runner.here() == path_of(runner.inspection, "gen01")


def test_a_narrow_list_keeps_factory_date_findings_and_state(
    office: Workspace, qtbot: QtBot, qapp: QApplication, settings: Settings
) -> None:
    inspections.start(office, MILL, "GEN")
    made = InspectionList(PageContext(office, settings))
    qtbot.addWidget(made)
    made.refresh()
    made.resize(1300, 600)
    made.show()
    qapp.processEvents()
    assert not any(made.table.isColumnHidden(column) for column in range(6))
    assert made.list.table_model.index(0, 1).data().startswith("แบบตรวจกำกับโรงงานทั่วไป")
    made.resize(760, 600)
    qapp.processEvents()
    assert [made.table.isColumnHidden(column) for column in range(6)] == [
        False,
        True,
        False,
        True,
        False,
        False,
    ]


def test_a_search_without_a_match_offers_the_whole_list(
    office: Workspace, qtbot: QtBot, settings: Settings
) -> None:
    inspections.start(office, MILL, "GEN")
    made = InspectionList(PageContext(office, settings))
    qtbot.addWidget(made)
    made.show()
    made.search.setText("ไม่มีโรงงานนี้")
    made.refresh()
    assert made.list.empty.isVisible()
    made.list.empty.button.click()
    assert made.table.isVisible()
    assert made.list.table_model.rowCount() == 1


def test_the_chosen_chip_has_the_focus_of_its_row(qtbot: QtBot) -> None:
    row = ChipRow([("a", "A"), ("b", "B")], "row")
    qtbot.addWidget(row)
    with qtbot.waitActive(row):
        row.show()
    row.choose("b")
    row.setFocus()
    assert QApplication.focusWidget() is row._chips["b"]


def test_a_closed_inspection_says_so(office: Workspace, qtbot: QtBot) -> None:
    inspection = inspections.start(office, MILL, "GEN")
    running_now = Runner(inspection, "th")
    qtbot.addWidget(running_now)
    assert running_now.card.findChildren(Badge)[0].isHidden()
    signature = inspections.Signature("inspector", "กฤษณะ ใจดี", "", drawn_signature())
    inspections.close(inspection, [signature], closing="closed_today", reason="วันหยุด")
    closed = Runner(inspections.open_inspection(office, inspection.id), "th")
    qtbot.addWidget(closed)
    badge = closed.card.findChildren(Badge)[0]
    assert not badge.isHidden()
    assert badge.accessibleName() == "ปิดแล้ว · ไม่สมบูรณ์"
