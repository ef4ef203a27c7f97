"""The one live editor: the field of the question where the inspector stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QStringListModel, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QLineEdit, QPlainTextEdit, QWidget

from fieldkit.ui.keys import pressed_digit
from fieldkit.ui.labels import restyle

if TYPE_CHECKING:
    from fieldkit.ui.runner.rows import FormRow

SUGGESTIONS = 15
SETTLE = 400  # milliseconds without a key after which a readable text becomes the answer
# The keys . and , of the Thai layout, which a number needs as well as its digits.
_THAI_SIGNS = {"ใ": ".", "ม": ","}
_STEPS = {
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_PageUp: -8,
    Qt.Key.Key_PageDown: 8,
}


class AnswerEditor(QWidget):
    """A field over the painted one.

    Attributes:
        typed: signal with the text at every key; it is kept before the next key is handled.
        settled: signal when the person paused, left with Enter or an arrow, or left the field.
        stepped: signal with the number of rows to move.
        accepted: signal on Enter: on to the next question that needs an answer.
        backed: signal on Shift+Enter.
        given_up: signal on Escape: the stored answer comes back.
    """

    typed = Signal(str)
    settled = Signal(str)
    stepped = Signal(int)
    accepted = Signal()
    backed = Signal()
    given_up = Signal()

    def __init__(self, row: FormRow, choices: list[str], parent: QWidget) -> None:
        super().__init__(parent)
        self.path = row.path
        self.kind = row.kind
        self.field: QLineEdit | QPlainTextEdit
        if row.kind == "multiline":
            self.field = self._multiline(row)
        else:
            self.field = self._line(row, choices)
        self.field.setAccessibleName(f"{row.number} {row.label}")
        self.field.setAccessibleDescription(row.error or row.second)
        self.field.installEventFilter(self)
        self.setFocusProxy(self.field)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.field)
        self._pause = QTimer(self, singleShot=True, interval=SETTLE)
        self._pause.timeout.connect(self._settle)
        self.show_error(row.state == "invalid")

    def _line(self, row: FormRow, choices: list[str]) -> QLineEdit:
        line = QLineEdit(row.edited or row.text, self)
        if row.kind == "number":
            line.setAlignment(Qt.AlignmentFlag.AlignRight)
        if row.kind == "date":
            line.setPlaceholderText("15/2/67")
        if choices:
            completer = QCompleter(QStringListModel(choices, line), line)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            completer.setMaxVisibleItems(SUGGESTIONS)
            completer.activated.connect(lambda _text: self._settle())
            line.setCompleter(completer)
        line.selectAll()
        line.textEdited.connect(self._edited)
        return line

    def _multiline(self, row: FormRow) -> QPlainTextEdit:
        field = QPlainTextEdit(row.text, self)
        field.setTabChangesFocus(True)
        field.textChanged.connect(lambda: self._edited(field.toPlainText()))
        return field

    def text(self) -> str:
        """Return what stands in the field."""
        return self.field.text() if isinstance(self.field, QLineEdit) else self.field.toPlainText()

    def show_text(self, text: str) -> None:
        """Put ``text`` into the field without a signal."""
        self.field.blockSignals(True)
        if isinstance(self.field, QLineEdit):
            self.field.setText(text)
        else:
            self.field.setPlainText(text)
        self.field.blockSignals(False)

    def show_error(self, wrong: bool) -> None:
        """Mark the field as not readable."""
        if bool(self.field.property("invalid")) != wrong:
            restyle(self.field, invalid=wrong)

    def finish(self) -> None:
        """Hand over what stands in the field; called before it goes."""
        self._settle()

    def _edited(self, text: str) -> None:
        self.typed.emit(text)
        self._pause.start()

    def _settle(self) -> None:
        self._pause.stop()
        self.settled.emit(self.text())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self._settle()
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        return self._pressed(event)

    def _pressed(self, event: QKeyEvent) -> bool:
        key, modifiers = event.key(), event.modifiers()
        line = isinstance(self.field, QLineEdit)
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not line and not modifiers & (
                Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
            ):
                return False
            self._settle()
            (self.backed if modifiers & Qt.KeyboardModifier.ShiftModifier else self.accepted).emit()
            return True
        if key == Qt.Key.Key_Escape:
            self._pause.stop()
            self.given_up.emit()
            return True
        if line and Qt.Key(key) in _STEPS and not self._choosing():
            self._settle()
            self.stepped.emit(_STEPS[Qt.Key(key)])
            return True
        if self.kind == "number" and line:
            return self._thai_layout_digit(event)
        return False

    def _choosing(self) -> bool:
        completer = self.field.completer() if isinstance(self.field, QLineEdit) else None
        popup = completer.popup() if completer is not None else None
        return popup is not None and popup.isVisible()

    def _thai_layout_digit(self, event: QKeyEvent) -> bool:
        """Take the digit that the key means, whatever layout is on."""
        digit = pressed_digit(event)
        sign = _THAI_SIGNS.get(event.text(), "") if digit is None else str(digit)
        if not sign or sign == event.text() or not isinstance(self.field, QLineEdit):
            return False
        self.field.insert(sign)
        self._edited(self.field.text())
        return True
