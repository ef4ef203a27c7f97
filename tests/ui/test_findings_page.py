"""The findings page: what is open and overdue, searched, looked at, followed to its question."""

from __future__ import annotations

import gc
from datetime import date, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fieldkit.model import changes
from fieldkit.model.body import Op
from fieldkit.model.demonstration.factories import InventedFactory
from fieldkit.model.orders.reading import orders_listing
from fieldkit.model.workspace import Workspace
from fieldkit.ui import finding_list, findings_page, record_source, translation
from fieldkit.ui.chip import Chip
from fieldkit.ui.finding_pane import FindingPane
from fieldkit.ui.findings_page import FindingsPage
from fieldkit.ui.page import PageContext
from fieldkit.ui.row_delegate import CELL_ROLE
from tests.conftest import Clock
from tests.ui.conftest import TypeText
from tests.ui.registers import fill, inspected

DUE = 4  # the column of the day
OVERDUE, SOON, LATER = "2026-11-08", "2026-11-25", "2027-02-01"


@pytest.fixture
def made(workspace: Workspace) -> list[InventedFactory]:
    made = fill(workspace, 4)
    workspace.log.commit(
        [
            *inspected(made[0].id, "2026-10-09", "fail", findings=(OVERDUE, LATER)),
            *inspected(made[1].id, "2026-11-09", "fail", findings=(SOON,)),
        ]
    )
    return made


def shown(context: PageContext, qtbot: QtBot) -> FindingsPage:
    page = FindingsPage(context)
    qtbot.addWidget(page)
    page.resize(1130, 700)
    page.build()
    with qtbot.waitActive(page):
        page.show()
    page.open()
    return page


@pytest.fixture
def page(made: list[InventedFactory], context: PageContext, qtbot: QtBot) -> FindingsPage:
    return shown(context, qtbot)


@pytest.fixture
def opened(page: FindingsPage) -> list[tuple[str, object]]:
    seen: list[tuple[str, object]] = []
    page.opened.connect(lambda key, target: seen.append((key, target)))
    return seen


def finding(factory: InventedFactory, day: str, place: int) -> str:
    return f"finding-inspection-{factory.id}-{day}-{place}"


def close(workspace: Workspace, record: str) -> None:
    with workspace.database.read() as connection:
        seen = changes.heads(connection, "finding", record)
    key = ("finding", record, "state")
    values = {"state": "closed", "state_at": "2026-11-20"}
    workspace.log.commit([Op(*key, values, seen[key], "ins/66")])


def rows(page: FindingsPage) -> list[str]:
    return [row["id"] for row in page.findings.list.table_model.rows]


def chip_texts(page: FindingsPage) -> list[str]:
    return [chip.text() for chip in page.findings.list.chips.findChildren(Chip)]


def test_open_findings_stand_with_the_earliest_due_first(
    page: FindingsPage, made: list[InventedFactory]
) -> None:
    assert rows(page) == [
        finding(made[0], "2026-10-09", 0),
        finding(made[1], "2026-11-09", 0),
        finding(made[0], "2026-10-09", 1),
    ]
    assert chip_texts(page) == ["ค้างแก้ไข 3", "ใกล้กำหนด 1", "เกินกำหนด 1", "ยังไม่ออกคำสั่ง 3", "ทั้งหมด 3"]
    cells = [page.findings.list.table_model.index(row, DUE).data(CELL_ROLE) for row in range(3)]
    assert [(cell.text, cell.second, cell.tone) for cell in cells] == [
        ("8 พ.ย. 2569", "เกินกำหนด 14 วัน", "fail"),
        ("25 พ.ย. 2569", "เหลือ 3 วัน", "warn"),
        ("1 ก.พ. 2570", "เหลือ 71 วัน", None),
    ]
    assert page.findings.list.table_model.index(0, 0).data() == "วิกฤต"
    assert made[0].columns["name"] in page.findings.list.table_model.index(0, 1).data()


def test_overdue_and_all_are_filters_with_true_counts(
    page: FindingsPage, made: list[InventedFactory], workspace: Workspace, qtbot: QtBot
) -> None:
    close(workspace, finding(made[1], "2026-11-09", 0))
    page.refresh(frozenset({"finding"}))
    assert chip_texts(page) == ["ค้างแก้ไข 2", "ใกล้กำหนด 0", "เกินกำหนด 1", "ยังไม่ออกคำสั่ง 2", "ทั้งหมด 3"]
    assert len(rows(page)) == 2
    page.findings.list.chips.choose("overdue")
    page.findings.list.chips.chosen.emit("overdue")
    assert rows(page) == [finding(made[0], "2026-10-09", 0)]
    page.findings.list.chips.choose("all")
    page.findings.list.chips.chosen.emit("all")
    assert len(rows(page)) == 3
    assert "3" in page.findings.list.count.text()


def test_a_finding_becomes_overdue_when_its_day_has_passed(page: FindingsPage, clock: Clock) -> None:
    clock.advance(timedelta(days=4))
    page.refresh()
    assert chip_texts(page)[2] == "เกินกำหนด 2"


def test_search_looks_at_factory_finding_and_law(
    page: FindingsPage, made: list[InventedFactory], qtbot: QtBot, type_text: TypeText
) -> None:
    def search(text: str) -> list[str]:
        page.findings.list.search.setFocus()
        page.findings.list.search.selectAll()
        with qtbot.waitSignal(page.findings.list.search.searched):
            type_text(page.findings.list.search, text)
        return rows(page)

    assert search(made[1].columns["name"][1:-1]) == [finding(made[1], "2026-11-09", 0)]
    assert len(search("วรรคหนึ่ง")) == 3
    assert search("ถังดับ") == [finding(made[0], "2026-10-09", 1)]
    assert search("ไม่มีคำนี้") == []
    assert page.findings.list.empty.isVisible()
    assert not page.findings.pane.title.isVisible()
    qtbot.keyClick(page.findings.list.empty.button, Qt.Key.Key_Space)
    assert len(rows(page)) == 3
    assert page.findings.list.search.text() == ""


def test_pane_says_everything_and_leads_on(
    page: FindingsPage, made: list[InventedFactory], opened: list[tuple[str, object]]
) -> None:
    facts = page.findings.pane.facts.facts()
    assert page.findings.pane.title.words() == "ข้อ 0: ทางเดินไม่กีดขวาง"
    assert facts["โรงงาน"] == made[0].columns["name"]
    assert facts["กฎหมาย"] == "ม.37 วรรคหนึ่ง"
    assert facts["วิธีแก้ไข"] == "ย้ายสิ่งกีดขวาง"
    assert facts["การสั่งการ"] == "สั่งตามมาตรา 37"
    page.findings.pane.open_question.click()
    page.findings.pane.open_factory.click()
    assert opened == [
        ("inspection", {"inspection": f"inspection-{made[0].id}-2026-10-09", "path": "/data/s/q0"}),
        ("factory", made[0].id),
    ]


def test_question_is_reached_with_the_keyboard_alone(
    page: FindingsPage, made: list[InventedFactory], opened: list[tuple[str, object]], qtbot: QtBot
) -> None:
    focus = QApplication.focusWidget
    assert focus() is page.findings.list.table
    qtbot.keyClick(focus(), Qt.Key.Key_Down)
    qtbot.keyClick(focus(), Qt.Key.Key_Return)
    assert focus() is page.findings.pane.open_question
    qtbot.keyClick(focus(), Qt.Key.Key_Space)
    assert opened == [
        ("inspection", {"inspection": f"inspection-{made[1].id}-2026-11-09", "path": "/data/s/q0"})
    ]


def test_chosen_finding_stays_chosen_when_another_is_corrected(
    page: FindingsPage, made: list[InventedFactory], workspace: Workspace
) -> None:
    page.findings.list.table.choose_row(2)
    close(workspace, finding(made[0], "2026-10-09", 0))
    page.refresh(frozenset({"finding"}))
    assert page.findings.list.table_model.rows[page.findings.list.table.chosen_row()]["id"] == finding(
        made[0], "2026-10-09", 1
    )


def test_open_at_a_finding_that_the_filter_hides(
    page: FindingsPage, made: list[InventedFactory], workspace: Workspace
) -> None:
    hidden = finding(made[1], "2026-11-09", 0)
    close(workspace, hidden)
    page.refresh()
    page.open(hidden)
    assert page.findings.list.table_model.rows[page.findings.list.table.chosen_row()]["id"] == hidden


def test_state_brings_a_new_page_to_the_same_place(
    page: FindingsPage, context: PageContext, qtbot: QtBot
) -> None:
    page.findings.list.chips.choose("all")
    page.findings.list.chips.chosen.emit("all")
    page.findings.list.table.choose_row(2)
    again = FindingsPage(context)
    qtbot.addWidget(again)
    again.build()
    again.open(page.state())
    assert rows(again) == rows(page)
    assert again.findings.list.table.chosen_row() == 2


def test_no_finding_at_all_leads_to_the_register(
    context: PageContext, workspace: Workspace, qtbot: QtBot
) -> None:
    page = shown(context, qtbot)
    opened: list[tuple[str, object]] = []
    page.opened.connect(lambda key, target: opened.append((key, target)))
    assert page.nothing.isVisible()
    assert page.nothing.button.hasFocus()
    qtbot.keyClick(page.nothing.button, Qt.Key.Key_Space)
    assert opened == [("register", None)]
    [factory] = fill(workspace, 1)
    workspace.log.commit(inspected(factory.id, "2026-11-20", "fail", findings=(LATER,)))
    page.refresh(frozenset({"finding"}))
    assert not page.nothing.isVisible()
    assert len(rows(page)) == 1


def test_the_window_waits_for_no_collection_of_garbage_while_orders_are_read(
    made: list[InventedFactory], context: PageContext, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    collected = list[bool]()

    def watched(workspace: Workspace, *, today: date) -> list[dict[str, Any]]:
        collected.append(gc.isenabled())
        return orders_listing(workspace, today=today)

    monkeypatch.setattr(findings_page, "orders_listing", watched)
    shown(context, qtbot)
    assert collected
    assert not any(collected)
    assert gc.isenabled()


@pytest.fixture
def long(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every list is long: counted, found and sorted beside the window."""
    for module in (findings_page, finding_list, record_source):
        monkeypatch.setattr(module, "QUICK", 0)


def test_a_long_list_is_found_beside_the_window_and_is_the_same(
    made: list[InventedFactory], context: PageContext, qtbot: QtBot, request: pytest.FixtureRequest
) -> None:
    short = shown(context, qtbot)
    request.getfixturevalue("long")
    page = shown(context, qtbot)
    assert page.works()
    qtbot.waitUntil(lambda: not page.works())
    assert rows(page) == rows(short)
    assert chip_texts(page) == chip_texts(short)
    assert page.findings.list.table.hasFocus()
    page.findings.list.table.sortByColumn(DUE, Qt.SortOrder.DescendingOrder)
    qtbot.waitUntil(lambda: not page.works())
    assert rows(page) == rows(short)[::-1]


def test_the_focus_waits_in_a_list_that_is_still_to_be_read(
    made: list[InventedFactory], context: PageContext, qtbot: QtBot, request: pytest.FixtureRequest
) -> None:
    request.getfixturevalue("long")
    page = FindingsPage(context)
    qtbot.addWidget(page)
    page.build()
    page.open()
    assert page.works()
    with qtbot.waitActive(page):
        page.show()
    qtbot.waitUntil(lambda: not page.works())
    assert page.findings.list.table.hasFocus()
    page.findings.list.chips.choose("unordered")
    page.findings.list.search.setText("ไม่มีโรงงานนี้")
    qtbot.waitUntil(lambda: not page.works() and not rows(page))
    assert page.findings.list.empty.button.hasFocus()


def test_a_finding_that_the_filter_hides_is_shown_when_the_long_list_is_read(
    made: list[InventedFactory], context: PageContext, qtbot: QtBot, request: pytest.FixtureRequest
) -> None:
    request.getfixturevalue("long")
    page = shown(context, qtbot)
    page.findings.list.chips.choose("overdue")
    hidden = finding(made[1], "2026-11-09", 0)
    page.open(hidden)
    qtbot.waitUntil(lambda: not page.works())
    current = page.findings.list.current()
    assert current is not None
    assert current["id"] == hidden
    assert page.findings.pane.title.words() == current["wording"]


def test_only_the_last_filter_of_a_long_list_is_shown(
    made: list[InventedFactory], context: PageContext, qtbot: QtBot, request: pytest.FixtureRequest
) -> None:
    request.getfixturevalue("long")
    page = shown(context, qtbot)
    qtbot.waitUntil(lambda: not page.works())
    for key in ("all", "due_soon", "overdue"):
        page.findings.list.chips.choose(key)
        page.findings.list.chips.chosen.emit(key)
    qtbot.waitUntil(lambda: not page.works())
    assert rows(page) == [finding(made[0], "2026-10-09", 0)]


@pytest.mark.parametrize(
    ("state", "due", "expected"),
    [
        ("open", "2026-11-21", ("21 Nov 2026", "1 day overdue", "fail")),
        ("open", "2026-11-22", ("22 Nov 2026", "due today", "warn")),
        ("open", "2026-11-29", ("29 Nov 2026", "7 days left", "warn")),
        ("open", "2026-11-30", ("30 Nov 2026", "8 days left", None)),
        ("open", None, ("—", "", None)),
        ("closed", "2026-11-01", ("1 Nov 2026", "Closed", "ok")),
        ("corrected_on_site", "2026-11-01", ("1 Nov 2026", "Corrected on site", "ok")),
    ],
)
def test_due_in_words(
    state: str, due: str | None, expected: tuple[object, ...], context: PageContext, qapp: QApplication
) -> None:
    translation.use(qapp, "en")
    context.settings.language = "en"
    assert FindingPane(context).due_words({"state": state, "due_date": due}) == expected
