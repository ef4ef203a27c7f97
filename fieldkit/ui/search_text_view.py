"""A text of law as the search shows it: to read, to copy, and to go back from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from fieldkit.ui.buttons import Button
from fieldkit.ui.card import scrolling
from fieldkit.ui.wrap_label import WrapLabel

if TYPE_CHECKING:
    from collections.abc import Sequence


class SearchTextView(QWidget):
    """Title and paragraphs of one text.

    Attributes:
        left: signal when a person goes back to what was found.
    """

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._words = ""
        self._title = WrapLabel("", "title")
        self._body = WrapLabel("", "body")
        for words in (self._title, self._body):
            words.let_select()
        self.back = Button(self.tr("Back to what was found"), "chevron-left")
        self.back.clicked.connect(self.left)
        self.copy = Button(self.tr("Copy the text"), "copy")
        self.copy.clicked.connect(self._copy)
        sheet = QWidget()
        inside = QVBoxLayout(sheet)
        inside.setContentsMargins(12, 4, 12, 12)
        inside.setSpacing(10)
        inside.addWidget(self._title)
        inside.addWidget(self._body)
        inside.addStretch(1)
        buttons = QHBoxLayout()
        buttons.setSpacing(10)
        buttons.addWidget(self.back)
        buttons.addWidget(self.copy)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(scrolling(sheet), 1)
        column.addLayout(buttons)

    def show_text(self, title: str, paragraphs: Sequence[str]) -> None:
        """Show another text."""
        self._title.set_words(title)
        self._body.set_words("\n\n".join(paragraphs))
        self._words = "\n\n".join([title, *paragraphs])

    def enter(self) -> None:
        """Put the focus on the way back."""
        self.back.setFocus(Qt.FocusReason.OtherFocusReason)

    def _copy(self) -> None:
        QApplication.clipboard().setText(self._words)
