"""A field of several lines that turns abbreviations into phrases: ``.พล`` and Space or Tab."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QMenu, QPlainTextEdit

from fieldkit.model.snippets import MARK, abbreviated, snippets
from fieldkit.model.thai.clusters import truncate
from fieldkit.ui.runner.field_undo import FieldUndo

if TYPE_CHECKING:
    from fieldkit.errors import Language
    from fieldkit.model.snippets import Snippet

_LETTERS = 60


class SnippetField(QPlainTextEdit):
    """Expands an abbreviation before the cursor; Ctrl+Space shows all of them."""

    def __init__(self, language: Language) -> None:
        super().__init__()
        self._language = language
        self.setTabChangesFocus(True)
        FieldUndo(self)
        self.setToolTip(self.tr("Ctrl+Space shows ready phrases"))
        self.menu = QMenu(self)
        self.menu.setAccessibleName(self.tr("Ready phrases"))
        for snippet in snippets().values():
            words = f"{MARK}{snippet.abbreviation}   {truncate(snippet.text.pick(language), _LETTERS)}"
            # In a menu "&" would underline the letter after it.
            action = self.menu.addAction(words.replace("&", "&&"))
            action.triggered.connect(lambda _checked=False, snippet=snippet: self._insert(snippet, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_Space and control and not self.isReadOnly():
            self.menu.popup(self.viewport().mapToGlobal(self.cursorRect().bottomLeft()))
            return
        if event.text() == " ":
            self._expand()
        super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab after an abbreviation expands it instead of leaving the field."""
        return (forward and self._expand()) or super().focusNextPrevChild(forward)

    def _expand(self) -> bool:
        cursor = self.textCursor()
        if self.isReadOnly() or cursor.hasSelection():
            return False
        found = abbreviated(cursor.block().text()[: cursor.positionInBlock()])
        if found is None:
            return False
        letters, snippet = found
        self._insert(snippet, letters)
        return True

    def _insert(self, snippet: Snippet, letters: int) -> None:
        """Put the phrase in place of the ``letters`` before the cursor, as one step of the field's undo."""
        cursor = self.textCursor()
        cursor.movePosition(QTextCursor.MoveOperation.Left, QTextCursor.MoveMode.KeepAnchor, letters)
        cursor.insertText(snippet.text.pick(self._language))
        self.setTextCursor(cursor)
