"""Lets Ctrl+C copy the chosen rows of a list as people see its columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut

from fieldkit.ui.row_delegate import CELL_ROLE, Cell
from fieldkit.ui.table_copy import as_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldkit.ui.list_table import ListTable

MOST_ROWS = 20_000
"""More than anybody pastes; the rest is for the export."""


def let_copy(table: ListTable) -> None:
    """Let Ctrl+C copy the chosen rows of ``table`` with its headers."""
    shortcut = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), table)
    shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
    shortcut.activated.connect(lambda: copy_rows(table))


def copy_rows(table: ListTable) -> int:
    """Copy the chosen rows and return how many; without any, nothing is copied."""
    rows = table.chosen_rows()[:MOST_ROWS]
    if not rows:
        return 0
    headers, *lines = _lines(table, rows)
    return as_table(headers, lines).put()


def _lines(table: ListTable, rows: Sequence[int]) -> list[list[str]]:
    """Return headers and cells; a cell of two lines takes two columns when any row has the second."""
    model, header = table.model(), table.horizontalHeader()
    shown = [header.logicalIndex(place) for place in range(header.count())]
    shown = [column for column in shown if not table.isColumnHidden(column)]
    cells = {
        column: [model.index(row, column).data(CELL_ROLE) or Cell("") for row in rows] for column in shown
    }
    lines: list[list[str]] = [[] for _ in range(len(rows) + 1)]
    for column in shown:
        title = str(model.headerData(column, Qt.Orientation.Horizontal) or "")
        two = any(cell.second for cell in cells[column])
        lines[0] += [title, ""] if two else [title]
        for line, cell in zip(lines[1:], cells[column], strict=True):
            line += [cell.text, cell.second] if two else [cell.text]
    return lines
