"""Copies the chosen rows of a table so that a spreadsheet takes them as cells."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut

from fieldkit.ui.row_delegate import CELL_ROLE, Cell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldkit.ui.list_table import ListTable

MOST_ROWS = 20_000
"""More than anybody pastes; the rest is for the export."""


def let_copy(table: ListTable) -> None:
    """Let Ctrl+C copy the chosen rows of ``table`` with its headers, as people see the columns."""
    shortcut = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), table)
    shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
    shortcut.activated.connect(lambda: copy_rows(table))


def copy_rows(table: ListTable) -> int:
    """Copy the chosen rows and return how many; without any, nothing is copied."""
    rows = table.chosen_rows()[:MOST_ROWS]
    if not rows:
        return 0
    lines = _lines(table, rows)
    data = QMimeData()
    data.setText("\n".join("\t".join(line) for line in lines))
    cells = "".join(f"<tr>{''.join(f'<td>{escape(word)}</td>' for word in line)}</tr>" for line in lines)
    data.setHtml(f'<html><head><meta charset="utf-8"></head><body><table>{cells}</table></body></html>')
    QGuiApplication.clipboard().setMimeData(data)
    return len(rows)


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
            line += [_plain(cell.text), _plain(cell.second)] if two else [_plain(cell.text)]
    return lines


def _plain(words: str) -> str:
    """Return words that stay in one cell and are no formula."""
    words = " ".join(words.split())
    return f"'{words}" if words[:1] in ("=", "+", "@") else words
