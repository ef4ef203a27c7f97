"""GeoJSON (RFC 7946) as KoboToolbox writes it: a feature for each place that was answered.

Answers of repeats are left out. Where the checklist asks no place, the factory's stands for it.
"""

from __future__ import annotations

import json
from contextlib import suppress
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from fieldkit.model.checklist_schema import pick
from fieldkit.model.shapes.records import values

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fieldkit.model.checklist_schema import Asked, AskedTable
    from fieldkit.model.shapes.course import Course, ShapeOptions
    from fieldkit.model.shapes.records import Submission

_PLACES = {"geopoint": "Point", "geotrace": "LineString", "geoshape": "Polygon"}
_FACTORY = "SELECT latitude, longitude FROM factory WHERE id = ?"

Position = list[float]


def write_geojson(course: Course, options: ShapeOptions, target: Path) -> None:
    """Write one FeatureCollection to ``target``, feature by feature."""
    table = course.chosen.schema()
    name = course.chosen.title.pick(options.language or "th")
    with target.open("w", encoding="utf-8") as file:
        file.write(
            f'{{"type": "FeatureCollection", "name": {json.dumps(name, ensure_ascii=False)}, "features": ['
        )
        first = True
        for submission in course:
            for feature in _features(course, submission, table, options.language):
                file.write(("\n" if first else ",\n") + json.dumps(feature, ensure_ascii=False))
                first = False
        file.write("\n]}\n")


def _features(
    course: Course, submission: Submission, table: AskedTable, language: str | None
) -> Iterator[dict[str, Any]]:
    found = values(submission.root, table)
    places = [asked for asked in table.fields if asked.type in _PLACES]
    properties = {
        _name(asked, language): _said(asked, found[asked.path], language)
        for asked in table.fields
        if found.get(asked.path) and asked not in places
    }
    geometries = [
        geometry for asked in places if (geometry := _geometry(asked.type, found.get(asked.path, "")))
    ]
    if not places:
        [row] = course.chosen.workspace.rows(_FACTORY, submission.row["factory"]) or [{}]
        if row.get("latitude") is not None and row.get("longitude") is not None:
            geometries = [{"type": "Point", "coordinates": [row["longitude"], row["latitude"]]}]
    for geometry in geometries:
        yield {"type": "Feature", "geometry": geometry, "properties": properties}


def _name(asked: Asked, language: str | None) -> str:
    return asked.name if language is None else pick(asked.label, language) or asked.name


def _said(asked: Asked, text: str, language: str | None) -> str:
    if language is None or not asked.choices:
        return text
    return "; ".join(pick(asked.choices.get(code, {}), language) or code for code in text.split())


def _geometry(kind: str, text: str) -> dict[str, Any] | None:
    """Return the geometry of an answer, None for one that is none: it is then left out, as Kobo does."""
    with suppress(ValueError):
        positions = [_position(part) for part in text.split(";") if part.strip()]
        if kind == "geopoint" and len(positions) == 1:
            return {"type": _PLACES[kind], "coordinates": positions[0]}
        if kind == "geotrace" and len(positions) > 1:
            return {"type": _PLACES[kind], "coordinates": positions}
        if kind == "geoshape" and len(positions) > 3 and positions[0] == positions[-1]:
            # RFC 7946 §3.1.6: the outer ring goes against the clock
            return {
                "type": _PLACES[kind],
                "coordinates": [positions if _area(positions) > 0 else positions[::-1]],
            }
    return None


def _position(text: str) -> Position:
    latitude, longitude, *rest = (float(part) for part in text.split())
    if abs(latitude) > 90 or abs(longitude) > 180 or len(rest) > 2:
        raise ValueError(text)
    return [longitude, latitude, *rest[:1]]


def _area(ring: list[Position]) -> float:
    """Return twice the signed area of a ring in degrees; positive against the clock."""
    return sum(one[0] * other[1] - other[0] * one[1] for one, other in pairwise(ring))
