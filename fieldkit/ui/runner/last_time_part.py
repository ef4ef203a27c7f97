"""The part of the pane about the visit before: answer, note, photos."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fieldkit.model.inspections import history
from fieldkit.model.inspections.questions import value_label
from fieldkit.model.inspections.stored_path import stored_path
from fieldkit.model.thai import dates
from fieldkit.ui.labels import hairline
from fieldkit.ui.runner.photos import PhotoStrip
from fieldkit.ui.wrap_label import WrapLabel

if TYPE_CHECKING:
    from fieldkit.errors import Language
    from fieldkit.model.form import Node
    from fieldkit.model.inspections import Inspection, LastTime

_DATES = ("date", "dateTime")


class LastTimePart(QWidget):
    """Hidden where the visit before says nothing of the question.

    Attributes:
        photo_opened: signal with an attachment's id.
    """

    photo_opened = Signal(str)

    def __init__(self, inspection: Inspection, language: Language, last: LastTime | None) -> None:
        super().__init__()
        self._inspection = inspection
        self._language = language
        self._last = last
        self._photos: dict[str, list[dict[str, Any]]] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(5)
        self.words = WrapLabel("")
        self.failed = WrapLabel(self.tr("Failed last time: look at it anew"), "caption", tone="fail")
        self.note = WrapLabel("", "caption")
        self.photos = PhotoStrip(inspection.workspace.attachments)
        self.photos.setAcceptDrops(False)
        self.photos.opened.connect(self.photo_opened)
        for widget in (self.words, self.failed, self.note, self.photos, hairline()):
            column.addWidget(widget)

    def show_node(self, node: Node) -> None:
        """Show what the visit before says of the question of ``node``."""
        if self._last is None:
            self.hide()
            return
        stored = stored_path(node)
        value, note = self._last.values.get(stored), self._last.notes.get(stored, "")
        photos = self._photos_of(stored)
        day = dates.short(date.fromisoformat(self._last.date), self._language)
        answer = self._answer(node, value, self._last.qualifiers.get(stored, "")) if value else "–"
        self.words.set_words(self.tr("Last time: {0} · {1}").format(answer, day))
        self.failed.setVisible(stored in self._last.failed)
        self.note.set_words(self.tr("Note then: {0}").format(note) if note else "")
        self.note.setVisible(bool(note))
        self.photos.show_photos(photos, {}, may_add=False)
        self.setVisible(bool(value or note or photos or stored in self._last.failed))

    def _answer(self, node: Node, value: str, qualifier: str) -> str:
        if node.bind_type in _DATES:
            try:
                return dates.short(date.fromisoformat(value[:10]), self._language)
            except ValueError:
                return value
        words = value_label(node, value)
        return qualifier if qualifier == "ND" else f"{qualifier}{words}"

    def _photos_of(self, stored: str) -> list[dict[str, Any]]:
        if self._last is not None and stored not in self._photos:
            self._photos[stored] = history.photos_of(self._inspection, self._last.inspection, stored)
        return self._photos.get(stored, [])
