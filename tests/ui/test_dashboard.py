"""The overview: the figures of the model, a list behind every number, keys alone, the first day."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt, QThreadPool
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fieldkit.model import indicators, records
from fieldkit.model.demonstration.factories import InventedFactory
from fieldkit.model.indicators import Scope
from fieldkit.model.workspace import Workspace
from fieldkit.ui import dialogs, translation
from fieldkit.ui.bar_chart import Bar, BarChart, Series
from fieldkit.ui.dashboard_cards import Behind
from fieldkit.ui.dashboard_page import DashboardPage
from fieldkit.ui.main_window import MainWindow
from fieldkit.ui.page import PageContext
from fieldkit.ui.row_copy import copy_rows
from tests.ui.registers import fill, inspected


@pytest.fixture
def made(workspace: Workspace) -> list[InventedFactory]:
    made = fill(workspace, 6)
    for one in made:
        one.columns["status"] = "1"
        [record] = [records.load(workspace, "factory", one.id)]
        assert record is not None
        records.edit(workspace, [record], {"status": "1"})
    workspace.log.commit(
        [
            *inspected(made[0].id, "2026-10-09", "fail", findings=("2026-11-08", "2027-02-01")),
            *inspected(made[1].id, "2026-11-09", "pass"),
        ]
    )
    return made


def settled(page: DashboardPage, qtbot: QtBot) -> None:
    def nothing_runs() -> bool:
        return QThreadPool.globalInstance().waitForDone(50) and page._job is None

    qtbot.waitUntil(nothing_runs, timeout=10_000)
    QApplication.processEvents()


def shown(context: PageContext, qtbot: QtBot) -> DashboardPage:
    page = DashboardPage(context)
    qtbot.addWidget(page)
    page.resize(1130, 700)
    page.build()
    with qtbot.waitActive(page):
        page.show()
    settled(page, qtbot)
    page.open()
    return page


def listed(page: DashboardPage, qtbot: QtBot) -> list[dict[str, object]]:
    """Return the rows of the list that was opened."""
    qtbot.waitUntil(lambda: page._views.currentWidget() is page.sheet, timeout=10_000)
    assert page.sheet._found is not None
    return page.sheet._found.rows


def test_the_cards_show_what_the_model_counts(
    context: PageContext, qtbot: QtBot, made: list[InventedFactory]
) -> None:
    page = shown(context, qtbot)
    scope = Scope(indicators.period("2570"), context.workspace.clock().date())
    with context.workspace.database.read() as connection:
        figures = {one.indicator.id: one for one in indicators.compute(connection, scope)}
    for key in ("coverage", "findings_open", "findings_overdue"):
        spoken = page.cards.figures[key].accessibleName()
        assert f" {figures[key].numerator:,.0f} " in spoken
    assert "2" in page.cards.figures["coverage"].accessibleName()
    assert [figure.indicator.id for figure, _ in page.cards.table.model.rows] == list(indicators.indicators())


def test_a_number_opens_its_list_and_escape_comes_back(
    context: PageContext, qtbot: QtBot, made: list[InventedFactory]
) -> None:
    page = shown(context, qtbot)
    card = page.cards.figures["coverage"]
    card.setFocus()
    qtbot.keyClick(card, Qt.Key.Key_Return)
    rows = listed(page, qtbot)
    assert {row["factory"] for row in rows} == {made[0].id, made[1].id}
    assert page.sheet.table is not None
    qtbot.waitUntil(page.sheet.table.hasFocus)
    with qtbot.waitSignal(page.opened) as opened:
        qtbot.keyClick(page.sheet.table, Qt.Key.Key_Return)
    assert opened.args == ["factory", rows[0]["factory"]]
    qtbot.keyClick(page.sheet.table, Qt.Key.Key_Escape)
    assert page._views.currentWidget() is page._desk
    assert card.hasFocus()


def test_charts_and_districts_are_walked_by_keys(
    context: PageContext, qtbot: QtBot, made: list[InventedFactory]
) -> None:
    page = shown(context, qtbot)
    chart = page.cards.monthly
    assert "ต.ค. 2569" in chart.accessibleDescription()
    chart.setFocus()
    qtbot.keyClick(chart, Qt.Key.Key_Right)
    assert "พ.ย." in chart.accessibleDescription()
    qtbot.keyClick(chart, Qt.Key.Key_Return)
    assert [row["day"] for row in listed(page, qtbot)] == ["2026-11-09"]
    page.sheet.back.click()
    bars = page.cards.districts
    bars.setFocus()
    assert bars.rows[0].name in bars.summary()
    qtbot.keyClick(bars, Qt.Key.Key_End)
    qtbot.keyClick(bars, Qt.Key.Key_Return)
    assert listed(page, qtbot) is not None
    assert "ยังไม่ได้" in page.sheet._words.text()


def test_what_needs_somebody_stands_first_and_opens_its_list(
    context: PageContext, qtbot: QtBot, made: list[InventedFactory]
) -> None:
    page = shown(context, qtbot)
    button = page.cards.today.buttons[0]
    assert button.text() == "ข้อบกพร่องเกินกำหนด 1"
    button.click()
    [row] = listed(page, qtbot)
    with qtbot.waitSignal(page.opened) as opened:
        page.sheet._open(0)
    assert opened.args == ["findings", row["id"]]


def test_the_list_is_exported_as_it_stands(
    context: PageContext,
    qtbot: QtBot,
    made: list[InventedFactory],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = shown(context, qtbot)
    page.open_behind(Behind(indicators.indicator("coverage"), "rest"))
    rows = listed(page, qtbot)
    target = tmp_path / "ยังไม่ตรวจ"
    monkeypatch.setattr(dialogs, "choose_path", lambda *_args, **_options: [target])
    with qtbot.waitSignal(page.offered, timeout=20_000):
        page.sheet.export.click()
    sheet = openpyxl.load_workbook(target.with_name("ยังไม่ตรวจ.xlsx")).worksheets[0]
    header, *written = sheet.iter_rows(min_row=1, values_only=True)
    assert [line[header.index("number")] for line in written[1:]] == [row["number"] for row in rows]
    assert len(rows) == 4


def test_the_list_is_sorted_copied_and_remembers_its_columns(
    context: PageContext, qtbot: QtBot, made: list[InventedFactory]
) -> None:
    page = shown(context, qtbot)
    page.open_behind(Behind(indicators.indicator("coverage"), "rest"))
    rows = listed(page, qtbot)
    table = page.sheet.table
    assert table is not None
    table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    column = page.sheet.model
    assert [row["id"] for row in column.rows] != [row["id"] for row in rows]
    table.selectAll()
    assert copy_rows(table) == 4
    columns = page.sheet.columns
    assert columns is not None
    columns.menu_.actions()[0].trigger()
    page.open_behind(Behind(indicators.indicator("coverage"), "rest"))
    listed(page, qtbot)
    assert page.sheet.table is not None
    assert page.sheet.table.isColumnHidden(1)


def test_figures_are_read_again_only_when_something_they_count_changes(
    context: PageContext, qtbot: QtBot, made: list[InventedFactory]
) -> None:
    page = shown(context, qtbot)
    before = page._shown
    page.refresh(frozenset({"person"}))
    settled(page, qtbot)
    assert page._shown is before
    context.workspace.log.commit(inspected(made[2].id, "2026-11-10", "pass"))
    page.refresh(frozenset({"inspection"}))
    settled(page, qtbot)
    assert page._shown is not before
    assert " 3 " in page.cards.figures["coverage"].accessibleName()


def test_another_period_has_other_figures_and_is_kept(
    context: PageContext, qtbot: QtBot, made: list[InventedFactory]
) -> None:
    page = shown(context, qtbot)
    page.open({"period": "2569"})
    settled(page, qtbot)
    assert page.state() == {"period": "2569", "province": "", "type": ""}
    assert " 0 " in page.cards.figures["coverage"].accessibleName()


def test_the_map_shows_districts_and_factories(
    context: PageContext, qtbot: QtBot, made: list[InventedFactory]
) -> None:
    page = shown(context, qtbot)
    card = page.cards.map
    named = {figure.group: figure for figure in page._shown.overview.districts} if page._shown else {}
    assert card.sketch is not None
    for district in card.sketch.districts:
        if district.name.th in named:
            assert f"{named[district.name.th].value:.0f}%" in card.summary()


def test_the_first_day_begins_at_the_register_and_the_overview_says_so(
    window: MainWindow, qtbot: QtBot
) -> None:
    assert window.page_key() == "register"
    window.open_page("dashboard")
    page = window.page()
    assert isinstance(page, DashboardPage)
    qtbot.waitUntil(lambda: page._views.currentWidget() is page.nothing, timeout=10_000)
    page.nothing.button.click()
    assert window.page_key() == "register"


def test_english_and_narrow(
    context: PageContext, qtbot: QtBot, made: list[InventedFactory], qapp: QApplication
) -> None:
    translation.use(qapp, "en")
    context.settings.language = "en"
    page = shown(context, qtbot)
    page.resize(780, 600)
    QApplication.processEvents()
    assert "Factories inspected" in page.cards.figures["coverage"].accessibleName()
    qtbot.waitUntil(lambda: page.cards.width() <= page._area.viewport().width())


def test_a_chart_opens_the_value_under_the_pointer(qtbot: QtBot) -> None:
    chart = BarChart("x", (Series("a", "chart_2"), Series("b", "chart_1")), stacked=True)
    qtbot.addWidget(chart)
    chart.resize(400, 220)
    chart.show_bars([Bar("m", "m: a 4, b 8", (4, 8), ("four", "eight"))])
    chart.show()
    for rect, opens in zip(chart._rects(0), ("four", "eight"), strict=True):
        with qtbot.waitSignal(chart.opened) as opened:
            qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=rect.center().toPoint())
        assert opened.args == [opens]
    chart.show_bars([Bar("m", "", (0, 0), (None, None))])
    with qtbot.assertNotEmitted(chart.opened):
        qtbot.keyClick(chart, Qt.Key.Key_Return)
