"""The words over the photos of a question, with the way to those of a camera's card."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from fieldkit.ui.buttons import IconButton
from fieldkit.ui.labels import label


class PhotoTitle(QWidget):
    """“Photos”, and a button.

    Attributes:
        folder_wanted: signal when photos of a card or folder are to be looked through.
    """

    folder_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(label(self.tr("Photos"), "caption"))
        row.addStretch(1)
        self.button = IconButton("folder-open", self.tr("Photos of a camera's card or a folder (Ctrl+I)"))
        self.button.clicked.connect(self.folder_wanted)
        row.addWidget(self.button)

    def allow(self, may_add: bool) -> None:
        """Offer the button only where photos may be added."""
        self.button.setVisible(may_add)
