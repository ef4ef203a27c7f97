"""A flat map of a province: kilometres east and north of a point (equirectangular projection)."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

KM_A_DEGREE = 111.32
"""Kilometres a degree of longitude is long on the equator."""
_NORTHWARD = 110.57  # … and one of latitude, at the latitudes of Thailand


@dataclass(frozen=True, slots=True)
class Plane:
    """A plane that touches the earth at ``latitude`` and ``longitude`` (WGS84 degrees)."""

    latitude: float
    longitude: float
    _eastward: float = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_eastward", KM_A_DEGREE * math.cos(math.radians(self.latitude)))

    def point(self, latitude: float, longitude: float) -> tuple[float, float]:
        """Return kilometres east and north."""
        return (longitude - self.longitude) * self._eastward, (latitude - self.latitude) * _NORTHWARD

    def degrees(self, east: float, north: float) -> tuple[float, float]:
        """Return latitude and longitude."""
        return self.latitude + north / _NORTHWARD, self.longitude + east / self._eastward
