"""A label of several lines that wraps Thai between words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from fieldkit.ui.thai_text import wrappable

if TYPE_CHECKING:
    from fieldkit.ui.labels import LabelRole
    from fieldkit.ui.theme import Tone


class WrapLabel(QLabel):
    """Plain text over as many lines as it needs; ``words`` gives it back as it was set."""

    def __init__(
        self,
        text: str = "",
        role: LabelRole = "body",
        *,
        tone: Tone | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        if tone is not None:
            self.setProperty("tone", tone)
        self.setWordWrap(True)
        # Takes the width that it is given, and as much height as that width asks for.
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._words = ""
        self.set_words(text)

    def words(self) -> str:
        """Return the text as it was set, without the marks for wrapping."""
        return self._words

    def set_words(self, text: str) -> None:
        """Show ``text``."""
        self._words = text
        self.setText(wrappable(text))
        self.setAccessibleName(text)
