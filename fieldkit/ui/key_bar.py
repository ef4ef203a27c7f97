"""The bar at the bottom of a page: its keys, what is saved, and the buttons that move on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from fieldkit.ui import theme
from fieldkit.ui.labels import IconLabel, label, restyle

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtWidgets import QPushButton

    from fieldkit.ui.theme import Tone


MARGIN = 20


class KeyBar(QFrame):
    """Shows (keys, what they do), the state of saving, and buttons at the right."""

    def __init__(self, keys: Iterable[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("keyBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(theme.current().px(52))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(MARGIN, 0, MARGIN, 0)
        self._row.setSpacing(6)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._hints: list[QWidget] = []
        self.show_keys(keys)
        self._row.addStretch(1)
        self._tick = IconLabel("check", "ok", size=18)
        self._saved = label("", "quiet")
        self._row.addWidget(self._tick)
        self._row.addWidget(self._saved)
        self._row.addSpacing(12)
        self._tick.hide()

    def show_keys(self, keys: Iterable[tuple[str, str]]) -> None:
        """Add (key, what it does) at the left."""
        for key, meaning in keys:
            hint = _hint(key, meaning)
            self._row.insertWidget(len(self._hints), hint)
            self._hints.append(hint)

    def show_saved(self, words: str, tone: Tone = "ok") -> None:
        """Say how the last save went, such as “Saved 10:42”; "fail" turns it into a warning."""
        self._saved.setText(words)
        restyle(self._saved, tone=tone if tone != "ok" else "")
        self._tick.show_icon("check" if tone == "ok" else "triangle-alert", tone)
        self._tick.setVisible(bool(words))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Leave out the last keys where there is no room; the buttons are never cut."""
        spacing = self._row.spacing()
        items = [self._row.itemAt(place) for place in range(self._row.count())]
        widgets = [item.widget() for item in items if item is not None]
        room = self.width() - 2 * MARGIN
        for widget in widgets:
            if widget is not None and widget not in self._hints and not widget.isHidden():
                room -= widget.sizeHint().width() + spacing
        for hint in self._hints:
            room -= hint.sizeHint().width() + spacing
            hint.setVisible(room >= 0)

    def add_button(self, button: QPushButton) -> None:
        """Put ``button`` at the right end."""
        self._row.addWidget(button)


def _hint(key: str, meaning: str) -> QWidget:
    hint = QWidget()
    row = QHBoxLayout(hint)
    row.setContentsMargins(0, 0, 8, 0)
    row.setSpacing(6)
    cap = QLabel(key)
    cap.setProperty("key", True)
    row.addWidget(cap, 0, Qt.AlignmentFlag.AlignVCenter)
    row.addWidget(label(meaning, "caption"))
    return hint
