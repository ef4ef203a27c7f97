"""Starts the window: fonts, colours, language, one window per data folder, log of failures."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from fieldkit import __version__
from fieldkit.errors import FieldkitError
from fieldkit.model import clear_room, handover
from fieldkit.ui import icons, translation
from fieldkit.ui import theme as look
from fieldkit.ui.crash_log import CrashLog
from fieldkit.ui.keys import LatinShortcuts
from fieldkit.ui.main_window import MainWindow
from fieldkit.ui.settings import Settings
from fieldkit.ui.single_instance import FirstInstance, raise_first

if TYPE_CHECKING:
    from fieldkit.errors import Language
    from fieldkit.model.workspace import Workspace
    from fieldkit.ui.theme import Scheme

# Title bar and edges that a window manager adds; the common laptop has 768 lines, as has the window.
_FRAME = 48

NO_DISPLAY = """\
fieldkit: ไม่พบจอภาพ จึงเปิดหน้าต่างไม่ได้
  เปิดบนเครื่องที่มีจอภาพ หรือผ่าน ssh -X หรือดูเป็นภาพด้วยคำสั่ง  fieldkit gui --screenshots OUT
fieldkit: there is no display to open the window on.
  Start it on a machine with a screen, or over ssh -X, or draw the pages:  fieldkit gui --screenshots OUT"""


def main(
    data_folder: Path,
    language: Language | None = None,
    *,
    screenshots: Path | None = None,
    theme: Scheme | None = None,
    scale: float = 1.0,
) -> int:
    """Open the window on ``data_folder`` and return the exit code when it is closed.

    With ``screenshots`` every page is drawn there and the window is never shown; ``theme`` then chooses
    the colours, without keeping them. ``language`` (and ``theme`` in the window) are kept for the next start.
    """
    if not _choose_platform(drawing=screenshots is not None):
        print(NO_DISPLAY, file=sys.stderr)
        return 1
    app = make_application()
    if screenshots is None and QGuiApplication.platformName() == "offscreen" and _wanted_display():
        print(NO_DISPLAY, file=sys.stderr)
        return 1
    if screenshots is not None:
        return _draw(app, data_folder, screenshots, (language, theme, scale))
    return _show(app, data_folder, language, theme)


# Seconds after which a thread that computes lets the window go on. A list is painted cell by cell, and
# Python's own 5 ms would pass before each of a hundred cells.
_SWITCH = 0.0005


def make_application() -> QApplication:
    """Return the application with its style and fonts; there is one in a process."""
    sys.setswitchinterval(_SWITCH)
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(sys.argv[:1])
    app.setApplicationName("fieldkit")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("fieldkit")
    app.setStyle("Fusion")
    look.load_fonts()
    return app


def _choose_platform(*, drawing: bool) -> bool:
    """Prepare Qt for the display there is; False when there is none.

    The list ends in "offscreen" because Qt ends the process when no platform of the list starts.
    """
    if drawing:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        return True
    if not sys.platform.startswith("linux") or "QT_QPA_PLATFORM" in os.environ:
        return True
    if os.environ.get("WAYLAND_DISPLAY"):
        os.environ["QT_QPA_PLATFORM"] = "wayland;xcb;offscreen"
    elif os.environ.get("DISPLAY"):
        os.environ["QT_QPA_PLATFORM"] = "xcb;offscreen"
    else:
        return False
    return True


def _wanted_display() -> bool:
    return ";" in os.environ.get("QT_QPA_PLATFORM", "")


def _dress(app: QApplication, settings: Settings) -> None:
    look.apply(app, settings.scheme, settings.text_size)
    translation.use(app, settings.language)
    app.setWindowIcon(icons.icon("shield-check", "accent"))


def _workspace(folder: Path) -> Workspace:
    # Brings the database layer with it, which costs more than the first paint.
    from fieldkit.model.keys import slots, ways
    from fieldkit.model.workspace import Workspace

    key = None
    if slots.encrypted(folder):
        from fieldkit.system_keyring import SystemKeyring

        key = ways.with_keyring(slots.read(folder), SystemKeyring())
    workspace = Workspace(folder, key=key)
    if key is not None:
        slots.mend(folder)
    return workspace


def _show(app: QApplication, folder: Path, language: Language | None, scheme: Scheme | None) -> int:
    if raise_first(folder):
        return 0
    restart = True
    while restart:
        # Before anything in the folder is opened: a program that was ended in the middle goes on here.
        try:
            handover.finish(folder)
        except FieldkitError as error:
            print(error.message(language or "th"), file=sys.stderr)
        code, restart = _show_window(app, folder, language, scheme)
    return code


def _show_window(
    app: QApplication, folder: Path, language: Language | None, scheme: Scheme | None
) -> tuple[int, bool]:
    """Show a window until it is closed; returns the exit code, and whether to begin anew."""
    settings = Settings.of_folder(folder)
    if language is not None:
        settings.language = language
    if scheme is not None:
        settings.scheme = scheme
    _dress(app, settings)
    LatinShortcuts(app)
    window = MainWindow(settings, lambda: _workspace(folder), folder=folder)
    crash_log = CrashLog(folder / "log", window.show_bug)
    app.styleHints().colorSchemeChanged.connect(window.follow_system)
    first = FirstInstance(folder, window)
    first.raised.connect(lambda: _raise(window))
    _put_on_screen(window, known=settings.geometry is not None)
    QTimer.singleShot(0, window, lambda: _start(window))
    # Qt's loop gives Python no chance to see Ctrl+C in the terminal; every answer is saved already.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        return app.exec(), window.restart
    finally:
        first.close()
        crash_log.remove()


def _start(window: MainWindow) -> None:
    clear_room.sweep()
    if window.start():
        window.protection.offer()


def _put_on_screen(window: MainWindow, *, known: bool) -> None:
    """Show the window where it stood; the first time it fills a screen that has no room around it."""
    room = window.screen().availableGeometry().size() - window.size()
    if known or min(room.width(), room.height()) >= _FRAME:
        window.show()
    else:
        window.showMaximized()


def _raise(window: MainWindow) -> None:
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.raise_()
    window.activateWindow()


def _draw(
    app: QApplication, folder: Path, out: Path, wishes: tuple[Language | None, Scheme | None, float]
) -> int:
    # Brings every page with it, which the window loads when they are opened.
    from fieldkit.ui import screenshots as pictures

    language, scheme, scale = wishes
    kept = Settings.of_folder(folder)
    # Not the settings in the folder: drawing changes nothing for the person who works there.
    settings = Settings(None)
    settings.language, settings.scheme = language or kept.language, scheme or "light"
    _dress(app, settings)
    try:
        workspace = _workspace(folder)
        window = MainWindow(settings, lambda: workspace)
        try:
            window.start()
            for file in pictures.draw(window, out, scale=scale):
                print(file)
        finally:
            window.close()
    except FieldkitError as error:
        print(error.message(settings.language), file=sys.stderr)
        return 1
    return 0
