"""One cell: armour, spaces, missing values, numbers and dates as registers really write them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldkit.model.register import cells
from fieldkit.model.register.problems import Unreadable

ANY_CELL = st.one_of(
    st.none(),
    st.text(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.from_regex(r"[0-9๐-๙]{1,9}([./-][0-9]{1,6}){0,2}", fullmatch=True),
)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ('="  06302307522"', "06302307522"),
        ('"25140"', "25140"),
        (" ", ""),
        ("-", ""),
        ("      -", ""),
        ("NULL", ""),
        ("ทำขนมต่าง\u00a0ๆ  เช่น\nเค้ก", "ทำขนมต่าง ๆ เช่น เค้ก"),
        ("เลข\u200bที่", "เลขที่"),
        ("น\u0e4d\u0e49า", "น\u0e4d\u0e49า"),
        (10660001225480.0, "10660001225480"),
        (10474, "10474"),
        (1510.9, "1510.9"),
        (float("nan"), ""),
        (datetime(2024, 2, 15), "2024-02-15"),
        (None, ""),
    ],
)
def test_a_cell_becomes_plain_text(written, meant):
    assert cells.text(written) == meant


@pytest.mark.parametrize("written", ["#REF!", "#VALUE!", "=A1+B1", '=VLOOKUP(A1,"x",2)'])
def test_a_failed_or_never_calculated_formula_is_no_text(written):
    with pytest.raises(Unreadable) as caught:
        cells.text(written)
    assert "สูตร" in caught.value.reason.th
    assert "formula" in caught.value.reason.en


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (290, "290"),
        (1510.9, "1510.9"),
        ("1,234.50", "1234.50"),
        ("๑,๒๓๔", "1234"),
        ("75 แรงม้า", "75"),
        ('="  300"', "300"),
        ("-", None),
        (" ", None),
    ],
)
def test_a_cell_becomes_an_exact_number(written, meant):
    assert cells.number(written) == (None if meant is None else Decimal(meant))


@pytest.mark.parametrize("written", ["สามร้อย", "1.2.3", "-5", -5, True, date(2024, 1, 1), "12 ตัน"])
def test_what_is_no_number_is_said_so(written):
    with pytest.raises(Unreadable):
        cells.number(written)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (39797, date(2008, 12, 15)),
        ("39797", date(2008, 12, 15)),
        (39797.75, date(2008, 12, 15)),
        ("31/12/2547", date(2004, 12, 31)),
        ("31/12/2004", date(2004, 12, 31)),
        ("31/12/2547 0:00:00", date(2004, 12, 31)),
        ("๑๕ ก.พ. ๒๕๖๗", date(2024, 2, 15)),
        ("2008-12-15", date(2008, 12, 15)),
        (datetime(2008, 12, 15, 13, 0), date(2008, 12, 15)),
        (datetime(2547, 12, 31), date(2004, 12, 31)),  # typed for the Buddhist era, taken for ours by Excel
        ("150267", date(2024, 2, 15)),
        (150267, date(2024, 2, 15)),
        ("230965", date(2022, 9, 23)),
        (0, None),
        ("-", None),
    ],
)
def test_a_cell_becomes_a_date(written, meant):
    assert cells.day(written) == meant


def test_excels_number_of_a_day_in_the_year_2554_is_a_day_of_2011():
    counted = date(1899, 12, 30) + timedelta(days=239021)
    assert counted.year == 2554
    assert cells.day(239021) == counted.replace(year=2011)


@pytest.mark.parametrize("written", [2547, "2547", 7, 99_999_999, "31/2/2567", "ปีหน้า", 230965, "32/1/67"])
def test_what_may_mean_another_day_is_no_date(written):
    with pytest.raises(Unreadable) as caught:
        cells.day(written)
    assert caught.value.reason.th
    assert caught.value.reason.en


@given(ANY_CELL)
def test_any_cell_is_read_or_refused_with_a_reason(value):
    for read in (cells.text, cells.number, cells.whole, cells.day):
        refused = None
        try:
            read(value)
        except Unreadable as error:
            refused = error
        assert refused is None or (refused.reason.th and refused.reason.en)


@given(ANY_CELL)
def test_text_is_clean_and_cleaning_it_again_changes_nothing(value):
    try:
        once = cells.text(value)
    except Unreadable:
        return
    assert once == once.strip()
    assert "\u00a0" not in once
    assert "\n" not in once
    once.encode()
    if not once.startswith(("=", '"')):
        assert cells.text(once) == once


@given(st.one_of(st.dates(min_value=date(1901, 1, 1), max_value=date(2099, 12, 31))))
def test_excels_numbers_and_thai_dates_come_back_as_the_same_day(day):
    serial = (day - date(1899, 12, 30)).days
    if not 2400 <= serial <= 2650:
        assert cells.day(serial) == day
    assert cells.day(f"{day.day}/{day.month}/{day.year + 543}") == day
    assert cells.day(datetime.combine(day, time(9))) == day


@given(ANY_CELL)
def test_a_cell_survives_the_way_between_the_processes(value):
    [back] = cells.cells_of([cells.json_cell(value)])
    assert back == value or (value != value and back != back)


@pytest.mark.parametrize("written", ["1.06600E+13", "1.066E13", "1E+05"])
def test_a_number_that_excel_has_shortened_is_noticed(written):
    assert cells.damaged_number(written)
    assert not cells.damaged_number("10660001225480")
