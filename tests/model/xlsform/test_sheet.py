"""Sheets are cut to what is used, and columns have one name however they are written."""

from __future__ import annotations

import re
import zipfile
from datetime import date
from pathlib import Path

import pytest

from fieldkit.model.xlsform import sheet
from fieldkit.model.xlsform.sheet import canonical, read, slim
from tests.model.xlsform.workbooks import checklist, last, problems, write


@pytest.mark.parametrize(
    ("sheet", "header", "double", "name"),
    [
        ("survey", "Label::Thai (th)", True, "label::Thai (th)"),
        ("survey", "label : English", False, "label::English"),
        ("survey", "Constraint Message::Thai (th)", True, "constraint_message::Thai (th)"),
        ("survey", "relevance", True, "relevant"),
        ("survey", "bind::relevant", True, "relevant"),
        ("survey", "bind::jr:constraintMsg", True, "constraint_message"),
        ("survey", "jr:count", False, "repeat_count"),
        ("survey", "fieldkit::Law::English (en)", True, "fieldkit::law::English (en)"),
        ("survey", "media::image::Thai (th)", True, "media::image::Thai (th)"),
        ("choices", "list name", True, "list_name"),
        ("choices", "Province", True, "Province"),
        ("settings", "id_string", True, "form_id"),
        ("settings", "fieldkit::title::English (en)", True, "fieldkit::title::English (en)"),
    ],
)
def test_names_of_columns(sheet: str, header: str, double: bool, name: str) -> None:
    assert canonical(sheet, header, double=double) == name


def test_formatting_up_to_the_last_column_is_not_read(tmp_path: Path) -> None:
    path = checklist(tmp_path / "t.xlsx", [["text", f"q{n}", "A"] for n in range(20)])
    wide = tmp_path / "wide.xlsx"
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(wide, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                content = re.sub(rb"</row>", rb'<c r="AAA1" s="0"/>' * 5_000 + rb"</row>", content)
                empty = b"".join(b'<row r="%d" s="0"></row>' % row for row in range(30, 5_000))
                content = content.replace(b"</sheetData>", empty + b"</sheetData>")
                assert len(content) > 2_000_000
            target.writestr(name, content)
    with zipfile.ZipFile(slim(wide)) as kept:
        assert len(kept.read("xl/worksheets/sheet1.xml")) < 10_000
    assert last(wide)["xform"] == last(path)["xform"].replace('id="t"', 'id="wide"')


def test_a_stray_cell_far_to_the_right_is_left_out(tmp_path: Path) -> None:
    header = ["type", "name", "label", *[None] * 40, "note"]
    path = write(
        tmp_path / "t.xlsx", {"survey": [header, ["text", "a", "A", *[None] * 40, "x"]], "choices": [[]]}
    )
    assert list(read(path).sheet("survey").columns) == ["type", "name", "label"]


def test_rows_keep_their_numbers_across_blank_ones(tmp_path: Path) -> None:
    path = checklist(tmp_path / "t.xlsx", [["text", "a", "A"], *[[None]] * 70, ["textt", "b", "B"]])
    assert [(problem.row, problem.column) for problem in problems(path)] == [(73, "A")]


def test_cells_are_read_as_pyxform_reads_them(tmp_path: Path) -> None:
    path = checklist(
        tmp_path / "t.xlsx", [], settings={"version": 2569.0, "style": True, "day": date(2026, 11, 22)}
    )
    assert read(path).sheet("settings").rows[0].cells == {
        "form_id": "T",
        "version": "2569",
        "form_title": "t",
        "style": "TRUE",
        "day": "2026-11-22 00:00:00",
    }


def test_single_colons_still_part_languages_beside_our_columns(tmp_path: Path) -> None:
    columns = ["type", "name", "label:Thai", "label:English", "fieldkit::law::English (en)"]
    path = checklist(tmp_path / "t.xlsx", [["text", "a", "ก", "A", "law"]], columns=columns)
    found = last(path)
    assert found["languages"] == ["Thai", "English"]
    assert found["policy"] == {"/data/a": {"law::English (en)": "law"}}


def test_more_rows_than_can_be_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet, "MOST_ROWS", 10)
    path = checklist(tmp_path / "t.xlsx", [["text", f"q{n}", "A"] for n in range(20)])
    found = problems(path)
    assert [(problem.sheet, problem.row) for problem in found] == [("survey", 10)]
    assert "select_one_from_file" in found[0].cure.th
