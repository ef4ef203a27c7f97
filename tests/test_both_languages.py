"""``resources`` says everything in Thai and in English, and no Thai where English stands."""

from __future__ import annotations

import csv
import re
import tomllib
from pathlib import Path

import openpyxl
import pytest

from fieldkit import resources

THAI = re.compile("[\u0e00-\u0e7f]")
TABLES = sorted(
    path
    for folder in ("reference", "indicators", "reports", "checklists", "help")
    for path in resources.path(folder).rglob("*.csv")
)
WORKBOOKS = sorted(resources.path("checklists").glob("*.xlsx"))
LAYOUTS = sorted(resources.path("reports").glob("*.toml"))
# Written in Thai also by those who read English: a phone's extension, a laboratory's number.
QUOTED = re.compile(r"ต่อ \d+|ว-\d+")


def partner(column: str, columns: list[str]) -> str | None:
    """Return the English column that belongs to a Thai one."""
    if column == "th":
        return "en"
    return f"{column}_en" if f"{column}_en" in columns else None


def faults(path: Path) -> list[str]:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        columns = list(reader.fieldnames or [])
        pairs = {column: other for column in columns if (other := partner(column, columns))}
        found = []
        for number, row in enumerate(reader, 2):
            for thai, english in pairs.items():
                place = f"{path.name}:{number}:{english}"
                # what has no Thai letters, such as mg/L, is the same in English
                if row[english] if not row[thai] else THAI.search(row[thai]) and not row[english]:
                    found.append(f"{place}: {row[thai]!r} {row[english]!r}")
                elif THAI.search(QUOTED.sub("", row[english])):
                    found.append(f"{place}: Thai letters: {row[english]}")
    return found


def test_there_are_tables() -> None:
    assert {"indicators.csv", "codes.csv", "limits.csv"} <= {path.name for path in TABLES}
    assert len(WORKBOOKS) == 11


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_every_row_is_there_in_both_languages(path: Path) -> None:
    assert faults(path) == []


def test_a_missing_translation_and_thai_letters_in_english_would_be_seen(tmp_path: Path) -> None:
    file = tmp_path / "table.csv"
    file.write_text("code,th,en,note,note_en\na,น้ำ,,,\nb,น้ำ,น้ำ,ดี,good\n", encoding="utf-8")
    assert faults(file) == ["table.csv:2:en: 'น้ำ' ''", "table.csv:3:en: Thai letters: น้ำ"]


@pytest.mark.parametrize("path", WORKBOOKS, ids=lambda path: path.stem)
def test_every_cell_of_a_checklist_is_there_in_both_languages(path: Path) -> None:
    """Each column that is there in Thai is there in English, filled in the same rows."""
    found = []
    book = openpyxl.load_workbook(path, read_only=True)
    for sheet in (book["survey"], book["choices"]):
        lines = sheet.iter_rows(values_only=True)
        header = [str(cell or "") for cell in next(lines)]
        pairs = {
            place: header.index(name.replace("Thai (th)", "English (en)"))
            for place, name in enumerate(header)
            if name.endswith("::Thai (th)")
        }
        assert pairs
        for number, row in enumerate(lines, 2):
            for thai, english in pairs.items():
                place = f"{sheet.title}:{number}:{header[english]}"
                if bool(row[thai]) != bool(row[english]):
                    found.append(f"{place}: {row[thai]!r} {row[english]!r}")
                elif row[english] and THAI.search(QUOTED.sub("", str(row[english]))):
                    found.append(f"{place}: Thai letters: {row[english]}")
    book.close()
    assert found == []


def words_of(found: object, place: str) -> list[tuple[str, list[str]]]:
    """Return the words of a layout with their places: lists of texts with Thai letters."""
    if isinstance(found, dict):
        return [pair for key, one in found.items() for pair in words_of(one, f"{place}.{key}")]
    if isinstance(found, list):
        if found and all(isinstance(one, str) for one in found) and any(THAI.search(one) for one in found):
            return [(place, found)]
        return [pair for number, one in enumerate(found) for pair in words_of(one, f"{place}[{number}]")]
    return []


def wrong_pairs(found: object, name: str) -> list[str]:
    return [
        f"{place}: {pair}"
        for place, pair in words_of(found, name)
        if len(pair) != 2 or not THAI.search(pair[0]) or not pair[1] or THAI.search(pair[1])
    ]


@pytest.mark.parametrize("path", LAYOUTS, ids=lambda path: path.stem)
def test_every_word_of_a_report_is_there_in_both_languages(path: Path) -> None:
    layout = tomllib.loads(path.read_text(encoding="utf-8"))
    assert len(words_of(layout, path.stem)) > 5
    assert wrong_pairs(layout, path.stem) == []


def test_a_word_of_one_language_would_be_seen() -> None:
    assert wrong_pairs({"title": ["ชื่อ", ""], "columns": [{"title": ["ชื่อ"]}]}, "R1")
    assert wrong_pairs({"title": ["ชื่อ", "ชื่อ"]}, "R1") == ["R1.title: ['ชื่อ', 'ชื่อ']"]


def test_the_help_has_the_same_parts_in_both_languages() -> None:
    thai, english = (
        resources.path("help", f"help_{code}.txt").read_text(encoding="utf-8") for code in ("th", "en")
    )
    assert [line.count(" | ") for line in thai.splitlines()] == [
        line.count(" | ") for line in english.splitlines()
    ]
