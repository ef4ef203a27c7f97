"""A table of facts whose values are typed in place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QStyleOptionViewItem, QWidget

from fieldkit.model.codes import code_word, codes
from fieldkit.model.fact_properties import day_of
from fieldkit.ui import theme
from fieldkit.ui.cell_model import CellModel
from fieldkit.ui.factory_model import NONE, day_words
from fieldkit.ui.list_table import ListTable
from fieldkit.ui.row_delegate import Cell, RowDelegate
from fieldkit.ui.thai_date_edit import ThaiDateEdit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldkit.model.fact_properties import FactProperty
    from fieldkit.model.facts import Fact
    from fieldkit.ui.page import PageContext
    from fieldkit.ui.theme import Tone

AnyIndex = QModelIndex | QPersistentModelIndex
VALUE, SOURCE = 1, 2  # columns
WIDTHS = (0, 0, 170)
EDITOR_HEIGHT = 40
REGISTER = "register"
"""Group of what the register says; it is corrected in the register."""
FLAGGED = "risk"
"""Group of properties in which “yes” is a warning."""


@dataclass(frozen=True, slots=True)
class FactLine:
    """A property with what is known of it, None where nothing is; ``author`` typed it."""

    about: FactProperty
    fact: Fact | None = None
    author: str = ""


class FactModel(CellModel):
    """Facts as rows; the columns are property, value, day with source.

    Attributes:
        typed: signal (property, text) of a value that a person typed.
    """

    typed = Signal(str, str)

    def __init__(self, context: PageContext, *, grouped: bool) -> None:
        headers = (self.tr("Fact"), self.tr("Value"), self.tr("As of"))
        super().__init__(headers, self._fact_cells)
        self._context = context
        self._grouped = grouped

    def _fact_cells(self, line: FactLine) -> Sequence[Cell]:
        language, about, fact = self._context.language, line.about, line.fact
        group = code_word("fact.group", about.group, language) if self._grouped else ""
        name = Cell(about.title.pick(language), group, strong=True)
        if fact is None:
            return name, Cell(NONE, quiet=True), Cell("")
        day, source = day_words(fact.as_of, language), self.source_words(line)
        return name, self._value(line, fact), Cell(day, source) if day else Cell(source, quiet=True)

    def _value(self, line: FactLine, fact: Fact) -> Cell:
        words = line.about.words(fact.value, self._context.language)
        if fact.conflict:
            return Cell(words, self.tr("Two people differ"), icon="git-merge", tone="warn")
        return Cell(words, tone=_tone(line.about, fact.value))

    def source_words(self, line: FactLine) -> str:
        """Return where a fact comes from: the checklist, the register, or who typed it."""
        if line.fact is None:
            return ""
        language = self._context.language
        if line.fact.inspection:
            return self.tr("inspection {0}").format(line.fact.source)
        words = code_word("fact.source", line.fact.source, language)
        return f"{words} · {line.author}" if line.author else words

    def line(self, index: AnyIndex) -> FactLine:
        """Return what stands at an index."""
        return cast("FactLine", self.rows[index.row()])

    def update_rows(self, rows: Sequence[FactLine]) -> None:
        """Show other values of the same properties."""
        self.rows = rows
        last = self.index(len(rows) - 1, self.columnCount() - 1)
        self.dataChanged.emit(self.index(0, 0), last)

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        flags = super().flags(index)
        typed = index.column() == VALUE and self.line(index).about.group != REGISTER
        return flags | Qt.ItemFlag.ItemIsEditable if typed else flags

    def setData(self, index: AnyIndex, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        self.typed.emit(self.line(index).about.name, str(value))
        return True


def _tone(about: FactProperty, value: str) -> Tone | None:
    if about.group == FLAGGED:
        return "warn" if about.canonical(value) == "yes" else None
    if about.kind == "code" and about.codes:
        known = codes(about.codes).get(value)
        return cast("Tone", known.tone) if known and known.tone else None
    return None


class FactDelegate(RowDelegate):
    """Makes the editor that fits a property: words to choose from, a date, or a line of text."""

    def __init__(self, table: FactTable) -> None:
        super().__init__(table)
        self._table = table

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: AnyIndex) -> QWidget:
        about = self._table.fact_model.line(index).about
        language = self._table.context.language
        editor: QWidget
        if about.codes:
            box = QComboBox(parent)
            box.addItem(NONE, "")
            for code in about.choices().values():
                box.addItem(code.name.pick(language), code.code)
            editor = box
        elif about.kind == "date":
            clock = self._table.context.workspace.clock
            editor = ThaiDateEdit(language, lambda: clock().date(), parent)
        else:
            editor = QLineEdit(parent)
        editor.setAccessibleName(about.title.pick(language))
        return editor

    def setEditorData(self, editor: QWidget, index: AnyIndex) -> None:
        line = self._table.fact_model.line(index)
        stored = line.about.canonical(line.fact.value) if line.fact is not None else ""
        refused = self._table.refused.get(line.about.name)
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(max(0, editor.findData(stored)))
        elif isinstance(editor, QLineEdit):
            if isinstance(editor, ThaiDateEdit):
                editor.set_date(day_of(stored))
            else:
                editor.setText(stored)
            if refused is not None:
                editor.setText(refused)
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: AnyIndex) -> None:
        text = editor.currentData() if isinstance(editor, QComboBox) else ""
        if isinstance(editor, QLineEdit):
            text = editor.text()
        model.setData(index, str(text or ""), Qt.ItemDataRole.EditRole)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        area: QRect = option.rect
        height = min(theme.current().px(EDITOR_HEIGHT), area.height())
        editor.setGeometry(area.left() + 4, area.center().y() - height // 2, area.width() - 8, height)


class FactTable(ListTable):
    """The table; Enter, F2 or a double click types a value, Delete takes it away.

    Attributes:
        refused: texts that could not be read, by property, until they are corrected.
    """

    def __init__(self, context: PageContext, name: str, *, grouped: bool = True) -> None:
        super().__init__(name)
        self.context = context
        self.refused: dict[str, str] = {}
        self.fact_model = FactModel(context, grouped=grouped)
        self.fact_model.setParent(self)
        self.setModel(self.fact_model)
        self.setItemDelegate(FactDelegate(self))
        self.set_widths(WIDTHS)
        self.row_opened.connect(self.edit_row)

    def edit_row(self, row: int) -> None:
        """Type the value of ``row``; what is being typed goes on."""
        if self.state() == ListTable.State.EditingState:
            return
        self.setFocus()
        index = self.fact_model.index(row, VALUE)
        if not index.flags() & Qt.ItemFlag.ItemIsEditable:
            return
        self.setCurrentIndex(index)
        self.edit(index)

    def show_lines(self, lines: Sequence[FactLine]) -> None:
        """Show other lines and keep the chosen property."""
        chosen = self.chosen()
        names = [line.about.name for line in lines]
        if names == [line.about.name for line in self.fact_model.rows]:
            # Other values of the same facts: an editor may be open, and keeps the focus.
            self.fact_model.update_rows(lines)
            return
        self.fact_model.show_rows(lines)
        self.choose_row(names.index(chosen) if chosen in names else 0 if names else -1)

    def chosen(self) -> str:
        """Return the name of the chosen property, "" when there is none."""
        row = self.chosen_row()
        return cast("FactLine", self.fact_model.rows[row]).about.name if row >= 0 else ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.fact_model.index(self.chosen_row(), VALUE)
        if event.key() == Qt.Key.Key_F2 and self.chosen_row() >= 0:
            self.edit_row(self.chosen_row())
        elif event.key() == Qt.Key.Key_Delete and index.flags() & Qt.ItemFlag.ItemIsEditable:
            self.fact_model.typed.emit(self.chosen(), "")
        else:
            super().keyPressEvent(event)
