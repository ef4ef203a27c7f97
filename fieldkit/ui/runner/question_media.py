"""What a question shows besides its words: its picture, and buttons for sounds and films."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fieldkit.ui import theme
from fieldkit.ui.buttons import Button
from fieldkit.ui.open_copy import open_copy
from fieldkit.ui.runner.choice_pictures import ChoicePictures

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieldkit.model.inspections import Inspection

HEIGHT = 150


class _Picture(QWidget):
    def __init__(self, pictures: ChoicePictures) -> None:
        super().__init__()
        self._pictures = pictures
        self._name = ""
        self.setFixedHeight(theme.current().px(HEIGHT))
        pictures.arrived.connect(self.update)

    def show_name(self, name: str) -> None:
        self._name = name
        self.setAccessibleName(self.tr("Picture of the question: {0}").format(name))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        picture = self._pictures.picture(self._name) if self._name else None
        if picture is None or picture.isNull():
            return
        size: QSize = picture.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(QRect(0, 0, size.width(), size.height()), picture)
        painter.end()


class QuestionMedia(QWidget):
    """Shows the media of one question's label; sounds and films open in the system's player."""

    def __init__(self, inspection: Inspection) -> None:
        super().__init__()
        self._checklist = inspection.checklist
        self._workspace = inspection.workspace
        self._picture = _Picture(ChoicePictures(inspection, self))
        self._buttons = {"audio": Button(self.tr("Listen")), "video": Button(self.tr("Watch"))}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._picture)
        self._names: dict[str, str] = {}
        for kind, button in self._buttons.items():
            button.clicked.connect(lambda _checked=False, kind=kind: self._play(kind))
            column.addWidget(button)
        self.hide()

    def show_media(self, media: Mapping[str, str]) -> None:
        """Show what a question has (kind -> jr:// address); what the checklist did not bring is left out."""
        names = {kind: uri.rpartition("/")[2] for kind, uri in media.items()}
        self._names = {kind: name for kind, name in names.items() if name in self._checklist.media}
        image = self._names.get("image", "")
        self._picture.show_name(image)
        self._picture.setVisible(bool(image))
        for kind, button in self._buttons.items():
            button.setVisible(kind in self._names)
        self.setVisible(bool(self._names))

    def _play(self, kind: str) -> None:
        name = self._names[kind]
        open_copy(self._workspace, name, self._checklist.media[name])
