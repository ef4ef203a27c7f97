"""The button that writes inspections into the office's workbook, and what it shows while it does."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from fieldkit.model.workbook import export, sheets
from fieldkit.model.workbook.filters import Filters
from fieldkit.ui import theme
from fieldkit.ui.buttons import Button
from fieldkit.ui.file_saving import FileSaving
from fieldkit.ui.labels import label

if TYPE_CHECKING:
    from pathlib import Path

    from fieldkit.errors import FieldkitError, Language
    from fieldkit.model.workbook.export import ExportReport
    from fieldkit.model.workspace import Workspace
    from fieldkit.ui.jobs import Job
    from fieldkit.ui.page import Page

SUFFIX = ".xlsx"
BAR_WIDTH = 140
Wanted = Callable[[], tuple[str, ...] | None]
"""Finds the ids of the inspections to export, None for all; called in a thread."""
_COUNTED = (sheets.INSPECTIONS, sheets.ANSWERS, sheets.FINDINGS, sheets.PHOTOS)


class ExportControl(QWidget):
    """A button; while the workbook is written, how far it is and a button that stops it."""

    def __init__(self, page: Page, wanted: Callable[[], Wanted]) -> None:
        """``wanted`` is asked when the button is pressed, for what a thread then asks for the ids."""
        super().__init__()
        self._page = page
        self._saving = FileSaving(page)
        self._wanted = wanted
        self._job: Job[ExportReport] | None = None
        self.button = Button(self.tr("Export Excel"), "file-spreadsheet")
        self.button.clicked.connect(self.choose)
        self.line = label("", "quiet")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(theme.current().px(BAR_WIDTH))
        self._bar.setAccessibleName(self.tr("Progress of the export"))
        self.stop = Button(self.tr("Stop"), "x")
        self.stop.setAccessibleName(self.tr("Stop the export"))
        self.stop.clicked.connect(self._stop)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        for part in (self.line, self._bar, self.stop, self.button):
            row.addWidget(part)
        self._show_working(False)

    def choose(self) -> None:
        """Ask where to, and write."""
        workspace = self._page.context.workspace
        name = self.tr("Inspections {0}").format(f"{workspace.clock():%Y-%m-%d}")
        filters = self.tr("Excel workbook (*.xlsx)")
        target = self._saving.target(self.tr("Export to"), name, SUFFIX, filters)
        if target is not None and self._job is None:
            self._write(target)

    def _write(self, target: Path) -> None:
        context = self._page.context
        work = partial(_export, context.workspace, target, context.language, self._wanted())
        self._job = self._page.start_job(work, self._done, failed=self._failed)
        self._job.progressed.connect(self._progress)
        self._job.ended.connect(self._ended)
        self._bar.setRange(0, 0)
        self.line.setText("")
        self._show_working(True)
        self.stop.setFocus()

    def _progress(self, done: int, total: int, _words: str) -> None:
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        self.line.setText(f"{done:,} / {total:,}")

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _done(self, report: ExportReport) -> None:
        told = self.tr("{0} inspections, {1} answers, {2} findings, {3} photos in {4}").format(
            *(f"{report.counts[sheet.table]:,}" for sheet in _COUNTED),
            report.path,
        )
        if report.missing_photos:
            missing = self.tr("%n photo(s) are not on this laptop", "", report.missing_photos)
            told = f"{told}\n{missing}"
        self._saving.offer(self.tr("The workbook is written"), told, report.path)

    def _failed(self, error: FieldkitError) -> None:
        if isinstance(error, export.ExportCancelled):
            language = self._page.context.language
            self._page.told.emit(error.title.pick(language), error.hint.pick(language), "info")
        else:
            self._page.failed.emit(error)

    def _ended(self) -> None:
        self._job = None
        self._show_working(False)
        self.button.setFocus()

    def _show_working(self, working: bool) -> None:
        for part in (self.line, self._bar, self.stop):
            part.setVisible(working)
        self.button.setVisible(not working)


def _export(
    workspace: Workspace,
    target: Path,
    language: Language,
    wanted: Wanted,
    job: Job[ExportReport],
) -> ExportReport:
    def tell(done: int, total: int) -> None:
        job.progressed.emit(done, total, "")

    return export.export_workbook(
        workspace,
        target,
        language=language,
        filters=Filters(inspections=wanted()),
        progress=tell,
        cancelled=job.stop.is_set,
    )
