from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldkit.model.thai.digits import (
    Measured,
    NumberError,
    format_measured,
    format_number,
    parse_measured,
    parse_number,
    to_arabic,
    to_thai,
)

DECIMALS = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=6)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1,234.5", "1234.5"),
        ("๑๒.๕", "12.5"),
        ("๑,๒๓๔", "1234"),
        ("0.005", "0.005"),
        (".5", "0.5"),
        ("-3", "-3"),
        ("\u22123", "-3"),
        (" 7.20 ", "7.20"),
    ],
)
def test_numbers_are_read_exactly(typed, value):
    assert str(parse_number(typed)) == value


@pytest.mark.parametrize(
    "typed", ["", ".", "-", "1,5", "12,34", "1,2345", "1.2.3", "1e3", "NaN", "inf", "5 mg", "²", "1" * 41]
)
def test_what_is_no_number_is_refused(typed):
    with pytest.raises(NumberError):
        parse_number(typed)


@pytest.mark.parametrize(
    ("typed", "measured"),
    [
        ("7.2", Measured(Decimal("7.2"))),
        ("<5", Measured(Decimal(5), "<")),
        ("< ๕", Measured(Decimal(5), "<")),
        (">60", Measured(Decimal(60), ">")),
        ("ND", Measured(None, "ND")),
        ("n.d.", Measured(None, "ND")),
        ("ตรวจไม่พบ", Measured(None, "ND")),
        ("Not detected", Measured(None, "ND")),
        ("<LOD", Measured(None, "ND")),
        ("ND (<0.01)", Measured(Decimal("0.01"), "ND")),
        ("ตรวจไม่พบ (<0.01)", Measured(Decimal("0.01"), "ND")),
    ],
)
def test_qualifiers_are_read(typed, measured):
    assert parse_measured(typed) == measured


@pytest.mark.parametrize("typed", ["", "<", ">", "<>5", "<=5", "N", "approx 5"])
def test_what_is_no_measurement_is_refused_with_a_cure(typed):
    with pytest.raises(NumberError) as caught:
        parse_measured(typed)
    assert "ND" in caught.value.message("th")


def test_numbers_are_written_with_commas():
    assert format_number(Decimal("1234567.5")) == "1,234,567.5"
    assert format_number(Decimal("1234.5"), places=2) == "1,234.50"
    assert format_number(Decimal("1234.5"), thai=True) == "๑,๒๓๔.๕"
    assert format_number(Decimal("1E+3")) == "1,000"


def test_measurements_are_written_in_the_language():
    assert format_measured(Measured(None, "ND")) == "ตรวจไม่พบ"
    assert format_measured(Measured(Decimal("0.01"), "ND"), "en") == "not detected (<0.01)"
    assert format_measured(Measured(Decimal(60), ">")) == ">60"


@given(st.text(alphabet="0123456789 /กab.-"))
def test_thai_digits_there_and_back(text):
    assert to_arabic(to_thai(text)) == text
    assert not set(to_thai(text)) & set("0123456789")


@given(DECIMALS, st.booleans())
def test_a_written_number_is_read_back(value, thai):
    assert parse_number(format_number(value, thai=thai)) == value


@given(
    DECIMALS.filter(lambda value: value >= 0),
    st.sampled_from(["", "<", ">", "ND"]),
    st.sampled_from(["th", "en"]),
)
def test_a_written_measurement_is_read_back(value, qualifier, language):
    measured = Measured(value, qualifier)
    assert parse_measured(format_measured(measured, language)) == measured
