"""Shows a new recovery code once; it counts when it was typed back from the paper."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from fieldkit.model.keys import letters
from fieldkit.model.thai.kedmanee import scanned
from fieldkit.ui import theme
from fieldkit.ui.buttons import Button
from fieldkit.ui.card import Card
from fieldkit.ui.labels import label, restyle
from fieldkit.ui.wrap_label import WrapLabel

WIDTH = 520


class CodeSheet(Card):
    """The code in large letters, and a field.

    Attributes:
        noted: signal when the code was typed back.
        left: signal to go back without it.
    """

    noted = Signal()
    left = Signal()

    def __init__(self, code: str) -> None:
        super().__init__(self.tr("Recovery code"), margin=24)
        self._code = code
        self.setFixedWidth(theme.current().px(WIDTH))
        self.add(
            WrapLabel(
                self.tr(
                    "It opens the data when the passphrase is lost. Write it on paper and lock the paper"
                    " away, not with the laptop. It is not shown again."
                ),
                "quiet",
            )
        )
        self.shown = label("\n".join((code[:19], code[20:])), "page")
        self.shown.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByKeyboard)
        self.shown.setAccessibleName(self.tr("Recovery code: {0}").format(" ".join(code)))
        self.add(self.shown)
        words = self.tr("Type it from the paper")
        name = label(words, "caption")
        self.field = QLineEdit()
        self.field.setAccessibleName(words)
        self.field.textEdited.connect(lambda _text: self._tell(""))
        self.field.returnPressed.connect(self._compare)
        name.setBuddy(self.field)
        self.told = WrapLabel("", tone="fail")
        for part in (name, self.field, self.told):
            self.add(part)
        back = Button(self.tr("Without a code"))
        back.clicked.connect(self.left)
        self.take = Button(self.tr("It is on paper"), "check", kind="primary")
        self.take.clicked.connect(self._compare)
        row = QHBoxLayout()
        row.addWidget(back)
        row.addStretch(1)
        row.addWidget(self.take)
        self.body.addSpacing(6)
        self.body.addLayout(row)
        self.setFocusProxy(self.field)
        self._tell("")

    def _compare(self) -> None:
        if letters.plain(scanned(self.field.text())) == letters.plain(self._code):
            self.noted.emit()
            return
        self._tell(self.tr("It is not the same. Compare it letter by letter."))
        restyle(self.field, invalid=True)
        self.field.setFocus()

    def _tell(self, words: str) -> None:
        self.told.set_words(words)
        self.told.setVisible(bool(words))
        restyle(self.field, invalid=False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
