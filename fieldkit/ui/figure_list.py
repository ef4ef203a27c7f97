"""The list behind a figure: exactly its rows, each opened where it is kept, and exported as they stand."""

from __future__ import annotations

from functools import partial
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from fieldkit.model.cases.registers import REGISTERS
from fieldkit.model.indicators import words
from fieldkit.ui.buttons import Button
from fieldkit.ui.card import Card
from fieldkit.ui.cell_model import CellModel
from fieldkit.ui.column_choice import ColumnChoice
from fieldkit.ui.empty_state import EmptyState
from fieldkit.ui.file_saving import FileSaving
from fieldkit.ui.labels import label
from fieldkit.ui.list_table import ListTable
from fieldkit.ui.row_copy import let_copy
from fieldkit.ui.row_delegate import Cell

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from fieldkit.model.indicators import Listing
    from fieldkit.model.indicators.subjects import Column
    from fieldkit.ui.page import Page

SUFFIX = ".xlsx"
_WIDE = frozenset({"name", "description", "issue_title", "title", "enterprise"})
_WIDTHS = {"day": 118, "number": 104, "flag": 90}
_USUAL = 132


class FigureList(QWidget):
    """A sheet over the dashboard.

    Attributes:
        left: signal when the person goes back to the figures.
    """

    left = Signal()

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page = page
        self._saving = FileSaving(page)
        self._found: Listing | None = None
        self._title = ""
        self._period = ""
        self.back = Button(self.tr("Back to the overview"), "chevron-left", kind="quiet")
        self.back.clicked.connect(self.left)
        self._words = label("", "strong")
        self.count = label("", "quiet")
        self.export = Button(self.tr("Export this list"), "file-spreadsheet")
        self.export.clicked.connect(self._export)
        self.columns: ColumnChoice | None = None
        head = self._head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self.back)
        head.addWidget(self._words)
        head.addWidget(self.count)
        head.addStretch(1)
        head.addWidget(self.export)
        self._holder = Card(margin=1)
        self.table: ListTable | None = None
        self.model = CellModel((), lambda _row: ())
        blank = Card(margin=1)
        self.nothing = EmptyState(
            "inbox",
            self.tr("Nothing stands behind this number"),
            self.tr("When something is counted here, it is listed"),
        )
        blank.add(self.nothing, 1)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._holder)
        self._stack.addWidget(blank)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addLayout(head)
        column.addWidget(self._stack, 1)

    def show_list(self, found: Listing, title: str, period: str) -> None:
        """Show the rows of a figure under its name."""
        self._found, self._title, self._period = found, title, period
        self._words.setText(title)
        number = len(found.rows)
        counted = self.tr("%n row(s)", "", number).replace(str(number), f"{number:,}")
        self.count.setText(f"{period} · {counted}")
        self.export.setEnabled(bool(found.rows))
        self._stack.setCurrentIndex(0 if found.rows else 1)
        self._fill(found)
        (self.table if found.rows and self.table is not None else self.back).setFocus()

    def _fill(self, found: Listing) -> None:
        """Make the table anew: each subject has columns of its own."""
        if self.table is not None:
            self.table.setParent(None)
            self.table.deleteLater()
        language = self._page.context.language
        right = {name for name, column in found.subject.columns.items() if column.kind == "number"}
        headers = [
            (">" if column.name in right else "") + column.words.pick(language) for column in found.columns
        ]
        self.table = ListTable(self._title)
        orders = [itemgetter(column.name) for column in found.columns]
        self.model = CellModel(headers, partial(self._cells, found.columns), self.table, orders=orders)
        self.table.setModel(self.model)
        self.table.set_widths(
            [0 if column.name in _WIDE else _WIDTHS.get(column.kind, _USUAL) for column in found.columns]
        )
        self.table.let_choose_many()
        self.table.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.table.setSortingEnabled(True)
        let_copy(self.table)
        self._choose_columns(found)
        self.table.row_opened.connect(self._open)
        self._holder.add(self.table, 1)
        self.model.show_rows(found.rows)
        self.table.choose_row(0)

    def _choose_columns(self, found: Listing) -> None:
        """Let the columns of this subject be chosen; they are remembered for it."""
        if self.columns is not None:
            self.columns.setParent(None)
            self.columns.deleteLater()
        assert self.table is not None
        language = self._page.context.language
        titles = [(column.name, column.words.pick(language)) for column in found.columns]
        name = f"figures-{found.subject.name}"
        self.columns = ColumnChoice(self.table, name, titles, self._page.context.settings)
        self._head.addWidget(self.columns)

    def _cells(self, columns: Sequence[Column], row: dict[str, Any]) -> list[Cell]:
        language = self._page.context.language
        return [
            Cell(
                words.cell_words(column, row[column.name], language),
                right=column.kind == "number",
                strong=column.name in _WIDE,
            )
            for column in columns
        ]

    def _open(self, place: int) -> None:
        """Go to the record where it is kept: a finding, an inspection, a register, or else its factory."""
        row = self.model.row(place)
        if self._found is None or row is None:
            return
        table = self._found.subject.table
        if table in ("finding", "inspection"):
            self._page.opened.emit("findings" if table == "finding" else "inspection", row["id"])
        elif table in REGISTERS:
            self._page.opened.emit("cases", {"table": table, "record": row["id"]})
        elif row.get("factory"):
            self._page.opened.emit("factory", row["factory"])
        else:
            self._page.told.emit(
                self.tr("This row has no factory"), self.tr("It is kept in this list only"), "info"
            )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Backspace):
            self.left.emit()
        else:
            super().keyPressEvent(event)

    # --- the workbook

    def _export(self) -> None:
        from fieldkit.model.workbook.indicator_rows import export_list

        workspace, found = self._page.context.workspace, self._found
        if found is None:
            return
        filters = self.tr("Excel workbook (*.xlsx)")
        target = self._saving.target(self.tr("Export to"), self._title, SUFFIX, filters)
        if target is None:
            return
        work = partial(
            export_list,
            workspace,
            target,
            found,
            title=self._title,
            period=self._period,
            language=self._page.context.language,
        )
        self._page.start_job(lambda _job: work(), partial(self._written, target))

    def _written(self, target: Path, count: int) -> None:
        told = self.tr("{0} rows in {1}").format(f"{count:,}", target)
        self._saving.offer(self.tr("The list is written"), told, target)
