"""Undo of answers: one command is one answer; typing in one field is one command."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtGui import QUndoCommand

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieldkit.ui.runner.entry import Entry

ANSWER = 1


@dataclass(frozen=True, slots=True)
class Step:
    """An answer before and after; ``merges`` says that it continues the typing before it."""

    path: str
    before: Entry
    after: Entry
    words: str
    merges: bool = False


class AnswerCommand(QUndoCommand):
    """Gives an answer, and gives the former one back, through the same door."""

    def __init__(self, step: Step, write: Callable[[str, Entry], bool]) -> None:
        """``write`` saves an answer and returns whether it was saved; the first redo calls it."""
        super().__init__(step.words)
        self.step = step
        self._write = write

    def id(self) -> int:
        return ANSWER

    def redo(self) -> None:
        if not self._write(self.step.path, self.step.after):
            self.setObsolete(True)

    def undo(self) -> None:
        self._write(self.step.path, self.step.before)

    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, AnswerCommand) or not other.step.merges or other.step.path != self.step.path:
            return False
        self.step = Step(
            self.step.path, self.step.before, other.step.after, self.step.words, self.step.merges
        )
        return True
