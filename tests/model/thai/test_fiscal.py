from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldkit.model.thai import fiscal


@pytest.mark.parametrize(
    ("iso", "year", "quarter", "name"),
    [
        ("2024-02-15", 2567, 2, "1/2567"),
        ("2023-10-01", 2567, 1, "1/2567"),
        ("2023-09-30", 2566, 4, "2/2566"),
        ("2024-04-01", 2567, 3, "2/2567"),
        ("2024-03-31", 2567, 2, "1/2567"),
        ("2024-09-30", 2567, 4, "2/2567"),
    ],
)
def test_fiscal_year_quarter_and_round(iso, year, quarter, name):
    day = date.fromisoformat(iso)
    assert fiscal.fiscal_year(day) == year
    assert fiscal.fiscal_quarter(day) == quarter
    assert fiscal.inspection_round(day) == name


def test_spans():
    assert fiscal.fiscal_year_span(2567) == (date(2023, 10, 1), date(2024, 9, 30))
    assert fiscal.fiscal_quarter_span(2567, 2) == (date(2024, 1, 1), date(2024, 3, 31))
    assert fiscal.inspection_round_span("1/2567") == (date(2023, 10, 1), date(2024, 3, 31))
    assert fiscal.inspection_round_span("รอบที่ ๒/๒๕๖๗") == (date(2024, 4, 1), date(2024, 9, 30))


@pytest.mark.parametrize("name", ["", "3/2567", "1/67", "1/2024", "0/2567"])
def test_what_names_no_round(name):
    with pytest.raises(fiscal.RoundError):
        fiscal.inspection_round_span(name)


def test_a_year_has_four_quarters():
    with pytest.raises(ValueError, match="no quarter 5"):
        fiscal.fiscal_quarter_span(2567, 5)


@given(st.dates(date(1860, 1, 1), date(2100, 12, 31)))
def test_every_day_lies_in_the_spans_of_its_names(day):
    year, quarter = fiscal.fiscal_year(day), fiscal.fiscal_quarter(day)
    spans = (
        fiscal.fiscal_year_span(year),
        fiscal.fiscal_quarter_span(year, quarter),
        fiscal.inspection_round_span(fiscal.inspection_round(day)),
    )
    for first, last in spans:
        assert first <= day <= last


@given(st.integers(2450, 2640))
def test_quarters_follow_each_other_without_a_gap(year):
    spans = [fiscal.fiscal_quarter_span(year, quarter) for quarter in (1, 2, 3, 4)]
    spans.append(fiscal.fiscal_quarter_span(year + 1, 1))
    for (_, last), (first, _) in pairwise(spans):
        assert first == last + timedelta(days=1)
