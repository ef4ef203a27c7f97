"""The line at the top of a page that tells of an error or a notice, without a dialog."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from fieldkit.ui.buttons import Button, IconButton
from fieldkit.ui.labels import IconLabel, restyle
from fieldkit.ui.wrap_label import WrapLabel

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieldkit.errors import FieldkitError

    Choice = tuple[str, Callable[[], object]]

NoticeTone = Literal["fail", "warn", "ok", "info"]
_ICONS = {"fail": "circle-alert", "warn": "triangle-alert", "ok": "circle-check", "info": "info"}


class MessageBar(QFrame):
    """Says what happened, where, and the cure; stays until it is closed or replaced.

    Attributes:
        closed: signal when a person closed it.
    """

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("messageBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 8, 8, 8)
        row.setSpacing(10)
        self._icon = IconLabel("info", "info", size=20)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(0)
        self._title = WrapLabel("", "strong")
        self._place = WrapLabel("", "caption")
        self._cure = WrapLabel("")
        for words in (self._title, self._place, self._cure):
            column.addWidget(words)
        row.addLayout(column, 1)
        self._action: Callable[[], object] | None = None
        self._other_action: Callable[[], object] | None = None
        self._button, self._other = Button(""), Button("")
        for button in (self._button, self._other):
            button.clicked.connect(partial(self._act, button))
            button.hide()
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        close = IconButton("x", self.tr("Close message"))
        close.clicked.connect(self.close_message)
        row.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def show_error(self, error: FieldkitError, language: str) -> None:
        """Tell a person of ``error``: title, place and cure."""
        self.show_notice(error.title.pick(language), error.hint.pick(language), "fail", place=error.place)

    def show_notice(self, title: str, cure: str = "", tone: NoticeTone = "info", *, place: str = "") -> None:
        """Tell ``title`` and ``cure``."""
        restyle(self, tone=tone)
        self._icon.show_icon(_ICONS[tone], tone)
        for label, words in ((self._title, title), (self._place, place), (self._cure, cure)):
            label.set_words(words)
            label.setVisible(bool(words))
        self.offer("", None)
        self.setAccessibleName(title)
        self.setAccessibleDescription("\n".join(part for part in (place, cure) if part))
        self.show()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def offer(self, words: str, action: Callable[[], object] | None, *, other: Choice | None = None) -> None:
        """Put a button beside the message, such as “undo”, and perhaps an ``other`` one."""
        self._action = action
        self._button.setText(words)
        self._button.setVisible(bool(words))
        other_words, self._other_action = other or ("", None)
        self._other.setText(other_words)
        self._other.setVisible(bool(other_words))

    def words(self) -> str:
        """Return what is said now, "" when nothing is."""
        if self.isHidden():
            return ""
        return "\n".join(p.words() for p in (self._title, self._place, self._cure) if p.words())

    def close_message(self) -> None:
        """Take the message away."""
        self.hide()
        self.closed.emit()

    def _act(self, button: Button) -> None:
        action = self._other_action if button is self._other else self._action
        self._action = self._other_action = None
        if action is not None:
            self.close_message()
            action()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_message()
        else:
            super().keyPressEvent(event)
