from __future__ import annotations

from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldkit.model.thai.clusters import clusters
from fieldkit.model.thai.words import ZERO_WIDTH_SPACE, breakable

SENTENCES = st.text(alphabet="กขงนรลมยอะัาำิี็่้์เแโไๆฯ๑ aB1.-", max_size=60)


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("ชำระค่าธรรมเนียมรายปีแล้ว", "ชำระ|ค่าธรรมเนียม|รายปี|แล้ว"),
        ("มีใบอนุญาต (ร.ง.4) หรือใบรับแจ้ง", "มี|ใบอนุญาต (ร.ง.4) หรือ|ใบรับ|แจ้ง"),
        ("เครื่องจักรมีเครื่องป้องกันอันตรายครบ", "เครื่องจักร|มี|เครื่อง|ป้องกัน|อันตราย|ครบ"),
        ("ต่างๆที่พบ", "ต่างๆ|ที่|พบ"),
        ("ติด QR Code หน้าโรงงาน", "ติด QR Code หน้า|โรงงาน"),
        ("GEN01", "GEN01"),
        ("", ""),
    ],
)
def test_lines_may_break_between_words(text, broken):
    assert breakable(text) == broken.replace("|", ZERO_WIDTH_SPACE)


def test_a_lone_letter_is_left_with_its_word():
    assert "|ร์" not in breakable("เอ็นเนอร์ยี่").replace(ZERO_WIDTH_SPACE, "|")


def test_a_name_no_list_knows_is_one_piece_but_a_very_long_one_can_break():
    assert ZERO_WIDTH_SPACE not in breakable("ฌฎฒฏ")
    assert ZERO_WIDTH_SPACE in breakable("ฌฎฒฏ" * 10)


@given(SENTENCES)
def test_without_the_spaces_it_is_the_text(text):
    assert breakable(text).replace(ZERO_WIDTH_SPACE, "") == text


@given(SENTENCES)
def test_no_break_falls_inside_a_cluster_or_before_a_repetition_mark(text):
    pieces = breakable(text).split(ZERO_WIDTH_SPACE)
    breaks = set(accumulate(len(piece) for piece in pieces[:-1]))
    assert breaks <= set(accumulate(len(cluster) for cluster in clusters(text)))
    assert all(text[place] not in "ๆฯ " for place in breaks)
