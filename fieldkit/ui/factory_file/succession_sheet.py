"""The sheets on which a factory is merged with another, or split into two licences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QLineEdit, QVBoxLayout, QWidget

from fieldkit.errors import FieldkitError
from fieldkit.model import factories, succession
from fieldkit.model.fact_properties import capital
from fieldkit.ui import theme
from fieldkit.ui.buttons import Button
from fieldkit.ui.card import Card, centred, scrolling
from fieldkit.ui.chip import ChipRow
from fieldkit.ui.editor_kinds import make_editor
from fieldkit.ui.key_bar import KeyBar
from fieldkit.ui.labels import hairline, label, restyle
from fieldkit.ui.record_words import table_words
from fieldkit.ui.wrap_label import WrapLabel

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieldkit.model.succession import Succession
    from fieldkit.ui.page import PageContext

WIDTH = 640


class SuccessionSheet(QWidget):
    """Fields, below them what would move and what stays, and the button that does it.

    Attributes:
        wanted: signal (Succession) when the person wants it written.
        left: signal to go back.
    """

    wanted = Signal(object)
    left = Signal()

    def __init__(self, context: PageContext, factory: str, title: str, act: str) -> None:
        super().__init__()
        self._context, self._factory = context, factory
        self.found: Succession | None = None
        with context.workspace.database.read() as connection:
            found = factories.factory(connection, factory)
        card = Card(title, margin=24)
        card.setMaximumWidth(theme.current().px(WIDTH))
        words = " · ".join(filter(None, (found["name"], found.number, found["district"])))
        card.add(WrapLabel(words, "strong"))
        self.add_fields(card)
        card.add(hairline())
        self.moves = WrapLabel("")
        self.stays = WrapLabel("", "quiet")
        self.problem = WrapLabel("")
        self.problem.setProperty("tone", "warn")
        for part in (self.moves, self.stays, self.problem):
            card.add(part)
        back = Button(self.tr("Back"))
        back.clicked.connect(self.left)
        self.save = Button(act, "check", kind="primary")
        self.save.clicked.connect(self.take)
        bar = KeyBar([("Ctrl+Enter", act), ("Esc", self.tr("back"))])
        bar.add_button(back)
        bar.add_button(self.save)
        sheet = QWidget()
        column = QVBoxLayout(sheet)
        column.addLayout(centred(card, share=8))
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(scrolling(sheet), 1)
        whole.addWidget(bar)
        self.look()

    def add_fields(self, card: Card) -> None:
        """Add what the person fills in."""
        raise NotImplementedError

    def preview(self) -> Succession | None:
        """Return what would be done, None while it is not filled in; raises FieldkitError."""
        raise NotImplementedError

    def look(self) -> None:
        """Show what would be done as the fields stand now."""
        language = self._context.language
        try:
            self.found, told = self.preview(), []
        except FieldkitError as error:
            self.found, told = None, [f"{error.title.pick(language)} – {error.hint.pick(language)}"]
        found = self.found
        self.save.setEnabled(found is not None)
        moves = stays = ""
        if found is not None:
            nothing = self.tr("nothing")
            moves = self.tr("Goes over: {0}").format(self._counted(found.moves) or nothing)
            stays = self.tr("Keeps its number and is shown here: {0}").format(
                self._counted(found.stays) or nothing
            )
            told = [capital(text.pick(language)) for text in found.warnings]
        self.moves.set_words(moves)
        self.stays.set_words(stays)
        self.problem.set_words("\n".join(told))
        restyle(self.problem)

    def _counted(self, counts: Mapping[str, int]) -> str:
        language = self._context.language
        return ", ".join(f"{table_words(table, language)} {count:,}" for table, count in counts.items())

    def take(self) -> None:
        """Hand over what was looked at."""
        if self.found is not None:
            self.wanted.emit(self.found)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.take()
        else:
            super().keyPressEvent(event)


class MergeSheet(SuccessionSheet):
    """Merges the factory with another one that a person finds by name or number."""

    def __init__(self, context: PageContext, factory: str) -> None:
        title, act = self.tr("Merge with another registration"), self.tr("Merge")
        super().__init__(context, factory, title, act)
        self.setFocusProxy(self.other)

    def add_fields(self, card: Card) -> None:
        card.add(
            WrapLabel(
                self.tr("For one factory that is registered twice. Its numbers go on to find it."), "caption"
            )
        )
        self.other = make_editor("complaint", "factory", self._context)
        self.other.changed.connect(self.look)
        card.add(self.other)
        card.add(label(self.tr("Which one stays"), "caption"))
        self.ways = ChipRow(
            [("other", self.tr("The other one")), ("this", self.tr("This one"))],
            self.tr("Which one stays"),
            wrap=True,
        )
        self.ways.chosen.connect(lambda _key: self.look())
        card.add(self.ways)

    def preview(self) -> Succession | None:
        other = self.other.value()
        if not other:
            return None
        ways = (self._factory, other) if self.ways.key() == "other" else (other, self._factory)
        return succession.look_merge(self._context.workspace, *ways)


class SplitSheet(SuccessionSheet):
    """Makes a second licence out of the factory, and gives it the records that belong to it."""

    def __init__(self, context: PageContext, factory: str) -> None:
        title, act = self.tr("Split into two licences"), self.tr("Split")
        super().__init__(context, factory, title, act)
        self.setFocusProxy(self.fields["registration_no"])

    def add_fields(self, card: Card) -> None:
        card.add(
            WrapLabel(
                self.tr("Class, type and place are as before. What was inspected stays with this factory."),
                "caption",
            )
        )
        self.fields: dict[str, QLineEdit] = {}
        for column, words in (
            ("registration_no", self.tr("14-digit number of the new licence")),
            ("registration_no_old", self.tr("Old number of the new licence")),
            ("name", self.tr("Name of the new factory")),
            ("operator", self.tr("Operator of the new factory")),
        ):
            field = self.fields[column] = QLineEdit()
            field.setAccessibleName(words)
            field.textChanged.connect(lambda _text: self.look())
            card.add(label(words, "caption"))
            card.add(field)
        self._movable = succession.movable(self._context.workspace, self._factory)
        self.boxes: dict[str, QCheckBox] = {}
        if self._movable:
            card.add(label(self.tr("Belongs to the new factory"), "caption"))
        for table, found in self._movable.items():
            box = self.boxes[table] = QCheckBox(
                f"{table_words(table, self._context.language)} ({len(found):,})"
            )
            box.toggled.connect(lambda _on: self.look())
            card.add(box)

    def preview(self) -> Succession | None:
        values = {column: field.text().strip() for column, field in self.fields.items()}
        if not (values["registration_no"] or values["registration_no_old"]):
            return None
        moving = {
            table: [record.id for record in found]
            for table, found in self._movable.items()
            if self.boxes[table].isChecked()
        }
        return succession.look_split(self._context.workspace, self._factory, values, moving)
