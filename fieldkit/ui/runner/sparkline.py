"""The values of earlier visits as a small line, with the limit; said in words too."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from fieldkit.model.thai import dates
from fieldkit.ui import theme

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from fieldkit.errors import Language
    from fieldkit.model.inspections.history import Past
    from fieldkit.model.limits import Limit

HEIGHT = 46
_EDGE = 6


class Sparkline(QWidget):
    """Past values from left to right, today's as a full dot, bounds of the limit as broken lines."""

    def __init__(self, language: Language) -> None:
        super().__init__()
        self._language = language
        self._past: Sequence[Past] = ()
        self._now: Decimal | None = None
        self._limit: Limit | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Earlier values"))

    def show_values(self, past: Sequence[Past], now: Decimal | None, limit: Limit | None) -> None:
        """Show values of earlier visits, oldest first, and today's; nothing to compare hides it."""
        self._past, self._now, self._limit = past, now, limit
        self.setVisible(bool(past))
        self.setAccessibleDescription(self.words())
        self.setToolTip(self.words())
        self.update()

    def words(self) -> str:
        """Return the values with their days, newest first."""
        return ", ".join(
            f"{past.qualifier}{past.value.normalize():f} ({self._day(past.day)})"
            for past in reversed(self._past)
        )

    def sizeHint(self) -> QSize:
        return QSize(120, theme.current().px(HEIGHT))

    def points(self) -> list[QPointF]:
        """Return where each value stands in the widget, today's last."""
        values = [past.value for past in self._past] + ([self._now] if self._now is not None else [])
        low, high = self._span(values)
        steps = max(len(values) - 1, 1)
        width = self.width() - 2 * _EDGE
        return [
            QPointF(
                _EDGE + (width * place / steps if len(values) > 1 else width / 2), self._y(value, low, high)
            )
            for place, value in enumerate(values)
        ]

    def paintEvent(self, event: QPaintEvent) -> None:
        points = self.points()
        if not points:
            return
        now = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        low, high = self._span([past.value for past in self._past] + ([self._now] if self._now else []))
        painter.setPen(QPen(now.colour("fail"), 1.2, Qt.PenStyle.DashLine))
        for bound in self._bounds():
            y = self._y(bound, low, high)
            painter.drawLine(QPointF(0, y), QPointF(self.width(), y))
        painter.setPen(QPen(now.colour("text_2"), 1.6))
        painter.drawPolyline(QPolygonF(points))
        for place, point in enumerate(points):
            today = self._now is not None and place == len(points) - 1
            painter.setBrush(now.colour("accent" if today else "surface"))
            painter.setPen(QPen(now.colour("accent" if today else "text_2"), 1.6))
            painter.drawEllipse(point, 4 if today else 3, 4 if today else 3)
        painter.end()

    def _bounds(self) -> list[Decimal]:
        limit = self._limit
        return [bound for bound in (limit.minimum, limit.maximum) if bound is not None] if limit else []

    def _span(self, values: Sequence[Decimal]) -> tuple[Decimal, Decimal]:
        shown = [*values, *self._bounds()]
        return min(shown), max(shown)

    def _y(self, value: Decimal, low: Decimal, high: Decimal) -> float:
        height = self.height() - 2 * _EDGE
        share = float((value - low) / (high - low)) if high > low else 0.5
        return _EDGE + height * (1 - share)

    def _day(self, day: str) -> str:
        return dates.short(date.fromisoformat(day), self._language)
