"""Paint the answers of single kinds: chips, marks, stars, ranks, scales, pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen, QPixmap, QPolygonF

from fieldkit.ui import theme
from fieldkit.ui.runner.placing import CENTRED, DOT, TILE_WORDS
from fieldkit.ui.segmented import RADIUS
from fieldkit.ui.thai_text import wrappable

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieldkit.ui.runner.geometry import Geometry
    from fieldkit.ui.runner.rows import FormRow
    from fieldkit.ui.segmented import Segment

MIDDLE = Qt.AlignmentFlag.AlignCenter
LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
# Corners of a five-pointed star in a square of 24, from the top.
_STAR = (
    *((12, 2), (15.1, 8.6), (22, 9.4), (16.9, 14.2), (18.2, 21.2)),
    *((12, 17.7), (5.8, 21.2), (7.1, 14.2), (2, 9.4), (8.9, 8.6)),
)


def chip(
    painter: QPainter, area: QRect, segment: Segment, digit: int, *, chosen: bool, readonly: bool
) -> None:
    """Paint one choice as a box; ``digit`` 0 is not shown."""
    now = theme.current()
    _box(painter, area, segment, chosen=chosen, readonly=readonly)
    words = QRect(area)
    painter.setPen(now.colour(segment.tone if chosen else "text_2"))
    if digit:
        painter.setFont(now.font("caption"))
        painter.drawText(area.adjusted(8, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, str(digit))
        words.setLeft(words.left() + now.px(10))
    painter.setFont(now.font("strong" if chosen else "body"))
    painter.drawText(words, MIDDLE, _elided(painter, segment.text, words.width() - 12))


def _box(painter: QPainter, area: QRect, segment: Segment, *, chosen: bool, readonly: bool) -> None:
    now = theme.current()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    width = max(1.4, now.tokens.edge) if chosen else now.tokens.edge
    painter.setPen(QPen(now.colour(segment.tone if chosen else "border_strong"), width))
    ground = "subtle" if readonly else "surface"
    painter.setBrush(now.colour(f"{segment.tone}_soft" if chosen else ground))
    painter.drawRoundedRect(QRectF(area).adjusted(1, 1, -1, -1), RADIUS, RADIUS)


def mark(
    painter: QPainter, middle: QPointF, segment: Segment, digit: int, *, chosen: bool, several: bool
) -> None:
    """Paint a round mark (a square one where several may be taken) with the digit that chooses it."""
    now = theme.current()
    side = now.px(DOT)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(now.colour(segment.tone if chosen else "border_strong"), max(1.5, now.tokens.edge)))
    painter.setBrush(now.colour(f"{segment.tone}_soft" if chosen else "surface"))
    frame = QRectF(middle.x() - side / 2, middle.y() - side / 2, side, side)
    painter.drawRoundedRect(frame, *((5, 5) if several else (side / 2, side / 2)))
    if chosen:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(now.colour(segment.tone))
        inner = frame.adjusted(side / 4, side / 4, -side / 4, -side / 4)
        painter.drawRoundedRect(inner, *((2, 2) if several else (side / 4, side / 4)))
    elif digit:
        painter.setPen(now.colour("text_2"))
        painter.setFont(now.font("caption"))
        painter.drawText(frame, MIDDLE, str(digit))


def grid(painter: QPainter, row: FormRow, geometry: Geometry, *, digits: bool) -> None:
    """Paint the marks of one line of a grid."""
    for place, (segment, area) in enumerate(zip(row.segments, geometry.chips, strict=True)):
        chosen = segment.name in row.chosen
        middle = QRectF(area).center()
        mark(painter, middle, segment, place + 1 if digits else 0, chosen=chosen, several=row.multiple)


def grid_head(painter: QPainter, row: FormRow, geometry: Geometry) -> None:
    """Paint the words over the columns of a grid."""
    now = theme.current()
    painter.setFont(now.font("caption"))
    painter.setPen(now.colour("text_2"))
    for segment, area in zip(row.segments, geometry.chips, strict=True):
        painter.drawText(area.adjusted(2, 0, -2, 0), CENTRED, wrappable(segment.text))


def likert(painter: QPainter, row: FormRow, geometry: Geometry, *, digits: bool) -> None:
    """Paint a line with a mark for each choice and its words below."""
    now = theme.current()
    side = now.px(DOT)
    if len(geometry.chips) > 1:
        first, last = geometry.chips[0].center().x(), geometry.chips[-1].center().x()
        y = geometry.chips[0].top() + side // 2
        painter.setPen(QPen(now.colour("border_strong"), max(2, now.tokens.edge)))
        painter.drawLine(first, y, last, y)
    for place, (segment, area) in enumerate(zip(row.segments, geometry.chips, strict=True)):
        chosen = segment.name in row.chosen
        middle = QPointF(area.center().x(), area.top() + side / 2)
        mark(painter, middle, segment, place + 1 if digits else 0, chosen=chosen, several=False)
        painter.setFont(now.font("caption"))
        painter.setPen(now.colour(segment.tone if chosen else "text_2"))
        painter.drawText(area.adjusted(3, side + now.px(6), -3, 0), CENTRED, wrappable(segment.text))


def rating(painter: QPainter, row: FormRow, geometry: Geometry, *, digits: bool) -> None:
    """Paint stars, full up to the chosen one."""
    now = theme.current()
    names = [segment.name for segment in row.segments]
    filled = names.index(row.chosen[0]) + 1 if row.chosen and row.chosen[0] in names else 0
    for place, area in enumerate(geometry.chips):
        side = now.px(26)
        left, top = area.center().x() - side / 2, area.center().y() - side / 2
        corners = [QPointF(left + x * side / 24, top + y * side / 24) for x, y in _STAR]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(
            QPen(now.colour("accent" if place < filled else "border_strong"), max(1.4, now.tokens.edge))
        )
        painter.setBrush(now.colour("accent" if place < filled else "surface"))
        painter.drawPolygon(QPolygonF(corners))
        if digits and place >= filled and place < 9:
            painter.setPen(now.colour("text_2"))
            painter.setFont(now.font("caption"))
            painter.drawText(area.adjusted(0, 2, 0, 2), MIDDLE, row.segments[place].text)


def rank(painter: QPainter, row: FormRow, geometry: Geometry, active: str) -> None:
    """Paint the choices in their order; until it is ranked, without numbers."""
    now = theme.current()
    ranked = bool(row.chosen)
    for place, (segment, area) in enumerate(zip(row.segments, geometry.chips, strict=True)):
        held = segment.name == active
        _box(painter, area, segment, chosen=held, readonly=row.readonly)
        painter.setFont(now.font("strong"))
        painter.setPen(now.colour("accent" if held else "text_3"))
        number = f"{place + 1}." if ranked else "–"
        painter.drawText(area.adjusted(12, 0, 0, 0), LEFT, number)
        painter.setFont(now.font("strong" if held else "body"))
        painter.setPen(now.colour("accent" if held else "text"))
        words = area.adjusted(now.px(40), 0, -8, 0)
        painter.drawText(words, LEFT, _elided(painter, segment.text, words.width()))


def scale(painter: QPainter, row: FormRow, track: QRect) -> None:
    """Paint the line of a range with its ends, its ticks and where the value stands."""
    if row.scale is None:
        return
    now = theme.current()
    vertical = "vertical" in row.looks
    line = track_line(track, vertical=vertical)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(now.colour("border_strong"), max(3, now.tokens.edge)))
    painter.drawLine(_along(line, 0, vertical), _along(line, 1, vertical))
    ticks = 0 if "no-ticks" in row.looks else row.scale.ticks()
    painter.setPen(QPen(now.colour("text_3"), 1))
    for number in range(ticks):
        at = _along(line, number / max(1, ticks - 1), vertical)
        off = QPointF(6, 0) if vertical else QPointF(0, 6)
        painter.drawLine(at - off, at + off)
    _paint_ends(painter, row, line, vertical=vertical)
    share = row.scale.share(row.text.strip())
    if share is not None:
        here = _along(line, share, vertical)
        painter.setPen(QPen(now.colour("accent"), max(3, now.tokens.edge + 1)))
        painter.drawLine(_along(line, 0, vertical), here)
        painter.setPen(QPen(now.colour("surface"), 2))
        painter.setBrush(now.colour("accent"))
        painter.drawEllipse(here, now.px(8), now.px(8))


def _paint_ends(painter: QPainter, row: FormRow, line: QRectF, *, vertical: bool) -> None:
    now = theme.current()
    assert row.scale is not None
    first, last = row.scale.text(0), row.scale.text(row.scale.count - 1)
    painter.setFont(now.font("caption"))
    painter.setPen(now.colour("text_2"))
    if vertical:
        painter.drawText(QRectF(line.left() + 22, line.bottom() - 12, 120, 24), LEFT, first)
        painter.drawText(QRectF(line.left() + 22, line.top() - 12, 120, 24), LEFT, last)
    else:
        painter.drawText(QRectF(line.left() - 6, line.top() + 5, 100, 20), LEFT, first)
        painter.drawText(
            QRectF(line.right() - 94, line.top() + 5, 100, 20),
            Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight,
            last,
        )


def track_line(track: QRect, *, vertical: bool) -> QRectF:
    """Return the line of a range inside its area; larger values stand right or above."""
    if vertical:
        return QRectF(track.left() + 14, track.top() + 14, 0, track.height() - 28)
    return QRectF(track.left() + 10, track.top() + 10, track.width() - 20, 0)


def share_at(track: QRect, x: int, y: int, *, vertical: bool) -> float:
    """Return how far along a range a point lies, 0 to 1."""
    line = track_line(track, vertical=vertical)
    share = (line.bottom() - y) / line.height() if vertical else (x - line.left()) / line.width()
    return max(0.0, min(1.0, share))


def _along(line: QRectF, share: float, vertical: bool) -> QPointF:
    if vertical:
        return QPointF(line.left(), line.bottom() - share * line.height())
    return QPointF(line.left() + share * line.width(), line.top())


def pictures(
    painter: QPainter,
    row: FormRow,
    geometry: Geometry,
    picture: Callable[[str], QPixmap | None],
    *,
    digits: bool,
) -> None:
    """Paint choices as pictures with their words below; ``picture`` gives the one of a name."""
    now = theme.current()
    for place, (segment, area) in enumerate(zip(row.segments, geometry.chips, strict=True)):
        chosen = segment.name in row.chosen
        _box(painter, area, segment, chosen=chosen, readonly=row.readonly)
        words = QRect(area.left(), area.bottom() - now.px(TILE_WORDS), area.width(), now.px(TILE_WORDS))
        frame = area.adjusted(5, 5, -5, -now.px(TILE_WORDS))
        found = picture(row.pictures[place]) if row.pictures[place] else None
        if found is not None and not found.isNull():
            size = found.size().scaled(frame.size(), Qt.AspectRatioMode.KeepAspectRatio)
            at = QRect(0, 0, size.width(), size.height())
            at.moveCenter(frame.center())
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawPixmap(at, found)
        painter.setFont(now.font("strong" if chosen else "body"))
        painter.setPen(now.colour(segment.tone if chosen else "text_2"))
        text = f"{place + 1}  {segment.text}" if digits and place < 9 else segment.text
        painter.drawText(words, MIDDLE, _elided(painter, text, words.width() - 10))


def _elided(painter: QPainter, text: str, width: int) -> str:
    return QFontMetrics(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, width)
