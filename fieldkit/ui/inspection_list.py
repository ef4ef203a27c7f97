"""The list of inspections: drafts first, then the closed ones, newest first."""

from __future__ import annotations

from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from fieldkit.errors import FieldkitError, Text
from fieldkit.model import checklists
from fieldkit.model.inspections import inspection_query
from fieldkit.model.inspections.inspection_query import Query
from fieldkit.model.stopping import stopping
from fieldkit.ui import jobs, theme
from fieldkit.ui.card import Card
from fieldkit.ui.chip import ChipRow
from fieldkit.ui.empty_state import EmptyState
from fieldkit.ui.inspection_model import InspectionTable
from fieldkit.ui.labels import label
from fieldkit.ui.list_table import ListTable
from fieldkit.ui.record_source import QUICK
from fieldkit.ui.search_field import SearchField

if TYPE_CHECKING:
    from array import array
    from collections.abc import Mapping

    from fieldkit.errors import Language
    from fieldkit.model.inspections.inspection_query import Sort
    from fieldkit.model.workspace import Workspace

ALL = "all"
MARGIN = 24
SEARCH_WIDTH = 280
WIDTHS = (0, 220, 112, 150, 96, 120)
NAME_WIDTH = 240
# What a narrow window leaves out, the least missed first; the checklist stands in the inspection.
SPARED = (3, 1)


class _Found(NamedTuple):
    """The numbers of the inspections to show, how many each chip shows, and what checklists are called."""

    keys: array[int]
    counts: Mapping[str, int]
    titles: dict[tuple[str, str], str]


class InspectionList(QWidget):
    """Search, filter and the table.

    Attributes:
        opened: signal with an inspection's id.
        register_wanted: signal of the empty state's button.
        failed: signal with the FieldkitError of a list that could not be read.
    """

    opened = Signal(str)
    register_wanted = Signal()
    failed = Signal(object)

    def __init__(self, workspace: Workspace, language: Language) -> None:
        super().__init__()
        self._workspace = workspace
        self._language = language
        self._sort: Sort = ""
        self._descending = False
        self._job: jobs.Job[_Found] | None = None
        self.table_model = InspectionTable(workspace, language)
        self.table_model.unreadable.connect(self.failed)
        self.search = SearchField(self.tr("Factory or number"))
        self.search.searched.connect(lambda _text: self.refresh())
        self.states = ChipRow(
            [(key, words.format("").strip()) for key, words in self._chip_words().items()], self.tr("Filter")
        )
        self.states.chosen.connect(lambda _key: self.refresh())
        self.search.setMaximumWidth(theme.current().px(SEARCH_WIDTH))
        self.search.left_down.connect(self.table_focus)
        self._count = label("", "quiet")
        self._tools: list[QWidget] = []
        self._top = top = QHBoxLayout()
        top.setSpacing(10)
        top.addWidget(self.search, 1)
        top.addWidget(self.states)
        top.addWidget(self._count)
        top.addStretch(1)
        self.table = ListTable(self.tr("Inspections"))
        self.table.setModel(self.table_model)
        self.table.set_widths(WIDTHS)
        self.table.row_opened.connect(self._open_row)
        self.table.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.table.setSortingEnabled(True)
        self.table_model.order_wanted.connect(self._reorder)
        self._card = Card(margin=1)
        self._card.add(self.table, 1)
        self._empty = EmptyState(
            "clipboard-check",
            self.tr("No inspection yet"),
            self.tr("Choose a factory in the register and start"),
            self.tr("Open the register"),
        )
        self._empty.pressed.connect(self.register_wanted)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._card)
        self._stack.addWidget(self._empty)
        self._unmatched = EmptyState(
            "search",
            self.tr("No inspection fits"),
            self.tr("Nothing is left with this search and filter"),
            self.tr("Show all inspections"),
        )
        self._unmatched.pressed.connect(self._show_all)
        self._stack.addWidget(self._unmatched)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, 0, MARGIN, 20)
        column.setSpacing(14)
        column.addLayout(top)
        column.addWidget(self._stack, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        now = theme.current()
        spare = self.width() - now.px(sum(WIDTHS) + NAME_WIDTH) - 2 * MARGIN
        for column in SPARED:
            self.table.setColumnHidden(column, spare < 0)
            spare += now.px(WIDTHS[column]) if spare < 0 else 0
        self.table.set_widths(WIDTHS)

    def enter(self) -> None:
        """Put the focus where the work goes on: the list, or the button that leads to the first one."""
        if self._stack.currentWidget() is self._empty:
            self._empty.button.setFocus()
        else:
            self.table.setFocus()

    def table_focus(self) -> None:
        """Put the cursor into the list."""
        self.table.setFocus()

    def refresh(self) -> None:
        """Read the list again, a long one beside the window, and keep the chosen inspection."""
        if self._job is not None:
            self._job.cancel()
            self._job = None
        work = partial(_read, self._workspace, self._query(), self._language)
        try:
            with self._workspace.database.read() as connection:
                many = inspection_query.at_most(connection) > QUICK
            if many:
                self._job = jobs.run(self, work, self._show, failed=self._not_read)
            else:
                self._show(work())
        except FieldkitError as error:
            self.failed.emit(error)

    def works(self) -> bool:
        """Tell whether the list is still being read beside the window."""
        return self._job is not None

    def _not_read(self, error: FieldkitError) -> None:
        self._job = None
        self.failed.emit(error)

    def _show(self, found: _Found) -> None:
        self._job = None
        chosen = self.table_model.key_at(self.table.chosen_row())
        self.table_model.titles = found.titles
        self.table_model.show_keys(found.keys)
        count = len(found.keys)
        self._count.setText(self.tr("%n inspection(s)", "", count).replace(str(count), f"{count:,}"))
        for key, words in self._chip_words().items():
            self.states.set_text(key, words.format(f"{found.counts[key]:,}"))
        nothing = not found.counts[ALL]
        views = {nothing: self._empty, not count and not nothing: self._unmatched}
        self._stack.setCurrentWidget(views.get(True, self._card))
        for part in (self.search, self.states, self._count):
            part.setVisible(not nothing)
        for tool in self._tools:
            tool.setEnabled(not nothing)
        self.table.choose_row(max(0, self.table_model.row_of(chosen)) if chosen is not None else 0)

    def _reorder(self, sort: Sort, descending: bool) -> None:
        if (sort, descending) != (self._sort, self._descending):
            self._sort, self._descending = sort, descending
            self.refresh()

    def _chip_words(self) -> dict[str, str]:
        return {
            ALL: self.tr("All {0}"),
            "draft": self.tr("In progress {0}"),
            "closed": self.tr("Closed {0}"),
        }

    def add_tool(self, tool: QWidget) -> None:
        """Put ``tool`` at the right end of the line above the table."""
        self._top.addWidget(tool)
        self._tools.append(tool)
        # It is younger than the table: without this Tab would come to it last.
        line = [
            button
            for part in (self.states, *self._tools)
            for button in ([part] if isinstance(part, QPushButton) else part.findChildren(QPushButton))
        ]
        for before, after in pairwise([*line, self.table]):
            self.setTabOrder(before, after)

    def listed(self) -> tuple[str, ...] | None:
        """Return the ids of the inspections that the search and filter leave, None when they leave all."""
        if not self.search.text().strip() and not self._state():
            return None
        with self._workspace.database.read() as connection:
            return inspection_query.record_ids(connection, self._query())

    def _show_all(self) -> None:
        self.search.clear()
        self.states.choose(ALL)
        self.refresh()
        self.enter()

    def _state(self) -> str:
        return "" if self.states.key() == ALL else self.states.key()

    def chosen(self) -> str:
        """Return the id of the chosen inspection, "" when none is chosen."""
        row = self.table_model.row(self.table.chosen_row())
        return str(row["id"]) if row is not None else ""

    def _query(self) -> Query:
        return Query(self.search.text(), self._state(), self._sort, self._descending)

    def chosen_factory(self) -> str:
        """Return the id of the factory of the chosen inspection, "" when none is chosen."""
        row = self.table_model.row(self.table.chosen_row())
        return str(row["factory"] or "") if row is not None else ""

    def _open_row(self, place: int) -> None:
        row = self.table_model.row(place)
        if row is not None:
            self.opened.emit(row["id"])


def _read(
    workspace: Workspace, query: Query, language: Language, job: jobs.Job[_Found] | None = None
) -> _Found:
    titles = {
        (row["form_id"], row["version"]): Text(row["title"], row["title_en"] or row["title"]).pick(language)
        for row in checklists.listing(workspace)
    }
    with workspace.database.read() as connection, stopping(connection, lambda: bool(job and job.cancelled)):
        return _Found(inspection_query.ids(connection, query), inspection_query.counts(connection), titles)
