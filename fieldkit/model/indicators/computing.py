"""Computes figures; those of a nation on two processors, each in a process of its own."""

from __future__ import annotations

from collections import deque
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from fieldkit.model.indicators.figures import Reading, columns_of
from fieldkit.model.indicators.sources import BesideEnded, Here, beside, most
from fieldkit.model.indicators.table import indicators

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection

    from fieldkit.model.indicators.figures import Figure, Scope
    from fieldkit.model.indicators.sources import Beside
    from fieldkit.model.indicators.table import Indicator


def compute(
    connection: Connection, scope: Scope, *, wanted: Iterable[Indicator] | None = None, by: str = ""
) -> list[Figure]:
    """Return the figures of ``wanted`` (all indicators) in their order, one a group with ``by``.

    Indicators that cannot be broken down by ``by`` are left out; raises `NoSuchIndicator` when none can.
    """
    asked = list(indicators().values() if wanted is None else wanted)
    with Reading(Here(connection), scope) as reading:
        chosen = [one for one in asked if not by or by in one.breakdowns]
        parts = _by_subject(connection, chosen)
        if len(parts) > 1:
            with beside(connection) as second:
                if second is not None:
                    return _in_order(chosen, _at_once(reading, second, parts, by))
        return reading.compute(asked, by=by)


def _at_once(first: Reading, second: Beside, parts: Sequence[Sequence[Indicator]], by: str) -> list[Figure]:
    """Compute the indicators here and beside: each goes on to the next subject when done with one."""
    waiting = deque(parts)

    def work(reading: Reading) -> list[Figure]:
        found: list[Figure] = []
        while True:
            try:
                members = waiting.popleft()
            except IndexError:
                return found
            try:
                found += reading.compute(members, by=by)
            except BesideEnded:
                waiting.append(members)
                return found

    with Reading(second, first.scope) as reading, ThreadPoolExecutor(1, "figures") as pool:
        half = pool.submit(work, reading)
        found = work(first)
        found += half.result()
    return found + work(first)  # what a process that ended has left


def _by_subject(connection: Connection, chosen: Sequence[Indicator]) -> list[list[Indicator]]:
    """Return the indicators by their subject, which is counted in one pass; the longest come first."""
    found: dict[str, list[Indicator]] = {}
    for one in chosen:
        found.setdefault(one.subject.name, []).append(one)
    return sorted(found.values(), key=lambda members: -_work(connection, members))


def _work(connection: Connection, members: Sequence[Indicator]) -> int:
    """Return how long a subject takes, roughly: its rows, by what is worked out of each."""
    names = {name for one in members for name in columns_of(one)}
    return most(connection, members[0].subject.table) * (1 + len(names))


def _in_order(chosen: Sequence[Indicator], found: Iterable[Figure]) -> list[Figure]:
    by_id: dict[str, list[Figure]] = {}
    for figure in found:
        by_id.setdefault(figure.indicator.id, []).append(figure)
    return [figure for one in chosen for figure in by_id.get(one.id, [])]
