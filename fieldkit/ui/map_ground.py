"""Paints what of a map stays while one points at it: districts, borders, names, points, the scale bar."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen, QPolygonF

from fieldkit.ui import map_labels, map_points, theme
from fieldkit.ui.map_labels import Name
from fieldkit.ui.map_points import Points

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from fieldkit.errors import Language
    from fieldkit.model.sketch import Frame, Segment, Sketch
    from fieldkit.ui.map_sight import Sight
    from fieldkit.ui.theme import FontRole

BAR = 120  # pixels, at 100 % text, that the scale bar has at most
# Pixels a kilometre from which outlines and names of sub-districts, and squares to measure by, are shown.
_FINE, _NAMED, _SQUARED = 2.5, 9.0, 60.0
_AIR = 8


@dataclass(frozen=True, slots=True)
class Fill:
    """How a district is shown.

    Colour alone never tells a value: give a ``pattern`` (in the colour ``ink``) or ``words`` with it.

    Attributes:
        ground: the token of its ground.
        words: a second line under its name, such as “85 %”.
        strong: its name comes first, in strong letters.
    """

    ground: str = "surface"
    ink: str = "border_strong"
    pattern: Qt.BrushStyle = Qt.BrushStyle.NoBrush
    words: str = ""
    strong: bool = False


PLAIN = Fill()


@dataclass(frozen=True, slots=True)
class Ground:
    """What is painted: a province (or None), how its districts look (by code), points, lines of notes."""

    sketch: Sketch | None = None
    fills: Mapping[str, Fill] = field(default_factory=dict)
    points: Points = field(default_factory=Points)
    notes: Sequence[str] = ()


def paint(painter: QPainter, sight: Sight, ground: Ground, language: Language, bar_words: str) -> None:
    """Paint ``ground``; ``bar_words`` say how long the scale bar is."""
    area = QRectF(QPointF(0, 0), sight.size)
    painter.fillRect(area, theme.current().colour("window"))
    if ground.sketch is not None:
        _paint_fills(painter, sight, ground.sketch, ground.fills)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if sight.scale >= _SQUARED:
        _paint_squares(painter, sight, area)
    if ground.sketch is not None:
        _paint_borders(painter, sight, ground.sketch)
    taken = list(map_points.paint(painter, sight, ground.points))
    taken += _paint_notes(painter, sight, ground.notes, bar_words)
    names = map_labels.place(_names(sight, ground, language), taken, area.adjusted(4, 4, -4, -4))
    map_labels.paint(painter, names, theme.current().colour("surface"))


def _paint_fills(painter: QPainter, sight: Sight, sketch: Sketch, fills: Mapping[str, Fill]) -> None:
    """Fill the districts, without smoothing: it would leave seams between their parts."""
    now, transform = theme.current(), sight.transform()
    for district in sketch.districts:
        fill = fills.get(district.code, PLAIN)
        path = QPainterPath()
        path.setFillRule(Qt.FillRule.WindingFill)
        for part in district.parts:
            path.addPolygon(_polygon(part.ring))
            path.closeSubpath()
        shape = transform.map(path)
        # So near that a single district fills the map, its colour would only tint everything.
        near = sight.scale >= _SQUARED
        painter.fillPath(shape, now.colour(PLAIN.ground if near else fill.ground))
        if fill.pattern != Qt.BrushStyle.NoBrush and not near:
            painter.fillPath(shape, QBrush(now.colour(fill.ink), fill.pattern))


def _paint_squares(painter: QPainter, sight: Sight, area: QRectF) -> None:
    """Paint squares as wide as the scale bar, to measure by where the sketch has nothing to show."""
    now, seen = theme.current(), sight.seen()
    width = sight.bar(now.px(BAR))
    painter.setPen(QPen(now.colour("border_strong"), 1, Qt.PenStyle.DotLine))
    for step in range(int(seen.left() // width) + 1, int(seen.right() // width) + 1):
        x = sight.screen(step * width, 0).x()
        painter.drawLine(QPointF(x, 0), QPointF(x, area.height()))
    for step in range(int(seen.top() // width) + 1, int(seen.bottom() // width) + 1):
        y = sight.screen(0, step * width).y()
        painter.drawLine(QPointF(0, y), QPointF(area.width(), y))


def _paint_borders(painter: QPainter, sight: Sight, sketch: Sketch) -> None:
    now = theme.current()
    edge = float(now.tokens.edge)
    painter.save()
    painter.setTransform(sight.transform(), combine=True)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if sight.scale >= _FINE:
        painter.setPen(_pen(now.colour("border"), 1, Qt.PenStyle.DotLine))
        for district in sketch.districts:
            for part in district.parts:
                painter.drawPolygon(_polygon(part.ring))
    painter.setPen(_pen(now.colour("border_strong"), edge))
    for district in sketch.districts:
        painter.drawLines(_lines(district.borders))
    painter.setPen(_pen(now.colour("text_2"), edge + 0.6))
    painter.drawLines(_lines(sketch.outline))
    painter.setPen(_pen(now.colour("text_3"), edge, Qt.PenStyle.DashLine))
    for neighbour in sketch.neighbours:
        painter.drawLines(_lines(neighbour.borders))
    painter.restore()


def _names(sight: Sight, ground: Ground, language: Language) -> Iterator[Name]:
    """Yield names by their weight: districts by size, points, provinces beside, sub-districts."""
    sketch, fills = ground.sketch, ground.fills
    districts = sketch.districts if sketch is not None else ()
    ordered = sorted(districts, key=lambda d: (not fills.get(d.code, PLAIN).strong, -d.area))
    for district in ordered:
        fill = fills.get(district.code, PLAIN)
        lines = (district.name.pick(language), *((fill.words,) if fill.words else ()))
        role: FontRole = "strong" if fill.strong else "caption"
        room = None if fill.strong else district.area**0.5 * sight.scale
        yield Name(sight.screen(*district.anchor), lines, role, "text", room)
    if sketch is not None and not districts:
        # Without outlines, its name alone says where it is.
        yield Name(sight.screen(*_middle(sketch.frame)), (sketch.name.pick(language),), "strong")
    for group in ground.points.seen(sight):
        if group.count == 1 and group.one.name:
            below = sight.screen(group.east, group.north) + QPointF(0, theme.current().px(20))
            yield Name(below, (group.one.name,), "caption", "text")
    for neighbour in sketch.neighbours if sketch is not None else ():
        yield Name(sight.screen(*neighbour.anchor), (neighbour.name.pick(language),), "caption", "text_3")
    if sight.scale >= _NAMED:
        for district in ordered:
            for part in district.parts:
                yield Name(sight.screen(*part.point), (part.name.pick(language),), "caption", "text_2")


def _paint_notes(painter: QPainter, sight: Sight, notes: Sequence[str], bar_words: str) -> list[QRectF]:
    """Paint the scale bar below and the notes above; return where names keep away."""
    now = theme.current()
    air, wide, tall = now.px(_AIR), sight.size.width(), sight.size.height()
    painter.setFont(now.font("caption"))
    metrics = painter.fontMetrics()
    height = metrics.height() + 4
    taken = []
    for place, words in enumerate(notes):
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, int(wide) - 4 * air)
        area = QRectF(air, air + place * height, metrics.horizontalAdvance(shown) + 2 * air, height)
        taken.append(_paint_note(painter, area, shown, Qt.AlignmentFlag.AlignCenter))
    length = sight.bar(now.px(BAR)) * sight.scale
    width = max(length, metrics.horizontalAdvance(bar_words)) + 2 * air
    area = QRectF(air, tall - air - height - 8, width, height + 8)
    above = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
    taken.append(_paint_note(painter, area, bar_words, above))
    left, base = area.left() + air, area.bottom() - 4.5
    ends = (QPointF(left, base), QPointF(left + length, base))
    up = QPointF(0, -5)
    painter.setPen(QPen(now.colour("text"), 2))
    painter.drawPolyline([ends[0] + up, *ends, ends[1] + up])
    return taken


def _paint_note(painter: QPainter, area: QRectF, words: str, flags: Qt.AlignmentFlag) -> QRectF:
    now = theme.current()
    painter.setPen(QPen(now.colour("border"), now.tokens.edge))
    painter.setBrush(now.colour("surface"))
    painter.drawRoundedRect(area, 5, 5)
    painter.setPen(now.colour("text_2"))
    painter.drawText(area, flags, words)
    return area


def _middle(frame: Frame) -> tuple[float, float]:
    west, south, east, north = frame
    return (west + east) / 2, (south + north) / 2


def _polygon(ring: Sequence[tuple[float, float]]) -> QPolygonF:
    return QPolygonF([QPointF(*corner) for corner in ring])


def _lines(segments: Sequence[Segment]) -> list[QLineF]:
    return [QLineF(*start, *end) for start, end in segments]


def _pen(colour: QColor, width: float, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> QPen:
    """Return a pen that is as wide at every size of the map."""
    pen = QPen(colour, width, style, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    pen.setCosmetic(True)
    return pen
