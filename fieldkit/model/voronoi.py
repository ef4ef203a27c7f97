"""Which part of a plane is nearest to which of several sites, each kept inside of its own bounds."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Point = tuple[float, float]
OUTSIDE = -1
"""Stands for the site beyond an edge of the bounds, where there is none."""


@dataclass(frozen=True, slots=True)
class Cell:
    """The part of one site.

    Attributes:
        ring: corners of a convex polygon, anticlockwise, the first not repeated.
        beside: for the edge from each corner to the next, the place of the site beyond it, or OUTSIDE.
    """

    ring: tuple[Point, ...]
    beside: tuple[int, ...]


class Sites:
    """Distinct points of a plane, found by their distance.

    Raises ValueError when two of them are one.
    """

    def __init__(self, points: Sequence[Point]) -> None:
        if len(set(points)) < len(points):
            raise ValueError("two sites stand at one point")
        self.points = points
        self._by_east = sorted(range(len(points)), key=points.__getitem__)
        self._rank = {place: number for number, place in enumerate(self._by_east)}

    def within(self, place: int, distance: float) -> list[tuple[float, int]]:
        """Return (square of the distance, place) of the other sites so near to one, nearest first."""
        x, y = self.points[place]
        most = distance * distance
        found = []
        for step in (-1, 1):
            at = self._rank[place] + step
            while 0 <= at < len(self._by_east):
                other = self._by_east[at]
                east, north = self.points[other]
                if abs(east - x) > distance:
                    break
                square = (east - x) ** 2 + (north - y) ** 2
                if square <= most:
                    found.append((square, other))
                at += step
        found.sort()
        return found

    def cell(self, place: int, bound: Sequence[Point]) -> Cell:
        """Return what of the convex polygon ``bound`` around a site is nearer to it than to any other.

        ``bound`` is anticlockwise and holds the site.
        """
        x, y = self.points[place]
        ring, beside = list(bound), [OUTSIDE] * len(bound)
        reach = _reach(ring, x, y)
        for square, other in self.within(place, 2 * math.sqrt(reach)):
            # A site further off than twice the farthest corner takes nothing away.
            if square > 4 * reach:
                break
            east, north = self.points[other]
            half = (east - x, north - y, (east * east + north * north - x * x - y * y) / 2)
            if (cut := _cut(ring, beside, half, other)) is not None:
                ring, beside = cut
                reach = _reach(ring, x, y)
        return Cell(tuple(ring), tuple(beside))


def disc(x: float, y: float, radius: float, corners: int = 24) -> list[Point]:
    """Return a regular polygon in a circle around a point, anticlockwise."""
    turn = 2 * math.pi / corners
    return [(x + radius * math.cos(at * turn), y + radius * math.sin(at * turn)) for at in range(corners)]


def hull(points: Iterable[Point], around: float = 0.0) -> list[Point]:
    """Return the convex polygon around points, anticlockwise, with room around it (A. Andrew's chains)."""
    ring = _convex(points)
    return _convex(corner for x, y in ring for corner in disc(x, y, around)) if around else ring


def common(ring: Sequence[Point], bound: Sequence[Point]) -> list[Point]:
    """Return what two convex polygons, both anticlockwise, have in common."""
    left, labels = list(ring), [OUTSIDE] * len(ring)
    for (x1, y1), (x2, y2) in pairwise((*bound, bound[0])):
        half = (y2 - y1, x1 - x2, (y2 - y1) * x1 + (x1 - x2) * y1)
        left, labels = _cut(left, labels, half, OUTSIDE) or (left, labels)
    return left


def area(ring: Sequence[Point]) -> float:
    """Return the area of a polygon that is anticlockwise."""
    corners = (*ring, *ring[:1])
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(corners)) / 2


def holds(ring: Sequence[Point], point: Point) -> bool:
    """Tell whether a point lies in a convex polygon (anticlockwise) or on its edge."""
    return all(_turn(a, b, point) >= 0 for a, b in pairwise((*ring, *ring[:1])))


def _reach(ring: Sequence[Point], x: float, y: float) -> float:
    """Return the square of the distance of the farthest corner."""
    return max(((u - x) ** 2 + (v - y) ** 2 for u, v in ring), default=0.0)


def _cut(
    ring: list[Point], beside: list[int], half: tuple[float, float, float], label: int
) -> tuple[list[Point], list[int]] | None:
    """Keep of a convex polygon where ``a*x + b*y <= c``, the new edge labelled; None if that is all of it."""
    a, b, c = half
    sides = [a * u + b * v - c for u, v in ring]
    if max(sides, default=0.0) <= 0:
        return None
    kept: list[Point] = []
    labels: list[int] = []
    for at, side in enumerate(sides):
        after = at + 1 if at + 1 < len(ring) else 0
        crosses = (side <= 0) != (sides[after] <= 0)
        if side <= 0:
            kept.append(ring[at])
            labels.append(beside[at])
        if crosses:
            share = side / (side - sides[after])
            (u, v), (w, z) = ring[at], ring[after]
            kept.append((u + share * (w - u), v + share * (z - v)))
            labels.append(label if side <= 0 else beside[at])
    return kept, labels


def _convex(points: Iterable[Point]) -> list[Point]:
    ordered = sorted(set(points))
    if len(ordered) < 3:
        return ordered
    return [*_chain(ordered)[:-1], *_chain(reversed(ordered))[:-1]]


def _chain(points: Iterable[Point]) -> list[Point]:
    chain: list[Point] = []
    for point in points:
        while len(chain) > 1 and _turn(chain[-2], chain[-1], point) <= 0:
            chain.pop()
        chain.append(point)
    return chain


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
