"""The list of findings: what is open, falls due, is late, or has no order yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from fieldkit.model.code_lists import DECISIONS, FINDING_STATES, word
from fieldkit.model.inspections import findings
from fieldkit.model.policy import SEVERITIES
from fieldkit.model.thai.search_text import indexed
from fieldkit.ui.factory_model import NONE, day_words, name_words
from fieldkit.ui.finding_pane import FindingPane, severity_badge
from fieldkit.ui.record_list import ListColumn, ListWords, RecordList
from fieldkit.ui.row_delegate import Cell

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from fieldkit.ui.page import PageContext

Row = dict[str, Any]

CHIPS = ("open", "due_soon", "overdue", "unordered", "all")
_SEARCHED = (
    *("factory_name", "registration_no", "district", "question", "wording", "description", "law", "action"),
    "order_number",
)
_GRAVITY = {str(key): place for place, key in enumerate(("C", "M", "m"))}


class FindingList(QObject):
    """Makes the list, and judges its rows by the day of today."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._texts: dict[str, str] = {}
        self.pane = FindingPane(context)
        words = ListWords(
            name=self.tr("Findings"),
            search=self.tr("Search by factory, finding or law"),
            count=lambda count: self.tr("%n finding(s)", "", count).replace(str(count), f"{count:,}"),
            none=self.tr("No finding fits"),
            none_line=self.tr("Nothing is left with this search and filter"),
            show_all=self.tr("Show all findings"),
        )
        self.list = RecordList(words, self._columns(), CHIPS, context.settings, self.pane)
        self.list.judge_by(self.fits, self._text)
        self.list.remember_as("findings")
        self.list.row_chosen.connect(self.pane.show_finding)

    def show(self, rows: list[Row]) -> None:
        """Show rows of ``findings_listing`` with the counts of the chips."""
        self._texts.clear()
        self.list.show_rows(
            rows,
            {
                "open": self.tr("Open {0}"),
                "due_soon": self.tr("Due soon {0}"),
                "overdue": self.tr("Overdue {0}"),
                "unordered": self.tr("Without an order {0}"),
                "all": self.tr("All {0}"),
            },
        )

    def fits(self, row: Row, key: str) -> bool:
        """Tell whether the chip ``key`` shows the row."""
        today = self._context.workspace.clock().date()
        judge: Mapping[str, Callable[[], bool]] = {
            "open": lambda: row["state"] == "open",
            "due_soon": lambda: findings.due_soon(row, today),
            "overdue": lambda: findings.overdue(row, today),
            "unordered": lambda: row["state"] == "open" and not row["factory_order"],
            "all": lambda: True,
        }
        return judge[key]()

    def _text(self, row: Row) -> str:
        """Return what a search looks at, folded once."""
        found = self._texts.get(row["id"])
        if found is None:
            found = self._texts[row["id"]] = indexed(row[column] or "" for column in _SEARCHED)
        return found

    def _columns(self) -> list[ListColumn]:
        language = self._context.language
        severities = {str(key): text for key, text in SEVERITIES.items()}

        def plain(column: str) -> Callable[[Row], str]:
            return lambda row: str(row[column] or "")

        return [
            ListColumn(
                "severity",
                self.tr("Severity"),
                lambda row: Cell(severity_badge(row["severity"], language)[0], tone=self._tone(row)),
                lambda row: word(severities, row["severity"], language),
                width=88,
                order=lambda row: _GRAVITY.get(row["severity"] or ""),
            ),
            ListColumn(
                "finding",
                self.tr("Finding"),
                self._what,
                lambda row: str(row["description"] or row["wording"] or ""),
                order=lambda row: row["description"] or row["wording"],
            ),
            ListColumn(
                "factory",
                self.tr("Factory"),
                lambda row: Cell(name_words(row["factory_name"]), row["district"] or "", quiet=True),
                plain("factory_name"),
                width=170,
                order=lambda row: row["factory_name"],
                spared=3,
                shown=False,
            ),
            ListColumn(
                "number",
                self.tr("Number"),
                lambda row: Cell(row["registration_no"] or NONE, quiet=True),
                plain("registration_no"),
                width=150,
                order=lambda row: row["registration_no"],
                spared=4,
                shown=False,
            ),
            ListColumn(
                "inspected",
                self.tr("Inspected"),
                lambda row: Cell(day_words(row["started_at"], language), quiet=True),
                lambda row: str(row["started_at"] or "")[:10],
                width=118,
                order=lambda row: row["started_at"],
                spared=3,
                shown=False,
            ),
            ListColumn(
                "law",
                self.tr("Law"),
                lambda row: Cell(row["law"] or NONE, quiet=True),
                plain("law"),
                width=130,
                order=lambda row: row["law"],
                spared=2,
            ),
            ListColumn(
                "order",
                self.tr("Order"),
                lambda row: Cell(row["order_number"] or NONE, quiet=not row["order_number"]),
                plain("order_number"),
                width=130,
                order=lambda row: row["order_number"],
                spared=1,
            ),
            ListColumn(
                "decision",
                self.tr("Decision"),
                lambda row: Cell(word(DECISIONS, row["decision"], language) or NONE, quiet=True),
                lambda row: word(DECISIONS, row["decision"], language),
                width=140,
                order=lambda row: row["decision"],
                spared=4,
                shown=False,
            ),
            ListColumn(
                "due",
                self.tr("To be corrected by"),
                self._due,
                plain("due_date"),
                width=164,
                order=lambda row: row["due_date"],
            ),
            ListColumn(
                "state",
                self.tr("State"),
                lambda row: Cell(word(FINDING_STATES, row["state"], language), quiet=True),
                lambda row: word(FINDING_STATES, row["state"], language),
                width=120,
                order=lambda row: row["state"],
                spared=4,
                shown=False,
            ),
        ]

    def _tone(self, row: Row) -> Any:
        return severity_badge(row["severity"], self._context.language)[1]

    def _what(self, row: Row) -> Cell:
        inspected = day_words(row["started_at"], self._context.language)
        place = " · ".join(part for part in (name_words(row["factory_name"]), inspected) if part)
        return Cell(row["description"] or row["wording"] or NONE, place, strong=True)

    def _due(self, row: Row) -> Cell:
        due, state, tone = self.pane.due_words(row)
        return Cell(due, state, icon="clock" if tone else "", tone=tone)
