"""What happened, one dated event below the other, each of which can be opened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from fieldkit.ui import theme
from fieldkit.ui.thai_text import wrappable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldkit.ui.theme import Tone

RAIL, DOT = 22, 9
_WRAP = Qt.TextFlag.TextWordWrap


@dataclass(frozen=True, slots=True)
class Event:
    """An event: its id, day, what it was, more about it, and the tone of its dot."""

    id: str
    day: str
    words: str
    more: str = ""
    tone: Tone = "neutral"


class Timeline(QWidget):
    """Events from the first to the last.

    Attributes:
        opened: signal with the id of an event on click, Enter or Space.
    """

    opened = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    def show_events(self, events: Sequence[Event]) -> None:
        """Show ``events`` instead of what was shown."""
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        before: QWidget | None = None
        for number, event in enumerate(events):
            row = _Row(event, first=number == 0, last=number == len(events) - 1)
            row.clicked.connect(lambda _on=False, event=event: self.opened.emit(event.id))
            self._column.addWidget(row)
            if before is not None:
                QWidget.setTabOrder(before, row)
            before = row

    def words(self) -> list[str]:
        """Return what is shown, a line for each event."""
        items = (self._column.itemAt(place) for place in range(self._column.count()))
        return [widget.accessibleName() for item in items if item and (widget := item.widget())]


class _Row(QAbstractButton):
    """One event with its piece of the rail."""

    def __init__(self, event: Event, *, first: bool, last: bool) -> None:
        super().__init__()
        self._event, self._first, self._last = event, first, last
        self.setAccessibleName(" · ".join(part for part in (event.day, event.words, event.more) if part))
        self.setToolTip(event.more)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def heightForWidth(self, width: int) -> int:
        return sum(area.height() for _text, _role, area in self._lines(width)) + 14

    def sizeHint(self) -> QSize:
        return QSize(160, self.heightForWidth(max(self.width(), 160)))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _lines(self, width: int) -> list[tuple[str, theme.FontRole, QRect]]:
        """Return the lines of words with their places, below each other."""
        room = max(width - theme.current().px(RAIL) - 8, 60)
        found: list[tuple[str, theme.FontRole, QRect]] = []
        top = 7
        roles: tuple[tuple[str, theme.FontRole], ...] = (
            (self._event.words, "strong"),
            (self._event.day, "caption"),
            (self._event.more, "caption"),
        )
        for text, role in roles:
            if not text:
                continue
            shown = wrappable(text)
            metrics = QFontMetrics(theme.current().font(role))
            height = metrics.boundingRect(QRect(0, 0, room, 4000), _WRAP, shown).height()
            found.append((shown, role, QRect(theme.current().px(RAIL), top, room, height)))
            top += height
        return found

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        lit = "border" if self.isDown() else "hover" if self.underMouse() else ""
        painter.setBrush(now.colour(lit) if lit else Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(now.colour("accent"), now.tokens.ring) if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 7, 7)
        lines = self._lines(self.width())
        dot = now.px(DOT)
        middle = 7 + QFontMetrics(now.font("strong")).height() // 2
        left = 7 + dot // 2
        painter.setPen(QPen(now.colour("border_strong"), max(2, now.tokens.edge)))
        if not self._first:
            painter.drawLine(left, 0, left, middle - dot)
        if not self._last:
            painter.drawLine(left, middle + dot, left, self.height())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(now.colour(self._event.tone))
        painter.drawEllipse(QRect(left - dot // 2, middle - dot // 2, dot, dot))
        for text, role, area in lines:
            painter.setFont(now.font(role))
            painter.setPen(now.colour("text" if role == "strong" else "text_2"))
            painter.drawText(area, _WRAP, text)
        painter.end()
