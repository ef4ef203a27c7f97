"""The sync page in tests: shown on a laptop's data, and what it says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from pytestqt.qtbot import QtBot

from fieldkit.ui.page import PageContext
from fieldkit.ui.settings import Settings
from fieldkit.ui.sync_page import SyncPage
from tests.sync.laptops import Laptop

PATIENCE = 30_000
"""Milliseconds to wait for an exchange on a busy machine."""


def shown(laptop: Laptop, folder: Path, qtbot: QtBot) -> SyncPage:
    """Return the page in front, not opened yet; the settings of the window are kept in ``folder``."""
    page = SyncPage(PageContext(laptop.workspace, Settings(folder / "window.ini")))
    qtbot.addWidget(page)
    page.resize(1130, 700)
    page.build()
    with qtbot.waitActive(page):
        page.show()
    return page


class Told:
    """What a page said."""

    def __init__(self, page: SyncPage) -> None:
        self.notices: list[tuple[str, str, str]] = []
        self.offers: list[tuple[str, str, tuple[tuple[str, Callable[[], None]], ...]]] = []
        self.errors: list[Any] = []
        self.changed: list[frozenset[str]] = []
        page.told.connect(lambda *notice: self.notices.append(notice))
        page.offered.connect(lambda *notice: self.offers.append(notice))
        page.failed.connect(self.errors.append)
        page.changed.connect(self.changed.append)
