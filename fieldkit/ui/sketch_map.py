"""A sketch map of a province: districts with a value, points, names; looked at by wheel, hand and keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from fieldkit.model.coordinates import THAILAND
from fieldkit.model.plane import Plane
from fieldkit.ui import map_ground, theme
from fieldkit.ui.keys import pressed_digit
from fieldkit.ui.map_ground import BAR, PLAIN, Fill, Ground
from fieldkit.ui.map_points import Points
from fieldkit.ui.map_sight import Sight, fitted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fieldkit.errors import Language
    from fieldkit.model.sketch import Frame, Sketch
    from fieldkit.ui.map_points import MapPoint

STEP, NOTCH = 2.0, 1.5  # how many times as large a key, a notch of the wheel shows the map
ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
# The signs of the keys + and -, also where a Thai layout has letters on them.
_LARGER, _SMALLER = frozenset("+=ช"), frozenset("-_ข")
_PUSH = 60  # pixels, at 100 % text, that an arrow moves the map
_SLOP = 4  # pixels a hand may tremble before a press is a drag
_MARGIN = 28
_MOST_LISTED = 3


class SketchMap(QWidget):
    """Shows a Sketch; ``+`` ``-`` and the wheel zoom, arrows and a drag move, ``0`` shows all of it.

    Attributes:
        sketch: the province, None while there is none.
        looked: signal when another part is seen, or the same in another size.
    """

    looked = Signal()

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.language = language
        self.sketch: Sketch | None = None
        middle = (THAILAND.south + THAILAND.north) / 2, (THAILAND.west + THAILAND.east) / 2
        self.plane = Plane(float(middle[0]), float(middle[1]))
        self._fills: Mapping[str, Fill] = {}
        self._marks: Sequence[MapPoint] = ()
        self._points = Points()
        self._picture: tuple[object, QPixmap] | None = None
        self._sight: Sight | None = None
        self._start: Frame | None = None
        self._pressed: QPointF | None = None
        self._dragged = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(theme.current().px(240), theme.current().px(140))
        self._shown_anew()

    # --- what it shows

    def set_districts(self, sketch: Sketch | None, fills: Mapping[str, Fill] | None = None) -> None:
        """Show a province; ``fills`` by the four-digit code of a district, the others are plain.

        A part that somebody looks at stays in sight.
        """
        self.sketch, self._fills = sketch, fills or {}
        if sketch is not None and sketch.plane != self.plane:
            self.change_plane(sketch.plane)
        self._shown_anew()

    def change_plane(self, plane: Plane) -> None:
        """Take another plane; what is in sight stays there."""
        if self._sight is not None:
            middle = self.plane.degrees(self._sight.east, self._sight.north)
            self._sight = self._sight.at(*plane.point(*middle))
        self.plane = plane
        self.set_points(self._marks)

    def set_points(self, points: Sequence[MapPoint]) -> None:
        """Show points; where many stand together, their number."""
        self._marks = points
        self._points = Points([(*self.plane.point(p.latitude, p.longitude), p) for p in points])
        self._shown_anew()

    def summary(self) -> str:
        """Return what the map shows, for who cannot see it."""
        parts = [self.tr("Sketch: approximate outlines")]
        if self.sketch is not None:
            for district in self.sketch.districts:
                words = self._fills.get(district.code, PLAIN).words
                name = district.name.pick(self.language)
                parts.append(f"{name} {words}" if words else name)
            if self.sketch.unplaced:
                parts.append(self._unplaced(len(self.sketch.unplaced)))
        parts += [point.name for point in self._marks[:_MOST_LISTED] if point.name]
        parts.append(self.tr("Points: {0}").format(len(self._marks)))
        return " · ".join(parts)

    def _unplaced(self, most: int) -> str:
        """Name the districts that cannot be drawn; ``""`` when there are none."""
        names = [name.pick(self.language) for name in self.sketch.unplaced] if self.sketch is not None else []
        if not names:
            return ""
        listed = ", ".join(names[:most])
        if len(names) > most:
            listed = self.tr("{0} and {1} more").format(listed, len(names) - most)
        return self.tr("Not drawn, no coordinates: {0}").format(listed)

    def _shown_anew(self) -> None:
        self._picture = None
        name = self.sketch.name.pick(self.language) if self.sketch is not None else ""
        self.setAccessibleName(self.tr("Sketch map of {0}").format(name) if name else self.tr("Sketch map"))
        self.setAccessibleDescription(self.summary())
        self.setToolTip(self._unplaced(1000))
        self.update()

    # --- what part of it is seen

    @property
    def sight(self) -> Sight:
        """What part is seen; all of it, or where one starts, until somebody looks elsewhere."""
        if self._sight is None:
            return fitted(self._start or self._whole(), QSizeF(self.size()), theme.current().px(_MARGIN))
        return self._sight

    @property
    def untouched(self) -> bool:
        """Whether nobody has looked elsewhere than where one starts."""
        return self._sight is None

    def start_at(self, frame: Frame) -> None:
        """Show a part of the plane, whatever size the map gets, until somebody looks elsewhere."""
        self._sight, self._start = None, frame
        self.update()
        self.looked.emit()

    def look(self, sight: Sight | None) -> None:
        """Show another part; None for all of it, whatever size the map gets."""
        self._sight, self._start = sight, None
        self.update()
        self.looked.emit()

    def zoom(self, factor: float, about: QPointF) -> None:
        """Show it ``factor`` times as large; what stands at ``about`` stays there."""
        self.look(self.sight.zoomed(factor, about))

    def key_place(self) -> QPointF:
        """Return the place of the screen that keys zoom about."""
        return QRectF(self.rect()).center()

    def _whole(self) -> Frame:
        if self.sketch is not None:
            return self.sketch.frame
        west, south = self.plane.point(float(THAILAND.south), float(THAILAND.west))
        east, north = self.plane.point(float(THAILAND.north), float(THAILAND.east))
        return west, south, east, north

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._sight is not None:
            now = self._sight
            self._sight = Sight(now.east, now.north, now.scale, QSizeF(self.size()))

    # --- keys and pointer

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.look_by(event) and not self.push_by(event):
            super().keyPressEvent(event)

    def look_by(self, event: QKeyEvent) -> bool:
        """Zoom by a key; False when it is no key for that."""
        if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            return False
        if event.text() in _LARGER:
            self.zoom(STEP, self.key_place())
        elif event.text() in _SMALLER:
            self.zoom(1 / STEP, self.key_place())
        elif pressed_digit(event) == 0:
            self.look(None)
        else:
            return False
        return True

    def push_by(self, event: QKeyEvent) -> bool:
        """Move the map by an arrow; False for another key."""
        arrow = ARROWS.get(Qt.Key(event.key()))
        if arrow is None:
            return False
        push = theme.current().px(_PUSH)
        self.look(self.sight.moved(-arrow[0] * push, -arrow[1] * push))
        return True

    def wheelEvent(self, event: QWheelEvent) -> None:
        notches = event.angleDelta().y() / 120
        if notches:
            self.zoom(NOTCH**notches, event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed, self._dragged = event.position(), False

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Take the second press for no press of its own."""

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        before = self._pressed
        if before is not None and self.begins_drag(event):
            by = event.position() - before
            self._pressed = event.position()
            self.look(self.sight.moved(by.x(), by.y()))

    def begins_drag(self, event: QMouseEvent) -> bool:
        """Tell whether the pressed pointer has been drawn further than a hand trembles."""
        if self._pressed is None or not event.buttons() & Qt.MouseButton.LeftButton:
            return False
        far = (event.position() - self._pressed).manhattanLength() > _SLOP
        self._dragged = self._dragged or far
        return self._dragged

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._pressed = self._pressed, None
        if pressed is not None and not self._dragged:
            self.clicked_at(event.position())

    def clicked_at(self, place: QPointF) -> None:
        """Do what a click means; nothing here."""

    # --- painting

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        # As many pixels as the paper has, also where the window is drawn into a picture.
        ratio = painter.deviceTransform().m11()
        key = (self.sight, now, ratio)
        if self._picture is None or self._picture[0] != key:
            self._picture = key, self._draw(ratio)
        painter.drawPixmap(0, 0, self._picture[1])
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint_over(painter)
        width = now.tokens.ring if self.hasFocus() else now.tokens.edge
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(now.colour("accent" if self.hasFocus() else "border"), width))
        edge = width / 2
        painter.drawRect(QRectF(self.rect()).adjusted(edge, edge, -edge, -edge))
        painter.end()

    def paint_over(self, painter: QPainter) -> None:
        """Paint what changes more often than the map; nothing here."""

    def _draw(self, ratio: float) -> QPixmap:
        picture = QPixmap((QSizeF(self.size()) * ratio).toSize())
        picture.setDevicePixelRatio(ratio)
        notes = [self.tr("Sketch: approximate outlines"), self._unplaced(_MOST_LISTED)]
        ground = Ground(self.sketch, self._fills, self._points, [note for note in notes if note])
        painter = QPainter(picture)
        map_ground.paint(painter, self.sight, ground, self.language, self._bar_words())
        painter.end()
        return picture

    def _bar_words(self) -> str:
        length = self.sight.bar(theme.current().px(BAR))
        if length >= 1:
            return self.tr("{0} km").format(f"{length:g}")
        return self.tr("{0} m").format(f"{length * 1000:g}")
