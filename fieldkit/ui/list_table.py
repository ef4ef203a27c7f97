"""The table of a list page: no grid, two-line rows, sorted by its header."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from fieldkit.ui import theme
from fieldkit.ui.row_delegate import ROW_HEIGHT, ListHover, RowDelegate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QAbstractItemModel, QItemSelection

HEADER_HEIGHT = 40


class ListTable(QTableView, ListHover):
    """A table of rows to choose from; give it a model that answers CELL_ROLE.

    Attributes:
        row_chosen: signal with the row that became current by hand or keyboard, -1 for none.
        row_opened: signal with the row on Enter or double click.
    """

    row_chosen = Signal(int)
    row_opened = Signal(int)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hovered = -1
        self._widths: list[int] = []
        self.setAccessibleName(name)
        self.setItemDelegate(RowDelegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setCornerButtonEnabled(False)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setMinimumSectionSize(48)
        self.setSortingEnabled(False)
        self._fit_to_theme()
        self.doubleClicked.connect(lambda index: self.row_opened.emit(index.row()))

    def _fit_to_theme(self) -> None:
        now = theme.current()
        self.verticalHeader().setDefaultSectionSize(now.px(ROW_HEIGHT))
        self.horizontalHeader().setFixedHeight(now.px(HEADER_HEIGHT))

    def setModel(self, model: QAbstractItemModel | None) -> None:
        super().setModel(model)
        if model is not None:
            # A header asks at each paint whether its column is chosen, row by row; nobody wants to know.
            self.horizontalHeader().setSelectionModel(QItemSelectionModel(model, self))
            self.share_width()

    def set_widths(self, widths: Sequence[int]) -> None:
        """Give each column its width in pixels at 100 % text; 0 shares what is left."""
        self._widths = list(widths)
        self.share_width()

    def let_sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Let the header sort (the model's ``sort`` is called), beginning with ``column``."""
        self.horizontalHeader().setSortIndicator(column, order)
        self.setSortingEnabled(True)

    def let_choose_many(self) -> None:
        """Let a person choose several rows: Shift and Ctrl with arrows, space or mouse, Ctrl+A for all."""
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)

    def choose_row(self, row: int) -> None:
        """Make ``row`` the chosen one and bring it into view; -1 chooses none."""
        model = self.model()
        if model is None or not 0 <= row < model.rowCount():
            self.clearSelection()
            self.setCurrentIndex(QModelIndex())
            return
        index = model.index(row, 0)
        # Said in full: where several can be chosen, a key that is still held (Ctrl+Enter) would choose none.
        flag = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flag.ClearAndSelect | flag.Rows)
        self.scrollTo(index)

    def chosen_row(self) -> int:
        """Return the chosen row, of several the one with the focus; -1 when there is none."""
        rows = self.chosen_rows()
        current = self.currentIndex().row()
        return current if current in rows else rows[0] if rows else -1

    def chosen_rows(self) -> array[int]:
        """Return all chosen rows from the top; by ranges, so that choosing 150,000 of them is quick."""
        rows = array("q")
        if self.model() is None:
            return rows
        chosen = self.selectionModel().selection()
        ranges = sorted(
            (chosen.at(place).top(), chosen.at(place).bottom()) for place in range(chosen.count())
        )
        for top, bottom in ranges:
            rows.extend(range(max(top, rows[-1] + 1 if rows else 0), bottom + 1))
        return rows

    def hovered_row(self) -> int:
        return self._hovered

    def share_width(self) -> None:
        """Give each shown column its width, and what is left to those that asked for 0."""
        model = self.model()
        if model is None or not self._widths:
            return
        now = theme.current()
        asked = [now.px(width) for width in self._widths[: model.columnCount()]]
        seen = [width for column, width in enumerate(asked) if not self.isColumnHidden(column)]
        spare = self.viewport().width() - sum(seen)
        elastic = max(1, seen.count(0))
        for column, width in enumerate(asked):
            self.setColumnWidth(column, width or max(now.px(160), spare // elastic))

    # --- Qt

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        self.row_chosen.emit(self.chosen_row())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.share_width()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._fit_to_theme()
            self.share_width()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.chosen_row() >= 0:
            self.row_opened.emit(self.chosen_row())
        elif (
            event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End)
            and self.model() is not None
            and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        ):
            self.choose_row(0 if event.key() == Qt.Key.Key_Home else self.model().rowCount() - 1)
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover(self.indexAt(event.position().toPoint()))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(QModelIndex())

    def _hover(self, index: QModelIndex | QPersistentModelIndex) -> None:
        if index.row() != self._hovered:
            self._hovered = index.row()
            self.viewport().update()
