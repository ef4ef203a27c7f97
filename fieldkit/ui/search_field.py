"""A field that searches a moment after the last key."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from fieldkit.ui import icons, theme
from fieldkit.ui.buttons import EdgeButton

PAUSE_MS = 180
LENS, EDGES = 20, 30  # the lens grows with the text; the edges of the field and the air in it do not


class SearchField(QLineEdit):
    """A line edit with a lens; Esc clears, Down leaves for the list.

    Attributes:
        searched: signal with the trimmed text, 180 ms after the last key or at once on Enter.
        left_down: signal when a person presses Down to go to the list.
    """

    searched = Signal(str)
    left_down = Signal()

    def __init__(self, placeholder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self.setProperty("ownPlaceholder", True)
        lens = self.addAction(icons.icon("search", "text_3"), QLineEdit.ActionPosition.LeadingPosition)
        # Qt makes a button of it, which a screen reader would meet without a name.
        lens.setText(placeholder)
        self._clear = EdgeButton("x", self.tr("Clear search"), self)
        self._clear.clicked.connect(self.clear)
        self._clear.hide()
        self._sent = ""
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._send)
        self.textChanged.connect(self._changed)
        self.returnPressed.connect(self._send)

    def minimumSizeHint(self) -> QSize:
        """Return the size that shows the placeholder whole."""
        words = self.fontMetrics().horizontalAdvance(self.placeholderText())
        return super().minimumSizeHint().expandedTo(QSize(words + theme.current().px(LENS) + EDGES, 0))

    def _changed(self, text: str) -> None:
        self._clear.setVisible(bool(text))
        self._pause.start()

    def _send(self) -> None:
        self._pause.stop()
        text = self.text().strip()
        if text != self._sent:
            self._sent = text
            self.searched.emit(text)

    def hideEvent(self, event: QHideEvent) -> None:
        self._pause.stop()  # a page that is closed has nothing to search in any more
        super().hideEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.text().strip() != self._sent:
            self._pause.start()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.text():
            return
        # Qt cuts the placeholder to the height of the font, and with it the vowels below.
        painter = QPainter(self)
        painter.setPen(theme.current().colour("text_3"))
        spot = self.cursorRect()
        area = QRect(spot.center().x() + 1, 0, self.width() - spot.center().x() - 12, self.height())
        words = painter.fontMetrics().elidedText(
            self.placeholderText(), Qt.TextElideMode.ElideRight, area.width()
        )
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, words)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() == Qt.Key.Key_Down:
            self.left_down.emit()
        else:
            super().keyPressEvent(event)
