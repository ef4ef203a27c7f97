"""What the plan of 150,000 factories costs: reading it, and the longest turn that the window waits for."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from fieldkit.model.demonstration.factories import generate
from fieldkit.model.planning import plan, proposal
from fieldkit.model.thai.fiscal import fiscal_year
from fieldkit.model.workspace import Workspace
from tests.bench.program import COPIES, FACTORIES, Row, places, put, row_of
from tests.bench.targets import Target

if TYPE_CHECKING:
    from fieldkit.ui.plan_page import PlanPage

LONGEST_TURN = 50.0
"""Milliseconds for which a person does not notice that the window waits."""
OFFICERS = 60


def bench(folder: Path) -> tuple[list[Row], list[Target]]:
    """Return the CPU time of each step, and the longest turns of the GUI thread with their target."""
    workspace = Workspace(folder / "plan")
    put(workspace, list(generate(FACTORIES // COPIES, places())))
    rows = _model(workspace)
    turns = _window(workspace, folder)
    workspace.close()
    rows += [row_of(f"window: {name}, longest turn", [turn]) for name, turn in turns.items()]
    worst = max(turns, key=lambda name: turns[name])
    target = Target(f"longest turn of the plan page ({worst})", turns[worst] * 1000, LONGEST_TURN, "ms CPU")
    return rows, [target]


def _model(workspace: Workspace) -> list[Row]:
    today = datetime.now().date()
    year = fiscal_year(today)
    terms = proposal.terms_of(year, [f"officer {number}" for number in range(OFFICERS)], today)
    with workspace.database.read() as connection:
        found = plan.lines(connection, year, today)
        steps: dict[str, Callable[[], object]] = {
            "the plan with every score": lambda: plan.lines(connection, year, today),
            "narrowed to medium risk": lambda: plan.narrowed(
                found, plan.Narrowing(state="unplanned", risk="medium")
            ),
            "sorted by risk": lambda: plan.ordered(found, "risk", descending=True),
            "a page of 200": lambda: plan.rows(connection, found[-200:], year),
            f"a proposal for {OFFICERS} officers": lambda: proposal.propose(connection, year, terms, today),
        }
        return [row_of(name, [_cpu(step) for _ in range(3)]) for name, step in steps.items()]


def _cpu(step: Callable[[], object]) -> float:
    started = time.process_time()
    step()
    return time.process_time() - started


def _window(workspace: Workspace, folder: Path) -> dict[str, float]:
    """Return the longest turn of the GUI thread in seconds while a person works on the page."""
    from PySide6.QtCore import Qt

    from fieldkit.ui.app import make_application
    from fieldkit.ui.page import PageContext
    from fieldkit.ui.plan_page import PlanPage
    from fieldkit.ui.settings import Settings

    make_application()
    page = PlanPage(PageContext(workspace, Settings(folder / "window.ini")))
    page.resize(1154, 704)
    page.build()
    page.show()
    _longest_turn(page, lambda: None)

    def unplanned() -> None:
        page.filters.states.choose("unplanned")
        page.filters.changed.emit()

    def search() -> None:
        page.filters.search.setText("โรงสี")
        page.filters.changed.emit()

    steps: dict[str, Callable[[], object]] = {
        "narrow": unplanned,
        "sort": lambda: page.table.sortByColumn(5, Qt.SortOrder.DescendingOrder),
        "jump to the end": lambda: page.table.choose_row(page.table_model.rowCount() - 1),
        "jump to the middle": lambda: page.table.choose_row(page.table_model.rowCount() // 2),
        "choose all": page.table.selectAll,
        "search": search,
    }
    turns = {name: _longest_turn(page, step) for name, step in steps.items()}
    page.deleteLater()
    return turns


def _longest_turn(page: PlanPage, step: Callable[[], object]) -> float:
    from PySide6.QtCore import QThreadPool
    from PySide6.QtWidgets import QApplication

    started = time.thread_time()
    step()
    longest = time.thread_time() - started
    while True:
        done = QThreadPool.globalInstance().waitForDone(1)
        started = time.thread_time()
        QApplication.processEvents()
        longest = max(longest, time.thread_time() - started)
        if done and not page.works():
            return longest
