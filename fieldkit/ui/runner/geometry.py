"""Where the parts of a painted question stand; pure arithmetic on texts and a width, cached."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics

from fieldkit.ui import theme
from fieldkit.ui.segmented import HEIGHT, segments_size
from fieldkit.ui.thai_text import wrappable

if TYPE_CHECKING:
    from fieldkit.ui.runner.rows import FormRow
    from fieldkit.ui.segmented import Segment
    from fieldkit.ui.theme import FontRole, Theme

PADDING = 9
ROW_LEAST = 48
ICON = 20
LEFT_ICON, LEFT_NUMBER, LEFT_WORDS, RIGHT = 16, 46, 86, 14
ANSWER = 244  # width of the answer column
FIELD = 164  # a box for a number, a date or a short text
CHIP_GAP = 6
CHIP_PADDING = 12
MULTILINE = 84
WORDS_LEAST = 200
# Kinds whose answer is a joined segment; rows of repeats offer what can be done with them there.
SEGMENTED = frozenset({"segments", "rows", "row"})
FIELDS = frozenset({"number", "date", "text", "multiline", "list"})
WRAP = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop


@dataclass(frozen=True, slots=True)
class Geometry:
    """Rectangles relative to the row's top left corner.

    ``answer`` is the segment, the field or the area of the chips; ``unit`` stands right of a field.
    """

    size: QSize
    icon: QRect
    number: QRect
    words: QRect
    second: QRect
    answer: QRect
    unit: QRect
    chips: tuple[QRect, ...] = ()


def lay_out(row: FormRow, width: int) -> Geometry:
    """Return the geometry of ``row`` in a list of ``width`` logical pixels."""
    return _lay_out(row, width, theme.current())


@lru_cache(maxsize=2048)
def _lay_out(row: FormRow, width: int, now: Theme) -> Geometry:
    px = now.px
    left, right = px(LEFT_WORDS), width - px(RIGHT)
    beside = _answer_size(row, now)
    room = right - max(beside.width(), px(ANSWER)) - px(18)
    # Large text in a small window: words over the answer, rather than a column of single words.
    stacked = not beside.isEmpty() and room - left < px(WORDS_LEAST)
    below = stacked or row.kind in ("chips", "multiline")
    words_right = right if below or beside.isEmpty() else room
    words = _words_rect(row.label, "body", QPoint(left, px(PADDING) + 2), max(words_right - left, px(120)))
    top = words.bottom() + 1
    second = QRect(left, top, words.width(), 0)
    if text := row.error or row.second:
        second = _words_rect(text, "caption", QPoint(left, top + 1), words.width())
        top = second.bottom() + 1
    unit = QRect()
    chips: tuple[QRect, ...] = ()
    if row.kind == "chips":
        chips = _flow(row.segments, QRect(left, top + px(6), right - left, 0), now)
        bottom = max((chip.bottom() for chip in chips), default=top) + 1
        answer = QRect(left, top + px(6), right - left, bottom - top - px(6))
    elif row.kind == "multiline":
        answer = QRect(left, top + px(6), right - left, px(MULTILINE))
        bottom = answer.bottom() + 1
    else:
        at = (
            QPoint(left, top + px(6))
            if stacked
            else QPoint(right - max(beside.width(), px(ANSWER)), px(PADDING) - 2)
        )
        answer = QRect(at, QSize(min(beside.width(), right - at.x()), beside.height()))
        if row.kind in SEGMENTED and not stacked:
            answer.moveRight(right)
        unit = QRect(
            answer.right() + px(8), answer.top(), max(right - answer.right() - px(8), 0), answer.height()
        )
        bottom = max(top, answer.bottom() + 1 if not beside.isEmpty() else 0)
    height = max(bottom + px(PADDING), px(ROW_LEAST))
    first = QFontMetrics(now.font("body")).height()
    return Geometry(
        size=QSize(width, height),
        icon=QRect(px(LEFT_ICON), words.top() + (first - px(ICON)) // 2, px(ICON), px(ICON)),
        number=QRect(px(LEFT_NUMBER), words.top(), px(LEFT_WORDS - LEFT_NUMBER), first),
        words=words,
        second=second,
        answer=answer,
        unit=unit,
        chips=chips,
    )


def _answer_size(row: FormRow, now: Theme) -> QSize:
    height = now.px(HEIGHT)
    if row.kind in ("rows", "row"):
        # Room for the digits that appear when the inspector stands here.
        size = segments_size(row.segments)
        return QSize(size.width() + len(row.segments) * now.px(10), height) if row.segments else QSize()
    if row.kind == "segments":
        size = segments_size(row.segments)
        return QSize(max(size.width() + now.px(8), now.px(ANSWER)), height)
    if row.kind in ("note", "chips", "multiline"):
        return QSize()
    return QSize(now.px(FIELD if row.unit or row.kind in ("number", "date") else ANSWER), height)


def _words_rect(text: str, role: FontRole, at: QPoint, width: int) -> QRect:
    metrics = QFontMetrics(theme.current().font(role))
    bounds = metrics.boundingRect(QRect(0, 0, width, 10_000), WRAP, wrappable(text))
    return QRect(at, QSize(width, bounds.height() + 2))


def _flow(segments: tuple[Segment, ...], area: QRect, now: Theme) -> tuple[QRect, ...]:
    """Place chips from left to right and on as many lines as they need."""
    metrics = QFontMetrics(now.font("strong"))
    height = now.px(HEIGHT)
    x, y, placed = area.left(), area.top(), []
    for position, segment in enumerate(segments):
        digit = now.px(14) if position < 9 else 0
        width = min(metrics.horizontalAdvance(segment.text) + 2 * now.px(CHIP_PADDING) + digit, area.width())
        if x + width > area.right() + 1 and x > area.left():
            x, y = area.left(), y + height + now.px(CHIP_GAP)
        placed.append(QRect(x, y, width, height))
        x += width + now.px(CHIP_GAP)
    return tuple(placed)
