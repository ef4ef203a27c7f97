"""What the demonstration knows of its factories' risks, and its plan of the present fiscal year."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from fieldkit.model import records
from fieldkit.model.holidays import calendar
from fieldkit.model.planning import editing, proposal
from fieldkit.model.planning.officers import introduce
from fieldkit.model.thai.fiscal import fiscal_year, fiscal_year_span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fieldkit.model.demonstration.factories import InventedFactory
    from fieldkit.model.workspace import Workspace

COLLEAGUES = ("นางสาวนภา แสงทอง", "นายวีระ ตั้งใจ")
_LATE, _POSTPONED, _DROPPED = 5, 3, 2
# Of each type (its first three digits), the facts that are true of so many in a hundred.
_FACTS: dict[str, dict[str, tuple[int, str]]] = {
    "009": {"boiler": (45, "yes"), "stack": (70, "yes")},
    "002": {"stack": (50, "yes")},
    "010": {"wastewater_m3day": (60, "65"), "discharges_outside": (30, "yes")},
    "014": {"ammonia": (90, "yes"), "chemicals_t": (70, "2")},
    "015": {"boiler": (60, "yes"), "stack": (60, "yes")},
    "043": {"chemicals_t": (30, "12")},
    "053": {"wastewater_m3day": (60, "80")},
    "088": {"boiler": (100, "yes"), "stack": (100, "yes")},
    "095": {"hazardous_t_month": (50, "0.4")},
    "105": {"hazardous_t_month": (20, "2.5")},
    "106": {"hazardous_t_month": (70, "6"), "discharges_outside": (15, "yes")},
}


def know_risks(workspace: Workspace, everyone: Iterable[InventedFactory], seed: int) -> None:
    """Write down facts about the factories; the same factories and seed give the same facts."""
    day = workspace.clock().date().isoformat()
    facts: list[dict[str, Any]] = []
    for one in everyone:
        source = random.Random(f"{seed}-{one.columns['registration_no']}")
        for name, (share, value) in _FACTS.get(one.columns["type_main"][:3], {}).items():
            if source.randrange(100) < share:
                known = {"factory": one.id, "property": name, "value": value}
                facts.append({**known, "as_of": day, "source": "แบบสำรวจความเสี่ยง"})
    records.add_many(workspace, "fact", facts)


def plan_year(workspace: Workspace, seed: int) -> None:
    """Plan the present fiscal year: visits that were made, some that are late or put off, and the rest."""
    source = random.Random(seed)
    today = workspace.clock().date()
    year = fiscal_year(today)
    me = workspace.person.name
    introduce(workspace, COLLEAGUES)
    made = _visits_made(workspace, year)
    records.add_many(
        workspace,
        "assignment",
        (
            _row(factory, _working_day(day + timedelta(days=source.randint(-4, 3)), year), me)
            for factory, day in made
        ),
    )
    if today >= fiscal_year_span(year)[1]:
        return
    terms = proposal.terms_of(year, (me, *COLLEAGUES), today)
    with workspace.database.read() as connection:
        found = proposal.propose(connection, year, terms, today)
    proposal.carry_out(workspace, found)
    upcoming = workspace.rows(
        "SELECT id FROM assignment WHERE planned_on > ? ORDER BY planned_on, officer, factory",
        today.isoformat(),
    )
    ids = [row["id"] for row in upcoming]
    # Those of tomorrow stay; a little later the year shows what years are like.
    late, postponed, dropped = ids[12 : 12 + _LATE], ids[20 : 20 + _POSTPONED], ids[30 : 30 + _DROPPED]
    for number, id_ in enumerate(late, 2):
        editing.move(workspace, [id_], _working_day(today - timedelta(days=number), year))
    if calendar().is_working_day(today):
        editing.move(workspace, ids[:4], today, officer=me)
    for id_ in postponed:
        editing.postpone(workspace, [id_], None, "ผู้ประกอบการขอเลื่อน เครื่องจักรหยุดซ่อม")
    editing.drop(workspace, dropped, "แจ้งเลิกประกอบกิจการแล้ว รอจำหน่ายทะเบียน")


def _visits_made(workspace: Workspace, year: int) -> list[tuple[str, date]]:
    first, last = fiscal_year_span(year)
    rows = workspace.rows(
        "SELECT factory, min(substr(started_at, 1, 10)) AS day FROM inspection WHERE state = 'closed'"
        " AND closing IN ('complete', 'partial') AND substr(started_at, 1, 10) BETWEEN ? AND ?"
        " GROUP BY factory ORDER BY day, factory",
        *(first.isoformat(), last.isoformat()),
    )
    return [(row["factory"], date.fromisoformat(row["day"])) for row in rows]


def _row(factory: str, day: date, officer: str) -> dict[str, Any]:
    year = fiscal_year(day)
    core = {"factory": factory, "fiscal_year": year, "kind": "PLAN", "officer": officer}
    return {**core, **editing.dated(day, year)}


def _working_day(day: date, year: int) -> date:
    """Return a working day near ``day`` that lies in the fiscal year."""
    first, last = fiscal_year_span(year)
    day = calendar().next_working_day(max(first, day))
    return day if day <= last else last
