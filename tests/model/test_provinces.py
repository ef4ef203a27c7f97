from __future__ import annotations

from decimal import Decimal

from fieldkit import resources
from fieldkit.model.coordinates import locate
from fieldkit.model.csv_table import Row, read
from fieldkit.model.identifiers import parse_old_number
from fieldkit.model.provinces import province_of_suffix, provinces


def rows(name: str) -> list[Row]:
    return read(resources.path("reference", name), ("code", "th", "en"))


def test_the_country_is_whole_and_its_codes_fit():
    districts = {row.text("code"): row for row in rows("districts.csv")}
    assert len(provinces()) == 77
    for code, district in districts.items():
        assert code.startswith(district.text("province_code"))
        assert district.text("province_code") in provinces()
    for subdistrict in rows("subdistricts.csv"):
        assert subdistrict.text("code").startswith(subdistrict.text("district_code"))
        assert subdistrict.text("district_code") in districts
        assert len(subdistrict.text("postcode")) == 5


def test_phichit_has_12_districts_and_89_sub_districts():
    codes = [row.text("code") for row in rows("districts.csv") if row.text("province_code") == "66"]
    assert codes == [f"66{number:02d}" for number in range(1, 13)]
    assert sum(row.text("code").startswith("66") for row in rows("subdistricts.csv")) == 89


def test_the_letters_of_an_old_number_name_its_province():
    number = parse_old_number("จ3-9(1)-12/48พจ")
    assert number is not None
    found = province_of_suffix(number.suffix)
    assert found is not None
    assert found.name.th == "พิจิตร"
    assert province_of_suffix("") is None


def test_every_sub_district_with_coordinates_lies_in_the_box_of_its_province():
    for row in rows("subdistricts.csv"):
        latitude, longitude = row.decimal_or_none("latitude"), row.decimal_or_none("longitude")
        if latitude is None or longitude is None:
            continue
        box, where = provinces()[row.text("code")[:2]].box, locate(latitude, longitude)
        assert box is not None
        assert where is not None
        assert box.contains(where), row


def test_a_far_factory_is_outside_the_box():
    box = provinces()["66"].box
    near, far = locate(Decimal("16.44"), Decimal("100.35")), locate(Decimal("13.62"), Decimal("101.88"))
    assert box is not None
    assert near is not None
    assert far is not None
    assert box.contains(near)
    assert not box.contains(far)
