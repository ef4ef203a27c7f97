"""The list of orders: what runs, falls due, is late, waits for its receipt, is appealed or prosecuted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from fieldkit.model.codes import codes
from fieldkit.model.orders.filters import FILTERS, row_text
from fieldkit.model.orders.kinds import kind_name
from fieldkit.model.orders.steps_table import STATES
from fieldkit.ui.factory_model import NONE, day_words, name_words
from fieldkit.ui.order_pane import OrderPane
from fieldkit.ui.order_words import due_words, state_badge
from fieldkit.ui.record_list import ListColumn, ListWords, RecordList
from fieldkit.ui.row_delegate import Cell

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieldkit.ui.page import PageContext

Row = dict[str, Any]


class OrderList(QObject):
    """Makes the list, and judges its rows by the day of today."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._texts: dict[str, str] = {}
        self.pane = OrderPane(context)
        words = ListWords(
            name=self.tr("Orders"),
            search=self.tr("Search by factory, number or person"),
            count=lambda count: self.tr("%n order(s)", "", count).replace(str(count), f"{count:,}"),
            none=self.tr("No order fits"),
            none_line=self.tr("Draft one from chosen findings, or take the filter away"),
            show_all=self.tr("Show all orders"),
        )
        self.list = RecordList(words, self._columns(), tuple(FILTERS), context.settings, self.pane)
        self.list.judge_by(self.fits, self._text)
        self.list.remember_as("orders")
        self.list.row_chosen.connect(self.pane.show_order)

    def show(self, rows: list[Row]) -> None:
        """Show rows of ``orders_listing`` with the counts of the chips."""
        self._texts.clear()
        self.list.show_rows(
            rows,
            {
                "active": self.tr("Active {0}"),
                "due_soon": self.tr("Due soon {0}"),
                "overdue": self.tr("Overdue {0}"),
                "waiting": self.tr("Waiting for receipt {0}"),
                "appealed": self.tr("Appealed {0}"),
                "prosecuted": self.tr("Prosecuted {0}"),
                "verify": self.tr("To verify {0}"),
                "all": self.tr("All {0}"),
            },
        )

    def fits(self, row: Row, key: str) -> bool:
        """Tell whether the chip ``key`` shows the row."""
        return FILTERS[key](row, self._context.workspace.clock().date())

    def _text(self, row: Row) -> str:
        found = self._texts.get(row["id"])
        if found is None:
            found = self._texts[row["id"]] = row_text(row)
        return found

    def _columns(self) -> list[ListColumn]:
        language = self._context.language
        states = list(codes(STATES))

        def plain(column: str) -> Callable[[Row], str]:
            return lambda row: str(row[column] or "")

        def day(column: str, title: str, spared: int, *, shown: bool = True) -> ListColumn:
            return ListColumn(
                column,
                title,
                lambda row: Cell(day_words(row[column], language) or NONE, quiet=True),
                plain(column),
                width=118,
                order=lambda row: row[column],
                spared=spared,
                shown=shown,
            )

        return [
            ListColumn(
                "factory",
                self.tr("Factory"),
                self._what,
                plain("factory_name"),
                order=lambda row: row["factory_name"],
            ),
            ListColumn(
                "order",
                self.tr("Order"),
                lambda row: Cell(row["order_number"], kind_name(row["section"], language)),
                lambda row: row["order_number"],
                width=176,
                order=lambda row: row["order_number"],
            ),
            ListColumn(
                "section",
                self.tr("Section"),
                lambda row: Cell(kind_name(row["section"], language), quiet=True),
                lambda row: kind_name(row["section"], language),
                width=160,
                order=lambda row: row["section"],
                spared=4,
                shown=False,
            ),
            ListColumn(
                "number",
                self.tr("Number"),
                lambda row: Cell(row["registration_no"] or NONE, quiet=True),
                plain("registration_no"),
                width=150,
                order=lambda row: row["registration_no"],
                spared=5,
                shown=False,
            ),
            ListColumn(
                "state",
                self.tr("State"),
                self._state,
                lambda row: state_badge(row, language)[0],
                width=170,
                order=lambda row: states.index(row["state"]) if row["state"] in states else None,
            ),
            day("issued_on", self.tr("Issued"), 2),
            day("received_on", self.tr("Received"), 1),
            ListColumn(
                "due",
                self.tr("To be corrected by"),
                self._due,
                plain("due"),
                width=164,
                order=lambda row: row["due"],
            ),
            day("extended_to", self.tr("Extended to"), 5, shown=False),
            ListColumn(
                "fined",
                ">" + self.tr("Fine (baht)"),
                lambda row: Cell(f"{row['fined']:,.2f}" if row["fined"] else NONE, right=True),
                lambda row: f"{row['fined']:.2f}" if row["fined"] else "",
                width=110,
                order=lambda row: row["fined"],
                spared=5,
                shown=False,
            ),
            ListColumn(
                "officer",
                self.tr("Officer"),
                lambda row: Cell(row["officer_name"] or NONE, quiet=True),
                plain("officer_name"),
                width=150,
                order=lambda row: row["officer_name"],
                spared=5,
                shown=False,
            ),
        ]

    def _what(self, row: Row) -> Cell:
        count = self.tr("%n finding(s)", "", len(row["findings"]))
        return Cell(
            name_words(row["factory_name"]),
            " · ".join(part for part in (row["district"], count) if part),
            strong=True,
        )

    def _state(self, row: Row) -> Cell:
        words, tone = state_badge(row, self._context.language)
        return Cell(words, tone=tone)

    def _due(self, row: Row) -> Cell:
        today = self._context.workspace.clock().date()
        day, meaning, tone = due_words(row, today, self._context.language)
        return Cell(day, meaning, icon="clock" if tone else "", tone=tone)
