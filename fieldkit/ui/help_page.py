"""Help: the keys, the forms of a date, and what to do when something happens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from fieldkit import resources
from fieldkit.ui.card import Card, ReadingArea
from fieldkit.ui.page import Page
from fieldkit.ui.wrap_label import WrapLabel

if TYPE_CHECKING:
    from fieldkit.errors import Language

Section = tuple[str, list[tuple[str, str]]]


def read_help(language: Language) -> list[Section]:
    """Return the sections of ``resources/help/help_<language>.txt``: title, then (what, meaning) pairs."""
    sections: list[Section] = []
    text = resources.path("help", f"help_{language}.txt").read_text(encoding="utf-8")
    for line in filter(None, map(str.strip, text.splitlines())):
        if line.startswith("#"):
            sections.append((line.lstrip("# "), []))
        else:
            what, _, meaning = line.partition("|")
            sections[-1][1].append((what.strip(), meaning.strip()))
    return sections


def _half(sections: list[Section]) -> int:
    """Return how many sections stand at the left, so that both columns are about as long."""
    lengths = [len(rows) + 2 for _, rows in sections]
    return min(range(len(lengths) + 1), key=lambda at: abs(sum(lengths[:at]) - sum(lengths[at:])))


class HelpPage(Page):
    """Two columns of cards: keys and dates at the left and right, what to do below."""

    def build(self) -> None:
        sections = read_help(self.context.language)
        sheet = QWidget()
        columns = QHBoxLayout(sheet)
        columns.setContentsMargins(0, 0, 8, 0)
        columns.setSpacing(14)
        half = _half(sections)
        for part in (sections[:half], sections[half:]):
            column = QVBoxLayout()
            column.setSpacing(14)
            for title, rows in part:
                column.addWidget(self._card(title, rows, keys=part is not sections))
            column.addStretch(1)
            columns.addLayout(column, 1)
        self._area = ReadingArea(sheet, self.tr("Help"))
        self.column(margins=(24, 0, 16, 20)).addWidget(self._area)

    def open(self, target: object = None) -> None:
        self._area.setFocus()

    @staticmethod
    def _card(title: str, rows: list[tuple[str, str]], *, keys: bool) -> Card:
        card = Card(title)
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 3)
        for number, (what, meaning) in enumerate(rows):
            left: QLabel = WrapLabel(what, "strong")
            grid.addWidget(left, number, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(WrapLabel(meaning, "quiet"), number, 1, Qt.AlignmentFlag.AlignTop)
        card.body.addLayout(grid)
        return card
