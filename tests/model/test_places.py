from __future__ import annotations

from decimal import Decimal

import pytest

from fieldkit.model import places
from fieldkit.model.coordinates import locate
from fieldkit.model.identifiers import parse_old_number
from fieldkit.model.thai.collation import thai_key


def test_the_country_is_whole_and_its_codes_fit():
    assert len(places.provinces()) == 77
    for district in places.districts().values():
        assert district.code.startswith(district.province_code)
        assert district.province_code in places.provinces()
    for subdistrict in places.subdistricts().values():
        assert subdistrict.code.startswith(subdistrict.district_code)
        assert subdistrict.district_code in places.districts()


def test_phichit():
    districts = places.districts_of("66")
    assert [district.code for district in districts] == [f"66{number:02d}" for number in range(1, 13)]
    assert sum(len(places.subdistricts_of(district.code)) for district in districts) == 89
    assert sorted(districts, key=lambda one: thai_key(one.name.th))[0].name.th == "ดงเจริญ"


@pytest.mark.parametrize("text", ["พิจิตร", "จังหวัดพิจิตร", "จ.พิจิตร", " จ. พิจิตร ", "Phichit", "phichit"])
def test_a_province_by_its_names(text):
    found = places.find_province(text)
    assert found is not None
    assert found.code == "66"


def test_bangkok_by_its_short_names():
    assert {places.find_province(text) for text in ("กทม.", "กรุงเทพฯ", "กรุงเทพมหานคร")} == {
        places.provinces()["10"]
    }


def test_a_name_that_begins_like_a_prefix_is_kept():
    found = places.find_province("จันทบุรี")
    assert found is not None
    assert found.code == "22"


@pytest.mark.parametrize("text", ["เมืองพิจิตร", "อ.เมือง", "เมือง", "อำเภอเมืองพิจิตร"])
def test_the_capital_district(text):
    found = places.find_district(text, "66")
    assert found is not None
    assert found.code == "6601"


def test_one_name_in_two_districts_is_told_apart_by_the_district():
    first, second = places.find_subdistrict("ต.วังสำโรง", "6604"), places.find_subdistrict("วังสำโรง", "6605")
    assert first is not None
    assert second is not None
    assert (first.code, second.code) == ("660409", "660505")
    assert first.postcode == "66110"


def test_names_that_are_nowhere():
    assert places.find_province("อำเภอ13") is None
    assert places.find_district("ตะพานหิน", "65") is None
    assert places.find_subdistrict("ตำบล4", "6601") is None
    assert places.province_of_suffix("") is None


def test_the_letters_of_an_old_number_name_its_province():
    number = parse_old_number("จ3-9(1)-12/48พจ")
    assert number is not None
    found = places.province_of_suffix(number.suffix)
    assert found is not None
    assert found.name.th == "พิจิตร"


def test_every_sub_district_with_coordinates_lies_in_the_box_of_its_province():
    for subdistrict in places.subdistricts().values():
        if subdistrict.centre is None:
            continue
        box = places.provinces()[subdistrict.code[:2]].box
        where = locate(*subdistrict.centre)
        assert box is not None
        assert where is not None
        assert box.contains(where)


def test_a_far_factory_is_outside_the_box():
    box = places.provinces()["66"].box
    near, far = locate(Decimal("16.44"), Decimal("100.35")), locate(Decimal("13.62"), Decimal("101.88"))
    assert box is not None
    assert near is not None
    assert far is not None
    assert box.contains(near)
    assert not box.contains(far)
