"""Undo: one command is one answer or one change of rows; typing in one field is one command."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtGui import QUndoCommand

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from fieldkit.model.inspections.batch import Given
    from fieldkit.ui.runner.entry import Entry

ANSWER = 1


@dataclass(frozen=True, slots=True)
class Step:
    """An answer before and after; ``merges`` says that it continues the typing before it.

    ``path`` is the stored one: it means the same question after rows have come, gone or moved.
    """

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


class BatchCommand(QUndoCommand):
    """Gives several answers and gives back, together, what they replaced.

    ``write`` saves answers by stored path and returns those that they replaced, None when nothing was saved.
    """

    def __init__(
        self,
        words: str,
        given: Mapping[str, Given],
        write: Callable[[Mapping[str, Given]], Mapping[str, Given] | None],
    ) -> None:
        super().__init__(words)
        self._given = given
        self._before: Mapping[str, Given] = {}
        self._write = write

    def redo(self) -> None:
        before = self._write(self._given)
        if before is None:
            self.setObsolete(True)
        else:
            self._before = before

    def undo(self) -> None:
        self._write(self._before)


class RowCommand(QUndoCommand):
    """Changes the rows of a repeat and takes the change back.

    ``do``, ``take_back`` and ``again`` return whether the change was saved; ``again`` stands for a
    second ``do`` (a row that was added before is put back, not added anew).
    """

    def __init__(
        self, words: str, do: Callable[[], bool], take_back: Callable[[], bool], again: Callable[[], bool]
    ) -> None:
        super().__init__(words)
        self._do = do
        self._take_back = take_back
        self._again = again

    def redo(self) -> None:
        if not self._do():
            self.setObsolete(True)
        self._do = self._again

    def undo(self) -> None:
        self._take_back()
