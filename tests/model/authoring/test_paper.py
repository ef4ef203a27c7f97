"""A checklist on paper has all that the screen asks, in words that can be searched and copied."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from fieldkit.model import checklists
from fieldkit.model.authoring import candidate, contents
from fieldkit.model.authoring.paper import Heading, code, paper
from fieldkit.model.inspections import find_factory
from tests.office import MILL
from tests.pdf_text import opened, pages, plain, words
from tests.tiny_checklists import workbook

if TYPE_CHECKING:
    from pathlib import Path

    from fieldkit.errors import Language
    from fieldkit.model.workspace import Workspace

DAY = date(2026, 11, 22)


@pytest.mark.parametrize("language", ["th", "en"])
def test_every_question_of_gen_is_on_the_paper(office: Workspace, language: Language) -> None:
    checklist = checklists.latest(office, "GEN")
    heading = Heading("สำนักงานอุตสาหกรรมจังหวัดพิจิตร", "กฤษณะ ใจดี", find_factory(office, MILL))
    pdf = paper(checklist, language, DAY, heading)
    said = words(pdf)
    for item in contents.read(checklist).questions:
        assert plain(f"{item.number}{item.label.pick(language)}") in said
        assert all(plain(option.label.pick(language)) in said for option in item.options)
    for text in ("สำนักงานอุตสาหกรรมจังหวัดพิจิตร", "โรงสีตัวอย่างเจริญพาณิชย์", MILL, code(checklist)):
        assert plain(text) in said
    size = opened(pdf).pagePointSize(0)
    assert (round(size.width()), round(size.height())) == (595, 842)
    count = len(pages(pdf))
    page = {"th": "หน้า", "en": "Page"}[language]
    assert [plain(f"{page}{number}/{count}") in text for number, text in enumerate(pages(pdf), 1)] == [
        True
    ] * count


def test_limits_conditions_and_actions_stand_beside_their_question(office: Workspace) -> None:
    said = words(paper(checklists.latest(office, "GEN"), "th", DAY))
    for text in (
        "≥ 3 ตร.ม./คน",
        "เฉพาะเมื่อ ข้อ 2.4 มากกว่า แรงม้าตามทะเบียน",
        "ให้จัดแสดงใบอนุญาตในที่เปิดเผย ณ โรงงาน · กำหนด 30 วัน",
        "ได้อ่านบันทึกนี้ให้ผู้นำตรวจฟังแล้ว รับว่าถูกต้อง",
    ):
        assert plain(text) in said


def test_marks_above_and_below_come_out_as_they_went_in(tmp_path: Path) -> None:
    hard = (
        "สิ่งปฏิกูล ทั้งนี้ ปั๊มน้ำ ก๊าซ ป้อนเชื้อเพลิง ฟื้นฟู ญี่ปุ่น กฎกระทรวง ฐานรากที่ทรุด น้ำบาดาล ๑๒๓ "
        "เปลี่ยนผู้รับ ซื้อ สัตว์ พันธุ์ไม้ ฤทธิ์กัดกร่อน"
    )
    rows = [{"type": "text", "name": "q", "label": hard}, {"type": "note", "name": "n", "label": hard}]
    found = candidate.read(workbook(tmp_path / "h.xlsx", rows))
    assert words(paper(found.checklist, "th", DAY)).count(plain(hard)) == 2


def test_repeats_become_tables_with_empty_rows_and_markup_stays_text(tmp_path: Path) -> None:
    hostile = '#panic("x") $a^2$ *bold* _it_ `raw` <label> @ref // gone /* gone */ \\ "quoted" #[x] = Heading'
    rows = [
        {"type": "text", "name": "h", "label": hostile},
        {"type": "begin_repeat", "name": "points", "label": "Points"},
        {"type": "text", "name": "name", "label": "Name"},
        {"type": "decimal", "name": "ph", "label": "pH", "fieldkit::limit": "WW-PH"},
        {"type": "end_repeat"},
        {"type": "begin_repeat", "name": "many", "label": "Many"},
        *({"type": "text", "name": f"m{place}", "label": f"Detail {place}"} for place in range(9)),
        {"type": "end_repeat"},
    ]
    found = candidate.read(workbook(tmp_path / "r.xlsx", rows))
    assert found.conversion.usable, found.conversion.problems
    said = words(paper(found.checklist, "en", DAY))
    assert plain(hostile) in said
    assert "12345678" in said  # the rows of the table
    assert said.count("Detail8") == 2  # a block for each of two rows
    assert plain("Limit 5.5 – 9.0") in said


def test_a_long_list_is_answered_on_a_line(tmp_path: Path) -> None:
    choices = [{"list_name": "l", "name": f"c{place}", "label": f"Choice {place}"} for place in range(60)]
    found = candidate.read(
        workbook(tmp_path / "l.xlsx", [{"type": "select_one l", "name": "q", "label": "Q"}], choices)
    )
    assert "Choice7" not in words(paper(found.checklist, "en", DAY))
