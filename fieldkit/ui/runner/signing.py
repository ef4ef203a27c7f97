"""One person's signature: name, position, pad, a photo of the paper, or the refusal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from fieldkit.model.inspections import Signature
from fieldkit.ui.buttons import Button
from fieldkit.ui.dialogs import choose_path
from fieldkit.ui.labels import label, restyle
from fieldkit.ui.runner.signature_pad import SignaturePad

if TYPE_CHECKING:
    from pathlib import Path


class Signer(QWidget):
    """The fields of one signature.

    Attributes:
        changed: signal when anything changed.
        refused: signal with True when the person refuses to sign.
        unreadable: signal with the OSError of a paper's photo.
    """

    changed = Signal()
    refused = Signal(bool)
    unreadable = Signal(object)

    def __init__(self, role: str, title: str, *, may_refuse: bool = False) -> None:
        super().__init__()
        self.role = role
        self._paper: bytes | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        head = QHBoxLayout()
        head.addWidget(label(title, "strong"))
        head.addStretch(1)
        self.refusal = QCheckBox(self.tr("Refuses to sign"))
        if not may_refuse:
            # Never shown here: without its place in the sheet it would be a window of its own for a moment.
            self.refusal.hide()
        self.refusal.toggled.connect(self._refuse)
        head.addWidget(self.refusal)
        column.addLayout(head)
        fields = QHBoxLayout()
        self.name = self._field(self.tr("Name"), title)
        self.position = self._field(self.tr("Position"), title)
        fields.addWidget(self.name, 3)
        fields.addWidget(self.position, 2)
        column.addLayout(fields)
        self.reason = self._field(self.tr("Reason given for refusing"), title)
        self.reason.hide()
        column.addWidget(self.reason)
        words = self.tr("signature")
        self.pad = SignaturePad(f"{title}: {words}")
        self.pad.signed.connect(self.changed)
        column.addWidget(self.pad)
        tools = QHBoxLayout()
        tools.addStretch(1)
        self._from_paper = Button(self.tr("Photo of the signed paper"), "camera", kind="quiet")
        self._from_paper.clicked.connect(self._choose_paper)
        clear = Button(self.tr("Sign again"), "undo-2", kind="quiet")
        clear.clicked.connect(self._clear)
        tools.addWidget(self._from_paper)
        tools.addWidget(clear)
        self._tools = QWidget()
        self._tools.setLayout(tools)
        tools.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._tools)

    def signed(self) -> bool:
        """Tell whether there is a signature, drawn or on paper."""
        return self._paper is not None or self.pad.is_signed()

    def mark_missing(self) -> QWidget | None:
        """Mark and return the first field that is still to be filled in, None when all are."""
        wanted = self.reason if self.refusal.isChecked() else self.name
        if not wanted.text().strip():
            restyle(wanted, invalid=True)
            return wanted
        if self.refusal.isChecked() or self.signed():
            return None
        self.pad.show_missing()
        return self.pad

    def _field(self, words: str, title: str) -> QLineEdit:
        field = QLineEdit()
        field.setPlaceholderText(words)
        field.setAccessibleName(f"{title}: {words}")
        field.textEdited.connect(self.changed)
        field.textEdited.connect(lambda _text: restyle(field, invalid=False))
        return field

    def signature(self) -> Signature:
        """Return what was entered."""
        return Signature(
            self.role,
            self.name.text().strip(),
            self.position.text().strip(),
            None if self.refusal.isChecked() else self._paper or self.pad.png(),
            refused=self.refusal.isChecked(),
            reason=self.reason.text().strip(),
        )

    def _refuse(self, refuses: bool) -> None:
        self.pad.setVisible(not refuses)
        self._tools.setVisible(not refuses)
        self.reason.setVisible(refuses)
        self.refused.emit(refuses)
        self.changed.emit()

    def _clear(self) -> None:
        self._paper = None
        self.pad.clear()
        self._from_paper.setText(self.tr("Photo of the signed paper"))

    def _choose_paper(self) -> None:
        from fieldkit.ui.runner.attaching import photo_filter

        chosen = choose_path(self, self.tr("Photo of the signed paper"), filters=photo_filter())
        if chosen:
            self.take_paper(chosen[0])

    def take_paper(self, file: Path) -> None:
        """Use the photo of a signed sheet as the signature."""
        try:
            self._paper = file.read_bytes()
        except OSError as error:
            self.unreadable.emit(error)
            return
        self._from_paper.setText(file.name)
        self.changed.emit()
