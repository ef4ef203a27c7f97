"""The life of an order as its table of steps gives it: what follows what, and what cannot have happened."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldkit import resources
from fieldkit.model.codes import codes, ending
from fieldkit.model.csv_table import TableError
from fieldkit.model.orders.errors import OrderRefused
from fieldkit.model.orders.life import SET_COLUMNS, check, due_on, overdue_days, standing
from fieldkit.model.orders.steps_table import (
    KINDS,
    RESULTS,
    STATES,
    possible,
    read_transitions,
    transitions,
)

TODAY = date(2026, 11, 22)


def step(kind: str, on: str, number: int = 0, **columns: Any) -> dict[str, Any]:
    empty = dict.fromkeys(("note", "number", "due_date", "officer", "amount", "inspection"))
    return empty | {"id": f"{number:04}", "kind": kind, "on_date": on, "officer": "มานี"} | columns


SERVED = [
    step("ordered", "2026-10-01", 1),
    step("received", "2026-10-05", 2, due_date="2026-11-04", note="นายปิติ"),
]


def refused(steps: list[dict[str, Any]], found_on: str | None = None) -> OrderRefused:
    with pytest.raises(OrderRefused) as error:
        check(steps, today=TODAY, found_on=found_on, place="พจ 0033/12")
    assert error.value.place == "พจ 0033/12"
    assert error.value.hint.th
    assert error.value.hint.en
    return error.value


def test_an_order_goes_from_draft_to_its_end() -> None:
    whole = [
        *SERVED,
        step("extended", "2026-11-02", 3, due_date="2026-11-18", note="รออุปกรณ์"),
        step("verified", "2026-11-19", 4, inspection="visit"),
        step("closed", "2026-11-20", 5),
    ]
    states = [standing(whole[:end]).state for end in range(len(whole) + 1)]
    assert states == ["draft", "issued", "open", "open", "verified", "closed"]
    check(whole, today=TODAY, found_on="2026-09-30", place="")
    columns = standing(whole).columns
    assert columns["received_by"] == "นายปิติ"
    assert (columns["due_date"], columns["extended_to"]) == ("2026-11-04", "2026-11-18")
    assert columns["verified_in"] == "visit"
    assert standing(whole).state_at == "2026-11-20"


def test_the_order_of_writing_down_does_not_matter_but_the_days() -> None:
    assert standing(reversed(SERVED)) == standing(SERVED)


def test_an_order_cannot_be_received_before_it_is_issued() -> None:
    error = refused([step("ordered", "2026-10-06", 1), step("received", "2026-10-05", 2)])
    assert error.column == "on_date"
    assert error.title.en == "“order received” on 5 Oct 2026 cannot be: the order is then “draft”"
    assert error.hint.th == "ต้องไม่ก่อนวันที่ 6 ต.ค. 2569 (ออกคำสั่ง)"


def test_a_last_day_before_its_order_is_refused() -> None:
    error = refused([SERVED[0], step("received", "2026-10-05", 2, due_date="2026-10-04")])
    assert (error.column, error.hint.en) == ("due_date", "Use a day from 5 Oct 2026 on")


def test_an_extension_must_give_more_time() -> None:
    error = refused([*SERVED, step("extended", "2026-10-20", 3, due_date="2026-11-04", note="-")])
    assert (error.column, error.hint.en) == ("due_date", "Use a day from 5 Nov 2026 on")


def test_what_has_not_happened_yet_is_refused() -> None:
    assert refused([step("ordered", "2026-11-23")]).hint.en == "Use a day up to today (22 Nov 2026)"


def test_an_order_cannot_lie_before_the_visit() -> None:
    assert refused(SERVED, found_on="2026-10-02").hint.en == "Use a day from 2 Oct 2026 on"


@pytest.mark.parametrize(
    ("kind", "column"),
    [("withdrawn", "note"), ("fined", "amount"), ("extended", "due_date")],
)
def test_what_a_step_needs_is_named(kind: str, column: str) -> None:
    assert refused([*SERVED, step(kind, "2026-11-01", 3)]).column == column


def test_a_fine_below_nothing_is_refused() -> None:
    assert refused([*SERVED, step("fined", "2026-11-01", 3, amount=-1.0)]).column == "amount"


def test_overdue_counts_from_the_extended_day_and_ends_with_the_correction() -> None:
    late = {"due_date": "2026-11-04", "extended_to": None, "state": "open"}
    assert overdue_days(late, TODAY) == 18
    assert overdue_days(late | {"extended_to": "2026-11-22"}, TODAY) == 0
    assert overdue_days(late | {"state": "verified"}, TODAY) == 0
    # an appeal does not suspend the order (section 41)
    assert overdue_days(late | {"state": "appealed"}, TODAY) == 18
    assert due_on({"due_date": None, "extended_to": None}) is None


def test_every_state_is_reached_has_a_result_and_only_ended_ones_lead_nowhere() -> None:
    reached = {row.to for row in transitions() if row.to != "="} | {"draft"}
    assert reached == set(codes(STATES)) == set(codes(RESULTS))
    assert {row.kind for row in transitions()} == set(codes(KINDS))
    assert {state for state in codes(STATES) if not set(possible(state)) - {"reopened"}} == ending(STATES)


def test_a_slip_in_the_table_is_named_with_its_row(tmp_path: Path) -> None:
    file = tmp_path / "order_steps.csv"
    head = "kind,from,to,needs,sets,findings,letter\n"
    file.write_text(f"{head}ordered,draft,isued,,,,no\n", encoding="utf-8")
    with pytest.raises(TableError) as error:
        read_transitions(file)
    assert error.value.place == "order_steps.csv:2, to"


# --- any sequence

STEPS = st.lists(
    st.builds(
        step,
        st.sampled_from(sorted(codes(KINDS))),
        st.integers(0, 60).map(lambda days: (TODAY - timedelta(days=days)).isoformat()),
        st.integers(0, 9999),
        due_date=st.none() | st.integers(-60, 60).map(lambda d: (TODAY + timedelta(days=d)).isoformat()),
        note=st.sampled_from(["ก", "ข"]),
    ),
    max_size=9,
    unique_by=lambda one: one["id"],
)


def naive(steps: list[dict[str, Any]]) -> dict[str, Any]:
    """Go through the table as a person with a pencil would."""
    with resources.path("reference", "order_steps.csv").open(encoding="utf-8") as file:
        table = list(csv.DictReader(file))
    found: dict[str, Any] = {"state": "draft", "state_at": None, **dict.fromkeys(SET_COLUMNS)}
    for one in sorted(steps, key=lambda one: one["on_date"] + one["id"]):
        rows = [row for row in table if row["kind"] == one["kind"]]
        row = next((row for row in rows if found["state"] in row["from"].split()), rows[0])
        for pair in row["sets"].split():
            column, source = pair.split("=")
            found[column] = one[source]
        if row["to"] not in ("=", found["state"]):
            found |= {"state": row["to"], "state_at": one["on_date"]}
    return found


@given(STEPS)
def test_any_sequence_stands_where_a_naive_reading_of_the_table_says(steps: list[dict[str, Any]]) -> None:
    assert standing(steps).as_columns() == naive(steps)


@given(STEPS)
def test_what_is_accepted_never_ends_before_it_began(steps: list[dict[str, Any]]) -> None:
    try:
        check(steps, today=TODAY, found_on=None, place="")
    except OrderRefused:
        return
    columns = standing(steps).columns
    days = [columns["issued_on"], columns["received_on"], columns["due_date"], columns["extended_to"]]
    given_days = [one for one in days if one]
    assert given_days == sorted(given_days)
