"""The inspections page: the list, the form runner, the closing sheet."""

from __future__ import annotations

import json
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget

from fieldkit.errors import FieldkitError
from fieldkit.model import inspections
from fieldkit.model.elsewhere import DetailsElsewhere
from fieldkit.model.inspections import revision, version_move
from fieldkit.model.inspections.called_for import kind_of_visit
from fieldkit.model.personal_answers import note_view
from fieldkit.ui.buttons import IconButton
from fieldkit.ui.dialogs import choose_path
from fieldkit.ui.export_control import ExportControl
from fieldkit.ui.file_fetching import offer_inspection, open_or_fetch
from fieldkit.ui.history_sheet import offer_history
from fieldkit.ui.inspection_list import InspectionList
from fieldkit.ui.keys import page_shortcut
from fieldkit.ui.memo_control import MemoControl
from fieldkit.ui.page import DESK, EVERYTHING, Page
from fieldkit.ui.pdf_saving import PdfSaving
from fieldkit.ui.runner import row_words
from fieldkit.ui.runner.answer_history import show_answer_history
from fieldkit.ui.runner.attaching import file_filter, photo_filter
from fieldkit.ui.runner.closing import ClosingSheet
from fieldkit.ui.runner.folder_sheet import FolderSheet, cards
from fieldkit.ui.runner.kinds import kind_of
from fieldkit.ui.runner.place_sheet import PlaceSheet
from fieldkit.ui.runner.revision_sheet import RevisionSheet
from fieldkit.ui.runner.runner import Runner
from fieldkit.ui.runner.version_sheet import VersionSheet

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieldkit.errors import Language
    from fieldkit.model.inspections import Inspection
    from fieldkit.model.inspections.version_move import Line
    from fieldkit.model.workspace import Workspace
    from fieldkit.ui.peer_import_sheet import PeerImportSheet
    from fieldkit.ui.runner.rows import FormRow

FOLLOW_UP = "FOLLOW"  # the kind of visit that begins with what must be verified


class InspectionPage(Page):
    """Opens at an inspection's id, at ``{"start": factory id, "kind": kind}``, or at the list.

    ``{"inspection": id, "path": stored path}`` is a question of an inspection.
    """

    def build(self) -> None:
        self._stack = QStackedWidget()
        self._runner: Runner | None = None
        self._sheet: ClosingSheet | RevisionSheet | VersionSheet | PlaceSheet | FolderSheet | None = None
        self.list = InspectionList(self.context)
        self.list.failed.connect(self.failed)
        self.list.opened.connect(self._open_inspection)
        self.list.done.connect(self._drafts_moved)
        page_shortcut(self.list, "Ctrl+Z", self.take_back)
        page_shortcut(self.list, "Delete", self.list.delete_chosen)
        self.list.register_wanted.connect(lambda: self.opened.emit("register", None))
        self.export = ExportControl(self, self.list.wanted)
        self.list.add_tool(self.export)
        self.import_button = IconButton(
            "file-down", self.tr("Import inspections of another program (Ctrl+Shift+I)")
        )
        self.import_button.clicked.connect(self.show_import)
        self.list.add_tool(self.import_button)
        page_shortcut(self.list, "Ctrl+Shift+I", self.show_import)
        self.memo = MemoControl(self, self.list.chosen)
        self.list.add_tool(self.memo)
        self.file = IconButton("folder-open", self.tr("Open the factory file (Ctrl+O)"))
        self.file.clicked.connect(self._open_file)
        self.list.add_tool(self.file)
        self.record = IconButton("printer", self.tr("Record of the inspection as PDF (Ctrl+P)"))
        self.record.clicked.connect(self.save_record)
        self.list.add_tool(self.record)
        self._saving = PdfSaving(self)
        page_shortcut(self, "Ctrl+O", self._open_file)
        page_shortcut(self, "Ctrl+P", self.save_record)
        self._stack.addWidget(self.list)
        column = self.column(margins=(0, 0, 0, 0))
        column.addWidget(self._stack)

    # --- coming and going

    def open(self, target: object = None) -> None:
        if isinstance(target, dict) and "start" in target:
            self._start(str(target["start"]), str(target.get("kind", "PLAN")), str(target.get("form", "GEN")))
        elif isinstance(target, dict) and "inspection" in target:
            self._open_inspection(str(target["inspection"]), str(target.get("path", "")))
        elif isinstance(target, str) and target:
            self._open_inspection(target)
        elif target == "":
            self.show_list()
        elif self._runner is None:
            self._return_to_desk()
        else:
            (self._sheet or self._runner.view).setFocus()

    def _return_to_desk(self) -> None:
        """Come back to the question where the inspector stood, also after a crash."""
        desk = json.loads(self.context.workspace.setting(DESK) or "{}")
        if desk.get("inspection"):
            self._open_inspection(desk["inspection"], desk.get("path", ""))
        if self._runner is None:
            self.show_list()

    def state(self) -> object:
        if self._runner is None:
            return ""
        return {"inspection": self._runner.inspection.id, "path": self._runner.place()}

    def leave(self) -> None:
        if self._runner is not None:
            self._runner.finish()

    def refresh(self, changed: frozenset[str] = EVERYTHING) -> None:
        if self._runner is None:
            self.list.refresh()
        elif not isinstance(self._sheet, PlaceSheet):
            # The question on the map might be gone; coming back to the questions reads again.
            self._runner.read_again()

    def folds_sidebar(self) -> bool:
        return self._runner is not None

    def focus_search(self) -> None:
        if self._runner is None:
            self.list.search.setFocus()
        elif self._sheet is None:
            self._runner.find_question()

    def show_list(self) -> None:
        """Leave the open inspection and show the list."""
        self._drop_runner()
        self.context.workspace.remember(DESK, None)
        self.list.refresh()
        self._stack.setCurrentWidget(self.list)
        self.list.enter()
        self.moved.emit()

    # --- the list

    @cached_property
    def import_sheet(self) -> PeerImportSheet:
        """The sheet that imports, made when it is first wanted."""
        from fieldkit.ui.peer_import_sheet import PeerImportSheet

        sheet = PeerImportSheet(self)
        sheet.left.connect(self.show_list)
        sheet.written.connect(self.list.refresh)
        # this page leaves no room around what it shows
        sheet.setContentsMargins(20, 0, 20, 16)
        self._stack.addWidget(sheet)
        return sheet

    def show_import(self) -> None:
        """Show the sheet that imports inspections of other programs and takes imports back."""
        sheet = self.import_sheet
        self._stack.setCurrentWidget(sheet)
        sheet.show_start()

    def _drafts_moved(self, words: str) -> None:
        self.offered.emit(words, "", ((self.tr("Take back"), self.take_back),))
        self.changed.emit(frozenset({"inspection"}))

    def take_back(self) -> None:
        """Undo what was done last with the drafts of the list."""
        words = self.list.history.last()
        if not words:
            return
        try:
            foreign = self.list.history.undo()
        except FieldkitError as error:
            self.failed.emit(error)
            return
        self.list.refresh()
        self.changed.emit(frozenset({"inspection"}))
        tone = "warn" if foreign else "ok"
        cure = self.tr("Somebody changed it since; it stays as it is now") if foreign else ""
        self.told.emit(self.tr("Taken back: {0}").format(words), cure, tone)

    # --- an inspection

    def _start(self, factory: str, kind: str, form_id: str) -> None:
        workspace = self.context.workspace
        try:
            self._show(inspections.start(workspace, factory, form_id, kind=kind))
        except FieldkitError as error:
            self.failed.emit(error)
            return
        if kind == FOLLOW_UP and self._runner is not None:
            self._runner.follow_up.enter()
        self.changed.emit(frozenset({"inspection", "visit", "answer"}))

    def _open_inspection(self, inspection_id: str, path: str = "") -> None:
        if self._runner is not None and self._runner.inspection.id == inspection_id:
            self._stack.setCurrentWidget(self._runner)
            if path:
                self._runner.go_stored(path)
            return
        try:
            opened = inspections.open_inspection(self.context.workspace, inspection_id)
            note_view(opened)
            self._show(opened, path)
        except DetailsElsewhere as error:
            offer_inspection(self, error, partial(self._open_inspection, inspection_id, path))
        except FieldkitError as error:
            self.failed.emit(error)

    def _show(self, inspection: Inspection, path: str = "") -> None:
        self._drop_runner()
        runner = Runner(inspection, self.context.language, path, self.context.devices)
        runner.failed.connect(self.failed)
        runner.changed.connect(self.changed)
        runner.closing_wanted.connect(self._show_sheet)
        runner.list_wanted.connect(self.show_list)
        runner.revision_wanted.connect(self._show_revision_sheet)
        runner.version_wanted.connect(self._show_version_sheet)
        runner.map_wanted.connect(self._show_map)
        runner.photos_wanted.connect(self._choose_photos)
        runner.photo_opened.connect(self._open_photo)
        runner.after_wanted.connect(self._choose_after)
        runner.pane.folder_wanted.connect(self._look_through_folder)
        page_shortcut(runner, "Ctrl+I", self._look_through_folder)
        offer_history(runner.view, partial(show_answer_history, runner))
        self._runner = runner
        self._stack.addWidget(runner)
        self._stack.setCurrentWidget(runner)
        self.moved.emit()
        runner.view.edit_current()

    def _open_file(self) -> None:
        """Open the file of the factory of the inspection that is open, or chosen in the list."""
        chosen = (
            self.list.chosen_factory() if self._runner is None else self._runner.inspection.row["factory"]
        )
        if chosen:
            self.opened.emit("factory", str(chosen))

    def save_record(self) -> None:
        """Save the record of the inspection that is open, or chosen in the list, as a PDF."""
        chosen = self.list.chosen()[0] if self._runner is None else self._runner.inspection.id
        if not chosen:
            return
        if self._runner is not None:
            self._runner.finish()
        workspace, language = self.context.workspace, self.context.language
        [row] = workspace.rows(
            "SELECT factory.name, inspection.form_id, started_at FROM inspection"
            " LEFT JOIN factory ON factory.id = inspection.factory WHERE inspection.id = ?",
            chosen,
        )
        name = f"{row['name'] or ''} {row['form_id']} {str(row['started_at'])[:10]}".strip()
        self._saving.save(name, partial(_record, workspace, chosen, language))

    def _drop_runner(self) -> None:
        self._drop_sheet()
        runner, self._runner = self._runner, None
        if runner is not None:
            runner.finish()
            self._stack.removeWidget(runner)
            runner.deleteLater()

    # --- photos

    def _choose_photos(self, path: str) -> None:
        if self._runner is None or self._runner.inspection.closed:
            return
        folder = Path(self.context.workspace.setting("photo_folder") or Path.home())
        filters = file_filter(self._runner.inspection, path)
        chosen = choose_path(self, self.tr("Choose files"), "open_many", filters=filters, suggested=folder)
        if chosen:
            self.context.workspace.remember("photo_folder", str(chosen[0].parent))
            self._runner.attaching.add(path, chosen)
        self._runner.view.edit_current()

    def _choose_after(self, path: str) -> None:
        """Choose the photos that show what was corrected during the visit."""
        if self._runner is None or self._runner.inspection.closed:
            return
        folder = Path(self.context.workspace.setting("photo_folder") or Path.home())
        filters = photo_filter()
        chosen = choose_path(self, self.tr("Choose files"), "open_many", filters=filters, suggested=folder)
        self._runner.attaching.add_after(path, chosen or [])

    def _look_through_folder(self) -> None:
        """Let the person choose a camera's card, and propose a question for each of its photos."""
        if self._runner is None or self._runner.inspection.closed:
            return
        workspace = self.context.workspace
        remembered = Path(
            workspace.setting("card_folder") or workspace.setting("photo_folder") or Path.home()
        )
        suggested = next(iter(cards()), remembered)
        title = self.tr("Choose the folder of the photos")
        for folder in choose_path(self, title, "folder", suggested=suggested):
            workspace.remember("card_folder", str(folder))
            self._runner.finish()
            sheet = FolderSheet(self._runner, folder)
            sheet.failed.connect(self.failed)
            self._show_over(sheet)

    def _open_photo(self, attachment: str) -> None:
        """Show a photo in the system's viewer, from a copy without the store's name."""
        if self._runner is None:
            return
        workspace = self.context.workspace
        # It may be one of the visit before.
        [row] = workspace.rows("SELECT name, sha256 FROM attachment WHERE id = ?", attachment)
        open_or_fetch(self, row["name"], row["sha256"], partial(self._photo_came, self._runner))

    def _photo_came(self, runner: Runner) -> None:
        if runner is self._runner:
            runner.finish()
            runner.pane.show_row(runner.view.current_row())

    # --- closing

    def _show_sheet(self) -> None:
        if self._runner is None or self._runner.inspection.closed:
            return
        self._runner.finish()
        self._drop_sheet()
        sheet = ClosingSheet(self._runner.inspection, self._runner.model, self.context.language)
        sheet.failed.connect(self.failed)
        sheet.left.connect(self._back_to_questions)
        sheet.went.connect(self._go)
        sheet.closed.connect(self._closed)
        sheet.start_wanted.connect(self._start_also)
        self._sheet = sheet
        self._stack.addWidget(sheet)
        self._stack.setCurrentWidget(sheet)
        self.moved.emit()
        sheet.enter()

    def _start_also(self, form_id: str) -> None:
        """Begin another checklist at the same factory; this one stays a draft."""
        if self._runner is not None:
            inspection = self._runner.inspection
            self._start(inspection.row["factory"], kind_of_visit(inspection), form_id)

    def _back_to_questions(self) -> None:
        self._drop_sheet()
        self.moved.emit()
        if self._runner is not None:
            self._stack.setCurrentWidget(self._runner)
            self._runner.read_again()
            self._runner.view.edit_current()

    def _go(self, path: str) -> None:
        self._back_to_questions()
        if self._runner is not None:
            self._runner.go(path)

    def _show_revision_sheet(self) -> None:
        if self._runner is None or not self._runner.inspection.closed:
            return
        sheet = RevisionSheet(self._runner.inspection)
        sheet.wanted.connect(self._revise)
        self._show_over(sheet)

    def _show_version_sheet(self) -> None:
        newer = version_move.newer_version(self._runner.inspection) if self._runner is not None else None
        if self._runner is None or newer is None:
            return
        self._runner.finish()
        inspection, language = self._runner.inspection, self.context.language

        def said(line: Line) -> str:
            if not line.answer:
                return ""
            node = inspection.instance.node(line.path)
            return row_words.answer(inspection, node, kind_of(node), language) or line.answer

        sheet = VersionSheet(version_move.preview(inspection, newer), said)
        sheet.wanted.connect(self._move_version)
        self._show_over(sheet)

    def _show_map(self, row: FormRow) -> None:
        if self._runner is None:
            return
        self._runner.finish()
        self._show_over(PlaceSheet(self._runner.answers, row))

    def _move_version(self) -> None:
        if self._runner is None:
            return
        inspection, path = self._runner.inspection, self._runner.place()
        try:
            newer = version_move.newer_version(inspection)
            moved = inspection if newer is None else version_move.move(inspection, newer)
        except FieldkitError as error:
            self.failed.emit(error)
            return
        self._show(moved, path)
        self.changed.emit(frozenset({"inspection"}))

    def _show_over(self, sheet: RevisionSheet | VersionSheet | PlaceSheet | FolderSheet) -> None:
        self._drop_sheet()
        sheet.left.connect(self._back_to_questions)
        self._sheet = sheet
        self._stack.addWidget(sheet)
        self._stack.setCurrentWidget(sheet)
        self.moved.emit()
        sheet.enter()

    def _revise(self, reason: str) -> None:
        if self._runner is None:
            return
        try:
            revised = revision.revise(self.context.workspace, self._runner.inspection.id, reason)
        except FieldkitError as error:
            self.failed.emit(error)
            return
        self._show(revised)
        self.changed.emit(frozenset({"inspection", "answer", "finding", "attachment"}))

    def _drop_sheet(self) -> None:
        sheet, self._sheet = self._sheet, None
        if sheet is not None:
            self._stack.removeWidget(sheet)
            sheet.deleteLater()

    def _closed(self, seal: str) -> None:
        self.show_list()
        self.told.emit(
            self.tr("The inspection is closed and sealed"),
            self.tr("Seal {0}. Sync when the office's network is there.").format(seal[:12]),
            "ok",
        )
        self.changed.emit(EVERYTHING)


def _record(
    workspace: Workspace, inspection: str, language: Language, cancelled: Callable[[], bool]
) -> bytes:
    from fieldkit.model.pdf.inspection_record import inspection_record

    return inspection_record(workspace, inspection, language, cancelled=cancelled)
