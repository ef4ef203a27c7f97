from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone
from functools import partial
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from fieldkit.model.thai import dates

if TYPE_CHECKING:
    from collections.abc import Callable

TODAY = date(2024, 2, 15)
WRITTEN_DAYS = st.dates(date(1857, 1, 1), date(2107, 12, 31))
THAI_FORMS: list[Callable[[date], str]] = [
    dates.full,
    dates.official,
    partial(dates.official, abbreviated=True),
    dates.short,
    dates.numeric,
]


def test_a_day_in_every_form():
    assert dates.full(TODAY) == "วันพฤหัสบดีที่ 15 กุมภาพันธ์ พ.ศ. 2567"
    assert dates.official(TODAY) == "๑๕ กุมภาพันธ์ ๒๕๖๗"
    assert dates.official(TODAY, abbreviated=True) == "๑๕ ก.พ. ๒๕๖๗"
    assert dates.short(TODAY) == "15 ก.พ. 2567"
    assert dates.short(TODAY, two_digit_year=True) == "15 ก.พ. 67"
    assert dates.numeric(TODAY) == "15/02/2567"
    assert dates.month_and_year(TODAY) == "กุมภาพันธ์ 2567"


def test_a_day_in_english():
    day = date(2026, 11, 22)
    assert dates.short(day, "en") == "22 Nov 2026"
    assert dates.full(day, "en") == "Sunday 22 November 2026"
    assert dates.numeric(day, "en") == "22/11/2026"
    assert dates.month_and_year(day, "en") == "November 2026"


def test_times_are_written_with_a_dot_in_thai():
    moment = datetime(2024, 2, 15, 13, 5, tzinfo=timezone(timedelta(hours=7)))
    assert dates.clock(time(13, 30)) == "13.30 น."
    assert dates.clock(time(13, 30), "en") == "13:30"
    assert dates.short_moment(moment) == "15 ก.พ. 2567 13.05 น."
    assert dates.short_moment(moment, "en") == "15 Feb 2024 13:05"


@pytest.mark.parametrize(
    ("typed", "iso"),
    [
        ("15/2/67", "2024-02-15"),
        ("15/02/67", "2024-02-15"),
        ("5-3-68", "2025-03-05"),
        ("5.3.2568", "2025-03-05"),
        ("5 3 2568", "2025-03-05"),
        ("050368", "2025-03-05"),
        ("05032568", "2025-03-05"),
        ("๕/๓/๒๕๖๘", "2025-03-05"),
        ("๑๕/๐๒/๒๕๖๗", "2024-02-15"),
        ("29/02/2567", "2024-02-29"),
        ("29/2/63", "2020-02-29"),
        ("15 ก.พ. 67", "2024-02-15"),
        ("15กพ67", "2024-02-15"),
        ("15 กุมภาพันธ์ พ.ศ. 2567", "2024-02-15"),
        ("วันที่ 15 กุมภาพันธ์ 2567", "2024-02-15"),
        ("15 ก.พ. ค.ศ. 2024", "2024-02-15"),
        ("2567-02-15", "2024-02-15"),
        ("\u200b 15/\u00a02/2567 ", "2024-02-15"),
        ("31/12/2547", "2004-12-31"),
    ],
)
def test_what_people_type_is_read(typed, iso):
    assert dates.parse(typed) == date.fromisoformat(iso)


@pytest.mark.parametrize(
    ("typed", "iso"),
    [
        ("7", "2024-02-07"),
        ("๗", "2024-02-07"),
        ("5/3", "2024-03-05"),
        ("5 มี.ค.", "2024-03-05"),
        ("+7", "2024-02-22"),
        ("-3", "2024-02-12"),
        ("+15", "2024-03-01"),
    ],
)
def test_relative_to_today(typed, iso):
    assert dates.parse(typed, today=TODAY) == date.fromisoformat(iso)
    with pytest.raises(dates.UnreadableDate):
        dates.parse(typed)


def test_a_gregorian_year_in_a_buddhist_field_is_offered_not_taken():
    with pytest.raises(dates.AmbiguousYear) as caught:
        dates.parse("15/02/2024")
    assert caught.value.offered == TODAY
    assert "2567" in caught.value.message("th")


def test_a_buddhist_year_in_an_english_field_is_offered_not_taken():
    assert dates.parse("15/02/2024", era="ce") == TODAY
    with pytest.raises(dates.AmbiguousYear) as caught:
        dates.parse("15/02/2567", era="ce")
    assert caught.value.offered == TODAY


@pytest.mark.parametrize("typed", ["29/02/2566", "31/4/67", "0/1/67", "1/13/67", "31/4/2024", "310267"])
def test_days_that_the_calendar_lacks(typed):
    with pytest.raises(dates.NoSuchDate):
        dates.parse(typed)


def test_a_bare_day_that_this_month_lacks():
    with pytest.raises(dates.NoSuchDate):
        dates.parse("30", today=TODAY)


def test_leap_years_are_gregorian():
    # 2568 divides by four, 2025 does not; 2443 does not, 1900 does but has no leap day
    for typed in ("29/2/2568", "29/2/2443"):
        with pytest.raises(dates.NoSuchDate):
            dates.parse(typed)
    assert dates.parse("29/2/2543") == date(2000, 2, 29)


@pytest.mark.parametrize("typed", ["1/1/2399", "1/1/2651", "1/1/1600", "1/1/9999", "1/1/0067"])
def test_years_out_of_range_are_refused(typed):
    with pytest.raises(dates.YearOutOfRange):
        dates.parse(typed)


def test_the_first_and_the_last_year_are_in_range():
    assert dates.parse("1/1/2400") == date(1857, 1, 1)
    assert dates.parse("31/12/2650") == date(2107, 12, 31)


@pytest.mark.parametrize(
    "typed", ["", " ", "abc", "15/2/567", "15 foo 67", "15/2/67/1", "15022", "+", "15--2", "1e5"]
)
def test_what_is_no_date_is_refused_with_a_cure(typed):
    with pytest.raises(dates.UnreadableDate) as caught:
        dates.parse(typed, today=TODAY)
    assert "15/2/2567" in caught.value.message("th")
    assert "15/2/2567" in caught.value.message("en")


@pytest.mark.parametrize(
    ("typed", "read"),
    [("13.30 น.", time(13, 30)), ("1330", time(13, 30)), ("9:05", time(9, 5)), ("๑๓.๓๐", time(13, 30))],
)
def test_times_are_read(typed, read):
    assert dates.parse_time(typed) == read


@pytest.mark.parametrize("typed", ["", "25.00", "13.60", "930", "13.5", "noon"])
def test_what_is_no_time_is_refused(typed):
    with pytest.raises(dates.DateError):
        dates.parse_time(typed)


@given(WRITTEN_DAYS)
def test_every_thai_form_is_read_back(day):
    for written in THAI_FORMS:
        assert dates.parse(written(day)) == day


@given(WRITTEN_DAYS)
def test_every_english_form_is_read_back(day):
    for written in (dates.full(day, "en"), dates.short(day, "en"), dates.numeric(day, "en")):
        assert dates.parse(written, era=dates.era_of("en")) == day


@given(st.dates(date(1957, 1, 1), date(2056, 12, 31)))
def test_two_digit_years_are_read_back(day):
    assert dates.parse(dates.short(day, two_digit_year=True)) == day
    assert dates.parse(f"{day:%d%m}{dates.buddhist_year(day) % 100:02d}") == day


@given(WRITTEN_DAYS)
def test_the_wrong_era_always_offers_the_same_day(day):
    wrong: tuple[tuple[str, dates.Era], ...] = ((dates.numeric(day, "en"), "be"), (dates.numeric(day), "ce"))
    for typed, era in wrong:
        with pytest.raises(dates.AmbiguousYear) as caught:
            dates.parse(typed, era=era)
        assert caught.value.offered == day


@given(st.text(alphabet="0123456789๐๙/-. กพ+", max_size=14))
def test_any_text_is_a_date_or_a_date_error(typed):
    try:
        found = dates.parse(typed, today=TODAY)
    except dates.DateError:
        return
    assume("+" not in typed and "-" not in typed)
    assert 2400 <= dates.buddhist_year(found) <= 2650
