"""The register of factories: find one, see it, start a visit; import the office's workbook."""

from __future__ import annotations

from array import array
from dataclasses import asdict
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from fieldkit.errors import FieldkitError
from fieldkit.model import factories, other_places
from fieldkit.model.factories import Query
from fieldkit.model.records import UndoHistory
from fieldkit.model.stopping import stopping
from fieldkit.ui import theme
from fieldkit.ui.buttons import Button, IconButton
from fieldkit.ui.card import Card, scrolling
from fieldkit.ui.column_choice import ColumnChoice
from fieldkit.ui.empty_state import EmptyState
from fieldkit.ui.excel_out import ExcelOut
from fieldkit.ui.factory_model import COLUMNS, FactoryTable
from fieldkit.ui.factory_pane import FactoryPane
from fieldkit.ui.first_steps import FirstSteps
from fieldkit.ui.jobs import run
from fieldkit.ui.keys import page_shortcut
from fieldkit.ui.list_table import ListTable
from fieldkit.ui.page import EVERYTHING, Page
from fieldkit.ui.record_source import QUICK
from fieldkit.ui.register_filters import RegisterFilters
from fieldkit.ui.row_copy import let_copy
from fieldkit.ui.row_paste import let_paste, place_in
from fieldkit.ui.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from PySide6.QtGui import QResizeEvent

    from fieldkit.errors import Language
    from fieldkit.model.factories import Sort
    from fieldkit.model.records import Edit
    from fieldkit.model.workspace import Workspace
    from fieldkit.ui.import_sheet import ImportSheet
    from fieldkit.ui.jobs import Job

PANE_WIDTH, PANE_SHARE = 284, 0.3
WIDTHS = (0, 120, 100, 118, 104, 92)
NAME_WIDTH = 160
PASTED = {"name": "name", "hp": "HP"}
"""Headers of the columns that cells may be pasted into; the others are worked out, or hold two things."""
LEAST_HEIGHT = 270
"""Height at 100 % text below which chips that narrow nothing leave their room to the list."""
EDGES = 80  # pixels of margins, gap and scroll bar beside table and pane
SHOWN_TABLES = frozenset({"factory", "inspection", "visit", "finding", "checklist"})


class RegisterPage(Page):
    """Opens at the id of a factory, or where it was left."""

    def build(self) -> None:
        self._sort: Sort = "name"
        self._descending = False
        self._chosen = -1
        self._excel = ExcelOut(self)
        self._seeks = False
        self._job: Job[array[int]] | None = None
        self._counting: Job[dict[str, int]] | None = None
        self._history = UndoHistory(self.context.workspace)
        self._writer = Writer(self)
        workspace, language = self.context.workspace, self.context.language
        self.filters = RegisterFilters(workspace, language)
        self.filters.changed.connect(self._find)
        self.filters.search.left_down.connect(self._enter_list)
        self.table_model = FactoryTable(workspace, language)
        self.table_model.unreadable.connect(self.failed)
        self.pane = FactoryPane(self.context)
        self.pane.start_wanted.connect(self._start)
        self.pane.file_wanted.connect(self._open_file)
        self.pane.inspection_opened.connect(lambda id_: self.opened.emit("inspection", id_))
        self.pane.finding_opened.connect(self._open_finding)
        self.pane.failed.connect(self.failed)
        self.pane.named.connect(self._name)
        self._desk_view = self._desk()
        self._views = QStackedWidget()
        self._views.addWidget(self._desk_view)
        self.column().addWidget(self._views)
        self.table_model.order_wanted.connect(self._reorder)
        page_shortcut(self.table, "Del", self._delete)
        page_shortcut(self, "Ctrl+Z", self.undo)
        self._read_register()
        self._show_person()

    def _desk(self) -> QWidget:
        """Return filters, table and pane."""
        self.table = ListTable(self.tr("Factories"))
        self.table.setModel(self.table_model)
        self.table.set_widths(WIDTHS)
        self.table.row_chosen.connect(self._row_chosen)
        self.table.row_opened.connect(lambda _row: self._open_file(self.pane.factory_id()))
        self.table.let_sort(0)
        self.table.let_choose_many()
        let_copy(self.table)
        let_paste(self.table, self.paste)
        columns = [(column.key, column.title) for column in self.table_model.columns]
        self.columns = ColumnChoice(self.table, "register", columns, self.context.settings)
        self.columns.chosen.connect(self._share_room)
        sheet = Card(margin=1)
        sheet.add(self.table, 1)
        self._blank = Card(margin=1)
        self.empty = EmptyState(
            "search",
            self.tr("No factory fits the search"),
            self.tr("Try a shorter word or take the filters away"),
            self.tr("Clear the search"),
        )
        self.empty.pressed.connect(self._clear)
        self._blank.add(self.empty, 1)
        self._unfilled = Card(margin=1)
        self.no_register = FirstSteps()
        self.no_register.named.connect(self._name)
        self.no_register.import_wanted.connect(self.show_import)
        self.no_register.centre_wanted.connect(lambda: self.opened.emit("sync", None))
        self._unfilled.add(scrolling(self.no_register), 1)
        self._stack = QStackedWidget()
        for part in (sheet, self._blank, self._unfilled):
            self._stack.addWidget(part)
        self._import = Button(self.tr("Import the register"), "file-down")
        self._import.clicked.connect(self.show_import)
        self.export = IconButton(
            "file-spreadsheet", self.tr("Register to Excel, to be edited and imported again")
        )
        self.export.clicked.connect(self._export)
        self.filters.add_button(self.export)
        self.filters.add_button(self._import)
        self.filters.add_button(self.columns)
        self._add_tools()
        body = QHBoxLayout()
        body.setSpacing(16)
        body.addWidget(self._stack, 1)
        body.addWidget(self.pane)
        desk = QWidget()
        column = QVBoxLayout(desk)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addWidget(self.filters)
        column.addLayout(body, 1)
        return desk

    def _add_tools(self) -> None:
        """Put what can be done with chosen places beside the chips that show them."""
        self.remove = Button(self.tr("Delete"), "trash-2")
        self.remove.setToolTip(self.tr("Put the chosen places into the bin (Del)"))
        self.remove.clicked.connect(self._delete)
        self.restore = Button(self.tr("Restore"), "undo-2")
        self.restore.clicked.connect(self._restore)
        for tool in (self.remove, self.restore):
            self.filters.add_tool(tool)

    # --- coming and going

    def open(self, target: object = None) -> None:
        if isinstance(target, dict):
            self._come_back(target)
        elif target == "" and self._views.currentWidget() is not self._desk_view:
            self.sheet.go_back()
        elif isinstance(target, str) and target:
            self._views.setCurrentWidget(self._desk_view)
            self._show_factory(target)
        if self._views.currentWidget() is self._desk_view:
            self._enter_list()

    def state(self) -> object:
        return {
            "query": asdict(self.filters.query()),
            "number": self._chosen,
            "sort": self._sort,
            "descending": self._descending,
        }

    def refresh(self, changed: frozenset[str] = EVERYTHING) -> None:
        if not changed or changed & SHOWN_TABLES:
            self._read_register()
            self.pane.kind.refresh()
        if not changed or "person" in changed:
            self._show_person()

    def focus_search(self) -> None:
        self.filters.search.setFocus()
        self.filters.search.selectAll()

    def _come_back(self, target: dict[str, Any]) -> None:
        self.filters.show_query(Query(**target["query"]))
        self._chosen = target["number"]
        way = Qt.SortOrder.DescendingOrder if target["descending"] else Qt.SortOrder.AscendingOrder
        # The header tells the model, which asks for the order: the list is found once.
        self.table.horizontalHeader().setSortIndicator(COLUMNS.index(target["sort"]), way)
        self._find()

    def _show_factory(self, factory_id: str) -> None:
        """Choose a factory, also when the filters hide it."""
        try:
            with self.context.workspace.database.read() as connection:
                self._chosen = factories.row_number(connection, factory_id)
        except FieldkitError as error:
            self.failed.emit(error)
            return
        self._seeks = True
        if self._job is None:
            self._seek()

    def _seek(self) -> None:
        """Choose the factory that was asked for; the filters go when they hide it."""
        self._seeks = False
        if self.table_model.row_of(self._chosen) < 0 and self.filters.narrows():
            self.filters.clear()
        else:
            self.table.choose_row(self.table_model.row_of(self._chosen))

    # --- the list

    def _read_register(self) -> None:
        try:
            self.filters.refresh()
        except FieldkitError as error:
            self.failed.emit(error)
            return
        self._find()

    def _find(self) -> None:
        """Find the factories again, in a long register beside the window."""
        if self._job is not None:
            self._job.cancel()
            self._job = None
        if self._counting is not None:
            self._counting.cancel()
            self._counting = None
        query = self.filters.query()
        self.remove.setVisible(query.other_places)
        self.restore.setVisible(query.bin)
        work = partial(_ids, self.context.workspace, query, self._sort, self._descending)
        try:
            with self.context.workspace.database.read() as connection:
                many = factories.at_most(connection) > QUICK
            if many:
                self._job = self.start_job(work, partial(self._found, query), failed=self._not_found)
            else:
                self._show(work())
                self.filters.show_counts(_counts(self.context.workspace, query))
        except FieldkitError as error:
            self.failed.emit(error)

    def works(self) -> bool:
        """Tell whether factories are still being found beside the window."""
        return self._job is not None

    def _found(self, query: Query, numbers: array[int]) -> None:
        self._show(numbers)
        # The chips are counted when the list stands: nobody waits for them.
        count = partial(_counts, self.context.workspace, query)
        self._counting = run(self, count, self.filters.show_counts, failed=self.failed.emit)

    def _not_found(self, error: FieldkitError) -> None:
        self._job = None
        self.failed.emit(error)

    def _show(self, numbers: array[int]) -> None:
        self._job = None
        self.table_model.show_keys(numbers)
        self.filters.show_count(len(numbers))
        unfilled = not numbers and not self.filters.narrows()
        self.filters.setVisible(not unfilled)
        self.pane.setVisible(not unfilled)
        if not numbers and not self._seeks:
            # What was chosen is remembered: it is there again when the search is cleared.
            self._stack.setCurrentWidget(self._unfilled if unfilled else self._blank)
            self.pane.show_factory("")
            return
        self._stack.setCurrentIndex(0)
        if self._seeks:
            self._seek()
        else:
            self.table.choose_row(max(0, self.table_model.row_of(self._chosen)))

    def _reorder(self, sort: Sort, descending: bool) -> None:
        if (sort, descending) != (self._sort, self._descending):
            self._sort, self._descending = sort, descending
            self._find()

    def _row_chosen(self, row: int) -> None:
        line = self.table_model.row(row)
        self._chosen = line.row if line is not None else -1
        self.pane.show_factory(line.id if line is not None and not self.filters.query().bin else "")

    def _enter_list(self) -> None:
        if self.table_model.rowCount() or self._job is not None:
            self.table.setFocus()
        elif self._stack.currentWidget() is self._unfilled:
            self.no_register.enter()
        else:
            self.empty.button.setFocus()

    def _clear(self) -> None:
        self.filters.clear()
        self._enter_list()

    @cached_property
    def sheet(self) -> ImportSheet:
        """The sheet that imports, made when it is first wanted."""
        from fieldkit.ui.import_sheet import ImportSheet

        sheet = ImportSheet(self)
        sheet.left.connect(self._leave_sheet)
        sheet.written.connect(self._read_register)
        self._views.addWidget(sheet)
        return sheet

    def show_import(self) -> None:
        """Show the sheet that imports a workbook and takes imports back."""
        sheet = self.sheet
        self._views.setCurrentWidget(sheet)
        sheet.show_start()

    def _export(self) -> None:
        work = partial(_write, self.context.workspace, self.context.language)
        self._excel.write(
            self.tr("Register"), work, lambda count: self.tr("%n factory(ies) written", "", count)
        )

    def paste(self) -> None:
        """Show what pasting the clipboard into the list would change."""
        if self.sheet.paste(place_in(self.table, self.table_model, PASTED, self._number_of)):
            self._views.setCurrentWidget(self.sheet)

    def _number_of(self, row: int) -> dict[str, str]:
        line = self.table_model.row(row)
        number = (line.registration_no_old or line.registration_no or "") if line is not None else ""
        return {self.sheet.number_header: number}

    # --- places that are no factories

    def _places(self) -> list[str]:
        rows = (self.table_model.row(place) for place in self.table.chosen_rows())
        return [line.id for line in rows if line is not None]

    def _delete(self) -> None:
        """Put the chosen places into the bin; factories stay."""
        if self.filters.query().other_places and (ids := self._places()):
            call = partial(other_places.delete, self.context.workspace, ids)
            self._write(self.tr("%n place(s) in the bin", "", len(ids)), call, ids)

    def _restore(self) -> None:
        if ids := self._places():
            call = partial(other_places.restore, self.context.workspace, ids)
            self._write(self.tr("%n place(s) restored", "", len(ids)), call, ids)

    def _write(self, words: str, call: Callable[[], Edit | None], ids: Sequence[str]) -> None:
        def done(edit: Edit | None) -> None:
            self._history.add(words, edit)
            self._read_register()
            self.changed.emit(frozenset({"factory"}))
            self.offered.emit(words, "", ((self.tr("Undo (Ctrl+Z)"), self.undo),))

        self._writer.write(call, done, self.failed.emit, records=ids)

    def undo(self) -> None:
        """Take the last deletion or restoration back."""
        words = self._history.last()
        if not words or self._views.currentWidget() is not self._desk_view:
            return

        def done(foreign: int) -> None:
            self._read_register()
            self.changed.emit(frozenset({"factory"}))
            cure = self.tr("Somebody changed it since; it stays as it is now") if foreign else ""
            self.told.emit(self.tr("Taken back: {0}").format(words), cure, "warn" if foreign else "ok")

        self._writer.write(self._history.undo, done, self.failed.emit)

    def _leave_sheet(self) -> None:
        self._views.setCurrentWidget(self._desk_view)
        self._enter_list()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.filters.save_height(low=self.height() < theme.current().px(LEAST_HEIGHT))
        self._share_room()

    def _share_room(self) -> None:
        """Let pane and table share the page; in a narrow one the pane's facts leave the table."""
        now = theme.current()
        room = self.width()
        # Never narrower than the words of its buttons.
        pane = max(min(now.px(PANE_WIDTH), int(room * PANE_SHARE)), self.pane.least_width())
        self.pane.setFixedWidth(pane)
        hidden = self.columns.hidden()
        shown = [width for key, width in zip(COLUMNS, WIDTHS, strict=True) if key not in hidden]
        spare = room - pane - EDGES - now.px(sum(shown) + NAME_WIDTH)
        forced = set()
        for column in ("hp", "district", "inspected"):
            if spare < 0 and column not in hidden:
                forced.add(column)
                spare += now.px(WIDTHS[COLUMNS.index(column)])
        self.columns.force(frozenset(forced))

    # --- a visit

    def _name(self, name: str) -> None:
        """Keep who works here, then go on where the name was asked for."""
        person = self.context.workspace.person
        try:
            self.context.workspace.name_person(
                name=name, position=person.position, office=person.office, card_no=person.card_no
            )
        except FieldkitError as error:
            self.failed.emit(error)
            return
        self._show_person()
        self.changed.emit(frozenset({"person"}))
        if self.no_register.isVisible():
            self.no_register.enter()
        else:
            self.pane.start.setFocus()

    def _show_person(self) -> None:
        self.no_register.show_person(self.context.workspace.person.name)
        self.pane.show_person()

    def _start(self, factory_id: str, kind: str, form_id: str) -> None:
        self.opened.emit("inspection", {"start": factory_id, "kind": kind, "form": form_id})

    def _open_file(self, factory_id: str) -> None:
        if factory_id:
            self.opened.emit("factory", factory_id)

    def _open_finding(self, inspection: str, path: str) -> None:
        self.opened.emit("inspection", {"inspection": inspection, "path": path})


def _write(workspace: Workspace, language: Language, target: Path) -> int:
    from fieldkit.model.register.exporting import export_register

    return export_register(workspace, target, language=language)


def _ids(
    workspace: Workspace, query: Query, sort: Sort, descending: bool, job: Job[array[int]] | None = None
) -> array[int]:
    with workspace.database.read() as connection, stopping(connection, lambda: bool(job and job.cancelled)):
        return factories.ids(connection, query, sort=sort, descending=descending)


def _counts(workspace: Workspace, query: Query, job: Job[dict[str, int]] | None = None) -> dict[str, int]:
    with workspace.database.read() as connection, stopping(connection, lambda: bool(job and job.cancelled)):
        return factories.chip_counts(connection, query)
