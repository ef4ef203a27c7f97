"""The lines above the plan: year, search, quarter, officer, district, risk, and states with counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from fieldkit.model.planning.plan import STATES, Narrowing
from fieldkit.model.planning.rules import CLASSES
from fieldkit.model.thai.dates import OFFSET
from fieldkit.ui import theme
from fieldkit.ui.chip import ChipRow
from fieldkit.ui.labels import label
from fieldkit.ui.plan_words import risk_words, state_words
from fieldkit.ui.search_field import SearchField

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterable

    from fieldkit.errors import Language

SEARCH_WIDTH = 240
COLUMNS_ROOM = 60  # pixels beside the chips for the button of the columns
WIDEST = 16_777_215  # Qt's own "no limit"
ALL = "all"
NOBODY = "-"
_YEARS_AROUND = 2
_ALWAYS = ("planned", "done", "unplanned")
"""States whose chips stand there also when nothing is in them."""


class PlanFilters(QWidget):
    """What the plan is narrowed to.

    Attributes:
        changed: signal when a person narrows or widens the list.
        year_chosen: signal with another fiscal year (B.E.).
    """

    changed = Signal()
    year_chosen = Signal(int)

    def __init__(self, language: Language) -> None:
        super().__init__()
        self._language = language
        self.year = _box(self.tr("Fiscal year"))
        self.year.activated.connect(lambda _row: self.year_chosen.emit(self.year.currentData()))
        self.search = SearchField(self.tr("Search"))
        self.search.setToolTip(self.tr("Search by name or number"))
        self.search.setMinimumWidth(theme.current().px(130))
        self.search.setMaximumWidth(theme.current().px(SEARCH_WIDTH))
        self.search.searched.connect(lambda _text: self.changed.emit())
        self.quarter = _box(self.tr("Quarter"))
        self.officer = _box(self.tr("Officer"), 10)
        self.district = _box(self.tr("District"), 8)
        self.risk = _box(self.tr("Risk"))
        self.count = label("", "quiet")
        self._boxes = (self.quarter, self.officer, self.district, self.risk)
        self._first, self._second, self.foot = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        for part in (self.year, self.search):
            self._first.addWidget(part, 3 if part is self.search else 0)
        for box in self._boxes:
            box.activated.connect(lambda _row: self.changed.emit())
            self._first.addWidget(box)
        self._first.addWidget(self.count)
        self._first.addStretch(1)
        self._split = False
        self.states = ChipRow([(ALL, ""), *((state, "") for state in STATES)], self.tr("State of the plan"))
        self.states.chosen.connect(lambda _key: self.changed.emit())
        # Where the chips have no room, the same states stand in a list.
        self.state_box = _box(self.tr("State of the plan"), 12)
        self.state_box.activated.connect(self._state_chosen)
        self.state_box.hide()
        self.foot.addWidget(self.states)
        self.foot.addWidget(self.state_box)
        self.foot.addStretch(1)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(8)
        # Two lines begin where one ends, so one line must not hold the window open.
        lines.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        for line in (self._first, self._second, self.foot):
            line.setSpacing(8)
            lines.addLayout(line)
        _offer(
            self.quarter,
            self.tr("All quarters"),
            ((self.tr("Quarter {0}").format(n), n) for n in range(1, 5)),
        )
        _offer(self.risk, self.tr("All risks"), ((risk_words(one, language), one) for one in CLASSES))

    # --- the room

    def minimumSizeHint(self) -> QSize:
        return QSize(self.search.minimumWidth(), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.share_room()

    def share_room(self) -> None:
        """Put the lists into a line of their own, and the states into a list, where there is no room."""
        gap = self._first.spacing()
        parts = (self.year, *self._boxes, self.count)
        needed = self.search.minimumWidth() + sum(part.sizeHint().width() + gap for part in parts)
        split = self.width() < needed
        if split != self._split:
            self._split = split
            line = self._second if split else self._first
            for place, box in enumerate(self._boxes):
                line.insertWidget(place if split else place + 2, box)
            self.search.setMaximumWidth(WIDEST if split else theme.current().px(SEARCH_WIDTH))
        chips = self.states.sizeHint().width() + theme.current().px(COLUMNS_ROOM)
        self.states.setVisible(self.width() >= chips)
        self.state_box.setVisible(self.width() < chips)

    def _state_chosen(self) -> None:
        self.states.choose(self.state_box.currentData())
        self.changed.emit()

    # --- what is asked for

    def narrowing(self, factories: frozenset[int] | None, day: str) -> Narrowing:
        """Return what is asked for now; ``factories`` are those that the search has found."""
        state = self.states.key()
        return Narrowing(
            state="" if state == ALL else state,  # type: ignore[arg-type]
            quarter=self.quarter.currentData() or 0,
            officer=self.officer.currentData() or "",
            district=self.district.currentData() or "",
            risk=self.risk.currentData() or "",
            day=day,
            factories=factories,
        )

    def clear(self) -> None:
        """Ask for everything again."""
        self.search.blockSignals(True)
        self.search.clear()
        self.search.blockSignals(False)
        for box in (self.quarter, self.officer, self.district, self.risk):
            box.setCurrentIndex(0)
        self.states.choose(ALL)
        self.changed.emit()

    def state(self) -> dict[str, object]:
        """Return what is asked for, to be shown again by :meth:`come_back`."""
        boxes = {
            name: getattr(self, name).currentData() for name in ("quarter", "officer", "district", "risk")
        }
        return {**boxes, "text": self.search.text(), "state": self.states.key()}

    def come_back(self, state: dict[str, object]) -> None:
        """Show what :meth:`state` returned, without a signal."""
        for name in ("quarter", "officer", "district", "risk"):
            box: QComboBox = getattr(self, name)
            box.setCurrentIndex(max(0, box.findData(state[name])))
        self.search.blockSignals(True)
        self.search.setText(str(state["text"]))
        self.search.blockSignals(False)
        self.states.choose(str(state["state"]))

    def show_year(self, year: int, present: int) -> None:
        """Offer the fiscal years around the ``present`` one and show ``year``."""
        self.year.clear()
        known = {*range(present - _YEARS_AROUND, present + _YEARS_AROUND), year}
        for one in sorted(known, reverse=True):
            words = self.tr("FY {0}").format(one if self._language == "th" else one - OFFSET)
            self.year.addItem(words, one)
        self.year.setCurrentIndex(self.year.findData(year))

    def offer(self, districts: Iterable[str], officers: Iterable[str]) -> None:
        """Offer officers and districts that occur, and keep what is chosen."""
        chosen = self.officer.currentData(), self.district.currentData()
        people = [(name, name) for name in officers]
        _offer(self.officer, self.tr("All officers"), [*people, (self.tr("Without officer"), NOBODY)])
        _offer(self.district, self.tr("All districts"), ((name, name) for name in districts))
        self.officer.setCurrentIndex(max(0, self.officer.findData(chosen[0])))
        self.district.setCurrentIndex(max(0, self.district.findData(chosen[1])))

    def show_counts(self, counts: Counter[str]) -> None:
        """Write the counts on the chips; states that nothing is in stand aside."""
        plan = sum(count for state, count in counts.items() if state not in ("bin", "unplanned"))
        self.states.set_text(ALL, self.tr("Plan {0}").format(f"{plan:,}"))
        for state in STATES:
            count = counts[state]
            self.states.set_text(state, f"{state_words(state)} {count:,}")
            shown = bool(count) or state in _ALWAYS or self.states.key() == state
            self.states.show_chip(state, shown)
        self._list_states(counts, plan)
        self.share_room()

    def _list_states(self, counts: Counter[str], plan: int) -> None:
        self.state_box.clear()
        self.state_box.addItem(self.tr("Plan {0}").format(f"{plan:,}"), ALL)
        for state in STATES:
            if counts[state] or state in _ALWAYS:
                self.state_box.addItem(f"{state_words(state)} {counts[state]:,}", state)
        self.state_box.setCurrentIndex(max(0, self.state_box.findData(self.states.key())))

    def show_count(self, count: int) -> None:
        """Say how many lines the list has."""
        self.count.setText(self.tr("%n row(s)", "", count).replace(str(count), f"{count:,}"))


def _box(name: str, letters: int = 0) -> QComboBox:
    """Return a list as wide as its words, or with room for ``letters`` where words may be any length."""
    box = QComboBox()
    box.setAccessibleName(name)
    box.setToolTip(name)
    by_letters = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
    box.setSizeAdjustPolicy(by_letters if letters else QComboBox.SizeAdjustPolicy.AdjustToContents)
    box.setMinimumContentsLength(letters)
    box.view().setMinimumWidth(theme.current().px(200))
    return box


def _offer(box: QComboBox, everything: str, options: Iterable[tuple[str, object]]) -> None:
    box.clear()
    box.addItem(everything, None)
    for words, value in options:
        box.addItem(words, value)
