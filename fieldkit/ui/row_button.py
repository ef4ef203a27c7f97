"""A row that can be pressed, painted like the rows of a list, for the short lists of a pane."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from fieldkit.ui import theme
from fieldkit.ui.row_delegate import ROW_HEIGHT, RowDelegate

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from fieldkit.ui.row_delegate import Cell

AIR = 6  # pixels between the focus ring and what is painted


class RowButton(QAbstractButton):
    """Shows one ``Cell``; Enter and Space press it. It speaks its words to a screen reader."""

    def __init__(self, cell: Cell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cell = cell
        self._painter = RowDelegate(self)
        words = f"{cell.text} {cell.second}".strip()
        self.setText(words)
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(120, theme.current().px(ROW_HEIGHT - 2))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        lit = "border" if self.isDown() else "hover" if self.underMouse() else ""
        painter.setBrush(now.colour(lit) if lit else Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(now.colour("accent"), 2) if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 7, 7)
        self._painter.paint_cell(painter, self.rect().adjusted(AIR, 0, -AIR, 0), self._cell)
        painter.end()
