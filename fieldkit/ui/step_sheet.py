"""The sheet on which a step of an order, or of several, is recorded or corrected."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from fieldkit.model.orders import writing
from fieldkit.model.orders.steps_table import of_kind, possible
from fieldkit.model.thai.digits import NumberError, parse_number
from fieldkit.ui import theme
from fieldkit.ui.buttons import Button
from fieldkit.ui.card import Card, centred, scrolling
from fieldkit.ui.key_bar import KeyBar
from fieldkit.ui.labels import label, restyle
from fieldkit.ui.order_words import field_words, step_badge
from fieldkit.ui.thai_date_edit import ThaiDateEdit
from fieldkit.ui.wrap_label import WrapLabel

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fieldkit.errors import FieldkitError
    from fieldkit.model.orders.reading import Order
    from fieldkit.ui.page import PageContext

WIDTH, NOTE_HEIGHT = 560, 76
COLUMNS = ("on_date", "due_date", "number", "officer", "amount", "note")
_ALWAYS = frozenset({"on_date", "number", "officer", "note"})
_DAYS = ("on_date", "due_date")


class StepSheet(QWidget):
    """What happened, when, and what belongs to it; which fields there are follows from the table of steps.

    Attributes:
        added: signal (order ids, kind, columns) of a new step.
        edited: signal (order id, step id, columns) of a corrected one.
        deleted: signal (order id, step id).
        left: signal to go back.
        failed: signal with the FieldkitError of a field.
    """

    added = Signal(list, str, dict)
    edited = Signal(str, str, dict)
    deleted = Signal(str, str)
    left = Signal()
    failed = Signal(object)

    def __init__(
        self, context: PageContext, orders: Sequence[Order], step_id: str = "", kind: str = ""
    ) -> None:
        """Record a step of ``orders`` (of ``kind``, if one is given), or correct the step ``step_id``."""
        super().__init__()
        self._context, self._orders = context, tuple(orders)
        self._step: Mapping[str, Any] | None = next(
            (step for step in self._orders[0].step_rows if step["id"] == step_id), None
        )
        self._fields: dict[str, QWidget] = {}
        self._names: dict[str, QLabel] = {}
        title = (
            self.tr("Record what happened") if self._step is None else self.tr("Correct what was recorded")
        )
        card = Card(title, margin=24)
        card.setMaximumWidth(theme.current().px(WIDTH))
        numbers = ", ".join(order.name for order in self._orders)
        card.add(WrapLabel(numbers, "strong"))
        self.kind = QComboBox()
        self.kind.setAccessibleName(self.tr("What happened"))
        card.add(label(self.tr("What happened"), "caption"))
        card.add(self.kind)
        self._make_fields(card)
        sheet = QWidget()
        column = QVBoxLayout(sheet)
        column.addStretch(1)
        column.addLayout(centred(card, share=8))
        column.addStretch(2)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(scrolling(sheet), 1)
        whole.addWidget(self._bar())
        self._offer(kind)
        self.setFocusProxy(self.kind if self._step is None and not kind else self._fields["on_date"])

    def _make_fields(self, card: Card) -> None:
        language, clock = self._context.language, self._context.workspace.clock
        for column in COLUMNS:
            field: QWidget
            if column in _DAYS:
                field = ThaiDateEdit(language, lambda: clock().date())
                field.refused.connect(self.failed)
                if column == "on_date":
                    field.date_changed.connect(self._day_changed)
            elif column == "note":
                field = QPlainTextEdit()
                field.setTabChangesFocus(True)
                field.setFixedHeight(theme.current().px(NOTE_HEIGHT))
            else:
                field = QLineEdit()
            name = label("", "caption")
            card.add(name)
            card.add(field)
            self._names[column], self._fields[column] = name, field

    def _bar(self) -> KeyBar:
        """Return the bar below what scrolls, with the buttons."""
        bar = KeyBar([("Ctrl+Enter", self.tr("save")), ("Esc", self.tr("back"))])
        back = Button(self.tr("Back"))
        back.clicked.connect(self.left)
        self.remove = Button(self.tr("Delete this step"), "trash-2")
        self.remove.clicked.connect(self._delete)
        self.remove.setVisible(self._step is not None)
        self.save = Button(self.tr("Save"), "check", kind="primary")
        self.save.clicked.connect(self.take)
        for button in (back, self.remove, self.save):
            bar.add_button(button)
        return bar

    # --- what is asked

    def _offer(self, kind: str) -> None:
        """Offer the steps that every order can take now, or show the one that is corrected."""
        language = self._context.language
        if self._step is not None:
            kinds: list[str] = [str(self._step["kind"])]
        elif kind:
            kinds = [kind]
        else:
            first, *others = (possible(order.row["state"]) for order in self._orders)
            kinds = [name for name in first if all(name in other for other in others)]
        for name in kinds:
            self.kind.addItem(step_badge(name, language)[0], name)
        self.kind.setEnabled(len(kinds) > 1)
        self.kind.currentIndexChanged.connect(lambda _row: self._show_kind())
        self._show_kind()
        if self._step is not None:
            self._show(self._step)

    def _show_kind(self) -> None:
        """Show the fields of the chosen kind with what is proposed for them."""
        kind = self.chosen_kind()
        rows = of_kind(kind)
        wanted = _ALWAYS | {name for row in rows for name in row.needs}
        wanted |= {source for row in rows for _name, source in row.sets if source in COLUMNS}
        for column in COLUMNS:
            words = field_words(kind, column, self._context.language)
            name, field = self._names[column], self._fields[column]
            name.setText(words)
            field.setAccessibleName(words)
            for part in (name, field):
                part.setVisible(column in wanted)
        if self._step is None and kind:
            self._show(writing.new_step(self._context.workspace, self._orders[0], kind, {}))

    def _show(self, step: Mapping[str, Any]) -> None:
        for column in COLUMNS:
            field, value = self._fields[column], step[column]
            if isinstance(field, ThaiDateEdit):
                field.set_date(date.fromisoformat(value) if value else None)
            elif isinstance(field, QPlainTextEdit):
                field.setPlainText(value or "")
            elif isinstance(field, QLineEdit):
                field.setText("" if value is None else f"{value:,.2f}" if column == "amount" else str(value))

    def _day_changed(self, day: date | None) -> None:
        """Let the deadline follow the day of receipt while the step is new."""
        due = self._fields["due_date"]
        if self._step is None and day is not None and isinstance(due, ThaiDateEdit) and due.isVisibleTo(self):
            proposed = writing.proposed_due(self._orders[0], self.chosen_kind(), day.isoformat())
            if proposed is not None:
                due.set_date(date.fromisoformat(proposed))

    def chosen_kind(self) -> str:
        """Return the kind of step that is chosen, "" when none is possible."""
        return str(self.kind.currentData() or "")

    def field(self, column: str) -> QWidget:
        """Return the field of a column of the step."""
        return self._fields[column]

    # --- what is done

    def take(self) -> None:
        """Hand over what was typed; a field that cannot be read gets the focus instead."""
        columns: dict[str, Any] = {}
        for column, field in self._fields.items():
            if not field.isVisibleTo(self):
                continue
            restyle(field, invalid=False)
            if isinstance(field, ThaiDateEdit):
                field.commit()
                if field.error() is not None:
                    field.setFocus()
                    return
                day = field.date()
                columns[column] = day.isoformat() if day is not None else None
            elif isinstance(field, QPlainTextEdit):
                columns[column] = field.toPlainText().strip() or None
            elif isinstance(field, QLineEdit):
                columns[column] = field.text().strip() or None
        try:
            if columns.get("amount"):
                columns["amount"] = float(parse_number(columns["amount"]))
        except NumberError as error:
            self.refuse(error, "amount")
            self.failed.emit(error)
            return
        if self._step is not None:
            self.edited.emit(self._orders[0].id, str(self._step["id"]), columns)
        elif self.chosen_kind():
            self.added.emit([order.id for order in self._orders], self.chosen_kind(), columns)

    def refuse(self, error: FieldkitError, column: str) -> None:
        """Mark the field that must be corrected and put the focus there."""
        field = self._fields.get(column)
        if field is not None and field.isVisibleTo(self):
            restyle(field, invalid=True)
            field.setAccessibleDescription(error.message(self._context.language))
            field.setFocus()

    def _delete(self) -> None:
        if self._step is not None:
            self.deleted.emit(self._orders[0].id, str(self._step["id"]))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.take()
        else:
            super().keyPressEvent(event)
