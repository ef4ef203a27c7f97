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
from fieldkit.ui.record_list import ListColumn, ListWords, RecordList, quiet_column
from fieldkit.ui.row_delegate import Cell

if TYPE_CHECKING:
    from fieldkit.ui.page import PageContext

Row = dict[str, Any]


class OrderList(QObject):
    """Makes the list, and judges its rows by the day of today."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._today = context.workspace.clock().date()
        self.pane = OrderPane(context)
        words = ListWords(
            name=self.tr("Orders"),
            search=self.tr("Factory, number or person"),
            count=lambda count: self.tr("%n order(s)", "", count).replace(str(count), f"{count:,}"),
            none=self.tr("No order fits"),
            none_line=self.tr("Draft one from chosen findings, or take the filter away"),
            show_all=self.tr("Show all orders"),
        )
        self.list = RecordList(
            words, self._columns(), tuple(FILTERS), context.settings, self.pane, name="orders"
        )
        self.list.judge_by(self.fits, row_text)
        self.list.row_chosen.connect(self.pane.show_order)

    def show(self, rows: list[Row]) -> None:
        """Show rows of ``orders_listing`` with the counts of the chips."""
        self._today = self._context.workspace.clock().date()
        self.list.show_rows(
            rows,
            {
                "active": self.tr("Active {0}"),
                "due_soon": self.tr("Due soon {0}"),
                "overdue": self.tr("Overdue {0}"),
                "waiting": self.tr("Not received {0}"),
                "appealed": self.tr("Appealed {0}"),
                "prosecuted": self.tr("Prosecuted {0}"),
                "verify": self.tr("To verify {0}"),
                "all": self.tr("All {0}"),
            },
        )

    def fits(self, row: Row, key: str) -> bool:
        """Tell whether the chip ``key`` shows the row, by the day on which the rows were shown."""
        return FILTERS[key](row, self._today)

    def _columns(self) -> list[ListColumn]:
        language = self._context.language
        states = list(codes(STATES))
        issued, received, *others = self._quiet_columns()
        return [
            ListColumn(
                "factory",
                self.tr("Factory"),
                self._what,
                lambda row: str(row["factory_name"] or ""),
                order=lambda row: row["factory_name"],
                least=170,
            ),
            ListColumn(
                "order",
                self.tr("Order"),
                lambda row: Cell(row["order_number"], kind_name(row["section"], language)),
                lambda row: row["order_number"],
                width=176,
                order=lambda row: row["order_number"],
                spared=1,
            ),
            ListColumn(
                "state",
                self.tr("State"),
                self._state,
                lambda row: state_badge(row, language)[0],
                width=170,
                order=lambda row: states.index(row["state"]) if row["state"] in states else None,
                spared=2,
            ),
            issued,
            received,
            ListColumn(
                "due",
                self.tr("To be corrected by"),
                self._due,
                lambda row: str(row["due"] or ""),
                width=164,
                order=lambda row: row["due"],
            ),
            *others,
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
        ]

    def _quiet_columns(self) -> list[ListColumn]:
        """Return the days of issue and receipt, then what a person may choose to see."""
        language = self._context.language

        def day(stored: str) -> str:
            return day_words(stored, language)

        def kind(section: str) -> str:
            return kind_name(section, language)

        def dated(column: str, title: str, spared: int, *, shown: bool) -> ListColumn:
            return quiet_column(
                column, title, column, width=118, spared=spared, shown=shown, words=day, stored=True
            )

        return [
            dated("issued_on", self.tr("Issued"), 4, shown=True),
            dated("received_on", self.tr("Received"), 3, shown=True),
            dated("extended_to", self.tr("Extended to"), 5, shown=False),
            quiet_column(
                "section", self.tr("Section"), "section", width=160, spared=4, shown=False, words=kind
            ),
            quiet_column("number", self.tr("Number"), "registration_no", width=150, spared=5, shown=False),
            quiet_column("district", self.tr("District"), "district", width=120, spared=5, shown=False),
            quiet_column("officer", self.tr("Officer"), "officer_name", width=150, spared=5, shown=False),
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
