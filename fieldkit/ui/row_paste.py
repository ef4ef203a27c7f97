"""Lets Ctrl+V bring a block of cells from a spreadsheet into a list, by way of the list's import."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut

from fieldkit.model.register.block import Place

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from fieldkit.ui.list_table import ListTable
    from fieldkit.ui.paged_table import PagedTable


def let_paste(table: ListTable, paste: Callable[[], object]) -> None:
    """Call ``paste`` on Ctrl+V in ``table``."""
    shortcut = QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), table)
    shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
    shortcut.activated.connect(paste)


def clipboard_text() -> str:
    """Return what a spreadsheet put into the clipboard, "" without text."""
    return QGuiApplication.clipboard().text()


def place_in(
    table: ListTable,
    model: PagedTable[Any, Any],
    headers: Mapping[str, str],
    ids: Callable[[int], Mapping[str, str]],
) -> Place:
    """Return where a block without headers goes: from the current cell on, or onto the rows that are chosen.

    ``headers`` are those by which the import knows the columns of the list, by the key of the column;
    ``model`` is that of ``table``.
    """
    header = table.horizontalHeader()
    current = table.currentIndex()
    first = header.visualIndex(max(current.column(), 0))
    shown = [header.logicalIndex(place) for place in range(first, header.count())]
    columns = []
    for column in shown:
        if not table.isColumnHidden(column):
            stands = model.columns[column]
            columns.append((stands.title, headers.get(stands.key, "")))
    chosen = table.chosen_rows()
    rows = chosen if len(chosen) > 1 else range(max(current.row(), 0), model.rowCount())
    return Place(columns, rows, ids, chosen=len(chosen) > 1)
