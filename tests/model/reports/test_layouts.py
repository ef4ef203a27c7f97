"""Layouts: the shipped ones are whole; every slip of the pen is told with its line, its key and a cure."""

from __future__ import annotations

from pathlib import Path

import pytest

from fieldkit import resources
from fieldkit.model.reports.catalogue import NoSuchReport, report, reports
from fieldkit.model.reports.problems import Refused
from fieldkit.model.reports.reading import read_report

GOOD = """\
id = "X1"
title = ["ไทย", "English"]
about = ["ไทย", "English"]
needs = ["ไทย", "English"]
asks = ["period"]

[[sheet]]
key = "one"
title = ["หนึ่ง", "One"]
subject = "factory"
group = ["district"]
columns = [
  { key = "district", title = ["อำเภอ", "District"], from = "district" },
  { key = "all", title = ["ทั้งหมด", "All"], count = "" },
  { key = "share", title = ["ร้อยละ", "Share"], share = "covered", target = 90 },
  { key = "short", title = ["ขาด", "Short"], short = "share" },
]
"""


def read(folder: Path, text: str) -> Refused | None:
    path = folder / "X1.toml"
    path.write_text(text, encoding="utf-8")
    try:
        read_report(path)
    except Refused as refused:
        return refused
    return None


def test_the_fourteen_reports_are_there_in_order() -> None:
    assert list(reports()) == [f"R{number}" for number in range(1, 15)]
    for path in resources.path("reports").glob("*.toml"):
        assert read_report(path).id == path.stem
    assert report("r3").id == "R3"
    with pytest.raises(NoSuchReport, match="R14"):
        report("R15")


def test_sheet_names_of_a_report_differ_and_each_report_is_signed() -> None:
    for one in reports().values():
        for language in ("th", "en"):
            names = [sheet.title.pick(language).casefold() for sheet in one.sheets]
            assert len(set(names)) == len(names)
        assert one.signatures
        assert "period" in one.asks


def test_a_good_layout_is_read(tmp_path: Path) -> None:
    assert read(tmp_path, GOOD) is None


@pytest.mark.parametrize(
    ("old", "new", "place", "words"),
    [
        ('from = "district"', 'from = "colour"', "X1.toml:13, sheet.one.columns.district.from", "colour"),
        ('count = ""', 'count = "covered and"', "X1.toml:14, sheet.one.columns.all.count", "letter 12"),
        ('count = ""', 'sum = "name"', "X1.toml:14, sheet.one.columns.all.sum", "“name”"),
        ('share = "covered"', 'share = "green"', "X1.toml:15, sheet.one.columns.share.share", "“green”"),
        ("target = 90", 'target = ":no.such"', "X1.toml:15, sheet.one.columns.share.target", "no.such"),
        ('short = "share"', 'short = "all"', "X1.toml:16, sheet.one.columns.short.short", "no share"),
        ('subject = "factory"', 'subject = "cow"', "X1.toml:10, sheet.one.subject", "“cow”"),
        ('group = ["district"]', 'group = ["hp"]', "X1.toml:11, sheet.one.group", "“hp”"),
        ('title = ["หนึ่ง", "One"]', 'title = ["หนึ่ง", "a/b"]', "X1.toml:9, sheet.one.title", "a/b"),
        ('asks = ["period"]', 'asks = ["moon"]', "X1.toml:5, asks", "“moon”"),
        ('key = "all"', 'key = "district"', "X1.toml:12, sheet.one.columns", "two columns"),
        ('title = ["ไทย", "English"]', 'title = "ไทย"', "X1.toml:2, title", "Thai and English"),
        ('id = "X1"', 'id = "X1"\nsize = 40', "X1.toml:2, size", "“40”"),
        ('id = "X1"', 'id = "X1"\ncolour = 4', "X1.toml:2, colour", "means nothing"),
        ("[[sheet]]", "[[sheet]]\nlegs = 4", "X1.toml:8, sheet.one.legs", "means nothing"),
        ('id = "X1"', 'id = "X1', "X1.toml", "line 1"),
    ],
)
def test_a_wrong_layout_is_refused_with_place_and_cure(
    tmp_path: Path, old: str, new: str, place: str, words: str
) -> None:
    assert old in GOOD
    refused = read(tmp_path, GOOD.replace(old, new, 1))
    assert refused is not None
    problem = refused.problems[0]  # what rests on it may be wrong too
    assert problem.place == place
    assert words in problem.title.en
    assert problem.cure.th
    assert problem.cure.en
    assert place in refused.message("en")


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    text = GOOD.replace('count = ""', 'count = "x = 1"').replace('share = "covered"', 'share = "y"')
    refused = read(tmp_path, text.replace('asks = ["period"]', 'asks = ["moon"]'))
    assert refused is not None
    assert len(refused.problems) == 3
    for language in ("th", "en"):
        told = refused.message(language)
        assert all(problem.place in told for problem in refused.problems)
