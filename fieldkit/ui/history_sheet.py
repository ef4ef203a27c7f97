"""The history of a field or a record: who, when, on which laptop, what it was before, how it was decided."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from fieldkit.model.history import history
from fieldkit.model.thai import dates
from fieldkit.sync import client
from fieldkit.ui import theme
from fieldkit.ui.buttons import Button
from fieldkit.ui.card import ReadingArea
from fieldkit.ui.cell_model import CellModel
from fieldkit.ui.keys import page_shortcut
from fieldkit.ui.list_table import ListTable
from fieldkit.ui.record_words import column_words, stored_words
from fieldkit.ui.row_delegate import Cell
from fieldkit.ui.sync_status import when
from fieldkit.ui.wrap_label import WrapLabel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldkit.errors import Language
    from fieldkit.model.history import Revision, ValueChange
    from fieldkit.model.workspace import Workspace

WIDTH, HEIGHT = 760, 460
MOST = 500
"""Revisions that are shown; a value that was changed more often was changed by a machine."""
Words = Callable[[str, Any], str]


@dataclass(frozen=True, slots=True)
class Wish:
    """Whose history: a record, or some columns of it.

    ``words`` says a value of a column to people; the name of the column ``main`` is in the title already.
    """

    table: str
    record: str
    title: str
    columns: tuple[str, ...] | None = None
    words: Words | None = None
    main: str = ""


class HistorySheet(QDialog):
    """A list of what was written, the newest first, and the chosen one in full."""

    def __init__(self, parent: QWidget, workspace: Workspace, language: Language, wish: Wish) -> None:
        """Raises FieldkitError when the log cannot be read."""
        super().__init__(parent)
        self._workspace, self._language, self._wish = workspace, language, wish
        known = client.known_laptops(workspace)
        self._laptops = {one.id: one.name for one in known.laptops} if known is not None else {}
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("History"))
        self.resize(theme.current().px(WIDTH), theme.current().px(HEIGHT))
        self.model = CellModel((self.tr("When"), self.tr("What")), self._cells, self)
        self.table = ListTable(self.tr("History"))
        self.table.setModel(self.model)
        self.table.set_widths([230, 0])
        self.table.row_chosen.connect(self._show)
        self.detail = WrapLabel("")
        read = QWidget()
        rest = QVBoxLayout(read)
        rest.setContentsMargins(0, 0, 6, 0)
        rest.addWidget(self.detail)
        rest.addStretch(1)
        done = Button(self.tr("Close"), "x")
        done.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(done)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(WrapLabel(wish.title, "title"))
        column.addWidget(self.table, 2)
        column.addWidget(ReadingArea(read, self.tr("The chosen one in full")), 1)
        column.addLayout(foot)
        self.revisions = history(workspace, wish.table, wish.record, wish.columns)[:MOST]
        self.model.show_rows(self.revisions)
        if not self.revisions:
            self.detail.set_words(self.tr("Nothing was written here yet"))
        self.table.choose_row(0)
        self.table.setFocus()

    # --- words

    def _cells(self, revision: Revision) -> Sequence[Cell]:
        remarks = self._remarks(revision)
        return (
            Cell(self._when(revision), self._who(revision), strong=True),
            Cell(self._changes(revision.changes) or remarks[0], " · ".join(remarks)),
        )

    def _when(self, revision: Revision) -> str:
        zone = self._workspace.clock().tzinfo
        return dates.short_moment(datetime.fromisoformat(revision.at).astimezone(zone), self._language)

    def _who(self, revision: Revision) -> str:
        own = revision.device == self._workspace.device
        laptop = self.tr("this laptop") if own else self._laptops.get(revision.device, "")
        name = revision.author_name or self.tr("Somebody without a name")
        return f"{name} · {laptop}" if laptop else name

    def _changes(self, changes: Sequence[ValueChange]) -> str:
        alone = len(changes) == 1 and changes[0].column == self._wish.main
        return "; ".join(self._change(change, alone=alone) for change in changes)

    def _change(self, change: ValueChange, *, alone: bool) -> str:
        words = self._wish.words or self._stored
        before, after = words(change.column, change.before), words(change.column, change.after)
        told = after if change.before in (None, "") else f"{before} → {after}"
        return told if alone else f"{column_words(self._wish.table, change.column, self._language)}: {told}"

    def _stored(self, column: str, value: Any) -> str:
        return stored_words(self._wish.table, column, value, self._language)

    def _remarks(self, revision: Revision) -> list[str]:
        """Return what is to be said besides, the place of the office last."""
        found = []
        if revision.decided:
            found.append(self.tr("Decided between %n values", "", revision.decided))
        if revision.beside:
            names = ", ".join(name or self.tr("Somebody without a name") for name in revision.beside)
            found.append(self.tr("At the same time as {0}").format(names))
        if revision.why:
            found.append(self.tr("Reason: {0}").format(revision.why))
        if revision.created and not revision.decided:
            found.append(self.tr("Written for the first time"))
        found.append(self._office(revision))
        return found

    def _office(self, revision: Revision) -> str:
        if revision.kept:
            return self.tr("Held back on this laptop")
        if not revision.at_office:
            return self.tr("Not at the office yet")
        if not revision.received_at:
            return self.tr("At the office")
        moment = when(revision.received_at, self._workspace.clock(), self._language)
        return self.tr("At the office since {0}").format(moment)

    def _show(self, row: int) -> None:
        revision = self.model.row(row)
        if revision is None:
            return
        lines = [
            f"{self._when(revision)} · {self._who(revision)}",
            *(self._change(change, alone=False) for change in revision.changes),
            " · ".join(self._remarks(revision)),
        ]
        self.detail.set_words("\n".join(lines))


def offer_history(widget: QWidget, show: Callable[[], object]) -> None:
    """Let a person ask for the history by Ctrl+H, or by the right button of the mouse."""
    action = QAction(QCoreApplication.translate("HistorySheet", "History (Ctrl+H)"), widget)
    action.triggered.connect(lambda _on=False: show())
    widget.addAction(action)
    widget.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
    page_shortcut(widget, "Ctrl+H", show)
