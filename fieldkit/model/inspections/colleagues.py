"""Answers that somebody else gave since the inspection was last open on this laptop."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from fieldkit.model import body as bodies
from fieldkit.model.inspections.evidence import answer_heads, answer_paths, changes_of

if TYPE_CHECKING:
    from fieldkit.model.inspections.record import Inspection


def foreign_answers(inspection: Inspection) -> dict[str, str]:
    """Return the op that wrote each answer whose shown value another person wrote, by stored path.

    Who wrote it is read from the bodies of the changes, which are the evidence.
    """
    seen = answer_heads(inspection)
    with inspection.workspace.database.read() as connection:
        paths = answer_paths(connection, inspection)
        changes = changes_of(connection, (op for heads in seen.values() for op in heads))
    me = inspection.workspace.person.id
    found: dict[str, str] = {}
    for record, heads in seen.items():
        writers = [changes.get(bodies.change_id_of(op)) for op in heads]
        ours = [writer is not None and writer.author == me for writer in writers]
        if record in paths and not any(ours):
            found[paths[record]] = max(heads)
    return found


class Unseen:
    """Which answers of colleagues a person has not stood at yet; remembered on this laptop."""

    def __init__(self, inspection: Inspection) -> None:
        self._inspection = inspection
        self._key = f"seen/{inspection.id}"
        self._foreign = foreign_answers(inspection)
        stored = inspection.workspace.setting(self._key)
        # What was there when it is first opened here is not a change; it is how the work begins.
        self._seen = dict(self._foreign) if stored is None else dict(json.loads(stored))
        if stored is None:
            self._remember()

    def paths(self) -> set[str]:
        """Return the stored paths of answers that changed since."""
        return {path for path, op in self._foreign.items() if self._seen.get(path) != op}

    def read_again(self) -> None:
        """Take in what has arrived meanwhile, after the inspection was read again."""
        self._foreign = foreign_answers(self._inspection)

    def saw(self, stored: str) -> bool:
        """Take note that a person stood at a question; returns whether its answer had changed."""
        op = self._foreign.get(stored)
        if op is None or self._seen.get(stored) == op:
            return False
        self._seen[stored] = op
        self._remember()
        return True

    def _remember(self) -> None:
        self._inspection.workspace.remember(self._key, json.dumps(self._seen))
