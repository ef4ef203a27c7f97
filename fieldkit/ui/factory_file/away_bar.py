"""Says that answers of earlier inspections of a factory are at the office, and fetches them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from fieldkit.model import elsewhere
from fieldkit.ui.buttons import Button
from fieldkit.ui.wrap_label import WrapLabel

if TYPE_CHECKING:
    from sqlalchemy import Connection


class AwayBar(QWidget):
    """A line and a button; hidden where everything is here.

    Attributes:
        fetch_wanted: signal with the ids of the inspections.
    """

    fetch_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._inspections: list[str] = []
        self.words = WrapLabel("", "quiet")
        self.fetch = Button(self.tr("Fetch from the office"), "download")
        self.fetch.clicked.connect(lambda: self.fetch_wanted.emit(list(self._inspections)))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.words, 1)
        row.addWidget(self.fetch)
        self.hide()

    def read(self, connection: Connection, factory: str) -> None:
        """Show how many inspections of a factory are not wholly here; raises `FieldkitError`."""
        self._inspections = elsewhere.of_factory(connection, factory)
        self.words.set_words(
            self.tr(
                "Answers and photos of %n earlier inspection(s) are at the office", "", len(self._inspections)
            )
        )
        self.setVisible(bool(self._inspections))
