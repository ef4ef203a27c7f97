"""Paints the rows of a list: two lines, right-aligned numbers, badges, a hairline below."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from fieldkit.ui import icons, theme
from fieldkit.ui.badge import badge_size, paint_badge

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from fieldkit.ui.theme import FontRole, Theme, Tone

CELL_ROLE = Qt.ItemDataRole.UserRole + 1
ROW_HEIGHT = 50
PADDING = 12
_CACHED_TEXTS = 4000


@dataclass(frozen=True, slots=True)
class Cell:
    """What one cell shows; the model returns it for CELL_ROLE (and its words for DisplayRole).

    Attributes:
        text: first line.
        second: second line, smaller and quieter; "" for a cell of one line.
        tone: makes the text a badge of this tone.
        right: align at the right, for numbers.
        strong: semibold, for the name of the row.
        quiet: second colour of text, for what is seldom read.
        icon: name of an icon at the left, in the colour of ``tone`` (then there is no badge).
    """

    text: str
    second: str = ""
    tone: Tone | None = None
    right: bool = False
    strong: bool = False
    quiet: bool = False
    icon: str = ""


class RowDelegate(QStyledItemDelegate):
    """Paints ``Cell`` objects with cached fonts and elided texts, without the style's drawControl.

    ``drawControl`` under a style sheet is the dear part of a repaint (measured: 62 → 18 ms a page).
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme: Theme | None = None
        self._metrics: dict[FontRole, QFontMetrics] = {}
        self._elided: dict[tuple[str, FontRole, int], str] = {}

    def _refresh_caches(self) -> Theme:
        now = theme.current()
        if now is not self._theme:
            self._theme = now
            roles: tuple[FontRole, ...] = ("caption", "body", "strong")
            self._metrics = {role: QFontMetrics(now.font(role)) for role in roles}
            self._elided.clear()
        elif len(self._elided) > _CACHED_TEXTS:
            self._elided.clear()
        return now

    def elide(self, text: str, role: FontRole, width: int) -> str:
        """Return ``text`` cut to ``width`` pixels in the font of ``role``, cached."""
        key = (text, role, width)
        found = self._elided.get(key)
        if found is None:
            found = self._metrics[role].elidedText(text, Qt.TextElideMode.ElideRight, width)
            self._elided[key] = found
        return found

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(80, theme.current().px(ROW_HEIGHT))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        self._refresh_caches()
        painter.save()
        self.paint_ground(painter, option, index)
        cell = index.data(CELL_ROLE)
        if isinstance(cell, Cell):
            area: QRect = option.rect
            self.paint_cell(painter, area.adjusted(PADDING, 0, -PADDING, -1), cell)
        painter.restore()

    def paint_ground(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint ground, hairline, and at the left of the chosen row the bar that shows the focus."""
        now = self._refresh_caches()
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        view = option.widget
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, now.colour("accent_soft"))
            first = not isinstance(view, QTableView) or view.columnViewportPosition(index.column()) <= 0
            if first and view is not None and view.hasFocus():
                painter.fillRect(QRect(area.left(), area.top(), 4, area.height()), now.colour("accent"))
        elif isinstance(view, ListHover) and view.hovered_row() == index.row():
            painter.fillRect(area, now.colour("hover"))
        painter.setPen(QPen(now.colour("border"), 1))
        painter.drawLine(area.left(), area.bottom(), area.right(), area.bottom())

    def paint_cell(self, painter: QPainter, area: QRect, cell: Cell) -> None:
        """Paint ``cell`` inside ``area``."""
        now = self._refresh_caches()
        if cell.icon:
            edge = now.px(18)
            place = QRect(area.left(), area.center().y() - edge // 2 + 1, edge, edge)
            icons.paint(painter, place, cell.icon, cell.tone or "text_2")
            area = area.adjusted(edge + 10, 0, 0, 0)
        if cell.tone and not cell.icon and cell.text:
            self._paint_badge_cell(painter, area, cell)
            return
        role: FontRole = "strong" if cell.strong else "body"
        side = Qt.AlignmentFlag.AlignRight if cell.right else Qt.AlignmentFlag.AlignLeft
        flags = side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine | Qt.TextFlag.TextDontClip
        painter.setPen(now.colour("text_2" if cell.quiet else "text"))
        painter.setFont(now.font(role))
        words = self.elide(cell.text, role, area.width())
        if not cell.second:
            painter.drawText(area, flags, words)
            return
        split = area.top() + round(area.height() * 0.54)
        upper = QRect(area.left(), area.top() + 4, area.width(), split - area.top() - 4)
        painter.drawText(upper, flags, words)
        lower = QRect(area.left(), split, area.width(), area.bottom() - split - 3)
        painter.setPen(now.colour("text_3"))
        painter.setFont(now.font("caption"))
        painter.drawText(lower, flags, self.elide(cell.second, "caption", area.width()))

    def _paint_badge_cell(self, painter: QPainter, area: QRect, cell: Cell) -> None:
        size = badge_size(cell.text)
        width = min(size.width(), area.width())
        left = area.right() + 1 - width if cell.right else area.left()
        place = QRect(left, area.center().y() - size.height() // 2 + 1, width, size.height())
        paint_badge(painter, place, cell.text, cell.tone or "neutral")


class ListHover:
    """What a view offers so that its whole row under the mouse is lit."""

    def hovered_row(self) -> int:
        """Return the row under the mouse, -1 when there is none."""
        raise NotImplementedError
