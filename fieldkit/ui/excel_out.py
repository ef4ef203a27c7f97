"""Writes a table into a workbook where a person wants it, and offers to open it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from fieldkit.ui.file_saving import FileSaving

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from fieldkit.ui.jobs import Job
    from fieldkit.ui.page import Page


class ExcelOut(QObject):
    """Asks where to, and writes beside the window."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page = page
        self._saving = FileSaving(page)

    def write(self, name: str, work: Callable[[Path], int], count_words: Callable[[int], str]) -> None:
        """Let ``work`` write the workbook, offered under ``name``; it returns the number of its rows."""
        dated = f"{name} {self._page.context.workspace.clock():%Y-%m-%d}"
        filters = self.tr("Excel workbook (*.xlsx)")
        target = self._saving.target(self.tr("Export to"), dated, ".xlsx", filters)
        if target is not None:
            self._page.start_job(partial(_write, work, target), partial(self._written, target, count_words))

    def _written(self, target: Path, count_words: Callable[[int], str], count: int) -> None:
        self._saving.offer(self.tr("The workbook is written"), f"{count_words(count)}\n{target}", target)


def _write(work: Callable[[Path], int], target: Path, _job: Job[int]) -> int:
    return work(target)
