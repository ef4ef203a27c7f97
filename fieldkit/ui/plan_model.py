"""The plan as rows of a table: the lines are all in memory, what they show is read a page at a time."""

from __future__ import annotations

import json
from collections import OrderedDict
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QMimeData, QModelIndex, QPersistentModelIndex, Qt, Signal

from fieldkit.errors import FieldkitError
from fieldkit.model.planning import plan
from fieldkit.model.reference import type_words
from fieldkit.ui.factory_model import NONE, day_words, name_words
from fieldkit.ui.plan_words import (
    RISK_TONES,
    STATE_TONES,
    kind_words,
    risk_words,
    state_words,
    weekday_words,
)
from fieldkit.ui.row_delegate import CELL_ROLE, Cell

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fieldkit.errors import Language
    from fieldkit.model.planning.plan import Line, PlanRow, Sort
    from fieldkit.model.workspace import Workspace

AnyIndex = QModelIndex | QPersistentModelIndex
PAGE_ROWS = 200
KEPT_PAGES = 40
COLUMNS: tuple[Sort, ...] = ("name", "day", "state", "officer", "district", "risk", "seen")
MIME = "application/x-fieldkit-plan"
"""Rows that are dragged: JSON list of their places in the list."""


class PlanTable(QAbstractTableModel):
    """Lines of the plan in the order of the page.

    Attributes:
        order_wanted: signal (sort, descending) when a person presses a header.
        unreadable: signal with the FieldkitError of a page that could not be read.
    """

    order_wanted = Signal(str, bool)
    unreadable = Signal(object)

    def __init__(self, workspace: Workspace, language: Language) -> None:
        super().__init__()
        self._workspace = workspace
        self._language = language
        self._year = 0
        self._lines: Sequence[Line] = ()
        self._pages: OrderedDict[int, Mapping[Line, PlanRow]] = OrderedDict()
        self.names = (
            self.tr("Factory"),
            self.tr("Day"),
            self.tr("State"),
            self.tr("Officer"),
            self.tr("District"),
            self.tr("Risk"),
            self.tr("Last inspected"),
        )

    # --- for the page

    def show_lines(self, lines: Sequence[Line], year: int) -> None:
        """Show these lines of the plan of ``year``, read anew."""
        self.beginResetModel()
        self._lines = lines
        self._year = year
        self._pages.clear()
        self.endResetModel()

    def line_at(self, row: int) -> Line | None:
        """Return the line at ``row``, None outside of the list."""
        return self._lines[row] if 0 <= row < len(self._lines) else None

    def plan_row(self, row: int) -> PlanRow | None:
        """Return all that is shown of ``row``; None outside of the list and for what is gone meanwhile."""
        line = self.line_at(row)
        return None if line is None else self._page(row // PAGE_ROWS).get(line)

    def plan_rows(self, rows: Sequence[int]) -> list[PlanRow]:
        """Return all that is shown of ``rows``, which may be more than are kept in memory."""
        lines = [line for row in rows if (line := self.line_at(row)) is not None]
        try:
            with self._workspace.database.read() as connection:
                return plan.rows(connection, lines, self._year)
        except FieldkitError as error:
            self.unreadable.emit(error)
            return []

    def _page(self, place: int) -> Mapping[Line, PlanRow]:
        found = self._pages.get(place)
        if found is None:
            wanted = range(place * PAGE_ROWS, min((place + 1) * PAGE_ROWS, len(self._lines)))
            found = {row.line: row for row in self.plan_rows(wanted)}
            self._pages[place] = found
            if len(self._pages) > KEPT_PAGES:
                self._pages.popitem(last=False)
        else:
            self._pages.move_to_end(place)
        return found

    # --- Qt

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        horizontal = orientation == Qt.Orientation.Horizontal and 0 <= section < len(COLUMNS)
        return self.names[section] if horizontal and role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        spoken = role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
        if not index.isValid() or not (spoken or role == CELL_ROLE):
            return None
        row = self.plan_row(index.row())
        if row is None:
            return None
        cell = self._cell(row, COLUMNS[index.column()])
        return f"{cell.text} {cell.second}".strip() if spoken else cell

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        if 0 <= column < len(COLUMNS):
            self.order_wanted.emit(COLUMNS[column], order == Qt.SortOrder.DescendingOrder)

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsDragEnabled if index.isValid() else flags

    def mimeTypes(self) -> list[str]:
        return [MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        dragged = QMimeData()
        rows = sorted({index.row() for index in indexes})
        dragged.setData(MIME, json.dumps(rows).encode())
        return dragged

    def _cell(self, row: PlanRow, column: str) -> Cell:
        line, language = row.line, self._language
        if column == "name":
            kind = type_words(row.type_main, language)
            second = " · ".join(part for part in (row.registration_no, kind) if part)
            return Cell(name_words(row.name), second, strong=True)
        if column == "day":
            if not line.day:
                return Cell(NONE, quiet=True)
            day = weekday_words(date.fromisoformat(line.day), language)
            return Cell(day, kind_words(line.kind, language))
        if column == "state":
            if not row.in_register and line.state not in ("done", "dropped", "bin"):
                return Cell(self.tr("Left the register"), tone="warn")
            return Cell(state_words(line.state), tone=STATE_TONES[line.state])
        if column == "officer":
            return Cell(line.officer or NONE, quiet=not line.officer)
        if column == "district":
            return Cell(line.district or NONE, row.subdistrict, quiet=True)
        if column == "risk":
            words = f"{risk_words(row.risk, language)} {line.score}"
            return Cell(words, tone=RISK_TONES[row.risk])
        return Cell(day_words(line.last_visit, language) or self.tr("Never"), quiet=True)


def dragged_rows(data: QMimeData) -> list[int]:
    """Return the places of the rows that a drag carries, [] for anything else."""
    if not data.hasFormat(MIME):
        return []
    return [int(row) for row in json.loads(bytes(data.data(MIME).data()))]
