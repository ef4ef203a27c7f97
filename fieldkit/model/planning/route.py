"""The order of a day's visits: from the office to the nearest factory, and so on."""

from __future__ import annotations

from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt
from typing import TYPE_CHECKING

from fieldkit.errors import FieldkitError, Text
from fieldkit.model.place_text import parse_place
from fieldkit.model.register.places import country

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from fieldkit.model.planning.plan import PlanRow
    from fieldkit.model.workspace import Workspace

OFFICE_PLACE = "office_place"
"""What this laptop remembers of where the day begins: a text that :func:`parse_place` reads."""
_EARTH_KM = 6371.0
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Stop:
    """A visit in its order; ``km`` is the straight line from the stop before, None where that is not known.

    ``exact`` is False for a factory without a place, which stands in the middle of its sub-district.
    """

    row: PlanRow
    point: Point | None
    exact: bool
    km: float | None


@dataclass(frozen=True, slots=True)
class Route:
    """The stops in order from ``start``; ``km`` is the way there and back in straight lines."""

    start: Text
    stops: tuple[Stop, ...]
    km: float


def route(workspace: Workspace, rows: Sequence[PlanRow]) -> Route:
    """Return a day's visits in a sensible order; those that nobody can place come last."""
    with workspace.database.read() as connection:
        points = {row.factory_id: _point(connection, row.factory_id) for row in rows}
        home = _office(workspace, connection)
    placed = [row for row in rows if points[row.factory_id][0] is not None]
    start, name = home if home is not None else (None, _FIRST)
    if start is None and placed:
        start = points[placed[0].factory_id][0]
    stops, here, total = [], start, 0.0
    while placed:
        nearest = min(placed, key=lambda row: (_km(here, points[row.factory_id][0]), row.line.rank))
        placed.remove(nearest)
        point, exact = points[nearest.factory_id]
        km = _km(here, point)
        stops.append(Stop(nearest, point, exact, km))
        total += km
        here = point
    if stops:
        total += _km(here, start)
    lost = [Stop(row, None, False, None) for row in rows if points[row.factory_id][0] is None]
    return Route(name, (*stops, *lost), total)


_FIRST = Text("เริ่มจากโรงงานแรกของวัน", "begins at the first factory of the day")


def _point(connection: Connection, factory: str) -> tuple[Point | None, bool]:
    """Return where a factory is and whether that is exact."""
    row = connection.exec_driver_sql(
        "SELECT latitude, longitude, subdistrict_code FROM factory WHERE id = ?", (factory,)
    ).fetchone()
    if row is None:
        return None, False
    if row[0] is not None and row[1] is not None:
        return (row[0], row[1]), True
    place = country().by_code(row[2] or "")
    if place is None or place.latitude is None or place.longitude is None:
        return None, False
    return (place.latitude, place.longitude), False


def _office(workspace: Workspace, connection: Connection) -> tuple[Point, Text] | None:
    """Return where the office is: as remembered, else the middle of the province's own district."""
    known = workspace.setting(OFFICE_PLACE)
    if known:
        try:
            place = parse_place(known)
        except FieldkitError:
            place = None
        if place is not None:
            name = Text("เริ่มจากสำนักงาน", "begins at the office")
            return (float(place.latitude), float(place.longitude)), name
    row = connection.exec_driver_sql(
        "SELECT province_code FROM factory WHERE coalesce(deleted, 0) = 0 AND province_code IS NOT NULL"
        " GROUP BY province_code ORDER BY count(*) DESC, province_code LIMIT 1"
    ).fetchone()
    if row is None:
        return None
    town = country().district(row[0], "เมือง")
    centres = [
        (place.latitude, place.longitude)
        for place in country().of_province(row[0])
        if town is not None and place.district_code == town.district_code
        if place.latitude is not None and place.longitude is not None
    ]
    if town is None or not centres:
        return None
    middle = tuple(sum(values) / len(centres) for values in zip(*centres, strict=True))
    return (middle[0], middle[1]), Text(
        f"เริ่มจาก อ.{town.district} (ที่ตั้งสำนักงานโดยประมาณ)",
        f"begins in {town.district} (about where the office is)",
    )


def _km(one: Point | None, other: Point | None) -> float:
    """Return the length of the great circle between two places; 0 where one is not known."""
    if one is None or other is None:
        return 0.0
    (lat, lon), (lat2, lon2) = (tuple(map(radians, point)) for point in (one, other))
    half = sin((lat2 - lat) / 2) ** 2 + cos(lat) * cos(lat2) * sin((lon2 - lon) / 2) ** 2
    return 2 * _EARTH_KM * asin(sqrt(half))
