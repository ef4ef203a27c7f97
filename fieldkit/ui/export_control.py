"""The button that writes inspections into the office's workbook, and what it shows while it does."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget
from shiboken6 import isValid

from fieldkit.model.workbook import export, sheets
from fieldkit.model.workbook.filters import Filters
from fieldkit.ui import dialogs, theme
from fieldkit.ui.buttons import Button
from fieldkit.ui.labels import label

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieldkit.errors import FieldkitError, Language
    from fieldkit.model.workbook.export import ExportReport
    from fieldkit.model.workspace import Workspace
    from fieldkit.ui.jobs import Job
    from fieldkit.ui.page import Page

FOLDER = "export_folder"
SUFFIX = ".xlsx"
BAR_WIDTH = 140
_COUNTED = (sheets.INSPECTIONS, sheets.ANSWERS, sheets.FINDINGS, sheets.PHOTOS)


class ExportControl(QWidget):
    """A button; while the workbook is written, how far it is and a button that stops it."""

    def __init__(self, page: Page, chosen: Callable[[], tuple[str, ...] | None]) -> None:
        """``chosen`` returns the ids of the inspections to export, None for all."""
        super().__init__()
        self._page = page
        self._chosen = chosen
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
        folder = Path(workspace.setting(FOLDER) or workspace.folder / "exports")
        name = self.tr("Inspections {0}").format(f"{workspace.clock():%Y-%m-%d}")
        chosen = dialogs.choose_path(
            self,
            self.tr("Export to"),
            "save",
            filters=self.tr("Excel workbook (*.xlsx)"),
            suggested=folder / f"{name}{SUFFIX}",
        )
        if not chosen or self._job is not None:
            return
        target = self._target(chosen[0])
        if target is not None:
            workspace.remember(FOLDER, str(target.parent))
            self._write(target)

    def _target(self, chosen: Path) -> Path | None:
        """Return the file with its suffix; a file that is there only under that name is asked about."""
        if chosen.suffix.lower() == SUFFIX:
            return chosen
        target = chosen.with_name(f"{chosen.name}{SUFFIX}")
        question = dialogs.Question(
            self.tr("Replace the file?"),
            str(target),
            self.tr("Replace"),
            self.tr("Cancel"),
            danger=True,
        )
        return target if not target.exists() or dialogs.ask(self, question) else None

    def _write(self, target: Path) -> None:
        context = self._page.context
        work = partial(_export, context.workspace, target, context.language, self._chosen())
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
        choices = (
            (self.tr("Open the file"), partial(self._open, report.path)),
            (self.tr("Open the folder"), partial(self._open, report.path.parent)),
        )
        self._page.offered.emit(self.tr("The workbook is written"), told, choices)

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

    def _open(self, path: Path) -> None:
        opened = QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
        if not opened and isValid(self):
            self._page.told.emit(self.tr("No program opens this here"), str(path), "warn")

    def _show_working(self, working: bool) -> None:
        for part in (self.line, self._bar, self.stop):
            part.setVisible(working)
        self.button.setVisible(not working)


def _export(
    workspace: Workspace,
    target: Path,
    language: Language,
    chosen: tuple[str, ...] | None,
    job: Job[ExportReport],
) -> ExportReport:
    def tell(done: int, total: int) -> None:
        job.progressed.emit(done, total, "")

    return export.export_workbook(
        workspace,
        target,
        language=language,
        filters=Filters(inspections=chosen),
        progress=tell,
        cancelled=job.stop.is_set,
    )
