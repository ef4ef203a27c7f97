"""A proposed plan for what is left of a fiscal year: from the register, the risk and what stands already."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from fieldkit.errors import FieldkitError, Text
from fieldkit.model import records
from fieldkit.model.covering_visits import covering_visits
from fieldkit.model.holidays import calendar
from fieldkit.model.planning import plan
from fieldkit.model.planning.editing import dated
from fieldkit.model.planning.rules import visits_a_year
from fieldkit.model.planning.scheduling import Candidate, Schedule, Terms, Visit, schedule
from fieldkit.model.reference import visit_kinds, whole_param
from fieldkit.model.thai.fiscal import fiscal_year_span

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection

    from fieldkit.model.planning.plan import Line
    from fieldkit.model.records import Edit
    from fieldkit.model.workspace import Workspace


class NoOfficers(FieldkitError):
    """A plan needs somebody who goes."""

    def __init__(self) -> None:
        super().__init__(
            Text("ยังไม่ได้ระบุเจ้าหน้าที่", "No officer was named"),
            Text("พิมพ์ชื่อเจ้าหน้าที่อย่างน้อยหนึ่งคน", "Type the name of at least one officer"),
        )


class YearOver(FieldkitError):
    """No day of the fiscal year is left to plan."""

    def __init__(self, year: int) -> None:
        super().__init__(
            Text(f"ปีงบประมาณ {year} สิ้นสุดแล้ว", f"The fiscal year {year} is over"),
            Text("เลือกปีงบประมาณถัดไป", "Choose the next fiscal year"),
        )


@dataclass(frozen=True, slots=True)
class Proposal:
    """Visits to add to the plan of ``year``; ``owed`` is how many the year owes besides what stands."""

    year: int
    kind: str
    terms: Terms
    schedule: Schedule
    owed: int

    @property
    def by_officer(self) -> Mapping[str, int]:
        """How many visits each officer gets."""
        return Counter(visit.officer for visit in self.schedule.visits)


def terms_of(
    year: int,
    officers: Sequence[str],
    today: date,
    *,
    first: date | None = None,
    per_week: int | None = None,
) -> Terms:
    """Return the office's terms for a year, from tomorrow on unless ``first`` is later.

    Raises `NoOfficers`, `YearOver`.
    """
    names = tuple(dict.fromkeys(name.strip() for name in officers if name.strip()))
    if not names:
        raise NoOfficers
    begin, end = fiscal_year_span(year)
    start = max(begin, today + timedelta(days=1), first or begin)
    if start > end:
        raise YearOver(year)
    return Terms(
        officers=names,
        first=start,
        last=end,
        per_week=whole_param("plan.per_week") if per_week is None else per_week,
        most_a_day=whole_param("plan.most_a_day"),
        least_a_day=whole_param("plan.least_a_day"),
        districts_a_day=whole_param("plan.districts_a_day"),
        gap_days=whole_param("plan.gap_days"),
    )


def propose(connection: Connection, year: int, terms: Terms, today: date, *, kind: str = "PLAN") -> Proposal:
    """Return the visits that the year still owes, each with a day and an officer as far as there is room."""
    found = plan.lines(connection, year, today)
    ids = _ids(connection)
    candidates = _candidates(connection, found, ids, year)
    standing = [
        Visit(ids[line.factory], date.fromisoformat(line.day), line.officer, line.district, line.score)
        for line in found
        if line.day and line.officer and line.state not in ("bin", "dropped", "done")
    ]
    made = schedule(
        candidates,
        terms,
        is_working_day=calendar().is_working_day,
        taken=standing,
        places=_middles(connection),
    )
    return Proposal(year, kind, terms, made, sum(one.visits for one in candidates))


def carry_out(workspace: Workspace, proposal: Proposal) -> Edit:
    """Add the proposed visits to the plan in one commit that can be taken back; raises `StorageError`."""
    return records.add_many(
        workspace,
        "assignment",
        (
            {
                "factory": visit.factory,
                "fiscal_year": proposal.year,
                "kind": proposal.kind,
                "officer": visit.officer,
                **dated(visit.day, proposal.year),
            }
            for visit in proposal.schedule.visits
        ),
    )


def _candidates(
    connection: Connection, found: Sequence[Line], ids: Mapping[int, str], year: int
) -> list[Candidate]:
    """Return the factories that are owed a visit besides what is planned, done or was taken off."""
    first, last = fiscal_year_span(year)
    years_back = whole_param("risk.low_every_years") - 1
    seen_since = fiscal_year_span(year - years_back)[0].isoformat()
    covering = {kind.code for kind in visit_kinds().values() if kind.covers}
    visited: dict[str, list[date]] = defaultdict(list)
    sql = f"SELECT factory, day FROM ({covering_visits()}) WHERE day BETWEEN ? AND ? ORDER BY day"
    for factory, day in connection.exec_driver_sql(sql, (first.isoformat(), last.isoformat())):
        visited[factory].append(date.fromisoformat(day))
    planned: dict[int, list[Line]] = defaultdict(list)
    of_factory: dict[int, Line] = {}
    for line in found:
        if line.state != "bin":
            of_factory.setdefault(line.factory, line)
            if line.assignment and (line.kind in covering or not line.kind):
                planned[line.factory].append(line)
    operating = _operating(connection)
    candidates = []
    for row, line in of_factory.items():
        if row not in operating:
            continue
        done = visited.get(ids[row], [])
        # Those done come first in their order; what is planned beyond them is still to come.
        ahead = [one for one in planned[row] if one.state not in ("done", "dropped")]
        days = [*done, *(date.fromisoformat(one.day) for one in ahead if one.day)]
        standing = max(len(planned[row]), len(done) + len(ahead))
        due = visits_a_year(
            line.score, environment=bool(line.environment), seen_last_year=line.last_visit >= seen_since
        )
        if due > standing:
            candidates.append(
                Candidate(
                    factory=ids[row],
                    rank=line.rank,
                    district=line.district,
                    score=line.score,
                    environment=bool(line.environment),
                    last_visit=line.last_visit,
                    visits=due - standing,
                    days=tuple(sorted(days)),
                )
            )
    return candidates


def _operating(connection: Connection) -> set[int]:
    sql = f"SELECT f.row FROM factory f WHERE coalesce(f.deleted, 0) = 0 AND {plan.inspected_statuses()}"
    return {row[0] for row in connection.exec_driver_sql(sql)}


def _ids(connection: Connection) -> dict[int, str]:
    driver = connection.connection.driver_connection
    assert driver is not None
    return dict(driver.execute("SELECT row, id FROM factory"))


def _middles(connection: Connection) -> dict[str, tuple[float, float]]:
    """Return the middle of each district that has factories with a known place."""
    sql = (
        "SELECT district, avg(latitude), avg(longitude) FROM factory WHERE coalesce(deleted, 0) = 0"
        " AND latitude IS NOT NULL AND longitude IS NOT NULL AND district IS NOT NULL GROUP BY district"
    )
    return {row[0]: (row[1], row[2]) for row in connection.exec_driver_sql(sql)}
