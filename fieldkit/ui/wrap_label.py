"""A label of several lines that wraps Thai between words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from fieldkit.ui import theme
from fieldkit.ui.thai_text import wrappable

if TYPE_CHECKING:
    from fieldkit.ui.labels import LabelRole
    from fieldkit.ui.theme import Tone

_BELOW = 3  # pixels at 100 % text, as style.qss leaves below any label


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
        self._below = 0
        self._heights: dict[int, int] = {}  # by width: layouts ask several times, and Qt breaks lines anew
        self.set_words(text)

    def let_select(self) -> None:
        """Let a person select the text with the mouse, to copy it.

        Such a text is cut off at the edge of what it may fill, and ญ and ฐ reach below their line: the room
        below it is part of that then, not beside it.
        """
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setProperty("selectable", True)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self._below = _BELOW

    def changeEvent(self, event: QEvent) -> None:
        self._heights.clear()
        super().changeEvent(event)

    def heightForWidth(self, width: int) -> int:
        height = self._heights.get(width)
        if height is None:
            height = self._heights[width] = super().heightForWidth(width)
        return height + theme.current().px(self._below)

    def sizeHint(self) -> QSize:
        return super().sizeHint() + QSize(0, theme.current().px(self._below))

    def minimumSizeHint(self) -> QSize:
        return super().minimumSizeHint() + QSize(0, theme.current().px(self._below))

    def words(self) -> str:
        """Return the text as it was set, without the marks for wrapping."""
        return self._words

    def set_words(self, text: str) -> None:
        """Show ``text``."""
        self._words = text
        self._heights.clear()
        self.setText(wrappable(text))
        self.setAccessibleName(text)
