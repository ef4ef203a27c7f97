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
from fieldkit.ui.record_list import ListColumn, ListWords, RecordList, quiet_column
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
            search=self.tr("Factory, finding or law"),
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
        law, order, *others = self._quiet_columns()
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
            law,
            order,
            ListColumn(
                "due",
                self.tr("To be corrected by"),
                self._due,
                lambda row: str(row["due_date"] or ""),
                width=164,
                order=lambda row: row["due_date"],
            ),
            *others,
        ]

    def _quiet_columns(self) -> list[ListColumn]:
        """Return law and order, then what a person may choose to see."""
        language = self._context.language

        def day(stored: str) -> str:
            return day_words(stored, language)

        def decision(code: str) -> str:
            return word(DECISIONS, code, language)

        def state(code: str) -> str:
            return word(FINDING_STATES, code, language)

        return [
            quiet_column("law", self.tr("Law"), "law", width=130, spared=2),
            quiet_column("order", self.tr("Order"), "order_number", width=130, spared=1),
            quiet_column(
                "factory",
                self.tr("Factory"),
                "factory_name",
                width=170,
                spared=3,
                shown=False,
                words=name_words,
            ),
            quiet_column("number", self.tr("Number"), "registration_no", width=150, spared=5, shown=False),
            quiet_column("district", self.tr("District"), "district", width=120, spared=5, shown=False),
            quiet_column(
                "inspected",
                self.tr("Inspected"),
                "started_at",
                width=118,
                spared=4,
                shown=False,
                words=day,
                stored=True,
            ),
            quiet_column(
                "decision", self.tr("Decision"), "decision", width=140, spared=5, shown=False, words=decision
            ),
            quiet_column("state", self.tr("State"), "state", width=120, spared=4, shown=False, words=state),
            quiet_column("action", self.tr("Action"), "action", width=200, spared=5, shown=False),
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
