"""Spreads visits over the working days of officers: the riskiest first, then the longest not seen.

A pure function of what it is given: the same candidates and terms give the same days.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import ceil, hypot, inf
from typing import TYPE_CHECKING, Literal, TypeVar

from fieldkit.model.planning.rules import risk_class

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

T = TypeVar("T")
Unfit = Literal["capacity", "gap"]
_WEEKDAYS = (1, 3, 2, 0, 4)  # Tuesday and Thursday first: Monday and Friday are days of meetings and letters


@dataclass(frozen=True, slots=True)
class Candidate:
    """A factory that is owed ``visits`` this year besides those on ``days``, planned or done.

    ``rank`` is its place by name; ``last_visit`` an ISO day, "" for never.
    """

    factory: str
    rank: int
    district: str
    score: int
    environment: bool
    last_visit: str
    visits: int
    days: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class Terms:
    """Who goes when: ``first`` to ``last`` day, and how much a day and a week hold for one officer."""

    officers: tuple[str, ...]
    first: date
    last: date
    per_week: int = 8
    most_a_day: int = 5
    least_a_day: int = 2
    districts_a_day: int = 2
    gap_days: int = 120


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit that has its day and officer; ``turn`` counts those of one factory from 1."""

    factory: str
    day: date
    officer: str
    district: str
    score: int
    turn: int = 1


@dataclass(frozen=True, slots=True)
class Schedule:
    """What fits, by day and officer, and what does not: (factory, why)."""

    visits: tuple[Visit, ...]
    unfit: tuple[tuple[str, Unfit], ...]


@dataclass(slots=True)
class _Trip:
    """One officer's day."""

    count: int = 0
    districts: set[str] = field(default_factory=set)


_Unit = tuple[tuple[int, int, str, int, int], Candidate, int]  # key, whose, turn


def schedule(
    candidates: Iterable[Candidate],
    terms: Terms,
    *,
    is_working_day: Callable[[date], bool],
    taken: Iterable[Visit] = (),
    places: Mapping[str, tuple[float, float]] | None = None,
) -> Schedule:
    """Return a day and an officer for each visit that the candidates are owed, as far as there is room.

    ``taken`` are visits planned before, which fill their days; ``places`` are the middles of districts, so
    that the second district of a day is the nearest.
    """
    desk = _Desk(terms, places or {}, candidates)
    for visit in taken:
        desk.take(visit)
    weeks = _weeks(terms, is_working_day)
    for number, days in enumerate(weeks):
        for officer in _rotated(terms.officers, number):
            desk.fill_week(officer, days, weeks_left=len(weeks) - number)
    return desk.schedule()


def _weeks(terms: Terms, is_working_day: Callable[[date], bool]) -> list[list[date]]:
    """Return the working days by week, Monday first; weeks without one are left out."""
    weeks: dict[date, list[date]] = {}
    day = terms.first
    while day <= terms.last:
        if is_working_day(day):
            weeks.setdefault(day - timedelta(days=day.weekday()), []).append(day)
        day += timedelta(days=1)
    return list(weeks.values())


def _rotated(things: Sequence[T], by: int) -> list[T]:
    at = by % len(things) if things else 0
    return [*things[at:], *things[:at]]


def _place(weekdays: Sequence[int], day: date) -> int:
    return weekdays.index(day.weekday()) if day.weekday() in weekdays else len(weekdays)


def _key(candidate: Candidate, turn: int) -> tuple[int, int, str, int, int]:
    """Return what visits are ordered by: tier, score, longest not seen, name.

    High risk, medium risk, the environmental group, then second visits, then low risk.
    """
    risk = risk_class(candidate.score)
    tier = {"high": 0, "medium": 1, "low": 2 if candidate.environment else 4}[risk]
    return (3 if turn > 1 else tier, -candidate.score, candidate.last_visit, candidate.rank, turn)


class _Desk:
    """The visits that wait, by district, and the days that are filled."""

    def __init__(
        self, terms: Terms, places: Mapping[str, tuple[float, float]], candidates: Iterable[Candidate]
    ) -> None:
        self._terms = terms
        self._places = places
        self._gap = timedelta(days=min(terms.gap_days, max(1, (terms.last - terms.first).days // 2)))
        self._pools: dict[str, list[_Unit]] = defaultdict(list)
        self._trips: dict[tuple[str, date], _Trip] = defaultdict(_Trip)
        self._weeks: dict[tuple[str, date], int] = defaultdict(int)
        self._days: dict[str, list[date]] = {}
        self._visits: list[Visit] = []
        self._left = 0
        for candidate in candidates:
            self._days[candidate.factory] = list(candidate.days)
            for turn in range(len(candidate.days) + 1, len(candidate.days) + candidate.visits + 1):
                self._pools[candidate.district].append((_key(candidate, turn), candidate, turn))
                self._left += 1
        for pool in self._pools.values():
            heapq.heapify(pool)

    def take(self, visit: Visit) -> None:
        """Count a visit that stands already."""
        trip = self._trips[visit.officer, visit.day]
        trip.count += 1
        trip.districts.add(visit.district)
        self._weeks[visit.officer, _monday(visit.day)] += 1

    def fill_week(self, officer: str, days: Sequence[date], *, weeks_left: int) -> None:
        """Give ``officer`` an even share of what is left, on as few days as it needs."""
        terms = self._terms
        share = max(terms.least_a_day, ceil(self._left / (weeks_left * len(terms.officers))))
        monday = _monday(days[0])
        wanted = min(share, terms.per_week - self._weeks[officer, monday])
        weekdays = _rotated(_WEEKDAYS, terms.officers.index(officer))
        # Days with visits are filled up before a further one is begun.
        order = sorted(days, key=lambda day: (not self._trips[officer, day].count, _place(weekdays, day)))
        for day in order:
            if wanted <= 0 or not self._left:
                return
            trips = ceil(wanted / terms.most_a_day)
            size = max(terms.least_a_day, ceil(wanted / trips))
            room = terms.per_week - self._weeks[officer, monday]
            wanted -= self._fill_day(officer, day, min(size, room))

    def _fill_day(self, officer: str, day: date, size: int) -> int:
        trip = self._trips[officer, day]
        size = min(size, self._terms.most_a_day - trip.count)
        done = 0
        while done < size:
            unit = self._next(trip, day)
            if unit is None:
                break
            _key, candidate, turn = unit
            visit = Visit(candidate.factory, day, officer, candidate.district, candidate.score, turn)
            self.take(visit)
            self._visits.append(visit)
            self._days[candidate.factory].append(day)
            self._left -= 1
            done += 1
        return done

    def _next(self, trip: _Trip, day: date) -> _Unit | None:
        """Take the next visit out of its pool: of the districts of the day, else of the nearest other one."""
        for district in sorted(trip.districts):
            unit = self._pop(district, day)
            if unit is not None:
                return unit
        if len(trip.districts) >= self._terms.districts_a_day:
            return None
        heads = [(self._distance(trip, name), pool[0][0], name) for name, pool in self._pools.items() if pool]
        for _far, _first, district in sorted(heads):
            if district not in trip.districts:
                unit = self._pop(district, day)
                if unit is not None:
                    return unit
        return None

    def _pop(self, district: str, day: date) -> _Unit | None:
        """Take the first visit of a district that may be on ``day``; those too near to another one stay."""
        pool, near = self._pools.get(district, []), []
        found = None
        while pool and found is None:
            unit = heapq.heappop(pool)
            if any(abs(day - other) < self._gap for other in self._days[unit[1].factory]):
                near.append(unit)
            else:
                found = unit
        for unit in near:
            heapq.heappush(pool, unit)
        return found

    def _distance(self, trip: _Trip, district: str) -> float:
        """Return how far a district is from those of the day, in degrees; 0 for the first of a day."""
        if not trip.districts:
            return 0.0
        here = self._places.get(district)
        there = [self._places[name] for name in trip.districts if name in self._places]
        if here is None or not there:
            return inf
        return min(hypot(here[0] - one[0], here[1] - one[1]) for one in there)

    def schedule(self) -> Schedule:
        """Return what was filled, by day, and what is left, the most urgent first."""
        unfit: list[tuple[str, Unfit]] = []
        for _key, candidate, _turn in sorted(unit for pool in self._pools.values() for unit in pool):
            known = self._days[candidate.factory]
            blocked = known and not self._free_day(known)
            unfit.append((candidate.factory, "gap" if blocked else "capacity"))
        visits = sorted(
            self._visits, key=lambda visit: (visit.day, visit.officer, -visit.score, visit.factory)
        )
        return Schedule(tuple(visits), tuple(unfit))

    def _free_day(self, known: Sequence[date]) -> bool:
        """Tell whether any day keeps its distance to the visits of a factory."""
        days = (self._terms.last - self._terms.first).days + 1
        each = (self._terms.first + timedelta(days=number) for number in range(days))
        return any(all(abs(day - other) >= self._gap for other in known) for day in each)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
