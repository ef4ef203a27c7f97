"""The page of reference tables by keyboard: found, confirmed, changed from a day on, ended, taken back."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from fieldkit.model import limits, records
from fieldkit.model.reference_tables.descriptions import tables
from fieldkit.model.reference_tables.listing import counted
from fieldkit.model.register import sheet
from fieldkit.model.roles import ADMINISTRATOR, CENTRE_ADDRESS
from fieldkit.model.workspace import Workspace
from fieldkit.ui import dialogs
from fieldkit.ui.page import PageContext
from fieldkit.ui.reference_page import ReferencePage
from fieldkit.ui.reference_sheet import ReferenceSheet
from fieldkit.ui.settings_page import SettingsPage
from tests.model.register.books import through_here

TODAY = date(2026, 11, 22)
BOD = {"table": "limits", "row": "WW-BOD\x1f2018-06-01"}
NONE, CONTROL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier


def made(context: PageContext, qtbot: QtBot, target: object = BOD) -> ReferencePage:
    page = ReferencePage(context)
    qtbot.addWidget(page)
    page.resize(1290, 700)
    page.build()
    with qtbot.waitActive(page):
        page.show()
    page.open(target)
    return page


@pytest.fixture
def page(workspace: Workspace, context: PageContext, qtbot: QtBot) -> ReferencePage:
    workspace.name_person(name="สมหญิง รักงาน")
    return made(context, qtbot)


def press(qtbot: QtBot, what: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    qtbot.keyClick(focus, what, modifier)


def in_front(page: ReferencePage) -> ReferenceSheet | None:
    return page.sheet


def shown(page: ReferencePage) -> list[Any]:
    model = page.part().list.table_model
    return [model.row(place) for place in range(model.rowCount())]


def written(sheet_: ReferenceSheet | None, name: str, value: str) -> ReferenceSheet:
    assert sheet_ is not None
    sheet_.editor(name).show_value(value)
    return sheet_


def test_every_table_opens_with_its_counts(page: ReferencePage, qtbot: QtBot) -> None:
    for name in tables():
        page.open(name)
        part = page.part()
        assert part.table.name == name
        assert part.rows
        # A long one is found beside the window.
        qtbot.waitUntil(lambda part=part: bool(part.pane.title.words()), timeout=20_000)  # type: ignore[misc]
    cells = [page._table_cells(described)[0] for described in tables().values()]
    counts = counted("limits", TODAY)
    assert cells[0].second == f"{counts.rows} แถว · รอยืนยัน {counts.unconfirmed}"


def test_rows_are_found_filtered_and_sorted(page: ReferencePage, qtbot: QtBot) -> None:
    part = page.part()
    page.focus_search()
    focus = QApplication.focusWidget()
    assert isinstance(focus, QLineEdit)
    focus.setText("บีโอดี")
    press(qtbot, Qt.Key.Key_Return)
    keys = [row["version"].key[0] for row in shown(page)]
    assert "WW-BOD" in keys
    assert all("BOD" in key for key in keys)
    part.list.show_all()
    part.list.chips.choose("unconfirmed")
    part.list._find()
    assert len(shown(page)) == counted("limits", TODAY).unconfirmed > 0
    part.list.table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    keys = [row["version"].key[0] for row in shown(page)]
    assert keys == sorted(keys, reverse=True)


def test_new_values_from_a_day_are_typed_and_taken_back(page: ReferencePage, qtbot: QtBot) -> None:
    press(qtbot, Qt.Key.Key_F2)
    typed = written(page.sheet, "max", "10")
    assert not typed.editor("id").field.isEnabled()
    assert typed.editor("valid_from").value() == "2026-11-22"
    written(typed, "valid_from", "2027-01-01")
    press(qtbot, Qt.Key.Key_Return, CONTROL)
    assert in_front(page) is None
    assert limits.in_force("WW-BOD", date(2027, 1, 1)).maximum == 10
    assert limits.in_force("WW-BOD", TODAY).maximum == 20
    current = page.part().current()
    assert current is not None
    assert current.cells["max"] == "10"
    press(qtbot, Qt.Key.Key_Z, CONTROL)
    assert limits.in_force("WW-BOD", date(2027, 1, 1)).maximum == 20


def test_what_cannot_be_is_said_at_its_field(page: ReferencePage, qtbot: QtBot) -> None:
    press(qtbot, Qt.Key.Key_F2)
    typed = written(page.sheet, "unit", "")
    typed.take()
    assert in_front(page) is typed
    assert "หน่วย" in typed.editor("unit").field.accessibleDescription()
    assert typed.editor("unit").field.hasFocus()


def test_a_mistake_is_put_right_with_a_reason(page: ReferencePage) -> None:
    page.part().pane.correct.click()
    typed = written(page.sheet, "max", "21")
    assert not typed.editor("valid_from").field.isEnabled()
    typed.take()
    assert in_front(page) is typed
    assert typed.reason.field.hasFocus()
    typed.reason.show_value("พิมพ์ผิด")
    typed.take()
    assert in_front(page) is None
    assert limits.in_force("WW-BOD", TODAY).maximum == 21
    assert page.part().pane.facts.facts()["สูงสุด"] == "21"
    page.part().pane.restore.click()
    assert limits.in_force("WW-BOD", TODAY).maximum == 20


def test_a_row_comes_back_from_the_bin(page: ReferencePage, workspace: Workspace, qtbot: QtBot) -> None:
    press(qtbot, Qt.Key.Key_F2)
    written(written(page.sheet, "max", "10"), "valid_from", "2027-01-01").take()
    part = page.part()
    part.pane.restore.click()
    part.list.chips.choose("bin")
    part.list._find()
    assert len(shown(page)) == 1
    part.list.enter()
    assert not part.pane.change.isVisible()
    part.pane.restore.click()
    assert limits.in_force("WW-BOD", date(2027, 1, 1)).maximum == 10


def test_a_row_is_confirmed_with_a_note(page: ReferencePage, qtbot: QtBot) -> None:
    pane = page.part().pane
    assert pane.confirm.isVisible()
    pane.confirm.click()
    assert pane.note.hasFocus()
    pane.note.setText("ราชกิจจานุเบกษา เล่ม 134")
    press(qtbot, Qt.Key.Key_Return)
    assert not pane.confirm.isVisible()
    assert pane._confirmed.facts()["ยืนยันโดย"] == "สมหญิง รักงาน · 22 พ.ย. 2569"
    assert not limits.in_force("WW-BOD", TODAY).unconfirmed
    pane.changes.click()
    press(qtbot, Qt.Key.Key_Z, CONTROL)
    assert limits.in_force("WW-BOD", TODAY).unconfirmed


def test_a_row_ends_on_a_day(page: ReferencePage, qtbot: QtBot) -> None:
    pane = page.part().pane
    pane.end.click()
    assert pane.last.hasFocus()
    pane.last.setText("31/12/2569")
    press(qtbot, Qt.Key.Key_Return)
    with pytest.raises(limits.UnknownLimit):
        limits.in_force("WW-BOD", date(2027, 1, 1))


def test_a_new_row_is_added(workspace: Workspace, context: PageContext, qtbot: QtBot) -> None:
    page = made(context, qtbot, "holidays")
    press(qtbot, Qt.Key.Key_N, CONTROL)
    typed = page.sheet
    for name, value in {
        "date": "7/6/2570",
        "th": "วันหยุดพิเศษ",
        "en": "Special",
        "kind": "special",
        "source": "PR",
    }.items():
        written(typed, name, value)
    assert typed is not None
    typed.take()
    assert in_front(page) is None
    current = page.part().current()
    assert current is not None
    assert current.key == ("2027-06-07",)


def test_others_only_read(workspace: Workspace, context: PageContext, qtbot: QtBot) -> None:
    workspace.remember(CENTRE_ADDRESS, "https://centre.example")
    page = made(context, qtbot)
    pane = page.part().pane
    assert page.read_only.isVisible()
    assert not any(button.isVisible() for button in (pane.change, pane.correct, pane.end, pane.confirm))
    press(qtbot, Qt.Key.Key_F2)
    press(qtbot, Qt.Key.Key_N, CONTROL)
    assert in_front(page) is None


def test_an_administrator_may_change_after_enrolling(
    workspace: Workspace, context: PageContext, qtbot: QtBot
) -> None:
    workspace.remember(CENTRE_ADDRESS, "https://centre.example")
    page = made(context, qtbot)
    workspace.remember(ADMINISTRATOR, "1")
    page.open(BOD)
    assert not page.read_only.isVisible()
    press(qtbot, Qt.Key.Key_Return, CONTROL)
    assert page.part().pane.note.hasFocus()


def test_a_row_that_cannot_be_used_is_told(workspace: Workspace, context: PageContext, qtbot: QtBot) -> None:
    core = {"tbl": "limits", "key": '["WW-BOD"]', "valid_from": "2027-01-01", "province": "00"}
    records.add(workspace, "reference_row", core | {"cells": '{"id": "WW-BOD", "unit": ""}'}, stream="ref")
    page = made(context, qtbot)
    assert "WW-BOD" in page.left_out.words()
    assert page.left_out.isVisible()


def test_tables_of_the_program_are_only_shown(page: ReferencePage, qtbot: QtBot) -> None:
    page.open("codes")
    press(qtbot, Qt.Key.Key_F2)
    assert in_front(page) is None
    assert not page.part().pane.change.isVisible()


def test_a_table_goes_out_and_comes_back(
    page: ReferencePage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheet, "through", through_here)
    target = tmp_path / "ตาราง.xlsx"
    monkeypatch.setattr(dialogs, "choose_path", lambda *_args, **_options: [target])
    with qtbot.waitSignal(page.offered):
        press(qtbot, Qt.Key.Key_E, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    page.show_import()
    page.import_sheet.read(target)
    qtbot.waitUntil(page.import_sheet.write.isVisible)
    assert not page.import_sheet.write.isEnabled()
    page.import_sheet.go_back()
    assert page.part().isVisible()


def test_the_page_comes_back_to_its_place(page: ReferencePage, context: PageContext, qtbot: QtBot) -> None:
    page.part().list.search.setText("โอดี")
    state = page.state()
    other = made(context, qtbot, state)
    assert other.part().table.name == "limits"
    assert other.part().list.search.text() == "โอดี"


def test_settings_open_the_tables(context: PageContext, qtbot: QtBot) -> None:
    settings = SettingsPage(context)
    qtbot.addWidget(settings)
    settings.build()
    with qtbot.waitSignal(settings.opened) as opened:
        settings.reference.click()
    assert opened.args is not None
    assert opened.args[0] == "reference"
