"""A photo whose file is at the office only: told, fetched, shown."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QDesktopServices
from pytestqt.qtbot import QtBot

from fieldkit.model import files, inspections
from fieldkit.model.workspace import Workspace
from fieldkit.sync import client
from fieldkit.ui.inspection_page import InspectionPage
from fieldkit.ui.page import PageContext
from fieldkit.ui.settings import Settings
from tests.office import MILL, path_of, picture
from tests.sync.laptops import running_centre

Offer = tuple[str, str, tuple[tuple[str, Callable[[], None]], ...]]


@pytest.fixture
def page(qtbot: QtBot, office: Workspace, settings: Settings) -> InspectionPage:
    made = InspectionPage(PageContext(office, settings))
    qtbot.addWidget(made)
    made.build()
    made.resize(1300, 700)
    with qtbot.waitActive(made):
        made.show()
    return made


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the system's viewer was given."""
    shown: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: shown.append(Path(url.toLocalFile()).name))
    return shown


def photo_of(office: Workspace) -> tuple[str, str, str]:
    """Attach a photo; returns the ids of inspection and attachment, and its SHA-256."""
    inspection = inspections.start(office, MILL, "GEN")
    path = path_of(inspection, "gen16")
    attachment = inspections.attach_photo(inspection, path, picture(), name="pump.png")
    return inspection.id, attachment, str(inspection.photos(path)[0]["sha256"])


def test_photo_at_the_office_is_fetched_and_shown(
    page: InspectionPage, office: Workspace, opened: list[str], tmp_path: Path, qtbot: QtBot
) -> None:
    inspection, attachment, sha256 = photo_of(office)
    offers: list[Offer] = []
    page.offered.connect(lambda *offer: offers.append(offer))
    with running_centre(tmp_path / "centre") as centre:
        client.enrol(office, centre.url, centre.code())
        client.sync(office)
        office.attachments.path(sha256).unlink()
        with office.database.write() as connection:
            files.mark(connection, sha256, files.OFFICE)
        page.open(inspection)
        page._open_photo(attachment)
        [(title, name, [(words, fetch)])] = offers
        assert (name, opened) == ("pump.png", [])
        assert "สำนักงาน" in title
        assert words
        fetch()
        qtbot.waitUntil(lambda: opened == ["pump.png"], timeout=30_000)
    assert office.attachments.has(sha256)


def test_photo_that_nobody_has_is_told(
    page: InspectionPage, office: Workspace, opened: list[str], qtbot: QtBot
) -> None:
    inspection, attachment, sha256 = photo_of(office)
    office.attachments.path(sha256).unlink()
    page.open(inspection)
    with qtbot.waitSignal(page.failed) as told:
        page._open_photo(attachment)
    [error] = told.args or []
    assert error.place == sha256
    assert opened == []
