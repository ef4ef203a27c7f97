"""Asks for the passphrase, or for the recovery code of the paper, and finds the key of the data by it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout

from fieldkit.ui import jobs, theme
from fieldkit.ui.buttons import Button
from fieldkit.ui.card import Card
from fieldkit.ui.labels import label, restyle
from fieldkit.ui.secret_field import SecretField
from fieldkit.ui.wrap_label import WrapLabel

if TYPE_CHECKING:
    from pathlib import Path

    from fieldkit.errors import FieldkitError, Language

WIDTH = 440


class UnlockCard(Card):
    """One field and a button.

    Attributes:
        opened: signal (key, by code); after a code a new passphrase is due.
    """

    opened = Signal(object, bool)

    def __init__(self, folder: Path, language: Language, *, begins: bool) -> None:
        """``begins``: the program starts, nothing was open before."""
        super().__init__(self.tr("The data are locked"), margin=24)
        self._folder, self._language, self._by_code = folder, language, False
        self._begins = begins
        self.setFixedWidth(theme.current().px(WIDTH))
        self._about = WrapLabel("", "quiet")
        self.add(self._about)
        self._words = label("", "caption")
        self.field = SecretField("")
        self._words.setBuddy(self.field)
        self.setFocusProxy(self.field)
        self.field.returnPressed.connect(self._try)
        self.field.textEdited.connect(lambda _text: self._tell(""))
        self.shown = QCheckBox(self.tr("Show what is typed"))
        self.shown.setMinimumHeight(theme.current().px(36))
        self.field.shown_by(self.shown)
        self.told = WrapLabel("", tone="fail")
        for part in (self._words, self.field, self.shown, self.told):
            self.add(part)
        self.other = Button("", kind="quiet")
        self.other.clicked.connect(lambda: self._ask(by_code=not self._by_code))
        self.unlock = Button(self.tr("Unlock"), "key", kind="primary")
        self.unlock.clicked.connect(self._try)
        row = QHBoxLayout()
        row.addWidget(self.other)
        row.addStretch(1)
        row.addWidget(self.unlock)
        self.body.addSpacing(6)
        self.body.addLayout(row)
        self._ask(by_code=False)

    def _ask(self, *, by_code: bool) -> None:
        self._by_code = by_code
        if by_code:
            about = self.tr(
                "The 28 letters on the paper, with or without dashes. Then choose a new passphrase."
            )
            words, other = self.tr("Recovery code"), self.tr("Use the passphrase")
        else:
            about = self.tr("Everything you typed is saved. You come back to the same place.")
            if self._begins:
                about = self.tr("They are encrypted. The passphrase opens them.")
            words, other = self.tr("Passphrase"), self.tr("Passphrase lost?")
        self._about.set_words(about)
        self._words.setText(words)
        self.field.setAccessibleName(words)
        self.other.setText(other)
        self.shown.setChecked(by_code)
        self.field.forget()
        self._tell("")
        self.field.setFocus()

    def _try(self) -> None:
        typed = self.field.text()
        if not typed or not self.unlock.isEnabled():
            restyle(self.field, invalid=True)
            self.field.setFocus()
            return
        self._allow(False)
        folder, by_code = self._folder, self._by_code
        # A guess takes a few tenths of a second on purpose.
        jobs.run(self, lambda _job: _key(folder, typed, by_code=by_code), self._found, failed=self._refused)

    def _allow(self, allowed: bool) -> None:
        for part in (self.field, self.unlock, self.other):
            part.setEnabled(allowed)

    def _found(self, key: bytes) -> None:
        self.field.forget()
        self._allow(True)
        self.opened.emit(key, self._by_code)

    def _refused(self, error: FieldkitError) -> None:
        self._allow(True)
        self._tell(error.message(self._language))
        restyle(self.field, invalid=True)
        self.field.setFocus()
        self.field.selectAll()

    def _tell(self, words: str) -> None:
        self.told.set_words(words)
        self.told.setVisible(bool(words))
        restyle(self.field, invalid=False)


def _key(folder: Path, typed: str, *, by_code: bool) -> bytes:
    from fieldkit.model.keys import slots, ways
    from fieldkit.model.thai.kedmanee import scanned

    found = slots.read(folder)
    # With the Thai layout on, the same keys write Thai letters.
    return ways.with_code(found, scanned(typed)) if by_code else ways.with_passphrase(found, typed)
