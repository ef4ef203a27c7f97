"""The workbook of a report: head, dates, digits, colours, charts, print set-up; and never a formula."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from fieldkit.model import indicators, inspections
from fieldkit.model.cases import exporting
from fieldkit.model.cases import writing as cases
from fieldkit.model.reports.catalogue import report, reports
from fieldkit.model.reports.choice import Choice
from fieldkit.model.reports.table_sheet import sheet_name
from fieldkit.model.reports.writing import export_report
from fieldkit.model.workbook.encryption import PasswordMissing, PasswordTooShort, encrypted
from fieldkit.model.workspace import Workspace
from tests.locked import PASSWORD, unlocked
from tests.model.indicators.offices import put
from tests.model.reports import worked_example as worked
from tests.office import answer_all, path_of, picture


@pytest.fixture
def province(office: Workspace) -> Workspace:
    with office.database.door() as connection:
        connection.exec_driver_sql("DELETE FROM factory")
        put(connection, worked.office())
    return office


def write(workspace: Workspace, name: str, target: Path, **chosen: Any) -> Any:
    values: dict[str, Any] = {"period": indicators.period("2567"), "today": worked.TODAY} | chosen
    password = PASSWORD if report(name).locked else ""
    export_report(workspace, target, report(name), Choice(**values), password=password)
    return openpyxl.load_workbook(unlocked(target) if password else target)


def test_coverage_is_printed_as_the_province_does(province: Workspace, tmp_path: Path) -> None:
    sheet = write(province, "R1", tmp_path / "r1.xlsx")["R1_ครอบคลุม"]
    assert [sheet.cell(row, 1).value for row in (1, 2, 3, 4)] == [
        "สอจ.พิจิตร",
        "รายงานความครอบคลุมการตรวจโรงงาน",
        "ปีงบประมาณ พ.ศ. 2567 (ต.ค. 2566 – ก.ย. 2567)",
        "ข้อมูล ณ วันที่ 20 ส.ค. 2567",
    ]
    titles = [cell.value for cell in sheet[5]]
    assert titles == [column.title.th for column in report("R1").sheets[0].columns]
    total = [cell.value for cell in sheet[10]]
    assert total[1:4] == ["รวม", 318, 140]
    assert (sheet["J10"].value, sheet["J10"].number_format) == (pytest.approx(0.95), "0.00%")
    assert sheet["B10"].font.bold
    assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("A6", "$5:$5")
    assert sheet.oddFooter.right.text == "หน้า &P / &N"
    assert len(sheet._charts) == 1
    colours = {str(area.sqref): len(rules) for area, rules in sheet.conditional_formatting._cf_rules.items()}
    assert colours == {"J6:J10": 3}
    words = [cell.value for row in sheet.iter_rows(min_row=11) for cell in row if cell.value]
    assert words[-3:] == ["ผู้รายงาน", "หัวหน้ากลุ่มโรงงานอุตสาหกรรม", "อุตสาหกรรมจังหวัด"]
    assert "(กฤษณะ ใจดี)" in words


def test_a_date_is_words_in_the_buddhist_era_beside_a_hidden_real_one(
    province: Workspace, tmp_path: Path
) -> None:
    sheet = write(province, "R3", tmp_path / "r3.xlsx")["รายละเอียด"]
    titles = [cell.value for cell in sheet[5]]
    shown, real = titles.index("วันที่ได้รับ"), titles.index("วันที่ได้รับ (วันที่จริง)")
    row = list(sheet[6])
    assert row[shown].value == "1 พ.ค. 2566"
    assert (row[real].value, row[real].number_format) == (datetime(2023, 5, 1), "[$-107041E]d mmm yyyy")
    assert sheet.column_dimensions[row[real].column_letter].hidden
    assert sheet.print_area.endswith(f"${row[len(report('R3').sheets[1].columns) - 1].column_letter}$280")


def test_thai_digits_are_written_where_people_read_and_not_in_codes(
    province: Workspace, tmp_path: Path
) -> None:
    sheet = write(province, "R1", tmp_path / "r1.xlsx", thai_digits=True)["ยังไม่ตรวจ"]
    assert sheet["A3"].value == "ปีงบประมาณ พ.ศ. ๒๕๖๗ (ต.ค. ๒๕๖๖ – ก.ย. ๒๕๖๗)"
    assert sheet["B6"].value.isascii(), "a registration number keeps its digits"
    assert (sheet["A6"].value, sheet["A6"].number_format) == (1, "[$-D00041E]#,##0")


def test_every_report_is_written_and_read_back(province: Workspace, tmp_path: Path) -> None:
    for name in reports():
        book = write(province, name, tmp_path / "r.xlsx", language="en", period=indicators.period("2/2567"))
        for sheet in book.worksheets:
            assert sheet.print_area
            assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)
            assert sheet.page_setup.fitToWidth == 1


def test_words_of_the_register_never_become_formulas(province: Workspace, tmp_path: Path) -> None:
    risky = '=HYPERLINK("http://x","y")'
    with province.database.door() as connection:
        connection.exec_driver_sql("UPDATE factory SET name = ?", (risky,))
    sheet = write(province, "R1", tmp_path / "r1.xlsx")["ยังไม่ตรวจ"]
    assert (sheet["C6"].value, sheet["C6"].data_type) == (risky, "s")
    assert sheet["C6"].quotePrefix


def test_the_page_of_a_factory_has_its_photos(office: Workspace, tmp_path: Path) -> None:
    inspection = inspections.start(office, "mill", "GEN")
    answer_all(inspection, gen15="no")
    for colour in ("navy", "teal", "olive", "maroon", "gray"):
        inspections.attach_photo(inspection, path_of(inspection, "gen15"), picture(colour=colour))
    signed = inspections.Signature("inspector", "กฤษณะ ใจดี", "", typed=True)
    other = inspections.Signature("representative", "ผู้แทน", "", typed=True)
    inspections.close(inspection, [signed, other])
    today = office.clock().date()
    [sheet] = write(
        office, "R11", tmp_path / "r11.xlsx", period=indicators.current(today), today=today
    ).worksheets
    assert (sheet.title, sheet.page_setup.orientation) == ("โรงสีตัวอย่างเจริญพาณิชย์", "portrait")
    assert len(sheet._images) == 4
    words = [cell.value for row in sheet.iter_rows() for cell in row if cell.value]
    assert "จ3-9(1)-12/48พจ" in words
    assert "ข้อบกพร่องที่พบ" in words


def test_loans_are_written_only_with_a_password_and_open_only_with_it(
    province: Workspace, tmp_path: Path
) -> None:
    target = tmp_path / "r6.xlsx"
    choice = Choice(indicators.period("2567"), worked.TODAY)
    with pytest.raises(PasswordMissing):
        export_report(province, target, report("R6"), choice)
    with pytest.raises(PasswordTooShort):
        export_report(province, target, report("R6"), choice, password="1234567")
    assert not target.exists()
    book = write(province, "R6", target)
    assert book["สรุปกองทุน"]["A1"].value == "สอจ.พิจิตร"
    assert b"C00" not in target.read_bytes()
    with pytest.raises(Exception, match=r"BadZipFile|zip"):
        openpyxl.load_workbook(target)


def test_an_encrypted_workbook_is_the_same_inside() -> None:
    import msoffcrypto

    book = openpyxl.Workbook()
    held = BytesIO()
    book.save(held)
    locked = msoffcrypto.OfficeFile(BytesIO(encrypted(held.getvalue(), PASSWORD)))
    found = BytesIO()
    with pytest.raises(Exception, match=r"[Kk]ey|[Pp]assword"):
        locked.load_key(password="another one", verify_password=True)
    locked.load_key(password=PASSWORD, verify_password=True)
    locked.decrypt(found)
    assert found.getvalue() == held.getvalue()


def test_the_register_of_loans_is_locked_too_where_a_password_is_given(
    office: Workspace, tmp_path: Path
) -> None:
    cases.add(office, "loan", {"contract_no": "67/1", "fund": "pracharath", "name": "นายตัวอย่าง"})
    target = tmp_path / "loans.xlsx"
    exporting.export_cases(office, target, "loan", password=PASSWORD)
    book = openpyxl.load_workbook(unlocked(target))
    assert any(cell.value == "67/1" for row in book.worksheets[0].iter_rows() for cell in row)


@pytest.mark.parametrize(
    ("wanted", "taken", "name"),
    [
        ("a/b:c*d?[e]", [], "a-b-c-d--e-"),
        ("ก" * 40, [], "ก" * 31),
        ("One", ["one"], "One (2)"),
        ("'x'", [], "x"),
        ("", [], "-"),
    ],
)
def test_names_of_sheets_are_those_that_a_spreadsheet_takes(wanted: str, taken: list[str], name: str) -> None:
    assert sheet_name(wanted, taken) == name
