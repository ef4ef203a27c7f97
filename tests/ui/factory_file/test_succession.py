"""Merging and splitting from the file of a factory, by keys, with the step back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt

from fieldkit.model import factories, records
from fieldkit.model.factories import NoSuchFactory
from fieldkit.ui.factory_file.succession_sheet import MergeSheet, SplitSheet
from tests.office import add_factory

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from fieldkit.model.workspace import Workspace
    from fieldkit.ui.factory_page import FactoryPage

DOUBLE = "10660009999255"
Told = list[tuple[Any, ...]]


def double(office: Workspace) -> None:
    add_factory(office, "double", registration_no=DOUBLE, registration_no_old=None, name="โรงสีซ้ำ")
    records.add(office, "loan", {"factory": "double", "fund": "pracharath", "contract_no": "ก-1"})


def found(office: Workspace, number: str) -> str:
    with office.database.read() as connection:
        try:
            return factories.find(connection, number)
        except NoSuchFactory:
            return ""


def test_merge_shows_what_moves_writes_it_and_takes_it_back(
    page: FactoryPage, office: Workspace, told: Told, qtbot: QtBot
) -> None:
    double(office)
    page.open("double")
    page.header.merge_wanted.emit()
    sheet = page.sheet
    assert isinstance(sheet, MergeSheet)
    assert not sheet.save.isEnabled()
    sheet.other.show_value("mill")
    sheet.other.changed.emit()
    assert "1" in sheet.moves.text()
    qtbot.keyClick(sheet, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert page.state() == {"factory": "mill", "section": "timeline", "back": "register"}
    assert office.rows("SELECT factory FROM loan") == [{"factory": "mill"}]
    assert found(office, DOUBLE) == "mill"
    page.open("double")  # as a finding names it, that was sealed under this number
    assert page.state() == {"factory": "mill", "section": "facts", "back": "register"}
    page.take_back()
    assert found(office, DOUBLE) == "double"
    assert office.rows("SELECT factory FROM loan") == [{"factory": "double"}]
    assert [one[0] for one in told if one[0] != "changed"] == ["offered", "told"]


def test_the_other_one_may_go_into_this_one(page: FactoryPage, office: Workspace) -> None:
    double(office)
    page.header.merge_wanted.emit()
    sheet = page.sheet
    assert isinstance(sheet, MergeSheet)
    sheet.other.show_value("double")
    sheet.ways.choose("this")
    sheet.look()
    sheet.take()
    assert found(office, DOUBLE) == "mill"


def test_a_factory_is_not_merged_with_itself(page: FactoryPage) -> None:
    page.header.merge_wanted.emit()
    sheet = page.sheet
    assert isinstance(sheet, MergeSheet)
    sheet.other.show_value("mill")
    sheet.look()
    assert not sheet.save.isEnabled()
    assert "itself" in sheet.problem.text() or "ตัวเอง" in sheet.problem.text()


def test_split_gives_what_is_ticked_and_links_the_two(
    page: FactoryPage, office: Workspace, qtbot: QtBot
) -> None:
    records.add(office, "loan", {"factory": "mill", "fund": "pracharath", "contract_no": "ก-1"})
    page.refresh()
    page.header.split_wanted.emit()
    sheet = page.sheet
    assert isinstance(sheet, SplitSheet)
    qtbot.keyClicks(sheet.fields["registration_no"], "10660007777255")
    sheet.boxes["loan"].setChecked(True)
    sheet.take()
    new = found(office, "10660007777255")
    assert office.rows("SELECT factory FROM loan") == [{"factory": new}]
    state = page.state()
    assert isinstance(state, dict)
    assert state["factory"] == new
    page.header.factory_wanted.emit("mill")
    state = page.state()
    assert isinstance(state, dict)
    assert state["factory"] == "mill"


def test_escape_changes_nothing(page: FactoryPage, office: Workspace, qtbot: QtBot) -> None:
    page.header.split_wanted.emit()
    sheet = page.sheet
    qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    assert sheet is not page.sheet
    assert len(office.rows("SELECT id FROM factory")) == 1
