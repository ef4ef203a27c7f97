"""The plan of a fiscal year: list, month and day; proposed, edited, brought to Excel and back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from fieldkit.errors import FieldkitError
from fieldkit.model import factories
from fieldkit.model.planning import plan
from fieldkit.model.planning.officers import officers
from fieldkit.model.thai.collation import sort_key
from fieldkit.model.thai.fiscal import fiscal_year
from fieldkit.ui import theme
from fieldkit.ui.buttons import Button
from fieldkit.ui.card import Card
from fieldkit.ui.column_choice import ColumnChoice
from fieldkit.ui.empty_state import EmptyState
from fieldkit.ui.keys import page_shortcut
from fieldkit.ui.list_table import ListTable
from fieldkit.ui.page import EVERYTHING, Page
from fieldkit.ui.plan_edits import PlanEdits
from fieldkit.ui.plan_filters import PlanFilters
from fieldkit.ui.plan_model import COLUMNS, PlanTable
from fieldkit.ui.plan_pane import PlanPane
from fieldkit.ui.plan_side import PlanSide
from fieldkit.ui.plan_today import PlanToday
from fieldkit.ui.row_copy import let_copy
from fieldkit.ui.row_paste import let_paste
from fieldkit.ui.segmented import Segment, Segmented

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

    from fieldkit.model.planning.plan import Line, Narrowing, PlanRow, Sort
    from fieldkit.model.records import Edit
    from fieldkit.model.workspace import Workspace
    from fieldkit.ui.jobs import Job
    from fieldkit.ui.plan_import_sheet import PlanImportSheet
    from fieldkit.ui.plan_proposal import PlanProposal

WIDTHS = (0, 140, 126, 140, 112, 110, 114)
NAME_WIDTH = 190
PANE_WIDTH, PANE_SHARE = 320, 0.3
MONTH_SHARE = 0.56
# In the month the list is narrow: what is dragged needs no more than its name and day.
BESIDE_MONTH = frozenset({"state", "officer", "district", "risk", "seen"})
SHOWN_TABLES = frozenset(
    {"assignment", "factory", "visit", "inspection", "fact", "complaint", "factory_order"}
)
# Up to here sorting and narrowing take less than a frame or two; above it they are done beside the window.
QUICK = 5_000
LIST, MONTH, DAY = "list", "month", "day"


class _Plan(NamedTuple):
    """What a year has: all lines, those of them that are planned, districts and officers by name."""

    lines: list[Line]
    planned: list[Line]
    districts: list[str]
    officers: list[str]


class _Shown(NamedTuple):
    """What the list shows, and where in it the visit stands that was chosen before, -1 for nowhere."""

    lines: list[Line]
    place: int


class PlanPage(Page):
    """Opens at the list of the present fiscal year, or where it was left."""

    def build(self) -> None:
        self._today = self.context.workspace.clock().date()
        self._year = fiscal_year(self._today)
        self._lines: list[Line] = []
        self._planned_lines: list[Line] = []
        self._officers: list[str] = []
        self._sort: Sort = "day"
        self._descending = False
        self._chosen: Line | None = None
        self._only_day = ""
        self._job: Job[Any] | None = None
        self.edits = PlanEdits(self)
        self.edits.written.connect(self._read_again)
        self.column().addWidget(self._views_())
        page_shortcut(self, "Ctrl+Z", self.edits.undo)
        page_shortcut(self, "Delete", self._delete)
        page_shortcut(self, "Ctrl+O", self._open_file)
        self.filters.show_year(self._year, self._year)
        self._read()

    def _views_(self) -> QStackedWidget:
        desk = QWidget()
        column = QVBoxLayout(desk)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self._build_head()
        column.addLayout(self._head)
        column.addWidget(self.filters)
        self._bodies = QStackedWidget()
        self._bodies.addWidget(self._build_desk())
        self.today = PlanToday(self)
        self.today.start_wanted.connect(self._start)
        self._bodies.addWidget(self.today)
        column.addWidget(self._bodies, 1)
        self._views = QStackedWidget()
        self._views.addWidget(desk)
        self._desk = desk
        return self._views

    def _build_head(self) -> None:
        self.filters = PlanFilters(self.context.language)
        self.filters.changed.connect(self._narrow)
        self.filters.year_chosen.connect(self._change_year)
        self.filters.search.left_down.connect(self._enter)
        segments = (
            Segment(LIST, self.tr("List")),
            Segment(MONTH, self.tr("Calendar")),
            Segment(DAY, self.tr("Today's visits")),
        )
        self.view = Segmented(segments, self.tr("View"))
        self.view.choose(LIST)
        self.view.chosen.connect(self.show_view)
        self.propose = Button(self.tr("Propose a plan"), "list-checks")
        self.propose.clicked.connect(self.show_proposal)
        self.export = Button(self.tr("To Excel"), "file-spreadsheet")
        self.export.clicked.connect(lambda: self.edits.export(self._year))
        self.import_ = Button(self.tr("From Excel"), "file-down")
        self.import_.clicked.connect(self.show_import)
        self._head = QHBoxLayout()
        self._head.setSpacing(8)
        self._head.addWidget(self.view)
        self._head.addStretch(1)
        for button in (self.propose, self.export, self.import_):
            self._head.addWidget(button)

    def _build_desk(self) -> QWidget:
        """Return the list with the pane, or the month, beside it."""
        workspace, language = self.context.workspace, self.context.language
        self.pane = PlanPane(self.context)
        self._connect_pane()
        self.table_model = PlanTable(workspace, language)
        self.table_model.unreadable.connect(self.failed)
        self.table_model.order_wanted.connect(self._reorder)
        self.table = ListTable(self.tr("Planned visits"))
        self.table.setModel(self.table_model)
        self.table.set_widths(WIDTHS)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.table.setDragEnabled(True)
        self.table.row_chosen.connect(lambda _row: self._show_chosen())
        self.table.row_opened.connect(lambda _row: self.pane.day.setFocus())
        self.table.let_sort(COLUMNS.index("day"))
        let_copy(self.table)
        let_paste(self.table, self.paste)
        columns = [(column.key, column.title) for column in self.table_model.columns]
        self.columns = ColumnChoice(self.table, "plan", columns, self.context.settings)
        self.filters.foot.addWidget(self.columns)
        sheet, blank = Card(margin=1), Card(margin=1)
        sheet.add(self.table, 1)
        self.empty = EmptyState("calendar-days", "", "", " ")
        self.empty.pressed.connect(self._leave_empty)
        blank.add(self.empty, 1)
        self._stack = QStackedWidget()
        for part in (sheet, blank):
            self._stack.addWidget(part)
        self.side = PlanSide(language, self._today)
        self.side.day_opened.connect(self._show_only)
        self.side.planning_wanted.connect(lambda day: self.edits.move(self._chosen_rows(), day))
        self.side.rows_dropped.connect(lambda day, rows: self.edits.move(self._rows_at(rows), day))
        self.side.officer_chosen.connect(lambda name: self.edits.give(self._chosen_rows(), name))
        self.side.officer_dropped.connect(lambda name, rows: self.edits.give(self._rows_at(rows), name))
        self.side.hide()
        desk = QWidget()
        body = QHBoxLayout(desk)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(16)
        body.addWidget(self._stack, 1)
        body.addWidget(self.pane)
        body.addWidget(self.side)
        return desk

    def _connect_pane(self) -> None:
        pane, edits = self.pane, self.edits
        pane.failed.connect(self.failed)
        pane.day_wanted.connect(lambda day: edits.move(self._chosen_rows(), day))
        pane.officer_wanted.connect(lambda name: edits.give(self._chosen_rows(), name))
        pane.kind_wanted.connect(lambda kind: edits.set_kind(self._chosen_rows(), kind))
        pane.postponed.connect(lambda day, reason: edits.postpone(self._chosen_rows(), day, reason))
        pane.dropped.connect(lambda reason: edits.drop(self._chosen_rows(), reason))
        pane.taken_up.connect(lambda: edits.take_up(self._chosen_rows()))
        pane.binned.connect(lambda: edits.remove(self._chosen_rows()))
        pane.restored.connect(lambda: edits.restore(self._chosen_rows()))
        pane.added.connect(lambda wish: edits.add(self._chosen_rows(), self._year, wish))
        pane.start_wanted.connect(self._start)

    # --- coming and going

    def open(self, target: object = None) -> None:
        if isinstance(target, dict):
            self._come_back(target)
        elif target == "":
            self._views.setCurrentWidget(self._desk)
            self.show_view(LIST)
        elif target == DAY:
            self.show_view(DAY)
        self._enter()

    def state(self) -> object:
        return {
            "year": self._year,
            "view": self.view.choice(),
            "filters": self.filters.state(),
            "sort": self._sort,
            "descending": self._descending,
            "chosen": self._chosen,
        }

    def _come_back(self, target: dict[str, Any]) -> None:
        self._year = target["year"]
        self.filters.show_year(self._year, fiscal_year(self._today))
        self._read()
        self.filters.come_back(target["filters"])
        self._sort, self._descending, self._chosen = (target[x] for x in ("sort", "descending", "chosen"))
        way = Qt.SortOrder.DescendingOrder if self._descending else Qt.SortOrder.AscendingOrder
        self.table.horizontalHeader().setSortIndicator(COLUMNS.index(self._sort), way)
        self.show_view(target["view"])
        self._narrow()

    def refresh(self, changed: frozenset[str] = EVERYTHING) -> None:
        if not changed or changed & SHOWN_TABLES:
            self._read_again()

    def focus_search(self) -> None:
        self.filters.search.setFocus()
        self.filters.search.selectAll()

    def works(self) -> bool:
        """Tell whether the list is still being read or narrowed beside the window."""
        return self._job is not None

    def show_view(self, view: str) -> None:
        """Show the list, the month or the day."""
        view = view or LIST
        self.view.choose(view)
        self._bodies.setCurrentIndex(1 if view == DAY else 0)
        self.filters.setVisible(view != DAY)
        self.pane.setVisible(view == LIST)
        self.side.setVisible(view == MONTH)
        if view != MONTH and self._only_day:
            self._show_only(None)
        if view == DAY:
            self.today.narrow(str(self.filters.officer.currentData() or ""))
            self.today.show_day(self.today.day.date())
        self._share_room()

    def _enter(self) -> None:
        if self.view.choice() == DAY:
            self.today.enter()
        elif self.table_model.rowCount():
            self.table.setFocus()
        else:
            self.empty.button.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

    def _share_room(self) -> None:
        """Let the list and what stands beside it share the page; what has no room leaves the list."""
        now, room = theme.current(), self.width() - 48
        self.pane.setFixedWidth(min(now.px(PANE_WIDTH), int(room * PANE_SHARE)))
        self.side.setFixedWidth(int(room * MONTH_SHARE))
        forced: set[str] = set()
        if self.view.choice() == MONTH:
            forced = set(BESIDE_MONTH)
        else:
            spare = room - self.pane.width() - 34 - now.px(sum(WIDTHS) + NAME_WIDTH)
            for column in ("seen", "district", "officer"):
                if spare < 0:
                    forced.add(column)
                    spare += now.px(WIDTHS[COLUMNS.index(column)])
        self.columns.force(frozenset(forced))

    # --- reading

    def _read(self) -> None:
        """Read the plan; that of a large register beside the window."""
        try:
            with self.context.workspace.database.read() as connection:
                many = factories.count(connection, factories.Query()) > QUICK
            work = partial(_read_plan, self.context.workspace, self._year, self._today)
            if many:
                self._start_over(work, self._take)
            else:
                self._take(work())
        except FieldkitError as error:
            self.failed.emit(error)

    def _read_again(self) -> None:
        self._read()
        if self.view.choice() == DAY:
            self.today.show_day(self.today.day.date())

    def _start_over(self, work: Any, done: Any) -> None:
        if self._job is not None:
            self._job.cancel()
        self._job = self.start_job(work, done)

    def _take(self, found: _Plan) -> None:
        self._job = None
        self._lines, self._planned_lines, self._officers = found.lines, found.planned, found.officers
        self.filters.offer(found.districts, self._officers)
        self._narrow()

    def _change_year(self, year: int) -> None:
        self._year = year
        self._chosen = None
        self._read()

    # --- narrowing

    def _narrow(self) -> None:
        self.filters.show_counts(plan.counts(self._lines))
        text = self.filters.search.text().strip()
        order = (self._sort, self._descending)
        narrowing = self.filters.narrowing(None, self._only_day)
        work = partial(_narrowed, self.context.workspace, self._lines, narrowing, text, order, self._chosen)
        if len(self._lines) <= QUICK:
            try:
                self._show(work())
            except FieldkitError as error:
                self.failed.emit(error)
            return
        self._start_over(work, self._show)

    def _show(self, found: _Shown) -> None:
        self._job = None
        lines = found.lines
        self.table_model.show_lines(lines, self._year)
        self.filters.show_count(len(lines))
        self._stack.setCurrentIndex(0 if lines else 1)
        if not lines:
            self._explain_nothing()
        self.table.choose_row(found.place if found.place >= 0 else self._first_to_do(lines))
        self._show_chosen()
        self.side.show_plan(self._planned_lines, self._officers, self.filters.narrowing(None, ""))

    def _first_to_do(self, lines: Sequence[Line]) -> int:
        """Return the first row that waits to be inspected: by day, what is done stands above it."""
        waiting = (row for row, line in enumerate(lines) if line.state not in ("done", "dropped"))
        return next(waiting, 0)

    def _explain_nothing(self) -> None:
        if self._planned_lines:
            words = (self.tr("No planned visit fits"), self.tr("Nothing is left with this search and filter"))
            self.empty.show_state("search", *words, self.tr("Show the whole plan"))
        elif self._lines:
            words = (
                self.tr("This year has no plan yet"),
                self.tr("Propose one by risk, or choose factories under “Not in the plan”"),
            )
            self.empty.show_state("calendar-days", *words, self.tr("Propose a plan"))
        else:
            words = (self.tr("There are no factories yet"), self.tr("The plan begins with the register"))
            self.empty.show_state("factory", *words, self.tr("Open the register"))

    def _leave_empty(self) -> None:
        if self._planned_lines:
            self._only_day = ""
            self.filters.clear()
            self._enter()
        elif self._lines:
            self.show_proposal()
        else:
            self.opened.emit("register", None)

    def _reorder(self, sort: Sort, descending: bool) -> None:
        if (sort, descending) != (self._sort, self._descending):
            self._sort, self._descending = sort, descending
            self._narrow()

    def _show_only(self, day: date | None) -> None:
        """Narrow the list beside the month to one day, or to none."""
        wanted = day.isoformat() if day is not None else ""
        self._only_day = "" if wanted == self._only_day else wanted
        self._narrow()
        if self._only_day:
            self._enter()

    # --- the chosen rows

    def _rows_at(self, places: Sequence[int]) -> list[PlanRow]:
        return self.table_model.rows_at(places)

    def _chosen_rows(self) -> list[PlanRow]:
        return self._rows_at(self.table.chosen_rows())

    def _open_file(self) -> None:
        for row in self._chosen_rows()[:1]:
            self.opened.emit("factory", row.factory_id)

    def _show_chosen(self) -> None:
        places = self.table.chosen_rows()
        self._chosen = self.table_model.key_at(places[0]) if places else None
        # The pane of many rows needs no more than a few hundred of them to say what they share.
        self.pane.show_rows(self._rows_at(places[:500]), self._officers)
        self.side.show_chosen(len(places))

    def _delete(self) -> None:
        if self.table.hasFocus():
            self.edits.remove(self._chosen_rows())

    def _start(self, row: PlanRow) -> None:
        self.edits.start(row)

    # --- sheets

    @cached_property
    def proposal_sheet(self) -> PlanProposal:
        """The sheet that proposes a plan, made when it is first wanted."""
        from fieldkit.ui.plan_proposal import PlanProposal

        sheet = PlanProposal(self)
        sheet.left.connect(self._leave_sheet)
        sheet.planned.connect(self._planned)
        self._views.addWidget(sheet)
        return sheet

    @cached_property
    def import_sheet(self) -> PlanImportSheet:
        """The sheet that imports the edited workbook, made when it is first wanted."""
        from fieldkit.ui.plan_import_sheet import PlanImportSheet

        sheet = PlanImportSheet(self)
        sheet.left.connect(self._leave_sheet)
        sheet.written.connect(self._read_again)
        self._views.addWidget(sheet)
        return sheet

    def show_proposal(self) -> None:
        """Propose a plan for what is left of the year."""
        self._views.setCurrentWidget(self.proposal_sheet)
        self.moved.emit()
        self.proposal_sheet.begin(self._year, self._officers)

    def show_import(self) -> None:
        """Import the workbook that was edited in Excel, or take an import back."""
        self._views.setCurrentWidget(self.import_sheet)
        self.import_sheet.begin(self._year)

    def paste(self) -> None:
        """Show what pasting the clipboard into the list would change."""
        if self.import_sheet.paste_into(self.table, self.table_model, self._year):
            self._views.setCurrentWidget(self.import_sheet)

    def _planned(self, done: Edit) -> None:
        self._leave_sheet()
        self.edits.keep(self.tr("%n visit(s) planned", "", done.count), done)

    def _leave_sheet(self) -> None:
        self._views.setCurrentWidget(self._desk)
        self.moved.emit()
        self._enter()


def _read_plan(workspace: Workspace, year: int, today: date, _job: object = None) -> _Plan:
    with workspace.database.read() as connection:
        lines, people = plan.lines(connection, year, today), officers(connection)
    planned = [line for line in lines if line.assignment]
    districts = sorted({line.district for line in lines if line.district}, key=sort_key)
    return _Plan(lines, planned, districts, people)


def _narrowed(
    workspace: Workspace,
    lines: list[Line],
    narrowing: Narrowing,
    text: str,
    order: tuple[Sort, bool],
    chosen: Line | None,
    _job: object = None,
) -> _Shown:
    if text:
        with workspace.database.read() as connection:
            found = frozenset(factories.ids(connection, factories.Query(text=text)))
        narrowing = replace(narrowing, factories=found)
    shown = plan.ordered(plan.narrowed(lines, narrowing), order[0], descending=order[1])
    key = (chosen.assignment, chosen.factory) if chosen is not None else (-1, -1)
    place = next((n for n, line in enumerate(shown) if (line.assignment, line.factory) == key), -1)
    return _Shown(shown, place)
