"""The first minutes with the program: no name, no register, a factory that nobody named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from fieldkit.ui.enrol_card import EnrolCard
from fieldkit.ui.inspection_page import InspectionPage
from fieldkit.ui.page import PageContext
from fieldkit.ui.register_page import RegisterPage
from fieldkit.ui.runner.runner import Runner
from fieldkit.ui.wrap_label import WrapLabel
from tests.office import add_factory
from tests.ui.registers import fill

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from fieldkit.model.workspace import Workspace
    from fieldkit.ui.main_window import MainWindow
    from fieldkit.ui.settings import Settings
    from tests.ui.conftest import TypeText

Opened = list[tuple[str, object]]


@pytest.fixture
def page(context: PageContext, qtbot: QtBot) -> Callable[[], RegisterPage]:
    """Make the register page, after the test has filled the folder."""

    def make() -> RegisterPage:
        made = RegisterPage(context)
        qtbot.addWidget(made)
        made.resize(1130, 700)
        made.build()
        with qtbot.waitActive(made):
            made.show()
        made.open()
        return made

    return make


def test_the_first_key_writes_the_name_and_the_next_leads_to_the_import(
    window: MainWindow, type_text: TypeText, qtbot: QtBot
) -> None:
    register = window.page()
    assert isinstance(register, RegisterPage)
    field = register.no_register.name.field
    assert QApplication.focusWidget() is field
    type_text(field, "กานดา  เหมือนฝัน ")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert window.workspace is not None
    assert window.workspace.person.name == "กานดา เหมือนฝัน"
    assert window.top_bar.avatar.accessibleName() == "กานดา เหมือนฝัน"
    assert QApplication.focusWidget() is register.no_register.button


def test_without_a_name_nothing_is_kept_and_the_field_says_so(
    page: Callable[[], RegisterPage], workspace: Workspace, qtbot: QtBot
) -> None:
    steps = page().no_register
    steps.name.keep.click()
    assert steps.name.field.property("invalid") is True
    assert steps.name.field.hasFocus()
    assert workspace.person.name == ""


def test_the_centre_is_the_other_way_to_the_factories(page: Callable[[], RegisterPage]) -> None:
    register = page()
    opened: Opened = []
    register.opened.connect(lambda key, target: opened.append((key, target)))
    register.no_register.centre.click()
    assert opened == [("sync", None)]


def test_nobody_inspects_without_a_name(
    page: Callable[[], RegisterPage], workspace: Workspace, qtbot: QtBot, type_text: TypeText
) -> None:
    fill(workspace, 3)
    register = page()
    opened: Opened = []
    register.opened.connect(lambda key, target: opened.append((key, target)))
    register.pane.start.click()
    assert opened == []
    assert register.pane.who.field.hasFocus()
    type_text(register.pane.who.field, "มานี รักเรียน")
    qtbot.keyClick(register.pane.who.field, Qt.Key.Key_Return)
    assert workspace.person.name == "มานี รักเรียน"
    assert not register.pane.who.isVisible()
    qtbot.keyClick(register.pane.start, Qt.Key.Key_Space)
    assert [key for key, _target in opened] == ["inspection"]


def test_a_name_keeps_the_position_that_the_settings_hold(
    page: Callable[[], RegisterPage], workspace: Workspace
) -> None:
    workspace.name_person(name="", position="นักวิชาการ", office="สอจ.พิจิตร", card_no="12")
    register = page()
    register.no_register.name.field.setText("มานี รักเรียน")
    register.no_register.name.keep.click()
    person = workspace.person
    assert (person.name, person.position, person.office, person.card_no) == (
        "มานี รักเรียน",
        "นักวิชาการ",
        "สอจ.พิจิตร",
        "12",
    )


def test_a_factory_without_a_name_is_inspected_too(
    office: Workspace, settings: Settings, qtbot: QtBot
) -> None:
    add_factory(office, "nameless", name=None, registration_no="10660000199999")
    inspections = InspectionPage(PageContext(office, settings))
    qtbot.addWidget(inspections)
    inspections.build()
    inspections.open({"start": "nameless"})
    runner = inspections.findChild(Runner)
    assert runner is not None
    assert "โรงงานไม่มีชื่อ" in [label.words() for label in runner.card.findChildren(WrapLabel)]
    inspections.show_list()
    assert "โรงงานไม่มีชื่อ" in inspections.list.list.table_model.index(0, 0).data()


def test_a_centre_is_joined_with_the_thai_layout_on(qtbot: QtBot) -> None:
    card = EnrolCard()
    qtbot.addWidget(card)
    wanted: list[tuple[str, str]] = []
    card.wanted.connect(lambda address, code: wanted.append((address, code)))
    # The keys of https://a.th and 7043-2125, as Kedmanee writes them.
    card.address.setText("้ะะยหซฝฝฟใะ้")
    card.code.setText(" ึจภ-ข/ๅ/ถ ")
    card.join.click()
    assert wanted == [("https://a.th", "7043-2125")]
    assert card.code.text() == "7043-2125"


def test_what_is_typed_with_the_latin_layout_stays(qtbot: QtBot) -> None:
    card = EnrolCard()
    qtbot.addWidget(card)
    wanted: list[tuple[str, str]] = []
    card.wanted.connect(lambda address, code: wanted.append((address, code)))
    card.address.setText("https://centre.example:8443/a-b")
    card.code.setText("๗๐๔๓-2125")
    card.join.click()
    assert wanted == [("https://centre.example:8443/a-b", "7043-2125")]
