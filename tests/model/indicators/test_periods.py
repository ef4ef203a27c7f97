"""Periods by their keys: years, rounds, quarters, months, days, of the Buddhist era."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldkit.errors import FieldkitError
from fieldkit.model.indicators import period
from fieldkit.model.indicators.periods import day_period, month_period


@pytest.mark.parametrize(
    ("key", "start", "end", "year", "rounds", "words"),
    [
        ("2567", "2023-10-01", "2024-09-30", 2567, ("1/2567", "2/2567"), "ปีงบประมาณ 2567"),
        ("๒/๒๕๖๗", "2024-04-01", "2024-09-30", 2567, ("2/2567",), "รอบที่ 2/2567"),
        ("q1/2567", "2023-10-01", "2023-12-31", 2567, ("1/2567",), "ไตรมาสที่ 1 ปีงบประมาณ 2567"),
        ("2567-02", "2024-02-01", "2024-02-29", 2567, ("1/2567",), "เดือนกุมภาพันธ์ 2567"),
        ("2566-10", "2023-10-01", "2023-10-31", 2567, ("1/2567",), "เดือนตุลาคม 2566"),
        ("2024-02", "2024-02-01", "2024-02-29", 2567, ("1/2567",), "เดือนกุมภาพันธ์ 2567"),
        ("2567-02-15", "2024-02-15", "2024-02-15", 2567, ("1/2567",), "วันพฤหัสบดีที่ 15 กุมภาพันธ์ พ.ศ. 2567"),
    ],
)
def test_a_key_names_its_days(
    key: str, start: str, end: str, year: int, rounds: tuple[str, ...], words: str
) -> None:
    found = period(key)
    assert (found.start.isoformat(), found.end.isoformat()) == (start, end)
    assert (found.fiscal_year, found.rounds, found.words("th")) == (year, rounds, words)


@pytest.mark.parametrize("key", ["2567-13", "2567-02-30", "q5/2567", "q1/67", "3/2567", "", "x", "2567-2"])
def test_what_is_no_period_is_refused_with_a_cure(key: str) -> None:
    with pytest.raises(FieldkitError) as refused:
        period(key)
    assert refused.value.hint.th


@given(st.dates(date(1990, 1, 1), date(2080, 12, 31)))
def test_keys_of_months_and_days_lead_back_to_them(day: date) -> None:
    for made in (month_period(day), day_period(day)):
        assert made.start <= day <= made.end
        assert period(made.key) == made
