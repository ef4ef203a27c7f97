"""Go to a question by its number, its code or words inside it (Ctrl+F, Ctrl+G)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QObject, QSize, QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListView, QVBoxLayout, QWidget

from fieldkit.model.thai.search_text import fold, terms
from fieldkit.ui import theme
from fieldkit.ui.thai_text import wrappable
from fieldkit.ui.wrap_label import WrapLabel

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fieldkit.ui.runner.rows import FormRow

MOST = 15
WIDTH, HEIGHT = 560, 420


class Finder(QFrame):
    """A line to type into and the questions that match, at most fifteen.

    Attributes:
        found: signal with the path of the chosen question.
        left: signal when it closes without a choice.
    """

    found = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self.setProperty("card", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._known: list[tuple[str, str, str]] = []
        self._shown: list[str] = []
        self.line = QLineEdit()
        self.line.setPlaceholderText(self.tr("Number, code or words of a question"))
        self.line.setAccessibleName(self.tr("Find a question"))
        self.line.textEdited.connect(self._search)
        self.line.installEventFilter(self)
        self.matches = QListView()
        self.matches.setAccessibleName(self.tr("Questions found"))
        self.matches.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.matches.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.matches.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.matches.setWordWrap(True)
        self.matches.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.matches.setResizeMode(QListView.ResizeMode.Adjust)
        self.matches.clicked.connect(self._take)
        self._words = QStringListModel(self)
        self.matches.setModel(self._words)
        self.matches.setObjectName("found")
        self._none = WrapLabel(self.tr("No question fits. Try a number, or a shorter word."), "quiet")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        column.addWidget(self.line)
        column.addWidget(self.matches, 1)
        column.addWidget(self._none)
        column.addStretch(0)
        self.hide()

    def open_over(self, area: QWidget, rows: Iterable[FormRow]) -> None:
        """Appear at the top of ``area`` and search among ``rows``."""
        self._known = [
            (
                row.path,
                f"{row.number}  {row.label}",
                fold(f"{row.number} {row.path.rpartition('/')[2]} {row.label}"),
            )
            for row in rows
        ]
        now = theme.current()
        size = QSize(min(now.px(WIDTH), area.width() - 24), min(now.px(HEIGHT), area.height() - 16))
        corner = area.mapTo(self._over, area.rect().topLeft())
        self.setGeometry(
            corner.x() + (area.width() - size.width()) // 2, corner.y() + 8, size.width(), size.height()
        )
        self.line.clear()
        self._search("")
        self.show()
        self.raise_()
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _search(self, text: str) -> None:
        wanted = terms(text)
        hits = [
            (path, words) for path, words, folded in self._known if all(term in folded for term in wanted)
        ]
        self._shown = [path for path, _words in hits[:MOST]]
        self._words.setStringList([wrappable(words) for _path, words in hits[:MOST]])
        self.matches.setVisible(bool(hits))
        self._none.setVisible(not hits)
        if self._shown:
            self.matches.setCurrentIndex(self._words.index(0))

    def _take(self, index: QModelIndex) -> None:
        if 0 <= index.row() < len(self._shown):
            self.hide()
            self.found.emit(self._shown[index.row()])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut and self.isVisible() and not self.matches.underMouse():
            self._leave()
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self._leave()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take(self.matches.currentIndex())
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            step = 1 if key == Qt.Key.Key_Down else -1
            place = min(max(self.matches.currentIndex().row() + step, 0), len(self._shown) - 1)
            self.matches.setCurrentIndex(self._words.index(place))
        else:
            return False
        return True

    def _leave(self) -> None:
        self.hide()
        self.left.emit()
