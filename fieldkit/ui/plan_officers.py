"""The officers of the plan as places for rows: drop them on a name, or choose rows and press it."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from fieldkit.ui.buttons import Button
from fieldkit.ui.labels import restyle
from fieldkit.ui.plan_model import dragged_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from fieldkit.model.planning.plan import Line

ACROSS = 3
_WAITING = ("planned", "today", "overdue", "postponed", "undated")


class OfficerButton(Button):
    """One officer with the number of visits still to be made.

    Attributes:
        rows_dropped: signal with the places of rows in the list.
    """

    rows_dropped = Signal(object)

    def __init__(self, name: str) -> None:
        super().__init__(name, "user")
        self.officer = name
        self.setAcceptDrops(True)

    def show_count(self, count: int) -> None:
        """Write the number of visits behind the name."""
        self.setText(f"{self.officer} · {count:,}")

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dragged_rows(event.mimeData()):
            event.acceptProposedAction()
            restyle(self, kind="primary")

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        restyle(self, kind="normal")

    def dropEvent(self, event: QDropEvent) -> None:
        restyle(self, kind="normal")
        event.acceptProposedAction()
        self.rows_dropped.emit(dragged_rows(event.mimeData()))


class PlanOfficers(QWidget):
    """Buttons of all officers.

    Attributes:
        chosen: signal with the officer for the chosen rows.
        rows_dropped: signal (officer, places of rows in the list).
    """

    chosen = Signal(str)
    rows_dropped = Signal(str, object)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("Officers"))
        self._across = 0
        self.buttons: dict[str, OfficerButton] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(6)

    def show_officers(self, names: Sequence[str], lines: Iterable[Line]) -> None:
        """Show the officers and how much each still has to do."""
        if list(self.buttons) != list(names):
            for button in self.buttons.values():
                button.hide()
                button.deleteLater()
            self.buttons = {}
            for name in names:
                button = OfficerButton(name)
                button.setToolTip(self.tr("Give the chosen rows to {0}").format(name))
                button.clicked.connect(partial(self._choose, name))
                button.rows_dropped.connect(partial(self.rows_dropped.emit, name))
                self.buttons[name] = button
            self._across = 0
        counts = Counter(line.officer for line in lines if line.state in _WAITING)
        for name, button in self.buttons.items():
            button.show_count(counts[name])
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Put as many side by side as the longest name leaves room for."""
        widest = max((button.sizeHint().width() for button in self.buttons.values()), default=1)
        across = max(1, min(ACROSS, self.width() // (widest + self._grid.spacing())))
        if across != self._across:
            self._across = across
            for place, button in enumerate(self.buttons.values()):
                self._grid.addWidget(button, place // across, place % across)

    def _choose(self, name: str) -> None:
        self.chosen.emit(name)
