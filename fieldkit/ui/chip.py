"""Filter chips: a row of pills of which one is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QMargins, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QWidget

from fieldkit.ui.wrap_layout import WrapLayout

if TYPE_CHECKING:
    from collections.abc import Iterable


class Chip(QPushButton):
    """A pill that can be chosen."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setProperty("kind", "chip")
        self.setCheckable(True)
        self.setAutoDefault(False)

    def sizeHint(self) -> QSize:
        """Return the room for the words when the chip is chosen, which are wider then: nothing moves."""
        bold = QFont(self.font())
        bold.setWeight(QFont.Weight.DemiBold)
        size = super().sizeHint()
        more = QFontMetrics(bold).horizontalAdvance(self.text()) - self.fontMetrics().horizontalAdvance(
            self.text()
        )
        return size.grownBy(QMargins(0, 0, max(0, more) + 2, 0))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


class ChipRow(QWidget):
    """A row of chips, exactly one chosen, which has the focus of the row; left and right move it.

    Attributes:
        chosen: signal with the key of the chip that a person chose.
    """

    chosen = Signal(str)

    def __init__(
        self,
        chips: Iterable[tuple[str, str]],
        name: str = "",
        *,
        stretch: bool = False,
        wrap: bool = False,
    ) -> None:
        """``chips`` are (key, words); ``name`` is what a screen reader calls the row.

        With ``wrap`` it goes on in further lines where it has no room.
        """
        super().__init__()
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        self._chips: dict[str, Chip] = {}
        row = WrapLayout(self) if wrap else QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for key, words in chips:
            chip = Chip(words, self)
            chip.clicked.connect(lambda _checked=False, key=key: self.chosen.emit(key))
            chip.toggled.connect(lambda on, chip=chip: self._hold(chip) if on else None)
            self._chips[key] = chip
            self._group.addButton(chip)
            row.addWidget(chip)
            if stretch and isinstance(row, QHBoxLayout):
                row.setStretchFactor(chip, 1)
        if self._chips:
            self.choose(next(iter(self._chips)))

    def _hold(self, chosen: Chip) -> None:
        """Let Tab come to the chosen chip: Qt does so only where a person chose it."""
        self.setFocusProxy(chosen)
        for chip in self._chips.values():
            chip.setFocusPolicy(Qt.FocusPolicy.StrongFocus if chip is chosen else Qt.FocusPolicy.ClickFocus)

    def key(self) -> str:
        """Return the key of the chosen chip, "" when there is none."""
        return next((key for key, chip in self._chips.items() if chip.isChecked()), "")

    def keys(self) -> tuple[str, ...]:
        """Return the keys in their order."""
        return tuple(self._chips)

    def choose(self, key: str) -> None:
        """Choose a chip without a signal; "" leaves none chosen. Raises KeyError."""
        if key:
            self._chips[key].setChecked(True)
            return
        self._group.setExclusive(False)
        for chip in self._chips.values():
            chip.setChecked(False)
            chip.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._group.setExclusive(True)

    def set_text(self, key: str, words: str) -> None:
        """Change the words of a chip, for example its count."""
        self._chips[key].setText(words)

    def show_chip(self, key: str, shown: bool) -> None:
        """Show or hide a chip."""
        self._chips[key].setVisible(shown)
