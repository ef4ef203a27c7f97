"""The sheet that asks how a checklist is to be printed: in which language, and for which factory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from fieldkit.errors import FieldkitError
from fieldkit.ui import theme
from fieldkit.ui.buttons import Button
from fieldkit.ui.card import Card, centred, scrolling
from fieldkit.ui.key_bar import KeyBar
from fieldkit.ui.labels import label
from fieldkit.ui.link_editor import LinkEditor
from fieldkit.ui.wrap_label import WrapLabel

if TYPE_CHECKING:
    from fieldkit.ui.page import PageContext

WIDTH = 520


class PaperSheet(QWidget):
    """What is on the paper besides the questions.

    Attributes:
        wanted: signal (language, id of the factory or "").
        left: signal to go back.
    """

    wanted = Signal(str, str)
    left = Signal()

    def __init__(self, context: PageContext, name: str) -> None:
        """``name`` is what the checklist is called."""
        super().__init__()
        self._language = context.language
        card = Card(self.tr("Print on paper"), margin=24)
        card.setMaximumWidth(theme.current().px(WIDTH))
        card.add(WrapLabel(name, "strong"))
        card.add(
            WrapLabel(self.tr("A PDF for A4 paper with boxes and lines, to be filled with a pen."), "quiet")
        )
        card.add(label(self.tr("Language of the paper"), "caption"))
        self.language = QComboBox()
        self.language.addItem("ไทย", "th")
        self.language.addItem("English", "en")
        self.language.setAccessibleName(self.tr("Language of the paper"))
        card.add(self.language)
        self.factory = LinkEditor("fact", "factory", context)
        self.factory.name_as(self.tr("Factory (empty: lines to write on)"))
        card.add(self.factory)
        self.back = Button(self.tr("Back"), "chevron-left")
        self.back.clicked.connect(self.left)
        self.save = Button(self.tr("Save as PDF"), "printer", kind="primary")
        self.save.clicked.connect(self._want)
        bar = KeyBar([("Esc", self.tr("back"))])
        bar.add_button(self.back)
        bar.add_button(self.save)
        sheet = QWidget()
        column = QVBoxLayout(sheet)
        column.addStretch(1)
        column.addLayout(centred(card, share=8))
        column.addStretch(2)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(scrolling(sheet), 1)
        whole.addWidget(bar)
        self.setFocusProxy(self.language)

    def _want(self) -> None:
        try:
            factory = self.factory.value()
        except FieldkitError as error:
            self.factory.show_problem(error.title.pick(self._language))
            self.factory.setFocus()
            return
        self.wanted.emit(self.language.currentData(), factory or "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
