"""The chip that always says whether the work has reached the centre."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from fieldkit.ui import icons, theme

if TYPE_CHECKING:
    from fieldkit.ui.theme import Tone

HEIGHT = 36


@dataclass(frozen=True, slots=True)
class SyncStatus:
    """How far this laptop is with the centre.

    Attributes:
        enrolled: whether the laptop knows a centre.
        waiting: changes and attachments that the centre has not got yet.
        sent_at: local time of the last complete exchange, "HH:MM", "" if never.
        conflicts: values on which a person must decide.
        kept: changes and attachments that a person holds back here.
        online: False after an exchange that did not reach the centre.
        login: whether that was because the network wants a login first.
    """

    enrolled: bool = False
    waiting: int = 0
    sent_at: str = ""
    conflicts: int = 0
    online: bool = True
    login: bool = False
    kept: int = 0


class StatusChip(QAbstractButton):
    """A cloud and a few words in amber, green or grey; pressing it opens the sync page."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        # In a narrow window with large text the words are cut off, rather than the page's title.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._icon = "cloud"
        self._tone: Tone = "neutral"
        self.show_status(SyncStatus())

    def show_status(self, status: SyncStatus) -> None:
        """Say ``status`` in words and colour."""
        self._icon, self._tone, words = self._words(status)
        self.setText(words)
        self.setAccessibleName(words)
        open_page = self.tr("Open the sync page")
        self.setToolTip(f"{words}\n{open_page}")
        self.updateGeometry()
        self.update()

    def _words(self, status: SyncStatus) -> tuple[str, Tone, str]:
        waiting = self.tr("%n waiting to be sent", "", status.waiting).replace(
            str(status.waiting), f"{status.waiting:,}"
        )
        if status.conflicts:
            return "git-merge", "warn", self.tr("%n to decide", "", status.conflicts)
        if not status.enrolled:
            words = self.tr("Not joined to a centre")
            return "cloud", "neutral", f"{words} · {waiting}" if status.waiting else words
        if not status.online:
            words = self.tr("Log in to the network") if status.login else self.tr("Offline")
            return "cloud-off", "warn", f"{words} · {waiting}" if status.waiting else words
        if status.waiting:
            return "cloud-upload", "warn", waiting
        if status.kept:
            return "cloud-upload", "neutral", self.tr("%n held back here", "", status.kept)
        if status.sent_at:
            return "cloud-check", "ok", self.tr("All sent {time}").format(time=status.sent_at)
        return "cloud", "neutral", self.tr("Nothing to send")

    def sizeHint(self) -> QSize:
        now = theme.current()
        words = QFontMetrics(now.font("body")).horizontalAdvance(self.text())
        return QSize(words + now.px(18) + 34, now.px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.current().px(HEIGHT), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ring = self.hasFocus() or self.underMouse() or now.tokens.edge > 1
        width = now.tokens.ring if self.hasFocus() else 2
        painter.setPen(QPen(now.colour(self._tone), width) if ring else Qt.PenStyle.NoPen)
        painter.setBrush(now.colour(f"{self._tone}_soft"))
        inset = width / 2
        shape = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(shape, shape.height() / 2, shape.height() / 2)
        edge = now.px(18)
        place = self.rect().adjusted(12, (self.height() - edge) // 2, 0, 0)
        place.setSize(QSize(edge, edge))
        icons.paint(painter, place, self._icon, self._tone)
        painter.setPen(now.colour(self._tone))
        painter.setFont(now.font("body"))
        words = self.rect().adjusted(12 + edge + 6, 0, -8, 0)
        shown = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, shown)
        painter.end()
