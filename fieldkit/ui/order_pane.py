"""The pane beside the orders: one order, what it demands, what happened, and what can be done next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fieldkit.model.orders.kinds import kind_name
from fieldkit.model.orders.life import runs
from fieldkit.model.orders.steps_table import START
from fieldkit.ui.badge import Badge
from fieldkit.ui.buttons import Button
from fieldkit.ui.card import Card, ReadingArea
from fieldkit.ui.empty_state import EmptyState
from fieldkit.ui.evidence_part import EvidencePart
from fieldkit.ui.factory_model import day_words, name_words
from fieldkit.ui.facts import Facts
from fieldkit.ui.labels import hairline, label
from fieldkit.ui.order_words import due_words, state_badge, step_badge
from fieldkit.ui.timeline import Event, Timeline
from fieldkit.ui.wrap_label import WrapLabel
from fieldkit.ui.wrap_layout import WrapLayout

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieldkit.ui.page import PageContext


class OrderPane(Card):
    """Shows one order or says that none is chosen.

    Attributes:
        step_wanted: signal (order id, step id), "" for a new step.
        letter_wanted, draft_wanted: signals with the id of the order.
        follow_up_wanted: signal with the row of the order.
        finding_wanted, photo_wanted: signals with the id of a finding.
        photo_opened: signal with an attachment's id.
    """

    step_wanted = Signal(str, str)
    letter_wanted = Signal(str)
    draft_wanted = Signal(str)
    follow_up_wanted = Signal(object)
    finding_wanted = Signal(str)
    photo_wanted = Signal(str)
    photo_opened = Signal(str)

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._order: dict[str, Any] = {}
        self.setAccessibleName(self.tr("Details of the order"))
        self._none = EmptyState(
            "file-text", self.tr("No order chosen"), self.tr("Choose one in the list to see it here")
        )
        self.add(self._none, 1)
        self._make_sheet()
        self._make_buttons()
        self.show_order(None)

    def _make_sheet(self) -> None:
        sheet = QWidget()
        column = QVBoxLayout(sheet)
        column.setContentsMargins(0, 0, 6, 0)
        column.setSpacing(8)
        self.title = WrapLabel("", "title")
        self._state, self._due = Badge("", "neutral"), Badge("", "neutral")
        badges = QHBoxLayout()
        badges.addWidget(self._state)
        badges.addWidget(self._due)
        badges.addStretch(1)
        self.facts = Facts()
        self.timeline = Timeline(self.tr("What happened"))
        self.timeline.opened.connect(lambda step: self.step_wanted.emit(self._order["id"], step))
        self._findings = QVBoxLayout()
        self._findings.setSpacing(6)
        column.addWidget(self.title)
        column.addLayout(badges)
        column.addWidget(hairline())
        column.addWidget(label(self.tr("What happened"), "strong"))
        self._nothing = WrapLabel(self.tr("Nothing yet: the order is a draft"), "quiet")
        column.addWidget(self._nothing)
        column.addWidget(self.timeline)
        column.addWidget(hairline())
        column.addWidget(self.facts)
        column.addWidget(hairline())
        column.addWidget(label(self.tr("Findings and evidence"), "strong"))
        column.addLayout(self._findings)
        column.addStretch(1)
        self._scroll = ReadingArea(sheet, self.tr("Details of the order"))
        self.add(self._scroll, 1)

    def _make_buttons(self) -> None:
        self.step = Button(self.tr("Record what happened"), "plus", kind="primary")
        self.step.clicked.connect(lambda: self.step_wanted.emit(self._order["id"], ""))
        self.visit = Button(self.tr("Follow-up visit"), "clipboard-check")
        self.visit.setToolTip(self.tr("Start the visit that looks whether it was put right"))
        self.visit.clicked.connect(lambda: self.follow_up_wanted.emit(self._order))
        self.draft = Button(self.tr("Edit the draft"), "pencil")
        self.draft.clicked.connect(lambda: self.draft_wanted.emit(self._order["id"]))
        self.letter = Button(self.tr("Letter"), "file-text")
        self.letter.clicked.connect(lambda: self.letter_wanted.emit(self._order["id"]))
        row = WrapLayout(spacing=8)
        self._buttons = (self.step, self.letter, self.draft, self.visit)
        for button in (self.letter, self.draft, self.visit):
            row.addWidget(button)
        self.body.addLayout(row)
        self.add(self.step)

    def show_order(self, order: Mapping[str, Any] | None) -> None:
        """Show a row of ``orders_listing``; None empties the pane."""
        self._order = dict(order or {})
        self._none.setVisible(order is None)
        for part in (self._scroll, *self._buttons):
            part.setVisible(order is not None)
        if order is None:
            return
        language = self._context.language
        kind = kind_name(order["section"], language)
        self.title.set_words(f"{kind[:1].upper()}{kind[1:]} · {order['order_number']}")
        self._state.show_badge(*state_badge(order, language))
        day, meaning, tone = due_words(order, self._context.workspace.clock().date(), language)
        self._due.setVisible(bool(meaning))
        self._due.show_badge(meaning, tone or "neutral")
        self.draft.setVisible(order["state"] == START)
        self.visit.setVisible(runs(order["state"]) and order["state"] != START)
        self._show_events(order)
        self.facts.show_facts(
            [
                (self.tr("Factory"), name_words(order["factory_name"])),
                (self.tr("Number"), order["registration_no"] or order["registration_no_old"] or ""),
                (self.tr("District"), order["district"] or ""),
                (self.tr("Days given"), "" if order["days"] is None else str(order["days"])),
                (self.tr("Issued"), day_words(order["issued_on"], language)),
                (self.tr("Signed by"), order["signed_by"] or ""),
                (self.tr("Received"), day_words(order["received_on"], language)),
                (self.tr("Received by"), order["received_by"] or ""),
                (self.tr("Correct by"), day if order["due"] else ""),
                (self.tr("Fine (baht)"), f"{order['fined']:,.2f}" if order["fined"] else ""),
                (self.tr("Wording"), order["wording"] or ""),
            ]
        )
        self._show_findings(order)
        self._scroll.verticalScrollBar().setValue(0)

    def _show_events(self, order: Mapping[str, Any]) -> None:
        language = self._context.language
        events = []
        for step in order["steps"]:
            words, tone = step_badge(step["kind"], language)
            due = day_words(step["due_date"], language)
            amount = f"{step['amount']:,.2f}" if step["amount"] is not None else ""
            more = (
                step["number"],
                self.tr("until {0}").format(due) if due else "",
                self.tr("{0} baht").format(amount) if amount else "",
                step["note"],
                step["officer"],
            )
            said = " · ".join(str(part) for part in more if part)
            events.append(Event(step["id"], day_words(step["on_date"], language), words, said, tone))
        self.timeline.show_events(events)
        self.timeline.setVisible(bool(events))
        self._nothing.setVisible(not events)

    def _show_findings(self, order: Mapping[str, Any]) -> None:
        while (item := self._findings.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for finding in order["findings"]:
            words = finding["description"] or finding["wording"] or ""
            title = WrapLabel(words)
            title.let_select()
            self._findings.addWidget(title)
            part = EvidencePart(self._context.workspace)
            part.photo_opened.connect(self.photo_opened)
            part.photo_wanted.connect(self.photo_wanted)
            # In its place before it is shown: a part without a parent would be a window of its own.
            self._findings.addWidget(part)
            part.show_finding(finding["id"], may_add=order["state"] != START)
