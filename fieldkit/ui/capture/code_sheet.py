"""Which of several codes in one picture is the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QStringListModel, Qt, Signal
from PySide6.QtWidgets import QListView, QWidget

from fieldkit.ui.capture.sheet import CaptureSheet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldkit.errors import Language
    from fieldkit.model.barcodes import Code


class CodeSheet(CaptureSheet):
    """A list of codes; arrows or digits choose, Enter takes.

    Attributes:
        chosen: signal (path, text of the code).
    """

    chosen = Signal(str, str)
    TAKES_FILES = False

    def __init__(self, over: QWidget, language: Language) -> None:
        super().__init__(over, language)
        self._codes: Sequence[Code] = ()
        self._words = QStringListModel(self)
        self.list = QListView()
        self.list.setModel(self._words)
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setAccessibleName(self.tr("Codes in the picture"))
        self.list.setObjectName("found")
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.clicked.connect(self._take)
        self.body.addWidget(self.list, 1)
        self.main = self.action(self.tr("Take (Enter)"), "check", primary=True)
        self.main.clicked.connect(self.act)

    def open_for(self, codes: Sequence[Code], area: QWidget, path: str, title: str) -> None:
        """Appear over ``area`` with the codes to choose from."""
        if self.path:
            self.leave()
        self._codes = codes
        self.open_over(area, path, title)

    def begin(self) -> None:
        self._words.setStringList(
            [f"{place}  {code.text}   ({code.symbology})" for place, code in enumerate(self._codes, start=1)]
        )
        self.list.setCurrentIndex(self._words.index(0))
        self.say(
            self.tr("%n code(s) in the picture: choose the one that is the answer", "", len(self._codes))
        )

    def act(self) -> None:
        self._take(self.list.currentIndex())

    def pressed(self, key: Qt.Key) -> bool:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(key, 0)
        if not step:
            return False
        place = min(max(self.list.currentIndex().row() + step, 0), len(self._codes) - 1)
        self.list.setCurrentIndex(self._words.index(place))
        self.say(self._codes[place].text)
        return True

    def _take(self, index: QModelIndex) -> None:
        if 0 <= index.row() < len(self._codes):
            path, text = self.path, self._codes[index.row()].text
            self.leave()
            self.chosen.emit(path, text)
