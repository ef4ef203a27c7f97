"""The risk rating: each row of the dossier's table, its reasons, and bad rules told with row and column."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from fieldkit import resources
from fieldkit.model import records
from fieldkit.model.csv_table import TableError
from fieldkit.model.planning.risk import rating, scores_sql
from fieldkit.model.planning.rules import read_rules, risk_class, visits_a_year
from fieldkit.model.workspace import Workspace
from tests.model.planning.conftest import know, visited
from tests.office import add_factory

TODAY = date(2026, 11, 22)


def points(workspace: Workspace, factory: str) -> dict[str, int]:
    with workspace.database.read() as connection:
        return {reason.rule: reason.points for reason in rating(connection, factory, TODAY).reasons}


@pytest.mark.parametrize(
    "code",
    [
        *("10100", "10500", "10503", "10600", "02203", "02900", "03801", "04200", "08802", "10005", "00902"),
        *("00401", "00700"),
    ],
)
def test_types_of_high_risk(workspace: Workspace, code: str) -> None:
    add_factory(workspace, "new", registration_no="1", type_main=code, start_date="2026-01-01")
    assert points(workspace, "new") == {"type_high": 3}


@pytest.mark.parametrize("code", ["02202", "03802", "08801", "10001", "00402", "03402"])
def test_neighbouring_items_are_not(workspace: Workspace, code: str) -> None:
    add_factory(workspace, "new", registration_no="1", type_main=code, start_date="2026-01-01")
    assert points(workspace, "new") == {}


def test_a_further_type_counts_too(workspace: Workspace) -> None:
    add_factory(workspace, "new", type_main="03402", types_extra="05304 10600", start_date="2026-01-01")
    assert points(workspace, "new") == {"type_high": 3}


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"boiler": "yes"}, {"type_medium": 2, "boiler_or_stack": 1}),
        ({"boiler": "yes", "stack": "yes"}, {"type_medium": 2, "boiler_or_stack": 1}),
        ({"boiler": "no", "stack": "yes"}, {"boiler_or_stack": 1}),
        ({"wastewater_m3day": "50"}, {}),
        ({"wastewater_m3day": "50.5"}, {"water": 2}),
        ({"wastewater_m3day": "1,200", "discharges_outside": "yes"}, {"water": 2}),
        ({"hazardous_t_month": "1"}, {}),
        ({"hazardous_t_month": "1.2"}, {"hazardous": 2}),
        ({"chemicals_t": "1"}, {"chemicals": 1}),
        ({"chemicals_t": "0.9"}, {}),
    ],
)
def test_facts(workspace: Workspace, facts: dict[str, str], expected: dict[str, int]) -> None:
    visited(workspace, "mill", "2026-06-01")
    for name, value in facts.items():
        know(workspace, "mill", name, value)
    assert points(workspace, "mill") == expected


def test_the_newest_fact_counts(workspace: Workspace) -> None:
    know(workspace, "shop1", "stack", "yes", "2025-01-01")
    know(workspace, "shop1", "stack", "no", "2026-05-01")
    assert "boiler_or_stack" not in points(workspace, "shop1")


def test_complaints_of_twelve_months_count_at_most_three(workspace: Workspace) -> None:
    for day in ("2025-11-21", "2025-11-22", "2026-01-05", "2026-02-05"):
        records.add(workspace, "complaint", {"factory": "shop1", "received_at": f"{day}T08:00:00+07:00"})
    assert points(workspace, "shop1")["complaints"] == 3
    for _ in range(2):
        records.add(workspace, "complaint", {"factory": "shop1", "received_at": "2026-03-01T08:00:00+07:00"})
    assert points(workspace, "shop1")["complaints"] == 3


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ({"state": "open", "due_date": "2026-11-22"}, 2),
        ({"state": "open", "due_date": "2026-11-21"}, 3),
        ({"state": "open", "due_date": "2026-11-01", "extended_to": "2026-12-01"}, 2),
        ({"state": "closed", "due_date": "2026-11-01"}, None),
        ({"state": "open", "due_date": "2026-11-01", "deleted": 1}, None),
    ],
)
def test_orders(workspace: Workspace, order: dict[str, object], expected: int | None) -> None:
    records.add(workspace, "factory_order", {"factory": "shop1", "section": "37", **order})
    assert points(workspace, "shop1").get("orders") == expected


@pytest.mark.parametrize(("day", "waited"), [("2024-11-21", True), ("2024-11-22", False)])
def test_two_years_without_a_visit(workspace: Workspace, day: str, waited: bool) -> None:
    visited(workspace, "shop1", day)
    assert ("unseen" in points(workspace, "shop1")) == waited


def test_a_talk_is_no_visit(workspace: Workspace) -> None:
    visited(workspace, "shop1", "2026-06-01", kind="FUND")
    assert points(workspace, "shop1") == {"unseen": 1}


def test_a_new_factory_has_not_waited(workspace: Workspace) -> None:
    add_factory(workspace, "new", registration_no="1", type_main="03402", start_date="2025-01-01")
    assert points(workspace, "new") == {}


def test_reasons_name_the_fact_and_its_day_and_what_is_not_known(workspace: Workspace) -> None:
    know(workspace, "mill", "wastewater_m3day", "120", "2026-03-01")
    with workspace.database.read() as connection:
        found = rating(connection, "mill", TODAY)
    water = next(reason for reason in found.reasons if reason.rule == "water")
    assert (water.points, water.property, water.value, water.day, water.source) == (
        *(2, "wastewater_m3day", "120", "2026-03-01"),
        "ตรวจ",
    )
    assert "boiler" in found.unknown
    assert "wastewater_m3day" not in found.unknown


def test_one_query_scores_all_alike(workspace: Workspace) -> None:
    know(workspace, "mill", "boiler", "yes")
    know(workspace, "shop2", "risk_water", "yes")
    records.add(workspace, "complaint", {"factory": "shop3", "received_at": "2026-03-01T08:00:00+07:00"})
    rows = workspace.rows(scores_sql(TODAY))
    assert {row["factory"] for row in rows if row["environment"]} == {"shop2"}
    with workspace.database.read() as connection:
        for row in rows:
            assert row["score"] == rating(connection, row["factory"], TODAY).score
    assert {row["factory"]: row["score"] for row in rows} == {
        "mill": 4, "shop1": 1, "shop2": 1, "shop3": 2, "yard": 4,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("score", "expected"), [(0, "low"), (2, "low"), (3, "medium"), (5, "medium"), (6, "high"), (14, "high")]
)
def test_classes(score: int, expected: str) -> None:
    assert risk_class(score) == expected


def test_visits_that_a_year_owes() -> None:
    assert visits_a_year(6, environment=False, seen_last_year=True) == 2
    assert visits_a_year(3, environment=False, seen_last_year=True) == 1
    assert visits_a_year(0, environment=False, seen_last_year=True) == 0
    assert visits_a_year(0, environment=True, seen_last_year=True) == 1
    assert visits_a_year(0, environment=False, seen_last_year=False) == 1


@pytest.mark.parametrize(
    ("column", "written", "instead"),
    [
        ("types", "9(1)", "999"),
        ("measure", "fact:boiler", "fact:moon"),
        ("measure", ",complaints,", ",complaint,"),
        ("operator", ">", "<<"),
        ("operand", ",50,", ",,"),
        ("points", ",3,", ",x,"),
    ],
)
def test_a_bad_rule_is_told_with_its_row(tmp_path: Path, column: str, written: str, instead: str) -> None:
    good = resources.path("reference", "risk_rules.csv").read_text(encoding="utf-8").splitlines()
    place = next(number for number, line in enumerate(good) if number and written in line)
    good[place] = good[place].replace(written, instead, 1)
    (tmp_path / "risk_rules.csv").write_text("\n".join(good), encoding="utf-8")
    with pytest.raises(TableError) as caught:
        read_rules(tmp_path / "risk_rules.csv")
    assert caught.value.place == f"risk_rules.csv:{place + 1}, {column}"
