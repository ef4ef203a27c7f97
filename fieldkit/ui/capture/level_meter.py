"""How loud it is at the microphone."""

from __future__ import annotations

import math

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from fieldkit.ui import theme

SOFTEST = -54.0  # decibels below the loudest that the microphone can take
TOO_LOUD = -1.5
_FALL = 0.12  # of the whole, at each step down: a word stays to be seen
BARS = 40


class LevelMeter(QWidget):
    """A row of bars; the last ones mean that the sound is cut."""

    def __init__(self) -> None:
        super().__init__()
        self._share = 0.0
        self._level = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Loudness"))

    def show_level(self, level: float) -> None:
        """Show ``level``, 0 to 1 as the samples have it; it rises at once and falls slowly."""
        self._level = level
        decibels = 20 * math.log10(level) if level > 0 else SOFTEST
        share = min(max(1 - decibels / SOFTEST, 0.0), 1.0)
        self._share = max(share, self._share - _FALL)
        self.update()

    def share(self) -> float:
        """Return which part of the bars is lit."""
        return self._share

    def sizeHint(self) -> QSize:
        now = theme.current()
        return QSize(now.px(320), now.px(28))

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        step = self.width() / BARS
        for bar in range(BARS):
            loud = bar >= BARS * (1 - TOO_LOUD / SOFTEST) - 1
            lit = bar < round(self._share * BARS)
            colour = ("fail" if loud else "ok") if lit else "neutral_soft"
            painter.fillRect(QRectF(bar * step, 0, step * 0.7, self.height()), now.colour(colour))
        painter.end()
