"""Keeps what the keyboard comes to in sight."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget


class InSight(QObject):
    """Scrolls to what the keyboard comes to; Qt does so only from stop to stop inside of one area."""

    def __init__(self, window: QWidget, application: QApplication) -> None:
        super().__init__(window)
        self._window = window
        application.focusChanged.connect(self._follow)

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        by_hand = QApplication.mouseButtons() != Qt.MouseButton.NoButton
        if now is None or by_hand or not self._window.isAncestorOf(now):
            return
        part = now.parentWidget()
        while part is not None and part is not self._window:
            if isinstance(part, QScrollArea) and (sheet := part.widget()) is not None:
                # Not ensureWidgetVisible: of a field that shows no more than the line of the cursor.
                corner = now.mapTo(sheet, QPoint(0, 0))
                if now.height() <= part.viewport().height():
                    part.ensureVisible(corner.x(), corner.y() + now.height(), 0, 0)
                part.ensureVisible(corner.x(), corner.y(), 0, 0)
            part = part.parentWidget()
