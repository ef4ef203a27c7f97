"""A picture of the window together with every text that was painted into it, and where."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, cast

from PIL import Image
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, QRectF, QSize
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPaintDevice, QPaintEngine, QPalette, QPixmap
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEngineState, QTextItem

Colour = tuple[int, int, int]
_METRIC = QPaintDevice.PaintDeviceMetric


@dataclass(frozen=True)
class Text:
    """One run of text as it was painted.

    Attributes:
        words: the letters.
        colour: of the pen.
        font: the font.
        ink: what the letters cover, in the coordinates of the window.
        core: the band of the small letters, where another text may not be.
        room: the part of the window in which painting showed.
        widget: who painted it.
    """

    words: str
    colour: QColor
    font: QFont
    ink: QRectF
    core: QRectF
    room: QRectF
    widget: QWidget

    def __str__(self) -> str:
        return f"“{self.words}” in {type(self.widget).__name__}"


@dataclass(frozen=True)
class Drawing:
    """What a window looks like now: its picture and its texts."""

    window: QWidget
    picture: Image.Image
    ratio: float
    texts: tuple[Text, ...]

    @cached_property
    def seen(self) -> tuple[Text, ...]:
        """The texts that nothing lies over."""
        return tuple(text for text in self.texts if not _below_choice(text) and _on_top(self.window, text))

    def pixels(self, area: QRectF) -> Counter[Colour]:
        """Return how often each colour stands in ``area`` (logical pixels)."""
        box = [round(edge * self.ratio) for edge in (area.left(), area.top(), area.right(), area.bottom())]
        left, top = max(0, box[0]), max(0, box[1])
        right, bottom = min(self.picture.width, box[2]), min(self.picture.height, box[3])
        if left >= right or top >= bottom:
            return Counter()
        return Counter(dict(colours_of(self.picture.crop((left, top, right, bottom)))))


def _below_choice(text: Text) -> bool:
    """Whether a field painted the text once more over it, as chosen."""
    field = text.widget
    chosen = QPalette.ColorRole.HighlightedText
    return (
        isinstance(field, QLineEdit)
        and field.hasSelectedText()
        and text.colour != field.palette().color(chosen)
    )


def colours_of(picture: Image.Image) -> list[tuple[Colour, int]]:
    """Return each colour of a picture with the number of its pixels."""
    found = cast("list[tuple[int, Colour]]", picture.getcolors(picture.width * picture.height) or [])
    return [(colour, count) for count, colour in found]


def pixels(picture: Image.Image) -> list[Colour]:
    """Return the pixels of a picture, line by line."""
    data = picture.tobytes()
    return list(zip(data[0::3], data[1::3], data[2::3], strict=True))


def draw(window: QWidget, ratio: float = 1.0) -> Drawing:
    """Draw ``window`` with everything in it."""
    return Drawing(window, picture_of(window, ratio), ratio, texts_of(window))


def picture_of(widget: QWidget, ratio: float = 1.0) -> Image.Image:
    """Return what ``widget`` looks like, with ``ratio`` device pixels to a logical one."""
    pixmap = QPixmap(QSize(widget.width(), widget.height()) * ratio)
    pixmap.setDevicePixelRatio(ratio)
    widget.render(pixmap)
    image = pixmap.toImage().convertToFormat(QImage.Format.Format_RGBX8888)
    flat = Image.frombytes("RGBX", (image.width(), image.height()), bytes(image.constBits()))
    return flat.convert("RGB")


def texts_of(window: QWidget) -> tuple[Text, ...]:
    """Return every text that painting ``window`` puts on the screen, in the order of painting."""
    listener = _Listener()
    application = QApplication.instance()
    assert application is not None
    application.installEventFilter(listener)
    device = _Device(window, listener)
    try:
        window.render(device)
    finally:
        application.removeEventFilter(listener)
    return tuple(device.engine.texts)


def _on_top(window: QWidget, text: Text) -> bool:
    """Whether the places of a text belong to who painted it, or to something inside of that."""
    shown, own = text.core.intersected(text.room), text.widget
    places = (
        shown.center(),
        QPointF(shown.left() + 1, shown.center().y()),
        QPointF(shown.right() - 1, shown.center().y()),
    )
    found = [window.childAt(place.toPoint()) for place in places]
    return all(top is None or top is own or own.isAncestorOf(top) or top.isAncestorOf(own) for top in found)


class _Listener(QObject):
    """Knows which widget is painting."""

    painting: QWidget

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and isinstance(watched, QWidget):
            self.painting = watched
        return False


class _Device(QPaintDevice):
    """A paper on which only texts leave a trace."""

    def __init__(self, window: QWidget, listener: _Listener) -> None:
        super().__init__()
        self.engine = _Engine(window, listener)
        self._numbers = {
            _METRIC.PdmWidth: window.width(),
            _METRIC.PdmHeight: window.height(),
            _METRIC.PdmDpiX: window.logicalDpiX(),
            _METRIC.PdmDpiY: window.logicalDpiY(),
            _METRIC.PdmPhysicalDpiX: window.logicalDpiX(),
            _METRIC.PdmPhysicalDpiY: window.logicalDpiY(),
            _METRIC.PdmDepth: 32,
            _METRIC.PdmDevicePixelRatio: 1,
            _METRIC.PdmDevicePixelRatioScaled: int(QPaintDevice.devicePixelRatioFScale()),
        }

    def paintEngine(self) -> QPaintEngine:
        return self.engine

    def metric(self, metric: QPaintDevice.PaintDeviceMetric) -> int:
        return self._numbers.get(metric, 0)


class _Engine(QPaintEngine):
    """Takes everything that is painted and keeps the texts."""

    def __init__(self, window: QWidget, listener: _Listener) -> None:
        super().__init__(QPaintEngine.PaintEngineFeature.AllFeatures)
        self._window = window
        self._listener = listener
        self.texts: list[Text] = []

    def drawTextItem(self, place: QPointF, item: QTextItem) -> None:  # type: ignore[override]
        painter = self.painter()
        colour = painter.pen().color()
        if not item.text().strip(" \u200b") or not colour.alpha():
            return
        widget = self._listener.painting
        here = QPointF(widget.mapTo(self._window, QPoint(0, 0)))
        room = QRectF(self.systemClip().boundingRect())
        if painter.hasClipping():
            room = room.intersected(painter.transform().mapRect(painter.clipBoundingRect()).translated(here))
        base = painter.transform().map(place) + here
        ink = QFontMetricsF(item.font()).tightBoundingRect(item.text()).translated(base)
        core = QRectF(base.x(), base.y() - item.ascent() * 0.5, item.width(), item.ascent() * 0.5)
        self.texts.append(Text(item.text(), QColor(colour), QFont(item.font()), ink, core, room, widget))

    def begin(self, device: QPaintDevice) -> bool:
        return True

    def end(self) -> bool:
        return True

    def type(self) -> QPaintEngine.Type:
        return QPaintEngine.Type.User

    def updateState(self, state: QPaintEngineState) -> None:
        """A painter is asked when a text comes."""

    def _pass(self, *_what: object) -> None:
        """Anything but a text."""

    drawEllipse = drawImage = drawLines = drawPath = drawPixmap = _pass  # type: ignore[assignment] # noqa: N815
    drawPoints = drawPolygon = drawRects = drawTiledPixmap = _pass  # noqa: N815


def place_of(widget: QWidget, window: QWidget) -> QRect:
    """Return the rectangle of ``widget`` in the coordinates of ``window``."""
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())
