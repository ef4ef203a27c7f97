"""Mergers and splits of licences: what moves, what stays sealed, figures, imports, undo, late arrivals."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldkit.model import factories, records, seal, succession
from fieldkit.model import indicators as ind
from fieldkit.model.factories import NoSuchFactory, Query
from fieldkit.model.factory_file.timeline import timeline
from fieldkit.model.indicators import Scope
from fieldkit.model.indicators.all_subjects import subjects
from fieldkit.model.orders.making import propose
from fieldkit.model.places_of import FOLLOWING, PLACED
from fieldkit.model.register.importing import import_register, imports
from fieldkit.model.register.undo import undo_import
from fieldkit.model.succession import SuccessionRefused, look_merge, look_split
from fieldkit.model.tables import SYNCED
from fieldkit.model.verify import verify
from fieldkit.model.workspace import Workspace
from tests.conftest import Clock
from tests.office import MILL, add_factory

DOUBLE = "10660009999255"
OLD = "จ3-9(1)-99/55พจ"
TODAY = date(2026, 11, 22)
_VALUES: dict[str, dict[str, Any]] = {
    "fact": {"property": "boiler", "value": "yes", "as_of": "2026-01-01", "source": "typed"},
    "document": {"kind": "gi", "level": 2, "issued_on": "2026-01-01"},
    "assignment": {"fiscal_year": 2570, "kind": "PLAN", "planned_on": "2026-12-01"},
    "factory_order": {"section": "37", "issued_on": "2026-10-10", "due_date": "2026-11-01"},
    "complaint": {"received_at": "2026-11-02T09:00:00+07:00", "issues": "smell"},
    "loan": {"fund": "pracharath", "contract_no": "ก-1", "principal": 1000.0},
    "enterprise": {"kind": "sme", "name": "วิสาหกิจตัวอย่าง"},
    "project": {"fiscal_year": 2570, "title": "ลดของเสีย"},
    "recommendation": {"round": "2570/1", "issue_no": 1, "issue_title": "เร่งตรวจ"},
}


@pytest.fixture
def workspace(tmp_path: Path, clock: Clock) -> Iterator[Workspace]:
    opened = Workspace(tmp_path / "data", clock=clock)
    opened.name_person(name="กฤษณะ ใจดี")
    furnish(opened)
    yield opened
    opened.close()


def furnish(workspace: Workspace) -> None:
    """Register the mill twice."""
    add_factory(workspace)
    double = {"registration_no": DOUBLE, "registration_no_old": OLD, "name": "โรงสีตัวอย่าง (ทะเบียนใหม่)"}
    add_factory(workspace, "double", **double)


def visited(workspace: Workspace, factory: str, day: str = "2026-11-10") -> str:
    """Let a factory be visited, with a sealed inspection and a finding; return the inspection."""
    at = f"{day}T09:00:00+07:00"
    visit = records.add(workspace, "visit", {"factory": factory, "kind": "PLAN", "started_at": at})
    values = {"visit": visit, "factory": factory, "form_id": "GEN", "started_at": at, "closing": "complete"}
    inspection = records.add(workspace, "inspection", {**values, "state": "closed", "closed_at": at})
    found = {"inspection": inspection, "factory": factory, "state": "open", "description": "ไม่มีฝาครอบ"}
    records.add(workspace, "finding", {**found, "severity": "M"})
    with workspace.database.read() as connection:
        sealed = seal.seal_of(connection, inspection)
    [record] = records.load_many(workspace, "inspection", [inspection])
    records.edit(workspace, [record], {"seal": sealed, "sealed_at": at})
    return inspection


def everything(workspace: Workspace, factory: str) -> None:
    for table, values in _VALUES.items():
        records.add(workspace, table, {**values, "factory": factory})


def state(workspace: Workspace) -> dict[str, list[dict[str, Any]]]:
    """Return every row that people can see, and what is found by searching."""
    found = {table: workspace.rows(f"SELECT * FROM {table} ORDER BY id") for table in SYNCED}
    with workspace.database.read() as connection:
        for text in ("9999", "12/48", "99/55", "ทะเบียนใหม่", "เจริญพาณิชย์"):
            found[text] = [{"row": row} for row in factories.ids(connection, Query(text=text))]
    return found


def figure(workspace: Workspace, id_: str) -> ind.Figure:
    with workspace.database.read() as connection:
        scope = Scope(ind.period("2570"), TODAY)
        [found] = ind.compute(connection, scope, wanted=[ind.indicator(id_)])
    return found


def merge(workspace: Workspace, gone: str = "double", kept: str = "mill") -> str:
    return succession.carry_out(workspace, look_merge(workspace, gone, kept))


def test_records_go_over_and_what_was_sealed_stays(workspace: Workspace) -> None:
    everything(workspace, "double")
    inspection = visited(workspace, "double")
    before = workspace.rows("SELECT * FROM inspection") + workspace.rows("SELECT * FROM finding")
    found = look_merge(workspace, "double", "mill")
    assert found.moves == dict.fromkeys(_VALUES, 1)
    assert found.stays == {"visit": 1, "inspection": 1, "finding": 1}
    assert not [op for op in found.ops if op.table in PLACED]
    merge(workspace)
    for table in _VALUES:
        assert {row["factory"] for row in workspace.rows(f"SELECT factory FROM {table}")} == {"mill"}, table
    after = workspace.rows("SELECT * FROM inspection") + workspace.rows("SELECT * FROM finding")
    assert [row | {"place": "double"} for row in after] == before
    with workspace.database.read() as connection:
        sealed = connection.exec_driver_sql("SELECT seal FROM inspection").scalar_one()
        assert seal.seal_of(connection, inspection) == sealed
        events = timeline(connection, "mill")
    assert {event.kind for event in events} == {"visit", "finding", "order", "complaint", "document"}


def test_the_merged_factory_is_counted_once(workspace: Workspace) -> None:
    visited(workspace, "double")
    visited(workspace, "mill", "2026-11-12")
    before = figure(workspace, "coverage")
    assert (before.numerator, before.denominator) == (2, 2)
    merge(workspace)
    after = figure(workspace, "coverage")
    assert (after.numerator, after.denominator) == (1, 1)
    assert figure(workspace, "visits").numerator == 2
    assert figure(workspace, "findings_open").numerator == 2


def test_a_visit_of_the_doubled_number_does_the_plan_of_the_one_that_stays(workspace: Workspace) -> None:
    records.add(workspace, "assignment", {**_VALUES["assignment"], "factory": "mill"})
    visited(workspace, "double")
    assert figure(workspace, "plan_done").numerator == 0
    merge(workspace)
    assert figure(workspace, "plan_done").numerator == 1


@pytest.mark.parametrize("number", [DOUBLE, OLD, "จ3-9(1)-99/55 พจ.", "double"])
def test_old_numbers_still_find_it(workspace: Workspace, number: str) -> None:
    merge(workspace)
    with workspace.database.read() as connection:
        assert factories.find(connection, number) == "mill"
        if number != "double":
            assert factories.count(connection, Query(text=number)) == 1


def test_the_register_does_not_bring_the_doubled_one_back(workspace: Workspace, tmp_path: Path) -> None:
    merge(workspace)
    file = tmp_path / "register.csv"
    lines = ["เลขทะเบียนโรงงาน,เลขทะเบียนโรงงาน (ใหม่),ชื่อโรงงาน", f"{OLD},{DOUBLE},โรงสี"]
    file.write_text("\n".join(lines), encoding="utf-8")
    result = import_register(workspace, file)
    assert (result.counts["new"], result.counts["changed"], result.counts["rejected"]) == (0, 0, 1)
    [told] = result.preview.rejected
    assert "จ3-9(1)-12/48พจ" in told.reason.th
    assert "take the merger back" in told.reason.en


def test_what_arrives_late_for_the_doubled_one_counts_for_the_other(workspace: Workspace) -> None:
    merge(workspace)
    visited(workspace, "double")
    assert figure(workspace, "coverage").numerator == 1
    with workspace.database.read() as connection:
        assert [one.form_id for one in factories.history(connection, "mill")] == ["GEN"]


@pytest.mark.parametrize("table", FOLLOWING)
def test_a_record_that_arrives_late_stands_with_the_other_and_goes_back(
    workspace: Workspace, table: str
) -> None:
    done = merge(workspace)
    id_ = records.add(workspace, table, {**_VALUES[table], "factory": "double"})

    def stands() -> tuple[str, str | None]:
        [row] = workspace.rows(f"SELECT factory, named FROM {table}")
        return row["factory"], row["named"]

    assert stands() == ("mill", "double")
    assert not verify(workspace)
    workspace.log.rebuild()
    assert stands() == ("mill", "double")
    [record] = records.load_many(workspace, table, [id_])
    records.delete(workspace, [record])
    assert stands() == ("mill", "double")
    undo_import(workspace, done)
    assert stands() == ("double", None)
    assert not verify(workspace)


def test_the_merger_may_arrive_after_the_record_and_in_a_row(workspace: Workspace) -> None:
    add_factory(workspace, "third", registration_no="10660001111255", registration_no_old="จ3-9(1)-7/50พจ")
    everything(workspace, "double")
    [double] = records.load_many(workspace, "factory", ["double"])
    records.edit(workspace, [double], {"merged_into": "mill"})  # a colleague's, without the records here
    again = merge(workspace, "mill", "third")
    for table in FOLLOWING:
        assert workspace.rows(f"SELECT factory FROM {table}") == [{"factory": "third"}], table
    undo_import(workspace, again)
    [double] = records.load_many(workspace, "factory", ["double"])
    records.edit(workspace, [double], {"merged_into": None})
    for table in FOLLOWING:
        assert workspace.rows(f"SELECT factory, named FROM {table}") == [
            {"factory": "double", "named": None}
        ], table
    assert not verify(workspace)


def test_an_edit_that_names_another_factory_leaves_nothing_of_the_merger(workspace: Workspace) -> None:
    merge(workspace)
    id_ = records.add(workspace, "complaint", {**_VALUES["complaint"], "factory": "double"})
    [record] = records.load_many(workspace, "complaint", [id_])
    records.edit(workspace, [record], {"factory": None, "place": "ริมคลอง"})
    assert workspace.rows("SELECT factory, named FROM complaint") == [{"factory": None, "named": None}]


def test_findings_of_both_numbers_make_one_order_and_are_told_of_one_factory(workspace: Workspace) -> None:
    visited(workspace, "double")
    visited(workspace, "mill", "2026-11-12")
    merge(workspace)
    ids = [row["id"] for row in workspace.rows("SELECT id FROM finding ORDER BY id")]
    proposal = propose(workspace, ids, section="37")
    assert (proposal.factory, len(proposal.findings)) == ("mill", 2)
    with workspace.database.read() as connection:
        scope = Scope(ind.period("2570"), TODAY)
        listed = ind.listing(connection, scope, ind.indicator("findings_open"), shown=["name"])
        assert {row["factory"] for row in listed.rows} == {"mill"}
        covered = ind.listing(connection, scope, ind.indicator("coverage"), shown=["visits", "findings"])
        assert [(row["visits"], row["findings"]) for row in covered.rows] == [(2, 2)]
        stops = ind.listing(
            connection, scope, replace(ind.indicator("visits"), subject=subjects()["stop"]), shown=["name"]
        )
        assert {row["factory"] for row in stops.rows} == {"mill"}


def test_mergers_in_a_row_and_against_each_other(workspace: Workspace) -> None:
    add_factory(workspace, "third", registration_no="10660001111255", registration_no_old="จ3-9(1)-7/50พจ")
    visited(workspace, "double")
    merge(workspace)
    merge(workspace, "mill", "third")
    with workspace.database.read() as connection:
        assert factories.find(connection, DOUBLE) == "third"
        assert len(factories.history(connection, "third")) == 1
    # Two offices that merged the same two into each other, each its own way: both stay what they are.
    [mill, third] = records.load_many(workspace, "factory", ["mill", "third"])
    records.edit(workspace, [third], {"merged_into": "mill"})
    with workspace.database.read() as connection:
        assert len(factories.history(connection, "double")) == 1
    assert mill.row["merged_into"] == "third"


def test_everything_derived_again_is_the_same(workspace: Workspace) -> None:
    visited(workspace, "double")
    merge(workspace)
    before = state(workspace)
    workspace.log.rebuild()
    after = state(workspace)
    without = [{k: v for k, v in row.items() if k != "row"} for row in before["inspection"]]
    assert [{k: v for k, v in row.items() if k != "row"} for row in after["inspection"]] == without
    assert [len(after[text]) for text in ("9999", "99/55")] == [1, 1]


@settings(max_examples=12, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_a_merger_or_split_taken_back_leaves_everything_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    drawn = random.Random(seed)
    workspace = Workspace(tmp_path_factory.mktemp("office") / "data")
    try:
        furnish(workspace)
        for _ in range(drawn.randint(0, 8)):
            table = drawn.choice([*_VALUES])
            place = drawn.choice(("mill", "double"))
            records.add(workspace, table, {**_VALUES[table], "factory": place})
        for _ in range(drawn.randint(0, 2)):
            visited(workspace, drawn.choice(("mill", "double")))
        before = state(workspace)
        figures = [figure(workspace, id_) for id_ in ("coverage", "orders_overdue", "plan_done")]
        if drawn.random() < 0.6:
            done = merge(workspace)
            added = set()
        else:
            moving = {
                table: [one.id for one in found if drawn.random() < 0.5]
                for table, found in succession.movable(workspace, "double").items()
            }
            split = look_split(workspace, "double", {"registration_no": "10660007777255"}, moving)
            done, added = succession.carry_out(workspace, split), {split.factory}
        undone = undo_import(workspace, done)
        assert not undone.kept
        after = state(workspace)
        after["factory"] = [row for row in after["factory"] if row["id"] not in added]
        # Whether somebody ever looked into the bin is no part of what people see.
        for rows in (*before.values(), *after.values()):
            for row in rows:
                row["deleted"] = row.get("deleted") or 0
        assert after == before
        assert [figure(workspace, one.indicator.id) for one in figures] == figures
    finally:
        workspace.close()


def test_what_was_changed_since_is_left_when_it_is_taken_back(workspace: Workspace) -> None:
    everything(workspace, "double")
    done = merge(workspace)
    [loan] = workspace.rows("SELECT id FROM loan")
    [record] = records.load_many(workspace, "loan", [loan["id"]])
    records.edit(workspace, [record], {"name": "มานะ"})
    undone = undo_import(workspace, done)
    assert [kept.group for kept in undone.kept] == ["borrower"]
    with workspace.database.read() as connection:
        assert factories.find(connection, DOUBLE) == "double"
        assert [one.file_name for one in imports(connection)] == [
            f"{OLD} โรงสีตัวอย่าง (ทะเบียนใหม่) → จ3-9(1)-12/48พจ โรงสีตัวอย่างเจริญพาณิชย์"
        ]


def test_a_split_gives_some_records_away_and_keeps_the_rest(workspace: Workspace) -> None:
    everything(workspace, "mill")
    inspection = visited(workspace, "mill")
    order = workspace.rows("SELECT id FROM factory_order")[0]["id"]
    values = {"registration_no": "10660007777255", "name": "โรงสีตัวอย่าง สาขาสอง", "hp": 120.0}
    found = look_split(workspace, "mill", values, {"factory_order": [order]})
    assert found.moves == {"factory_order": 1}
    succession.carry_out(workspace, found)
    with workspace.database.read() as connection:
        new = factories.factory(connection, factories.find(connection, "10660007777255"))
        assert [one.id for one in factories.history(connection, "mill")] == [inspection]
    assert (new["split_from"], new["district"], new["hp"], new["type_main"]) == (
        "mill",
        "ตะพานหิน",
        120.0,
        "00901",
    )
    assert workspace.rows("SELECT factory FROM factory_order") == [{"factory": new.id}]
    assert workspace.rows("SELECT factory FROM loan") == [{"factory": "mill"}]


def test_the_day_of_a_licence_stays_with_it(workspace: Workspace) -> None:
    since = {"property": "status_since", "value": "2026-05-01", "as_of": "2026-05-01"}
    records.add(workspace, "fact", {**since, "factory": "double"})
    merge(workspace)
    records.add(workspace, "fact", {**since, "factory": "double"})
    assert workspace.rows("SELECT DISTINCT factory FROM fact") == [{"factory": "double"}]


def test_what_the_one_that_stays_lacks_is_filled(workspace: Workspace) -> None:
    add_factory(workspace, "numberless", registration_no=None, registration_no_old="จ3-1-1/50พจ")
    assert dict(look_merge(workspace, "double", "numberless").fills) == {"registration_no": DOUBLE}


def test_what_cannot_be_is_refused(workspace: Workspace) -> None:
    with pytest.raises(SuccessionRefused) as refused:
        look_merge(workspace, "mill", "mill")
    assert "itself" in refused.value.title.en
    with pytest.raises(SuccessionRefused) as refused:
        look_split(workspace, "double", {"registration_no": MILL})
    assert MILL in refused.value.title.th
    with pytest.raises(SuccessionRefused) as refused:
        look_split(workspace, "double", {"name": "สาขาสอง"})
    assert "number" in refused.value.hint.en
    merge(workspace)
    with pytest.raises(NoSuchFactory):
        look_merge(workspace, "double", "mill")


def test_what_a_person_should_look_at_is_told(workspace: Workspace) -> None:
    add_factory(workspace, "far", registration_no="10660001111255", district="โพทะเล")
    for factory in ("far", "double"):
        records.add(workspace, "assignment", {**_VALUES["assignment"], "factory": factory})
    told = " ".join(text.en for text in look_merge(workspace, "far", "double").warnings)
    assert "different districts" in told
    assert "both are in the plan of 2570" in told
    assert "10660001111255 goes on to find" in told
