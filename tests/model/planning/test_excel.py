"""The plan out to Excel and back: cell by cell, moved columns, slips told with row, column and cure, undo."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from fieldkit.model import records, succession
from fieldkit.model.planning import editing
from fieldkit.model.planning.exporting import export_plan
from fieldkit.model.planning.importing import import_plan
from fieldkit.model.planning.officers import introduce
from fieldkit.model.register import importing, sheet, undo
from fieldkit.model.register.problems import RegisterRefused, Remark
from fieldkit.model.workspace import Workspace
from tests.model.register.books import through_here
from tests.office import add_factory

YEAR = 2570
Table = list[list[Any]]


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet, "through", through_here)


@pytest.fixture
def plan_file(workspace: Workspace, tmp_path: Path) -> Path:
    """The plan of three visits, exported: the mill on a day, two shops without one."""
    introduce(workspace, ["นภา แสงทอง"])
    editing.assign(workspace, ["mill"], YEAR, day=date(2026, 12, 1), officer="กฤษณะ ใจดี")
    editing.assign(workspace, ["shop1", "shop2"], YEAR)
    target = tmp_path / "แผน.xlsx"
    assert export_plan(workspace, target, YEAR) == 3
    return target


def edit(path: Path, change: Callable[[Table], Table | None]) -> Path:
    """Let a person change the table below the hidden row of keys, and save a book of one's own."""
    book = openpyxl.load_workbook(path)
    rows = [list(row) for row in book.worksheets[0].iter_rows(min_row=2, values_only=True)]
    rows = change(rows) or rows
    mine = openpyxl.Workbook()
    page = mine.active
    assert page is not None
    page.title = "แผนการตรวจ"
    for row in rows:
        page.append(row)
    mine.save(path)
    return path


def at(rows: Table, header: str) -> int:
    return rows[0].index(header)


def write(header: str, value: Any, row: int = 1) -> Callable[[Table], None]:
    def change(rows: Table) -> None:
        rows[row][at(rows, header)] = value

    return change


def stored(workspace: Workspace, factory: str = "mill") -> dict[str, Any]:
    [row] = workspace.rows(
        "SELECT planned_on, officer, kind, note, state, reason, round FROM assignment"
        " WHERE factory = ? AND coalesce(deleted, 0) = 0",
        factory,
    )
    return row


def said(remarks: tuple[Remark, ...]) -> list[tuple[int, str, str]]:
    return [(remark.row, remark.column, remark.line("th")) for remark in remarks]


def test_the_workbook_unchanged_changes_nothing(workspace: Workspace, plan_file: Path) -> None:
    result = import_plan(workspace, plan_file, YEAR)
    assert result.counts == {"new": 0, "changed": 0, "unchanged": 3, "rejected": 0}
    assert result.import_id is None
    assert result.preview.warnings == ()


def test_the_workbook_shows_buddhist_days_and_words(workspace: Workspace, plan_file: Path) -> None:
    book = openpyxl.load_workbook(plan_file)
    page = book.worksheets[0]
    headers = {cell.value: cell.column or 0 for cell in page[2]}
    day = page.cell(3, headers["วันที่วางแผน"])
    assert "107041E" in day.number_format
    assert page.cell(3, headers["ประเภทการตรวจ"]).value == "ตรวจตามแผนประจำปี"
    assert page.cell(3, headers["ความเสี่ยง"]).value == "ต่ำ"


@pytest.mark.parametrize(
    ("header", "value", "column", "after"),
    [
        ("วันที่วางแผน", date(2027, 4, 5), "planned_on", "2027-04-05"),
        ("วันที่วางแผน", "5/4/2570", "planned_on", "2027-04-05"),
        ("วันที่วางแผน", "5 เม.ย. 70", "planned_on", "2027-04-05"),
        ("วันที่วางแผน", "5/4/2027", "planned_on", "2027-04-05"),
        ("วันที่วางแผน", date(2570, 4, 5), "planned_on", "2027-04-05"),
        ("วันที่วางแผน", None, "planned_on", None),
        ("เจ้าหน้าที่", "นภา  แสงทอง", "officer", "นภา แสงทอง"),
        ("เจ้าหน้าที่", None, "officer", None),
        ("ประเภทการตรวจ", "FOLLOW", "kind", "FOLLOW"),
        ("ประเภทการตรวจ", "ตรวจเรื่องร้องเรียน", "kind", "COMPLAINT"),
        ("สถานะแผน", "เลื่อน", "state", "postponed"),
        ("หมายเหตุ", "เตรียมเครื่องวัดเสียง", "note", "เตรียมเครื่องวัดเสียง"),
    ],
)
def test_a_changed_cell_is_shown_written_and_taken_back(
    workspace: Workspace, plan_file: Path, header: str, value: Any, column: str, after: str | None
) -> None:
    before = stored(workspace)
    edit(plan_file, write(header, value))
    looked = import_plan(workspace, plan_file, YEAR, dry_run=True)
    assert stored(workspace) == before
    [entry] = looked.preview.changed
    assert [(one.column, one.before, one.after) for one in entry.changes] == [(column, before[column], after)]
    result = import_plan(workspace, plan_file, YEAR)
    assert stored(workspace)[column] == after
    assert result.import_id is not None
    undone = undo.undo_import(workspace, result.import_id)
    assert (undone.restored, undone.removed, undone.kept) == (1, 0, ())
    assert stored(workspace) == before


def test_a_moved_day_moves_its_round(workspace: Workspace, plan_file: Path) -> None:
    import_plan(workspace, edit(plan_file, write("วันที่วางแผน", "5/4/2570")), YEAR)
    assert stored(workspace)["round"] == "2/2570"


def test_moved_renamed_and_lost_columns_are_found_by_their_headers(
    workspace: Workspace, plan_file: Path
) -> None:
    def shuffle(rows: Table) -> Table:
        rows[1][at(rows, "หมายเหตุ")] = "ใหม่"
        keep = [at(rows, name) for name in ("รหัสแผน", "หมายเหตุ", "เลขทะเบียนโรงงาน", "เจ้าหน้าที่")]
        moved = [[row[index] for index in keep] for row in rows]
        moved[0][3] = "ผู้ตรวจ"
        return [["แผนการตรวจ ปี 2570"], [], *moved]

    result = import_plan(workspace, edit(plan_file, shuffle), YEAR)
    assert result.counts["changed"] == 1
    assert stored(workspace)["note"] == "ใหม่"
    assert stored(workspace)["planned_on"] == "2026-12-01", "a column that is gone clears nothing"


def test_rows_without_plan_ids_find_their_plan(workspace: Workspace, plan_file: Path) -> None:
    def forget(rows: Table) -> None:
        for row in rows[1:]:
            row[at(rows, "รหัสแผน")] = None
        rows[1][at(rows, "หมายเหตุ")] = "ใหม่"

    result = import_plan(workspace, edit(plan_file, forget), YEAR)
    assert (result.counts["new"], result.counts["changed"], result.counts["unchanged"]) == (0, 1, 2)


def test_a_new_row_is_a_new_plan_once(workspace: Workspace, plan_file: Path) -> None:
    def more(rows: Table) -> None:
        new: list[Any] = [None] * len(rows[0])
        new[at(rows, "เลขทะเบียนโรงงาน")] = "จ3-34(2)-3/55พจ"
        new[at(rows, "วันที่วางแผน")] = "12/5/2570"
        rows.append(new)

    edit(plan_file, more)
    result = import_plan(workspace, plan_file, YEAR)
    assert result.counts["new"] == 1
    assert stored(workspace, "shop3") == {
        "planned_on": "2027-05-12", "officer": None, "kind": "PLAN", "note": None, "state": None,
        "reason": None, "round": "2/2570",
    }  # fmt: skip
    assert import_plan(workspace, plan_file, YEAR).counts["new"] == 0
    assert result.import_id is not None
    assert undo.undo_import(workspace, result.import_id).removed == 1
    with pytest.raises(ValueError, match="not enough"):
        stored(workspace, "shop3")


def test_rows_that_are_gone_stay_and_are_told(workspace: Workspace, plan_file: Path) -> None:
    result = import_plan(workspace, edit(plan_file, lambda rows: rows[:2]), YEAR)
    assert result.counts == {"new": 0, "changed": 0, "unchanged": 1, "rejected": 0}
    assert "แผน 2 รายการไม่มีในไฟล์" in said(result.preview.warnings)[0][2]
    assert stored(workspace, "shop1")


@pytest.mark.parametrize(
    ("header", "value", "told"),
    [
        ("วันที่วางแผน", date(1970, 3, 12), "12 มี.ค. 2513 ไม่อยู่ในปีงบประมาณ 2570 หมายถึง 12 มี.ค. 2570"),
        ("วันที่วางแผน", date(1484, 3, 12), "หมายถึง 12 มี.ค. 2570 ใช่หรือไม่"),
        ("วันที่วางแผน", "1/10/2570", "ไม่อยู่ในปีงบประมาณ 2570 แก้วันที่"),
        ("วันที่วางแผน", "31/2/2570", "ไม่มีวันที่"),
        ("วันที่วางแผน", "เร็ว ๆ นี้", "อ่านวันที่"),
        ("เจ้าหน้าที่", "นภา แสงทองง", "หมายถึง “นภา แสงทอง” ใช่หรือไม่"),
        ("เจ้าหน้าที่", "ใครสักคน", "ไม่รู้จักเจ้าหน้าที่ “ใครสักคน” เพิ่มชื่อ"),
        ("ประเภทการตรวจ", "ไปเที่ยว", "ไม่รู้จักประเภทการตรวจ"),
        ("สถานะแผน", "ยังไม่แน่", "ไม่รู้จักสถานะ “ยังไม่แน่” ใช้ ตามแผน"),
        ("หมายเหตุ", "#REF!", "สูตรใน Excel ผิดพลาด"),
    ],
)
def test_a_cell_that_cannot_be_taken_is_told_and_the_rest_of_the_row_is_written(
    workspace: Workspace, plan_file: Path, header: str, value: Any, told: str
) -> None:
    before = stored(workspace)

    def change(rows: Table) -> None:
        write(header, value)(rows)
        rows[1][at(rows, "เหตุผล")] = "ฝนตก"

    result = import_plan(workspace, edit(plan_file, change), YEAR)
    [remark] = result.preview.warnings
    assert (remark.sheet, remark.row) == ("แผนการตรวจ", 2)
    assert remark.column
    assert told in remark.line("th")
    assert stored(workspace) == before | {"reason": "ฝนตก"}


def test_a_holiday_is_told_and_taken(workspace: Workspace, plan_file: Path) -> None:
    result = import_plan(workspace, edit(plan_file, write("วันที่วางแผน", "5/12/2569")), YEAR)
    assert "5 ธ.ค. 2569 เป็นวันชาติ" in said(result.preview.warnings)[0][2]
    assert stored(workspace)["planned_on"] == "2026-12-05"


def test_a_new_row_with_a_slip_waits_for_its_correction(workspace: Workspace, plan_file: Path) -> None:
    def more(rows: Table) -> None:
        new: list[Any] = [None] * len(rows[0])
        new[at(rows, "เลขทะเบียนโรงงาน")] = "จ3-34(2)-3/55พจ"
        new[at(rows, "เจ้าหน้าที่")] = "ใครสักคน"
        rows.append(new)

    result = import_plan(workspace, edit(plan_file, more), YEAR)
    assert (result.counts["new"], result.counts["rejected"]) == (0, 1)


# --- factories that the office merged or split


def number(value: str | None, id_: Any = "keep") -> Callable[[Table], None]:
    def change(rows: Table) -> None:
        rows[2][at(rows, "เลขทะเบียนโรงงาน")] = value
        rows[2][at(rows, "เลขทะเบียน 14 หลัก")] = None
        if id_ != "keep":
            rows[2][at(rows, "รหัสแผน")] = id_

    return change


def rejected(workspace: Workspace, file: Path) -> str:
    result = import_plan(workspace, file, YEAR)
    [remark] = result.preview.rejected
    assert remark.row == 3
    assert result.counts["unchanged"] == 2
    return remark.line("th")


def test_a_number_that_nobody_has(workspace: Workspace, plan_file: Path) -> None:
    told = rejected(workspace, edit(plan_file, number("จ3-1-1/01พจ")))
    assert "ไม่มีโรงงานเลข “จ3-1-1/01พจ” ในทะเบียน" in told


def test_a_plan_of_another_factory(workspace: Workspace, plan_file: Path) -> None:
    assert "แถวอาจเลื่อน" in rejected(workspace, edit(plan_file, number("จ3-9(1)-12/48พจ")))


def test_a_factory_that_was_merged_into_another(workspace: Workspace, plan_file: Path) -> None:
    shop = records.load(workspace, "factory", "shop3")
    assert shop is not None
    records.delete(workspace, [shop], "รวมกับโรงไม้ 2")
    told = rejected(workspace, edit(plan_file, number("จ3-34(2)-3/55พจ", None)))
    assert "ถูกลบจากทะเบียนแล้ว (รวมกับโรงไม้ 2)" in told


def test_the_number_of_a_factory_that_the_office_merged_means_the_one_that_stays(
    workspace: Workspace, plan_file: Path
) -> None:
    succession.carry_out(workspace, succession.look_merge(workspace, "shop3", "shop2"))
    result = import_plan(workspace, edit(plan_file, number("จ3-34(2)-3/55พจ", None)), 2570)
    assert not any("ถูกลบ" in remark.reason.th for remark in result.preview.rejected)


def test_a_factory_that_was_split(workspace: Workspace, plan_file: Path) -> None:
    add_factory(
        workspace,
        "twin",
        registration_no="10660000099999",
        registration_no_old="จ3-34(2)-3/55พจ",
        name="โรงไม้ 3 ข",
    )
    file = edit(plan_file, number("จ3-34(2)-3/55พจ", None))
    told = rejected(workspace, file)
    assert "เลขนี้เป็นของโรงงาน 2 แห่ง" in told
    assert "ใส่เลข 14 หลัก" in told

    def settle(rows: Table) -> None:
        rows[2][at(rows, "เลขทะเบียน 14 หลัก")] = "10660000099999"

    assert import_plan(workspace, edit_again(file, settle), YEAR).counts["new"] == 1


def edit_again(path: Path, change: Callable[[Table], None]) -> Path:
    """Change a table that has no hidden row any more."""
    book = openpyxl.load_workbook(path)
    rows = [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]
    change(rows)
    for place, row in enumerate(rows, 1):
        for index, value in enumerate(row, 1):
            book.worksheets[0].cell(place, index).value = value
    book.save(path)
    return path


def test_two_numbers_of_two_factories(workspace: Workspace, plan_file: Path) -> None:
    def mix(rows: Table) -> None:
        rows[2][at(rows, "เลขทะเบียน 14 หลัก")] = "10660001225480"

    assert "เป็นของคนละโรงงาน" in rejected(workspace, edit(plan_file, mix))


def test_a_plan_id_of_another_year(workspace: Workspace, plan_file: Path) -> None:
    result = import_plan(workspace, plan_file, 2571)
    assert result.counts["rejected"] == 3
    assert "ไม่มีรหัสแผน" in said(result.preview.rejected)[0][2]


def test_one_plan_twice(workspace: Workspace, plan_file: Path) -> None:
    def double(rows: Table) -> None:
        rows.append(list(rows[1]))

    result = import_plan(workspace, edit(plan_file, double), YEAR)
    assert "ซ้ำกับแถว 2" in said(result.preview.rejected)[0][2]


def test_a_plan_in_the_bin(workspace: Workspace, plan_file: Path) -> None:
    editing.remove(workspace, [workspace.rows("SELECT id FROM assignment WHERE factory = 'shop1'")[0]["id"]])
    result = import_plan(workspace, plan_file, YEAR)
    assert "อยู่ในถังขยะ" in said(result.preview.rejected)[0][2]


# --- files


@pytest.mark.parametrize(
    "rows", [[["ชื่อ", "อายุ"], ["ก", 3]], [["เลขทะเบียนโรงงาน", "ชื่อโรงงาน"], ["1", "ก"]], []]
)
def test_a_file_that_is_no_plan(workspace: Workspace, tmp_path: Path, rows: Table) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    book.save(tmp_path / "x.xlsx")
    with pytest.raises(RegisterRefused):
        import_plan(workspace, tmp_path / "x.xlsx", YEAR)


def test_two_columns_for_one_field(workspace: Workspace, plan_file: Path) -> None:
    def double(rows: Table) -> Table:
        return [[*row, "ผู้ตรวจ" if not place else None] for place, row in enumerate(rows)]

    with pytest.raises(RegisterRefused) as caught:
        import_plan(workspace, edit(plan_file, double), YEAR)
    assert "มากกว่าหนึ่งคอลัมน์สำหรับ “เจ้าหน้าที่”" in caught.value.title.th


def test_a_missing_file(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(RegisterRefused):
        import_plan(workspace, tmp_path / "nowhere.xlsx", YEAR)


def test_what_was_changed_after_the_import_is_kept_by_the_undo(workspace: Workspace, plan_file: Path) -> None:
    result = import_plan(workspace, edit(plan_file, write("หมายเหตุ", "ใหม่")), YEAR)
    ids = [row["id"] for row in workspace.rows("SELECT id FROM assignment WHERE factory = 'mill'")]
    editing.change(workspace, ids, {"note": "ใหม่กว่า"})
    assert result.import_id is not None
    undone = undo.undo_import(workspace, result.import_id)
    assert [(kept.name, kept.group) for kept in undone.kept] == [("โรงสีตัวอย่างเจริญพาณิชย์", "what")]
    with workspace.database.read() as connection:
        assert [past.table for past in importing.imports(connection)] == ["assignment"]
