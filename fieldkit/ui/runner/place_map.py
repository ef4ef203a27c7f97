"""Puts the points of an answer on a sketch map: by the pointer, or by keys with a crosshair."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPen, QPolygonF

from fieldkit.ui import theme
from fieldkit.ui.sketch_map import ARROWS, SketchMap

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent

    from fieldkit.errors import Language

Degrees = tuple[float, float]
"""Latitude and longitude, rounded to the six decimals that an answer keeps."""
Drawn = Literal["point", "trace", "shape"]

_STEP, _SMALL_STEP = 24, 2  # pixels, at 100 % text, of an arrow; with Shift
_NEAR = 11  # pixels within which a corner is meant
_EDGE = 32  # pixels that stay around the crosshair
_CLOSE = 0.4  # kilometres around a place that one goes to
_CORNER = 6.0
_SOFT = 46  # of 255: how much of its colour the inside of an area has


class PlaceMap(SketchMap):
    """A point, a trace or a shape in the making.

    Enter puts a point where the crosshair stands, and again at the last one has done; Space lifts the
    nearest corner, which the arrows then carry; Backspace takes the last one back, Delete the one under the
    crosshair; Home goes to the factory. A click puts a point, a drag of a corner moves it.

    Attributes:
        points: the corners in their order; a shape closes itself.
        crosshair: where it stands.
        home: where the factory is, None if nobody knows.
        changed: signal when points came, moved or went.
        crossed: signal when the crosshair stands elsewhere.
        finished: signal when the person has done, ``left`` on Escape.
    """

    changed = Signal()
    crossed = Signal()
    finished = Signal()
    left = Signal()

    def __init__(self, language: Language, drawn: Drawn) -> None:
        super().__init__(language)
        self.drawn = drawn
        self.points: tuple[Degrees, ...] = ()
        self.crosshair: Degrees = self.plane.degrees(0, 0)
        self.home: Degrees | None = None
        self.wrong = False
        self._before: list[tuple[Degrees, ...]] = []
        self._lifted: int | None = None
        self._unlifted: tuple[Degrees, ...] = ()
        self._grabbed: int | None = None
        self.setCursor(Qt.CursorShape.CrossCursor)

    def show_points(self, points: tuple[Degrees, ...]) -> None:
        """Begin with these points."""
        self.points = points
        self.update()

    def stand_at(self, place: Degrees) -> None:
        """Put the crosshair there and keep it in sight."""
        self.crosshair = round(place[0], 6), round(place[1], 6)
        if not self.untouched:
            self._keep_in_sight()
        self.update()
        self.crossed.emit()

    def mark_wrong(self, wrong: bool) -> None:
        """Show the lines as what cannot be kept."""
        self.wrong = wrong
        self.update()

    def undo(self) -> None:
        """Take back the last change of the points."""
        self._lifted = None
        if self._before:
            self.points = self._before.pop()
            self._tell()

    # --- the points

    def _put(self) -> None:
        """Put a point where the crosshair stands."""
        self._become((self.crosshair,) if self.drawn == "point" else (*self.points, self.crosshair))

    def _become(self, points: tuple[Degrees, ...]) -> None:
        if points != self.points:
            self._before.append(self.points)
            self.points = points
            self._tell()

    def _carry(self, index: int, place: Degrees) -> None:
        """Move a corner, for now; it is one change when it is put down."""
        self.points = (*self.points[:index], place, *self.points[index + 1 :])
        self.update()

    def _put_down(self) -> None:
        index, self._lifted, self._grabbed = self._lifted, None, None
        moved = self.points
        if moved != self._unlifted:
            self.points = self._unlifted
            self._become(moved)
        elif index is not None:
            self.update()

    def _lift(self) -> None:
        """Lift the corner under the crosshair, or the nearest one in sight."""
        if self._lifted is not None:
            self._put_down()
            return
        here = self._screen(self.crosshair)
        far = [(_far(self._screen(point), here), index) for index, point in enumerate(self.points)]
        if far:
            self._lifted = min(far)[1]
            self._unlifted = self.points
            self.stand_at(self.points[self._lifted])

    def _enter(self) -> None:
        closes = self.drawn == "shape" and len(self.points) > 2 and self.crosshair == self.points[0]
        if self._lifted is not None:
            self._put_down()
        elif self.points and (self.crosshair == self.points[-1] or closes):
            self.finished.emit()
        else:
            self._put()

    def _take_last(self) -> None:
        self._drop()
        self._become(self.points[:-1])

    def _take_under(self) -> None:
        self._drop()
        index = self._corner_at(self._screen(self.crosshair))
        if index is not None:
            self._become((*self.points[:index], *self.points[index + 1 :]))

    def _drop(self) -> None:
        """Let a lifted corner go back to where it stood."""
        if self._lifted is not None:
            self.points, self._lifted = self._unlifted, None
            self.update()

    def _tell(self) -> None:
        self.update()
        self.changed.emit()

    # --- keys

    def event(self, event: QEvent) -> bool:
        # Ctrl+Z is for the points while one draws.
        if isinstance(event, QKeyEvent) and event.matches(QKeySequence.StandardKey.Undo):
            if event.type() == event.Type.KeyPress:
                self.undo()
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if control:
                self._put_down() if self._lifted is not None else None
                self.finished.emit()
            else:
                self._enter()
        elif key in ARROWS and not control:
            self._go(*ARROWS[key], fine=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif key == Qt.Key.Key_Escape:
            self._drop() if self._lifted is not None else self.left.emit()
        elif (work := _WORK.get(key)) is not None:
            work(self)
        elif not self.look_by(event):
            event.ignore()

    def _go(self, right: int, down: int, *, fine: bool) -> None:
        step = theme.current().px(_STEP) if not fine else _SMALL_STEP
        here = self._screen(self.crosshair)
        if not QRectF(self.rect()).contains(here):
            here = QRectF(self.rect()).center()
        place = self._degrees(here + QPointF(right * step, down * step))
        if self.untouched:
            # From now on the person leads: the map moves only to keep the crosshair in sight.
            self.look(self.sight)
        if self._lifted is not None:
            self._carry(self._lifted, place)
        self.stand_at(place)

    def go_home(self) -> None:
        """Go near to the factory; without its place, to the last point."""
        place = self.home or (self.points[-1] if self.points else None)
        if place is not None and self._lifted is None:
            east, north = self.plane.point(*place)
            self.start_at((east - _CLOSE, north - _CLOSE, east + _CLOSE, north + _CLOSE))
            self.look(self.sight)
            self.stand_at(place)

    def key_place(self) -> QPointF:
        here = self._screen(self.crosshair)
        return here if QRectF(self.rect()).contains(here) else super().key_place()

    def _keep_in_sight(self) -> None:
        here = self._screen(self.crosshair)
        edge = min(theme.current().px(_EDGE), self.width() / 3, self.height() / 3)
        room = QRectF(self.rect()).adjusted(edge, edge, -edge, -edge)
        right = min(max(here.x(), room.left()), room.right()) - here.x()
        down = min(max(here.y(), room.top()), room.bottom()) - here.y()
        if right or down:
            self.look(self.sight.moved(right, down))

    # --- pointer

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self._drop()
        self._grabbed = self._corner_at(event.position())
        self._unlifted = self.points

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grabbed is None:
            super().mouseMoveEvent(event)
        elif self.begins_drag(event):
            place = self._degrees(event.position())
            self._carry(self._grabbed, place)
            self.crosshair = place
            self.crossed.emit()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if self._grabbed is not None:
            self._put_down()

    def clicked_at(self, place: QPointF) -> None:
        """Put a point; a click on a corner goes there, on the first one of a shape it closes it."""
        if self._grabbed is None:
            self.stand_at(self._degrees(place))
            self._put()
        else:
            index, self._grabbed = self._grabbed, None
            self.stand_at(self.points[index])
            if self.drawn == "shape" and index == 0 and len(self.points) > 2:
                self.finished.emit()

    def _corner_at(self, place: QPointF) -> int | None:
        near = theme.current().px(_NEAR)
        far = [(_far(self._screen(point), place), index) for index, point in enumerate(self.points)]
        distance, index = min(far, default=(near + 1.0, 0))
        return index if distance <= near else None

    def _screen(self, place: Degrees) -> QPointF:
        return self.sight.screen(*self.plane.point(*place))

    def _degrees(self, place: QPointF) -> Degrees:
        latitude, longitude = self.plane.degrees(*self.sight.plane(place))
        latitude, longitude = min(max(latitude, -90.0), 90.0), min(max(longitude, -180.0), 180.0)
        return round(latitude, 6), round(longitude, 6)

    # --- painting

    def paint_over(self, painter: QPainter) -> None:
        now = theme.current()
        corners = [self._screen(point) for point in self.points]
        tone = "fail" if self.wrong else "accent"
        self._paint_lines(painter, corners, tone)
        for index, corner in enumerate(corners):
            self._paint_corner(painter, index, corner, tone)
        here, arm, gap = self._screen(self.crosshair), now.px(15), 4
        for colour, width in (("surface", 5.0), ("text", 2.0)):
            painter.setPen(QPen(now.colour(colour), width))
            for x, y in ARROWS.values():
                painter.drawLine(here + QPointF(x * gap, y * gap), here + QPointF(x * arm, y * arm))

    def _paint_lines(self, painter: QPainter, corners: list[QPointF], tone: str) -> None:
        if len(corners) < 2:
            return
        now = theme.current()
        line = QPolygonF(corners)
        if self.drawn == "shape" and len(corners) > 2:
            inside = QColor(now.colour(tone))
            inside.setAlpha(_SOFT)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(inside)
            painter.drawPolygon(line)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, width in (("surface", 5.5), (tone, 2.5)):
            painter.setPen(QPen(now.colour(colour), width))
            painter.drawPolyline(line)
        if self.drawn == "shape" and len(corners) > 2:
            # The side that closes it is not drawn by hand.
            painter.setPen(QPen(now.colour(tone), 2.5, Qt.PenStyle.DashLine))
            painter.drawLine(corners[-1], corners[0])

    def _paint_corner(self, painter: QPainter, index: int, corner: QPointF, tone: str) -> None:
        """Paint a corner: the first one a square, the last one full, a lifted one larger."""
        now = theme.current()
        lifted = index in (self._lifted, self._grabbed)
        radius = _CORNER * now.scale * (1.5 if lifted else 1.0)
        last = index == len(self.points) - 1
        painter.setPen(QPen(now.colour(tone), 2.5))
        painter.setBrush(now.colour(tone if last else "surface"))
        if index == 0 and self.drawn != "point":
            painter.drawRect(QRectF(corner.x() - radius, corner.y() - radius, 2 * radius, 2 * radius))
        else:
            painter.drawEllipse(corner, radius, radius)


def _far(one: QPointF, other: QPointF) -> float:
    between = one - other
    return float((between.x() ** 2 + between.y() ** 2) ** 0.5)


_WORK = {
    Qt.Key.Key_Space: PlaceMap._lift,
    Qt.Key.Key_Backspace: PlaceMap._take_last,
    Qt.Key.Key_Delete: PlaceMap._take_under,
    Qt.Key.Key_Home: PlaceMap.go_home,
}
