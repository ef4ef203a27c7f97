"""Reference tables: described as data, layered row by row from a day on, confirmed, edited in Excel."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldkit.errors import FieldkitError
from fieldkit.model import limits, records, reference
from fieldkit.model.holidays import calendar
from fieldkit.model.reference_tables import checks, editing, layers, stored
from fieldkit.model.reference_tables.descriptions import shipped, table, tables
from fieldkit.model.reference_tables.importing import import_table, preview_table
from fieldkit.model.reference_tables.layers import OfficeRow, Version, versions
from fieldkit.model.reference_tables.listing import counted, is_unconfirmed, listing
from fieldkit.model.reference_tables.sheets import export_table
from fieldkit.model.register import sheet
from fieldkit.model.register.undo import undo_import
from fieldkit.model.roles import ADMINISTRATOR, CENTRE_ADDRESS, NotAdministrator
from fieldkit.model.round_trip.headings import header_key
from fieldkit.model.workspace import Workspace
from tests.conftest import Clock
from tests.model.register.books import through_here

TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet, "through", through_here)


@pytest.fixture
def workspace(data_folder: Path, clock: Clock) -> Iterator[Workspace]:
    with closing(Workspace(data_folder, clock=clock)) as opened:
        opened.name_person(name="สมหญิง รักงาน")
        yield opened


def version(name: str, *key: str, on: date = TODAY) -> Version:
    [found] = [one for one in versions(name) if one.key == key and one.in_force(on)]
    return found


def changed(one: Version, **cells: str) -> dict[str, str]:
    return {**one.cells, **cells}


# --- descriptions


def test_describing_a_table_reads_no_other():
    """The window asks for one while a person waits."""
    for kept in (table, shipped):
        kept.cache_clear()
    described = table("factory_types")
    assert shipped.cache_info().currsize == 1
    assert described == tables()["factory_types"]


def test_every_column_of_an_editable_table_has_words_and_every_table_a_key():
    for described in tables().values():
        assert described.keys, described.name
        if described.editable:
            for column in described.columns:
                assert column.title.th != column.name, (described.name, column.name)
            headers = [header_key(column.title.th) for column in described.columns]
            assert len(headers) == len(set(headers)), described.name


@pytest.mark.parametrize("name", sorted(tables()))
def test_shipped_rows_are_what_their_table_says(name: str):
    described = table(name)
    if not described.editable:
        return
    seen: list[dict[str, str]] = []
    for row in shipped(name):
        cells = dict(row.cells)
        assert checks.faults(described, cells) == [], (name, row.line)
        assert checks.overlap(described, cells, seen) is None, (name, row.line)
        seen.append(cells)
    marks = {row.cells["mark"] for row in shipped("sources")}
    assert {row.cells["source"] for row in shipped(name) if "source" in row.cells} <= marks
    checks.check_table(described, layers.rows(name))


def test_readers_of_tables_are_there():
    for name in checks._READERS:
        assert table(name).editable
        checks.check_table(table(name), layers.rows(name))


# --- layers


def test_a_new_row_judges_from_its_day_on_and_nothing_before(workspace: Workspace):
    old = version("limits", "WW-BOD")
    editing.save(workspace, "limits", changed(old, max="10", valid_from="2027-01-01"), version=old)
    assert limits.judge("WW-BOD", "15", on=date(2026, 12, 31)).outcome == "pass"
    assert limits.judge("WW-BOD", "15", on=date(2027, 1, 1)).outcome == "fail"
    found = [one for one in versions("limits") if one.key == ("WW-BOD",)]
    assert [one.row.cells["valid_to"] for one in found] == ["2026-12-31", ""]


def test_holidays_wording_settings_and_sections_follow_their_days(workspace: Workspace):
    holiday = {"date": "2027-06-07", "th": "วันหยุดพิเศษ", "en": "Special holiday", "kind": "special"}
    holiday |= {"source": "PR", "confidence": "proposed", "valid_from": "", "valid_to": ""}
    editing.save(workspace, "holidays", holiday)
    assert not calendar().is_working_day(date(2027, 6, 7))
    days = version("params", "order.days.C")
    editing.save(workspace, "params", changed(days, value="7", valid_from="2026-12-01"), version=days)
    assert reference.whole_param("order.days.C", date(2026, 11, 30)) == 15
    assert reference.whole_param("order.days.C", date(2026, 12, 1)) == 7
    assert reference.whole_param("order.days.C") == 15
    block = version("wording", "advice")
    text = changed(block, text="ใหม่ {action} {days}", text_en="New {action} {days}", valid_from="2027-01-01")
    editing.save(workspace, "wording", text, version=block)
    assert reference.wording("advice", date(2027, 1, 2)).text.en.startswith("New")
    assert not reference.wording("advice", TODAY).text.en.startswith("New")
    section = version("sections", "7", "")
    editing.save(workspace, "sections", changed(section, th="ใหม่", valid_from="2027-01-01"), version=section)
    newest = [one for one in reference.sections() if one.number == "7"]
    assert [one.in_force(date(2027, 2, 1)) for one in newest] == [False, True]


def test_the_shipped_rows_are_back_when_the_folder_is_closed(workspace: Workspace, tmp_path: Path):
    old = version("params", "order.days.C")
    editing.save(workspace, "params", changed(old, value="7"), version=old, note="หนังสือสั่งการ")
    assert reference.whole_param("order.days.C") == 7
    with closing(Workspace(tmp_path / "other", clock=workspace.clock)):
        assert reference.whole_param("order.days.C") == 15
    assert reference.whole_param("order.days.C") == 7
    workspace.log.rebuild()
    assert reference.whole_param("order.days.C") == 7


def test_an_edit_is_undone_and_a_row_restored(workspace: Workspace):
    old = version("params", "order.days.C")
    done = editing.save(workspace, "params", changed(old, value="7"), version=old, note="แก้")
    assert done is not None
    records.undo(workspace, done)
    assert reference.whole_param("order.days.C") == 15
    editing.save(workspace, "params", changed(old, value="8"), version=old, note="แก้")
    editing.restore(workspace, version("params", "order.days.C"))
    assert reference.whole_param("order.days.C") == 15
    editing.save(workspace, "params", changed(old, value="9"), version=old, note="แก้")
    assert reference.whole_param("order.days.C") == 9


def test_a_row_ends(workspace: Workspace):
    editing.end(workspace, version("limits", "WW-BOD"), date(2026, 12, 31))
    limits.in_force("WW-BOD", date(2026, 12, 31))
    with pytest.raises(limits.UnknownLimit):
        limits.in_force("WW-BOD", date(2027, 1, 1))


DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))
ROWS = st.lists(st.tuples(st.sampled_from("ab"), DAYS, st.integers(0, 900), st.booleans()), max_size=9)


@given(ROWS, st.lists(DAYS, min_size=1, max_size=9))
def test_the_row_in_force_is_one_and_that_of_a_naive_search(rows, days):
    described = table("aqi_bands")
    cells = {}
    for key, first, length, is_open in rows:
        last = "" if is_open else (first + timedelta(days=length)).isoformat()
        cells[key, first.isoformat()] = last
    office = [
        OfficeRow(
            str(number),
            described.name,
            (key,),
            first,
            {column.name: "" for column in described.columns}
            | {"id": key, "valid_from": first, "valid_to": last},
        )
        for number, ((key, first), last) in enumerate(cells.items())
    ]
    made = [one for one in layers.compose(described, office) if one.key[0] in "ab"]
    for day in days:
        for key in "ab":
            begun = [
                (first, last) for (k, first), last in cells.items() if k == key and first <= day.isoformat()
            ]
            wanted = max(begun, default=None)
            if wanted is not None and wanted[1] and wanted[1] < day.isoformat():
                wanted = None
            found = [one.valid_from for one in made if one.key == (key,) and one.in_force(day)]
            assert found == ([wanted[0]] if wanted else [])


# --- what is refused


@pytest.mark.parametrize(
    ("cells", "column", "words"),
    [
        ({"unit": ""}, "unit", "หน่วย"),
        ({"max": "สูง"}, "max", "ตัวเลข"),
        ({"kind": "range", "min": "9", "max": "5"}, "min", "มากกว่าค่าสูงสุด"),
        ({"effect": "stop"}, "effect", "fail, warning"),
        ({"valid_from": "32/1/2567"}, "valid_from", ""),
        ({"valid_from": "1/6/2570", "valid_to": "1/6/2569"}, "valid_to", "ก่อนวันเริ่มใช้"),
        ({"id": "OTHER"}, "id", "แถวใหม่"),
        ({"kind": "min"}, "min", "ขาดค่า"),
        ({"valid_from": "1/1/2540"}, "valid_from", "เริ่มก่อนแถวเดิม"),
    ],
)
def test_a_row_that_cannot_be_is_refused_with_its_column(workspace: Workspace, cells, column, words):
    old = version("limits", "WW-BOD")
    with pytest.raises(checks.RowRefused) as caught:
        editing.save(workspace, "limits", changed(old, **cells), version=old, note="ลอง")
    assert caught.value.column == column
    assert words in caught.value.title.th


def test_a_taken_day_is_refused_and_a_correction_needs_a_word_why(workspace: Workspace):
    old = version("limits", "WW-BOD")
    with pytest.raises(checks.RowRefused, match="begins on that day"):
        editing.save(workspace, "limits", dict(old.cells))
    with pytest.raises(editing.NoteMissing):
        editing.save(workspace, "limits", changed(old, max="21"), version=old)
    assert editing.save(workspace, "limits", dict(old.cells), version=old) is None
    with pytest.raises(editing.NotEditable):
        editing.save(workspace, "codes", {})


def test_days_of_the_buddhist_era_are_understood(workspace: Workspace):
    old = version("limits", "WW-BOD")
    for written in ("1/1/2570", "1 ม.ค. 2570", "2570-01-01", "2027-01-01"):
        assert checks.stored(table("limits").column("valid_from"), written) == "2027-01-01"  # type: ignore[arg-type]
    editing.save(workspace, "limits", changed(old, max="1,000", valid_from="๑/๑/๒๕๗๐"), version=old)
    assert version("limits", "WW-BOD", on=date(2027, 1, 1)).cells["max"] == "1000"


def test_only_an_administrator_changes_what_all_share(workspace: Workspace):
    workspace.remember(CENTRE_ADDRESS, "https://centre.example")
    old = version("params", "order.days.C")
    for call in (
        lambda: editing.save(workspace, "params", changed(old, value="7"), version=old, note="x"),
        lambda: editing.confirm(workspace, [old], note="x"),
        lambda: editing.restore(workspace, old),
        lambda: preview_table(workspace, Path("none.xlsx"), "params"),
    ):
        with pytest.raises(NotAdministrator):
            call()
    workspace.remember(ADMINISTRATOR, "1")
    editing.save(workspace, "params", changed(old, value="7"), version=old, note="x")


def test_a_row_that_this_program_cannot_use_is_left_out(workspace: Workspace):
    cells = {**version("params", "order.days.C").cells, "value": "many"}
    core = {"tbl": "params", "key": '["order.days.C"]', "valid_from": "", "province": "00"}
    records.add(workspace, stored.TABLE, core | {"cells": json.dumps(cells)}, stream="ref")
    assert reference.whole_param("order.days.C") == 15
    _usable, left_out = stored.read(workspace)
    assert [one.row.key for one in left_out] == [("order.days.C",)]


def test_an_office_does_not_take_another_provinces_rows(workspace: Workspace):
    cells = {**version("params", "order.days.C").cells, "value": "1"}
    core = {"tbl": "params", "key": '["order.days.C"]', "valid_from": "", "province": "10"}
    records.add(workspace, stored.TABLE, core | {"cells": json.dumps(cells)}, stream="ref")
    assert reference.whole_param("order.days.C") == 15


# --- confirmation


def test_a_confirmed_row_loses_its_mark_until_it_changes(workspace: Workspace):
    old = version("limits", "WW-BOD")
    assert is_unconfirmed(old)
    before = counted("limits", TODAY).unconfirmed
    with pytest.raises(editing.NoteMissing):
        editing.confirm(workspace, [old], note=" ")
    editing.confirm(workspace, [old], note="ตรวจกับราชกิจจานุเบกษา")
    now = version("limits", "WW-BOD")
    assert now.confirmed
    assert not limits.in_force("WW-BOD", TODAY).unconfirmed
    assert counted("limits", TODAY).unconfirmed == before - 1
    assert now.office is not None
    assert (now.office.confirmed_by, now.office.confirmed_on) == ("สมหญิง รักงาน", "2026-11-22")
    editing.save(workspace, "limits", changed(now, max="21"), version=now, note="พิมพ์ผิด")
    assert limits.in_force("WW-BOD", TODAY).unconfirmed


def test_what_was_taken_back_does_not_come_again_with_a_confirmation(workspace: Workspace):
    old = version("params", "order.days.C")
    editing.save(workspace, "params", changed(old, value="7"), version=old, note="แก้")
    editing.restore(workspace, version("params", "order.days.C"))
    editing.confirm(workspace, [version("params", "order.days.C")], note="หนังสือเวียน")
    assert reference.whole_param("order.days.C") == 15
    editing.restore(workspace, version("params", "order.days.C"))
    editing.save(workspace, "params", changed(old, value="9"), version=old, note="แก้")
    assert not version("params", "order.days.C").confirmed


def test_a_row_of_the_office_comes_out_of_the_bin(workspace: Workspace):
    old = version("params", "order.days.C")
    editing.save(workspace, "params", changed(old, value="7", valid_from="2026-12-01"), version=old)
    editing.restore(workspace, version("params", "order.days.C", on=date(2026, 12, 1)))
    assert reference.whole_param("order.days.C", date(2026, 12, 1)) == 15
    [one] = stored.in_bin(workspace, "params")
    editing.bring_back(workspace, one)
    assert reference.whole_param("order.days.C", date(2026, 12, 1)) == 7
    assert stored.in_bin(workspace, "params") == []


def test_rows_are_found_by_words_state_and_order(workspace: Workspace):
    old = version("limits", "WW-BOD")
    editing.save(workspace, "limits", changed(old, max="10", valid_from="2027-01-01"), version=old)
    assert [one.cells["max"] for one in listing("limits", TODAY, show="future")] == ["10"]
    assert [one.cells["max"] for one in listing("limits", TODAY, show="office")] == ["10"]
    keys = {one.key[0] for one in listing("limits", TODAY, search="บีโอดี 20")}
    assert "WW-BOD" in keys
    assert all("BOD" in key for key in keys)
    assert listing("limits", date(2027, 1, 1), show="past", search="WW-BOD")[0].cells["max"] == "20"
    found = [
        float(one.cells["max"]) for one in listing("limits", TODAY, sort="max", down=True) if one.cells["max"]
    ]
    assert sorted(found, reverse=True) == list(found)


# --- Excel


@pytest.mark.parametrize("name", [one.name for one in tables().values() if one.editable])
@pytest.mark.parametrize("language", ["th", "en"])
def test_what_was_exported_changes_nothing_when_it_is_imported(
    workspace: Workspace, tmp_path: Path, name: str, language: str
):
    if name == "limits":
        old = version("limits", "WW-BOD")
        editing.save(workspace, "limits", changed(old, max="10", valid_from="2027-01-01"), version=old)
    file = tmp_path / "table.xlsx"
    count = export_table(workspace, file, name, language=language)
    found = preview_table(workspace, file, name)
    assert found.rejected == ()
    assert found.changed == ()
    assert found.new == ()
    assert found.unchanged == count


def edited(file: Path, change: dict[tuple[int, str], Any], more: list[dict[str, Any]] | None = None) -> None:
    """Put values into a workbook by (row below the headers from 0, key); add further rows."""
    from openpyxl import load_workbook

    book = load_workbook(file)
    sheet = book.worksheets[0]
    keys = [cell.value for cell in sheet[1]]
    for (row, key), value in change.items():
        sheet.cell(row + 3, keys.index(key) + 1).value = value
    for number, row_cells in enumerate(more or [], sheet.max_row + 1):
        for key, value in row_cells.items():
            sheet.cell(number, keys.index(key) + 1).value = value
    book.save(file)


def test_an_edited_table_is_shown_cell_by_cell_written_and_taken_back(workspace: Workspace, tmp_path: Path):
    file = tmp_path / "limits.xlsx"
    export_table(workspace, file, "limits")
    first = shipped("limits")[1]
    new = dict(first.cells) | {"max": 35, "valid_from": "1/1/2570"}
    edited(file, {(1, "valid_to"): "31/12/2569", (2, "note"): "ลอง"}, [new])
    result = import_table(workspace, file, "limits")
    assert result.preview.rejected == ()
    assert [entry.number for entry in result.preview.new] == [first.cells["id"]]
    assert [[one.column for one in entry.changes] for entry in result.preview.changed] == [
        ["valid_to"],
        ["note"],
    ]
    assert limits.in_force(first.cells["id"], date(2027, 1, 1)).maximum == 35
    assert result.import_id is not None
    undone = undo_import(workspace, result.import_id)
    assert undone.kept == ()
    assert limits.in_force(first.cells["id"], date(2027, 1, 1)).maximum == 40


def test_bad_rows_are_refused_with_sheet_row_column_and_cure(workspace: Workspace, tmp_path: Path):
    file = tmp_path / "limits.xlsx"
    export_table(workspace, file, "limits")
    overlapping = dict(shipped("limits")[1].cells) | {"max": 35, "valid_from": "2027-01-01"}
    edited(file, {(0, "unit"): None, (3, "max"): "มาก"}, [overlapping])
    found = preview_table(workspace, file, "limits")
    told = {(remark.row, remark.column): remark.reason.th for remark in found.rejected}
    last = len(shipped("limits")) + 3
    assert {row for row, _column in told} == {3, 6, last}
    assert "หน่วย" in told[3, "E"]
    assert "ตัวเลข" in told[6, "I"]
    assert "ซ้อน" in told[last, "R"]
    assert "31 ธ.ค. 2569" in told[last, "R"]
    assert found.ops == ()


def test_another_file_and_doubled_headers_are_refused(workspace: Workspace, tmp_path: Path):
    file = tmp_path / "x.csv"
    file.write_text("ก,ข\n1,2\n", encoding="utf-8")
    with pytest.raises(FieldkitError, match="no headers"):
        preview_table(workspace, file, "limits")
    file.write_text("id,id,max\na,b,1\n", encoding="utf-8")
    with pytest.raises(FieldkitError, match="More than one column"):
        preview_table(workspace, file, "limits")
