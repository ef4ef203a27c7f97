"""Shows the frames of a camera or a film, as large as there is room."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from fieldkit.ui import icons, theme

LEAST = QSize(240, 150)


class PictureView(QWidget):
    """The newest frame in the middle; an icon before the first one."""

    def __init__(self, icon: str, name: str) -> None:
        """``name`` is what a screen reader calls it."""
        super().__init__()
        self._icon = icon
        self._frame = QImage()
        self.setAccessibleName(name)
        self.setMinimumSize(LEAST)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_frame(self, frame: QImage) -> None:
        """Show ``frame``; an empty one shows the icon again."""
        self._frame = frame
        self.update()

    def frame(self) -> QImage:
        """Return what is shown."""
        return self._frame

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), now.colour("neutral_soft"))
        if self._frame.isNull():
            side = now.px(40)
            corner = self.rect().center()
            icons.paint(
                painter,
                QRect(corner.x() - side // 2, corner.y() - side // 2, side, side),
                self._icon,
                "text_3",
            )
        else:
            size = self._frame.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
            left, top = (self.width() - size.width()) // 2, (self.height() - size.height()) // 2
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(QRect(left, top, size.width(), size.height()), self._frame)
        painter.end()
