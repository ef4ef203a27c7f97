"""Rows of a table that are read a page at a time: the one model of every long list.

A list is its *keys*, in order: what finds them (a query beside the window) gives all of them at once, so that
the scroll bar is true and a jump to the end is one read. What a row shows is read when somebody looks at it,
200 rows together, and the last 40 pages are kept.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from fieldkit.errors import FieldkitError
from fieldkit.ui.row_delegate import CELL_ROLE, Cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from PySide6.QtCore import QObject

AnyIndex = QModelIndex | QPersistentModelIndex
PAGE_ROWS = 200
KEPT_PAGES = 40
K = TypeVar("K")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class PagedColumn:
    """A column: what :attr:`PagedTable.order_wanted` calls it, its title, and how it stands.

    One that ``sorts`` not asks for the list in its own order when its header is pressed.
    """

    key: str
    title: str
    right: bool = False
    sorts: bool = True


class PagedTable(QAbstractTableModel, Generic[K, R]):
    """Rows ``R`` by their keys ``K``, which are hashable; a page of them is read when it is looked at.

    A list of its own gives :attr:`columns`, says in :meth:`_read` how keys become rows, and in :meth:`_cell`
    how a row looks. It sorts nothing: whoever finds the keys is asked by ``order_wanted`` and answers with
    :meth:`show_keys`.

    For pages: :meth:`show_keys`, :meth:`key_at`, :meth:`row_of` (a key's place), :meth:`row` (what stands
    at a place), :meth:`rows_at` (what stands at several), :attr:`rows` (all of it as a sequence).

    Attributes:
        columns: the columns in order; set before rows are shown.
        order_wanted: signal (key of the column, descending) when a person presses a header; "" for none.
        unreadable: signal with the FieldkitError of a page that could not be read.
        tips: whether a cell says itself whole when the mouse rests on it.
    """

    order_wanted = Signal(str, bool)
    unreadable = Signal(object)
    tips = False

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns: Sequence[PagedColumn] = ()
        self._keys: Sequence[K] = ()
        self._pages: OrderedDict[int, Mapping[K, R]] = OrderedDict()

    # --- what a list of its own says

    def _read(self, keys: Sequence[K]) -> Mapping[K, R]:
        """Return the rows of some ``keys``; what is gone meanwhile is left out. Raises FieldkitError."""
        raise NotImplementedError

    def _cell(self, row: R, column: int) -> Cell:
        """Return what stands in a cell."""
        raise NotImplementedError

    # --- for the page

    def show_keys(self, keys: Sequence[K]) -> None:
        """Show the rows with these keys, in this order, read anew."""
        self.beginResetModel()
        self._keys = keys
        self._pages.clear()
        self.endResetModel()

    def key_at(self, place: int) -> K | None:
        """Return the key at ``place``, None outside of the list."""
        return self._keys[place] if 0 <= place < len(self._keys) else None

    def keys_at(self, places: Iterable[int]) -> list[K]:
        """Return the keys at ``places``, without reading what stands there."""
        return [key for place in places if (key := self.key_at(place)) is not None]

    def row_of(self, key: K) -> int:
        """Return where ``key`` stands, -1 when it is not in the list."""
        try:
            return self._keys.index(key)
        except ValueError:
            return -1

    def row(self, place: int) -> R | None:
        """Return what stands at ``place``; None outside of the list and for what is gone meanwhile."""
        key = self.key_at(place)
        return None if key is None else self._page(place // PAGE_ROWS).get(key)

    def rows_at(self, places: Iterable[int]) -> list[R]:
        """Return what stands at ``places``, which may be more than are kept; what is gone is left out."""
        wanted = list(places)
        if len(wanted) == 1:  # most often: it is shown, so that its page is kept
            return [row for row in (self.row(wanted[0]),) if row is not None]
        keys = self.keys_at(wanted)
        read = self._try_to_read(keys)
        return [read[key] for key in keys if key in read]

    def cells(self, keys: Sequence[K], columns: Sequence[int]) -> list[list[Cell]]:
        """Return the cells of the rows with ``keys``, for a thread: nothing of what is shown is touched.

        Raises FieldkitError.
        """
        read = self._read(keys)
        return [[self._cell(read[key], column) for column in columns] for key in keys if key in read]

    @property
    def rows(self) -> Sequence[Any]:
        """All rows as a sequence that reads its pages as it is walked; None for what is gone meanwhile.

        Of a long list ask for its length or for some of it: a walk through all reads all.
        """
        return _Rows(self)

    def _page(self, number: int) -> Mapping[K, R]:
        found = self._pages.get(number)
        if found is None:
            found = self._try_to_read(self._keys[number * PAGE_ROWS : (number + 1) * PAGE_ROWS])
            self._pages[number] = found
            if len(self._pages) > KEPT_PAGES:
                self._pages.popitem(last=False)
        else:
            self._pages.move_to_end(number)
        return found

    def _try_to_read(self, keys: Sequence[K]) -> Mapping[K, R]:
        try:
            return self._read(keys)
        except FieldkitError as error:
            self.unreadable.emit(error)
            return {}

    # --- Qt

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._keys)

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole and self.columns[section].right:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        spoken = role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
        spoken = spoken or (self.tips and role == Qt.ItemDataRole.ToolTipRole)
        if not index.isValid() or not (spoken or role == CELL_ROLE):
            return None
        row = self.row(index.row())
        if row is None:
            return None
        cell = self._cell(row, index.column())
        return f"{cell.text} {cell.second}".strip() if spoken else cell

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        if 0 <= column < len(self.columns):
            asked = self.columns[column]
            self.order_wanted.emit(asked.key if asked.sorts else "", order == Qt.SortOrder.DescendingOrder)


class _Rows(Sequence[Any]):
    def __init__(self, table: PagedTable[Any, Any]) -> None:
        self._table = table

    def __len__(self) -> int:
        return self._table.rowCount()

    @overload
    def __getitem__(self, place: int) -> Any: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[Any]: ...

    def __getitem__(self, place: int | slice) -> Any:
        if isinstance(place, slice):
            return [self._table.row(one) for one in range(*place.indices(len(self)))]
        one = place + len(self) if place < 0 else place
        if not 0 <= one < len(self):
            raise IndexError(place)
        return self._table.row(one)
