"""Checklists about records without a factory: started from their page, kept and deleted in the register."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from fieldkit.model import checklists, inspections, other_places
from fieldkit.model.cases import reading, writing
from fieldkit.model.workspace import Workspace
from fieldkit.ui import dialogs
from fieldkit.ui.cases_page import CasesPage
from fieldkit.ui.chip import Chip
from fieldkit.ui.factory_page import FactoryPage
from fieldkit.ui.page import Page, PageContext
from fieldkit.ui.register_page import RegisterPage
from tests.ui.registers import fill

LOAN = {"fund": "pracharath", "contract_no": "67/1", "enterprise": "ร้านขนมตัวอย่าง", "district": "ตะพานหิน"}
Opened = list[tuple[str, Any]]


def shown(page: Page, qtbot: QtBot) -> Opened:
    qtbot.addWidget(page)
    page.resize(1130, 700)
    page.build()
    with qtbot.waitActive(page):
        page.show()
    seen: Opened = []
    page.opened.connect(lambda key, target: seen.append((key, target)))
    page.open()
    return seen


@pytest.fixture
def loan(workspace: Workspace) -> str:
    workspace.name_person(name="กานดา เหมือนฝัน")
    fill(workspace, 5)
    return writing.add(workspace, "loan", LOAN).id


@pytest.fixture
def place(workspace: Workspace, loan: str) -> str:
    found = other_places.look(workspace, "loan", loan)
    other_places.settle(workspace, found)
    return found.factory


def test_a_borrower_is_visited_at_a_place_that_is_made_when_asked(
    context: PageContext, workspace: Workspace, loan: str, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = CasesPage(context)
    asked: list[dialogs.Question] = []

    def ask(_parent: object, question: dialogs.Question) -> bool:
        """Say no the first time."""
        asked.append(question)
        return len(asked) > 1

    monkeypatch.setattr(dialogs, "ask", ask)
    opened = shown(page, qtbot)
    page.show_case("loan", loan)
    start = page.part().pane.start
    assert start.isVisible()
    start.click()
    qtbot.waitUntil(lambda: len(asked) == 1)
    assert "ร้านขนมตัวอย่าง" in asked[0].words
    assert opened == []
    assert workspace.rows("SELECT id FROM factory WHERE status = 'other_place'") == []
    start.click()
    qtbot.waitUntil(lambda: bool(opened))
    [made] = workspace.rows("SELECT id FROM factory WHERE status = 'other_place'")
    assert opened == [("inspection", {"start": made["id"], "kind": "FUND", "form": "FUN"})]
    page.desk.undo()
    assert reading.read_case(workspace, "loan", loan).record.row["factory"] is None


def test_a_record_with_a_place_starts_at_once(
    context: PageContext, loan: str, place: str, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dialogs, "ask", lambda *_: pytest.fail("nothing is asked"))
    page = CasesPage(context)
    opened = shown(page, qtbot)
    page.show_case("loan", loan)
    page.part().pane.start.click()
    qtbot.waitUntil(lambda: bool(opened))
    assert opened[0][1]["start"] == place


def test_recommendations_start_nothing(
    context: PageContext, workspace: Workspace, loan: str, qtbot: QtBot
) -> None:
    given = {"round": "1/2570", "issue_no": 1, "issue_title": "น้ำเสีย"}
    one = writing.add(workspace, "recommendation", given).id
    page = CasesPage(context)
    shown(page, qtbot)
    page.show_case("recommendation", one)
    assert page.part().pane.edit.isVisible()
    assert not page.part().pane.start.isVisible()


def chips(page: RegisterPage) -> list[str]:
    return [chip.text() for chip in page.filters.chips.findChildren(Chip)]


def pressed(page: RegisterPage, key: str) -> None:
    page.filters.chips.choose(key)
    page.filters.chips.chosen.emit(key)


def names(page: RegisterPage) -> list[str]:
    model = page.table_model
    return [line.name or "" for row in range(model.rowCount()) if (line := model.row(row))]


def test_the_register_counts_lists_deletes_and_restores_them(
    context: PageContext, workspace: Workspace, place: str, qtbot: QtBot
) -> None:
    page = RegisterPage(context)
    shown(page, qtbot)
    assert chips(page) == ["ทั้งหมด 6", "รอแก้ไข 0", "ยังไม่เคยตรวจ 6", "ไม่ใช่โรงงาน 1", "ถังขยะ 0"]
    assert not page.remove.isVisible()
    qtbot.keyClick(page.table, Qt.Key.Key_Delete)  # a factory stays
    assert chips(page)[-1] == "ถังขยะ 0"
    pressed(page, "other")
    assert names(page) == ["ร้านขนมตัวอย่าง"]
    assert "สถานประกอบการที่ไม่ใช่โรงงาน" in page.table_model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    kinds = [page.pane.kind.itemData(row)[0] for row in range(page.pane.kind.count())]
    assert set(kinds) == {"COMPLAINT", "FUND", "DEV"}
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Delete)
    assert names(page) == []
    pressed(page, "bin")
    assert names(page) == ["ร้านขนมตัวอย่าง"]
    page.restore.click()
    assert chips(page)[-2:] == ["ไม่ใช่โรงงาน 1", "ถังขยะ 0"]
    page.undo()
    assert chips(page)[-1] == "ถังขยะ 1"
    page.undo()
    assert chips(page)[-2:] == ["ไม่ใช่โรงงาน 1", "ถังขยะ 0"]
    pressed(page, "other")
    checklists.install_shipped(workspace, "GEN")
    inspections.start(workspace, place, "GEN", kind="FUND")
    refused: list[Any] = []
    page.failed.connect(refused.append)
    page.remove.click()
    assert len(refused) == 1
    assert names(page) == ["ร้านขนมตัวอย่าง"]


def test_its_file_offers_no_split_and_says_what_it_is(context: PageContext, place: str, qtbot: QtBot) -> None:
    page = FactoryPage(context)
    shown(page, qtbot)
    page.open(place)
    qtbot.waitUntil(lambda: page.header.name.words() == "ร้านขนมตัวอย่าง")
    assert not page.header.split.isVisible()
