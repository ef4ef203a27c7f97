"""Places as text (``latitude longitude altitude accuracy``), their distances and areas."""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

RADIUS = 6_378_100.0
"""Metres from the centre of the earth to the equator, the figure that ODK's engines use."""

Point = tuple[float, float]


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
    return round(sum(_metres(a, b) for a, b in itertools.pairwise(points)), 2)


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
