"""Measured values of a factory: what was measured, its line over the years, and every value in a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from fieldkit.model.factory_file.measured import measured
from fieldkit.model.limits import NOT_CONFIRMED, limit_text
from fieldkit.model.thai.digits import format_number
from fieldkit.ui.card import Card
from fieldkit.ui.cell_model import CellModel
from fieldkit.ui.empty_state import EmptyState
from fieldkit.ui.factory_file.away_bar import AwayBar
from fieldkit.ui.factory_file.line_chart import LineChart
from fieldkit.ui.factory_file.section import Section
from fieldkit.ui.factory_model import NONE, day_words
from fieldkit.ui.list_table import ListTable
from fieldkit.ui.row_copy import let_copy
from fieldkit.ui.row_delegate import Cell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldkit.model.factory_file.measured import Series
    from fieldkit.model.inspections.history import Past
    from fieldkit.ui.page import PageContext

SPARED = (3, 2)  # columns that a narrow window leaves out
WIDTHS = (0, 150, 170, 90)
VALUE_WIDTHS = (128, 80)


class MeasuredSection(Section):
    """The list of series above; chart and values of the chosen one below."""

    TABLES: ClassVar[frozenset[str]] = frozenset({"inspection", "answer"})

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        headers = (self.tr("Measured"), ">" + self.tr("Last value"), self.tr("Limit"), ">" + self.tr("Times"))
        self.table_model = CellModel(headers, self._cells, self)
        self.table = ListTable(self.tr("Measured values"))
        self.table.setModel(self.table_model)
        self.table.set_widths(WIDTHS)
        self.table.let_choose_many()
        let_copy(self.table)
        self.table.row_chosen.connect(self._show)
        self.chart = LineChart(context.language)
        value_headers = (self.tr("Date"), ">" + self.tr("Value"))
        self.value_model = CellModel(value_headers, self._value_cells, self)
        self.values = ListTable(self.tr("All values"))
        self.values.setModel(self.value_model)
        self.values.set_widths(VALUE_WIDTHS)
        self.values.let_choose_many()
        let_copy(self.values)
        self.values.horizontalHeader().setStretchLastSection(True)
        self.table.row_opened.connect(lambda _row: self.values.setFocus())
        self._series: Series | None = None
        self._views = QStackedWidget()
        self._views.addWidget(self._parts())
        blank = Card(margin=1)
        blank.add(EmptyState("layout-dashboard", self.tr("Nothing was measured yet"), ""), 1)
        self._views.addWidget(blank)
        self.away = AwayBar()
        self.away.fetch_wanted.connect(self.fetch_wanted)
        self.column.addWidget(self.away)
        self.column.addWidget(self._views, 1)

    def _parts(self) -> QWidget:
        upper, chart, values = Card(margin=1), Card(margin=12), Card(margin=1)
        upper.add(self.table, 1)
        chart.add(self.chart, 1)
        values.add(self.values, 1)
        lower = QHBoxLayout()
        lower.setSpacing(12)
        lower.addWidget(chart, 3)
        lower.addWidget(values, 2)
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(upper, 1)
        column.addLayout(lower, 1)
        return part

    def read(self) -> None:
        found = measured(self.context.workspace, self.factory, self.context.language)
        with self.context.workspace.database.read() as connection:
            self.away.read(connection, self.factory)
        self.table_model.show_rows(found)
        self._views.setCurrentIndex(0 if found else 1)
        self.table.choose_row(0 if found else -1)
        self._show(0 if found else -1)

    def enter(self) -> None:
        self.table.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit(self.table, WIDTHS, SPARED)

    def _show(self, row: int) -> None:
        self._series = self.table_model.row(row)
        self.chart.show_series(self._series)
        self.value_model.show_rows(self._series.values[::-1] if self._series is not None else ())

    def _cells(self, series: Series) -> Sequence[Cell]:
        last = series.values[-1]
        value = f"{last.qualifier}{format_number(last.value)} {series.unit}".strip()
        failed = last.day in series.failed
        second = " · ".join(part for part in (series.point, series.form_id) if part)
        language = self.context.language
        limit = limit_text(series.limit, language) if series.limit is not None else NONE
        mark = NOT_CONFIRMED.pick(language) if series.limit is not None and series.limit.unconfirmed else ""
        return (
            Cell(series.title, second, strong=True),
            Cell(value, tone="fail" if failed else None, right=True),
            Cell(limit, mark, quiet=True),
            Cell(str(len(series.values)), right=True, quiet=True),
        )

    def _value_cells(self, past: Past) -> Sequence[Cell]:
        failed = self._series is not None and past.day in self._series.failed
        value = f"{past.qualifier}{format_number(past.value)}"
        words = self.tr("{0} · outside the limit").format(value) if failed else value
        return (
            Cell(day_words(past.day, self.context.language)),
            Cell(words, tone="fail" if failed else None, right=True),
        )
