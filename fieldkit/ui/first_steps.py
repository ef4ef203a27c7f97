"""What an empty register shows: say who you are, bring the factories, start."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fieldkit.ui import theme
from fieldkit.ui.buttons import Button
from fieldkit.ui.card import centred
from fieldkit.ui.labels import IconLabel, hairline, label
from fieldkit.ui.name_field import NameField
from fieldkit.ui.wrap_label import WrapLabel

if TYPE_CHECKING:
    from fieldkit.ui.labels import LabelRole

WIDTH = 640


class FirstSteps(QWidget):
    """Three steps in their order, the first one that is open with the focus.

    Attributes:
        named: signal with the name of the inspector.
        import_wanted: signal of the button of the second step.
        centre_wanted: signal of the other way to the factories, from the centre.
    """

    named = Signal(str)
    import_wanted = Signal()
    centre_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        sheet = QWidget()
        sheet.setMaximumWidth(theme.current().px(WIDTH))
        column = QVBoxLayout(sheet)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(label(self.tr("Three steps to begin"), "page"))
        self.name = NameField()
        self.name.named.connect(self.named)
        self._name_tick, self._who = IconLabel("user", "text_2", size=24), WrapLabel("", "strong")
        self._ask = _words(self.tr("1. Your name"), self.tr("It stands beside every answer and signature"))
        for part in (self._who, self.name):
            self._ask.addWidget(part)
        column.addLayout(_step(self._name_tick, self._ask))
        column.addWidget(hairline())
        self.button = Button(self.tr("Import the register"), "file-down", kind="primary")
        self.button.clicked.connect(self.import_wanted)
        self.centre = Button(self.tr("Get it from the centre"), "cloud")
        self.centre.clicked.connect(self.centre_wanted)
        ways = QHBoxLayout()
        ways.setSpacing(8)
        ways.addWidget(self.button)
        ways.addWidget(self.centre)
        ways.addStretch(1)
        bring = _words(
            self.tr("2. The factories"),
            self.tr("The office's Excel or CSV file, or the centre if you have one"),
        )
        bring.addLayout(ways)
        column.addLayout(_step(IconLabel("factory", "text_2", size=24), bring))
        column.addWidget(hairline())
        start = _words(self.tr("3. Start"), self.tr("Choose a factory, then press “Start inspection”"))
        column.addLayout(_step(IconLabel("clipboard-check", "text_2", size=24), start))
        outer = QVBoxLayout(self)
        outer.addStretch(2)
        outer.addLayout(centred(sheet, share=8))
        outer.addStretch(3)

    def show_person(self, name: str) -> None:
        """Ask for the name, or show the one that is known."""
        self._who.set_words(name)
        self._who.setVisible(bool(name))
        self.name.setVisible(not name)
        self._name_tick.show_icon("circle-check" if name else "user", "ok" if name else "text_2")

    def enter(self) -> None:
        """Put the focus into the first step that is open."""
        (self.button if self.name.isHidden() else self.name.field).setFocus()


def _step(icon: IconLabel, words: QVBoxLayout) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(16)
    row.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
    row.addLayout(words, 1)
    return row


def _words(title: str, line: str) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(4)
    parts: tuple[tuple[str, LabelRole], ...] = ((title, "title"), (line, "quiet"))
    for words, role in parts:
        column.addWidget(WrapLabel(words, role))
    return column
