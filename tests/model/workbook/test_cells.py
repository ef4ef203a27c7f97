"""Text in cells: never a formula, never refused, never cut."""

from __future__ import annotations

import xml.sax.saxutils
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape

from fieldkit.model.workbook import cells

ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=[]), max_size=200)


def shown(text: str) -> str:
    """What a spreadsheet program reads from a file that holds clean ``text``."""
    document = f"<t>{xml.sax.saxutils.escape(cells.escape(text))}</t>"
    return unescape(ElementTree.fromstring(document.encode()).text or "")


@given(ANY_TEXT)
def test_any_text_survives_or_is_marked(text: str) -> None:
    cleaned = cells.clean(text)
    assert shown(cleaned.text) == cleaned.text
    if not cleaned.altered:
        assert cleaned.text == text.replace("\r\n", "\n").replace("\r", "\n")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("bell\x07", "bell␇"),
        ("\x00", "␀"),
        ("half \ud83d emoji", "half � emoji"),
        ("\ufffe\uffff", "��"),
    ],
)
def test_what_has_no_place_in_xml_becomes_a_visible_sign(text: str, expected: str) -> None:
    cleaned = cells.clean(text)
    assert cleaned.text == expected
    assert cleaned.altered is (expected != text.replace("\r\n", "\n").replace("\r", "\n"))


@pytest.mark.parametrize(
    "text", ["_x0041_", "_x000D_", "__x0041__", "_x0041_x0042_", "_xZZZZ_", "a_x", "_x00e1_"]
)
def test_what_looks_like_an_escape_stays_what_was_typed(text: str) -> None:
    assert shown(text) == text


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@SUM", "\tx", "'quoted"])
def test_risky_beginnings_are_known(text: str) -> None:
    assert cells.is_risky(text)


@pytest.mark.parametrize("text", ["", "1=1", "ก", "a@b", "(=1)"])
def test_ordinary_beginnings_are_not_risky(text: str) -> None:
    assert not cells.is_risky(text)


@pytest.mark.parametrize(
    "text",
    [
        "ก" * 32_768,
        "ที่" * 20_000,
        "😀" * 16_384,
        "_x0041_" * 5_000,
        "e" + "\u0301" * 70_000,  # one letter with more accents than a cell has room for
        "บรรทัด\n" * 12_000,
    ],
)
def test_long_text_goes_on_in_parts_that_fit(text: str) -> None:
    assert cells.is_too_long(text)
    pieces = cells.parts(text)
    assert "".join(pieces) == text
    assert len(pieces) > 1
    assert all(0 < cells.units(cells.escape(piece)) <= cells.MAX_UNITS for piece in pieces)


@pytest.mark.parametrize("text", ["ก" * 32_767, "😀" * 16_383, "x" * 32_767])
def test_what_just_fits_is_left_alone(text: str) -> None:
    assert not cells.is_too_long(text)


def test_parts_end_between_clusters() -> None:
    assert all(piece.startswith("ที่") and piece.endswith("ที่") for piece in cells.parts("ที่" * 30_000))
