"""A list of records with what every list has: search, chips with counts, chosen columns, sort, copy."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from fieldkit.errors import FieldkitError
from fieldkit.ui import jobs, theme
from fieldkit.ui.buttons import IconButton
from fieldkit.ui.card import Card
from fieldkit.ui.chip import ChipRow
from fieldkit.ui.column_choice import ColumnChoice
from fieldkit.ui.copy_told import MOST_ROWS, tell_copied
from fieldkit.ui.empty_state import EmptyState
from fieldkit.ui.factory_model import NONE
from fieldkit.ui.labels import label
from fieldkit.ui.list_table import ListTable
from fieldkit.ui.record_source import QUICK, MemorySource, RecordSource, RecordTable, Wish
from fieldkit.ui.row_delegate import Cell
from fieldkit.ui.search_field import SearchField
from fieldkit.ui.table_copy import Copied, as_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from fieldkit.ui.settings import Settings

Row = dict[str, Any]

SEARCH_WIDTH, LEAST_SEARCH = 300, 140
COUNTED = 700
"""Width at 100 % text below which only the chips say how many there are."""
EDGE = 12  # of the scroll bar


@dataclass(frozen=True, slots=True)
class ListColumn:
    """One column: how it is shown, by what it sorts, and what is copied of it.

    ``width`` is in pixels at 100 % text; 0 shares what is left and needs ``least``. A narrow list leaves out
    the column with the highest ``spared`` first, never one of 0; where that is not enough, columns with a
    ``narrow`` have that width. ``shown`` is whether it is there before a person chooses.
    """

    key: str
    title: str
    cell: Callable[[Row], Cell]
    copied: Callable[[Row], str]
    width: int = 0
    order: Callable[[Row], Any] | None = None
    spared: int = 0
    shown: bool = True
    least: int = 260
    narrow: int = 0


def quiet_column(
    key: str,
    title: str,
    column: str,
    *,
    width: int,
    spared: int,
    shown: bool = True,
    words: Callable[[Any], str] = str,
    stored: bool = False,
) -> ListColumn:
    """Return a column that says the stored ``column`` of a row in quiet ``words``.

    ``stored`` copies what is stored instead, as an ISO date is.
    """

    def said(row: Row) -> str:
        return words(row[column]) if row[column] else ""

    return ListColumn(
        key,
        title,
        lambda row: Cell(said(row) or NONE, quiet=True),
        (lambda row: str(row[column] or "")[:10]) if stored else said,
        width=width,
        order=lambda row: row[column],
        spared=spared,
        shown=shown,
    )


def by_query(_row: Row) -> None:
    """Stand for what a column sorts by where the source's query sorts, which knows it by the column's key."""


@dataclass(frozen=True, slots=True)
class ListWords:
    """What a list says: its name, the search's placeholder, a count of rows, and when nothing fits."""

    name: str
    search: str
    count: Callable[[int], str]
    none: str
    none_line: str
    show_all: str


class _Found(NamedTuple):
    """The keys of the rows to show, and how many each chip shows where that was asked."""

    keys: Sequence[Any]
    counts: Mapping[str, int] | None


class RecordList(QWidget):
    """Rows of a source, searched and filtered by chips of which the last shows all.

    A long list is found in a thread, while the one before stays; a page of it is read when it is looked at.

    Attributes:
        row_chosen: signal with the row that became current, None for none.
        row_opened: signal with the row on Enter or double click.
        copied: signal with the number of rows that went into the clipboard.
        failed: signal with the FieldkitError of rows that could not be found or read.
    """

    row_chosen = Signal(object)
    row_opened = Signal(object)
    copied = Signal(int)
    failed = Signal(object)

    def __init__(
        self,
        words: ListWords,
        columns: Sequence[ListColumn],
        chips: Sequence[str],
        settings: Settings,
        pane: QWidget | None,
        *,
        name: str,
    ) -> None:
        """``chips`` are keys of filters; their words come with the rows.

        ``name`` is that of the list in the settings, which remember the columns that are shown.
        """
        super().__init__()
        self._words = words
        self._columns = tuple(columns)
        self._chosen = ""
        self._seeks = False
        self._order = ("", False)
        self._counting = False
        self._source: RecordSource | None = None
        self._counts: Mapping[str, int] = {}
        self._chip_words: Mapping[str, str] = {}
        self._job: jobs.Job[_Found] | None = None
        self._copying: jobs.Job[Copied] | None = None
        self._fits: Callable[[Row, str], bool] = lambda _row, _key: True
        self._text: Callable[[Row], str] = lambda _row: ""
        self.search = SearchField(words.search)
        self.search.setMinimumWidth(theme.current().px(LEAST_SEARCH))
        self.search.setMaximumWidth(theme.current().px(SEARCH_WIDTH))
        self.search.searched.connect(lambda _text: self._find())
        self.search.left_down.connect(self.enter)
        self.chips = ChipRow([(key, "") for key in chips], self.tr("Filter"), wrap=True)
        self.chips.chosen.connect(lambda _key: self._find())
        self.count = label("", "quiet")
        self.copy_button = IconButton("copy", self.tr("Copy as a table (Ctrl+C)"))
        self.copy_button.clicked.connect(self.copy_rows)
        self.pane = pane
        self._tools = QHBoxLayout()
        self.table = ListTable(words.name)
        self.columns_button = ColumnChoice(
            self.table,
            name,
            [(column.key, column.title.removeprefix(">")) for column in self._columns],
            settings,
            usual=[column.key for column in self._columns if not column.shown],
        )
        self.columns_button.chosen.connect(self._share_room)
        self._assemble()

    def _assemble(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(10)
        top.addWidget(self.search, 2)
        top.addWidget(self.count)
        top.addStretch(1)
        self._tools.setSpacing(8)
        top.addLayout(self._tools)
        top.addWidget(self.copy_button)
        top.addWidget(self.columns_button)
        self.table_model = RecordTable(self._columns, self)
        self.table_model.unreadable.connect(self.failed)
        self.table_model.order_wanted.connect(self._reorder)
        self.table.let_choose_many()
        self.table.setModel(self.table_model)
        self.table.set_widths([column.width for column in self._columns])
        # After the table's own answer to a reset, which forgets what was chosen.
        self.table_model.modelReset.connect(self._choose)
        self.table.row_chosen.connect(self._current)
        self.table.row_opened.connect(lambda place: self.row_opened.emit(self.table_model.row(place)))
        copy = QAction(self.tr("Copy as a table (Ctrl+C)"), self.table)
        copy.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
        copy.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        copy.triggered.connect(self.copy_rows)
        self.table.addAction(copy)
        header = self.table.horizontalHeader()
        header.setSortIndicatorShown(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.table.setSortingEnabled(True)
        sheet, blank = Card(margin=1), Card(margin=1)
        sheet.add(self.table, 1)
        words = self._words
        self.empty = EmptyState("search", words.none, words.none_line, words.show_all)
        self.empty.pressed.connect(self.show_all)
        blank.add(self.empty, 1)
        self._stack = QStackedWidget()
        for part in (sheet, blank):
            self._stack.addWidget(part)
        left = QVBoxLayout()
        left.setSpacing(10)
        left.addWidget(self.chips)
        left.addWidget(self._stack, 1)
        body = QHBoxLayout()
        body.setSpacing(16)
        body.addLayout(left, 1)
        if self.pane is not None:
            body.addWidget(self.pane)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(top)
        column.addLayout(body, 1)

    # --- what is shown

    def add_tool(self, tool: QWidget) -> None:
        """Put ``tool`` at the right of the line above the list; Tab comes to it from its left."""
        before = self._tools.itemAt(self._tools.count() - 1)
        self._tools.addWidget(tool)
        QWidget.setTabOrder((before.widget() if before is not None else None) or self.search, tool)

    def judge_by(self, fits: Callable[[Row, str], bool], text: Callable[[Row], str]) -> None:
        """Say of rows in memory which of them a chip shows, and what a search looks at (folded)."""
        self._fits, self._text = fits, text

    def show_rows(self, rows: Sequence[Row], chips: Mapping[str, str]) -> None:
        """Show ``rows`` as search and chips leave them; ``chips`` are words with ``{0}`` for the count."""
        source = MemorySource(rows, self._fits, self._text, self._columns, self.chips.keys())
        self.show_source(source, chips)

    def show_source(self, source: RecordSource, chips: Mapping[str, str]) -> None:
        """Show what ``source`` finds by search and chips; ``chips`` are words with ``{0}`` for the count."""
        self._source, self._chip_words = source, chips
        self._find(count=True)

    def wish(self) -> Wish:
        """Return what search, chip and order ask for now."""
        return Wish(self.search.text(), self.chips.key(), *self._order)

    def works(self) -> bool:
        """Tell whether rows are still being found or copied beside the window."""
        return self._job is not None or self._copying is not None

    def show_all(self) -> None:
        """Take search and filter away."""
        self.search.clear()
        self.chips.choose(self.chips.keys()[-1])
        self._find()
        self.enter()

    def choose(self, record: str) -> None:
        """Choose the row of ``record``, also when the filter hides it."""
        self._chosen, self._seeks = record, True
        if self._job is None:
            self._seek()

    def current(self) -> Row | None:
        """Return the row that the pane shows."""
        return self.table_model.row(self.table.chosen_row())

    def chosen(self) -> list[Row]:
        """Return all chosen rows, in the order of the list."""
        return self.table_model.rows_at(self.table.chosen_rows())

    def chosen_keys(self) -> list[Any]:
        """Return the keys of all chosen rows, by which a thread reads them from the :meth:`source`."""
        return self.table_model.keys_at(self.table.chosen_rows())

    def source(self) -> RecordSource | None:
        """Return where the rows come from."""
        return self._source

    def enter(self) -> None:
        """Put the focus where the work goes on."""
        if self.table_model.rowCount() or self._job is not None or self._source is None:
            self.table.setFocus()  # also when the rows are still to come
        else:
            (self.empty.button if self._any() else self.search).setFocus()

    def focus_search(self) -> None:
        """Put the cursor into the search."""
        self.search.setFocus()
        self.search.selectAll()

    def state(self) -> Row:
        """Return the place for :meth:`come_back`."""
        return {"text": self.search.text(), "filter": self.chips.key(), "record": self._chosen}

    def come_back(self, state: Mapping[str, Any]) -> None:
        """Come back to a place of :meth:`state`."""
        self.search.setText(state["text"])
        self.chips.choose(state["filter"])
        self._chosen = state["record"]
        self._find()

    def copy_rows(self) -> None:
        """Copy the chosen rows, all of the list when only one is chosen, with every column.

        At most `MOST_ROWS` go into the clipboard; the page says how many did.
        """
        source, keys = self._source, self.chosen_keys()
        if source is None or self._copying is not None:
            return
        if len(keys) < 2:
            keys = self.table_model.keys_at(range(self.table_model.rowCount()))
        put = partial(self._put, len(keys))
        keys = keys[:MOST_ROWS]
        work = partial(_as_table, source, keys, self._columns)
        if len(keys) > QUICK:
            self._copying = jobs.run(self, work, put, failed=self.failed.emit)
            self._copying.ended.connect(self._copy_ended)
            return
        try:
            put(work())
        except FieldkitError as error:
            self.failed.emit(error)

    # --- inside

    def _put(self, wanted: int, table: Copied) -> None:
        copied = table.put()
        tell_copied(self, copied, wanted)
        self.copied.emit(copied)

    def _copy_ended(self) -> None:
        self._copying = None

    def _find(self, *, count: bool = False) -> None:
        """Find the rows that search, chip and order ask for; ``count`` also those of every chip."""
        source = self._source
        if source is None:
            return
        if self._job is not None:
            count = count or self._counting  # what it would have told is still wanted
            self._job.cancel()
            self._job = None
        self._counting = count
        work = partial(_found, source, self.wish(), count)
        if not source.quick:
            self._job = jobs.run(self, work, self._show, failed=self._not_found)
            return
        try:
            self._show(work())
        except FieldkitError as error:
            self._not_found(error)

    def _not_found(self, error: FieldkitError) -> None:
        self._job = None
        self.failed.emit(error)

    def _show(self, found: _Found) -> None:
        assert self._source is not None
        self._job = None
        if found.counts is not None:
            self._counts = found.counts
            for key, words in self._chip_words.items():
                self.chips.set_text(key, words.format(f"{found.counts[key]:,}"))
        waited = self.table.hasFocus()
        self.table_model.show_found(self._source, found.keys)
        self.count.setText(self._words.count(len(found.keys)))
        self._stack.setCurrentIndex(0 if found.keys else 1)
        self.copy_button.setEnabled(bool(found.keys))
        # Where there is nothing at all there is nothing more to show.
        self.empty.button.setVisible(self._any())
        if self._seeks:
            self._seek()
        if waited and not found.keys:
            self.enter()

    def _any(self) -> bool:
        """Tell whether there is any row before search and chips."""
        return bool(self._counts.get(self.chips.keys()[-1]))

    def _reorder(self, sort: str, descending: bool) -> None:
        if (sort, descending) != self._order:
            self._order = (sort, descending)
            self._find()

    def _place_of_chosen(self) -> int:
        if self._source is None or not self._chosen:
            return -1
        try:
            return self.table_model.row_of(self._source.key_of(self._chosen))
        except FieldkitError as error:
            self.failed.emit(error)
            return -1

    def _seek(self) -> None:
        """Choose the row that was asked for; search and chip go when they hide it."""
        self._seeks = False
        if self._place_of_chosen() < 0 and (self.search.text() or self.chips.key() != self.chips.keys()[-1]):
            self.search.clear()
            self.chips.choose(self.chips.keys()[-1])
            self._find()
        else:
            self._choose()

    def _choose(self) -> None:
        if self._seeks:  # the row that was asked for is looked for when all is shown
            return
        if not self.table_model.rowCount():
            self.row_chosen.emit(None)
            return
        self.table.choose_row(max(self._place_of_chosen(), 0))

    def _current(self, place: int) -> None:
        found = self.table_model.row(place)
        if found is not None:
            self._chosen = found["id"]
        self.row_chosen.emit(found)

    def _share_room(self) -> None:
        """Show the chosen columns, without those that a narrow list spares."""
        now, hidden = theme.current(), self.columns_button.hidden()
        shown = [column for column in self._columns if column.key not in hidden]
        needed = sum(now.px(column.width or column.least) for column in shown)
        forced = set()
        for column in sorted((one for one in shown if one.spared), key=lambda one: -one.spared):
            if needed > self._stack.width():
                forced.add(column.key)
                needed -= now.px(column.width or column.least)
        self.table.set_widths(self._widths([one for one in shown if one.key not in forced]))
        self.columns_button.force(frozenset(forced))

    def _widths(self, shown: Sequence[ListColumn]) -> list[int]:
        """Return the widths at 100 % text: columns that may be narrow share what the others leave."""
        now = theme.current()
        least = sum(column.narrow or column.width or column.least for column in shown)
        spare = self._stack.width() / now.px(1000) * 1000 - least - EDGE
        widths = []
        for column in self._columns:
            more = max(0, min(int(spare), column.width - column.narrow)) if column.narrow else 0
            spare -= more
            widths.append(column.narrow + more if column.narrow else column.width)
        return widths

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.count.setVisible(self.width() >= theme.current().px(COUNTED))
        self._share_room()


def _found(source: RecordSource, wish: Wish, count: bool, job: jobs.Job[_Found] | None = None) -> _Found:
    keys = source.find(wish, lambda: job is not None and job.cancelled)
    return _Found(keys, source.counts() if count else None)


def _as_table(
    source: RecordSource,
    keys: Sequence[Any],
    columns: Sequence[ListColumn],
    job: jobs.Job[Copied] | None = None,
) -> Copied:
    """Return rows as a table with every column."""

    def lines() -> Iterator[list[str]]:
        for start in range(0, len(keys), QUICK):
            if job is not None:
                job.check()
            page = keys[start : start + QUICK]
            rows = source.read(page)
            yield from ([column.copied(rows[key]) for column in columns] for key in page if key in rows)

    return as_table([column.title.removeprefix(">") for column in columns], lines())
