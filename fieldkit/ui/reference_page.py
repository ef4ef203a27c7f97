"""The reference tables: limits, sections, deadlines, holidays …: found, confirmed, changed from a day on."""

from __future__ import annotations

from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from fieldkit.model.records import UndoHistory
from fieldkit.model.reference_tables import editing, stored
from fieldkit.model.reference_tables.descriptions import tables
from fieldkit.model.reference_tables.listing import counted
from fieldkit.model.reference_tables.sheets import export_table
from fieldkit.model.reference_tables.stored import TABLE
from fieldkit.model.roles import is_administrator
from fieldkit.ui import theme
from fieldkit.ui.buttons import Button
from fieldkit.ui.card import Card
from fieldkit.ui.cell_model import CellModel
from fieldkit.ui.excel_out import ExcelOut
from fieldkit.ui.keys import page_shortcut
from fieldkit.ui.list_table import ListTable
from fieldkit.ui.page import EVERYTHING, Page
from fieldkit.ui.reference_list import ReferenceList, row_id
from fieldkit.ui.reference_sheet import ReferenceSheet
from fieldkit.ui.row_delegate import Cell
from fieldkit.ui.row_paste import let_paste, place_in
from fieldkit.ui.wrap_label import WrapLabel
from fieldkit.ui.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date
    from typing import TypeVar

    from fieldkit.errors import FieldkitError
    from fieldkit.model.records import Edit
    from fieldkit.model.reference_tables.descriptions import Table
    from fieldkit.model.reference_tables.layers import Version
    from fieldkit.ui.reference_import_sheet import ReferenceImportSheet

    T = TypeVar("T")

TABLES_WIDTH, TABLES_SHARE = 264, 0.24
PANE_WIDTH, PANE_SHARE = 320, 0.3


class ReferencePage(Page):
    """Opens at ``{"table": …, "key": …}``, at the name of a table, or where it was left."""

    FOLDS_SIDEBAR = True

    def build(self) -> None:
        self._may_edit = is_administrator(self.context.workspace)
        self._history = UndoHistory(self.context.workspace)
        self._writer = Writer(self)
        self._lists: dict[str, ReferenceList] = {}
        self.sheet: ReferenceSheet | None = None
        self._excel = ExcelOut(self)
        self.tables_model = CellModel((self.tr("Table"),), self._table_cells, self)
        self.tables = ListTable(self.tr("Reference tables"))
        self.tables.setModel(self.tables_model)
        self.tables.set_widths([0])
        self.tables.row_chosen.connect(self._table_chosen)
        self.tables.row_opened.connect(lambda _row: self._enter_list())
        left = Card(margin=1)
        left.add(self.tables, 1)
        self._left = left
        self._stack = QStackedWidget()
        body = QHBoxLayout()
        body.setSpacing(14)
        body.addWidget(left)
        body.addWidget(self._stack, 1)
        front = QWidget()
        column = QVBoxLayout(front)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.read_only = WrapLabel(
            self.tr("Only to read: changes and confirmations are made by the administrator of the office."),
            "quiet",
        )
        self.read_only.setVisible(not self._may_edit)
        self.left_out = WrapLabel("", tone="warn")
        for words in (self.read_only, self.left_out):
            column.addWidget(words)
        column.addLayout(body, 1)
        self._front = front
        self._views = QStackedWidget()
        self._views.addWidget(front)
        self.column().addWidget(self._views)
        self._add_shortcuts()
        self._show_tables()
        self._show_table(next(iter(tables())))

    def _ask_role(self) -> None:
        """Make the lists anew where the laptop was enrolled with another role meanwhile."""
        may = is_administrator(self.context.workspace)
        if may == self._may_edit:
            return
        self._may_edit = may
        self.read_only.setVisible(not may)
        name = self.part().table.name
        for part in self._lists.values():
            self._stack.removeWidget(part)
            part.deleteLater()
        self._lists.clear()
        self._show_table(name)

    def _add_shortcuts(self) -> None:
        for keys, slot in (
            ("Ctrl+N", self._new),
            ("F2", self._change),
            ("Ctrl+Z", self.undo),
            ("Ctrl+Shift+E", self.export),
            ("Ctrl+PgDown", partial(self._turn, 1)),
            ("Ctrl+PgUp", partial(self._turn, -1)),
        ):
            page_shortcut(self, keys, slot)

    def _list(self, name: str) -> ReferenceList:
        """Return the list of a table, made when it is first wanted."""
        if name in self._lists:
            return self._lists[name]
        found = self._lists[name] = ReferenceList(self.context, tables()[name], may_edit=self._may_edit)
        pane = found.pane
        pane.change_wanted.connect(self._change)
        pane.correct_wanted.connect(self._correct)
        pane.end_wanted.connect(self._end)
        pane.confirm_wanted.connect(self._confirm)
        pane.restore_wanted.connect(self._restore)
        pane.version_wanted.connect(lambda version: found.list.choose(row_id(version)))
        found.list.failed.connect(self.failed)
        found.list.row_opened.connect(lambda _row: self._change())
        let_paste(found.list.table, self.paste)
        page_shortcut(found.list.table, "Ctrl+Return", self._ask_note)
        self._add_tools(found)
        self._stack.addWidget(found)
        self._share_room()
        found.refresh()
        return found

    def _add_tools(self, found: ReferenceList) -> None:
        may = self._may_edit and found.table.editable
        excel = Button(self.tr("Excel"), "file-spreadsheet")
        menu = QMenu(excel)
        menu.addAction(self.tr("Excel out (Ctrl+Shift+E)"), self.export)
        if may:
            menu.addAction(self.tr("Excel in"), self.show_import)
        excel.setMenu(menu)
        found.list.add_tool(excel)
        if may:
            new = Button(self.tr("New"), "plus", kind="primary")
            new.setToolTip(self.tr("A new row (Ctrl+N)"))
            new.clicked.connect(self._new)
            found.list.add_tool(new)

    # --- coming and going

    def open(self, target: object = None) -> None:
        self._ask_role()
        if isinstance(target, str) and target in tables():
            target = {"table": target}
        if isinstance(target, dict):
            name = str(target.get("table", ""))
            if name in tables():
                self._show_table(name)
                if isinstance(target.get("list"), dict):
                    self.part().list.come_back(target["list"])
                if "row" in target:
                    self.part().list.choose(str(target["row"]))
        elif target == "":
            self._drop_sheet()
        if self.sheet is not None:
            self.sheet.setFocus()
        elif self._views.currentWidget() is self._front:
            (self.tables if target in (None, "") else self.part().list).setFocus()
            if target not in (None, ""):
                self._enter_list()

    def state(self) -> object:
        return {"table": self.part().table.name, "list": self.part().list.state()}

    def refresh(self, changed: frozenset[str] = EVERYTHING) -> None:
        if changed and TABLE not in changed:
            return
        self._show_tables()
        for part in self._lists.values():
            part.refresh()

    def focus_search(self) -> None:
        if self.sheet is None:
            self.part().list.focus_search()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

    def _share_room(self) -> None:
        now = theme.current()
        self._left.setFixedWidth(min(now.px(TABLES_WIDTH), int(self.width() * TABLES_SHARE)))
        pane = min(now.px(PANE_WIDTH), int(self.width() * PANE_SHARE))
        for part in self._lists.values():
            part.pane.setFixedWidth(pane)

    # --- what is in front

    def part(self) -> ReferenceList:
        """Return the list of the table in front."""
        found = self._stack.currentWidget()
        assert isinstance(found, ReferenceList)
        return found

    def _show_tables(self) -> None:
        _usable, left_out = stored.read(self.context.workspace)
        if left_out:
            first, language = left_out[0], self.context.language
            where = f"{tables()[first.row.table].title.pick(language)}, {' '.join(first.row.key)}"
            told = self.tr("%n row(s) of the office cannot be used by this program", "", len(left_out))
            self.left_out.set_words(f"{told}: {where}: {first.reason.pick(language)}")
        self.left_out.setVisible(bool(left_out))
        chosen = self.tables.chosen_row()
        self.tables_model.show_rows(list(tables().values()))
        if chosen >= 0:
            self.tables.choose_row(chosen)

    def _table_cells(self, described: Table) -> Sequence[Cell]:
        language = self.context.language
        counts = counted(described.name, self.context.workspace.clock().date())
        rows = self.tr("%n row(s)", "", counts.rows).replace(str(counts.rows), f"{counts.rows:,}")
        if counts.unconfirmed and described.editable:
            open_ = self.tr("{0} to confirm").format(f"{counts.unconfirmed:,}")
            rows = f"{rows} · {open_}"
        return (Cell(described.title.pick(language), rows, strong=True),)

    def _table_chosen(self, row: int) -> None:
        described = self.tables_model.row(row)
        if described is not None and (not self._lists or described.name != self.part().table.name):
            self._stack.setCurrentWidget(self._list(described.name))
            self.moved.emit()

    def _show_table(self, name: str) -> None:
        self._stack.setCurrentWidget(self._list(name))
        self.tables.choose_row(list(tables()).index(name))

    def _enter_list(self) -> None:
        self.part().list.enter()

    def _turn(self, step: int) -> None:
        """Go to the next or the previous table."""
        if self.sheet is None:
            names = list(tables())
            self._show_table(names[(names.index(self.part().table.name) + step) % len(names)])
            self._enter_list()

    # --- sheets

    def _new(self) -> None:
        if self._lets():
            self._show_sheet(ReferenceSheet(self.context, self.part().table))

    def _change(self) -> None:
        version = self.part().current()
        if version is not None and version.layer != "bin" and self._lets():
            today = self.context.workspace.clock().date()
            self._show_sheet(ReferenceSheet(self.context, self.part().table, version, since=today))

    def _correct(self) -> None:
        version = self.part().current()
        if version is not None and version.layer != "bin" and self._lets():
            self._show_sheet(ReferenceSheet(self.context, self.part().table, version))

    def _ask_note(self) -> None:
        pane = self.part().pane
        if self._lets() and pane.confirm.isVisible():
            pane.ask_note()

    def _lets(self) -> bool:
        return self._may_edit and self.part().table.editable and self.sheet is None

    def _show_sheet(self, sheet: ReferenceSheet) -> None:
        sheet.saved.connect(self._save)
        sheet.left.connect(self._drop_sheet)
        self.sheet = sheet
        self._views.addWidget(sheet)
        self._views.setCurrentWidget(sheet)
        sheet.setFocus()
        self.moved.emit()

    def _drop_sheet(self) -> None:
        sheet, self.sheet = self.sheet, None
        self._views.setCurrentWidget(self._front)
        if sheet is not None:
            self._views.removeWidget(sheet)
            sheet.deleteLater()
            self._enter_list()
        self.moved.emit()

    # --- what is written

    def _save(self, cells: dict[str, str], reason: str) -> None:
        sheet = self.sheet
        if sheet is None:
            return
        workspace, name = self.context.workspace, sheet.table.name
        call = partial(editing.save, workspace, name, cells, version=sheet.version, note=reason)

        def refused(error: FieldkitError) -> None:
            if self.sheet is None or not self.sheet.refuse(error):
                self.failed.emit(error)

        self._writer.write(call, self._saved, refused)

    def _saved(self, done: Edit | None) -> None:
        self._drop_sheet()
        self._tell(self.tr("The row is saved"), done)
        ids = (
            {id_ for _table, id_, _stream in done.added} | {one.id for one in done.before} if done else set()
        )
        for one in self.part().rows:
            if one["version"].office is not None and one["version"].office.id in ids:
                self.part().list.choose(one["id"])

    def _end(self, last: date) -> None:
        self._write(
            self.tr("The row ends"), lambda version: editing.end(self.context.workspace, version, last)
        )

    def _confirm(self, note: str) -> None:
        """Confirm all chosen rows with one note."""
        chosen = self.part().chosen()

        def confirm(_version: Version) -> Edit | None:
            return editing.confirm(self.context.workspace, chosen, note=note)

        self._write(self.tr("Confirmed: {0}").format(len(chosen)), confirm)

    def _restore(self) -> None:
        version, workspace = self.part().current(), self.context.workspace
        if version is not None and version.layer == "bin":
            words = self.tr("The row is brought back")
            self._write(words, lambda one: editing.bring_back(workspace, one.office) if one.office else None)
            return
        words = self.tr("What the office wrote is taken back")
        self._write(words, lambda version: editing.restore(workspace, version))

    def _write(self, words: str, write: Callable[[Version], Edit | None]) -> None:
        version = self.part().current()
        if version is None:
            return

        def done(edit: Edit | None) -> None:
            self._tell(words, edit)
            self._enter_list()

        self._writer.write(partial(write, version), done, self.failed.emit)

    def _tell(self, words: str, done: Edit | None) -> None:
        self._history.add(words, done)
        self._written()
        if done is None:
            self.told.emit(self.tr("Nothing was other"), "", "info")
        else:
            self.offered.emit(words, "", ((self.tr("Undo"), self.undo),))

    def undo(self) -> None:
        """Take the last change of this page back."""
        words = self._history.last()
        if self.sheet is not None or not words:
            return
        self._writer.write(self._history.undo, partial(self._tell_undone, words), self.failed.emit)

    def _tell_undone(self, words: str, foreign: int) -> None:
        self._written()
        more = self.tr("%n value(s) were changed by others since and stay", "", foreign) if foreign else ""
        self.told.emit(self.tr("Taken back: {0}").format(words), more, "warn" if foreign else "ok")

    def _written(self) -> None:
        self.changed.emit(frozenset({TABLE}))
        self.refresh()

    # --- Excel

    @cached_property
    def import_sheet(self) -> ReferenceImportSheet:
        """The sheet that imports an edited workbook, made when it is first wanted."""
        from fieldkit.ui.reference_import_sheet import ReferenceImportSheet

        sheet = ReferenceImportSheet(self)
        sheet.left.connect(self._drop_sheet)
        sheet.written.connect(self._written)
        self._views.addWidget(sheet)
        return sheet

    def show_import(self) -> None:
        """Show the sheet that imports the table in front."""
        self._views.setCurrentWidget(self.import_sheet)
        self.import_sheet.name = self.part().table.name
        self.import_sheet.show_start()

    def paste(self) -> None:
        """Show what pasting the clipboard into the list in front would change."""
        part = self.part()
        if not self._lets():
            return
        self.import_sheet.name = part.table.name
        if self.import_sheet.paste(
            place_in(part.list.table, part.list.table_model, part.pasted(), part.known_by)
        ):
            self._views.setCurrentWidget(self.import_sheet)

    def export(self) -> None:
        """Ask where to, and write the table in front into a workbook."""
        described, language = self.part().table, self.context.language
        work = partial(_export, self, described.name)
        self._excel.write(described.title.pick(language), work, lambda count: self.tr("%n row(s)", "", count))


def _export(page: ReferencePage, name: str, target: Path) -> int:
    return export_table(page.context.workspace, target, name, language=page.context.language)
