"""A sketch of a province: rough outlines of districts and sub-districts, drawn from one point of each.

No boundaries come with the program. What is nearer to the point of one sub-district than to that of any
other, in the province or beside it, is sketched as its area; towards the sea and abroad, where no point
stands, an area ends at a distance that fits how near its neighbours are. Inland the sketch has the size of
the province within a tenth; along a coast it reaches into the sea. A district is its sub-districts
together. A district without any point is listed, never invented.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby, pairwise
from statistics import median
from typing import TYPE_CHECKING

from fieldkit.errors import Text
from fieldkit.model.plane import Plane
from fieldkit.model.provinces import provinces
from fieldkit.model.register.places import country
from fieldkit.model.voronoi import OUTSIDE, Sites, area, common, disc, holds, hull

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from fieldkit.model.provinces import Province
    from fieldkit.model.register.places import Place
    from fieldkit.model.voronoi import Cell, Point

Segment = tuple["Point", "Point"]
Frame = tuple[float, float, float, float]
"""West, south, east, north in kilometres."""

_BESIDE = 30.0  # kilometres around a province in which others bound it
_FARTHEST = 25.0  # kilometres from its point that an area reaches at most
_NEIGHBOUR = 6  # which of the nearest points tells how far an area may reach …
_SHARE = 1.2  # … in shares of the distance to it
_ROOM = 0.5  # around the outermost points, in shares of how far areas usually reach


@dataclass(frozen=True, slots=True)
class SubDistrict:
    """A sub-district: its point and its sketched area, kilometres on the plane of its sketch."""

    code: str
    name: Text
    point: Point
    ring: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class District:
    """A district.

    Attributes:
        parts: its sub-districts, those that have a point.
        borders: the edges towards other districts and out of the province.
        anchor: where its name stands.
        area: square kilometres of the sketch.
    """

    code: str
    name: Text
    parts: tuple[SubDistrict, ...]
    borders: tuple[Segment, ...]
    anchor: Point
    area: float


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A province beside; ``borders`` only where the sketched one has no outline itself."""

    code: str
    name: Text
    anchor: Point
    borders: tuple[Segment, ...] = ()


@dataclass(frozen=True, slots=True)
class Sketch:
    """A province on a plane.

    Attributes:
        districts: those with a point, in the order of their codes.
        unplaced: the names of districts without any point, which cannot be drawn.
        outline: the edges out of the province.
        frame: what is to be seen.
    """

    code: str
    name: Text
    plane: Plane
    districts: tuple[District, ...]
    unplaced: tuple[Text, ...]
    outline: tuple[Segment, ...]
    neighbours: tuple[Neighbour, ...]
    frame: Frame

    def at(self, latitude: float, longitude: float) -> tuple[District, SubDistrict] | None:
        """Return the district and sub-district in whose sketched area a place lies, None outside of all."""
        point = self.plane.point(latitude, longitude)
        nearest = min(
            ((math.dist(part.point, point), index, part) for index, part in enumerate(self._parts())),
            default=None,
        )
        if nearest is None or not holds(nearest[2].ring, point):
            return None
        return next(d for d in self.districts if nearest[2] in d.parts), nearest[2]

    def covers(self, latitude: float, longitude: float) -> bool:
        """Tell whether a place lies in the outline, or in the frame of a province that has none."""
        if self.districts:
            return self.at(latitude, longitude) is not None
        west, south, east, north = self.frame
        x, y = self.plane.point(latitude, longitude)
        return west <= x <= east and south <= y <= north

    def district(self, code: str) -> District | None:
        """Return the district of a four-digit code, None where it has no outline."""
        return next((district for district in self.districts if district.code == code), None)

    def _parts(self) -> Iterable[SubDistrict]:
        return (part for district in self.districts for part in district.parts)


@lru_cache(maxsize=16)
def sketch_of(province_code: str) -> Sketch | None:
    """Return the sketch of a province, None for a code that no province has."""
    province = provinces().get(province_code)
    if province is None:
        return None
    places = country().of_province(province_code)
    own = _distinct(places)
    plane = _plane(province, own)
    points = [_point(plane, place) for place in own]
    frame = _frame(province, plane, points)
    beside = _beside(plane, province_code, frame, _BESIDE if own else 0.0)
    sites = Sites([*points, *(point for _, point in beside if point not in set(points))])
    cells = [sites.cell(at, bound) for at, bound in enumerate(_bounds(sites, len(own)))]
    districts = _districts(own, points, cells)
    drawn = {district.code for district in districts}
    missing = {place.district_code: _district_name(place) for place in places}
    return Sketch(
        code=province_code,
        name=province.name,
        plane=plane,
        districts=districts,
        unplaced=tuple(name for code, name in missing.items() if code not in drawn),
        outline=tuple(_edges(cells, range(len(cells)), set(range(len(cells))))),
        neighbours=_neighbours(plane, beside, outlined=not own),
        frame=frame if not cells else _around(corner for cell in cells for corner in cell.ring),
    )


def _distinct(places: Iterable[Place]) -> list[Place]:
    """Return the places that have a point of their own, those of a district together."""
    at = {
        (place.latitude, place.longitude): place
        for place in reversed(tuple(places))
        if place.latitude is not None and place.longitude is not None
    }
    return sorted(at.values(), key=lambda place: place.subdistrict_code)


def _plane(province: Province, own: Sequence[Place]) -> Plane:
    """Return a plane that touches the earth in the middle of what is known of the province."""
    if own:
        latitudes = [place.latitude or 0.0 for place in own]
        longitudes = [place.longitude or 0.0 for place in own]
    else:
        box = province.box
        assert box is not None, "tests/model/test_sketch.py: a province has points or a box"
        latitudes, longitudes = [float(box.south), float(box.north)], [float(box.west), float(box.east)]
    return Plane((min(latitudes) + max(latitudes)) / 2, (min(longitudes) + max(longitudes)) / 2)


def _point(plane: Plane, place: Place) -> Point:
    assert place.latitude is not None
    assert place.longitude is not None
    return plane.point(place.latitude, place.longitude)


def _frame(province: Province, plane: Plane, points: Sequence[Point]) -> Frame:
    box = province.box
    if points or box is None:
        return _around(points)
    return _around(
        plane.point(float(latitude), float(longitude))
        for latitude, longitude in ((box.south, box.west), (box.north, box.east))
    )


def _around(points: Iterable[Point]) -> Frame:
    east, north = zip(*points, strict=True)
    return min(east), min(north), max(east), max(north)


def _beside(plane: Plane, province_code: str, frame: Frame, room: float) -> list[tuple[Place, Point]]:
    west, south, east, north = frame
    found = []
    for place in country().all:
        if place.province_code == province_code or place.latitude is None or place.longitude is None:
            continue
        x, y = plane.point(place.latitude, place.longitude)
        if west - room <= x <= east + room and south - room <= y <= north + room:
            found.append((place, (x, y)))
    return found


def _bounds(sites: Sites, count: int) -> Iterable[list[Point]]:
    """Yield how far the areas of the first ``count`` sites may reach."""
    reaches = []
    for at in range(count):
        near = sites.within(at, _FARTHEST)[:_NEIGHBOUR]
        far = _SHARE * math.sqrt(near[-1][0]) if len(near) == _NEIGHBOUR else _FARTHEST
        reaches.append(min(far, _FARTHEST))
    if not reaches:
        return
    usual = median(reaches)
    whole = hull(sites.points[:count], _ROOM * usual)
    for (x, y), reach in zip(sites.points, reaches, strict=False):
        yield common(whole, disc(x, y, max(reach, usual)))


def _edges(cells: Sequence[Cell], members: Iterable[int], inside: set[int]) -> Iterable[Segment]:
    """Yield the edges of the cells ``members`` that lead out of the cells ``inside``."""
    for at in members:
        ring = cells[at].ring
        for edge, other in zip(pairwise((*ring, ring[0])), cells[at].beside, strict=True):
            if other == OUTSIDE or other not in inside:
                yield edge


def _districts(own: Sequence[Place], points: Sequence[Point], cells: Sequence[Cell]) -> tuple[District, ...]:
    found = []
    for code, group in groupby(range(len(own)), key=lambda at: own[at].district_code):
        members = list(group)
        first = own[members[0]]
        parts = tuple(
            SubDistrict(
                own[at].subdistrict_code,
                Text(own[at].subdistrict, own[at].subdistrict_en or own[at].subdistrict),
                points[at],
                cells[at].ring,
            )
            for at in members
        )
        borders = tuple(_edges(cells, members, set(members)))
        whole = sum(area(part.ring) for part in parts)
        found.append(District(code, _district_name(first), parts, borders, _anchor(parts), whole))
    return tuple(found)


def _district_name(place: Place) -> Text:
    return Text(place.district, place.district_en or place.district)


def _anchor(parts: Sequence[SubDistrict]) -> Point:
    """Return the middle of a district, or where that lies outside of it, the point nearest to it."""
    weights = [area(part.ring) for part in parts]
    east = sum(w * _middle(part.ring)[0] for w, part in zip(weights, parts, strict=True)) / sum(weights)
    north = sum(w * _middle(part.ring)[1] for w, part in zip(weights, parts, strict=True)) / sum(weights)
    if any(holds(part.ring, (east, north)) for part in parts):
        return east, north
    return min((part.point for part in parts), key=lambda point: math.dist(point, (east, north)))


def _middle(ring: Sequence[Point]) -> Point:
    return sum(x for x, _ in ring) / len(ring), sum(y for _, y in ring) / len(ring)


def _neighbours(
    plane: Plane, beside: Sequence[tuple[Place, Point]], *, outlined: bool
) -> tuple[Neighbour, ...]:
    """Return the provinces beside; ``outlined`` takes their outlines from their own sketches."""
    found = []
    for code, group in groupby(beside, key=lambda item: item[0].province_code):
        borders: tuple[Segment, ...] = ()
        if outlined and (theirs := sketch_of(code)) is not None:
            borders = tuple(
                (_moved(start, theirs.plane, plane), _moved(end, theirs.plane, plane))
                for start, end in theirs.outline
            )
        points = [point for _, point in group]
        middle = _middle(points)
        # In the middle itself the name might stand over the sketched province.
        anchor = min(points, key=lambda point: math.dist(point, middle))
        found.append(Neighbour(code, provinces()[code].name, anchor, borders))
    return tuple(found)


def _moved(point: Point, plane: Plane, other: Plane) -> Point:
    return other.point(*plane.degrees(*point))
