"""Inspections that are at the office: shown as such, fetched by a key; what a laptop carries is chosen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from fieldkit.model import carrying, elsewhere, inspections
from fieldkit.model.carrying import EVERYTHING, Carry
from fieldkit.model.inspections import Signature
from fieldkit.model.workspace import Workspace
from fieldkit.sync import client
from fieldkit.ui.carry_card import CarryCard
from fieldkit.ui.factory_file.timeline_section import TimelineSection
from fieldkit.ui.factory_page import FactoryPage
from fieldkit.ui.inspection_page import InspectionPage
from fieldkit.ui.page import PageContext
from fieldkit.ui.settings import Settings
from tests.office import MILL, answer_all, drawn_signature
from tests.sync.laptops import running_centre

Offer = tuple[str, str, tuple[tuple[str, Callable[[], None]], ...]]
PATIENCE = 30_000


@pytest.fixture
def old(office: Workspace, tmp_path: Path) -> Iterator[str]:
    """An inspection whose answers have gone to the office, which still listens."""
    inspection = inspections.start(office, MILL, "GEN")
    answer_all(inspection)
    signed = [
        Signature("inspector", "กฤษณะ ใจดี", "นักวิชาการ", drawn_signature()),
        Signature("representative", "มานะ อดทน", "ผู้จัดการ", drawn_signature()),
    ]
    inspections.close(inspection, signed)
    with running_centre(tmp_path / "centre") as centre:
        client.enrol(office, centre.url, centre.code())
        client.sync(office)
        carrying.choose(office, Carry(1))
        centre.clock.ahead = timedelta(days=3 * 366)
        client.sync(office)
        assert is_away(office, inspection.id)
        yield inspection.id


def is_away(office: Workspace, inspection: str) -> bool:
    with office.database.read() as connection:
        return elsewhere.is_elsewhere(connection, inspection)


def test_opening_it_offers_to_fetch_it_and_then_opens_it(
    qtbot: QtBot, office: Workspace, settings: Settings, old: str
) -> None:
    page = InspectionPage(PageContext(office, settings))
    qtbot.addWidget(page)
    page.build()
    page.resize(1300, 700)
    page.show()
    offers: list[Offer] = []
    page.offered.connect(lambda *offer: offers.append(offer))
    page.open(old)
    [(title, _cure, [(_words, fetch)])] = offers
    assert "สำนักงาน" in title
    fetch()
    qtbot.waitUntil(lambda: page._runner is not None, timeout=PATIENCE)
    assert page._runner is not None
    assert page._runner.inspection.id == old
    assert not is_away(office, old)


def test_the_file_of_the_factory_shows_and_fetches_it(
    qtbot: QtBot, office: Workspace, settings: Settings, old: str
) -> None:
    page = FactoryPage(PageContext(office, settings))
    qtbot.addWidget(page)
    page.build()
    page.resize(1300, 700)
    page.show()
    page.open({"factory": "mill", "section": "timeline", "back": "register"})
    section = page.section()
    assert isinstance(section, TimelineSection)
    [row] = [row for row in section.table_model.rows if row.kind == "visit"]
    assert row.elsewhere
    cell = section._cells(row)[0]
    assert "สำนักงาน" in cell.second
    assert section.away.isVisible()
    assert "1" in section.away.words.text()
    section.away.fetch.click()
    qtbot.waitUntil(lambda: not section.away.isVisible(), timeout=PATIENCE)
    assert not is_away(office, old)
    assert "สำนักงาน" not in section._cells(section.table_model.rows[0])[0].second


def test_what_is_carried_is_chosen_and_kept(qtbot: QtBot, office: Workspace) -> None:
    card = CarryCard(office)
    qtbot.addWidget(card)
    qtbot.waitUntil(lambda: "≈" in card.whole.accessibleDescription(), timeout=PATIENCE)
    assert card.choice() == EVERYTHING
    assert not card.years.isEnabled()
    card.mine.click()
    card.years.setCurrentIndex(card.years.findData(5))
    card.years.activated.emit(card.years.currentIndex())
    with office.database.read() as connection:
        assert carrying.chosen(connection, office.clock().date()) == Carry(5, mine=True)
    again = CarryCard(office)
    qtbot.addWidget(again)
    assert again.choice() == Carry(5, mine=True)
    again.whole.click()
    with office.database.read() as connection:
        assert carrying.chosen(connection, office.clock().date()) == EVERYTHING
    qtbot.waitUntil(lambda: "≈" in again.whole.accessibleDescription(), timeout=PATIENCE)
