"""Answers that somebody else gave since the inspection was last open on this laptop."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from fieldkit.model import body as bodies

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

    from fieldkit.model.inspections.record import Inspection

_CHUNK = 400


def foreign_answers(inspection: Inspection) -> dict[str, str]:
    """Return the op that wrote each answer whose shown value another person wrote, by stored path.

    Who wrote it is read from the bodies of the changes, which are the evidence.
    """
    seen = {
        record: heads
        for (table, record, group), heads in inspection.seen.items()
        if table == "answer" and group == "response" and heads
    }
    with inspection.workspace.database.read() as connection:
        rows = connection.exec_driver_sql(
            "SELECT id, path FROM answer WHERE inspection = ?", (inspection.id,)
        )
        paths: dict[str, str] = {row[0]: row[1] for row in rows if row[1]}
        authors = _authors(connection, {bodies.change_id_of(op) for heads in seen.values() for op in heads})
    me = inspection.workspace.person.id
    found: dict[str, str] = {}
    for record, heads in seen.items():
        ours = [authors.get(bodies.change_id_of(op)) == me for op in heads]
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


def _authors(connection: Connection, changes: Iterable[str]) -> dict[str, str]:
    ordered, found = sorted(changes), {}
    for start in range(0, len(ordered), _CHUNK):
        chunk = tuple(ordered[start : start + _CHUNK])
        marks = ",".join("?" * len(chunk))
        rows = connection.exec_driver_sql(f"SELECT id, body FROM change WHERE id IN ({marks})", chunk)
        found.update({row[0]: bodies.decode(bytes(row[1])).author for row in rows})
    return found
