"""The register as rows of a table: 150,000 of them at once, read a page at a time."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from fieldkit.errors import FieldkitError
from fieldkit.model import factories
from fieldkit.model.code_lists import OUTCOMES, word
from fieldkit.model.inspections.context import factory_number
from fieldkit.model.reference import type_words
from fieldkit.model.thai import dates
from fieldkit.ui.row_delegate import CELL_ROLE, Cell

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fieldkit.errors import Language
    from fieldkit.model.factories import FactoryRow, Sort
    from fieldkit.model.workspace import Workspace
    from fieldkit.ui.theme import Tone

AnyIndex = QModelIndex | QPersistentModelIndex
PAGE_ROWS = 200
KEPT_PAGES = 40
# What the header of each column sorts by.
COLUMNS: tuple[Sort, ...] = ("name", "district", "hp", "inspected", "outcome", "findings")
RIGHT = ("hp", "findings")
OUTCOME_TONES: Mapping[str, Tone] = {"pass": "ok", "fail": "fail", "incomplete": "warn"}
NONE = "—"


def number_and_type(factory: Mapping[str, Any], language: str) -> str:
    """Return the registration number and the type of a factory in one line."""
    parts = factory_number(factory), type_words(factory.get("type_main"), language)
    return " · ".join(part for part in parts if part)


def day_words(stored: str | None, language: str) -> str:
    """Return the day of an ISO date or time as a person reads it, "" for none."""
    return dates.short(datetime.fromisoformat(stored).date(), language) if stored else ""


def name_words(name: str | None) -> str:
    """Return the name of a factory, or the words for one that the register gives no name."""
    return name or QCoreApplication.translate("FactoryPane", "Factory without a name")


class FactoryTable(QAbstractTableModel):
    """Factories in the order of :func:`fieldkit.model.factories.ids`.

    The row numbers are all in memory, so the scroll bar is true and a jump to the end is one read.

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
        self._numbers: array[int] = array("q")
        self._pages: OrderedDict[int, dict[int, FactoryRow]] = OrderedDict()
        self._names = (
            self.tr("Factory"),
            self.tr("Location"),
            self.tr("Horsepower"),
            self.tr("Last inspected"),
            self.tr("Result"),
            self.tr("To correct"),
        )

    # --- for the page

    def show_numbers(self, numbers: array[int]) -> None:
        """Show the factories with these row numbers, read anew."""
        self.beginResetModel()
        self._numbers = numbers
        self._pages.clear()
        self.endResetModel()

    def number_at(self, row: int) -> int:
        """Return the number of the factory at ``row``, -1 outside of the list."""
        return self._numbers[row] if 0 <= row < len(self._numbers) else -1

    def row_of(self, number: int) -> int:
        """Return where the factory with ``number`` stands, -1 when it is not in the list."""
        try:
            return self._numbers.index(number)
        except ValueError:
            return -1

    def factory_at(self, row: int) -> FactoryRow | None:
        """Return the line at ``row``; None outside of the list and for one deleted meanwhile."""
        number = self.number_at(row)
        return self._page(row // PAGE_ROWS).get(number) if number >= 0 else None

    def _page(self, place: int) -> Mapping[int, FactoryRow]:
        found = self._pages.get(place)
        if found is None:
            found = {line.row: line for line in self._read(place)}
            self._pages[place] = found
            if len(self._pages) > KEPT_PAGES:
                self._pages.popitem(last=False)
        else:
            self._pages.move_to_end(place)
        return found

    def _read(self, place: int) -> Sequence[FactoryRow]:
        wanted = self._numbers[place * PAGE_ROWS : (place + 1) * PAGE_ROWS]
        try:
            with self._workspace.database.read() as connection:
                return factories.rows(connection, wanted)
        except FieldkitError as error:
            self.unreadable.emit(error)
            return ()

    # --- Qt

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._numbers)

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(COLUMNS):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._names[section]
        if role == Qt.ItemDataRole.TextAlignmentRole and COLUMNS[section] in RIGHT:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        spoken = role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
        if not index.isValid() or not (spoken or role == CELL_ROLE):
            return None
        line = self.factory_at(index.row())
        if line is None:
            return None
        cell = self._cell(line, COLUMNS[index.column()])
        return f"{cell.text} {cell.second}".strip() if spoken else cell

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        if 0 <= column < len(COLUMNS):
            self.order_wanted.emit(COLUMNS[column], order == Qt.SortOrder.DescendingOrder)

    def _cell(self, line: FactoryRow, column: str) -> Cell:
        if column == "name":
            number = line.registration_no_old or line.registration_no or ""
            parts = (number, type_words(line.type_main, self._language))
            return Cell(name_words(line.name), " · ".join(part for part in parts if part), strong=True)
        if column == "district":
            return Cell(line.province or NONE, line.district or "", quiet=True)
        if column == "hp":
            return Cell(f"{line.hp:,.2f}" if line.hp is not None else NONE, right=True)
        if column == "inspected":
            return Cell(day_words(line.last_inspected_at, self._language) or NONE, quiet=True)
        if column == "outcome":
            if not line.last_outcome:
                return Cell(NONE, quiet=True)
            tone = OUTCOME_TONES.get(line.last_outcome, "neutral")
            return Cell(word(OUTCOMES, line.last_outcome, self._language), tone=tone)
        if not line.open_findings:
            return Cell(NONE, right=True, quiet=True)
        return Cell(f"{line.open_findings:,}", tone="warn", right=True)
