"""The four registers out to Excel and in again: nothing changes by itself, every cell is checked, undone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from fieldkit.model import records
from fieldkit.model.cases import writing
from fieldkit.model.cases.exporting import LOCKED, export_cases
from fieldkit.model.cases.importing import import_cases
from fieldkit.model.register import sheet
from fieldkit.model.register.problems import RegisterRefused
from fieldkit.model.register.undo import undo_import
from fieldkit.model.workspace import Workspace
from tests.locked import PASSWORD, unlocked
from tests.model.cases.conftest import GIVEN
from tests.model.register.books import through_here

Add = Callable[..., str]


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet, "through", through_here)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "register.xlsx"


def export(office: Workspace, path: Path, table: str, *, personal: bool = True, language: str = "th") -> None:
    """Export a register; what only leaves under a password is saved without it, as by Excel."""
    password = PASSWORD if personal and table == LOCKED else ""
    reason = "ตรวจสอบ" if personal else ""
    export_cases(office, path, table, personal=personal, reason=reason, password=password, language=language)
    if password:
        path.write_bytes(unlocked(path).getvalue())


def edit(path: Path, change: Callable[[Any, list[str]], None]) -> Path:
    """Let ``change`` edit the first sheet, of which it gets the keys of the columns."""
    book = openpyxl.load_workbook(path)
    first = book.worksheets[0]
    change(first, [str(cell.value) for cell in first[1]])
    book.save(path)
    return path


def put(path: Path, row: int = 3, /, **values: Any) -> Path:
    """Put values into cells, by the keys of their columns."""

    def change(first: Any, keys: list[str]) -> None:
        for key, value in values.items():
            first.cell(row, keys.index(key) + 1).value = value

    return edit(path, change)


def stored(office: Workspace, table: str) -> list[dict[str, Any]]:
    return office.rows(f"SELECT * FROM {table} WHERE coalesce(deleted, 0) = 0 ORDER BY id")


@pytest.mark.parametrize("table", [*GIVEN])
@pytest.mark.parametrize("language", ["th", "en"])
def test_what_was_exported_changes_nothing(
    office: Workspace, add: Add, path: Path, table: str, language: str
) -> None:
    for _ in range(2):
        add(table)
    export(office, path, table, language=language)
    before = stored(office, table)
    result = import_cases(office, path, table)
    assert (result.import_id, result.counts["unchanged"], result.counts["rejected"]) == (None, 2, 0)
    assert not result.preview.warnings
    assert stored(office, table) == before


def test_cells_change_are_shown_and_taken_back(office: Workspace, add: Add, path: Path) -> None:
    add("loan")
    export(office, path, "loan")
    before = stored(office, "loan")
    put(path, principal=120_000.5, dpd=95, closed_on=None, balance_as_of=date(2026, 11, 20), trend="แย่ลง")
    result = import_cases(office, path, "loan")
    [entry] = result.preview.changed
    assert {(change.column, change.before, change.after) for change in entry.changes} >= {
        ("principal", None, 120_000.5),
        ("dpd", 0, 95),
        ("balance_as_of", "2026-11-10", "2026-11-20"),
    }
    assert (entry.number, entry.name) == ("67/12", "67/12")
    [row] = stored(office, "loan")
    assert (row["principal"], row["dpd"]) == (120_000.5, 95)
    assert import_cases(office, path, "loan").import_id is None
    assert result.import_id is not None
    undone = undo_import(office, result.import_id)
    assert (undone.restored, undone.kept) == (1, ())
    assert stored(office, "loan") == before


@pytest.mark.parametrize(
    ("table", "values", "told"),
    [
        ("loan", {"dpd": -5}, "negative"),
        ("loan", {"term_months": 1.5}, "not a whole number"),
        ("loan", {"balance_as_of": date(2030, 1, 1)}, "has not come yet"),
        ("loan", {"balance_as_of": date(2020, 1, 1)}, "lies before"),
        ("loan", {"balance_as_of": date(1484, 2, 15)}, "type it with four digits"),
        ("loan", {"id13": "1234567890123"}, "13-digit number is wrong"),
        ("loan", {"fund": "กองทุนที่ไม่มี"}, "is not known; choose one of"),
        ("loan", {"registration_no": "จ3-99-9/99พจ"}, "the register has no factory"),
        ("complaint", {"issues": "กลิ่นเหม็น, บิน"}, "is not known; choose one of"),
        ("recommendation", {"progress": 140}, "Progress"),
        ("recommendation", {"due_date": date(2025, 1, 1)}, "lies before"),
    ],
)
def test_a_wrong_cell_is_told_and_the_rest_of_its_row_is_taken(
    office: Workspace, add: Add, path: Path, table: str, values: dict[str, Any], told: str
) -> None:
    add(table)
    export(office, path, table)
    other = {"loan": "officer", "complaint": "officer", "recommendation": "owner_person"}[table]
    result = import_cases(office, put(path, **values, **{other: "มานี รักเรียน"}), table)
    [remark] = result.preview.warnings
    assert told in remark.reason.en
    assert (remark.row, bool(remark.column)) == (3, True)
    [row] = stored(office, table)
    assert row[other] == "มานี รักเรียน"
    [column] = values
    if column in GIVEN[table]:
        assert row[column] == GIVEN[table][column]


def test_columns_may_move_and_be_left_out(office: Workspace, add: Add, path: Path) -> None:
    add("enterprise")
    export(office, path, "enterprise")

    def change(first: Any, keys: list[str]) -> None:
        first.cell(3, keys.index("members") + 1).value = 12
        first.move_range(f"A1:A{first.max_row}", cols=first.max_column + 1)
        first.delete_cols(keys.index("product") + 1)

    result = import_cases(office, edit(path, change), "enterprise")
    assert [change.column for entry in result.preview.changed for change in entry.changes] == ["members"]


def test_new_rows_are_checked_as_if_typed(office: Workspace, add: Add, path: Path) -> None:
    add("complaint")
    export(office, path, "complaint")
    new = {"received_at": "20/11/2569", "channel": "โทรศัพท์", "issues": "เสียงดัง", "place": "บึงสีไฟ"}
    for row in (4, 5):
        put(path, row, **new)
    put(path, 6, details="ไม่มีวันที่รับเรื่อง")
    result = import_cases(office, path, "complaint")
    assert (result.counts["new"], result.counts["rejected"]) == (2, 3)
    numbers = sorted(row["number"] for row in stored(office, "complaint"))
    assert numbers == ["รร-70-0001", "รร-70-0002", "รร-70-0003"]
    assert {row["state"] for row in stored(office, "complaint")} == {"received"}
    assert result.import_id is not None
    assert undo_import(office, result.import_id).removed == 2
    assert len(stored(office, "complaint")) == 1


def test_a_row_without_id_means_what_has_its_number(office: Workspace, add: Add, path: Path) -> None:
    id_ = add("loan")
    export(office, path, "loan", personal=False)
    result = import_cases(office, put(path, id=None, officer="มานี รักเรียน", dpd=None), "loan")
    [entry] = result.preview.changed
    assert [(change.column, change.after) for change in entry.changes] == [("officer", "มานี รักเรียน")]
    assert entry.id == id_


def test_a_state_that_follows_from_steps_is_left(office: Workspace, add: Add, path: Path) -> None:
    id_ = add("complaint")
    writing.add_step(office, "complaint", id_, "visited", on_date="2026-11-10")
    export(office, path, "complaint")
    assert import_cases(office, path, "complaint").import_id is None
    result = import_cases(office, put(path, state="ยุติ"), "complaint")
    assert result.import_id is None
    assert any("follows from what was recorded" in one.reason.en for one in result.preview.warnings)


def test_ids_that_nobody_has_twice_or_in_the_bin_are_refused(office: Workspace, add: Add, path: Path) -> None:
    first, second, binned = add("loan"), add("loan", contract_no="67/13"), add("loan", contract_no="67/14")
    export(office, path, "loan")
    writing.delete(office, "loan", [binned])
    for row, id_ in zip((3, 4, 5), (first, first, "nobody"), strict=True):
        put(path, row, id=id_)
    put(path, 6, id=binned, fund="กองทุนพัฒนาเอสเอ็มอีตามแนวประชารัฐ", contract_no="67/14")
    told = " ".join(one.reason.en for one in import_cases(office, path, "loan").preview.rejected)
    for words in ("the same record as row 3", "there is no record nobody", "in the bin"):
        assert words in told
    assert second


def test_what_two_people_hold_differently_is_left(office: Workspace, add: Add, path: Path) -> None:
    id_ = add("loan")
    export(office, path, "loan")
    [record] = records.load_many(office, "loan", [id_])
    for officer in ("ก", "ข"):
        records.edit(office, [record], {"officer": officer})
    result = import_cases(office, put(path, officer="ค"), "loan")
    assert result.import_id is None
    assert any("two people saved" in one.reason.en for one in result.preview.warnings)


def test_another_file_is_refused_with_what_is_missing(office: Workspace, path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["รายการ", "จำนวน"])
    book.save(path)
    with pytest.raises(RegisterRefused) as refused:
        import_cases(office, path, "loan")
    assert "Contract no." in refused.value.hint.en
