"""The sheet over the plan that proposes one: terms, what would be planned, what does not fit."""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from fieldkit.errors import FieldkitError, Text
from fieldkit.model.planning import proposal
from fieldkit.model.planning.officers import introduce
from fieldkit.model.planning.rules import risk_class
from fieldkit.model.reference import whole_param
from fieldkit.model.thai.dates import OFFSET
from fieldkit.model.thai.digits import NumberError, parse_number
from fieldkit.ui import theme
from fieldkit.ui.buttons import Button
from fieldkit.ui.card import Card, scrolling
from fieldkit.ui.cell_model import CellModel
from fieldkit.ui.chip import ChipRow
from fieldkit.ui.factory_model import name_words
from fieldkit.ui.import_preview import Figure
from fieldkit.ui.labels import label
from fieldkit.ui.list_table import ListTable
from fieldkit.ui.plan_words import RISK_TONES, risk_words, weekday_words
from fieldkit.ui.row_delegate import Cell
from fieldkit.ui.thai_date_edit import ThaiDateEdit
from fieldkit.ui.wrap_label import WrapLabel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldkit.model.planning.proposal import Proposal
    from fieldkit.model.planning.scheduling import Terms, Unfit, Visit
    from fieldkit.model.records import Edit
    from fieldkit.model.workspace import Workspace
    from fieldkit.ui.jobs import Job
    from fieldkit.ui.page import Page

TERMS_WIDTH, TERMS_SHARE = 280, 0.3
OFFICERS_HEIGHT = 96
WIDTHS = (150, 0, 160, 130, 110)
NAME_WIDTH = 200
OFFICER, DISTRICT = 2, 3
_MOST_A_WEEK = 25


class _Found(NamedTuple):
    proposal: Proposal
    names: dict[str, tuple[str, str]]


class _Lost(NamedTuple):
    factory: str
    why: Unfit


class PlanProposal(QWidget):
    """Nothing is planned before the person has seen the proposal.

    Attributes:
        left: signal when the person goes back to the plan.
        planned: signal with the Edit after the proposal was taken over.
    """

    left = Signal()
    planned = Signal(object)

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page = page
        self._workspace, self._language = page.context.workspace, page.context.language
        self._year = 0
        self._found: _Found | None = None
        back = Button(self.tr("Back to the plan"), "chevron-left", kind="quiet")
        back.clicked.connect(self.left)
        self.title = label("", "strong")
        self.write = Button("", "check", kind="primary")
        self.write.clicked.connect(self._carry_out)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(back)
        head.addWidget(self.title, 1)
        head.addWidget(self.write)
        body = QHBoxLayout()
        body.setSpacing(16)
        body.addWidget(self._terms())
        body.addLayout(self._result(), 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addLayout(head)
        column.addLayout(body, 1)

    def _terms(self) -> Card:
        card = self._terms_card = Card(self.tr("Who goes when"))
        self.officers = QPlainTextEdit()
        self.officers.setAccessibleName(self.tr("Officers, one a line"))
        self.officers.setTabChangesFocus(True)
        self.first = ThaiDateEdit(self._language, lambda: self._workspace.clock().date())
        self.first.setAccessibleName(self.tr("From"))
        self.first.refused.connect(self._page.failed)
        self.per_week = QLineEdit()
        self.per_week.setAccessibleName(self.tr("Factories a week, for one officer"))
        sheet = QWidget()
        column = QVBoxLayout(sheet)
        column.setContentsMargins(0, 0, 6, 0)
        column.setSpacing(8)
        self.officers.setMinimumHeight(theme.current().px(OFFICERS_HEIGHT))
        for words, field in (
            (self.tr("Officers, one a line"), self.officers),
            (self.tr("From"), self.first),
            (self.tr("Factories a week, for one officer"), self.per_week),
        ):
            column.addWidget(WrapLabel(words, "caption"))
            column.addWidget(field, 1 if field is self.officers else 0)
        self.propose = Button(self.tr("Propose"), "list-checks")
        self.propose.clicked.connect(self.start)
        column.addWidget(self.propose)
        rules = self.tr(
            "The riskiest first, then the longest not seen; one or two districts a day, no holidays."
            " What is planned, done or taken off stays as it is."
        )
        column.addWidget(WrapLabel(rules, "caption"))
        card.add(scrolling(sheet), 1)
        return card

    def _result(self) -> QVBoxLayout:
        self.figures = {
            "planned": Figure(self.tr("To be planned"), self.tr("visits with day and officer"), "accent"),
            "days": Figure(self.tr("Days out"), self.tr("of all officers"), None),
            "unfit": Figure(self.tr("Does not fit"), self.tr("stays without a plan"), "warn"),
        }
        figures = QHBoxLayout()
        figures.setSpacing(14)
        for figure in self.figures.values():
            figures.addWidget(figure, 1)
        self.chips = ChipRow([("planned", ""), ("unfit", "")], self.tr("What the table shows"))
        self.chips.chosen.connect(self._show_list)
        headers = (
            self.tr("Day"),
            self.tr("Factory"),
            self.tr("Officer"),
            self.tr("District"),
            self.tr("Risk"),
        )
        self.visits = CellModel(headers, self._visit_cells, self)
        self.lost = CellModel((self.tr("Factory"), self.tr("Why")), self._lost_cells, self)
        self.table = ListTable(self.tr("Proposed plan"))
        self.table.setModel(self.visits)
        sheet = Card(margin=1)
        sheet.add(self.table, 1)
        column = QVBoxLayout()
        column.setSpacing(14)
        column.addLayout(figures)
        column.addWidget(self.chips, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(sheet, 1)
        self.spread = WrapLabel("", "quiet")
        column.addWidget(self.spread)
        return column

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

    def _share_room(self) -> None:
        """Leave columns out where there is no room for them; the lines below the table tell the spread."""
        now = theme.current()
        self._terms_card.setFixedWidth(min(now.px(TERMS_WIDTH), int(self.width() * TERMS_SHARE)))
        if self.table.model() is not self.visits:
            return
        spare = self.width() - self._terms_card.width() - now.px(sum(WIDTHS) + NAME_WIDTH)
        for column in (DISTRICT, OFFICER):
            self.table.setColumnHidden(column, spare < 0)
            spare += now.px(WIDTHS[column]) if spare < 0 else 0
        self.table.set_widths(WIDTHS)

    # --- the steps

    def begin(self, year: int, officers: Sequence[str]) -> None:
        """Ask for the terms of the fiscal year ``year`` and propose at once where officers are known."""
        self._year = year
        shown = year if self._language == "th" else year - OFFSET
        self.title.setText(self.tr("Plan of the fiscal year {0}").format(shown))
        if not self.officers.toPlainText().strip():
            self.officers.setPlainText("\n".join(officers))
        if not self.per_week.text():
            self.per_week.setText(str(whole_param("plan.per_week")))
        self._show(None)
        if officers:
            self.start()
        else:
            self.officers.setFocus()

    def start(self) -> None:
        """Propose with the terms as they stand."""
        try:
            terms = proposal.terms_of(
                self._year,
                self.officers.toPlainText().splitlines(),
                self._workspace.clock().date(),
                first=self.first.date(),
                per_week=self._per_week(),
            )
        except FieldkitError as error:
            self._page.failed.emit(error)
            return
        work = partial(_propose, self._workspace, self._year, terms)
        self.propose.setEnabled(False)
        job = self._page.start_job(work, self._show)
        job.ended.connect(lambda: self.propose.setEnabled(True))

    def _per_week(self) -> int:
        """Return the number in its field; raises FieldkitError."""
        try:
            number = int(parse_number(self.per_week.text()))
        except (NumberError, ValueError):
            number = 0
        if not 1 <= number <= _MOST_A_WEEK:
            raise FieldkitError(
                Text("จำนวนโรงงานต่อสัปดาห์ไม่ถูกต้อง", "The number of factories a week cannot be used"),
                Text(f"พิมพ์ 1 ถึง {_MOST_A_WEEK}", f"Type 1 to {_MOST_A_WEEK}"),
            )
        return number

    def _show(self, found: _Found | None) -> None:
        self._found = found
        visits = found.proposal.schedule.visits if found else ()
        unfit = [_Lost(*one) for one in found.proposal.schedule.unfit] if found else []
        self.visits.show_rows(visits)
        self.lost.show_rows(unfit)
        self.figures["planned"].show_number(len(visits))
        self.figures["days"].show_number(len({(visit.officer, visit.day) for visit in visits}))
        self.figures["unfit"].show_number(len(unfit))
        self.chips.set_text("planned", self.tr("To be planned {0}").format(f"{len(visits):,}"))
        self.chips.set_text("unfit", self.tr("Does not fit {0}").format(f"{len(unfit):,}"))
        self.write.setText(self.tr("Put %n visit(s) into the plan", "", len(visits)))
        self.write.setEnabled(bool(visits))
        self._spread_words(found)
        self.chips.choose("planned")
        self._show_list("planned")
        if visits:
            self.write.setFocus()

    def _spread_words(self, found: _Found | None) -> None:
        if found is None:
            self.spread.set_words("")
            return
        people = " · ".join(f"{name} {count:,}" for name, count in sorted(found.proposal.by_officer.items()))
        districts = Counter(visit.district for visit in found.proposal.schedule.visits)
        places = " · ".join(f"{name or '–'} {count:,}" for name, count in districts.most_common(12))
        words = f"{people}\n{places}" if people else self.tr("The year owes no further visit")
        self.spread.set_words(words)

    def _show_list(self, key: str) -> None:
        if key == "planned":
            self.table.setModel(self.visits)
            self._share_room()
        else:
            self.table.setModel(self.lost)
            for column in (OFFICER, DISTRICT):
                self.table.setColumnHidden(column, False)
            self.table.set_widths([0, 320])
        self.table.choose_row(0)

    def _visit_cells(self, visit: Visit) -> Sequence[Cell]:
        number, name = self._name(visit.factory)
        risk = risk_class(visit.score)
        return (
            Cell(weekday_words(visit.day, self._language)),
            Cell(name_words(name), number, strong=True),
            Cell(visit.officer),
            Cell(visit.district or "–", quiet=True),
            Cell(f"{risk_words(risk, self._language)} {visit.score}", tone=RISK_TONES[risk]),
        )

    def _lost_cells(self, lost: _Lost) -> Sequence[Cell]:
        number, name = self._name(lost.factory)
        why = {
            "capacity": self.tr("No room is left this year"),
            "gap": self.tr("Too near to its other visits"),
        }[lost.why]
        return Cell(name_words(name), number, strong=True), Cell(why, quiet=True)

    def _name(self, factory: str) -> tuple[str, str]:
        return self._found.names.get(factory, ("", "")) if self._found else ("", "")

    def _carry_out(self) -> None:
        if self._found is None:
            return
        self.write.setEnabled(False)
        work = partial(_take_over, self._workspace, self._found.proposal)
        self._page.start_job(work, self.planned.emit)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


def _propose(workspace: Workspace, year: int, terms: Terms, _job: Job[_Found]) -> _Found:
    today: date = workspace.clock().date()
    with workspace.database.read() as connection:
        found = proposal.propose(connection, year, terms, today)
        wanted = {visit.factory for visit in found.schedule.visits} | {one[0] for one in found.schedule.unfit}
        rows = connection.exec_driver_sql(
            "SELECT id, coalesce(registration_no_old, registration_no, ''), coalesce(name, '') FROM factory"
        )
        return _Found(found, {row[0]: (row[1], row[2]) for row in rows if row[0] in wanted})


def _take_over(workspace: Workspace, found: Proposal, _job: Job[Edit]) -> Edit:
    introduce(workspace, found.terms.officers)
    return proposal.carry_out(workspace, found)
