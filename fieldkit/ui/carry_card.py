"""Of which inspections this laptop carries answers and photos: everything, or what its person needs."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QComboBox, QHBoxLayout, QRadioButton

from fieldkit.errors import FieldkitError
from fieldkit.model import carrying
from fieldkit.model.carrying import DEFAULT_YEARS, EVERYTHING, Carry
from fieldkit.ui import theme
from fieldkit.ui.card import Card
from fieldkit.ui.jobs import run
from fieldkit.ui.labels import label
from fieldkit.ui.sync_state import size_words
from fieldkit.ui.wrap_label import WrapLabel

if TYPE_CHECKING:
    from fieldkit.model.carrying import Carried
    from fieldkit.model.workspace import Workspace
    from fieldkit.ui.jobs import Job

TARGET = 36
INDENT = 27  # pixels, below the words of a choice
YEARS = (1, 2, 3, 5, 10)


class CarryCard(Card):
    """Three choices with what each of them carries, kept at once; the next sync acts on it.

    Attributes:
        failed: signal with a FieldkitError.
    """

    failed = Signal(object)

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(self.tr("What this laptop carries"))
        self._workspace = workspace
        self.add(
            WrapLabel(
                self.tr(
                    "Register, plan, results, findings and orders are always here. Answers and photos of"
                    " older inspections may stay at the office, and are fetched when they are wanted."
                ),
                "quiet",
            )
        )
        self.whole, self.years_of_all, self.mine = QRadioButton(), QRadioButton(), QRadioButton()
        self._group = QButtonGroup(self)
        self._sizes = {}
        for button in (self.whole, self.years_of_all, self.mine):
            button.setMinimumHeight(theme.current().px(TARGET))
            self._group.addButton(button)
            self._sizes[button] = WrapLabel("", "caption")
            self._sizes[button].setContentsMargins(theme.current().px(INDENT), 0, 0, 0)
            self.add(button)
            self.add(self._sizes[button])
        self.years = QComboBox()
        self.years.setAccessibleName(self.tr("Fiscal years"))
        caption = label(self.tr("Fiscal years"), "caption")
        caption.setBuddy(self.years)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(caption)
        row.addWidget(self.years)
        row.addStretch(1)
        self.body.addLayout(row)
        self.state = WrapLabel("", "quiet")
        self.add(self.state)
        self._show_choice()
        self._group.buttonClicked.connect(lambda _button: self._keep())
        self.years.activated.connect(lambda _index: self._keep())
        self._count()

    def choice(self) -> Carry:
        """Return what is chosen."""
        if self.whole.isChecked():
            return EVERYTHING
        return Carry(int(self.years.currentData()), mine=self.mine.isChecked())

    def _show_choice(self) -> None:
        with self._workspace.database.read() as connection:
            now = carrying.chosen(connection, self._workspace.clock().date())
        for number in sorted({*YEARS, now.years} - {0}):
            self.years.addItem(self.tr("%n year(s)", "", number), number)
        self.years.setCurrentIndex(self.years.findData(now.years or DEFAULT_YEARS))
        button = self.whole if now.everything else self.mine if now.mine else self.years_of_all
        button.setChecked(True)
        self._name(None)

    def _keep(self) -> None:
        try:
            carrying.choose(self._workspace, self.choice())
        except FieldkitError as error:
            self.failed.emit(error)
            return
        self._count()

    def _count(self) -> None:
        """Count beside the window what each choice carries."""
        self.years.setEnabled(not self.whole.isChecked())
        years = int(self.years.currentData())
        work = partial(_state, self._workspace, years)
        run(self, work, self._name, failed=self.failed.emit)

    def _name(self, found: Carried | None) -> None:
        years = int(self.years.currentData())
        choices = (
            (self.whole, self.tr("The whole province, all years"), EVERYTHING),
            (self.years_of_all, self.tr("The whole province, last %n year(s)", "", years), Carry(years)),
            (self.mine, self.tr("Mine and my plan, last %n year(s)", "", years), Carry(years, mine=True)),
        )
        for button, words, carry in choices:
            button.setText(words)
            if found is not None and carry in found.by_choice:
                count = self.tr("%n inspection(s)", "", found.by_choice[carry])
                size = f"{count} ≈ {size_words(found.about(carry))}"
                self._sizes[button].set_words(size)
                button.setAccessibleDescription(size)
        if found is not None:
            told = self.tr("Answers and photos of %n inspection(s) are at the office.", "", found.elsewhere)
            here = self.tr("{0} on this laptop.").format(size_words(found.size))
            self.state.set_words(f"{told} {here}" if found.elsewhere else here)


def _state(workspace: Workspace, years: int, _job: Job[Carried]) -> Carried:
    return carrying.state(workspace, workspace.clock().date(), years)
