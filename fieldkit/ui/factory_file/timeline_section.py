"""What happened at a factory, the newest first, with a chip for each kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget

from fieldkit.model.factory_file.timeline import EVENT_KINDS, state, timeline, title
from fieldkit.ui.card import Card
from fieldkit.ui.cell_model import CellModel
from fieldkit.ui.chip import ChipRow
from fieldkit.ui.empty_state import EmptyState
from fieldkit.ui.factory_file.away_bar import AwayBar
from fieldkit.ui.factory_file.section import Section
from fieldkit.ui.factory_model import NONE, day_words
from fieldkit.ui.list_table import ListTable
from fieldkit.ui.row_copy import let_copy
from fieldkit.ui.row_delegate import Cell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldkit.model.factory_file.timeline import Event
    from fieldkit.ui.page import PageContext
    from fieldkit.ui.theme import Tone

ALL = "all"
SPARED = (1,)  # columns that a narrow window leaves out
WIDTHS = (0, 130, 170)
ICONS = {
    "visit": "clipboard-check",
    "finding": "triangle-alert",
    "order": "signature",
    "complaint": "inbox",
    "document": "file-text",
}


class TimelineSection(Section):
    """Visits, findings, orders, complaints and documents in one list; Enter opens one."""

    TABLES: ClassVar[frozenset[str]] = frozenset(
        {"inspection", "visit", "finding", "factory_order", "complaint", "document"}
    )

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self._events: list[Event] = []
        self.chips = ChipRow([(ALL, ""), *((kind, "") for kind in EVENT_KINDS)], self.tr("Filter"), wrap=True)
        self.chips.chosen.connect(lambda _key: self._filter())
        headers = (self.tr("What"), self.tr("Date"), self.tr("State"))
        self.table_model = CellModel(headers, self._cells, self)
        self.table = ListTable(self.tr("Timeline"))
        self.table.setModel(self.table_model)
        self.table.set_widths(WIDTHS)
        self.table.let_choose_many()
        let_copy(self.table)
        self.table.row_opened.connect(self._open)
        sheet = Card(margin=1)
        sheet.add(self.table, 1)
        blank = Card(margin=1)
        blank.add(EmptyState("history", self.tr("Nothing has happened yet"), ""), 1)
        self._stack = QStackedWidget()
        self._stack.addWidget(sheet)
        self._stack.addWidget(blank)
        self.away = AwayBar()
        self.away.fetch_wanted.connect(self.fetch_wanted)
        self.column.addWidget(self.chips)
        self.column.addWidget(self.away)
        self.column.addWidget(self._stack, 1)

    def read(self) -> None:
        with self.context.workspace.database.read() as connection:
            self._events = timeline(connection, self.factory)
            self.away.read(connection, self.factory)
        self._name_chips()
        self._filter()
        self._stack.setCurrentIndex(0 if self._events else 1)
        self.chips.setVisible(bool(self._events))

    def enter(self) -> None:
        self.table.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit(self.table, WIDTHS, SPARED)

    def _name_chips(self) -> None:
        words = {
            "visit": self.tr("Visits"),
            "finding": self.tr("Findings"),
            "order": self.tr("Orders"),
            "complaint": self.tr("Complaints"),
            "document": self.tr("Documents"),
        }
        kinds = [event.kind for event in self._events]
        everything = self.tr("All")
        self.chips.set_text(ALL, f"{everything} {len(kinds):,}")
        for kind in EVENT_KINDS:
            self.chips.set_text(kind, f"{words[kind]} {kinds.count(kind):,}")

    def _filter(self) -> None:
        key = self.chips.key()
        shown = [event for event in self._events if key in (ALL, event.kind)]
        self.table_model.show_rows(shown)
        self.table.choose_row(0 if shown else -1)

    def _cells(self, event: Event) -> Sequence[Cell]:
        language = self.context.language
        words, tone = state(event, language)
        second = {"visit": event.detail, "order": event.detail, "document": event.detail}.get(event.kind, "")
        if event.elsewhere:
            second = " · ".join(part for part in (second, self.tr("answers at the office")) if part)
        found = cast("Tone", tone) if tone else None
        return (
            Cell(title(event, language), second, icon=ICONS[event.kind], strong=event.kind == "visit"),
            Cell(day_words(event.day, language) or NONE, quiet=True),
            Cell(words, tone=found) if words else Cell(""),
        )

    def _open(self, row: int) -> None:
        event: Event = self.table_model.rows[row]
        if event.kind == "document":
            self.section_wanted.emit("documents", event.id)
        elif event.kind == "finding":
            self.opened.emit("inspection", {"inspection": event.inspection, "path": event.path})
        elif event.kind == "complaint":
            self.opened.emit("cases", {"table": "complaint", "record": event.id})
        elif event.kind == "order":
            self.opened.emit("findings", {"order": event.id})
        elif event.inspection:
            self.opened.emit("inspection", event.inspection)
