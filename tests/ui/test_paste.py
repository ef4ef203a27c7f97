"""Ctrl+V in lists: cells out of a spreadsheet are looked at, written and taken back like a file."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from fieldkit.model import records
from fieldkit.model.cases import writing
from fieldkit.model.reference_tables import layers
from fieldkit.model.register.importing import imports
from fieldkit.model.workspace import Workspace
from fieldkit.ui.cases_page import CasesPage
from fieldkit.ui.import_sheet import ImportSheet
from fieldkit.ui.list_table import ListTable
from fieldkit.ui.page import Page, PageContext
from fieldkit.ui.reference_page import ReferencePage
from fieldkit.ui.register_page import RegisterPage
from tests.ui.registers import fill

PATIENCE = 20_000


def paste(qtbot: QtBot, table: ListTable, written: str, row: int = 0, column: int = 0) -> None:
    QApplication.clipboard().setText(written)
    table.choose_row(row)
    table.setCurrentIndex(table.model().index(row, column))
    qtbot.keyClick(table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


def looked_at(qtbot: QtBot, sheet: ImportSheet, **expected: int) -> None:
    qtbot.waitUntil(sheet.preview.isVisible, timeout=PATIENCE)
    assert {
        name: int(figure.number.text()) for name, figure in sheet.preview.figures.items() if name in expected
    } == expected


def write(qtbot: QtBot, page: Page, sheet: ImportSheet) -> None:
    with qtbot.waitSignal(page.offered, timeout=PATIENCE):
        sheet.write.click()


def take_back(qtbot: QtBot, page: Page, sheet: ImportSheet, workspace: Workspace) -> None:
    with workspace.database.read() as connection:
        past = imports(connection)[0]
    assert past.file_name == "คลิปบอร์ด"
    with qtbot.waitSignal(page.told, timeout=PATIENCE):
        sheet.undo(past.id)


def shown(page: Any, qtbot: QtBot, target: object = None) -> Any:
    qtbot.addWidget(page)
    page.resize(1900, 720)
    page.build()
    with qtbot.waitActive(page):
        page.show()
    page.open(target)
    return page


def test_the_register(workspace: Workspace, context: PageContext, qtbot: QtBot) -> None:
    fill(workspace, 5)
    page: RegisterPage = shown(RegisterPage(context), qtbot)
    second, third = page.table_model.row(1), page.table_model.row(2)
    assert second is not None
    assert third is not None
    paste(qtbot, page.table, "75.5\n1,250\n", row=1, column=2)
    looked_at(qtbot, page.sheet, changed=2, rejected=0)
    write(qtbot, page, page.sheet)
    hp = {row["id"]: row["hp"] for row in workspace.rows("SELECT id, hp, name, operator FROM factory")}
    assert (hp[second.id], hp[third.id]) == (75.5, 1250)
    take_back(qtbot, page, page.sheet, workspace)
    assert workspace.rows("SELECT hp FROM factory WHERE id = ?", second.id)[0]["hp"] == second.hp


def test_a_number_and_one_cell_change_nothing_else(
    workspace: Workspace, context: PageContext, qtbot: QtBot
) -> None:
    fill(workspace, 3)
    page: RegisterPage = shown(RegisterPage(context), qtbot)
    line = page.table_model.row(0)
    assert line is not None
    record = records.load(workspace, "factory", line.id)
    assert record is not None
    before = dict(record.row)
    number = line.registration_no_old or line.registration_no
    paste(qtbot, page.table, f"เลขทะเบียนโรงงาน\tผู้ประกอบกิจการ\n{number}\tนายใหม่ ใจดี\n")
    looked_at(qtbot, page.sheet, changed=1, rejected=0)
    write(qtbot, page, page.sheet)
    after = records.load(workspace, "factory", line.id)
    assert after is not None
    changed = {key for key, value in after.row.items() if value != before[key]}
    assert changed <= {"operator", "source", "source_date", "search_text"}
    assert after.row["operator"] == "นายใหม่ ใจดี"


def test_a_register_of_cases(workspace: Workspace, context: PageContext, qtbot: QtBot) -> None:
    made = [
        writing.add(
            workspace,
            "complaint",
            {
                "received_at": f"2026-11-1{number}T09:00:00+07:00",
                "channel": "letter",
                "issues": "smell",
                "place": f"บ้าน {number}",
                "urgency": "normal",
            },
        )
        for number in range(2)
    ]
    assert made
    page: CasesPage = shown(CasesPage(context), qtbot, {"table": "complaint"})
    part = page.part().list
    keys = [column.key for column in part.table_model.columns]
    paste(qtbot, part.table, '"มานี รักเรียน"\nสมชาย ใจดี\n', column=keys.index("officer"))
    assert page.import_sheet is not None
    looked_at(qtbot, page.import_sheet, changed=2)
    write(qtbot, page, page.import_sheet)
    officers = "SELECT officer FROM complaint WHERE officer IS NOT NULL ORDER BY officer"
    assert [row["officer"] for row in workspace.rows(officers)] == ["มานี รักเรียน", "สมชาย ใจดี"]
    take_back(qtbot, page, page.import_sheet, workspace)
    assert not workspace.rows(officers)
    # a word that nobody knows is told at its cell, and nothing is written
    paste(qtbot, part.table, "ด่วนที่สุดในโลก", column=keys.index("urgency"))
    looked_at(qtbot, page.import_sheet, changed=0, unchanged=1)
    assert not page.import_sheet.write.isEnabled()


def test_a_reference_table(workspace: Workspace, context: PageContext, qtbot: QtBot) -> None:
    page: ReferencePage = shown(ReferencePage(context), qtbot, {"table": "params"})
    part = page.part().list
    first = part.table_model.row(0)
    assert first is not None
    version = first["version"]
    held = version.cells["value"]
    paste(
        qtbot, part.table, f"key\tvalid_from\tvalue\n{version.key[0]}\t{version.valid_from}\t{int(held) + 5}"
    )
    looked_at(qtbot, page.import_sheet, changed=1, rejected=0)
    write(qtbot, page, page.import_sheet)

    def value() -> str:
        found = {(one.key, one.valid_from): one for one in layers.versions("params")}
        return found[version.key, version.valid_from].cells["value"]

    assert value() == str(int(held) + 5)
    take_back(qtbot, page, page.import_sheet, workspace)
    assert value() == held


@pytest.mark.parametrize("written", ["ก\t1\nข", "1\t2\t3\t4\t5\t6\t7\t8\t9", "#####"])
def test_a_bad_block_leaves_the_list_in_front(
    workspace: Workspace, context: PageContext, qtbot: QtBot, written: str
) -> None:
    fill(workspace, 3)
    page: RegisterPage = shown(RegisterPage(context), qtbot)
    with qtbot.waitSignal(page.failed) as failed:
        paste(qtbot, page.table, written)
    assert failed.args is not None
    assert failed.args[0].place.startswith("คลิปบอร์ด")
    assert failed.args[0].hint.th
    front: QWidget = page.table
    assert front.isVisible()


def test_a_block_without_the_number_goes_back_to_the_list(
    workspace: Workspace, context: PageContext, qtbot: QtBot
) -> None:
    fill(workspace, 3)
    page: RegisterPage = shown(RegisterPage(context), qtbot)
    with qtbot.waitSignal(page.failed, timeout=PATIENCE):
        paste(qtbot, page.table, "ชื่อโรงงาน\tแรงม้า\nก\t12\n")
    assert page.table.isVisible()
