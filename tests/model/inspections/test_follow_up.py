"""The visit before beside this one: what must be verified, what repeats, what earlier values were."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from fieldkit.model import inspections
from fieldkit.model.changes import ConflictOpen
from fieldkit.model.inspections import follow_up, history, instruments, revision
from fieldkit.model.inspections.checks import check
from fieldkit.model.inspections.errors import InspectionSealed
from fieldkit.model.inspections.response import Instrument
from tests.measurements import close_measurements, start_measurements
from tests.office import MILL, add_factory, picture

if TYPE_CHECKING:
    from pathlib import Path

    from fieldkit.model.inspections import Inspection
    from fieldkit.model.workspace import Workspace
    from tests.conftest import Clock

BOD, Q1, Q2 = "/data/water/bod", "/data/order/q1", "/data/order/q2"


@pytest.fixture
def first(office: Workspace, tmp_path: Path) -> Inspection:
    """A closed visit with BOD 45 and item 1 failed."""
    visit = start_measurements(office, tmp_path)
    visit.answer(BOD, "45")
    visit.answer(Q1, "no")
    close_measurements(visit)
    return visit


def later(office: Workspace, clock: Clock, days: int = 30) -> Inspection:
    clock.advance(timedelta(days=days))
    return inspections.start(office, MILL, "MEA")


def test_what_was_left_open_waits_and_is_verified(first: Inspection, office: Workspace, clock: Clock) -> None:
    visit = later(office, clock)
    found = follow_up.follow_ups(visit)
    assert sorted(item.row["question"] for item in found) == ["bod", "q1"]
    assert follow_up.waiting(found) == 2
    bod, q1 = sorted(found, key=lambda item: item.row["question"])
    follow_up.verify(visit, bod, corrected=True)
    follow_up.verify(visit, q1, corrected=False)
    known = {item.row["question"]: item for item in follow_up.follow_ups(visit)}
    assert (known["bod"].corrected, known["q1"].corrected) == (True, False)
    assert follow_up.waiting([*known.values()]) == 0
    stored = office.rows("SELECT state, verified_in FROM finding WHERE question = 'bod'")
    assert stored == [{"state": "closed", "verified_in": visit.id}]
    follow_up.take_back(visit, known["bod"])
    assert follow_up.waiting(follow_up.follow_ups(visit)) == 1


def test_what_was_not_corrected_waits_again_at_the_next_visit(
    first: Inspection, office: Workspace, clock: Clock
) -> None:
    visit = later(office, clock)
    for item in follow_up.follow_ups(visit):
        follow_up.verify(visit, item, corrected=item.row["question"] == "bod")
    close_measurements(visit)
    assert [item.row["question"] for item in follow_up.follow_ups(later(office, clock))] == ["q1"]


def test_other_factories_drafts_and_revised_visits_are_not_asked_for(
    first: Inspection, office: Workspace, clock: Clock
) -> None:
    other = add_factory(office, "other", registration_no="10660000125488", registration_no_old="x", name="อื่น")
    assert follow_up.follow_ups(inspections.start(office, other, "MEA")) == []
    draft = later(office, clock)
    draft.answer(Q2, "no")
    revised = revision.revise(office, first.id, "พิมพ์ผิด")
    assert follow_up.follow_ups(revised) == []
    revised.answer(BOD, "15")
    close_measurements(revised)
    assert [item.row["question"] for item in follow_up.follow_ups(draft)] == ["q1"]


def test_a_colleagues_decision_is_not_overwritten(first: Inspection, office: Workspace, clock: Clock) -> None:
    visit = later(office, clock)
    seen = follow_up.follow_ups(visit)[0]
    follow_up.verify(visit, seen, corrected=True)
    # Another screen saw the finding before that decision.
    follow_up.verify(visit, seen, corrected=False)
    with office.database.read() as connection:
        from fieldkit.model import conflicts

        assert conflicts.count(connection) == 1
    fresh = next(item for item in follow_up.follow_ups(visit) if item.id == seen.id)
    with pytest.raises(ConflictOpen):
        follow_up.verify(visit, fresh, corrected=True)


def test_a_signed_inspection_verifies_nothing(first: Inspection, office: Workspace, clock: Clock) -> None:
    visit = later(office, clock)
    item = follow_up.follow_ups(visit)[0]
    close_measurements(visit)
    with pytest.raises(InspectionSealed):
        follow_up.verify(visit, item, corrected=True)


def test_a_repeated_failure_is_counted_without_revised_visits(
    first: Inspection, office: Workspace, clock: Clock
) -> None:
    second = later(office, clock)
    second.answer(Q1, "no")
    assert history.Earlier(second).failed(Q1) == history.Repeated(1, "2026-11-22")
    close_measurements(second)
    revised = revision.revise(office, second.id, "พิมพ์ผิด")
    assert history.Earlier(revised).failed(Q1) == history.Repeated(1, "2026-11-22")
    close_measurements(revised)
    third = later(office, clock)
    assert history.Earlier(third).failed(Q1) == history.Repeated(2, "2026-11-22")
    assert history.Earlier(third).failed(Q2) is None


def test_earlier_values_are_those_of_signed_visits_oldest_first(
    first: Inspection, office: Workspace, clock: Clock
) -> None:
    second = later(office, clock)
    second.answer(BOD, "5", qualifier="<")
    assert [past.value for past in history.Earlier(second).values(BOD)] == [Decimal(45)]
    close_measurements(second)
    third = later(office, clock)
    third.answer(BOD, "12")
    values = history.Earlier(third).values(BOD)
    assert [(past.day, past.value, past.qualifier) for past in values] == [
        ("2026-11-22", Decimal(45), ""),
        ("2026-12-22", Decimal(5), "<"),
    ]


def test_what_is_left_before_closing(first: Inspection, office: Workspace, clock: Clock) -> None:
    visit = later(office, clock)
    last = inspections.last_time(office, visit.row["factory"], "MEA", before=visit.row["started_at"])
    assert last is not None
    assert last.failed == {BOD, Q1}
    found = check(visit, last.failed)
    assert found.left == (BOD, Q1)
    assert len(found.unverified) == 2
    visit.answer(Q1, "no")
    visit.answer(BOD, "12")
    visit.answer("/data/water/pm25", "60")
    found = check(visit, last.failed)
    assert (found.left, found.photoless, found.noteless) == ((), (Q1,), ("/data/water/pm25",))
    visit.note("/data/water/pm25", "เครื่องมือคัดกรอง")
    inspections.attach_photo(visit, Q1, picture())
    for item in found.unverified:
        follow_up.verify(visit, item, corrected=True)
    assert not check(visit, last.failed)


def test_a_warning_without_a_note_is_not_an_unanswered_question(office: Workspace, tmp_path: Path) -> None:
    visit = start_measurements(office, tmp_path)
    visit.answer("/data/water/pm25", "60")
    assert visit.verdict("/data/water/pm25") == "warning"
    assert "/data/water/pm25" not in visit.result().unanswered


def test_an_instrument_is_remembered_for_its_parameter(office: Workspace, tmp_path: Path) -> None:
    visit = start_measurements(office, tmp_path)
    meter = Instrument("Hach DR900", "1712", "2026-06-01")
    assert instruments.is_measured(visit, BOD)
    assert not instruments.is_measured(visit, Q1)
    instruments.use(visit, BOD, meter)
    assert instruments.remembered(visit, BOD) == meter
    assert instruments.remembered(visit, "/data/water/cod") is None
    opened = inspections.open_inspection(office, visit.id)
    assert opened.beside[BOD].instrument == meter
