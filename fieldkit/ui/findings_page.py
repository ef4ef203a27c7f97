"""The page of findings and orders: what was found wrong, what was ordered, and what became of it."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QStackedWidget, QVBoxLayout, QWidget

from fieldkit.errors import FieldkitError
from fieldkit.model.finding_list.exporting import export_findings
from fieldkit.model.form.xpath.stack import no_collection
from fieldkit.model.inspections import finding_query
from fieldkit.model.orders.bin import in_bin
from fieldkit.model.orders.reading import orders_at_most, orders_listing
from fieldkit.model.orders.steps_table import possible
from fieldkit.model.stopping import stopping
from fieldkit.ui import theme
from fieldkit.ui.buttons import Button
from fieldkit.ui.chip import ChipRow
from fieldkit.ui.empty_state import EmptyState
from fieldkit.ui.excel_out import ExcelOut
from fieldkit.ui.finding_list import FindingList
from fieldkit.ui.history_sheet import HistorySheet, Wish, offer_history
from fieldkit.ui.keys import page_shortcut
from fieldkit.ui.order_bin import OrderBin
from fieldkit.ui.order_desk import OrderDesk
from fieldkit.ui.order_list import OrderList
from fieldkit.ui.page import EVERYTHING, Page
from fieldkit.ui.record_source import QUICK
from fieldkit.ui.row_paste import let_paste
from fieldkit.ui.visit_choice import GENERAL

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from fieldkit.model.workspace import Workspace
    from fieldkit.ui.finding_import_sheet import FindingImportSheet
    from fieldkit.ui.jobs import Job
    from fieldkit.ui.page import PageContext
    from fieldkit.ui.record_list import RecordList

Row = dict[str, Any]

SHOWN_TABLES = frozenset({"finding", "inspection", "factory", "factory_order", "step", "attachment"})
FINDINGS, ORDERS, BIN = "findings", "orders", "bin"
PANE_WIDTH, PANE_SHARE = 326, 0.34
# What people write of a finding; the rest names other records.
HISTORY = (
    *("description", "severity", "law", "limit_text", "measured"),
    *("action", "decision", "due_date", "state", "state_at", "deleted", "delete_reason"),
)
FOLLOW_UP, EXTENDED = "FOLLOW", "extended"


class _Read(NamedTuple):
    """How many findings each chip shows, the orders with those in the bin, and how many are overdue."""

    findings: Mapping[str, int]
    orders: list[Row]
    deleted: list[Row]
    late: int


class FindingsPage(Page):
    """Opens at a finding's id, ``{"order": id}``, ``{"tab": …, "filter": …}``, or where it was left."""

    def build(self) -> None:
        self.tabs = ChipRow([(FINDINGS, ""), (ORDERS, ""), (BIN, "")], self.tr("Findings, orders or bin"))
        self.tabs.chosen.connect(lambda _key: self._show_tab())
        self.findings, self.orders = FindingList(self.context), OrderList(self.context)
        self.bin = OrderBin(self.context)
        self.desk = OrderDesk(self)
        self._excel = ExcelOut(self)
        self._job: Job[_Read] | None = None
        self._waiting: dict[str, Callable[[], None]] = {}
        self._parts: dict[str, FindingList | OrderList | OrderBin] = {
            FINDINGS: self.findings,
            ORDERS: self.orders,
            BIN: self.bin,
        }
        self._connect_findings()
        self._connect_orders()
        self._lists = QStackedWidget()
        for part in self._parts.values():
            part.list.failed.connect(self.failed)
            self._lists.addWidget(part.list)
        self._front = QWidget()
        column = QVBoxLayout(self._front)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.tabs, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._lists, 1)
        self.nothing = EmptyState(
            "inbox",
            self.tr("No findings to follow up yet"),
            self.tr("When an answer fails, its finding comes here"),
            self.tr("Open the register"),
        )
        self.nothing.pressed.connect(lambda: self.opened.emit("register", None))
        self._views = QStackedWidget()
        for view in (self._front, self.nothing):
            self._views.addWidget(view)
        self.column().addWidget(self._views)
        page_shortcut(self, "Ctrl+Z", self.desk.undo)
        page_shortcut(self.findings.list, "Ctrl+Shift+E", self.export)
        page_shortcut(self.findings.list, "Ctrl+Shift+I", self.show_import)
        let_paste(self.findings.list.table, self.paste)
        page_shortcut(self, "Ctrl+O", self._open_file)
        page_shortcut(self, "Ctrl+PgDown", partial(self._turn, 1))
        page_shortcut(self, "Ctrl+PgUp", partial(self._turn, -1))
        page_shortcut(self.orders.list.table, "Del", self.remove.click)
        self.refresh()

    def _connect_findings(self) -> None:
        found = self.findings
        self.draft = Button(self.tr("Draft an order"), "file-text")
        self.draft.clicked.connect(lambda: self.desk.draft([row["id"] for row in found.list.chosen()]))
        found.list.add_tool(self.draft)
        self.excel = Button(self.tr("Excel"), "file-spreadsheet")
        menu = QMenu(self.excel)
        menu.addAction(self.tr("Excel out (Ctrl+Shift+E)"), self.export)
        menu.addAction(self.tr("Excel in (Ctrl+Shift+I)"), self.show_import)
        self.excel.setMenu(menu)
        found.list.add_tool(self.excel)
        found.list.row_opened.connect(lambda _row: found.pane.open_question.setFocus())
        offer_history(found.list.table, self.show_history)
        found.list.row_chosen.connect(lambda row: self.draft.setEnabled(row is not None))
        pane = found.pane
        pane.question_wanted.connect(self._open_question)
        pane.factory_wanted.connect(lambda id_: self.opened.emit("factory", id_))
        pane.order_wanted.connect(self._show_order)
        pane.evidence.photo_opened.connect(self.desk.open_file)
        pane.evidence.photo_wanted.connect(self.desk.add_photo)

    def _connect_orders(self) -> None:
        found = self.orders
        self.extend = Button(self.tr("Extend"), "calendar-days")
        self.extend.clicked.connect(
            lambda: self.desk.record([row["id"] for row in found.list.chosen()], EXTENDED)
        )
        self.remove = Button(self.tr("Delete"), "trash-2")
        self.remove.clicked.connect(lambda: self.desk.delete([row["id"] for row in found.list.chosen()]))
        for tool in (self.extend, self.remove):
            found.list.add_tool(tool)
        found.list.row_opened.connect(lambda _row: found.pane.step.setFocus())
        found.list.row_chosen.connect(lambda _row: self._let_orders())
        pane = found.pane
        pane.step_wanted.connect(self.desk.open_step)
        pane.letter_wanted.connect(self.desk.show_letter)
        pane.draft_wanted.connect(self.desk.edit_draft)
        pane.follow_up_wanted.connect(self._start_visit)
        pane.photo_opened.connect(self.desk.open_file)
        pane.photo_wanted.connect(self.desk.add_photo)
        self.bin.restore_wanted.connect(self.desk.restore)

    def show_history(self) -> None:
        """Show who wrote what of the chosen finding when."""
        row = self.findings.list.current()
        if row is None:
            return
        wish = Wish("finding", row["id"], row["description"] or row["wording"] or "", HISTORY)
        try:
            HistorySheet(self, self.context.workspace, self.context.language, wish).open()
        except FieldkitError as error:
            self.failed.emit(error)

    # --- coming and going

    def open(self, target: object = None) -> None:
        if target is not None:
            self.desk.drop_sheet()
        if isinstance(target, dict):
            self._come_to(target)
        elif isinstance(target, str) and target:
            self._choose_tab(FINDINGS)
            self.findings.list.choose(target)
        self.enter()

    def _come_to(self, target: Row) -> None:
        """Come to the place of :meth:`state`, to an order, or to a list with a filter."""
        for name, part in self._parts.items():
            if isinstance(target.get(name), dict):
                part.list.come_back(target[name])
        self._choose_tab(str(target.get("tab", ORDERS if "order" in target else self.tabs.key())))
        if "order" in target:
            self.orders.list.choose(str(target["order"]))
        elif "filter" in target:
            self.list().come_back({"text": "", "filter": target["filter"], "record": ""})

    def state(self) -> object:
        return {"tab": self.tabs.key()} | {name: part.list.state() for name, part in self._parts.items()}

    def refresh(self, changed: frozenset[str] = EVERYTHING) -> None:
        if changed and not changed & SHOWN_TABLES:
            return
        workspace = self.context.workspace
        if self._job is not None:
            self._job.cancel()
            self._job = None
        work = partial(_read, workspace, workspace.clock().date())
        try:
            if _many(workspace):
                self._job = self.start_job(work, self._show, failed=self._not_read)
            else:
                self._show(work())
        except FieldkitError as error:
            self.failed.emit(error)

    def works(self) -> bool:
        """Tell whether something is still being read or found beside the window."""
        return self._job is not None or any(part.list.works() for part in self._parts.values())

    def _not_read(self, error: FieldkitError) -> None:
        self._job = None
        self.failed.emit(error)

    def _show(self, read: _Read) -> None:
        self._job = None
        self._waiting = {
            FINDINGS: partial(self.findings.show, read.findings),
            ORDERS: partial(self.orders.show, read.orders),
            BIN: partial(self.bin.show, read.deleted),
        }
        self._show_list()
        words = {
            FINDINGS: self.tr("Findings {0}").format(f"{read.findings['all']:,}"),
            ORDERS: self.tr("Orders {0}").format(f"{len(read.orders):,}"),
            BIN: self.tr("Bin {0}").format(f"{len(read.deleted):,}"),
        }
        if read.late:
            words[ORDERS] = " · ".join((words[ORDERS], self.tr("%n overdue", "", read.late)))
        for key, text in words.items():
            self.tabs.set_text(key, text)
        if self._views.currentWidget() in (self._front, self.nothing):
            anything = read.findings["all"] or read.orders or read.deleted
            self._views.setCurrentWidget(self._front if anything else self.nothing)
        self._let_orders()

    def folds_sidebar(self) -> bool:
        return self.desk.sheet is not None

    def focus_search(self) -> None:
        if self._views.currentWidget() is self._front:
            self.list().focus_search()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        width = min(theme.current().px(PANE_WIDTH), int(self.width() * PANE_SHARE))
        for part in self._parts.values():
            part.pane.setFixedWidth(width)

    # --- what is in front

    def _open_file(self) -> None:
        """Open the file of the factory of what is chosen."""
        for row in self.list().chosen()[:1]:
            if row.get("factory"):
                self.opened.emit("factory", str(row["factory"]))

    def list(self) -> RecordList:
        """Return the list in front."""
        return self._parts[self.tabs.key()].list

    def enter(self) -> None:
        """Put the focus where the work goes on."""
        if self.desk.sheet is not None:
            self.desk.sheet.setFocus()
        elif self._views.currentWidget() is self.nothing:
            self.nothing.button.setFocus()
        else:
            self.list().enter()

    def show_sheet(self, sheet: QWidget | None) -> None:
        """Show ``sheet`` in place of the lists, or the lists again."""
        if sheet is not None:
            self._views.addWidget(sheet)
            self._views.setCurrentWidget(sheet)
            sheet.setFocus()
        else:
            self._views.setCurrentWidget(self._front)
            self.refresh()
            self.list().enter()
        self.moved.emit()

    def drop_sheet(self, sheet: QWidget) -> None:
        """Forget a sheet that was shown."""
        self._views.removeWidget(sheet)
        sheet.deleteLater()

    def show_order(self, order: str) -> None:
        """Come to an order in its list."""
        self._choose_tab(ORDERS)
        self.orders.list.choose(order)
        self.orders.list.enter()

    def _show_order(self, order: str) -> None:
        self.show_order(order)
        self.moved.emit()

    def _choose_tab(self, key: str) -> None:
        self.tabs.choose(key)
        self._show_list()

    def _show_tab(self) -> None:
        self._show_list()
        self.moved.emit()

    def _show_list(self) -> None:
        """Bring the list of the tab to the front; what was read for it is looked through only now."""
        self._lists.setCurrentWidget(self.list())
        if (show := self._waiting.pop(self.tabs.key(), None)) is not None:
            show()

    def _turn(self, step: int) -> None:
        """Go to the next or the previous of findings, orders and bin."""
        keys = self.tabs.keys()
        if self._views.currentWidget() is self._front:
            self._choose_tab(keys[(keys.index(self.tabs.key()) + step) % len(keys)])
            self.list().enter()
            self.moved.emit()

    def _let_orders(self) -> None:
        """Let only be pressed what the chosen orders can take."""
        rows = self.orders.list.chosen()
        self.remove.setEnabled(bool(rows))
        self.extend.setEnabled(bool(rows) and all(EXTENDED in possible(row["state"]) for row in rows))

    # --- Excel

    @cached_property
    def import_sheet(self) -> FindingImportSheet:
        """The sheet that imports edited findings, made when it is first wanted."""
        from fieldkit.ui.finding_import_sheet import FindingImportSheet

        sheet = FindingImportSheet(self)
        sheet.left.connect(lambda: self.show_sheet(None))
        self._views.addWidget(sheet)
        return sheet

    def show_import(self) -> None:
        """Show the sheet that imports the findings edited in Excel, and takes imports back."""
        self._views.setCurrentWidget(self.import_sheet)
        self.import_sheet.show_start()

    def paste(self) -> None:
        """Show what pasting the clipboard into the list of findings would change."""
        if self.import_sheet.paste_into(self.findings.list):
            self._views.setCurrentWidget(self.import_sheet)

    def export(self) -> None:
        """Write the chosen findings into a workbook, or the whole list when only one is chosen."""
        found = self.findings.list
        keys = found.chosen_keys()
        if len(keys) < 2:
            keys = found.table_model.keys_at(range(found.table_model.rowCount()))
        work = partial(_export, self.context, keys)
        self._excel.write(
            self.tr("Findings"), work, lambda count: self.tr("%n finding(s) written", "", count)
        )

    # --- other pages

    def _open_question(self, inspection: str, path: str) -> None:
        self.opened.emit("inspection", {"inspection": inspection, "path": path})

    def _start_visit(self, order: Row) -> None:
        """Start the visit that looks whether the order was followed."""
        forms = [finding["form_id"] for finding in order["findings"] if finding["form_id"]]
        target = {"start": order["factory"], "kind": FOLLOW_UP, "form": forms[0] if forms else GENERAL}
        self.opened.emit("inspection", target)


def _export(context: PageContext, numbers: Sequence[int], target: Path) -> int:
    return export_findings(context.workspace, target, numbers=numbers, language=context.language)


def _many(workspace: Workspace) -> bool:
    """Tell whether to count the findings and to read the orders takes longer than a frame or two."""
    with workspace.database.read() as connection:
        return finding_query.at_most(connection) > QUICK or orders_at_most(connection) > QUICK // 4


def _read(workspace: Workspace, today: date, job: Job[_Read] | None = None) -> _Read:
    with workspace.database.read() as connection, stopping(connection, lambda: bool(job and job.cancelled)):
        findings = finding_query.counts(connection, today)
    # The window waits while a thread looks for garbage among thousands of orders, of which all stay.
    with no_collection():
        orders, deleted = orders_listing(workspace, today=today), in_bin(workspace, today=today)
    return _Read(findings, orders, deleted, sum(bool(row["overdue"]) for row in orders))
