"""The right card: the question in full, its law, last time, the note or the finding, the photos."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QScrollArea, QVBoxLayout, QWidget

from fieldkit.model.inspections import layers
from fieldkit.model.inspections.questions import value_label
from fieldkit.model.inspections.stored_path import stored_path
from fieldkit.model.thai import dates
from fieldkit.ui import theme
from fieldkit.ui.card import Card
from fieldkit.ui.labels import hairline, label
from fieldkit.ui.runner.finding import SETTLE, FindingEditor
from fieldkit.ui.runner.photos import PhotoStrip
from fieldkit.ui.runner.question_media import QuestionMedia
from fieldkit.ui.wrap_label import WrapLabel

if TYPE_CHECKING:
    from fieldkit.errors import Language
    from fieldkit.model.form import Node
    from fieldkit.model.inspections import Inspection, LastTime
    from fieldkit.ui.runner.rows import FormRow

WIDTH = 284


class QuestionPane(Card):
    """Everything about the question where the inspector stands.

    Attributes:
        typed: signal (path, column, text) at every key in a note or finding.
        noted: signal (path, text) when the note changed.
        finding_edited: signal (path, columns).
        photo_wanted, photos_dropped, photo_removed, photo_opened: about the photos of the question.
    """

    typed = Signal(str, str, str)
    noted = Signal(str, str)
    finding_edited = Signal(str, dict)
    photo_wanted = Signal(str)
    photos_dropped = Signal(str, list)
    photo_removed = Signal(str)
    photo_opened = Signal(str)

    def __init__(self, inspection: Inspection, language: Language, last: LastTime | None) -> None:
        super().__init__(margin=0)
        self.setFixedWidth(theme.current().px(WIDTH))
        self._inspection = inspection
        self._language = language
        self._last = last
        self._path = ""
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(7)
        self._number = label("", "caption")
        self._words = WrapLabel("", "strong")
        self._hint = WrapLabel("", "caption")
        self._guidance = WrapLabel("", "caption")
        self.media = QuestionMedia(inspection)
        self._law = WrapLabel("", "caption")
        self._line = hairline()
        self._before = WrapLabel("")
        self._before_line = hairline()
        self.finding = FindingEditor(language)
        self.finding.typed.connect(lambda column, text: self.typed.emit(self._path, column, text))
        self.finding.edited.connect(lambda columns: self.finding_edited.emit(self._path, columns))
        self._note_title = label(self.tr("Note"), "caption")
        self.note = QPlainTextEdit()
        self.note.setAccessibleName(self.tr("Note"))
        self.note.setTabChangesFocus(True)
        self.note.setPlaceholderText(self.tr("F3 writes a note"))
        self.note.setFixedHeight(theme.current().px(76))
        self.note.textChanged.connect(self._note_typed)
        self._photo_title = label(self.tr("Photos"), "caption")
        self.photos = PhotoStrip(inspection.workspace.attachments)
        self.photos.wanted.connect(lambda: self.photo_wanted.emit(self._path))
        self.photos.dropped.connect(lambda files: self.photos_dropped.emit(self._path, files))
        self.photos.removed.connect(self.photo_removed)
        self.photos.opened.connect(self.photo_opened)
        for widget in (
            self._number, self._words, self.media, self._hint, self._guidance, self._law,
            self._line, self._before, self._before_line, self.finding, self._note_title, self.note,
            self._photo_title, self.photos,
        ):  # fmt: skip
            column.addWidget(widget)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(inside)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.add(scroll)
        self._pause = QTimer(self, singleShot=True, interval=SETTLE)
        self._pause.timeout.connect(self._hand_over_note)
        self._loading = False

    def show_row(self, row: FormRow | None) -> None:
        """Show the question of ``row``; None empties the pane."""
        if row is None or row.path != self._path:
            self.finish()
        self._path = row.path if row else ""
        for widget in (self._number, self._words, self._line, self._note_title, self.note, self._photo_title):
            widget.setVisible(row is not None)
        if row is None:
            for part in (
                self._hint,
                self._guidance,
                self.media,
                self._law,
                self._before,
                self._before_line,
                self.finding,
                self.photos,
            ):
                part.hide()
            return
        node = self._inspection.instance.node(row.path)
        self._number.setText(self.tr("Question {0}").format(row.number))
        self._say(self._words, row.label)
        self._say(self._hint, (node.hint or "") if node.hint != row.line[0] else "")
        self._say(self._guidance, node.guidance or "")
        self.media.show_media(node.media)
        policy = self._inspection.policy.get(row.path)
        self._say(self._law, policy.text("law", self._language) if policy else "")
        self._say(self._before, self._last_time(node))
        self._before_line.setVisible(not self._before.isHidden())
        self._show_finding(row)
        self._show_note(row)
        shows_photos = row.kind != "note"
        self._photo_title.setVisible(shows_photos)
        photos = self._inspection.photos(row.path)
        drawn = {photo["id"]: layers.drawn_over(self._inspection, photo["id"]) for photo in photos}
        self.photos.show_photos(photos, drawn, may_add=shows_photos and not self._inspection.closed)

    def focus_note(self) -> None:
        """Put the cursor into the note, or into the words of the finding."""
        target = self.finding.description if not self.finding.isHidden() else self.note
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def finish(self) -> None:
        """Hand over what was typed."""
        if self._path:
            self.finding.finish()
            self._hand_over_note()

    @staticmethod
    def _say(words: WrapLabel, text: str) -> None:
        words.set_words(text)
        words.setVisible(bool(text))

    def _show_finding(self, row: FormRow) -> None:
        finding = self._inspection.finding(row.path)
        if finding is not None:
            self.finding.show_finding(finding, readonly=self._inspection.closed)
        self.finding.setVisible(finding is not None)

    def _show_note(self, row: FormRow) -> None:
        self._loading = True
        note = self._inspection.notes.get(row.path, "")
        if self.note.toPlainText().strip() != note:
            self.note.setPlainText(note)
        self.note.setReadOnly(self._inspection.closed)
        self._loading = False
        # A finding has its own words; the note stands back unless something is in it.
        shown = row.kind != "note" and (self.finding.isHidden() or bool(note))
        self._note_title.setVisible(shown)
        self.note.setVisible(shown)

    def _last_time(self, node: Node) -> str:
        if self._last is None:
            return ""
        stored = stored_path(node)
        value = self._last.values.get(stored)
        if value is None:
            return ""
        day = dates.short(date.fromisoformat(self._last.date), self._language)
        return self.tr("Last time: {0} · {1}").format(value_label(node, value), day)

    def _note_typed(self) -> None:
        if not self._loading:
            self.typed.emit(self._path, "note", self.note.toPlainText())
            self._pause.start()

    def _hand_over_note(self) -> None:
        self._pause.stop()
        text = self.note.toPlainText().strip()
        if self._path and text != self._inspection.notes.get(self._path, ""):
            self.noted.emit(self._path, text)
