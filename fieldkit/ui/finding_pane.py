"""The pane beside the findings: one finding in full, and the way to its question and factory."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fieldkit.model.code_lists import DECISIONS, FINDING_STATES, word
from fieldkit.model.inspections import findings
from fieldkit.model.policy import SEVERITIES
from fieldkit.ui.badge import Badge
from fieldkit.ui.buttons import Button
from fieldkit.ui.card import Card, ReadingArea
from fieldkit.ui.empty_state import EmptyState
from fieldkit.ui.evidence_part import EvidencePart
from fieldkit.ui.factory_model import NONE, day_words, name_words
from fieldkit.ui.facts import Facts
from fieldkit.ui.labels import hairline
from fieldkit.ui.wrap_label import WrapLabel

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieldkit.errors import Language
    from fieldkit.ui.page import PageContext
    from fieldkit.ui.theme import Tone

_TONES: Mapping[str, Tone] = {"C": "fail", "M": "warn", "m": "info"}


def severity_badge(severity: str | None, language: Language) -> tuple[str, Tone]:
    """Return the word and tone of a severity."""
    return word({str(key): text for key, text in SEVERITIES.items()}, severity, language) or NONE, _TONES.get(
        severity or "", "neutral"
    )


class FindingPane(Card):
    """Shows one finding or says that none is chosen.

    Attributes:
        question_wanted: signal (inspection id, path of the question).
        factory_wanted: signal with the id of the factory.
        order_wanted: signal with the id of its order.
    """

    question_wanted = Signal(str, str)
    factory_wanted = Signal(str)
    order_wanted = Signal(str)

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._finding: Mapping[str, Any] | None = None
        self.setAccessibleName(self.tr("Details of the finding"))
        self._none = EmptyState(
            "triangle-alert", self.tr("No finding chosen"), self.tr("Choose one in the list to see it here")
        )
        self.add(self._none, 1)
        sheet = QWidget()
        column = QVBoxLayout(sheet)
        column.setContentsMargins(0, 0, 6, 0)
        column.setSpacing(8)
        self.title = WrapLabel("", "title")
        self._severity = Badge("", "neutral")
        self._due = Badge("", "neutral")
        badges = QHBoxLayout()
        badges.addWidget(self._severity)
        badges.addWidget(self._due)
        badges.addStretch(1)
        self.facts = Facts()
        column.addWidget(self.title)
        column.addLayout(badges)
        column.addWidget(hairline())
        column.addWidget(self.facts)
        column.addWidget(hairline())
        self.evidence = EvidencePart(context.workspace)
        column.addWidget(self.evidence)
        column.addStretch(1)
        self._scroll = ReadingArea(sheet, self.tr("Details of the finding"))
        self.add(self._scroll, 1)
        self.open_question = Button(self.tr("Open at the question"), "clipboard-check", kind="primary")
        self.open_question.clicked.connect(self._open_question)
        self.open_factory = Button(self.tr("Show the factory"), "factory")
        self.open_factory.clicked.connect(self._open_factory)
        self.open_order = Button(self.tr("Show the order"), "file-text")
        self.open_order.clicked.connect(self._open_order)
        self.add(self.open_order)
        self.add(self.open_factory)
        self.add(self.open_question)
        self.show_finding(None)

    def show_finding(self, finding: Mapping[str, Any] | None) -> None:
        """Show a row of ``findings_listing``; None empties the pane."""
        self._finding = finding
        self._none.setVisible(finding is None)
        for part in (self._scroll, self.open_question, self.open_factory, self.open_order):
            part.setVisible(finding is not None)
        if finding is None:
            return
        language = self._context.language
        self.title.set_words(finding["description"] or finding["wording"] or NONE)
        self._severity.show_badge(*severity_badge(finding["severity"], language))
        day, meaning, tone = self.due_words(finding)
        self._due.setVisible(bool(meaning))
        self._due.show_badge(meaning, tone or "neutral")
        self.open_order.setVisible(bool(finding["factory_order"]))
        signed = finding["inspection_state"] == "closed"
        self.evidence.show_finding(finding["id"], may_add=signed)
        number = finding["registration_no"] or ""
        self.facts.show_facts(
            [
                (self.tr("Factory"), name_words(finding["factory_name"])),
                (self.tr("Number"), number),
                (self.tr("District"), finding["district"] or ""),
                (self.tr("Inspected"), day_words(finding["started_at"], language)),
                (self.tr("Question"), finding["wording"] if finding["description"] else ""),
                (self.tr("Limit"), finding["limit_text"] or ""),
                (self.tr("Measured"), finding["measured"] or ""),
                (self.tr("Law"), finding["law"] or ""),
                (self.tr("Action"), finding["action"] or ""),
                (self.tr("Order"), finding["order_number"] or ""),
                (self.tr("Decision"), word(DECISIONS, finding["decision"], language)),
                (self.tr("Correct by"), day),
                (self.tr("State"), word(FINDING_STATES, finding["state"], language)),
            ]
        )
        self._scroll.verticalScrollBar().setValue(0)

    def due_words(self, finding: Mapping[str, Any]) -> tuple[str, str, Tone | None]:
        """Return the day, what it means today, and the tone: fail when overdue, warn when due soon."""
        language, stored = self._context.language, finding["due_date"]
        today = self._context.workspace.clock().date()
        day = day_words(stored, language) or NONE
        if finding["state"] != "open":
            return day, word(FINDING_STATES, finding["state"], language), "ok"
        if not stored:
            return day, "", None
        days = (date.fromisoformat(str(stored)) - today).days
        if findings.overdue(finding, today):
            return day, self.tr("%n day(s) overdue", "", -days), "fail"
        tone: Tone | None = "warn" if findings.due_soon(finding, today) else None
        return day, self.tr("%n day(s) left", "", days) if days else self.tr("due today"), tone

    def _open_question(self) -> None:
        if self._finding is not None:
            self.question_wanted.emit(self._finding["inspection"], self._finding["path"] or "")

    def _open_order(self) -> None:
        if self._finding is not None:
            self.order_wanted.emit(self._finding["factory_order"])

    def _open_factory(self) -> None:
        if self._finding is not None:
            self.factory_wanted.emit(self._finding["factory"])
