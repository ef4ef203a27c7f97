"""What the tests of the file of a factory do: inspections, keys, what a table shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from fieldkit.model import inspections
from fieldkit.model.body import Op
from fieldkit.model.inspections import Signature
from fieldkit.ui.badge import Badge
from fieldkit.ui.factory_file.fact_sections import FactSection
from fieldkit.ui.factory_page import FactoryPage
from tests.office import MILL, answer_all

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from fieldkit.model.inspections import Inspection
    from fieldkit.model.workspace import Workspace


CONTROL = Qt.KeyboardModifier.ControlModifier
SIGNED = [
    Signature("inspector", "กฤษณะ ใจดี", typed=True),
    Signature("representative", "มานะ", typed=True),
]


def visited(office: Workspace, **answers: str) -> Inspection:
    inspection = inspections.start(office, MILL, "GEN")
    answer_all(inspection, **answers)
    inspections.close(inspection, SIGNED)
    return inspection


def at(page: FactoryPage, section: str) -> Any:
    page.open({"factory": "mill", "section": section})
    return page.section()


def press(qtbot: QtBot, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key where the focus is."""
    QApplication.processEvents()
    focus = QApplication.focusWidget()
    assert focus is not None
    qtbot.keyClick(focus, key, modifier)
    QApplication.processEvents()


def focus() -> QWidget:
    QApplication.processEvents()
    found = QApplication.focusWidget()
    assert found is not None
    return found


def shown(table: Any) -> list[list[str]]:
    model = table.model()
    return [
        [str(model.index(row, column).data()) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def badges(page: FactoryPage) -> list[str]:
    QApplication.processEvents()
    return [badge.accessibleName() for badge in page.header.findChildren(Badge) if badge.isVisible()]


def choose_fact(section: FactSection, name: str) -> None:
    section.choose(name)
    assert section.table.chosen() == name


def busy(office: Workspace, visits: int, photos: int) -> None:
    """Put visits with findings and photos into the office, without a checklist being filled."""
    ops: list[Op] = []
    for number in range(visits):
        day = f"{2010 + number // 12:04}-{number % 12 + 1:02}-15T09:00:00+07:00"
        id_, visit = f"i{number}", f"v{number}"
        core = {"factory": "mill", "kind": "PLAN", "started_at": day}
        ops.append(Op("visit", visit, "core", core, (), "ins/66"))
        core = {"visit": visit, "factory": "mill", "form_id": "GEN", "started_at": day}
        ops.append(Op("inspection", id_, "core", core, (), "ins/66"))
        status = {"state": "closed", "closed_at": day}
        ops.append(Op("inspection", id_, "status", status, (), "ins/66"))
        for name in ("boiler", "stack", "hp_found"):
            fact = f"f{number}-{name}"
            told = {"factory": "mill", "property": name, "inspection": id_}
            ops.append(Op("fact", fact, "core", told, (), "ins/66"))
            value = {"value": "1", "as_of": day[:10], "source": "GEN"}
            ops.append(Op("fact", fact, "value", value, (), "ins/66"))
        for photo in range(photos // visits):
            row = {"inspection": id_, "sha256": f"{number:032}{photo:032}", "name": "a.jpg", "kind": "photo"}
            ops.append(Op("attachment", f"a{number}-{photo}", "core", row, (), "ins/66"))
    office.log.commit(ops)
