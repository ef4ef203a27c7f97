"""Lets a person choose the columns of a table, and remembers them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu

from fieldkit.ui.buttons import IconButton

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from fieldkit.ui.list_table import ListTable
    from fieldkit.ui.settings import Settings


class ColumnChoice(IconButton):
    """A button whose menu shows and hides the columns of ``table``; its header's context menu does too.

    The first column always stays. ``force`` hides columns for want of room without forgetting the choice.

    Attributes:
        chosen: signal when the person has chosen other columns.
    """

    chosen = Signal()

    def __init__(
        self,
        table: ListTable,
        name: str,
        columns: Sequence[tuple[str, str]],
        settings: Settings,
        *,
        usual: Collection[str] = (),
    ) -> None:
        """``name`` is that of the table in the settings; ``columns`` are (key, words) in order.

        ``usual`` are hidden before a person chooses.
        """
        super().__init__("list-checks", self.tr("Choose columns"))
        self._table = table
        self._name = name
        self._columns = tuple(columns)
        self._settings = settings
        kept = settings.hidden_columns(name)
        self._hidden = set(usual if kept is None else kept) & {key for key, _words in columns[1:]}
        self._forced: frozenset[str] = frozenset()
        self.menu_ = QMenu(self)
        for key, words in self._columns[1:]:
            action = self.menu_.addAction(words)
            action.setCheckable(True)
            action.setChecked(key not in self._hidden)
            action.toggled.connect(partial(self._toggle, key))
        self.clicked.connect(self._open_below)
        header = table.horizontalHeader()
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(lambda at: self._open(header.mapToGlobal(at)))
        self._apply()

    def hidden(self) -> frozenset[str]:
        """Return the columns that the person does not want to see."""
        return frozenset(self._hidden)

    def force(self, hidden: frozenset[str]) -> None:
        """Hide these columns too, as long as the page has no room for them."""
        self._forced = hidden
        self._apply()

    def _open_below(self) -> None:
        """Open the menu below the button, right edge to right edge: it stands at the edge of the page."""
        place = self.mapToGlobal(self.rect().bottomRight())
        self._open(place - QPoint(self.menu_.sizeHint().width(), 0))

    def _open(self, at: QPoint) -> None:
        self.menu_.popup(at)

    def _toggle(self, key: str, shown: bool) -> None:
        self._hidden = self._hidden - {key} if shown else self._hidden | {key}
        self._settings.hide_columns(self._name, sorted(self._hidden))
        self._apply()
        self.chosen.emit()

    def _apply(self) -> None:
        for place, (key, _words) in enumerate(self._columns):
            self._table.setColumnHidden(place, key in self._hidden or key in self._forced)
        self._table.share_width()
