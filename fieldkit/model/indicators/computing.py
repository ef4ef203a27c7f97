"""Computes figures; those of a nation on two cores, each on a connection of its own."""

from __future__ import annotations

from collections import deque
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING

from fieldkit.model.indicators.figures import Reading, columns_of
from fieldkit.model.indicators.table import indicators

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy import Connection

    from fieldkit.model.indicators.figures import Figure, Scope
    from fieldkit.model.indicators.table import Indicator

MANY = 20_000
"""Factories from which a second connection costs less than it saves."""


def compute(
    connection: Connection, scope: Scope, *, wanted: Iterable[Indicator] | None = None, by: str = ""
) -> list[Figure]:
    """Return the figures of ``wanted`` (all indicators) in their order, one a group with ``by``.

    Indicators that cannot be broken down by ``by`` are left out; raises `NoSuchIndicator` when none can.
    """
    asked = list(indicators().values() if wanted is None else wanted)
    with Reading(connection, scope) as reading:
        chosen = [one for one in asked if not by or by in one.breakdowns]
        parts = _by_subject(connection, chosen)
        if len(parts) > 1:
            with _beside(connection) as second:
                if second is not None:
                    return _in_order(chosen, _at_once(reading, second, parts, by))
        return reading.compute(asked, by=by)


def _at_once(
    first: Reading, second: Connection, parts: Sequence[Sequence[Indicator]], by: str
) -> list[Figure]:
    """Compute the indicators on both connections: each goes on to the next subject when done with one."""
    waiting = deque(parts)

    def work(reading: Reading) -> list[Figure]:
        found: list[Figure] = []
        while True:
            try:
                members = waiting.popleft()
            except IndexError:
                return found
            found += reading.compute(members, by=by)

    with Reading(second, first.scope) as reading, ThreadPoolExecutor(1, "figures") as pool:
        half = pool.submit(work, reading)
        return [*work(first), *half.result()]


def _by_subject(connection: Connection, chosen: Sequence[Indicator]) -> list[list[Indicator]]:
    """Return the indicators by their subject, which is counted in one pass; the longest come first."""
    found: dict[str, list[Indicator]] = {}
    for one in chosen:
        found.setdefault(one.subject.name, []).append(one)
    return sorted(found.values(), key=lambda members: -_work(connection, members))


def _work(connection: Connection, members: Sequence[Indicator]) -> int:
    """Return how long a subject takes, roughly: its rows, by what is worked out of each."""
    names = {name for one in members for name in columns_of(one)}
    return _most(connection, members[0].subject.table) * (1 + len(names))


def _in_order(chosen: Sequence[Indicator], found: Iterable[Figure]) -> list[Figure]:
    by_id: dict[str, list[Figure]] = {}
    for figure in found:
        by_id.setdefault(figure.indicator.id, []).append(figure)
    return [figure for one in chosen for figure in by_id.get(one.id, [])]


@contextmanager
def _beside(connection: Connection) -> Iterator[Connection | None]:
    """Give a second connection that sees the same state; None where there is none, or little to do.

    SQLite works on one core for each connection; PostgreSQL shares its work out itself. What a transaction
    has written is seen by itself alone.
    """
    if (
        connection.dialect.name != "sqlite"
        or "fieldkit_begin" in connection.get_execution_options()
        or _most(connection, "factory") <= MANY
    ):
        yield None
        return
    with connection.engine.connect() as second:
        yield second if _state(second) == _state(connection) else None


def _most(connection: Connection, table: str) -> int:
    return int(connection.exec_driver_sql(f"SELECT max(row) FROM {table}").scalar() or 0)


def _state(connection: Connection) -> list[list[object]]:
    """Return what every transaction that writes records changes: the clock, or a cursor of sync."""
    asked = (
        "SELECT key, value FROM meta ORDER BY key",
        "SELECT stream, seq, hash FROM cursor ORDER BY stream",
    )
    return [[tuple(row) for row in connection.exec_driver_sql(sql)] for sql in asked]
