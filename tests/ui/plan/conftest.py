"""A plan page over twelve factories, five of them planned, and what it says."""

from __future__ import annotations

from datetime import date

import pytest
from pytestqt.qtbot import QtBot

from fieldkit.model import records
from fieldkit.model.planning import editing
from fieldkit.model.planning.officers import introduce
from fieldkit.model.workspace import Workspace
from fieldkit.ui.page import PageContext
from fieldkit.ui.plan_page import PlanPage
from tests.ui.registers import fill, inspected

ME, SHE = "กานดา เหมือนฝัน", "นภา แสงทอง"
YEAR = 2570
Told = list[tuple[str, str]]
Opened = list[tuple[str, object]]


@pytest.fixture
def made(workspace: Workspace) -> list[str]:
    """Twelve operating factories; five of them planned, one of those inspected."""
    workspace.name_person(name=ME)
    introduce(workspace, [SHE])
    factories = fill(workspace, 12)
    ids = [one.id for one in factories]
    for one in factories:
        record = records.load(workspace, "factory", one.id)
        assert record is not None
        records.edit(workspace, [record], {"status": "1"})
    editing.assign(workspace, ids[:2], YEAR, day=date(2026, 12, 1), officer=ME)
    editing.assign(workspace, ids[2:3], YEAR, day=date(2026, 12, 9))
    editing.assign(workspace, ids[3:4], YEAR, day=date(2026, 11, 10), officer=ME)
    editing.assign(workspace, ids[4:5], YEAR)
    ops = inspected(ids[3], "2026-11-11", "pass")
    workspace.log.commit(ops)
    [visit] = workspace.rows("SELECT id FROM inspection")
    record = records.load(workspace, "inspection", visit["id"])
    assert record is not None
    records.edit(workspace, [record], {"closing": "complete"})
    return ids


@pytest.fixture
def page(made: list[str], context: PageContext, qtbot: QtBot) -> PlanPage:
    shown = PlanPage(context)
    qtbot.addWidget(shown)
    shown.resize(1154, 704)
    shown.build()
    with qtbot.waitActive(shown):
        shown.show()
    shown.open()
    return shown


@pytest.fixture
def told(page: PlanPage) -> Told:
    seen: Told = []
    page.told.connect(lambda title, cure, _tone: seen.append((title, cure)))
    page.offered.connect(lambda title, cure, _choices: seen.append((title, cure)))
    page.failed.connect(lambda error: seen.append((error.title.th, error.hint.th)))
    return seen


@pytest.fixture
def opened(page: PlanPage) -> Opened:
    seen: Opened = []
    page.opened.connect(lambda key, target: seen.append((key, target)))
    return seen
