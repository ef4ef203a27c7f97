"""The plan of a year: derived states, narrowing and order, edits with undo, and the proposal over it all."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from fieldkit.model import records
from fieldkit.model.planning import editing, plan, proposal
from fieldkit.model.planning.officers import introduce, nearest, officers
from fieldkit.model.planning.plan import Line, Narrowing, PlanRow
from fieldkit.model.workspace import Workspace
from tests.model.planning.conftest import know, visited

TODAY = date(2026, 11, 22)
YEAR = 2570


def lines(workspace: Workspace, year: int = YEAR) -> list[Line]:
    with workspace.database.read() as connection:
        return plan.lines(connection, year, TODAY)


def planned(workspace: Workspace, *states: str) -> list[PlanRow]:
    found = [line for line in lines(workspace) if line.state != "unplanned"]
    with workspace.database.read() as connection:
        rows = plan.rows(connection, found, YEAR)
    return [row for row in rows if not states or row.line.state in states]


def put(workspace: Workspace, factory: str, day: str | None, **more: Any) -> str:
    values = {"factory": factory, "fiscal_year": YEAR, "kind": "PLAN", "planned_on": day, **more}
    return records.add(workspace, "assignment", values)


@pytest.mark.parametrize(
    ("day", "more", "state"),
    [
        ("2026-12-01", {}, "planned"),
        ("2026-11-22", {}, "today"),
        ("2026-11-21", {}, "overdue"),
        ("2026-11-21", {"state": "postponed"}, "overdue"),
        ("2026-12-01", {"state": "postponed"}, "postponed"),
        (None, {}, "undated"),
        ("2026-11-01", {"state": "dropped"}, "dropped"),
        ("2026-12-01", {"deleted": 1}, "bin"),
    ],
)
def test_states(workspace: Workspace, day: str | None, more: dict[str, Any], state: str) -> None:
    put(workspace, "mill", day, **more)
    assert [row.line.state for row in planned(workspace)] == [state]


def test_factories_without_a_plan_are_those_that_operate(workspace: Workspace) -> None:
    put(workspace, "mill", "2026-12-01")
    put(workspace, "shop1", "2026-12-01", deleted=1)
    found = [line for line in lines(workspace) if line.state == "unplanned"]
    with workspace.database.read() as connection:
        assert {row.factory_id for row in plan.rows(connection, found, YEAR)} == {"shop1", "shop2", "shop3"}


def test_visits_do_planned_ones_in_order(workspace: Workspace) -> None:
    late = put(workspace, "mill", "2027-05-01")
    early = put(workspace, "mill", "2026-12-01")
    visited(workspace, "mill", "2026-11-10")
    states = {row.id: (row.line.state, row.done_on) for row in planned(workspace)}
    assert states == {early: ("done", "2026-11-10"), late: ("planned", "")}
    visited(workspace, "mill", "2026-11-20", kind="COMPLAINT")
    assert {row.line.state for row in planned(workspace)} == {"done"}


@pytest.mark.parametrize(
    ("day", "more"),
    [("2026-09-30", {}), ("2026-11-10", {"kind": "GI"}), ("2026-11-10", {"closing": "refused"})],
)
def test_visits_that_do_nothing(workspace: Workspace, day: str, more: dict[str, str]) -> None:
    put(workspace, "mill", "2026-12-01")
    visited(workspace, "mill", day, **more)
    assert planned(workspace)[0].line.state == "planned"


def test_a_planned_talk_is_done_by_its_own_kind(workspace: Workspace) -> None:
    put(workspace, "mill", "2026-12-01", kind="FUND")
    visited(workspace, "mill", "2026-11-10")
    assert planned(workspace)[0].line.state == "planned"
    visited(workspace, "mill", "2026-11-11", kind="FUND")
    assert planned(workspace)[0].line.state == "done"


def test_a_visit_that_was_taken_off_is_not_done_by_another(workspace: Workspace) -> None:
    put(workspace, "mill", "2026-11-01", state="dropped")
    kept = put(workspace, "mill", "2026-12-01")
    visited(workspace, "mill", "2026-11-10")
    assert {row.id for row in planned(workspace, "done")} == {kept}


def test_a_factory_that_left_the_register_is_told(workspace: Workspace) -> None:
    put(workspace, "yard", "2026-12-01")
    put(workspace, "mill", "2026-12-01")
    assert {row.factory_id: row.in_register for row in planned(workspace)} == {"mill": True, "yard": False}


def test_narrowing(workspace: Workspace) -> None:
    put(workspace, "mill", "2026-12-01", officer="ก")
    put(workspace, "shop1", "2027-05-01")
    know(workspace, "mill", "boiler", "yes")
    found = lines(workspace)
    for narrowing, expected in [
        (Narrowing(), 2),
        (Narrowing(state="planned"), 2),
        (Narrowing(quarter=1), 1),
        (Narrowing(quarter=3), 1),
        (Narrowing(officer="ก"), 1),
        (Narrowing(officer="-"), 1),
        (Narrowing(district="บางมูลนาก"), 1),
        (Narrowing(risk="medium"), 1),
        (Narrowing(risk="high"), 0),
        (Narrowing(day="2026-12-01"), 1),
        (Narrowing(state="unplanned"), 2),
        (Narrowing(factories=frozenset({found[0].factory})), 1),
    ]:
        assert len(plan.narrowed(found, narrowing)) == expected, narrowing
    assert plan.counts(found) == {"planned": 2, "unplanned": 2}


def test_order_keeps_what_has_no_value_last(workspace: Workspace) -> None:
    put(workspace, "mill", None)
    put(workspace, "shop1", "2027-05-01")
    put(workspace, "shop2", "2026-12-01")
    found = plan.narrowed(lines(workspace), Narrowing())
    for descending, expected in [
        (False, ["2026-12-01", "2027-05-01", ""]),
        (True, ["2027-05-01", "2026-12-01", ""]),
    ]:
        assert [line.day for line in plan.ordered(found, "day", descending=descending)] == expected


# --- edits


def test_every_edit_can_be_taken_back(workspace: Workspace) -> None:
    ids = [put(workspace, "mill", "2026-12-01"), put(workspace, "shop1", None)]
    before = {row.id: row for row in planned(workspace)}
    for act in (
        lambda: editing.move(workspace, ids, date(2027, 4, 2), officer="ข"),
        lambda: editing.change(workspace, ids, {"kind": "FOLLOW"}),
        lambda: editing.postpone(workspace, ids, date(2027, 4, 3), "ฝนตก"),
        lambda: editing.drop(workspace, ids, "เลิกกิจการ"),
        lambda: editing.remove(workspace, ids),
    ):
        done = act()
        assert done is not None
        assert {row.id: row for row in planned(workspace)} != before
        assert records.undo(workspace, done) == 0
        assert {row.id: row for row in planned(workspace)} == before


def test_edits_over_each_other_are_taken_back_one_by_one(workspace: Workspace) -> None:
    history = records.UndoHistory(workspace)
    seen = []
    history.add("add", editing.assign(workspace, ["mill", "shop1"], YEAR))
    ids = [row.id for row in planned(workspace)]
    for act in (
        lambda: editing.change(workspace, ids, {"officer": "ก"}),
        lambda: editing.move(workspace, ids, date(2026, 12, 1)),
        lambda: editing.remove(workspace, ids[:1]),
        lambda: editing.restore(workspace, ids[:1]),
    ):
        seen.append(planned(workspace))
        done = act()
        assert done is not None
        history.add("edit", done)
    for before in reversed(seen):
        assert history.last() == "edit"
        assert history.undo() == 0
        assert planned(workspace) == before
    assert (history.last(), history.undo()) == ("add", 0)
    assert planned(workspace) == []
    assert history.last() == ""


def test_an_undo_leaves_what_somebody_else_wrote_between(workspace: Workspace) -> None:
    history = records.UndoHistory(workspace)
    history.add("add", editing.assign(workspace, ["mill"], YEAR))
    [id_] = [row.id for row in planned(workspace)]
    editing.change(workspace, [id_], {"officer": "เพื่อน"})
    done = editing.change(workspace, [id_], {"note": "ของฉัน"})
    assert done is not None
    history.add("note", done)
    assert [history.undo() for _ in range(2)] == [0, 1]
    assert [row.line.officer for row in planned(workspace, "undated")] == ["เพื่อน"]


def test_adding_is_taken_back(workspace: Workspace) -> None:
    done = editing.assign(workspace, ["mill", "shop1"], YEAR, day=date(2026, 12, 1), officer="ก")
    assert [row.round for row in planned(workspace)] == ["1/2570", "1/2570"]
    records.undo(workspace, done)
    assert planned(workspace) == [], "what was taken back at once is not listed in the bin either"


def test_what_somebody_changed_since_is_left_alone(workspace: Workspace) -> None:
    done = editing.assign(workspace, ["mill", "shop1"], YEAR)
    editing.change(workspace, [planned(workspace)[0].id], {"officer": "ข"})
    assert records.undo(workspace, done) == 1
    assert [row.line.officer for row in planned(workspace, "undated")] == ["ข"]


def test_a_day_of_another_year_is_refused(workspace: Workspace) -> None:
    id_ = put(workspace, "mill", "2026-12-01")
    with pytest.raises(editing.OutsideOfYear):
        editing.move(workspace, [id_], date(2027, 10, 1))
    assert planned(workspace)[0].line.day == "2026-12-01"


def test_postponing_and_dropping_need_a_reason(workspace: Workspace) -> None:
    id_ = put(workspace, "mill", "2026-12-01")
    for act in (
        lambda: editing.postpone(workspace, [id_], None, " "),
        lambda: editing.drop(workspace, [id_], ""),
    ):
        with pytest.raises(editing.ReasonMissing):
            act()


def test_closed_days_are_told_with_their_name() -> None:
    days = [date(2026, 12, 5), date(2026, 12, 8)]
    assert [day for day, _name in editing.closed_days(days)] == [date(2026, 12, 5)]


# --- officers and proposal


def test_officers_are_those_who_work_inspect_or_are_planned(workspace: Workspace) -> None:
    visited(workspace, "mill", "2026-11-10")
    put(workspace, "mill", None, officer="วีระ ตั้งใจ")
    assert introduce(workspace, ["นภา แสงทอง", "กฤษณะ ใจดี", " "]) == ["นภา แสงทอง"]
    with workspace.database.read() as connection:
        known = officers(connection)
    assert known == ["กฤษณะ ใจดี", "นภา แสงทอง", "มานี รักเรียน", "วีระ ตั้งใจ"]
    assert nearest("นภา แสงทองง", known) == "นภา แสงทอง"
    assert nearest("สมศักดิ์", known) == ""


def proposed(workspace: Workspace) -> proposal.Proposal:
    terms = proposal.terms_of(YEAR, ["ก", "ข"], TODAY)
    with workspace.database.read() as connection:
        return proposal.propose(connection, YEAR, terms, TODAY)


def test_a_proposal_fills_what_the_year_owes_and_no_more(workspace: Workspace) -> None:
    for name in ("boiler", "discharges_outside", "risk_water"):
        know(workspace, "mill", name, "yes")
    know(workspace, "mill", "chemicals_t", "3")
    visited(workspace, "shop1", "2026-11-10")
    put(workspace, "shop2", "2026-12-01", officer="ก")
    put(workspace, "shop3", "2026-12-01", state="dropped", reason="เลิก")
    made = proposed(workspace)
    assert [visit.factory for visit in made.schedule.visits] == ["mill", "mill"]
    assert made.owed == 2
    proposal.carry_out(workspace, made)
    assert proposed(workspace).schedule.visits == ()
    days = [date.fromisoformat(row.line.day) for row in planned(workspace) if row.factory_id == "mill"]
    assert max(days) - min(days) >= timedelta(days=120)


def test_low_risk_waits_a_year_unless_the_environment_is_at_risk(workspace: Workspace) -> None:
    for factory in ("mill", "shop1", "shop2", "shop3"):
        visited(workspace, factory, "2025-11-10")
    assert proposed(workspace).owed == 0
    know(workspace, "shop1", "risk_waste", "yes")
    assert [visit.factory for visit in proposed(workspace).schedule.visits] == ["shop1"]


def test_a_plan_needs_people_and_days() -> None:
    with pytest.raises(proposal.NoOfficers):
        proposal.terms_of(YEAR, [" "], TODAY)
    with pytest.raises(proposal.YearOver):
        proposal.terms_of(2569, ["ก"], TODAY)
