"""The cards of the overview: four figures, what needs somebody today, charts, districts, all indicators."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from fieldkit.model.indicators import indicator, words
from fieldkit.model.indicators.overview import SEVERITIES
from fieldkit.model.thai.dates import ENGLISH_MONTHS, SHORT_MONTHS
from fieldkit.ui import theme
from fieldkit.ui.bar_chart import Bar, BarChart, Series
from fieldkit.ui.card import Card
from fieldkit.ui.chip import ChipRow
from fieldkit.ui.coverage_bars import CoverageBars, Reach
from fieldkit.ui.coverage_map import CoverageMap
from fieldkit.ui.dashboard_rows import IndicatorTable, TodayRow
from fieldkit.ui.figure_card import FigureCard
from fieldkit.ui.labels import label
from fieldkit.ui.legend import Legend

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from fieldkit.model.indicators import Figure, Indicator
    from fieldkit.model.indicators.figures import Part
    from fieldkit.model.indicators.overview import Overview
    from fieldkit.ui.page import PageContext

NARROW = 900
_GAP = 14
_MAP_HEIGHT = 420


@dataclass(frozen=True, slots=True)
class Behind:
    """What a number opens: a part of an indicator, of one group of a breakdown or of everything."""

    indicator: Indicator
    part: Part = "numerator"
    by: str = ""
    group: str | None = None


class Cards(QWidget):
    """Everything of the overview below its filters.

    Attributes:
        opened: signal with the Behind of a number that was pressed.
    """

    opened = Signal(object)

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._last: QWidget | None = None
        self.figures = {
            "planned": FigureCard(self.tr("Visits planned"), "calendar-days"),
            "coverage": FigureCard(self.tr("Factories inspected"), "clipboard-check"),
            "findings_open": FigureCard(self.tr("Open findings"), "triangle-alert"),
            "findings_overdue": FigureCard(self.tr("Overdue corrections"), "history"),
        }
        for key, card in self.figures.items():
            card.clicked.connect(partial(self._press_card, key))
        row = QHBoxLayout()
        row.setSpacing(_GAP)
        for card in self.figures.values():
            row.addWidget(card, 1)
        self.today = TodayRow(self.tr("Needs you today"), context.language)
        self.today.opened.connect(self._open)
        self.table = IndicatorTable(self.tr("Indicators against their targets"), context.language)
        self.table.opened.connect(self._open)
        self._grid = QGridLayout()
        self._grid.setSpacing(_GAP)
        self._charts = (self._monthly_card(), self._severity_card(), self._district_card())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 6, 0)
        column.setSpacing(_GAP)
        column.addLayout(row)
        column.addWidget(self.today)
        column.addLayout(self._grid)
        column.addWidget(self.table)
        self._narrow: bool | None = None
        self._arrange(narrow=False)

    def _monthly_card(self) -> Card:
        title = self.tr("Visits planned and done by month")
        series = (Series(self.tr("planned"), "chart_2"), Series(self.tr("done"), "chart_1"))
        self.monthly = BarChart(title, series)
        return self._chart_card(title, self.monthly)

    def _severity_card(self) -> Card:
        title = self.tr("Findings by severity")
        series = (
            Series(self.tr("minor"), "chart_2"),
            Series(self.tr("major"), "chart_3"),
            Series(self.tr("critical"), "chart_4"),
        )
        self.severities = BarChart(title, series, stacked=True)
        return self._chart_card(title, self.severities)

    def _chart_card(self, title: str, chart: BarChart) -> Card:
        card = Card(title)
        assert card.head is not None
        card.head.addWidget(Legend(chart.series))
        card.add(chart, 1)
        chart.opened.connect(self._open)
        return card

    def _district_card(self) -> Card:
        title = self.tr("Coverage by district")
        card = Card(title)
        assert card.head is not None
        self.due = label("", "caption")
        self.views = ChipRow(
            [("list", self.tr("List")), ("map", self.tr("Map"))], self.tr("How districts are shown")
        )
        card.head.addWidget(self.views)
        card.add(self.due)
        self.districts = CoverageBars(title)
        self.districts.opened.connect(self._open)
        self.map = CoverageMap(self._context.language)
        self.map.setMinimumHeight(theme.current().px(_MAP_HEIGHT))
        self.map.opened.connect(self._open_district)
        self._stack = QStackedWidget()
        self.views.chosen.connect(lambda key: self._stack.setCurrentIndex(1 if key == "map" else 0))
        self._stack.addWidget(self.districts)
        self._stack.addWidget(self.map)
        card.add(self._stack, 1)
        return card

    # --- where things stand

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(narrow=self.width() < theme.current().px(NARROW))

    def _arrange(self, *, narrow: bool) -> None:
        if narrow == self._narrow:
            return
        self._narrow = narrow
        monthly, severity, district = self._charts
        self._grid.addWidget(monthly, 0, 0)
        self._grid.addWidget(severity, 1, 0)
        if narrow:
            self._grid.addWidget(district, 2, 0)
        else:
            self._grid.addWidget(district, 0, 1, 2, 1)
        self._grid.setColumnStretch(0, 3)
        self._grid.setColumnStretch(1, 0 if narrow else 2)

    def enter(self) -> None:
        """Put the focus on the first figure."""
        self.figures["planned"].setFocus()

    def come_back(self) -> None:
        """Put the focus where it was when a list was opened."""
        (self._last or self.figures["planned"]).setFocus()

    # --- what is pressed

    def _press_card(self, key: str) -> None:
        planned = key == "planned" and not self._has_plan
        behind = Behind(indicator("coverage"), "denominator") if planned else Behind(indicator(key))
        self._open(behind)

    def _open_district(self, name: str) -> None:
        self._open(Behind(indicator("coverage"), "rest", "district", name))

    def _open(self, behind: Behind) -> None:
        self._last = self.focusWidget()
        self.opened.emit(behind)

    # --- what is shown

    def show_overview(self, found: Overview) -> None:
        """Show the figures."""
        self._show_figures(found)
        self.today.show_items([(item, Behind(item.counted), figure) for item, figure in found.today])
        self._show_months(found)
        self._show_districts(found)
        self.table.show_figures(
            [(figure, Behind(figure.indicator)) for figure in found.figures.values()], found.pace
        )

    def _show_figures(self, found: Overview) -> None:
        coverage, planned = found.figures["coverage"], found.figures["planned"]
        self._has_plan = bool(planned.numerator)
        if self._has_plan:
            done = found.figures["plan_done"]
            line = self.tr("{0} of them done").format(words.value_words(done, self._context.language))
            self.figures["planned"].show_figure(
                words.number(planned.numerator), self.tr("visits"), line, words=self.tr("Visits planned")
            )
        else:
            self.figures["planned"].show_figure(
                words.number(coverage.denominator),
                self.tr("factories"),
                self.tr("Nothing is planned for this period yet"),
                words=self.tr("Factories to be inspected"),
            )
        self._show_coverage(coverage, found.pace)
        critical = found.open_findings.get("C")
        serious = int(critical.numerator) if critical is not None else 0
        self.figures["findings_open"].show_figure(
            words.number(found.figures["findings_open"].numerator),
            self.tr("findings"),
            self.tr("{0} critical").format(f"{serious:,}") if serious else self.tr("None of them critical"),
            "fail" if serious else None,
        )
        orders = int(found.figures["orders_overdue"].numerator)
        overdue = found.figures["findings_overdue"].numerator
        self.figures["findings_overdue"].show_figure(
            words.number(overdue),
            self.tr("findings"),
            self.tr("and {0} overdue orders").format(f"{orders:,}")
            if orders
            else self.tr("No overdue orders"),
            "warn" if overdue or orders else "ok",
        )

    def _show_coverage(self, coverage: Figure, pace: float) -> None:
        card = self.figures["coverage"]
        if coverage.value is None:
            card.show_figure("–", "", self.tr("No factory counts in this period"))
            return
        ahead = coverage.value - 100 * pace
        told = self.tr("{0} points ahead") if ahead >= 0 else self.tr("{0} points behind")
        line = f"{coverage.value:.1f}%"
        card.show_figure(
            words.number(coverage.numerator),
            self.tr("factories"),
            f"{line} · {told.format(f'{abs(ahead):.1f}')}",
            "ok" if ahead >= 0 else "warn",
        )

    def _show_months(self, found: Overview) -> None:
        period = found.scope.period
        months = _months(period.start, period.end)
        self.monthly.show_bars([self._bar(found, month, ("planned", "visits")) for month in months])
        self.severities.show_bars([self._bar(found, month, SEVERITIES) for month in months])

    def _bar(self, found: Overview, month: str, ids: tuple[str, ...]) -> Bar:
        figures = found.months.get(month, {})
        values = tuple(figures[id_].numerator if id_ in figures else 0 for id_ in ids)
        language = self._context.language
        names = [indicator(id_).name.pick(language) for id_ in ids]
        spoken = ", ".join(f"{name} {value:,.0f}" for name, value in zip(names, values, strict=True))
        place = int(month[5:]) - 1
        short = ENGLISH_MONTHS[place][:3] if language == "en" else SHORT_MONTHS[place]
        opens = tuple(Behind(indicator(id_), "numerator", "month", month) for id_ in ids)
        return Bar(short, f"{words.month_words(month, language)}: {spoken}", values, opens)

    def _show_districts(self, found: Overview) -> None:
        due = 100 * found.pace
        self.due.setText(self.tr("Tick = {0}% due by now").format(f"{due:.0f}"))
        language = self._context.language
        rows = []
        for figure in found.districts:
            column = figure.indicator.subject.columns["district"]
            rows.append(
                Reach(
                    words.cell_words(column, figure.group, language),
                    figure.value,
                    words.parts_words(figure),
                    _token(figure.value, due),
                    Behind(figure.indicator, "rest", "district", figure.group),
                )
            )
        self.districts.show_rows(rows, due)


def _token(value: float | None, due: float) -> str:
    if value is None or value >= due:
        return "chart_1"
    return "chart_3" if value >= 0.8 * due else "chart_4"


def _months(start: date, end: date) -> list[str]:
    first, last = start.year * 12 + start.month - 1, end.year * 12 + end.month - 1
    return [f"{month // 12}-{month % 12 + 1:02d}" for month in range(first, last + 1)]
