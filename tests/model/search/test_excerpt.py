"""The part of a text that is shown, with the places of what was typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldkit.model.search.excerpt import AHEAD, Line, joined, line
from fieldkit.model.thai.clusters import clusters


def marked(found: Line) -> list[str]:
    return [found[first:last] for first, last in found.spans]


@pytest.mark.parametrize(
    ("text", "parts", "places"),
    [
        ("จ3-9(1)-12/48พจ", ("จ391",), ["จ3-9(1"]),
        ("เลขที่ ๑๒๓/๒๕๖๗", ("1232567",), ["๑๒๓/๒๕๖๗"]),
        ("น้ำเสียและน้ำทิ้ง", ("น้ำทิ้ง", "น้ำเสีย"), ["น้ำเสีย", "น้ำทิ้ง"]),
        ("Boiler NO. 2", ("boilerno",), ["Boiler NO"]),
        ("กากอุตสาหกรรม", ("กากอุต", "อุตสาหกรรม"), ["กากอุตสาหกรรม"]),
        ("บริษัท กรุงไทย", ("บริษัท", "ก"), ["บริษัท"]),
        ("กรุงไทย", ("ก",), ["ก"]),
        ("ไม่มีที่นี่", ("อื่น",), []),
        ("", ("ก",), []),
    ],
)
def test_what_was_typed_is_marked_as_written(text: str, parts: tuple[str, ...], places: list[str]) -> None:
    assert marked(line(text, parts)) == places


def test_a_place_far_inside_is_brought_near_between_clusters() -> None:
    found = line("ที่" * 60 + "พัดลม", ("พัดลม",))
    assert marked(found) == ["พัดลม"]
    assert found.startswith("…ที่ที่")
    assert found.spans[0][0] <= AHEAD + 3


def test_lines_are_one_line_and_keep_their_places() -> None:
    found = joined(line("บรรทัด\nหนึ่ง", ("หนึ่ง",)), "", "กลาง", line("สอง", ("สอง",)))
    assert found == "บรรทัด หนึ่ง · กลาง · สอง"
    assert marked(found) == ["หนึ่ง", "สอง"]


@given(st.text(max_size=200), st.lists(st.text(min_size=1, max_size=8), max_size=3))
def test_places_lie_inside_of_what_is_shown(text: str, parts: list[str]) -> None:
    found = line(text, parts)
    assert all(0 <= first < last <= len(found) for first, last in found.spans)
    shown = found.removeprefix("…")
    assert clusters(shown) == clusters(" ".join(text.split()))[-len(clusters(shown)) :] or len(shown) == 600
