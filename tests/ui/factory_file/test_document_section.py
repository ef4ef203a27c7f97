"""Documents are written down, changed and binned by keys; Green Industry."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt

from fieldkit.model import records
from fieldkit.model.factory_file.documents import documents
from fieldkit.ui.chip import Chip
from fieldkit.ui.factory_file.document_section import DocumentSection
from fieldkit.ui.factory_page import FactoryPage
from tests.ui.conftest import TypeText

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from fieldkit.model.workspace import Workspace
from tests.ui.factory_file.files import (
    CONTROL,
    at,
    badges,
    focus,
    press,
    shown,
)


def test_a_document_is_written_down_changed_and_binned_by_keys(
    page: FactoryPage, office: Workspace, told: list[tuple[Any, ...]], qtbot: QtBot, type_text: TypeText
) -> None:
    section: DocumentSection = at(page, "documents")
    assert section.none.isVisible()
    assert focus() is section.add_button
    press(qtbot, Qt.Key.Key_Insert)
    form = section.form
    assert focus() is form.kind
    form.kind.setCurrentIndex(form.kind.findData("boiler"))
    assert not form.level.isVisible()
    press(qtbot, Qt.Key.Key_Tab)
    assert focus() is form.number
    type_text(form.number, "หน-12/2569")
    form.expires.setFocus()
    type_text(form.expires, "10/12/69")
    press(qtbot, Qt.Key.Key_Return)
    assert shown(section.table) == [["ใบรับรองหม้อน้ำ หน-12/2569", "—", "10 ธ.ค. 2569", "ใกล้หมดอายุ"]]
    assert section.table.hasFocus()
    press(qtbot, Qt.Key.Key_Return)
    assert focus() is form.number
    type_text(form.number, "ก")
    press(qtbot, Qt.Key.Key_Return)
    assert [row["number"] for row in office.rows("SELECT number FROM document")] == ["ก"]
    press(qtbot, Qt.Key.Key_Delete)
    assert shown(section.table) == []
    press(qtbot, Qt.Key.Key_Z, CONTROL)
    assert shown(section.table)[0][0] == "ใบรับรองหม้อน้ำ ก"
    page.take_back()
    assert shown(section.table)[0][0] == "ใบรับรองหม้อน้ำ หน-12/2569"
    page.take_back()
    assert shown(section.table) == []
    before = len(told)
    page.take_back()
    assert len(told) == before


def test_a_sheet_says_what_is_missing_and_keeps_what_was_typed(
    page: FactoryPage, office: Workspace, told: list[tuple[Any, ...]], qtbot: QtBot, type_text: TypeText
) -> None:
    section: DocumentSection = at(page, "documents")
    section.add_document()
    form = section.form
    form.kind.setCurrentIndex(form.kind.findData("gi"))
    form.number.setFocus()
    type_text(form.number, "2-001/2569")
    press(qtbot, Qt.Key.Key_Return)
    assert "ระดับ" in told[-1][1].title.th
    assert focus() is form.level
    form.level.setCurrentIndex(form.level.findData(2))
    form.issued.setText("1/2/69")
    form.expires.setText("1/1/69")
    form.save.click()
    assert "ก่อนวันที่ออก" in told[-1][1].title.th
    form.expires.setText("ไม่ใช่วัน")
    form.save.click()
    assert told[-1][0] == "failed"
    assert form.number.text() == "2-001/2569"
    form.expires.setText("1/2/71")
    # leaving the page saves what can be saved
    page.leave()
    with office.database.read() as connection:
        assert [paper["level"] for paper in documents(connection, "mill")] == [2]


def test_deleted_documents_lie_in_a_bin_from_where_all_chosen_come_back(
    page: FactoryPage, office: Workspace, qtbot: QtBot
) -> None:
    for number in ("1", "2", "3"):
        records.add(office, "document", {"factory": "mill", "kind": "boiler", "number": number})
    [gone] = records.load_many(
        office, "document", [records.add(office, "document", {"factory": "mill", "kind": "gi"})]
    )
    records.delete(office, [gone], records.UNDONE)
    page.refresh(frozenset({"document"}))
    section: DocumentSection = at(page, "documents")
    assert not section.chips.isVisible()
    assert not section.restore.isVisible()
    section.table.selectAll()
    press(qtbot, Qt.Key.Key_Delete)
    assert shown(section.table) == []
    assert [chip.text() for chip in section.chips.findChildren(Chip)] == ["เอกสาร 0", "ถังขยะ 3"]
    section.chips.choose("bin")
    section.read()
    assert len(shown(section.table)) == 3
    press(qtbot, Qt.Key.Key_Delete)  # lies there already
    section.table.choose_row(0)
    section.table.setFocus()
    press(qtbot, Qt.Key.Key_Return)  # is not changed there
    assert section.views.currentIndex() == 0
    section.restore.click()
    assert len(shown(section.table)) == 2
    section.table.selectAll()
    section.restore.click()
    assert len(shown(section.table)) == 3
    assert not section.chips.isVisible()
    press(qtbot, Qt.Key.Key_Z, CONTROL)
    assert [chip.text() for chip in section.chips.findChildren(Chip)] == ["เอกสาร 1", "ถังขยะ 2"]
    section.chips.choose("bin")
    section.add_document()
    assert section.chips.key() == "now"


def test_columns_of_documents_are_chosen_and_remembered(page: FactoryPage, office: Workspace) -> None:
    records.add(office, "document", {"factory": "mill", "kind": "boiler", "number": "1"})
    section: DocumentSection = at(page, "documents")
    section.columns.menu_.actions()[0].trigger()
    assert section.table.isColumnHidden(1)
    assert page.context.settings.hidden_columns("factory-documents") == ("issued",)
    section.resize(1200, 500)
    assert section.table.isColumnHidden(1)


def test_escape_leaves_a_sheet_without_a_document(page: FactoryPage, office: Workspace, qtbot: QtBot) -> None:
    section: DocumentSection = at(page, "documents")
    section.add_document()
    press(qtbot, Qt.Key.Key_Escape)
    assert section.views.currentIndex() == 0
    assert office.rows("SELECT id FROM document") == []
    section.add_document()
    page.leave()
    assert office.rows("SELECT id FROM document") == []


def test_green_industry_shows_the_certificate_that_counts(
    page: FactoryPage, office: Workspace, qtbot: QtBot
) -> None:
    section: Any = at(page, "green")
    assert section.none.text() == "ยังไม่ได้รับรองอุตสาหกรรมสีเขียว"
    press(qtbot, Qt.Key.Key_Insert)
    assert section.form.kind.currentData() == "gi"
    assert section.form.level.isVisible()
    section.form.level.setCurrentIndex(3)
    section.form.expires.setText("30/9/71")
    section.form.save.click()
    assert section.summary.words() == "ระดับ 3 ระบบสีเขียว · ถึง 30 ก.ย. 2571"
    assert badges(page)[-1] == "GI ระดับ 3 ระบบสีเขียว"
