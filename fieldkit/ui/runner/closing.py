"""The last sheet: what is missing as links, the result, the reason, the signatures."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLineEdit, QVBoxLayout, QWidget

from fieldkit.errors import FieldkitError, Text
from fieldkit.model import inspections
from fieldkit.model.inspections.called_for import called_for
from fieldkit.model.inspections.revision import differences
from fieldkit.model.peers.importing import origin_of
from fieldkit.model.policy import GRADES, SEVERITIES
from fieldkit.ui import theme
from fieldkit.ui.buttons import Button
from fieldkit.ui.card import Card, scrolling
from fieldkit.ui.chip import ChipRow
from fieldkit.ui.key_bar import KeyBar
from fieldkit.ui.labels import hairline, label, restyle
from fieldkit.ui.row_button import RowButton
from fieldkit.ui.row_delegate import Cell
from fieldkit.ui.runner import closing_checks
from fieldkit.ui.runner.refusals import UnreadableFile
from fieldkit.ui.runner.signing import Signer
from fieldkit.ui.wrap_label import WrapLabel

if TYPE_CHECKING:
    from fieldkit.errors import Language
    from fieldkit.model.inspections import Inspection
    from fieldkit.model.policy import Result
    from fieldkit.ui.runner.model import FormModel

_MOST_LINKS = 12
LEAST_BESIDE = 960  # width at 100 % text below which the two cards stand one below the other
_OUTCOMES = {
    "pass": (Text("ผ่าน", "Passes"), "ok"),
    "fail": (Text("ไม่ผ่าน", "Fails"), "fail"),
    "incomplete": (Text("ไม่สมบูรณ์", "Incomplete"), "warn"),
}


class ClosingSheet(QWidget):
    """Closes and signs an inspection.

    Attributes:
        went: signal (path) to go to a question that is missing.
        left: signal to go back to the questions.
        start_wanted: signal (form_id) to begin another checklist here.
        closed: signal with the seal.
        failed: signal with a FieldkitError.
    """

    went = Signal(str)
    left = Signal()
    start_wanted = Signal(str)
    closed = Signal(str)
    failed = Signal(object)

    def __init__(self, inspection: Inspection, model: FormModel, language: Language) -> None:
        super().__init__()
        self._inspection = inspection
        self._model = model
        self._language = language
        self._result: Result = inspection.result()
        self._witnesses: list[Signer] = []
        self.participants: list[Signer] = []
        cards = QWidget()
        self._cards = QBoxLayout(QBoxLayout.Direction.LeftToRight, cards)
        self._cards.setContentsMargins(20, 0, 20, 16)
        self._cards.setSpacing(16)
        self._cards.addWidget(self._summary(), 2, Qt.AlignmentFlag.AlignTop)
        self._cards.addWidget(self._signatures(), 3, Qt.AlignmentFlag.AlignTop)
        self._area = scrolling(cards)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._area, 1)
        column.addWidget(self._foot())

    def _foot(self) -> KeyBar:
        """Return the bar with the way back and the last button, which no scrolling hides."""
        bar = KeyBar([("Tab", self.tr("next field")), ("Esc", self.tr("back"))])
        back = Button(self.tr("Back to the questions"), "chevron-left")
        back.clicked.connect(self.left)
        self.sign = Button(self.tr("Close and seal"), "lock", kind="primary")
        self.sign.clicked.connect(self._close)
        bar.add_button(back)
        bar.add_button(self.sign)
        return bar

    def enter(self) -> None:
        """Put the focus on the first thing to decide."""
        self.kind.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = self.width() >= theme.current().px(LEAST_BESIDE)
        down, right = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._cards.setDirection(right if beside else down)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # A key pressed by mistake must not throw a signature away.
        if event.key() == Qt.Key.Key_Escape and not any(signer.signed() for signer in self._signers()):
            self.left.emit()
        else:
            super().keyPressEvent(event)

    # --- left: what it comes to

    def _summary(self) -> QWidget:
        card = Card(self.tr("Result"))
        words, tone = _OUTCOMES[self._result.outcome]
        card.add(label(words.pick(self._language), "figure", tone=tone))  # type: ignore[arg-type]
        if self._result.score is not None and self._result.grade is not None:
            grade = GRADES[self._result.grade].pick(self._language)
            card.add(label(self.tr("Score {0} · {1}").format(f"{self._result.score:g}", grade), "quiet"))
        self._add_revision(card)
        self._add_origin(card)
        if self._result.unanswered:
            title = self.tr("Unanswered {0}").format(len(self._result.unanswered))
            card.add(hairline())
            card.add(label(title, "strong", tone="warn"))
            self._add_links(card, self._result.unanswered)
        for title, paths in closing_checks.lists(self._inspection):
            card.add(hairline())
            card.add(label(title, "strong", tone="warn"))
            self._add_links(card, paths)
        if self._result.failed:
            card.add(hairline())
            card.add(label(self.tr("Failed {0}").format(len(self._result.failed)), "strong", tone="fail"))
            self._add_links(card, self._result.failed)
        self._add_called_for(card)
        return card

    def _add_called_for(self, card: Card) -> None:
        """Offer the checklists that the answers call for."""
        called = called_for(self._inspection)
        if not called:
            return
        rows = {row.path: row for row in self._model.every_row()}
        card.add(hairline())
        card.add(label(self.tr("Checklists to do as well"), "strong"))
        for one in called:
            row = rows.get(one.path)
            why = f"{row.number} {row.label}" if row is not None else ""
            words = f"{one.form_id} {one.title.pick(self._language)}".strip()
            button = RowButton(Cell(words, why, icon="plus"))
            button.clicked.connect(
                lambda _checked=False, form_id=one.form_id: self.start_wanted.emit(form_id)
            )
            card.add(button)

    def _add_revision(self, card: Card) -> None:
        """Say why the inspection is corrected, and what it says otherwise."""
        reason = self._inspection.row["revision_reason"]
        if not reason:
            return
        card.add(hairline())
        card.add(label(self.tr("Corrected because"), "strong"))
        card.add(WrapLabel(reason))
        found = differences(self._inspection.workspace, self._inspection)
        for item in found[:_MOST_LINKS]:
            before, after = item.before or "—", item.after or "—"
            card.add(WrapLabel(f"{item.label}: {before} → {after}", "caption"))
        if len(found) > _MOST_LINKS:
            card.add(label(self.tr("and {0} more").format(len(found) - _MOST_LINKS), "caption"))

    def _add_origin(self, card: Card) -> None:
        """Say that it was filled in another program, by whom and when."""
        origin = origin_of(self._inspection.row["context"])
        if origin is None:
            return
        card.add(hairline())
        card.add(label(self.tr("Imported from {0}").format(origin["program"]), "strong", tone="warn"))
        told = (
            origin["author"],
            origin["started"][:16].replace("T", " "),
            origin["file"],
            origin["instance"],
        )
        card.add(WrapLabel(" · ".join(part for part in told if part), "caption"))
        card.add(WrapLabel(self.tr("Who signs here answers for what stands in it."), "caption"))

    def _add_links(self, card: Card, paths: tuple[str, ...]) -> None:
        rows = {row.path: row for row in self._model.every_row()}
        links = QVBoxLayout()
        links.setSpacing(0)
        card.body.addLayout(links)
        for path in paths[:_MOST_LINKS]:
            row = rows.get(path)
            if row is None:
                continue
            finding = self._inspection.finding(path)
            severity = SEVERITIES[finding["severity"]].pick(self._language) if finding else ""
            link = RowButton(Cell(f"{row.number} {row.label}", severity, icon="arrow-right"))
            link.clicked.connect(lambda _checked=False, path=path: self.went.emit(path))
            links.addWidget(link)
        if len(paths) > _MOST_LINKS:
            card.add(label(self.tr("and {0} more").format(len(paths) - _MOST_LINKS), "caption"))

    # --- right: how it is closed and by whom

    def _signatures(self) -> QWidget:
        card = Card(self.tr("Close and sign"))
        person = self._inspection.workspace.person
        kinds = [(key, text.pick(self._language)) for key, text in inspections.CLOSINGS.items()]
        self.kind = ChipRow(kinds, self.tr("How it ends"))
        self.kind.choose("partial" if self._result.unanswered else "complete")
        self.kind.chosen.connect(self._show_kind)
        card.add(self.kind)
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(self.tr("Reason"))
        self.reason.setAccessibleName(self.tr("Reason"))
        self.reason.textEdited.connect(lambda _text: restyle(self.reason, invalid=False))
        card.add(self.reason)
        roles = inspections.ROLES
        self.inspector = Signer("inspector", roles["inspector"].pick(self._language))
        self.inspector.name.setText(person.name)
        self.inspector.position.setText(person.position)
        self.representative = Signer(
            "representative", roles["representative"].pick(self._language), may_refuse=True
        )
        self.representative.refused.connect(self._show_witnesses)
        for signer in (self.inspector, self.representative):
            signer.unreadable.connect(lambda error: self.failed.emit(UnreadableFile(error)))
            card.add(hairline())
            card.add(signer)
        self._place = QVBoxLayout()
        card.body.addLayout(self._place)
        self.add_participant = Button(self.tr("Add a participant of another agency"), "plus", kind="quiet")
        self.add_participant.clicked.connect(self._add_participant)
        card.add(self.add_participant)
        statement = WrapLabel(
            self.tr(
                "The record was read to the guide, who found it correct. After signing it cannot be changed."
            ),
            "quiet",
        )
        card.add(statement)
        self._show_kind(self.kind.key())
        return card

    def _show_kind(self, kind: str) -> None:
        self.reason.setVisible(kind != "complete")
        self.representative.setVisible(kind in ("complete", "partial"))

    def _show_witnesses(self, refused: bool) -> None:
        if refused and not self._witnesses:
            word = inspections.ROLES["witness"].pick(self._language)
            self._witnesses = [Signer("witness", f"{word} {number}") for number in (1, 2)]
            for witness in self._witnesses:
                self._place.addWidget(hairline())
                self._place.addWidget(witness)
        for witness in self._witnesses:
            witness.setVisible(refused)

    def _add_participant(self) -> None:
        word = inspections.ROLES["participant"].pick(self._language)
        signer = Signer("participant", f"{word} {len(self.participants) + 1}")
        signer.unreadable.connect(lambda error: self.failed.emit(UnreadableFile(error)))
        self.participants.append(signer)
        self._place.addWidget(hairline())
        self._place.addWidget(signer)
        signer.name.setFocus()

    def _close(self) -> None:
        kind, signers = self.kind.key(), self._signers()
        # Who came along is written down by name, also without a signature.
        present = [replace(p.signature(), typed=True) for p in self.participants if p.name.text().strip()]
        try:
            seal = inspections.close(
                self._inspection,
                [*(signer.signature() for signer in signers), *present],
                closing=kind,
                reason=self.reason.text(),
            )
        except FieldkitError as error:
            self.failed.emit(error)
            self._lead_to_missing()
            return
        self.closed.emit(seal)

    def _signers(self) -> list[Signer]:
        """Return who has to sign as the sheet stands now."""
        signers = [self.inspector]
        if not self.representative.isHidden():
            signers.append(self.representative)
            if self.representative.refusal.isChecked():
                signers += self._witnesses
        return signers

    def _lead_to_missing(self) -> None:
        """Mark the first field that closing waits for, and go there."""
        if not self.reason.isHidden() and not self.reason.text().strip():
            restyle(self.reason, invalid=True)
            missing: QWidget | None = self.reason
        else:
            missing = next((field for signer in self._signers() if (field := signer.mark_missing())), None)
        if missing is not None:
            missing.setFocus(Qt.FocusReason.OtherFocusReason)
            self._area.ensureWidgetVisible(missing)
