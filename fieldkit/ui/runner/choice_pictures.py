"""Pictures that a checklist brings for its choices and questions: made small beside the window, then kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QObject, Signal
from PySide6.QtGui import QPixmap

from fieldkit.ui.jobs import run

if TYPE_CHECKING:
    from fieldkit.errors import FieldkitError
    from fieldkit.model.inspections import Inspection

BOX = (480, 360)


class ChoicePictures(QObject):
    """Gives the pictures of one checklist by file name.

    Attributes:
        arrived: signal when a picture that was asked for can be painted.
    """

    arrived = Signal()

    def __init__(self, inspection: Inspection, parent: QObject) -> None:
        super().__init__(parent)
        self._files = inspection.checklist.media
        self._store = inspection.workspace.attachments
        self._known: dict[str, QPixmap | None] = {}

    def picture(self, name: str) -> QPixmap | None:
        """Return a picture; None while it is being read, and for one that is missing or damaged."""
        if name not in self._known:
            self._known[name] = None
            sha256 = self._files.get(name)
            if sha256 is not None:
                run(
                    self,
                    lambda _job: self._small(sha256),
                    lambda data: self._keep(name, data),
                    failed=_leave_blank,
                )
        return self._known[name]

    def _small(self, sha256: str) -> bytes:
        from fieldkit.model.images import thumbnail

        return thumbnail(self._store.read(sha256), BOX)

    def _keep(self, name: str, data: bytes) -> None:
        picture = QPixmap()
        picture.loadFromData(QByteArray(data))
        self._known[name] = picture
        self.arrived.emit()


def _leave_blank(_error: FieldkitError) -> None:
    """A choice without its picture is still answered by its words."""
