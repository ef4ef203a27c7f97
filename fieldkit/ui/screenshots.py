"""Pictures of every page with the present data."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, QSize, Qt, QThreadPool
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication

from fieldkit.errors import FieldkitError, Text
from fieldkit.ui import theme
from fieldkit.ui.main_window import SIZE
from fieldkit.ui.pages import pages

if TYPE_CHECKING:
    from fieldkit.ui.main_window import MainWindow

_PATIENCE = 20.0


class PictureNotWritten(FieldkitError):
    """A picture cannot be saved."""

    def __init__(self, place: str) -> None:
        super().__init__(
            Text("บันทึกภาพหน้าจอไม่ได้", "The picture cannot be saved"),
            Text("ตรวจว่าโฟลเดอร์เขียนได้และมีที่ว่าง", "Check that the folder can be written and has room"),
            place=place,
        )


def draw(window: MainWindow, out: Path, *, scale: float = 1.0, size: tuple[int, int] = SIZE) -> list[Path]:
    """Open every page of ``window``, save it as ``<page>-<theme>.png`` in ``out``; return the files.

    ``size`` in logical pixels, ``scale`` device pixels for each. Raises PictureNotWritten.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise PictureNotWritten(str(out)) from error
    window.resize(*size)
    window.show()
    files = []
    for entry in pages():
        window.open_page(entry.key)
        _settle(window)
        file = out / f"{entry.key}-{theme.current().tokens.name}.png"
        picture = QPixmap(QSize(*size) * scale)
        picture.setDevicePixelRatio(scale)
        picture.fill(Qt.GlobalColor.transparent)
        window.render(picture)
        if not picture.save(str(file)):
            raise PictureNotWritten(str(file))
        files.append(file)
    return files


def _settle(window: MainWindow) -> None:
    """Let the page finish its work in the background and its layout."""
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)
        if QThreadPool.globalInstance().waitForDone(20) and window.settled():
            break
    for _ in range(3):
        QApplication.processEvents()
