"""Locks the window: covers it, forgets the key, and gives all of it back to who knows the passphrase."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QApplication, QDialog, QVBoxLayout, QWidget
from shiboken6 import isValid

from fieldkit.errors import FieldkitError
from fieldkit.ui import jobs
from fieldkit.ui.card import centred
from fieldkit.ui.idleness import Idleness
from fieldkit.ui.open_copy import forget_copies

if TYPE_CHECKING:
    from pathlib import Path

    from fieldkit.model.workspace import Workspace
    from fieldkit.ui.main_window import MainWindow
    from fieldkit.ui.settings import Settings

LOCK_AFTER = "lock_after"
"""Setting of this machine: minutes without a key or a move, "0" for never."""
USUAL_MINUTES = 10
_AGAIN = 300  # milliseconds before a look at work that still runs; longer than any pause after a key
_PASSING = (Qt.WindowType.Popup, Qt.WindowType.ToolTip)


def minutes_of(workspace: Workspace) -> int:
    """Return after how many minutes the window locks itself."""
    kept = workspace.setting(LOCK_AFTER) or ""
    return int(kept) if kept.isdecimal() else USUAL_MINUTES


class Cover(QWidget):
    """Lies over the whole window with one card in its middle."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setObjectName("canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(self)
        column.addStretch(2)
        self._row = QVBoxLayout()
        column.addLayout(self._row)
        column.addStretch(3)
        window.installEventFilter(self)
        self._fill()

    def hold(self, card: QWidget) -> None:
        """Show ``card`` and give it the focus, which else stays with what lies below."""
        self._row.addLayout(centred(card))
        self._fill()
        self.show()
        self.raise_()
        card.setFocus()

    def _fill(self) -> None:
        self.setGeometry(self._window.rect())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._fill()
        return False


class WindowLock(QObject):
    """Belongs to one window.

    While it is locked nothing of the pages is shown, reached by a key or read aloud; they stay as they are,
    so that a person comes back to the same field. The key is forgotten as soon as work that runs has ended.

    Attributes:
        folder: the data folder that waits for its key at the start.
        opened: signal (key, by code) at the start, when the folder could not be opened without.
        unlocked: signal (by code) when the window is as it was before.
    """

    opened = Signal(object, bool)
    unlocked = Signal(bool)

    def __init__(self, window: MainWindow, settings: Settings) -> None:
        super().__init__(window)
        self._window, self._settings = window, settings
        self._cover: Cover | None = None
        self._focus: QWidget | None = None
        self._hidden: list[QWidget] = []
        self._workspace: Workspace | None = None
        self.folder: Path | None = None
        self._shut = QTimer(self, singleShot=True, interval=_AGAIN)
        self._shut.timeout.connect(self._forget_key)
        self.idleness = Idleness(self)
        self.idleness.passed.connect(self._lock_idle)

    @property
    def locked(self) -> bool:
        """Whether the window is covered."""
        return self._cover is not None

    def watch(self) -> None:
        """Lock by itself from now on, after the minutes of the setting; a plain folder never."""
        workspace = self._window.workspace
        sealed = workspace is not None and workspace.encrypted
        self.idleness.watch(minutes_of(workspace) if workspace is not None and sealed else 0)

    # --- at the start

    def ask(self, folder: Path) -> None:
        """Ask for the key of ``folder``, which nobody has opened yet."""
        self.folder = folder
        self._put_cover()
        self._hold_unlock(folder, self.opened.emit)

    def cover(self, card: QWidget) -> None:
        """Show ``card`` instead of everything else until :meth:`uncover`."""
        self._put_cover()
        assert self._cover is not None
        self._cover.hold(card)

    def uncover(self) -> None:
        """Take the cover away; focus and place are for others to find."""
        cover, self._cover = self._cover, None
        if cover is not None:
            cover.hide()
            cover.deleteLater()
        self._window.canvas.show()
        self._allow_shortcuts(True)

    # --- while working

    def lock(self) -> None:
        """Lock now; a plain folder is never locked, and work that runs goes on to its end."""
        workspace = self._window.workspace
        if workspace is None or not workspace.encrypted or self.locked:
            return
        self._workspace = workspace
        self._focus = QApplication.focusWidget()
        self._window.rest()
        self._put_cover()
        self._hold_unlock(workspace.folder, self._unlock)
        self._shut.start()

    def _lock_idle(self) -> None:
        """Lock, but not while a talk or a film is recorded: the lock would end it."""
        from fieldkit.ui.capture.sheet import CaptureSheet

        if not any(sheet.records() for sheet in self._window.findChildren(CaptureSheet)):
            self.lock()

    def _forget_key(self) -> None:
        forget_copies()
        if self._workspace is None or not self.locked:
            return
        if jobs.running():
            self._shut.start()
        else:
            self._workspace.lock()

    def _unlock(self, key: bytes, by_code: bool) -> None:
        workspace = self._workspace
        assert workspace is not None
        self._shut.stop()
        try:
            workspace.unlock(key)
        except FieldkitError as error:
            self._window.show_error(error)
            return
        self._workspace = None
        self.uncover()
        for widget in self._hidden:
            if isValid(widget):
                widget.show()
        self._hidden.clear()
        self._window.go_on()
        focus, self._focus = self._focus, None
        page = self._window.page()
        if focus is not None and isValid(focus) and focus.isVisible():
            focus.setFocus()
        elif page is not None:
            page.open(None)
        self.watch()
        self.unlocked.emit(by_code)

    # --- parts

    def _put_cover(self) -> None:
        if self._cover is not None:
            self._cover.deleteLater()
        self.idleness.watch(0)
        for widget in QApplication.topLevelWidgets():
            if widget is self._window or not widget.isVisible():
                continue
            if isinstance(widget, QDialog):
                widget.reject()  # a question that nobody answered: as if by Esc
            elif widget.windowType() in _PASSING:
                widget.close()
            else:
                widget.hide()
                self._hidden.append(widget)
        self._window.canvas.hide()
        self._allow_shortcuts(False)
        self._cover = Cover(self._window)

    def _hold_unlock(self, folder: Path, found: object) -> None:
        from fieldkit.ui.unlock_card import UnlockCard

        assert self._cover is not None
        card = UnlockCard(folder, self._settings.language, begins=self._workspace is None)
        card.opened.connect(found)
        self._cover.hold(card)

    def _allow_shortcuts(self, allowed: bool) -> None:
        direct = Qt.FindChildOption.FindDirectChildrenOnly
        for found in self._window.findChildren(QShortcut, options=direct):
            found.setEnabled(allowed)
