"""A table of things that are all in memory, each shown as a row of cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from fieldkit.ui.row_delegate import CELL_ROLE, Cell

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtCore import QObject

AnyIndex = QModelIndex | QPersistentModelIndex


class CellModel(QAbstractTableModel):
    """Rows of anything; cells are made when they are looked at.

    Attributes:
        rows: what the rows stand for, in order.
    """

    def __init__(
        self,
        headers: Sequence[str],
        cells: Callable[[Any], Sequence[Cell]],
        parent: QObject | None = None,
        *,
        orders: Sequence[Callable[[Any], Any] | None] = (),
    ) -> None:
        """``cells(row)`` returns one cell for each of ``headers``; one that begins with ">" stands right.

        ``orders`` gives what each column sorts by; None sorts nothing. A row without a value stands last.
        """
        super().__init__(parent)
        self._headers = tuple(headers)
        self._cells = cells
        self._orders = tuple(orders)
        self._given: Sequence[Any] = ()
        self._sorted_by: tuple[int, bool] | None = None
        self.rows: Sequence[Any] = ()

    def show_rows(self, rows: Sequence[Any]) -> None:
        """Show ``rows`` instead of what was shown, in the order that a person chose, or else as given."""
        self.beginResetModel()
        self._given = rows
        self.rows = self._in_order(rows)
        self.endResetModel()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        able = 0 <= column < len(self._orders) and self._orders[column] is not None
        self._sorted_by = (column, order == Qt.SortOrder.DescendingOrder) if able else None
        self.show_rows(self._given)

    def _in_order(self, rows: Sequence[Any]) -> Sequence[Any]:
        key = self._orders[self._sorted_by[0]] if self._sorted_by is not None else None
        if self._sorted_by is None or key is None:
            return rows
        known = [row for row in rows if key(row) is not None]
        unknown = [row for row in rows if key(row) is None]
        return [*sorted(known, key=key, reverse=self._sorted_by[1]), *unknown]

    def row(self, place: int) -> Any | None:
        """Return what stands at ``place``, None outside of the list."""
        return self.rows[place] if 0 <= place < len(self.rows) else None

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._headers)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self._headers):
            return None
        words = self._headers[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return words.removeprefix(">")
        if role == Qt.ItemDataRole.TextAlignmentRole and words.startswith(">"):
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        spoken = role in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.AccessibleTextRole,
            Qt.ItemDataRole.ToolTipRole,
        )
        if not index.isValid() or not (spoken or role == CELL_ROLE):
            return None
        found = self.row(index.row())
        if found is None:
            return None
        cell = self._cells(found)[index.column()]
        return f"{cell.text} {cell.second}".strip() if spoken else cell
