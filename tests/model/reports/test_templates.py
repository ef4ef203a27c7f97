"""The office's own workbook and document: filled, and all that is no placeholder as it was."""

from __future__ import annotations

import json
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from lxml import etree

from fieldkit.model import indicators
from fieldkit.model.reports.choice import Choice
from fieldkit.model.reports.problems import Refused
from fieldkit.model.reports.templates import filling, growing, worker
from fieldkit.model.reports.templates.filling import fill_template
from fieldkit.model.reports.templates.references import Growth, moved
from fieldkit.model.reports.templates.runs import replace_in_runs
from fieldkit.model.workbook.encryption import PasswordMissing
from fieldkit.model.workspace import Workspace
from tests.model.indicators.offices import put
from tests.model.reports import worked_example as worked
from tests.model.reports.office_template import REPEATED, make


@pytest.fixture
def province(office: Workspace) -> Workspace:
    with office.database.door() as connection:
        connection.exec_driver_sql("DELETE FROM factory")
        put(connection, worked.office())
    return office


@pytest.fixture(autouse=True)
def here(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Do the worker's work in this process, which is what most tests are about."""
    if "own_process" not in request.fixturenames:
        monkeypatch.setattr(filling, "_asked", asked_here)


@pytest.fixture
def own_process() -> None:
    """Let the template be opened by the process that it is opened by in an office."""


def asked_here(template: Path, task: dict[str, Any] | None, _check: object) -> dict[str, Any]:
    """Return what the worker answers, asked in this process."""
    return filling.taken(template, json.loads(json.dumps(worker.answer(template, task))))


def choice(**more: Any) -> Choice:
    return Choice(indicators.period("2567"), worked.TODAY, **more)


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def texts(path: Path, name: str) -> list[str]:
    return [
        str(one.text) for one in etree.fromstring(parts(path)[name]).iter("{*}f", "{*}t", "{*}definedName")
    ]


def test_a_workbook_is_filled_and_nothing_else_changes(province: Workspace, tmp_path: Path) -> None:
    template, target = make(tmp_path / "แบบ.xlsx"), tmp_path / "ผล.xlsx"
    assert fill_template(province, template, target, choice()) == 13
    sheet: Any = openpyxl.load_workbook(target)["ผู้ว่าฯ"]
    assert sheet["A1"].value == "สอจ.พิจิตร"
    assert sheet["A2"].value == "สรุปงวด ปีงบประมาณ พ.ศ. 2567 (ต.ค. 2566 – ก.ย. 2567) ณ 20 ส.ค. 2567"
    assert sheet["A3"].value == datetime(2024, 8, 20), "a cell that shows days holds a day"
    rows = [[cell.value for cell in row[:3]] for row in sheet.iter_rows(min_row=REPEATED, max_row=10)]
    assert [row[0] for row in rows] == ["ตะพานหิน", "บางมูลนาก", "โพทะเล", "เมืองพิจิตร", "รวม"]
    assert sum(row[1] for row in rows[:4]) == rows[4][1] == worked.COVERED
    assert rows[4][2] == pytest.approx(0.95)
    mueang = rows[3][1]
    assert sheet["A11"].value == f"เมืองพิจิตร {mueang} แห่ง จาก {worked.AT_RISK}"
    # what an office has made stays as it was, moved where rows were added
    assert {str(area) for area in sheet.merged_cells.ranges} == {
        *("A1:D1", "C6:D6", "C7:D7", "C8:D8", "C9:D9", "A12:D13"),
    }
    assert [sheet.cell(row, 2).fill.fgColor.rgb for row in range(6, 10)] == ["FFDDEEFF"] * 4
    assert [str(one.sqref) for one in sheet.conditional_formatting] == ["C6:C10"]
    assert sheet["C9"].number_format == "0.00%"
    assert sheet["A1"].font.size == 20
    assert sheet.print_title_rows == "$1:$5"
    assert sheet.print_area == "'ผู้ว่าฯ'!$A$1:$D$33"
    assert sheet.oddHeader.center.text == "สอจ.พิจิตร"
    assert (sheet.page_setup.orientation, sheet.freeze_panes) == ("landscape", "A6")
    [validation] = sheet.data_validations.dataValidation
    assert (str(validation.sqref), validation.formula1) == ("B12", "$A$12")
    assert openpyxl.load_workbook(target).defined_names["Total"].attr_text == "'ผู้ว่าฯ'!$B$10"


def test_charts_and_pictures_go_through(province: Workspace, tmp_path: Path, own_process: None) -> None:
    template, target = make(tmp_path / "แบบ.xlsx"), tmp_path / "ผล.xlsx"
    fill_template(province, template, target, choice())
    before, after = parts(template), parts(target)
    assert list(before) == list(after)
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {
        "xl/workbook.xml",
        "xl/worksheets/sheet1.xml",
        "xl/charts/chart1.xml",
        "xl/drawings/drawing1.xml",
    }
    chart = texts(target, "xl/charts/chart1.xml")
    assert chart == ["ตรวจแล้ว 2567", "'ผู้ว่าฯ'!B5", "'ผู้ว่าฯ'!$A$6:$A$9", "'ผู้ว่าฯ'!$B$6:$B$9"]
    rows = etree.fromstring(after["xl/drawings/drawing1.xml"]).iter("{*}row")
    assert sorted(int(str(row.text)) for row in rows)[-1] >= 14, "the chart stands below the rows"
    sheet = etree.fromstring(after["xl/worksheets/sheet1.xml"])
    places = [row.get("r") for row in sheet.iter("{*}row")]
    assert places == sorted(set(places), key=lambda place: int(str(place)))
    book: Any = openpyxl.load_workbook(target)
    assert (len(book["ผู้ว่าฯ"]._charts), len(book["ผู้ว่าฯ"]._images)) == (1, 1)


def test_a_list_without_rows_leaves_one_empty_row(office: Workspace, tmp_path: Path) -> None:
    with office.database.door() as connection:
        connection.exec_driver_sql("DELETE FROM factory")
    template = make(tmp_path / "แบบ.xlsx", A8="{{r1.เมืองพิจิตร.covered}}")
    fill_template(office, template, tmp_path / "ผล.xlsx", choice())
    sheet: Any = openpyxl.load_workbook(tmp_path / "ผล.xlsx")["ผู้ว่าฯ"]
    assert (sheet["A6"].value or "", sheet["A7"].value, sheet["B7"].value) == ("", "รวม", 0)
    assert sheet["A8"].value == "–"


def test_words_that_begin_like_a_formula_stay_words(province: Workspace, tmp_path: Path) -> None:
    province.name_person(name="=1+1", office='=HYPERLINK("http://x")')
    fill_template(province, make(tmp_path / "แบบ.xlsx"), tmp_path / "ผล.xlsx", choice())
    cell = openpyxl.load_workbook(tmp_path / "ผล.xlsx")["ผู้ว่าฯ"]["A1"]
    assert (cell.value, cell.data_type) == ('=HYPERLINK("http://x")', "s")


def test_every_unknown_placeholder_is_told_with_its_cell(province: Workspace, tmp_path: Path) -> None:
    template = make(
        tmp_path / "แบบ.xlsx", A8="{{r1.total.coverd}} {{ofice}}", C6="{{r1.each.shares}}", A9="{{r99.x}}"
    )
    target = tmp_path / "ผล.xlsx"
    with pytest.raises(Refused) as caught:
        fill_template(province, template, target, choice())
    told = {problem.place: problem for problem in caught.value.problems}
    assert set(told) == {"ผู้ว่าฯ!A8", "ผู้ว่าฯ!C6", "ผู้ว่าฯ!A9"}
    assert "{{r1.total.covered}}" in " ".join(problem.cure.en for problem in caught.value.problems)
    assert "{{office}}" in " ".join(problem.cure.th for problem in caught.value.problems)
    assert not target.exists()


def _formula(sheet: Any) -> None:
    sheet["E9"] = "=SUM(B6:B7)"


def _protected(sheet: Any) -> None:
    sheet.protection.sheet = True


def _locked_book(sheet: Any) -> None:
    from openpyxl.workbook.protection import WorkbookProtection

    sheet.parent.security = WorkbookProtection(lockStructure=True)


@pytest.mark.parametrize(
    ("spoil", "place", "words"),
    [
        (_formula, "ผู้ว่าฯ!E9", "formula"),
        (_protected, "ผู้ว่าฯ", "protected"),
        (_locked_book, "xl/workbook.xml", "protected"),
    ],
)
def test_a_template_that_cannot_be_filled_is_refused_with_place_and_cure(
    province: Workspace, tmp_path: Path, spoil: Any, place: str, words: str
) -> None:
    template = make(tmp_path / "แบบ.xlsx")
    book = openpyxl.load_workbook(template)
    spoil(book["ผู้ว่าฯ"])
    book.save(template)
    with pytest.raises(Refused) as caught:
        fill_template(province, template, tmp_path / "ผล.xlsx", choice())
    [problem] = caught.value.problems
    assert problem.place == place
    assert words in problem.title.en
    assert problem.cure.th


def _with(template: Path, name: str, data: bytes) -> None:
    with zipfile.ZipFile(template, "a") as archive:
        archive.writestr(name, data)


def test_links_macros_old_files_and_unsafe_xml_are_refused(province: Workspace, tmp_path: Path) -> None:
    cases: dict[str, Any] = {
        "linked to other files": lambda path: _with(path, "xl/externalLinks/externalLink1.xml", b"<x/>"),
        "macros": lambda path: _with(path, "xl/vbaProject.bin", b"x"),
        "unsafe XML": lambda path: _with(path, "xl/more.xml", b'<!DOCTYPE x [<!ENTITY a "b">]><x/>'),
        "old Excel file": lambda path: path.write_bytes(bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 600),
        "damaged": lambda path: path.write_bytes(path.read_bytes()[:2000]),
        "not an Excel": lambda path: path.write_bytes(b"hello"),
    }
    for words, spoil in cases.items():
        template = make(tmp_path / "แบบ.xlsx")
        spoil(template)
        with pytest.raises(Refused, match=words) as caught:
            fill_template(province, template, tmp_path / "ผล.xlsx", choice())
        assert caught.value.problems[0].place
        assert not (tmp_path / "ผล.xlsx").exists()


def test_a_document_is_filled_with_repeated_rows_and_paragraphs(province: Workspace, tmp_path: Path) -> None:
    import docx

    document = docx.Document()
    paragraph = document.add_paragraph("ส่วนราชการ {{off")
    paragraph.add_run("ice}} ").bold = True
    paragraph.add_run("ณ {{today}}")
    document.add_paragraph("โทร. {{phone}}")
    document.add_paragraph("- {{r1.each.district}} {{r1.each.covered}}")
    table = document.add_table(2, 2)
    for place, text in enumerate(("อำเภอ", "ร้อยละ", "{{r1.each.district}}", "{{r1.each.share}}")):
        table.cell(place // 2, place % 2).text = text
    document.save(str(tmp_path / "แบบ.docx"))
    target = tmp_path / "ผล.docx"
    fill_template(province, tmp_path / "แบบ.docx", target, choice(thai_digits=True))
    made = docx.Document(str(target))
    lines = [one.text for one in made.paragraphs]
    assert lines[0] == "ส่วนราชการ สอจ.พิจิตร ณ ๒๐ ส.ค. ๒๕๖๗"
    assert made.paragraphs[0].runs[1].bold
    assert not any("โทร" in line for line in lines), "what has no telephone has no line for it"
    assert sum(line.startswith("- ") for line in lines) == 4
    rows = [[cell.text for cell in row.cells] for row in made.tables[0].rows]
    assert len(rows) == 5
    assert rows[1][1].endswith("%")


def test_rows_of_loans_are_filled_only_into_a_locked_file(province: Workspace, tmp_path: Path) -> None:
    template, target = make(tmp_path / "แบบ.xlsx", A9="{{r6.each.enterprise}}"), tmp_path / "ผล.xlsx"
    with pytest.raises(PasswordMissing):
        fill_template(province, template, target, choice())
    assert not target.exists()
    fill_template(province, template, target, choice(), password="พิจิตร-2567-ลับ")
    assert target.read_bytes().startswith(bytes.fromhex("D0CF11E0"))


def test_a_document_that_is_protected_is_refused(province: Workspace, tmp_path: Path) -> None:
    import docx
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    document: Any = docx.Document()
    guard = OxmlElement("w:documentProtection")
    guard.set(qn("w:enforcement"), "1")
    document.settings.element.append(guard)
    document.save(str(tmp_path / "แบบ.docx"))
    with pytest.raises(Refused, match="protected"):
        fill_template(province, tmp_path / "แบบ.docx", tmp_path / "ผล.docx", choice())


@pytest.mark.parametrize(
    ("formula", "result"),
    [
        ("$B$5", "$B$5"),
        ("$B$6", "$B$6:$B$9"),
        ("B7", "B10"),
        ("A1:C6", "A1:C9"),
        ("Own!$1:$5", "Own!$1:$5"),
        ("Own!$1:$7", "Own!$1:$10"),
        ("Other!B7", "Other!B7"),
        ("'it''s'!B7", "'it''s'!B7"),
        ('IF(B7>1,"B7",LOG10(B7))', 'IF(B10>1,"B7",LOG10(B10))'),
    ],
)
def test_references_follow_the_rows(formula: str, result: str) -> None:
    assert moved(formula, {"Own": Growth({6: 3})}, "Own") == result


def test_what_lies_between_two_cells_moves_and_keeps_its_size() -> None:
    name = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
    marks = "".join(f"<{end}><row>{row}</row></{end}>" for end, row in (("from", 8), ("to", 20)))
    root = etree.fromstring(f'<wsDr xmlns="{name}"><twoCellAnchor>{marks}</twoCellAnchor></wsDr>')
    growing.move_anchors(root, Growth({6: 3}))
    assert [row.text for row in root.iter("{*}row")] == ["11", "23"]


def test_a_condition_on_a_cell_of_the_repeated_row_is_on_its_first_copy() -> None:
    assert moved("$B6>B7", {"Own": Growth({6: 3})}, "Own", one_cell=True) == "$B6>B10"


class _Run:
    def __init__(self, text: str) -> None:
        self.text = text

    def set(self, key: str, value: str) -> None:
        """Keep spaces."""


def test_placeholders_cut_into_runs_are_filled_where_they_begin() -> None:
    runs = [_Run(text) for text in ("a{{x}}b{", "{y}", "} and {{x}", "}", " {{z}}")]
    replace_in_runs(runs, {"x": "1", "y": "22", "z": ""}.__getitem__)
    assert [run.text for run in runs] == ["a1b22", "", " and 1", "", " "]
