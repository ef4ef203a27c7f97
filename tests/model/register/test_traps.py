"""Each trap that real registers hold, by itself: what lands, what is warned of, what is rejected."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fieldkit.model.register import worker
from fieldkit.model.register.importing import import_register
from fieldkit.model.register.preview import Preview, preview
from fieldkit.model.workspace import Workspace
from tests.model.register.books import HEADERS, ICE, MILL, one_factory, workbook
from tests.model.register.test_cells import ANY_CELL

pytestmark = pytest.mark.usefixtures("here")


def landed(workspace: Workspace, path: Path) -> dict[str, Any]:
    """Import the register of one factory and return its row."""
    result = import_register(workspace, path)
    assert result.counts == {"new": 1, "changed": 0, "unchanged": 0, "rejected": 0}
    return workspace.rows("SELECT * FROM factory")[0]


def warned(workspace: Workspace, path: Path) -> str:
    return "\n".join(remark.line("en") for remark in preview(workspace, path).warnings)


def test_armour_spaces_and_missing_signs(workspace, tmp_path):
    path = workbook(
        tmp_path / "r.xlsx",
        [
            ["DISPFACREG", "FNAME", "ZIPCODE", "FMOO", "FSOI", "FROAD", "TOTAL_CAP", "OBJECT"],
            ["1 - 10 - 1 / 2560", " โรงงาน\u00a0ก ", '="  25140"', "-", " ", "NULL", 0, "ทำขนมต่าง\u00a0ๆ"],
        ],
    )
    row = landed(workspace, path)
    assert row["registration_no_old"] == "1-10-1/2560"
    assert (row["name"], row["postcode"], row["activity"]) == ("โรงงาน ก", "25140", "ทำขนมต่าง ๆ")
    assert [row[column] for column in ("moo", "soi", "road", "capital")] == [None] * 4


def test_armour_in_a_csv_file_of_thai_windows(workspace, tmp_path):
    path = tmp_path / "r.csv"
    text = 'เลขทะเบียน;ชื่อโรงงาน;ไปรษณีย์\n="จ3-14-2/50พจ";"โรงน้ำแข็ง ""ใจเย็น""";="66120"\n'
    path.write_bytes(text.encode("cp874"))
    row = landed(workspace, path)
    assert (row["registration_no_old"], row["name"]) == (ICE[0], 'โรงน้ำแข็ง "ใจเย็น"')
    assert row["postcode"] == "66120"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_csv_files_of_any_usual_encoding(workspace, tmp_path, encoding):
    path = tmp_path / "r.csv"
    path.write_bytes("\n".join([",".join(HEADERS), ",".join(MILL)]).encode(encoding))
    assert landed(workspace, path)["name"] == MILL[1]


def test_fourteen_digits_survive_as_text_and_as_a_number(workspace, tmp_path):
    for number in (
        "10660001225480",
        10660001225480,
        10660001225480.0,
        '="10660001225480"',
        "1 0660 00122 5480",
    ):
        path = workbook(tmp_path / "r.xlsx", [["FID", "FNAME"], [number, "โรงสี"]])
        [entry] = preview(workspace, path).new
        assert entry.number == "10660001225480"


def test_a_wrong_check_digit_is_a_warning_only(workspace, tmp_path):
    path = workbook(tmp_path / "r.xlsx", [["FID", "FNAME"], ["10660001225481", "โรงสี"]])
    assert "the check digit of 10660001225481 is wrong" in warned(workspace, path)
    assert landed(workspace, path)["registration_no"] == "10660001225481"


def test_a_number_that_excel_has_destroyed_is_rejected_with_the_cure(workspace, tmp_path):
    path = workbook(
        tmp_path / "r.xlsx", [["FID", "FNAME"], ["1.06600E+13", "โรงสี"], ["10660001225480", "โรงน้ำแข็ง"]]
    )
    [rejected] = preview(workspace, path).rejected
    assert (rejected.sheet, rejected.row, rejected.column) == ("ทะเบียน", 2, "A")
    assert "จัดคอลัมน์เป็นข้อความ" in rejected.reason.th
    assert "format the column as text" in rejected.reason.en


@pytest.mark.parametrize(
    ("latitude", "longitude", "stored"),
    [
        (16.21, 100.42, (16.21, 100.42)),
        (100.42, 16.21, (16.21, 100.42)),
        (0, 0, (None, None)),
        (1, 1, (None, None)),
        (51.5, 0.1, (None, None)),
        ("ก", 100.42, (None, None)),
    ],
)
def test_coordinates_in_either_order_or_not_at_all(workspace, tmp_path, latitude, longitude, stored):
    path = one_factory(tmp_path / "r.xlsx", LAT=latitude, LNG=longitude)
    row = landed(workspace, path)
    assert (row["latitude"], row["longitude"]) == stored


def test_swapped_and_foreign_coordinates_are_told(workspace, tmp_path):
    assert "swapped" in warned(workspace, one_factory(tmp_path / "a.xlsx", LAT=100.42, LNG=16.21))
    path = one_factory(tmp_path / "b.xlsx", LAT=51.5, LNG=0.1)
    assert "not in Thailand" in warned(workspace, path)
    assert "51.5" in landed(workspace, path)["extra"]


def test_two_numbers_in_one_cell_are_a_position(workspace, tmp_path):
    row = landed(workspace, one_factory(tmp_path / "r.xlsx", พิกัดโรงงาน="16.21, 100.42"))
    assert (row["latitude"], row["longitude"]) == (16.21, 100.42)


@pytest.mark.parametrize("written", [39797, "15/12/2551", "๑๕/๑๒/๒๕๕๑", date(2008, 12, 15), "15 ธ.ค. 51"])
def test_dates_in_every_writing_are_one_day(workspace, tmp_path, written):
    assert (
        landed(workspace, one_factory(tmp_path / "r.xlsx", วันที่ใบอนุญาต=written))["license_date"]
        == "2008-12-15"
    )


def test_an_unreadable_date_is_warned_of_and_kept_as_written(workspace, tmp_path):
    path = one_factory(tmp_path / "r.xlsx", วันที่ใบอนุญาต="ประมาณปี 51")
    [remark] = preview(workspace, path).warnings
    assert (remark.row, remark.column) == (2, "F")
    assert "วันที่ใบอนุญาต" in remark.reason.th
    row = landed(workspace, path)
    assert row["license_date"] is None
    assert "ประมาณปี 51" in row["extra"]


def test_a_house_number_that_excel_made_a_date_is_told(workspace, tmp_path):
    path = one_factory(tmp_path / "r.xlsx", เลขที่=date(2024, 3, 4))
    assert "house number into a date" in warned(workspace, path)
    assert landed(workspace, path)["address_no"] is None


def test_phones_stay_as_they_were_written(workspace, tmp_path):
    assert landed(workspace, one_factory(tmp_path / "r.xlsx", โทรศัพท์="01-7626648"))["phone"] == "01-7626648"


@pytest.mark.parametrize(
    ("subdistrict", "district", "province", "codes"),
    [
        ("ต.งิ้วราย", "อ. ตะพานหิน", "จังหวัดพิจิตร", ("660402", "6604", "66")),
        ("ในเมือง", "เมือง", "พิจิตร", ("660101", "6601", "66")),
        ("วังสำโรง", "บางมูลนาก", "พิจิตร", ("660505", "6605", "66")),
        ("วังสำโรง", "ตะพานหิน", "พิจิตร", ("660409", "6604", "66")),
        ("จ.ป.ร.", "กระบุรี", "ระนอง", ("850406", "8504", "85")),
        ("สีลม", "เขตบางรัก", "กทม.", ("100402", "1004", "10")),
        ("660402", None, None, ("660402", "6604", "66")),
        ("4", "13", "พิจิตร", (None, None, "66")),
        ("งิ้วราย", "ตะพานหิน", "พิจิตต์", (None, None, None)),
    ],
)
def test_places_get_their_codes_by_name_only(workspace, tmp_path, subdistrict, district, province, codes):
    rows = [HEADERS, (*MILL[:2], subdistrict, district, province)]
    row = landed(workspace, workbook(tmp_path / "r.xlsx", rows))
    assert (row["subdistrict_code"], row["district_code"], row["province_code"]) == codes
    assert row["stream"] == f"reg/{codes[2] or '00'}"


def test_an_unknown_place_is_kept_and_told(workspace, tmp_path):
    path = workbook(tmp_path / "r.xlsx", [HEADERS, (*MILL[:2], "ตำบลใหม่เอี่ยม", "ตะพานหิน", "พิจิตร")])
    assert "the sub-district “ใหม่เอี่ยม” is not known" in warned(workspace, path)
    row = landed(workspace, path)
    assert (row["subdistrict"], row["district_code"]) == ("ใหม่เอี่ยม", "6604")


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        (1, "1"),
        ("1", "1"),
        ("ดำเนินการ", "1"),
        ("แจ้งประกอบแล้ว", "1"),
        ("จำหน่าย", "2"),
        ("หยุดชั่วคราว", "3"),
        (" ", None),
    ],
)
def test_statuses_by_code_and_by_both_names(workspace, tmp_path, written, stored):
    assert landed(workspace, one_factory(tmp_path / "r.xlsx", สถานะ=written))["status"] == stored


@pytest.mark.parametrize(
    ("written", "stored"), [("00901", "00901"), (906, "00906"), ("9(1)", "00901"), (105, "10500")]
)
def test_types_in_every_writing(workspace, tmp_path, written, stored):
    assert landed(workspace, one_factory(tmp_path / "r.xlsx", ประเภท=written))["type_main"] == stored


def test_columns_without_a_field_are_kept_by_their_header(workspace, tmp_path):
    path = one_factory(tmp_path / "r.xlsx", หมายเหตุ="ย้ายจากเดิม", เชื้อเพลิงที่ใช้="แกลบ")
    assert landed(workspace, path)["extra"] == '{"หมายเหตุ": "ย้ายจากเดิม", "เชื้อเพลิงที่ใช้": "แกลบ"}'


def test_a_doubled_number_is_rejected_naming_the_first_row(workspace, tmp_path):
    again = (MILL[0].replace("-", " - "), "โรงสีอื่น", *MILL[2:])
    found = preview(workspace, workbook(tmp_path / "r.xlsx", [HEADERS, MILL, ICE, again]))
    assert len(found.new) == 2
    [rejected] = found.rejected
    assert rejected.row == 4
    assert "ซ้ำกับแถว 2" in rejected.reason.th
    assert "already in row 2; delete the wrong row" in rejected.reason.en


def test_a_total_below_the_table_is_rejected(workspace, tmp_path):
    found = preview(workspace, workbook(tmp_path / "r.xlsx", [HEADERS, MILL, ("รวม", "1 โรงงาน")]))
    assert len(found.new) == 1
    assert [(r.row, r.column) for r in found.rejected] == [(3, "A")]


def test_rows_without_a_number_are_known_by_name_and_subdistrict(workspace, tmp_path):
    rows = [HEADERS, (None, *MILL[1:]), (None, "ไม่มีที่อยู่", None, None, None), (None, None, "งิ้วราย", None, None)]
    path = workbook(tmp_path / "r.xlsx", rows)
    result = import_register(workspace, path)
    assert result.counts == {"new": 1, "changed": 0, "unchanged": 0, "rejected": 2}
    assert [r.row for r in result.preview.rejected] == [3, 4]
    assert import_register(workspace, path).counts["unchanged"] == 1


def test_a_formula_gives_its_calculated_value_or_a_warning(workspace, tmp_path):
    path = one_factory(tmp_path / "r.xlsx", แรงม้า="=100*2", ไปรษณีย์='="66110"')
    assert "never calculated" in warned(workspace, path)
    row = landed(workspace, path)
    assert (row["hp"], row["postcode"]) == (None, "66110")


def test_every_sheet_with_headers_is_read_and_others_are_named(workspace, tmp_path):
    path = workbook(
        tmp_path / "r.xlsx",
        [["ปกหน้า"], ["จัดทำโดย สอจ.พิจิตร"]],
        sheet="ปก",
        more={"ตะพานหิน": [HEADERS, MILL], "บางมูลนาก": [HEADERS, ICE]},
    )
    found = preview(workspace, path)
    assert [entry.sheet for entry in found.new] == ["ตะพานหิน", "บางมูลนาก"]
    assert [(remark.sheet, remark.row) for remark in found.warnings] == [("ปก", 1)]


def test_a_row_with_more_cells_than_headers_is_rejected(workspace, tmp_path):
    path = tmp_path / "r.csv"
    path.write_text("เลขทะเบียน,ชื่อโรงงาน\nจ3-1-1/60พจ,โรงงาน,สอง,คำ\n", encoding="utf-8")
    [rejected] = preview(workspace, path).rejected
    assert (rejected.row, rejected.column) == (2, "C")
    assert "มากกว่าหัวตาราง" in rejected.reason.th


@given(rows=st.lists(st.lists(ANY_CELL, min_size=len(HEADERS), max_size=len(HEADERS) + 4), max_size=4))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_cells_in_any_rows_are_taken_or_told(workspace, tmp_path, monkeypatch, rows):
    from fieldkit.model.register import sheet

    more = ("แรงม้า", "ละติจูด", "ลองจิจูด", "วันที่ใบอนุญาต")
    table = [(1, [*HEADERS, *more]), *((number, row) for number, row in enumerate(rows, 2))]
    batches = [("ก", []), ("ก", table)]
    monkeypatch.setattr(sheet, "through", lambda _path, take, **_options: take(iter(batches)))
    path = tmp_path / "r.xlsx"
    path.touch()
    found: Preview = preview(workspace, path)
    assert len(found.new) + len(found.rejected) == len(rows)
    for remark in (*found.rejected, *found.warnings):
        assert remark.line("th")
        assert remark.line("en")


def test_reading_a_csv_file_leaves_no_limit_behind(tmp_path):
    """The limit is one of the whole process, whose other readers take longer fields."""
    path = tmp_path / "r.csv"
    path.write_text("\n".join([",".join(HEADERS), ",".join(MILL)]), "utf-8")
    before = csv.field_size_limit()
    assert list(worker.messages(path))
    assert csv.field_size_limit() == before
