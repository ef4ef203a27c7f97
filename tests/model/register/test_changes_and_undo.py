"""Importing into a register that is in use: what changes, what is kept, and what undo puts back."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from fieldkit.model import changes
from fieldkit.model.body import Op
from fieldkit.model.register.importing import carry_out, import_register, imports
from fieldkit.model.register.preview import preview
from fieldkit.model.register.undo import AlreadyUndone, NoSuchImport, undo_import
from fieldkit.model.tables import GROUPS
from fieldkit.model.workspace import Workspace
from tests.model.register.books import HEADERS, ICE, MILL, one_factory, workbook

pytestmark = pytest.mark.usefixtures("here")


@pytest.fixture
def mill(workspace, tmp_path) -> str:
    """The mill, imported from a first file; returns its id."""
    import_register(workspace, one_factory(tmp_path / "first.xlsx", แรงม้า=920, โทรศัพท์="056-611-111", สถานะ=1))
    return str(workspace.rows("SELECT id FROM factory")[0]["id"])


def row(workspace: Workspace, factory: str) -> dict[str, Any]:
    return workspace.rows("SELECT * FROM factory WHERE id = ?", factory)[0]


def edit(workspace: Workspace, factory: str, group: str, *, seen: bool = True, **columns: Any) -> None:
    """Change a group as the office does; ``seen=False`` as one who did not see the present value."""
    stored = row(workspace, factory)
    with workspace.database.read() as connection:
        heads = changes.heads(connection, "factory", factory)
    values = {name: stored[name] for name in GROUPS["factory"][group]} | columns
    prevs = heads.get(("factory", factory, group), ()) if seen else ()
    workspace.log.commit([Op("factory", factory, group, values, prevs, stored["stream"])])


def test_changes_are_shown_old_and_new_before_they_are_written(workspace, mill, tmp_path):
    path = one_factory(tmp_path / "second.xlsx", แรงม้า=1100, โทรศัพท์="056-611-111")
    found = preview(workspace, path)
    [entry] = found.changed
    assert [(c.column, c.before, c.after, c.label.en) for c in entry.changes] == [
        ("hp", 920.0, 1100.0, "horsepower")
    ]
    assert row(workspace, mill)["hp"] == 920
    result = carry_out(workspace, found)
    assert result.counts == {"new": 0, "changed": 1, "unchanged": 0, "rejected": 0}
    assert (row(workspace, mill)["hp"], row(workspace, mill)["source"]) == (1100, "second.xlsx")


def test_an_empty_cell_keeps_what_the_office_knows(workspace, mill, tmp_path):
    path = one_factory(tmp_path / "second.xlsx", แรงม้า=" ", โทรศัพท์="-")
    assert import_register(workspace, path).counts["unchanged"] == 1
    assert row(workspace, mill)["phone"] == "056-611-111"


def test_a_file_without_a_status_column_leaves_the_status(workspace, mill, tmp_path):
    edit(workspace, mill, "status", status="3", status_reason="หยุดปรับปรุง")
    import_register(workspace, one_factory(tmp_path / "second.xlsx", แรงม้า=1000))
    assert (row(workspace, mill)["status"], row(workspace, mill)["status_reason"]) == ("3", "หยุดปรับปรุง")


def test_what_an_inspector_found_outlives_the_status_of_a_feed(workspace, mill, tmp_path):
    edit(workspace, mill, "status", status="closed_found", status_reason="ตรวจแล้วรื้ออาคาร")
    result = import_register(workspace, one_factory(tmp_path / "second.xlsx", สถานะ="ดำเนินการ"))
    assert result.counts["unchanged"] == 1
    assert any("status that the office recorded" in remark.reason.en for remark in result.preview.warnings)
    assert row(workspace, mill)["status"] == "closed_found"


def test_a_factory_gets_its_new_number_by_its_old_one(workspace, mill, tmp_path):
    path = workbook(tmp_path / "b.xlsx", [["FID", *HEADERS], ["10660001225480", *MILL]])
    [entry] = import_register(workspace, path).preview.changed
    assert entry.id == mill
    path = workbook(tmp_path / "c.xlsx", [["FID", "ชื่อโรงงาน"], ["10660001225480", "โรงสีชื่อใหม่"]])
    assert [entry.id for entry in import_register(workspace, path).preview.changed] == [mill]
    assert row(workspace, mill)["registration_no_old"] == MILL[0]


def test_an_old_number_with_another_fourteen_digits_is_another_factory(workspace, tmp_path):
    rows = [["FID", *HEADERS], ["10660001225480", *MILL], ["10660000525559", MILL[0], "โรงสีสอง", *MILL[2:]]]
    assert import_register(workspace, workbook(tmp_path / "a.xlsx", rows)).counts["new"] == 2
    found = preview(workspace, one_factory(tmp_path / "b.xlsx"))
    assert "fits 2 factories" in found.rejected[0].reason.en
    assert "ตรงกับโรงงาน 2 แห่ง" in found.rejected[0].reason.th


def test_a_number_that_the_office_corrected_still_means_its_factory(workspace, mill, tmp_path):
    edit(workspace, mill, "identity", registration_no_old="จ3-9(1)-99/48พจ")
    found = preview(workspace, one_factory(tmp_path / "again.xlsx"))
    assert [entry.id for entry in found.changed] == [mill]
    assert [(change.before, change.after) for change in found.changed[0].changes] == [
        ("จ3-9(1)-99/48พจ", MILL[0])
    ]


def test_a_factory_that_was_deleted_on_purpose_does_not_come_back(workspace, mill, tmp_path):
    edit(workspace, mill, "void", deleted=1, delete_reason="ซ้ำกับโรงงานอื่น")
    result = import_register(workspace, one_factory(tmp_path / "again.xlsx"))
    assert result.counts == {"new": 0, "changed": 0, "unchanged": 0, "rejected": 1}
    assert "ซ้ำกับโรงงานอื่น" in result.preview.rejected[0].reason.th


def test_a_value_in_conflict_is_left_to_a_person(workspace, mill, tmp_path):
    edit(workspace, mill, "size", seen=False, hp=900.0)
    result = import_register(workspace, one_factory(tmp_path / "b.xlsx", แรงม้า=1100, โทรศัพท์="056-999-999"))
    assert [change.column for change in result.preview.changed[0].changes] == ["phone"]
    assert any("two people saved different values" in remark.reason.en for remark in result.preview.warnings)
    heads = workspace.rows("SELECT heads FROM cell WHERE record = ? AND grp = 'size'", mill)[0]["heads"]
    assert heads.count('"hp"') == 2


def test_a_change_between_preview_and_import_is_kept_beside_it(workspace, mill, tmp_path):
    found = preview(workspace, one_factory(tmp_path / "b.xlsx", แรงม้า=1100))
    edit(workspace, mill, "size", hp=950.0)
    carry_out(workspace, found)
    assert workspace.rows("SELECT conflict FROM cell WHERE record = ? AND grp = 'size'", mill) == [
        {"conflict": 1}
    ]


def test_undo_puts_back_only_what_nobody_has_touched(workspace, mill, tmp_path):
    path = workbook(
        tmp_path / "b.xlsx",
        [[*HEADERS, "แรงม้า", "โทรศัพท์"], [*MILL, 1100, "056-999-999"], [*ICE, 180, "056-600-000"]],
    )
    imported = import_register(workspace, path)
    assert imported.counts == {"new": 1, "changed": 1, "unchanged": 0, "rejected": 0}
    edit(workspace, mill, "contact", phone="081-234-5678")
    undone = undo_import(workspace, str(imported.import_id))
    assert (undone.restored, undone.removed) == (1, 1)
    assert [(kept.factory, kept.group) for kept in undone.kept] == [(mill, "contact")]
    after = row(workspace, mill)
    assert (after["hp"], after["phone"], after["source"]) == (920, "081-234-5678", "first.xlsx")
    assert workspace.rows("SELECT name FROM factory WHERE coalesce(deleted, 0) = 0") == [{"name": MILL[1]}]


def test_undo_empties_what_the_import_had_filled_for_the_first_time(workspace, mill, tmp_path):
    imported = import_register(workspace, one_factory(tmp_path / "b.xlsx", พื้นที่โรงงาน=1600))
    assert row(workspace, mill)["land_area"] == 1600
    undone = undo_import(workspace, str(imported.import_id))
    assert (undone.restored, undone.removed) == (1, 0)
    assert row(workspace, mill)["land_area"] is None
    assert row(workspace, mill)["deleted"] in (None, 0)


def test_undo_leaves_new_factories_that_were_edited_or_inspected(workspace, tmp_path):
    imported = import_register(workspace, workbook(tmp_path / "a.xlsx", [HEADERS, MILL, ICE]))
    mill, ice = (entry.id for entry in imported.preview.new)
    edit(workspace, mill, "contact", phone="056-611-111")
    core = {"factory": ice, "form_id": "GEN", "version": "1", "started_at": "2026-11-22T09:00:00+07:00"}
    workspace.log.commit([Op("inspection", "i1", "core", core, (), "ins/66")])
    undone = undo_import(workspace, str(imported.import_id))
    assert (undone.restored, undone.removed) == (0, 0)
    assert {(kept.factory, kept.group) for kept in undone.kept} == {(mill, "contact"), (ice, "inspections")}
    assert len(workspace.rows("SELECT id FROM factory WHERE coalesce(deleted, 0) = 0")) == 2


def test_undo_happens_once_and_only_for_known_imports(workspace, mill):
    with workspace.database.read() as connection:
        [past] = imports(connection)
    assert (past.file_name, past.counts["new"], past.undone_at) == ("first.xlsx", 1, None)
    undo_import(workspace, past.id)
    for refused, import_id, words in (
        (AlreadyUndone, past.id, ("ถูกยกเลิกไปแล้ว", "undone before")),
        (NoSuchImport, "nothing", ("ไม่พบการนำเข้านี้", "No such import")),
    ):
        with pytest.raises(refused) as caught:
            undo_import(workspace, import_id)
        assert words[0] in caught.value.message("th")
        assert words[1] in caught.value.message("en")


def test_a_full_disk_leaves_neither_factories_nor_an_import(workspace, tmp_path, monkeypatch):
    from sqlcipher3 import dbapi2

    def full(*_arguments: Any) -> None:
        raise dbapi2.OperationalError("database or disk is full")

    found = preview(workspace, one_factory(tmp_path / "a.xlsx"))
    monkeypatch.setattr("fieldkit.model.changes.extend_feed", full)
    from fieldkit.model.database import StorageError

    with pytest.raises(StorageError):
        carry_out(workspace, found)
    monkeypatch.undo()
    for table in ("factory", "change", "register_import", "register_import_cell"):
        assert workspace.rows(f"SELECT count(*) AS n FROM {table}") == [{"n": 0}], table


def test_a_large_import_travels_in_pages_of_one_transaction(workspace, tmp_path):
    rows = [HEADERS, *((f"จ3-1-{number}/60พจ", f"โรงงาน {number}", *MILL[2:]) for number in range(1, 151))]
    import_register(workspace, workbook(tmp_path / "a.xlsx", rows))
    changes_made = workspace.rows("SELECT body FROM change")
    assert len(changes_made) == 3  # 150 factories of 3 groups, 200 ops a change
    transactions = {str(change["body"]).partition('"tx":"')[2][:36] for change in changes_made}
    assert len(transactions) == 1


# --- since when a status is so


def since(workspace: Workspace) -> list[tuple[str, str]]:
    rows = workspace.rows(
        "SELECT value, source FROM fact WHERE property = 'status_since' AND coalesce(deleted, 0) = 0"
    )
    return [(row["value"], row["source"]) for row in rows]


def dated(path: Path, day: str) -> Path:
    """Let a file have been written on ``day``."""
    moment = datetime.fromisoformat(f"{day}T12:00:00+07:00").timestamp()
    os.utime(path, (moment, moment))
    return path


def test_the_day_of_a_new_status_is_the_registers_own(workspace, mill, tmp_path):
    path = one_factory(tmp_path / "second.xlsx", สถานะ="จำหน่าย", วันที่เลิกประกอบกิจการ="15/2/2567")
    result = import_register(workspace, path)
    [entry] = result.preview.changed
    assert [(c.column, c.before, c.after) for c in entry.changes] == [
        ("status", "1", "2"),
        ("status_since", None, "2024-02-15"),
    ]
    assert since(workspace) == [("2024-02-15", "second.xlsx")]
    assert import_register(workspace, path).counts["unchanged"] == 1
    assert len(since(workspace)) == 1


def test_without_one_it_is_the_day_of_the_file(workspace, mill, tmp_path):
    edit(workspace, mill, "source", source="first.xlsx", source_date="2023-01-01")
    path = dated(one_factory(tmp_path / "second.xlsx", สถานะ="จำหน่าย"), "2024-03-01")
    import_register(workspace, path)
    assert since(workspace) == [("2024-03-01", "second.xlsx")]
    assert import_register(workspace, path).counts["unchanged"] == 1


def test_it_was_not_so_before_the_register_that_said_otherwise(workspace, mill, tmp_path):
    edit(workspace, mill, "source", source="first.xlsx", source_date="2024-02-10")
    import_register(workspace, dated(one_factory(tmp_path / "old.xlsx", สถานะ="จำหน่าย"), "2020-03-01"))
    assert since(workspace) == [("2024-02-10", "old.xlsx")]


def test_what_is_new_and_struck_off_without_a_day_gets_none(workspace, tmp_path):
    import_register(workspace, one_factory(tmp_path / "first.xlsx", สถานะ="จำหน่าย"))
    assert since(workspace) == []
    path = one_factory(tmp_path / "second.xlsx", สถานะ="จำหน่าย", วันที่เลิกประกอบกิจการ="15/2/2560")
    assert import_register(workspace, path).counts["changed"] == 1
    assert since(workspace) == [("2017-02-15", "second.xlsx")]


def test_an_impossible_day_is_told_and_not_used(workspace, mill, tmp_path):
    path = one_factory(
        tmp_path / "second.xlsx", สถานะ=1, วันเริ่มประกอบกิจการ="1/1/2560", วันที่เปลี่ยนสถานะ="1/1/2550"
    )
    result = import_register(workspace, path)
    assert any("lies before the start" in remark.reason.en for remark in result.preview.warnings)
    path = one_factory(tmp_path / "third.xlsx", สถานะ=1, วันที่เปลี่ยนสถานะ="1/1/2640")
    result = import_register(workspace, path)
    assert any("has not come yet" in remark.reason.en for remark in result.preview.warnings)
    assert since(workspace) == []


def test_undo_takes_the_day_away_with_the_status(workspace, mill, tmp_path):
    path = one_factory(tmp_path / "second.xlsx", สถานะ="จำหน่าย", วันที่เลิกประกอบกิจการ="15/2/2567")
    done = import_register(workspace, path)
    assert done.import_id
    undone = undo_import(workspace, done.import_id)
    assert (undone.restored, undone.removed, undone.kept) == (1, 0, ())
    assert since(workspace) == []
    assert row(workspace, mill)["status"] == "1"


def test_a_status_that_is_not_taken_brings_no_day(workspace, mill, tmp_path):
    edit(workspace, mill, "status", status="closed_found", status_reason="ตรวจแล้วรื้ออาคาร")
    path = one_factory(tmp_path / "second.xlsx", สถานะ="จำหน่าย", วันที่เลิกประกอบกิจการ="15/2/2567")
    assert import_register(workspace, path).counts["unchanged"] == 1
    assert since(workspace) == []
