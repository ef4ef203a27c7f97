"""Fund loans and development projects of a factory, with what they brought."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fieldkit.model.codes import code_word, codes
from fieldkit.model.factory_file.support import Project, change, loans, projects
from fieldkit.ui.buttons import IconButton
from fieldkit.ui.card import Card, scrolling
from fieldkit.ui.factory_file.section import Section
from fieldkit.ui.factory_model import NONE, day_words
from fieldkit.ui.facts import Facts
from fieldkit.ui.labels import hairline, label
from fieldkit.ui.wrap_label import WrapLabel

if TYPE_CHECKING:
    from fieldkit.ui.page import PageContext
    from fieldkit.ui.theme import Tone

Row = dict[str, Any]


class SupportSection(Section):
    """A card for each loan and each project."""

    TABLES: ClassVar[frozenset[str]] = frozenset({"loan", "project", "project_result", "enterprise"})

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self._sheet = QWidget()
        self._rows = QVBoxLayout(self._sheet)
        self._rows.setContentsMargins(0, 0, 6, 0)
        self._rows.setSpacing(12)
        self._area = scrolling(self._sheet)
        self._area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._area.setAccessibleName(self.tr("Loans and projects"))
        self.column.addWidget(self._area, 1)

    def read(self) -> None:
        with self.context.workspace.database.read() as connection:
            borrowed, developed = loans(connection, self.factory), projects(connection, self.factory)
        while (item := self._rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._rows.addWidget(label(self.tr("Fund loans"), "title"))
        for loan in borrowed:
            self._rows.addWidget(self._loan(loan))
        if not borrowed:
            self._rows.addWidget(WrapLabel(self.tr("No loan of this factory"), "quiet"))
        self._rows.addWidget(label(self.tr("Development projects"), "title"))
        for project in developed:
            self._rows.addWidget(self._project(project))
        if not developed:
            self._rows.addWidget(WrapLabel(self.tr("No project with this factory"), "quiet"))
        self._rows.addStretch(1)

    def enter(self) -> None:
        self._area.setFocus()

    def _loan(self, loan: Row) -> Card:
        language = self.context.language
        card = Card(code_word("loan.fund", loan["fund"], language) or NONE)
        missed = loan["missed"]
        facts = [
            (self.tr("Contract"), loan["contract_no"] or ""),
            (self.tr("Signed on"), self._day(loan["contract_date"])),
            (self.tr("Approved"), self._baht(loan["approved"])),
            (self.tr("Outstanding"), self._baht(loan["principal"])),
            (self.tr("As of"), self._day(loan["balance_as_of"])),
            (self.tr("Missed installments"), str(missed) if missed is not None else ""),
            (self.tr("State"), code_word("loan.state", loan["state"], language)),
        ]
        shown = Facts()
        tones: dict[str, Tone] = {self.tr("Missed installments"): "warn"}
        shown.show_facts(facts, tones=tones if missed else None)
        card.add(shown)
        if card.head is not None:
            more = IconButton("arrow-up-right", self.tr("Open the loan"))
            more.clicked.connect(lambda: self.opened.emit("cases", {"table": "loan", "record": loan["id"]}))
            card.head.addWidget(more)
        return card

    def _project(self, project: Project) -> Card:
        language, row = self.context.language, project.row
        card = Card(row["title"] or NONE)
        year = row["fiscal_year"]
        card.add(
            Facts(
                [
                    (self.tr("Fiscal year"), str(year if language == "th" else year - 543) if year else ""),
                    (self.tr("Consultant"), row["consultant"] or ""),
                    (self.tr("State"), code_word("project.state", row["state"], language)),
                ]
            )
        )
        if project.results:
            card.add(hairline())
            card.add(Facts([self._result(result) for result in project.results]))
        return card

    def _result(self, result: Row) -> tuple[str, str]:
        known = codes("project_result.indicator").get(result["indicator"] or "")
        words = known.name.pick(self.context.language) if known else result["indicator"] or NONE
        before, after = (_number(result[name]) for name in ("baseline", "result"))
        text = f"{before} → {after} {result['unit'] or ''}".strip()
        percent = change(result)
        return words, f"{text} ({percent:+.1f} %)" if percent is not None else text

    def _day(self, stored: str | None) -> str:
        return day_words(stored, self.context.language)

    def _baht(self, amount: float | None) -> str:
        return self.tr("{0} baht").format(f"{amount:,.0f}") if amount is not None else ""


def _number(value: float | None) -> str:
    return NONE if value is None else f"{value:,.10g}"
