"""The finding of a failed question: words, severity, corrective action, due date."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from fieldkit.model.policy import SEVERITIES, Severity
from fieldkit.ui import theme
from fieldkit.ui.buttons import Button
from fieldkit.ui.chip import Chip, ChipRow
from fieldkit.ui.labels import IconLabel, label
from fieldkit.ui.runner.snippet_field import SnippetField
from fieldkit.ui.thai_date_edit import ThaiDateEdit
from fieldkit.ui.wrap_label import WrapLabel

if TYPE_CHECKING:
    from fieldkit.errors import Language
    from fieldkit.model.inspections.history import Repeated

SETTLE = 250  # milliseconds without a key, after which the words are part of the record
_CHOSEN: tuple[Severity, ...] = ("m", "M", "C")


class FindingEditor(QWidget):
    """Shows and edits a finding; every change is handed over at once.

    Attributes:
        typed: signal (column, text) at every key; it is kept before the next key is handled.
        edited: signal with the changed columns as a dictionary, at a pause.
        corrected: signal whether it was put right during the visit.
        photo_wanted: signal when a photo after the correction is to be added.
    """

    typed = Signal(str, str)
    edited = Signal(dict)
    corrected = Signal(bool)
    photo_wanted = Signal()

    def __init__(self, language: Language) -> None:
        super().__init__()
        self._language = language
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(5)
        head = QHBoxLayout()
        head.addWidget(IconLabel("triangle-alert", "fail", size=18))
        head.addWidget(label(self.tr("Finding"), "strong", tone="fail"))
        head.addStretch(1)
        column.addLayout(head)
        self.repeated = WrapLabel("", "strong", tone="fail")
        column.addWidget(self.repeated)
        self.description = self._text_field(self.tr("What was found"), 84)
        self.description.setPlaceholderText(self.tr("Describe what was found"))
        column.addWidget(self.description)
        column.addWidget(label(self.tr("Severity"), "caption"))
        chips = [(key, SEVERITIES[key].pick(language)) for key in _CHOSEN]
        self.severity = ChipRow(chips, self.tr("Severity"), stretch=True)
        self.severity.chosen.connect(lambda key: self.edited.emit({"severity": key}))
        column.addWidget(self.severity)
        column.addWidget(label(self.tr("Corrective action"), "caption"))
        self.action = self._text_field(self.tr("Corrective action"), 62)
        column.addWidget(self.action)
        column.addWidget(label(self.tr("To be corrected by"), "caption"))
        self.due = ThaiDateEdit(language)
        self.due.setAccessibleName(self.tr("To be corrected by"))
        self.due.date_changed.connect(self._due_chosen)
        column.addWidget(self.due, 0, Qt.AlignmentFlag.AlignLeft)
        self.on_site = Chip(self.tr("Corrected during the visit"))
        self.on_site.clicked.connect(self.corrected)
        column.addWidget(self.on_site, 0, Qt.AlignmentFlag.AlignLeft)
        self.after = Button(self.tr("Photo after correction"), "camera", kind="quiet")
        self.after.clicked.connect(self.photo_wanted)
        column.addWidget(self.after, 0, Qt.AlignmentFlag.AlignLeft)
        self._pause = QTimer(self, singleShot=True, interval=SETTLE)
        self._pause.timeout.connect(self.finish)
        self._dirty: set[str] = set()
        self._loading = False

    def _text_field(self, name: str, height: int) -> QPlainTextEdit:
        field = SnippetField(self._language)
        field.setAccessibleName(name)
        field.setFixedHeight(theme.current().px(height))
        field.textChanged.connect(lambda: self._touch(field))
        return field

    def show_finding(self, row: dict[str, Any], repeated: Repeated | None = None, *, readonly: bool) -> None:
        """Show a finding's columns without handing them back; ``repeated`` tells of earlier visits."""
        self._loading = True
        self.repeated.setVisible(repeated is not None)
        if repeated is not None:
            since = date.fromisoformat(repeated.since)
            year = since.year if self._language == "en" else since.year + 543
            self.repeated.set_words(self.tr("Time {0} since {1}").format(repeated.times + 1, year))
        on_site = row["state"] == "corrected_on_site"
        self.on_site.setChecked(on_site)
        self.on_site.setEnabled(not readonly)
        self.after.setVisible(on_site and not readonly)
        for field, column in ((self.description, "description"), (self.action, "action")):
            if field.toPlainText() != (row[column] or ""):
                field.setPlainText(row[column] or "")
            field.setReadOnly(readonly)
        self.severity.choose(row["severity"] if row["severity"] in _CHOSEN else "")
        self.severity.setEnabled(not readonly)
        self.due.set_date(date.fromisoformat(row["due_date"]) if row["due_date"] else None)
        self.due.setEnabled(not readonly)
        self._dirty.clear()
        self._loading = False

    def finish(self) -> None:
        """Hand over what was typed."""
        self._pause.stop()
        fields = {"description": self.description, "action": self.action}
        changed = {column: fields[column].toPlainText().strip() for column in sorted(self._dirty)}
        self._dirty.clear()
        if changed:
            self.edited.emit(changed)

    def _touch(self, field: QPlainTextEdit) -> None:
        if self._loading:
            return
        column = "description" if field is self.description else "action"
        self._dirty.add(column)
        self.typed.emit(column, field.toPlainText())
        self._pause.start()

    def _due_chosen(self, day: date | None) -> None:
        if not self._loading:
            self.edited.emit({"due_date": day.isoformat() if day else None})
