"""The sheet on which a step of a record, or of several, is recorded or corrected."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from fieldkit.errors import FieldkitError
from fieldkit.model.cases.duties import duty_rules
from fieldkit.model.cases.steps_table import possible, rules
from fieldkit.model.cases.writing import new_step
from fieldkit.ui import theme
from fieldkit.ui.buttons import Button
from fieldkit.ui.card import Card, centred, scrolling
from fieldkit.ui.case_words import step_badge, step_field_words
from fieldkit.ui.editor_kinds import make_editor
from fieldkit.ui.key_bar import KeyBar
from fieldkit.ui.labels import label
from fieldkit.ui.link_editor import LinkEditor
from fieldkit.ui.wrap_label import WrapLabel

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fieldkit.model.cases.errors import CaseRefused
    from fieldkit.model.cases.reading import Case
    from fieldkit.ui.page import PageContext
    from fieldkit.ui.record_editors import FieldEditor

WIDTH = 560
COLUMNS = ("on_date", "due_date", "amount", "number", "officer", "inspection", "note")
_ALWAYS = frozenset({"on_date", "number", "officer", "inspection", "note"})
_NAMES_SHOWN = 6


class CaseStepSheet(QWidget):
    """What happened and when; which fields there are follows from the table of steps.

    Attributes:
        added: signal (kind, columns) of a new step.
        edited, deleted: signals (step id, columns), (step id) of a corrected one.
        left: signal to go back.
    """

    added = Signal(str, dict)
    edited = Signal(str, dict)
    deleted = Signal(str)
    left = Signal()

    def __init__(
        self, context: PageContext, cases: Sequence[Case], step_id: str = "", kind: str = ""
    ) -> None:
        """Record a step of ``cases``, of ``kind`` if one is given, or correct the step ``step_id``."""
        super().__init__()
        self._context, self.cases = context, tuple(cases)
        self.table = cases[0].table
        self._step: Mapping[str, Any] | None = next(
            (step for step in cases[0].step_rows if step["id"] == step_id), None
        )
        title = (
            self.tr("Record what happened") if self._step is None else self.tr("Correct what was recorded")
        )
        card = Card(title, margin=24)
        card.setMaximumWidth(theme.current().px(WIDTH))
        card.add(WrapLabel(self._names(), "strong"))
        self.kind = QComboBox()
        self.kind.setAccessibleName(self.tr("What happened"))
        card.add(label(self.tr("What happened"), "caption"))
        card.add(self.kind)
        self._editors: dict[str, FieldEditor] = {}
        for column in COLUMNS:
            editor = self._editors[column] = make_editor("step", column, context)
            card.add(editor)
        self._narrow_inspections()
        sheet = QWidget()
        column_ = QVBoxLayout(sheet)
        column_.addStretch(1)
        column_.addLayout(centred(card, share=8))
        column_.addStretch(2)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(scrolling(sheet), 1)
        whole.addWidget(self._bar())
        self._offer(kind)
        self.setFocusProxy(self.kind if self.kind.isEnabled() else self._editors["on_date"])

    def _names(self) -> str:
        names = [case.name for case in self.cases[:_NAMES_SHOWN]]
        more = len(self.cases) - len(names)
        return ", ".join([*names, self.tr("and %n more", "", more)] if more else names)

    def _narrow_inspections(self) -> None:
        editor = self._editors["inspection"]
        factories = {case.record.row["factory"] for case in self.cases}
        if isinstance(editor, LinkEditor) and len(factories) == 1:
            editor.factory = str(next(iter(factories)) or "")

    def _bar(self) -> KeyBar:
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

    def _offer(self, kind: str) -> None:
        """Offer the steps that every record can take now, or show the one that is corrected."""
        language = self._context.language
        if self._step is not None:
            kinds: list[str] = [str(self._step["kind"])]
        elif kind:
            kinds = [kind]
        else:
            first, *others = (possible(self.table, case.state) for case in self.cases)
            kinds = [name for name in first if all(name in other for other in others)]
        for name in kinds:
            self.kind.addItem(step_badge(self.table, name, language)[0], name)
        self.kind.setEnabled(len(kinds) > 1)
        self.kind.currentIndexChanged.connect(lambda _row: self._show_kind())
        self._show_kind()
        shown = self._step or new_step(self._context.workspace, self.chosen_kind(), {})
        for column, editor in self._editors.items():
            editor.show_value(shown[column])

    def _show_kind(self) -> None:
        """Show the fields of the chosen kind; what was typed in the others waits."""
        rule = rules(self.table).get(self.chosen_kind())
        wanted = set(_ALWAYS)
        if rule is not None:
            wanted |= {*rule.needs, *(source for _column, source in rule.sets)}
        if any(duty.since == f"step:{self.chosen_kind()}" for duty in duty_rules(self.table)):
            wanted.add("due_date")
        for column, editor in self._editors.items():
            editor.name_as(step_field_words(self.table, self.chosen_kind(), column, self._context.language))
            editor.setVisible(column in wanted)

    def chosen_kind(self) -> str:
        """Return the kind of step that is chosen, "" when none is possible."""
        return str(self.kind.currentData() or "")

    def editor(self, column: str) -> FieldEditor:
        """Return the editor of a column of the step."""
        return self._editors[column]

    def take(self) -> None:
        """Hand over what was typed; a field that cannot be read says so and gets the focus."""
        columns: dict[str, Any] = {}
        for column, editor in self._editors.items():
            editor.show_problem("")
            if not editor.isVisibleTo(self):
                continue
            try:
                columns[column] = editor.value()
            except FieldkitError as error:
                language = self._context.language
                editor.show_problem(f"{error.title.pick(language)}\n{error.hint.pick(language)}".strip())
                editor.setFocus()
                return
        if self._step is not None:
            self.edited.emit(str(self._step["id"]), columns)
        elif self.chosen_kind():
            self.added.emit(self.chosen_kind(), columns)

    def refuse(self, error: CaseRefused) -> None:
        """Say at each field what is wrong with it and put the focus into the first."""
        language, marked = self._context.language, []
        for problem in error.problems:
            editor = self._editors.get(problem.column)
            if editor is not None and editor.isVisibleTo(self):
                editor.show_problem(f"{problem.title.pick(language)}\n{problem.cure.pick(language)}")
                marked.append(editor)
        if marked:
            marked[0].setFocus()

    def _delete(self) -> None:
        if self._step is not None:
            self.deleted.emit(str(self._step["id"]))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.take()
        else:
            super().keyPressEvent(event)
