"""Which visits the demonstration makes, of which checklist, when and to whom."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from fieldkit.model.holidays import calendar

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fieldkit.model.demonstration.factories import InventedFactory
    from fieldkit.model.workspace import Workspace

PAST = 158
"""Days back to the first visit."""
GENERAL = 28
"""Visits with the general checklist."""
_DUST_SEASON = frozenset({11, 12, 1, 2, 3, 4})
_KEPT_OUT = {4: "closed_today", 20: "refused"}  # of the general visits
_CHECKED = 6  # days after a complaint came


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit; ``complaint`` is what it looks into, ``closing`` says why nobody let it in."""

    at: datetime
    factory: str
    checklist: str
    kind: str
    complaint: str = ""
    closing: str = ""


@dataclass(frozen=True, slots=True)
class _Programme:
    """What a checklist is used for; ``types`` are first three digits, none of them means any factory.

    ``days`` has for each factory how many days ago it was visited, the oldest first.
    """

    checklist: str
    kind: str
    days: tuple[tuple[int, ...], ...]
    types: tuple[str, ...] = ()


# Where a factory is visited several times, its values are a series and its findings are looked at again.
_PROGRAMMES = (
    _Programme("WAT", "PLAN", ((148, 47, 13), (120, 40, 9), (75,), (30,)), ("010", "020", "106", "053")),
    _Programme("AIR", "PLAN", ((150, 44, 16), (100, 37, 6), (60,), (20,)), ("009", "088", "034", "015")),
    _Programme("WST", "WASTE", ((130, 33), (90, 26), (55,), (12,)), ("105", "106", "095", "064")),
    _Programme("SAF", "PLAN", ((140, 31), (80,), (50,), (17,)), ("009", "014", "015", "088")),
    _Programme("GI", "GI", ((110,), (70,), (29,), (11,))),
    _Programme("IND", "IND", ((95,), (65,), (24,), (8,))),
    _Programme("MND", "MIND", ((85,), (45,), (19,))),
)
_BORROWERS = ((78,), (41,), (21,), (7,))
_DEVELOPED = ((72,), (36,), (15,))


def timeline(
    workspace: Workspace, everyone: Sequence[InventedFactory], now: datetime, seed: int
) -> list[Visit]:
    """Return the visits before ``now``, the oldest first."""
    found = [
        *_general(everyone, now, seed),
        *_programmes(everyone, now, seed),
        *_of_registers(workspace, now, seed),
    ]
    return sorted(found, key=lambda visit: (visit.at, visit.checklist, visit.factory))


def _general(everyone: Sequence[InventedFactory], now: datetime, seed: int) -> Iterator[Visit]:
    """Yield visits with the general checklist: known factories first, two of them twice."""
    source = random.Random(seed)
    operating = [one for one in everyone if one.columns["status"] == "1"]
    visited = [*operating[1:10], operating[3], operating[1], *operating[10:]]
    days = [day for back in range(3, PAST) if (day := now - timedelta(days=back)).weekday() < 5]
    for number, (day, one) in enumerate(zip(sorted(source.sample(days, GENERAL)), visited, strict=False)):
        kind = source.choices(("PLAN", "FOLLOW", "COMPLAINT"), (80, 12, 8))[0]
        yield Visit(_morning(day, source), one.id, "GEN", kind, closing=_KEPT_OUT.get(number, ""))


def _programmes(everyone: Sequence[InventedFactory], now: datetime, seed: int) -> Iterator[Visit]:
    source = random.Random(f"{seed}-programmes")
    operating = [one for one in everyone if one.columns["status"] == "1"]
    for number, programme in enumerate(_PROGRAMMES):
        fitting = [one for one in operating if one.columns["type_main"][:3] in programme.types]
        # checklists for any factory go to factories of their own
        chosen = fitting or operating[40 + 5 * number :]
        for one, days in zip(chosen, programme.days, strict=False):
            for visit, back in enumerate(days):
                at = _morning(_working(now - timedelta(days=back)), source)
                dusty = programme.checklist == "AIR" and at.month in _DUST_SEASON
                kind = "PM25" if dusty else "FOLLOW" if visit and programme.kind == "PLAN" else programme.kind
                yield Visit(at, one.id, programme.checklist, kind)


def _of_registers(workspace: Workspace, now: datetime, seed: int) -> Iterator[Visit]:
    """Yield visits to borrowers, to developed enterprises and to what is complained of."""
    source = random.Random(f"{seed}-registers")
    operating = "JOIN factory f ON f.id = x.factory WHERE f.status = '1'"
    for checklist, kind, table, days in (
        ("FUN", "FUND", "loan", _BORROWERS),
        ("DEV", "DEV", "project", _DEVELOPED),
    ):
        rows = workspace.rows(f"SELECT DISTINCT x.factory FROM {table} x {operating} ORDER BY x.factory")
        for row, series in zip(rows, days, strict=False):
            for back in series:
                at = _morning(_working(now - timedelta(days=back)), source)
                yield Visit(at, row["factory"], checklist, kind)
    for row in workspace.rows(
        f"SELECT x.id, x.factory, x.received_at FROM complaint x {operating} AND x.state = 'checking'"
        " ORDER BY x.received_at"
    )[:-1]:  # the newest still waits
        day = _working(datetime.fromisoformat(row["received_at"]) + timedelta(days=_CHECKED))
        if day < now - timedelta(days=1):
            yield Visit(_morning(day, source), row["factory"], "CMP", "COMPLAINT", row["id"])


def _morning(day: datetime, source: random.Random) -> datetime:
    return day.replace(hour=9, minute=source.randrange(0, 55, 5), second=0, microsecond=0)


def _working(day: datetime) -> datetime:
    """Return the working day at or before ``day``."""
    while not calendar().is_working_day(day.date()):
        day -= timedelta(days=1)
    return day
