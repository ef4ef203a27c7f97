from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldkit.model.due_dates import default_days, due_date
from fieldkit.model.holidays import calendar

DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize(
    ("received", "days", "due"),
    [
        ("2024-02-15", 15, "2024-03-01"),
        ("2024-02-16", 30, "2024-03-18"),  # a Sunday
        ("2024-02-16", 10, "2024-02-27"),  # Monday 26 February makes good for Makha Bucha
        ("2024-04-10", 2, "2024-04-17"),  # special holiday, Songkran, its substitute
        ("2024-12-22", 9, "2025-01-02"),  # New Year's Eve and New Year's Day, from the yearly rows
        ("2026-11-20", 15, "2026-12-08"),  # 5 December is a Saturday: Monday makes good
        ("2024-02-15", 0, "2024-02-15"),
    ],
)
def test_the_due_date(received, days, due):
    assert due_date(date.fromisoformat(received), days) == date.fromisoformat(due)


def test_a_negative_period_is_a_mistake():
    with pytest.raises(ValueError, match="-1 days"):
        due_date(date(2024, 2, 15), -1)


def test_default_days_by_severity():
    assert [default_days(severity, date(2024, 2, 15)) for severity in ("C", "M", "m", "i", "")] == [
        15,
        30,
        60,
        60,
        60,
    ]


@given(DAYS, st.integers(1, 120))
def test_a_period_ends_on_the_first_working_day_from_its_last_day(received, days):
    due, last = due_date(received, days), received + timedelta(days=days)
    assert due >= last
    assert calendar().is_working_day(due)
    skipped = (last + timedelta(days=extra) for extra in range((due - last).days))
    assert not any(calendar().is_working_day(day) for day in skipped)


@given(DAYS, st.integers(1, 119))
def test_a_longer_period_never_ends_earlier(received, days):
    assert due_date(received, days) <= due_date(received, days + 1)
