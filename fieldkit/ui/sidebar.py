"""The sidebar: where one is and where one may go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QSizePolicy, QVBoxLayout, QWidget

from fieldkit.ui import icons, theme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldkit.ui.pages import PageEntry

WIDTH, RAIL = 212, 64
ITEM_HEIGHT = 40


class SidebarItem(QAbstractButton):
    """An icon and a word; on the rail only the icon, with the word as tooltip."""

    def __init__(self, entry: PageEntry, keys: str) -> None:
        super().__init__()
        self.key = entry.key
        self._icon = entry.icon
        self._keys = keys
        self.folded = False
        self.setText(entry.words())
        self.setAccessibleName(entry.words())
        self.setAccessibleDescription(keys)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.fold(False)

    def fold(self, folded: bool) -> None:
        """Show the icon alone, or icon and word."""
        self.folded = folded
        self.setToolTip(f"{self.text()} ({self._keys})" if self._keys else self.text())
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(ITEM_HEIGHT, theme.current().px(ITEM_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen, lit = self.isChecked(), self.underMouse()
        if chosen or lit or self.isDown():
            ground = "accent_soft" if chosen else "border" if self.isDown() else "hover"
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(now.colour(ground))
            painter.drawRoundedRect(QRectF(self.rect()), 7, 7)
        if self.hasFocus():
            painter.setPen(QPen(now.colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 7, 7)
        token = "accent" if chosen else "text_2"
        edge = now.px(20)
        left = (self.width() - edge) // 2 if self.folded else 12
        icons.paint(painter, QRect(left, (self.height() - edge) // 2, edge, edge), self._icon, token)
        if not self.folded:
            painter.setPen(now.colour(token))
            painter.setFont(now.font("strong" if chosen else "body"))
            words = self.rect().adjusted(left + edge + 11, 0, -8, 0)
            text = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, words.width())
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, text)
        painter.end()


class Brand(QWidget):
    """The shield with the name of the program; on the rail the shield alone."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.folded = False
        self._line = self.tr("Factory inspection")
        self.setAccessibleName("fieldkit")
        self.setAccessibleDescription(self._line)

    def fold(self, folded: bool) -> None:
        """Show the shield alone, or with the words."""
        self.folded = folded
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(RAIL, theme.current().px(56 if self.folded else 68))

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        edge = now.px(28)
        left = (self.width() - edge) // 2 if self.folded else 18
        top = (self.height() - edge) // 2 + now.px(4)
        icons.paint(painter, QRect(left, top, edge, edge), "shield-check", "accent")
        if not self.folded:
            area = self.rect().adjusted(left + edge + 5, top - now.px(8), -6, 0)
            area.setHeight(now.px(24))
            painter.setPen(now.colour("text"))
            painter.setFont(now.font("title"))
            painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, "fieldkit")
            area.translate(0, now.px(22))
            painter.setPen(now.colour("text_3"))
            painter.setFont(now.font("caption"))
            words = painter.fontMetrics().elidedText(self._line, Qt.TextElideMode.ElideRight, area.width())
            painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, words)
        painter.end()


class Sidebar(QFrame):
    """The items of the pages; Ctrl+1… open them (the window owns the shortcuts).

    Attributes:
        chosen: signal with the key of the page that a person wants.
    """

    chosen = Signal(str)

    def __init__(self, entries: Sequence[PageEntry]) -> None:
        super().__init__()
        self.setObjectName("sidebar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.tr("Pages"))
        self._brand = Brand()
        self._items: dict[str, SidebarItem] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 1, 14)
        column.setSpacing(4)
        column.addWidget(self._brand)
        self._lists = QVBoxLayout()
        self._lists.setSpacing(4)
        column.addLayout(self._lists, 1)
        numbered = [entry for entry in entries if entry.numbered]
        for number, entry in enumerate(numbered, 1):
            self._add(entry, f"Ctrl+{number}")
        self._lists.addStretch(1)
        for entry in entries:
            if entry.foot:
                self._add(entry, "")
        self.fold(False)

    def _add(self, entry: PageEntry, keys: str) -> None:
        item = SidebarItem(entry, keys)
        item.clicked.connect(lambda _checked=False, key=entry.key: self._press(key))
        self._items[entry.key] = item
        self._lists.addWidget(item)

    def _press(self, key: str) -> None:
        self.show_chosen(key)
        self.chosen.emit(key)

    def show_chosen(self, key: str) -> None:
        """Mark the item of the open page."""
        for item in self._items.values():
            item.setChecked(item.key == key)

    def fold(self, folded: bool) -> None:
        """Fold to the rail of icons, or unfold."""
        self._brand.fold(folded)
        self._lists.setContentsMargins(12, 6, 11, 0)
        for item in self._items.values():
            item.fold(folded)
        now = theme.current()
        self.setFixedWidth(RAIL + now.px(20) - 20 if folded else now.px(WIDTH))
