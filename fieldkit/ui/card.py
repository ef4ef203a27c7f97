"""A white sheet on the pale ground that holds one subject."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from fieldkit.ui.labels import label


def centred(widget: QWidget, *, share: int = 0) -> QHBoxLayout:
    """Return a row with ``widget`` in its middle; with a ``share`` it grows to its greatest width.

    Between stretches: an aligned widget would not get the height that its words wrap to.
    """
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(widget, share)
    row.addStretch(1)
    return row


def scrolling(widget: QWidget) -> QScrollArea:
    """Return an area in which ``widget`` scrolls up and down; the keyboard goes to what is inside."""
    area = QScrollArea()
    area.setWidget(widget)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area


class ReadingArea(QScrollArea):
    """Words without a control, which the arrow keys scroll: a stop of Tab only while they are longer.

    Its edge shows the focus. ``name`` is what a screen reader calls it.
    """

    def __init__(self, widget: QWidget, name: str) -> None:
        super().__init__()
        self.setProperty("reading", True)
        self.setAccessibleName(name)
        self.setWidget(widget)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.verticalScrollBar().rangeChanged.connect(self._allow_focus)

    def _allow_focus(self, least: int, most: int) -> None:
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if most > least else Qt.FocusPolicy.NoFocus)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()


class Card(QFrame):
    """A card with an optional title; put widgets in with ``add``.

    Attributes:
        body: the vertical layout inside the card.
        head: the row of the title (None without a title); more may be added at its right.
    """

    def __init__(self, title: str = "", *, margin: int = 16, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(margin, margin, margin, margin)
        self.body.setSpacing(8)
        self.head: QHBoxLayout | None = None
        if title:
            self.head = QHBoxLayout()
            self.head.addWidget(label(title, "title"))
            self.head.addStretch(1)
            self.body.addLayout(self.head)

    def add(self, widget: QWidget, stretch: int = 0) -> None:
        """Put ``widget`` below what is there."""
        self.body.addWidget(widget, stretch)
