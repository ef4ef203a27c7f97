from __future__ import annotations

from decimal import Decimal

import pytest

from fieldkit.model.coordinates import Box, Coordinates, locate

PHICHIT = Box(Decimal("15.9"), Decimal("16.7"), Decimal("99.95"), Decimal("100.85"))


def test_a_pair_in_the_right_order():
    assert locate(Decimal("13.61891"), Decimal("101.8843")) == Coordinates(
        Decimal("13.61891"), Decimal("101.8843")
    )


def test_a_swapped_pair_is_turned_round_and_says_so():
    place = locate(Decimal("100.652"), Decimal("13.544"))
    assert place == Coordinates(Decimal("13.544"), Decimal("100.652"), swapped=True)


@pytest.mark.parametrize(
    ("first", "second"),
    [("0", "0"), ("1", "1"), ("13.5", "13.5"), ("13.5", "96"), ("21", "100"), ("NaN", "100")],
)
def test_a_pair_outside_thailand_is_missing(first, second):
    assert locate(Decimal(first), Decimal(second)) is None


def test_a_box_holds_its_edge():
    inside, outside = locate(Decimal("15.9"), Decimal("99.95")), locate(Decimal("15.8"), Decimal("100"))
    assert inside is not None
    assert outside is not None
    assert PHICHIT.contains(inside)
    assert not PHICHIT.contains(outside)


def test_more_digits_than_a_metre_needs_are_rounded():
    place = locate(Decimal("13.12345678"), Decimal("100.87654321"))
    assert place == Coordinates(Decimal("13.123457"), Decimal("100.876543"))
