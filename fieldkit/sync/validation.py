"""What every replica can apply: checked by the centre (else held) and by laptops (else skipped)."""

from __future__ import annotations

import re
from typing import Any

import msgspec
from sqlalchemy import Float, Integer

from fieldkit.model.body import Change, Op
from fieldkit.model.tables import GROUPS, metadata

_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_MOST_OPS = 100_000
# Beyond this a Lamport number is a broken program's, and would leave no room above it.
_LAST_LAMPORT = 2**53
_INT64 = 2**63
# Of members that only a newer version knows; beyond it, readers run out of stack at different depths.
_DEEPEST = 32
# Columns of numbers: a text in one of them would stay a text in SQLite, and every list that formats it fails.
_NUMBERS = {
    (table, group): {
        column
        for column in columns
        if isinstance(metadata.tables[table].columns[column].type, Integer | Float)
    }
    for table, groups in GROUPS.items()
    for group, columns in groups.items()
}
_NO_NUMBERS: set[str] = set()


class _Op(msgspec.Struct, gc=False):
    table: str
    record: str
    group: str
    values: dict[str, Any]
    prevs: list[str]


class _Body(msgspec.Struct, gc=False):
    v: int
    id: str
    stream: str
    author: str
    device: str
    lamport: int
    wall: str
    ops: list[_Op]
    why: Any = None


_decoder = msgspec.json.Decoder(_Body)


def examine(body: bytes, stream: str) -> tuple[str | None, str | None]:
    """Return the id of a body, None when it cannot be read, and what is wrong with it, None when nothing is.

    Unknown members, tables and groups are right: they are a newer version's.
    """
    change = _decoded(body)
    return (None, "unreadable") if change is None else (change.id, _fault(change, stream))


def read(body: bytes, stream: str) -> Change | None:
    """Read a body that the change log can apply; None for one that cannot be, which stops none behind it."""
    change = _decoded(body)
    if change is None or _fault(change, stream) is not None:
        return None
    return Change(
        id=change.id,
        stream=stream,
        author=change.author,
        device=change.device,
        lamport=change.lamport,
        wall=change.wall,
        ops=tuple(Op(op.table, op.record, op.group, op.values, tuple(op.prevs), stream) for op in change.ops),
        body=body,
        why=change.why,
    )


def _decoded(body: bytes) -> _Body | None:
    try:
        change = _decoder.decode(body)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    return change if _ID.fullmatch(change.id) else None


def reference_author(body: bytes) -> str | None:
    """Return the device whose change of reference tables a readable body is, None where it is none."""
    change = _decoder.decode(body)
    return change.device if any(op.table == "reference_row" for op in change.ops) else None


def _fault(change: _Body, stream: str) -> str | None:
    if change.stream != stream:
        return "stream"
    if not 0 <= change.lamport < _LAST_LAMPORT:
        return "lamport"
    if not change.ops or len(change.ops) > _MOST_OPS:
        return "ops"
    return None if all(_storable(op) for op in change.ops) else "values"


def _storable(op: _Op) -> bool:
    """Tell whether the values fit the columns that this version knows."""
    columns = GROUPS.get(op.table, {}).get(op.group, ())
    numbers = _NUMBERS.get((op.table, op.group), _NO_NUMBERS)
    for column, value in op.values.items():
        if value is None or isinstance(value, float):
            continue
        if isinstance(value, str):
            fits = column not in numbers
        elif isinstance(value, dict | list):
            fits = column not in columns and _shallow(value, _DEEPEST)
        else:
            fits = column not in columns or -_INT64 <= value < _INT64
        if not fits:
            return False
    return True


def _shallow(value: Any, levels: int) -> bool:
    if not isinstance(value, dict | list):
        return True
    inside = value.values() if isinstance(value, dict) else value
    return levels > 0 and all(_shallow(each, levels - 1) for each in inside)
