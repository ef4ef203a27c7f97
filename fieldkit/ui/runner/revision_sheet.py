"""Asks why a signed inspection is corrected, before the revision begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from fieldkit.ui import theme
from fieldkit.ui.buttons import Button
from fieldkit.ui.card import Card, centred
from fieldkit.ui.factory_model import name_words
from fieldkit.ui.wrap_label import WrapLabel

if TYPE_CHECKING:
    from fieldkit.model.inspections import Inspection

WIDTH = 560


class RevisionSheet(QWidget):
    """One line for the reason, and what will happen.

    Attributes:
        wanted: signal with the reason.
        left: signal to go back.
    """

    wanted = Signal(str)
    left = Signal()

    def __init__(self, inspection: Inspection) -> None:
        super().__init__()
        card = Card(self.tr("Correct a signed inspection"), margin=24)
        card.setMaximumWidth(theme.current().px(WIDTH))
        card.add(WrapLabel(name_words(inspection.factory["name"]), "strong"))
        card.add(
            WrapLabel(
                self.tr(
                    "The signed inspection stays as it is. A new revision begins with the same answers,"
                    " and replaces it once it is signed."
                )
            )
        )
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(self.tr("Why it is corrected"))
        self.reason.setAccessibleName(self.tr("Why it is corrected"))
        self.reason.textChanged.connect(self._typed)
        self.reason.returnPressed.connect(self._begin)
        card.add(self.reason)
        buttons = QHBoxLayout()
        back = Button(self.tr("Back"))
        back.clicked.connect(self.left)
        self.begin = Button(self.tr("Begin the revision"), "pencil", kind="primary")
        self.begin.clicked.connect(self._begin)
        self.begin.setEnabled(False)
        buttons.addWidget(back)
        buttons.addStretch(1)
        buttons.addWidget(self.begin)
        card.body.addLayout(buttons)
        column = QVBoxLayout(self)
        column.addStretch(2)
        column.addLayout(centred(card, share=8))
        column.addStretch(3)

    def enter(self) -> None:
        """Put the cursor where the reason is typed."""
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def _typed(self, text: str) -> None:
        self.begin.setEnabled(bool(text.strip()))

    def _begin(self) -> None:
        if self.reason.text().strip():
            self.wanted.emit(self.reason.text().strip())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
