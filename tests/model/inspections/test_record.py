"""An open inspection: answers, verdicts, findings, notes, typing, photos, all durable at once."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from fieldkit.errors import FieldkitError
from fieldkit.model import inspections
from fieldkit.model.attachments import AttachmentMissing
from fieldkit.model.changes import ChangeLog
from fieldkit.model.database import StorageError
from fieldkit.model.factories import NoSuchFactory
from fieldkit.model.images import NotAnImage
from fieldkit.model.inspections.errors import InspectionSealed, NoSuchInspection
from fieldkit.model.workspace import Workspace
from tests.office import MILL, answer_all, path_of, picture

if TYPE_CHECKING:
    from fieldkit.model.inspections import Inspection
    from tests.conftest import Clock


@pytest.fixture
def draft(office: Workspace) -> Inspection:
    return inspections.start(office, MILL, "GEN")


def again(draft: Inspection) -> Inspection:
    return inspections.open_inspection(draft.workspace, draft.id)


def test_a_factory_is_found_by_either_number(office: Workspace) -> None:
    assert inspections.find_factory(office, "จ3-9(1)-12/48พจ")["id"] == "mill"
    with pytest.raises(NoSuchFactory, match="99999"):
        inspections.start(office, "99999", "GEN")


def test_the_checklist_knows_the_factory_and_keeps_what_it_knew(draft: Inspection) -> None:
    hint = draft.instance.node(path_of(draft, "gen06")).hint
    assert hint is not None
    assert "920" in hint
    frozen = json.loads(draft.row["context"])
    assert frozen["visit"]["kind"] == "PLAN"
    assert frozen["factories"]["hp"] == "920"


def test_an_answer_is_there_after_opening_again(draft: Inspection) -> None:
    draft.answer(path_of(draft, "gen03"), "yes")
    draft.answer(path_of(draft, "gen06"), "950.5")
    opened = again(draft)
    assert opened.instance.node(path_of(opened, "gen03")).value == "yes"
    assert opened.instance.node(path_of(opened, "gen06")).value == "950.5"
    assert opened.result() == draft.result()


def test_a_failed_question_opens_a_finding_with_law_severity_and_due_date(draft: Inspection) -> None:
    path = path_of(draft, "gen16")
    draft.answer(path, "no")
    finding = again(draft).finding(path)
    assert finding is not None
    assert finding["severity"] == "C"
    assert finding["wording"] == "ทางออกฉุกเฉินอย่างน้อย 2 ทางห่างกัน ไม่ถูกกีดขวาง"
    assert "กฎกระทรวง ฉบับที่ 2" in finding["law"]
    assert finding["action"] == "ให้จัดทางออกและเคลื่อนสิ่งกีดขวางทันที"
    # Seven days from Sunday 22 November 2026, the day itself not counted, is Sunday: the next working day.
    assert finding["due_date"] == "2026-11-30"
    assert finding["decision"] == "order37"


def test_a_passing_answer_takes_the_finding_away_and_a_failing_one_brings_it_back(draft: Inspection) -> None:
    path = path_of(draft, "gen16")
    draft.answer(path, "no")
    draft.edit_finding(path, description="มีพาเลตวางขวางทางออก")
    draft.answer(path, "yes")
    assert again(draft).finding(path) is None
    draft.answer(path, "no")
    finding = again(draft).finding(path)
    assert finding is not None
    assert finding["description"] == "มีพาเลตวางขวางทางออก"


def test_a_measured_value_is_judged_and_the_finding_follows_it(draft: Inspection) -> None:
    path = path_of(draft, "gen17")
    draft.answer(path, "2.5")
    assert draft.verdict(path) == "fail"
    draft.answer(path, "2.8")
    finding = again(draft).finding(path)
    assert finding is not None
    assert finding["measured"] == "2.8 ตร.ม./คน"
    draft.answer(path, "3")
    assert draft.verdict(path) == "pass"
    assert draft.finding(path) is None


def test_a_limit_of_another_answer_is_judged_again(draft: Inspection) -> None:
    draft.answer(path_of(draft, "gen06"), "950")
    path = path_of(draft, "gen07")
    assert draft.instance.node(path).relevant
    draft.answer(path, "yes")
    assert draft.finding(path) is not None
    draft.answer(path_of(draft, "gen06"), "900")
    assert not draft.instance.node(path).relevant
    assert again(draft).finding(path) is None


def test_an_irrelevant_answer_is_kept_in_the_draft(draft: Inspection) -> None:
    draft.answer(path_of(draft, "gen06"), "950")
    path = path_of(draft, "gen07")
    draft.answer(path, "no")
    draft.answer(path_of(draft, "gen06"), "900")
    opened = again(draft)
    opened.answer(path_of(opened, "gen06"), "990")
    assert opened.instance.node(path).value == "no"


def test_notes_and_qualifiers_are_stored_with_the_answer(draft: Inspection) -> None:
    path = path_of(draft, "gen06")
    draft.answer(path, "5", qualifier="<")
    draft.note(path, "อ่านจากป้ายเครื่อง")
    opened = again(draft)
    assert opened.qualifiers[path] == "<"
    assert opened.notes[path] == "อ่านจากป้ายเครื่อง"
    opened.answer(path, "7")
    assert path not in again(draft).qualifiers
    assert again(draft).notes[path] == "อ่านจากป้ายเครื่อง"


def test_unfinished_text_is_there_after_a_crash_and_goes_with_the_answer(draft: Inspection) -> None:
    path = path_of(draft, "gen02_name")
    draft.type_text(path, "นายมาน")
    opened = again(draft)
    assert opened.typing == {path: "นายมาน"}
    assert opened.instance.node(path).value == ""
    opened.answer(path, "นายมานะ")
    assert again(draft).typing == {}


def test_words_being_written_are_there_after_a_crash_and_go_with_the_record(draft: Inspection) -> None:
    path = path_of(draft, "gen16")
    draft.answer(path, "no")
    changes = draft.workspace.waiting()
    draft.type_words(path, "note", "ดู")
    draft.type_words(path, "description", "ประตูล็อก")
    assert draft.workspace.waiting() == changes
    assert again(draft).unfinished == {(path, "note"): "ดู", (path, "description"): "ประตูล็อก"}
    draft.note(path, "ดูภาพ")
    assert again(draft).unfinished == {(path, "description"): "ประตูล็อก"}
    draft.edit_finding(path, description="ประตูล็อกอยู่")
    assert again(draft).unfinished == {}
    assert draft.unfinished == {}


def test_a_note_leaves_alone_what_stands_in_the_field(draft: Inspection) -> None:
    path = path_of(draft, "gen06")
    draft.type_text(path, "12x")
    draft.note(path, "อ่านไม่ออก")
    assert again(draft).typing == {path: "12x"}


def test_a_photo_is_kept_unchanged_and_taking_it_off_can_be_undone(draft: Inspection) -> None:
    path = path_of(draft, "gen16")
    data = picture()
    attachment = inspections.attach_photo(draft, path, data, name="C:\\DCIM\\IMG_1.jpg")
    inspections.attach_photo(draft, path, picture(colour="red"))
    photos = again(draft).photos(path)
    assert len(photos) == 2
    assert draft.workspace.attachments.read(photos[0]["sha256"]) == data
    with draft.steps.one(path, "take off"):
        inspections.detach(draft, attachment)
    assert len(again(draft).photos(path)) == 1
    assert draft.steps.undo() is not None
    assert len(again(draft).photos(path)) == 2


def test_a_photo_question_is_answered_by_its_first_photo(draft: Inspection) -> None:
    draft.answer(path_of(draft, "gen30"), "yes")
    path = path_of(draft, "gen30_photo")
    assert path in draft.result().unanswered
    attachment = inspections.attach_photo(draft, path, picture())
    assert draft.instance.node(path).value.endswith(".jpg")
    assert path not in draft.result().unanswered
    inspections.detach(draft, attachment)
    assert path in again(draft).result().unanswered


def test_what_is_not_an_image_is_refused_and_nothing_is_attached(draft: Inspection) -> None:
    path = path_of(draft, "gen16")
    with pytest.raises(NotAnImage):
        inspections.attach_photo(draft, path, b"MZ this is a program", name="photo.jpg")
    assert again(draft).photos(path) == []
    assert list(draft.workspace.attachments.names()) == list(again(draft).workspace.attachments.names())


def test_a_full_disk_leaves_form_and_store_as_they_were(
    draft: Inspection, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = path_of(draft, "gen16")
    draft.answer(path, "yes")

    def full(*_arguments: object, **_options: object) -> None:
        from fieldkit.model.database import _FULL, _FULL_CURE

        raise StorageError(_FULL, _FULL_CURE)

    monkeypatch.setattr(ChangeLog, "commit", full)
    with pytest.raises(StorageError) as caught:
        draft.answer(path, "no")
    assert "200 MB" in caught.value.message("th")
    assert draft.instance.node(path).value == "yes"
    assert draft.verdict(path) == "pass"
    assert draft.finding(path) is None
    monkeypatch.undo()
    draft.answer(path, "no")
    assert again(draft).finding(path) is not None


def test_two_inspectors_who_answer_the_same_question_meet_in_one_cell(
    draft: Inspection, clock: Clock, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = Workspace(tmp_path_factory.mktemp("other"), clock=clock)

    def pour(source: Workspace, target: Workspace) -> frozenset[tuple[str, str, str]]:
        bodies = [(row["body"], None) for row in source.rows("SELECT body FROM change ORDER BY id")]
        return target.log.apply(bodies).conflicts

    with pytest.raises(NoSuchInspection):
        inspections.open_inspection(other, draft.id)
    pour(draft.workspace, other)
    with pytest.raises(AttachmentMissing):
        inspections.open_inspection(other, draft.id)
    for name in draft.workspace.attachments.names():
        other.attachments.add(draft.workspace.attachments.read(name))
    theirs = inspections.open_inspection(other, draft.id)
    draft.answer(path_of(draft, "gen03"), "yes")
    theirs.answer(path_of(theirs, "gen03"), "no")
    conflicts = pour(other, draft.workspace)
    assert [group for table, _record, group in conflicts if table == "answer"] == ["response"]
    other.close()


def test_the_last_visit_is_told_at_the_next(draft: Inspection, clock: Clock) -> None:
    from datetime import timedelta

    from tests.office import drawn_signature

    answer_all(draft, gen16="no")
    signatures = [
        inspections.Signature("inspector", "กฤษณะ ใจดี", image=drawn_signature()),
        inspections.Signature("representative", "มานะ", image=drawn_signature()),
    ]
    inspections.close(draft, signatures)
    clock.advance(timedelta(days=200))
    later = inspections.start(draft.workspace, MILL, "GEN", kind="FOLLOW")
    last = inspections.last_time(draft.workspace, "mill", "GEN", before=later.row["started_at"])
    assert last is not None
    assert last.date == "2026-11-22"
    assert last.failed == {path_of(draft, "gen16")}
    assert later.instance.node(path_of(later, "gen36")).relevant


def test_a_sealed_inspection_refuses_every_change(draft: Inspection) -> None:
    from tests.office import drawn_signature

    path = path_of(draft, "gen03")
    signatures = [inspections.Signature("inspector", "กฤษณะ ใจดี", image=drawn_signature())]
    inspections.close(draft, signatures, closing="refused", reason="เจ้าของไม่อยู่")
    opened = again(draft)
    writes = [
        lambda: opened.answer(path, "yes"),
        lambda: opened.note(path, "x"),
        lambda: opened.edit_finding(path, severity="m"),
        lambda: inspections.attach_photo(opened, path, picture()),
        lambda: inspections.close(opened, signatures),
    ]
    for write in writes:
        with pytest.raises(InspectionSealed):
            write()


def test_labels_follow_the_language(draft: Inspection) -> None:
    node = draft.instance.node(path_of(draft, "gen15"))
    assert node.label == "อาคารมั่นคงแข็งแรง ไม่มีรอยร้าวหรือทรุดตัว"
    draft.show_language("en")
    assert node.label == "Building is sound, without cracks or subsidence"


def test_errors_are_told_in_both_languages(office: Workspace) -> None:
    with pytest.raises(FieldkitError) as caught:
        inspections.start(office, MILL, "NOPE")
    assert "แบบตรวจ" in caught.value.message("th")
    assert "checklist" in caught.value.message("en")
