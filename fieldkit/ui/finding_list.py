"""The list of findings: what is open, falls due, is late, or has no order yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from fieldkit.model.code_lists import DECISIONS, FINDING_STATES, word
from fieldkit.model.inspections import finding_query
from fieldkit.model.inspections.finding_query import Query
from fieldkit.model.policy import SEVERITIES
from fieldkit.model.stopping import stopping
from fieldkit.ui.factory_model import NONE, day_words, name_words
from fieldkit.ui.finding_pane import FindingPane, severity_badge
from fieldkit.ui.record_list import ListColumn, ListWords, RecordList, by_query, quiet_column
from fieldkit.ui.record_source import QUICK
from fieldkit.ui.row_delegate import Cell

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from fieldkit.model.workspace import Workspace
    from fieldkit.ui.page import PageContext
    from fieldkit.ui.record_source import Wish

Row = dict[str, Any]


class FindingSource:
    """The findings of a data folder, by the numbers of their rows, judged by the day ``today``."""

    def __init__(self, workspace: Workspace, today: date, counts: Mapping[str, int]) -> None:
        """``counts`` are those of every chip, which the page has read."""
        self._workspace, self._today, self._counts = workspace, today, counts

    @property
    def quick(self) -> bool:
        """Whether there are few findings."""
        return self._counts["all"] <= QUICK

    def find(self, wish: Wish, stop: Callable[[], bool]) -> Sequence[int]:
        """Return the numbers of the findings that fit."""
        query = Query(self._today, wish.chip, wish.text, wish.sort, wish.descending)
        with self._workspace.database.read() as connection, stopping(connection, stop):
            return finding_query.ids(connection, query)

    def counts(self) -> Mapping[str, int]:
        """Return how many findings each chip shows."""
        return self._counts

    def read(self, keys: Sequence[int]) -> Mapping[int, Row]:
        """Return the findings with these numbers."""
        with self._workspace.database.read() as connection:
            return finding_query.rows(connection, keys)

    def key_of(self, record: str) -> int:
        """Return the number of a finding."""
        with self._workspace.database.read() as connection:
            return finding_query.row_number(connection, record)


class FindingList(QObject):
    """Makes the list of findings."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self.pane = FindingPane(context)
        words = ListWords(
            name=self.tr("Findings"),
            search=self.tr("Factory, finding or law"),
            count=lambda count: self.tr("%n finding(s)", "", count).replace(str(count), f"{count:,}"),
            none=self.tr("No finding fits"),
            none_line=self.tr("Nothing is left with this search and filter"),
            show_all=self.tr("Show all findings"),
        )
        self.list = RecordList(
            words, self._columns(), finding_query.CHIPS, context.settings, self.pane, name="findings"
        )
        self.list.row_chosen.connect(self.pane.show_finding)

    def show(self, counts: Mapping[str, int]) -> None:
        """Show the findings of today, of which there are ``counts`` for each chip."""
        workspace = self._context.workspace
        self.list.show_source(
            FindingSource(workspace, workspace.clock().date(), counts),
            {
                "open": self.tr("Open {0}"),
                "due_soon": self.tr("Due soon {0}"),
                "overdue": self.tr("Overdue {0}"),
                "unordered": self.tr("Without an order {0}"),
                "all": self.tr("All {0}"),
            },
        )

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
                order=by_query,
            ),
            ListColumn(
                "finding",
                self.tr("Finding"),
                self._what,
                lambda row: str(row["description"] or row["wording"] or ""),
                order=by_query,
            ),
            law,
            order,
            ListColumn(
                "due",
                self.tr("To be corrected by"),
                self._due,
                lambda row: str(row["due_date"] or ""),
                width=164,
                order=by_query,
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
