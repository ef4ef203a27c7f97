"""Fills one inspection: sections at the left, questions in the middle, the question in full at the right."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from fieldkit.model.inspections import reading, version_move
from fieldkit.model.inspections.counterparts import Counterparts
from fieldkit.model.inspections.stored_path import nearest, stored_path
from fieldkit.model.thai import dates
from fieldkit.ui import theme
from fieldkit.ui.capture.machine import Machine
from fieldkit.ui.card import Card
from fieldkit.ui.factory_model import name_words, number_and_type
from fieldkit.ui.keys import page_shortcut
from fieldkit.ui.labels import hairline
from fieldkit.ui.page import DESK
from fieldkit.ui.runner import row_changes
from fieldkit.ui.runner.answers import Answers
from fieldkit.ui.runner.as_last_time import AsLastTime
from fieldkit.ui.runner.attaching import Attaching
from fieldkit.ui.runner.beside_answers import BesideAnswers
from fieldkit.ui.runner.choice_pictures import ChoicePictures
from fieldkit.ui.runner.drawing import DrawingSheet
from fieldkit.ui.runner.finder import Finder
from fieldkit.ui.runner.follow_up_panel import FollowUpPanel
from fieldkit.ui.runner.head import FormHead
from fieldkit.ui.runner.kinds import PLACES, STRUCTURE
from fieldkit.ui.runner.links import open_link
from fieldkit.ui.runner.marks import Marks
from fieldkit.ui.runner.model import FormModel
from fieldkit.ui.runner.pane import QuestionPane
from fieldkit.ui.runner.runner_bar import RunnerBar
from fieldkit.ui.runner.section_batch import SectionBatch
from fieldkit.ui.runner.sections import SectionCard
from fieldkit.ui.runner.taking import Taking
from fieldkit.ui.runner.view import FormView

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieldkit.errors import FieldkitError, Language
    from fieldkit.model.inspections import Inspection
    from fieldkit.ui.capture.sources import Devices

# Width at 100 % text below which the sections become a menu.
LEAST_FOR_CARD = 1060
# Height at 100 % text below which the filters become a menu.
LEAST_FOR_FILTERS = 400


class Runner(QWidget):
    """The form runner.

    Attributes:
        failed: signal with a FieldkitError.
        closing_wanted: signal when the person wants to close and sign.
        photos_wanted: signal (path) when files are to be chosen for a question.
        photo_opened: signal with an attachment's id.
        after_wanted: signal (path) when photos after a correction are to be chosen.
        revision_wanted: signal when a signed inspection is to be corrected.
        version_wanted: signal when the draft is to move to the newer version of its checklist.
        map_wanted: signal with the row of a question that is to be answered on the sketch map.
        list_wanted: signal when the person goes back to the list of inspections.
        changed: signal with the names of the tables that were written.
    """

    failed = Signal(object)
    closing_wanted = Signal()
    photos_wanted = Signal(str)
    photo_opened = Signal(str)
    after_wanted = Signal(str)
    revision_wanted = Signal()
    version_wanted = Signal()
    map_wanted = Signal(object)
    list_wanted = Signal()
    changed = Signal(object)

    def __init__(
        self, inspection: Inspection, language: Language, stored: str = "", devices: Devices | None = None
    ) -> None:
        """Open at the question ``stored`` (a stored path), or at the first one that needs an answer.

        ``devices`` are those of this laptop unless a test has others.
        """
        super().__init__()
        self.inspection = inspection
        self.language = language
        inspection.show_language(language)
        self.answers = Answers(inspection, language, self)
        self.answers.take_in_typing()
        self.before = Counterparts(inspection)
        self.marks = Marks(inspection, self.before)
        self.model = FormModel(inspection, language, self.answers.touched, self.marks)
        self.view = FormView(self.model)
        self.attaching = Attaching(inspection, self.answers.write, self)
        self.pictures = ChoicePictures(inspection, self)
        self.view.delegate.pictures = self.pictures
        self.pictures.arrived.connect(self.view.viewport().update)
        self.pane = QuestionPane(inspection, language, self.before)
        self.follow_up = FollowUpPanel(inspection, language)
        self.card = SectionCard(
            name_words(inspection.factory["name"]),
            number_and_type(inspection.factory, language),
            self.tr("{0} · version {1}").format(
                inspection.checklist.title.pick(language), inspection.checklist.version
            ),
        )
        self._assemble()
        self._connect()
        self.taking = Taking(self, devices or Machine())
        if stored:
            self.go_stored(stored)
        else:
            self.go(self.model.first_open())

    # --- parts

    def _assemble(self) -> None:
        middle = Card(margin=0)
        middle.body.setSpacing(0)
        self.head = FormHead(self.model)
        self.filters = self.head.filters
        middle.add(self.head)
        middle.add(hairline())
        middle.add(self.follow_up)
        middle.add(self.view, 1)
        row = QHBoxLayout()
        row.setContentsMargins(20, 0, 20, 14)
        row.setSpacing(14)
        row.addWidget(self.card)
        row.addWidget(middle, 1)
        row.addWidget(self.pane)
        self._make_bar()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row, 1)
        column.addWidget(self.bar)

    def _make_bar(self) -> None:
        self.bar = RunnerBar(closed=self.inspection.closed, has_last=self.before.last is not None)
        self.bar.revise.clicked.connect(self.revision_wanted)
        newer = version_move.newer_version(self.inspection)
        if newer is not None:
            self.card.offer_version(newer.version)
        self.card.newer.clicked.connect(self.version_wanted)

    def _connect(self) -> None:
        self.view.chosen.connect(self._choose)
        self.view.moved.connect(self.answers.choose)
        self.view.ranked.connect(self.answers.rank)
        self.view.dropped.connect(
            lambda path, files: self.attaching.add(path, [Path(file) for file in files])
        )
        self.view.pasted.connect(self.attaching.paste)
        self.view.linked.connect(self._follow_link)
        self.view.mapped.connect(self.open_map)
        self.attaching.failed.connect(self.failed)
        self.view.typed.connect(self.answers.type_text)
        self.view.settled.connect(self.answers.settle)
        self.answers.saved.connect(self._saved)
        self.answers.refused.connect(self._refused)
        self.answers.shown.connect(self._show_answer)
        self.answers.undo_stack.turned.connect(self._turned)
        self.answers.undo_stack.told.connect(self.bar.show_saved)
        self.view.given_up.connect(self._give_up)
        self.view.stood.connect(self._stood)
        self.view.wanted.connect(self._want_files)
        self.view.accepted.connect(self.next_open)
        self.view.backed.connect(lambda: self._step_over(-1))
        self.filters.chosen.connect(self._filter)
        self.card.sections.opened.connect(self.open_section)
        self.head.section_wanted.connect(self.open_section)
        self.beside = BesideAnswers(self.answers, self.pane)
        self.pane.after_wanted.connect(self.after_wanted)
        self.follow_up.written.connect(self._saved)
        self.follow_up.failed.connect(self._refused)
        self.follow_up.left.connect(self.view.edit_current)
        self.pane.photo_wanted.connect(self.photos_wanted)
        self.pane.photos_dropped.connect(
            lambda path, files: self.attaching.add(path, [Path(file) for file in files])
        )
        self.pane.photo_removed.connect(self.attaching.remove)
        self.bar.next.clicked.connect(lambda: self.open_section(self.model.section + 1))
        self.bar.close_button.clicked.connect(self.closing_wanted)
        self.drawing = DrawingSheet(self, self.attaching)
        self.drawing.left.connect(self.view.edit_current)
        self.batch = SectionBatch(self.answers, self.model, self.bar, self.marks)
        self.last_time = AsLastTime(self.answers, self.before, self.bar)
        self.finder = Finder(self)
        self.finder.found.connect(self.go)
        self.finder.left.connect(self.view.edit_current)
        self.bar.back.clicked.connect(self.list_wanted)
        for keys, slot in self._keys().items():
            page_shortcut(self, keys, slot)

    def _keys(self) -> dict[str, Callable[[], object]]:
        return {
            "F2": self.view.edit_current,
            "F3": self.pane.focus_note,
            "F5": self.pane.focus_note,
            "F4": lambda: self.photos_wanted.emit(self.here()),
            "F6": self._next_pane,
            "F7": lambda: self._step_open(-1),
            "F8": lambda: self._step_open(1),
            "F9": self.as_last_time,
            "F11": self.open_map,
            "F12": self.closing_wanted.emit,
            "Ctrl+Z": self.undo,
            "Ctrl+Y": self.redo,
            "Ctrl+Shift+Z": self.redo,
            "Ctrl+PgDown": lambda: self.open_section(self.model.section + 1),
            "Ctrl+PgUp": lambda: self.open_section(self.model.section - 1),
            "Ctrl+S": self._say_saved,
            "Ctrl+G": self.find_question,
            "Ctrl+L": self.next_translation,
            "Ctrl+M": self.toggle_flag,
            "Ctrl+Return": self._answer_rest,
            "Ctrl+Enter": self._answer_rest,
        }

    def next_translation(self) -> None:
        """Show the checklist in the next of its own languages, for the person who is asked."""
        names = self.inspection.instance.form.languages
        if len(names) > 1:
            now = names.index(self.inspection.instance.language)
            self.view.close_editor()
            self.inspection.show_language(names[(now + 1) % len(names)])
            here = self.here()
            self.model.show_language(self.language)
            self.view.stand(here)
            self._show_place()

    # --- moving

    def find_question(self) -> None:
        """Open the line that goes to a question by number, code or words."""
        self.view.close_editor()
        self.finder.open_over(self.view, list(self.model.every_row()))

    def go(self, path: str) -> None:
        """Stand at the question ``path``, in whatever section it is."""
        if self.model.filter != "all" and self.model.place_of(path) >= 0:
            self.view.stand(path)
            return
        section = self.model.section_of(path)
        if section < 0:
            self.open_section(0)
            return
        if section != self.model.section or self.model.filter != "all":
            self._show_all(section)
        self.view.stand(path)
        self._show_place()

    def go_stored(self, stored: str) -> None:
        """Stand at the question of a stored path, wherever its row is now, or at what is left around it."""
        self.go(nearest(self.inspection.instance, stored))

    def open_section(self, section: int) -> None:
        """Open a section at its first question that needs an answer."""
        if not 0 <= section < len(self.model.sections):
            return
        self._show_all(section)
        rows = [self.model.row(place) for place in range(self.model.rowCount())]
        target = next((row for row in rows if row and row.needs), rows[0] if rows else None)
        if target is not None:
            self.view.stand(target.path)
        self._show_place()

    def next_open(self) -> None:
        """Go to the next question that needs an answer; at the end, to the closing button."""
        self._step_open(1, wrap=False) or self.bar.close_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def as_last_time(self) -> None:
        """Answer as last time; what failed then wants a photo of today first."""
        row = self.view.current_row()
        if row is not None and self.last_time.press(row):
            self.next_open()

    def toggle_flag(self) -> None:
        """Mark the question to come back to, or take the mark off."""
        row = self.view.current_row()
        if row is not None and row.kind not in STRUCTURE and not self.inspection.closed:
            on = "flagged" not in row.marks
            self.answers.write(lambda: self.inspection.flag(row.path, on), row.path)

    def undo(self) -> None:
        """Take the last step back, with what stands in a field as the last one, and go to its question."""
        self.finish()
        self.answers.undo_stack.undo()
        self.view.edit_current()

    def redo(self) -> None:
        """Do again what was taken back, and go to its question."""
        self.finish()
        self.answers.undo_stack.redo()
        self.view.edit_current()

    def _turned(self, path: str) -> None:
        self.follow_up.read_again()
        if path:
            self.go_stored(path)

    def _answer_rest(self) -> None:
        """Answer the rest of the section; the keys leave a field of several lines and follow a link."""
        row = self.view.current_row()
        if row is not None and row.kind == "url" and self.view.editor is not None:
            self.view.editor.finish()
            self._follow_link(row.path)
            return
        if isinstance(self.focusWidget(), QPlainTextEdit):
            in_list = self.view.isAncestorOf(self.focusWidget())
            self.finish()
            (self.next_open if in_list else self.view.edit_current)()
            return
        self.batch.press()

    def _show_all(self, section: int) -> None:
        self.filters.choose("all")
        self.model.filter = "all"
        self.model.show_section(section)

    def _filter(self, key: str) -> None:
        self.view.close_editor()
        here = self.here()
        self.model.show_filter(key)
        if not self.view.stand(here):
            self.view.step(0)
        self._show_place()

    def _step_open(self, direction: int, *, wrap: bool = True) -> bool:
        target = self.model.open_beside(self.here(), direction, wrap=wrap)
        if target:
            self.go(target)
        return bool(target)

    def _step_over(self, direction: int) -> None:
        place = self.view.currentIndex().row() + direction
        if 0 <= place < self.model.rowCount():
            self.view.step(direction)
        elif self.model.filter == "all" and 0 <= self.model.section + direction < len(self.model.sections):
            section = self.model.section + direction
            self._show_all(section)
            nodes = self.model.sections[section].nodes
            self.view.stand(nodes[-1 if direction < 0 else 0].path)
            self._show_place()

    def _next_pane(self) -> None:
        order: list[QWidget] = [self.card.sections, self.view, self.pane.note]
        if not self.follow_up.isHidden():
            order.insert(1, self.follow_up)
        inside = next(
            (i for i, w in enumerate(order) if w.hasFocus() or w.isAncestorOf(self.focusWidget() or w)), 0
        )
        target = order[(inside + 1) % len(order)]
        if target is self.pane.note:
            self.pane.focus_note()
        elif target is self.follow_up:
            self.follow_up.enter()
        else:
            target.setFocus(Qt.FocusReason.TabFocusReason)

    def here(self) -> str:
        """Return the path of the question where the inspector stands."""
        row = self.view.current_row()
        return row.path if row else ""

    def place(self) -> str:
        """Return the stored path of the question where the inspector stands: it outlives rows that move."""
        here = self.here()
        return stored_path(self.inspection.instance.node(here)) if here else ""

    def _stood(self, path: str) -> None:
        self.answers.leave()
        self.batch.forget()
        self.last_time.forget()
        self.marks.stood(self.inspection.instance.node(path))
        desk = {"inspection": self.inspection.id, "path": stored_path(self.inspection.instance.node(path))}
        self.inspection.workspace.remember(DESK, json.dumps(desk))
        self.pane.show_row(self.view.current_row())

    def _show_place(self) -> None:
        self.bar.next.setEnabled(
            self.model.filter == "all" and self.model.section + 1 < len(self.model.sections)
        )
        self.card.show_model(self.model)
        self.head.show_place()
        self.pane.show_row(self.view.current_row())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        now = theme.current()
        narrow = self.width() < now.px(LEAST_FOR_CARD)
        self.card.setVisible(not narrow)
        self.head.show_narrow(narrow)
        self.head.show_low(self.height() < now.px(LEAST_FOR_FILTERS))
        self.follow_up.fit(self.height())

    # --- answering

    def _choose(self, path: str, name: str) -> None:
        row = self.model.row(self.model.place_of(path))
        if row is not None and row.kind in ("rows", "row"):
            self._change_rows(path, name)
            return
        if self.answers.choose(path, name):
            self._step_over(1)

    def _change_rows(self, path: str, what: str) -> None:
        target = row_changes.change(self.answers, path, what)
        self._show_answer()
        if target:
            self.go(target)
            if what in ("add", "copy"):
                self._step_over(1)

    def _give_up(self, path: str) -> None:
        self.answers.forget(path)
        row = self.view.current_row()
        if self.view.editor is not None and row is not None:
            self.view.editor.show_text(row.edited or row.text)

    def read_again(self) -> None:
        """Take in what a sync has brought of this inspection, unless words are half typed here."""
        inspection = self.inspection
        with inspection.workspace.database.read() as connection:
            same = reading.heads(connection, inspection.id) == inspection.seen
        if same or inspection.typing or inspection.unfinished:
            return
        here = self.place()
        self.finish()
        inspection.reload()
        self.marks.read_again()
        self.model.read_again()
        self.follow_up.read_again()
        self.view.stand(nearest(inspection.instance, here))
        self._show_place()

    def _saved(self) -> None:
        self._say_saved()
        self.changed.emit(frozenset({"inspection", "answer", "finding", "attachment"}))

    def _refused(self, error: FieldkitError) -> None:
        self.bar.show_saved(self.tr("Not saved"), "fail")
        self.failed.emit(error)

    def _say_saved(self) -> None:
        now = self.inspection.workspace.clock()
        self.bar.show_saved(self.tr("Saved {0}").format(dates.clock(now, self.language)))

    def _show_answer(self) -> None:
        here, cursor = self.here(), self.view.writing_place()
        self.model.answered()
        if here and self.here() != here:
            self.view.stand(here)
            self.view.resume(cursor)
        editor, row = self.view.editor, self.view.current_row()
        # Undo and redo write below an open field; typing keeps its own text.
        if editor is not None and row is not None and editor.path == row.path and not editor.field.hasFocus():
            editor.show_text(row.edited or row.text)
        self._show_place()

    # --- photos

    def _want_files(self, path: str) -> None:
        """Let the person draw or sign where the question asks for it, otherwise choose files."""
        if self.inspection.closed:
            return
        row = self.view.current_row()
        if row is None or not self.drawing.open_for(row, self.view):
            self.photos_wanted.emit(path)

    def open_map(self) -> None:
        """Answer the question on the sketch map, when it asks for a place, a line or an area."""
        row = self.view.current_row()
        if row is not None and row.kind in PLACES and not row.readonly:
            self.map_wanted.emit(row)

    def _follow_link(self, path: str) -> None:
        open_link(self.inspection.instance.node(path).value)

    # --- leaving

    def finish(self) -> None:
        """Hand over what stands in fields, before the page is left."""
        self.taking.finish()
        self.view.close_editor()
        self.pane.finish()
