"""Figures beside a naive recomputation, beside PostgreSQL, and beside the worked examples of the domain."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from threading import Barrier, current_thread

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, create_engine

from fieldkit.model import indicators as ind
from fieldkit.model import tables
from fieldkit.model.changes import set_meta
from fieldkit.model.database import Database
from fieldkit.model.ids import derived_id
from fieldkit.model.indicators import Figure, Scope, sources
from fieldkit.model.indicators.figures import Reading
from fieldkit.model.indicators.overview import overview
from fieldkit.model.indicators.table import NoSuchIndicator
from fieldkit.model.indicators.words import cell_words
from tests.model.indicators.naive import amount, answers, debt
from tests.model.indicators.offices import Draw, Office, Row, put, together, visit

pytestmark = pytest.mark.long

YEAR = ind.period("2567")
DAY = date(2024, 2, 15)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    opened = Database(tmp_path_factory.mktemp("figures") / "fieldkit.db")
    yield opened
    opened.close()


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Database]:
    opened = Database(tmp_path / "fieldkit.db")
    yield opened
    opened.close()


def only(connection: Connection, office: Office) -> None:
    """Make ``office`` all that there is."""
    for name in tables.SYNCED:
        connection.exec_driver_sql(f"DELETE FROM {name}")
    put(connection, office)


def figure(connection: Connection, id_: str, scope: Scope | None = None) -> Figure:
    [found] = ind.compute(connection, scope or Scope(YEAR, DAY), wanted=[ind.indicator(id_)])
    return found


@settings(max_examples=40)
@given(
    seed=st.integers(0, 10**6),
    today=st.dates(date(2023, 9, 1), date(2025, 1, 31)),
    key=st.sampled_from(("2567", "1/2567", "2/2567")),
)
def test_every_figure_is_that_of_a_naive_recomputation(
    database: Database, seed: int, today: date, key: str
) -> None:
    office, scope = Draw(seed).office(), Scope(ind.period(key), today)
    with database.door() as connection:
        only(connection, office)
        shown = {one.indicator.id: one for one in ind.compute(connection, scope)}
        for id_, (above, below) in answers(office, scope).items():
            one = shown[id_]
            assert one.numerator == len(above), id_
            assert set(ind.listing(connection, scope, one.indicator).ids) == above, id_
            if one.denominator is not None:
                assert one.denominator == len(below), id_
                assert set(ind.listing(connection, scope, one.indicator, "rest").ids) == below - above, id_
                assert one.value == (100 * len(above) / len(below) if below else None), id_
        owed = [row for row in office["loan"] if row["id"] in answers(office, scope)["loans_normal"][1]]
        npl = shown["loans_npl_amount"]
        assert npl.numerator == pytest.approx(amount(row for row in owed if debt(row)[0] == "N"))
        assert npl.denominator == pytest.approx(amount(owed))


@settings(max_examples=15)
@given(seed=st.integers(0, 10**6))
def test_a_list_has_as_many_rows_as_its_number_says_and_groups_add_up(database: Database, seed: int) -> None:
    scope = Scope(YEAR, DAY)
    with database.door() as connection:
        only(connection, Draw(seed).office())
        for whole in ind.compute(connection, scope):
            one = whole.indicator
            for by in one.breakdowns:
                groups = ind.compute(connection, scope, wanted=[one], by=by)
                if one.measure in ("share", "count"):
                    assert sum(group.numerator for group in groups) == pytest.approx(whole.numerator)
                for group in groups:
                    rows = ind.listing(connection, scope, one, by=by, group=group.group).rows
                    if one.measure in ("share", "count") and not one.weight:
                        assert len(rows) == group.numerator, (one.id, by, group.group)
            if not one.weight:
                assert len(ind.listing(connection, scope, one).rows) == whole.numerator, one.id


@pytest.mark.parametrize("key", ["2567", "1/2567"])
@pytest.mark.parametrize("province", ["", "66"])
def test_the_overview_has_the_same_figures_read_in_one_go(
    database: Database, key: str, province: str
) -> None:
    scope = Scope(ind.period(key), DAY, province)
    with database.door() as connection:
        only(connection, Draw(11).office(40))
        found = overview(connection, scope)
        assert list(found.figures.values()) == ind.compute(connection, scope)
        coverage = [ind.indicator("coverage")]
        by_group = {
            figure.group: figure for figure in ind.compute(connection, scope, wanted=coverage, by="district")
        }
        assert {figure.group: figure for figure in found.districts} == by_group
        assert sum(month["visits"].numerator for month in found.months.values() if "visits" in month) == (
            found.figures["visits"].numerator
        )
        for item, counted in found.today:
            assert len(ind.listing(connection, scope, item.counted).rows) == counted.numerator > 0
        left = connection.exec_driver_sql("SELECT count(*) FROM sqlite_temp_master").scalar_one()
    assert left == 0
    assert found.pace == (5 / 12 if key == "2567" else 5 / 6)


@pytest.mark.parametrize("by", ["", "district", "month"])
@pytest.mark.parametrize("key", ["2567", "1/2567"])
def test_figures_of_many_factories_are_the_same_from_two_processes(
    database: Database, key: str, by: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    scope = Scope(ind.period(key), DAY)
    with database.door() as connection:
        only(connection, Draw(23).office(40))
        alone = ind.compute(connection, scope, by=by)
    threads: set[str] = set()
    compute = Reading.compute
    both = Barrier(2)

    def seen(reading: Reading, wanted: list[ind.Indicator], *, by: str) -> list[Figure]:
        if current_thread().name not in threads:
            threads.add(current_thread().name)
            both.wait(20)  # one of them alone could be so quick that the other finds nothing to do
        return compute(reading, wanted, by=by)

    monkeypatch.setattr(sources, "MANY", 0)
    monkeypatch.setattr(Reading, "compute", seen)
    with database.read() as connection:
        assert ind.compute(connection, scope, by=by) == alone
    assert len(threads) == 2
    with database.door() as connection:
        only(connection, {})
        assert ind.compute(connection, scope, wanted=[ind.indicator("coverage")])[0].denominator == 0
        assert len(ind.compute(connection, scope)) == len(ind.indicators())


def test_a_write_between_two_connections_leaves_the_figures_to_one(
    empty: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "MANY", 0)
    with empty.door() as connection:
        put(connection, Draw(23).office(10))
    with empty.read() as connection:
        before = ind.compute(connection, Scope(YEAR, DAY))
        with empty.door() as other:
            only(other, {})
            put(other, {"factory": [{"id": "f1", "name": "โรงสี"}]})
            set_meta(other, "lamport", "7")
        assert ind.compute(connection, Scope(YEAR, DAY)) == before


def test_postgresql_says_the_same_as_sqlite(database: Database, postgresql_url: str) -> None:
    engine = create_engine(postgresql_url)
    office = Draw(2567).office(60)
    try:
        with engine.begin() as theirs, database.door() as ours:
            tables.metadata.create_all(theirs)
            only(ours, office)
            put(theirs, office)
            for today in (DAY, date(2024, 12, 31)):
                for province in ("", "66"):
                    scope = Scope(YEAR, today, province)
                    assert ind.compute(theirs, scope) == ind.compute(ours, scope)
                    assert overview(theirs, scope) == overview(ours, scope)
                    for one in ind.indicators().values():
                        for part in ("numerator", "denominator", "rest"):
                            mine = ind.listing(ours, scope, one, part).rows
                            assert ind.listing(theirs, scope, one, part).rows == mine, (one.id, part)
                        for by in one.breakdowns:
                            mine_by = ind.compute(ours, scope, wanted=[one], by=by)
                            assert ind.compute(theirs, scope, wanted=[one], by=by) == mine_by, (one.id, by)
    finally:
        engine.dispose()


# --- the worked examples


def factory(number: int, **columns: object) -> Row:
    id_ = derived_id("factory", str(number))
    return {"id": id_, "stream": "reg/66", "name": f"โรงงาน {number}", "status": "1"} | columns


def test_the_worked_example_of_the_province(empty: Database) -> None:
    """318 factories, 140 at risk; 133 of these inspected; 271 certified; 41 orders; 24 contracts."""
    factories = [factory(number, type_main="00901" if number < 140 else "06413") for number in range(318)]
    visits = [visit(row["id"], "2024-01-10") for row in factories[:133]]
    certificates = [
        {"id": derived_id("gi", row["id"]), "factory": row["id"], "kind": "gi", "level": 1}
        | {"issued_on": "2023-05-01", "expires_on": None}
        for row in factories[:271]
    ]
    with empty.door() as connection:
        only(
            connection,
            together(
                {
                    "factory": factories,
                    "document": certificates,
                    "factory_order": _orders(),
                    "loan": _loans(),
                },
                *visits,
            ),
        )
        scope = Scope(YEAR, date(2024, 9, 30))
        coverage = figure(connection, "coverage_risk", scope)
        assert (coverage.numerator, coverage.denominator, coverage.value) == (133, 140, 95.0)
        assert (coverage.short, coverage.met) == (7, False)
        green = figure(connection, "gi_certified", scope)
        assert (green.numerator, green.denominator) == (271, 318)
        assert round(green.value or 0, 2) == 85.22
        assert (green.needed, green.short) == (287, 16)
        assert figure(connection, "orders", scope).value == 41
        assert figure(connection, "orders_in_time", scope).numerator == 32
        assert figure(connection, "orders_late", scope).value == 5
        assert figure(connection, "orders_overdue", scope).value == 1
        [late] = ind.listing(connection, scope, ind.indicator("orders_overdue")).rows
        assert late["days_overdue"] == 12
        npl = figure(connection, "loans_npl_amount", scope)
        assert (npl.numerator, npl.denominator) == (9_180_000, 61_250_000)
        assert round(npl.value or 0, 2) == 14.99
        assert figure(connection, "loans_npl", scope).numerator == 4


def _orders() -> list[Row]:
    def order(number: int, state: str, due: str, done: str | None = None) -> Row:
        at = None if done is None else f"{done}T11:00:00+07:00"
        return {"id": derived_id("order", str(number)), "issued_on": "2024-03-01", "due_date": due} | {
            "state": state,
            "state_at": at,
        }

    on_time = [order(number, "closed", "2024-05-01", "2024-05-01") for number in range(32)]
    late = [order(number, "closed", "2024-05-01", "2024-05-02") for number in range(32, 37)]
    waiting = [order(number, "open", "2024-10-15") for number in range(37, 40)]
    return [*on_time, *late, *waiting, order(40, "open", "2024-09-18")]


def _loans() -> list[Row]:
    def loan(number: int, principal: float, dpd: int) -> Row:
        return {"id": derived_id("loan", str(number)), "principal": principal, "dpd": dpd, "state": "active"}

    bad = [loan(number, 2_295_000.0, 120) for number in range(4)]
    return [*bad, *(loan(number, 2_603_500.0, 0) for number in range(4, 24))]


def test_two_visits_count_once_for_coverage_and_talks_do_not(empty: Database) -> None:
    mill, talk, complaint, unseen = (factory(number) for number in range(4))
    with empty.door() as connection:
        only(
            connection,
            together(
                {"factory": [mill, talk, complaint, unseen]},
                visit(mill["id"], "2023-11-01"),
                visit(mill["id"], "2024-02-01"),
                visit(talk["id"], "2024-02-01", kind="GI"),
                visit(complaint["id"], "2024-02-02", kind="COMPLAINT"),
            ),
        )
        coverage = figure(connection, "coverage")
        assert (coverage.numerator, coverage.denominator, coverage.value) == (2, 4, 50)
        assert figure(connection, "visits").value == 3


@pytest.mark.parametrize(
    ("today", "counted"),
    [(date(2024, 1, 31), 2), (date(2024, 2, 1), 1), (date(2024, 2, 29), 1), (date(2024, 3, 1), 2)],
)
def test_factories_enter_in_the_month_they_open_and_leave_the_month_after(
    empty: Database, today: date, counted: int
) -> None:
    always = factory(1)
    opened = factory(2, start_date="2024-03-20")
    closed = factory(3, status="2", status_reason="เลิกกิจการ")
    since = {"id": derived_id("fact"), "factory": closed["id"], "property": "status_since"}
    with empty.door() as connection:
        only(
            connection,
            {
                "factory": [always, opened, closed],
                "fact": [since | {"value": "2024-01-10", "as_of": "2024-01-10"}],
            },
        )
        scope = Scope(YEAR, today)
        assert figure(connection, "coverage", scope).denominator == counted
        left = ind.departures(connection, scope).rows
        assert [row["reason"] for row in left] == ([] if today.month == 1 else ["เลิกกิจการ"])


def test_a_period_that_is_over_keeps_its_figures(empty: Database) -> None:
    mill = factory(1)
    seen = visit(mill["id"], "2024-02-01")
    order = {"id": "o", "factory": mill["id"], "issued_on": "2024-03-01", "due_date": "2024-06-01"}
    steps = [("ordered", "2024-03-01", None), ("received", "2024-03-02", "2024-06-01")]
    first: Office = together(
        seen,
        {
            "factory": [mill],
            "factory_order": [
                order | {"received_on": "2024-03-02", "state": "open", "state_at": "2024-03-02"}
            ],
            "complaint": [{"id": "c", "received_at": "2024-09-01T09:00:00+07:00", "state": "received"}],
            "loan": [{"id": "l", "contract_date": "2020-01-01", "state": "active", "dpd": 0}],
            "recommendation": [{"id": "r", "round": "1/2567", "state": "working"}],
            "finding": [{"id": "f", "inspection": seen["inspection"][0]["id"], "state": "open"}],
            "step": [_step("factory_order", "o", *one) for one in steps]
            + [_step("recommendation", "r", "progress", "2024-05-01")],
        },
    )
    after: Office = together(
        seen,
        {
            "factory": [mill],
            "factory_order": [
                order
                | {"received_on": "2024-03-02", "state": "closed", "state_at": "2024-12-02"}
                | {"extended_to": "2025-01-31"}
            ],
            "complaint": [
                {"id": "c", "received_at": "2024-09-01T09:00:00+07:00", "state": "closed"}
                | {"answered_on": "2024-11-01", "closed_on": "2024-11-02"}
            ],
            "loan": [
                {"id": "l", "contract_date": "2020-01-01", "state": "closed", "dpd": 0}
                | {"closed_on": "2024-11-01"}
            ],
            "recommendation": [{"id": "r", "round": "1/2567", "state": "done", "closed_on": "2024-11-05"}],
            "finding": [
                {"id": "f", "inspection": seen["inspection"][0]["id"], "state": "closed"}
                | {"state_at": "2024-10-20T10:00:00+07:00"}
            ],
            "step": [
                *first["step"],
                _step("factory_order", "o", "extended", "2024-10-10", "2025-01-31"),
                _step("factory_order", "o", "verified", "2024-12-01"),
                _step("factory_order", "o", "closed", "2024-12-02"),
                _step("complaint", "c", "answered", "2024-11-01"),
                _step("complaint", "c", "closed", "2024-11-02"),
                _step("loan", "l", "closed", "2024-11-01"),
                _step("recommendation", "r", "closed", "2024-11-05"),
            ],
        },
    )
    asked = [one for one in ind.indicators().values() if one.id != "drafts"]
    with empty.door() as connection:
        only(connection, first)
        then = ind.compute(connection, Scope(YEAR, YEAR.end), wanted=asked)
        assert figure(connection, "orders_overdue", Scope(YEAR, YEAR.end)).value == 1
        only(connection, after)
        assert ind.compute(connection, Scope(YEAR, date(2025, 3, 1)), wanted=asked) == then


def _step(table: str, record: str, kind: str, day: str, due: str | None = None) -> Row:
    id_ = derived_id("step", record, kind, day)
    return {"id": id_, "record": record, "record_table": table, "kind": kind, "on_date": day, "due_date": due}


def test_an_empty_denominator_has_no_value(empty: Database) -> None:
    with empty.door() as connection:
        for one in ind.compute(connection, Scope(YEAR, DAY)):
            if one.denominator is not None:
                assert (one.denominator, one.value, one.met) == (0, None, None)
            else:
                assert one.value == 0


def test_a_round_has_its_half_year_and_some_indicators_their_whole_year(empty: Database) -> None:
    mill = factory(1, type_main="00901")
    with empty.door() as connection:
        only(connection, together({"factory": [mill]}, visit(mill["id"], "2023-12-01", kind="PM25")))
        second = Scope(ind.period("2/2567"), date(2024, 9, 1))
        assert figure(connection, "coverage_air", second).value == 0
        assert figure(connection, "dust_season", second).value == 100


def test_a_fact_of_the_factory_outweighs_its_type(empty: Database) -> None:
    mill, lathe = factory(1, type_main="00901"), factory(2, type_main="06413")

    def fact(row: Row, value: str, as_of: str) -> Row:
        return {"id": derived_id(row["id"], as_of), "factory": row["id"], "property": "risk_water"} | {
            "value": value,
            "as_of": as_of,
        }

    facts = [
        fact(mill, "yes", "2024-01-01"),
        fact(mill, "no", "2024-01-02"),
        fact(lathe, "yes", "2023-01-01"),
    ]
    with empty.door() as connection:
        only(connection, {"factory": [mill, lathe], "fact": facts})
        rows = ind.listing(connection, Scope(YEAR, DAY), ind.indicator("coverage_water"), "denominator").rows
        assert [row["factory"] for row in rows] == [lathe["id"]]


def test_what_checklists_say_of_factories_is_counted_by_rows_of_the_table(empty: Database) -> None:
    mill, lathe, closed = (factory(number, type_main="00901") for number in (1, 2, 3))
    closed["deleted"] = 1

    def fact(row: Row, property_: str, value: str, as_of: str = "2024-01-10") -> Row:
        record = derived_id(row["id"], property_, as_of)
        return {"id": record, "factory": row["id"], "property": property_, "value": value, "as_of": as_of}

    facts = [
        *(fact(row, "pm25_plan", value) for row, value in ((mill, "yes"), (lathe, "no"), (closed, "no"))),
        fact(lathe, "opacity_highest", "40", "2023-09-30"),
        fact(mill, "opacity_highest", "15.5"),
        *(fact(row, "accidents_injured_12m", value) for row, value in ((mill, "2"), (lathe, "1"))),
        fact(mill, "boiler_certificate_until", "2024-02-14"),
        fact(lathe, "boiler_certificate_until", "2024-02-15"),
    ]
    with empty.door() as connection:
        only(connection, {"factory": [mill, lathe, closed], "fact": facts})
        assert figure(connection, "pm25_plan").value == 50
        assert (
            figure(connection, "opacity").value == 15.5
        )  # the reading of the year before is not of this one
        assert figure(connection, "accidents_injured").numerator == 3
        # A certificate still holds on its last day.
        rows = ind.listing(connection, Scope(YEAR, DAY), ind.indicator("boiler_expired")).rows
        assert [row["factory"] for row in rows] == [mill["id"]]
        listed = ind.listing(connection, Scope(YEAR, DAY), ind.indicator("boiler_expired"))
        said = {column.name: cell_words(column, rows[0][column.name], "en") for column in listed.columns}
        assert (said["property"], said["value"]) == ("Boiler certificate valid until", "14 Feb 2024")


def test_a_province_is_counted_alone(empty: Database) -> None:
    with empty.door() as connection:
        only(
            connection,
            {"factory": [factory(n, province_code="66" if n else "60") for n in range(3)]},
        )
        assert figure(connection, "coverage", Scope(YEAR, DAY, "66")).denominator == 2
        assert figure(connection, "coverage").denominator == 3


@settings(max_examples=10)
@given(seed=st.integers(0, 10**6), type_=st.sampled_from(("009", "105", "014")))
def test_a_type_of_factory_is_counted_alone(database: Database, seed: int, type_: str) -> None:
    with database.door() as connection:
        only(connection, Draw(seed).office())
        scope = Scope(YEAR, DAY, type=type_)
        for one in ind.compute(connection, scope):
            if "type" not in one.indicator.breakdowns or one.indicator.measure not in ("share", "count"):
                continue
            groups = ind.compute(connection, Scope(YEAR, DAY), wanted=[one.indicator], by="type")
            same = [group.numerator for group in groups if group.group == type_]
            assert one.numerator == pytest.approx(sum(same)), one.indicator.id
        assert overview(connection, scope).figures["coverage"] == figure(connection, "coverage", scope)


def test_what_cannot_be_broken_down_is_refused_with_what_can(empty: Database) -> None:
    with empty.read() as connection, pytest.raises(NoSuchIndicator) as refused:
        ind.compute(connection, Scope(YEAR, DAY), by="colour")
    assert "district" in refused.value.hint.en


def test_a_period_runs_to_its_end_however_late_it_is_asked() -> None:
    assert YEAR.at(DAY) == DAY
    assert YEAR.at(YEAR.end + timedelta(days=400)) == YEAR.end
    assert YEAR.at(YEAR.start - timedelta(days=1)) == YEAR.start
