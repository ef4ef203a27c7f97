"""The sheet over the register that imports a workbook or pasted cells: choose, look, write, take back."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from shiboken6 import isValid

from fieldkit.model.register import headers, importing, sheet, undo
from fieldkit.model.register.block import Block, block
from fieldkit.model.register.preview import preview
from fieldkit.model.register.problems import RegisterRefused
from fieldkit.ui import dialogs
from fieldkit.ui.buttons import Button
from fieldkit.ui.card import Card
from fieldkit.ui.empty_state import EmptyState
from fieldkit.ui.import_preview import ImportPreview
from fieldkit.ui.labels import label
from fieldkit.ui.past_imports import PastImports
from fieldkit.ui.record_words import stored_words
from fieldkit.ui.row_paste import clipboard_text
from fieldkit.ui.working import Working

if TYPE_CHECKING:
    from fieldkit.errors import FieldkitError
    from fieldkit.model.register.block import Place
    from fieldkit.model.register.importing import ImportResult
    from fieldkit.model.register.preview import Preview
    from fieldkit.model.register.sheet import Source
    from fieldkit.model.register.undo import UndoResult
    from fieldkit.model.workspace import Workspace
    from fieldkit.ui.jobs import Job
    from fieldkit.ui.page import Page

FOLDER = "register_folder"


@dataclass(frozen=True, slots=True)
class ImportWords:
    """What differs between what is imported; ``filters`` in Qt's form."""

    back: str
    choose: str
    line: str
    filters: str
    reading: str
    writing: str
    imported: str
    none: str
    record: str


class ImportSheet(QWidget):
    """Imports a register; nothing is written before the person has seen what would change.

    Attributes:
        table: what is filled, by which earlier imports are found.
        tables: what an import changes.
        number_header: the header of registration numbers, "" where rows are never known by one.
        left: signal when the person goes back to the page.
        written: signal after something was written.
        writes_in_steps: whether writing may be stopped; what is written until then can be taken back.
        pastes: whether cells may be pasted into the list.
    """

    number_header: ClassVar[str] = "DISPFACREG"
    writes_in_steps = False
    pastes = True

    left = Signal()
    written = Signal()

    def __init__(self, page: Page, table: str = "factory") -> None:
        super().__init__(page)
        self.table = table
        self.tables = frozenset({table})
        self._page = page
        self._context = page.context
        self._found: Preview | None = None
        self._pasted = False
        self._words = self.words()
        self._back = Button(self._words.back, "chevron-left", kind="quiet")
        self._back.clicked.connect(self._leave)
        self._title = label("", "strong")
        self._again = Button(self.tr("Choose another file"), "folder-open")
        self._again.clicked.connect(self.choose)
        self.write = Button("", "file-down", kind="primary")
        self.write.clicked.connect(self._write)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self._back)
        head.addWidget(self._title, 1)
        head.addWidget(self._again)
        head.addWidget(self.write)
        self.preview = ImportPreview(self._context.language, self._words.record, self.value_words)
        self.working = Working()
        self.working.stopped.connect(self._stopped)
        self._stack = QStackedWidget()
        for part in (self._start_view(), self.working, self.preview):
            self._stack.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addLayout(head)
        column.addWidget(self._stack, 1)

    def _start_view(self) -> QWidget:
        paste = self.tr("Cells copied in Excel are pasted into the list with Ctrl+V.")
        self.chooser = EmptyState(
            "file-spreadsheet",
            self._words.choose,
            f"{self._words.line} {paste}" if self.pastes else self._words.line,
            self.tr("Choose a file"),
            kind="primary",
        )
        self.chooser.pressed.connect(self.choose)
        sheet = Card(margin=1)
        sheet.add(self.chooser, 1)
        if (wishes := self.wishes_view()) is not None:
            sheet.add(wishes)
        self.past = PastImports(self._context, self.table, self._words.none)
        self.past.undo_wanted.connect(self.undo)
        view = QWidget()
        row = QHBoxLayout(view)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(sheet, 3)
        row.addWidget(self.past, 2)
        return view

    # --- what differs between what is imported

    def words(self) -> ImportWords:
        """Return the words of the sheet in the language of the window."""
        return ImportWords(
            back=self.tr("Back to the register"),
            choose=self.tr("Choose the office's register"),
            line=self.tr("An Excel or CSV file. You see what would change before anything is written."),
            filters=self.tr("Register (*.xlsx *.xlsm *.csv)"),
            reading=self.tr("Reading the register"),
            writing=self.tr("Writing the register"),
            imported=self.tr("The register is imported"),
            none=self.tr("No register was imported on this machine yet"),
            record=self.tr("Factory"),
        )

    def count_words(self, count: int) -> str:
        """Return the words of the button that writes."""
        return self.tr("Import %n factory(ies)", "", count)

    def look(self, source: Source, job: Job[Preview]) -> Preview:
        """Return what importing ``source`` would do; called beside the window."""
        return preview(self._context.workspace, source, progress=job.report)

    def is_header(self, written: str) -> bool:
        """Tell whether ``written`` stands above a column that is imported."""
        return headers.is_header(written)

    def wishes_view(self) -> QWidget | None:
        """Return what a person may say of the file before it is read; None where there is nothing."""
        return None

    def carry_out(self, found: Preview, _job: Job[ImportResult]) -> ImportResult:
        """Write what ``found`` announced; called beside the window."""
        return importing.carry_out(self._context.workspace, found)

    def value_words(self, column: str, value: Any) -> str:
        """Return the stored value of a column as a person reads it."""
        return stored_words(self.table, column, value, self._context.language)

    # --- the steps

    def show_start(self) -> None:
        """Show the choice of a file and the earlier imports."""
        self._found = None
        self._page.moved.emit()
        self._title.setText("")
        self.past.refresh()
        self._show_buttons(False)
        self._stack.setCurrentIndex(0)
        self.chooser.button.setFocus()

    def choose(self) -> None:
        """Ask for the file and read it."""
        workspace = self._context.workspace
        folder = Path(workspace.setting(FOLDER) or Path.home())
        chosen = dialogs.choose_path(self, self._words.choose, filters=self._words.filters, suggested=folder)
        if chosen:
            workspace.remember(FOLDER, str(chosen[0].parent))
            self.read(chosen[0])

    def paste(self, place: Place) -> bool:
        """Look at what the cells of the clipboard would do at ``place``; return whether there are any."""
        try:
            pasted = block(
                clipboard_text(), self.tr("Clipboard"), self.is_header, place, number=self.number_header
            )
        except RegisterRefused as error:
            self._page.failed.emit(error)
            return False
        self.read(pasted)
        return True

    def read(self, source: Source) -> None:
        """Look at what importing ``source`` would do."""
        self._page.moved.emit()
        self._pasted = isinstance(source, Block)
        self._title.setText(
            self._pasted_words(source) if isinstance(source, Block) else sheet.name_of(source)
        )
        self._show_buttons(False)
        work = partial(self.look, source)
        job = self._page.start_job(work, self._show, failed=self._refused)
        self.working.follow(job, self._words.reading)
        self._stack.setCurrentWidget(self.working)

    def _stopped(self) -> None:
        if self._pasted:
            self._leave()
        else:
            self.show_start()

    def _refused(self, error: FieldkitError) -> None:
        self._stopped()
        self._page.failed.emit(error)

    def _show(self, found: Preview) -> None:
        self._found = found
        count = len(found.new) + len(found.changed)
        self.write.setText(self.count_words(count).replace(str(count), f"{count:,}"))
        self.write.setEnabled(found.writes)
        if not found.writes:
            self.write.setText(self.tr("Nothing to import"))
        self.preview.show_preview(found)
        self._show_buttons(True)
        self._stack.setCurrentWidget(self.preview)
        (self.write if found.writes else self._back).setFocus()

    def _write(self) -> None:
        if self._found is None or not self._found.writes:
            return
        self._show_buttons(False)
        work = partial(self.carry_out, self._found)
        job = self._page.start_job(work, self._written, failed=self._not_written)
        # One transaction of a second or two is not stopped; afterwards it can be undone.
        self.working.follow(job, self._words.writing, stoppable=self.writes_in_steps)
        self._stack.setCurrentWidget(self.working)

    def _not_written(self, error: FieldkitError) -> None:
        """Say why; the preview stays, for another try."""
        self._page.failed.emit(error)
        if self._found is not None:
            self._show(self._found)

    def _written(self, result: ImportResult) -> None:
        counts = result.counts
        self._page.changed.emit(self.tables)
        self.written.emit()
        self._leave()
        told = self.tr("{0} new, {1} changed, {2} unchanged, {3} rejected").format(
            *(f"{counts[key]:,}" for key in ("new", "changed", "unchanged", "rejected"))
        )
        title = self._words.imported
        if result.import_id is not None:
            choices = ((self.tr("Undo"), partial(self.undo, result.import_id)),)
            self._page.offered.emit(title, told, choices)

    def undo(self, import_id: str) -> None:
        """Take an import back."""
        if isValid(self):
            work = partial(_take_back, self._context.workspace, import_id)
            self._page.start_job(work, self._undone)

    def _undone(self, result: UndoResult) -> None:
        self._page.changed.emit(self.tables)
        self.written.emit()
        if self._stack.currentIndex() == 0:
            self.past.refresh()
        told = self.tr("{0} taken away, {1} as before").format(f"{result.removed:,}", f"{result.restored:,}")
        if result.kept:
            names = ", ".join(dict.fromkeys(kept.name or kept.number for kept in result.kept[:3]))
            kept = self.tr("Left as they are, because they were worked on since: {0} ({1})")
            told = f"{told}\n{kept.format(len({one.factory for one in result.kept}), names)}"
        tone = "warn" if result.kept else "ok"
        self._page.told.emit(self.tr("The import is undone"), told, tone)

    # --- looks

    def _pasted_words(self, pasted: Block) -> str:
        rows = len(pasted.rows) - 1
        # No %n here: a derived sheet looks under its own name first, and would take the English with its
        # number for a translation.
        told = self.tr("Pasted rows: {0}").format(f"{rows:,}")
        return told if not pasted.columns else f"{told} · {', '.join(pasted.columns)}"

    def _show_buttons(self, shown: bool) -> None:
        self._again.setVisible(shown and not self._pasted)
        self.write.setVisible(shown)

    def _leave(self) -> None:
        self._found = None
        self._page.moved.emit()
        self.left.emit()

    def go_back(self) -> None:
        """Go back to the register, unless something is being read or written."""
        if self._stack.currentWidget() is not self.working:
            self._leave()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.go_back()
        else:
            super().keyPressEvent(event)


def _take_back(workspace: Workspace, import_id: str, _job: Job[UndoResult]) -> UndoResult:
    return undo.undo_import(workspace, import_id)
