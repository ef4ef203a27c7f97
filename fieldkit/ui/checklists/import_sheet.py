"""The sheet that imports a checklist: choose, see what it is and does, try it out, install."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from fieldkit.model.authoring import arrival, candidate, installing
from fieldkit.ui import dialogs
from fieldkit.ui.buttons import Button
from fieldkit.ui.card import Card
from fieldkit.ui.checklists.report import ChecklistReport
from fieldkit.ui.empty_state import EmptyState
from fieldkit.ui.labels import label
from fieldkit.ui.working import Working

if TYPE_CHECKING:
    from fieldkit.errors import FieldkitError
    from fieldkit.model.authoring.arrival import Arrival
    from fieldkit.model.authoring.candidate import Candidate
    from fieldkit.model.authoring.installing import Installation
    from fieldkit.model.checklists import Checklist
    from fieldkit.model.workspace import Workspace
    from fieldkit.ui.jobs import Job
    from fieldkit.ui.page import Page

FOLDER = "checklist_folder"

Found = tuple["Candidate", "Arrival | None"]


class ChecklistImportSheet(QWidget):
    """Nothing is written before the person has seen what the workbook does.

    Attributes:
        left: signal when the person goes back to the list.
        trial_wanted: signal with the Checklist of the file, to be tried out.
        installed: signal with the Installation.
    """

    left = Signal()
    trial_wanted = Signal(object)
    installed = Signal(object)

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page = page
        self._context = page.context
        self._checklist: Checklist | None = None
        self._candidate: Candidate | None = None
        self._back = Button(self.tr("Back to the checklists"), "chevron-left", kind="quiet")
        self._back.clicked.connect(self.left)
        self._title = label("", "strong")
        self._again = Button(self.tr("Choose another file"), "folder-open")
        self._again.clicked.connect(self.choose)
        self.trial = Button(self.tr("Try it out"), "play")
        self.trial.clicked.connect(lambda: self.trial_wanted.emit(self._checklist))
        self.install = Button(self.tr("Install"), "check", kind="primary")
        self.install.clicked.connect(self._install)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self._back)
        head.addWidget(self._title, 1)
        for button in (self._again, self.trial, self.install):
            head.addWidget(button)
        self.chooser = EmptyState(
            "file-spreadsheet",
            self.tr("Choose the workbook of a checklist"),
            self.tr("An XLSForm (.xlsx). You see what it changes before anything is written."),
            self.tr("Choose a file"),
            kind="primary",
        )
        self.chooser.pressed.connect(self.choose)
        start = Card(margin=1)
        start.add(self.chooser, 1)
        self.working = Working()
        self.working.stopped.connect(self.show_start)
        self.report = ChecklistReport(self._context.language)
        self._stack = QStackedWidget()
        for part in (start, self.working, self.report):
            self._stack.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 0, 24, 20)
        column.setSpacing(14)
        column.addLayout(head)
        column.addWidget(self._stack, 1)

    # --- the steps

    def show_start(self) -> None:
        """Show the choice of a file."""
        self._page.moved.emit()
        self._title.setText("")
        self._show_buttons(False, False)
        self._stack.setCurrentIndex(0)
        self.chooser.button.setFocus()

    def enter(self) -> None:
        """Take the focus where the person left."""
        for button in (self.install, self.trial, self._again, self.chooser.button):
            if button.isVisibleTo(self) and button.isEnabled():
                button.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def choose(self) -> None:
        """Ask for the file and read it."""
        workspace = self._context.workspace
        folder = Path(workspace.setting(FOLDER) or Path.home())
        chosen = dialogs.choose_path(
            self,
            self.tr("Choose the workbook of a checklist"),
            filters=self.tr("Checklist (*.xlsx *.xlsm)"),
            suggested=folder,
        )
        if chosen:
            workspace.remember(FOLDER, str(chosen[0].parent))
            self.read(chosen[0])

    def read(self, file: Path) -> None:
        """Look at what is in ``file``."""
        self._page.moved.emit()
        self._title.setText(file.name)
        self._show_buttons(False, False)
        work = partial(_look, self._context.workspace, file)
        job = self._page.start_job(work, self._show, failed=self._refused)
        self.working.follow(job, self.tr("Reading the checklist"))
        self._stack.setCurrentWidget(self.working)

    def _refused(self, error: FieldkitError) -> None:
        self.show_start()
        self._page.failed.emit(error)

    def _show(self, found: Found) -> None:
        self._candidate, arrived = found
        self._checklist = arrived.checklist if arrived is not None else None
        if arrived is None:
            self.report.show_problems(self._candidate)
        else:
            self.report.show_arrival(self._candidate, arrived)
        self._show_buttons(True, arrived is not None)
        self.install.setEnabled(arrived is not None and arrived.installable)
        self._stack.setCurrentWidget(self.report)
        self.enter()

    def _install(self) -> None:
        if self._candidate is None:
            return
        work = partial(_carry_out, self._context.workspace, self._candidate)
        self._show_buttons(False, False)
        job = self._page.start_job(work, self.installed.emit, failed=self._not_installed)
        self.working.follow(job, self.tr("Installing the checklist"), stoppable=False)
        self._stack.setCurrentWidget(self.working)

    def _not_installed(self, error: FieldkitError) -> None:
        """Say why; the report stays, for another try."""
        self._page.failed.emit(error)
        self._show_buttons(True, True)
        self._stack.setCurrentWidget(self.report)

    def _show_buttons(self, read: bool, usable: bool) -> None:
        self._again.setVisible(read)
        self.trial.setVisible(usable)
        self.install.setVisible(usable)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._stack.currentWidget() is not self.working:
            self.left.emit()
        else:
            super().keyPressEvent(event)


def _look(workspace: Workspace, file: Path, job: Job[Found]) -> Found:
    found = candidate.read(file, check=job.check)
    if not found.conversion.usable:
        return found, None
    return found, arrival.arrival(workspace, found, progress=job.report)


def _carry_out(workspace: Workspace, found: Candidate, _job: Job[Installation]) -> Installation:
    return installing.install(workspace, found)
