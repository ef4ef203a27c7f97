"""Reports beside the domain's worked totals, and beside a naive recomputation of drawn offices."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from fieldkit.model import indicators, tables
from fieldkit.model.database import Database
from fieldkit.model.ids import derived_id
from fieldkit.model.indicators import Scope
from fieldkit.model.reports.catalogue import report, reports
from fieldkit.model.reports.choice import Choice, ChoiceMissing
from fieldkit.model.reports.layout import NUMERIC
from fieldkit.model.reports.results import Line, ReportResult, compute_report
from tests.model.indicators.naive import Naive, day, debt
from tests.model.indicators.offices import Draw, Office, put, together, visit
from tests.model.reports import worked_example as worked

YEAR = indicators.period("2567")


def only(connection: Connection, office: Office) -> None:
    """Make ``office`` all that there is."""
    for name in tables.SYNCED:
        connection.exec_driver_sql(f"DELETE FROM {name}")
    put(connection, office)


def made(connection: Connection, name: str, **chosen: Any) -> ReportResult:
    values: dict[str, Any] = {"period": YEAR, "today": worked.TODAY, "language": "en"} | chosen
    choice = Choice(**values)
    return compute_report(connection, report(name), choice)


def total(result: ReportResult, sheet: str) -> dict[str, Any]:
    line = result.sheet(sheet).total
    assert line is not None
    return dict(line.values)


def test_the_worked_totals_of_the_domain(database: Database) -> None:
    with database.door() as connection:
        only(connection, worked.office())
        coverage = total(made(connection, "R1"), "district")
        assert (coverage["factories"], coverage["target"], coverage["covered"]) == (318, 140, 133)
        assert round(coverage["share"], 4) == 0.95
        assert coverage["remaining"] == 7
        assert coverage["repeated"] == 4
        assert (coverage["q1"], coverage["q2"], coverage["q3"], coverage["q4"]) == (0, 133, 0, 0)
        green = total(made(connection, "R3"), "district")
        assert (green["certified"], green["factories"]) == (271, 318)
        assert round(green["share"], 4) == 0.8522
        assert (green["needed"], green["short"]) == (287, 16)
        orders = total(made(connection, "R2"), "orders")
        assert (orders["issued"], orders["in_time"], orders["late"], orders["open"]) == (41, 32, 5, 4)
        assert (orders["overdue"], orders["days_overdue"]) == (1, 12)
        funds = total(made(connection, "R6"), "funds")
        assert (funds["contracts"], funds["outstanding"]) == (24, 61_250_000)
        assert (funds["npl"], funds["npl_amount"]) == (4, 9_180_000)
        assert round(funds["npl_share"], 4) == 0.1499


def test_districts_add_up_and_one_district_shows_its_own(database: Database) -> None:
    with database.door() as connection:
        only(connection, worked.office())
        whole = made(connection, "R1")
        rows = whole.sheet("district").rows
        assert [line.values["n"] for line in rows] == [1, 2, 3, 4]
        for key in ("factories", "target", "covered", "remaining"):
            assert sum(line.values[key] for line in rows) == total(whole, "district")[key]
        [one] = made(connection, "R1", district="ตะพานหิน").sheet("district").rows
        [same] = [line for line in rows if line.values["district"] == one.values["district"]]
        assert {**one.values, "n": 0} == {**same.values, "n": 0}
        assert len(whole.sheet("remaining").rows) == 7


@settings(max_examples=12)
@given(
    seed=st.integers(0, 10**6),
    today=st.dates(date(2023, 9, 1), date(2025, 1, 31)),
    key=st.sampled_from(("2567", "1/2567", "q3/2567", "2567-02")),
)
def test_reports_say_what_a_naive_recomputation_says(
    database: Database, seed: int, today: date, key: str
) -> None:
    office, period = Draw(seed).office(), indicators.period(key)
    naive = Naive(office, Scope(period, today))
    with database.door() as connection:
        only(connection, office)
        chosen = {"period": period, "today": today}
        factories = naive.factories()
        coverage = total(made(connection, "R1", **chosen), "district")
        visited, risky = naive.visited(), [row for row in factories if naive.risks(row)]
        assert coverage["factories"] == len(factories)
        assert coverage["target"] == len(risky)
        assert coverage["covered"] == sum(row["id"] in visited for row in risky)
        assert coverage["remaining"] == coverage["target"] - coverage["covered"]
        assert coverage["water"] == sum("water" in naive.risks(row) for row in factories)
        quarters = [coverage[f"q{number}"] for number in (1, 2, 3, 4)]
        assert sum(quarters) == coverage["covered"]
        findings = [row for row in naive.findings() if _found(office, row) >= period.start]
        assert len(made(connection, "R2", **chosen).sheet("findings").rows) == len(findings)
        assert total(made(connection, "R2", **chosen), "summary").get("findings") == len(findings)
        loans = naive.loans()
        funds = total(made(connection, "R6", **chosen), "funds")
        assert funds["contracts"] == len(loans)
        assert funds["npl"] == sum(debt(row)[0] == "N" for row in loans)


@settings(max_examples=8)
@given(seed=st.integers(0, 10**6), key=st.sampled_from(("2567", "2/2567", "q1/2567")))
def test_what_is_counted_or_added_up_is_the_sum_of_its_rows(database: Database, seed: int, key: str) -> None:
    with database.door() as connection:
        only(connection, Draw(seed).office())
        for name in reports():
            result = made(connection, name, period=indicators.period(key), today=date(2024, 7, 1))
            for sheet in result.sheets:
                last = sheet.total
                if last is None:
                    continue
                for column in sheet.sheet.columns:
                    counted = column.counted or column.total
                    if counted is None or counted.measure not in ("count", "sum"):
                        continue
                    whole = sum(line.values[column.key] or 0 for line in sheet.rows)
                    assert last.values[column.key] == pytest.approx(whole), (sheet.title, column.key)
                    parts = [line.values[column.key] for line in sheet.lines if line.kind == "subtotal"]
                    assert not parts or sum(parts) == pytest.approx(whole), (sheet.title, column.key)


@settings(max_examples=8)
@given(seed=st.integers(0, 10**6))
def test_certificates_complaints_and_scores_are_those_of_a_naive_recomputation(
    database: Database, seed: int
) -> None:
    office = Draw(seed).office()
    naive = Naive(office, Scope(YEAR, worked.TODAY))
    with database.door() as connection:
        only(connection, office)
        green = total(made(connection, "R3"), "district")
        levels = [naive.gi_level(row["id"], worked.TODAY) for row in naive.factories()]
        assert [green[f"gi{level}"] for level in range(1, 6)] == [levels.count(n) for n in range(1, 6)]
        assert green["certified"] == sum(level >= 1 for level in levels)
        new = [row for row in naive.rows("complaint") if _within(row["received_at"])]
        assert total(made(connection, "R9"), "channel")["received"] == len(new)
        scores = [
            float(value)
            for row in naive.factories()
            for dimension in "1234"
            if (value := naive.fact(row["id"], f"mind.{dimension}", until=YEAR.end)) and _number(value)
        ]
        mean = total(made(connection, "R12"), "district")["all"]
        assert mean == (pytest.approx(sum(scores) / len(scores)) if scores else None)
        orders = [row for row in naive.orders() if row["section"] == "37" and row["state"] != "withdrawn"]
        ordered = {row["factory"] for row in orders if _within(row["issued_on"])}
        with_orders = ordered & {row["id"] for row in naive.factories()}
        assert total(made(connection, "R1"), "district")["with_orders"] == len(with_orders)


def _within(text: object) -> bool:
    found = day(text)
    return found is not None and YEAR.start <= found <= YEAR.end


def _number(text: str) -> bool:
    return text.replace(".", "", 1).isdecimal()


def _found(office: Office, finding: dict[str, Any]) -> date:
    [inspection] = [row for row in office["inspection"] if row["id"] == finding["inspection"]]
    return date.fromisoformat(inspection["started_at"][:10])


@pytest.mark.parametrize("name", list(reports()))
@pytest.mark.parametrize("key", ["2567", "2/2567", "2567-02", "2567-02-15", "q1/2567"])
def test_every_report_of_an_empty_office_is_empty(database: Database, name: str, key: str) -> None:
    with database.door() as connection:
        only(connection, {})
        result = made(connection, name, period=indicators.period(key))
        assert not any(sheet.rows for sheet in result.sheets)
        for sheet in result.sheets:
            for line in sheet.lines:
                shown = {value for value in line.values.values() if not isinstance(value, str)}
                assert shown <= {0, None}, "nothing is divided by zero"


@pytest.mark.parametrize("name", list(reports()))
def test_every_sheet_holds_values_of_its_formats(database: Database, name: str) -> None:
    with database.door() as connection:
        only(connection, Draw(7).office(40))
        result = made(connection, name, today=date(2024, 7, 1))
        for sheet in result.sheets:
            columns = {column.key: column for column in sheet.sheet.columns}
            for line in sheet.lines:
                assert set(line.values) <= set(columns)
                for key, value in line.values.items():
                    kind = columns[key].total_format if line.kind != "row" else columns[key].format
                    if kind in NUMERIC:
                        assert value is None or isinstance(value, int | float), (sheet.title, key)
                    elif kind == "date":
                        assert value is None or isinstance(value, date | str), (sheet.title, key)
                    else:
                        assert value is None or isinstance(value, str), (sheet.title, key)


def test_open_recommendations_are_carried_into_the_next_round(database: Database) -> None:
    def recommended(round_: str, number: int, state: str, **more: object) -> dict[str, Any]:
        row = {"id": f"r{round_}-{number}", "stream": "ref/66", "round": round_, "issue_no": number}
        return row | {"issue_title": f"ประเด็น {round_}", "state": state, "progress": 40} | more

    rows = [
        recommended("2/2566", 1, "working"),
        recommended("2/2566", 2, "done", closed_on="2023-09-01"),
        recommended("2/2566", 3, "done", closed_on="2023-12-01"),
        recommended("1/2567", 1, "done", closed_on="2024-02-01"),
        recommended("2/2567", 1, "working"),
        recommended("1/2568", 1, "working"),
    ]
    with database.door() as connection:
        only(connection, {"recommendation": rows})
        first, second = made(connection, "R7").sheets
        assert (first.title, second.title) == ("Round 1-2567", "Round 2-2567")
        assert [line.id for line in first.rows] == ["r1/2567-1", "r2/2566-1", "r2/2566-3"]
        assert [line.id for line in second.rows] == ["r2/2566-1", "r2/2567-1"]
        assert "carried over from round 2/2566" in second.rows[0].values["state"]
        assert "carried" not in second.rows[1].values["state"]


def test_facts_and_answers_come_by_their_names_and_are_empty_where_nobody_said_them(
    database: Database,
) -> None:
    there = visit("f1", "2023-12-05", form_id="WST")
    inspection = there["inspection"][0]["id"]
    office = together(
        there,
        {
            "factory": [
                {"id": name, "stream": "reg/66", "name": name, "type_main": "10500", "status": "1"}
                for name in ("f1", "f2")
            ],
            "fact": [
                {
                    "id": derived_id("known", str(n)),
                    "factory": "f1",
                    "property": name,
                    "value": value,
                    "as_of": day,
                }
                for n, (name, value, day) in enumerate(
                    (
                        ("opacity_highest", "40", "2023-11-05"),
                        ("opacity_highest", "12.5", "2023-12-05"),
                        ("opacity_highest", "99", "2024-12-05"),
                        ("risk_air", "yes", "2023-10-01"),
                        ("pm25_plan", "yes", "2023-12-05"),
                        ("single_form.waste_annual.2567", "late", "2024-11-01"),
                        ("single_form.waste_annual.2566", "sent", "2023-11-01"),
                    )
                )
            ],
            "answer": [{"id": "a", "inspection": inspection, "path": "/data/x/wst24", "value": "yes"}],
        },
    )
    with database.door() as connection:
        only(connection, office)
        result = made(connection, "R10")
        lines: dict[str, Line] = {line.values["name"]: line for line in result.sheet("factories").rows}
        assert lines["f1"].values["opacity"] == 12.5, "the newest of the period"
        assert lines["f1"].values["plan"] == "Yes"
        assert total(result, "district")["opacity"] == 12.5
        assert total(result, "district")["planned"] == 1
        rows = {line.values["name"]: line.values for line in made(connection, "R4").sheet("receivers").rows}
        assert (rows["f1"]["analysed"], rows["f2"]["analysed"]) == ("yes", None)
        assert rows["f1"]["annual"] == "sent late", "of the year, also when it was said after it"
        assert rows["f2"]["annual"] is None


def test_a_report_that_is_not_made_by_officer_says_so(database: Database) -> None:
    with database.door() as connection, pytest.raises(ChoiceMissing):
        made(connection, "R1", officer="กฤษณะ")
