"""The checklists of the office: which are installed, what a new one changes, on screen and on paper."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from fieldkit.model import checklists
from fieldkit.model.authoring import installing, packages
from fieldkit.ui import theme
from fieldkit.ui.buttons import Button
from fieldkit.ui.card import Card
from fieldkit.ui.cell_model import CellModel
from fieldkit.ui.checklists import words
from fieldkit.ui.checklists.pane import ChecklistPane
from fieldkit.ui.keys import page_shortcut
from fieldkit.ui.list_table import ListTable
from fieldkit.ui.page import EVERYTHING, Page
from fieldkit.ui.pdf_saving import PdfSaving
from fieldkit.ui.row_copy import let_copy
from fieldkit.ui.row_delegate import Cell

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from fieldkit.errors import Language
    from fieldkit.model.authoring.installing import Installation, InstalledVersion
    from fieldkit.model.authoring.rehearsal import Rehearsal
    from fieldkit.model.checklists import Checklist
    from fieldkit.model.workspace import Workspace
    from fieldkit.ui.checklists.import_sheet import ChecklistImportSheet
    from fieldkit.ui.checklists.paper_sheet import PaperSheet
    from fieldkit.ui.checklists.trial_view import TrialView
    from fieldkit.ui.jobs import Job

SETTINGS = "settings"
PANE_WIDTH, PANE_SHARE = 300, 0.32
WIDTHS = (0, 104, 92, 108, 76, 190)
LEAST_WIDTHS = {5: 960, 4: 760, 3: 700}
"""Columns, and the width of the page at 100 % text below which only the pane tells what they hold."""
SHOWN_TABLES = frozenset({"checklist", "inspection", "person"})


class ChecklistsPage(Page):
    """Opens at its list, or at the id of a version."""

    def build(self) -> None:
        self._back_to = SETTINGS
        self._chosen = ""
        self._trial: TrialView | None = None
        self._paper: PaperSheet | None = None
        self._saving = PdfSaving(self)
        self._views = QStackedWidget()
        self._desk_view = self._desk()
        self._views.addWidget(self._desk_view)
        self.column(margins=(0, 0, 0, 0)).addWidget(self._views)
        self._read()

    def _desk(self) -> QWidget:
        back = Button(self.tr("Back"), "chevron-left", kind="quiet")
        back.clicked.connect(self._go_back)
        self.import_button = Button(self.tr("Import a checklist"), "file-down", kind="primary")
        self.import_button.clicked.connect(self.show_import)
        head = QHBoxLayout()
        head.addWidget(back)
        head.addStretch(1)
        head.addWidget(self.import_button)
        headers = (
            self.tr("Checklist"),
            self.tr("State"),
            ">" + self.tr("Questions"),
            ">" + self.tr("Inspections"),
            ">" + self.tr("Drafts"),
            self.tr("Installed"),
        )
        self.model = CellModel(headers, self._cells, self)
        self.table = ListTable(self.tr("Installed checklists"))
        self.table.setModel(self.model)
        self.table.set_widths(WIDTHS)
        self.table.row_chosen.connect(self._row_chosen)
        self.table.row_opened.connect(lambda _row: self._do("try"))
        let_copy(self.table)
        sheet = Card(margin=1)
        sheet.add(self.table, 1)
        self.pane = ChecklistPane(self.context)
        self.pane.wanted.connect(self._act)
        body = QHBoxLayout()
        body.setSpacing(16)
        body.addWidget(sheet, 1)
        body.addWidget(self.pane)
        desk = QWidget()
        column = QVBoxLayout(desk)
        column.setContentsMargins(24, 0, 24, 20)
        column.setSpacing(14)
        column.addLayout(head)
        column.addLayout(body, 1)
        for keys, what in (("Ctrl+P", "print"), ("Ctrl+S", "blank")):
            page_shortcut(desk, keys, partial(self._do, what))
        page_shortcut(desk, "Ctrl+I", self.show_import)
        return desk

    # --- coming and going

    def _go_back(self) -> None:
        self.opened.emit(self._back_to, None)

    def came_from(self, key: str) -> None:
        self._back_to = key

    def open(self, target: object = None) -> None:
        if target == "":
            self.show_desk()
        elif isinstance(target, str):
            self._chosen = target
            self.show_desk()
            self._choose()
        elif (shown := self._views.currentWidget()) is not None:
            (self.table if shown is self._desk_view else shown).setFocus()

    def state(self) -> object:
        return self._chosen

    def leave(self) -> None:
        if self._trial is not None:
            self._leave_trial()

    def folds_sidebar(self) -> bool:
        return self._trial is not None

    def refresh(self, changed: frozenset[str] = EVERYTHING) -> None:
        if not changed or changed & SHOWN_TABLES:
            self._read()

    def show_desk(self) -> None:
        """Show the list."""
        self._end_trial()
        self._drop_paper()
        self._views.setCurrentWidget(self._desk_view)
        self.table.setFocus()
        self.moved.emit()

    # --- the list

    def _read(self) -> None:
        self.start_job(partial(_installed, self.context.workspace), self._show)

    def _show(self, found: list[InstalledVersion]) -> None:
        self.model.show_rows(found)
        self._choose()

    def _choose(self) -> None:
        ids = [version.id for version in self.model.rows]
        self.table.choose_row(ids.index(self._chosen) if self._chosen in ids else 0)
        self._row_chosen(self.table.chosen_row())

    def _row_chosen(self, row: int) -> None:
        version = self.model.row(row)
        if version is not None:
            self._chosen = version.id
        self.pane.show_version(version)

    def _cells(self, version: InstalledVersion) -> Sequence[Cell]:
        language = self.context.language
        state = (
            Cell(self.tr("In force"), tone="ok") if version.in_force else Cell(self.tr("Earlier"), quiet=True)
        )
        counted = words.NONE if version.questions is None else f"{version.questions:,}"
        return (
            Cell(version.title.pick(language) or version.form_id, version.name, strong=True),
            state,
            Cell(counted, right=True),
            Cell(f"{version.closed:,}", right=True),
            Cell(f"{version.drafts:,}", right=True),
            Cell(words.day(version, language), words.source(version)),
        )

    # --- what is done with a version

    def _do(self, what: str) -> None:
        """Do what the button ``what`` of the pane does, where it can be pressed."""
        version = self.model.row(self.table.chosen_row())
        if version is not None and self.pane.buttons[what].isEnabled():
            self._act(what, version)

    def _act(self, what: str, version: InstalledVersion) -> None:
        actions: dict[str, Callable[[InstalledVersion], None]] = {
            "try": self._try,
            "print": self._ask_paper,
            "blank": self._export_blank,
            "odk": self._export_odk,
            "remove": self._remove,
        }
        actions[what](version)

    def _export_blank(self, version: InstalledVersion) -> None:
        filters = self.tr("Excel workbook (*.xlsx)")
        target = self._saving.target(self.tr("Export for editing"), version.name, ".xlsx", filters)
        if target is not None:
            work = partial(_blank, self.context.workspace, version.id, target)
            self.start_job(work, self._blank_written)

    def _blank_written(self, written: list[Path]) -> None:
        told = "\n".join(str(path) for path in written)
        self._saving.offer(self.tr("The workbook is written"), told, written[0])

    def _export_odk(self, version: InstalledVersion) -> None:
        filters = self.tr("Package for ODK (*.zip)")
        target = self._saving.target(self.tr("Export for ODK"), f"{version.name} ODK", ".zip", filters)
        if target is None:
            return

        def done(names: list[str]) -> None:
            self._saving.offer(self.tr("The package is written"), f"{', '.join(names)}\n{target}", target)

        self.start_job(partial(_odk, self.context.workspace, version.id, target), done)

    def _remove(self, version: InstalledVersion) -> None:
        self._take_back(installing.Installation(version.id, None))

    def _take_back(self, installation: Installation) -> None:
        work = partial(_taken_back, self.context.workspace, installation)
        self.start_job(work, lambda _none: self._taken_back())

    def _taken_back(self) -> None:
        self.changed.emit(frozenset({"checklist"}))
        self._read()
        self.told.emit(self.tr("The version is taken back"), self.tr("It can be imported again."), "ok")

    # --- on paper

    def _ask_paper(self, version: InstalledVersion) -> None:
        from fieldkit.ui.checklists.paper_sheet import PaperSheet

        self._drop_paper()
        name = f"{version.title.pick(self.context.language)} · {version.name}"
        self._paper = PaperSheet(self.context, name)
        self._paper.left.connect(self.show_desk)
        self._paper.wanted.connect(partial(self._print, version))
        self._show_over(self._paper)

    def _print(self, version: InstalledVersion, language: Language, factory: str) -> None:
        make = partial(_paper, self.context.workspace, version.id, language, factory)
        self._saving.save(version.name, make, self.show_desk)

    def _drop_paper(self) -> None:
        paper, self._paper = self._paper, None
        if paper is not None:
            self._views.removeWidget(paper)
            paper.deleteLater()

    # --- a trial

    def _try(self, version: InstalledVersion) -> None:
        workspace = self.context.workspace
        self.start_job(partial(_rehearse_installed, workspace, version.id), self._show_trial)

    def _try_file(self, checklist: Checklist) -> None:
        self.start_job(partial(_rehearse, self.context.workspace, checklist), self._show_trial)

    def _show_trial(self, found: tuple[Rehearsal, str]) -> None:
        from fieldkit.ui.checklists.trial_view import TrialView

        self._end_trial()
        trial, name = found
        self._trial = TrialView(self, trial, name)
        self._trial.ended.connect(self._leave_trial)
        self._show_over(self._trial)

    def _leave_trial(self) -> None:
        """Go back to where the trial began: the list, or the report of a file."""
        back = self.sheet if self._imports else None
        self._end_trial()
        if back is None:
            self.show_desk()
        else:
            self._views.setCurrentWidget(back)
            back.enter()
            self.moved.emit()

    def _end_trial(self) -> None:
        trial, self._trial = self._trial, None
        if trial is not None:
            trial.close_trial()
            self._views.removeWidget(trial)
            trial.hide()
            trial.deleteLater()

    def _show_over(self, sheet: QWidget) -> None:
        self._views.addWidget(sheet)
        self._views.setCurrentWidget(sheet)
        sheet.setFocus()
        self.moved.emit()

    # --- import

    @cached_property
    def sheet(self) -> ChecklistImportSheet:
        """The sheet that imports, made when it is first needed."""
        from fieldkit.ui.checklists.import_sheet import ChecklistImportSheet

        sheet = ChecklistImportSheet(self)
        sheet.left.connect(self._leave_import)
        sheet.trial_wanted.connect(self._try_file)
        sheet.installed.connect(self._installed)
        self._views.addWidget(sheet)
        return sheet

    _imports = False

    def show_import(self) -> None:
        """Show the sheet that imports."""
        self._imports = True
        self._views.setCurrentWidget(self.sheet)
        self.sheet.show_start()

    def _leave_import(self) -> None:
        self._imports = False
        self.show_desk()

    def _installed(self, installation: Installation) -> None:
        self._chosen = installation.id
        self._leave_import()
        self.changed.emit(frozenset({"checklist"}))
        self._read()
        self.offered.emit(
            self.tr("The checklist is installed"),
            self.tr("New inspections use the version in force; drafts stay on theirs."),
            ((self.tr("Undo"), partial(self._take_back, installation)),),
        )

    # --- Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._views.currentWidget() is self._desk_view:
            self._go_back()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = min(theme.current().px(PANE_WIDTH), round(self.width() * PANE_SHARE))
        self.pane.setFixedWidth(wide)
        for column, least in LEAST_WIDTHS.items():
            self.table.setColumnHidden(column, self.width() < theme.current().px(least))
        self.table.share_width()


# --- beside the window


def _installed(workspace: Workspace, _job: Job[list[InstalledVersion]]) -> list[InstalledVersion]:
    return installing.installed(workspace)


def _blank(workspace: Workspace, record: str, target: Path, _job: Job[list[Path]]) -> list[Path]:
    return packages.export_blank(workspace, checklists.load(workspace, record), target)


def _odk(workspace: Workspace, record: str, target: Path, _job: Job[list[str]]) -> list[str]:
    return packages.export_odk(workspace, checklists.load(workspace, record), target)


def _taken_back(workspace: Workspace, installation: Installation, _job: Job[None]) -> None:
    installing.take_back(workspace, installation)


def _rehearse_installed(
    workspace: Workspace, record: str, job: Job[tuple[Rehearsal, str]]
) -> tuple[Rehearsal, str]:
    return _rehearse(workspace, checklists.load(workspace, record), job)


def _rehearse(
    workspace: Workspace, checklist: Checklist, _job: Job[tuple[Rehearsal, str]]
) -> tuple[Rehearsal, str]:
    from fieldkit.model.authoring.rehearsal import Rehearsal

    return Rehearsal(workspace, checklist), f"{checklist.form_id} {checklist.version}"


def _paper(
    workspace: Workspace, record: str, language: Language, factory: str, cancelled: Callable[[], bool]
) -> bytes:
    from fieldkit.model.authoring.paper import Heading, paper
    from fieldkit.model.inspections import find_factory

    checklist = checklists.load(workspace, record)
    heading = Heading(
        office=workspace.person.office,
        officer=workspace.person.name,
        factory=find_factory(workspace, factory) if factory else None,
    )
    media = checklists.media_of(workspace, checklist)
    today = workspace.clock().date()
    return paper(checklist, language, today, heading, media=media, cancelled=cancelled)
