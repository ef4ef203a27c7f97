"""The visit before beside this one in rows: found by the name of the row, wherever it stands."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from fieldkit.model import inspections
from fieldkit.model.inspections import repeats
from fieldkit.model.inspections.counterparts import Counterparts, Lost
from fieldkit.model.inspections.history import Earlier, Repeated
from fieldkit.model.inspections.stored_path import stored_path
from tests.measurements import close_measurements
from tests.office import MILL
from tests.rows_of_machines import AREA, fill, start_machines

if TYPE_CHECKING:
    from pathlib import Path

    from fieldkit.model.inspections import Inspection
    from fieldkit.model.workspace import Workspace
    from tests.conftest import Clock


@pytest.fixture
def first(office: Workspace, tmp_path: Path) -> Inspection:
    """Three machines; the guard of B is missing."""
    visit = start_machines(office, tmp_path)
    fill(
        visit,
        [
            {"name": "A", "guard": "yes", "noise": "80"},
            {"name": "เครื่อง B 2", "guard": "no", "noise": "90"},
            {"name": "C", "guard": "yes", "noise": "70"},
        ],
    )
    return visit


def later(visit: Inspection, clock: Clock) -> Inspection:
    """Close ``visit`` and start the next one, a month later."""
    if not visit.closed:
        close_measurements(visit)
    clock.advance(timedelta(days=30))
    return inspections.start(visit.workspace, MILL, "TYP")


def now(visit: Inspection, path: str) -> str:
    return stored_path(visit.instance.node(path))


def then(visit: Inspection, path: str) -> str | None:
    """Return what the question at ``path`` was answered at the visit before."""
    before = Counterparts(visit)
    assert before.last is not None
    found = before.then(now(visit, path))
    return None if found is None else before.last.values.get(found, "")


def test_a_row_is_found_by_its_name_in_another_order_and_spelling(first: Inspection, clock: Clock) -> None:
    visit = later(first, clock)
    assert then(visit, f"{AREA}[1]/noise") is None, "it has no name yet"
    fill(visit, [{"name": "c"}, {"name": "D"}, {"name": " เครื่อง  B ๒"}])
    assert [then(visit, f"{AREA}[{n}]/noise") for n in (1, 2, 3)] == ["70", None, "90"]
    before = Counterparts(visit)
    assert before.failed() == {now(visit, f"{AREA}[3]/guard")}
    assert before.lost(AREA) == [Lost("A", False)]
    repeats.move_row(visit, f"{AREA}[3]", 1)
    assert then(visit, f"{AREA}[1]/noise") == "90"


def test_a_new_name_is_another_row_at_once(first: Inspection, clock: Clock) -> None:
    visit = later(first, clock)
    before = Counterparts(visit)
    assert before.lost(AREA) == [Lost("A", False), Lost("เครื่อง B 2", True), Lost("C", False)]
    visit.answer(f"{AREA}[1]/name", "เครื่อง B 2")
    assert before.failed() == {now(visit, f"{AREA}[1]/guard")}
    visit.answer(f"{AREA}[1]/name", "A")
    assert before.failed() == frozenset()
    assert before.lost(AREA) == [Lost("เครื่อง B 2", True), Lost("C", False)]


def test_rows_that_are_called_the_same_are_not_mixed_up(first: Inspection, clock: Clock) -> None:
    visit = later(first, clock)
    fill(visit, [{"name": "A"}, {"name": "a"}, {"name": "C"}])
    assert [then(visit, f"{AREA}[{n}]/noise") for n in (1, 2, 3)] == [None, None, "70"]
    assert visit.row_names.twins == {now(visit, f"{AREA}[{n}]") for n in (1, 2)}
    repeats.remove_row(visit, f"{AREA}[2]")
    assert then(visit, f"{AREA}[1]/noise") == "80"


def test_rows_that_were_called_the_same_then_are_not_mixed_up(first: Inspection, clock: Clock) -> None:
    first.answer(f"{AREA}[3]/name", "A")
    visit = later(first, clock)
    fill(visit, [{"name": "A"}, {"name": "เครื่อง B 2"}])
    assert [then(visit, f"{AREA}[{n}]/noise") for n in (1, 2)] == [None, "90"]
    assert Counterparts(visit).lost(AREA) == [Lost("A", False), Lost("A", False)]


def test_a_row_that_was_removed_then_says_nothing(first: Inspection, clock: Clock) -> None:
    repeats.remove_row(first, f"{AREA}[2]")
    visit = later(first, clock)
    fill(visit, [{"name": "เครื่อง B 2"}])
    assert then(visit, f"{AREA}[1]/noise") is None
    assert Counterparts(visit).failed() == frozenset()


def test_rows_inside_rows_belong_to_their_own(first: Inspection, clock: Clock) -> None:
    fill(first, [{"side": "north", "dust": "1"}, {"side": "south", "dust": "2"}], f"{AREA}[1]/point")
    fill(first, [{"side": "north", "dust": "3"}], f"{AREA}[3]/point")
    visit = later(first, clock)
    fill(visit, [{"name": "C"}, {"name": "A"}])
    fill(visit, [{"side": "north"}], f"{AREA}[1]/point")
    fill(visit, [{"side": "south"}, {"side": "north"}], f"{AREA}[2]/point")
    assert then(visit, f"{AREA}[1]/point[1]/dust") == "3"
    assert [then(visit, f"{AREA}[2]/point[{n}]/dust") for n in (1, 2)] == ["2", "1"]


def test_a_counted_row_is_known_by_its_number_and_one_without_a_name_not_at_all(
    first: Inspection, clock: Clock
) -> None:
    first.answer("/data/stacks", "2")
    first.answer("/data/stack[2]/o2", "11")
    fill(first, [{"ph": "7", "remark": "ใส"}], "/data/sample")
    visit = later(first, clock)
    visit.answer("/data/stacks", "2")
    fill(visit, [{"ph": "8", "remark": "ใส"}], "/data/sample")
    assert then(visit, "/data/stack[2]/o2") == "11"
    assert then(visit, "/data/sample[1]/ph") is None, "a remark after what was measured is no name"


def test_marked_questions_name_a_row_together(first: Inspection, clock: Clock) -> None:
    tanks = [
        {"content": "กรด", "house": "1", "number": "1", "level": "5"},
        {"content": "กรด", "house": "1", "number": "2", "level": "6"},
    ]
    fill(first, tanks, "/data/tank")
    visit = later(first, clock)
    fill(visit, [{"content": "ด่าง", "house": "1", "number": "2"}, {"house": "1"}], "/data/tank")
    assert [then(visit, f"/data/tank[{n}]/level") for n in (1, 2)] == ["6", None]


def test_earlier_values_and_failures_follow_the_name(first: Inspection, clock: Clock) -> None:
    second = later(first, clock)
    fill(
        second,
        [
            {"name": "C", "noise": "71"},
            {"name": "เครื่อง B 2", "guard": "no", "noise": "91"},
            {"name": "X", "noise": "1"},
        ],
    )
    repeats.remove_row(second, f"{AREA}[3]")
    third = later(second, clock)
    fill(third, [{"name": "เครื่องB2", "guard": "no"}, {"name": "A"}, {"name": "C"}, {"name": "X"}])
    earlier = Earlier(third)
    values = [[past.value for past in earlier.values(now(third, f"{AREA}[{n}]/noise"))] for n in (1, 2, 3, 4)]
    assert values == [[Decimal(90), Decimal(91)], [Decimal(80)], [Decimal(70), Decimal(71)], []]
    assert earlier.failed(now(third, f"{AREA}[1]/guard")) == Repeated(2, "2026-11-22")
    assert earlier.failed(now(third, f"{AREA}[2]/guard")) is None
    third.answer(f"{AREA}[2]/name", "C")
    assert earlier.values(now(third, f"{AREA}[2]/noise")) == []
