"""The bin of orders and their steps, from where each can be taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from fieldkit.model.orders.kinds import kind_name
from fieldkit.model.thai.search_text import indexed
from fieldkit.ui.buttons import Button
from fieldkit.ui.card import Card
from fieldkit.ui.empty_state import EmptyState
from fieldkit.ui.factory_model import NONE, day_words, name_words
from fieldkit.ui.facts import Facts
from fieldkit.ui.order_words import step_badge
from fieldkit.ui.record_list import ListColumn, ListWords, RecordList
from fieldkit.ui.row_delegate import Cell
from fieldkit.ui.wrap_label import WrapLabel

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieldkit.ui.page import PageContext

Row = dict[str, Any]


class BinPane(Card):
    """What lies in the bin, and the button that takes it back."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self.setAccessibleName(self.tr("In the bin"))
        self._none = EmptyState("trash-2", self.tr("The bin is empty"), self.tr("What you delete waits here"))
        self.add(self._none, 1)
        self.title = WrapLabel("", "title")
        self.facts = Facts()
        self.add(self.title)
        self.add(self.facts)
        self.body.addStretch(1)
        self.restore = Button(self.tr("Restore"), "undo-2", kind="primary")
        self.add(self.restore)
        self.show_row(None)

    def show_row(self, row: Mapping[str, Any] | None) -> None:
        """Show a row of the bin; None empties the pane."""
        self._none.setVisible(row is None)
        for part in (self.title, self.facts, self.restore):
            part.setVisible(row is not None)
        if row is None:
            return
        language = self._context.language
        self.title.set_words(_what(row, language))
        self.facts.show_facts(
            [
                (self.tr("Order"), row["order_number"] or ""),
                (self.tr("Section"), kind_name(row["section"], language)),
                (self.tr("Factory"), name_words(row["factory_name"])),
                (self.tr("Date"), day_words(row["on_date"], language)),
                (self.tr("Why it was deleted"), row["reason"] or ""),
            ]
        )


class OrderBin(QObject):
    """Makes the list of what was deleted.

    Attributes:
        restore_wanted: signal with the chosen rows.
    """

    restore_wanted = Signal(list)

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        language = context.language
        self.pane = BinPane(context)
        self.pane.restore.clicked.connect(self._restore)
        words = ListWords(
            name=self.tr("In the bin"),
            search=self.tr("Factory or number"),
            count=lambda count: self.tr("%n record(s)", "", count),
            none=self.tr("The bin is empty"),
            none_line=self.tr("What you delete waits here and can be restored"),
            show_all=self.tr("Show all"),
        )
        columns = [
            ListColumn(
                "what",
                self.tr("What was deleted"),
                lambda row: Cell(_what(row, language), row["order_number"] or "", strong=True),
                lambda row: _what(row, language),
                order=lambda row: f"{_what(row, language)} {row['order_number'] or ''}",
            ),
            ListColumn(
                "order",
                self.tr("Order"),
                lambda row: Cell(row["order_number"] or NONE),
                lambda row: row["order_number"] or "",
                width=170,
                order=lambda row: row["order_number"],
                shown=False,
            ),
            ListColumn(
                "factory",
                self.tr("Factory"),
                lambda row: Cell(name_words(row["factory_name"]), quiet=True),
                lambda row: row["factory_name"] or "",
                width=220,
                order=lambda row: row["factory_name"],
                spared=1,
            ),
            ListColumn(
                "date",
                self.tr("Date"),
                lambda row: Cell(day_words(row["on_date"], language) or NONE, quiet=True),
                lambda row: row["on_date"] or "",
                width=120,
                order=lambda row: row["on_date"],
                spared=2,
            ),
        ]
        self.list = RecordList(
            words, columns, ("order", "step", "all"), context.settings, self.pane, name="order_bin"
        )
        self.list.judge_by(
            lambda row, key: key in ("all", row["what"]),
            lambda row: indexed([row["order_number"] or "", row["factory_name"] or ""]),
        )
        self.list.chips.choose("all")
        self.list.row_chosen.connect(self.pane.show_row)

    def show(self, rows: list[Row]) -> None:
        """Show rows of ``in_bin`` with the counts of the chips."""
        words = {
            "order": self.tr("Orders {0}"),
            "step": self.tr("Steps {0}"),
            "all": self.tr("All {0}"),
        }
        self.list.show_rows(rows, words)

    def _restore(self) -> None:
        rows = self.list.chosen()
        if rows:
            self.restore_wanted.emit(rows)


def _what(row: Mapping[str, Any], language: Any) -> str:
    return (
        kind_name(row["section"], language)
        if row["what"] == "order"
        else step_badge(row["kind"], language)[0]
    )
