"""The pane beside a register: one record, what is to be done, what happened, its files and changes."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from fieldkit.errors import FieldkitError
from fieldkit.model.cases.enterprises import SIZES
from fieldkit.model.cases.personal import has_personal, note_access
from fieldkit.model.cases.reading import attachments, case_name, projects
from fieldkit.model.cases.registers import register_of
from fieldkit.model.cases.results import economic_value, gain, rules
from fieldkit.model.codes import code_word
from fieldkit.model.history import history
from fieldkit.model.other_places import kinds_for
from fieldkit.model.record_fields import FIELDS
from fieldkit.model.reference import visit_kinds
from fieldkit.ui import theme
from fieldkit.ui.badge import Badge
from fieldkit.ui.buttons import Button
from fieldkit.ui.card import Card, scrolling
from fieldkit.ui.case_words import (
    class_badge,
    due_words,
    link_words,
    state_badge,
    step_amount_words,
    step_badge,
    value_words,
)
from fieldkit.ui.empty_state import EmptyState
from fieldkit.ui.factory_model import day_words
from fieldkit.ui.facts import Facts
from fieldkit.ui.labels import hairline, label
from fieldkit.ui.record_words import column_words, stored_words
from fieldkit.ui.row_button import RowButton
from fieldkit.ui.row_delegate import Cell
from fieldkit.ui.runner.photos import Thumbnail
from fieldkit.ui.timeline import Event, Timeline
from fieldkit.ui.visit_choice import offered
from fieldkit.ui.wrap_label import WrapLabel
from fieldkit.ui.wrap_layout import WrapLayout, clear

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

    from fieldkit.ui.page import PageContext

Row = Mapping[str, Any]

_MOST_REVISIONS = 30
LEAST_HEIGHT = 420
"""Height in pixels at 100 % text below which the buttons leave out their words."""
# What a record is about, below its name.
_ABOUT = {
    "recommendation": "recommendation_text",
    "complaint": "details",
    "loan": "factory_name",
    "enterprise": "product",
}


class CasePane(Card):
    """Shows one record of a register or says that none is chosen.

    Attributes:
        edit_wanted, delete_wanted, restore_wanted, attach_wanted: signals with the id of the record.
        step_wanted: signal (record id, step id), "" for a new step.
        file_opened, file_removed: signals with the id of an attachment.
        factory_wanted: signal with the id of a factory.
        start_wanted: signal (record id, kind of visit, form_id) of a checklist about the record.
        case_wanted: signal with the id of another record of the register.
        below_wanted: signal (table, id or "", id of the record above) of a project or result.
        failed: signal with a FieldkitError.
    """

    edit_wanted = Signal(str)
    delete_wanted = Signal(str)
    restore_wanted = Signal(str)
    attach_wanted = Signal(str)
    step_wanted = Signal(str, str)
    file_opened = Signal(str)
    file_removed = Signal(str)
    factory_wanted = Signal(str)
    start_wanted = Signal(str, str, str)
    case_wanted = Signal(str)
    below_wanted = Signal(str, str, str)
    failed = Signal(object)

    def __init__(self, context: PageContext, table: str) -> None:
        super().__init__()
        self._context, self._table = context, table
        self._row: dict[str, Any] = {}
        self._open = False  # whether what is personal is shown
        one = register_of(table).one.pick(context.language)
        self.setAccessibleName(self.tr("Details: {0}").format(one))
        self._none = EmptyState(
            "inbox", self.tr("Nothing chosen"), self.tr("Choose one in the list to see it here")
        )
        self.add(self._none, 1)
        self._make_sheet()
        self._make_buttons()
        self.show_case(None)

    def _make_sheet(self) -> None:
        sheet = QWidget()
        column = QVBoxLayout(sheet)
        column.setContentsMargins(0, 0, 6, 0)
        column.setSpacing(8)
        self.title = WrapLabel("", "title")
        self._badges = WrapLayout()
        self.timeline = Timeline(self.tr("What happened"))
        self.timeline.opened.connect(lambda step: self.step_wanted.emit(self._row["id"], step))
        self._nothing = WrapLabel(self.tr("Nothing yet"), "quiet")
        self._about = WrapLabel("")
        self._duties = Facts()
        self._parts = QVBoxLayout()
        self._parts.setSpacing(8)
        self.changes = Button(self.tr("Who changed what"), "history", kind="quiet")
        self.changes.clicked.connect(self._show_changes)
        self._changes = QVBoxLayout()
        column.addWidget(self.title)
        column.addLayout(self._badges)
        column.addWidget(self._about)
        column.addWidget(self._duties)
        column.addWidget(hairline())
        column.addWidget(label(self.tr("What happened"), "strong"))
        column.addWidget(self._nothing)
        column.addWidget(self.timeline)
        column.addLayout(self._parts)
        column.addWidget(hairline())
        column.addWidget(self.changes)
        column.addLayout(self._changes)
        column.addStretch(1)
        self._scroll = scrolling(sheet)
        self._scroll.setAccessibleName(self.accessibleName())
        self.add(self._scroll, 1)

    def _make_buttons(self) -> None:
        self.step = Button(self.tr("Record what happened"), "plus", kind="primary")
        self.step.clicked.connect(lambda: self.step_wanted.emit(self._row["id"], ""))
        self.edit = Button(self.tr("Edit"), "pencil")
        self.edit.clicked.connect(lambda: self.edit_wanted.emit(self._row["id"]))
        self.attach = Button(self.tr("Attach"), "paperclip")
        self.attach.clicked.connect(lambda: self.attach_wanted.emit(self._row["id"]))
        self.personal = Button(self.tr("Show personal data"), "lock")
        self.personal.clicked.connect(self._reveal)
        self.factory = Button(self.tr("Show the factory"), "factory")
        self.factory.clicked.connect(lambda: self.factory_wanted.emit(self._row["factory"]))
        self.start = Button(self.tr("Start inspection"), "clipboard-check")
        self.start.clicked.connect(self._start)
        for button in (self.personal, self.factory, self.start, self.edit, self.attach):
            button.setAccessibleName(button.text())
            button.setToolTip(button.text())
        self.restore = Button(self.tr("Restore"), "undo-2", kind="primary")
        self.restore.clicked.connect(lambda: self.restore_wanted.emit(self._row["id"]))
        self._lines = [QHBoxLayout() for _ in range(5)]
        for line in self._lines:
            line.setSpacing(8)
            self.body.addLayout(line)
        self._lay_foot(low=False)
        self._buttons: tuple[QPushButton, ...] = (
            *(self.step, self.edit, self.attach, self.personal, self.factory, self.start, self.restore),
        )

    def _lay_foot(self, *, low: bool) -> None:
        """Put the buttons below each other, or in a low pane, without most of their words, into two lines."""
        self._low = low
        quiet = (self.personal, self.factory, self.start, self.edit, self.attach)
        high = ((self.personal,), (self.factory, self.start), (self.edit, self.attach))
        lines: list[tuple[QPushButton, ...]] = [*((quiet,) if low else high), (self.step,), (self.restore,)]
        for line, buttons in zip(self._lines, lines, strict=False):
            for button in buttons:
                line.addWidget(button, 1)
        for button in quiet:
            button.setText("" if low else button.accessibleName())
        for first, second in pairwise(button for buttons in lines for button in buttons):
            self.setTabOrder(first, second)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        low = self.height() < theme.current().px(LEAST_HEIGHT)
        if low != self._low:
            self._lay_foot(low=low)

    # --- what is shown

    def show_case(self, row: Row | None) -> None:
        """Show a row of ``listing``; None empties the pane."""
        before = self._row.get("id")
        self._row = dict(row or {})
        self._open = self._open and self._row.get("id") == before
        self._none.setVisible(row is None)
        for part in (self._scroll, *self._buttons):
            part.setVisible(row is not None)
        if row is None:
            return
        deleted = bool(row["deleted"])
        for button in (self.step, self.edit, self.attach):
            button.setVisible(not deleted)
        self.restore.setVisible(deleted)
        self.factory.setVisible(bool(row["factory"]))
        self.start.setVisible(not deleted and bool(self._visits()))
        self.personal.setVisible(not self._open and has_personal(self._table, row))
        self.title.set_words(case_name(self._table, row))
        self._about.set_words(str(row[_ABOUT[self._table]] or ""))
        self._about.setVisible(bool(self._about.words()))
        self._show_badges(row)
        self._duties.show_facts(self._due_facts(row))
        self._show_events(row["steps"])
        clear(self._changes)
        clear(self._parts)
        if self._table == "complaint":
            self._show_repeats(row)
        self._show_sections(row)
        if self._table == "enterprise":
            self._show_projects(row)
        self._show_files(row)
        if row["id"] != before:
            self._scroll.verticalScrollBar().setValue(0)

    def facts(self) -> dict[str, str]:
        """Return what is shown of the record now, value by words."""
        found: dict[str, str] = {}
        for part in self.findChildren(Facts):
            found |= part.facts()
        return found

    def _show_badges(self, row: Row) -> None:
        language = self._context.language
        clear(self._badges)
        shown = [state_badge(self._table, row, language)]
        if self._table == "loan":
            shown.append(class_badge(row, language))
            if row["restructured"]:
                shown.append((FIELDS["loan"]["restructured"].name.pick(language), "warn"))
        if row.get("repeats"):
            shown.append((self.tr("repeated %n time(s)", "", row["repeats"]), "fail"))
        if row["deleted"]:
            shown.append((self.tr("in the bin"), "neutral"))
        for words, tone in shown:
            self._badges.addWidget(Badge(words, tone))

    def _due_facts(self, row: Row) -> list[tuple[str, str]]:
        """Return what is to be done, each with its day and what that means today."""
        language, today = self._context.language, self._context.workspace.clock().date()
        found = []
        for duty in row["duties"]:
            line = {"due": duty.due.isoformat(), "duty": duty.name}
            day, meaning, _tone = due_words(line, today, language)
            found.append((duty.name.pick(language), f"{day} · {meaning.partition(' · ')[0]}"))
        return found

    def _show_events(self, steps: Sequence[Row]) -> None:
        language, workspace = self._context.language, self._context.workspace
        events = []
        for step in steps:
            words, tone = step_badge(self._table, step["kind"], language)
            due = day_words(step["due_date"], language)
            visit = (
                link_words(workspace, "inspection", step["inspection"], language)
                if step["inspection"]
                else ""
            )
            more = (
                step["number"],
                self.tr("until {0}").format(due) if due else "",
                step_amount_words(self._table, step["amount"]),
                step["note"],
                visit,
                step["officer"],
            )
            said = " · ".join(str(part) for part in more if part)
            events.append(Event(step["id"], day_words(step["on_date"], language), words, said, tone))
        self.timeline.show_events(events)
        self.timeline.setVisible(bool(events))
        self._nothing.setVisible(not events)

    def _show_sections(self, row: Row) -> None:
        language, workspace = self._context.language, self._context.workspace
        for section in register_of(self._table).sections:
            facts = []
            for column in section.columns:
                field = FIELDS[self._table][column]
                if field.kind == "link":
                    words = link_words(workspace, field.target, row[column], language) if row[column] else ""
                else:
                    words = value_words(self._table, column, row, language, hidden=not self._open)
                facts.append((field.name.pick(language), words))
            if self._table == "enterprise" and "income" in section.columns and row["size"]:
                facts.append((self.tr("Size"), self._size_words(row)))
            if any(words for _name, words in facts):
                self._parts.addWidget(hairline())
                self._parts.addWidget(label(section.title.pick(language), "strong"))
                self._parts.addWidget(Facts(facts))

    def _size_words(self, row: Row) -> str:
        language = self._context.language
        note = row["size_note"].pick(language)
        words = code_word(SIZES, row["size"], language)
        return f"{words} ({note})" if note else words

    def _show_repeats(self, row: Row) -> None:
        if row["repeat_of"]:
            words = link_words(self._context.workspace, "complaint", row["repeat_of"], self._context.language)
            button = Button(self.tr("Show the earlier complaint {0}").format(words), "arrow-up-right")
            button.clicked.connect(lambda: self.case_wanted.emit(row["repeat_of"]))
            self._parts.addWidget(button)

    def _show_projects(self, row: Row) -> None:
        language = self._context.language
        self._parts.addWidget(hairline())
        self._parts.addWidget(label(self.tr("Projects and results"), "strong"))
        for project in projects(self._context.workspace, row["id"]):
            state = value_words("project", "state", project, language)
            parts = (project["title"], str(project["fiscal_year"] or ""), state)
            self._add_line(" · ".join(part for part in parts if part), "project", project["id"], row["id"])
            for result in project["results"]:
                self._add_line(self._result_words(result), "project_result", result["id"], project["id"])
            value = economic_value(project["results"])
            if value is not None:
                words = self.tr("Economic value of a year: {0} baht").format(f"{value:,.0f}")
                self._parts.addWidget(WrapLabel(words, "strong"))
            if not row["deleted"]:
                self._add_button(self.tr("Add a result"), "project_result", project["id"])
        if not row["deleted"]:
            self._add_button(self.tr("Add a project"), "project", row["id"])

    def _result_words(self, result: Row) -> str:
        """Return an indicator with before, after and the gain; "n/a" for a percentage of 0."""
        language = self._context.language
        name = value_words("project_result", "indicator", result, language)
        rule, found = rules().get(str(result["indicator"])), gain(result)
        unit = result["unit"] or (rule.unit if rule else "")
        values = [
            f"{value:,g}" if value is not None else "…" for value in (result["baseline"], result["result"])
        ]
        words = f"{name}: {values[0]} → {values[1]} {unit}".strip()
        if found is None:
            return words
        gains = [f"{found.amount:+,g}"] if found.amount is not None else []
        if rule is not None and rule.percent:
            gains.append(f"{found.percent:+,.2f}%" if found.percent is not None else self.tr("n/a"))
        return f"{words} ({', '.join(gains)})"

    def _add_line(self, words: str, table: str, id_: str, above: str) -> None:
        line = RowButton(Cell(words, strong=table == "project"))
        line.clicked.connect(lambda: self.below_wanted.emit(table, id_, above))
        self._parts.addWidget(line)

    def _add_button(self, words: str, table: str, above: str) -> None:
        button = Button(words, "plus", kind="quiet")
        button.clicked.connect(lambda: self.below_wanted.emit(table, "", above))
        self._parts.addWidget(button)

    def _show_files(self, row: Row) -> None:
        files = attachments(self._context.workspace, row["id"])
        if not files:
            return
        self._parts.addWidget(hairline())
        self._parts.addWidget(label(self.tr("Files"), "strong"))
        tiles = QWidget()
        line = WrapLayout(tiles)
        for number, file in enumerate(files, 1):
            tile = Thumbnail(file, self._context.workspace.attachments, number, [])
            tile.opened.connect(self.file_opened)
            tile.removed.connect(self.file_removed)
            line.addWidget(tile)
        self._parts.addWidget(tiles)

    # --- what is asked for

    def _visits(self) -> list[tuple[str, str]]:
        """Return what can be started about the record here: (kind of visit, form_id)."""
        kinds = kinds_for(self._table)
        here = offered(self._context.workspace) if kinds else {}
        return [(code, here[code][1]) for code in kinds if code in here]

    def _start(self) -> None:
        """Start the checklist of this register; where there are several, a menu asks which."""
        visits = self._visits()
        if len(visits) == 1:
            self.start_wanted.emit(self._row["id"], *visits[0])
            return
        menu = QMenu(self.start)
        for code, form_id in visits:
            words = visit_kinds()[code].name.pick(self._context.language)
            menu.addAction(words, partial(self.start_wanted.emit, self._row["id"], code, form_id))
        menu.popup(self.start.mapToGlobal(self.start.rect().topLeft()))

    def _reveal(self) -> None:
        """Show what is personal of this record, and keep that somebody looked."""
        try:
            note_access(self._context.workspace, "shown", self._table, [self._row["id"]], "")
        except FieldkitError as error:
            self.failed.emit(error)
            return
        self._open = True
        self.show_case(self._row)
        self.edit.setFocus()

    def _show_changes(self) -> None:
        """Show who changed what and when; the log is only read when somebody asks."""
        clear(self._changes)
        language = self._context.language
        found = history(self._context.workspace, self._table, self._row["id"])
        for revision in found[:_MOST_REVISIONS]:
            self._changes.addWidget(
                WrapLabel(
                    f"{day_words(revision.at, language)} {revision.at[11:16]} · {revision.author_name}",
                    "strong",
                )
            )
            if revision.created:
                self._changes.addWidget(WrapLabel(self.tr("Record made"), "quiet"))
                continue
            for change in revision.changes:
                self._changes.addWidget(
                    WrapLabel(self._change_words(change.column, change.before, change.after))
                )

    def _change_words(self, column: str, before: Any, after: Any) -> str:
        language = self._context.language
        name = column_words(self._table, column, language)
        field = FIELDS[self._table].get(column)
        if field is not None and field.personal and not self._open:
            return self.tr("{0}: changed").format(name)
        if field is not None and field.kind == "link":
            words = [
                link_words(self._context.workspace, field.target, str(value), language) if value else "–"
                for value in (before, after)
            ]
        else:
            words = [stored_words(self._table, column, value, language) for value in (before, after)]
        return f"{name}: {words[0]} → {words[1]}"
