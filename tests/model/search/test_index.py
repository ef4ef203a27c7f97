"""What is in the index of words, and when it leaves it: always what the typed tables hold now."""

from __future__ import annotations

from typing import Any

import pytest

from fieldkit.model.record_fields import FIELDS
from fieldkit.model.search.index import SOURCES
from fieldkit.model.tables import GROUPS
from fieldkit.model.workspace import Workspace
from tests.model.search.conftest import Finder
from tests.model.search.records import change, inspected, put

WORDS = "ถังดักไขมันรั่วซึม"
RECORDS: dict[str, dict[str, Any]] = {
    "finding": {"inspection": "visit-1", "factory": "f1", "wording": WORDS, "state": "open"},
    "answer": {"inspection": "visit-1", "path": "/data/s/remark", "value": WORDS},
    "factory_order": {"factory": "f1", "number": "พจ 0033/12", "wording": WORDS, "state": "open"},
    "complaint": {"number": "ร 12/2570", "details": WORDS, "complainant": "ผู้ร้องลับเฉพาะ"},
    "document": {"factory": "f1", "kind": "boiler", "note": WORDS},
    "recommendation": {"round": "1/2570", "issue_title": WORDS},
    "enterprise": {"name": "กลุ่มทอผ้า", "product": WORDS, "chairperson": "ประธานลับเฉพาะ"},
    "loan": {"contract_no": "66/1/2570", "enterprise": WORDS, "name": "ผู้กู้ลับเฉพาะ"},
}


@pytest.mark.parametrize("table", RECORDS)
def test_a_record_is_found_by_its_words_until_it_is_deleted(
    workspace: Workspace, found: Finder, table: str
) -> None:
    put(workspace, table, "one", **RECORDS[table])
    assert found("ดักไขมัน") == {table: ["one"]}
    change(workspace, table, "one", "void", deleted=1)
    assert found("ดักไขมัน") == {}
    change(workspace, table, "one", "void", deleted=0)
    assert found("ดักไขมัน") == {table: ["one"]}


def test_every_source_has_a_record_here() -> None:
    assert {*SOURCES, "answer"} == {*RECORDS}


def test_nothing_personal_is_indexed(workspace: Workspace, found: Finder) -> None:
    for table, source in SOURCES.items():
        indexed = {*source.names, *source.texts}
        personal = {column for column, field in FIELDS.get(table, {}).items() if field.personal}
        assert not indexed & personal
        assert indexed <= {column for columns in GROUPS[table].values() for column in columns}
    for table, values in RECORDS.items():
        put(workspace, table, "one", **values)
    assert found("ลับเฉพาะ") == {}


def test_an_edit_takes_the_old_words_out(workspace: Workspace, found: Finder) -> None:
    put(workspace, "answer", "one", **RECORDS["answer"])
    change(workspace, "answer", "one", "response", value="ซ่อมแล้วเรียบร้อย")
    assert found("ดักไขมัน") == {}
    assert found("เรียบร้อย") == {"answer": ["one"]}
    change(workspace, "answer", "one", "response", value=None)
    assert found("เรียบร้อย") == {}


def test_only_words_of_an_answer_are_searched(workspace: Workspace, found: Finder) -> None:
    inspection = {"inspection": "visit-1"}
    put(workspace, "answer", "choice", path="/data/s/kind", value="licensed_no", **inspection)
    put(workspace, "answer", "guide", path="/data/s/guide_name", value="นางสาวลับเฉพาะ", **inspection)
    put(workspace, "answer", "noted", path="/data/s/kind2", value="yes_no", note="จดไว้ข้างแบบ", **inspection)
    put(workspace, "answer", "row", path="/data/rep[k1]/remark", value="ในแถวซ้ำ", **inspection)
    assert found("licensed") == found("ลับเฉพาะ") == found("yesno") == {}
    assert found("จดไว้") == {"answer": ["noted"]}
    assert found("แถวซ้ำ") == {"answer": ["row"]}


def test_a_checklist_that_arrives_late_lets_its_answers_be_found(workspace: Workspace, found: Finder) -> None:
    inspected(workspace, "visit-2", checklist="later")
    answer = {"inspection": "visit-2", "path": "/data/words", "value": WORDS}
    put(workspace, "answer", "one", **answer)
    assert found("ดักไขมัน") == {}
    put(workspace, "checklist", "later", form_id="L", version="1", title="ทีหลัง", searched='["words"]')
    assert found("ดักไขมัน") == {"answer": ["one"]}


@pytest.mark.parametrize("searched", ["", "{", "7", '[["words"]]'])
def test_what_another_program_wrote_of_a_checklist_is_no_reason_to_fail(
    workspace: Workspace, found: Finder, searched: str
) -> None:
    put(workspace, "checklist", "odd", form_id="O", version="1", title="แปลก", searched=searched)
    inspected(workspace, "visit-2", checklist="odd")
    put(workspace, "answer", "one", inspection="visit-2", path="/data/words", value=WORDS, note="โน้ตยังพบ")
    assert found("ดักไขมัน") == {}
    assert found("โน้ตยังพบ") == {"answer": ["one"]}


def test_answers_and_findings_go_with_their_inspection(workspace: Workspace, found: Finder) -> None:
    put(workspace, "answer", "one", **RECORDS["answer"])
    put(workspace, "finding", "two", **RECORDS["finding"])
    change(workspace, "inspection", "visit-1", "void", deleted=1)
    assert found("ดักไขมัน") == found("มานี") == {}
    change(workspace, "inspection", "visit-1", "void", deleted=0)
    assert found("ดักไขมัน") == {"answer": ["one"], "finding": ["two"]}
    assert found("มานี") == {"inspection": ["visit-1"]}


def test_a_signed_revision_takes_the_place_of_what_it_corrects(workspace: Workspace, found: Finder) -> None:
    put(workspace, "answer", "one", **RECORDS["answer"])
    inspected(workspace, "visit-2", revision_of="visit-1", state="draft", closed_at=None)
    put(workspace, "answer", "two", **RECORDS["answer"] | {"inspection": "visit-2"})
    assert found("ดักไขมัน") == {"answer": ["two", "one"]}
    change(workspace, "inspection", "visit-2", "status", state="closed")
    assert found("ดักไขมัน") == {"answer": ["two"]}
    assert found("มานี") == {"inspection": ["visit-2"]}
    # an answer of the corrected inspection that another laptop sends now
    put(workspace, "answer", "three", **RECORDS["answer"] | {"path": "/data/t/remark"})
    assert found("ดักไขมัน") == {"answer": ["two"]}
    change(workspace, "inspection", "visit-2", "void", deleted=1)
    assert found("ดักไขมัน") == {"answer": ["three", "one"]}


def test_answers_that_arrive_before_their_inspection_wait_for_it(workspace: Workspace, found: Finder) -> None:
    put(workspace, "answer", "one", **RECORDS["answer"] | {"inspection": "visit-9"})
    assert found("ดักไขมัน") == {}
    inspected(workspace, "visit-9")
    assert found("ดักไขมัน") == {"answer": ["one"]}


def test_a_renamed_factory_is_found_with_its_inspections(workspace: Workspace, found: Finder) -> None:
    assert found("โรงน้ำแข็ง") == {"factory": ["f1"], "inspection": ["visit-1"]}
    change(workspace, "factory", "f1", "identity", name="อู่ต่อเรือ", registration_no="10660000112345")
    assert found("โรงน้ำแข็ง") == {}
    assert found("อู่ต่อเรือ") == {"factory": ["f1"], "inspection": ["visit-1"]}


def test_everything_is_the_same_after_it_was_derived_again(workspace: Workspace, found: Finder) -> None:
    for table, values in RECORDS.items():
        put(workspace, table, table, **values)
    change(workspace, "loan", "loan", "void", deleted=1)
    before = found("ดักไขมัน"), found("มานี"), found("โรงน้ำแข็ง")
    assert before[0] == {table: [table] for table in RECORDS if table != "loan"}
    workspace.log.rebuild()
    assert (found("ดักไขมัน"), found("มานี"), found("โรงน้ำแข็ง")) == before


def test_nothing_of_a_refused_commit_is_indexed(workspace: Workspace, found: Finder) -> None:
    class Refused(Exception):
        pass

    def refuse(*_: object) -> None:
        raise Refused

    from tests.model.search.records import ops

    with pytest.raises(Refused):
        workspace.log.commit(ops("answer", "one", **RECORDS["answer"]), alongside=refuse)
    assert found("ดักไขมัน") == {}


def test_the_index_holds_no_text(workspace: Workspace) -> None:
    put(workspace, "answer", "one", **RECORDS["answer"])
    assert workspace.rows("SELECT text FROM record_search") == [{"text": None}] * len(
        workspace.rows("SELECT id FROM record_search_docsize")
    )
