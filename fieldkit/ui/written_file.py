"""What a page offers after it wrote a file: to open it, or the folder that it lies in."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QUrl
from PySide6.QtGui import QDesktopServices

if TYPE_CHECKING:
    from pathlib import Path

    from fieldkit.ui.page import Page


def offer_file(page: Page, title: str, path: Path, words: str = "") -> None:
    """Say with ``title`` that ``path`` is written, and offer to open it; ``words`` stand above its name."""
    choices = (
        (QCoreApplication.translate("WrittenFile", "Open the file"), partial(show_path, path)),
        (QCoreApplication.translate("WrittenFile", "Open the folder"), partial(show_path, path.parent)),
    )
    page.offered.emit(title, "\n".join(filter(None, (words, str(path)))), choices)


def show_path(path: Path) -> None:
    """Open a file or folder in the system's own program."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
