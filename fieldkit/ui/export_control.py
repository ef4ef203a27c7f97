"""The button that exports inspections, and what it shows while it does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from fieldkit.model import export_recipes, export_schedule
from fieldkit.model.export_recipes import WORKBOOK
from fieldkit.model.shapes import SHAPES
from fieldkit.model.workbook import ExportCancelled
from fieldkit.ui import theme
from fieldkit.ui.buttons import Button
from fieldkit.ui.export_sheet import ExportSheet
from fieldkit.ui.file_saving import FileSaving
from fieldkit.ui.labels import label

if TYPE_CHECKING:
    from pathlib import Path

    from fieldkit.errors import FieldkitError, Language
    from fieldkit.model.export_recipes import Exported, Recipe
    from fieldkit.model.workspace import Workspace
    from fieldkit.ui.jobs import Job
    from fieldkit.ui.page import Page

BAR_WIDTH = 140


@dataclass(frozen=True, slots=True)
class Wanted:
    """The inspections to export: how many, None for all, and what finds their ids in a thread."""

    count: int | None = None
    find: Callable[[], tuple[str, ...] | None] = lambda: None


ALL = Wanted()


class ExportControl(QWidget):
    """A button; while the workbook is written, how far it is and a button that stops it."""

    def __init__(self, page: Page, wanted: Callable[[], Wanted], *, own_button: bool = True) -> None:
        """``wanted`` is asked when the button is pressed; without an ``own_button`` the page calls `ask`."""
        super().__init__()
        self._own_button = own_button
        self._page = page
        self._saving = FileSaving(page)
        self._wanted = wanted
        self._job: Job[Exported] | None = None
        self.sheet: ExportSheet | None = None
        self.button = Button(self.tr("Export"), "file-spreadsheet")
        self.button.clicked.connect(self.ask)
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

    def ask(self) -> None:
        """Show the sheet that asks what is wanted."""
        wanted = self._wanted()
        self.sheet = ExportSheet(self, self._page.context, wanted.count)
        self.sheet.wanted.connect(
            lambda recipe, listed, name, hour: self._choose(recipe, wanted if listed else ALL, name, hour)
        )
        self.sheet.open()

    def _choose(self, recipe: Recipe, listed: Wanted, name: str, hour: str) -> None:
        """Ask where to, and write; ``listed`` are the inspections of the list when only they are wanted.

        What has an ``hour`` (HH:MM) is written under its ``name`` into the same folder every day from now on.
        """
        self.window().activateWindow()
        workspace = self._page.context.workspace
        words = (
            self.tr("Excel workbook")
            if recipe.shape == WORKBOOK
            else SHAPES[recipe.shape].words.pick(self._page.context.language)
        )
        file = self.tr("Inspections {0}").format(f"{workspace.clock():%Y-%m-%d}")
        filters = f"{words.replace('(', '[').replace(')', ']')} (*{recipe.suffix})"
        target = self._saving.target(self.tr("Export to"), file, recipe.suffix, filters)
        if target is None or self._job is not None:
            return
        planned = export_schedule.schedule(workspace)
        if hour:
            export_schedule.plan(workspace, export_schedule.Schedule(name, str(target.parent), hour))
        elif planned is not None and planned.recipe == name:
            export_schedule.plan(workspace, None)
        self._write(recipe, target, listed)

    def _write(self, recipe: Recipe, target: Path, listed: Wanted) -> None:
        context = self._page.context
        work = partial(_export, context.workspace, recipe, target, context.language, listed)
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

    def _done(self, report: Exported) -> None:
        told = self.tr("%n inspection(s) in {0}", "", report.inspections).format(report.path)
        if report.left_out:
            left_out = self.tr("%n left out: their signed record is not on this laptop", "", report.left_out)
            told = f"{told}\n{left_out}"
        if report.missing_files:
            missing = self.tr("%n photo(s) are not on this laptop", "", report.missing_files)
            told = f"{told}\n{missing}"
        self._saving.offer(self.tr("The export is written"), told, report.path)

    def _failed(self, error: FieldkitError) -> None:
        if isinstance(error, ExportCancelled):
            language = self._page.context.language
            self._page.told.emit(error.title.pick(language), error.hint.pick(language), "info")
        else:
            self._page.failed.emit(error)

    def _ended(self) -> None:
        self._job = None
        self._show_working(False)
        if self._own_button:
            self.button.setFocus()

    def _show_working(self, working: bool) -> None:
        for part in (self.line, self._bar, self.stop):
            part.setVisible(working)
        self.button.setVisible(not working and self._own_button)
        if not self._own_button:
            self.setVisible(working)


def _export(
    workspace: Workspace,
    recipe: Recipe,
    target: Path,
    language: Language,
    listed: Wanted,
    job: Job[Exported],
) -> Exported:
    def tell(done: int, total: int) -> None:
        job.progressed.emit(done, total, "")

    return export_recipes.export(
        workspace,
        recipe,
        target,
        language=language,
        inspections=listed.find(),
        progress=tell,
        cancelled=job.stop.is_set,
    )
