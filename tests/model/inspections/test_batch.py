"""The rest of a section is compliant: one change, one undo, and never what failed last time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fieldkit.model import inspections
from fieldkit.model.changes import ChangeLog
from fieldkit.model.database import _FULL, _FULL_CURE, StorageError
from fieldkit.model.inspections import batch
from tests.measurements import start_measurements

if TYPE_CHECKING:
    from pathlib import Path

    from fieldkit.model.inspections import Inspection
    from fieldkit.model.workspace import Workspace

Q = [f"/data/order/q{n}" for n in range(1, 6)]


@pytest.fixture
def draft(office: Workspace, tmp_path: Path) -> Inspection:
    return start_measurements(office, tmp_path)


def asked(draft: Inspection, failed: frozenset[str] = frozenset()) -> dict[str, str]:
    return batch.remaining(draft, draft.instance.walk(), failed)


def changes(draft: Inspection) -> int:
    return int(draft.workspace.rows("SELECT count(*) AS n FROM change")[0]["n"])


def test_only_unanswered_questions_with_one_passing_choice(draft: Inspection) -> None:
    draft.answer(Q[0], "no")
    draft.answer(Q[1], "na")
    assert asked(draft, frozenset({Q[2]})) == {Q[3]: "yes", Q[4]: "yes"}


def test_they_are_one_change_and_say_where_they_came_from(draft: Inspection) -> None:
    draft.flag(Q[0], True)
    before = changes(draft)
    batch.answer_together(draft, asked(draft))
    assert changes(draft) == before + 1
    opened = inspections.open_inspection(draft.workspace, draft.id)
    assert [opened.instance.node(path).value for path in Q] == ["yes"] * 5
    assert {opened.beside[path].origin for path in Q} == {"batch"}
    assert [opened.verdict(path) for path in Q] == ["pass"] * 5
    assert opened.beside[Q[0]].flagged


def test_what_was_replaced_comes_back(draft: Inspection) -> None:
    draft.flag(Q[0], True)
    with draft.steps.one(Q[0], "rest"):
        batch.answer_together(draft, asked(draft))
    assert draft.steps.undo() is not None
    opened = inspections.open_inspection(draft.workspace, draft.id)
    assert [opened.instance.node(path).value for path in Q] == [""] * 5
    assert {path: beside.flagged for path, beside in opened.beside.items()} == {Q[0]: True}


def test_a_full_disk_leaves_everything_as_it_was(draft: Inspection, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_arguments: object, **_options: object) -> None:
        raise StorageError(_FULL, _FULL_CURE)

    monkeypatch.setattr(ChangeLog, "commit", full)
    with pytest.raises(StorageError):
        batch.answer_together(draft, asked(draft))
    assert [draft.instance.node(path).value for path in Q] == [""] * 5
    assert [draft.verdict(path) for path in Q] == [None] * 5
    assert draft.beside == {}


def test_questions_that_are_gone_are_left_alone(draft: Inspection) -> None:
    before = changes(draft)
    batch.answer_together(draft, {"/data/stack[7]/o2": "3"})
    assert changes(draft) == before
