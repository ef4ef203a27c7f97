"""The file of a factory, by keyboard: its head, its parts, the way in and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester

from fieldkit.errors import FieldkitError
from fieldkit.model import facts, inspections, records
from fieldkit.ui import theme
from fieldkit.ui.badge import Badge
from fieldkit.ui.factory_file.photo_section import PAGE, PhotoSection
from fieldkit.ui.factory_file.support_section import SupportSection
from fieldkit.ui.factory_file.timeline_section import TimelineSection
from fieldkit.ui.factory_page import FactoryPage
from fieldkit.ui.main_window import MainWindow
from fieldkit.ui.page import PageContext
from fieldkit.ui.register_page import RegisterPage
from fieldkit.ui.settings import Settings
from tests.office import MILL

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from fieldkit.model.workspace import Workspace
    from tests.conftest import Clock
from tests.ui.factory_file.files import (
    CONTROL,
    at,
    badges,
    busy,
    focus,
    press,
    visited,
)


def test_the_head_says_what_matters_and_enter_starts_a_visit(
    page: FactoryPage, told: list[tuple[Any, ...]], office: Workspace, qtbot: QtBot
) -> None:
    assert page.header.name.words() == "โรงสีตัวอย่างเจริญพาณิชย์"
    assert MILL in page.header.numbers.words()
    facts.type_fact(office, "mill", "risk_water", "yes")
    document = {"factory": "mill", "kind": "gi", "level": 3, "issued_on": "2025-01-01"}
    records.add(office, "document", document)
    records.add(office, "document", {"factory": "mill", "kind": "boiler", "expires_on": "2026-11-01"})
    records.add(office, "document", {"factory": "mill", "kind": "electrical", "expires_on": "2026-12-01"})
    page.refresh(frozenset({"fact", "document"}))
    assert badges(page) == [
        "ดำเนินการ",
        "ความเสี่ยง: ต่ำ",
        "เสี่ยงด้านน้ำ",
        "GI ระดับ 3 ระบบสีเขียว",
        "เอกสารหมดอายุ 1 ฉบับ",
        "เอกสารใกล้หมดอายุ 1 ฉบับ",
    ]
    assert focus() is page.header.start
    press(qtbot, Qt.Key.Key_Space)
    assert told == [("opened", "inspection", {"start": "mill", "kind": "PLAN", "form": "GEN"})]
    draft = inspections.start(office, MILL, "GEN")
    page.refresh(frozenset({"inspection"}))
    assert page.header.start.text() == "ตรวจต่อ"
    page.header.start.click()
    assert told[-1] == ("opened", "inspection", draft.id)


def test_parts_are_chosen_by_arrows_and_f6_goes_around(page: FactoryPage, qtbot: QtBot) -> None:
    press(qtbot, Qt.Key.Key_F6)
    assert focus() is page.index
    press(qtbot, Qt.Key.Key_Down)
    assert isinstance(page.section(), TimelineSection)
    assert page.section().isVisible()
    for _ in range(10):
        press(qtbot, Qt.Key.Key_Down)
    assert isinstance(page.section(), SupportSection)
    press(qtbot, Qt.Key.Key_Home)
    press(qtbot, Qt.Key.Key_F6)
    assert focus() is page.section().table  # type: ignore[attr-defined]
    press(qtbot, Qt.Key.Key_F6)
    assert focus() is page.header.start


def test_language_and_size_come_back_to_the_same_part(page: FactoryPage) -> None:
    page.came_from("findings")
    at(page, "documents")
    assert page.state() == {"factory": "mill", "section": "documents", "back": "findings"}


def test_without_a_factory_the_page_leads_to_the_register(context: PageContext, qtbot: QtBot) -> None:
    page = FactoryPage(context)
    qtbot.addWidget(page)
    page.build()
    page.show()
    seen: list[str] = []
    page.opened.connect(lambda key, _target: seen.append(key))
    page.open()
    page.none.button.click()
    assert seen == ["register"]
    failed: list[FieldkitError] = []
    page.failed.connect(failed.append)
    page.open("nobody")
    assert failed
    assert page.state() is None


@pytest.fixture
def desk(qtbot: QtBot, office_folder: Path, clock: Clock, settings: Settings) -> Iterator[MainWindow]:
    """The window of a named inspector with one factory."""
    from fieldkit.model.workspace import Workspace

    settings.scheme = "light"
    made = MainWindow(settings, lambda: Workspace(office_folder, clock=clock))
    with qtbot.waitActive(made):
        made.show()
    made.start("register")
    yield made
    made.close()
    made.deleteLater()


def test_enter_in_the_register_opens_the_file_and_escape_returns(desk: MainWindow, qtbot: QtBot) -> None:
    register = desk.page()
    assert isinstance(register, RegisterPage)
    assert focus() is register.table
    press(qtbot, Qt.Key.Key_Return)
    assert isinstance(desk.page(), FactoryPage)
    assert [key for key, item in desk.sidebar._items.items() if item.isChecked()] == ["register"]
    press(qtbot, Qt.Key.Key_F6)
    press(qtbot, Qt.Key.Key_Escape)
    assert desk.page() is register
    assert focus() is register.table
    register.pane.file.click()
    assert isinstance(desk.page(), FactoryPage)


def test_lists_that_name_a_factory_open_its_file_and_it_returns_there(desk: MainWindow, qtbot: QtBot) -> None:
    workspace = desk.workspace
    assert workspace is not None
    visited(workspace, gen16="no")
    for key in ("inspection", "findings"):
        desk.open_page(key, "")
        press(qtbot, Qt.Key.Key_O, CONTROL)
        page = desk.page()
        assert isinstance(page, FactoryPage)
        assert page.state() == {"factory": "mill", "section": "facts", "back": key}
        page.go_back()
        assert desk.page_key() == key


def test_the_program_never_starts_in_a_file(
    desk: MainWindow, settings: Settings, office_folder: Path, clock: Clock, qtbot: QtBot
) -> None:
    from fieldkit.model.workspace import Workspace

    desk.open_page("factory", "mill")
    desk.close()
    again = MainWindow(settings, lambda: Workspace(office_folder, clock=clock))
    qtbot.addWidget(again)
    assert again.start()
    assert again.page_key() == "register"
    again.close()


def test_of_a_long_file_only_what_is_looked_at_is_read(page: FactoryPage, office: Workspace) -> None:
    busy(office, 200, 2000)
    page.refresh()
    at(page, "timeline")
    assert set(page._made) == {"facts", "timeline"}
    photos: PhotoSection = at(page, "photos")
    model = photos.photo_model
    assert (model.rowCount(), model.total()) == (PAGE, 2000)
    photos.wall.scrollToBottom()
    QApplication.processEvents()
    assert PAGE < model.rowCount() < 2000
    assert len(model._pictures) < model.rowCount()


@pytest.mark.parametrize("scheme", ["dark", "outdoor"])
def test_every_part_is_drawn_in_every_scheme_and_size(
    page: FactoryPage, office: Workspace, scheme: str, qapp: QApplication
) -> None:
    visited(office, gen16="no")
    theme.apply(qapp, scheme, 150)  # type: ignore[arg-type]
    for section in (
        "facts",
        "timeline",
        "documents",
        "measured",
        "photos",
        "green",
        "filing",
        "mind",
        "support",
    ):
        at(page, section)
        assert not page.grab().isNull()


def test_models_are_sound(page: FactoryPage, office: Workspace, qtmodeltester: ModelTester) -> None:
    visited(office)
    qtmodeltester.check(at(page, "facts").table.model())
    qtmodeltester.check(at(page, "timeline").table.model())
    qtmodeltester.check(at(page, "photos").photo_model)


def test_the_marks_of_the_head_go_on_in_the_next_line_where_there_is_no_room(
    page: FactoryPage, office: Workspace, qtbot: QtBot
) -> None:
    values = {"factory": "mill", "kind": "gi", "level": 2, "expires_on": "2026-12-01"}
    records.add(office, "document", values)
    records.add(office, "fact", {"factory": "mill", "property": "risk_water", "value": "yes"})
    page.refresh()
    page.resize(760, 600)
    header = page.header

    def marks() -> list[Badge]:
        return [badge for badge in header.findChildren(Badge) if badge.isVisible()]

    qtbot.waitUntil(lambda: len({badge.y() for badge in marks()}) > 1)
    for badge in marks():
        assert badge.size() == badge.sizeHint()
        assert badge.geometry().right() < header.more.x()
    assert header.numbers.height() >= header.numbers.heightForWidth(header.numbers.width())
