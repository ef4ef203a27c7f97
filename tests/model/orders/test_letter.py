"""The letter of an order: the office's template filled, and the document that a word processor opens."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from fieldkit.model import reference
from fieldkit.model.orders import letter, letter_file, making, writing
from fieldkit.model.orders.reading import read_order
from fieldkit.model.workspace import Workspace


@pytest.fixture
def composed(office: Workspace, findings: list[str]) -> tuple[letter.Paragraph, ...]:
    order_id, _ = making.make(office, making.propose(office, findings))
    writing.add_step(office, order_id, "ordered", on_date="2026-11-20", number="พจ 0033/118")
    order = read_order(office, order_id)
    return letter.compose(office, order, order.row)


def of(style: str, composed: tuple[letter.Paragraph, ...]) -> list[str]:
    return [part.text for part in composed if part.style == style]


def test_it_has_the_parts_of_an_external_letter_in_their_order(
    composed: tuple[letter.Paragraph, ...],
) -> None:
    styles = [part.style for part in composed]
    order = ["crest", "number", "sender", "date", "head", "body", "findings", "closing", "sign", "foot"]
    assert list(dict.fromkeys(styles)) == order
    assert [part.label for part in composed if part.style == "head"] == ["เรื่อง", "เรียน"]
    assert of("number", composed) == ["ที่ พจ 0033/118"]
    assert of("date", composed) == ["20 พฤศจิกายน 2569"]
    assert of("sign", composed) == ["(กฤษณะ ใจดี)", "นักวิชาการอุตสาหกรรม"]


def test_it_tells_of_factory_findings_law_and_appeal(composed: tuple[letter.Paragraph, ...]) -> None:
    [opening, counted, ordered, _] = of("body", composed)
    assert "โรงสีตัวอย่างเจริญพาณิชย์ ทะเบียนโรงงานเลขที่ 10660001225480" in opening
    assert "1 ตุลาคม 2569" in opening
    assert "3 รายการ" in counted
    assert "ภายใน 30 วันนับแต่วันทราบคำสั่ง" in ordered
    found = of("findings", composed)
    assert len(found) == 3
    assert all(text.startswith(f"{number}. ") for number, text in enumerate(found, 1))
    assert "{" not in "".join(part.text for part in composed)


def test_thai_digits_where_the_office_writes_so_but_not_in_numbers_of_records(
    office: Workspace, findings: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    known = reference.param
    monkeypatch.setattr(letter, "param", lambda key: key == "numerals.thai_in_docs" or known(key))
    order_id, _ = making.make(office, making.propose(office, findings))
    order = read_order(office, order_id)
    composed = letter.compose(office, order, order.row | {"issued_on": "2026-11-20"})
    assert of("date", composed) == ["๒๐ พฤศจิกายน ๒๕๖๙"]
    assert "10660001225480 ซึ่งตั้งอยู่" in of("body", composed)[0]
    assert "เมื่อวันที่ ๑ ตุลาคม ๒๕๖๙" in of("body", composed)[0]


def test_the_document_opens_with_thai_font_margins_and_every_paragraph(
    composed: tuple[letter.Paragraph, ...], office: Workspace
) -> None:
    document: Any = docx.Document(BytesIO(letter_file.docx(composed, office.clock())))
    lines = [paragraph.text for paragraph in document.paragraphs]
    for part in composed:
        assert (f"{part.label}\t{part.text}" if part.label else part.text) in lines
    assert len(lines) == len(composed)
    properties = document.styles["Normal"].element.rPr
    fonts = properties.find(qn("w:rFonts"))
    assert {fonts.get(qn(f"w:{script}")) for script in ("ascii", "hAnsi", "cs")} == {"TH SarabunPSK"}
    assert properties.find(qn("w:szCs")).get(qn("w:val")) == "32"
    section = document.sections[0]
    assert round(section.page_width.cm, 1) == 21.0
    assert (round(section.left_margin.cm, 1), round(section.right_margin.cm, 1)) == (3.0, 2.0)
    body = document.styles["Letter body"].element
    assert body.pPr.find(qn("w:jc")).get(qn("w:val")) == "thaiDistribute"


def test_elements_stand_in_the_order_that_the_format_asks_for(
    composed: tuple[letter.Paragraph, ...], office: Workspace
) -> None:
    """Word refuses a file whose properties stand in another order (ISO/IEC 29500-1, CT_PPr and CT_RPr)."""
    wanted = ["pStyle", "tabs", "spacing", "ind", "jc"]
    document: Any = docx.Document(BytesIO(letter_file.docx(composed, office.clock())))
    elements = [paragraph._p for paragraph in document.paragraphs]
    elements += [style.element for style in document.styles if style.name.startswith("Letter ")]
    for element in elements:
        names = [child.tag.rpartition("}")[2] for child in element.pPr]
        assert names == [name for name in wanted if name in names]
    fonts = [child.tag.rpartition("}")[2] for child in document.styles["Normal"].element.rPr]
    assert fonts == [name for name in ("rFonts", "sz", "szCs", "lang") if name in fonts]


def test_what_was_written_is_read_back(composed: tuple[letter.Paragraph, ...], office: Workspace) -> None:
    assert letter_file.read(letter_file.docx(composed, office.clock())) == composed


def test_a_paragraph_of_another_style_is_read_as_body(
    composed: tuple[letter.Paragraph, ...], office: Workspace
) -> None:
    document = docx.Document(BytesIO(letter_file.docx(composed, office.clock())))
    document.add_paragraph("เพิ่มด้วยมือ")
    held = BytesIO()
    document.save(held)
    assert letter_file.read(held.getvalue())[-1] == letter.Paragraph("body", "เพิ่มด้วยมือ")


def test_a_template_with_an_unknown_style_is_named(tmp_path: Path) -> None:
    file = tmp_path / "order_letter.txt"
    file.write_text("# a comment\n\nheadline | x\n", encoding="utf-8")
    with pytest.raises(letter.TemplateError) as error:
        letter.read_template(file)
    assert error.value.place == "order_letter.txt:3"


def test_days_are_written_as_in_letters() -> None:
    assert letter.in_letters(date(2024, 2, 15)) == "15 กุมภาพันธ์ 2567"


def test_the_name_of_the_file_is_safe() -> None:
    assert letter_file.file_name("พจ 0033/118") == "พจ-0033-118.docx"
    assert letter_file.file_name("../..") == "order.docx"
