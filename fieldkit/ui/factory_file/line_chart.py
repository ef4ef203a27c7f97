"""Measured values over the years as a line, with the bounds of the limit."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from fieldkit.model.thai import dates
from fieldkit.model.thai.digits import format_number
from fieldkit.ui import theme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldkit.errors import Language
    from fieldkit.model.factory_file.measured import Series

HEIGHT, LEAST_HEIGHT = 190, 110
_DOT = 4.0
_AIR = Decimal("0.08")


class LineChart(QWidget):
    """One series: days from left to right, values that broke the limit as full squares."""

    def __init__(self, language: Language) -> None:
        super().__init__()
        self._language = language
        self._series: Series | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(theme.current().px(LEAST_HEIGHT))
        self.setAccessibleName(self.tr("Values over the years"))

    def show_series(self, series: Series | None) -> None:
        """Show a series; None empties the chart."""
        self._series = series
        self.setAccessibleDescription(self.words())
        self.update()

    def words(self) -> str:
        """Return the values with their days, the newest first."""
        if self._series is None:
            return ""
        return ", ".join(
            f"{past.qualifier}{format_number(past.value)} ({self._day(past.day)})"
            for past in reversed(self._series.values)
        )

    def sizeHint(self) -> QSize:
        return QSize(300, theme.current().px(HEIGHT))

    def bounds(self) -> list[Decimal]:
        """Return the bounds of the limit that are drawn."""
        limit = self._series.limit if self._series is not None else None
        if limit is None:
            return []
        return [bound for bound in (limit.minimum, limit.maximum) if bound is not None]

    def span(self) -> tuple[Decimal, Decimal]:
        """Return the lowest and highest value of the chart, with some air."""
        values = [past.value for past in self._series.values] if self._series is not None else []
        shown = [*values, *self.bounds()] or [Decimal()]
        low, high = min(shown), max(shown)
        air = (high - low) * _AIR or abs(high) * _AIR or Decimal(1)
        return low - air, high + air

    def points(self, area: QRectF) -> list[QPointF]:
        """Return where each value stands in ``area``."""
        if self._series is None:
            return []
        days = [date.fromisoformat(past.day).toordinal() for past in self._series.values]
        first, length = days[0], days[-1] - days[0]
        return [
            QPointF(
                area.left() + area.width() * ((day - first) / length if length else 0.5),
                self._y(past.value, area),
            )
            for day, past in zip(days, self._series.values, strict=True)
        ]

    def _y(self, value: Decimal, area: QRectF) -> float:
        low, high = self.span()
        return area.bottom() - area.height() * float((value - low) / (high - low))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._series is None:
            return
        now = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(now.font("caption"))
        metrics = QFontMetrics(now.font("caption"))
        marks = self._marks()
        side = max(metrics.horizontalAdvance(words) for _value, words in marks) + 10
        line = metrics.height()
        area = QRectF(self.rect()).adjusted(side, line / 2 + 2, -2 * _DOT - 4, -line - 8)
        for value, words in marks:
            y = self._y(value, area)
            painter.setPen(QPen(now.colour("border"), 1))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(now.colour("text_3"))
            place = QRectF(0, y - line / 2, side - 8, line)
            painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, words)
        self._paint_bounds(painter, area)
        self._paint_values(painter, area)
        self._paint_days(painter, area, line)
        painter.end()

    def _marks(self) -> list[tuple[Decimal, str]]:
        """Return the values that the left side names: lowest, highest, and the bounds."""
        series = self._series
        values = [past.value for past in series.values] if series is not None else []
        named = {min(values), max(values), *self.bounds()}
        return [(value, format_number(value)) for value in sorted(self._apart(sorted(named)))]

    def _apart(self, named: Sequence[Decimal]) -> list[Decimal]:
        """Leave out values whose words would lie over those of a neighbour; bounds stay."""
        low, high = self.span()
        least = (high - low) * Decimal("0.14")
        kept: list[Decimal] = self.bounds()
        for value in named:
            if value not in kept and all(abs(value - other) >= least for other in kept):
                kept.append(value)
        return kept

    def _paint_bounds(self, painter: QPainter, area: QRectF) -> None:
        now = theme.current()
        painter.setPen(QPen(now.colour("fail"), 1.5, Qt.PenStyle.DashLine))
        for bound in self.bounds():
            y = self._y(bound, area)
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))

    def _paint_values(self, painter: QPainter, area: QRectF) -> None:
        assert self._series is not None
        now = theme.current()
        points = self.points(area)
        painter.setPen(QPen(now.colour("chart_1"), 2))
        painter.drawPolyline(QPolygonF(points))
        for point, past in zip(points, self._series.values, strict=True):
            failed = past.day in self._series.failed
            painter.setPen(QPen(now.colour("fail" if failed else "chart_1"), 2))
            painter.setBrush(now.colour("fail" if failed else "surface"))
            if failed:
                painter.drawRect(QRectF(point.x() - _DOT, point.y() - _DOT, 2 * _DOT, 2 * _DOT))
            else:
                painter.drawEllipse(point, _DOT, _DOT)

    def _paint_days(self, painter: QPainter, area: QRectF, line: int) -> None:
        assert self._series is not None
        first, last = self._series.values[0].day, self._series.values[-1].day
        painter.setPen(theme.current().colour("text_3"))
        below = QRectF(area.left(), area.bottom() + 6, area.width() + 2 * _DOT + 4, line)
        if first == last:
            painter.drawText(below, Qt.AlignmentFlag.AlignHCenter, self._day(first))
            return
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft, self._day(first))
        painter.drawText(below, Qt.AlignmentFlag.AlignRight, self._day(last))

    def _day(self, day: str) -> str:
        return dates.short(date.fromisoformat(day), self._language)
