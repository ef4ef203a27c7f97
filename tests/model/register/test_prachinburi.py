"""The real register of Prachin Buri: every row is accounted for, twice is once, and undo is complete."""

from __future__ import annotations

from collections.abc import Iterator

import openpyxl
import pytest

from fieldkit.model import factories
from fieldkit.model.register.importing import ImportResult, import_register
from fieldkit.model.register.undo import undo_import
from fieldkit.model.workspace import Workspace
from tests.conftest import ROOT

REGISTER = ROOT / "tests" / "data" / "factory-register-prachinburi.xlsx"


@pytest.fixture(scope="module")
def source() -> list[dict[str, object]]:
    sheet = openpyxl.load_workbook(REGISTER).active
    assert sheet is not None
    headers, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(map(str, headers), row, strict=True)) for row in rows]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    workspace = Workspace(tmp_path_factory.mktemp("prachinburi"))
    yield workspace
    workspace.close()


@pytest.fixture(scope="module")
def imported(office: Workspace) -> ImportResult:
    return import_register(office, REGISTER)


def test_every_row_lands_or_is_rejected_with_its_reason(office, imported, source):
    assert len(source) == 632
    assert imported.counts == {"new": 632, "changed": 0, "unchanged": 0, "rejected": 0}
    landed = {row["registration_no_old"] for row in office.rows("SELECT registration_no_old FROM factory")}
    assert landed == {row["เลขทะเบียน"] for row in source}
    assert {entry.row for entry in imported.preview.new} == set(range(2, 634))


def test_columns_arrive_with_their_values(office, imported, source):
    by_number = {row["registration_no_old"]: row for row in office.rows("SELECT * FROM factory")}
    for row in source:
        factory = by_number[row["เลขทะเบียน"]]
        assert (factory["class_"], factory["type_main"], factory["tsic"]) == (
            row["จำพวก"],
            row["ประเภท"],
            row["ISIC"],
        )
        assert factory["hp"] == (row["แรงม้า"] or None)
        assert factory["capital_machine"] == (row["ค่าเครื่อง"] or None)
        men = row["ช่างฝีมือช"] + row["คนงานชาย"]
        women = row["ช่างฝีมือห"] + row["คนงานหญิง"]
        assert factory["workers"] == (men + women or None)
        assert factory["workers_male"] == (men if men + women else None)
        assert (factory["latitude"], factory["longitude"]) == (row["ละติจูด"], row["ลองติจูด"])
        assert factory["district"] == row["อำเภอ"]
        assert factory["province"] == row["จังหวัด"]
        assert factory["subdistrict_code"][:4] == factory["district_code"]
        assert "\u00a0" not in factory["activity"]
        assert factory["soi"] not in ("-", "", " ")


def test_excels_day_numbers_become_dates(office, imported):
    row = office.rows("SELECT license_date FROM factory WHERE registration_no_old = 'จ3-9(6)-100/51ปจ'")[0]
    assert row["license_date"] == "2008-12-15"
    dates = [
        row["license_date"] for row in office.rows("SELECT license_date FROM factory") if row["license_date"]
    ]
    assert min(dates) >= "1969"
    assert max(dates) < "2026"


def test_a_factory_without_a_name_goes_by_its_operator_and_is_listed(office, imported, source):
    nameless = [row for row in source if str(row["ชื่อโรงงาน"]).strip() in ("", "-")]
    warned = [w for w in imported.preview.warnings if "ชื่อโรงงาน" in w.reason.th]
    assert len(nameless) == 60
    assert len(warned) == 60


def test_the_row_counter_is_kept_as_what_it_is(office, imported):
    rows = office.rows(
        "SELECT registration_no, extra FROM factory WHERE registration_no_old = 'จ3-9(6)-100/51ปจ'"
    )
    assert rows == [{"registration_no": None, "extra": '{"FID": "10474"}'}]


def test_a_position_in_another_province_is_told(imported):
    told = [w for w in imported.preview.warnings if "Kanchanaburi" in w.reason.en]
    assert [(w.sheet, len(told)) for w in told] == [("ทะเบียนโรงงาน", 1)]
    assert "กาญจนบุรี" in told[0].reason.th


def test_the_same_file_again_changes_nothing(office, imported):
    before = office.waiting()
    again = import_register(office, REGISTER)
    assert again.counts == {"new": 0, "changed": 0, "unchanged": 632, "rejected": 0}
    assert again.import_id is None
    assert office.waiting() == before


@pytest.mark.parametrize(
    "text", ["ทำมันเส้น", "กบินทร์", "เจริญชัย", "จ3-9(6)-100/51", "39610051", "ดั๊บเบิ้ล เอ", "ซี.ซี."]
)
def test_an_imported_factory_is_found_by_what_people_type(office, imported, text):
    with office.database.read() as connection:
        assert factories.count(connection, factories.Query(text=text)) > 0


def count(workspace: Workspace, text: str = "") -> int:
    with workspace.database.read() as connection:
        return factories.count(connection, factories.Query(text=text))


def test_undo_takes_the_import_away_and_importing_brings_it_back(workspace, source):
    chips = sum("ทำมันเส้น" in str(row["ประกอบกิจก"]) for row in source)
    assert chips > 20
    for _ in range(2):
        imported = import_register(workspace, REGISTER)
        assert imported.counts["new"] == 632
        assert (count(workspace), count(workspace, "ทำมันเส้น")) == (632, chips)
        undone = undo_import(workspace, str(imported.import_id))
        assert (undone.removed, undone.restored, undone.kept) == (632, 0, ())
        assert (count(workspace), count(workspace, "ทำมันเส้น")) == (0, 0)


def test_looking_writes_nothing(workspace):
    result = import_register(workspace, REGISTER, dry_run=True)
    assert result.counts["new"] == 632
    assert result.import_id is None
    assert workspace.rows("SELECT count(*) AS n FROM change") == [{"n": 0}]
