"""The lines above the plan: year, search, quarter, officer, district, risk, and states with counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

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
        self.year = _box(self.tr("Fiscal year"), 6)
        self.year.activated.connect(lambda _row: self.year_chosen.emit(self.year.currentData()))
        self.search = SearchField(self.tr("Search by name or number"))
        self.search.setMinimumWidth(theme.current().px(130))
        self.search.setMaximumWidth(theme.current().px(SEARCH_WIDTH))
        self.search.searched.connect(lambda _text: self.changed.emit())
        self.quarter = _box(self.tr("Quarter"), 6)
        self.officer = _box(self.tr("Officer"), 8)
        self.district = _box(self.tr("District"), 6)
        self.risk = _box(self.tr("Risk"), 7)
        self.count = label("", "quiet")
        self.top = QHBoxLayout()
        self.top.setSpacing(8)
        self.top.addWidget(self.year)
        self.top.addWidget(self.search, 3)
        for box in (self.quarter, self.officer, self.district, self.risk):
            box.activated.connect(lambda _row: self.changed.emit())
            self.top.addWidget(box, 1)
        self.top.addWidget(self.count)
        self.top.addStretch(1)
        self.states = ChipRow([(ALL, ""), *((state, "") for state in STATES)], self.tr("State of the plan"))
        self.states.chosen.connect(lambda _key: self.changed.emit())
        self.foot = QHBoxLayout()
        self.foot.setSpacing(8)
        self.foot.addWidget(self.states)
        self.foot.addStretch(1)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(8)
        lines.addLayout(self.top)
        lines.addLayout(self.foot)
        _offer(
            self.quarter,
            self.tr("All quarters"),
            ((self.tr("Quarter {0}").format(n), n) for n in range(1, 5)),
        )
        _offer(self.risk, self.tr("All risks"), ((risk_words(one, language), one) for one in CLASSES))

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
            self.states.show_chip(state, bool(count) or state in _ALWAYS or self.states.key() == state)

    def show_count(self, count: int) -> None:
        """Say how many lines the list has."""
        self.count.setText(self.tr("%n row(s)", "", count).replace(str(count), f"{count:,}"))


def _box(name: str, letters: int) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    box.setToolTip(name)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(letters)
    box.view().setMinimumWidth(theme.current().px(200))
    return box


def _offer(box: QComboBox, everything: str, options: Iterable[tuple[str, object]]) -> None:
    box.clear()
    box.addItem(everything, None)
    for words, value in options:
        box.addItem(words, value)
