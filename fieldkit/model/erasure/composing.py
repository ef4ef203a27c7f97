"""Writes orders to erase, and carries them out, in a data folder that holds all changes they are about."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from fieldkit.model.erasure import carrying, choosing, orders
from fieldkit.model.erasure.orders import CHANGE, SEAL, Order
from fieldkit.model.erasure.redacting import digest, redact
from fieldkit.model.seal import rest_of, seal_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

    from fieldkit.model.body import Op
    from fieldkit.model.changes import ChangeLog, Written
    from fieldkit.model.erasure.choosing import Chosen
    from fieldkit.model.workspace import Workspace

_SPLIT = 500


@dataclass(frozen=True, slots=True)
class Why:
    """By which rule (its setting, or ``request``), for what reason, by whom and when (ISO)."""

    basis: str
    reason: str
    person: str
    at: str


@dataclass
class Found:
    """What is to go: values (table, record, column), changes by stream, and signed inspections it touches.

    ``not_whole`` are those whose seals did not hold before, so that none is said of what is left.
    """

    values: set[tuple[str, str, str]] = field(default_factory=set)
    changes: Counter[str] = field(default_factory=Counter)
    inspections: int = 0
    not_whole: list[str] = field(default_factory=list)


def look(workspace: Workspace, chosen: Chosen) -> Found:
    """Count what is to go."""
    found = Found(inspections=len(chosen.inspections))
    for going in choosing.changes_with(workspace, chosen.columns):
        found.changes[going.stream] += 1
        for index, columns in going.cells:
            op = going.ops[index]
            found.values |= {(op.table, op.record, column) for column in columns}
    return found


def compose(
    workspace: Workspace, log: ChangeLog, chosen: Chosen, why: Why, sign: Callable[[bytes], bytes]
) -> tuple[Found, list[str]]:
    """Order what was chosen, signed by the centre, and carry it out; returns what went, and the new changes.

    ``log`` writes in the centre's name. Of signed inspections that are whole the seal of the rest is said.
    """
    found = look(workspace, chosen)
    with workspace.database.read() as connection:
        sealed = {one: _sealed(connection, one) for one in chosen.inspections}
    found.not_whole = sorted(one for one, (_stream, whole) in sealed.items() if not whole)
    ops: list[Op] = []
    for going in choosing.changes_with(workspace, chosen.columns):
        left = redact(going.body, going.cells)
        cells = json.dumps(going.cells, ensure_ascii=False)
        order = _order(CHANGE, going.change, digest(going.body), digest(left), cells, why)
        ops.append(order.signed(sign).op(going.stream))
    if not ops:
        return found, []
    subjects = {str(op.values["subject"]) for op in ops}

    def alongside(connection: Connection, _written: Written) -> None:
        carrying.carry_out(connection, subjects)

    changes = [*log.commit(ops, split=_SPLIT, alongside=alongside).changes]
    counted = Counter(
        inspection
        for table, record, _column in found.values
        for inspection in choosing.inspections_of(workspace, table, record)
    )
    with workspace.database.read() as connection:
        ops = [
            _order(SEAL, one, None, _rest(connection, one), str(counted[one]), why).signed(sign).op(stream)
            for one, (stream, whole) in sorted(sealed.items())
            if whole
        ]
    if ops:
        changes += log.commit(ops, split=_SPLIT).changes
    return found, changes


def _order(
    kind: Literal["change", "seal"], subject: str, before: str | None, after: str, cells: str, why: Why
) -> Order:
    return Order(kind, subject, before, after, cells, why.basis, why.reason, why.person, why.at)


def _sealed(connection: Connection, inspection: str) -> tuple[str, bool]:
    """Return the stream of a closed inspection, and whether its seal holds: itself, or what an order says."""
    stream, seal = connection.exec_driver_sql(
        "SELECT stream, seal FROM inspection WHERE id = ?", (inspection,)
    ).one()
    if seal_of(connection, inspection) == seal:
        return stream, True
    said = orders.known(connection, SEAL, [inspection]).get(inspection, [])
    return stream, rest_of(connection, inspection, seal) in {order.after for order in said}


def _rest(connection: Connection, inspection: str) -> str:
    seal = connection.exec_driver_sql("SELECT seal FROM inspection WHERE id = ?", (inspection,)).scalar_one()
    return rest_of(connection, inspection, seal)
