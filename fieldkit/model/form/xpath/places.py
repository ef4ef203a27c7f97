"""Places as text, distances, areas, crossings (xforms-spec "Data Types", "Geographic Functions")."""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING

from fieldkit.errors import Text
from fieldkit.model.form.xpath.syntax import XPathError

if TYPE_CHECKING:
    from collections.abc import Sequence

RADIUS = 6_378_100.0
"""Metres from the centre of the earth to the equator, the figure that ODK's engines use."""

Point = tuple[float, float]
Segment = tuple[Point, Point]
MOST_PAIRS = 300_000
"""Pairs of segments that are compared before a line is taken for too long."""


def parse_point(text: str) -> Point | None:
    """Return latitude and longitude in degrees, or None."""
    parts = text.split()
    if not 2 <= len(parts) <= 4:
        return None
    try:
        latitude, longitude = float(parts[0]), float(parts[1])
    except ValueError:
        return None
    if not (abs(latitude) <= 90 and abs(longitude) <= 180):
        return None
    return latitude, longitude


def parse_points(texts: Sequence[str]) -> list[Point]:
    """Return the points of traces (``;`` between points) or of single points; [] if any is none."""
    found: list[Point] = []
    for text in texts:
        for part in text.split(";"):
            if not part.strip():
                continue
            point = parse_point(part)
            if point is None:
                return []
            found.append(point)
    return found


def _metres(start: Point, end: Point) -> float:
    first, last = math.radians(start[0]), math.radians(end[0])
    turn = math.radians(start[1] - end[1])
    cosine = math.sin(first) * math.sin(last) + math.cos(first) * math.cos(last) * math.cos(turn)
    return math.acos(max(-1.0, min(1.0, cosine))) * RADIUS


def track_length(texts: Sequence[str]) -> float:
    """Return the metres along the points, to the centimetre."""
    points = parse_points(texts)
    return round(sum((_metres(a, b) for a, b in itertools.pairwise(points)), 0.0), 2)


def polygon_area(texts: Sequence[str]) -> float:
    """Return the square metres inside the points, closed if they are not."""
    points = parse_points(texts)
    if len(points) < 3:
        return 0.0
    if points[0] != points[-1]:
        points.append(points[0])
    total = 0.0
    for (lat1, lon1), (lat2, lon2) in itertools.pairwise(points):
        total += math.radians(lon2 - lon1) * (2 + math.sin(math.radians(lat1)) + math.sin(math.radians(lat2)))
    return round(abs(total) * RADIUS * RADIUS / 2, 2)


def within(point: str, shape: str) -> bool:
    """Tell whether ``point`` lies inside the closed ``shape`` (even-odd rule)."""
    place, ring = parse_point(point), parse_points([shape])
    if place is None or len(ring) < 2 or ring[0] != ring[-1]:
        return False
    y, x = place
    inside = False
    for (y1, x1), (y2, x2) in itertools.pairwise(ring):
        if (y2 > y) != (y1 > y) and x < (x1 - x2) * (y - y2) / (y1 - y2) + x2:
            inside = not inside
    return inside


def crosses_itself(text: str) -> bool:
    """Tell whether a trace or shape touches or crosses itself anywhere but where one part joins the next.

    Raises `XPathError` if it has more parts side by side than can be compared.
    """
    points = [point for point, _ in itertools.groupby(parse_points([text]))]
    parts = list(enumerate(itertools.pairwise(points)))
    last = len(parts) - 1 if points and points[0] == points[-1] else -1
    # From south to north, only parts whose bands of latitude overlap can meet.
    parts.sort(key=lambda part: min(part[1][0][0], part[1][1][0]))
    near: list[tuple[int, Segment]] = []
    compared = 0
    for number, part in parts:
        low = min(part[0][0], part[1][0])
        near = [item for item in near if max(item[1][0][0], item[1][1][0]) >= low]
        compared += len(near)
        if compared > MOST_PAIRS:
            raise XPathError(
                Text("เส้นมีจุดมากเกินกว่าจะตรวจ", "The line has too many points to be checked"),
                hint=Text("บันทึกจุดให้ห่างกันขึ้น", "Record points further apart"),
            )
        for other, against in near:
            first, second = sorted((number, other))
            one, two = (part, against) if number == first else (against, part)
            if second - first == 1:
                met = _turns_back(one[0], one[1], two[1])
            elif (first, second) == (0, last):
                met = False
            else:
                met = _meet(one, two)
            if met:
                return True
        near.append((number, part))
    return False


def _side(a: Point, b: Point, c: Point) -> float:
    return (b[1] - a[1]) * (c[0] - a[0]) - (b[0] - a[0]) * (c[1] - a[1])


def _between(a: Point, b: Point, c: Point) -> bool:
    return all(min(a[i], b[i]) <= c[i] <= max(a[i], b[i]) for i in (0, 1))


def _turns_back(a: Point, b: Point, c: Point) -> bool:
    """Tell whether ``b`` to ``c`` lies over the part from ``a`` to ``b`` that it follows."""
    return _side(a, b, c) == 0 and (_between(a, b, c) or _between(b, c, a))


def _meet(one: Segment, two: Segment) -> bool:
    (a, b), (c, d) = one, two
    sides = _side(a, b, c), _side(a, b, d), _side(c, d, a), _side(c, d, b)
    if sides[0] * sides[1] < 0 and sides[2] * sides[3] < 0:
        return True
    ends = ((a, b, c), (a, b, d), (c, d, a), (c, d, b))
    return any(side == 0 and _between(*end) for side, end in zip(sides, ends, strict=True))
