"""Between the fields and the inspection: reads what was typed, saves it, and can take it back."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from fieldkit.errors import FieldkitError
from fieldkit.model import readings
from fieldkit.model.inspections.batch import Given, answer_together
from fieldkit.model.inspections.response import NOTHING
from fieldkit.model.inspections.stored_path import paths_by_stored, stored_path
from fieldkit.ui.runner import entry
from fieldkit.ui.runner.entry import Asked, Entry
from fieldkit.ui.runner.row_changes import RowChanges
from fieldkit.ui.runner.undo import AnswerCommand, BatchCommand, Step

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from fieldkit.errors import Language
    from fieldkit.model.form import Node
    from fieldkit.model.inspections import Inspection, LastTime


class Answers(QObject):
    """Every write of the form runner.

    Attributes:
        saved: signal after something was saved.
        refused: signal with the FieldkitError after which nothing was saved.
        shown: signal when what is shown has to be read again.
        moved: signal with the stored path of a question whose answer was taken back or given again.
        undo_stack: one command an answer, across questions and sections.
    """

    saved = Signal()
    refused = Signal(object)
    shown = Signal()
    moved = Signal(str)

    def __init__(self, inspection: Inspection, language: Language, parent: QObject) -> None:
        super().__init__(parent)
        self.inspection = inspection
        self.language = language
        self.undo_stack = QUndoStack(self)
        self.touched: set[str] = set()
        self._typing_on = ""

    def choose(self, path: str, name: str) -> bool:
        """Choose (or, of several, toggle) a choice; returns whether the question is done with."""
        node = self.inspection.instance.node(path)
        value = name
        if node.multiple and name:
            held = node.value.split()
            wanted = [n for n in held if n != name] if name in held else [*held, name]
            value = " ".join(choice.name for choice in node.choices if choice.name in wanted)
        done = bool(name) and not node.multiple and node.value != name
        self.answer(path, Entry(value))
        # A failed question keeps the inspector: its finding wants words and a photo.
        return done and self.inspection.finding(path) is None

    def rank(self, path: str, names: list[str]) -> None:
        """Put the choices of a ranking into the order of ``names``."""
        self.touched.add(path)
        self.answer(path, Entry(" ".join(names)))

    def type_text(self, path: str, text: str) -> None:
        """Keep the text of a field that has not been left."""
        self.write(lambda: self.inspection.type_text(path, text), tell=False)

    def type_words(self, path: str, column: str, text: str) -> None:
        """Keep the words of a note or finding that are being written."""
        self.write(lambda: self.inspection.type_words(path, column, text), tell=False)

    def settle(self, path: str, text: str) -> None:
        """Make the text of a field the answer, if it can be read; otherwise it stays as it is."""
        if path not in self.inspection.typing:
            return
        self.touched.add(path)
        try:
            given = self._read(self.inspection.instance.node(path), text)
        except FieldkitError:
            self.shown.emit()
            return
        if given == self.held(path):
            self.forget(path)
        else:
            self.answer(path, given, merges=self._typing_on == path)
            self._typing_on = path

    def undo(self) -> None:
        """Take the last change back and say where it was."""
        command = self.undo_stack.command(self.undo_stack.index() - 1)
        self.undo_stack.undo()
        self._tell_place(command)

    def redo(self) -> None:
        """Do again what was taken back and say where it was."""
        command = self.undo_stack.command(self.undo_stack.index())
        self.undo_stack.redo()
        self._tell_place(command)

    def _tell_place(self, command: object) -> None:
        if isinstance(command, AnswerCommand):
            self.moved.emit(command.step.path)

    def leave(self) -> None:
        """Take note that another question is stood at: what is typed next is undone by itself."""
        self._typing_on = ""

    def forget(self, path: str) -> None:
        """Drop the text of a field; the stored answer comes back."""
        self.write(lambda: self.inspection.forget_typing(path), tell=False)
        self.shown.emit()

    def held(self, path: str) -> Entry:
        """Return the stored answer."""
        beside = self.inspection.beside.get(path, NOTHING)
        value = self.inspection.instance.node(path).value
        return Entry(value, self.inspection.qualifiers.get(path), beside.readings, beside.origin)

    def answer(self, path: str, given: Entry, *, merges: bool = False) -> None:
        """Give an answer that can be undone; ``merges`` says that it continues the typing before it."""
        before = self.held(path)
        if given != before:
            node = self.inspection.instance.node(path)
            step = Step(stored_path(node), before, given, node.label or "", merges)
            self.undo_stack.push(AnswerCommand(step, self._write_answer))

    def write(self, work: Callable[[], object], *, tell: bool = True) -> bool:
        """Save, and say so; on an error nothing was saved, and the message names the cure."""
        try:
            work()
        except FieldkitError as error:
            self.refused.emit(error)
            self.shown.emit()
            return False
        if tell:
            self.saved.emit()
            self.shown.emit()
        return True

    def take_in_typing(self) -> None:
        """Make what stood in fields when the program ended the answers, where it can be read.

        The words of notes and findings are taken in too.
        """
        for path, text in list(self.inspection.typing.items()):
            if self.inspection.closed:
                break
            try:
                given = self._read(self.inspection.instance.node(path), text)
                self._save(path, given)
            except FieldkitError:
                continue

        for (path, column), text in list(self.inspection.unfinished.items()):
            # A finding may be gone since: its question passes now.
            with suppress(FieldkitError, KeyError):
                if column == "note":
                    self.inspection.note(path, text.strip())
                else:
                    self.inspection.edit_finding(path, **{column: text.strip()})

    def _read(self, node: Node, text: str) -> Entry:
        question = self.inspection.policy.get(node.path)
        limit = self.inspection.judging.limit(node.path)
        rule = question.reading if question is not None else "worst"
        asked = Asked(
            self.inspection.workspace.clock(),
            self.language,
            lambda several: readings.combine(several, rule, limit),
        )
        return entry.read(node, text, asked)

    def change_rows(self, path: str, what: str) -> str:
        """Add, copy, move or remove a row of a repeat, undoably; returns the path to stand at next."""
        return RowChanges(self.inspection, self.undo_stack, self.write).change(path, what)

    def _write_answer(self, stored: str, given: Entry) -> bool:
        """Save for the undo stack; a question that is gone or hidden by now is left alone."""
        path = paths_by_stored(self.inspection.instance).get(stored) if "[" in stored else stored
        if path is None or not self.inspection.instance.node(path).relevant:
            return False
        return self.write(lambda: self._save(path, given))

    def _save(self, path: str, given: Entry) -> None:
        self.inspection.answer(
            path, given.value, qualifier=given.qualifier, readings=given.readings, origin=given.origin
        )

    def as_last_time(self, path: str, last: LastTime | None) -> bool:
        """Answer as last time, told as such; what failed then is looked at anew, files are taken anew."""
        node = self.inspection.instance.node(path)
        stored = stored_path(node)
        value = last.values.get(stored) if last is not None else None
        if last is None or not value or stored in last.failed or node.type == "upload" or node.readonly:
            return False
        self.answer(path, Entry(value, last.qualifiers.get(stored), origin="last_time"))
        return True

    def answer_rest(self, rest: Mapping[str, str], words: str) -> None:
        """Give several answers as one command; ``rest`` holds the choice of each question."""
        nodes = {path: self.inspection.instance.node(path) for path in rest}
        given = {
            stored_path(nodes[path]): Given(
                value, replace(self.inspection.beside.get(path, NOTHING), origin="batch")
            )
            for path, value in rest.items()
        }
        self.undo_stack.push(BatchCommand(words, given, self._write_together))

    def _write_together(self, given: Mapping[str, Given]) -> dict[str, Given] | None:
        present = paths_by_stored(self.inspection.instance)
        before: dict[str, Given] = {}
        there = {present[stored]: answer for stored, answer in given.items() if stored in present}
        if not self.write(lambda: before.update(answer_together(self.inspection, there))):
            return None
        return {stored: before[present[stored]] for stored in given if present.get(stored) in before}
