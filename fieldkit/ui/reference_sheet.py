"""The sheet on which a row of a reference table is written: each cell by the kind of its column."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QVBoxLayout, QWidget

from fieldkit.errors import FieldkitError, Text
from fieldkit.model.record_fields import RecordField
from fieldkit.model.reference_tables import editing
from fieldkit.model.reference_tables.checks import RowRefused
from fieldkit.model.reference_tables.descriptions import FROM, TO
from fieldkit.model.reference_tables.stored import TABLE
from fieldkit.ui import dialogs
from fieldkit.ui.buttons import Button
from fieldkit.ui.card import Card, scrolling
from fieldkit.ui.key_bar import KeyBar
from fieldkit.ui.labels import label
from fieldkit.ui.record_editors import CodeEditor, DayEditor, FieldEditor, LineEditor, LongEditor
from fieldkit.ui.reference_words import name_words
from fieldkit.ui.wrap_label import WrapLabel

if TYPE_CHECKING:
    from datetime import date

    from fieldkit.model.reference_tables.descriptions import Table, TableColumn
    from fieldkit.model.reference_tables.layers import Version
    from fieldkit.ui.page import PageContext

_REASON = RecordField(Text("เหตุผลหรือหนังสืออ้างอิง", "Reason or reference"), "long")


class _Described(FieldEditor):
    """An editor of a column that a table describes."""

    def __init__(self, column: TableColumn, context: PageContext) -> None:
        self.described = column
        super().__init__(TABLE, column.name, context)

    @property
    def declared(self) -> RecordField:
        return RecordField(self.described.title)


class _Line(_Described, LineEditor):
    """Text, codes and numbers, as they are written in the table."""


class _Long(_Described, LongEditor):
    """Text of several lines."""


class _Day(_Described, DayEditor):
    """A day of the Buddhist era."""


class _Choice(_Described, CodeEditor):
    """One of the words that a column may hold."""

    def _make(self) -> QWidget:
        self._box = QComboBox()
        self._box.setMinimumContentsLength(8)
        self._box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for choice in self.described.choices:
            self._box.addItem(self.described.word(choice, self._context.language), choice)
        self._box.activated.connect(lambda _row: self._edited())
        return self._box


class _Reason(LongEditor):
    """Why a row is changed."""

    @property
    def declared(self) -> RecordField:
        return _REASON


_EDITORS: dict[str, type[_Described]] = {"long": _Long, "day": _Day, "one_of": _Choice}


class ReferenceSheet(QWidget):
    """A new row, new values of one from a day on, or a mistake to put right.

    Attributes:
        saved: signal (cells by column, reason).
        left: signal to go back without saving.
    """

    saved = Signal(dict, str)
    left = Signal()

    def __init__(
        self,
        context: PageContext,
        described: Table,
        version: Version | None = None,
        *,
        since: date | None = None,
    ) -> None:
        """``version`` is the row to change, None for a new one; ``since`` the first day of new values."""
        super().__init__()
        self._context, self.table, self.version = context, described, version
        self._corrects = version is not None and since is None
        self._dirty = False
        cells = dict(version.cells) if version is not None else {}
        if not self._corrects:
            cells = editing.new_cells(described, version, on=since)
        self._before = cells
        self._editors: dict[str, FieldEditor] = {}
        self.reason = _Reason(TABLE, "note", context)
        self._bar_ = self._bar()
        card = self._card()
        sheet = QWidget()
        column = QVBoxLayout(sheet)
        column.setContentsMargins(0, 0, 8, 8)
        column.setSpacing(10)
        column.addWidget(label(self._title(), "title"))
        column.addWidget(WrapLabel(self._what(), "quiet"))
        column.addWidget(card)
        column.addStretch(1)
        self._scroll = scrolling(sheet)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._scroll, 1)
        whole.addWidget(self._bar_)
        for name, editor in self._editors.items():
            editor.show_value(cells.get(name) or None)
            editor.changed.connect(self._changed)
        for name in self._fixed():
            self._editors[name].field.setEnabled(False)
        self.setFocusProxy(next(one for name, one in self._editors.items() if name not in self._fixed()))

    def _title(self) -> str:
        table = self.table.title.pick(self._context.language)
        if self.version is None:
            return self.tr("New row: {0}").format(table)
        return f"{table} · {name_words(self.version, self._context.language)}"

    def _what(self) -> str:
        if self.version is None:
            return self.tr("A row of the office. Leave “In force from” empty where it always was in force.")
        if self._corrects:
            return self.tr(
                "Puts a mistake right on all days of this row; what is signed keeps its verdict."
                " Give the reason."
            )
        return self.tr("From this day on the new values count. What was judged before stays as it was.")

    def _fixed(self) -> tuple[str, ...]:
        """Return the columns that stay: the key of a row, and its first day where a mistake is put right."""
        if self.version is None:
            return ()
        return (*self.table.keys, FROM) if self._corrects else self.table.keys

    def _card(self) -> Card:
        card = Card()
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        for side in (0, 1):
            grid.setColumnStretch(side, 1)
        days = [one for one in self.table.columns if one.name in (FROM, TO)]
        others = [one for one in self.table.columns if one.name not in (FROM, TO)]
        keys = [one for one in others if one.key]
        line, side = 0, 0
        for column in [*keys, *days, *(one for one in others if not one.key)]:
            editor = self._editors[column.name] = _EDITORS.get(column.kind, _Line)(column, self._context)
            grid.addWidget(editor, line, side)
            line, side = (line + 1, 0) if side else (line, 1)
        grid.addWidget(self.reason, line + 1, 0, 1, 2)
        card.body.addLayout(grid)
        return card

    def _bar(self) -> KeyBar:
        bar = KeyBar([("Ctrl+Enter", self.tr("save")), ("Esc", self.tr("back"))])
        back = Button(self.tr("Back"))
        back.clicked.connect(self.leave)
        self.save = Button(self.tr("Save"), "check", kind="primary")
        self.save.clicked.connect(self.take)
        for button in (back, self.save):
            bar.add_button(button)
        return bar

    # --- what is typed

    def editor(self, name: str) -> FieldEditor:
        """Return the editor of a column."""
        return self._editors[name]

    def take(self) -> None:
        """Hand over what was typed; fields that cannot be read say so, and the first gets the focus."""
        cells: dict[str, str] = {}
        wrong = []
        for name, editor in self._editors.items():
            editor.show_problem("")
            try:
                cells[name] = str(editor.value() or "")
            except FieldkitError as error:
                editor.show_problem(error.message(self._context.language))
                wrong.append(editor)
        if wrong:
            self._show(wrong[0])
        else:
            self.saved.emit(cells, self.reason.value() or "")

    def refuse(self, error: FieldkitError) -> bool:
        """Say at its field what is wrong and put the focus there; False where it is of no field."""
        language = self._context.language
        editor = self._editors.get(error.column) if isinstance(error, RowRefused) else None
        if isinstance(error, editing.NoteMissing):
            editor = self.reason
        if editor is not None:
            editor.show_problem(f"{error.title.pick(language)}\n{error.hint.pick(language)}".strip())
            self._show(editor)
        return editor is not None

    def leave(self) -> None:
        """Go back; what was typed is only thrown away when the person says so."""
        question = dialogs.Question(
            self.tr("Leave without saving?"),
            self.tr("What was typed here is not saved yet."),
            self.tr("Leave"),
            self.tr("Go on typing"),
            danger=True,
        )
        if not self._dirty or dialogs.ask(self, question):
            self.left.emit()

    def _show(self, editor: FieldEditor) -> None:
        editor.setFocus()
        self._scroll.ensureWidgetVisible(editor)

    def _changed(self) -> None:
        self._dirty = True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control: Any = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.take()
        else:
            super().keyPressEvent(event)
