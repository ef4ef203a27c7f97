"""The head of the list of questions: where the person is, the sections as a menu, the filters."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QMenu, QSizePolicy, QWidget

from fieldkit.model.peers.importing import origin_of
from fieldkit.ui import theme
from fieldkit.ui.buttons import Button
from fieldkit.ui.labels import label
from fieldkit.ui.runner.filter_chips import FilterChips
from fieldkit.ui.runner.model import FILTERS, REVISED

if TYPE_CHECKING:
    from fieldkit.ui.runner.model import FormModel

_ORIGIN = ("author", "started", "file", "instance", "by", "at")
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
        origin = origin_of(model.inspection.row["context"])
        self.origin = label(
            self.tr("Imported from {0}").format(origin["program"]) if origin else "", "caption"
        )
        self.origin.setVisible(origin is not None)
        if origin is not None:
            self.origin.setToolTip("\n".join(part for part in map(origin.get, _ORIGIN) if part))
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
        self.filter_menu = Button("", kind="quiet")
        self.filter_menu.setProperty("menu", True)
        self.filter_menu.setMenu(QMenu(self.filter_menu))
        self.filter_menu.menu().aboutToShow.connect(self._show_filters)
        self.filter_menu.hide()
        for widget in (self.title, self.origin, self.chooser, self.filters, self.filter_menu):
            self._row.addWidget(widget, int(widget in (self.title, self.chooser)))

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
        chosen = self.filters.text(self.filters.key())
        self.filter_menu.setText(chosen)
        self.filter_menu.setAccessibleName(f"{self.filters.accessibleName()}: {chosen}")
        self._turn()

    def show_narrow(self, narrow: bool) -> None:
        """Show the sections as a menu instead of the title."""
        self.chooser.setVisible(narrow)
        self.title.setVisible(not narrow)

    def show_low(self, low: bool) -> None:
        """Show the filters as a menu, where large text in a low window leaves no line for them."""
        self.filters.setVisible(not low)
        self.filter_menu.setVisible(low)
        self._turn()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._turn()

    def _turn(self) -> None:
        filters = self.filters if self.filter_menu.isHidden() else self.filter_menu
        beside = self.width() - filters.sizeHint().width() >= theme.current().px(LEAST_FOR_TITLE)
        self._row.setDirection(
            QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        )

    def _show_filters(self) -> None:
        menu = self.filter_menu.menu()
        menu.clear()
        for key in self.filters.shown():
            menu.addAction(self.filters.text(key), partial(self._take_filter, key))

    def _take_filter(self, key: str) -> None:
        self.filters.choose(key)
        self.filters.chosen.emit(key)

    def _show_chooser(self) -> None:
        menu = self.chooser.menu()
        menu.clear()
        for place, section in enumerate(self._model.sections):
            answered, asked, _failed = self._model.counts(place)
            words = f"{section.number}. {section.title}  {answered}/{asked}"
            menu.addAction(words, partial(self.section_wanted.emit, place))
