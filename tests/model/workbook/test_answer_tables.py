"""Sheets that follow a checklist: repeats, one column a question, labels, codes, choices, measurements."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from fieldkit.model.inspections import Inspection, repeats
from fieldkit.model.workbook import Filters, TableOptions, export_workbook
from fieldkit.model.workbook.answer_tables import Words
from fieldkit.model.workspace import Workspace
from tests import tiny_checklists
from tests.model.workbook.reading import table

TH, EN = "label::Thai (th)", "label::English (en)"
SURVEY = [
    {"type": "text", "name": "note", TH: "บันทึก", EN: "Note"},
    {"type": "begin_repeat", "name": "stack", TH: "ปล่อง: ทุกปล่อง/จุด", EN: "Stack"},
    {"type": "text", "name": "called", TH: "ชื่อปล่อง", EN: "Name"},
    {"type": "decimal", "name": "dust", TH: "ฝุ่น", EN: "Dust", "fieldkit::unit": "mg/m³"},
    {"type": "select_multiple fuel", "name": "fuels", TH: "เชื้อเพลิง", EN: "Fuels"},
    {"type": "date", "name": "next", TH: "ครั้งหน้า", EN: "Next"},
    {"type": "note", "name": "told", TH: "อ่าน", EN: "Read"},
    {"type": "begin_repeat", "name": "reading", TH: "ครั้ง", EN: "Reading"},
    {"type": "integer", "name": "ppm", TH: "ค่า", EN: "ppm", "relevant": "${dust} > 1"},
    {"type": "end_repeat"},
    {"type": "end_repeat"},
]
CHOICES = [
    {"list_name": "fuel", "name": "husk", TH: "แกลบ", EN: "Rice husk"},
    {"list_name": "fuel", "name": "wood", TH: "ไม้ ฟืน", EN: "Fire wood"},
]
ANSWERS = {
    "/data/note": "=1+1",
    "/data/stack[1]/called": "A",
    "/data/stack[1]/dust": "0.5",
    "/data/stack[1]/reading[1]/ppm": "9",
    "/data/stack[2]/called": "B",
    "/data/stack[2]/dust": "21.5",
    "/data/stack[2]/fuels": "wood",
    "/data/stack[2]/next": "2027-01-31",
    "/data/stack[2]/reading[2]/ppm": "4",
}


@pytest.fixture
def filled(office: Workspace, tmp_path: Path) -> Inspection:
    inspection = tiny_checklists.start(office, tmp_path, SURVEY, CHOICES)
    repeats.add_row(inspection, "/data/stack")
    for _ in range(2):
        repeats.add_row(inspection, "/data/stack[2]/reading")
    inspection.answer("/data/stack[1]/dust", "2")  # makes its reading relevant for a while
    for path in ("/data/stack[1]/reading[1]/ppm", *ANSWERS):
        inspection.answer(path, ANSWERS[path])
    return inspection


def exported(inspection: Inspection, folder: Path, language: str = "th", **options: Any) -> Any:
    target = folder / "out.xlsx"
    chosen = TableOptions(**options)
    export_workbook(inspection.workspace, target, language=language, filters=Filters(), options=chosen)
    return openpyxl.load_workbook(target)


def test_the_sheet_of_answers_may_be_left_out(filled: Inspection, tmp_path: Path) -> None:
    (tmp_path / "long").mkdir()
    whole, book = exported(filled, tmp_path / "long"), exported(filled, tmp_path, long=False, wide=True)
    with pytest.raises(KeyError):
        table(book, "Answers")
    assert table(whole, "Answers")
    for name in ("Inspections", "Measurements", "Rows_TYP_stack"):
        assert table(book, name) == table(whole, name)
    assert "Answers" not in {row["value"] for row in table(book, "About")}


def test_each_repeat_has_a_sheet_whose_rows_say_whose_they_are(filled: Inspection, tmp_path: Path) -> None:
    book = exported(filled, tmp_path)
    assert book.sheetnames[4:6] == ["TYP ปล่อง_ ทุกปล่อง_จุด", "TYP ครั้ง"]
    first, second = table(book, "Rows_TYP_stack")
    assert {row["inspection_id"] for row in (first, second)} == {filled.id}
    owner = ("registration_no", "factory_name", "date", "officer")
    inspection = table(book, "Inspections")[0]
    assert [second[name] for name in owner] == [inspection[name] for name in owner]
    assert (first["row"], first["row_name"], first["dust"]) == (1, "A", 0.5)
    assert (second["row"], second["row_name"], second["dust"]) == (2, "B", 21.5)
    assert (second["fuels"], second["fuels:code"]) == ("ไม้ ฟืน", "wood")
    assert (second["next"], second["next:iso"]) == (datetime(2027, 1, 31), "2027-01-31")
    assert "told" not in second


def test_rows_inside_rows_name_the_row_around_them(filled: Inspection, tmp_path: Path) -> None:
    rows = table(exported(filled, tmp_path), "Rows_TYP_reading")
    found = [(row["row_of"], row["row"], row["ppm"]) for row in rows]
    # what is not relevant is not there, though it was answered
    assert found == [("1", 1, None), ("2", 1, None), ("2", 2, 4)]


@pytest.mark.parametrize(
    ("words", "columns"),
    [
        ("both", {"fuels": "ไม้ ฟืน", "fuels:code": "wood"}),
        ("labels", {"fuels": "ไม้ ฟืน"}),
        ("codes", {"fuels:code": "wood"}),
    ],
)
def test_labels_or_codes_or_both(
    filled: Inspection, tmp_path: Path, words: Words, columns: dict[str, str]
) -> None:
    book = exported(filled, tmp_path, words=words)
    row = table(book, "Rows_TYP_stack")[1]
    assert {key: value for key, value in row.items() if key.startswith("fuels")} == columns
    answers = table(book, "Answers")[0]
    assert ("answer" in answers, "answer_code" in answers) == (words != "codes", words != "labels")
    assert {"question", "question_code"} <= answers.keys()


def test_each_choice_may_have_a_column(filled: Inspection, tmp_path: Path) -> None:
    first, second = table(exported(filled, tmp_path, "en", split=True), "Rows_TYP_stack")
    assert (second["fuels/husk"], second["fuels/wood"]) == (0, 1)
    assert (first["fuels/husk"], first["fuels/wood"]) == (None, None)  # not answered


def test_a_sheet_for_each_checklist_has_a_column_for_each_question(
    filled: Inspection, tmp_path: Path
) -> None:
    [row] = table(exported(filled, tmp_path, wide=True), "Form_TYP")
    assert (row["inspection_id"], row["note"]) == (filled.id, "=1+1")
    assert "dust" not in row


def test_measurements_have_value_unit_and_the_point_they_were_taken_at(
    filled: Inspection, tmp_path: Path
) -> None:
    rows = table(exported(filled, tmp_path), "Measurements")
    found = [(row["row_name"], row["number"], row["unit"]) for row in rows]
    assert found == [("A", 0.5, "mg/m³"), ("B", 21.5, "mg/m³")]


def test_titles_of_columns_are_never_alike(office: Workspace, tmp_path: Path) -> None:
    survey = [
        {"type": "begin_repeat", "name": "r", TH: "แถว"},
        {"type": "text", "name": "a", TH: "วันที่ตรวจ"},
        {"type": "text", "name": "b", TH: "วันที่ตรวจ"},
        {"type": "end_repeat"},
    ]
    inspection = tiny_checklists.start(office, tmp_path, survey)
    sheet = exported(inspection, tmp_path)["TYP แถว"]
    titles = [cell.value for cell in sheet[2]]
    assert len(set(titles)) == len(titles)
    assert titles[-2:] == ["วันที่ตรวจ (2)", "วันที่ตรวจ (3)"]
