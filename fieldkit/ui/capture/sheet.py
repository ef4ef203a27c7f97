"""The sheet over the questions on which a device is used: what it shows, what is wrong, the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from fieldkit.errors import FieldkitError
from fieldkit.ui.buttons import Button
from fieldkit.ui.labels import IconLabel
from fieldkit.ui.wrap_label import WrapLabel

if TYPE_CHECKING:
    from fieldkit.errors import Language


class CaptureSheet(QFrame):
    """Lies over ``area`` while a device is open; Escape closes both.

    A subclass fills ``body`` and says what happens at ``begin``, ``end`` and ``act``.

    Attributes:
        left: signal when it is gone.
        file_wanted: signal (path) when the person rather chooses a file.
        troubled: signal (path, FieldkitError) about the device.
        path: the question that it is open for, "" for none.
        body: the layout of what the device shows; hidden while there is trouble.
    """

    left = Signal()
    file_wanted = Signal(str)
    troubled = Signal(str, object)
    TAKES_FILES = True

    def __init__(self, over: QWidget, language: Language) -> None:
        """``over`` is the window's part in which the sheet lies."""
        super().__init__(over)
        self._over = over
        self._language = language
        self.path = ""
        self._stuck = False
        self._area: QWidget | None = None
        self.setProperty("card", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._title = WrapLabel("", "title")
        self._stage = QWidget()
        self.body = QVBoxLayout(self._stage)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.status = WrapLabel("", "quiet")
        self._trouble = QWidget()
        self._wrong = WrapLabel("", "strong", tone="fail")
        self._where = WrapLabel("", "caption")
        self._cure = WrapLabel("")
        self._make_trouble()
        self.buttons = QHBoxLayout()
        self._file = self.button(self.tr("Choose a file (F4)"), "paperclip")
        self._file.clicked.connect(self._want_file)
        self.buttons.addStretch(1)
        self.leave_button = self.button(self.tr("Leave (Esc)"))
        self.leave_button.clicked.connect(self.leave)
        self.again = self.button(self.tr("Try again (Enter)"), "refresh-cw", primary=True)
        self.again.clicked.connect(self.retry)
        self._acting: list[QPushButton] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.addWidget(self._title)
        column.addWidget(self._stage, 1)
        column.addWidget(self._trouble, 1)
        column.addWidget(self.status)
        column.addLayout(self.buttons)
        self.hide()

    def _make_trouble(self) -> None:
        column = QVBoxLayout(self._trouble)
        column.addStretch(1)
        head = QHBoxLayout()
        head.addWidget(IconLabel("triangle-alert", "fail", size=22))
        head.addWidget(self._wrong, 1)
        column.addLayout(head)
        column.addWidget(self._where)
        column.addWidget(self._cure)
        column.addStretch(2)

    def button(self, words: str, icon: str = "", *, primary: bool = False) -> QPushButton:
        """Add a button to the last row."""
        made = Button(words, icon, kind="primary" if primary else "normal")
        self.buttons.addWidget(made)
        return made

    def action(self, words: str, icon: str, *, primary: bool = False) -> QPushButton:
        """Add a button that means nothing while there is trouble."""
        made = self.button(words, icon, primary=primary)
        self._acting.append(made)
        return made

    # --- for a subclass

    def begin(self) -> None:
        """Open the device; may raise FieldkitError."""

    def end(self) -> None:
        """Close the device; called once for each ``begin``, also when that failed."""

    def records(self) -> bool:
        """Tell whether something is being recorded, which nobody needs a key for."""
        return False

    def act(self) -> None:
        """Do what Enter does."""

    def retry(self) -> None:
        """Do what Enter does while there is trouble: open the device again."""
        self.end()
        self._start()

    def pressed(self, key: Qt.Key) -> bool:
        """Do what another key does; False for a key that means nothing here."""
        return False

    # --- coming and going

    def open_over(self, area: QWidget, path: str, title: str) -> None:
        """Appear over ``area`` for the question at ``path`` and begin."""
        if self.path:
            self.leave()
        self.path = path
        self._title.set_words(title)
        self.setAccessibleName(title)
        self.status.set_words("")
        self._area = area
        area.installEventFilter(self)
        self._cover()
        self.show_ways(True)
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._start()

    def _cover(self) -> None:
        if self._area is not None:
            corner = self._area.mapTo(self._over, self._area.rect().topLeft())
            self.setGeometry(QRect(corner, self._area.size()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._area and event.type() in (QEvent.Type.Resize, QEvent.Type.Move):
            self._cover()
        return False

    def _start(self) -> None:
        self._show_stage(True)
        try:
            self.begin()
        except FieldkitError as error:
            self.stop_with(error)

    def leave(self) -> None:
        """Close the device and go; what is being recorded is kept."""
        if not self.path:
            return
        self.end()
        self.path = ""
        if self._area is not None:
            self._area.removeEventFilter(self)
        self.hide()
        self.left.emit()

    def stop_with(self, error: FieldkitError) -> None:
        """Say what is wrong with the device, in place of what it shows; Enter tries again."""
        self._wrong.set_words(error.title.pick(self._language))
        self._where.set_words(error.place)
        self._where.setVisible(bool(error.place))
        self._cure.set_words(error.hint.pick(self._language))
        self._show_stage(False)
        self.show_ways(True)
        self.say("")
        self.setAccessibleDescription(error.message(self._language))
        self.troubled.emit(self.path, error)
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def stuck(self) -> bool:
        """Tell whether trouble is shown instead of the device."""
        return self._stuck

    def say(self, words: str) -> None:
        """Show how things stand."""
        if words != self.status.words():
            self.status.set_words(words)

    def show_ways(self, on: bool) -> None:
        """Show the buttons that leave; a recording that runs needs their room."""
        self._file.setVisible(on and self.TAKES_FILES)
        self.leave_button.setVisible(on)

    def _show_stage(self, on: bool) -> None:
        self._stuck = not on
        self._stage.setVisible(on)
        self._trouble.setVisible(not on)
        self.again.setVisible(not on)
        for button in self._acting:
            button.setVisible(on)
        if on:
            self.setAccessibleDescription("")

    def _want_file(self) -> None:
        path = self.path
        self.leave()
        self.file_wanted.emit(path)

    # --- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            self.leave()
        elif key == Qt.Key.Key_F4 and self.TAKES_FILES and not event.modifiers():
            self._want_file()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            (self.retry if self._stuck else self.act)()
        elif self._stuck or not self.pressed(key):
            super().keyPressEvent(event)
            return
        event.accept()

    def event(self, event: QEvent) -> bool:
        # The page's own keys rest while a device is open: F4 and Escape belong to the sheet.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            mine = (Qt.Key.Key_F4, Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if event.key() in mine and not event.modifiers():
                event.accept()
                return True
        return super().event(event)


def clock(seconds: float) -> str:
    """Return ``1:05``, or ``1:02:03`` from an hour on."""
    whole = int(seconds)
    hours, rest = divmod(whole, 3600)
    return f"{hours}:{rest // 60:02}:{rest % 60:02}" if hours else f"{rest // 60}:{rest % 60:02}"
