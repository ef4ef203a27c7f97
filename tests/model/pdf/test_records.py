"""Records of inspections and letters of orders as documents: everything is there, and nothing does harm."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fieldkit.model import inspections
from fieldkit.model.barcodes import read_codes
from fieldkit.model.inspections import Inspection, Signature
from fieldkit.model.inspections.errors import NoSuchInspection
from fieldkit.model.orders import making, writing
from fieldkit.model.orders.issued_letter import current_letter
from fieldkit.model.pdf.inspection_record import inspection_record
from fieldkit.model.pdf.order_document import order_document
from fieldkit.model.pdf.photo_files import photo_file
from fieldkit.model.pdf.typesetting import PdfCancelled
from tests.office import MILL, answer_all, drawn_signature, path_of, picture
from tests.pdf_text import pages, picture_of, plain, words

if TYPE_CHECKING:
    from fieldkit.model.workspace import Workspace

HOSTILE = '#panic("x") $a^2 *b* _c_ `d` <e> @f // g /* h */ \\ #[i] = j'
THAI = "ปั๊มสูบน้ำทิ้งชำรุด ทั้งนี้พื้นที่เปียกลื่น ญาติผู้เสียหายยื่นฟ้อง"


@pytest.fixture
def draft(office: Workspace) -> Inspection:
    inspection = inspections.start(office, MILL, "GEN")
    answer_all(inspection, gen16="no", gen02_name="นางสาวสมฤดี พิมพ์ดี")
    inspection.edit_finding(path_of(inspection, "gen16"), description=THAI)
    inspection.note(path_of(inspection, "gen15"), HOSTILE)
    return inspection


def signed(inspection: Inspection) -> str:
    """Close the inspection and return its seal."""
    signatures = [
        Signature("inspector", "กฤษณะ ใจดี", "นักวิชาการอุตสาหกรรม", drawn_signature()),
        Signature("representative", "มานี รักงาน", typed=True),
    ]
    complete = not inspection.result().unanswered
    return inspections.close(
        inspection,
        signatures,
        closing="complete" if complete else "partial",
        reason="" if complete else "ภาพอยู่ในกล้อง",
    )


def test_a_closed_inspection_has_findings_first_answers_signatures_and_seal(draft: Inspection) -> None:
    seal = signed(draft)
    pdf = inspection_record(draft.workspace, draft.id, "th")
    said = words(pdf)
    finding = draft.finding(path_of(draft, "gen16"))
    assert finding is not None
    for text in (
        "บันทึกการตรวจโรงงาน",
        "โรงสีตัวอย่างเจริญพาณิชย์",
        THAI,
        finding["law"],
        finding["action"],
        "นางสาวสมฤดี พิมพ์ดี",
        HOSTILE,
        "มานี รักงาน",
        "ลงนามด้วยชื่อพิมพ์",
        seal,
    ):
        assert plain(text) in said
    assert said.index(plain(THAI)) < said.index(plain("1.1โรงงานเปิดดำเนินการ"))
    count = len(pages(pdf))
    assert all(plain(f"หน้า {place}/{count}") in text for place, text in enumerate(pages(pdf), 1))


def test_the_code_holds_the_seal(draft: Inspection) -> None:
    seal = signed(draft)
    (code,) = read_codes(picture_of(inspection_record(draft.workspace, draft.id, "en"), 0))
    assert code.text == f"fieldkit:inspection:{draft.id}:{seal}"


def test_a_draft_says_so_and_may_be_in_english(draft: Inspection) -> None:
    said = words(inspection_record(draft.workspace, draft.id, "en"))
    assert plain("Draft, not signed") in said
    assert plain("At least two exits, far apart and clear") in said
    assert "Seal" not in said


def test_photos_stand_by_their_question_and_a_lost_one_is_a_box(draft: Inspection) -> None:
    path = path_of(draft, "gen16")
    store = draft.workspace.attachments
    for number, colour in enumerate(("red", "green")):
        inspections.attach_photo(draft, path, picture(colour=colour), name=f"p{number}.jpg")
    rows = draft.workspace.rows("SELECT sha256 FROM attachment WHERE kind = 'photo' ORDER BY id")
    store.path(rows[0]["sha256"]).unlink()
    told: list[tuple[int, int]] = []
    pdf = inspection_record(
        draft.workspace, draft.id, "th", progress=lambda done, all_: told.append((done, all_))
    )
    said = words(pdf)
    assert told == [(1, 2), (2, 2)]
    assert plain("ภาพไม่อยู่ในเครื่องนี้") in said
    assert rows[0]["sha256"][:16] in said
    assert plain("ภาพที่ 1, 2") in said
    with pytest.raises(PdfCancelled):
        inspection_record(draft.workspace, draft.id, "th", cancelled=lambda: True)


def test_what_is_drawn_over_a_photo_is_printed_too(office: Workspace) -> None:
    import io

    from PIL import Image

    from fieldkit.model.inspections.layers import Stroke

    sha256 = office.attachments.add(picture(colour="white"))
    plain_photo, drawn = (
        photo_file(office.attachments, sha256, strokes)
        for strokes in ((), (Stroke("fail", ((0.1, 0.5), (0.9, 0.5))),))
    )
    assert plain_photo is not None
    assert drawn is not None
    with Image.open(io.BytesIO(plain_photo)) as before, Image.open(io.BytesIO(drawn)) as after:
        middle = (before.width // 2, before.height // 2)
        assert before.convert("RGB").getpixel(middle) == (255, 255, 255)
        red, green, _blue = after.convert("RGB").getpixel(middle)  # type: ignore[misc]
    assert red > 120 > green


def test_texts_without_end_go_on_over_pages(draft: Inspection) -> None:
    longest = " ".join(f"คำที่{number}" for number in range(6_000))
    draft.note(path_of(draft, "gen20"), longest)
    draft.edit_finding(path_of(draft, "gen16"), description=longest)
    said = words(inspection_record(draft.workspace, draft.id, "th"))
    assert said.count("คำที่5999") == 2


def test_without_its_checklist_answers_are_printed_as_stored(draft: Inspection) -> None:
    signed(draft)
    (row,) = draft.workspace.rows("SELECT xform FROM checklist")
    draft.workspace.attachments.path(row["xform"]).unlink()
    assert "operating" in words(inspection_record(draft.workspace, draft.id, "th"))


def test_an_inspection_that_is_not_there(office: Workspace) -> None:
    with pytest.raises(NoSuchInspection):
        inspection_record(office, "nowhere", "th")


def test_the_letter_of_an_order_is_the_one_that_was_issued(draft: Inspection) -> None:
    signed(draft)
    workspace = draft.workspace
    (finding,) = workspace.rows("SELECT id FROM finding WHERE coalesce(deleted, 0) = 0")
    order, _done = making.make(workspace, making.propose(workspace, [finding["id"]]))
    said = words(order_document(workspace, order))
    assert plain(THAI) in said
    assert plain("ร่างหนังสือ ยังไม่ได้ออก") in said
    writing.add_step(workspace, order, "ordered", number="พจ 0033/1", officer="กฤษณะ ใจดี")
    workspace.name_person(name="คนอื่น", office="สำนักงานอื่น")
    issued = words(order_document(workspace, order))
    assert plain("พิมพ์จากหนังสือที่ออก") in issued
    assert plain("พจ 0033/1") in issued
    assert current_letter(workspace, order).sha256[:16] in issued
    assert plain("สำนักงานอื่น") not in issued
