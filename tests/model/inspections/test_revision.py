"""Revisions: the sealed inspection stays, the new one says why and what is different."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fieldkit.model import inspections
from fieldkit.model.form_draft import stored_values
from fieldkit.model.inspections import Signature, revision
from fieldkit.model.inspections.errors import NotClosed, ReasonNeeded, RevisionOpen
from fieldkit.model.seal import seal_of
from tests.office import MILL, answer_all, drawn_signature, path_of, picture

if TYPE_CHECKING:
    from fieldkit.model.inspections import Inspection
    from fieldkit.model.workspace import Workspace


def signatures() -> list[Signature]:
    return [
        Signature("inspector", "กฤษณะ ใจดี", image=drawn_signature()),
        Signature("representative", "มานะ", image=drawn_signature()),
    ]


@pytest.fixture
def closed(office: Workspace) -> Inspection:
    inspection = inspections.start(office, MILL, "GEN")
    answer_all(inspection, gen16="no", gen17="2.5")
    inspection.edit_finding(path_of(inspection, "gen16"), description="พาเลตขวางทางออก")
    inspection.note(path_of(inspection, "gen15"), "ตรวจด้วยตา")
    inspections.attach_photo(inspection, path_of(inspection, "gen16"), picture(), name="exit.jpg")
    inspections.close(inspection, signatures())
    return inspections.open_inspection(office, inspection.id)


def test_a_revision_begins_with_everything(closed: Inspection, office: Workspace) -> None:
    again = revision.revise(office, closed.id, "วัดพื้นที่ผิด")
    assert stored_values(again.instance) == stored_values(closed.instance)
    assert again.notes == closed.notes
    finding = again.finding(path_of(again, "gen16"))
    assert finding is not None
    assert finding["description"] == "พาเลตขวางทางออก"
    assert finding["due_date"] == "2026-11-30"
    assert [row["name"] for row in again.photos(path_of(again, "gen16"))] == ["exit.jpg"]
    assert (again.row["revision_of"], again.row["revision_reason"]) == (closed.id, "วัดพื้นที่ผิด")
    assert again.date == closed.date
    assert revision.differences(office, again) == []


def test_what_is_different_is_told_in_words(closed: Inspection, office: Workspace) -> None:
    again = revision.revise(office, closed.id, "วัดพื้นที่ผิด")
    again.answer(path_of(again, "gen17"), "3.2")
    again.note(path_of(again, "gen15"), "วิศวกรรับรอง")
    inspections.detach(again, again.photos(path_of(again, "gen16"))[0]["id"])
    found = {
        (item.path.rpartition("/")[2], item.what): (item.before, item.after)
        for item in revision.differences(office, again)
    }
    assert found["gen17", "answer"] == ("2.5", "3.2")
    assert found["gen17", "finding"][1] == ""
    assert found["gen15", "note"] == ("ตรวจด้วยตา", "วิศวกรรับรอง")
    assert found["gen16", "photo"] == ("exit.jpg", "")
    assert len(found) == 4


def test_the_sealed_one_does_not_move_and_is_replaced_only_by_a_signed_revision(
    closed: Inspection, office: Workspace
) -> None:
    before = closed.row["seal"]
    again = revision.revise(office, closed.id, "วัดพื้นที่ผิด")
    again.answer(path_of(again, "gen17"), "3.2")
    questions = {row["question"] for row in inspections.findings_listing(office)}
    assert questions == {"gen16", "gen17"}
    assert len(inspections.findings_listing(office)) == 3
    inspections.close(again, signatures())
    assert [row["inspection"] for row in inspections.findings_listing(office)] == [again.id]
    with office.database.read() as connection:
        assert seal_of(connection, closed.id) == before
    last = inspections.last_time(office, "mill", "GEN", before="2999")
    assert last is not None
    assert last.inspection == again.id


def test_a_revision_needs_a_reason_a_closed_inspection_and_no_other_revision(
    closed: Inspection, office: Workspace
) -> None:
    with pytest.raises(ReasonNeeded):
        revision.revise(office, closed.id, "  ")
    again = revision.revise(office, closed.id, "เหตุผล")
    with pytest.raises(NotClosed):
        revision.revise(office, again.id, "เหตุผล")
    with pytest.raises(RevisionOpen):
        revision.revise(office, closed.id, "เหตุผล")
    inspections.close(again, signatures())
    third = revision.revise(office, again.id, "อีกครั้ง")
    assert third.row["revision_of"] == again.id
