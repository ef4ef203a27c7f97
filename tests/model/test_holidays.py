from __future__ import annotations

from datetime import date

import pytest

from fieldkit.model.csv_table import TableError
from fieldkit.model.holidays import Calendar, calendar, read_holidays

HEADER = "date,th,en,kind,valid_from,valid_to,source,confidence\n"


def made(tmp_path, *rows: str) -> Calendar:
    table = tmp_path / "holidays.csv"
    table.write_text(HEADER + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return Calendar(read_holidays(table))


def test_the_yearly_rows_give_no_day_that_was_not_announced_for_2567(tmp_path):
    """The rule for substitutes is checked against the one year whose announcement is in the table."""
    yearly = Calendar([row for row in calendar_rows() if row.day is None])
    announced = {row.day for row in calendar_rows() if row.day is not None}
    days = (
        date.fromordinal(number)
        for number in range(date(2023, 10, 1).toordinal(), date(2024, 10, 1).toordinal())
    )
    by_rule = {day for day in days if day.weekday() < 5 and not yearly.is_working_day(day)}
    assert by_rule
    assert by_rule <= announced


def calendar_rows():
    from fieldkit import resources

    return read_holidays(resources.path("reference", "holidays.csv"))


def test_announced_and_yearly_holidays_have_names():
    days = calendar()
    found = days.name(date(2024, 2, 26))
    assert found is not None
    assert found.th == "ชดเชยวันมาฆบูชา"
    assert days.name(date(2026, 10, 23)) is not None
    assert days.name(date(2024, 2, 15)) is None


def test_a_year_without_announced_holidays_says_so():
    assert calendar().complete(date(2024, 9, 30))
    assert not calendar().complete(date(2026, 11, 22))


def test_a_holiday_that_the_office_adds_leaves_the_yearly_ones(tmp_path):
    days = made(tmp_path, "--12-05,ก,a,yearly,,,GK,found", "2026-11-30,ข,b,special,,,GK,found")
    assert not days.is_working_day(date(2026, 11, 30))
    assert not days.is_working_day(date(2026, 12, 7))
    assert not days.complete(date(2026, 11, 30))


def test_two_holidays_on_a_weekend_are_made_good_on_two_days(tmp_path):
    days = made(tmp_path, "--12-05,ก,a,yearly,,,GK,found", "--12-06,ข,b,yearly,,,GK,found")
    assert [days.is_working_day(date(2026, 12, day)) for day in (7, 8, 9)] == [False, False, True]


def test_songkran_is_made_good_once(tmp_path):
    rows = [f"--04-{day},ก,a,yearly,,,GK,found" for day in (13, 14, 15)]
    days = made(tmp_path, *rows)
    # 2024: Saturday, Sunday, Monday
    assert [days.is_working_day(date(2024, 4, day)) for day in (15, 16, 17)] == [False, False, True]


def test_a_yearly_holiday_begins_in_a_year(tmp_path):
    days = made(tmp_path, "--06-03,ก,a,yearly,2019-06-03,,GK,found")
    assert days.is_working_day(date(2016, 6, 3))
    assert not days.is_working_day(date(2019, 6, 3))


@pytest.mark.parametrize(
    ("row", "place"),
    [
        ("--02-30,ก,a,yearly,,,GK,found", "holidays.csv:2, date"),
        ("2024-12-05,ก,a,yearly,,,GK,found", "holidays.csv:2, date"),
        ("--12-05,ก,a,ordinary,,,GK,found", "holidays.csv:2, date"),
        ("2024-12-05,ก,a,party,,,GK,found", "holidays.csv:2, kind"),
        ("2024-12-05,,a,special,,,GK,found", "holidays.csv:2, th"),
    ],
)
def test_a_malformed_row_is_told(tmp_path, row, place):
    with pytest.raises(TableError) as caught:
        made(tmp_path, row)
    assert caught.value.place == place


def test_a_holiday_twice_is_told(tmp_path):
    with pytest.raises(TableError) as caught:
        made(tmp_path, *["2024-12-05,ก,a,ordinary,,,GK,found"] * 2)
    assert caught.value.place == "holidays.csv:3, date"
