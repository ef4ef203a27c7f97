"""Names on a map: the important ones first, none over another."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen

from fieldkit.ui import theme

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from fieldkit.ui.theme import FontRole

_AIR = 3.0
_HALO = 3.0
_WIDEST = 190  # pixels, at 100 % text, after which a name is cut


@dataclass(frozen=True, slots=True)
class Name:
    """A name in the middle of a place of the screen, over one or two lines.

    ``room``: pixels that its district has across; a name twice as wide is left out. None: any will do.
    """

    place: QPointF
    lines: tuple[str, ...]
    role: FontRole = "caption"
    colour: str = "text"
    room: float | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """A name and its rectangle."""

    name: Name
    area: QRectF


def place(names: Iterable[Name], taken: Sequence[QRectF], inside: QRectF) -> list[Placed]:
    """Place what fits, in the given order; each name may step a little aside before it is left out."""
    found: list[Placed] = []
    used = list(taken)
    for given in names:
        name = _short(given)
        size = _size(name)
        if name.room is not None and size.width() > 2 * name.room:
            continue
        for down in (0.0, -0.8, 0.8, -1.6, 1.6):
            corner = name.place - QPointF(size.width() / 2, size.height() * (0.5 - down))
            area = QRectF(corner, size)
            if inside.contains(area) and not any(area.intersects(other) for other in used):
                found.append(Placed(name, area))
                used.append(area.adjusted(-_AIR, 0, _AIR, 0))
                break
    return found


def paint(painter: QPainter, placed: Iterable[Placed], ground: QColor) -> None:
    """Paint names with a halo of the colour of the ground, so that lines do not cross their letters."""
    now = theme.current()
    for label in placed:
        font = now.font(label.name.role)
        metrics = QFontMetricsF(font)
        path = QPainterPath()
        baseline = label.area.top() + metrics.ascent()
        for line in label.name.lines:
            left = label.area.center().x() - metrics.horizontalAdvance(line) / 2
            path.addText(QPointF(left, baseline), font, line)
            baseline += metrics.height()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        solid, flat = Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap
        painter.setPen(QPen(ground, _HALO, solid, flat, Qt.PenJoinStyle.RoundJoin))
        painter.drawPath(path)
        painter.setFont(font)
        painter.setPen(now.colour(label.name.colour))
        baseline = label.area.top() + metrics.ascent()
        for line in label.name.lines:
            left = label.area.center().x() - metrics.horizontalAdvance(line) / 2
            painter.drawText(QPointF(left, baseline), line)
            baseline += metrics.height()


def _short(name: Name) -> Name:
    metrics, most = QFontMetricsF(theme.current().font(name.role)), theme.current().px(_WIDEST)
    if all(metrics.horizontalAdvance(line) <= most for line in name.lines):
        return name
    mode = Qt.TextElideMode.ElideRight
    return replace(name, lines=tuple(metrics.elidedText(line, mode, most) for line in name.lines))


def _size(name: Name) -> QSizeF:
    metrics = QFontMetricsF(theme.current().font(name.role))
    width = max(metrics.horizontalAdvance(line) for line in name.lines)
    return QSizeF(width, metrics.height() * len(name.lines))
