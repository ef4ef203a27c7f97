"""The sheet on which a passphrase is chosen, for the first time or anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent, Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout

from fieldkit.errors import FieldkitError
from fieldkit.ui import theme
from fieldkit.ui.buttons import Button
from fieldkit.ui.card import Card
from fieldkit.ui.labels import label, restyle
from fieldkit.ui.secret_field import SecretField
from fieldkit.ui.wrap_label import WrapLabel

if TYPE_CHECKING:
    from fieldkit.errors import Language

WIDTH = 520


class PassphraseSheet(Card):
    """The present passphrase where there is one and it is known, the new one, and the new one again.

    Attributes:
        wanted: signal (present passphrase or "", new passphrase) when both new ones are the same and will do.
        left: signal to go back.
    """

    wanted = Signal(str, str)
    left = Signal()

    def __init__(self, title: str, about: str, button: str, language: Language, *, known: bool) -> None:
        """``known``: whether the present passphrase is asked for."""
        super().__init__(title, margin=24)
        self._language = language
        self.setFixedWidth(theme.current().px(WIDTH))
        self.add(WrapLabel(about, "quiet"))
        self.present = SecretField(self.tr("Present passphrase"))
        self.new = SecretField(self.tr("New passphrase"))
        self.again = SecretField(self.tr("New passphrase again"))
        self.fields = [self.present, self.new, self.again] if known else [self.new, self.again]
        box = QCheckBox(self.tr("Show what is typed"))
        box.setMinimumHeight(theme.current().px(36))
        for field in self.fields:
            name = label(field.accessibleName(), "caption")
            name.setBuddy(field)
            field.shown_by(box)
            field.textEdited.connect(lambda _text: self.tell(""))
            field.returnPressed.connect(self._step)
            self.add(name)
            self.add(field)
        self.add(box)
        self.told = WrapLabel("", tone="fail")
        self.add(self.told)
        back = Button(self.tr("Back"))
        back.clicked.connect(self.left)
        self.take = Button(button, "lock", kind="primary")
        self.take.clicked.connect(self._take)
        row = QHBoxLayout()
        row.addWidget(back)
        row.addStretch(1)
        row.addWidget(self.take)
        self.body.addSpacing(6)
        self.body.addLayout(row)
        self.setFocusProxy(self.fields[0])
        self.tell("")

    def tell(self, words: str) -> None:
        """Say why it was not taken, "" for nothing."""
        self.told.set_words(words)
        self.told.setVisible(bool(words))
        for field in self.fields:
            restyle(field, invalid=False)

    def refuse(self, error: FieldkitError) -> None:
        """Tell of an error at the field that it is about."""
        from fieldkit.model.keys.errors import WrongPassphrase

        self.allow(True)
        wrong = isinstance(error, WrongPassphrase) and self.present in self.fields
        self._mark(self.present if wrong else self.new, error.message(self._language))

    def allow(self, allowed: bool) -> None:
        """Close the fields while the key is sought."""
        for part in (*self.fields, self.take):
            part.setEnabled(allowed)

    def _mark(self, field: SecretField, words: str) -> None:
        self.tell(words)
        restyle(field, invalid=True)
        field.setFocus()
        field.selectAll()

    def _step(self) -> None:
        empty = [field for field in self.fields if not field.text()]
        if empty:
            empty[0].setFocus()
        else:
            self._take()

    def _take(self) -> None:
        from fieldkit.model.keys import ways

        try:
            ways.strong(self.new.text())
        except FieldkitError as error:
            self.refuse(error)
            return
        if self.new.text() != self.again.text():
            self._mark(self.again, self.tr("The two are not the same"))
            return
        self.wanted.emit(self.present.text(), self.new.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
