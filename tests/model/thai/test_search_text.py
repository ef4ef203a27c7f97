from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldkit.model.thai.search_text import fold, indexed, terms


def found(query: str, *texts: str) -> bool:
    stored = indexed(texts)
    return all(term in stored for term in terms(query))


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("ไซเคิล", "โรงคัดแยกตัวอย่างรีไซเคิล"),
        ("น้ำ", "โรงน้\u0e4d\u0e32แข็ง"),  # sara am in two parts
        ("น้ำ", "โรงนํ\u0e49\u0e32แข็ง"),  # … with the tone between them
        ("น้ำ", "โรงน\u0e33\u0e49แข็ง"),  # tone after sara am
        ("นํ\u0e49\u0e32แข็ง", "โรงน้ำแข็ง"),
        ("แปรรูป", "โรงงาน\u0e40\u0e40ปรรูปไม้"),  # sara e twice
        ("ที่", "โรงงานท\u0e48\u0e35หนึ่ง"),  # tone before its vowel
        ("ขนมต่าง ๆ", "ทำขนมต่าง\u00a0ๆ"),
        ("ABC-9", "abc ๙"),
        ("จ3-9(1)", "จ3-9(1)-12/48พจ"),
        ("9(1)-12/48", "จ3-9(1)-12/48พจ"),
        ("บจก. ตัวอย่าง", "บริษัท ตัวอย่างรีไซเคิล จำกัด"),
        ("บริษัท ตัวอย่างรี", "บจก.ตัวอย่างรีไซเคิล"),
        ("ตัวอย่างรีไซเคิล จำกัด", "บจ. ตัวอย่างรีไซเคิล"),
        ("บมจ.ตัวอย่าง", "บริษัท ตัวอย่าง จำกัด (มหาชน)"),
        ("ตัวอย่าง จำกัด (มหาชน)", "บมจ. ตัวอย่าง"),
        ("ห้างหุ้นส่วนจำกัด ตัวอย่าง", "หจก. ตัวอย่างทราย"),
        ("หจก ตัวอย่าง", "ห้างหุ้นส่วนจำกัดตัวอย่างทราย"),
        ("โรงงานน้ำแข็ง", "รง.น้ำแข็งใจเย็น"),
        ("รง.น้ำแข็ง", "โรงงานน้ำแข็งใจเย็น"),
        ("สยามเคมีคัล", "สยามเคมิคอล"),
        ("เคมีค", "สยามเคมิคอล"),
    ],
)
def test_one_thing_is_found_by_its_other_writings(query, text):
    assert found(query, text)


@pytest.mark.parametrize(
    ("query", "text"), [("ข้าว", "โรงน้ำแข็ง"), ("หจก. ก", "บริษัท ก จำกัด"), ("อย่างราย", "ตัวอย่าง ราง")]
)
def test_other_things_are_not_found(query, text):
    assert not found(query, text)


def test_a_term_is_not_found_across_two_texts():
    assert not found("กข", "ก", "ข")
    assert found("ก ข", "ก", "ข")


def test_a_query_of_punctuation_has_no_terms():
    assert terms(" - / ฯ ") == ()


@given(st.text(alphabet="กขคำะิ่้ ํๆฯaB๑2-/.", max_size=30))
def test_folding_again_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=20), st.text(max_size=20), st.sampled_from("กขabc"))
def test_a_text_is_found_by_itself(before, after, letter):
    text = before + letter + after
    assert fold(text) in indexed([text])
