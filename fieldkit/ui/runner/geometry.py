"""Where the parts of a painted question stand; pure arithmetic on texts and a width, cached."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics

from fieldkit.ui import theme
from fieldkit.ui.runner.kinds import BELOW, SEGMENTED
from fieldkit.ui.runner.placing import chips_below, grid_columns, head_height
from fieldkit.ui.segmented import HEIGHT, segments_size
from fieldkit.ui.thai_text import wrappable

if TYPE_CHECKING:
    from fieldkit.ui.runner.rows import FormRow
    from fieldkit.ui.theme import FontRole, Theme

PADDING = 9
ROW_LEAST = 48
ICON = 20
LEFT_ICON, LEFT_NUMBER, LEFT_WORDS, RIGHT = 16, 46, 86, 14
ANSWER = 244  # width of the answer column
FIELD = 164  # a box for a number, a date or a short text
SCALE_FIELD = 76
TRACK, TRACK_TALL = 34, 150
MULTILINE = 84
WORDS_LEAST = 200
STAR, AFTER_NUMBER = 10, 2
_NOWHERE = QRect()
_SHORT = frozenset({"number", "date", "time", "month", "year"})
_NOTHING_BESIDE = frozenset({"note", "chips", "likert", "pictures", "rank", "multiline", "points"})
WRAP = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop


@dataclass(frozen=True, slots=True)
class Geometry:
    """Rectangles relative to the row's top left corner.

    ``answer`` is the segment, the field or the area of the chips; ``unit`` stands right of a field;
    ``chips`` are the places of choices, ``track`` that of a range, ``star`` marks what must be answered.
    """

    size: QSize
    icon: QRect
    number: QRect
    words: QRect
    second: QRect
    answer: QRect
    unit: QRect
    star: QRect
    chips: tuple[QRect, ...] = ()
    track: QRect = _NOWHERE


@dataclass(frozen=True, slots=True)
class _Answer:
    """Where the answer stands, and where it ends."""

    answer: QRect
    bottom: int
    unit: QRect = _NOWHERE
    chips: tuple[QRect, ...] = ()
    track: QRect = _NOWHERE


def lay_out(row: FormRow, width: int) -> Geometry:
    """Return the geometry of ``row`` in a list of ``width`` logical pixels."""
    return _lay_out(row, width, theme.current())


@lru_cache(maxsize=2048)
def _lay_out(row: FormRow, width: int, now: Theme) -> Geometry:
    px = now.px
    # The number of a question in a row of rows is long: its words begin after it.
    number = QFontMetrics(now.font("caption")).horizontalAdvance(row.number)
    left = max(px(LEFT_WORDS), px(LEFT_NUMBER) + number + px(STAR + AFTER_NUMBER))
    right = width - px(RIGHT)
    beside = _answer_size(row, now)
    room = right - max(beside.width(), px(ANSWER)) - px(18)
    # Large text in a small window: words over the answer, rather than a column of single words.
    stacked = not beside.isEmpty() and room - left < px(WORDS_LEAST)
    below = stacked or row.kind in BELOW
    words_right = right if below or beside.isEmpty() else room
    words = _words_rect(row.label, "body", QPoint(left, px(PADDING) + 2), max(words_right - left, px(120)))
    top = words.bottom() + 1
    second = QRect(left, top, words.width(), 0)
    if text := row.line[0]:
        second = _words_rect(text, "caption", QPoint(left, top + 1), words.width())
        top = second.bottom() + 1
    if row.kind in BELOW:
        found = _below(row, QRect(left, top + px(6), right - left, 0), now)
    else:
        at = (
            QPoint(left, top + px(6))
            if stacked
            else QPoint(right - max(beside.width(), px(ANSWER)), px(PADDING) - 2)
        )
        found = _beside(row, QRect(at, beside), right, now)
        if row.kind in SEGMENTED and not stacked:
            found.answer.moveRight(right)
        if row.kind == "list" and row.segments:
            found = _with_chosen(
                row, found, QRect(left, max(top, found.bottom) + px(6), right - left, 0), now
            )
    height = max(max(top, found.bottom) + px(PADDING), px(ROW_LEAST))
    first = QFontMetrics(now.font("body")).height()
    return Geometry(
        size=QSize(width, height),
        icon=QRect(px(LEFT_ICON), words.top() + (first - px(ICON)) // 2, px(ICON), px(ICON)),
        number=QRect(px(LEFT_NUMBER), words.top(), left - px(LEFT_NUMBER), first),
        words=words,
        second=second,
        answer=found.answer,
        unit=found.unit,
        star=QRect(left - px(STAR), words.top(), px(STAR), first),
        chips=found.chips,
        track=found.track,
    )


def _below(row: FormRow, area: QRect, now: Theme) -> _Answer:
    if row.kind in ("multiline", "points"):
        answer = QRect(area.topLeft(), QSize(area.width(), now.px(MULTILINE)))
        return _Answer(answer, answer.bottom() + 1)
    chips = chips_below(row, area, now)
    bottom = max((chip.bottom() for chip in chips), default=area.top()) + 1
    return _Answer(QRect(area.topLeft(), QSize(area.width(), bottom - area.top())), bottom, chips=chips)


def _beside(row: FormRow, area: QRect, right: int, now: Theme) -> _Answer:
    px = now.px
    answer = QRect(area.topLeft(), QSize(min(area.width(), right - area.left()), area.height()))
    if answer.isEmpty():
        return _Answer(answer, 0)
    unit_left = answer.right() + px(8)
    unit = QRect(unit_left, answer.top(), max(right - unit_left, 0), answer.height())
    if row.kind in ("grid", "grid_head", "rating"):
        return _Answer(answer, answer.bottom() + 1, chips=grid_columns(answer, len(row.segments)))
    if row.kind != "range":
        return _Answer(answer, answer.bottom() + 1, unit)
    wide = min(px(ANSWER), right - answer.left())
    tall = "vertical" in row.looks
    track = QRect(answer.left(), answer.bottom() + px(4), wide, px(TRACK_TALL if tall else TRACK))
    return _Answer(answer, track.bottom() + 1, unit, track=track)


def _with_chosen(row: FormRow, found: _Answer, area: QRect, now: Theme) -> _Answer:
    """Put what was chosen of a long list below its field."""
    chips = chips_below(row, area, now)
    return _Answer(found.answer, chips[-1].bottom() + 1, found.unit, chips)


def _answer_size(row: FormRow, now: Theme) -> QSize:
    height = now.px(HEIGHT)
    if row.kind in ("rows", "row"):
        # Room for the digits that appear when the inspector stands here.
        size = segments_size(row.segments)
        return QSize(size.width() + len(row.segments) * now.px(10), height) if row.segments else QSize()
    if row.kind == "segments":
        size = segments_size(row.segments)
        least = now.px(FIELD if len(row.segments) == 1 else ANSWER)
        return QSize(max(size.width() + now.px(8), least), height)
    if row.kind in ("grid", "grid_head"):
        wide = max(now.px(ANSWER), len(row.segments) * now.px(56))
        return QSize(wide, height if row.kind == "grid" else head_height(row, wide, now))
    if row.kind == "rating":
        return QSize(len(row.segments) * now.px(HEIGHT), height)
    if row.kind in _NOTHING_BESIDE:
        return QSize()
    if row.kind == "range":
        return QSize(now.px(SCALE_FIELD), height)
    return QSize(now.px(FIELD if row.unit or row.kind in _SHORT else ANSWER), height)


def _words_rect(text: str, role: FontRole, at: QPoint, width: int) -> QRect:
    metrics = QFontMetrics(theme.current().font(role))
    bounds = metrics.boundingRect(QRect(0, 0, width, 10_000), WRAP, wrappable(text))
    return QRect(at, QSize(width, bounds.height() + 2))
