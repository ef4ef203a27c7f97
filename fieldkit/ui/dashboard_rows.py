"""What needs somebody today as a row of buttons, and the table of all indicators."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout

from fieldkit.errors import Text
from fieldkit.model.indicators import words
from fieldkit.ui import icons, theme
from fieldkit.ui.buttons import Button
from fieldkit.ui.card import Card
from fieldkit.ui.cell_model import CellModel
from fieldkit.ui.labels import label
from fieldkit.ui.list_table import HEADER_HEIGHT, ListTable
from fieldkit.ui.row_delegate import ROW_HEIGHT, Cell
from fieldkit.ui.wrap_layout import WrapLayout

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldkit.errors import Language
    from fieldkit.model.indicators import Figure
    from fieldkit.model.indicators.table import TodayItem
    from fieldkit.ui.theme import Tone

_URGENCY = ("fail", "warn", "info", "neutral")
_ICONS = {"fail": "circle-alert", "warn": "clock", "info": "pencil", "neutral": "info"}
_WIDTHS = (0, 130, 190, 84, 130)
_LINE = 36
_STATES: dict[bool | None, tuple[Text, Tone]] = {
    True: (Text("ถึงเป้า", "reached"), "ok"),
    False: (Text("ยังไม่ถึงเป้า", "not reached"), "warn"),
}


class TodayRow(Card):
    """Buttons with counts; the most urgent come first.

    Attributes:
        opened: signal with what stands behind a count.
    """

    opened = Signal(object)

    def __init__(self, title: str, language: Language) -> None:
        super().__init__(margin=10)
        self._language = language
        self._none = label(self.tr("Nothing is due. Well done."), "quiet")
        self._flow = WrapLayout(spacing=8)
        row = QHBoxLayout()
        row.setContentsMargins(8, 0, 8, 0)
        row.setSpacing(16)
        head = label(title, "strong")
        head.setFixedHeight(theme.current().px(_LINE))
        row.addWidget(head, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._none)
        row.addLayout(self._flow, 1)
        self.body.addLayout(row)
        self.buttons: list[Button] = []

    def show_items(self, items: Sequence[tuple[TodayItem, object, Figure]]) -> None:
        """Show counts: what each is, what it opens, how many there are."""
        for old in self.buttons:
            self._flow.removeWidget(old)
            old.setParent(None)
            old.deleteLater()
        self.buttons = []
        for item, behind, figure in sorted(items, key=lambda item: _URGENCY.index(item[0].tone)):
            name = item.counted.name.pick(self._language)
            button = Button(f"{name} {figure.numerator:,.0f}", _ICONS[item.tone], kind="quiet")
            button.setIcon(icons.icon(_ICONS[item.tone], item.tone, item.tone))
            button.clicked.connect(partial(self.opened.emit, behind))
            self._flow.addWidget(button)
            self.buttons.append(button)
        self._none.setVisible(not items)


class IndicatorTable(Card):
    """All indicators: value, parts, target, whether it is reached; Enter opens the list behind one.

    Attributes:
        opened: signal with what stands behind a row.
        walked: signal with the rectangle of the row that became the chosen one, in this card.
    """

    opened = Signal(object)
    walked = Signal(QRect)

    def __init__(self, title: str, language: Language) -> None:
        super().__init__(title, margin=16)
        self._language = language
        headers = (
            self.tr("Indicator"),
            ">" + self.tr("Value"),
            ">" + self.tr("Counted"),
            ">" + self.tr("Target"),
            self.tr("State"),
        )
        self.model = CellModel(headers, self._cells, self)
        self.table = ListTable(title)
        self.table.setModel(self.model)
        self.table.set_widths(_WIDTHS)
        self.table.row_opened.connect(lambda row: self.opened.emit(self.model.rows[row][1]))
        self.table.row_chosen.connect(self._walk)
        self.add(self.table, 1)

    def show_figures(self, rows: Sequence[tuple[Figure, object]], pace: float) -> None:
        """Show figures with what each opens; ``pace`` is the share of the period that has begun."""
        self._pace = pace
        self.model.show_rows(rows)
        now = theme.current()
        height = now.px(ROW_HEIGHT) * len(rows) + now.px(HEADER_HEIGHT) + 4
        self.table.setFixedHeight(height)
        self.table.choose_row(0)

    def _walk(self, row: int) -> None:
        if row >= 0 and self.table.hasFocus():
            place = self.table.visualRect(self.model.index(row, 0))
            self.walked.emit(place.translated(self.table.viewport().mapTo(self, QPoint(0, 0))))

    def _cells(self, row: tuple[Figure, Any]) -> tuple[Cell, ...]:
        figure = row[0]
        note = figure.indicator.note.pick(self._language)
        return (
            Cell(figure.indicator.name.pick(self._language), note, strong=True),
            Cell(words.value_words(figure, self._language), right=True),
            Cell(words.parts_words(figure), quiet=True, right=True),
            Cell(words.target_words(figure), quiet=True, right=True),
            self._state(figure),
        )

    def _state(self, figure: Figure) -> Cell:
        if figure.met is None:
            return Cell("")
        text, tone = _STATES[figure.met]
        said = text.pick(self._language)
        if figure.short:
            said = self.tr("{0} to go").format(f"{figure.short:,}")
        return Cell(said, tone=tone)
