"""What the plan calls done is what the figure of the plan counts: one rule."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from fieldkit.model import indicators as ind
from fieldkit.model.database import Database
from fieldkit.model.indicators import Scope
from fieldkit.model.planning import plan
from tests.model.indicators.offices import Draw
from tests.model.indicators.test_figures import database, only

__all__ = ["database"]


@settings(max_examples=30)
@given(seed=st.integers(0, 10**6), today=st.dates(date(2023, 10, 1), date(2024, 9, 30)))
def test_what_the_plan_calls_done_is_what_the_figure_counts(
    database: Database, seed: int, today: date
) -> None:
    with database.door() as connection:
        only(connection, Draw(seed).office(6))
        done = [line for line in plan.lines(connection, 2567, today) if line.state == "done"]
        days = [row.done_on for row in plan.rows(connection, done, 2567)]
        for key in ("2567", "1/2567", "2/2567"):
            period = ind.period(key)
            counted = ind.listing(connection, Scope(period, today), ind.indicator("plan_done"))
            of_period = [
                line
                for line, day in zip(done, days, strict=True)
                if (not line.day or period.start.isoformat() <= line.day <= period.end.isoformat())
                and day <= period.end.isoformat()
            ]
            assert len(counted.rows) == len(of_period), key
