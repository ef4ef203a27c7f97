"""A field to sign in with pen or mouse; strokes are kept as lines and given out as a PNG."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QImageWriter,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from fieldkit.ui import theme

SIZE = QSize(300, 96)
SCALE = 3  # the PNG has three times the resolution of the field
PEN = 2.2


class SignaturePad(QWidget):
    """Sign with pen or mouse; Delete clears.

    Attributes:
        signed: signal whenever there is a signature or none any more.
    """

    signed = Signal(bool)

    def __init__(self, name: str) -> None:
        super().__init__()
        self._strokes: list[list[QPointF]] = []
        self._missing = False
        self.setAccessibleName(name)
        self.setAccessibleDescription(self.tr("Sign with the pen or the mouse. Delete clears."))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(theme.current().px(SIZE.height()))
        self.setCursor(Qt.CursorShape.CrossCursor)

    def sizeHint(self) -> QSize:
        return QSize(theme.current().px(SIZE.width()), theme.current().px(SIZE.height()))

    def is_signed(self) -> bool:
        """Whether something longer than a stray touch was drawn."""
        return sum(len(stroke) for stroke in self._strokes) >= 8

    def clear(self) -> None:
        """Take the signature away."""
        self._strokes.clear()
        self.signed.emit(False)
        self.update()

    def show_missing(self) -> None:
        """Mark the field until it is signed."""
        self._missing = True
        self.update()

    def png(self) -> bytes | None:
        """Return the signature black on white, None when there is none."""
        if not self.is_signed():
            return None
        image = QImage(self.size() * SCALE, QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.white)
        painter = QPainter(image)
        painter.scale(SCALE, SCALE)
        self._paint_strokes(painter, QColor(Qt.GlobalColor.black))
        painter.end()
        data = QByteArray()
        buffer = QBuffer(data)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        QImageWriter(buffer, b"png").write(image)
        return bytes(data.data())

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        missing = self._missing and not self._strokes
        width = now.tokens.ring if self.hasFocus() or missing else now.tokens.edge
        edge = "fail" if missing else "accent" if self.hasFocus() else "border_strong"
        painter.setPen(QPen(now.colour(edge), width))
        painter.setBrush(now.colour("surface" if self.isEnabled() else "subtle"))
        inset = max(1.0, width / 2)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), 7, 7)
        base = self.height() - now.px(24)
        painter.setPen(QPen(now.colour("border"), 1, Qt.PenStyle.DashLine))
        painter.drawLine(16, base, self.width() - 16, base)
        if not self._strokes:
            painter.setPen(now.colour("text_3"))
            painter.setFont(now.font("caption"))
            painter.drawText(
                self.rect().adjusted(16, 0, -16, -4), Qt.AlignmentFlag.AlignBottom, self.tr("Sign here")
            )
        self._paint_strokes(painter, now.colour("text"))
        painter.end()

    def _paint_strokes(self, painter: QPainter, colour: QColor) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(
            QPen(colour, PEN, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
        )
        for stroke in self._strokes:
            path = QPainterPath(stroke[0])
            for point in stroke[1:]:
                path.lineTo(point)
            painter.drawPath(path)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._strokes.append([event.position()])
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._strokes and event.buttons() & Qt.MouseButton.LeftButton:
            self._strokes[-1].append(event.position())
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.signed.emit(self.is_signed())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self._strokes:
            self.clear()
        else:
            super().keyPressEvent(event)
