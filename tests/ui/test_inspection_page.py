"""The inspections page: list, runner, closing sheet, revision."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt

from fieldkit.model import inspections
from fieldkit.model.inspections.called_for import called_for, kind_of_visit
from fieldkit.ui.inspection_page import InspectionPage
from fieldkit.ui.page import DESK, PageContext
from fieldkit.ui.row_button import RowButton
from fieldkit.ui.runner.closing import ClosingSheet
from fieldkit.ui.runner.revision_sheet import RevisionSheet
from fieldkit.ui.runner.runner import Runner
from fieldkit.ui.runner.version_sheet import VersionSheet
from tests.office import MILL, answer_all, drawn_signature, path_of

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from fieldkit.model.workspace import Workspace
    from fieldkit.ui.runner.signature_pad import SignaturePad
    from fieldkit.ui.settings import Settings


@pytest.fixture
def page(qtbot: QtBot, office: Workspace, settings: Settings) -> InspectionPage:
    made = InspectionPage(PageContext(office, settings))
    qtbot.addWidget(made)
    made.build()
    made.resize(1300, 700)
    with qtbot.waitActive(made):
        made.show()
    return made


def runner_of(page: InspectionPage) -> Runner:
    assert page._runner is not None
    return page._runner


def sheet_of(page: InspectionPage) -> ClosingSheet:
    assert isinstance(page._sheet, ClosingSheet)
    return page._sheet


def sign(qtbot: QtBot, pad: SignaturePad) -> None:
    """Draw a zigzag with the mouse."""
    points = [QPoint(20 + 12 * step, 30 + 25 * (step % 2)) for step in range(12)]
    qtbot.mousePress(pad, Qt.MouseButton.LeftButton, pos=points[0])
    for point in points[1:]:
        qtbot.mouseMove(pad, point)
        from PySide6.QtCore import QEvent, QPointF
        from PySide6.QtGui import QMouseEvent
        from PySide6.QtWidgets import QApplication

        moved = QMouseEvent(
            QEvent.Type.MouseMove,
            QPointF(point),
            QPointF(pad.mapToGlobal(point)),
            Qt.MouseButton.NoButton,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        QApplication.sendEvent(pad, moved)
    qtbot.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=points[-1])


def test_without_anything_open_it_shows_the_list(page: InspectionPage) -> None:
    page.open(None)
    assert page._runner is None
    assert page.list.isVisible()


def test_starting_from_the_register_opens_the_runner(page: InspectionPage, office: Workspace) -> None:
    page.open({"start": "mill", "kind": "COMPLAINT"})
    runner = runner_of(page)
    assert runner.inspection.instance.node(path_of(runner.inspection, "visit_kind")).value == "COMPLAINT"
    assert office.setting(DESK)


def test_an_open_inspection_is_come_back_to(page: InspectionPage) -> None:
    page.open({"start": "mill"})
    first = runner_of(page).inspection.id
    runner_of(page).go(path_of(runner_of(page).inspection, "gen20"))
    place = page.state()
    page._drop_runner()
    page.open(None)
    assert runner_of(page).inspection.id == first
    assert page.state() == place


def test_what_is_missing_is_a_list_of_links(page: InspectionPage, qtbot: QtBot) -> None:
    page.open({"start": "mill"})
    runner_of(page).closing_wanted.emit()
    sheet = sheet_of(page)
    assert sheet.kind.key() == "partial"
    missing = path_of(runner_of(page).inspection, "gen03")
    sheet.went.emit(missing)
    assert page._sheet is None
    assert runner_of(page).here() == missing


def test_checklists_that_answers_call_for_are_offered_and_begun(
    page: InspectionPage, qtbot: QtBot, office: Workspace
) -> None:
    page.open({"start": "mill", "kind": "COMPLAINT"})
    first = runner_of(page).inspection
    first.answer(path_of(first, "gen23"), "no")
    assert called_for(first) == ()
    for name, value in {"gen23": "yes", "gen31": "yes", "gen24": "none", "gen25": "dust odour"}.items():
        first.answer(path_of(first, name), value)
    assert [(one.form_id, one.path.rpartition("/")[2]) for one in called_for(first)] == [
        ("SAF", "gen23"),
        ("AIR", "gen25"),
    ]
    page._show_sheet()
    [offered] = [
        button for button in sheet_of(page).findChildren(RowButton) if button.text().startswith("SAF")
    ]
    offered.setFocus()
    qtbot.keyClick(offered, Qt.Key.Key_Return)
    begun = runner_of(page).inspection
    assert (begun.row["form_id"], begun.row["factory"]) == ("SAF", "mill")
    assert kind_of_visit(begun) == "COMPLAINT"
    assert [one.form_id for one in called_for(first)] == ["AIR"]
    assert not inspections.open_inspection(office, first.id).closed


def test_closing_by_hand_signs_and_seals(page: InspectionPage, qtbot: QtBot, office: Workspace) -> None:
    page.open({"start": "mill"})
    inspection = runner_of(page).inspection
    answer_all(inspection)
    qtbot.keyClick(runner_of(page).view, Qt.Key.Key_F12)
    sheet = sheet_of(page)
    assert sheet.kind.key() == "complete"
    with qtbot.waitSignal(page.failed) as caught:
        sheet.sign.click()
    assert "ผู้ตรวจต้องลงชื่อ" in caught.args[0].message("th")
    sign(qtbot, sheet.inspector.pad)
    qtbot.keyClicks(sheet.representative.name, "Mana")
    sign(qtbot, sheet.representative.pad)
    sheet.add_participant.click()
    qtbot.keyClicks(sheet.participants[0].name, "Somying")
    with qtbot.waitSignal(page.told) as told:
        sheet.sign.click()
    [row] = inspections.listing(office, state="closed")
    closed = inspections.open_inspection(office, row["id"])
    assert closed.row["seal"][:12] in told.args[1]
    [visit] = office.rows("SELECT team FROM visit")
    assert "Somying" in visit["team"]
    assert page._runner is None
    assert not office.setting(DESK)


def test_a_refusal_asks_for_two_witnesses(page: InspectionPage, qtbot: QtBot) -> None:
    page.open({"start": "mill"})
    answer_all(runner_of(page).inspection)
    runner_of(page).closing_wanted.emit()
    sheet = sheet_of(page)
    sign(qtbot, sheet.inspector.pad)
    sheet.representative.refusal.setChecked(True)
    qtbot.keyClicks(sheet.representative.reason, "asks a lawyer")
    with qtbot.waitSignal(page.failed):
        sheet.sign.click()
    for number, witness in enumerate(sheet._witnesses, start=1):
        qtbot.keyClicks(witness.name, f"W{number}")
        sign(qtbot, witness.pad)
    sheet.sign.click()
    assert page._runner is None


def test_a_signed_inspection_is_corrected_by_a_revision(
    page: InspectionPage, qtbot: QtBot, office: Workspace
) -> None:
    inspection = inspections.start(office, MILL, "GEN")
    answer_all(inspection)
    hands = [
        inspections.Signature("inspector", "ก", image=drawn_signature()),
        inspections.Signature("representative", "ข", image=drawn_signature()),
    ]
    inspections.close(inspection, hands)
    page.open(inspection.id)
    assert runner_of(page).bar.revise.isVisible()
    runner_of(page).bar.revise.click()
    assert isinstance(page._sheet, RevisionSheet)
    assert not page._sheet.begin.isEnabled()
    qtbot.keyClicks(page._sheet.reason, "measured wrongly")
    qtbot.keyClick(page._sheet.reason, Qt.Key.Key_Return)
    runner = runner_of(page)
    assert runner.inspection.row["revision_of"] == inspection.id
    path = path_of(runner.inspection, "gen17")
    runner.inspection.answer(path, "9")
    runner._show_answer()
    runner.filters.chosen.emit("revised")
    rows = [runner.model.row(place) for place in range(runner.model.rowCount())]
    assert [row.path for row in rows if row] == [path]


def test_a_draft_moves_to_a_newer_version_after_showing_what_that_does(
    page: InspectionPage, office: Workspace, tmp_path: Path
) -> None:
    page.open({"start": "mill"})
    runner_of(page).inspection.answer(path_of(runner_of(page).inspection, "gen03"), "yes")
    assert runner_of(page).card.newer.isHidden()
    install_next_gen(office, tmp_path)
    inspection = runner_of(page).inspection.id
    page._drop_runner()
    page.open(inspection)
    assert not runner_of(page).card.newer.isHidden()
    runner_of(page).card.newer.click()
    assert isinstance(page._sheet, VersionSheet)
    page._sheet.left.emit()
    assert runner_of(page).inspection.checklist.version == "2569.2"
    runner_of(page).card.newer.click()
    assert isinstance(page._sheet, VersionSheet)
    page._sheet.move_button.click()
    moved = runner_of(page).inspection
    assert moved.checklist.version == "2570.1"
    assert moved.instance.node(path_of(moved, "gen03")).value == "yes"
    assert runner_of(page).card.newer.isHidden()


def install_next_gen(office: Workspace, folder: Path) -> None:
    """Install GEN again as version 2570.1."""
    import openpyxl

    from fieldkit import resources
    from fieldkit.model import checklists
    from fieldkit.model.xlsform.conversion import convert

    book = openpyxl.load_workbook(resources.path("checklists", "GEN.xlsx"))
    headers = [cell.value for cell in book["settings"][1]]
    book["settings"].cell(2, headers.index("version") + 1).value = "2570.1"
    file = folder / "next.xlsx"
    book.save(file)
    checklists.install(office, convert(file), file.read_bytes())


def test_what_a_sync_brings_is_shown_at_the_same_question(
    page: InspectionPage, qtbot: QtBot, office: Workspace, office_folder: Path, tmp_path: Path
) -> None:
    import shutil

    from fieldkit.model.workspace import Workspace as Opened

    page.open({"start": "mill"})
    mine = runner_of(page)
    office.database.backup(tmp_path / "copy.db")
    other_folder = tmp_path / "other"
    shutil.copytree(office_folder / "attachments", other_folder / "attachments")
    shutil.copy(tmp_path / "copy.db", other_folder / "fieldkit.db")
    other = Opened(other_folder, clock=office.clock)
    theirs = inspections.open_inspection(other, mine.inspection.id)
    theirs.answer(path_of(theirs, "gen03"), "yes")
    place = path_of(mine.inspection, "gen20")
    mine.go(place)
    page.refresh(frozenset({"answer"}))
    assert runner_of(page) is mine
    known = {row["id"] for row in office.rows("SELECT id FROM change")}
    arriving = [
        (row["body"], None) for row in other.rows("SELECT id, body FROM change") if row["id"] not in known
    ]
    office.log.apply(arriving)
    other.close()
    page.refresh(frozenset({"answer"}))
    assert mine.here() == place
    assert mine.inspection.instance.node(path_of(mine.inspection, "gen03")).value == "yes"
    shown = {row.path: row.chosen for row in mine.model.every_row()}
    assert shown[path_of(mine.inspection, "gen03")] == ("yes",)
