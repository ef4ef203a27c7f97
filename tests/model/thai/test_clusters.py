from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldkit.model.thai.clusters import clusters, display_width, truncate

THAI = st.text(alphabet="กรมะัาำิีุ็่้์ํเแใๆฯ aé\u0301\u200b😀漢\r\n", max_size=30)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("ที่", ["ที่"]),
        ("เมืองพิจิตร", ["เมื", "อ", "ง", "พิ", "จิ", "ต", "ร"]),
        ("น้ำเสีย", ["น้ำ", "เสี", "ย"]),
        ("เกาะ", ["เกาะ"]),
        ("ต่าง ๆ", ["ต่า", "ง", " ", "ๆ"]),
        ("e\u0301a", ["e\u0301", "a"]),
        ("👩\u200d🔧!", ["👩\u200d🔧", "!"]),
    ],
)
def test_what_belongs_together(text, parts):
    assert clusters(text) == parts


@pytest.mark.parametrize(
    ("text", "width"), [("ที่", 1), ("น้ำ", 2), ("เมืองพิจิตร", 8), ("", 0), ("漢字a", 5), ("ก\u200bข", 2)]
)
def test_width_counts_what_takes_room(text, width):
    assert display_width(text) == width


def test_a_cut_text_ends_with_an_ellipsis():
    assert truncate("โรงน้ำแข็งใจเย็น", 8) == "โรงน้ำแข็…"
    assert truncate("โรงน้ำแข็งใจเย็น", 7) == "โรงน้ำ…"
    assert truncate("โรงสี", 5) == "โรงสี"
    assert truncate("a", 0) == ""


@given(THAI)
def test_clusters_joined_are_the_text(text):
    assert "".join(clusters(text)) == text


@given(THAI, st.integers(1, 12))
def test_a_cut_never_splits_a_cluster_and_fits(text, width):
    cut = truncate(text, width)
    assert display_width(cut) <= width
    if cut != text:
        kept = clusters(text)
        heads = {"".join(kept[:count]).rstrip() for count in range(len(kept) + 1)}
        assert cut[:-1] in heads
