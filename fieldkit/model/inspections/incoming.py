"""An inspection that was filled elsewhere: put together through the one door, written in one transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fieldkit.model.changes import Written
from fieldkit.model.form.nodes import Range
from fieldkit.model.form_draft import put_back
from fieldkit.model.ids import derived_id
from fieldkit.model.inspections import repeats
from fieldkit.model.inspections.reading import Stored
from fieldkit.model.inspections.record import Inspection, is_computed
from fieldkit.model.inspections.stored_path import stored_path
from fieldkit.model.tables import GROUPS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from sqlalchemy import Connection

    from fieldkit.model.body import Op
    from fieldkit.model.checklists import Checklist
    from fieldkit.model.inspections.starting import Opening
    from fieldkit.model.workspace import Workspace

    Alongside = Callable[[Connection, Written], None]

_ROUNDS = 8  # repeats inside of repeats; no form has as many


class Incoming(Inspection):
    """Behaves as an inspection that is open; what it would write is gathered until :meth:`settle`."""

    def __init__(
        self, workspace: Workspace, checklist: Checklist, factory: Mapping[str, Any], begun: Opening
    ) -> None:
        """Begin with the form as it is when it is new; ``factory`` is its row."""
        self._gathered = {(op.table, op.record, op.group): op for op in begun.ops}
        self._beside: list[Alongside] = []
        columns = {column for names in GROUPS["inspection"].values() for column in names}
        row = dict.fromkeys(columns) | begun.columns | {"id": begun.record, "stream": begun.stream}
        super().__init__(workspace, checklist, Stored(row, dict(factory), [], [], [], [], [], {}, {}))

    def write(
        self, ops: list[Op], *, forget_typing: Iterable[str] = (), alongside: Alongside | None = None
    ) -> Written:
        """Gather ``ops``; the newest of a cell counts. Nothing was typed here that could be forgotten."""
        self._gathered |= {(op.table, op.record, op.group): op for op in ops}
        if alongside is not None:
            self._beside.append(alongside)
        return Written((), {})

    def put(self, values: Mapping[str, str], sizes: Mapping[str, int] | None) -> None:
        """Put answers into the form by present path, in place of all that is there.

        ``sizes`` are the numbers of rows of repeats by present path, 0 for those not among them; None leaves
        the rows that the form begins with.
        """
        done: dict[str, tuple[str, ...]] = {}
        for _ in range(_ROUNDS):
            put_back(self.instance, values, done)
            wanted = {
                area.path: self._keys(area, (sizes or {}).get(area.path, 0))
                for area in self.instance.walk()
                if isinstance(area, Range) and not area.controlled and sizes is not None
            }
            if wanted == done:
                break
            done = wanted

    def _keys(self, area: Range, size: int) -> tuple[str, ...]:
        # the same file gives the same rows on every laptop
        return tuple(derived_id("row", self.id, area.path, str(place)) for place in range(1, size + 1))

    def save_all(self, begun_with: Iterable[tuple[str, str]]) -> None:
        """Gather all answers, rows and findings as they stand now.

        ``begun_with`` are the rows (:meth:`first_rows`) that the form had when it was new.
        """
        areas = {
            stored_path(node): node
            for node in self.instance.walk()
            if isinstance(node, Range) and not node.controlled
        }
        for stored, key in begun_with:
            if stored in areas and not areas[stored].children:
                self.write(repeats.gone(self, stored, key))
        self.write(repeats.all_unrecorded(self))
        leaves = [node for node in self.instance.walk() if node.leaf]
        told = [node for node in leaves if node.kept_text() or self.policy.get(node.path)]
        asked = next((node.path for node in told if not is_computed(node)), None)
        if asked is not None:
            # every verdict is news: findings open as if the answers had been given one by one
            self._verdicts = {}
            self.save({node.path for node in told}, asked=asked)

    def first_rows(self) -> list[tuple[str, str]]:
        """Return the rows of repeats that a person may change, as (stored path of the repeat, key)."""
        return [
            (stored_path(node), str(row.key))
            for node in self.instance.walk()
            if isinstance(node, Range) and not node.controlled and "[" not in node.path
            for row in node.children
        ]

    def ops(self) -> list[Op]:
        """Return all that was gathered, answers that hold nothing left out."""
        empty = {
            op.record
            for op in self._gathered.values()
            if op.table == "answer" and op.group == "response" and not any(op.values.values())
        }
        return [op for op in self._gathered.values() if op.table != "answer" or op.record not in empty]

    def settle(self, alongside: Alongside, ops: Sequence[Op] | None = None) -> Written:
        """Write all that was gathered, or only ``ops`` of it; ``alongside`` goes with it.

        Raises StorageError; then nothing is written.
        """

        def beside(connection: Connection, written: Written) -> None:
            for one in (*self._beside, alongside):
                one(connection, written)

        return self.workspace.log.commit(self.ops() if ops is None else ops, alongside=beside)
