"""Cells out of a spreadsheet's clipboard: what Excel and LibreOffice put there, and what cannot be taken."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldkit.model.register import headers, sheet
from fieldkit.model.register.block import MOST_ROWS, Place, block, cells_of
from fieldkit.model.register.preview import preview
from fieldkit.model.register.problems import RegisterRefused
from fieldkit.model.workspace import Workspace

LIST = Place(
    (("โรงงาน", "name"), ("แรงม้า", "HP"), ("ตรวจล่าสุด", "")),
    range(3),
    lambda row: {"DISPFACREG": f"จ3-9(6)-{row + 1}/51ปจ"},
)
_CELL = st.text(st.sampled_from('ก๑"\t\n,a 1'), max_size=6).filter(lambda cell: not cell.startswith("'"))


def put(written: str) -> list[tuple[int, tuple[str, ...]]]:
    return list(block(written, "คลิปบอร์ด", headers.is_header, LIST, number="DISPFACREG").rows)


@given(st.integers(1, 4).flatmap(lambda n: st.lists(st.lists(_CELL, min_size=n, max_size=n), min_size=1)))
def test_cells_come_as_a_spreadsheet_copies_them(cells: list[list[str]]) -> None:
    copied = io.StringIO()
    csv.writer(copied, dialect="excel-tab", quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows(cells)
    while cells and not any(cells[-1]):
        cells.pop()
    if cells:
        assert cells_of(copied.getvalue(), "") == cells


def test_quotation_marks_inside_a_cell_are_its_own() -> None:
    assert cells_of('ท่อ 2" ยาว\t"บรรทัด 1\nบรรทัด ""2"""\n"ก" ข\t\n', "") == [
        ['ท่อ 2" ยาว', 'บรรทัด 1\nบรรทัด "2"'],
        ['"ก" ข', ""],
    ]


def test_what_fieldkit_copied_comes_back_without_its_armour() -> None:
    assert cells_of("'=1+1\t'90\n", "") == [["=1+1", "'90"]]


def test_without_headers_the_list_gives_them() -> None:
    assert put("12\n34.5\n") == [
        (0, ("name", "DISPFACREG")),
        (1, ("12", "จ3-9(6)-1/51ปจ")),
        (2, ("34.5", "จ3-9(6)-2/51ปจ")),
    ]


def test_numbers_in_front_say_which_rows_are_meant() -> None:
    assert put("จ3-9(6)-7/51ปจ\t75\n") == [(0, ("DISPFACREG", "HP")), (1, ("จ3-9(6)-7/51ปจ", "75"))]


def test_one_row_goes_to_all_that_are_chosen() -> None:
    everywhere = block("ใหม่\n", "", headers.is_header, replace(LIST, chosen=True), number="")
    assert [line[0] for _at, line in everywhere.rows] == ["name", "ใหม่", "ใหม่", "ใหม่"]
    assert [line[0] for _at, line in put("ใหม่\n")] == ["name", "ใหม่"]


def test_what_is_worked_out_is_not_read_and_told() -> None:
    pasted = block("ก\t75\t1/2/2567", "", headers.is_header, LIST, number="")
    assert {line[2] for _at, line in pasted.rows} == {""}
    assert [remark.column for remark in pasted.remarks] == ["C"]


def test_headers_are_kept_as_they_are() -> None:
    assert put("ชื่อโรงงาน\tแรงม้า\nก\t5")[0] == (1, ("ชื่อโรงงาน", "แรงม้า"))


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ("", "คลิปบอร์ด"),
        ("\t\n\t\n", "คลิปบอร์ด"),
        ("ก\t1\nข\n", "คลิปบอร์ด, 2"),
        ("ก\t#####", "คลิปบอร์ด, B1"),
        ("1\t2\t3\t4", "คลิปบอร์ด, D1"),
        ("1\n2\n3\n4", "คลิปบอร์ด, 4"),
        ("1\n" * (MOST_ROWS + 1), "คลิปบอร์ด"),
    ],
)
def test_a_bad_block_is_refused_with_place_and_cure(written: str, place: str) -> None:
    with pytest.raises(RegisterRefused) as refused:
        put(written)
    assert refused.value.place == place
    assert refused.value.hint.th
    assert refused.value.hint.en


def test_a_register_takes_a_block_like_a_file(workspace: Workspace) -> None:
    written = "เลขทะเบียนโรงงาน\tชื่อโรงงาน\tแรงม้า\nจ3-9(6)-1/51ปจ\tโรงเลื่อย\tเจ็ดสิบ\n"
    found = preview(workspace, block(written, "คลิปบอร์ด", headers.is_header, LIST, number=""))
    assert (found.file, len(found.new)) == ("คลิปบอร์ด", 1)
    assert [(remark.row, remark.column) for remark in found.warnings] == [(2, "C")]
    assert not [op for op in found.ops if "เจ็ดสิบ" in str(op.values)]
    assert sheet.name_of(block(written, "x", headers.is_header, LIST, number="")) == "x"
