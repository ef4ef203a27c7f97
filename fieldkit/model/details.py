"""What of an inspection may be elsewhere: its details. All else is its frame, which everybody has.

Details and frame are written as changes of their own, so that a body that may stay at the office holds
nothing that is needed everywhere (docs/decisions/0037-partial-replication.md).
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import msgspec

from fieldkit.model.body import change_id_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Connection

    from fieldkit.model.body import Op

TABLES = ("answer", "repeat_instance", "attachment", "signature")
"""Tables whose rows are details of an inspection; an attachment only where it belongs to one."""


class _Values(msgspec.Struct):
    """What the values of an op say of where it belongs."""

    inspection: Any = None
    record: Any = None


class _Op(msgspec.Struct):
    table: str
    record: str
    group: str
    values: _Values
    prevs: list[str]


class Placed(msgspec.Struct):
    """A body as far as it says to which inspection it belongs; ``of`` is what its author wrote."""

    id: str
    ops: list[_Op]
    of: Any = None

    def replaces(self) -> set[str]:
        """Return the ids of the changes of which this one replaces values."""
        return {change_id_of(prev) for op in self.ops for prev in op.prevs}


_decoder = msgspec.json.Decoder(Placed)


def placed(body: bytes) -> Placed | None:
    """Read where a body belongs; None for one that cannot be read."""
    try:
        return _decoder.decode(body)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None


def inspection_of(change: Placed, known: Mapping[str, str]) -> str | None:
    """Return the inspection of which a change is details, None where it is frame, also in part.

    ``known`` says of which inspection those changes are details that this one replaces. One that replaces
    anything of the frame is frame: what everybody has must never be replaced by what some have not.
    """
    found: set[Any] = {known.get(change_id) for change_id in change.replaces()}
    named = {op.record for op in change.ops if op.group == "core"}
    for op in change.ops:
        if op.table not in TABLES or (op.table == "attachment" and op.values.record):
            return None
        if op.group == "core":
            found.add(op.values.inspection)
        elif change.of is None and not op.prevs and op.record not in named:
            return None  # an older body that does not say it
    if change.of is not None:
        found.add(change.of)
    [*only] = found
    return only[0] if len(only) == 1 and isinstance(only[0], str) and only[0] else None


def apart(connection: Connection, ops: Sequence[Op]) -> list[tuple[str, list[Op]]]:
    """Return the ops of one transaction as details of each inspection, then all that is frame (``""``).

    Details go first: a frame that says that an inspection is signed never arrives before what was signed.
    """
    said = _said(connection, ops)
    parts: dict[str, list[Op]] = defaultdict(list)
    for op in ops:
        parts[said.get((op.table, op.record), "")].append(op)
    return sorted(parts.items(), key=lambda part: not part[0])


def _said(connection: Connection, ops: Iterable[Op]) -> dict[tuple[str, str], str]:
    """Return to which inspection the records of details belong, by what is written or stored of them."""
    found: dict[tuple[str, str], str] = {}
    asked: dict[str, set[str]] = defaultdict(set)
    of_others: set[tuple[str, str]] = set()
    for op in ops:
        if op.table not in TABLES:
            continue
        asked[op.table].add(op.record)
        if op.values.get("record") and op.table == "attachment":
            of_others.add((op.table, op.record))
        elif op.group == "core" and op.values.get("inspection"):
            found[op.table, op.record] = str(op.values["inspection"])
    for table, records in asked.items():
        for record in records:
            if (table, record) not in found and (table, record) not in of_others:
                row = connection.exec_driver_sql(
                    f"SELECT inspection FROM {table} WHERE id = ?", (record,)
                ).fetchone()
                if row is not None and row[0]:
                    found[table, record] = str(row[0])
    return {key: inspection for key, inspection in found.items() if key not in of_others}
