"""Coordinates of factories: whether they lie in Thailand, and which of two numbers is the latitude."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

SOUTH, NORTH = Decimal("5.6"), Decimal("20.5")
WEST, EAST = Decimal("97.3"), Decimal("105.7")
_SCALE = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class Coordinates:
    """Decimal degrees (WGS84) inside Thailand; ``swapped`` when the file had them the other way round."""

    latitude: Decimal
    longitude: Decimal
    swapped: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of degrees around a province."""

    south: Decimal
    north: Decimal
    west: Decimal
    east: Decimal

    def contains(self, place: Coordinates) -> bool:
        """Tell whether ``place`` lies inside or on the edge."""
        return self.south <= place.latitude <= self.north and self.west <= place.longitude <= self.east


THAILAND = Box(SOUTH, NORTH, WEST, EAST)


def locate(first: Decimal, second: Decimal) -> Coordinates | None:
    """Return the pair in the order that lies in Thailand, rounded to six decimals; None when neither does.

    The two ranges do not meet, so the order is never in doubt. ``0,0`` and ``1,1`` mean *missing*.
    """
    if not (first.is_finite() and second.is_finite()):
        return None
    for latitude, longitude, swapped in ((first, second, False), (second, first, True)):
        place = Coordinates(latitude, longitude, swapped)
        if THAILAND.contains(place):
            return Coordinates(latitude.quantize(_SCALE), longitude.quantize(_SCALE), swapped)
    return None
