"""Times, moments, months and years as people type them."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldkit.model.thai import dates, moments
from tests.conftest import BANGKOK

NOW = datetime(2026, 11, 22, 10, 42, 31, tzinfo=BANGKOK)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("15/2/67 13.30", "2024-02-15T13:30:00.000+07:00"),
        ("15/2/2567 1330", "2024-02-15T13:30:00.000+07:00"),
        ("15 ก.พ. 2567 13:30 น.", "2024-02-15T13:30:00.000+07:00"),
        ("๑๕/๒/๖๗ ๑๓.๓๐", "2024-02-15T13:30:00.000+07:00"),
        ("+1 9.00", "2026-11-23T09:00:00.000+07:00"),
        ("8.15", "2026-11-22T08:15:00.000+07:00"),
        ("ตอนนี้", "2026-11-22T10:42:00.000+07:00"),
    ],
)
def test_moments(typed: str, stored: str) -> None:
    assert moments.stored_moment(moments.parse_moment(typed, NOW)) == stored


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ("15/2/67", moments.TimeMissing),
        ("15 ก.พ. 2567", moments.TimeMissing),
        ("29/2/2566 8.00", dates.NoSuchDate),
        ("15/2/2024 8.00", dates.AmbiguousYear),
        ("15/2/67 25.00", dates.DateError),
        ("เช้า", dates.DateError),
    ],
)
def test_no_moments(typed: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        moments.parse_moment(typed, NOW)


def test_english_fields_read_the_common_era() -> None:
    assert moments.parse_moment("15/2/2024 13:30", NOW, "ce") == datetime(2024, 2, 15, 13, 30, tzinfo=BANGKOK)
    assert moments.parse_month("2/24", NOW.date(), "ce") == date(2024, 2, 1)
    assert moments.parse_year("2024", "ce") == date(2024, 1, 1)


@pytest.mark.parametrize("typed", ["2/67", "02/2567", "2567-02", "ก.พ. 67", "กุมภาพันธ์ 2567", "๒/๒๕๖๗"])
def test_months(typed: str) -> None:
    assert moments.parse_month(typed, NOW.date()) == date(2024, 2, 1)


@pytest.mark.parametrize("typed", ["13/67", "0/67", "x", "ก.พ. 2567 5", ""])
def test_no_months(typed: str) -> None:
    with pytest.raises(dates.DateError):
        moments.parse_month(typed, NOW.date())


@pytest.mark.parametrize("typed", ["2567", "67", "พ.ศ. 2567", "ค.ศ. 2024", "๒๕๖๗"])
def test_years(typed: str) -> None:
    assert moments.parse_year(typed) == date(2024, 1, 1)


@pytest.mark.parametrize("typed", ["2024", "123", "ปีนี้", "", "9999"])
def test_no_years(typed: str) -> None:
    with pytest.raises(dates.DateError):
        moments.parse_year(typed)


@given(st.times())
def test_a_clock_is_read_as_it_is_shown(clock: object) -> None:
    from datetime import time

    assert isinstance(clock, time)
    wanted = clock.replace(second=0, microsecond=0, tzinfo=None)
    for shown in (dates.clock(clock, "th"), dates.clock(clock, "en"), f"{clock:%H%M}"):
        assert moments.parse_clock(shown, NOW) == wanted
    assert moments.stored_time(wanted, NOW) == f"{clock:%H:%M}:00.000+07:00"


@given(st.text(max_size=20))
def test_no_text_makes_another_error(typed: str) -> None:
    for read in (
        lambda: moments.parse_moment(typed, NOW),
        lambda: moments.parse_month(typed, NOW.date()),
        lambda: moments.parse_year(typed),
        lambda: moments.parse_clock(typed, NOW),
    ):
        try:
            read()
        except dates.DateError:
            continue
