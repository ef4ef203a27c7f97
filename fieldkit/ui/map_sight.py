"""What part of a plane a map shows, and how large."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QTransform

if TYPE_CHECKING:
    from fieldkit.model.sketch import Frame

FARTHEST, NEAREST = 0.2, 4000.0  # pixels a kilometre: the country on a screen, 25 centimetres a pixel
_STEPS = (1.0, 2.0, 5.0, 10.0)


@dataclass(frozen=True, slots=True)
class Sight:
    """A rectangle of ``size`` logical pixels; ``east`` and ``north`` (kilometres) stand in its middle."""

    east: float
    north: float
    scale: float
    size: QSizeF

    def screen(self, east: float, north: float) -> QPointF:
        """Return where a point of the plane stands on the screen."""
        return QPointF(
            self.size.width() / 2 + (east - self.east) * self.scale,
            self.size.height() / 2 - (north - self.north) * self.scale,
        )

    def plane(self, place: QPointF) -> tuple[float, float]:
        """Return the point of the plane, in kilometres, at a place of the screen."""
        return (
            self.east + (place.x() - self.size.width() / 2) / self.scale,
            self.north - (place.y() - self.size.height() / 2) / self.scale,
        )

    def transform(self) -> QTransform:
        """Return what brings kilometres to the screen."""
        corner = self.screen(0, 0)
        return QTransform(self.scale, 0, 0, -self.scale, corner.x(), corner.y())

    def zoomed(self, factor: float, about: QPointF) -> Sight:
        """Return the sight ``factor`` times as large; what stands at ``about`` stays there."""
        scale = min(max(self.scale * factor, FARTHEST), NEAREST)
        east, north = self.plane(about)
        larger = replace(self, scale=scale)
        now = larger.plane(about)
        return replace(larger, east=self.east + east - now[0], north=self.north + north - now[1])

    def moved(self, right: float, down: float) -> Sight:
        """Return the sight with the map pushed by so many pixels."""
        return replace(self, east=self.east - right / self.scale, north=self.north + down / self.scale)

    def at(self, east: float, north: float) -> Sight:
        """Return the sight with a point in the middle."""
        return replace(self, east=east, north=north)

    def seen(self) -> QRectF:
        """Return the part of the plane in sight: kilometres, ``top()`` is its south."""
        west, north = self.plane(QPointF(0, 0))
        width, height = self.size.width() / self.scale, self.size.height() / self.scale
        return QRectF(west, north - height, width, height)

    def bar(self, most: float) -> float:
        """Return the kilometres of a scale bar of at most so many pixels: 1, 2 or 5 times a power of ten."""
        power = 10.0 ** math.floor(math.log10(most / self.scale))
        return power * max(step for step in _STEPS if step * power * self.scale <= most)


def fitted(frame: Frame, size: QSizeF, margin: float) -> Sight:
    """Return the sight that shows a frame of the plane with so many pixels around it."""
    west, south, east, north = frame
    across = max(size.width() - 2 * margin, 1) / max(east - west, 1e-6)
    up = max(size.height() - 2 * margin, 1) / max(north - south, 1e-6)
    scale = min(max(min(across, up), FARTHEST), NEAREST)
    return Sight((west + east) / 2, (south + north) / 2, scale, size)
