"""What figures share: tables of a reading, and the index of facts that are asked of every factory."""

from __future__ import annotations

from fieldkit.model import indicators as ind
from fieldkit.model.database import Database
from fieldkit.model.indicators import Scope
from fieldkit.model.indicators.all_subjects import subjects
from fieldkit.model.indicators.factory_subjects import STANDING
from fieldkit.model.indicators.figures import Reading
from fieldkit.model.indicators.shared import MADE, beside, to_keep
from fieldkit.model.indicators.sources import Here
from fieldkit.model.indicators.subjects import with_moment
from fieldkit.model.risk_types import RISKS
from fieldkit.model.tables import STATED
from tests.model.indicators.test_figures import DAY, YEAR, empty

__all__ = ["empty"]


def test_facts_that_are_asked_of_every_factory_come_from_their_index_unsorted(empty: Database) -> None:
    assert set(STATED) == {*(f"risk_{risk}" for risk in RISKS), "i_industry_status"}
    sql = with_moment(subjects()["factory"].select(["environmental", "i_industry"]), YEAR, DAY)
    with empty.read() as connection:
        plan = [row[-1] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}")]
    assert any("COVERING INDEX fact_stated" in step for step in plan), plan
    assert not any("GROUP BY" in step for step in plan), plan


def test_visits_are_read_from_their_index_alone(empty: Database) -> None:
    [visits] = beside(f"SELECT * FROM {MADE}")
    sql = with_moment(f"WITH {visits} SELECT * FROM {MADE}", YEAR, DAY)
    with empty.read() as connection:
        plan = [row[-1] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}")]
    assert plan == ["SEARCH v USING COVERING INDEX visit_started (started_at>? AND started_at<?)"]


def test_certificates_the_plan_and_drafts_are_read_from_their_indexes_alone(empty: Database) -> None:
    for subject, columns, index in (
        ("factory", ["gi_level", "gi_before"], "document_kind"),
        ("assignment", ["done", "month", "officer"], "assignment_year"),
        ("finding", ["in_period"], "inspection_closed"),
        ("draft", [], "inspection_draft"),
    ):
        counted = subjects()[subject].select(columns, ids=False)
        tables = ", ".join(beside(counted))
        sql = with_moment(f"WITH {tables} {counted}" if tables else counted, YEAR, DAY)
        with empty.read() as connection:
            plan = [row[-1] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}")]
        wanted = index if index == "inspection_draft" else f"COVERING INDEX {index}"
        assert any(wanted in step for step in plan), plan


def test_risks_of_types_are_looked_up_not_gone_through(empty: Database) -> None:
    sql = with_moment(subjects()["factory"].select(["environmental"]), YEAR, DAY)
    with empty.read() as connection:
        plan = [row[-1] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}")]
    looked_up = [step for step in plan if step.startswith("SEARCH") and "(column1=?)" in step]
    assert len(looked_up) == 2, plan


def test_only_what_a_table_of_a_reading_has_is_read_from_it() -> None:
    """A list with the factory's name asks the register itself."""
    figures, listed = (subjects()["mind"].select(names) for names in (["district"], ["name"]))
    assert to_keep(figures)
    assert not to_keep(listed)


def test_a_reading_leaves_no_table_behind(empty: Database) -> None:
    with empty.read() as connection:
        for key in ("2567", "1/2567"):
            scope = Scope(ind.period(key), DAY)
            with Reading(Here(connection), scope) as reading:
                assert reading.compute()
                made = connection.exec_driver_sql("SELECT name FROM sqlite_temp_master").scalars().all()
                assert STANDING in made
            assert not connection.exec_driver_sql("SELECT name FROM sqlite_temp_master").scalars().all()
