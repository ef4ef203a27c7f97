"""The sketch map of a province on the dashboard: districts by their coverage, factories as points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent

from fieldkit.model.sketch import sketch_of
from fieldkit.ui.map_ground import Fill
from fieldkit.ui.map_points import MapPoint
from fieldkit.ui.sketch_map import SketchMap

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection

    from fieldkit.model.indicators import Figure

_SPOTS = (
    "SELECT f.id, f.name, f.latitude, f.longitude FROM factory f"
    " WHERE coalesce(f.deleted, 0) = 0 AND f.province_code = ? AND f.latitude IS NOT NULL"
    " AND f.longitude IS NOT NULL ORDER BY f.row LIMIT 20000"
)
# Colour and pattern together, for eyes that do not tell red from green.
_LOOKS = (
    ("ok_soft", "border_strong", Qt.BrushStyle.NoBrush),
    ("warn_soft", "border_strong", Qt.BrushStyle.BDiagPattern),
)
_WORST = ("fail_soft", "border_strong", Qt.BrushStyle.FDiagPattern)


@dataclass(frozen=True, slots=True)
class Spot:
    """A factory on the map."""

    id: str
    name: str
    latitude: float
    longitude: float


def spots(connection: Connection, province: str) -> list[Spot]:
    """Return the factories of a province that have a place."""
    return [Spot(*row) for row in connection.exec_driver_sql(_SPOTS, (province,))]


class CoverageMap(SketchMap):
    """A click on a district, or Enter in its middle, opens its list.

    Attributes:
        opened: signal with the Thai name of a district.
    """

    opened = Signal(str)

    def show_coverage(
        self,
        province: str,
        districts: Mapping[str, Figure],
        places: Sequence[Spot],
        covered: frozenset[str],
        due: float,
    ) -> None:
        """Show a province: figures by the names of districts; points say which factories were inspected."""
        sketch = sketch_of(province)
        fills = {}
        for district in sketch.districts if sketch is not None else ():
            figure = districts.get(district.name.th)
            if figure is not None and figure.value is not None:
                ground, ink, pattern = _look(figure.value, due)
                fills[district.code] = Fill(ground, ink, pattern, f"{figure.value:.0f}%")
        self.set_districts(sketch, fills)
        self.set_points(
            [
                MapPoint(spot.latitude, spot.longitude, spot.name or "", "ok", "circle")
                if spot.id in covered
                else MapPoint(spot.latitude, spot.longitude, spot.name or "", "neutral", "square")
                for spot in places
            ]
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.clicked_at(self.key_place())
        else:
            super().keyPressEvent(event)

    def clicked_at(self, place: QPointF) -> None:
        if self.sketch is None:
            return
        east, north = self.sight.plane(place)
        found = self.sketch.at(*self.plane.degrees(east, north))
        if found is not None:
            self.opened.emit(found[0].name.th)


def _look(value: float, due: float) -> tuple[str, str, Qt.BrushStyle]:
    if value >= due:
        return _LOOKS[0]
    return _LOOKS[1] if value >= 0.8 * due else _WORST
