"""A number that matters, on a card that opens the list behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from fieldkit.ui import icons, theme

if TYPE_CHECKING:
    from fieldkit.ui.theme import Tone

HEIGHT = 106
_EDGE = 18


class FigureCard(QAbstractButton):
    """Label, number, unit, one line of meaning; Enter and Space press it. It speaks all its words."""

    def __init__(self, words: str, icon: str) -> None:
        super().__init__()
        self._words, self._icon = words, icon
        self._number = self._unit = self._line = ""
        self._tone: Tone | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_figure("–", "", "")

    def show_figure(
        self, number: str, unit: str, line: str, tone: Tone | None = None, *, words: str = ""
    ) -> None:
        """Show another number; ``tone`` only where something is to be done, or was well done."""
        self._words = words or self._words
        self._number, self._unit, self._line, self._tone = number, unit, line, tone
        spoken = f"{self._words} {number} {unit} {line}".strip()
        self.setText(spoken)
        self.setAccessibleName(spoken)
        self.setToolTip(line)
        self.update()

    def sizeHint(self) -> QSize:
        now = theme.current()
        return QSize(now.px(180), now.px(HEIGHT))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = now.tokens.ring if self.hasFocus() else now.tokens.edge
        ground = "border" if self.isDown() else "hover" if self.underMouse() else "surface"
        painter.setBrush(now.colour(ground))
        painter.setPen(QPen(now.colour("accent" if self.hasFocus() else "border"), width))
        edge = width / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(edge, edge, -edge, -edge), 10, 10)
        inside = QRectF(self.rect()).adjusted(_EDGE, 12, -_EDGE, -12)
        self._paint_words(painter, inside)
        painter.end()

    def _paint_words(self, painter: QPainter, inside: QRectF) -> None:
        now = theme.current()
        sign = now.px(20)
        third = inside.height() / 10
        head = QRectF(inside.left(), inside.top(), inside.width() - sign - 8, third * 3)
        place = QRectF(inside.right() - sign, head.center().y() - sign / 2, sign, sign).toRect()
        icons.paint(painter, place, self._icon, "text_2")
        self._text(painter, head, "body", "text_2", self._words)
        number = QRectF(inside.left(), inside.top() + third * 3, inside.width(), third * 4)
        self._text(painter, number, "figure", "text", self._number)
        after = QFontMetrics(now.font("figure")).horizontalAdvance(self._number) + 8
        self._text(painter, number.adjusted(after, third * 0.6, 0, third * 0.6), "body", "text_2", self._unit)
        foot = QRectF(inside.left(), inside.top() + third * 7, inside.width(), third * 3)
        self._text(painter, foot, "caption", self._tone or "text_2", self._line)

    @staticmethod
    def _text(painter: QPainter, area: QRectF, role: theme.FontRole, token: str, words: str) -> None:
        now = theme.current()
        painter.setFont(now.font(role))
        painter.setPen(now.colour(token))
        short = QFontMetrics(now.font(role)).elidedText(words, Qt.TextElideMode.ElideRight, int(area.width()))
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, short)
