"""The letter of an order, to read and to save as a text document."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fieldkit.errors import FieldkitError
from fieldkit.model.orders import letter_file
from fieldkit.ui import dialogs, theme
from fieldkit.ui.buttons import Button
from fieldkit.ui.card import Card, centred
from fieldkit.ui.letter_view import LetterView
from fieldkit.ui.wrap_label import WrapLabel

if TYPE_CHECKING:
    from fieldkit.model.orders.issued_letter import Letter
    from fieldkit.ui.page import PageContext

FOLDER = "letter_folder"
WIDTH = 820


class LetterSheet(QWidget):
    """Shows the letter; says whether it is the one that was issued, and its hash.

    Attributes:
        left: signal to go back.
        saved: signal with the path of the file that was written.
        pdf_wanted: signal when the letter is to be saved as a PDF.
        failed: signal with a FieldkitError.
    """

    left = Signal()
    saved = Signal(str)
    pdf_wanted = Signal()
    failed = Signal(object)

    def __init__(self, context: PageContext, name: str, found: Letter) -> None:
        """``name`` is the number of the order."""
        super().__init__()
        self._context = context
        card = Card(name)
        self.told = WrapLabel("", "caption")
        card.add(self.told)
        self.view = LetterView(self.tr("Letter"))
        card.add(self.view, 1)
        back = Button(self.tr("Back"))
        back.clicked.connect(self.left)
        self.save = Button(self.tr("Save as a text document"), "file-down", kind="primary")
        self.save.clicked.connect(self._save)
        row = QHBoxLayout()
        row.addWidget(back)
        row.addStretch(1)
        self.pdf = Button(self.tr("Save as PDF"), "printer")
        self.pdf.clicked.connect(self.pdf_wanted)
        row.addWidget(self.pdf)
        row.addWidget(self.save)
        card.body.addLayout(row)
        card.setMaximumWidth(theme.current().px(WIDTH))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(centred(card, share=8))
        self._letter = found
        # What is shown is what the document holds, whatever has changed in the register since.
        self.view.show_letter(letter_file.read(found.data))
        self.told.set_words(
            self.tr("As issued and kept with the order. SHA-256 {0}").format(found.sha256[:16])
            if found.issued
            else self.tr("A draft: number and day come when the order is issued.")
        )
        self.setFocusProxy(self.view)

    def _save(self) -> None:
        workspace = self._context.workspace
        try:
            folder = Path(workspace.setting(FOLDER) or workspace.folder / "exports")
            chosen = dialogs.choose_path(
                self,
                self.tr("Save the letter"),
                "save",
                filters=self.tr("Text document (*.docx)"),
                suggested=folder / self._letter.name,
            )
            if not chosen:
                return
            self._letter.write(chosen[0])
        except FieldkitError as error:
            self.failed.emit(error)
            return
        workspace.remember(FOLDER, str(chosen[0].parent))
        self.saved.emit(str(chosen[0]))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
