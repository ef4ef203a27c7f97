"""Reports on waste, filings, days, dust, development and accidents beside a naive recomputation."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from fieldkit.model import indicators
from fieldkit.model.cases.results import gain
from fieldkit.model.database import Database
from fieldkit.model.ids import derived_id
from fieldkit.model.indicators import Scope
from tests.model.indicators.naive import Naive, day
from tests.model.indicators.offices import Draw, Office
from tests.model.reports.test_results import made, only, total

Row = dict[str, Any]
RECEIVERS = ("101", "105", "106")
FILED = ("sent", "late")
FORMS = ("waste_annual", "chemicals", "production", "section9")
# What the sheets of facts show, with values that a checklist saves and some that nobody should.
FACTS: dict[str, tuple[str | None, ...]] = {
    "waste_items": ("0", "3", "12", None),
    "waste_ha_t_month": ("0.5", "2.25", None),
    "waste_hm_t_month": ("0", "1"),
    "coaching_minutes": ("30", "45", ""),
    "opacity_highest": ("5", "20.5", None),
    "pm25_plan": ("yes", "no", None),
    **{
        f"single_form.{form}.2567": (*FILED, "not_sent", "incomplete", "not_required", None) for form in FORMS
    },
}
INDICATORS = ("productivity", "sales", "cost", "lead_time", "jobs")


def drawn(seed: int) -> Office:
    """Return a drawn office in which the reports of this module have something to say."""
    source = random.Random(seed)
    office = Draw(seed).office()

    def id_(*parts: object) -> str:
        return derived_id("naive", str(seed), *map(str, parts))

    for factory in office["factory"]:
        for name, values in FACTS.items():
            for number in range(source.randint(0, 2)):
                told = {"value": source.choice(values), "as_of": f"2024-0{source.randint(1, 9)}-15"}
                place = {"factory": factory["id"], "property": name, "deleted": 0}
                office["fact"].append({"id": id_(factory["id"], name, number)} | place | told)
    for visit in office["visit"]:
        visit["kind"] = source.choice((visit["kind"], "ACCIDENT"))
    for row in office["inspection"]:
        row["closed_at"] = source.choice((None, f"{row['started_at'][:10]}T11:00:00+07:00"))
    for row in office["finding"]:
        row["factory_order"] = source.choice((None, *(order["id"] for order in office["factory_order"])))
    for order in office["factory_order"]:
        found = source.choice((None, *office["inspection"]))
        order["inspection"] = found and found["id"]
    projects = [
        {"id": id_("project", n), "factory": source.choice(office["factory"])["id"], "title": f"P{n}"}
        | {"fiscal_year": source.choice((2566, 2567, 2567)), "deleted": int(source.random() < 0.2)}
        for n in range(6)
    ]
    results = [
        {"id": id_("result", n), "project": source.choice(projects)["id"]}
        | {"indicator": source.choice(INDICATORS), "deleted": int(source.random() < 0.2)}
        | {name: source.choice((None, 0.0, 10.0, 25.5)) for name in ("baseline", "result")}
        for n in range(20)
    ]
    return office | {"project": projects, "project_result": results}


def numbers(naive: Naive, factories: list[Row], name: str) -> list[float]:
    """Return what is known of a fact that is a number."""
    found = [naive.fact(factory["id"], name, until=naive.end) for factory in factories]
    return [float(value) for value in found if value]


def share(naive: Naive, factories: list[Row], form: str) -> Any:
    """Return the share of those that owe a form and of whom something is known who filed it.

    What was filed for a year may have been recorded after the period.
    """
    known = [naive.fact(row["id"], f"single_form.{form}.2567") for row in factories]
    owed = [value for value in known if value and value != "not_required"]
    return pytest.approx(sum(value in FILED for value in owed) / len(owed)) if owed else None


@settings(max_examples=4, phases=[Phase.generate])
@given(
    seed=st.integers(0, 10**6),
    key=st.sampled_from(("2567", "1/2567", "q3/2567")),
    today=st.dates(date(2024, 2, 1), date(2025, 1, 31)),
)
def test_waste_filings_and_dust(database: Database, seed: int, key: str, today: date) -> None:
    office, period = drawn(seed), indicators.period(key)
    naive = Naive(office, Scope(period, today))
    factories = naive.factories()
    chosen = {"period": period, "today": today}
    with database.door() as connection:
        only(connection, office)
        receivers = [row for row in factories if (row["type_main"] or "")[:3] in RECEIVERS]
        generators = [row for row in factories if "waste" in naive.risks(row) and row not in receivers]
        waste = made(connection, "R4", **chosen)
        assert {line.id for line in waste.sheet("factories").rows} == {row["id"] for row in generators}
        assert {line.id for line in waste.sheet("receivers").rows} == {row["id"] for row in receivers}
        if generators:
            sums = total(waste, "factories")
            for column, name in {
                "items": "waste_items",
                "ha": "waste_ha_t_month",
                "hm": "waste_hm_t_month",
            }.items():
                assert sums[column] == pytest.approx(sum(numbers(naive, generators, name))), column
            assert sums["annual"] == share(naive, generators, "waste_annual")
        filings = total(made(connection, "R5", **chosen), "summary")
        known = [naive.fact(row["id"], "i_industry_status", until=naive.end) for row in factories]
        assert filings["registered"] == sum(value in ("registered", "linked") for value in known)
        assert filings["linked"] == known.count("linked")
        for form in FORMS:
            assert filings[form.removeprefix("waste_")] == share(naive, factories, form), form
        # Of dust the whole year counts, whatever the period.
        year = indicators.period("2567")
        naive = Naive(office, Scope(year, today))
        dusty = [row for row in naive.factories() if "air" in naive.risks(row)]
        dust = total(made(connection, "R10", **chosen), "district")
        seen = naive.visited(season=True)
        assert (dust["factories"], dust["inspected"]) == (len(dusty), sum(row["id"] in seen for row in dusty))
        opacity = numbers(naive, dusty, "opacity_highest")
        assert dust["measured"] == len(opacity)
        assert dust["opacity"] == (pytest.approx(sum(opacity) / len(opacity)) if opacity else None)
        plans = [naive.fact(row["id"], "pm25_plan", until=naive.end) for row in dusty]
        assert dust["planned"] == plans.count("yes")


@settings(max_examples=4, phases=[Phase.generate])
@given(
    seed=st.integers(0, 10**6),
    key=st.sampled_from(("2567", "1/2567", "2567-02")),
    today=st.dates(date(2024, 2, 1), date(2025, 1, 31)),
)
def test_days_pages_results_and_accidents(database: Database, seed: int, key: str, today: date) -> None:
    office, period = drawn(seed), indicators.period(key)
    naive = Naive(office, Scope(period, today))
    chosen = {"period": period, "today": today}
    inspections = naive.rows("inspection")
    stops = [
        row
        for row in naive.rows("visit")
        if period.start <= date.fromisoformat(row["started_at"][:10]) <= period.end
        and any(one["visit"] == row["id"] for one in inspections)
    ]
    of = {one["id"]: one["visit"] for one in inspections}

    def counted(table: str, visits: list[Row]) -> int:
        there = {row["id"] for row in visits}
        return sum(of.get(row["inspection"]) in there for row in naive.rows(table))

    with database.door() as connection:
        only(connection, office)
        log = made(connection, "R8", **chosen)
        assert {line.id for line in log.sheet("log").rows} == {row["id"] for row in stops}
        accidents = [row for row in stops if row["kind"] == "ACCIDENT"]
        events = made(connection, "R14", **chosen)
        assert {line.id for line in events.sheet("events").rows} == {row["id"] for row in accidents}
        for result, sheet, visits in ((log, "log", stops), (events, "events", accidents)):
            if visits:
                sums = total(result, sheet)
                assert (sums["findings"], sums["orders"]) == (
                    counted("finding", visits),
                    counted("factory_order", visits),
                )
        visited = naive.visited() & {row["id"] for row in naive.factories()}
        pages = made(connection, "R11", **chosen).sheet("page").rows
        assert {line.id for line in pages} == visited
        projects = {row["id"] for row in naive.rows("project") if row["fiscal_year"] == 2567}
        told = [row for row in naive.rows("project_result") if row["project"] in projects]
        results = made(connection, "R13", **chosen)
        assert {line.id for line in results.sheet("results").rows} == {row["id"] for row in told}
        for line in results.sheet("indicators").rows:
            mine = [row for row in told if row["indicator"] == line.codes["indicator"]]
            both = [row for row in mine if row["baseline"] is not None and row["result"] is not None]
            assert (line.values["results"], line.values["measured"]) == (len(mine), len(both))
            better = [row for row in both if _better(row)]
            assert line.values["improved"] == len(better)
            assert line.values["share"] == (pytest.approx(len(better) / len(both)) if both else None)


def _better(row: Row) -> bool:
    found = gain(row)
    assert found is not None
    less = row["indicator"] in ("cost", "lead_time")
    return bool(row["result"] < row["baseline"] if less else row["result"] > row["baseline"])


@settings(max_examples=4, phases=[Phase.generate])
@given(
    seed=st.integers(0, 10**6),
    key=st.sampled_from(("2567", "1/2567", "q2/2567")),
    today=st.dates(date(2024, 2, 1), date(2025, 1, 31)),
)
def test_findings_tell_of_their_orders_what_stood_at_the_end(
    database: Database, seed: int, key: str, today: date
) -> None:
    office, period = drawn(seed), indicators.period(key)
    naive = Naive(office, Scope(period, today))
    stood = {row["id"]: row for row in naive.orders()}
    findings = {row["id"]: row for row in naive.findings() if row["found"] >= period.start}
    reported = {"defied": "defied", "prosecuted": "defied", "closed": "closed", "withdrawn": "withdrawn"}
    with database.door() as connection:
        only(connection, office)
        result = made(connection, "R2", period=period, today=today)
        lines = result.sheet("findings").rows
        assert {line.id for line in lines} == findings.keys()
        for line in lines:
            finding = findings[line.id]
            order = stood.get(finding["factory_order"])
            if order is not None:
                assert line.values["issued_on"] == day(order["issued_on"])
                assert line.values["received_on"] == day(order.get("received_on"))
                assert line.values["extended_to"] == day(order["extended_to"])
                assert line.values["due_on"] == (day(order["due_date"]) or day(finding["due_date"]))
                if finding["state"] in (None, "open"):
                    code = reported.get(order["state"], "verified" if order["state"] == "verified" else None)
                    assert line.codes["result"] == (code or line.codes["result"])
                    assert (code is None) == (line.codes["result"] in ("draft", "issued", "open"))
            fines = [
                step["amount"] or 0
                for step in naive.rows("step")
                if order is not None
                and step["record"] == order["id"]
                and step["kind"] == "fined"
                and step["on_date"] <= period.end.isoformat()
            ]
            assert (line.values["fined"] or 0) == sum(fines)
