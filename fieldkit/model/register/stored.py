"""What the database holds of factories that a register names: columns, conflicts, heads."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from fieldkit.model import fold
from fieldkit.model.tables import GROUPS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection

_CHUNK = 500  # bound parameters of one statement
_COLUMNS = tuple(name for names in GROUPS["factory"].values() for name in names)


@dataclass(slots=True)
class Stored:
    """One factory as it stands, and its groups that are in conflict."""

    stream: str
    columns: dict[str, Any]
    conflicts: set[str] = field(default_factory=set)


def read_stored(connection: Connection, ids: Sequence[str]) -> dict[str, Stored]:
    """Return the factories of ``ids`` that exist, deleted ones too."""
    found: dict[str, Stored] = {}
    for chunk, marks in _chunks(ids):
        sql = f"SELECT id, stream, {', '.join(_COLUMNS)} FROM factory WHERE id IN ({marks})"
        for id_, stream, *values in connection.exec_driver_sql(sql, chunk):
            found[id_] = Stored(stream, dict(zip(_COLUMNS, values, strict=True)))
    disputed = "SELECT record, grp FROM cell WHERE conflict = 1 AND tbl = 'factory'"
    for id_, group in connection.exec_driver_sql(disputed):
        if id_ in found:
            found[id_].conflicts.add(group)
    return found


def current_heads(
    connection: Connection, ids: Sequence[str], table: str = "factory"
) -> dict[str, dict[str, tuple[str, ...]]]:
    """Return the op ids of the heads by record and group."""
    found: dict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
    for chunk, marks in _chunks(ids):
        sql = f"SELECT record, grp, heads FROM cell WHERE record IN ({marks}) AND tbl = ?"
        for id_, group, heads in connection.exec_driver_sql(sql, (*chunk, table)):
            found[id_][group] = tuple(head.op for head in fold.from_json(heads))
    return found


def _chunks(ids: Sequence[str]) -> Iterator[tuple[tuple[str, ...], str]]:
    for start in range(0, len(ids), _CHUNK):
        chunk = tuple(ids[start : start + _CHUNK])
        yield chunk, ",".join("?" * len(chunk))
