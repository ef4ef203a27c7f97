"""What a person does with the registers: written, followed up, assigned, deleted, taken back by Ctrl+Z."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fieldkit.model import other_places
from fieldkit.model.cases import files, writing
from fieldkit.model.cases.errors import CaseRefused
from fieldkit.model.cases.personal import has_personal, note_access
from fieldkit.model.cases.reading import read_case
from fieldkit.model.cases.steps_table import leading_to, rules
from fieldkit.model.cases.writing import Done
from fieldkit.ui import dialogs
from fieldkit.ui.case_sheet import CaseSheet
from fieldkit.ui.case_step_sheet import CaseStepSheet
from fieldkit.ui.record_desk import RecordDesk

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from fieldkit.errors import FieldkitError
    from fieldkit.model.other_places import Place
    from fieldkit.model.workspace import Workspace
    from fieldkit.ui.cases_page import CasesPage

FOLDER = "case_files_folder"
_ABOVE = {"project": "enterprise", "project_result": "project"}


class CaseDesk(RecordDesk):
    """Writes for the page of the registers and shows its sheets."""

    sheet: CaseSheet | CaseStepSheet | None
    page: CasesPage

    def __init__(self, page: CasesPage) -> None:
        super().__init__(page)
        self.WRITTEN = page.TABLES

    def warnings_of(self, done: Done) -> Iterator[str]:
        language = self.page.context.language
        for problem in done.warnings:
            yield f"{problem.title.pick(language)}: {problem.cure.pick(language)}"

    def mark(self, error: FieldkitError) -> None:
        if isinstance(error, CaseRefused) and self.sheet is not None:
            self.sheet.refuse(error)

    # --- sheets

    def new(self, table: str, values: Mapping[str, Any] | None = None) -> None:
        """Show an empty sheet, with ``values`` that are known."""
        sheet = CaseSheet(self.page.context, table)
        if values:
            sheet.show_known(values)
        self._show_sheet(sheet)

    def edit(self, table: str, id_: str) -> None:
        """Show a record to change it; that somebody saw what is personal is kept."""
        row = self.attempt(lambda: self._seen(table, id_))
        if row is not None:
            self._show_sheet(CaseSheet(self.page.context, table, row))

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
        cases = self.attempt(lambda: [read_case(self.workspace, table, id_) for id_ in ids])
        if not cases:
            return
        sheet = CaseStepSheet(self.page.context, cases, step_id, kind)
        sheet.added.connect(partial(self._add_steps, table, list(ids)))
        sheet.edited.connect(partial(self._edit_step, table, ids[0]))
        sheet.deleted.connect(partial(self._delete_step, table, ids[0]))
        self.show(sheet)

    def _seen(self, table: str, id_: str) -> dict[str, Any]:
        row = read_case(self.workspace, table, id_).record.row
        if has_personal(table, row):
            note_access(self.workspace, "shown", table, [id_], "")
        return row

    def _show_sheet(self, sheet: CaseSheet) -> None:
        sheet.saved.connect(partial(self._save, sheet.table))
        self.show(sheet)

    # --- writing

    def _save(self, table: str, id_: str, values: dict[str, Any]) -> None:
        if id_:
            self.write(self.tr("Saved"), partial(writing.edit, self.workspace, table, id_, values))
            return
        added = partial(writing.add, self.workspace, table, values)
        self.write(self.tr("Added"), added, lambda done: self.page.show_case(table, done.id))

    def _add_steps(self, table: str, ids: list[str], kind: str, columns: dict[str, Any]) -> None:
        added = partial(writing.add_steps, self.workspace, table, ids, kind, **columns)
        self.write(self.tr("Recorded"), added, records=ids)

    def _edit_step(self, table: str, id_: str, step_id: str, columns: dict[str, Any]) -> None:
        edited = partial(writing.edit_step, self.workspace, table, id_, step_id, **columns)
        self.write(self.tr("Corrected"), edited)

    def _delete_step(self, table: str, id_: str, step_id: str) -> None:
        deleted = partial(writing.delete_step, self.workspace, table, id_, step_id)
        self.write(self.tr("The step is in the bin"), deleted)

    def assign(self, table: str, ids: Sequence[str], officer: str) -> None:
        """Give records to an officer, "" for nobody."""
        words = self.tr("Assigned to {0}").format(officer) if officer else self.tr("Assigned to nobody")
        self.write(words, partial(writing.assign, self.workspace, table, ids, officer), records=ids)

    def set_state(self, table: str, ids: Sequence[str], state: str) -> None:
        """Bring records to a state: at once where its step needs no more, else on the sheet of the step."""
        kind = leading_to(table, state)
        if kind is None:
            return
        if rules(table)[kind].needs:
            self.record(table, ids, kind=kind)
        else:
            brought = partial(writing.set_state, self.workspace, table, ids, state)
            self.write(self.tr("Recorded"), brought, records=ids)

    def delete(self, table: str, ids: Sequence[str]) -> None:
        """Put records into the bin."""
        if ids:
            words = self.tr("%n record(s) in the bin", "", len(ids))
            self.write(words, partial(writing.delete, self.workspace, table, ids), records=ids)

    def restore(self, table: str, ids: Sequence[str]) -> None:
        """Take records out of the bin."""
        if ids:
            words = self.tr("%n record(s) restored", "", len(ids))
            self.write(words, partial(writing.restore, self.workspace, table, ids), records=ids)

    def attach(self, table: str, id_: str) -> None:
        """Choose files and keep them with a record."""
        folder = Path(self.workspace.setting(FOLDER) or Path.home())
        title, calls = self.tr("Choose files for this record"), []
        for file in dialogs.choose_path(self.page, title, "open_many", suggested=folder):
            self.workspace.remember(FOLDER, str(file.parent))
            data = self.read_file(file)
            if data is None:
                break
            calls.append(partial(files.attach, self.workspace, table, id_, data, name=file.name))
        self.write_each(self.tr("The file is added"), calls)

    def detach(self, attachment: str) -> None:
        """Take a file off its record."""
        self.write(self.tr("The file is in the bin"), partial(files.detach, self.workspace, attachment))

    # --- a visit

    def start(self, table: str, id_: str, kind: str, form_id: str) -> None:
        """Start a checklist about a record at its factory, or at a place that is made for it when asked."""
        if not self.workspace.person.name:
            self.page.told.emit(
                self.tr("Nobody is named yet"), self.tr("Write your name in the register or settings"), "warn"
            )
            return
        look = partial(other_places.look, self.workspace, table, id_)
        self.page.start_job(
            lambda _job: look(), lambda place: self._start_at(place, kind, form_id), failed=self.refuse
        )

    def _start_at(self, place: Place, kind: str, form_id: str) -> None:
        def begin(_done: object = None) -> None:
            target = {"start": place.factory, "kind": kind, "form": form_id}
            self.page.opened.emit("inspection", target)

        if place.linked:
            begin()
        elif dialogs.ask(self.page, self._question(place)):
            settled = partial(_settled, self.workspace, place)
            words = self.tr("{0} is the place of this record now").format(place.name)
            self.write(words, settled, begin)

    def _question(self, place: Place) -> dialogs.Question:
        if place.known:
            words = self.tr("The register has it already: {0}. This record will name it.")
        else:
            words = self.tr(
                "“{0}” is added to the register as a place that is no factory, with its address and"
                " telephone. It counts in no figure about factories and can be merged with a factory later."
            )
        title = self.tr("This record names no factory")
        return dialogs.Question(title, words.format(place.name), self.tr("Start there"), self.tr("Not now"))


def _settled(workspace: Workspace, place: Place) -> Done:
    return Done(other_places.settle(workspace, place))
