"""Outline icons (Lucide), coloured from the theme at the moment they are painted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

from fieldkit.ui import theme
from fieldkit.ui.icon_files import source, svg

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


def pixmap(name: str, token: str, size: int, ratio: float = 1.0) -> QPixmap:
    """Return icon ``name`` as a square of ``size`` logical pixels in the colour of ``token``."""
    colour = str(getattr(theme.current().tokens, token))
    key = f"fieldkit/{name}/{colour}/{size}/{ratio}"
    picture = QPixmap()
    if QPixmapCache.find(key, picture):
        return picture
    edge = max(1, round(size * ratio))
    picture = QPixmap(edge, edge)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(QByteArray(svg(name, colour))).render(painter, QRectF(0, 0, edge, edge))
    painter.end()
    picture.setDevicePixelRatio(ratio)
    QPixmapCache.insert(key, picture)
    return picture


def paint(painter: QPainter, rect: QRect, name: str, token: str) -> None:
    """Paint icon ``name`` in the middle of ``rect``, as large as its shorter side."""
    size = min(rect.width(), rect.height())
    picture = pixmap(name, token, size, painter.device().devicePixelRatioF())
    left = rect.x() + (rect.width() - size) // 2
    painter.drawPixmap(QPoint(left, rect.y() + (rect.height() - size) // 2), picture)


class _Engine(QIconEngine):
    """Paints from the tokens in force, so that a change of theme needs no new icons."""

    def __init__(self, name: str, token: str, chosen: str) -> None:
        super().__init__()
        self._name = name
        self._token = token
        self._chosen = chosen

    def _token_for(self, mode: QIcon.Mode, state: QIcon.State) -> str:
        if mode == QIcon.Mode.Disabled:
            return "text_3"
        return self._chosen if state == QIcon.State.On else self._token

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        paint(painter, rect, self._name, self._token_for(mode, state))

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        edge = round(min(size.width(), size.height()) / scale)
        picture = pixmap(self._name, self._token_for(mode, state), edge, scale)
        if size.width() <= size.height():
            return picture
        # A wider size asks for air between the icon and the word that follows.
        wide = QPixmap(size)
        wide.setDevicePixelRatio(scale)
        wide.fill(Qt.GlobalColor.transparent)
        painter = QPainter(wide)
        painter.drawPixmap(QPoint(0, 0), picture)
        painter.end()
        return wide

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def clone(self) -> QIconEngine:
        return _Engine(self._name, self._token, self._chosen)


def icon(name: str, token: str = "text_2", chosen: str = "accent") -> QIcon:
    """Return icon ``name``: colour ``token``, ``chosen`` while checked, quiet while disabled."""
    source(name)
    return QIcon(_Engine(name, token, chosen))


def paint_in(widget: QWidget, name: str, token: str, rect: QRect | None = None) -> None:
    """Paint icon ``name`` over ``widget`` from within its paint event."""
    painter = QPainter(widget)
    paint(painter, rect or widget.rect(), name, token)
    painter.end()
