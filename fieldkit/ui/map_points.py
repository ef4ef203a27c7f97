"""Points of a map: each by its sign, many in one place together with their number."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from fieldkit.ui import theme

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from fieldkit.ui.map_sight import Sight
    from fieldkit.ui.theme import Tone

_Key = tuple[int, int]
Sign = Literal["circle", "square", "diamond", "triangle", "cross"]
APART = 40  # pixels, at 100 % text, within which points are shown together
_LEVEL = 3
_BLOCK = 2.0**_LEVEL  # kilometres
_RADIUS = 7.0
_CORNERS: dict[Sign, tuple[tuple[float, float], ...]] = {
    "square": ((-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)),
    "diamond": ((0, -1.25), (1.25, 0), (0, 1.25), (-1.25, 0)),
    "triangle": ((0, -1.2), (1.15, 0.9), (-1.15, 0.9)),
}


@dataclass(frozen=True, slots=True)
class MapPoint:
    """A place in WGS84 degrees; ``sign`` says with ``tone`` what it is, so that colour alone never does."""

    latitude: float
    longitude: float
    name: str = ""
    tone: Tone = "accent"
    sign: Sign = "circle"


@dataclass(slots=True)
class Together:
    """Points that are shown as one: their number, the middle in kilometres, and one of them.

    ``alike`` tells whether all have the same tone and sign.
    """

    count: int
    east: float
    north: float
    one: MapPoint
    alike: bool = True


class Points:
    """Points on a plane, put together anew for each size of the map, where they are in sight.

    Fields as wide as a power of two of kilometres hold what is shown together, so that moving the map groups
    nothing anew. Fields of up to 8 kilometres are made for a block of that width when it comes into sight.
    """

    def __init__(self, placed: Iterable[tuple[float, float, MapPoint]] = ()) -> None:
        """``placed`` holds kilometres east and north, and the point."""
        self._blocks: dict[_Key, list[Together]] = {}
        for east, north, point in placed:
            key = math.floor(east / _BLOCK), math.floor(north / _BLOCK)
            self._blocks.setdefault(key, []).append(Together(1, east, north, point))
        self._wide: dict[int, dict[_Key, Together]] = {}
        self._made: dict[tuple[int, _Key], list[Together]] = {}

    def seen(self, sight: Sight) -> Iterator[Together]:
        """Yield what is to be painted, a little beyond the edges too."""
        level = math.ceil(math.log2(theme.current().px(APART) / sight.scale))
        width = 2.0**level
        part = sight.seen().adjusted(-width, -width, width, width)
        if level > _LEVEL:
            fields = self._fields(level)
            yield from (fields[key] for key in _keys(part, width, fields))
            return
        for key in _keys(part, _BLOCK, self._blocks):
            if (level, key) not in self._made:
                self._made[level, key] = list(_together(self._blocks[key], width).values())
            yield from (group for group in self._made[level, key] if part.contains(group.east, group.north))

    def _fields(self, level: int) -> dict[_Key, Together]:
        if level not in self._wide:
            finer: Iterable[Together] = chain.from_iterable(self._blocks.values())
            if level - 1 > _LEVEL:
                finer = self._fields(level - 1).values()
            self._wide[level] = _together(finer, 2.0**level)
        return self._wide[level]


def _keys(part: QRectF, width: float, known: Collection[_Key]) -> list[_Key]:
    """Return which of the ``known`` fields of a grid touch a part of the plane."""
    across = range(math.floor(part.left() / width), math.floor(part.right() / width) + 1)
    upward = range(math.floor(part.top() / width), math.floor(part.bottom() / width) + 1)
    if len(across) * len(upward) > len(known):
        return [(x, y) for x, y in known if x in across and y in upward]
    return [(x, y) for x in across for y in upward if (x, y) in known]


def _together(groups: Iterable[Together], width: float) -> dict[_Key, Together]:
    fields: dict[_Key, Together] = {}
    for group in groups:
        key = math.floor(group.east / width), math.floor(group.north / width)
        field = fields.get(key)
        if field is None:
            fields[key] = Together(group.count, group.east, group.north, group.one, group.alike)
            continue
        share = group.count / (field.count + group.count)
        field.count += group.count
        field.east += (group.east - field.east) * share
        field.north += (group.north - field.north) * share
        if (group.one.tone, group.one.sign) != (field.one.tone, field.one.sign) or not group.alike:
            field.alike = False
    return fields


def paint(painter: QPainter, sight: Sight, points: Points) -> Iterator[QRectF]:
    """Paint what is in sight and yield where; names keep away from there."""
    for field in points.seen(sight):
        place = sight.screen(field.east, field.north)
        yield paint_sign(painter, place, field.one) if field.count == 1 else _number(painter, place, field)


def paint_sign(painter: QPainter, place: QPointF, point: MapPoint) -> QRectF:
    """Paint one point and return the rectangle around it."""
    now = theme.current()
    radius = _RADIUS * now.scale
    painter.setPen(QPen(now.colour("surface"), 1.5))
    painter.setBrush(now.colour(point.tone))
    if point.sign == "circle":
        painter.drawEllipse(place, radius, radius)
    elif point.sign == "cross":
        for colour, width in (("surface", 5.5), (point.tone, 3.0)):
            painter.setPen(QPen(now.colour(colour), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            for down in (-radius, radius):
                painter.drawLine(place + QPointF(-radius, -down), place + QPointF(radius, down))
    else:
        corners = [place + QPointF(x * radius, y * radius) for x, y in _CORNERS[point.sign]]
        painter.drawPolygon(QPolygonF(corners))
    edge = 1.3 * radius
    return QRectF(place.x() - edge, place.y() - edge, 2 * edge, 2 * edge)


def _number(painter: QPainter, place: QPointF, field: Together) -> QRectF:
    now = theme.current()
    font = now.font("caption")
    painter.setFont(font)
    words = f"{field.count:,}"
    height = now.px(24)
    width = max(height, painter.fontMetrics().horizontalAdvance(words) + now.px(12))
    area = QRectF(place.x() - width / 2, place.y() - height / 2, width, height)
    tone = field.one.tone if field.alike else "neutral"
    painter.setPen(QPen(now.colour(tone), 2))
    painter.setBrush(now.colour("surface"))
    painter.drawRoundedRect(area, height / 2, height / 2)
    painter.setPen(now.colour(tone))
    painter.drawText(area, Qt.AlignmentFlag.AlignCenter, words)
    return area
