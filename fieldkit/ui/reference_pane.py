"""The pane beside a reference table: one row whole, where it comes from, its other days, who changed it."""

from __future__ import annotations

import json
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from fieldkit.model.history import history
from fieldkit.model.reference_tables import layers
from fieldkit.model.reference_tables.listing import is_unconfirmed
from fieldkit.model.reference_tables.stored import GROUP_LABELS, TABLE
from fieldkit.model.tables import GROUPS
from fieldkit.model.thai.dates import short, short_moment
from fieldkit.ui.badge import Badge
from fieldkit.ui.buttons import Button
from fieldkit.ui.card import Card, scrolling
from fieldkit.ui.empty_state import EmptyState
from fieldkit.ui.facts import Facts
from fieldkit.ui.labels import hairline, label
from fieldkit.ui.reference_words import (
    cell_words,
    confidence_badge,
    days_words,
    detail_columns,
    key_words,
    name_words,
    own_words,
    state_badge,
    title_words,
)
from fieldkit.ui.row_button import RowButton
from fieldkit.ui.row_delegate import Cell
from fieldkit.ui.thai_date_edit import ThaiDateEdit
from fieldkit.ui.wrap_label import WrapLabel
from fieldkit.ui.wrap_layout import WrapLayout, clear

if TYPE_CHECKING:
    from fieldkit.model.reference_tables.descriptions import Table
    from fieldkit.model.reference_tables.layers import Version
    from fieldkit.ui.page import PageContext

_MOST_REVISIONS = 20


class ReferencePane(Card):
    """Shows one row or says that none is chosen.

    Attributes:
        change_wanted: signal for new values from a day on.
        correct_wanted: signal to put a mistake right.
        end_wanted: signal with the last day on which the row is in force.
        confirm_wanted: signal with the note of a confirmation.
        restore_wanted: signal to take back what the office wrote.
        version_wanted: signal with another row of the same key.
    """

    change_wanted = Signal()
    correct_wanted = Signal()
    end_wanted = Signal(object)
    confirm_wanted = Signal(str)
    restore_wanted = Signal()
    version_wanted = Signal(object)

    def __init__(self, context: PageContext, described: Table, *, may_edit: bool) -> None:
        super().__init__()
        self._context, self._table, self._may_edit = context, described, may_edit
        self._version: Version | None = None
        self.setAccessibleName(self.tr("Details of the row"))
        self._none = EmptyState(
            "inbox", self.tr("Nothing chosen"), self.tr("Choose one in the list to see it here")
        )
        self.add(self._none, 1)
        self._make_sheet()
        self._make_buttons()
        self.show_version(None)

    def _make_sheet(self) -> None:
        sheet = QWidget()
        column = QVBoxLayout(sheet)
        column.setContentsMargins(0, 0, 6, 0)
        column.setSpacing(8)
        self.title = WrapLabel("", "title")
        self._key = WrapLabel("", "quiet")
        self._badges = WrapLayout()
        self.facts = Facts(stacked=True)
        self._confirmed = Facts(stacked=True)
        self._others_title = label(self.tr("The same key on other days"), "strong")
        self._others = QVBoxLayout()
        self.changes = Button(self.tr("Who changed what"), "history", kind="quiet")
        self.changes.clicked.connect(self._show_changes)
        self._changes = QVBoxLayout()
        for widget in (self.title, self._key):
            column.addWidget(widget)
        column.addLayout(self._badges)
        column.addWidget(self.facts)
        column.addWidget(self._confirmed)
        column.addWidget(hairline())
        column.addWidget(self._others_title)
        column.addLayout(self._others)
        column.addWidget(self.changes)
        column.addLayout(self._changes)
        column.addStretch(1)
        self._scroll = scrolling(sheet)
        self._scroll.setAccessibleName(self.accessibleName())
        self.add(self._scroll, 1)

    def _make_buttons(self) -> None:
        self.confirm = Button(self.tr("Confirm"), "check", kind="primary")
        self.confirm.setToolTip(self.tr("Vouch for the chosen rows as they stand (Ctrl+Enter)"))
        self.confirm.clicked.connect(self.ask_note)
        self.note = QLineEdit()
        self.note.setPlaceholderText(self.tr("Which document? (Enter)"))
        self.note.setAccessibleName(self.tr("Note of the confirmation"))
        self.note.returnPressed.connect(lambda: self.confirm_wanted.emit(self.note.text()))
        self.change = Button(self.tr("New from a day"), "calendar")
        self.change.setToolTip(self.tr("New values from a day on; what was judged before stays (F2)"))
        self.change.clicked.connect(self.change_wanted)
        self.correct = Button(self.tr("Correct"), "pencil")
        self.correct.setToolTip(self.tr("Put a mistake in this row right, with a reason"))
        self.correct.clicked.connect(self.correct_wanted)
        self.end = Button(self.tr("End"), "x")
        self.end.clicked.connect(self.ask_end)
        clock = self._context.workspace.clock
        self.last = ThaiDateEdit(self._context.language, lambda: clock().date())
        self.last.setAccessibleName(self.tr("Last day in force"))
        self.last.setToolTip(self.tr("Last day in force; Enter ends the row"))
        self.last.returnPressed.connect(self._take_end)
        self.restore = Button(self.tr("Restore"), "undo-2")
        self.restore.setToolTip(self.tr("Take back what the office wrote of this row"))
        self.restore.clicked.connect(self.restore_wanted)
        buttons = WrapLayout(spacing=8)
        for button in (self.change, self.correct, self.end, self.restore):
            buttons.addWidget(button)
        self.body.addLayout(buttons)
        self.add(self.last)
        self.add(self.note)
        self.add(self.confirm)

    # --- what is shown

    def show_version(self, version: Version | None) -> None:
        """Show a row; None empties the pane."""
        self._version = version
        self._none.setVisible(version is None)
        self._scroll.setVisible(version is not None)
        may = version is not None and self._may_edit and self._table.editable
        binned = version is not None and version.layer == "bin"
        for button in (self.change, self.correct, self.end):
            button.setVisible(may and not binned)
        for field in (self.note, self.last):
            field.hide()
        self.confirm.setVisible(may and not binned and version is not None and is_unconfirmed(version))
        self.restore.setVisible(may and version is not None and version.office is not None)
        if version is None:
            return
        language = self._context.language
        self.title.set_words(name_words(version, language))
        self._key.set_words(key_words(version))
        self._show_badges(version)
        columns = detail_columns(self._table, language)
        facts = [
            (title_words(self._table, one, language), own_words(version, one, language))
            for one in columns
            if not one.key
        ]
        days = days_words(version, language)
        self.facts.show_facts(
            [*facts, (self.tr("In force"), days or self.tr("always"))] if self._dated() else facts
        )
        self._show_confirmation(version)
        self._show_others(version)
        clear(self._changes)
        self.changes.setVisible(version.office is not None)
        self._scroll.verticalScrollBar().setValue(0)

    def _dated(self) -> bool:
        return self._table.column("valid_from") is not None

    def _show_badges(self, version: Version) -> None:
        clear(self._badges)
        today = self._context.workspace.clock().date()
        shown = [state_badge(version, today)] if self._dated() and version.layer != "bin" else []
        shown.append(confidence_badge(version, self._context.language))
        if version.layer == "bin":
            shown.append((self.tr("in the bin"), "neutral"))
        elif version.layer != "shipped":
            changed = (
                self.tr("changed by the office") if version.layer == "changed" else self.tr("of the office")
            )
            shown.append((changed, "accent"))
        for words, tone in shown:
            if words:
                self._badges.addWidget(Badge(words, tone))

    def _show_confirmation(self, version: Version) -> None:
        office = version.office
        if office is None or not (version.confirmed or office.note):
            self._confirmed.show_facts([])
            return
        facts = [(self.tr("Why it was changed"), office.note)]
        if version.confirmed:
            day = short(date.fromisoformat(office.confirmed_on), self._context.language)
            facts.append((self.tr("Confirmed by"), f"{office.confirmed_by} · {day}"))
            facts.append((self.tr("Compared with"), office.confirmed_note))
        self._confirmed.show_facts(facts)

    def _show_others(self, version: Version) -> None:
        clear(self._others)
        others = [
            one for one in layers.versions(self._table.name) if one.key == version.key and one is not version
        ]
        others = [one for one in others if one.valid_from != version.valid_from]
        self._others_title.setVisible(bool(others))
        language, today = self._context.language, self._context.workspace.clock().date()
        for one in others:
            words, tone = state_badge(one, today)
            button = RowButton(
                Cell(days_words(one, language) or self.tr("always"), words, quiet=tone == "neutral")
            )
            button.clicked.connect(partial(self.version_wanted.emit, one))
            self._others.addWidget(button)

    def _show_changes(self) -> None:
        version = self._version
        if version is None or version.office is None:
            return
        clear(self._changes)
        language = self._context.language
        for revision in history(self._context.workspace, TABLE, version.office.id)[:_MOST_REVISIONS]:
            when = short_moment(datetime.fromisoformat(revision.at), language)
            changed = {change.column: change for change in revision.changes}
            groups = [group for group, names in GROUPS[TABLE].items() if set(names) & changed.keys()]
            what = ", ".join(GROUP_LABELS[group].pick(language) for group in groups)
            if "cells" in changed:
                what = self._cells_words(changed["cells"].before, changed["cells"].after) or what
            self._changes.addWidget(WrapLabel(f"{when} · {revision.author_name or '–'}", "caption"))
            self._changes.addWidget(WrapLabel(what))

    def _cells_words(self, before: Any, after: Any) -> str:
        """Return which cells of the row became what."""
        old = json.loads(before) if before else dict(self._version.cells) if self._version else {}
        new = json.loads(after) if after else {}
        language, found = self._context.language, []
        for column in self._table.columns:
            was, now = old.get(column.name, ""), new.get(column.name, "")
            if was != now and before:
                shown = (cell_words(column, value, language) or "–" for value in (was, now))
                found.append(f"{column.title.pick(language)}: {' → '.join(shown)}")
        return "\n".join(found)

    # --- what is asked in place

    def ask_note(self) -> None:
        """Ask what a row was compared with; pressed again, it is confirmed."""
        if self.note.isVisible():
            self.confirm_wanted.emit(self.note.text())
            return
        self.note.clear()
        self.note.show()
        self.note.setFocus(Qt.FocusReason.OtherFocusReason)

    def ask_end(self) -> None:
        """Ask for the last day of a row; pressed again, it ends."""
        if self.last.isVisible():
            self._take_end()
            return
        self.last.set_date(self._context.workspace.clock().date())
        self.last.show()
        self.last.setFocus(Qt.FocusReason.OtherFocusReason)
        self.last.selectAll()

    def _take_end(self) -> None:
        self.last.commit()
        day = self.last.date()
        if day is not None and self.last.error() is None:
            self.end_wanted.emit(day)
