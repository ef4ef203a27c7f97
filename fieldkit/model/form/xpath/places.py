"""Places as text, distances, areas, crossings (xforms-spec "Data Types", "Geographic Functions")."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

from fieldkit.model.form.problems import XPathError, said

RADIUS = 6_378_100.0
"""Metres from the centre of the earth to the equator, the figure that ODK's engines use."""

Point = tuple[float, float]
Segment = tuple[Point, Point]
Part = tuple[int, Segment]
MOST_PAIRS = 300_000
"""Pairs of segments that are compared before a line is taken for too long."""


def parse_point(text: str) -> Point | None:
    """Return latitude and longitude in degrees, or None."""
    parts = text.split()
    try:
        latitude, longitude = map(float, parts[:2])
    except ValueError:
        return None
    if len(parts) > 4 or not (abs(latitude) <= 90 and abs(longitude) <= 180):
        return None
    return latitude, longitude


def parse_points(texts: Sequence[str]) -> list[Point]:
    """Return the points of traces (``;`` between points) or of single points; [] if any is none."""
    found = [parse_point(part) for text in texts for part in text.split(";") if part.strip()]
    return [] if None in found else [point for point in found if point is not None]


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
    last = len(points) - 2 if points and points[0] == points[-1] else -1
    # From south to north, only parts whose bands of latitude overlap can meet.
    parts = sorted(enumerate(itertools.pairwise(points)), key=_south)
    near: list[Part] = []
    compared = 0
    for part in parts:
        near = [other for other in near if max(other[1])[0] >= _south(part)]
        compared += len(near)
        if compared > MOST_PAIRS:
            raise XPathError(*said("too-many-points"))
        for other in near:
            first, second = sorted((part, other))
            if _cross(first, second, last):
                return True
        near.append(part)
    return False


def _south(part: Part) -> float:
    return min(part[1])[0]


def _cross(part: Part, later: Part, last: int) -> bool:
    (first, one), (second, two) = part, later
    if second - first == 1:
        return _turns_back(*one, two[1])
    return (first, second) != (0, last) and _meet(one, two)


def _side(a: Point, b: Point, c: Point) -> float:
    return (b[1] - a[1]) * (c[0] - a[0]) - (b[0] - a[0]) * (c[1] - a[1])


def _between(a: Point, b: Point, c: Point) -> bool:
    return all(min(a[i], b[i]) <= c[i] <= max(a[i], b[i]) for i in (0, 1))


def _turns_back(a: Point, b: Point, c: Point) -> bool:
    """Tell whether ``b`` to ``c`` lies over the part from ``a`` to ``b`` that it follows."""
    return _side(a, b, c) == 0 and (_between(a, b, c) or _between(b, c, a))


def _meet(one: Segment, two: Segment) -> bool:
    (a, b), (c, d) = one, two
    ends = ((a, b, c), (a, b, d), (c, d, a), (c, d, b))
    sides = [_side(*end) for end in ends]
    if sides[0] * sides[1] < 0 and sides[2] * sides[3] < 0:
        return True
    return any(side == 0 and _between(*end) for side, end in zip(sides, ends, strict=True))
