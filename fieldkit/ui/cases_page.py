"""The page of what the office follows up: recommendations, complaints, borrowers, enterprises."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from fieldkit.errors import FieldkitError
from fieldkit.model.cases.reading import how_many, listing
from fieldkit.model.cases.registers import REGISTERS, register_of
from fieldkit.model.cases.steps_table import leading_to, possible, states
from fieldkit.model.codes import codes
from fieldkit.model.record_fields import FIELDS
from fieldkit.model.thai.fiscal import fiscal_year, inspection_round
from fieldkit.ui import theme
from fieldkit.ui.buttons import Button, IconButton
from fieldkit.ui.case_desk import CaseDesk
from fieldkit.ui.case_export import CaseExportControl
from fieldkit.ui.case_list import CaseList
from fieldkit.ui.chip import ChipRow
from fieldkit.ui.empty_state import EmptyState
from fieldkit.ui.keys import page_shortcut
from fieldkit.ui.page import EVERYTHING, Page
from fieldkit.ui.record_source import QUICK
from fieldkit.ui.row_paste import let_paste, place_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldkit.model.workspace import Workspace
    from fieldkit.ui.case_import_sheet import CaseImportSheet
    from fieldkit.ui.jobs import Job

Row = dict[str, Any]

PASTED_NAMES = {"recommendation": "issue_title", "complaint": "number", "loan": "name", "enterprise": "name"}
"""What cells that are pasted into the first column of a list are."""
PANE_WIDTH, PANE_SHARE = 340, 0.34


class CasesPage(Page):
    """Opens at ``{"table": …, "record": id}``, ``{"table": …, "filter": …}``, or where it was left."""

    TABLES = frozenset({*REGISTERS, "project", "project_result", "step", "attachment"})

    def build(self) -> None:
        self._rows: dict[str, Sequence[Row]] = {}
        self._reading: Job[dict[str, list[Row]]] | None = None
        self.desk = CaseDesk(self)
        language = self.context.language
        segments = [(table, register.name.pick(language)) for table, register in REGISTERS.items()]
        self.segments = ChipRow(segments, self.tr("Register"), wrap=True)
        self.segments.chosen.connect(lambda _key: self._turned())
        self.new = Button(self.tr("New (Ctrl+N)"), "plus", kind="primary")
        self.new.clicked.connect(self._new)
        self.export = CaseExportControl(self)
        top = QHBoxLayout()
        top.setSpacing(10)
        top.addWidget(self.segments, 1)
        self.excel_in = IconButton("file-down", self.tr("Import Excel"))
        self.excel_in.clicked.connect(self.show_import)
        self.import_sheet: CaseImportSheet | None = None
        top.addWidget(self.excel_in)
        top.addWidget(self.export)
        top.addWidget(self.new)
        self._lists = QStackedWidget()
        self._parts: dict[str, CaseList] = {}
        self._empty: dict[str, EmptyState] = {}
        self._tools: dict[str, dict[str, Button]] = {}
        for table in REGISTERS:
            self._add_register(table)
        self._front = QWidget()
        column = QVBoxLayout(self._front)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(top)
        column.addWidget(self._lists, 1)
        self._views = QStackedWidget()
        self._views.addWidget(self._front)
        self.column().addWidget(self._views)
        self._add_shortcuts()
        self.refresh()

    def _add_shortcuts(self) -> None:
        for keys, slot in (
            ("Ctrl+N", self._new),
            ("Ctrl+O", self._open_file),
            ("Ctrl+Z", self.desk.undo),
            ("Ctrl+PgDown", partial(self._turn, 1)),
            ("Ctrl+PgUp", partial(self._turn, -1)),
        ):
            page_shortcut(self, keys, slot)
        for table, part in self._parts.items():
            let_paste(part.list.table, partial(self.paste, table))
            page_shortcut(part.list.table, "Del", partial(self._delete, table))
            page_shortcut(part.list.table, "F2", partial(self._edit_current, table))
            page_shortcut(part.list.table, "Ctrl+Return", partial(self._record, table))

    def _open_file(self) -> None:
        """Open the file of the factory of what is chosen, where it has one."""
        for row in self._parts[self.table()].list.chosen()[:1]:
            if row.get("factory"):
                self.opened.emit("factory", str(row["factory"]))

    def _add_register(self, table: str) -> None:
        part = self._parts[table] = CaseList(self.context, table)
        part.narrowed.connect(self.moved)
        part.list.row_opened.connect(partial(self._edit_row, table))
        part.list.row_chosen.connect(lambda _row: self._let())
        pane = part.pane
        pane.edit_wanted.connect(partial(self.desk.edit, table))
        pane.step_wanted.connect(lambda id_, step: self.desk.record(table, [id_], step_id=step))
        pane.attach_wanted.connect(partial(self.desk.attach, table))
        pane.file_opened.connect(self.desk.open_file)
        pane.file_removed.connect(self.desk.detach)
        pane.factory_wanted.connect(lambda id_: self.opened.emit("factory", id_))
        pane.restore_wanted.connect(lambda id_: self.desk.restore(table, [id_]))
        pane.start_wanted.connect(partial(self.desk.start, table))
        pane.case_wanted.connect(partial(self.show_case, table))
        pane.below_wanted.connect(self.desk.edit_below)
        pane.failed.connect(self.failed)
        self._add_tools(table, part)
        one = register_of(table).one.pick(self.context.language)
        empty = self._empty[table] = EmptyState(
            "inbox",
            self.tr("Nothing in this register yet"),
            self.tr("Records come by sync, or are added here by Ctrl+N"),
            self.tr("Add: {0}").format(one),
            kind="primary",
        )
        empty.pressed.connect(self._new)
        self._lists.addWidget(part)
        self._lists.addWidget(empty)

    def _add_tools(self, table: str, part: CaseList) -> None:
        """Put what can be done with all chosen records above the list."""
        step = Button(self.tr("Record"), "plus")
        step.setToolTip(self.tr("Record what happened to all chosen (Ctrl+Enter)"))
        step.clicked.connect(partial(self._record, table))
        assign = Button(self.tr("Assign"), "user")
        assign.setMenu(QMenu(assign))
        assign.menu().aboutToShow.connect(partial(self._offer_officers, table))
        state = Button(self.tr("State"), "flag")
        state.setMenu(QMenu(state))
        state.menu().aboutToShow.connect(partial(self._offer_states, table))
        delete = Button(self.tr("Delete"), "trash-2")
        delete.setToolTip(self.tr("Put all chosen into the bin (Del)"))
        delete.clicked.connect(partial(self._delete, table))
        restore = Button(self.tr("Restore"), "undo-2")
        restore.clicked.connect(lambda: self.desk.restore(table, self._chosen(table)))
        self._tools[table] = {
            "step": step,
            "assign": assign,
            "state": state,
            "delete": delete,
            "restore": restore,
        }
        for tool in self._tools[table].values():
            part.list.add_tool(tool)

    # --- coming and going

    def open(self, target: object = None) -> None:
        if isinstance(target, dict):
            self._come_to(target)
        elif target == "":
            self.desk.drop_sheet()
        self.enter()

    def _come_to(self, target: Row) -> None:
        """Come to the place of :meth:`state`, to a record, or to a list with a filter."""
        for table, part in self._parts.items():
            if isinstance(target.get(table), dict):
                part.come_back(target[table])
        table = str(target.get("table", self.table()))
        if table in self._parts:
            self.segments.choose(table)
            self._show_front()
            if "record" in target:
                self._parts[table].choose(str(target["record"]))
            elif "filter" in target:
                self._parts[table].list.come_back({"text": "", "filter": target["filter"], "record": ""})
        if isinstance(target.get("draft"), dict):
            self.desk.go_on(target["draft"])

    def state(self) -> object:
        place: Row = {table: part.state() for table, part in self._parts.items()}
        return place | {"table": self.table(), "draft": self.desk.draft()}

    def refresh(self, changed: frozenset[str] = EVERYTHING) -> None:
        if changed and not changed & (self.TABLES | {"factory", "inspection", "person"}):
            return
        workspace = self.context.workspace
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None
        try:
            if how_many(workspace) > QUICK:
                self._reading = self.start_job(
                    partial(_read, workspace), self._show_registers, failed=self._unread
                )
                self._show_front()
            else:
                self._show_registers(_read(workspace))
        except FieldkitError as error:
            self._unread(error)

    def reads(self) -> bool:
        """Tell whether the registers are still being read beside the window."""
        return self._reading is not None

    def _unread(self, error: FieldkitError) -> None:
        self._reading = None
        self.failed.emit(error)

    def _show_registers(self, found: dict[str, list[Row]]) -> None:
        self._reading = None
        language = self.context.language
        for table, rows in found.items():
            part = self._parts[table]
            self._rows[table] = rows
            part.show_listing(rows)
            late = sum(part.fits(row, "overdue") for row in rows)
            count = sum(part.fits(row, "open") for row in rows)
            words = f"{register_of(table).name.pick(language)} {count:,}"
            told = self.tr("%n overdue", "", late) if late else ""
            self.segments.set_text(table, " · ".join(part for part in (words, told) if part))
        self._show_front()

    def folds_sidebar(self) -> bool:
        return self.desk.sheet is not None

    def focus_search(self) -> None:
        if self.desk.sheet is None:
            self._parts[self.table()].list.focus_search()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        width = min(theme.current().px(PANE_WIDTH), int(self.width() * PANE_SHARE))
        for part in self._parts.values():
            part.pane.setFixedWidth(width)

    # --- what is in front

    def table(self) -> str:
        """Return the table of the register in front."""
        return self.segments.key()

    def part(self) -> CaseList:
        """Return the list of the register in front."""
        return self._parts[self.table()]

    def enter(self) -> None:
        """Put the focus where the work goes on."""
        if self.desk.sheet is not None:
            self.desk.sheet.setFocus()
        elif self._rows.get(self.table()) or self.reads():
            self.part().enter()
        else:
            self._empty[self.table()].button.setFocus()

    def show_sheet(self, sheet: QWidget | None) -> None:
        """Show ``sheet`` in place of the lists, or the lists again."""
        if sheet is not None:
            self._views.addWidget(sheet)
            self._views.setCurrentWidget(sheet)
            sheet.setFocus()
        else:
            self._views.setCurrentWidget(self._front)
            self.refresh()
            self.enter()
        self.moved.emit()

    def drop_sheet(self, sheet: QWidget) -> None:
        """Forget a sheet that was shown."""
        self._views.removeWidget(sheet)
        sheet.deleteLater()

    def show_import(self) -> None:
        """Show the sheet that imports a workbook into the register in front, and takes imports back."""
        sheet = self._new_import()
        self.show_sheet(sheet)
        sheet.show_start()

    def paste(self, table: str) -> None:
        """Show what pasting the clipboard into the list of ``table`` would change."""
        part = self._parts[table].list

        def ids(row: int) -> dict[str, str]:
            found = part.table_model.row(row)
            return {"id": found["id"]} if found is not None else {}

        headers = {
            column.key: column.key for column in part.table_model.columns if column.key in FIELDS[table]
        }
        headers |= {"name": PASTED_NAMES[table]}
        sheet = self._new_import()
        if sheet.paste(place_in(part.table, part.table_model, headers, ids)):
            self.show_sheet(sheet)

    def _new_import(self) -> CaseImportSheet:
        from fieldkit.ui.case_import_sheet import CaseImportSheet

        self._close_import()
        sheet = self.import_sheet = CaseImportSheet(self, self.table())
        sheet.left.connect(self._leave_import)
        sheet.written.connect(self.refresh)
        return sheet

    def _leave_import(self) -> None:
        self.show_sheet(None)

    def _close_import(self) -> None:
        if self.import_sheet is not None:
            self.drop_sheet(self.import_sheet)
            self.import_sheet = None

    def show_case(self, table: str, record: str) -> None:
        """Come to a record in its list."""
        if table in self._parts:
            self.segments.choose(table)
            self._show_front()
            self._parts[table].choose(record)
            self.enter()

    def _show_front(self) -> None:
        table = self.table()
        filled = bool(self._rows.get(table)) or self.reads()
        self._lists.setCurrentWidget(self._parts[table] if filled else self._empty[table])
        self.export.setEnabled(filled)
        self._let()

    def _turned(self) -> None:
        self._show_front()
        self.moved.emit()

    def _turn(self, step: int) -> None:
        """Go to the next or the previous register."""
        keys = self.segments.keys()
        if self.desk.sheet is None:
            self.segments.choose(keys[(keys.index(self.table()) + step) % len(keys)])
            self._turned()
            self.enter()

    # --- what is done with the chosen

    def chosen_ids(self) -> list[str]:
        """Return the records that are chosen in the list in front."""
        return self._chosen(self.table())

    def _chosen(self, table: str) -> list[str]:
        return [row["id"] for row in self._parts[table].list.chosen()]

    def _let(self) -> None:
        """Let only be pressed what the chosen records can take."""
        table = self.table()
        rows = self._parts[table].list.chosen()
        living = bool(rows) and not any(row["deleted"] for row in rows)
        tools = self._tools[table]
        for name in ("assign", "state", "delete"):
            tools[name].setEnabled(living)
        tools["step"].setEnabled(living and bool(_shared(table, rows)))
        deleted = bool(rows) and all(row["deleted"] for row in rows)
        tools["restore"].setVisible(deleted)
        tools["delete"].setVisible(not deleted)

    def _new(self) -> None:
        if self.desk.sheet is not None:
            return
        table, now = self.table(), self.context.workspace.clock()
        known: dict[str, Row] = {
            "recommendation": {"round": inspection_round(now.date())},
            "complaint": {"received_at": now.isoformat(timespec="minutes"), "urgency": "normal"},
            "project": {"fiscal_year": fiscal_year(now.date())},
        }
        self.desk.new(table, known.get(table))

    def _edit_row(self, table: str, row: Row | None) -> None:
        if row is not None and not row["deleted"]:
            self.desk.edit(table, row["id"])

    def _edit_current(self, table: str) -> None:
        self._edit_row(table, self._parts[table].list.current())

    def _record(self, table: str) -> None:
        if self._tools[table]["step"].isEnabled():
            self.desk.record(table, self._chosen(table))

    def _delete(self, table: str) -> None:
        if self._tools[table]["delete"].isEnabled():
            self.desk.delete(table, self._chosen(table))

    def _offer_officers(self, table: str) -> None:
        """Fill the menu with the person here, those who have work already, and nobody."""
        menu = self._tools[table]["assign"].menu()
        menu.clear()
        here = self.context.workspace.person.name
        known = {str(row["officer_name"]) for row in self._rows.get(table, ()) if row["officer_name"]}
        known |= {
            str(row["name"])
            for row in self.context.workspace.rows("SELECT name FROM person WHERE name IS NOT NULL")
        }
        others = sorted(name for name in known if name and name != here)
        for name in [*([here] if here else []), *others]:
            words = self.tr("{0} (me)").format(name) if name == here else name
            menu.addAction(words, partial(self._assign, table, name))
        menu.addSeparator()
        menu.addAction(self.tr("Nobody"), partial(self._assign, table, ""))

    def _assign(self, table: str, officer: str) -> None:
        self.desk.assign(table, self._chosen(table), officer)

    def _offer_states(self, table: str) -> None:
        """Fill the menu with the states to which a step of all chosen records leads."""
        menu = self._tools[table]["state"].menu()
        menu.clear()
        rows = self._parts[table].list.chosen()
        steps = _shared(table, rows)
        for code in codes(states(table)).values():
            if leading_to(table, code.code) in steps and any(row["state"] != code.code for row in rows):
                words = code.name.pick(self.context.language)
                menu.addAction(words, partial(self.desk.set_state, table, self._chosen(table), code.code))


def _read(workspace: Workspace, job: Job[dict[str, list[Row]]] | None = None) -> dict[str, list[Row]]:
    """Read all registers, by table."""
    found = {}
    for table in REGISTERS:
        if job is not None:
            job.check()
        found[table] = listing(workspace, table)
    return found


def _shared(table: str, rows: Sequence[Row]) -> set[str]:
    """Return the kinds of steps that all of ``rows`` can take."""
    each = [set(possible(table, row["state"])) for row in rows]
    return set.intersection(*each) if each else set()
