"""Lets Ctrl+C copy the chosen rows of a list as people see its columns."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut

from fieldkit.ui.copy_told import MOST_ROWS, tell_copied
from fieldkit.ui.jobs import run
from fieldkit.ui.paged_table import PAGE_ROWS, PagedTable
from fieldkit.ui.record_source import QUICK
from fieldkit.ui.row_delegate import CELL_ROLE, Cell
from fieldkit.ui.table_copy import Copied, as_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldkit.ui.jobs import Job
    from fieldkit.ui.list_table import ListTable


def let_copy(table: ListTable) -> None:
    """Let Ctrl+C copy the chosen rows of ``table`` with its headers."""
    shortcut = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), table)
    shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
    shortcut.activated.connect(lambda: copy_rows(table))


def copy_rows(table: ListTable) -> int:
    """Copy the chosen rows, at most `MOST_ROWS`, and return how many; without any, nothing is copied.

    Many rows of a long list are read beside the window and are in the clipboard a little later. The page says
    how many they were.
    """
    wanted = table.chosen_rows()
    rows = wanted[:MOST_ROWS]
    if not rows:
        return 0

    def put(copied: Copied) -> None:
        tell_copied(table, copied.put(), len(wanted))

    model, header = table.model(), table.horizontalHeader()
    shown = [header.logicalIndex(place) for place in range(header.count())]
    shown = [column for column in shown if not table.isColumnHidden(column)]
    titles = [str(model.headerData(column, Qt.Orientation.Horizontal) or "") for column in shown]
    if isinstance(model, PagedTable) and len(rows) > QUICK:
        work = partial(_read, model, model.keys_at(rows), shown, titles)
        run(table, work, put, failed=model.unreadable.emit)
        return len(rows)
    cells = [[model.index(row, column).data(CELL_ROLE) or Cell("") for column in shown] for row in rows]
    put(_table(titles, cells))
    return len(rows)


def _read(
    model: PagedTable[Any, Any],
    keys: Sequence[Any],
    shown: Sequence[int],
    titles: Sequence[str],
    job: Job[Copied],
) -> Copied:
    """Read the rows of a long list and return their table."""
    cells: list[list[Cell]] = []
    for start in range(0, len(keys), PAGE_ROWS):
        job.check()
        cells += model.cells(keys[start : start + PAGE_ROWS], shown)
    return _table(titles, cells)


def _table(titles: Sequence[str], cells: Sequence[Sequence[Cell]]) -> Copied:
    """Return a table; a cell of two lines takes two columns when any row has the second."""
    headers: list[str] = []
    lines: list[list[str]] = [[] for _ in cells]
    for place, title in enumerate(titles):
        two = any(row[place].second for row in cells)
        headers += [title, ""] if two else [title]
        for line, row in zip(lines, cells, strict=True):
            line += [row[place].text, row[place].second] if two else [row[place].text]
    return as_table(headers, lines)
