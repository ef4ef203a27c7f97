"""Reads many inspections for a file: signed ones from their XML, the others by opening them."""

from __future__ import annotations

import gc
import json
from collections import defaultdict
from itertools import islice
from typing import TYPE_CHECKING, Any

from fieldkit.errors import FieldkitError
from fieldkit.model.attachments import AttachmentDamaged, AttachmentMissing
from fieldkit.model.form import FormError, load_signed
from fieldkit.model.form_files import files
from fieldkit.model.form_signed import SharedWords, SignedInstance
from fieldkit.model.inspections import context
from fieldkit.model.inspections.reading import Stored, nameless
from fieldkit.model.inspections.record import Inspection
from fieldkit.model.inspections.row_names import rules
from fieldkit.model.inspections.starting import known_checklist, open_inspection
from fieldkit.model.inspections.stored_path import paths_by_stored

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import Connection

    from fieldkit.model.checklists import Checklist
    from fieldkit.model.inspections.row_names import Rule
    from fieldkit.model.policy import Verdict
    from fieldkit.model.workspace import Workspace

Row = dict[str, Any]

_AT_ONCE = 100  # inspections whose rows are read together
# What stands beside an answer; the answers themselves are in the XML.
_BESIDE = " AND coalesce(note, qualifier, readings, instrument, origin, flag) IS NOT NULL"
_CHILDREN = {"answer": _BESIDE, "finding": "", "attachment": "", "repeat_instance": ""}


class _Shared:
    """What all inspections of one checklist have in common."""

    def __init__(self) -> None:
        self.words = SharedWords()
        self.rules: dict[str, Rule] | None = None


class SignedInspection(Inspection):
    """An inspection as it was signed, to be read; answers and what was computed of them stand in its XML.

    Raises FormError where the XML does not tell all, then it has to be opened like a draft.
    """

    instance: SignedInstance

    def __init__(
        self, workspace: Workspace, checklist: Checklist, stored: Stored, xml: bytes, shared: _Shared
    ) -> None:
        self._xml, self._shared = xml, shared
        super().__init__(workspace, checklist, stored)

    def _load(self, stored: Stored) -> None:
        self._take(stored)
        media = context.Media(self.workspace, self.checklist, json.loads(stored.row["context"]))
        self.instance = SignedInstance(
            load_signed(self.checklist.xform, files(media)),
            self._xml,
            keys={area: [row["key"] for row in self.rows.ordered(area)] for area in self.rows.areas()},
            now=self.workspace.clock,
            shared=self._shared.words,
        )
        present = {row["path"]: row["path"] for row in stored.answers if row["path"]}
        if any("[" in path for path in present):
            present = paths_by_stored(self.instance)
        self._take_beside(stored, present)
        self._verdicts = {}

    def release(self) -> None:
        """Let the record go when it has been read; nothing can be asked of it afterwards."""
        self.instance.release()

    @property
    def row_rules(self) -> dict[str, Rule]:
        """How rows of repeats get their names."""
        if self._shared.rules is None:
            self._shared.rules = rules(self)
        return self._shared.rules

    def verdict(self, path: str) -> Verdict | None:
        """Return what the answer at ``path`` amounts to."""
        if path not in self._verdicts:
            self._verdicts[path] = self.judging.verdict(self.instance.node(path))
        return self._verdicts[path]


def open_all(
    workspace: Workspace, listed: Iterable[Mapping[str, Any]], known: dict[str, Checklist]
) -> Iterator[tuple[Mapping[str, Any], Inspection | None]]:
    """Yield each of ``listed`` (rows of the table ``inspection``, and more) with the inspection.

    It is None where its checklist is not on this machine. ``known`` keeps the checklists that were read.
    """
    shared: dict[str, _Shared] = defaultdict(_Shared)
    for some in _batches(listed):
        closed = [row for row in some if row["state"] == "closed" and row["submission"]]
        with workspace.database.read() as connection:
            stored = _read(connection, closed)
        filled = False
        for row in some:
            opened = _opened(workspace, row, stored.pop(row["id"], None), known, shared)
            filled |= opened is not None and not isinstance(opened, SignedInspection)
            yield row, opened
        if filled:
            # Opening a form keeps what it makes from the collector, which would not come by itself.
            del opened
            gc.collect()


def _opened(
    workspace: Workspace,
    row: Mapping[str, Any],
    stored: Stored | None,
    known: dict[str, Checklist],
    shared: dict[str, _Shared],
) -> Inspection | None:
    try:
        if stored is not None:
            try:
                checklist = known_checklist(workspace, row["checklist"], known)
                xml = workspace.attachments.read(row["submission"])
                return SignedInspection(workspace, checklist, stored, xml, shared[checklist.id])
            except (FormError, AttachmentMissing, AttachmentDamaged):
                pass  # the answers are in the store too
        return open_inspection(workspace, row["id"], known)
    except FieldkitError:
        return None


def _read(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> dict[str, Stored]:
    """Return what is stored of signed inspections, without the answers that have nothing beside them."""
    ids = [row["id"] for row in rows]
    children = {
        table: _by(connection, table, "inspection", ids, wanted) for table, wanted in _CHILDREN.items()
    }
    factories = _by(connection, "factory", "id", sorted({row["factory"] for row in rows}))
    return {
        row["id"]: Stored(
            row=dict(row),
            factory=next(iter(factories[row["factory"]]), nameless(row["factory"])),
            answers=children["answer"][row["id"]],
            findings=children["finding"][row["id"]],
            files=children["attachment"][row["id"]],
            signatures=[],
            repeats=children["repeat_instance"][row["id"]],
            typing={},
            seen={},
        )
        for row in rows
    }


def _by(
    connection: Connection, table: str, column: str, wanted: Sequence[str], condition: str = ""
) -> dict[str, list[Row]]:
    """Return the rows of a table whose ``column`` is one of ``wanted``, by it."""
    found: dict[str, list[Row]] = defaultdict(list)
    marks = ",".join("?" * len(wanted))
    sql = f"SELECT * FROM {table} WHERE {column} IN ({marks}){condition} ORDER BY id"
    for row in connection.exec_driver_sql(sql, tuple(wanted)).mappings() if wanted else ():
        found[row[column]].append(dict(row))
    return found


def _batches(rows: Iterable[Mapping[str, Any]]) -> Iterator[list[Mapping[str, Any]]]:
    waiting = iter(rows)
    while some := list(islice(waiting, _AT_ONCE)):
        yield some
