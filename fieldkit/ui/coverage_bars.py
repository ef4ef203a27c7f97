"""Rows of districts, each with a bar towards its target, walked and opened by keys."""

from __future__ import annotations

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
from PySide6.QtWidgets import QSizePolicy, QWidget

from fieldkit.ui import theme

if TYPE_CHECKING:
    from collections.abc import Sequence

ROW_HEIGHT = 34
# Shares of the width for names, as they need it; pixels for percent and parts.
_LEAST_NAME, _MOST_NAME, _FIGURES = 0.22, 0.5, 128


@dataclass(frozen=True, slots=True)
class Reach:
    """One row: name, percent (None where nothing counts), the parts as words, colour, and what it opens."""

    name: str
    percent: float | None
    parts: str
    token: str
    opens: object


class CoverageBars(QWidget):
    """Up and down walk the rows, Enter opens the list behind one.

    Attributes:
        opened: signal with what stands behind the chosen row.
    """

    opened = Signal(object)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.rows: tuple[Reach, ...] = ()
        self._due = 100.0
        self._at = 0
        self._hovered = -1
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

    def show_rows(self, rows: Sequence[Reach], due: float) -> None:
        """Show other rows; ``due`` is the percent that should be reached by now."""
        self.rows, self._due = tuple(rows), due
        self._at = min(self._at, max(0, len(self.rows) - 1))
        self._hovered = -1
        self.setAccessibleDescription(self.summary())
        self.setMinimumHeight(self.sizeHint().height())
        self.updateGeometry()
        self.update()

    def summary(self) -> str:
        """Return what the rows show, for who cannot see them."""
        return " · ".join(self._words(row) for row in self.rows)

    def sizeHint(self) -> QSize:
        now = theme.current()
        return QSize(now.px(300), now.px(ROW_HEIGHT) * max(len(self.rows), 1) + 4)

    @staticmethod
    def _words(row: Reach) -> str:
        percent = "–" if row.percent is None else f"{row.percent:.0f}%"
        return f"{row.name} {percent} {row.parts}"

    # --- keys and pointer

    def keyPressEvent(self, event: QKeyEvent) -> None:
        last = len(self.rows) - 1
        wanted = {
            Qt.Key.Key_Up: self._at - 1,
            Qt.Key.Key_Down: self._at + 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }.get(Qt.Key(event.key()))
        if wanted is not None and self.rows:
            self._at = min(max(wanted, 0), last)
            self.setAccessibleDescription(self._words(self.rows[self._at]))
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self.rows:
            self.opened.emit(self.rows[self._at].opens)
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = self._row_at(event.position())
        if at != self._hovered:
            self._hovered = at
            self.setCursor(Qt.CursorShape.PointingHandCursor if at >= 0 else Qt.CursorShape.ArrowCursor)
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = -1
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        at = self._row_at(event.position())
        if at >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self._at = at
            self.opened.emit(self.rows[at].opens)

    def _height(self) -> float:
        """Return the height of a row: they share what room there is, but do not drift apart."""
        least = theme.current().px(ROW_HEIGHT)
        return min(max((self.height() - 4) / max(len(self.rows), 1), least), least * 1.5)

    def _row_at(self, place: QPointF) -> int:
        at = int((place.y() - 2) // self._height())
        return at if 0 <= at < len(self.rows) else -1

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
        height = self._height()
        for at, row in enumerate(self.rows):
            area = QRectF(2, 2 + height * at, self.width() - 4, height)
            here = self.hasFocus() and at == self._at
            if here or at == self._hovered:
                painter.setPen(QPen(now.colour("accent"), now.tokens.ring) if here else Qt.PenStyle.NoPen)
                painter.setBrush(now.colour("accent_soft" if here else "hover"))
                painter.drawRoundedRect(area.adjusted(1, 2, -1, -2), 7, 7)
            self._paint_row(painter, area.adjusted(8, 0, -8, 0), row)
        painter.end()

    def _name_width(self, width: float) -> float:
        """Return the room for names: as the widest needs it, the same in all rows."""
        metrics = QFontMetrics(theme.current().font("body"))
        widest = max((metrics.horizontalAdvance(row.name) for row in self.rows), default=0) + 12
        return min(max(widest, width * _LEAST_NAME), width * _MOST_NAME)

    def _paint_row(self, painter: QPainter, area: QRectF, row: Reach) -> None:
        now = theme.current()
        name, figures = self._name_width(area.width()), now.px(_FIGURES)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(now.font("body"))
        painter.setPen(now.colour("text"))
        words = QFontMetrics(now.font("body")).elidedText(
            row.name, Qt.TextElideMode.ElideRight, int(name) - 6
        )
        painter.drawText(QRectF(area.left(), area.top(), name, area.height()), middle, words)
        track = QRectF(
            area.left() + name, area.center().y() - 4, max(area.width() - name - figures - 10, 10), 8
        )
        self._paint_track(painter, track, row)
        right = QRectF(area.right() - figures, area.top(), figures, area.height())
        percent = "–" if row.percent is None else f"{row.percent:.0f}%"
        painter.setFont(now.font("strong"))
        painter.setPen(now.colour("text"))
        half = right.adjusted(0, 0, -figures * 0.58, 0)
        painter.drawText(half, middle | Qt.AlignmentFlag.AlignRight, percent)
        painter.setFont(now.font("caption"))
        painter.setPen(now.colour("text_2"))
        painter.drawText(right, middle | Qt.AlignmentFlag.AlignRight, row.parts)

    def _paint_track(self, painter: QPainter, track: QRectF, row: Reach) -> None:
        now = theme.current()
        painter.setPen(QPen(now.colour("border"), 1) if now.tokens.edge > 1 else Qt.PenStyle.NoPen)
        painter.setBrush(now.colour("neutral_soft"))
        painter.drawRoundedRect(track, 4, 4)
        if row.percent:
            done = QRectF(track)
            done.setWidth(max(track.width() * min(row.percent, 100) / 100, 6))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(now.colour(row.token))
            painter.drawRoundedRect(done, 4, 4)
        tick = track.left() + track.width() * min(self._due, 100) / 100
        painter.setPen(QPen(now.colour("text_2"), 2))
        painter.drawLine(QPointF(tick, track.top() - 5), QPointF(tick, track.bottom() + 5))
