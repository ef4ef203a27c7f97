"""An inspection that is open on the screen: form instance and stored answers, kept as one.

The one door for answers: the engine computes, the change log saves, both are undone when the disk refuses.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from fieldkit.model import changes
from fieldkit.model.attachments import register_files
from fieldkit.model.body import Op
from fieldkit.model.form import FormError, FormInstance
from fieldkit.model.form_draft import put_back
from fieldkit.model.form_files import files
from fieldkit.model.form_loading import load_again
from fieldkit.model.ids import derived_id
from fieldkit.model.inspections import context, findings, reading, repeats
from fieldkit.model.inspections.errors import InspectionSealed
from fieldkit.model.inspections.judging import Judging
from fieldkit.model.inspections.repeats import Rows
from fieldkit.model.inspections.response import NOTHING, Beside, Instrument, Origin, response
from fieldkit.model.inspections.row_names import RowNames, Rule, present_names, rules
from fieldkit.model.inspections.steps import Steps
from fieldkit.model.inspections.stored_path import paths_by_stored, stored_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from sqlalchemy import Connection

    from fieldkit.model.changes import Seen, Written
    from fieldkit.model.checklists import Checklist
    from fieldkit.model.form import Changed, Node
    from fieldkit.model.inspections.reading import Stored
    from fieldkit.model.policy import Result, Verdict
    from fieldkit.model.workspace import Workspace

_UPSERT_TYPING = (
    "INSERT INTO typing (inspection, path, text) VALUES (?, ?, ?)"
    " ON CONFLICT (inspection, path) DO UPDATE SET text = excluded.text"
)
_NOTE, _BESIDE = "note", "beside"
_DROP_TYPING = "DELETE FROM typing WHERE inspection = ? AND path = ?"


class Inspection:
    """One filled checklist of one factory.

    ``instance`` is the form; ``notes``, ``qualifiers`` and what else stands ``beside`` answers go by path;
    ``typing`` is the text of editors that were not left, ``unfinished`` that of notes and findings by
    (path, column); ``findings`` and ``files`` are rows as dictionaries.
    """

    def __init__(self, workspace: Workspace, checklist: Checklist, stored: Stored) -> None:
        """Put the stored answers back into the form; see :func:`open_inspection`."""
        self.workspace = workspace
        self.checklist = checklist
        self.policy = checklist.policy
        self.id: str = stored.row["id"]
        self.stream: str = stored.row["stream"]
        self._language = ""
        self._stale: set[str] = set()
        self.judging = Judging(self)
        self._row_names: RowNames | None = None
        self.steps = Steps(self)
        self._load(stored)

    def _load(self, stored: Stored) -> None:
        self._take(stored)
        self.instance = self._fresh_instance(json.loads(stored.row["context"]))
        repeats.rebuild(self.instance, self.rows)
        present = self._put_back(stored.values)
        self._take_beside(stored, present)
        self.typing = {present[path]: text for path, text in stored.typing.items() if path in present}
        self.unfinished = {
            (present[path], column): text
            for path, _sign, column, text in (
                (*key.partition("#"), text) for key, text in stored.typing.items()
            )
            if column and path in present
        }
        self._verdicts = {node.path: self.judging.verdict(node) for node in self.instance.walk()}

    def _take(self, stored: Stored) -> None:
        """Take what needs no form."""
        self.row = stored.row
        self._row_names = None
        self.factory = stored.factory
        self.seen: Seen = stored.seen
        self.rows = Rows.of(stored.repeats)
        self.findings: dict[str, findings.Row] = {row["path"]: row for row in stored.findings}
        self.files: list[dict[str, Any]] = stored.files

    def _take_beside(self, stored: Stored, present: Mapping[str, str]) -> None:
        """Take what stands beside answers; ``present`` gives the path of each stored one."""
        self.notes = {present[path]: note for path, note in stored.notes.items() if path in present}
        self.qualifiers = {present[path]: sign for path, sign in stored.qualifiers.items() if path in present}
        self.beside = {
            present[row["path"]]: beside
            for row in stored.answers
            if row["path"] in present and (beside := Beside.of(row)) != NOTHING
        }

    def _fresh_instance(self, frozen: context.Context) -> FormInstance:
        return FormInstance(
            load_again(self.checklist.xform, files(context.Media(self.workspace, self.checklist, frozen))),
            now=self.workspace.clock,
            properties={"username": self.workspace.person.name, "deviceid": self.workspace.device},
        )

    def _put_back(self, values: Mapping[str, str]) -> dict[str, str]:
        """Put the stored answers back; returns the present path of each stored one.

        Answers may bring rows (a counted repeat) that hold further answers, so this goes on as
        long as more of them find their place.
        """
        placed = -1
        while True:
            present = paths_by_stored(self.instance)
            there = {present[path]: value for path, value in values.items() if path in present}
            if len(there) == placed:
                return present
            placed = len(there)
            put_back(self.instance, there, repeats.present_rows(self.instance))

    def reload(self) -> None:
        """Read everything again from the store; present paths may be others afterwards."""
        with self.workspace.database.read() as connection:
            self._load(reading.read(connection, self.id))
        if self._language:
            self.show_language(self._language)
        self._stale = {node.path for node in self.instance.walk()}

    # --- reading -------------------------------------------------------------------------------

    @property
    def closed(self) -> bool:
        """Whether it is signed and sealed."""
        return bool(self.row["state"] == "closed")

    @property
    def date(self) -> date:
        """The day of the visit; limits and due dates are those of this day."""
        return date.fromisoformat(str(self.row["started_at"])[:10])

    @property
    def judged_by(self) -> str | None:
        """The rows of law that were signed with it, None while it is not signed."""
        return self.row["judged_by"] if self.closed else None

    def verdict(self, path: str) -> Verdict | None:
        """Return what the answer at ``path`` amounts to."""
        return self._verdicts.get(path)

    def finding(self, path: str) -> findings.Row | None:
        """Return the living finding of a question."""
        row = self.findings.get(stored_path(self.instance.node(path)))
        return row if row and not row.get("deleted") else None

    def photos(self, path: str) -> list[dict[str, Any]]:
        """Return the attachments of a question, oldest first, without what was drawn over them."""
        stored = stored_path(self.instance.node(path))
        return [
            row
            for row in self.files
            if row["path"] == stored and row["kind"] != "layer" and not row.get("deleted")
        ]

    def result(self) -> Result:
        """Return score, grade, outcome, failed and unanswered questions."""
        return self.judging.result()

    def take_stale(self) -> set[str]:
        """Return the paths of questions that look different since the last call, for a screen to redraw."""
        stale, self._stale = self._stale, set()
        return stale

    def note_files(self, stored: str) -> None:
        """Take note that the files of a question (stored path) changed."""
        self._stale |= {
            node.path for node in self.instance.walk() if node.leaf and stored_path(node) == stored
        }

    def limit_text(self, path: str, language: str) -> str:
        """Return the legal limit of a question in words, or ``""``."""
        return self.judging.limit_text(path, language)

    def show_language(self, code: str) -> None:
        """Show labels in the form's translation for ``code`` (``th``, ``en``), when it has one."""
        name = next(
            (name for name in self.instance.form.languages if name == code or name.endswith(f"({code})")),
            None,
        )
        if name is not None:
            self._language = code
            self.instance.set_language(name)

    @cached_property
    def row_rules(self) -> dict[str, Rule]:
        """How rows of repeats get their names."""
        return rules(self)

    @property
    def row_names(self) -> RowNames:
        """What rows of repeats are called now; another object after every change of an answer."""
        if self._row_names is None:
            self._row_names = present_names(self, self.row_rules)
        return self._row_names

    # --- answering -----------------------------------------------------------------------------

    def answer(
        self,
        path: str,
        value: str,
        *,
        qualifier: str | None = None,
        readings: Sequence[str] = (),
        origin: Origin = "",
        with_ops: Sequence[Op] = (),
        files: Mapping[str, int] | None = None,
    ) -> Changed:
        """Save the answer of a question durably, with all that follows from it.

        ``value`` is text as stored in the XForm; ``""`` clears. ``readings`` are those that the value was
        made of; ``origin`` says that it was not given question by question. ``with_ops`` and ``files`` are
        written in the same commit. Raises InspectionSealed and StorageError; then neither form nor store has
        changed.
        """
        self._refuse_if_closed()
        before = self.instance.node(path).value
        sign_before = self.qualifiers.get(path)
        beside_before = self.beside.get(path, NOTHING)
        changed = self.instance.answer(path, value)
        self._set(self.qualifiers, path, qualifier)
        instrument = beside_before.instrument if value else None
        self.put_beside(
            path, Beside(tuple(readings), instrument, origin if value else "", beside_before.flagged)
        )
        try:
            touched = {path, *(node.path for node in changed.nodes)}
            self.save(touched, asked=path, with_ops=with_ops, files=files)
        except BaseException:
            self.instance.answer(path, before)
            self._set(self.qualifiers, path, sign_before)
            self.put_beside(path, beside_before)
            self.judge_all({path})
            raise
        self.typing.pop(path, None)
        return changed

    def note(self, path: str, text: str) -> None:
        """Save the inspector's note on a question."""
        self._refuse_if_closed()
        before = self.notes.get(path)
        self._set(self.notes, path, text or None)
        try:
            self.save(set(), asked=path, typed=_NOTE)
        except BaseException:
            self._set(self.notes, path, before)
            raise
        self.unfinished.pop((path, _NOTE), None)

    def flag(self, path: str, on: bool) -> None:
        """Mark a question to come back to, or take the mark off; colleagues see it too."""
        self._change_beside(path, replace(self.beside.get(path, NOTHING), flagged=on))

    def measured_with(self, path: str, instrument: Instrument | None) -> None:
        """Save what the value at ``path`` was measured with."""
        self._change_beside(path, replace(self.beside.get(path, NOTHING), instrument=instrument))

    def _change_beside(self, path: str, beside: Beside) -> None:
        self._refuse_if_closed()
        before = self.beside.get(path, NOTHING)
        self.put_beside(path, beside)
        try:
            self.save(set(), asked=path, typed=_BESIDE)
        except BaseException:
            self.put_beside(path, before)
            raise

    def type_text(self, path: str, text: str) -> None:
        """Keep what stands in an editor that has not been left yet; of this machine only."""
        self._keep_typing(_typed_key(self.instance.node(path)), text)
        self.typing[path] = text
        self._stale.add(path)

    def type_words(self, path: str, column: str, text: str) -> None:
        """Keep what stands in a ``note``, ``description`` or ``action`` while it is being written.

        Like :meth:`type_text` of this machine only: a change of each letter would be sent for ever.
        """
        self._keep_typing(_typed_key(self.instance.node(path), column), text)
        self.unfinished[path, column] = text

    def _keep_typing(self, key: str, text: str) -> None:
        # Half of a character is typed before its other half, and cannot be stored by itself.
        whole = text.encode("utf-8", "replace").decode()
        with self.workspace.database.write() as connection:
            connection.exec_driver_sql(_UPSERT_TYPING, (self.id, key, whole))

    def forget_typing(self, path: str) -> None:
        """Drop unfinished text, as Escape does."""
        if self.typing.pop(path, None) is not None:
            self._stale.add(path)
            stored = stored_path(self.instance.node(path))
            with self.workspace.database.write() as connection:
                connection.exec_driver_sql(_DROP_TYPING, (self.id, stored))

    def edit_finding(self, path: str, **columns: Any) -> findings.Row:
        """Change description, severity, law, action, decision or due_date of a question's finding.

        Raises KeyError when the question has no finding.
        """
        self._refuse_if_closed()
        row = self.finding(path)
        if row is None:
            raise KeyError(path)
        edited = row | columns
        touched = tuple(
            group
            for group in findings.GROUPS
            if any(column in changes.group_columns("finding", group) for column in columns)
        )
        node = self.instance.node(path)
        self.commit(
            findings.ops(row["id"], edited, touched, seen=self.seen, stream=self.stream),
            forget_typing=[_typed_key(node, column) for column in columns],
        )
        self.findings[row["path"]] = edited
        for column in columns:
            self.unfinished.pop((path, column), None)
        return edited

    def commit(
        self, ops: list[Op], *, forget_typing: Iterable[str] = (), files: Mapping[str, int] | None = None
    ) -> Written:
        """Write ``ops`` through the change log and keep the new heads as what this screen has seen.

        ``files`` are the sizes of new files by SHA-256, to be sent. Raises InspectionSealed also when
        another laptop has signed it since it was opened here.
        """

        def alongside(connection: Connection, _written: Written) -> None:
            if files:
                register_files(connection, files)

        written = self.write(ops, forget_typing=forget_typing, alongside=alongside)
        self.seen.update(written.heads)
        return written

    def write(
        self,
        ops: list[Op],
        *,
        forget_typing: Iterable[str] = (),
        alongside: Callable[[Connection, Written], None] | None = None,
    ) -> Written:
        """Write ``ops``, also of another inspection's findings, as part of the open step.

        ``alongside`` writes tables of this machine in the same transaction. Raises as :meth:`commit`.
        """
        cells = self.steps.cells(ops)

        def beside(connection: Connection, written: Written) -> None:
            reading.refuse_if_signed(connection, self.id)
            for key in forget_typing:
                connection.exec_driver_sql(_DROP_TYPING, (self.id, key))
            self.steps.keep(connection, cells)
            if alongside is not None:
                alongside(connection, written)

        return self.workspace.log.commit(ops, alongside=beside)

    # --- inside --------------------------------------------------------------------------------

    def save(
        self,
        touched: set[str],
        *,
        asked: str,
        typed: str = "",
        with_ops: Sequence[Op] = (),
        files: Mapping[str, int] | None = None,
    ) -> None:
        """Write the answers at ``asked`` and ``touched`` and the findings that come or go with them.

        ``typed`` names the column (``""``: the answer) at ``asked`` whose typing is finished by it;
        ``with_ops`` and ``files`` as :meth:`commit` takes them.
        """
        self._row_names = None
        judged = self._judge_again(touched | {asked, *self.judging.volatile(self._verdicts)})
        self._stale |= touched | judged | {asked}
        ops: list[Op] = [*with_ops]
        for path in (asked, *sorted(touched - {asked})):
            node = self._leaf(path)
            if node is not None and (path == asked or not is_computed(node)):
                ops += self._answer_ops(node)
        rows = dict(self._finding_changes(judged | {asked}))
        for row, groups in rows.values():
            ops += findings.ops(row["id"], row, groups, seen=self.seen, stream=self.stream)
        self.commit(ops, forget_typing=[_typed_key(self.instance.node(asked), typed)], files=files)
        self.findings.update({path: row for path, (row, _groups) in rows.items()})

    def _leaf(self, path: str) -> Node | None:
        try:
            node = self.instance.node(path)
        except FormError:
            return None
        return node if node.leaf else None

    def _answer_ops(self, node: Node) -> list[Op]:
        stored = stored_path(node)
        record = derived_id("answer", self.id, stored)
        values = response(
            node.kept_text() or None,
            note=self.notes.get(node.path),
            qualifier=self.qualifiers.get(node.path),
            **self.beside.get(node.path, NOTHING).columns(),
        )
        key = ("answer", record, "response")
        ops = [Op(*key, values, self.seen.get(key, ()), self.stream)]
        if ("answer", record, "core") not in self.seen:
            core = {"inspection": self.id, "path": stored}
            ops.insert(0, Op("answer", record, "core", core, (), self.stream))
        return ops

    def _finding_changes(
        self, paths: Iterable[str]
    ) -> Iterable[tuple[str, tuple[findings.Row, tuple[str, ...]]]]:
        for path in paths:
            node = self._leaf(path)
            question = self.policy.get(path)
            if node is None or question is None or not question.opens_finding:
                continue
            stored = stored_path(node)
            row = self.findings.get(stored)
            failing = self._verdicts.get(path) == "fail"
            alive = row is not None and not row.get("deleted")
            if failing and row is None:
                new = {"id": findings.finding_id(self.id, stored), **self.judging.measured(node)}
                yield stored, (findings.fresh(self.row, stored, node, question) | new, findings.GROUPS)
            elif failing and row is not None and not alive:
                yield (
                    stored,
                    (row | findings.REVIVED | self.judging.measured(node), ("what", "void", "state")),
                )
            elif failing and row is not None and row | self.judging.measured(node) != row:
                yield stored, (row | self.judging.measured(node), ("what",))
            elif not failing and row is not None and alive:
                yield stored, (row | {"deleted": 1, "delete_reason": "answer"}, ("void",))

    def _judge_again(self, paths: set[str]) -> set[str]:
        """Recompute verdicts; returns the paths whose verdict is another one now."""
        moved = set()
        for path in paths:
            node = self._leaf(path)
            found = None if node is None else self.judging.verdict(node)
            if found != self._verdicts.get(path):
                moved.add(path)
            self._verdicts[path] = found
        return moved

    def _refuse_if_closed(self) -> None:
        if self.closed:
            raise InspectionSealed(self.id)

    def put_beside(self, path: str, beside: Beside) -> None:
        """Take what stands beside an answer; :meth:`save` writes it."""
        if beside == NOTHING:
            self.beside.pop(path, None)
        else:
            self.beside[path] = beside

    def judge_all(self, touched: Iterable[str] = ()) -> None:
        """Judge every answer anew after values were put back; ``touched`` look different too."""
        self._row_names = None
        self._stale |= self._judge_again(set(self._verdicts)) | set(touched)

    @staticmethod
    def _set(values: dict[str, str], path: str, value: str | None) -> None:
        if value:
            values[path] = value
        else:
            values.pop(path, None)


def _typed_key(node: Node, column: str = "") -> str:
    """Return where the typing at a question is kept: ``/data/q``, or ``/data/q#note`` beside it."""
    return f"{stored_path(node)}#{column}" if column else stored_path(node)


def is_computed(node: Node) -> bool:
    """Tell whether the form computes the value: then it is derived again and never stored as an answer."""
    return node.field.bind.calculate is not None
