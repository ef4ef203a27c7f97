"""Dates that a spreadsheet can hold."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest

from fieldkit.model.workbook.dates import DATE_FORMATS, iso, to_date, to_moment


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2024-02-29", date(2024, 2, 29)),
        (" 2024-02-29 ", date(2024, 2, 29)),
        ("2024-02-29T23:30:00+07:00", date(2024, 2, 29)),
        (date(2024, 2, 29), date(2024, 2, 29)),
        ("29/2/2567", None),
        ("", None),
        (None, None),
        ("1899-12-31", None),
        ("1900-02-28", None),
        ("1900-03-01", date(1900, 3, 1)),
        (45000, None),
    ],
)
def test_days(value: object, expected: date | None) -> None:
    assert to_date(value) == expected


def test_a_moment_shows_the_time_at_its_own_place() -> None:
    bangkok = datetime(2024, 2, 15, 13, 30, 5, 999, tzinfo=timezone(timedelta(hours=7)))
    assert to_moment(bangkok) == datetime(2024, 2, 15, 13, 30, 5)
    assert to_moment("2024-02-15T13:30:05+07:00") == datetime(2024, 2, 15, 13, 30, 5)


def test_iso_is_gregorian_with_its_offset() -> None:
    assert iso(datetime(2024, 2, 15, tzinfo=timezone(timedelta(hours=7)))) == "2024-02-15T00:00:00+07:00"
    assert (iso(date(2024, 2, 15)), iso(None), iso("x")) == ("2024-02-15", "", "x")


def test_the_thai_format_asks_for_the_buddhist_calendar() -> None:
    assert DATE_FORMATS["th"].startswith("[$-107041E]")
    assert "107" not in DATE_FORMATS["en"]
