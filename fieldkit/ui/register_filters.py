"""The line above the register: search, province, district, status, count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLayout, QPushButton, QVBoxLayout, QWidget

from fieldkit.model import factories
from fieldkit.model.factories import CHIPS, Query
from fieldkit.model.reference import factory_statuses
from fieldkit.ui import theme
from fieldkit.ui.chip import ChipRow
from fieldkit.ui.labels import label
from fieldkit.ui.search_field import SearchField

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from fieldkit.errors import Language
    from fieldkit.model.workspace import Workspace

SEARCH_WIDTH = 330
WIDEST = 16_777_215  # Qt's own "no limit"


class RegisterFilters(QWidget):
    """What the register is narrowed to.

    Attributes:
        changed: signal when a person narrows or widens the list.
    """

    changed = Signal()

    def __init__(self, workspace: Workspace, language: Language) -> None:
        super().__init__()
        self._workspace = workspace
        self._language = language
        self.search = SearchField(self.tr("Name, number or operator"))
        self.search.setMaximumWidth(theme.current().px(SEARCH_WIDTH))
        self.search.searched.connect(lambda _text: self.changed.emit())
        self.province = _box(self.tr("Province"))
        self.district = _box(self.tr("District"))
        self.status = _box(self.tr("Status"))
        self.province.activated.connect(self._province_chosen)
        for box in (self.district, self.status):
            box.activated.connect(lambda _row: self.changed.emit())
        self._chip_words = {
            "": self.tr("All {0}"),
            "open": self.tr("To correct {0}"),
            "never": self.tr("Never inspected {0}"),
            "other": self.tr("No factories {0}"),
            "bin": self.tr("Bin {0}"),
        }
        chips = [(key, words.format("").strip()) for key, words in self._chip_words.items()]
        self.chips = ChipRow(chips, self.tr("Show"), wrap=True)
        self.chips.chosen.connect(lambda _key: self.changed.emit())
        self.count = label("", "quiet")
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(8)
        # Two lines begin where one ends, so one line must not hold the window open.
        self._lines.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self._row = QHBoxLayout()
        self._row.setSpacing(8)
        self._lines.addLayout(self._row)
        self._row.addWidget(self.search, 3)
        self._split = False
        for box in (self.province, self.district, self.status):
            self._row.addWidget(box)
        self._row.addWidget(self.count)
        self._row.addStretch(1)
        self._tools = QHBoxLayout()
        self._tools.setSpacing(8)
        self._tools.addWidget(self.chips, 1)
        self._lines.addLayout(self._tools)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.search.minimumSizeHint().width(), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_lines()

    def _share_lines(self) -> None:
        """Give the search a line of its own where it would be squeezed between the others."""
        items = (self._row.itemAt(place) for place in range(self._row.count()))
        parts = [part for item in items if item is not None and (part := item.widget()) is not None]
        others = [part for part in parts if part is not self.search and not part.isHidden()]
        needed = sum(part.sizeHint().width() + self._row.spacing() for part in others)
        split = self.width() < needed + self.search.minimumSizeHint().width()
        if split != self._split:
            self._split = split
            self.search.setMaximumWidth(WIDEST if split else theme.current().px(SEARCH_WIDTH))
            if split:
                self._lines.insertWidget(0, self.search)
            else:
                self._row.insertWidget(0, self.search, 3)

    def add_button(self, button: QPushButton) -> None:
        """Put ``button`` at the right end."""
        self._row.addWidget(button)

    def save_height(self, *, low: bool) -> None:
        """Leave out the chips in a low page, as under a message in large text, if none narrows it."""
        self.chips.setVisible(not low or bool(self.chips.key()))

    def add_tool(self, button: QPushButton) -> None:
        """Put ``button`` beside the chips."""
        self._tools.addWidget(button)

    def query(self) -> Query:
        """Return what is asked for now."""
        return Query(
            **CHIPS[self.chips.key()],
            text=self.search.text().strip(),
            province=_chosen(self.province),
            district=_chosen(self.district),
            status=_chosen(self.status),
        )

    def clear(self) -> None:
        """Ask for everything again."""
        self.show_query(Query())
        self.changed.emit()

    def show_query(self, query: Query) -> None:
        """Show ``query`` without a signal; places that do not occur are left out."""
        self.search.blockSignals(True)
        self.search.setText(query.text)
        self.search.blockSignals(False)
        _choose(self.province, query.province)
        self._list_districts(query.district)
        _choose(self.status, query.status)
        fits = (key for key, asked in CHIPS.items() if asked and all(getattr(query, name) for name in asked))
        self.chips.choose(next(fits, ""))

    def narrows(self) -> bool:
        """Tell whether anything is left out."""
        return self.query() != Query()

    def show_count(self, count: int) -> None:
        """Say how many factories there are."""
        self.count.setText(self.tr("%n factory(ies)", "", count).replace(str(count), f"{count:,}"))

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """Say on each chip how many it would show."""
        for key, words in self._chip_words.items():
            self.chips.set_text(key, words.format(f"{counts[key]:,}"))

    def refresh(self) -> None:
        """Offer the places and statuses that occur now and keep what is chosen."""
        query = self.query()
        with self._workspace.database.read() as connection:
            provinces = factories.values_of(connection, "province")
            statuses = factories.values_of(connection, "status")
        _offer(self.province, self.tr("All provinces"), ((name, name) for name in provinces))
        # A register of one province is narrowed by district alone.
        self.province.setVisible(len(provinces) > 1)
        _choose(self.province, query.province)
        self._list_districts(query.district)
        known = factory_statuses()
        words = (
            (known[code].name.pick(self._language) if code in known else code, code) for code in statuses
        )
        _offer(self.status, self.tr("All statuses"), words)
        self.status.setVisible(len(statuses) > 1)
        _choose(self.status, query.status)

    def _list_districts(self, chosen: str) -> None:
        province = _chosen(self.province)
        found: list[str] = []
        if province or self.province.count() <= 2:
            with self._workspace.database.read() as connection:
                found = factories.values_of(connection, "district", province=province)
        _offer(self.district, self.tr("All districts"), ((name, name) for name in found))
        self.district.setVisible(bool(found))
        _choose(self.district, chosen)

    def _province_chosen(self) -> None:
        self._list_districts("")
        self.changed.emit()


def _box(name: str) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(9)
    box.view().setMinimumWidth(theme.current().px(220))
    return box


def _offer(box: QComboBox, everything: str, options: Iterable[tuple[str, str]]) -> None:
    box.clear()
    box.addItem(everything, "")
    for words, value in options:
        box.addItem(words, value)


def _chosen(box: QComboBox) -> str:
    return str(box.currentData() or "")


def _choose(box: QComboBox, value: str) -> None:
    box.setCurrentIndex(max(0, box.findData(value)))
