"""Rows of a repeat: what they hold stays theirs when others come, go and move."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from fieldkit.model import inspections
from fieldkit.model.inspections import repeats
from fieldkit.model.inspections.errors import RowsSetByForm
from tests.office import picture, start_points

if TYPE_CHECKING:
    from pathlib import Path

    from fieldkit.model.inspections import Inspection
    from fieldkit.model.workspace import Workspace


@pytest.fixture
def draft(office: Workspace, tmp_path: Path) -> Inspection:
    return start_points(office, tmp_path)


@pytest.fixture
def area(draft: Inspection) -> str:
    return next(
        node.path for node in draft.instance.walk() if node.type == "repeat-range" and node.name == "point"
    )


def again(draft: Inspection) -> Inspection:
    return inspections.open_inspection(draft.workspace, draft.id)


def names(inspection: Inspection, area: str) -> list[str]:
    rows = inspection.instance.node(area).children
    return [inspection.instance.node(f"{row.path}/name").value for row in rows]


@pytest.fixture
def three(draft: Inspection, area: str) -> Inspection:
    while len(draft.instance.node(area).children) < 3:
        repeats.add_row(draft, area)
    for number, name in enumerate("ABC", start=1):
        draft.answer(f"{area}[{number}]/name", name)
        draft.answer(f"{area}[{number}]/ph", str(6 + number))
    return draft


def test_rows_are_there_after_opening_again(three: Inspection, area: str) -> None:
    assert names(again(three), area) == ["A", "B", "C"]
    total = next(node for node in again(three).instance.walk() if node.name == "sum")
    assert float(total.value) == 24


def test_a_row_between_others_keeps_everyones_answers(three: Inspection, area: str) -> None:
    path = repeats.add_row(three, area, after=1)
    three.answer(f"{path}/name", "new")
    assert names(three, area) == ["A", "new", "B", "C"]
    assert names(again(three), area) == ["A", "new", "B", "C"]


def test_removing_a_row_takes_its_finding_and_photo_and_putting_it_back_brings_them(
    three: Inspection, area: str
) -> None:
    three.answer(f"{area}[2]/ph", "9.5")
    inspections.attach_photo(three, f"{area}[2]/photo", picture())
    assert three.finding(f"{area}[2]/ph") is not None
    with three.steps.one(area, "remove"):
        repeats.remove_row(three, f"{area}[2]")
    assert names(again(three), area) == ["A", "C"]
    assert inspections.findings_listing(three.workspace) == []
    assert three.finding(f"{area}[2]/ph") is None
    assert three.steps.undo() is not None
    opened = again(three)
    assert names(opened, area) == ["A", "B", "C"]
    assert opened.finding(f"{area}[2]/ph") is not None
    assert len(opened.photos(f"{area}[2]/photo")) == 1


def test_a_photo_taken_off_before_stays_off_when_the_row_comes_back(three: Inspection, area: str) -> None:
    attachment = inspections.attach_photo(three, f"{area}[2]/photo", picture())
    inspections.detach(three, attachment)
    with three.steps.one(area, "remove"):
        repeats.remove_row(three, f"{area}[2]")
    assert three.steps.undo() is not None
    assert again(three).photos(f"{area}[2]/photo") == []


def test_a_row_is_moved_with_its_notes(three: Inspection, area: str) -> None:
    three.note(f"{area}[3]/ph", "วัดซ้ำ")
    repeats.move_row(three, f"{area}[3]", 1)
    assert names(three, area) == ["C", "A", "B"]
    assert again(three).notes == {f"{area}[1]/ph": "วัดซ้ำ"}
    repeats.move_row(three, f"{area}[1]", 3)
    assert names(again(three), area) == ["A", "B", "C"]


def test_a_row_at_an_end_goes_no_further(three: Inspection, area: str) -> None:
    repeats.copy_row(three, f"{area}[1]")
    changes = three.workspace.rows("SELECT count(*) AS n FROM change")
    repeats.move_row(three, f"{area}[1]", 0)
    repeats.move_row(three, f"{area}[4]", 5)
    assert names(three, area) == ["A", "A", "B", "C"]
    assert three.workspace.rows("SELECT count(*) AS n FROM change") == changes


def test_a_copy_has_the_answers_but_not_the_photo(three: Inspection, area: str) -> None:
    inspections.attach_photo(three, f"{area}[1]/photo", picture())
    path = repeats.copy_row(three, f"{area}[1]")
    assert path == f"{area}[2]"
    opened = again(three)
    assert names(opened, area) == ["A", "A", "B", "C"]
    assert opened.photos(f"{area}[2]/photo") == []


def test_rows_inside_rows(three: Inspection, area: str) -> None:
    inner = f"{area}[2]/reading"
    count = len(three.instance.node(inner).children)
    path = repeats.add_row(three, inner)
    three.answer(f"{path}/value", "7.1")
    repeats.add_row(three, area, after=0)
    opened = again(three)
    moved = f"{area}[3]/reading"
    assert len(opened.instance.node(moved).children) == count + 1
    assert opened.instance.node(f"{moved}[{count + 1}]/value").value == "7.1"


def test_a_counted_repeat_follows_its_answer_and_refuses_the_hand(draft: Inspection) -> None:
    stacks = next(node.path for node in draft.instance.walk() if node.name == "stacks")
    draft.answer(stacks, "2")
    stack = next(n.path for n in draft.instance.walk() if n.type == "repeat-range" and n.name == "stack")
    draft.answer(f"{stack}[2]/fuel", "แกลบ")
    opened = again(draft)
    assert opened.instance.node(f"{stack}[2]/fuel").value == "แกลบ"
    with pytest.raises(RowsSetByForm):
        repeats.add_row(opened, stack)
    with pytest.raises(RowsSetByForm):
        repeats.remove_row(opened, f"{stack}[1]")


def test_two_laptops_add_rows_that_both_stay(three: Inspection, area: str, tmp_path: Path) -> None:
    from fieldkit.model.workspace import Workspace as Opened

    other = Opened(tmp_path / "other", clock=three.workspace.clock)

    def pour(source: Workspace, target: Workspace) -> None:
        target.log.apply([(row["body"], None) for row in source.rows("SELECT body FROM change ORDER BY id")])

    pour(three.workspace, other)
    for name in three.workspace.attachments.names():
        other.attachments.add(three.workspace.attachments.read(name))
    theirs = inspections.open_inspection(other, three.id)
    three.answer(repeats.add_row(three, area) + "/name", "ours")
    theirs.answer(repeats.add_row(theirs, area) + "/name", "theirs")
    pour(other, three.workspace)
    pour(three.workspace, other)
    ours = names(again(three), area)
    assert sorted(ours[3:]) == ["ours", "theirs"]
    assert names(inspections.open_inspection(other, three.id), area) == ours
    other.close()


def test_hundreds_of_rows_at_one_place_stay_in_their_order() -> None:
    first, last = "1024", "2048"
    keys = [last]
    for _ in range(300):
        keys.append(repeats._between(first, keys[-1]))
    numbers = [Decimal(key) for key in keys]
    assert numbers == sorted(numbers, reverse=True)
    assert len(set(numbers)) == len(numbers)
    assert numbers[-1] > Decimal(first)
