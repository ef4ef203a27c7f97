"""Words on a page in a step of the type scale, lines between them, icons beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from fieldkit.ui import icons, theme

if TYPE_CHECKING:
    from fieldkit.ui.theme import Tone

LabelRole = Literal["caption", "body", "quiet", "strong", "title", "page", "figure"]


def restyle(widget: QWidget, **properties: object) -> None:
    """Set dynamic properties that the style sheet asks for and let it look again."""
    for name, value in properties.items():
        widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def label(text: str, role: LabelRole = "body", *, tone: Tone | None = None) -> QLabel:
    """Return a label of one line, plain text."""
    result = QLabel(text)
    result.setTextFormat(Qt.TextFormat.PlainText)
    result.setProperty("role", role)
    if tone is not None:
        result.setProperty("tone", tone)
    return result


def hairline() -> QFrame:
    """Return a horizontal line between two parts of a card."""
    line = QFrame()
    line.setProperty("line", True)
    line.setFixedHeight(1)
    return line


class IconLabel(QWidget):
    """An icon of ``size`` pixels in the colour of ``token``; says nothing to a screen reader."""

    def __init__(self, icon: str, token: str = "text_2", *, size: int = 20) -> None:
        super().__init__()
        self._icon = icon
        self._token = token
        self._size = size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_icon(self, icon: str, token: str) -> None:
        """Change the icon and its colour."""
        self._icon, self._token = icon, token
        self.update()

    def sizeHint(self) -> QSize:
        edge = theme.current().px(self._size)
        return QSize(edge, edge)

    def paintEvent(self, event: QPaintEvent) -> None:
        icons.paint_in(self, self._icon, self._token)
