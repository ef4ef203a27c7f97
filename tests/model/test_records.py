"""Records of the office: written by group, undone, put into the bin; their words and codes are whole."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldkit.model import records, tables
from fieldkit.model.codes import codes, ending, read_codes
from fieldkit.model.csv_table import TableError
from fieldkit.model.record_fields import FIELDS, TABLE_NAMES
from fieldkit.model.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    opened = Workspace(tmp_path / "data")
    yield opened
    opened.close()


def loaded(workspace: Workspace, table: str, id_: str) -> records.Record:
    found = records.load(workspace, table, id_)
    assert found is not None
    return found


def test_a_record_is_read_as_it_was_written(workspace: Workspace) -> None:
    id_ = records.add(workspace, "complaint", {"number": "รร-67-0012", "details": "กลิ่น", "state": "received"})
    found = loaded(workspace, "complaint", id_)
    assert (found.row["number"], found.row["details"], found.row["state"]) == (
        "รร-67-0012",
        "กลิ่น",
        "received",
    )
    assert found.row["complainant"] is None


def test_an_edit_writes_only_the_groups_that_changed(workspace: Workspace) -> None:
    id_ = records.add(workspace, "complaint", {"number": "1", "details": "ฝุ่น", "state": "received"})
    before = loaded(workspace, "complaint", id_)
    done = records.edit(workspace, [before], {"state": "closed", "details": "ฝุ่น"})
    assert done is not None
    assert {group for _, _, group in done.heads} == {"state"}
    assert records.edit(workspace, [loaded(workspace, "complaint", id_)], {"state": "closed"}) is None


def test_undo_gives_back_what_was_there(workspace: Workspace) -> None:
    ids = [records.add(workspace, "loan", {"contract_no": str(n), "missed": n}) for n in range(3)]
    before = [loaded(workspace, "loan", id_) for id_ in ids]
    done = records.edit(workspace, before, {"missed": 9})
    assert done is not None
    assert records.undo(workspace, done) == 0
    assert [loaded(workspace, "loan", id_).row["missed"] for id_ in ids] == [0, 1, 2]


def test_undo_leaves_alone_what_somebody_changed_since(workspace: Workspace) -> None:
    id_ = records.add(workspace, "loan", {"contract_no": "1", "missed": 1, "trend": "same"})
    done = records.edit(workspace, [loaded(workspace, "loan", id_)], {"missed": 2, "trend": "worse"})
    assert done is not None
    records.edit(workspace, [loaded(workspace, "loan", id_)], {"missed": 3})
    assert records.undo(workspace, done) == 1
    row = loaded(workspace, "loan", id_).row
    assert (row["missed"], row["trend"]) == (3, "same")


def test_one_edit_after_the_other_is_taken_back(workspace: Workspace) -> None:
    history = records.UndoHistory(workspace)
    id_ = records.add(workspace, "loan", {"contract_no": "1", "missed": 1})
    for missed in (2, 3, 4):
        history.add(
            str(missed), records.edit(workspace, [loaded(workspace, "loan", id_)], {"missed": missed})
        )
    seen = []
    for _ in range(2):
        assert history.undo() == 0
        seen.append(loaded(workspace, "loan", id_).row["missed"])
    history.add("9", records.edit(workspace, [loaded(workspace, "loan", id_)], {"missed": 9}))
    while history.last():
        assert history.undo() == 0
        seen.append(loaded(workspace, "loan", id_).row["missed"])
    assert seen == [3, 2, 2, 1]


def test_new_records_and_edits_are_one_commit_and_one_step_back(workspace: Workspace) -> None:
    id_ = records.add(workspace, "loan", {"contract_no": "1", "missed": 1})
    new = records.new_ops("step", {"record": id_, "kind": "paid"}, stream="ins/66", id_="paid")
    done = records.write(workspace, new=new, edits=[(loaded(workspace, "loan", id_), {"missed": 0})])
    assert done is not None
    assert records.undo(workspace, done) == 0
    assert loaded(workspace, "loan", id_).row["missed"] == 1
    assert loaded(workspace, "step", "paid").row["deleted"] == 1
    assert records.in_bin(workspace, "step") == []  # it was taken back, not thrown away


def test_what_is_deleted_can_be_restored(workspace: Workspace) -> None:
    id_ = records.add(workspace, "enterprise", {"name": "วิสาหกิจตัวอย่าง"})
    records.delete(workspace, [loaded(workspace, "enterprise", id_)], "ซ้ำ")
    assert [row["delete_reason"] for row in records.in_bin(workspace, "enterprise")] == ["ซ้ำ"]
    records.restore(workspace, [loaded(workspace, "enterprise", id_)])
    assert records.in_bin(workspace, "enterprise") == []
    assert loaded(workspace, "enterprise", id_).row["delete_reason"] is None


@pytest.mark.parametrize("table", FIELDS)
def test_every_column_has_words_and_every_list_of_codes_exists(table: str) -> None:
    assert table in TABLE_NAMES
    columns = {c for group, names in tables.GROUPS[table].items() if group != "void" for c in names}
    assert set(FIELDS[table]) == columns
    for field in FIELDS[table].values():
        if field.kind in ("code", "codes"):
            assert codes(field.target)
        elif field.kind == "link":
            assert field.target in tables.GROUPS


def test_states_say_which_end_a_record() -> None:
    assert ending("complaint.state") == {"closed", "forwarded"}


def test_a_code_that_stands_twice_is_named_with_its_row(tmp_path: Path) -> None:
    file = tmp_path / "codes.csv"
    file.write_text("list,code,th,en,tone,ends\na,1,ก,a,ok,no\na,1,ข,b,ok,no\n", encoding="utf-8")
    with pytest.raises(TableError) as refused:
        read_codes(file)
    assert refused.value.place == "codes.csv:3, code"
