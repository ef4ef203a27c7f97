"""The list of inspections: what is shown, filtered and opened."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from fieldkit.model import inspections
from fieldkit.model.inspections.bin import NotADraft
from fieldkit.ui.inspection_list import InspectionList
from fieldkit.ui.page import PageContext
from fieldkit.ui.settings import Settings
from tests.office import MILL, add_factory, drawn_signature

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from fieldkit.model.workspace import Workspace
    from tests.conftest import Clock


@pytest.fixture
def shown(qtbot: QtBot, office: Workspace, clock: Clock, settings: Settings) -> InspectionList:
    """One closed inspection, and a draft at another factory."""
    add_factory(office, "ice", registration_no="10660000225507", name="โรงน้ำแข็งตัวอย่างใจเย็น")
    first = inspections.start(office, MILL, "GEN")
    signature = inspections.Signature("inspector", "ก", image=drawn_signature())
    inspections.close(first, [signature], closing="closed_today", reason="หยุดเครื่อง")
    clock.advance(timedelta(hours=1))
    inspections.start(office, "10660000225507", "GEN")
    made = InspectionList(PageContext(office, settings))
    qtbot.addWidget(made)
    made.resize(1200, 600)
    made.refresh()
    made.show()
    return made


def names(shown: InspectionList) -> list[str]:
    return [row["factory_name"] for row in shown.list.table_model.rows]


def test_drafts_stand_first_and_all_is_chosen(shown: InspectionList) -> None:
    assert shown.chips.key() == "all"
    assert names(shown) == ["โรงน้ำแข็งตัวอย่างใจเย็น", "โรงสีตัวอย่างเจริญพาณิชย์"]


@pytest.mark.parametrize(("key", "count"), [("draft", 1), ("closed", 1), ("all", 2)])
def test_the_filter_is_by_state(shown: InspectionList, key: str, count: int) -> None:
    shown.chips.choose(key)
    shown.chips.chosen.emit(key)
    assert len(names(shown)) == count
    wanted = shown.wanted()
    listed = wanted.find()
    assert wanted.count == (None if listed is None else len(listed))
    assert (listed is None) == (key == "all")
    assert listed is None or len(listed) == count


def test_a_part_of_a_name_finds_it(shown: InspectionList, qtbot: QtBot) -> None:
    shown.search.setText("น้ำแข็ง")
    qtbot.keyClick(shown.search, Qt.Key.Key_Return)
    assert names(shown) == ["โรงน้ำแข็งตัวอย่างใจเย็น"]


def test_enter_opens_the_chosen_one(shown: InspectionList, qtbot: QtBot) -> None:
    qtbot.keyClick(shown.search, Qt.Key.Key_Down)
    with qtbot.waitSignal(shown.opened) as caught:
        qtbot.keyClick(shown.table, Qt.Key.Key_Return)
    assert caught.args == [shown.list.table_model.rows[0]["id"]]


def test_drafts_go_into_the_bin_and_back(shown: InspectionList, office: Workspace, qtbot: QtBot) -> None:
    shown.table.choose_row(0)
    assert shown.remove.isEnabled()
    with qtbot.waitSignal(shown.done):
        qtbot.mouseClick(shown.remove, Qt.MouseButton.LeftButton)
    assert names(shown) == ["โรงสีตัวอย่างเจริญพาณิชย์"]
    assert not shown.remove.isEnabled()
    shown.chips.choose("bin")
    shown.chips.chosen.emit("bin")
    assert names(shown) == ["โรงน้ำแข็งตัวอย่างใจเย็น"]
    assert shown.restore.isVisible()
    shown.table.choose_row(0)
    shown.restore_chosen()
    assert names(shown) == []
    assert office.rows("SELECT id FROM inspection WHERE deleted = 1") == []
    shown.history.undo()
    shown.history.undo()
    assert len(office.rows("SELECT id FROM inspection WHERE coalesce(deleted, 0) = 0")) == 2


def test_a_closed_inspection_is_not_deleted(shown: InspectionList, office: Workspace, qtbot: QtBot) -> None:
    shown.table.selectAll()
    with qtbot.waitSignal(shown.failed) as caught:
        shown.delete_chosen()
    assert isinstance(caught.args[0], NotADraft)
    assert office.rows("SELECT id FROM inspection WHERE deleted = 1") == []


def test_of_very_many_chosen_ones_only_some_are_read(
    shown: InspectionList, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr("fieldkit.ui.inspection_list.LOOKED_AT", 1)
    read: list[int] = []
    rows_at = shown.list.table_model.rows_at

    def watched(places: Sequence[int]) -> list[dict[str, Any]]:
        read.append(len(places))
        return rows_at(places)

    monkeypatch.setattr(shown.list.table_model, "rows_at", watched)
    shown.table.selectAll()
    assert max(read) == 1
    assert shown.remove.isEnabled()
    with qtbot.waitSignal(shown.failed):
        shown.delete_chosen()


def test_several_chosen_ones_are_what_is_exported_and_copied(shown: InspectionList, qtbot: QtBot) -> None:
    shown.table.selectAll()
    assert len(shown.wanted().find() or ()) == 2
    with qtbot.waitSignal(shown.copied) as caught:
        shown.list.copy_rows()
    assert caught.args == [2]
    lines = QGuiApplication.clipboard().text().splitlines()
    assert [line.split("\t")[0] for line in lines] == ["โรงงาน", *names(shown)]


def test_columns_are_chosen_and_remembered(
    shown: InspectionList, office: Workspace, settings: Settings, qtbot: QtBot
) -> None:
    actions = {action.text(): action for action in shown.list.columns_button.menu_.actions()}
    actions["อำเภอ"].trigger()
    actions["ผู้ตรวจ"].trigger()
    again = InspectionList(PageContext(office, settings))
    qtbot.addWidget(again)
    hidden = again.list.columns_button.hidden()
    assert "officer" in hidden
    assert "district" not in hidden


def test_a_header_sorts(shown: InspectionList) -> None:
    shown.table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    first = names(shown)
    shown.table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    assert names(shown) == first[::-1]


def test_the_model_keeps_qts_contract(shown: InspectionList, qtmodeltester: object) -> None:
    qtmodeltester.check(shown.list.table_model)  # type: ignore[attr-defined]
