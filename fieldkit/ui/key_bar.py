"""The bar at the bottom of a page: its keys, what is saved, and the buttons that move on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from fieldkit.ui import theme
from fieldkit.ui.labels import IconLabel, label, restyle

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtWidgets import QPushButton

    from fieldkit.ui.theme import Tone


class KeyBar(QFrame):
    """Shows (keys, what they do), the state of saving, and buttons at the right."""

    def __init__(self, keys: Iterable[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("keyBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(theme.current().px(52))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(20, 0, 20, 0)
        self._row.setSpacing(6)
        for key, meaning in keys:
            cap = QLabel(key)
            cap.setProperty("key", True)
            self._row.addWidget(cap, 0, Qt.AlignmentFlag.AlignVCenter)
            self._row.addWidget(label(meaning, "caption"))
            self._row.addSpacing(8)
        self._row.addStretch(1)
        self._tick = IconLabel("check", "ok", size=18)
        self._saved = label("", "quiet")
        self._row.addWidget(self._tick)
        self._row.addWidget(self._saved)
        self._row.addSpacing(12)
        self._tick.hide()

    def show_saved(self, words: str, tone: Tone = "ok") -> None:
        """Say how the last save went, such as “Saved 10:42”; "fail" turns it into a warning."""
        self._saved.setText(words)
        restyle(self._saved, tone=tone if tone != "ok" else "")
        self._tick.show_icon("check" if tone == "ok" else "triangle-alert", tone)
        self._tick.setVisible(bool(words))

    def add_button(self, button: QPushButton) -> None:
        """Put ``button`` at the right end."""
        self._row.addWidget(button)
