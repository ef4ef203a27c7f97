"""What is known of something, as words and values below each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from fieldkit.ui.labels import label
from fieldkit.ui.wrap_label import WrapLabel

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fieldkit.ui.theme import Tone

Fact = tuple[str, str]


class Facts(QWidget):
    """Quiet words at the left, values at the right; a fact without a value is left out."""

    def __init__(self, facts: Iterable[Fact] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)
        self._shown: list[tuple[str, WrapLabel]] = []
        self.show_facts(facts)

    def show_facts(self, facts: Iterable[Fact], *, tones: dict[str, Tone] | None = None) -> None:
        """Show ``facts``; ``tones`` colours the values of some of them by their words."""
        while self._grid.count():
            item = self._grid.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._shown = []
        for words, value in facts:
            if not value:
                continue
            row = len(self._shown)
            shown = WrapLabel(value, tone=(tones or {}).get(words))
            shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._grid.addWidget(label(words, "caption"), row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(shown, row, 1)
            self._shown.append((words, shown))

    def facts(self) -> dict[str, str]:
        """Return what is shown now, value by words."""
        return {words: value.words() for words, value in self._shown}
