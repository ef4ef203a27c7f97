"""Places as people type and paste them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldkit.errors import FieldkitError
from fieldkit.model.form.codecs import geopoint, geoshape, geotrace
from fieldkit.model.place_text import (
    CrossesItself,
    TooFewPoints,
    UnreadablePlace,
    parse_line,
    parse_place,
    parse_points,
    read_stored,
    stored_line,
)


@pytest.mark.parametrize(
    "typed",
    [
        "16.4398, 100.348",
        "16.4398 100.348",
        "100.348, 16.4398",
        "(16.4398,100.348)",
        "๑๖.๔๓๙๘, ๑๐๐.๓๔๘",
        "N 16.4398 E 100.348",
        "16.4398N 100.348E",
        "lat 16.4398 long 100.348",
        "ละติจูด 16.4398 ลองจิจูด 100.348",
        "E 100.348, N 16.4398",
        "16°26'23.28\"N 100°20'52.8\"E",
        "16° 26.388' N, 100° 20.88' E",
        "geo:16.4398,100.348?z=17",
        "https://www.google.com/maps/@16.4398,100.348,17z",
        "https://www.google.com/maps/place/X/@16.1,100.1,17z/data=!3m1!4b1!3d16.4398!4d100.348",
        "https://maps.google.com/?q=16.4398,100.348",
        "https://www.google.com/maps/search/16.4398,+100.348?entry=tts",
        "https://www.openstreetmap.org/#map=17/16.4398/100.348",
        "https://maps.apple.com/?ll=16.4398,100.348",
        "16.4398 100.348 31.0 4.5",
    ],
)
def test_places(typed: str) -> None:
    found = parse_place(typed)
    assert (found.latitude, found.longitude) == (Decimal("16.439800"), Decimal("100.348000"))
    assert found.in_thailand


def test_a_place_abroad_keeps_its_order() -> None:
    found = parse_place("51.5, -0.12")
    assert found.text == "51.500000, -0.120000"
    assert not found.in_thailand
    assert parse_place("34°36'S 58°23'W").text == "-34.600000, -58.383333"


@pytest.mark.parametrize(
    "typed",
    [
        *("", "16.4", "บ้าน", "200, 300", "16.4, 100.3, ก", "16°61'N 100°E", "N16 N17"),
        *("https://example.org/", "16,4398 100,348"),
    ],
)
def test_no_places(typed: str) -> None:
    with pytest.raises(UnreadablePlace):
        parse_place(typed)


def test_a_short_link_is_explained() -> None:
    with pytest.raises(UnreadablePlace) as caught:
        parse_place("https://maps.app.goo.gl/AbC")
    assert "short link" in caught.value.hint.en


@given(
    st.decimals(-90, 90, places=6, allow_nan=False),
    st.decimals(-180, 180, places=6, allow_nan=False),
)
def test_what_is_shown_and_stored_is_read_again(latitude: Decimal, longitude: Decimal) -> None:
    first = parse_place(f"{latitude}, {longitude}")
    assert parse_place(first.text) == first if not first.swapped else True
    (again,) = read_stored(first.stored)
    assert (again.latitude, again.longitude) == (first.latitude, first.longitude)
    # The engine keeps it as it is.
    assert geopoint(first.stored) == first.stored


def test_lines_and_areas() -> None:
    line = parse_line("16.1,100.1\n16.2,100.2", closed=False)
    assert geotrace(stored_line(line)) == stored_line(line)
    area = parse_line("16.1,100.1; 16.2,100.2; 16.2,100.1", closed=True)
    assert area[0] == area[-1]
    assert geoshape(stored_line(area)) == stored_line(area)
    assert parse_line("16.1,100.1; 16.2,100.2; 16.2,100.1; 16.1,100.1", closed=True) == area
    with pytest.raises(TooFewPoints):
        parse_line("16.1,100.1", closed=False)


@given(st.text(max_size=40))
def test_no_text_makes_another_error(typed: str) -> None:
    try:
        parse_place(typed)
    except FieldkitError:
        return


def test_an_area_that_crosses_itself_is_refused():
    with pytest.raises(CrossesItself):
        parse_line("16.1,100.1; 16.2,100.2; 16.2,100.1; 16.1,100.2", closed=True)
    # A line may: one walks back over the yard.
    assert len(parse_line("16.1,100.1; 16.2,100.2; 16.2,100.1; 16.1,100.2", closed=False)) == 4


def test_points_are_read_however_few_they_are():
    assert [place.text for place in parse_points("16.1,100.1\n")] == ["16.100000, 100.100000"]
    assert parse_points(" ; ") == ()
