"""Steps back: whatever a person changes in an inspection comes back exactly, also after a restart."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from fieldkit.model import inspections
from fieldkit.model.changes import ChangeLog
from fieldkit.model.form_draft import stored_values
from fieldkit.model.inspections import batch, follow_up, repeats, steps
from fieldkit.model.inspections.errors import ChangedSince, InspectionSealed
from fieldkit.model.inspections.response import Instrument
from tests.measurements import close_measurements, start_measurements
from tests.office import MILL, picture, start_points

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from fieldkit.model.inspections import Inspection
    from fieldkit.model.workspace import Workspace
    from tests.conftest import Clock

PH, BOD = "/data/water/ph", "/data/water/bod"
ITEM = "/data/order/q1"
# What an inspection holds, without when and by whom it was written.
_TABLES = {
    "answer": "path, value, note, qualifier, readings, instrument, origin, flag",
    "finding": "path, description, severity, action, due_date, decision, state, state_at, measured, deleted",
    "attachment": "path, name, kind, deleted",
    "repeat_instance": "path, key, ordinal, deleted",
}
_EMPTY = {"value", "note", "qualifier", "readings", "instrument", "origin", "flag"}


def stored(inspection: Inspection) -> dict[str, list[dict[str, object]]]:
    """Return what is shown of an inspection; an answer without anything in it is none."""
    found: dict[str, list[dict[str, object]]] = {}
    for table, columns in _TABLES.items():
        rows = inspection.workspace.rows(
            f"SELECT {columns} FROM {table} WHERE inspection = ? AND coalesce(deleted, 0) = 0 ORDER BY id",
            inspection.id,
        )
        found[table] = [
            row for row in rows if table != "answer" or any(row[column] is not None for column in _EMPTY)
        ]
        for row in found[table]:
            row.pop("deleted", None)
    return found


def memory(inspection: Inspection) -> dict[str, object]:
    """Return what the open inspection shows."""
    return {
        "values": stored_values(inspection.instance),
        "notes": dict(inspection.notes),
        "signs": dict(inspection.qualifiers),
        "beside": dict(inspection.beside),
        "findings": {path for path, row in inspection.findings.items() if not row.get("deleted")},
        "files": [row["id"] for row in inspection.files if not row.get("deleted")],
        "verdicts": {node.path: inspection.verdict(node.path) for node in inspection.instance.walk()},
    }


def again(inspection: Inspection) -> Inspection:
    return inspections.open_inspection(inspection.workspace, inspection.id)


@pytest.fixture
def draft(office: Workspace, tmp_path: Path) -> Inspection:
    made = start_measurements(office, tmp_path)
    made.answer(ITEM, "no")
    made.edit_finding(ITEM, description="ประตูถูกกั้น")
    inspections.attach_photo(made, ITEM, picture())
    return made


def _photo(inspection: Inspection) -> str:
    return str(inspection.photos(ITEM)[0]["id"])


GESTURES: dict[str, Callable[[Inspection], object]] = {
    "answer": lambda i: i.answer(PH, "7.2"),
    "qualifier and readings": lambda i: i.answer(BOD, "21", qualifier="<", readings=("<21", "18")),
    "as last time": lambda i: i.answer(PH, "7", origin="last_time"),
    "failing answer": lambda i: i.answer("/data/order/q2", "no"),
    "note": lambda i: i.note(PH, "วัดซ้ำ"),
    "flag": lambda i: i.flag(PH, True),
    "instrument": lambda i: i.measured_with(PH, Instrument("pH meter", "7")),
    "description": lambda i: i.edit_finding(ITEM, description="อื่น"),
    "severity": lambda i: i.edit_finding(ITEM, severity="C", due_date="2026-12-01", decision="order37"),
    "corrected on site": lambda i: i.edit_finding(ITEM, state="corrected_on_site", state_at="2026-11-22"),
    "photo": lambda i: inspections.attach_photo(i, PH, picture(colour="red")),
    "photo after": lambda i: inspections.attach_photo(i, ITEM, picture(colour="red"), kind="after"),
    "photo taken off": lambda i: inspections.detach(i, _photo(i)),
    "drawn over": lambda i: inspections.attach_layer(i, _photo(i), b"[]"),
    "batch": lambda i: batch.answer_together(i, {f"/data/order/q{n}": "yes" for n in (2, 3, 4)}),
    "row added": lambda i: repeats.add_row(i, "/data/stack"),
    "row copied": lambda i: repeats.copy_row(i, "/data/stack[1]"),
    "row moved": lambda i: repeats.move_row(i, "/data/stack[1]", 2),
    "row removed": lambda i: repeats.remove_row(i, "/data/stack[1]"),
    "passing answer": lambda i: i.answer(ITEM, "yes"),
    "cleared answer": lambda i: i.answer(ITEM, ""),
}


@pytest.mark.parametrize("gesture", GESTURES)
def test_whatever_was_changed_comes_back_and_goes_again(draft: Inspection, gesture: str) -> None:
    draft.answer("/data/stack[1]/o2", "11")
    repeats.add_row(draft, "/data/stack")
    with draft.steps.one(PH, "once"):
        pass  # nothing was saved: no step
    before, shown = stored(draft), memory(draft)
    with draft.steps.one(PH, gesture):
        GESTURES[gesture](draft)
    after, shown_after = stored(draft), memory(draft)
    assert after != before
    opened = again(draft)
    assert memory(opened) == shown_after
    step = opened.steps.undo()
    assert step is not None
    assert (step.path, step.words) == (PH, gesture)
    assert stored(opened) == before
    assert memory(opened) == memory(again(draft)) == shown
    assert opened.steps.undo() is None
    opened = again(opened)
    assert opened.steps.redo() is not None
    assert stored(opened) == after
    assert memory(opened) == memory(again(opened)) == shown_after
    assert opened.steps.redo() is None


def test_all_of_it_in_order_and_back(draft: Inspection) -> None:
    repeats.add_row(draft, "/data/stack")
    seen = [stored(draft)]
    for name, gesture in GESTURES.items():
        with draft.steps.one(PH, name):
            gesture(draft)
        seen.append(stored(draft))
    draft = again(draft)
    for before in reversed(seen[:-1]):
        assert draft.steps.undo() is not None
        assert stored(draft) == before
    assert draft.steps.undo() is None
    for after in seen[1:]:
        assert draft.steps.redo() is not None
        assert stored(draft) == after


def test_a_finding_that_went_with_its_answer_comes_back_as_it_was(draft: Inspection) -> None:
    draft.edit_finding(ITEM, severity="C", state="corrected_on_site", state_at="2026-11-22T10:00:00")
    finding = dict(again(draft).finding(ITEM) or {})
    with draft.steps.one(ITEM, "yes"):
        draft.answer(ITEM, "yes")
    assert draft.finding(ITEM) is None
    draft.steps.undo()
    assert again(draft).finding(ITEM) == finding


def test_typing_in_one_field_is_one_step_and_nothing_when_it_ends_where_it_began(draft: Inspection) -> None:
    for value in ("7", "7.2"):
        with draft.steps.one(PH, "ph", joins=True):
            draft.answer(PH, value)
    with draft.steps.one(BOD, "bod", joins=True):
        draft.answer(BOD, "12")
    draft.steps.undo()
    draft.steps.undo()
    assert (draft.instance.node(PH).value, draft.steps.undo()) == ("", None)
    draft.steps.redo()
    assert draft.instance.node(PH).value == "7.2"
    for value in ("8", "7.2"):
        with draft.steps.one(ITEM, "there and back", joins=value == "7.2"):
            draft.answer(PH, value)
    step = draft.steps.undo()
    assert step is not None
    assert step.path == PH


def test_typing_that_came_to_nothing_does_not_go_on_with_the_step_before_it(draft: Inspection) -> None:
    with draft.steps.one(PH, "mark"):
        draft.flag(PH, True)
    for value in ("7", "", "8"):
        with draft.steps.one(PH, "ph", joins=value != "7"):
            draft.answer(PH, value)
    draft.steps.undo()
    assert (draft.instance.node(PH).value, draft.beside[PH].flagged) == ("", True)


def test_a_new_step_ends_what_could_be_done_again(draft: Inspection) -> None:
    with draft.steps.one(PH, "ph"):
        draft.answer(PH, "7")
    draft.steps.undo()
    with draft.steps.one(PH, "the same again"):
        draft.answer(PH, "")
    assert draft.steps.redo() is not None, "nothing was changed by it"
    draft.steps.undo()
    with draft.steps.one(BOD, "bod"):
        draft.answer(BOD, "7")
    assert draft.steps.redo() is None


def test_what_a_colleague_changed_since_is_left_alone(draft: Inspection, office: Workspace) -> None:
    with draft.steps.one(BOD, "bod"):
        draft.answer(BOD, "12")
    with draft.steps.one(PH, "ph"):
        draft.answer(PH, "7")
    colleague = ChangeLog(office.database, device=office.device, author="somebody", clock=office.clock)
    mine, office.log = office.log, colleague
    again(draft).answer(PH, "8")
    office.log = mine
    draft = again(draft)
    with pytest.raises(ChangedSince) as caught:
        draft.steps.undo()
    assert caught.value.place == "ph"
    assert draft.instance.node(PH).value == "8"
    # It is given up, so that what came before can still be taken back.
    draft.steps.undo()
    assert draft.instance.node(BOD).value == ""
    assert again(draft).instance.node(PH).value == "8"


def test_signing_ends_it(draft: Inspection) -> None:
    with draft.steps.one(PH, "ph"):
        draft.answer(PH, "7")
    close_measurements(draft)
    with pytest.raises(InspectionSealed):
        draft.steps.undo()
    assert draft.workspace.rows("SELECT * FROM undo_step") == []


def test_a_follow_up_decision_is_a_step_too(draft: Inspection, clock: Clock, office: Workspace) -> None:
    close_measurements(draft)
    clock.advance(timedelta(days=365))
    second = inspections.start(office, MILL, "MEA")
    [finding] = follow_up.follow_ups(second)
    with second.steps.one(PH, "corrected"):
        follow_up.verify(second, finding, corrected=True)
    assert follow_up.waiting(follow_up.follow_ups(second)) == 0
    second.steps.undo()
    assert follow_up.waiting(follow_up.follow_ups(second)) == 1
    assert second.seen == again(second).seen
    second.steps.redo()
    assert [item.corrected for item in follow_up.follow_ups(second)] == [True]


def test_only_the_last_steps_are_kept(draft: Inspection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "MOST", 3)
    for number in range(5):
        with draft.steps.one(PH, str(number)):
            draft.answer(PH, str(number))
    while draft.steps.undo() is not None:
        pass
    assert draft.instance.node(PH).value == "1"


def test_text_typed_over_what_is_taken_back_goes_with_it_and_no_other(draft: Inspection) -> None:
    with draft.steps.one(PH, "ph"):
        draft.answer(PH, "7")
    draft.type_text(PH, "7x")
    draft.type_text(BOD, "1x")
    draft.type_words(PH, "note", "ก")
    draft.steps.undo()
    opened = again(draft)
    assert (opened.typing, opened.unfinished) == ({BOD: "1x"}, {(PH, "note"): "ก"})
    assert (draft.typing, draft.unfinished) == (opened.typing, opened.unfinished)


def test_rows_inside_rows_come_back_with_their_answers(office: Workspace, tmp_path: Path) -> None:
    made = start_points(office, tmp_path)
    made.answer("/data/point[1]/reading[1]/value", "7")
    with made.steps.one("/data/point", "copy"):
        repeats.copy_row(made, "/data/point[1]")
    with made.steps.one("/data/point", "inner"):
        path = repeats.add_row(made, "/data/point[2]/reading")
        made.answer(f"{path}/value", "9")
    shown = memory(made)
    made.steps.undo()
    made.steps.undo()
    assert len(made.instance.node("/data/point").children) == 1
    made.steps.redo()
    made.steps.redo()
    assert memory(made) == memory(again(made)) == shown
