"""Keeps what the keyboard comes to in sight."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget


def bring_into_sight(window: QWidget, now: QWidget | None) -> None:
    """Scroll to what the keyboard came to; Qt does so only from stop to stop inside of one area."""
    by_hand = QApplication.mouseButtons() != Qt.MouseButton.NoButton
    if now is None or by_hand or not window.isAncestorOf(now):
        return
    part = now.parentWidget()
    while part is not None and part is not window:
        if isinstance(part, QScrollArea) and (sheet := part.widget()) is not None:
            # Not ensureWidgetVisible: of a field that shows no more than the line of the cursor.
            corner = now.mapTo(sheet, QPoint(0, 0))
            if now.height() <= part.viewport().height():
                part.ensureVisible(corner.x(), corner.y() + now.height(), 0, 0)
            part.ensureVisible(corner.x(), corner.y(), 0, 0)
        part = part.parentWidget()
