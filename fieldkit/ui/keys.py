"""Keys meant by their place on the keyboard, so that a Thai layout works like a Latin one."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

if TYPE_CHECKING:
    from collections.abc import Callable

THAI_ZERO = 0x0E50
# Scan code of the first key of each row (set 1, as Windows reports it and as evdev counts).
_ROWS = {2: "1234567890", 16: "QWERTYUIOP", 30: "ASDFGHJKL", 44: "ZXCVBNM,"}
_BY_SCAN = {start + place: sign for start, row in _ROWS.items() for place, sign in enumerate(row)}
# The same letters on the Kedmanee layout, for systems that report no scan code.
_KEDMANEE = dict(zip("ๆไำพะัีรนยฟหกดเ้่าสผปแอิืทม", "QWERTYUIOPASDFGHJKLZXCVBNM,", strict=True))
_THAI_LAYOUT_SIGNS: dict[int, str] = {Qt.Key.Key_Slash: "2", Qt.Key.Key_Minus: "3"}
_TEXT_MODIFIERS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


def _scan_offset() -> int:
    """X11 and Wayland count the same keys eight higher."""
    return 0 if sys.platform == "win32" else 8


def latin_key(event: QKeyEvent) -> str:
    """Return what the pressed key would be on a Latin layout ("A"…"Z", "0"…"9", ","), "" if unknown."""
    scan = event.nativeScanCode()
    if scan > 1 and sys.platform != "darwin":
        return _BY_SCAN.get(scan - _scan_offset(), "")
    return _KEDMANEE.get(chr(event.key()) if event.key() < sys.maxunicode else "", "")


def pressed_digit(event: QKeyEvent) -> int | None:
    """Return the digit that a person means: 0-9, ๐-๙, keypad, or the digit key of a Thai layout."""
    if event.modifiers() & _TEXT_MODIFIERS:
        return None
    text = event.text()
    if len(text) == 1:
        if text in "0123456789":
            return int(text)
        if THAI_ZERO <= ord(text) < THAI_ZERO + 10:
            return ord(text) - THAI_ZERO
    if event.modifiers() & Qt.KeyboardModifier.ShiftModifier or not _is_thai(text[:1]):
        return None
    key = latin_key(event)
    # The Thai layout has these signs on the digit row: ๅ / - ภ ถ ุ ึ ค ต จ
    return int(key) if key.isdigit() else None


def _is_thai(sign: str) -> bool:
    # "/" and "-" stand on the keys 2 and 3 of the Thai layout; the scan code decides.
    return bool(sign) and ("\u0e00" <= sign <= "\u0e7f" or sign in "/-")


def takes_text(widget: QWidget | None) -> bool:
    """Tell whether ``widget`` takes text."""
    return widget is not None and widget.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)


def shortcut(parent: QWidget, keys: str, slot: Callable[[], object]) -> QShortcut:
    """Call ``slot`` when ``keys`` (such as "Ctrl+F") is pressed in the window of ``parent``."""
    result = QShortcut(QKeySequence(keys), parent)
    result.activated.connect(slot)
    return result


def page_shortcut(parent: QWidget, keys: str, slot: Callable[[], object]) -> QShortcut:
    """Like ``shortcut``, but only while the focus is on ``parent`` or inside it."""
    result = shortcut(parent, keys, slot)
    result.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    return result


class LatinShortcuts(QObject):
    """Makes Ctrl+F and its like work when the keyboard has only a Thai layout.

    There Ctrl+F arrives as Ctrl+ด and no shortcut fires. This filter of the application looks for
    the shortcut that the same key has on a Latin layout; where there is none, the focused widget
    gets the Latin key, so that copy, paste and undo work in fields too.
    """

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._sending = False
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or self._sending or not isinstance(event, QKeyEvent):
            return False
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if not control or not isinstance(watched, QWidget):
            return False
        latin = latin_key(event)
        # The keys 2 and 3 of the Thai layout write signs that other layouts have elsewhere.
        if not 0x0E00 <= event.key() <= 0x0E7F and _THAI_LAYOUT_SIGNS.get(event.key()) != latin:
            return False
        return bool(latin) and self._press(watched, event, latin)

    def _press(self, target: QWidget, event: QKeyEvent, latin: str) -> bool:
        combination = QKeySequence(event.modifiers().value | ord(latin))
        for found in target.window().findChildren(QShortcut):
            if found.key() == combination and _listens(found, target):
                found.activated.emit()
                return True
        self._sending = True
        try:
            again = QKeyEvent(QEvent.Type.KeyPress, ord(latin), event.modifiers(), "")
            QGuiApplication.sendEvent(target, again)
            return again.isAccepted()
        finally:
            self._sending = False


def _listens(found: QShortcut, target: QWidget) -> bool:
    owner = found.parent()
    if not isinstance(owner, QWidget) or not found.isEnabled() or not owner.isVisible():
        return False
    if found.context() == Qt.ShortcutContext.WidgetWithChildrenShortcut:
        return owner is target or owner.isAncestorOf(target)
    return found.context() != Qt.ShortcutContext.WidgetShortcut or owner is target
