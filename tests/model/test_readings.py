"""Duplicate readings: how they are written, and which value stands for them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldkit.model import limits, readings
from fieldkit.model.thai.digits import Measured, NumberError

ON = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("7.1", ["7.1"]),
        ("7.1; 7.3;7.2", ["7.1", "7.3", "7.2"]),
        ("7.1 7.3", ["7.1", "7.3"]),
        ("๗.๑ ๗.๓", ["๗.๑", "๗.๓"]),
        ("< 5", ["< 5"]),
        ("<5 <6", ["<5", "<6"]),
        ("ND <0.01 2", ["ND", "<0.01", "2"]),
        ("ND (<0.01)", ["ND (<0.01)"]),
        ("5 ND", ["5", "ND"]),
        ("1,234 5", ["1,234", "5"]),
        ("", []),
    ],
)
def test_readings_are_parted(text: str, parts: list[str]) -> None:
    assert readings.split(text) == parts


def test_a_reading_that_is_no_number_is_said() -> None:
    with pytest.raises(NumberError, match="เจ็ด"):
        readings.parse("7.1; เจ็ด")


@pytest.mark.parametrize(
    ("limit", "rule", "text", "value"),
    [
        ("WW-BOD", "worst", "18 21 19", "21"),
        ("WW-PH", "worst", "7.0 5.2 8.9", "5.2"),  # 0.3 under the range is worse than 0.1 inside of it
        ("WW-PH", "worst", "6 9.4", "9.4"),
        ("WORK-AREA", "worst", "3.5 2.9 4", "2.9"),
        ("WW-BOD", "mean", "18 21 19", "19.3"),
        ("WW-BOD", "max", "18 21", "21"),
        ("WW-BOD", "min", "18 21", "18"),
        (None, "worst", "18 21", "21"),
        ("WW-BOD", "worst", "<5 4", "<5"),
        ("WW-BOD", "worst", "<5 5", "5"),
        ("WW-BOD", "worst", "ND 2", "2"),
        ("WW-BOD", "mean", "<5 <6", "<5.5"),
        ("WW-BOD", "mean", "<5 6", "5.5"),
        ("WW-BOD", "mean", ">60 20", ">40.0"),
        ("WW-BOD", "mean", "ND ND", "ND"),
    ],
)
def test_one_value_stands_for_them(limit: str | None, rule: str, text: str, value: str) -> None:
    bounds = None if limit is None else limits.in_force(limit, ON)
    found = readings.combine(readings.parse(text), rule, bounds)
    assert readings.as_written(found) == value


numbers = st.decimals(0, 100, places=2, allow_nan=False)


@given(st.lists(numbers, min_size=1, max_size=6))
def test_the_worst_reading_fails_whenever_any_reading_fails(values: list[Decimal]) -> None:
    for name in ("WW-PH", "WW-BOD", "WORK-AREA"):
        worst = readings.combine([Measured(value) for value in values], "worst", limits.in_force(name, ON))
        assert worst.value is not None
        any_fails = any(limits.judge(name, value, on=ON).outcome == "fail" for value in values)
        assert (limits.judge(name, worst.value, on=ON).outcome == "fail") == any_fails


@given(st.lists(numbers, min_size=1, max_size=6), st.sampled_from(readings.RULES))
def test_what_stands_for_them_lies_among_them(values: list[Decimal], rule: str) -> None:
    found = readings.combine([Measured(value) for value in values], rule, None)
    assert found.value is not None
    half = Decimal("0.0005")
    assert min(values) - half <= found.value <= max(values) + half
