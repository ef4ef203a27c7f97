"""The file of a factory in its page, with what the page tells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from fieldkit.ui.factory_page import FactoryPage
from fieldkit.ui.page import PageContext
from fieldkit.ui.settings import Settings

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from fieldkit.model.workspace import Workspace


@pytest.fixture
def page(office: Workspace, settings: Settings, qtbot: QtBot) -> FactoryPage:
    """The page at a factory of which nothing is known but the register."""
    made = FactoryPage(PageContext(office, settings))
    qtbot.addWidget(made)
    made.resize(1290, 700)
    made.build()
    with qtbot.waitActive(made):
        made.show()
    made.open("mill")
    return made


@pytest.fixture
def told(page: FactoryPage) -> list[tuple[Any, ...]]:
    """What the page tells and asks for: (signal, values …)."""
    seen: list[tuple[Any, ...]] = []
    page.opened.connect(lambda key, target: seen.append(("opened", key, target)))
    page.failed.connect(lambda error: seen.append(("failed", error)))
    page.offered.connect(lambda title, _cure, _choices: seen.append(("offered", title)))
    page.told.connect(lambda title, _cure, tone: seen.append(("told", title, tone)))
    page.changed.connect(lambda tables: seen.append(("changed", tables)))
    return seen
