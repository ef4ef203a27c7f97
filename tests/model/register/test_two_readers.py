"""calamine reads quickly, openpyxl reads everything; whoever reads, the register says the same."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldkit.model.register import sheet, worker
from fieldkit.model.register.cells import cells_of, text
from fieldkit.model.register.problems import Unreadable
from tests.model.register.books import HEADERS, MILL, workbook

# What XML can hold; a return is written as \n by whoever wrote it.
LETTERS = st.characters(
    codec="utf-8", exclude_categories=("Cs", "Cc", "Cn", "Co"), exclude_characters="\ufffe\uffff"
)
CELLS = st.one_of(
    st.none(),
    st.text(LETTERS, max_size=8),
    st.booleans(),
    st.integers(1 - 2**53, 2**53 - 1),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.dates(date(1900, 3, 1), date(2700, 1, 1)),
    st.datetimes(datetime(1900, 3, 1), datetime(2700, 1, 1)).map(lambda found: found.replace(microsecond=0)),
    st.builds(time, st.integers(0, 23), st.integers(0, 59), st.integers(0, 59)),
)


def rows(path: Path, *, sparing: bool) -> list[Any]:
    return [row for message in worker.messages(path, sparing=sparing) for row in message.get("rows", ())]


def said(cell: Any) -> str:
    try:
        return text(*cells_of([cell]))
    except Unreadable as error:
        return error.reason.en


@settings(max_examples=40)
@given(st.lists(st.lists(CELLS, max_size=5), max_size=5))
def test_both_say_the_same(tmp_path_factory: pytest.TempPathFactory, cells: list[list[Any]]) -> None:
    path = workbook(tmp_path_factory.mktemp("book") / "a.xlsx", [["first"], *cells])
    quick, patient = (
        [(number, [said(cell) for cell in row]) for number, row in rows(path, sparing=sparing)]
        for sparing in (False, True)
    )
    assert quick == patient


def test_rows_and_columns_keep_their_places(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    first = book.active
    assert first is not None
    first["C5"], first["E7"] = "x", 12
    book.save(tmp_path / "a.xlsx")
    cells = dict(rows(tmp_path / "a.xlsx", sparing=False))
    assert cells == {5: [None, None, "x"], 7: [None, None, "", "", 12]}


def test_a_sheet_with_a_cell_far_away_is_read_all_the_same(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    first = book.active
    assert first is not None
    first.append(HEADERS)
    first.append(MILL)
    # more rows than a sheet of 200 columns may have in the memory of the reader
    first.cell(1_048_576, 200, "x")
    book.save(tmp_path / "far.xlsx")
    [read] = sheet.read(tmp_path / "far.xlsx")
    assert [number for number, _cells in read.rows] == [1, 2, 1_048_576]
