"""The sheet on which an order is drafted: its section, period and wording, beside the letter it becomes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QIntValidator, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from fieldkit.errors import FieldkitError
from fieldkit.model.orders import letter, making
from fieldkit.model.orders.kinds import kind_name, order_kinds
from fieldkit.model.orders.writing import MOST_DAYS
from fieldkit.model.reference_tables.listing import not_confirmed
from fieldkit.ui import theme
from fieldkit.ui.buttons import Button
from fieldkit.ui.card import Card, scrolling
from fieldkit.ui.chip import ChipRow
from fieldkit.ui.factory_model import name_words
from fieldkit.ui.labels import hairline, label, restyle
from fieldkit.ui.letter_view import LetterView
from fieldkit.ui.wrap_label import WrapLabel

if TYPE_CHECKING:
    from fieldkit.model.orders.making import Proposal
    from fieldkit.model.orders.reading import Order
    from fieldkit.ui.page import PageContext

PAUSE = 200  # milliseconds without a key, after which the letter is shown anew
DAYS_WIDTH = 90


class OrderSheet(QWidget):
    """Drafts an order of findings, or changes a draft that is not issued.

    Attributes:
        made: signal (Proposal, wording, days) of a new order.
        edited: signal (order id, wording, days) of a draft.
        left: signal to go back.
        failed: signal with a FieldkitError.
    """

    made = Signal(object, str, int)
    edited = Signal(str, str, int)
    left = Signal()
    failed = Signal(object)

    def __init__(self, context: PageContext, proposal: Proposal, order: Order | None = None) -> None:
        """``order`` is the draft to change; its section stays."""
        super().__init__()
        self._context, self._proposal, self._order = context, proposal, order
        self._proposed = proposal.wording
        card = Card(self.tr("Draft an order") if order is None else self.tr("Edit the draft"))
        self._make_fields(card)
        paper = Card(self.tr("Letter"))
        self.view = LetterView(self.tr("Letter"))
        paper.add(self.view, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(card, 1)
        row.addWidget(paper, 1)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self._show_letter)
        self._waits = False
        self._show_proposal()
        if order is not None:
            self.days.setText(str(order.row["days"]))
            self.wording.setPlainText(order.row["wording"] or "")
            self._proposed = ""
        self.setFocusProxy(self.sections if order is None else self.wording)

    def _make_fields(self, card: Card) -> None:
        language, proposal = self._context.language, self._proposal
        sheet = QWidget()
        column = QVBoxLayout(sheet)
        column.setContentsMargins(0, 0, 6, 0)
        column.setSpacing(6)
        column.addWidget(WrapLabel(name_words(proposal.factory_name), "strong"))
        for number, finding in enumerate(proposal.findings, 1):
            words = finding["description"] or finding["wording"] or ""
            column.addWidget(WrapLabel(f"{number}. {words}"))
        column.addWidget(hairline())
        column.addWidget(label(self.tr("Section"), "caption"))
        kinds = [(section, kind_name(section, language)) for section in order_kinds()]
        self.sections = ChipRow(kinds, self.tr("Section"), wrap=True)
        self.sections.choose(proposal.section)
        self.sections.setEnabled(self._order is None)
        self.sections.chosen.connect(self._section_chosen)
        column.addWidget(self.sections)
        column.addWidget(label(self.tr("Days from the receipt (0 is at once)"), "caption"))
        self.days = QLineEdit()
        self.days.setValidator(QIntValidator(0, MOST_DAYS, self.days))
        self.days.setFixedWidth(theme.current().px(DAYS_WIDTH))
        self.days.setAccessibleName(self.tr("Days from the receipt (0 is at once)"))
        self.days.textEdited.connect(lambda _text: self._days_typed())
        column.addWidget(self.days)
        column.addWidget(label(self.tr("Wording"), "caption"))
        self.wording = QPlainTextEdit()
        self.wording.setTabChangesFocus(True)
        self.wording.setAccessibleName(self.tr("Wording"))
        self.wording.setMinimumHeight(theme.current().px(150))
        self.wording.textChanged.connect(lambda: self._pause.start())
        column.addWidget(self.wording, 1)
        self.mark = WrapLabel(
            self.tr("Nobody confirmed this wording block yet (reference tables)"), tone="warn"
        )
        column.addWidget(self.mark)
        card.add(scrolling(sheet), 1)
        back = Button(self.tr("Back"))
        back.clicked.connect(self.left)
        words = self.tr("Save the draft (Ctrl+Enter)")
        self.save = Button(words, "check", kind="primary")
        self.save.clicked.connect(self.take)
        row = QHBoxLayout()
        row.addWidget(back)
        row.addStretch(1)
        row.addWidget(self.save)
        card.body.addLayout(row)

    def hideEvent(self, event: QHideEvent) -> None:
        # Nobody looks at the letter, and the workspace may be closed next.
        self._waits = self._pause.isActive()
        self._pause.stop()
        super().hideEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._waits:
            self._pause.start()

    def _show_proposal(self) -> None:
        self.days.setText(str(self._proposal.days))
        self.wording.setPlainText(self._proposal.wording)
        self._show_letter()

    def _section_chosen(self, section: str) -> None:
        """Propose anew under another section; words that a person wrote stay."""
        own = self.wording.toPlainText() != self._proposed
        finding_ids = [finding["id"] for finding in self._proposal.findings]
        try:
            self._proposal = making.propose(self._context.workspace, finding_ids, section=section)
        except FieldkitError as error:
            self.failed.emit(error)
            return
        if not own:
            self._reword()
        self._show_letter()

    def _days_typed(self) -> None:
        """Put the days into the office's wording, unless a person has changed it."""
        if self.days.hasAcceptableInput() and self.wording.toPlainText() == self._proposed:
            self._reword()

    def _reword(self) -> None:
        proposal, today = self._proposal, self._context.workspace.clock().date()
        days = int(self.days.text()) if self.days.hasAcceptableInput() else proposal.days
        self._proposed = making.proposed_wording(proposal.section, proposal.findings, days, today)
        self.wording.setPlainText(self._proposed)

    def _show_letter(self) -> None:
        workspace = self._context.workspace
        block, today = order_kinds()[self.section()].wording, workspace.clock().date()
        self.mark.setVisible(not_confirmed("wording", (block,), today))
        order = self._order or making.as_order(workspace, self._proposal)
        row: dict[str, Any] = order.row | {"wording": self.wording.toPlainText(), "section": self.section()}
        self.view.show_letter(letter.compose(workspace, order, row))

    def section(self) -> str:
        """Return the section that is chosen."""
        return self.sections.key()

    def take(self) -> None:
        """Hand over the draft; without a period the field of days gets the focus."""
        restyle(self.days, invalid=not self.days.hasAcceptableInput())
        if not self.days.hasAcceptableInput():
            self.days.setFocus()
            return
        words, days = self.wording.toPlainText().strip(), int(self.days.text())
        if self._order is None:
            self.made.emit(self._proposal, words, days)
        else:
            self.edited.emit(self._order.id, words, days)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.take()
        else:
            super().keyPressEvent(event)
