"""The history of a field, by a key or the right button: of an answer, a finding, a fact, the register."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from fieldkit.model import conflicts, inspections, records
from fieldkit.model.body import Op
from fieldkit.model.workspace import Workspace
from fieldkit.ui.factory_page import FactoryPage
from fieldkit.ui.findings_page import FindingsPage
from fieldkit.ui.history_sheet import HistorySheet, Wish
from fieldkit.ui.inspection_page import InspectionPage
from fieldkit.ui.page import Page, PageContext
from fieldkit.ui.settings import Settings
from tests.office import MILL, answer_all

Shown = Any


@pytest.fixture
def show(qtbot: QtBot, office: Workspace, settings: Settings) -> Shown:
    """Open a page at a target."""

    def opened(kind: type[Page], target: object) -> Any:
        page = kind(PageContext(office, settings))
        qtbot.addWidget(page)
        page.resize(1300, 700)
        page.build()
        with qtbot.waitActive(page):
            page.show()
        page.open(target)
        return page

    return opened


def press(qtbot: QtBot, widget: QWidget) -> HistorySheet:
    """Press the key on a widget and return the sheet that comes."""
    widget.window().activateWindow()
    widget.setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    [sheet] = widget.window().findChildren(HistorySheet)
    return sheet


def lines(sheet: HistorySheet) -> list[tuple[str, str]]:
    model = sheet.model
    return [(model.index(row, 0).data(), model.index(row, 1).data()) for row in range(model.rowCount())]


def test_history_of_an_answer_is_in_words(show: Shown, office: Workspace, qtbot: QtBot) -> None:
    made = inspections.start(office, MILL, "GEN")
    [path] = [q.path for q in inspections.questions(made) if q.path.endswith("gen16")]
    node = made.instance.node(path)
    for choice in node.choices[:2]:
        made.answer(path, choice.name)
    page = show(InspectionPage, {"inspection": made.id, "path": path})
    sheet = press(qtbot, page._runner.view)
    now, before = lines(sheet)
    first, second = (str(choice.label) for choice in node.choices[:2])
    assert f"{first} → {second}" in now[1]
    assert first in before[1]
    assert office.person.name in now[0]
    assert "เครื่องนี้" in now[0]
    assert "ยังไม่ถึงสำนักงาน" in sheet.detail.words()
    qtbot.keyClick(sheet.table, Qt.Key.Key_Down)
    assert "บันทึกครั้งแรก" in sheet.detail.words()
    qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    assert not sheet.isVisible()


def test_history_of_a_finding_goes_through_all_its_fields(
    show: Shown, office: Workspace, qtbot: QtBot
) -> None:
    made = inspections.start(office, MILL, "GEN")
    answer_all(made, gen16="no")
    [row] = office.rows("SELECT id FROM finding WHERE coalesce(deleted, 0) = 0")
    found = records.load(office, "finding", row["id"])
    assert found is not None
    records.write(office, edits=[(found, {"action": "ซ่อมรั้ว"})])
    page = show(FindingsPage, row["id"])
    sheet = press(qtbot, page.findings.list.table)
    assert "ซ่อมรั้ว" in lines(sheet)[0][1]
    assert sheet.revisions[-1].created


def test_history_of_the_register_and_of_a_fact(show: Shown, office: Workspace, qtbot: QtBot) -> None:
    [row] = office.rows("SELECT id FROM factory WHERE hp IS NOT NULL LIMIT 1")
    factory = records.load(office, "factory", row["id"])
    assert factory is not None
    records.write(office, edits=[(factory, {"hp": 123.0})])
    page = show(FactoryPage, row["id"])
    section = page.section()
    table = section.table
    names = [line.about.name for line in table.fact_model.rows]
    table.choose_row(names.index("register:hp"))
    sheet = press(qtbot, table)
    assert "→ 123.00" in lines(sheet)[0][1]
    assert "แรงม้า" in sheet.detail.words()
    sheet.done(0)
    qtbot.waitUntil(lambda: not table.window().findChildren(HistorySheet))
    typed = next(
        place
        for place, line in enumerate(table.fact_model.rows)
        if line.fact is None and line.about.kind == "text"
    )
    table.choose_row(typed)
    name = table.fact_model.rows[typed].about.name
    section._type(name, "ของใหม่")
    table.choose_row(typed)
    sheet = press(qtbot, table)
    [(_when, what)] = lines(sheet)
    assert "ของใหม่" in what


def test_decision_says_between_what_and_why(office: Workspace, qtbot: QtBot) -> None:
    key = ("factory", "f", "contact")
    for phone in ("1", "2"):
        office.log.commit([Op(*key, {"phone": phone, "email": None, "contact": None}, (), "reg/25")])
    [conflict] = conflicts.listing(office)
    conflicts.resolve(office, conflict.key, {"phone": "1"}, "โทรถามแล้ว")
    owner = QWidget()
    qtbot.addWidget(owner)
    sheet = HistorySheet(owner, office, "th", Wish("factory", "f", "โทรศัพท์", ("phone",), main="phone"))
    told = sheet.detail.words()
    assert "ตัดสินจาก 2 ค่า" in told
    assert "เหตุผล: โทรถามแล้ว" in told
    sheet.table.choose_row(1)
    assert f"บันทึกพร้อมกับ {office.person.name or 'ผู้ไม่ระบุชื่อ'}" in sheet.detail.words()


def test_field_without_a_history_says_so(office: Workspace, qtbot: QtBot) -> None:
    owner = QWidget()
    qtbot.addWidget(owner)
    sheet = HistorySheet(owner, office, "th", Wish("factory", "none", "โทรศัพท์", ("phone",)))
    assert sheet.detail.words() == "ยังไม่มีการบันทึก"


def test_the_right_button_offers_it(show: Shown, office: Workspace) -> None:
    page = show(FindingsPage, {"tab": "findings", "filter": "all"})
    table = page.findings.list.table
    assert table.contextMenuPolicy() == Qt.ContextMenuPolicy.ActionsContextMenu
    assert "ประวัติ (Ctrl+H)" in [action.text() for action in table.actions()]
