"""The right card: the question in full, its law, last time, the note or the finding, the photos."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from fieldkit.model.inspections import layers
from fieldkit.model.inspections.history import Earlier
from fieldkit.ui import theme
from fieldkit.ui.card import Card
from fieldkit.ui.labels import hairline, label
from fieldkit.ui.runner.finding import SETTLE, FindingEditor
from fieldkit.ui.runner.kinds import STRUCTURE
from fieldkit.ui.runner.last_time_part import LastTimePart
from fieldkit.ui.runner.measurement_part import MeasurementPart
from fieldkit.ui.runner.photo_title import PhotoTitle
from fieldkit.ui.runner.photos import PhotoStrip
from fieldkit.ui.runner.question_media import QuestionMedia
from fieldkit.ui.runner.snippet_field import SnippetField
from fieldkit.ui.runner.take_part import TakePart, way_of
from fieldkit.ui.wrap_label import WrapLabel

if TYPE_CHECKING:
    from fieldkit.errors import Language
    from fieldkit.model.inspections import Inspection
    from fieldkit.model.inspections.counterparts import Counterparts
    from fieldkit.ui.runner.rows import FormRow

WIDTH = 284


class QuestionPane(Card):
    """Everything about the question where the inspector stands.

    Attributes:
        typed: signal (path, column, text) at every key in a note or finding.
        noted: signal (path, text) when the note changed.
        finding_edited: signal (path, columns).
        corrected: signal (path, whether it was put right during the visit) about its finding.
        after_wanted: signal (path) when a photo after the correction is to be added.
        instrument_edited: signal (path, Instrument or None).
        photo_wanted, photos_dropped, photo_removed, photo_opened: about the photos of the question.
        folder_wanted: signal when the photos of a camera's card are to be looked through.
    """

    typed = Signal(str, str, str)
    noted = Signal(str, str)
    finding_edited = Signal(str, dict)
    corrected = Signal(str, bool)
    after_wanted = Signal(str)
    instrument_edited = Signal(str, object)
    photo_wanted = Signal(str)
    folder_wanted = Signal()
    photos_dropped = Signal(str, list)
    photo_removed = Signal(str)
    photo_opened = Signal(str)

    def __init__(self, inspection: Inspection, language: Language, before: Counterparts) -> None:
        super().__init__(margin=0)
        self.setFixedWidth(theme.current().px(WIDTH))
        self._inspection = inspection
        self._language = language
        self._earlier = Earlier(inspection)
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
        self._mark = WrapLabel("", "caption", tone="warn")
        self._line = hairline()
        self.before = LastTimePart(inspection, language, before)
        self.before.photo_opened.connect(self.photo_opened)
        self.measurement = MeasurementPart(inspection, language, self._earlier)
        self.measurement.instrument_edited.connect(
            lambda instrument: self.instrument_edited.emit(self._path, instrument)
        )
        self.finding = FindingEditor(language)
        self.finding.typed.connect(lambda column, text: self.typed.emit(self._path, column, text))
        self.finding.edited.connect(lambda columns: self.finding_edited.emit(self._path, columns))
        self.finding.corrected.connect(lambda on: self.corrected.emit(self._path, on))
        self.finding.photo_wanted.connect(lambda: self.after_wanted.emit(self._path))
        self._note_title = label(self.tr("Note"), "caption")
        self.note = SnippetField(language)
        self.note.setAccessibleName(self.tr("Note"))
        self.note.setFixedHeight(theme.current().px(76))
        self.note.textChanged.connect(self._note_typed)
        self.take = TakePart(language)
        self._photo_title = PhotoTitle()
        self._photo_title.folder_wanted.connect(self.folder_wanted)
        self.photos = PhotoStrip(inspection.workspace.attachments)
        self.photos.wanted.connect(lambda: self.photo_wanted.emit(self._path))
        self.photos.dropped.connect(lambda files: self.photos_dropped.emit(self._path, files))
        self.photos.removed.connect(self.photo_removed)
        self.photos.opened.connect(self.photo_opened)
        for widget in (
            self._number, self._words, self.media, self._hint, self._guidance, self._law, self._mark,
            self._line, self.before, self.measurement, self.finding, self._note_title, self.note,
            self.measurement.instrument, self._photo_title, self.photos, self.take,
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
                self._mark,
                self.before,
                self.finding,
                self.measurement,
                self.measurement.instrument,
                self.photos,
                self.take,
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
        limit = self._inspection.judging.limit(row.path)
        law = policy.text("law", self._language) if policy else ""
        self._say(self._law, law or (limit.basis.pick(self._language) if limit else ""))
        unconfirmed = limit is not None and limit.unconfirmed
        self._say(
            self._mark, self.tr("Nobody confirmed this limit yet (reference tables)") if unconfirmed else ""
        )
        self.before.show_node(node)
        self.measurement.show_node(node)
        self._show_finding(row)
        self._show_note(row)
        shows_photos = row.kind != "note"
        self._photo_title.setVisible(shows_photos)
        self._photo_title.allow(not self._inspection.closed)
        photos = self._inspection.photos(row.path)
        drawn = {photo["id"]: layers.drawn_over(self._inspection, photo["id"]) for photo in photos}
        self.photos.show_photos(photos, drawn, may_add=shows_photos and not self._inspection.closed)
        self.photos.follow(self.note)
        self.take.setVisible(row.kind not in STRUCTURE)
        self.take.show_question(row.path, way_of(node, row.kind), open_=not self._inspection.closed)

    def focus_note(self) -> None:
        """Put the cursor into the note, or into the words of the finding."""
        target = self.finding.description if not self.finding.isHidden() else self.note
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def finish(self) -> None:
        """Hand over what was typed."""
        if self._path:
            self.finding.finish()
            self.measurement.finish()
            self._hand_over_note()

    @staticmethod
    def _say(words: WrapLabel, text: str) -> None:
        words.set_words(text)
        words.setVisible(bool(text))

    def _show_finding(self, row: FormRow) -> None:
        finding = self._inspection.finding(row.path)
        if finding is not None:
            repeated = self._earlier.failed(finding["path"])
            self.finding.show_finding(finding, repeated, readonly=self._inspection.closed)
        self.finding.setVisible(finding is not None)

    def _show_note(self, row: FormRow) -> None:
        self._loading = True
        note = self._inspection.notes.get(row.path, "")
        if self.note.toPlainText().strip() != note:
            self.note.setPlainText(note)
        self.note.setReadOnly(self._inspection.closed)
        asked = self.tr("A warning needs a note: F3") if row.state == "warning" else ""
        self.note.setPlaceholderText(asked or self.tr("F3 writes a note"))
        self._loading = False
        # A finding has its own words; the note stands back unless something is in it.
        shown = row.kind != "note" and (self.finding.isHidden() or bool(note))
        self._note_title.setVisible(shown)
        self.note.setVisible(shown)

    def _note_typed(self) -> None:
        if not self._loading:
            self.typed.emit(self._path, "note", self.note.toPlainText())
            self._pause.start()

    def _hand_over_note(self) -> None:
        self._pause.stop()
        text = self.note.toPlainText().strip()
        if self._path and text != self._inspection.notes.get(self._path, ""):
            self.noted.emit(self._path, text)
