"""What can be done with the rows of a repeat, each as a command that can be undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldkit.model.inspections import repeats
from fieldkit.model.inspections.stored_path import paths_by_stored, stored_path
from fieldkit.ui.runner.undo import RowCommand

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QUndoStack

    from fieldkit.model.inspections import Inspection


class RowChanges:
    """Makes and pushes the commands; rows are named by (stored path of the range, key)."""

    def __init__(
        self, inspection: Inspection, stack: QUndoStack, write: Callable[[Callable[[], object]], bool]
    ) -> None:
        self._inspection = inspection
        self._stack = stack
        self._write = write
        self._row: tuple[str, str] = ("", "")

    def change(self, path: str, what: str) -> str:
        """Do ``what`` (add, copy, up, down, remove) at a range or a row; returns where to stand next."""
        node = self._inspection.instance.node(path)
        words = node.label or node.name
        if what == "add":
            self._stack.push(self._adding(words, lambda: repeats.add_row(self._inspection, path)))
            return self._present(*self._row)
        area, key = stored_path(node).rpartition("[")[0], str(node.key)
        if what == "copy":
            self._stack.push(self._adding(words, lambda: repeats.copy_row(self._inspection, path)))
            return self._present(*self._row)
        if what == "remove":
            self._row = (area, key)
            self._stack.push(RowCommand(words, self._remove, self._put_back, self._remove))
            return self._range(area)
        before, after = node.index, node.index + (1 if what == "down" else -1)
        self._row = (area, key)
        forth, back = (lambda: self._move(after)), (lambda: self._move(before))
        self._stack.push(RowCommand(words, forth, back, forth))
        return self._present(area, key)

    def _adding(self, words: str, make: Callable[[], str]) -> RowCommand:
        def add() -> bool:
            made: list[str] = []
            if not self._write(lambda: made.append(make())):
                return False
            node = self._inspection.instance.node(made[0])
            self._row = (stored_path(node).rpartition("[")[0], str(node.key))
            return True

        return RowCommand(words, add, self._remove, self._put_back)

    def _remove(self) -> bool:
        return self._write(lambda: repeats.remove_row(self._inspection, self._present(*self._row)))

    def _put_back(self) -> bool:
        return self._write(lambda: repeats.put_row_back(self._inspection, self._row))

    def _move(self, to: int) -> bool:
        return self._write(lambda: repeats.move_row(self._inspection, self._present(*self._row), to))

    def _present(self, area: str, key: str) -> str:
        return paths_by_stored(self._inspection.instance).get(f"{area}[{key}]", "")

    def _range(self, area: str) -> str:
        return paths_by_stored(self._inspection.instance).get(area, "")
