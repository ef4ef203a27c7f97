"""The joined segment “pass | fail | not applicable”, as a widget and for delegates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from fieldkit.ui import theme
from fieldkit.ui.keys import pressed_digit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldkit.ui.theme import Tone

HEIGHT = 36
PADDING = 14
RADIUS = 7


@dataclass(frozen=True, slots=True)
class Segment:
    """One choice: its stored name, its words, and the tone it takes when chosen."""

    name: str
    text: str
    tone: Tone = "accent"


@dataclass(frozen=True, slots=True)
class SegmentState:
    """What is drawn besides the words: the chosen name, digits to press, dimmed, hovered, focused."""

    chosen: str = ""
    digits: bool = False
    enabled: bool = True
    hovered: int = -1
    focused: bool = False


def segments_size(segments: Sequence[Segment]) -> QSize:
    """Return the room that ``segments`` take with their digits, in logical pixels."""
    metrics = QFontMetrics(theme.current().font("strong"))
    width = sum(metrics.horizontalAdvance(s.text) + 2 * PADDING for s in segments)
    return QSize(width, theme.current().px(HEIGHT))


def segment_rects(rect: QRect, segments: Sequence[Segment]) -> list[QRect]:
    """Share ``rect`` between ``segments`` according to the length of their words."""
    metrics = QFontMetrics(theme.current().font("strong"))
    wishes = [metrics.horizontalAdvance(s.text) + 2 * PADDING for s in segments]
    spare = rect.width() - sum(wishes)
    result: list[QRect] = []
    left = rect.x()
    for place, wish in enumerate(wishes):
        last = place == len(wishes) - 1
        width = rect.right() + 1 - left if last else wish + round(spare * wish / max(1, sum(wishes)))
        result.append(QRect(left, rect.y(), width, rect.height()))
        left += width
    return result


def segment_at(point: QPoint, rect: QRect, segments: Sequence[Segment]) -> int:
    """Return the place of the segment under ``point``, -1 when there is none."""
    for place, area in enumerate(segment_rects(rect, segments)):
        if area.contains(point):
            return place
    return -1


def paint_segments(painter: QPainter, rect: QRect, segments: Sequence[Segment], state: SegmentState) -> None:
    """Paint ``segments`` side by side so that they fill ``rect``."""
    now = theme.current()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    edge = now.tokens.edge
    ring = now.tokens.ring if state.focused else edge
    painter.setPen(QPen(now.colour("accent" if state.focused else "border_strong"), ring))
    painter.setBrush(now.colour("surface" if state.enabled else "subtle"))
    inset = ring / 2
    painter.drawRoundedRect(QRectF(rect).adjusted(inset, inset, -inset, -inset), RADIUS, RADIUS)
    rects = segment_rects(rect, segments)
    for place, (segment, area) in enumerate(zip(segments, rects, strict=True)):
        following = segments[place + 1].name if place + 1 < len(segments) else None
        chosen = segment.name == state.chosen
        if chosen:
            _paint_chosen(painter, area, segment.tone)
        elif place == state.hovered and state.enabled:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(now.colour("hover"))
            painter.drawRoundedRect(QRectF(area).adjusted(3, 3, -3, -3), RADIUS - 2, RADIUS - 2)
        if following is not None and not chosen and following != state.chosen:
            painter.setPen(QPen(now.colour("border"), 1))
            painter.drawLine(area.right(), area.top() + 9, area.right(), area.bottom() - 9)
        _paint_words(painter, area, segment, place + 1 if state.digits else 0, (chosen, state.enabled))
    painter.restore()


def _paint_chosen(painter: QPainter, area: QRect, tone: Tone) -> None:
    now = theme.current()
    width = max(1.4, now.tokens.edge)
    painter.setPen(QPen(now.colour(tone), width))
    painter.setBrush(now.colour(f"{tone}_soft"))
    inset = width / 2
    painter.drawRoundedRect(QRectF(area).adjusted(inset, inset, -inset, -inset), RADIUS, RADIUS)


def _paint_words(
    painter: QPainter, area: QRect, segment: Segment, digit: int, look: tuple[bool, bool]
) -> None:
    chosen, enabled = look
    now = theme.current()
    token = segment.tone if chosen else "text_2" if enabled else "text_3"
    painter.setPen(now.colour(token))
    words = QRect(area)
    if digit:
        painter.setFont(now.font("caption"))
        painter.drawText(area.adjusted(8, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, str(digit))
        words.adjust(12, 0, 0, 0)
    painter.setFont(now.font("strong" if chosen else "body"))
    painter.drawText(words, Qt.AlignmentFlag.AlignCenter, segment.text)


class Segmented(QWidget):
    """Joined segments for the hand and the keyboard: digits choose, arrows move, Delete clears.

    Attributes:
        chosen: signal with the name that a person chose, "" when cleared.
    """

    chosen = Signal(str)

    def __init__(self, segments: Sequence[Segment], name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._segments = tuple(segments)
        self._choice = ""
        self._hovered = -1
        self._name = name
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.choose("")

    def choice(self) -> str:
        """Return the name of the chosen segment, "" when there is none."""
        return self._choice

    def choose(self, name: str) -> None:
        """Show ``name`` as chosen, without a signal."""
        self._choice = name
        words = next((s.text for s in self._segments if s.name == name), "")
        self.setAccessibleName(f"{self._name}: {words}" if words else self._name)
        self.update()

    def sizeHint(self) -> QSize:
        return segments_size(self._segments)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _press(self, name: str) -> None:
        self.choose(name)
        self.chosen.emit(name)

    def paintEvent(self, event: QPaintEvent) -> None:
        state = SegmentState(
            self._choice, self.hasFocus(), self.isEnabled(), hovered=self._hovered, focused=self.hasFocus()
        )
        painter = QPainter(self)
        paint_segments(painter, self.rect(), self._segments, state)
        painter.end()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hovered = segment_at(event.position().toPoint(), self.rect(), self._segments)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        place = segment_at(event.position().toPoint(), self.rect(), self._segments)
        if event.button() == Qt.MouseButton.LeftButton and place >= 0:
            self._press(self._segments[place].name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        names = [s.name for s in self._segments]
        digit = pressed_digit(event)
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if digit is not None and 1 <= digit <= len(names):
            self._press(names[digit - 1])
        elif step:
            at = names.index(self._choice) + step if self._choice in names else 0
            self._press(names[at % len(names)])
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self._choice:
            self._press("")
        else:
            super().keyPressEvent(event)
