"""Notices that nobody has used the window for a while."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from collections.abc import Callable

_SIGNS = {
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
    QEvent.Type.InputMethod,
}
_EVERY = 5_000  # milliseconds between two looks


class Idleness(QObject):
    """Looks at the clock on the wall, which goes on while a laptop sleeps with its lid closed.

    Attributes:
        passed: signal when so many minutes went by without a key or a move.
    """

    passed = Signal()

    def __init__(self, parent: QObject, now: Callable[[], float] = time.time) -> None:
        super().__init__(parent)
        self._now, self._seconds, self._last = now, 0.0, 0.0
        self._timer = QTimer(self, interval=_EVERY)
        self._timer.timeout.connect(self.look)

    def watch(self, minutes: int) -> None:
        """Begin to look; 0 minutes: no more."""
        application = QApplication.instance()
        assert application is not None
        application.removeEventFilter(self)
        self._seconds, self._last = minutes * 60.0, self._now()
        self._timer.stop()
        if minutes:
            application.installEventFilter(self)
            self._timer.start()

    def look(self) -> None:
        """Tell when the time is over; a clock that was put back counts as a sign of life."""
        passed = self._now() - self._last
        if passed < 0:
            self._last = self._now()
        elif passed >= self._seconds:
            self.passed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _SIGNS:
            self._last = self._now()
        return False
