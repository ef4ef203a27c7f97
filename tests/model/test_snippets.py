"""Phrases by abbreviation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fieldkit.model import snippets
from fieldkit.model.csv_table import TableError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("before", "letters", "abbreviation"),
    [(".พล", 3, "พล"), ("ชั้น 2 .พล", 3, "พล"), ("บรรทัด\n.กท", 3, "กท")],
)
def test_an_abbreviation_before_the_cursor(before: str, letters: int, abbreviation: str) -> None:
    found = snippets.abbreviated(before)
    assert found is not None
    assert (found[0], found[1].abbreviation) == (letters, abbreviation)


@pytest.mark.parametrize("before", ["", ".", "พล", "ม.พล", ".พลx", ".ไม่มี", "12.5", ". พล"])
def test_what_is_no_abbreviation(before: str) -> None:
    assert snippets.abbreviated(before) is None


def test_the_shipped_phrases_are_told_in_both_languages() -> None:
    for snippet in snippets.snippets().values():
        assert snippet.text.th != snippet.text.en
        assert not snippet.abbreviation.startswith(snippets.MARK)


@pytest.mark.parametrize("rows", ["ก,ข,a\nก,ค,b\n", "ก ข,ค,a\n", "ก,,a\n"])
def test_a_slip_in_the_table_is_told(tmp_path: Path, rows: str) -> None:
    file = tmp_path / "snippets.csv"
    file.write_text(f"abbreviation,th,en\n{rows}", encoding="utf-8")
    with pytest.raises(TableError, match=r"snippets\.csv"):
        snippets.read_snippets(file)
