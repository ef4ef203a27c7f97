"""Where the choices of a question stand: side by side, in columns, one below the other."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics

from fieldkit.ui.segmented import HEIGHT
from fieldkit.ui.thai_text import wrappable

if TYPE_CHECKING:
    from fieldkit.ui.runner.rows import FormRow
    from fieldkit.ui.segmented import Segment
    from fieldkit.ui.theme import Theme

CHIP_GAP = 6
CHIP_PADDING = 12
DOT = 20  # a round mark of a likert scale or a grid
TILE = (132, 84)  # a picture of a choice, without its words
TILE_WORDS = 26
CENTRED = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop


def chips_below(row: FormRow, area: QRect, now: Theme) -> tuple[QRect, ...]:
    """Return the places of the choices of ``row`` from the top of ``area`` down."""
    if row.kind == "likert":
        return _likert(row, area, now)
    if row.kind == "pictures":
        size = QSize(now.px(TILE[0]), now.px(TILE[1] + TILE_WORDS))
        return _tiles(len(row.segments), size, area, row.columns, now)
    if row.kind == "rank":
        widest = max(
            (_chip_width(segment, place, now) for place, segment in enumerate(row.segments)), default=0
        )
        width = min(max(widest + now.px(30), now.px(244)), area.width())
        return _tiles(len(row.segments), QSize(width, now.px(HEIGHT)), area, 1, now, exact=True)
    if row.columns:
        # As many columns as were asked for, as long as no choice is cut.
        widest = max(
            (_chip_width(segment, place, now) for place, segment in enumerate(row.segments)), default=1
        )
        fitting = max(1, (area.width() + now.px(CHIP_GAP)) // (widest + now.px(CHIP_GAP)))
        return _tiles(len(row.segments), QSize(0, now.px(HEIGHT)), area, min(row.columns, fitting), now)
    return _flow(row.segments, area, now)


def grid_columns(area: QRect, count: int) -> tuple[QRect, ...]:
    """Share ``area`` between ``count`` columns of the same width, the same in every row of a grid."""
    if not count:
        return ()
    edges = [area.left() + area.width() * place // count for place in range(count + 1)]
    return tuple(QRect(start, area.top(), end - start, area.height()) for start, end in pairwise(edges))


def head_height(row: FormRow, width: int, now: Theme) -> int:
    """Return how high the words over the columns of a grid are."""
    column = width // max(1, len(row.segments)) - 4
    return max((_wrapped(segment.text, column, now) for segment in row.segments), default=0)


def _likert(row: FormRow, area: QRect, now: Theme) -> tuple[QRect, ...]:
    columns = grid_columns(area, len(row.segments))
    width = min((column.width() for column in columns), default=1) - 6
    words = max((_wrapped(segment.text, width, now) for segment in row.segments), default=0)
    height = now.px(DOT + 8) + words
    return tuple(QRect(column.left(), column.top(), column.width(), height) for column in columns)


def _wrapped(text: str, width: int, now: Theme) -> int:
    metrics = QFontMetrics(now.font("caption"))
    return metrics.boundingRect(QRect(0, 0, max(width, 1), 1000), CENTRED, wrappable(text)).height() + 2


def _tiles(
    count: int, size: QSize, area: QRect, columns: int, now: Theme, *, exact: bool = False
) -> tuple[QRect, ...]:
    gap = now.px(CHIP_GAP)
    across = columns or max(1, (area.width() + gap) // (size.width() + gap))
    across = max(1, min(across, count))
    width = size.width()
    if columns and not exact:
        # What was asked for, as long as a column keeps room for words.
        while across > 1 and (area.width() - (across - 1) * gap) // across < now.px(80):
            across -= 1
        width = (area.width() - (across - 1) * gap) // across
        width = min(width, 2 * size.width()) if size.width() else width
    return tuple(
        QRect(
            area.left() + place % across * (width + gap),
            area.top() + place // across * (size.height() + gap),
            width,
            size.height(),
        )
        for place in range(count)
    )


def _chip_width(segment: Segment, place: int, now: Theme) -> int:
    digit = now.px(14) if place < 9 else 0
    return QFontMetrics(now.font("strong")).horizontalAdvance(segment.text) + 2 * now.px(CHIP_PADDING) + digit


def _flow(segments: tuple[Segment, ...], area: QRect, now: Theme) -> tuple[QRect, ...]:
    """Place chips from left to right and on as many lines as they need."""
    height = now.px(HEIGHT)
    x, y, placed = area.left(), area.top(), []
    for position, segment in enumerate(segments):
        width = min(_chip_width(segment, position, now), area.width())
        if x + width > area.right() + 1 and x > area.left():
            x, y = area.left(), y + height + now.px(CHIP_GAP)
        placed.append(QRect(x, y, width, height))
        x += width + now.px(CHIP_GAP)
    return tuple(placed)
