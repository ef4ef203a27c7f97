"""Asks where a file is to go, and offers to open it when it is written."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from shiboken6 import isValid

from fieldkit.ui import dialogs

if TYPE_CHECKING:
    from fieldkit.ui.page import Page

FOLDER = "export_folder"


class FileSaving(QObject):
    """The questions around a file that a page writes."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page = page

    def target(self, title: str, name: str, suffix: str, filters: str) -> Path | None:
        """Ask for the file and return it with its ``suffix``; None when the person changed their mind.

        One that is there only under the name with the suffix is asked about: the dialog did not see it.
        """
        workspace = self._page.context.workspace
        folder = Path(workspace.setting(FOLDER) or workspace.folder / "exports")
        suggested = folder / f"{_safe(name)}{suffix}"
        chosen = dialogs.choose_path(self._page, title, "save", filters=filters, suggested=suggested)
        if not chosen:
            return None
        target = chosen[0]
        if target.suffix.lower() != suffix:
            target = target.with_name(f"{target.name}{suffix}")
            question = dialogs.Question(
                self.tr("Replace the file?"),
                str(target),
                self.tr("Replace"),
                self.tr("Cancel"),
                danger=True,
            )
            if target.exists() and not dialogs.ask(self._page, question):
                return None
        workspace.remember(FOLDER, str(target.parent))
        return target

    def offer(self, title: str, told: str, path: Path) -> None:
        """Tell that ``path`` is written and offer to open it or its folder."""
        choices = (
            (self.tr("Open the file"), partial(self._open, path)),
            (self.tr("Open the folder"), partial(self._open, path.parent)),
        )
        self._page.offered.emit(title, told, choices)

    def _open(self, path: Path) -> None:
        opened = QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
        if not opened and isValid(self):
            self._page.told.emit(self.tr("No program opens this here"), str(path), "warn")


def _safe(name: str) -> str:
    """Return ``name`` without what Windows does not take in a file's name."""
    return "".join("-" if sign in '\\/:*?"<>|' or sign < " " else sign for sign in name).strip(" .")
