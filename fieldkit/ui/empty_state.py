"""What a page or list shows when it has nothing to show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from fieldkit.ui.buttons import Button
from fieldkit.ui.labels import IconLabel, label
from fieldkit.ui.thai_text import wrappable

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieldkit.ui.buttons import ButtonKind


class EmptyState(QWidget):
    """An icon, what is missing, what to do, and one button that does it.

    Attributes:
        pressed: signal of the button.
    """

    pressed = Signal()

    def __init__(
        self, icon: str, title: str, line: str, button: str = "", *, kind: ButtonKind = "normal"
    ) -> None:
        super().__init__()
        self._column = column = QVBoxLayout(self)
        column.setSpacing(2)
        column.addStretch(2)
        self._icon = IconLabel(icon, "text_3", size=44)
        column.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(6)
        self._title = self._centred(label("", "title"))
        self._line = self._centred(label("", "quiet"))
        column.addWidget(self._title)
        column.addWidget(self._line)
        column.addSpacing(6)
        self.button = Button(button, kind=kind)
        self.button.clicked.connect(self.pressed)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        self.show_state(icon, title, line, button)

    def offer(self, words: str, action: Callable[[], object]) -> Button:
        """Put another button below."""
        button = Button(words)
        button.clicked.connect(action)
        # Room is taken only here: a narrow pane with large text has none to spare.
        last = self._column.count() - 1
        self._column.insertWidget(last, button, 0, Qt.AlignmentFlag.AlignHCenter)
        self._column.insertSpacing(last, 6)
        return button

    @staticmethod
    def _centred(words: QLabel) -> QLabel:
        words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        words.setWordWrap(True)
        return words

    def show_state(self, icon: str, title: str, line: str, button: str = "") -> None:
        """Change what is said; without ``button`` there is none."""
        self._icon.show_icon(icon, "text_3")
        self._title.setText(wrappable(title))
        self._line.setText(wrappable(line))
        self.button.setText(button)
        self.button.setVisible(bool(button))
