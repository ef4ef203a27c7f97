"""The legend of a chart: a spot of colour and a word for each series."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from fieldkit.ui import theme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldkit.ui.bar_chart import Series

_SPOT, _AIR, _GAP = 12, 6, 16


class Legend(QWidget):
    """Says which colour is what; the chart itself speaks to a screen reader."""

    def __init__(self, series: Sequence[Series]) -> None:
        super().__init__()
        self._series = tuple(series)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        now = theme.current()
        metrics = QFontMetrics(now.font("caption"))
        wide = sum(now.px(_SPOT) + _AIR + metrics.horizontalAdvance(one.words) + 4 for one in self._series)
        return QSize(wide + _GAP * (len(self._series) - 1), now.px(24))

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(now.font("caption"))
        metrics = QFontMetrics(now.font("caption"))
        spot, x = now.px(_SPOT), 0.0
        for one in self._series:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(now.colour(one.token))
            painter.drawRoundedRect(QRectF(x, (self.height() - spot) / 2, spot, spot), 3, 3)
            wide = metrics.horizontalAdvance(one.words) + 4
            painter.setPen(now.colour("text_2"))
            place = QRectF(x + spot + _AIR, 0, wide, self.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, one.words)
            x += spot + _AIR + wide + _GAP
        painter.end()
