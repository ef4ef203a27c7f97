"""The head of the list of questions: where the person is, the sections as a menu, the filters."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QMenu, QSizePolicy, QWidget

from fieldkit.ui import theme
from fieldkit.ui.buttons import Button
from fieldkit.ui.labels import label
from fieldkit.ui.runner.filter_chips import FilterChips
from fieldkit.ui.runner.model import FILTERS, REVISED

if TYPE_CHECKING:
    from fieldkit.ui.runner.model import FormModel

LEAST_FOR_TITLE = 240  # pixels at 100 % text below which the filters take a line of their own


class FormHead(QWidget):
    """Shows the section or filter, and where there is no card of sections a menu of them.

    Attributes:
        section_wanted: signal with the number of a section (from 0).
    """

    section_wanted = Signal(int)

    def __init__(self, model: FormModel) -> None:
        super().__init__()
        self._model = model
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(16, 6, 12, 6)
        self.title = label("", "title")
        self.title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.chooser = Button("", kind="quiet")
        self.chooser.setProperty("menu", True)
        self.chooser.setAccessibleName(self.tr("Sections"))
        self.chooser.setMenu(QMenu(self.chooser))
        self.chooser.menu().aboutToShow.connect(self._show_chooser)
        names = {
            "all": self.tr("All"),
            "unanswered": self.tr("Unanswered"),
            "failed": self.tr("Failed"),
            "warning": self.tr("Warnings"),
            "failed_before": self.tr("Failed last time"),
            "flagged": self.tr("Flagged"),
            "changed": self.tr("Changed by a colleague"),
            "invalid": self.tr("To correct"),
        }
        offered = [(key, names[key]) for key in FILTERS]
        if model.inspection.row["revision_of"]:
            offered.append((REVISED, self.tr("Corrected")))
        self.filters = FilterChips(offered, self.tr("Filter"))
        for widget, stretch in ((self.title, 1), (self.chooser, 0), (self.filters, 0)):
            self._row.addWidget(widget, stretch)

    def show_place(self) -> None:
        """Show which section or filter is open, and count again."""
        model = self._model
        if model.filter == "all" and model.sections:
            section = model.sections[model.section]
            self.title.setText(f"{section.number}. {section.title}")
        else:
            self.title.setText(self.tr("Whole checklist"))
        self.chooser.setText(self.title.text())
        self.filters.show_counts(model.filter_counts())
        self._turn()

    def show_narrow(self, narrow: bool) -> None:
        """Show the sections as a menu instead of the title."""
        self.chooser.setVisible(narrow)
        self.title.setVisible(not narrow)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._turn()

    def _turn(self) -> None:
        beside = self.width() - self.filters.sizeHint().width() >= theme.current().px(LEAST_FOR_TITLE)
        self._row.setDirection(
            QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        )

    def _show_chooser(self) -> None:
        menu = self.chooser.menu()
        menu.clear()
        for place, section in enumerate(self._model.sections):
            answered, asked, _failed = self._model.counts(place)
            words = f"{section.number}. {section.title}  {answered}/{asked}"
            menu.addAction(words, partial(self.section_wanted.emit, place))
