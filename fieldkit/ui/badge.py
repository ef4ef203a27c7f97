"""A pill with a word on a soft ground, as a widget and for delegates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from fieldkit.ui import theme

if TYPE_CHECKING:
    from fieldkit.ui.theme import Tone

HEIGHT = 24
PADDING = 10


def badge_size(text: str) -> QSize:
    """Return how much room a badge with ``text`` takes in logical pixels."""
    now = theme.current()
    height = now.px(HEIGHT)
    width = QFontMetrics(now.font("caption")).horizontalAdvance(text) + 2 * PADDING
    return QSize(max(width, height), height)


def paint_badge(painter: QPainter, rect: QRect, text: str, tone: Tone) -> None:
    """Paint a badge that fills ``rect``; the word is always there, never colour alone."""
    now = theme.current()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    # Outdoors there is no soft ground to see, nor that of an accent on a chosen row: the pill gets an edge.
    edge = now.tokens.edge > 1 or tone == "accent"
    painter.setPen(QPen(now.colour(tone), 1.5 if now.tokens.edge > 1 else 1) if edge else Qt.PenStyle.NoPen)
    painter.setBrush(now.colour(f"{tone}_soft"))
    shape = QRectF(rect).adjusted(1, 1, -1, -1) if edge else QRectF(rect)
    painter.drawRoundedRect(shape, shape.height() / 2, shape.height() / 2)
    painter.setPen(now.colour(tone))
    painter.setFont(now.font("caption"))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()


class Badge(QWidget):
    """A badge as a widget."""

    def __init__(self, text: str, tone: Tone, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._text = ""
        self._tone: Tone = tone
        self.show_badge(text, tone)

    def show_badge(self, text: str, tone: Tone) -> None:
        """Change word and tone."""
        self._text, self._tone = text, tone
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return badge_size(self._text)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_badge(painter, self.rect(), self._text, self._tone)
        painter.end()
