"""Classes of debts, sizes of enterprises, gains of projects: the rules that are data."""

from __future__ import annotations

import sqlite3
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldkit.model.cases.debts import debt_class, debt_classes, non_performing
from fieldkit.model.cases.enterprises import code_looks_right, size_of
from fieldkit.model.cases.results import economic_value, gain, rules
from fieldkit.model.indicators.case_subjects import debt_class as class_in_sql

ORDER = [one.code for one in debt_classes()]


def loan(dpd: int | None = None, missed: int | None = None, state: str = "active") -> dict[str, Any]:
    return {"dpd": dpd, "missed": missed, "state": state}


@pytest.mark.parametrize(
    ("days", "code"),
    [
        *((0, "D0"), (1, "D1"), (30, "D1"), (31, "D2"), (60, "D2"), (61, "D3"), (90, "D3")),
        *((91, "N1"), (180, "N1"), (181, "N2"), (360, "N2"), (361, "N3"), (5000, "N3")),
    ],
)
def test_days_past_due_decide_the_class(days: int, code: str) -> None:
    assert debt_class(loan(days, missed=9)) == code


def test_missed_installments_decide_where_the_bank_gave_no_days() -> None:
    assert [debt_class(loan(missed=n)) for n in range(6)] == ["D0", "D1", "D2", "D3", "N1", "N1"]
    assert debt_class(loan()) == "D0"
    assert debt_class(loan(400, state="closed")) == "C0"


@given(st.integers(0, 4000), st.integers(0, 4000))
def test_more_days_never_give_a_better_class(some: int, more: int) -> None:
    better, worse = sorted((some, more))
    assert ORDER.index(debt_class(loan(better))) <= ORDER.index(debt_class(loan(worse)))
    assert non_performing(debt_class(loan(worse))) == (worse > 90)


@given(st.one_of(st.none(), st.integers(0, 1000)), st.one_of(st.none(), st.integers(0, 20)))
def test_the_figures_class_debts_as_the_register_does(dpd: int | None, missed: int | None) -> None:
    with sqlite3.connect(":memory:") as connection:
        [found] = connection.execute(
            f"SELECT {class_in_sql('x.dpd', 'x.missed')} FROM (SELECT ? AS dpd, ? AS missed) x", (dpd, missed)
        ).fetchone()
    assert found == debt_class(loan(dpd, missed))


def enterprise(sector: str | None, employees: int | None, income: float | None) -> dict[str, Any]:
    return {"sector": sector, "employees": employees, "income": income}


def test_size_by_the_regulation_of_2562() -> None:
    found = size_of(enterprise("manufacturing", 5, 1.2e6))
    assert found is not None
    assert (found.code, found.note.en) == ("micro", "")
    medium = size_of(enterprise("service", 31, 60e6))
    assert medium is not None
    assert medium.code == "medium"
    assert size_of(enterprise("service", 31, None)).code == "medium"  # type: ignore[union-attr]
    assert size_of(enterprise(None, 5, 1e6)) is None
    assert size_of(enterprise("service", None, None)) is None


def test_income_decides_and_the_note_says_so() -> None:
    found = size_of(enterprise("manufacturing", 250, 90e6))
    assert found is not None
    assert found.code == "small"
    assert found.note.en == "Employees say large, income says small; income decides"


@given(st.sampled_from(("manufacturing", "service")), st.integers(0, 400), st.integers(0, 10**9))
def test_income_alone_gives_the_same_size_as_with_employees(sector: str, people: int, income: int) -> None:
    alone, both = size_of(enterprise(sector, None, income)), size_of(enterprise(sector, people, income))
    assert alone is not None
    assert both is not None
    assert alone.code == both.code


def test_the_shape_of_a_registration_code() -> None:
    assert code_looks_right("6-66-01-03/1-0012")
    assert not code_looks_right("66-66-01")
    assert not code_looks_right("6-66-01-03/1-00123")


def result(indicator: str, before: float | None, after: float | None) -> dict[str, Any]:
    return {"indicator": indicator, "baseline": before, "result": after}


def test_gains_by_the_formulas_of_the_domain() -> None:
    cost = gain(result("cost", 92_000, 78_000))
    assert cost is not None
    assert cost.amount == 14_000
    assert cost.percent == pytest.approx(15.217, abs=0.001)
    productivity = gain(result("productivity", 120, 150))
    assert productivity is not None
    assert (productivity.amount, productivity.percent) == (None, 25)
    worse = gain(result("waste", 9, 10.5))
    assert worse is not None
    assert worse.percent == pytest.approx(-16.667, abs=0.001)
    assert gain(result("sales", 61_000, None)) is None


@given(st.sampled_from(sorted(rules())), st.integers(-(10**9), 10**9), st.integers(-(10**9), 10**9))
def test_a_start_of_zero_has_no_percentage_and_the_way_back_is_the_opposite(
    indicator: str, before: float, after: float
) -> None:
    assert gain(result(indicator, 0, after)).percent is None  # type: ignore[union-attr]
    forth, back = gain(result(indicator, before, after)), gain(result(indicator, after, before))
    assert forth is not None
    assert back is not None
    if forth.amount is not None:
        assert back.amount == -forth.amount
    if forth.percent:
        assert (
            back.percent is None or (back.percent > 0) != (forth.percent > 0) or (before > 0) != (after > 0)
        )


def test_economic_value_is_a_year_of_more_sales_and_lower_costs() -> None:
    rows = [result("sales", 95_000, 131_000), result("cost", 10_000, 8_000), result("jobs", 1, 9)]
    assert economic_value(rows) == (36_000 + 2_000) * 12
    assert economic_value([result("jobs", 1, 9), result("sales", 1, None)]) is None


def test_the_number_of_the_setting_is_that_of_the_class() -> None:
    first_bad = next(one for one in debt_classes() if non_performing(one.code))
    assert Decimal(first_bad.over_days or 0) == 90
