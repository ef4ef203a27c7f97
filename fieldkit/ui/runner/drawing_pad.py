"""A surface to draw on, empty or over a photo; lines are kept in shares of its size."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from fieldkit.model.inspections.layers import Stroke
from fieldkit.ui import theme
from fieldkit.ui.runner.attaching import png

EMPTY = QSize(1200, 800)
PEN = 0.006  # of the width of what is drawn on


class DrawingPad(QWidget):
    """Draw with pen or mouse; Delete clears, Backspace takes the last line back."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.strokes: list[Stroke] = []
        self._ground = QPixmap()
        self._colour = "text"
        self.setAccessibleName(name)
        self.setAccessibleDescription(
            self.tr("Draw with the pen or the mouse. Backspace takes the last line back.")
        )
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setCursor(Qt.CursorShape.CrossCursor)

    def show_ground(self, ground: QPixmap, strokes: list[Stroke]) -> None:
        """Show a photo (a null picture: an empty ground) with what is drawn over it."""
        self._ground = ground
        self.strokes = list(strokes)
        self.update()

    def use_colour(self, name: str) -> None:
        """Draw the next lines in the colour of that name."""
        self._colour = name

    def undo(self) -> None:
        """Take the last line back."""
        if self.strokes:
            self.strokes.pop()
            self.update()

    def png(self) -> bytes:
        """Return the drawing on white."""
        image = QImage(EMPTY, QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.white)
        painter = QPainter(image)
        paint_strokes(painter, QRectF(image.rect()), self.strokes, ink=QColor(Qt.GlobalColor.black))
        painter.end()
        return png(image)

    def frame(self) -> QRect:
        """Return where the ground stands inside the widget."""
        size = (EMPTY if self._ground.isNull() else self._ground.size()).scaled(
            self.size(), Qt.AspectRatioMode.KeepAspectRatio
        )
        return QRect(
            (self.width() - size.width()) // 2,
            (self.height() - size.height()) // 2,
            size.width(),
            size.height(),
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        frame = self.frame()
        painter.fillRect(frame, now.colour("surface"))
        if not self._ground.isNull():
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawPixmap(frame, self._ground)
        paint_strokes(painter, QRectF(frame), self.strokes, ink=now.colour("text"))
        focus = self.hasFocus()
        painter.setPen(
            QPen(now.colour("accent" if focus else "border_strong"), 3 if focus else now.tokens.edge)
        )
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(frame.adjusted(1, 1, -2, -2))
        painter.end()

    def _share(self, event: QMouseEvent) -> tuple[float, float]:
        frame, point = self.frame(), event.position()
        x, y = (point.x() - frame.left()) / frame.width(), (point.y() - frame.top()) / frame.height()
        return min(max(x, 0.0), 1.0), min(max(y, 0.0), 1.0)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.strokes.append(Stroke(self._colour, (self._share(event),)))
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.strokes and event.buttons() & Qt.MouseButton.LeftButton:
            last = self.strokes[-1]
            self.strokes[-1] = Stroke(last.colour, (*last.points, self._share(event)))
            self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            self.show_ground(self._ground, [])
        elif event.key() == Qt.Key.Key_Backspace:
            self.undo()
        else:
            super().keyPressEvent(event)


def paint_strokes(painter: QPainter, frame: QRectF, strokes: list[Stroke], *, ink: QColor) -> None:
    """Paint strokes over a picture that stands in ``frame``; ``ink`` is what black means here."""
    now = theme.current()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    width = max(1.5, PEN * frame.width())
    for stroke in strokes:
        colour = ink if stroke.colour == "text" else now.colour(stroke.colour)
        painter.setPen(
            QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
        )
        points = [
            QPointF(frame.left() + x * frame.width(), frame.top() + y * frame.height())
            for x, y in stroke.points
        ]
        painter.drawPolyline(QPolygonF(points)) if len(points) > 1 else painter.drawPoint(points[0])
