"""The last sheet: what is missing as links, the result, the reason, the signatures."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from fieldkit.errors import FieldkitError, Text
from fieldkit.model import inspections
from fieldkit.model.inspections.revision import differences
from fieldkit.model.policy import GRADES, SEVERITIES
from fieldkit.ui.buttons import Button
from fieldkit.ui.card import Card
from fieldkit.ui.chip import ChipRow
from fieldkit.ui.labels import hairline, label
from fieldkit.ui.runner.refusals import UnreadableFile
from fieldkit.ui.runner.signing import Signer
from fieldkit.ui.wrap_label import WrapLabel

if TYPE_CHECKING:
    from fieldkit.errors import Language
    from fieldkit.model.inspections import Inspection
    from fieldkit.model.policy import Result
    from fieldkit.ui.runner.model import FormModel

_MOST_LINKS = 12
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
        closed: signal with the seal.
        failed: signal with a FieldkitError.
    """

    went = Signal(str)
    left = Signal()
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
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 0, 20, 20)
        row.setSpacing(14)
        row.addWidget(self._summary(), 2)
        row.addWidget(self._signatures(), 3)

    # --- left: what it comes to

    def _summary(self) -> QWidget:
        card = Card(self.tr("Result"))
        words, tone = _OUTCOMES[self._result.outcome]
        card.add(label(words.pick(self._language), "figure", tone=tone))  # type: ignore[arg-type]
        if self._result.score is not None and self._result.grade is not None:
            grade = GRADES[self._result.grade].pick(self._language)
            card.add(label(self.tr("Score {0} · {1}").format(f"{self._result.score:g}", grade), "quiet"))
        self._add_revision(card)
        if self._result.unanswered:
            title = self.tr("Unanswered {0}").format(len(self._result.unanswered))
            card.add(hairline())
            card.add(label(title, "strong", tone="warn"))
            self._add_links(card, self._result.unanswered)
        if self._result.failed:
            card.add(hairline())
            card.add(label(self.tr("Failed {0}").format(len(self._result.failed)), "strong", tone="fail"))
            self._add_links(card, self._result.failed)
        card.body.addStretch(1)
        return _scrolling(card)

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

    def _add_links(self, card: Card, paths: tuple[str, ...]) -> None:
        rows = {row.path: row for row in self._model.every_row()}
        for path in paths[:_MOST_LINKS]:
            row = rows.get(path)
            if row is None:
                continue
            finding = self._inspection.finding(path)
            severity = SEVERITIES[finding["severity"]].pick(self._language) if finding else ""
            words = " · ".join(part for part in (f"{row.number} {row.label}", severity) if part)
            link = Button(_shortened(words), "arrow-right", kind="quiet")
            link.setStyleSheet("text-align: left;")
            link.setAccessibleName(words)
            link.setToolTip(words)
            link.clicked.connect(lambda _checked=False, path=path: self.went.emit(path))
            card.add(link)
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
        card.body.addStretch(1)
        statement = WrapLabel(
            self.tr(
                "The record was read to the guide, who found it correct. After signing it cannot be changed."
            ),
            "caption",
        )
        card.add(statement)
        buttons = QHBoxLayout()
        back = Button(self.tr("Back to the questions"))
        back.clicked.connect(self.left)
        self.sign = Button(self.tr("Close and seal"), "lock", kind="primary")
        self.sign.clicked.connect(self._close)
        buttons.addWidget(back)
        buttons.addStretch(1)
        buttons.addWidget(self.sign)
        card.body.addLayout(buttons)
        self._show_kind(self.kind.key())
        return _scrolling(card)

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
        kind = self.kind.key()
        signers = [self.inspector]
        if not self.representative.isHidden():
            signers.append(self.representative)
            if self.representative.refusal.isChecked():
                signers += self._witnesses
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
            return
        self.closed.emit(seal)


def _scrolling(card: Card) -> QScrollArea:
    area = QScrollArea()
    area.setWidget(card)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area


def _shortened(words: str) -> str:
    from fieldkit.model.thai.clusters import truncate

    return truncate(words, 58)
