"""Ctrl+Z in a field takes back what was typed there; when nothing is left of that, the step before it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit


class FieldUndo(QObject):
    """Lets the keys through to the inspection; Qt's fields keep them though they have nothing to undo."""

    def __init__(self, field: QLineEdit | QPlainTextEdit) -> None:
        super().__init__(field)
        self._field = field
        field.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        undoes = event.matches(QKeySequence.StandardKey.Undo)
        if not undoes and not event.matches(QKeySequence.StandardKey.Redo):
            return False
        if self._has(undo=undoes):
            return False
        event.ignore()
        return True

    def _has(self, *, undo: bool) -> bool:
        if isinstance(self._field, QLineEdit):
            return self._field.isUndoAvailable() if undo else self._field.isRedoAvailable()
        document = self._field.document()
        return document.isUndoAvailable() if undo else document.isRedoAvailable()
