"""The one live editor: the field of the question where the inspector stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QWidget

from fieldkit.ui.buttons import IconButton
from fieldkit.ui.keys import pressed_digit
from fieldkit.ui.labels import restyle
from fieldkit.ui.runner.field_undo import FieldUndo
from fieldkit.ui.runner.kinds import LINES, PLACES
from fieldkit.ui.runner.suggestions import SuggestionList

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieldkit.ui.runner.rows import FormRow
    from fieldkit.ui.runner.suggestions import Suggestion

SETTLE = 400  # milliseconds without a key after which a readable text becomes the answer
# The keys . , ; < > and ND of the Thai layout, which a measured number needs as well as its digits.
_THAI_SIGNS = {"ใ": ".", "ม": ",", "ฝ": "/", "ว": ";", "ฒ": "<", "ฬ": ">", "ื": "N", "ก": "D"}
# A date may hold the name of a month, which may begin with ม.
_WORDED_SIGNS = {"ใ": ".", "ฝ": "/"}
_WORDED = frozenset({"date", "moment", "month", "year", "phone"})
# Kinds that are written in digits, whatever layout is on.
_IN_DIGITS = frozenset({"number", "range", "digits", "time", "point"}) | _WORDED
_THAI_DIGITS = frozenset("๐๑๒๓๔๕๖๗๘๙")
# On the Thai layout they stand on the keys 2 and 3.
_SEPARATORS = frozenset("/-")
_SECRET = frozenset({"masked"})
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
        emptied: signal on Backspace in an empty field.
        pasted: signal on Ctrl+V while the clipboard holds a picture or files instead of text.
        linked: signal on Ctrl+Enter in a web address.
        mapped: signal when the button of the sketch map is pressed.
    """

    typed = Signal(str)
    settled = Signal(str)
    stepped = Signal(int)
    accepted = Signal()
    backed = Signal()
    given_up = Signal()
    emptied = Signal()
    pasted = Signal()
    linked = Signal()
    mapped = Signal()

    def __init__(
        self, row: FormRow, search: Callable[[str], list[Suggestion]] | None, parent: QWidget
    ) -> None:
        """``search`` finds what is offered for a typed text."""
        super().__init__(parent)
        self.path = row.path
        self.kind = row.kind
        self._scale = row.scale if row.kind == "range" else None
        # One more of several is taken by Enter, not by a pause in the middle of its name.
        self._pauses = not (row.kind == "list" and row.multiple)
        self._gone = False
        self.suggestions: SuggestionList | None = None
        self.field: QLineEdit | QPlainTextEdit
        if row.kind in LINES:
            self.field = self._lines(row)
        else:
            self.field = self._line(row, search)
        self.field.setAccessibleName(f"{row.number} {row.label}")
        self.field.setAccessibleDescription(row.error or row.second)
        self.field.installEventFilter(self)
        FieldUndo(self.field)
        # Files dropped here belong to the question, not as a path into its text.
        self.field.setAcceptDrops(False)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.field)
        if row.kind in PLACES:
            self._add_map(layout)
        self._in_thai_digits = False
        self._pause = QTimer(self, singleShot=True, interval=SETTLE)
        self._pause.timeout.connect(self._settle)
        self.show_error(row.state == "invalid")

    def _add_map(self, layout: QHBoxLayout) -> None:
        """Add the way to the sketch map for the hand; the runner has a key for it."""
        layout.setSpacing(4)
        button = IconButton("map-pin", self.tr("Sketch map (F11)"))
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(self.mapped)
        layout.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)

    def _line(self, row: FormRow, search: Callable[[str], list[Suggestion]] | None) -> QLineEdit:
        line = QLineEdit(row.edited or row.text, self)
        if row.kind in ("number", "range"):
            line.setAlignment(Qt.AlignmentFlag.AlignRight)
        line.setPlaceholderText(row.placeholder)
        if row.kind in _SECRET or "hidden-answer" in row.looks:
            line.setEchoMode(QLineEdit.EchoMode.Password)
        if search is not None:
            self.suggestions = SuggestionList(line, search)
            self.suggestions.taken.connect(self._take)
            if row.kind == "list":
                line.setPlaceholderText(self.tr("Type, or Alt+↓"))
        line.selectAll()
        line.textEdited.connect(self._edited)
        return line

    def _lines(self, row: FormRow) -> QPlainTextEdit:
        field = QPlainTextEdit(row.text, self)
        field.setPlaceholderText(row.placeholder or self.tr("Ctrl+Enter goes on"))
        field.setTabChangesFocus(True)
        field.textChanged.connect(lambda: self._edited(field.toPlainText()))
        return field

    def _take(self, text: str) -> None:
        """Take a suggestion: it is chosen, so the question is done with."""
        self.show_text(text)
        self.typed.emit(text)
        self._settle()
        if self._pauses and self.kind == "list":
            self.accepted.emit()

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
        """Hand over what stands in the field, for the last time; called before it goes."""
        self._settle()
        self._gone = True

    def _edited(self, text: str) -> None:
        if self._gone:
            return
        self.typed.emit(text)
        if self._pauses:
            self._pause.start()
        if self.suggestions is not None:
            self.suggestions.show_for(text) if text.strip() else self.suggestions.close()

    def _settle(self) -> None:
        self._pause.stop()
        if not self._gone:
            self.settled.emit(self.text())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut and not self._choosing():
            self._settle()
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        return self._pressed(event)

    def _pressed(self, event: QKeyEvent) -> bool:
        key, modifiers = event.key(), event.modifiers()
        if event.matches(QKeySequence.StandardKey.Paste) and not QGuiApplication.clipboard().text():
            self.pasted.emit()
            return True
        if (
            self.kind == "url"
            and key == Qt.Key.Key_Return
            and modifiers & Qt.KeyboardModifier.ControlModifier
        ):
            self._settle()
            self.linked.emit()
            return True
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
        if self._opens(event):
            return True
        if line and Qt.Key(key) in _STEPS and not self._choosing():
            self._settle()
            self.stepped.emit(_STEPS[Qt.Key(key)])
            return True
        if key == Qt.Key.Key_Backspace and not self.text():
            self.emptied.emit()
        if self._scale is not None and key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._slide(1 if key == Qt.Key.Key_Right else -1)
            return True
        if self.kind in _IN_DIGITS and line:
            return self._thai_layout_digit(event)
        return False

    def _opens(self, event: QKeyEvent) -> bool:
        """Open the suggestions on Alt+Down, as a list field does."""
        alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
        if self.suggestions is None or not alt or event.key() != Qt.Key.Key_Down:
            return False
        self.suggestions.show_for("" if self._marked() else self.text())
        return True

    def _marked(self) -> bool:
        return isinstance(self.field, QLineEdit) and self.field.selectedText() == self.field.text()

    def _slide(self, by: int) -> None:
        """Move the value of a range by one step."""
        assert self._scale is not None
        share = self._scale.share(self.text().strip())
        last = self._scale.count - 1
        self.slide_to(self._scale.text(0 if share is None else round(share * last) + by))

    def slide_to(self, text: str) -> None:
        """Take a value of the scale."""
        self.show_text(text)
        self.typed.emit(text)
        self._settle()

    def _choosing(self) -> bool:
        return self.suggestions is not None and self.suggestions.is_open()

    def _thai_layout_digit(self, event: QKeyEvent) -> bool:
        """Take the digit that the key means, whatever layout is on."""
        if not isinstance(self.field, QLineEdit):
            return False
        if event.text() in _THAI_DIGITS:
            self._in_thai_digits = True
        elif event.text() in _SEPARATORS and self._in_thai_digits:
            # Who writes ๓๑ by Shift means the sign on the key, not the digit below it.
            return False
        worded = self.kind in _WORDED
        if worded and _writes_word(self.field.text()[: self.field.cursorPosition()], event.text()):
            return False
        digit = pressed_digit(event)
        signs = _WORDED_SIGNS if worded else _THAI_SIGNS
        sign = signs.get(event.text(), "") if digit is None else str(digit)
        if not sign or sign == event.text():
            return False
        self.field.insert(sign)
        self._edited(self.field.text())
        return True


def _writes_word(before: str, sign: str) -> bool:
    """Tell whether a Thai letter continues or begins a word (ต.ค., ต่อ), or else is a key for a digit."""
    plain = before.rstrip(".")
    if plain and "\u0e00" <= plain[-1] <= "\u0e4f":
        return True
    return (
        sign == "ต" and before.endswith(" ") and not any("\u0e00" <= letter <= "\u0e4f" for letter in before)
    )
