from __future__ import annotations

import math
import random

import pytest

from fieldkit.model.plane import Plane
from fieldkit.model.provinces import provinces
from fieldkit.model.register.places import country
from fieldkit.model.sketch import Sketch, sketch_of
from fieldkit.model.voronoi import area, holds

# Official areas in square kilometres; along a coast a sketch reaches into the sea.
INLAND = {"25": 4762, "66": 4531, "30": 20494, "65": 10816, "40": 10886, "16": 6200}


def sketch(code: str) -> Sketch:
    found = sketch_of(code)
    assert found is not None
    return found


@pytest.mark.parametrize("code", provinces())
def test_every_province_can_be_sketched(code):
    found = sketch(code)
    placed = {p.district_code for p in country().of_province(code) if p.latitude is not None}
    everyone = {p.district_code for p in country().of_province(code)}
    assert {district.code for district in found.districts} == placed
    assert len(found.unplaced) == len(everyone - placed)
    west, south, east, north = found.frame
    assert 5 < east - west < 400
    assert 5 < north - south < 400
    for district in found.districts:
        assert district.name.th
        assert district.name.en
        assert district.borders
        assert any(holds(part.ring, district.anchor) for part in district.parts)
        for part in district.parts:
            assert holds(part.ring, part.point)
            assert found.at(*found.plane.degrees(*part.point)) == (district, part)


@pytest.mark.parametrize("code", INLAND)
def test_inland_a_sketch_is_as_large_as_the_province(code):
    drawn = sum(district.area for district in sketch(code).districts)
    assert drawn == pytest.approx(INLAND[code], rel=0.1)


@pytest.mark.parametrize("code", ["25", "30", "83", "84"])
def test_no_place_lies_in_two_sub_districts(code):
    found, source = sketch(code), random.Random(1)
    west, south, east, north = found.frame
    parts = [part for district in found.districts for part in district.parts]
    inside = 0
    for _ in range(2000):
        place = source.uniform(west, east), source.uniform(south, north)
        holding = [part for part in parts if holds(part.ring, place)]
        assert len(holding) <= 1
        inside += len(holding)
        if holding:
            assert holding[0] is min(parts, key=lambda part: math.dist(part.point, place))
    share = sum(area(part.ring) for part in parts) / ((east - west) * (north - south))
    assert inside / 2000 == pytest.approx(share, abs=0.05)


def test_provinces_side_by_side_do_not_overlap():
    one, other = sketch("25"), sketch("27")
    for district in other.districts:
        for part in district.parts:
            assert not one.covers(*other.plane.degrees(*part.point))


def test_the_outline_runs_around_the_province_alone():
    found = sketch("66")
    outer = {*found.outline}
    for district in found.districts:
        # A border is the province's own, or another district has it too, the other way round.
        inner = [segment for segment in district.borders if segment not in outer]
        others = [border for d in found.districts if d is not district for border in d.borders]
        for start, end in inner:
            middle = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2
            assert any(_on(middle, *border) for border in others)


def _on(point, start, end):
    return math.dist(start, point) + math.dist(point, end) <= math.dist(start, end) + 1e-6


def test_a_district_without_any_point_is_listed_and_not_invented():
    bueng_kan = sketch("38")
    assert [name.en for name in bueng_kan.unplaced] == ["Mueang Bueng Kan"]
    assert all(district.name.en != "Mueang Bueng Kan" for district in bueng_kan.districts)


def test_bangkok_has_no_outline_but_a_frame_and_its_neighbours():
    bangkok = sketch("10")
    assert bangkok.districts == ()
    assert len(bangkok.unplaced) == 50
    assert "Samut Prakan" in {neighbour.name.en for neighbour in bangkok.neighbours}
    assert all(neighbour.borders for neighbour in bangkok.neighbours)
    assert bangkok.at(13.75, 100.5) is None
    assert bangkok.covers(13.75, 100.5)
    assert not bangkok.covers(16.44, 100.35)


def test_where_a_place_lies():
    found = sketch("25")
    hit = found.at(14.05, 101.37)
    assert hit is not None
    assert hit[0].name.th == "เมืองปราจีนบุรี"
    assert found.at(16.44, 100.35) is None
    assert not found.covers(16.44, 100.35)
    assert found.district("2502") is not None
    assert found.district("6601") is None


def test_a_code_of_no_province_has_no_sketch():
    assert sketch_of("99") is None
    assert sketch_of("") is None


def test_a_plane_comes_back_to_the_degrees():
    plane = Plane(14.0, 101.5)
    assert plane.degrees(*plane.point(14.4, 101.1)) == pytest.approx((14.4, 101.1))
    # A hundredth of a degree northward and eastward, at 14° N.
    assert plane.point(14.01, 101.51) == pytest.approx((1.080, 1.106), abs=0.001)
