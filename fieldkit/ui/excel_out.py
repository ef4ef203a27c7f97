"""Writes a table into a workbook where a person wants it, and offers to open it."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices

from fieldkit.ui import dialogs

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieldkit.ui.jobs import Job
    from fieldkit.ui.page import Page

FOLDER = "export_folder"
SUFFIX = ".xlsx"


class ExcelOut(QObject):
    """Asks where to, and writes beside the window."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page = page

    def write(self, name: str, work: Callable[[Path], int], count_words: Callable[[int], str]) -> None:
        """Let ``work`` write the workbook, offered under ``name``; it returns the number of its rows."""
        workspace = self._page.context.workspace
        folder = Path(workspace.setting(FOLDER) or workspace.folder / "exports")
        chosen = dialogs.choose_path(
            self._page,
            self.tr("Export to"),
            "save",
            filters=self.tr("Excel workbook (*.xlsx)"),
            suggested=folder / f"{name} {workspace.clock():%Y-%m-%d}{SUFFIX}",
        )
        if chosen:
            target = chosen[0] if chosen[0].suffix.lower() == SUFFIX else Path(f"{chosen[0]}{SUFFIX}")
            workspace.remember(FOLDER, str(target.parent))
            self._page.start_job(partial(_write, work, target), partial(self._written, target, count_words))

    def _written(self, target: Path, count_words: Callable[[int], str], count: int) -> None:
        choices = (
            (self.tr("Open the file"), partial(_show, target)),
            (self.tr("Open the folder"), partial(_show, target.parent)),
        )
        told = f"{count_words(count)}\n{target}"
        self._page.offered.emit(self.tr("The workbook is written"), told, choices)


def _write(work: Callable[[Path], int], target: Path, _job: Job[int]) -> int:
    return work(target)


def _show(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
