"""Ops that a known change supersedes, but which have not arrived yet, cell by cell."""

from __future__ import annotations

from collections.abc import Iterator, MutableSet
from typing import TYPE_CHECKING

from fieldkit.model import body as bodies

if TYPE_CHECKING:
    from sqlalchemy import Connection

Key = tuple[str, str, str]  # record, table, group
_Entry = tuple[str, str, str, str]  # … and op

_COLUMNS = "record, tbl, grp, op"


class Dangling:
    """The stored set, read once and written back by :meth:`flush`, inside the caller's transaction.

    An op supersedes ops of its own cell only: whatever else a body names must not reach into other cells,
    where it would depend on the order of arrival.
    """

    def __init__(self, connection: Connection) -> None:
        """Read the set."""
        self._connection = connection
        self._before: frozenset[_Entry] = frozenset(
            (row[0], row[1], row[2], row[3])
            for row in connection.exec_driver_sql(f"SELECT {_COLUMNS} FROM dangling")
        )
        self._now: dict[str, set[_Entry]] = {}
        for entry in self._before:
            self.entries(entry[3]).add(entry)

    def of(self, key: Key) -> MutableSet[str]:
        """Return the part of a cell, which :func:`fieldkit.model.fold.fold` changes."""
        return _InCell(self, key)

    def ops(self, key: Key) -> Iterator[str]:
        """Yield the ops that are awaited in a cell."""
        return (entry[3] for found in self._now.values() for entry in found if entry[:3] == key)

    def awaits(self, change_id: str) -> bool:
        """Tell whether an op of the change was superseded before it came."""
        return bool(self._now.get(change_id))

    def entries(self, op: str) -> set[_Entry]:
        """Return the entries whose ops belong to the same change as ``op``."""
        return self._now.setdefault(bodies.change_id_of(op), set())

    def arrived(self, change_id: str) -> None:
        """Forget what was awaited of a change in cells that it did not write."""
        self._now.pop(change_id, None)

    def flush(self) -> None:
        """Write what has changed."""
        now = {entry for entries in self._now.values() for entry in entries}
        if added := sorted(now - self._before):
            self._connection.exec_driver_sql(f"INSERT INTO dangling ({_COLUMNS}) VALUES (?, ?, ?, ?)", added)
        if gone := sorted(self._before - now):
            self._connection.exec_driver_sql(
                "DELETE FROM dangling WHERE record = ? AND tbl = ? AND grp = ? AND op = ?", gone
            )


class _InCell(MutableSet[str]):
    def __init__(self, dangling: Dangling, key: Key) -> None:
        self._dangling = dangling
        self._key = key

    def __contains__(self, op: object) -> bool:
        return isinstance(op, str) and (*self._key, op) in self._dangling.entries(op)

    def __iter__(self) -> Iterator[str]:
        return (
            entry[3] for found in self._dangling._now.values() for entry in found if entry[:3] == self._key
        )

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def add(self, value: str) -> None:
        self._dangling.entries(value).add((*self._key, value))

    def discard(self, value: str) -> None:
        self._dangling.entries(value).discard((*self._key, value))
