"""Between the fields and the inspection: reads what was typed, saves it, and can take it back."""

from __future__ import annotations

from contextlib import nullcontext, suppress
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from fieldkit.errors import FieldkitError
from fieldkit.model import readings
from fieldkit.model.inspections.batch import answer_together
from fieldkit.model.inspections.response import NOTHING
from fieldkit.model.inspections.stored_path import stored_path
from fieldkit.ui.runner import entry, row_words
from fieldkit.ui.runner.entry import Asked, Entry
from fieldkit.ui.runner.undo import UndoStack

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from contextlib import AbstractContextManager

    from fieldkit.errors import Language
    from fieldkit.model.form import Node
    from fieldkit.model.inspections import Inspection


class Answers(QObject):
    """Every write of the form runner; each is a step that can be taken back.

    Attributes:
        saved: signal after something was saved.
        refused: signal with the FieldkitError after which nothing was saved.
        shown: signal when what is shown has to be read again.
        undo_stack: the steps, across questions, sections and restarts.
    """

    saved = Signal()
    refused = Signal(object)
    shown = Signal()

    def __init__(self, inspection: Inspection, language: Language, parent: QObject) -> None:
        super().__init__(parent)
        self.inspection = inspection
        self.language = language
        self.undo_stack = UndoStack(inspection, self)
        self.undo_stack.refused.connect(self._refuse)
        self.undo_stack.turned.connect(self._turned)
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
            self.answer(path, given, typing=path)

    def _turned(self, _path: str) -> None:
        self.leave()
        self.saved.emit()
        self.shown.emit()

    def _refuse(self, error: FieldkitError) -> None:
        self.refused.emit(error)
        self.shown.emit()

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

    def answer(self, path: str, given: Entry, *, typing: str = "") -> None:
        """Give an answer; ``typing`` is as for :meth:`write`."""
        if given != self.held(path):
            self.write(lambda: self._save(path, given), path, typing=typing)

    def write(
        self,
        work: Callable[[], object],
        path: str | None = None,
        *,
        words: str = "",
        typing: str = "",
        tell: bool = True,
    ) -> bool:
        """Save, and say so; on an error nothing was saved, and the message names the cure.

        What is saved is one step of the question at ``path``, called ``words``; without a path it is none.
        ``typing`` names a field that is being typed into: what is saved of it without another step
        between is one step.
        """
        try:
            with nullcontext() if path is None else self._step(path, words, typing):
                work()
        except FieldkitError as error:
            self._refuse(error)
            return False
        if tell:
            self.saved.emit()
            self.shown.emit()
        return True

    def _step(self, path: str, words: str, typing: str) -> AbstractContextManager[None]:
        joins = bool(typing) and typing == self._typing_on
        self._typing_on = typing
        node = self.inspection.instance.node(path)
        return self.inspection.steps.one(stored_path(node), words or row_words.label(node), joins=joins)

    def take_in_typing(self) -> None:
        """Make what stood in fields when the program ended the answers, where it can be read.

        The words of notes and findings are taken in too.
        """
        for path, text in list(self.inspection.typing.items()):
            if self.inspection.closed:
                break
            with suppress(FieldkitError):
                given = self._read(self.inspection.instance.node(path), text)
                with self._step(path, "", ""):
                    self._save(path, given)

        for (path, column), text in list(self.inspection.unfinished.items()):
            # A finding may be gone since: its question passes now.
            with suppress(FieldkitError, KeyError), self._step(path, "", ""):
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

    def _save(self, path: str, given: Entry) -> None:
        self.inspection.answer(
            path, given.value, qualifier=given.qualifier, readings=given.readings, origin=given.origin
        )

    def answer_rest(self, rest: Mapping[str, str], words: str) -> None:
        """Give several answers as one step; ``rest`` holds the choice of each question."""
        self.write(lambda: answer_together(self.inspection, rest), next(iter(rest)), words=words)
