"""What a person does with the registers: written, followed up, assigned, deleted, taken back by Ctrl+Z."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices

from fieldkit.errors import FieldkitError
from fieldkit.model.cases import files, writing
from fieldkit.model.cases.errors import CaseRefused
from fieldkit.model.cases.personal import has_personal, note_access
from fieldkit.model.cases.reading import read_case
from fieldkit.model.cases.steps_table import leading_to, rules
from fieldkit.model.records import UndoHistory
from fieldkit.ui import dialogs
from fieldkit.ui.case_sheet import CaseSheet
from fieldkit.ui.case_step_sheet import CaseStepSheet

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import TypeVar

    from fieldkit.model.cases.writing import Done
    from fieldkit.ui.cases_page import CasesPage

    T = TypeVar("T")

FOLDER = "case_files_folder"
_ABOVE = {"project": "enterprise", "project_result": "project"}


class CaseDesk(QObject):
    """Writes for the page and shows its sheets; every write can be taken back, the last first.

    Attributes:
        sheet: the sheet in front, None while the lists are.
    """

    def __init__(self, page: CasesPage) -> None:
        super().__init__(page)
        self._page = page
        self._workspace = page.context.workspace
        self._history = UndoHistory(self._workspace)
        self.sheet: CaseSheet | CaseStepSheet | None = None

    # --- sheets

    def new(self, table: str, values: Mapping[str, Any] | None = None) -> None:
        """Show an empty sheet, with ``values`` that are known."""
        sheet = CaseSheet(self._page.context, table)
        if values:
            sheet.show_known(values)
        self._show_sheet(sheet)

    def edit(self, table: str, id_: str) -> None:
        """Show a record to change it; that somebody saw what is personal is kept."""
        row = self._try(lambda: self._seen(table, id_))
        if row is not None:
            self._show_sheet(CaseSheet(self._page.context, table, row))

    def edit_below(self, table: str, id_: str, above: str) -> None:
        """Show a project or result of the record ``above``, or a new one."""
        if id_:
            self.edit(table, id_)
        else:
            self.new(table, {_ABOVE[table]: above})

    def go_on(self, draft: Mapping[str, Any]) -> None:
        """Show a sheet with what was typed before, such as before a change of the language."""
        if draft["id"]:
            self.edit(draft["table"], draft["id"])
        else:
            self.new(draft["table"])
        if isinstance(self.sheet, CaseSheet):
            self.sheet.show_draft(draft["values"])

    def draft(self) -> dict[str, Any] | None:
        """Return what is being typed, for :meth:`go_on`."""
        if not isinstance(self.sheet, CaseSheet):
            return None
        return {"table": self.sheet.table, "id": self.sheet.id, "values": self.sheet.draft()}

    def record(self, table: str, ids: Sequence[str], *, step_id: str = "", kind: str = "") -> None:
        """Show the sheet of a step of ``ids``: the one to correct, or a new one (of ``kind``)."""
        cases = self._try(lambda: [read_case(self._workspace, table, id_) for id_ in ids])
        if not cases:
            return
        sheet = CaseStepSheet(self._page.context, cases, step_id, kind)
        sheet.added.connect(partial(self._add_steps, table, list(ids)))
        sheet.edited.connect(partial(self._edit_step, table, ids[0]))
        sheet.deleted.connect(partial(self._delete_step, table, ids[0]))
        self._show(sheet)

    def drop_sheet(self) -> None:
        """Forget the sheet in front, without a word."""
        sheet, self.sheet = self.sheet, None
        if sheet is not None:
            self._page.show_sheet(None)
            self._page.drop_sheet(sheet)

    def _seen(self, table: str, id_: str) -> dict[str, Any]:
        row = read_case(self._workspace, table, id_).record.row
        if has_personal(table, row):
            note_access(self._workspace, "shown", table, [id_], "")
        return row

    def _show_sheet(self, sheet: CaseSheet) -> None:
        sheet.saved.connect(partial(self._save, sheet.table))
        self._show(sheet)

    def _show(self, sheet: CaseSheet | CaseStepSheet) -> None:
        self.drop_sheet()
        sheet.left.connect(self.drop_sheet)
        self.sheet = sheet
        self._page.show_sheet(sheet)

    # --- writing

    def _save(self, table: str, id_: str, values: dict[str, Any]) -> None:
        if id_:
            done = self._write(
                self.tr("Saved"), lambda: writing.edit(self._workspace, table, id_, values), table
            )
        else:
            done = self._write(self.tr("Added"), lambda: writing.add(self._workspace, table, values), table)
            if done is not None:
                self._page.show_case(table, done.id)

    def _add_steps(self, table: str, ids: list[str], kind: str, columns: dict[str, Any]) -> None:
        self._write(
            self.tr("Recorded"),
            lambda: writing.add_steps(self._workspace, table, ids, kind, **columns),
            table,
        )

    def _edit_step(self, table: str, id_: str, step_id: str, columns: dict[str, Any]) -> None:
        self._write(
            self.tr("Corrected"),
            lambda: writing.edit_step(self._workspace, table, id_, step_id, **columns),
            table,
        )

    def _delete_step(self, table: str, id_: str, step_id: str) -> None:
        self._write(
            self.tr("The step is in the bin"),
            lambda: writing.delete_step(self._workspace, table, id_, step_id),
            table,
        )

    def assign(self, table: str, ids: Sequence[str], officer: str) -> None:
        """Give records to an officer, "" for nobody."""
        words = self.tr("Assigned to {0}").format(officer) if officer else self.tr("Assigned to nobody")
        self._write(words, lambda: writing.assign(self._workspace, table, ids, officer), table)

    def set_state(self, table: str, ids: Sequence[str], state: str) -> None:
        """Bring records to a state: at once where its step needs no more, else on the sheet of the step."""
        kind = leading_to(table, state)
        if kind is None:
            return
        if rules(table)[kind].needs:
            self.record(table, ids, kind=kind)
        else:
            self._write(
                self.tr("Recorded"), lambda: writing.set_state(self._workspace, table, ids, state), table
            )

    def delete(self, table: str, ids: Sequence[str]) -> None:
        """Put records into the bin."""
        if ids:
            words = self.tr("%n record(s) in the bin", "", len(ids))
            self._write(words, lambda: writing.delete(self._workspace, table, ids), table)

    def restore(self, table: str, ids: Sequence[str]) -> None:
        """Take records out of the bin."""
        if ids:
            words = self.tr("%n record(s) restored", "", len(ids))
            self._write(words, lambda: writing.restore(self._workspace, table, ids), table)

    def attach(self, table: str, id_: str) -> None:
        """Choose files and keep them with a record."""
        folder = Path(self._workspace.setting(FOLDER) or Path.home())
        for file in dialogs.choose_path(
            self._page, self.tr("Choose files for this record"), "open_many", suggested=folder
        ):
            self._workspace.remember(FOLDER, str(file.parent))
            try:
                data = file.read_bytes()
            except OSError as error:
                self._page.told.emit(self.tr("The file cannot be read"), f"{file}\n{error.strerror}", "fail")
                return
            added = partial(files.attach, self._workspace, table, id_, data, name=file.name)
            if self._write(self.tr("The file is added"), added, table) is None:
                return

    def detach(self, table: str, attachment: str) -> None:
        """Take a file off its record."""
        self._write(
            self.tr("The file is in the bin"), lambda: files.detach(self._workspace, attachment), table
        )

    def open_file(self, attachment: str) -> None:
        """Show a file in the system's program, from a copy without the store's name."""
        [row] = self._workspace.rows("SELECT name, sha256 FROM attachment WHERE id = ?", attachment)
        data = self._try(lambda: self._workspace.attachments.read(row["sha256"]))
        if data is not None:
            copy = self._workspace.folder / "exports" / Path(row["name"]).name
            copy.write_bytes(data)
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(copy)))

    def undo(self) -> None:
        """Take back the last thing that was written here."""
        what = self._history.last()
        if self.sheet is not None or not what:
            return
        foreign = self._try(self._history.undo)
        if foreign is None:
            return
        kept = self.tr("%n value(s) changed elsewhere since stay as they are", "", foreign) if foreign else ""
        self._page.refresh()
        self._page.told.emit(self.tr("Taken back: {0}").format(what), kept, "info")
        self._page.changed.emit(self._page.TABLES)

    def _write(self, words: str, write: Callable[[], Done], table: str) -> Done | None:
        """Write, go back to the list and tell; None when it was refused."""
        done = self._try(write)
        if done is None:
            return None
        self._history.add(words, done.edit)
        if self.sheet is not None:
            self.drop_sheet()
        else:
            self._page.refresh()
        language = self._page.context.language
        warnings = "\n".join(
            f"{problem.title.pick(language)}: {problem.cure.pick(language)}" for problem in done.warnings
        )
        if warnings:
            self._page.told.emit(words, warnings, "warn")
        elif done.edit is not None:
            self._page.offered.emit(words, "", [(self.tr("Undo (Ctrl+Z)"), self.undo)])
        self._page.changed.emit(self._page.TABLES)
        return done

    def _try(self, call: Callable[[], T]) -> T | None:
        """Return what ``call`` gives; None after its refusal was told and its fields marked."""
        try:
            return call()
        except FieldkitError as error:
            self._page.failed.emit(error)
            if isinstance(error, CaseRefused) and self.sheet is not None:
                self.sheet.refuse(error)
            return None
