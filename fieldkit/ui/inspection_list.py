"""The list of inspections: drafts first, then the closed ones, newest first."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from fieldkit.errors import Text
from fieldkit.model import checklists, inspections
from fieldkit.model.code_lists import OUTCOMES, word
from fieldkit.model.thai import dates
from fieldkit.ui import theme
from fieldkit.ui.card import Card
from fieldkit.ui.chip import ChipRow
from fieldkit.ui.empty_state import EmptyState
from fieldkit.ui.factory_model import OUTCOME_TONES, name_words
from fieldkit.ui.labels import label
from fieldkit.ui.list_table import ListTable
from fieldkit.ui.row_delegate import CELL_ROLE, Cell
from fieldkit.ui.search_field import SearchField

if TYPE_CHECKING:
    from fieldkit.errors import Language
    from fieldkit.model.workspace import Workspace

AnyIndex = QModelIndex | QPersistentModelIndex
UNLIMITED = 10_000_000  # rows; the table shows the newest, an export holds all
_DRAFT = Text("กำลังตรวจ", "In progress")


ALL = "all"
MARGIN = 24
SEARCH_WIDTH = 280
WIDTHS = (0, 220, 112, 150, 96, 120)
NAME_WIDTH = 240
# What a narrow window leaves out, the least missed first; the checklist stands in the inspection.
SPARED = (3, 1)


class InspectionTable(QAbstractTableModel):
    """Inspections as rows; the columns are factory, checklist, date, officer, findings, state."""

    def __init__(self, language: Language) -> None:
        super().__init__()
        self._language = language
        self.rows: list[dict[str, Any]] = []
        self.titles: dict[tuple[str, str], str] = {}

    def show_rows(self, rows: list[dict[str, Any]]) -> None:
        """Show ``rows`` of :func:`fieldkit.model.inspections.listing`."""
        self.beginResetModel()
        self.rows = sorted(rows, key=lambda row: row["state"] != "draft")
        self.endResetModel()

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else 6

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if role != Qt.ItemDataRole.DisplayRole or orientation != Qt.Orientation.Horizontal:
            return None
        names = (
            self.tr("Factory"),
            self.tr("Checklist"),
            self.tr("Date"),
            self.tr("Inspector"),
            self.tr("Findings"),
            self.tr("State"),
        )
        return names[section] if 0 <= section < len(names) else None

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or not 0 <= index.row() < len(self.rows):
            return None
        cell = self._cell(self.rows[index.row()], index.column())
        if role == CELL_ROLE:
            return cell
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{cell.text} {cell.second}".strip()
        return None

    def _cell(self, row: dict[str, Any], column: int) -> Cell:
        if column == 0:
            number = row["registration_no"] or row["registration_no_old"] or ""
            return Cell(name_words(row["factory_name"]), number, strong=True)
        if column == 1:
            title = self.titles.get((row["checklist"], row["version"]), row["checklist"])
            return Cell(title, self.tr("version {0}").format(row["version"]))
        if column == 2:
            started = datetime.fromisoformat(row["started_at"])
            return Cell(dates.short(started.date(), self._language), dates.clock(started, self._language))
        if column == 3:
            return Cell(row["officer_name"] or "—", quiet=True)
        if column == 4:
            return Cell(str(row["findings"]), tone="warn") if row["findings"] else Cell("—", quiet=True)
        if row["state"] == "draft":
            return Cell(_DRAFT.pick(self._language), tone="accent")
        outcome = row["outcome"] or "incomplete"
        return Cell(word(OUTCOMES, outcome, self._language), tone=OUTCOME_TONES.get(outcome, "neutral"))


class InspectionList(QWidget):
    """Search, filter and the table.

    Attributes:
        opened: signal with an inspection's id.
        register_wanted: signal of the empty state's button.
    """

    opened = Signal(str)
    register_wanted = Signal()

    def __init__(self, workspace: Workspace, language: Language) -> None:
        super().__init__()
        self._workspace = workspace
        self._language = language
        self.table_model = InspectionTable(language)
        self.search = SearchField(self.tr("Factory or number"))
        self.search.searched.connect(lambda _text: self.refresh())
        self.states = ChipRow(
            [(ALL, self.tr("All")), ("draft", self.tr("In progress")), ("closed", self.tr("Closed"))],
            self.tr("Filter"),
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
        """Read the list again and keep the chosen inspection."""
        chosen = self.chosen()
        rows = inspections.listing(self._workspace, search=self.search.text(), state=self._state())
        self.table_model.titles = {
            (row["form_id"], row["version"]): Text(row["title"], row["title_en"] or row["title"]).pick(
                self._language
            )
            for row in checklists.listing(self._workspace)
        }
        self.table_model.show_rows(rows)
        self._count.setText(self.tr("%n inspection(s)", "", len(rows)))
        nothing = not rows and not self.search.text() and self._state() is None
        unmatched = not rows and not nothing
        views = {nothing: self._empty, unmatched: self._unmatched}
        self._stack.setCurrentWidget(views.get(True, self._card))
        for part in (self.search, self.states, self._count):
            part.setVisible(not nothing)
        for tool in self._tools:
            tool.setEnabled(not nothing)
        places = [row["id"] for row in self.table_model.rows]
        self.table.choose_row(places.index(chosen) if chosen in places else 0)

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
        search, state = self.search.text().strip(), self._state()
        if not search and state is None:
            return None
        rows = inspections.listing(self._workspace, search=search, state=state, limit=UNLIMITED)
        return tuple(row["id"] for row in rows)

    def _show_all(self) -> None:
        self.search.clear()
        self.states.choose(ALL)
        self.refresh()
        self.enter()

    def _state(self) -> str | None:
        return None if self.states.key() == ALL else self.states.key()

    def chosen(self) -> str:
        """Return the id of the chosen inspection, "" when none is chosen."""
        place = self.table.chosen_row()
        return str(self.table_model.rows[place]["id"]) if 0 <= place < len(self.table_model.rows) else ""

    def chosen_factory(self) -> str:
        """Return the id of the factory of the chosen inspection, "" when none is chosen."""
        place = self.table.chosen_row()
        rows = self.table_model.rows
        return str(rows[place]["factory"] or "") if 0 <= place < len(rows) else ""

    def _open_row(self, place: int) -> None:
        self.opened.emit(self.table_model.rows[place]["id"])
