"""What is known of something, as words and values below each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from fieldkit.ui import theme
from fieldkit.ui.labels import label
from fieldkit.ui.wrap_label import WrapLabel

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fieldkit.ui.theme import Tone

Fact = tuple[str, str]
LEAST_BESIDE = 210  # width at 100 % text below which values stand under their words


class Facts(QWidget):
    """Quiet words at the left, values at the right; a fact without a value is left out."""

    def __init__(self, facts: Iterable[Fact] = (), *, stacked: bool = False) -> None:
        """``stacked`` values stand below their words in any width.

        In a grid of cards they must: it reckons heights before it tells the widths.
        """
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)
        self._shown: list[tuple[str, WrapLabel]] = []
        self._names: list[QLabel] = []
        self._stacked = self._always_stacked = stacked
        self.show_facts(facts)

    def show_facts(self, facts: Iterable[Fact], *, tones: dict[str, Tone] | None = None) -> None:
        """Show ``facts``; ``tones`` colours the values of some of them by their words."""
        while self._grid.count():
            item = self._grid.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._shown, self._names = [], []
        for words, value in facts:
            if not value:
                continue
            shown = WrapLabel(value, tone=(tones or {}).get(words))
            shown.let_select()
            self._shown.append((words, shown))
            self._names.append(label(words, "caption"))
        self._arrange()

    def _arrange(self) -> None:
        """Put the values beside their words, or below them where they would have no room."""
        for row, ((_words, shown), name) in enumerate(zip(self._shown, self._names, strict=True)):
            if self._stacked:
                self._grid.addWidget(name, 2 * row, 0, 1, 2)
                self._grid.addWidget(shown, 2 * row + 1, 0, 1, 2)
            else:
                self._grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
                self._grid.addWidget(shown, row, 1)
        self._grid.setVerticalSpacing(0 if self._stacked else 4)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        stacked = self._always_stacked or self.width() < theme.current().px(LEAST_BESIDE)
        if stacked != self._stacked:
            self._stacked = stacked
            self._arrange()

    def facts(self) -> dict[str, str]:
        """Return what is shown now, value by words."""
        return {words: value.words() for words, value in self._shown}
