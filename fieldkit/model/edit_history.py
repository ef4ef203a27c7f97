"""The edits of one screen in their order, taken back one by one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from fieldkit.model import records

if TYPE_CHECKING:
    from fieldkit.model.changes import Seen
    from fieldkit.model.records import Edit
    from fieldkit.model.workspace import Workspace


class EditHistory:
    """Remembers the last edits with what was told of them."""

    def __init__(self, most: int = 100) -> None:
        self._most = most
        self._edits: list[tuple[str, Edit]] = []

    def keep(self, words: str, done: Edit) -> None:
        """Remember an edit that was written."""
        self._edits = [*self._edits, (words, done)][-self._most :]

    def undo(self, workspace: Workspace) -> tuple[str, Edit, int] | None:
        """Take the last edit back; return its words, the edit, and how many cells others changed since.

        None when there is nothing to take back. Raises `StorageError`; then the edit stays remembered.
        """
        if not self._edits:
            return None
        words, done = self._edits[-1]
        foreign, heads = records.take_back(workspace, done)
        self._edits.pop()
        self._edits = [(said, _as_if_untouched(older, done, heads)) for said, older in self._edits]
        return words, done, foreign


def _as_if_untouched(older: Edit, undone: Edit, heads: Seen) -> Edit:
    """Return ``older`` as it must be known for its own undo, after ``undone`` has been taken back.

    The cell holds again what ``older`` left, but written anew: it must stay its own unless others wrote it.
    """
    before = {cell: ops for record in undone.before for cell, ops in record.heads.items()}
    added = {record.id for record in older.added}
    renewed = {
        cell: ops
        for cell, ops in heads.items()
        if (cell in older.heads and older.heads[cell] == before.get(cell))
        or (cell not in before and cell[1] in added)
    }
    return replace(older, heads={**older.heads, **renewed}) if renewed else older
