"""What a value in conflict belongs to, for every replicated table."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldkit.model.body import Op
from fieldkit.model.conflict_subjects import Subject, subject
from fieldkit.model.tables import GROUPS
from fieldkit.model.workspace import Workspace

STARTED = "2026-11-20T09:00:00+07:00"


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    folder: Path = tmp_path_factory.mktemp("subjects")
    workspace = Workspace(folder)
    of = {"inspection": "i", "path": "/data/s/q1"}
    core = {
        "person": {"name": "มานี"},
        "checklist": {"title": "ทั่วไป"},
        "visit": {"factory": "f"},
        "inspection": {"visit": "v", "factory": "f", "started_at": STARTED},
        "repeat_instance": of,
        "answer": of,
        "finding": of | {"factory": "f"},
        "attachment": of,
        "signature": {"inspection": "i"},
    }
    ids = {"inspection": "i", "visit": "v"}
    ops = [Op("factory", "f", "identity", {"name": "โรงสีอุดม"}, (), "reg/66")]
    for table, values in core.items():
        ops.append(Op(table, ids.get(table, table), "core", values, (), "ins/66"))
    workspace.log.commit(ops)
    yield workspace
    workspace.close()


@pytest.mark.parametrize(
    ("table", "record", "expected"),
    [
        ("person", "person", Subject("มานี")),
        ("checklist", "checklist", Subject("ทั่วไป")),
        ("factory", "f", Subject("โรงสีอุดม")),
        ("visit", "v", Subject("โรงสีอุดม", STARTED, "i")),
        ("inspection", "i", Subject("โรงสีอุดม", STARTED, "i")),
        ("signature", "signature", Subject("โรงสีอุดม", STARTED, "i")),
        *(
            (table, table, Subject("โรงสีอุดม", STARTED, "i", "/data/s/q1"))
            for table in ("repeat_instance", "answer", "finding", "attachment")
        ),
    ],
)
def test_subject(table: str, record: str, expected: Subject, workspace: Workspace) -> None:
    assert subject(workspace, table, record) == expected


@pytest.mark.parametrize("table", GROUPS)
def test_a_record_that_is_not_here_has_no_subject(table: str, workspace: Workspace) -> None:
    assert subject(workspace, table, "elsewhere") == Subject()
