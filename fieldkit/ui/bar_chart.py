"""A chart of columns: two series one before the other, or several on top of each other; walked by keys."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QFocusEvent,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from fieldkit.ui import theme

if TYPE_CHECKING:
    from collections.abc import Sequence

HEIGHT, LEAST_HEIGHT = 190, 150
_TOP, _BOTTOM = 22, 26  # room above for a total, below for the words of a column
_STEPS = (1, 2, 2.5, 5, 10)
_LINES = 4
_WIDE, _NARROW = 0.56, 0.3  # of the room of a column


@dataclass(frozen=True, slots=True)
class Series:
    """One kind of value: its words and the token of its colour."""

    words: str
    token: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One column: its short words, what is said of it, a value for each series, and what each opens."""

    words: str
    spoken: str
    values: tuple[float, ...]
    opens: tuple[object, ...]


class BarChart(QWidget):
    """Left and right walk the columns, up and down the series, Enter opens what is behind a value.

    Attributes:
        opened: signal with what stands behind the value that was chosen.
    """

    opened = Signal(object)

    def __init__(self, name: str, series: Sequence[Series], *, stacked: bool = False) -> None:
        super().__init__()
        self.series = tuple(series)
        self.bars: tuple[Bar, ...] = ()
        self._stacked = stacked
        self._at = 0
        self._layer = len(self.series) - 1
        self._hovered = -1
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(theme.current().px(LEAST_HEIGHT))

    def show_bars(self, bars: Sequence[Bar]) -> None:
        """Show other columns."""
        self.bars = tuple(bars)
        self._at = min(self._at, max(0, len(self.bars) - 1))
        self._hovered = -1
        self.setAccessibleDescription(self.summary())
        self.update()

    def summary(self) -> str:
        """Return what the chart shows, for who cannot see it."""
        return " · ".join(bar.spoken for bar in self.bars if any(bar.values))

    def sizeHint(self) -> QSize:
        now = theme.current()
        return QSize(now.px(320), now.px(HEIGHT))

    # --- keys and pointer

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Left: (-1, 0),
            Qt.Key.Key_Right: (1, 0),
            Qt.Key.Key_Up: (0, 1),
            Qt.Key.Key_Down: (0, -1),
        }
        step = steps.get(Qt.Key(event.key()))
        if step is not None and self.bars:
            self._at = min(max(self._at + step[0], 0), len(self.bars) - 1)
            self._layer = min(max(self._layer + step[1], 0), len(self.series) - 1)
            self._say()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self.bars:
            self._open(self._at, self._layer)
        else:
            super().keyPressEvent(event)

    def _say(self) -> None:
        """Tell a screen reader where one stands."""
        bar, series = self.bars[self._at], self.series[self._layer]
        self.setAccessibleDescription(f"{bar.words} {series.words} {bar.values[self._layer]:,.0f}")
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))
        self.update()

    def _open(self, at: int, layer: int) -> None:
        if self.bars[at].values[layer]:
            self.opened.emit(self.bars[at].opens[layer])

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = self._column_at(event.position())
        if at != self._hovered:
            self._hovered = at
            self.setCursor(Qt.CursorShape.PointingHandCursor if at >= 0 else Qt.CursorShape.ArrowCursor)
            self.update()
        QToolTip.showText(event.globalPosition().toPoint(), self.bars[at].spoken if at >= 0 else "", self)

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = -1
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        at = self._column_at(event.position())
        if at < 0 or event.button() != Qt.MouseButton.LeftButton:
            return
        layers = [
            layer
            for layer, rect in enumerate(self._rects(at))
            if rect.adjusted(-2, -2, 2, 2).contains(event.position()) and self.bars[at].values[layer]
        ]
        self._at = at
        if layers:
            self._layer = layers[-1]
            self._open(at, self._layer)
        self.update()

    def _column_at(self, place: QPointF) -> int:
        area = self._area()
        if not self.bars or not area.adjusted(0, -_TOP, 0, _BOTTOM).contains(place):
            return -1
        return min(int((place.x() - area.left()) / area.width() * len(self.bars)), len(self.bars) - 1)

    # --- where things stand

    def _top_value(self) -> float:
        totals = [sum(bar.values) if self._stacked else max(bar.values, default=0) for bar in self.bars]
        return _nice(max(totals, default=0))

    def _area(self) -> QRectF:
        now = theme.current()
        widest = QFontMetrics(now.font("caption")).horizontalAdvance(f"{self._top_value():,.0f}")
        left, bottom = widest + 14, now.px(_BOTTOM)
        top = now.px(_TOP) if self._stacked else 8
        return QRectF(left, top, self.width() - left - 6, self.height() - top - bottom)

    def _rects(self, at: int) -> list[QRectF]:
        """Return where each series of a column is drawn."""
        area, most = self._area(), self._top_value()
        room = area.width() / max(len(self.bars), 1)
        middle = area.left() + room * (at + 0.5)
        found, below = [], 0.0
        for layer, value in enumerate(self.bars[at].values):
            narrow = not self._stacked and layer > 0
            width = min(room * (_NARROW if narrow else _WIDE), 40)
            height = area.height() * value / most
            base = area.bottom() - (area.height() * below / most if self._stacked else 0)
            found.append(QRectF(middle - width / 2, base - height, width, height))
            below += value
        return found

    # --- painting

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.setAccessibleDescription(self.summary())
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_lines(painter)
        for at in range(len(self.bars)):
            self._paint_column(painter, at)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(now.colour("accent"), now.tokens.ring))
            edge = now.tokens.ring / 2
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(edge, edge, -edge, -edge), 7, 7)
        painter.end()

    def _paint_lines(self, painter: QPainter) -> None:
        now, area, most = theme.current(), self._area(), self._top_value()
        painter.setFont(now.font("caption"))
        for line in range(_LINES + 1):
            y = area.bottom() - area.height() * line / _LINES
            painter.setPen(QPen(now.colour("border_strong" if line == 0 else "border"), 1))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(now.colour("text_2"))
            value = most * line / _LINES
            words = f"{value:,.0f}" if float(value).is_integer() else ""
            place = QRectF(0, y - 10, area.left() - 8, 20)
            painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, words)

    def _paint_column(self, painter: QPainter, at: int) -> None:
        now, area, bar = theme.current(), self._area(), self.bars[at]
        room = area.width() / len(self.bars)
        column = QRectF(area.left() + room * at, area.top(), room, area.height())
        here = self.hasFocus() and at == self._at
        if here or at == self._hovered:
            painter.fillRect(column, now.colour("hover"))
        rects = self._rects(at)
        for layer, rect in enumerate(rects):
            if not bar.values[layer]:
                continue
            painter.setBrush(now.colour(self.series[layer].token))
            painter.setPen(QPen(now.colour("surface"), 1) if self._stacked else Qt.PenStyle.NoPen)
            if self._stacked:
                painter.drawRect(rect)
            else:
                painter.drawRoundedRect(rect, 3, 3)
            if here and layer == self._layer:
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(now.colour("text"), 2))
                painter.drawRect(rect.adjusted(-2, -2, 2, 2))
        painter.setFont(now.font("caption"))
        painter.setPen(now.colour("text_2"))
        if self._stacked and any(bar.values):
            top = min(rect.top() for rect in rects)
            painter.drawText(
                QRectF(column.left(), top - 21, room, 20),
                Qt.AlignmentFlag.AlignCenter,
                f"{sum(bar.values):,.0f}",
            )
        below = QRectF(column.left() - 6, area.bottom() + 5, room + 12, now.px(_BOTTOM) - 6)
        words = QFontMetrics(now.font("caption")).elidedText(
            bar.words, Qt.TextElideMode.ElideRight, int(room + 10)
        )
        painter.drawText(below, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, words)


def _nice(most: float) -> float:
    """Return the top of the scale: a round number of four equal steps, at least 4."""
    least = max(most, _LINES) / _LINES
    power = 10.0 ** math.floor(math.log10(least))
    step = next(step * power for step in _STEPS if step * power >= least)
    return float(max(math.ceil(step), 1) * _LINES)
