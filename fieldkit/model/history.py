"""Who changed what of a record, when and on which laptop, from the change log: the newest first.

Followed from the present values back over what each author had seen, so that values that were written beside
each other stand beside each other here, too, whatever clocks said.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from fieldkit.model import body as bodies
from fieldkit.model import fold, kept_back
from fieldkit.model.tables import GROUPS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from sqlalchemy import Connection

    from fieldkit.model.body import Change
    from fieldkit.model.workspace import Workspace


@dataclass(frozen=True, slots=True)
class ValueChange:
    """One column before, as its author saw it, and after."""

    column: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Revision:
    """What one person wrote at one moment.

    Attributes:
        at: wall time of the laptop, ISO with offset.
        device: id of the laptop.
        created: whether the record, or this part of it, began with it.
        decided: how many values stood beside each other before this decision, 0 when it is none.
        beside: who wrote another value without knowing this one, until somebody decided.
        why: the reason, where one was given.
        received_at: when the office received it, by its clock; "" while it did not, or did not say.
        at_office: whether the office has it.
        kept: whether a person holds it back on this laptop.
    """

    at: str
    author: str
    author_name: str
    created: bool
    changes: tuple[ValueChange, ...]
    device: str = ""
    decided: int = 0
    beside: tuple[str, ...] = ()
    why: str = ""
    received_at: str = ""
    at_office: bool = False
    kept: bool = False


@dataclass(frozen=True, slots=True)
class _Op:
    """A value of one cell as one change wrote it."""

    id: str
    change: Change
    values: Mapping[str, Any]
    prevs: tuple[str, ...]

    @property
    def order(self) -> tuple[int, str]:
        return self.change.lamport, self.id


def history(
    workspace: Workspace, table: str, record: str, columns: Collection[str] | None = None
) -> list[Revision]:
    """Return the revisions of a record, the newest first; those that changed nothing are left out.

    ``columns`` narrows it to some; all are those that this version knows.
    """
    with workspace.database.read() as connection:
        written: dict[str, _Written] = {}
        for group, known in GROUPS[table].items():
            wanted = [column for column in known if columns is None or column in columns]
            ops = _ops(connection, table, record, group) if wanted else {}
            rivals = _rivals(ops)
            for op in ops.values():
                changed = _changed(ops, op, wanted)
                if changed or len(op.prevs) > 1:
                    one = written.setdefault(op.change.id, _Written(op))
                    one.add(op, changed, [ops[rival].change.author for rival in rivals[op.id]])
        rows = connection.exec_driver_sql("SELECT id, name FROM person WHERE name IS NOT NULL")
        names = {row[0]: str(row[1]) for row in rows}
        kept = kept_back.changes(connection)
        newest = sorted(written.values(), key=lambda one: one.first.order, reverse=True)
        return [
            _revision(
                connection,
                one,
                names,
                # A whole record begins with its first change, a field with whatever had none before.
                created=one.begun and (columns is not None or one is newest[-1]),
                kept=one.first.change.id in kept,
            )
            for one in newest
        ]


@dataclass
class _Written:
    """What one change wrote of the record."""

    first: _Op
    changes: list[ValueChange] = field(default_factory=list)
    begun: bool = True
    decided: int = 0
    beside: set[str] = field(default_factory=set)

    def add(self, op: _Op, changed: Sequence[ValueChange], rivals: Iterable[str]) -> None:
        """Add what it wrote into one more cell."""
        self.changes += changed
        self.begun = self.begun and not op.prevs
        self.decided = max(self.decided, len(op.prevs) if len(op.prevs) > 1 else 0)
        self.beside.update(rivals)


def _changed(ops: Mapping[str, _Op], op: _Op, columns: Iterable[str]) -> list[ValueChange]:
    before = _before(ops, op)
    return [
        ValueChange(column, before.get(column), op.values.get(column))
        for column in columns
        if before.get(column) != op.values.get(column)
    ]


def _revision(
    connection: Connection, one: _Written, names: Mapping[str, str], *, created: bool, kept: bool
) -> Revision:
    change = one.first.change
    seq, received_at = connection.exec_driver_sql(
        "SELECT seq, received_at FROM change WHERE id = ?", (change.id,)
    ).one()
    return Revision(
        change.wall,
        change.author,
        names.get(change.author, ""),
        created,
        tuple(one.changes),
        device=change.device,
        decided=one.decided,
        beside=tuple(sorted(names.get(author, "") for author in one.beside)),
        why=change.why or "",
        received_at=received_at or "",
        at_office=seq is not None,
        kept=kept and seq is None,
    )


def _ops(connection: Connection, table: str, record: str, group: str) -> dict[str, _Op]:
    """Return every value that a cell ever had and that is on this machine, by the id of its op."""
    row = connection.exec_driver_sql(
        "SELECT heads FROM cell WHERE record = ? AND tbl = ? AND grp = ?", (record, table, group)
    ).fetchone()
    open_ = [head.op for head in fold.from_json(row[0] if row else None)]
    found: dict[str, _Op] = {}
    while open_:
        op_id = open_.pop()
        if op_id in found:
            continue
        body = connection.exec_driver_sql(
            "SELECT body FROM change WHERE id = ?", (bodies.change_id_of(op_id),)
        ).fetchone()
        if body is None:  # it was replaced before it came here
            continue
        change = bodies.decode(bytes(body[0]))
        for index, op in enumerate(change.ops):
            if change.op_id(index) == op_id:
                found[op_id] = _Op(op_id, change, op.values, tuple(op.prevs))
                open_ += op.prevs
    return found


def _before(ops: Mapping[str, _Op], op: _Op) -> Mapping[str, Any]:
    """Return what its author saw; of several values the one that was shown."""
    seen = [ops[prev] for prev in op.prevs if prev in ops]
    return max(seen, key=lambda one: one.order).values if seen else {}


def _rivals(ops: Mapping[str, _Op]) -> dict[str, set[str]]:
    """Return for each value the other ones that were written without knowing it, nor known to its author."""
    known: dict[str, set[str]] = {}
    for op in sorted(ops.values(), key=lambda one: one.order):  # a cause comes before its effect
        known[op.id] = set(op.prevs).union(*(known.get(prev, ()) for prev in op.prevs))
    return {
        one: {
            other
            for other in ops
            if other != one
            and other not in known[one]
            and one not in known[other]
            and ops[one].values != ops[other].values
        }
        for one in ops
    }
