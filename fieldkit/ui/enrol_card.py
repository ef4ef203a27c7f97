"""Joining a centre: its address and the one-time code of the administrator."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from fieldkit.model.thai.kedmanee import scanned
from fieldkit.sync import client
from fieldkit.ui import theme
from fieldkit.ui.buttons import Button
from fieldkit.ui.card import Card
from fieldkit.ui.labels import label, restyle
from fieldkit.ui.wrap_label import WrapLabel

if TYPE_CHECKING:
    from fieldkit.errors import FieldkitError

WIDTH = 460
_ADDRESS, _CODE = re.compile(r"https?://\S+"), re.compile(r"[0-9A-Za-z-]+")


class EnrolCard(Card):
    """Two fields and a button.

    Attributes:
        wanted: signal (address, code) when both are filled in.
        given_up: signal when a laptop that has a centre keeps it.
    """

    wanted = Signal(str, str)
    given_up = Signal()

    def __init__(self) -> None:
        super().__init__(self.tr("Join the centre"), margin=24)
        self.setFixedWidth(theme.current().px(WIDTH))
        self.add(
            WrapLabel(
                self.tr(
                    "The administrator gives you the address and a code that works once."
                    " What you saved until now is sent along."
                ),
                "quiet",
            )
        )
        self.address = QLineEdit()
        self.address.setPlaceholderText("https://")
        self.code = QLineEdit()
        self.code.setPlaceholderText("0000-0000-0000")
        for words, field in ((self.tr("Address of the centre"), self.address), (self.tr("Code"), self.code)):
            name = label(words, "caption")
            name.setBuddy(field)
            field.setAccessibleName(words)
            field.textChanged.connect(self._changed)
            self.add(name)
            self.add(field)
        self.address.returnPressed.connect(self.code.setFocus)
        self.code.returnPressed.connect(self._join)
        self._later = Button(self.tr("Keep the present centre"), kind="quiet")
        self._later.clicked.connect(self.given_up)
        self.join = Button(self.tr("Join"), "key", kind="primary")
        self.join.clicked.connect(self._join)
        row = QHBoxLayout()
        row.addWidget(self._later)
        row.addStretch(1)
        row.addWidget(self.join)
        self.body.addSpacing(6)
        self.body.addLayout(row)

    def begin(self, address: str = "") -> None:
        """Empty the code and stand in the first field that is to be filled in."""
        self._later.setVisible(bool(address))
        self.address.setText(self.address.text() or address)
        self.code.clear()
        self.show_busy(False)
        (self.code if self.address.text() else self.address).setFocus()

    def show_busy(self, busy: bool) -> None:
        """Close the fields while the centre is asked."""
        for part in (self.address, self.code, self.join):
            part.setEnabled(not busy)

    def show_refused(self, error: FieldkitError) -> None:
        """Mark the field that the error is about."""
        self.show_busy(False)
        field = self.code if isinstance(error, client.CodeRefused) else self.address
        restyle(field, invalid=True)
        field.setFocus()
        field.selectAll()

    def _changed(self) -> None:
        for field in (self.address, self.code):
            restyle(field, invalid=False)

    def _join(self) -> None:
        for field, form in ((self.address, _ADDRESS), (self.code, _CODE)):
            # With the Thai layout on, the same keys write Thai letters.
            typed = field.text().strip()
            meant = scanned(typed)
            field.setText(meant if form.fullmatch(meant) else typed)
        address, code = self.address.text(), self.code.text()
        for field, text in ((self.address, address), (self.code, code)):
            if not text:
                restyle(field, invalid=True)
                field.setFocus()
                return
        self.wanted.emit(address, code)
