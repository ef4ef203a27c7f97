"""The list of inspections: drafts first, then the closed ones, newest first; the bin of drafts."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QStackedWidget, QVBoxLayout, QWidget

from fieldkit.errors import FieldkitError, Text
from fieldkit.model import checklists
from fieldkit.model.code_lists import OUTCOMES, word
from fieldkit.model.inspections import inspection_query
from fieldkit.model.inspections.bin import delete_drafts, restore_drafts
from fieldkit.model.inspections.inspection_query import Query
from fieldkit.model.records import UndoHistory
from fieldkit.model.stopping import stopping
from fieldkit.model.thai import dates
from fieldkit.ui.buttons import Button, IconButton
from fieldkit.ui.empty_state import EmptyState
from fieldkit.ui.export_control import ALL, Wanted
from fieldkit.ui.factory_model import NONE, OUTCOME_TONES, name_words
from fieldkit.ui.record_list import ListColumn, ListWords, RecordList, by_query, quiet_column
from fieldkit.ui.record_source import QUICK
from fieldkit.ui.row_delegate import Cell

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from fieldkit.model.records import Edit
    from fieldkit.model.workspace import Workspace
    from fieldkit.ui.page import PageContext
    from fieldkit.ui.record_source import Wish

Row = dict[str, Any]
CHIPS = ("draft", "closed", "bin", "all")
MARGIN = 24
LOOKED_AT = 50
"""Chosen rows that are read to know what they allow: all of 100,000 would take seconds at each key."""
_DRAFT = Text("กำลังตรวจ", "In progress")


class InspectionSource:
    """The inspections of a data folder, by the numbers of their rows."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    @property
    def quick(self) -> bool:
        """Whether there are few inspections."""
        with self._workspace.database.read() as connection:
            return inspection_query.at_most(connection) <= QUICK

    def find(self, wish: Wish, stop: Callable[[], bool]) -> Sequence[int]:
        """Return the numbers of the inspections that fit."""
        with self._workspace.database.read() as connection, stopping(connection, stop):
            return inspection_query.ids(connection, asked(wish))

    def counts(self) -> Mapping[str, int]:
        """Return how many inspections each chip shows."""
        with self._workspace.database.read() as connection:
            return inspection_query.counts(connection)

    def read(self, keys: Sequence[int]) -> Mapping[int, Row]:
        """Return the inspections with these numbers."""
        with self._workspace.database.read() as connection:
            return inspection_query.rows(connection, keys)

    def key_of(self, record: str) -> int:
        """Return the number of an inspection."""
        with self._workspace.database.read() as connection:
            return inspection_query.row_number(connection, record)


def asked(wish: Wish) -> Query:
    """Return the query of what a list is to show."""
    state = "" if wish.chip == "all" else wish.chip
    return Query(wish.text, state, wish.sort, wish.descending)  # type: ignore[arg-type]


class InspectionList(QWidget):
    """The list, what can be done with the chosen ones, and the way to the first inspection.

    Attributes:
        opened: signal with an inspection's id.
        register_wanted: signal of the empty state's button.
        done: signal (words) after drafts went into the bin or out of it.
        copied: signal with the number of rows that went into the clipboard.
        failed: signal with the FieldkitError of what could not be read or written.
    """

    opened = Signal(str)
    register_wanted = Signal()
    done = Signal(str)
    copied = Signal(int)
    failed = Signal(object)

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._titles: dict[tuple[str, str], str] = {}
        self._tools: list[QWidget] = []
        self.history = UndoHistory(context.workspace)
        words = ListWords(
            name=self.tr("Inspections"),
            search=self.tr("Factory or number"),
            count=lambda count: self.tr("%n inspection(s)", "", count).replace(str(count), f"{count:,}"),
            none=self.tr("No inspection fits"),
            none_line=self.tr("Nothing is left with this search and filter"),
            show_all=self.tr("Show all inspections"),
        )
        self.list = RecordList(words, self._columns(), CHIPS, context.settings, None, name="inspections")
        self.list.chips.choose("all")
        self.list.failed.connect(self.failed)
        self.list.copied.connect(self.copied)
        self.list.row_opened.connect(self._open)
        self.list.row_chosen.connect(lambda _row: self._offer())
        self.search, self.table, self.chips = self.list.search, self.list.table, self.list.chips
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._offer())
        self.remove = IconButton("trash-2", self.tr("Delete the chosen drafts (Delete)"))
        self.remove.clicked.connect(self.delete_chosen)
        self.restore = Button(self.tr("Restore"), "undo-2")
        self.restore.clicked.connect(self.restore_chosen)
        self._empty = EmptyState(
            "clipboard-check",
            self.tr("No inspection yet"),
            self.tr("Choose a factory in the register and start, or import (Ctrl+Shift+I)"),
            self.tr("Open the register"),
        )
        self._empty.pressed.connect(self.register_wanted)
        self._stack = QStackedWidget()
        for part in (self.list, self._empty):
            self._stack.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, 0, MARGIN, 20)
        column.addWidget(self._stack, 1)
        for tool in (self.restore, self.remove):
            self.list.add_tool(tool)
        self._offer()

    # --- what is shown

    def refresh(self) -> None:
        """Read the list again, a long one beside the window, and keep the chosen inspection."""
        workspace, language = self._context.workspace, self._context.language
        try:
            self._titles = {
                (row["form_id"], row["version"]): Text(row["title"], row["title_en"] or row["title"]).pick(
                    language
                )
                for row in checklists.listing(workspace)
            }
            with workspace.database.read() as connection:
                nothing = not inspection_query.at_most(connection)
        except FieldkitError as error:
            self.failed.emit(error)
            return
        self._stack.setCurrentWidget(self._empty if nothing else self.list)
        for tool in self._tools:
            tool.setEnabled(not nothing)
        self.list.show_source(
            InspectionSource(workspace),
            {
                "draft": self.tr("In progress {0}"),
                "closed": self.tr("Closed {0}"),
                "bin": self.tr("In the bin {0}"),
                "all": self.tr("All {0}"),
            },
        )

    def works(self) -> bool:
        """Tell whether the list is still being read beside the window."""
        return self.list.works()

    def enter(self) -> None:
        """Put the focus where the work goes on: the list, or the button that leads to the first one."""
        if self._stack.currentWidget() is self._empty:
            self._empty.button.setFocus()
        else:
            self.list.enter()

    def add_tool(self, tool: QWidget) -> None:
        """Put ``tool`` at the right end of the line above the table."""
        self.list.add_tool(tool)
        self._tools.append(tool)
        # Tab comes to what stands above the table before the table, in the order in which it stands.
        line = [
            button
            for part in self._tools
            for button in ([part] if isinstance(part, QPushButton) else part.findChildren(QPushButton))
        ]
        above = [
            self.search,
            self.restore,
            self.remove,
            *line,
            self.list.copy_button,
            self.list.columns_button,
        ]
        for before, after in pairwise(above):
            self.setTabOrder(before, after)

    def wanted(self) -> Wanted:
        """Return several chosen inspections, else those that search and filter leave, or all."""
        workspace, source, wish = self._context.workspace, self.list.source(), self.list.wish()
        keys = self.list.chosen_keys()

        if len(keys) < 2 and not wish.text.strip() and wish.chip == "all":
            return ALL

        def found() -> tuple[str, ...]:
            if len(keys) > 1 and source is not None:
                rows = source.read(keys)
                return tuple(str(rows[key]["id"]) for key in keys if key in rows)
            with workspace.database.read() as connection:
                return inspection_query.record_ids(connection, asked(wish))

        return Wanted(len(keys) if len(keys) > 1 else self.list.table_model.rowCount(), found)

    def chosen(self) -> tuple[str, str]:
        """Return id and factory's name of the chosen inspection, of several the first; empty for none."""
        rows = self.list.chosen()
        return (str(rows[0]["id"]), name_words(rows[0]["factory_name"])) if rows else ("", "")

    def chosen_factory(self) -> str:
        """Return the id of the factory of the chosen inspection, "" when none is chosen."""
        row = self.list.current()
        return str(row["factory"] or "") if row is not None else ""

    # --- what is done with the chosen ones

    def delete_chosen(self) -> None:
        """Put the chosen drafts into the bin; closed inspections among them are refused."""
        ids = [row["id"] for row in self.list.chosen()]
        if ids and self.chips.key() != "bin":
            words = self.tr("%n draft(s) in the bin", "", len(ids))
            self._write(lambda: delete_drafts(self._context.workspace, ids), words)

    def restore_chosen(self) -> None:
        """Take the chosen drafts out of the bin."""
        ids = [row["id"] for row in self.list.chosen()]
        if ids and self.chips.key() == "bin":
            words = self.tr("%n draft(s) restored", "", len(ids))
            self._write(lambda: restore_drafts(self._context.workspace, ids), words)

    def _write(self, act: Callable[[], Edit | None], words: str) -> None:
        try:
            self.history.add(words, act())
        except FieldkitError as error:
            self.failed.emit(error)
            return
        self.refresh()
        self.done.emit(words)

    def _offer(self) -> None:
        """Offer what the chosen rows allow; of very many only some are read: the act itself judges all."""
        binned = self.chips.key() == "bin"
        places = self.table.chosen_rows()
        self.restore.setVisible(binned)
        self.restore.setEnabled(bool(places))
        self.remove.setVisible(not binned)
        looked = self.list.table_model.rows_at(places[:LOOKED_AT])
        self.remove.setEnabled(len(places) > LOOKED_AT or any(row["state"] == "draft" for row in looked))

    def _open(self, row: Row | None) -> None:
        if row is not None and self.chips.key() != "bin":
            self.opened.emit(row["id"])

    # --- columns

    def _columns(self) -> list[ListColumn]:
        return [
            ListColumn(
                "factory",
                self.tr("Factory"),
                lambda row: Cell(name_words(row["factory_name"]), _number(row), strong=True),
                lambda row: str(row["factory_name"] or ""),
                order=by_query,
                least=240,
            ),
            ListColumn(
                "checklist",
                self.tr("Checklist"),
                lambda row: Cell(self._title(row) or NONE, self.tr("version {0}").format(row["version"])),
                lambda row: f"{self._title(row)} {row['version']}",
                width=220,
                order=by_query,
                spared=1,
            ),
            ListColumn(
                "started",
                self.tr("Date"),
                self._started,
                lambda row: str(row["started_at"])[:10],
                width=112,
                order=by_query,
            ),
            quiet_column("officer", self.tr("Inspector"), "officer_name", width=150, spared=2),
            ListColumn(
                "findings",
                self.tr("Findings"),
                lambda row: (
                    Cell(str(row["findings"]), tone="warn") if row["findings"] else Cell(NONE, quiet=True)
                ),
                lambda row: str(row["findings"] or 0),
                width=96,
                order=by_query,
            ),
            ListColumn("state", self.tr("State"), self._state, self._state_words, width=120, order=by_query),
            *self._further_columns(),
        ]

    def _further_columns(self) -> list[ListColumn]:
        """Return what a person may choose to see besides."""
        language = self._context.language

        def day(stored: str) -> str:
            return dates.short(datetime.fromisoformat(stored).date(), language)

        return [
            ListColumn(
                "number",
                self.tr("Number"),
                lambda row: Cell(_number(row) or NONE, quiet=True),
                _number,
                width=160,
                spared=4,
                shown=False,
            ),
            quiet_column("district", self.tr("District"), "district", width=130, spared=4, shown=False),
            quiet_column(
                "closed",
                self.tr("Closed on"),
                "closed_at",
                width=112,
                spared=4,
                shown=False,
                words=day,
                stored=True,
            ),
        ]

    def _title(self, row: Row) -> str:
        return str(self._titles.get((row["checklist"], row["version"]), row["checklist"]) or "")

    def _started(self, row: Row) -> Cell:
        started, language = datetime.fromisoformat(row["started_at"]), self._context.language
        return Cell(dates.short(started.date(), language), dates.clock(started, language))

    def _state_words(self, row: Row) -> str:
        language = self._context.language
        if row["state"] == "draft":
            return _DRAFT.pick(language)
        return word(OUTCOMES, row["outcome"] or "incomplete", language)

    def _state(self, row: Row) -> Cell:
        outcome = row["outcome"] or "incomplete"
        tone = "accent" if row["state"] == "draft" else OUTCOME_TONES.get(outcome, "neutral")
        return Cell(self._state_words(row), tone=tone)


def _number(row: Row) -> str:
    return str(row["registration_no"] or row["registration_no_old"] or "")
