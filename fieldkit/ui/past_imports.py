"""The imports that were made on this machine, each of which can be taken back."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from fieldkit.model.register import importing
from fieldkit.model.thai import dates
from fieldkit.ui.buttons import Button
from fieldkit.ui.card import Card
from fieldkit.ui.labels import label
from fieldkit.ui.wrap_label import WrapLabel

if TYPE_CHECKING:
    from fieldkit.model.register.importing import PastImport
    from fieldkit.ui.page import PageContext


class PastImports(Card):
    """Newest first; the button takes an import back.

    Attributes:
        undo_wanted: signal with the id of an import.
    """

    undo_wanted = Signal(str)

    def __init__(self, context: PageContext, table: str, none: str) -> None:
        """``table`` is what the imports filled; ``none`` says that there are none yet."""
        super().__init__(self.tr("Earlier imports"))
        self._context = context
        self._table = table
        self._none = WrapLabel(none, "quiet")
        self.add(self._none)
        self._sheet = QWidget()
        self._rows = QVBoxLayout(self._sheet)
        self._rows.setContentsMargins(0, 0, 6, 0)
        self._rows.setSpacing(12)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setAccessibleName(self.tr("Earlier imports"))
        scroll.setWidget(self._sheet)
        self.add(scroll, 1)

    def refresh(self) -> None:
        """Read the list again."""
        while self._rows.count():
            item = self._rows.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        with self._context.workspace.database.read() as connection:
            past = [one for one in importing.imports(connection) if one.table == self._table]
        self._none.setVisible(not past)
        for one in past:
            self._rows.addWidget(self._row(one))
        self._rows.addStretch(1)

    def _row(self, past: PastImport) -> QWidget:
        language = self._context.language
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(WrapLabel(past.file_name, "strong"))
        when = dates.short_moment(datetime.fromisoformat(past.imported_at), language)
        counts = self.tr("new {0} · changed {1} · rejected {2}").format(
            *(f"{past.counts.get(key, 0):,}" for key in ("new", "changed", "rejected"))
        )
        for line_of_words in (when, counts):
            words.addWidget(WrapLabel(line_of_words, "caption"))
        line.addLayout(words, 1)
        if past.undone_at:
            undone: QLabel = label(self.tr("undone"), "quiet")
            line.addWidget(undone)
        else:
            undo = Button(self.tr("Undo"), "undo-2")
            undo.setAccessibleName(self.tr("Undo the import of {0}").format(past.file_name))
            undo.clicked.connect(partial(self._want_undo, past.id))
            line.addWidget(undo)
        return row

    def _want_undo(self, import_id: str) -> None:
        self.undo_wanted.emit(import_id)
