"""What stands beside the list in the calendar: the month with its arrows, and the officers."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fieldkit.model.planning.plan import Narrowing, narrowed
from fieldkit.model.thai import dates
from fieldkit.ui.buttons import Button, IconButton
from fieldkit.ui.card import Card, scrolling
from fieldkit.ui.labels import label
from fieldkit.ui.month_popup import months_later
from fieldkit.ui.plan_month import PlanMonth, by_day
from fieldkit.ui.plan_officers import PlanOfficers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldkit.errors import Language
    from fieldkit.model.planning.plan import Line

HINT_AIR = 48  # pixels that must stay free beside hint and button


class PlanSide(Card):
    """The month and the officers, on which rows are dropped or, by key, planned.

    Attributes:
        day_opened: signal with the day whose visits the list shall show.
        planning_wanted: signal with the day for the chosen rows.
        rows_dropped: signal (day, places of rows). officer_dropped: signal (officer, places of rows).
        officer_chosen: signal with the officer for the chosen rows.
    """

    day_opened = Signal(object)
    planning_wanted = Signal(object)
    rows_dropped = Signal(object, object)
    officer_chosen = Signal(str)
    officer_dropped = Signal(str, object)

    def __init__(self, language: Language, today: date) -> None:
        super().__init__(margin=12)
        self._language = language
        self.month = PlanMonth(language, today)
        self.month.day_moved.connect(self._say)
        self.month.day_opened.connect(self.day_opened)
        self.month.planning_wanted.connect(self.planning_wanted)
        self.month.rows_dropped.connect(self.rows_dropped)
        self._name = label("", "title")
        before = IconButton("chevron-left", self.tr("Month before"))
        after = IconButton("chevron-right", self.tr("Month after"))
        before.clicked.connect(lambda: self._step(-1))
        after.clicked.connect(lambda: self._step(1))
        self.open_day = Button(self.tr("Show this day"), kind="quiet")
        self.open_day.clicked.connect(lambda: self.day_opened.emit(self.month.day()))
        self.plan = Button("", "calendar", kind="primary")
        self.plan.clicked.connect(lambda: self.planning_wanted.emit(self.month.day()))
        head, foot = QHBoxLayout(), QHBoxLayout()
        for part in (before, self._name, after):
            head.addWidget(part)
        head.addStretch(1)
        head.addWidget(self.open_day)
        self._hint = label(self.tr("Drag rows onto a day or an officer, or:"), "caption")
        foot.addWidget(self._hint)
        foot.addStretch(1)
        foot.addWidget(self.plan)
        for row in (head, foot):
            row.setSpacing(6)
        self.officers = PlanOfficers()
        self.officers.chosen.connect(self.officer_chosen)
        self.officers.rows_dropped.connect(self.officer_dropped)
        # In large text the month keeps days that can be read, and what is below it is scrolled to.
        sheet = QWidget()
        column = QVBoxLayout(sheet)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.month, 1)
        column.addLayout(foot)
        column.addWidget(self.officers)
        self.add(scrolling(sheet), 1)
        self._chosen = 0
        self._say(today)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        needed = self._hint.sizeHint().width() + self.plan.sizeHint().width() + HINT_AIR
        self._hint.setVisible(self.width() >= needed)

    def show_plan(self, lines: Sequence[Line], officers: Sequence[str], to: Narrowing) -> None:
        """Show what stands on the days for the officer, district and risk that the list is narrowed to."""
        wanted = Narrowing(officer=to.officer, district=to.district, risk=to.risk)
        self.month.show_plan(by_day(narrowed(lines, wanted)))
        self.officers.show_officers(officers, lines)

    def show_chosen(self, count: int) -> None:
        """Write on the button how many rows it would plan."""
        self._chosen = count
        self._say(self.month.day())

    def _say(self, day: date) -> None:
        self._name.setText(dates.month_and_year(day, self._language))
        when = f"{day.day} {dates.SHORT_MONTHS[day.month - 1]}"
        if self._language == "en":
            when = f"{day.day} {dates.ENGLISH_MONTHS[day.month - 1][:3]}"
        words = self.tr("Plan %n row(s) on {0} (Ctrl+Enter)", "", self._chosen)
        self.plan.setText(words.format(when))
        self.plan.setEnabled(self._chosen > 0)

    def _step(self, months: int) -> None:
        day = months_later(self.month.day(), months)
        self.month.show_day(day)
        self._say(day)
