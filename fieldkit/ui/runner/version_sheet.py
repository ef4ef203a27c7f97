"""Shows what moving a draft to a newer version of its checklist does, before it is done."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fieldkit.ui import theme
from fieldkit.ui.buttons import Button
from fieldkit.ui.card import Card, ReadingArea, centred
from fieldkit.ui.key_bar import KeyBar
from fieldkit.ui.labels import hairline, label
from fieldkit.ui.wrap_label import WrapLabel

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieldkit.model.inspections.version_move import Line, VersionMove
    from fieldkit.ui.theme import Tone

WIDTH = 680
MOST = 40


class VersionSheet(QWidget):
    """Answers that stay, answers without a place, questions that are new.

    Attributes:
        wanted: signal when the person wants the move.
        left: signal to go back.
    """

    wanted = Signal()
    left = Signal()

    def __init__(self, plan: VersionMove, said: Callable[[Line], str] = attrgetter("answer")) -> None:
        """``said`` gives the answer of a line as people read it."""
        super().__init__()
        self._said = said
        card = Card(self.tr("Move to version {0}").format(plan.checklist.version), margin=24)
        card.setMaximumWidth(theme.current().px(WIDTH))
        self._add(card, self.tr("Answers without a place {0}").format(len(plan.lost)), plan.lost, "warn")
        self._add(card, self.tr("New questions {0}").format(len(plan.added)), plan.added, "info")
        self._add(card, self.tr("Answers that stay {0}").format(len(plan.kept)), plan.kept, "ok")
        card.add(
            WrapLabel(
                self.tr("Answers without a place are kept and come back with the old version."), "caption"
            )
        )
        self.back = Button(self.tr("Stay on this version"), "chevron-left")
        self.back.clicked.connect(self.left)
        self.move_button = Button(self.tr("Move the draft"), "arrow-right", kind="primary")
        self.move_button.clicked.connect(self.wanted)
        # In a bar of their own: the list may be long.
        bar = KeyBar([("Esc", self.tr("back"))])
        bar.add_button(self.back)
        bar.add_button(self.move_button)
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.addLayout(centred(card, share=8))
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(ReadingArea(holder, self.tr("What the move does")), 1)
        outer.addWidget(bar)

    def enter(self) -> None:
        """Put the focus on the button that changes nothing."""
        self.back.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add(self, card: Card, title: str, lines: tuple[Line, ...], tone: Tone) -> None:
        if not lines:
            return
        card.add(hairline())
        card.add(label(title, "strong", tone=tone))
        for line in lines[:MOST]:
            answer = self._said(line)
            card.add(WrapLabel(f"{line.label}: {answer}" if answer else line.label, "quiet"))
        if len(lines) > MOST:
            card.add(label(self.tr("and {0} more").format(len(lines) - MOST), "caption"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
