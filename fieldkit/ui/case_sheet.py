"""The sheet on which a record of a register is written: every field by its kind, in its section."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from fieldkit.errors import FieldkitError
from fieldkit.model.cases.reading import case_name
from fieldkit.model.cases.registers import REGISTERS, register_of
from fieldkit.model.record_fields import FIELDS
from fieldkit.ui import dialogs, theme
from fieldkit.ui.buttons import Button
from fieldkit.ui.card import Card, scrolling
from fieldkit.ui.editor_kinds import make_editor
from fieldkit.ui.key_bar import KeyBar
from fieldkit.ui.labels import label
from fieldkit.ui.record_editors import FieldEditor, LineEditor

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieldkit.model.cases.errors import CaseRefused
    from fieldkit.model.cases.registers import Section
    from fieldkit.ui.page import PageContext

FROM_STEPS = frozenset({"state", "closed_on", "answered_on"})
"""What follows from dated steps alone and is not typed, in registers that have steps."""
_WIDE = ("long", "codes", "link")
_TWO_COLUMNS = 860  # pixels at 100 % text from which the sections stand in two columns
_SUGGESTIONS = 300


class CaseSheet(QWidget):
    """A new record, or one to change.

    Attributes:
        saved: signal (id or "" for a new one, values by column).
        left: signal to go back without saving.
    """

    saved = Signal(str, dict)
    left = Signal()

    def __init__(self, context: PageContext, table: str, row: Mapping[str, Any] | None = None) -> None:
        """``row`` is the record to change, None for a new one."""
        super().__init__()
        self._context, self.table = context, table
        self.id = str(row["id"]) if row is not None else ""
        self._before = dict(row or {})
        self._editors: dict[str, FieldEditor] = {}
        self._dirty = False
        register, language = register_of(table), context.language
        what = register.one.pick(language)
        title = self.tr("New {0}").format(what) if row is None else case_name(table, row)
        self._cards = [self._card(section) for section in register.sections]
        self._cards = [card for card in self._cards if card is not None]
        self._grid = QGridLayout()
        self._grid.setSpacing(14)
        self._columns = 0
        sheet = QWidget()
        column = QVBoxLayout(sheet)
        column.setContentsMargins(0, 0, 8, 8)
        column.addWidget(label(title, "title"))
        column.addLayout(self._grid)
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        self._scroll = scrolling(sheet)
        whole.addWidget(self._scroll, 1)
        whole.addWidget(self._bar())
        for name, editor in self._editors.items():
            editor.show_value(self._before.get(name))
            editor.changed.connect(self._changed)
        self.setFocusProxy(next(iter(self._editors.values())))

    def _card(self, section: Section) -> Card | None:
        names = [name for name in section.columns if self.table not in REGISTERS or name not in FROM_STEPS]
        if not names:
            return None
        card = Card(section.title.pick(self._context.language))
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        for side in (0, 1):
            grid.setColumnStretch(side, 1)
        line, side = 0, 0
        for name in names:
            editor = self._editor(name)
            wide = FIELDS[self.table][name].kind in _WIDE
            if wide and side:
                line, side = line + 1, 0
            grid.addWidget(editor, line, side, 1, 2 if wide else 1)
            line, side = (line + 1, 0) if wide or side else (line, 1)
        card.body.addLayout(grid)
        card.body.addStretch(1)
        return card

    def _editor(self, name: str) -> FieldEditor:
        editor = self._editors[name] = make_editor(self.table, name, self._context)
        declared = FIELDS[self.table][name]
        if isinstance(editor, LineEditor) and declared.kind == "text" and not declared.personal:
            editor.offer(self._known(name))
        return editor

    def _known(self, name: str) -> list[str]:
        """Return what was typed for a column before, people for officers and districts of the register."""
        sources = [f"SELECT DISTINCT {name} AS words FROM {self.table}"]
        if name == register_of(self.table).officer:
            sources.append("SELECT DISTINCT name FROM person")
        if name in ("district", "subdistrict", "province"):
            sources.append(f"SELECT DISTINCT {name} FROM factory")
        rows = self._context.workspace.rows(f"{' UNION '.join(sources)} ORDER BY 1 LIMIT {_SUGGESTIONS}")
        return [str(row["words"]) for row in rows if row["words"]]

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
        values, wrong = {}, []
        for name, editor in self._editors.items():
            editor.show_problem("")
            try:
                values[name] = editor.value()
            except FieldkitError as error:
                editor.show_problem(self._words(error))
                wrong.append(editor)
        if wrong:
            self._show(wrong[0])
        else:
            self.saved.emit(self.id, values)

    def refuse(self, error: CaseRefused) -> None:
        """Say at each field what is wrong with it and put the focus into the first."""
        language = self._context.language
        marked = []
        for problem in error.problems:
            editor = self._editors.get(problem.column)
            if editor is not None:
                editor.show_problem(f"{problem.title.pick(language)}\n{problem.cure.pick(language)}")
                marked.append(editor)
        if marked:
            self._show(marked[0])

    def draft(self) -> dict[str, Any]:
        """Return what is typed as far as it can be read, to go on with it later."""
        found = {}
        for name, editor in self._editors.items():
            try:
                found[name] = editor.value()
            except FieldkitError:
                found[name] = self._before.get(name)
        return found

    def show_known(self, values: Mapping[str, Any]) -> None:
        """Begin a new record with what is known of it."""
        for name, value in values.items():
            self._editors[name].show_value(value)

    def show_draft(self, values: Mapping[str, Any]) -> None:
        """Go on with a draft."""
        for name, value in values.items():
            if name in self._editors:
                self._editors[name].show_value(value)
        self._dirty = True

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

    def _words(self, error: FieldkitError) -> str:
        language = self._context.language
        return "\n".join(part for part in (error.title.pick(language), error.hint.pick(language)) if part)

    def _show(self, editor: FieldEditor) -> None:
        editor.setFocus()
        self._scroll.ensureWidgetVisible(editor)

    def _changed(self) -> None:
        self._dirty = True

    # --- Qt

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        columns = 2 if self.width() >= theme.current().px(_TWO_COLUMNS) else 1
        if columns != self._columns:
            self._columns = columns
            self._arrange()

    def _arrange(self) -> None:
        """Put the sections into columns of about the same height, in reading order."""
        while self._grid.count():
            self._grid.takeAt(0)
        shares: list[list[Card]] = [[] for _ in range(self._columns)]
        total = sum(card.sizeHint().height() for card in self._cards if card)
        height = 0
        for card in self._cards:
            if card is None:
                continue
            side = min(int(height * self._columns / max(total, 1)), self._columns - 1)
            shares[side].append(card)
            height += card.sizeHint().height()
        for side, cards in enumerate(shares):
            column = QVBoxLayout()
            column.setSpacing(14)
            for card in cards:
                column.addWidget(card)
            column.addStretch(1)
            holder = QHBoxLayout()
            holder.addLayout(column)
            self._grid.addLayout(holder, 0, side)
            self._grid.setColumnStretch(side, 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.take()
        else:
            super().keyPressEvent(event)
