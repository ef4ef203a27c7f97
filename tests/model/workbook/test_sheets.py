"""The declared columns: what Excel demands of tables, and what each sheet promises."""

from __future__ import annotations

import re

import pytest

from fieldkit.model.workbook import sheets
from fieldkit.model.workbook.sheets import Sheet

ALL = pytest.mark.parametrize("sheet", sheets.SHEETS, ids=lambda sheet: sheet.table)


@ALL
def test_keys_and_titles_are_unique_as_tables_demand(sheet: Sheet) -> None:
    for names in (
        [column.key for column in sheet.columns],
        [column.title.th.casefold() for column in sheet.columns],
        [column.title.en.casefold() for column in sheet.columns],
    ):
        assert len(set(names)) == len(names)


@ALL
def test_names_are_such_as_excel_takes(sheet: Sheet) -> None:
    assert re.fullmatch("[A-Za-z]+", sheet.table)
    for language in ("th", "en"):
        assert not set(r"[]:*?/\'") & set(sheet.title.pick(language))
        assert len(sheet.title.pick(language)) <= 26  # room for " (99)"
        assert all("\n" not in column.title.pick(language) for column in sheet.columns)


@ALL
def test_every_real_date_has_its_iso_column(sheet: Sheet) -> None:
    keys = {column.key for column in sheet.columns}
    dates = {column.key for column in sheet.columns if column.kind in ("date", "moment")}
    assert {f"{key}_iso" for key in dates} <= keys


@pytest.mark.parametrize("sheet", [sheets.ANSWERS, sheets.FINDINGS, sheets.PHOTOS], ids=lambda s: s.table)
def test_rows_of_a_child_sheet_say_whose_they_are(sheet: Sheet) -> None:
    keys = {column.key for column in sheet.columns}
    assert {"inspection_id", "registration_no", "factory_name", "date", "officer", "state"} <= keys


def test_table_names_and_titles_are_unique_in_the_workbook() -> None:
    for names in (
        [sheet.table for sheet in sheets.SHEETS],
        [sheet.title.th for sheet in sheets.SHEETS],
        [sheet.title.en for sheet in sheets.SHEETS],
    ):
        assert len({name.casefold() for name in names}) == len(names)
