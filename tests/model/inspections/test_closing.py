"""Closing: what is missing, who signs, the seal."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlcipher3 import dbapi2 as sqlite

from fieldkit.model import inspections
from fieldkit.model.inspections import Signature
from fieldkit.model.inspections.errors import ReasonNeeded, SignatureNeeded, Unanswered
from fieldkit.model.seal import seal_of
from fieldkit.model.verify import verify
from fieldkit.model.workspace import Workspace
from tests import tiny_checklists
from tests.office import MILL, answer_all, drawn_signature, path_of, picture

if TYPE_CHECKING:
    from pathlib import Path

    from fieldkit.model.inspections import Inspection
    from tests.conftest import Clock


@pytest.fixture
def draft(office: Workspace) -> Inspection:
    return inspections.start(office, MILL, "GEN")


def both() -> list[Signature]:
    return [
        Signature("inspector", "กฤษณะ ใจดี", "นักวิชาการ", drawn_signature()),
        Signature("representative", "มานะ อดทน", "ผู้จัดการ", drawn_signature()),
    ]


def stored_seal(workspace: Workspace, inspection: str) -> str:
    with workspace.database.read() as connection:
        return seal_of(connection, inspection)


def test_an_unanswered_question_keeps_it_open(draft: Inspection) -> None:
    with pytest.raises(Unanswered) as caught:
        inspections.close(draft, both())
    assert path_of(draft, "gen03") in caught.value.paths
    assert not draft.closed


def test_a_complete_inspection_is_closed_signed_and_sealed(draft: Inspection) -> None:
    answer_all(draft, gen16="no")
    seal = inspections.close(draft, both())
    [row] = inspections.listing(draft.workspace, state="closed")
    assert (row["outcome"], row["closing"], row["findings"]) == ("fail", "complete", 1)
    assert stored_seal(draft.workspace, draft.id) == seal
    opened = inspections.open_inspection(draft.workspace, draft.id)
    assert opened.row["seal"] == seal
    xml = draft.workspace.attachments.read(opened.row["submission"]).decode()
    assert "<gen16>no</gen16>" in xml


def test_the_end_that_the_form_asks_for_is_when_it_was_closed(
    office: Workspace, clock: Clock, tmp_path: Path
) -> None:
    survey = [
        {"type": "start", "name": "began"},
        {"type": "end", "name": "ended"},
        {"type": "text", "name": "q", "label": "Q"},
    ]
    draft = tiny_checklists.start(office, tmp_path, survey)
    assert draft.instance.node("/data/ended").value == ""
    clock.advance(timedelta(minutes=50))
    inspections.close(draft, both())
    opened = inspections.open_inspection(office, draft.id)
    assert opened.instance.node("/data/began").value.startswith("2026-11-22T10:42")
    assert opened.instance.node("/data/ended").value.startswith("2026-11-22T11:32")
    xml = office.attachments.read(opened.row["submission"]).decode()
    assert "<ended>2026-11-22T11:32" in xml
    assert verify(office) == []


def test_both_sides_sign(draft: Inspection) -> None:
    answer_all(draft)
    for missing in (both()[:1], both()[1:], [Signature("inspector", "", image=drawn_signature()), both()[1]]):
        with pytest.raises(SignatureNeeded):
            inspections.close(draft, missing)
    assert not draft.closed


def test_a_refusal_needs_its_reason_and_two_witnesses(draft: Inspection) -> None:
    answer_all(draft)
    inspector = both()[0]
    refusing = Signature("representative", "มานะ", refused=True, reason="ขอปรึกษาทนาย")
    witnesses = [Signature("witness", f"พยาน {n}", image=drawn_signature()) for n in (1, 2)]
    with pytest.raises(ReasonNeeded):
        inspections.close(draft, [inspector, Signature("representative", "มานะ", refused=True), *witnesses])
    with pytest.raises(SignatureNeeded):
        inspections.close(draft, [inspector, refusing, witnesses[0]])
    inspections.close(draft, [inspector, refusing, *witnesses])
    assert draft.closed


def test_another_ending_needs_a_reason_and_counts_as_incomplete(draft: Inspection) -> None:
    with pytest.raises(ReasonNeeded):
        inspections.close(draft, both(), closing="partial")
    inspections.close(draft, both(), closing="partial", reason="ไฟดับทั้งโรงงาน")
    [row] = inspections.listing(draft.workspace)
    assert (row["closing"], row["outcome"]) == ("partial", "incomplete")


def test_unfinished_text_is_gone_after_closing(draft: Inspection) -> None:
    draft.type_text(path_of(draft, "gen40"), "ยัง")
    answer_all(draft)
    inspections.close(draft, both())
    assert inspections.open_inspection(draft.workspace, draft.id).typing == {}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE answer SET value = 'yes' WHERE value = 'no'",
        "UPDATE answer SET note = 'x' WHERE path LIKE '%gen03'",
        "UPDATE finding SET severity = 'm'",
        "UPDATE finding SET deleted = 1",
        "UPDATE attachment SET sha256 = replace(sha256, 'a', 'b')",
        "UPDATE signature SET name = 'someone else' WHERE role = 'representative'",
        "UPDATE signature SET deleted = 1",
        "UPDATE inspection SET closed_at = '2020-01-01'",
        "UPDATE inspection SET context = '{}'",
        "UPDATE inspection SET score = 100",
    ],
)
def test_the_seal_shows_any_change_of_the_record(
    office_folder: Path, office: Workspace, draft: Inspection, statement: str
) -> None:
    inspections.attach_photo(draft, path_of(draft, "gen16"), picture(), name="a.jpg")
    answer_all(draft, gen16="no")
    seal = inspections.close(draft, both())
    forger = sqlite.connect(str(office_folder / "fieldkit.db"))
    for (name,) in forger.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        forger.execute(f"DROP TRIGGER {name}")
    assert forger.execute(statement).rowcount > 0
    forger.commit()
    forger.close()
    assert stored_seal(office, draft.id) != seal


def test_those_who_came_along_are_written_down(draft: Inspection) -> None:
    import json

    answer_all(draft)
    others = [
        Signature("participant", "สมหญิง", "ทสจ.พิจิตร", typed=True),
        Signature("participant", "", typed=True),
    ]
    inspections.close(draft, [*both(), *others])
    [visit] = draft.workspace.rows("SELECT team, guide FROM visit")
    assert [(member["role"], member["name"]) for member in json.loads(visit["team"])] == [
        ("inspector", "กฤษณะ ใจดี"),
        ("participant", "สมหญิง"),
    ]
    assert visit["guide"] == "มานะ อดทน"
    assert draft.workspace.rows("SELECT count(*) AS n FROM cell WHERE conflict = 1") == [{"n": 0}]
