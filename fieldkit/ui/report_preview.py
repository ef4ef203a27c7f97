"""The figures of a report before it is written: its first rows, sheet by sheet, with their totals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QStackedWidget

from fieldkit.model.reports.layout import NUMERIC, ROW_NUMBER
from fieldkit.model.reports.words import cell_text
from fieldkit.ui import theme
from fieldkit.ui.card import Card
from fieldkit.ui.cell_model import CellModel
from fieldkit.ui.empty_state import EmptyState
from fieldkit.ui.labels import label
from fieldkit.ui.list_table import ListTable
from fieldkit.ui.row_delegate import Cell

if TYPE_CHECKING:
    from fieldkit.errors import Language
    from fieldkit.model.reports.layout import Column, Sheet
    from fieldkit.model.reports.results import Line, ReportResult, SheetResult

MOST = 200
"""Rows that are shown; the workbook has all of them."""
_LETTER = 8
_LEAST, _AIR = 64, 36
_ROW, _HEIGHT = 38, 300


class ReportPreview(Card):
    """One sheet of a report at a time."""

    def __init__(self, language: Language) -> None:
        super().__init__(margin=12)
        self._language = language
        self._sheets: tuple[SheetResult, ...] = ()
        self.sheet = QComboBox()
        self.sheet.setAccessibleName(self.tr("Sheet"))
        self.sheet.setMinimumWidth(theme.current().px(240))
        self.sheet.activated.connect(self._show_sheet)
        self.count = label("", "quiet")
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.sheet)
        head.addWidget(self.count)
        head.addStretch(1)
        self.body.addLayout(head)
        self.table = ListTable(self.tr("Preview of the report"))
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.nothing = EmptyState(
            "inbox",
            self.tr("Nothing to report here"),
            self.tr("Choose another period, or all districts and officers"),
        )
        self._views = QStackedWidget()
        for view in (self.table, self.nothing):
            self._views.addWidget(view)
        self.add(self._views, 1)
        self.setMinimumHeight(theme.current().px(_HEIGHT))

    def show_result(self, result: ReportResult) -> None:
        """Show a report, and of it the sheet that was shown before."""
        before = self.sheet.currentIndex() if len(self._sheets) == len(result.sheets) else 0
        self._sheets = result.sheets
        self.sheet.clear()
        for sheet in result.sheets:
            self.sheet.addItem(sheet.title)
        self.sheet.setCurrentIndex(max(0, before))
        self._show_sheet(self.sheet.currentIndex())

    def _show_sheet(self, place: int) -> None:
        if not 0 <= place < len(self._sheets):
            return
        found = self._sheets[place]
        rows = len(found.rows)
        said = self.tr("%n row(s)", "", rows)
        if rows > MOST:
            said = self.tr("{0}, the first {1} are shown").format(said, MOST)
        self.count.setText(said)
        self._views.setCurrentWidget(self.table if rows else self.nothing)
        old = self.table.model()
        headers = [_header(column, self._language) for column in found.sheet.columns]
        model = CellModel(headers, lambda line: self._cells(found.sheet, line), self.table)
        lines = [*found.lines[:MOST]]
        if found.total is not None and found.total not in lines:
            lines.append(found.total)
        model.show_rows(lines)
        self.table.setModel(model)
        self.table.verticalHeader().setDefaultSectionSize(theme.current().px(_ROW))
        self.table.set_widths([self._width(column) for column in found.sheet.columns])
        self.table.choose_row(0)
        if old is not None:
            old.deleteLater()

    def _width(self, column: Column) -> int:
        """Return the pixels at 100 % text that the words above a column need, and its values."""
        metrics = self.table.horizontalHeader().fontMetrics()
        words = metrics.horizontalAdvance(column.title.pick(self._language)) / theme.current().px(100) * 100
        return max(_LEAST, column.width * _LETTER, round(words) + _AIR)

    def _cells(self, sheet: Sheet, line: Line) -> tuple[Cell, ...]:
        return tuple(
            Cell(
                cell_text(column, line, self._language),
                right=column.format in NUMERIC,
                strong=line.kind != "row",
                quiet=column.source == ROW_NUMBER,
            )
            for column in sheet.columns
        )


def _header(column: Column, language: str) -> str:
    words = column.title.pick(language)
    return f">{words}" if column.format in NUMERIC else words
