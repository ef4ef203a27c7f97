"""The filters of the form with their counts; those that would show nothing stay away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QSizePolicy, QWidget

from fieldkit.ui.chip import Chip

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

GAP = 6
ALWAYS = ("all", "unanswered", "failed")


class FilterChips(QWidget):
    """Chips of which one is chosen, on several lines where there is no room for one.

    Attributes:
        chosen: signal with the key of the chip that a person chose.
    """

    chosen = Signal(str)

    def __init__(self, chips: Iterable[tuple[str, str]], name: str) -> None:
        """``chips`` are (key, words); ``name`` is what a screen reader calls the row."""
        super().__init__()
        self.setAccessibleName(name)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._words = dict(chips)
        self._group = QButtonGroup(self)
        self._chips: dict[str, Chip] = {}
        for key, words in self._words.items():
            chip = Chip(words, self)
            chip.clicked.connect(lambda _checked=False, key=key: self.chosen.emit(key))
            chip.setVisible(key in ALWAYS)
            self._chips[key] = chip
            self._group.addButton(chip)
        self.choose("all")

    def key(self) -> str:
        """Return the key of the chosen chip."""
        return next((key for key, chip in self._chips.items() if chip.isChecked()), "")

    def choose(self, key: str) -> None:
        """Choose a chip without a signal. Raises KeyError."""
        self._chips[key].setChecked(True)

    def text(self, key: str) -> str:
        """Return the words of a chip with its count."""
        return self._chips[key].text()

    def shown(self) -> list[str]:
        """Return the keys of the chips that can be chosen now."""
        return [key for key, chip in self._chips.items() if not chip.isHidden()]

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """Show how many questions each filter lets through; the chosen one stays when it lets none."""
        for key, chip in self._chips.items():
            count = counts.get(key)
            chip.setText(f"{self._words[key]} {count:,}" if count and key != "all" else self._words[key])
            chip.setVisible(key in ALWAYS or bool(count) or chip.isChecked())
        self.updateGeometry()
        self._place(self.width(), move=True)

    def sizeHint(self) -> QSize:
        """Return the size of all chips in one line."""
        sizes = [chip.sizeHint() for chip in self._visible()]
        width = sum(size.width() for size in sizes) + GAP * max(0, len(sizes) - 1)
        return QSize(width, max((size.height() for size in sizes), default=0))

    def minimumSizeHint(self) -> QSize:
        sizes = [chip.sizeHint() for chip in self._visible()]
        return QSize(max((size.width() for size in sizes), default=0), self.sizeHint().height())

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._place(width, move=False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place(self.width(), move=True)

    def _visible(self) -> list[Chip]:
        return [chip for chip in self._chips.values() if not chip.isHidden()]

    def _place(self, width: int, *, move: bool) -> int:
        """Go through the chips line by line; returns the height that they need."""
        left, top, line = 0, 0, 0
        for chip in self._visible():
            size = chip.sizeHint()
            if left and left + size.width() > width:
                left, top, line = 0, top + line + GAP, 0
            if move:
                chip.setGeometry(QRect(QPoint(left, top), size))
            left += size.width() + GAP
            line = max(line, size.height())
        return top + line
