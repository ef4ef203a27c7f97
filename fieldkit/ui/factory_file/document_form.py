"""The sheet on which a document of a factory is written down."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLineEdit, QWidget

from fieldkit.errors import FieldkitError, Text
from fieldkit.model.codes import codes
from fieldkit.model.factory_file.documents import GREEN
from fieldkit.ui.buttons import Button
from fieldkit.ui.card import Card, scrolling
from fieldkit.ui.labels import label
from fieldkit.ui.thai_date_edit import ThaiDateEdit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QLabel

    from fieldkit.ui.page import PageContext


_ROWS = 4


class ExpiresBeforeIssued(FieldkitError):
    """A document that ends before it begins."""

    def __init__(self) -> None:
        super().__init__(
            Text("วันหมดอายุอยู่ก่อนวันที่ออก", "The document expires before it is issued"),
            Text("แก้วันที่ออกหรือวันหมดอายุ", "Correct one of the two dates"),
        )


class LevelMissing(FieldkitError):
    """A Green Industry certificate without its level."""

    def __init__(self) -> None:
        super().__init__(
            Text("ใบรับรองอุตสาหกรรมสีเขียวต้องมีระดับ", "A Green Industry certificate has a level"),
            Text("เลือกระดับ 1 ถึง 5", "Choose a level from 1 to 5"),
        )


class DocumentForm(Card):
    """Fields of one document; Enter saves, Escape leaves.

    Attributes:
        saved: signal with the columns of the group ``core`` and ``what`` but the factory.
        left: signal when nothing is to be saved.
        failed: signal with a FieldkitError.
    """

    saved = Signal(object)
    left = Signal()
    failed = Signal(object)

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        language = context.language
        self.kind, self.level = QComboBox(), QComboBox()
        for code in codes("document.kind").values():
            self.kind.addItem(code.name.pick(language), code.code)
        self.level.addItem("—", None)
        for code in codes("gi.level").values():
            self.level.addItem(code.name.pick(language), int(code.code))
        self.number, self.issuer, self.note = QLineEdit(), QLineEdit(), QLineEdit()
        clock = context.workspace.clock
        self.issued = ThaiDateEdit(language, lambda: clock().date())
        self.expires = ThaiDateEdit(language, lambda: clock().date())
        self.kind.currentIndexChanged.connect(lambda _place: self._fit_level())
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(4)
        self._level_label = self._place(self.tr("Level"), self.level, 0, 1)
        self._place(self.tr("Kind"), self.kind, 0, 0)
        self._place(self.tr("Number"), self.number, 1, 0)
        self._place(self.tr("Issued by"), self.issuer, 1, 1)
        self._place(self.tr("Issued on"), self.issued, 2, 0)
        self._place(self.tr("Expires on"), self.expires, 2, 1)
        self._place(self.tr("Note"), self.note, 3, 0, wide=True)
        fields = QWidget()
        fields.setLayout(self._grid)
        self._grid.setContentsMargins(0, 0, 6, 0)
        self._grid.setRowStretch(2 * _ROWS, 1)
        self.add(scrolling(fields), 1)
        self._shown = self._texts()
        self.save = Button(self.tr("Save the document"), "check", kind="primary")
        self.save.clicked.connect(self._save)
        self.cancel = Button(self.tr("Leave unchanged"))
        self.cancel.clicked.connect(self.left)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.save)
        self.body.addLayout(foot)
        for first, second in zip(self._order(), self._order()[1:], strict=False):
            QWidget.setTabOrder(first, second)

    def _order(self) -> list[QWidget]:
        fields = [self.kind, self.level, self.number, self.issuer, self.issued, self.expires, self.note]
        return [*fields, self.save, self.cancel]

    def _place(self, words: str, field: QWidget, row: int, column: int, *, wide: bool = False) -> QLabel:
        title = label(words, "caption")
        title.setBuddy(field)
        field.setAccessibleName(words)
        span = 2 if wide else 1
        self._grid.addWidget(title, 2 * row, column, 1, span)
        self._grid.addWidget(field, 2 * row + 1, column, 1, span)
        return title

    def _fit_level(self) -> None:
        green = self.kind.currentData() == GREEN
        self.level.setVisible(green)
        self._level_label.setVisible(green)

    def show_document(self, row: Mapping[str, Any] | None, *, kind: str = "") -> None:
        """Show a document, or an empty sheet for one of ``kind``, and put the cursor into it."""
        values = row or {}
        self.kind.setCurrentIndex(max(0, self.kind.findData(values.get("kind") or kind)))
        self.level.setCurrentIndex(max(0, self.level.findData(values.get("level"))))
        for field, name in ((self.number, "number"), (self.issuer, "issuer"), (self.note, "note")):
            field.setText(values.get(name) or "")
        for edit, name in ((self.issued, "issued_on"), (self.expires, "expires_on")):
            edit.set_date(date.fromisoformat(values[name][:10]) if values.get(name) else None)
        self._fit_level()
        self._shown = self._texts()
        (self.kind if row is None else self.number).setFocus()
        self.number.selectAll()

    def touched(self) -> bool:
        """Whether anything stands otherwise than it was shown."""
        return self._texts() != self._shown

    def _texts(self) -> tuple[object, ...]:
        fields = (self.number, self.issuer, self.note, self.issued, self.expires)
        return (self.kind.currentData(), self.level.currentData(), *(field.text() for field in fields))

    def values(self) -> dict[str, Any]:
        """Return the columns as they stand in the fields; raises `FieldkitError`."""
        for edit in (self.issued, self.expires):
            edit.commit()
            error = edit.error()
            if error is not None:
                edit.setFocus()
                raise error
        issued, expires = self.issued.date(), self.expires.date()
        if issued and expires and expires < issued:
            self.expires.setFocus()
            raise ExpiresBeforeIssued
        kind = self.kind.currentData()
        level = self.level.currentData() if kind == GREEN else None
        if kind == GREEN and level is None:
            self.level.setFocus()
            raise LevelMissing
        return {
            "kind": kind,
            "level": level,
            "number": self.number.text().strip() or None,
            "issuer": self.issuer.text().strip() or None,
            "note": self.note.text().strip() or None,
            "issued_on": issued.isoformat() if issued else None,
            "expires_on": expires.isoformat() if expires else None,
        }

    def _save(self) -> None:
        try:
            values = self.values()
        except FieldkitError as error:
            self.failed.emit(error)
            return
        self.saved.emit(values)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._save()
        else:
            super().keyPressEvent(event)
