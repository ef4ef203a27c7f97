"""Long lists in the window: how long the GUI thread is away while a person scrolls, sorts, filters, chooses.

A province far larger than any: 150,000 factories, 100,000 inspections, 300,000 findings, 5,000 orders.
"""

from __future__ import annotations

import json
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fieldkit.model import made_visits
from fieldkit.model.demonstration.factories import generate
from fieldkit.model.workspace import Workspace
from tests.bench import program
from tests.bench.memory import peak
from tests.bench.search import insert, phrases, sentence, words
from tests.bench.targets import Target

if TYPE_CHECKING:
    from fieldkit.ui.list_table import ListTable
    from fieldkit.ui.page import Page, PageContext

INSPECTIONS, FINDINGS, ORDERS = 100_000, 300_000, 5_000
PAGE = 20_000  # rows written and indexed together
LONGEST, MEMORY = 50.0, 700.0
TIMES = 3
OFFICERS = ("นายกฤษณะ ใจดี", "นางสาวมานี รักเรียน", "นายปิติ ชูใจ")


def fill(workspace: Workspace) -> None:
    """Write records past the change log, which a bench of reading does not need."""
    program.put(workspace, list(generate(program.FACTORIES // program.COPIES, program.places())))
    source = random.Random(11)
    said, spots = phrases(), words()
    with workspace.database.door() as connection:
        checklist = {"id": "GEN", "stream": "ref", "form_id": "GEN", "version": "1", "title": "แบบตรวจทั่วไป"}
        insert(connection, "checklist", [checklist])
        factories = [row[0] for row in connection.exec_driver_sql("SELECT id FROM factory ORDER BY row")]
        for table, count, made in (
            ("visit", INSPECTIONS, _visit),
            ("inspection", INSPECTIONS, _inspection),
            ("factory_order", ORDERS, _order),
        ):
            for start in range(0, count, PAGE):
                many = range(start, min(start + PAGE, count))
                insert(connection, table, [made(n, factories[n * 7 % len(factories)]) for n in many])
        for start in range(0, FINDINGS, PAGE):
            rows = [
                _finding(n, factories[n // 3 * 7 % len(factories)])
                | {"wording": source.choice(said), "description": sentence(source, said, spots)}
                for n in range(start, start + PAGE)
            ]
            insert(connection, "finding", rows)
        connection.exec_driver_sql(made_visits.DERIVE)


def _day(number: int, year: int = 2024) -> str:
    return f"{year + number % 3}-{1 + number % 12:02d}-{1 + number % 28:02d}"


def _visit(number: int, factory: str) -> dict[str, Any]:
    core = {"id": f"v{number}", "stream": "ins/66", "factory": factory, "kind": "PLAN"}
    return core | {"started_at": f"{_day(number)}T09:00:00+07:00"}


def _inspection(number: int, factory: str) -> dict[str, Any]:
    core = {"id": f"i{number}", "stream": "ins/66", "visit": f"v{number}", "factory": factory}
    form = {"checklist": "GEN", "form_id": "GEN", "version": "1", "officer_name": OFFICERS[number % 3]}
    outcome = {"state": "closed" if number % 2000 else "draft", "closing": "complete"}
    day = _day(number)
    days = {"started_at": f"{day}T09:{number % 60:02d}:00+07:00", "closed_at": f"{day}T11:00:00+07:00"}
    return core | form | outcome | days | {"outcome": "fail" if number % 3 else "pass"}


def _order(number: int, factory: str) -> dict[str, Any]:
    core = {"id": f"o{number}", "stream": "ins/66", "factory": factory, "number": f"37/{number}"}
    days = {"issued_on": _day(number), "received_on": _day(number), "due_date": _day(number + 1)}
    return core | {"section": "37", "state": "open" if number % 9 else "issued"} | days


def _finding(number: int, factory: str) -> dict[str, Any]:
    core = {"id": f"n{number}", "stream": "ins/66", "inspection": f"i{number // 3}", "factory": factory}
    what = {"path": f"/data/s/q{number % 40}", "form_id": "GEN", "severity": "CMmmmm"[number % 6]}
    law = {"law": f"กฎกระทรวง ฉบับที่ 2 (พ.ศ. 2535) ข้อ {number % 30}", "action": "แก้ไขให้ถูกต้อง"}
    cure = {"decision": "order37", "due_date": _day(number // 3 + 1)}
    order = f"o{number // 60}" if number % 60 < 2 and number // 60 < ORDERS else None
    state = {"state": "open" if number % 4 == 0 else "closed", "factory_order": order}
    return core | what | law | cure | state


@dataclass
class Pauses:
    """How long the GUI thread was away at once, at worst: by the clock, and by its own work (seconds)."""

    wall: float = 0.0
    cpu: float = 0.0

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Measure one turn of the event loop."""
        wall, cpu = time.perf_counter(), time.thread_time()
        yield
        self.wall = max(self.wall, time.perf_counter() - wall)
        self.cpu = max(self.cpu, time.thread_time() - cpu)


def pauses(works: Callable[[], bool], step: Callable[[], object]) -> Pauses:
    """Return the longest turns of the GUI thread from ``step`` until nothing works beside the window."""
    from PySide6.QtCore import QThreadPool
    from PySide6.QtWidgets import QApplication

    found = Pauses()
    with found.turn():
        step()
    while True:
        done = QThreadPool.globalInstance().waitForDone(1)
        with found.turn():
            QApplication.processEvents()
        if done and not works():
            return found


@dataclass(frozen=True)
class Desk:
    """A page with its list, and what a person does there."""

    name: str
    page: Page
    table: ListTable
    works: Callable[[], bool]
    steps: dict[str, Callable[[], object]]


def measure(folder: Path) -> dict[str, Any]:
    """Return the pauses of every step on every list (ms, median of a few), and the peak memory in MB."""

    from PySide6.QtCore import qInstallMessageHandler
    from PySide6.QtWidgets import QApplication

    from fieldkit.ui.app import make_application
    from fieldkit.ui.page import PageContext
    from fieldkit.ui.settings import Settings

    # The platform without a screen warns of hints that it does not know.
    qInstallMessageHandler(lambda *_message: None)
    make_application()
    workspace = Workspace(folder)
    context = PageContext(workspace, Settings(folder / "window.ini"))
    found: dict[str, tuple[float, float]] = {}
    for make in (_register, _inspections, _findings, _orders):
        desk = make(context)
        opened = pauses(desk.works, desk.page.show)
        found[f"{desk.name}: open"] = (opened.wall * 1000, opened.cpu * 1000)
        for name, step in desk.steps.items():
            several = [pauses(desk.works, step) for _ in range(TIMES)]
            wall = statistics.median(each.wall for each in several)
            cpu = statistics.median(each.cpu for each in several)
            found[f"{desk.name}: {name}"] = (wall * 1000, cpu * 1000)
        desk.page.deleteLater()
        QApplication.processEvents()
    workspace.close()
    return {"pauses": found, "peak": peak()}


def _shown(page: Page) -> None:
    page.resize(1154, 704)
    page.build()
    page.open()


def _scrolling(table: ListTable) -> dict[str, Callable[[], object]]:
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    bar = table.verticalScrollBar()

    places = cycle((0.13, 0.71, 0.42, 0.95))

    def scroll() -> None:
        bar.setValue(int(bar.maximum() * next(places)))

    def choose() -> None:
        table.choose_row(int(table.model().rowCount() * next(places)))

    ends = cycle((Qt.Key.Key_End, Qt.Key.Key_Home))

    return {
        "scroll": scroll,
        "page down": lambda: QTest.keyClick(table, Qt.Key.Key_PageDown),
        "jump to the end or back": lambda: QTest.keyClick(table, next(ends)),
        "choose somewhere": choose,
        "choose all": table.selectAll,
    }


def _sorting(table: ListTable, columns: list[int]) -> dict[str, Callable[[], object]]:
    """Return a step that sorts by other columns in turn, and the other way when each had its turn."""
    from PySide6.QtCore import Qt

    turns = iter([(column, way) for way in reversed(Qt.SortOrder) for column in columns] * TIMES)

    def sort() -> None:
        table.sortByColumn(*next(turns))

    return {f"sort by column {column}": sort for column in columns}


def _register(context: PageContext) -> Desk:
    from fieldkit.ui.register_page import RegisterPage

    page = RegisterPage(context)
    _shown(page)

    def search(text: str) -> None:
        page.filters.search.setText(text)
        page.filters.changed.emit()

    steps = _scrolling(page.table) | _sorting(page.table, [1, 2, 3, 4, 5, 0])
    steps |= {f"search {text}": partial(search, text) for text in ("โรงสี", "ก", "")}
    return Desk("register", page, page.table, page.works, steps)


def _inspections(context: PageContext) -> Desk:
    from fieldkit.ui.inspection_page import InspectionPage

    page = InspectionPage(context)
    _shown(page)
    listed = page.list

    def search(text: str) -> None:
        listed.search.setText(text)
        listed.refresh()

    def filter_by(key: str) -> None:
        listed.chips.choose(key)
        listed.refresh()

    steps = _scrolling(listed.table) | _sorting(listed.table, [0, 1, 2, 3, 4, 5])
    steps |= {f"filter {key}": partial(filter_by, key) for key in ("draft", "closed", "all")}
    steps |= {f"search {text}": partial(search, text) for text in ("โรงสี", "ก", "")}
    return Desk("inspections", page, listed.table, listed.works, steps)


def _findings(context: PageContext) -> Desk:
    return _of_findings_page(context, "findings", ("due_soon", "overdue", "unordered", "open", "all"))


def _orders(context: PageContext) -> Desk:
    return _of_findings_page(context, "orders", ("overdue", "waiting", "verify", "active", "all"))


def _of_findings_page(context: PageContext, tab: str, chips: tuple[str, ...]) -> Desk:
    from fieldkit.ui.findings_page import FindingsPage

    page = FindingsPage(context)
    _shown(page)
    page.open({"tab": tab})
    listed = page.list()

    def search(text: str) -> None:
        listed.search.setText(text)
        listed.search.searched.emit(text)

    def filter_by(key: str) -> None:
        listed.chips.choose(key)
        listed.chips.chosen.emit(key)

    steps: dict[str, Callable[[], object]] = {"read again": page.refresh}
    steps |= {f"filter {key}": partial(filter_by, key) for key in chips}
    steps |= _scrolling(listed.table) | _sorting(listed.table, [0, 1, 2, 3, 4])
    steps |= {f"search {text}": partial(search, text) for text in ("ถังดับเพลิง", "ก", "")}
    return Desk(tab, page, listed.table, page.works, steps)


def bench(folder: Path) -> tuple[list[str], list[Target]]:
    """Return a table of pauses, and the targets; the window is a process of its own, for its peak."""
    workspace = Workspace(folder / "lists")
    fill(workspace)
    workspace.close()
    command = [sys.executable, "-m", "tests.bench.lists", str(folder / "lists")]
    found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    lines = [f"{name:44}{wall:>10.1f}{cpu:>10.1f}" for name, (wall, cpu) in found["pauses"].items()]
    targets = [Target("the window with long lists: peak memory", found["peak"], MEMORY, "MB")]
    for place, kind in enumerate(("by the clock", "of its own work")):
        worst = max(found["pauses"], key=lambda name: found["pauses"][name][place])
        longest = found["pauses"][worst][place]
        targets.insert(place, Target(f"longest pause {kind} ({worst})", longest, LONGEST, "ms"))
    return lines, targets


if __name__ == "__main__":
    print(json.dumps(measure(Path(sys.argv[1]))))
