"""The pane beside the plan: the chosen visit with the reasons of its risk, and what can be changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from fieldkit.errors import FieldkitError
from fieldkit.model.codes import code_word
from fieldkit.model.planning.risk import rating
from fieldkit.model.planning.wording import evidence
from fieldkit.model.reference import visit_kinds
from fieldkit.ui.badge import Badge
from fieldkit.ui.buttons import Button
from fieldkit.ui.card import Card, scrolling
from fieldkit.ui.empty_state import EmptyState
from fieldkit.ui.factory_model import day_words, name_words
from fieldkit.ui.facts import Facts
from fieldkit.ui.labels import hairline, label
from fieldkit.ui.plan_words import RISK_TONES, STATE_TONES, risk_words, state_words
from fieldkit.ui.thai_date_edit import ThaiDateEdit
from fieldkit.ui.wrap_label import WrapLabel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldkit.model.planning.plan import PlanRow
    from fieldkit.ui.page import PageContext

_GONE = "bin"


@dataclass(frozen=True, slots=True)
class PlanWish:
    """What the fields of the pane say for rows that are not in the plan yet."""

    day: date | None
    officer: str
    kind: str


class PlanPane(Card):
    """Shows one line, or how many are chosen; a changed field is a change of all chosen rows.

    Attributes:
        day_wanted: signal with a date or None. officer_wanted, kind_wanted: signals with a text.
        postponed: signal (date or None, reason). dropped: signal with the reason.
        taken_up, binned, restored: signals of their buttons.
        added: signal with the PlanWish for rows that are not in the plan.
        start_wanted: signal with the PlanRow to inspect. factory_wanted: signal with the id of a factory.
    """

    day_wanted = Signal(object)
    officer_wanted = Signal(str)
    kind_wanted = Signal(str)
    postponed = Signal(object, str)
    dropped = Signal(str)
    taken_up = Signal()
    binned = Signal()
    restored = Signal()
    added = Signal(object)
    start_wanted = Signal(object)
    factory_wanted = Signal(str)
    failed = Signal(object)

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._rows: Sequence[PlanRow] = ()
        self.setAccessibleName(self.tr("Details of the planned visit"))
        self._none = EmptyState(
            "calendar-days", self.tr("Nothing chosen"), self.tr("Choose a row to see and change it here")
        )
        self.add(self._none, 1)
        sheet = QWidget()
        self._column = QVBoxLayout(sheet)
        self._column.setContentsMargins(0, 0, 6, 0)
        self._column.setSpacing(8)
        self._build_head()
        self._build_fields()
        self._build_details()
        self._build_ends()
        self._column.addStretch(1)
        self._scroll = scrolling(sheet)
        self._scroll.setAccessibleName(self.tr("Details of the planned visit"))
        self.add(self._scroll, 1)
        self.add_button = Button(self.tr("Add to the plan"), "plus", kind="primary")
        self.add_button.clicked.connect(self._add)
        self.start = Button(self.tr("Start inspection"), "clipboard-check", kind="primary")
        self.start.clicked.connect(self._start)
        for button in (self.add_button, self.start):
            self.add(button)
        self.show_rows((), ())

    def _build_head(self) -> None:
        self.name = WrapLabel("", "title")
        self._number = WrapLabel("", "caption")
        self._state, self._risk = Badge("", "neutral"), Badge("", "neutral")
        # Below each other: in large text, two of them side by side would not fit.
        badges = QVBoxLayout()
        badges.setSpacing(4)
        badges.addWidget(self._state)
        badges.addWidget(self._risk)
        self._column.addWidget(self.name)
        self._column.addWidget(self._number)
        self._column.addLayout(badges)

    def _build_details(self) -> None:
        self.facts = Facts()
        self._why = label(self.tr("Why this risk"), "strong")
        self.reasons = WrapLabel("", "quiet")
        self._unknown = WrapLabel("", "caption")
        self._details = [self._number, self.facts, self._why, self.reasons, self._unknown]
        self._column.addWidget(hairline())
        for part in self._details[1:]:
            self._column.addWidget(part)
        self._column.addWidget(hairline())

    def _build_fields(self) -> None:
        language = self._context.language
        self.day = ThaiDateEdit(language, lambda: self._context.workspace.clock().date())
        self.day.setAccessibleName(self.tr("Planned day"))
        self.day.date_changed.connect(self._day_changed)
        self.day.refused.connect(self.failed)
        self.officer = QComboBox()
        self.officer.setAccessibleName(self.tr("Officer"))
        self.officer.activated.connect(self._officer_chosen)
        self.kind = QComboBox()
        self.kind.setAccessibleName(self.tr("Kind of visit"))
        for code, kind in visit_kinds().items():
            self.kind.addItem(kind.name.pick(language), code)
        self.kind.activated.connect(self._kind_chosen)
        for box in (self.officer, self.kind):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(8)
        self._fields = [
            *self._field(self.tr("Planned day"), self.day),
            *self._field(self.tr("Officer"), self.officer),
            *self._field(self.tr("Kind of visit"), self.kind),
        ]

    def _build_ends(self) -> None:
        """Make what ends a planned visit: postponing, taking it off, the bin, each to be taken back."""
        self.new_day = ThaiDateEdit(self._context.language, lambda: self._context.workspace.clock().date())
        self.new_day.setAccessibleName(self.tr("New day, if known"))
        self.new_day.refused.connect(self.failed)
        self.reason = QLineEdit()
        self.reason.setAccessibleName(self.tr("Reason"))
        self.postpone = Button(self.tr("Postpone"), "clock")
        self.postpone.clicked.connect(lambda: self.postponed.emit(self.new_day.date(), self.reason.text()))
        self.drop = Button(self.tr("Take off"), "circle-minus")
        self.drop.clicked.connect(lambda: self.dropped.emit(self.reason.text()))
        self.take_up = Button(self.tr("Plan again"), "undo-2")
        self.take_up.clicked.connect(self.taken_up)
        self.bin = Button(self.tr("Put into the bin"), "trash-2", kind="quiet")
        self.bin.clicked.connect(self.binned)
        self.restore = Button(self.tr("Restore"), "undo-2")
        self.restore.clicked.connect(self.restored)
        self._ends = [
            *self._field(self.tr("Reason to postpone or take off"), self.reason),
            *self._field(self.tr("New day, if known"), self.new_day),
        ]
        row = QHBoxLayout()
        row.setSpacing(6)
        for button in (self.postpone, self.drop):
            row.addWidget(button, 1)
        self._column.addLayout(row)
        for button in (self.take_up, self.bin, self.restore):
            self._column.addWidget(button)
        self._ends += [self.postpone, self.drop, self.bin]

    def _field(self, words: str, field: QWidget) -> tuple[QWidget, QWidget]:
        name = label(words, "caption")
        name.setBuddy(field)
        self._column.addWidget(name)
        self._column.addWidget(field)
        return name, field

    # --- what is shown

    def show_rows(self, rows: Sequence[PlanRow], officers: Sequence[str]) -> None:
        """Show the chosen rows; none empties the pane."""
        self._rows = rows
        self._none.setVisible(not rows)
        self._scroll.setVisible(bool(rows))
        states = {row.line.state for row in rows}
        outside, gone = states == {"unplanned"}, states == {_GONE}
        planned = bool(rows) and not states & {"unplanned", _GONE}
        for part in self._fields:
            part.setVisible(planned or outside)
        for part in self._ends:
            part.setVisible(planned)
        self.take_up.setVisible(planned and bool(states & {"dropped", "postponed"}))
        self.restore.setVisible(gone)
        self.add_button.setVisible(outside)
        self.start.setVisible(planned and len(rows) == 1 and not states & {"done", "dropped"})
        if not rows:
            return
        self._offer(officers)
        self._fill(rows)
        one = len(rows) == 1
        for part in (*self._details, self._state, self._risk):
            part.setVisible(one)
        if one:
            self._show_one(rows[0])
        else:
            self.name.set_words(self.tr("%n row(s) chosen", "", len(rows)))

    def _offer(self, officers: Sequence[str]) -> None:
        self.officer.clear()
        self.officer.addItem(self.tr("Nobody yet"), "")
        for name in officers:
            self.officer.addItem(name, name)

    def _fill(self, rows: Sequence[PlanRow]) -> None:
        """Show in each field the value that all rows share, nothing where they differ."""
        days = {row.line.day for row in rows}
        self.day.set_date(date.fromisoformat(next(iter(days))) if len(days) == 1 and days != {""} else None)
        for box, values in (
            (self.officer, {row.line.officer for row in rows}),
            (self.kind, {row.line.kind or "PLAN" for row in rows}),
        ):
            box.setCurrentIndex(box.findData(next(iter(values))) if len(values) == 1 else -1)
        reasons = {row.reason for row in rows}
        self.reason.setText(next(iter(reasons)) if len(reasons) == 1 else "")
        self.new_day.set_date(None)
        words = self.tr("Put %n into the plan", "", len(rows))
        self.add_button.setText(words)

    def _show_one(self, row: PlanRow) -> None:
        language = self._context.language
        self.name.set_words(name_words(row.name))
        self._number.set_words(self.tr("Registration no. {0}").format(row.registration_no))
        self._state.show_badge(state_words(row.line.state), STATE_TONES[row.line.state])
        risk = self.tr("Risk: {0}, {1} points").format(risk_words(row.risk, language), row.line.score)
        self._risk.show_badge(risk, RISK_TONES[row.risk])
        place = " ".join(part for part in (row.subdistrict, row.line.district) if part)
        self.facts.show_facts(
            [
                (self.tr("Place"), place),
                (self.tr("Last inspected"), day_words(row.line.last_visit, language) or self.tr("Never")),
                (self.tr("Inspected on"), day_words(row.done_on, language)),
                (self.tr("Round"), row.round),
                (self.tr("Reason"), row.reason),
                (self.tr("Note"), row.note),
            ]
        )
        workspace = self._context.workspace
        try:
            with workspace.database.read() as connection:
                found = rating(connection, row.factory_id, workspace.clock().date())
        except FieldkitError as error:
            self.failed.emit(error)
            return
        reasons = [
            f"+{reason.points}  {reason.name.pick(language)}: {evidence(reason, language)}"
            for reason in found.reasons
        ]
        self.reasons.set_words("\n".join(reasons) or self.tr("No factor of risk is known"))
        names = ", ".join(code_word("fact.property", name, language) for name in found.unknown)
        self._unknown.set_words(self.tr("Not known yet: {0}").format(names))
        self._unknown.setVisible(bool(found.unknown))

    # --- what a person wants

    def _planned(self) -> bool:
        return bool(self._rows) and not {row.line.state for row in self._rows} & {"unplanned", _GONE}

    def _day_changed(self, day: date | None) -> None:
        if self._planned():
            self.day_wanted.emit(day)

    def _officer_chosen(self) -> None:
        if self._planned():
            self.officer_wanted.emit(self.officer.currentData())

    def _kind_chosen(self) -> None:
        if self._planned():
            self.kind_wanted.emit(self.kind.currentData())

    def _add(self) -> None:
        self.day.commit()
        if self.day.error() is None:
            wish = PlanWish(
                self.day.date(), self.officer.currentData() or "", self.kind.currentData() or "PLAN"
            )
            self.added.emit(wish)

    def _start(self) -> None:
        if len(self._rows) == 1:
            self.start_wanted.emit(self._rows[0])
