"""What every list has: columns that are remembered, chips with counts, sort, many chosen, copy, empty state.

That edits are taken back and deleted records restored is tried with each list's own actions (docs/ui.md).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from fieldkit.model import other_places
from fieldkit.model.cases import writing
from fieldkit.model.orders import making
from fieldkit.model.orders import writing as order_writing
from fieldkit.model.planning import editing
from fieldkit.model.workspace import Workspace
from fieldkit.ui.cases_page import CasesPage
from fieldkit.ui.chip import Chip, ChipRow
from fieldkit.ui.column_choice import ColumnChoice
from fieldkit.ui.empty_state import EmptyState
from fieldkit.ui.findings_page import FindingsPage
from fieldkit.ui.inspection_page import InspectionPage
from fieldkit.ui.list_table import ListTable
from fieldkit.ui.page import Page, PageContext
from fieldkit.ui.plan_page import PlanPage
from fieldkit.ui.record_list import RecordList
from fieldkit.ui.reference_page import ReferencePage
from fieldkit.ui.register_page import RegisterPage
from fieldkit.ui.row_delegate import CELL_ROLE
from tests.ui.registers import fill, inspected

YEAR = 2570


class Parts(NamedTuple):
    """What a list is made of."""

    table: ListTable
    columns: ColumnChoice
    chips: ChipRow
    search: QLineEdit
    empty: EmptyState


def _of(found: RecordList) -> Parts:
    return Parts(found.table, found.columns_button, found.chips, found.search, found.empty)


def _register(page: Any) -> Parts:
    return Parts(page.table, page.columns, page.filters.chips, page.filters.search, page.empty)


def _plan(page: Any) -> Parts:
    return Parts(page.table, page.columns, page.filters.states, page.filters.search, page.empty)


LISTS: dict[str, tuple[type[Page], object, Callable[[Any], Parts]]] = {
    "register": (RegisterPage, None, _register),
    "plan": (PlanPage, None, _plan),
    "inspections": (InspectionPage, "", lambda page: _of(page.list.list)),
    "findings": (FindingsPage, {"tab": "findings", "filter": "all"}, lambda page: _of(page.findings.list)),
    "orders": (FindingsPage, {"tab": "orders", "filter": "all"}, lambda page: _of(page.orders.list)),
    "bin of orders": (FindingsPage, {"tab": "bin"}, lambda page: _of(page.bin.list)),
    **{
        table: (CasesPage, {"table": table, "filter": "all"}, lambda page: _of(page.part().list))
        for table in ("recommendation", "complaint", "loan", "enterprise")
    },
    "reference table": (ReferencePage, {"table": "limits"}, lambda page: _of(page.part().list)),
}


@pytest.fixture
def office(workspace: Workspace) -> Workspace:
    """An office with at least two rows in each list."""
    workspace.name_person(name="กานดา เหมือนฝัน")
    made = fill(workspace, 6)
    for place, day in enumerate(("2026-10-09", "2026-11-09", "2026-11-10", "2026-11-11")):
        workspace.log.commit(inspected(made[place].id, day, "fail", findings=("2026-11-08",)))
        finding = f"finding-inspection-{made[place].id}-{day}-0"
        order, _ = making.make(workspace, making.propose(workspace, [finding]))
        if place > 1:
            order_writing.delete(workspace, [order])
    editing.assign(workspace, [one.id for one in made[:3]], YEAR, officer="กานดา เหมือนฝัน")
    for number in (1, 2):
        given: dict[str, dict[str, Any]] = {
            "recommendation": {"round": "1/2570", "issue_no": number, "issue_title": f"ประเด็น {number}"},
            "complaint": {
                "received_at": f"2026-11-0{number}T09:00:00+07:00",
                "channel": "phone",
                "issues": "smell",
            },
            "loan": {"fund": "other", "contract_no": f"67/{number}", "enterprise": f"ร้าน {number}"},
            "enterprise": {"kind": "community", "name": f"กลุ่ม {number}", "code": f"6-66-01-03/1-000{number}"},
        }
        ids = {table: writing.add(workspace, table, values).id for table, values in given.items()}
    other_places.settle(workspace, other_places.look(workspace, "loan", ids["loan"]))
    return workspace


@pytest.fixture(params=sorted(LISTS))
def shown(
    request: pytest.FixtureRequest, office: Workspace, context: PageContext, qtbot: QtBot
) -> Callable[[], Parts]:
    """Return what shows the list on a page made anew."""

    def show() -> Parts:
        kind, target, parts = LISTS[request.param]
        page = kind(context)
        qtbot.addWidget(page)
        page.resize(1600, 800)
        page.build()
        with qtbot.waitActive(page):
            page.show()
        page.open(target)
        found = parts(page)
        qtbot.waitUntil(lambda: found.table.model().rowCount() > 1)
        return found

    return show


def _first(parts: Parts) -> list[str]:
    model = parts.table.model()
    cells = (model.index(row, 0).data(CELL_ROLE) for row in range(model.rowCount()))
    return [f"{cell.text} {cell.second}" for cell in cells]


def test_every_list_has_what_a_list_has(shown: Callable[[], Parts], qtbot: QtBot) -> None:
    parts = shown()
    table, header = parts.table, parts.table.horizontalHeader()

    chips = parts.chips.findChildren(Chip)
    assert len(chips) > 1
    assert all(any(sign.isdigit() for sign in chip.text()) for chip in chips), [chip.text() for chip in chips]

    before = _first(parts)
    for _ in range(2):
        qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(20, 15))
        once = _first(parts)
        qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(20, 15))
        assert sorted(once) == sorted(before)
    assert _first(parts) != once or len(set(before)) == 1

    assert table.selectionMode() == QAbstractItemView.SelectionMode.ExtendedSelection
    table.selectAll()
    assert len(table.chosen_rows()) == len(before)
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QApplication.clipboard().text().splitlines()
    assert len(lines) == len(before) + 1
    assert "<table" in QApplication.clipboard().mimeData().html()

    parts.search.setText("ไม่มีสิ่งนี้แน่นอน")
    parts.search.returnPressed.emit()
    qtbot.waitUntil(lambda: parts.empty.isVisible())
    assert not table.isVisible()
    parts.search.clear()
    parts.search.returnPressed.emit()

    action = next(one for one in parts.columns.menu_.actions() if one.isChecked())
    action.trigger()
    place = next(
        place
        for place in range(1, table.model().columnCount())
        if table.isColumnHidden(place)
        and table.model().headerData(place, Qt.Orientation.Horizontal) == action.text()
    )
    again = shown()
    assert again.table.isColumnHidden(place)
    assert not next(one for one in again.columns.menu_.actions() if one.text() == action.text()).isChecked()
