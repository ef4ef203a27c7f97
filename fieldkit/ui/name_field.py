"""Asks for the name of the inspector where it is first needed; the rest is in the settings."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from fieldkit.ui.buttons import Button
from fieldkit.ui.labels import restyle


class NameField(QWidget):
    """One line and a button; Enter keeps the name too.

    Attributes:
        named: signal with the name.
    """

    named = Signal(str)

    def __init__(self, *, button: bool = True) -> None:
        """Without a ``button`` of its own another one of the page calls ``ask``."""
        super().__init__()
        words = self.tr("Name and surname of the inspector")
        self.field = QLineEdit()
        self.field.setPlaceholderText(words)
        self.field.setAccessibleName(words)
        self.field.textEdited.connect(lambda _text: restyle(self.field, invalid=False))
        self.field.returnPressed.connect(self.ask)
        self.keep = Button(self.tr("Keep"), "check")
        self.keep.setAccessibleName(self.tr("Keep the name"))
        self.keep.clicked.connect(self.ask)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.field, 1)
        row.addWidget(self.keep)
        self.keep.setVisible(button)
        self.setFocusProxy(self.field)

    def ask(self) -> None:
        """Keep what was typed; without a name, mark the field and go there."""
        name = " ".join(self.field.text().split())
        restyle(self.field, invalid=not name)
        if name:
            self.named.emit(name)
        else:
            self.field.setFocus()
