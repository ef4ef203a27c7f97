"""The list of inspections: what is shown, filtered and opened."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from fieldkit.model import inspections
from fieldkit.ui.inspection_list import InspectionList
from tests.office import MILL, add_factory, drawn_signature

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from fieldkit.model.workspace import Workspace
    from tests.conftest import Clock


@pytest.fixture
def shown(qtbot: QtBot, office: Workspace, clock: Clock) -> InspectionList:
    """One closed inspection, and a draft at another factory."""
    add_factory(office, "ice", registration_no="10660000225507", name="โรงน้ำแข็งตัวอย่างใจเย็น")
    first = inspections.start(office, MILL, "GEN")
    signature = inspections.Signature("inspector", "ก", image=drawn_signature())
    inspections.close(first, [signature], closing="closed_today", reason="หยุดเครื่อง")
    clock.advance(timedelta(hours=1))
    inspections.start(office, "10660000225507", "GEN")
    made = InspectionList(office, "th")
    qtbot.addWidget(made)
    made.resize(1200, 600)
    made.refresh()
    made.show()
    return made


def names(shown: InspectionList) -> list[str]:
    return [row["factory_name"] for row in shown.table_model.rows]


def test_drafts_stand_first_and_all_is_chosen(shown: InspectionList) -> None:
    assert shown.states.key() == "all"
    assert names(shown) == ["โรงน้ำแข็งตัวอย่างใจเย็น", "โรงสีตัวอย่างเจริญพาณิชย์"]


@pytest.mark.parametrize(("key", "count"), [("draft", 1), ("closed", 1), ("all", 2)])
def test_the_filter_is_by_state(shown: InspectionList, key: str, count: int) -> None:
    shown.states.choose(key)
    shown.states.chosen.emit(key)
    assert len(names(shown)) == count
    listed = shown.listed()
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
    assert caught.args == [shown.table_model.rows[0]["id"]]


def test_the_model_keeps_qts_contract(shown: InspectionList, qtmodeltester: object) -> None:
    qtmodeltester.check(shown.table_model)  # type: ignore[attr-defined]
