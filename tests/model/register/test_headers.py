"""Headers: accepted names, names cut to ten letters, columns that only their content tells."""

from __future__ import annotations

import pytest

from fieldkit.model.register.fields import FIELDS
from fieldkit.model.register.headers import CUT, TwoColumnsForOneField, heading
from fieldkit.model.register.problems import letter

NEW, OLD = "10660001225480", "จ3-9(1)-12/48พจ"


def fields(headers, *rows):
    found = heading([(number, list(row)) for number, row in enumerate([headers, *rows], 1)], "ไฟล์.xlsx")
    assert found is not None
    return [column.field for column in found.columns]


@pytest.mark.parametrize(
    "field", [field for field in FIELDS if field.key != "class_or_type"], ids=lambda f: f.key
)
def test_every_accepted_header_is_understood_whole_and_cut(field):
    for header in field.headers:
        if header == "FID":
            continue
        for written in (header, f" {header} ", header[:CUT], header.upper()):
            if written.strip() in ("ลำดับประเภ", "วันที่เริ่", "รหัสไปรษณ"):
                continue
            got = fields((written, "ชื่อโรงงาน" if field.key != "name" else "ตำบล"))[0]
            shared = [
                other.key for other in FIELDS for name in other.headers if name[:CUT] == written.strip()
            ]
            assert got == field.key or got in shared, written


def test_spaces_and_composed_letters_do_not_matter():
    assert fields(("เลขทะเบียน โรงงาน", "ชื่อ\u00a0โรงงาน", "ผู้ประกอบการ")) == [
        "registration_no_old",
        "name",
        "operator",
    ]


def test_fid_of_a_shapefile_only_counts_rows():
    assert fields(("FID", "เลขทะเบียน", "ชื่อโรงงาน"), (10474, OLD, "ก"), (11569, OLD, "ข"))[:2] == [
        None,
        "registration_no_old",
    ]


def test_fid_with_fourteen_digits_is_the_number():
    assert fields(("FID", "ชื่อโรงงาน"), (NEW, "ก"))[0] == "registration_no"
    assert fields(("FID", "ชื่อโรงงาน"), (float(NEW), "ก"))[0] == "registration_no"


def test_a_column_called_old_that_holds_fourteen_digits_is_the_new_number():
    assert fields(("เลขทะเบียนโรงงาน", "ชื่อโรงงาน"), (NEW, "ก"))[0] == "registration_no"


@pytest.mark.parametrize("header", ["FACTYPE", "facType"])
def test_factype_is_the_class_or_the_type_by_its_values(header):
    assert fields((header, "ชื่อโรงงาน"), ("3", "ก"), (2, "ข"))[0] == "class_"
    assert fields((header, "ชื่อโรงงาน"), ("00901", "ก"), ("3", "ข"))[0] == "type_main"


def test_a_running_number_is_no_type():
    assert fields(("ลำดับที่", "ชื่อโรงงาน", "จำพวก"), (1, "ก", 3), (2, "ข", 3))[0] is None
    assert fields(("ลำดับที่", "ชื่อโรงงาน", "จำพวก"), ("9(1)", "ก", 3), ("14", "ข", 3))[0] == "type_main"


def test_titles_above_the_headers_are_passed_over():
    rows = [
        (1, ["ทะเบียนโรงงานจังหวัดพิจิตร"]),
        (2, ["ณ วันที่ 1 ตุลาคม 2567"]),
        (4, ["เลขทะเบียนโรงงาน", "ชื่อโรงงาน", "อำเภอ"]),
        (5, [OLD, "โรงสี", "ตะพานหิน"]),
    ]
    found = heading(rows, "")
    assert found is not None
    assert found.at == 2


def test_capital_in_millions_is_scaled():
    found = heading([(1, ["ชื่อโรงงาน", "เงินทุนรวม (ล้านบาท)", "แรงม้า (แรงม้า)"])], "")
    assert found is not None
    assert [(column.field, int(column.scale)) for column in found.columns[1:]] == [
        ("capital", 1_000_000),
        ("hp", 1),
    ]


def test_two_columns_for_one_field_are_refused_with_both_named():
    with pytest.raises(TwoColumnsForOneField) as caught:
        fields(("เลขทะเบียน", "ชื่อโรงงาน", "ผู้ประกอบการ", "ชื่อผู้รับใบอนุญาต"), (OLD, "ก", "ข", "ค"))
    thai, english = caught.value.message("th"), caught.value.message("en")
    for message in (thai, english):
        assert "C “ผู้ประกอบการ”" in message
        assert "D “ชื่อผู้รับใบอนุญาต”" in message
        assert "ไฟล์.xlsx" in message
    assert "มีมากกว่าหนึ่งคอลัมน์" in thai
    assert "delete or rename the others" in english


def test_a_second_best_column_gives_way():
    assert fields(("HP", "HP2", "ESTATE", "ESTATE_NAME_TH", "FNAME"), (1, 2, "OUT", "OUT", "ก")) == [
        "hp",
        None,
        None,
        "estate",
        "name",
    ]
    assert fields(("HP2", "FNAME"), (1, "ก"))[0] == "hp"


def test_a_sheet_without_headers_is_no_register():
    assert heading([(1, ["ก", "ข"]), (2, ["1", "2"])], "") is None
    assert heading([], "") is None


def test_columns_are_lettered_as_in_excel():
    assert [letter(index) for index in (0, 25, 26, 51, 52, 701, 702)] == [
        "A",
        "Z",
        "AA",
        "AZ",
        "BA",
        "ZZ",
        "AAA",
    ]
