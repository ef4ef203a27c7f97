"""The findings page: what was found wrong and by when it must be put right."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from fieldkit.errors import FieldkitError
from fieldkit.model import inspections
from fieldkit.model.inspections import findings
from fieldkit.model.thai.search_text import indexed, terms
from fieldkit.ui import theme
from fieldkit.ui.card import Card
from fieldkit.ui.cell_model import CellModel
from fieldkit.ui.chip import ChipRow
from fieldkit.ui.empty_state import EmptyState
from fieldkit.ui.factory_model import NONE, day_words, name_words
from fieldkit.ui.finding_pane import FindingPane, severity_badge
from fieldkit.ui.keys import page_shortcut
from fieldkit.ui.labels import label
from fieldkit.ui.list_table import ListTable
from fieldkit.ui.page import EVERYTHING, Page
from fieldkit.ui.row_delegate import Cell
from fieldkit.ui.search_field import SearchField

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

Finding = dict[str, Any]
SHOWN_TABLES = frozenset({"finding", "inspection", "factory"})
SEARCHED = (
    "factory_name",
    "registration_no",
    "district",
    "question",
    "wording",
    "description",
    "law",
    "action",
)
PANE_WIDTH, PANE_SHARE = 320, 0.32
SEARCH_WIDTH = 300
WIDTHS, LAW = (88, 0, 150, 146), 2
# The words of a finding come first; the law stands in the pane too.
FINDING_WIDTH = 420
# More than any office has; the list is in memory so that counts and search need no other query.
MOST = 50_000


class FindingsPage(Page):
    """Opens at the id of a finding, or where it was left."""

    def build(self) -> None:
        self._all: Sequence[Finding] = ()
        self._texts: dict[str, str] = {}
        self._chosen = ""
        self.search = SearchField(self.tr("Search by factory, finding or law"))
        self.search.setMaximumWidth(theme.current().px(SEARCH_WIDTH))
        self.search.searched.connect(lambda _text: self._filter())
        self.search.left_down.connect(self._enter_list)
        self.chips = ChipRow([("open", ""), ("overdue", ""), ("all", "")], self.tr("Filter"))
        self.chips.chosen.connect(lambda _key: self._filter())
        self.count = label("", "quiet")
        top = QHBoxLayout()
        top.setSpacing(10)
        top.addWidget(self.search, 2)
        top.addWidget(self.chips)
        top.addWidget(self.count)
        top.addStretch(1)
        self.pane = FindingPane(self.context)
        self.pane.question_wanted.connect(self._open_question)
        self.pane.factory_wanted.connect(lambda id_: self.opened.emit("factory", id_))
        desk = QWidget()
        column = QVBoxLayout(desk)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addLayout(top)
        column.addLayout(self._body(), 1)
        self.nothing = EmptyState(
            "inbox",
            self.tr("No findings to follow up yet"),
            self.tr("When an answer fails, its finding comes here"),
            self.tr("Open the register"),
        )
        self.nothing.pressed.connect(lambda: self.opened.emit("register", None))
        self._views = QStackedWidget()
        for view in (desk, self.nothing):
            self._views.addWidget(view)
        self.column().addWidget(self._views)
        self.refresh()

    def _body(self) -> QHBoxLayout:
        headers = (self.tr("Severity"), self.tr("Finding"), self.tr("Law"), self.tr("To be corrected by"))
        self.table_model = CellModel(headers, self._cells, self)
        self.table = ListTable(self.tr("Findings"))
        self.table.setModel(self.table_model)
        self.table.set_widths(WIDTHS)
        self.table.row_chosen.connect(self._row_chosen)
        self.table.row_opened.connect(lambda _row: self.pane.open_question.setFocus())
        page_shortcut(self, "Ctrl+O", self.pane.open_factory.click)
        sheet = Card(margin=1)
        sheet.add(self.table, 1)
        blank = Card(margin=1)
        self.empty = EmptyState(
            "search",
            self.tr("No finding fits"),
            self.tr("Nothing is left with this search and filter"),
            self.tr("Show all findings"),
        )
        self.empty.pressed.connect(self._show_all)
        blank.add(self.empty, 1)
        self._stack = QStackedWidget()
        for part in (sheet, blank):
            self._stack.addWidget(part)
        body = QHBoxLayout()
        body.setSpacing(16)
        body.addWidget(self._stack, 1)
        body.addWidget(self.pane)
        return body

    # --- coming and going

    def open(self, target: object = None) -> None:
        if isinstance(target, dict):
            self.search.setText(target["text"])
            self.chips.choose(target["filter"])
            self._chosen = target["finding"]
            self._filter()
        elif isinstance(target, str) and target:
            self._chosen = target
            if target not in (row["id"] for row in self.table_model.rows):
                self._show_all()
            self._choose()
        self._enter_list()

    def state(self) -> object:
        return {"text": self.search.text(), "filter": self.chips.key(), "finding": self._chosen}

    def refresh(self, changed: frozenset[str] = EVERYTHING) -> None:
        if changed and not changed & SHOWN_TABLES:
            return
        try:
            self._all = inspections.findings_listing(self.context.workspace, limit=MOST)
        except FieldkitError as error:
            self.failed.emit(error)
            return
        self._texts.clear()
        today = self._today()
        counts = {
            "open": (self.tr("Open {0}"), sum(row["state"] == "open" for row in self._all)),
            "overdue": (self.tr("Overdue {0}"), sum(findings.overdue(row, today) for row in self._all)),
            "all": (self.tr("All {0}"), len(self._all)),
        }
        for key, (words, count) in counts.items():
            self.chips.set_text(key, words.format(f"{count:,}"))
        self._filter()

    def focus_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = int(self.width() * PANE_SHARE)
        self.pane.setFixedWidth(min(theme.current().px(PANE_WIDTH), room))
        # In a narrow page the law is left to the pane.
        narrow = self.width() - self.pane.width() < theme.current().px(sum(WIDTHS) + FINDING_WIDTH)
        self.table.setColumnHidden(LAW, narrow)
        self.table.set_widths(WIDTHS)

    def _today(self) -> date:
        return self.context.workspace.clock().date()

    # --- the list

    def _filter(self) -> None:
        today, key = self._today(), self.chips.key()
        wanted = terms(self.search.text())
        rows = [
            row
            for row in self._all
            if (key == "all" or (row["state"] == "open" if key == "open" else findings.overdue(row, today)))
            and all(term in self._text(row) for term in wanted)
        ]
        self.table_model.show_rows(rows)
        self.count.setText(self.tr("%n finding(s)", "", len(rows)).replace(str(len(rows)), f"{len(rows):,}"))
        self._views.setCurrentIndex(0 if self._all else 1)
        self._stack.setCurrentIndex(0 if rows else 1)
        self._choose()

    def _text(self, row: Finding) -> str:
        """Return what a search looks at, folded once."""
        found = self._texts.get(row["id"])
        if found is None:
            found = self._texts[row["id"]] = indexed(row[column] or "" for column in SEARCHED)
        return found

    def _choose(self) -> None:
        places = [row["id"] for row in self.table_model.rows]
        if not places:
            self.pane.show_finding(None)
            return
        self.table.choose_row(places.index(self._chosen) if self._chosen in places else 0)

    def _row_chosen(self, row: int) -> None:
        found = self.table_model.row(row)
        if found is not None:
            self._chosen = found["id"]
        self.pane.show_finding(found)

    def _show_all(self) -> None:
        self.search.clear()
        self.chips.choose("all")
        self._filter()
        self._enter_list()

    def _enter_list(self) -> None:
        if not self._all:
            self.nothing.button.setFocus()
        elif self.table_model.rows:
            self.table.setFocus()
        else:
            self.empty.button.setFocus()

    def _open_question(self, inspection: str, path: str) -> None:
        self.opened.emit("inspection", {"inspection": inspection, "path": path})

    def _cells(self, row: Finding) -> Sequence[Cell]:
        language = self.context.language
        words, tone = severity_badge(row["severity"], language)
        what = row["description"] or row["wording"] or NONE
        inspected = day_words(row["started_at"], language)
        place = " · ".join(part for part in (name_words(row["factory_name"]), inspected) if part)
        due, state, due_tone = self.pane.due_words(row)
        return (
            Cell(words, tone=tone),
            Cell(what, place, strong=True),
            Cell(row["law"] or NONE, quiet=True),
            Cell(due, state, icon="clock" if due_tone else "", tone=due_tone),
        )
