"""Values that two people saved differently, side by side, and the decision of a third look."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from fieldkit.errors import FieldkitError
from fieldkit.model import conflicts, inspections
from fieldkit.model.cases.personal import has_personal, note_access
from fieldkit.model.conflict_subjects import Subject, subject
from fieldkit.model.inspections.questions import value_label
from fieldkit.model.inspections.stored_path import stored_path
from fieldkit.model.tables import GROUPS
from fieldkit.model.thai import dates
from fieldkit.ui import theme
from fieldkit.ui.buttons import Button
from fieldkit.ui.card import Card
from fieldkit.ui.cell_model import CellModel
from fieldkit.ui.facts import Facts
from fieldkit.ui.labels import hairline, label, restyle
from fieldkit.ui.list_table import ListTable
from fieldkit.ui.record_words import column_words, stored_words, table_words
from fieldkit.ui.row_delegate import Cell
from fieldkit.ui.wrap_label import WrapLabel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QMouseEvent, QResizeEvent

    from fieldkit.model.conflicts import Conflict, Side
    from fieldkit.model.form import Node
    from fieldkit.ui.facts import Fact
    from fieldkit.ui.page import PageContext

LIST_WIDTH, LIST_SHARE = 250, 0.34
TARGET = 36  # pixels at 100 % text that a gloved finger hits
LEAST_FOR_TWO = 300  # width at 100 % text in which two values stand beside each other


class SideCard(Card):
    """One of the values; a click anywhere on it chooses it."""

    def __init__(self, who: str, spoken: str) -> None:
        super().__init__(margin=12)
        # The name wraps, which the words of a radio button do not.
        self.choice = QRadioButton()
        self.choice.setMinimumWidth(theme.current().px(TARGET))
        self.choice.setAccessibleName(spoken)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.choice, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(WrapLabel(who, "strong"), 1)
        self.body.addLayout(row)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.choice.click()
        self.choice.setFocus()
        event.accept()


class ConflictCard(Card):
    """The list at the left, the sides of the chosen one at the right, the reason below.

    Attributes:
        decided: signal with the table of the value, after a decision.
        failed: signal with a FieldkitError.
    """

    decided = Signal(str)
    failed = Signal(object)

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._shown: Conflict | None = None
        self._title = label("", "title")
        self.add(self._title)
        self.add(
            WrapLabel(self.tr("Both values are kept until somebody decides. The first is shown."), "quiet")
        )
        self.model = CellModel((self.tr("Value"),), self._cells, self)
        self.table = ListTable(self.tr("Values to decide"))
        self.table.setModel(self.model)
        self.table.horizontalHeader().hide()
        self.table.set_widths([0])
        self.table.row_chosen.connect(self._show_row)
        self.table.row_opened.connect(lambda _row: self._focus_sides())
        self.what = WrapLabel("", "strong")
        self._sides = QGridLayout()
        self._sides.setSpacing(12)
        self._group = QButtonGroup(self)
        self._group.buttonClicked.connect(lambda _button: self._allow())
        sheet = QWidget()
        column = QVBoxLayout(sheet)
        column.setContentsMargins(0, 0, 6, 0)
        column.setSpacing(10)
        column.addWidget(self.what)
        column.addLayout(self._sides)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(sheet)
        body = QHBoxLayout()
        body.setSpacing(16)
        body.addWidget(self.table)
        body.addWidget(scroll, 1)
        self.body.addLayout(body, 1)
        self.add(hairline())
        self.body.addLayout(self._foot())

    def _foot(self) -> QHBoxLayout:
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(self.tr("Why this value is right"))
        self.reason.setAccessibleName(self.tr("Why this value is right"))
        self.reason.textChanged.connect(lambda _text: restyle(self.reason, invalid=False))
        self.reason.returnPressed.connect(self._decide)
        self.keep = Button(self.tr("Keep the chosen value"), "check")
        self.keep.clicked.connect(self._decide)
        foot = QHBoxLayout()
        foot.setSpacing(10)
        foot.addWidget(self.reason, 1)
        foot.addWidget(self.keep)
        return foot

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.table.setFixedWidth(min(theme.current().px(LIST_WIDTH), int(self.width() * LIST_SHARE)))
        self._turn()

    # --- the list

    def refresh(self) -> int:
        """Read the conflicts again, keep the chosen one if it is still there, return how many there are."""
        before = self._shown.key[:3] if self._shown else None
        found = conflicts.listing(self._context.workspace)
        self.model.show_rows(
            [(one, subject(self._context.workspace, one.table, one.record)) for one in found]
        )
        self._title.setText(self.tr("%n value(s) to decide", "", len(found)))
        keys = [one.key[:3] for one in found]
        if before not in keys:
            self._shown = None
        self.table.choose_row(keys.index(before) if before in keys else 0)
        return len(found)

    def _cells(self, row: tuple[Conflict, Subject]) -> Sequence[Cell]:
        conflict, about = row
        kind = table_words(conflict.table, self._context.language)
        place = about.path.rsplit("/", 1)[-1]
        return (Cell(about.name or kind, " · ".join(part for part in (kind, place) if part), strong=True),)

    def _show_row(self, row: int) -> None:
        found = self.model.row(row)
        if found is None:
            return
        conflict, about = found
        if self._shown is not None and self._shown.key == conflict.key:
            return
        try:
            self._note_shown(conflict)
        except FieldkitError as error:
            self.failed.emit(error)
            return
        self._shown = conflict
        self.reason.clear()
        node = self._asked(about)
        self.what.set_words(self._whole(conflict, about, node))
        self._show_sides(conflict, node)
        self._allow()

    def _note_shown(self, conflict: Conflict) -> None:
        """Keep that somebody saw what is personal: who decides must see the values."""
        if any(has_personal(conflict.table, side.values) for side in conflict.sides):
            note_access(self._context.workspace, "shown", conflict.table, [conflict.record], "")

    def _whole(self, conflict: Conflict, about: Subject, node: Node | None) -> str:
        language = self._context.language
        parts = [table_words(conflict.table, language), about.name]
        if about.started_at:
            parts.append(dates.short(datetime.fromisoformat(about.started_at).date(), language))
        name = about.path.rsplit("/", 1)[-1]
        parts.append((node.label or name) if node is not None else name)
        return " · ".join(part for part in parts if part)

    def _asked(self, about: Subject) -> Node | None:
        """Return the question as its checklist asks it, None where the checklist is not here."""
        if not about.path:
            return None
        try:
            opened = inspections.open_inspection(self._context.workspace, about.inspection)
        except FieldkitError:
            return None
        return next((node for node in opened.instance.walk() if stored_path(node) == about.path), None)

    # --- the sides

    def _show_sides(self, conflict: Conflict, node: Node | None) -> None:
        for button in self._group.buttons():
            self._group.removeButton(button)
        while self._sides.count():
            item = self._sides.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        columns = [
            column
            for column in GROUPS[conflict.table][conflict.group]
            if len({repr(side.values.get(column)) for side in conflict.sides}) > 1
        ]
        for place, side in enumerate(conflict.sides):
            facts = [self._fact(conflict.table, column, side, node) for column in columns]
            self._sides.addWidget(self._side(side, facts, place), *divmod(place, self._columns()))

    def _columns(self) -> int:
        """Return how many values stand beside each other: one where two would cut their words."""
        return 2 if self.width() * (1 - LIST_SHARE) >= theme.current().px(LEAST_FOR_TWO) else 1

    def _turn(self) -> None:
        """Put the values that are shown beside or below each other."""
        items = [self._sides.takeAt(0) for _ in range(self._sides.count())]
        cards = [card for item in items if item is not None and (card := item.widget()) is not None]
        columns = self._columns()
        for column in range(2):
            # Of one width: a grid reckons heights with the widths that it shares out itself.
            self._sides.setColumnStretch(column, 1 if column < columns else 0)
        for place, card in enumerate(cards):
            self._sides.addWidget(card, *divmod(place, columns))

    def _fact(self, table: str, column: str, side: Side, node: Node | None) -> Fact:
        language, value = self._context.language, side.values.get(column)
        if table == "answer" and column == "value" and node is not None and value:
            shown = value_label(node, str(value))
        else:
            shown = stored_words(table, column, value, language)
        return column_words(table, column, language), shown

    def _side(self, side: Side, facts: Sequence[Fact], place: int) -> QWidget:
        language = self._context.language
        who = side.author_name or self.tr("Somebody without a name")
        if side.device == self._context.workspace.device:
            who = self.tr("{0} (this laptop)").format(who)
        zone = self._context.workspace.clock().tzinfo
        when = dates.short_moment(datetime.fromisoformat(side.wall).astimezone(zone), language)
        spoken = ", ".join(f"{words} {value}" for words, value in facts)
        sheet = SideCard(who, f"{who}, {when}: {spoken}")
        self._group.addButton(sheet.choice, place)
        sheet.add(WrapLabel(when if place else self.tr("{0} · shown now").format(when), "caption"))
        sheet.add(Facts(facts, stacked=True))
        if side.why:
            sheet.add(WrapLabel(side.why, "quiet"))
        sheet.body.addStretch(1)
        return sheet

    def _focus_sides(self) -> None:
        buttons = self._group.buttons()
        if buttons:
            (self._group.checkedButton() or buttons[0]).setFocus()

    def _allow(self) -> None:
        self.keep.setEnabled(self._group.checkedId() >= 0)

    def _decide(self) -> None:
        conflict, place = self._shown, self._group.checkedId()
        if conflict is None or place < 0:
            self._focus_sides()
            return
        side = conflict.sides[place]
        values = {column: side.values.get(column) for column in GROUPS[conflict.table][conflict.group]}
        try:
            conflicts.resolve(self._context.workspace, conflict.key, values, self.reason.text())
        except conflicts.ReasonMissing as error:
            restyle(self.reason, invalid=True)
            self.reason.setFocus()
            self.failed.emit(error)
        except FieldkitError as error:
            self.failed.emit(error)
            self.refresh()
        else:
            self._shown = None
            self.decided.emit(conflict.table)
