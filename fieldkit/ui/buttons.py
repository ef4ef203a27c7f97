"""Buttons of the window: primary (one a page), normal, quiet, icon only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLineEdit, QPushButton

from fieldkit.ui import icons, theme

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

ButtonKind = Literal["normal", "primary", "quiet", "danger"]
AIR = 4  # pixels between icon and word, besides the style's own
_ICON_COLOURS = {"primary": "on_accent", "danger": "fail"}


class Button(QPushButton):
    """A button with a word and perhaps an icon; the word starts with a verb."""

    def __init__(
        self, text: str, icon: str = "", *, kind: ButtonKind = "normal", parent: QWidget | None = None
    ) -> None:
        super().__init__(text, parent)
        self.setProperty("kind", kind)
        self.setAutoDefault(False)
        if icon:
            colour = _ICON_COLOURS.get(kind, "text_2")
            self.setIcon(icons.icon(icon, colour, colour))
            edge = theme.current().px(16)
            self.setIconSize(QSize(edge + AIR, edge))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus() and self.property("kind") == "primary":
            # Another edge would hardly differ from the fill; a light line inside of it does.
            now = theme.current()
            inset = now.tokens.ring + now.tokens.edge
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(now.colour("on_accent"), now.tokens.ring))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), 5, 5)
            painter.end()


class IconButton(QPushButton):
    """A button without a word; ``name`` is its tooltip and what a screen reader says."""

    def __init__(self, icon: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "icon")
        self.setAutoDefault(False)
        edge = theme.current().px(20)
        self.setIconSize(QSize(edge, edge))
        self.show_icon(icon)
        self.set_name(name)

    def show_icon(self, icon: str) -> None:
        """Change the icon."""
        self.setIcon(icons.icon(icon))

    def set_name(self, name: str) -> None:
        """Change the tooltip and the accessible name."""
        self.setToolTip(name)
        self.setAccessibleName(name)


class EdgeButton(IconButton):
    """A button at the right end of ``field``, as high as the field: Qt's own is too small for a glove.

    It is for the hand; the field has a key for the same.
    """

    def __init__(self, icon: str, name: str, field: QLineEdit) -> None:
        super().__init__(icon, name, field)
        self._field = field
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        field.installEventFilter(self)
        self._place()

    def setVisible(self, visible: bool) -> None:
        super().setVisible(visible)
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.StyleChange):
            self._place()
        return False

    def _place(self) -> None:
        edge = self._field.height()
        self.setGeometry(self._field.width() - edge, 0, edge, edge)
        self._field.setTextMargins(0, 0, 0 if self.isHidden() else edge - AIR * 2, 0)
