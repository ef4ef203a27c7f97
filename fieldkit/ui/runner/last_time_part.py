"""The part of the pane about the visit before: answer, note, photos."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fieldkit.model.inspections import history
from fieldkit.model.inspections.questions import REPEAT, value_label
from fieldkit.model.inspections.row_names import rows_around
from fieldkit.model.inspections.stored_path import stored_path
from fieldkit.model.thai import dates
from fieldkit.ui.labels import hairline
from fieldkit.ui.runner.photos import PhotoStrip
from fieldkit.ui.wrap_label import WrapLabel

if TYPE_CHECKING:
    from fieldkit.errors import Language
    from fieldkit.model.form import Node
    from fieldkit.model.inspections import Inspection
    from fieldkit.model.inspections.counterparts import Counterparts

_DATES = ("date", "dateTime")


class LastTimePart(QWidget):
    """Hidden where the visit before says nothing of the question.

    Attributes:
        photo_opened: signal with an attachment's id.
    """

    photo_opened = Signal(str)

    def __init__(self, inspection: Inspection, language: Language, before: Counterparts) -> None:
        super().__init__()
        self._inspection = inspection
        self._language = language
        self._before = before
        self._last = before.last
        self._photos: dict[str, list[dict[str, Any]]] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(5)
        self.words = WrapLabel("")
        self.failed = WrapLabel("", "caption", tone="fail")
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
        then = self._before.then(stored) or ""
        value, note = self._last.values.get(then), self._last.notes.get(then, "")
        photos = self._photos_of(then) if then else []
        failed = stored in self._before.failed()
        day = dates.short(date.fromisoformat(self._last.date), self._language)
        answer = self._answer(node, value, self._last.qualifiers.get(then, "")) if value else "–"
        if self._last.elsewhere:
            answer = self.tr("answer at the office")
        told = self._told_of_rows(node, stored, day)
        self.words.set_words(told or self.tr("Last time: {0} · {1}").format(answer, day))
        self._tell_failed(node, stored, failed=failed)
        self.note.set_words(self.tr("Note then: {0}").format(note) if note else "")
        self.note.setVisible(bool(note))
        self.photos.show_photos(photos, {}, may_add=False)
        self.setVisible(
            bool(
                self._last.elsewhere
                or value
                or note
                or photos
                or failed
                or told
                or not self.failed.isHidden()
            )
        )

    def _told_of_rows(self, node: Node, stored: str, day: str) -> str:
        """Return what there is to say of a repeat, its rows and what is in rows without a counterpart."""
        if node.type == REPEAT:
            lost = ", ".join(
                row.words or self.tr("a row without a name") for row in self._before.lost(stored)
            )
            return self.tr("Last time, not found here: {0} · {1}").format(lost, day) if lost else ""
        rows = list(rows_around(stored))
        if not rows or not self._before.had_rows(rows[0].rpartition("[")[0]):
            return ""
        names = self._inspection.row_names
        twin = next((row for row in rows if row in names.twins), None)
        if twin is not None:
            words = self.tr("Two rows are called “{0}”: last time cannot be told apart")
            return words.format(names.words[twin])
        if names.named(rows[-1]) is None:
            return self.tr("Name the row first: last time is found by its name")
        return self.tr("This row is new") if self._before.then(rows[-1]) is None else ""

    def _tell_failed(self, node: Node, stored: str, *, failed: bool) -> None:
        lost = [row for row in self._before.lost(stored) if row.failed] if node.type == REPEAT else []
        words = self.tr("Failed last time: look at it anew")
        if lost:
            names = ", ".join(row.words or self.tr("a row without a name") for row in lost)
            words = self.tr("Failed last time: {0}").format(names)
        self.failed.set_words(words)
        self.failed.setVisible(failed or bool(lost))

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
