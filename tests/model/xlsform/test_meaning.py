"""What an XLSForm says but does not mean: circles, other instances, choices that nobody can choose."""

from __future__ import annotations

import re
from typing import Any

import pytest

from fieldkit.model.xlsform.conversion import convert
from tests.model.xlsform.workbooks import checklist, last, problems, write

THAI = re.compile(r"[ก-๙]")
COLUMNS = ["type", "name", "label", "relevant", "calculation", "choice_filter", "parameters"]
TOWNS: list[list[Any]] = [
    ["list_name", "name", "label", "region"],
    ["region", "north", "เหนือ", None],
    ["region", "south", "ใต้", None],
    ["town", "a", "ก", "north"],
    ["town", "b", "ข", "suoth"],
    ["town", "c", "ค", None],
]
REPEAT = [["begin_repeat", "tree", "T"], ["integer", "height", "H"], ["end_repeat"]]


def told(path) -> list[tuple[str, str, int, str, str, str]]:
    found = problems(path)
    assert all(THAI.search(problem.message.th) and THAI.search(problem.cure.th) for problem in found)
    return [
        (problem.level, problem.sheet, problem.row, problem.header, problem.message.en, problem.cure.en)
        for problem in found
    ]


def cascade(tmp_path, filtered: str) -> list[tuple[str, str, int, str, str, str]]:
    survey: list[list[Any]] = [
        COLUMNS,
        ["select_one region", "r", "R"],
        ["select_one town", "t", "T", None, None, filtered],
    ]
    settings = [["form_id", "version"], ["t", "1"]]
    return told(write(tmp_path / "t.xlsx", {"survey": survey, "choices": TOWNS, "settings": settings}))


def test_filter_by_a_column_that_is_not_there(tmp_path):
    (found,) = cascade(tmp_path, "regoin = ${r} and name != ''")
    assert found[:4] == ("error", "survey", 3, "choice_filter")
    assert "no column regoin" in found[4]
    assert found[5] == "Did you mean region?"


def test_choices_whose_filter_value_no_answer_has(tmp_path):
    wrong, blank = cascade(tmp_path, "region = ${r}")
    assert wrong[:4] == ("warning", "choices", 5, "region")
    assert "b is never offered: r has no answer suoth" in wrong[4]
    assert wrong[5] == "Did you mean south?"
    assert blank[2] == 6
    assert "(blank)" in blank[4]


@pytest.mark.parametrize(
    "filtered",
    [
        "region = ${r} or region = 'suoth'",
        "true()",
        "name = instance('town')/root/item[region = 'x']/name or 1 = 1",
        "selected(${r}, region)",
    ],
)
def test_filters_that_may_let_all_through_are_not_complained_of(tmp_path, filtered):
    assert cascade(tmp_path, filtered) == []


def test_choices_that_look_the_same_and_lists_nobody_uses(tmp_path):
    choices = [["yn", "yes", "ใช่"], ["yn", "ok", "ใช่"], ["old", "x", "X"]]
    found = told(checklist(tmp_path / "t.xlsx", [["select_one yn", "a", "A"]], choices=choices))
    assert [one[:4] for one in found] == [
        ("warning", "choices", 3, "label"),
        ("warning", "choices", 4, "list_name"),
    ]
    assert "looks the same as the one in row 2" in found[0][4]
    assert "No question uses the list old" in found[1][4]


def test_answer_inside_a_repeat_read_from_outside(tmp_path):
    rows: list[list[Any]] = [
        *REPEAT,
        ["calculate", "first", None, None, "${height} + 1"],
        ["note", "n", "สูง ${height}"],
        ["calculate", "all", None, None, "sum(${height}) + indexed-repeat(${height}, ${tree}, 2)"],
        ["calculate", "many", None, None, "count(${tree})"],
    ]
    found = told(checklist(tmp_path / "t.xlsx", rows, columns=COLUMNS))
    assert [one[:4] for one in found] == [
        ("warning", "survey", 5, "calculation"),
        ("warning", "survey", 6, "label"),
    ]
    assert "height is inside the repeat tree; here it is the answer of the first instance" in found[0][4]
    assert "indexed-repeat(${height}, ${tree}, 1)" in found[0][5]


def test_answers_of_the_same_instance_are_meant(tmp_path):
    rows: list[list[Any]] = [
        ["integer", "outside", "O"],
        ["begin_repeat", "tree", "T"],
        ["integer", "height", "H"],
        ["begin_repeat", "branch", "B"],
        ["calculate", "share", None, None, "${height} + ${outside}"],
        ["end_repeat"],
        ["end_repeat"],
    ]
    assert told(checklist(tmp_path / "t.xlsx", rows, columns=COLUMNS)) == []


def test_circle_is_told_with_its_way_and_runs(tmp_path):
    rows: list[list[Any]] = [
        ["text", "a", "A", "${c} != 'x'"],
        ["text", "b", "B", "${a} != 'x'"],
        ["text", "c", "C", "${b} != 'x'"],
        ["calculate", "own", None, None, "coalesce(${own}, ${a})"],
    ]
    path = checklist(tmp_path / "t.xlsx", rows, columns=COLUMNS)
    (found,) = told(path)
    assert found[:4] == ("warning", "survey", 2, "relevant")
    assert "in a circle: a → c → b → a" in found[4]
    assert last(path)["xform"]


def test_circle_that_never_comes_to_rest_is_an_error(tmp_path):
    rows: list[list[Any]] = [
        ["integer", "x", "X"],
        ["calculate", "a", None, None, "coalesce(${b}, 0) + 1"],
        ["calculate", "b", None, None, "coalesce(${a}, 0) + 1"],
    ]
    found = told(checklist(tmp_path / "t.xlsx", rows, columns=COLUMNS))
    assert ("warning", "survey", 3, "calculation") in [one[:4] for one in found]
    (error,) = [one for one in found if one[0] == "error"]
    assert error[1] == "survey"
    assert error[3] == "calculation"
    assert "go round in a circle" in error[4]


def test_group_whose_relevance_reads_its_own_question(tmp_path):
    rows: list[list[Any]] = [
        ["begin_group", "g", "G", "${q} = 'yes'"],
        ["text", "q", "Q"],
        ["end_group"],
    ]
    (found,) = told(checklist(tmp_path / "t.xlsx", rows, columns=COLUMNS))
    assert "in a circle: g → q → g" in found[4]


def test_translations_that_are_missing(tmp_path):
    columns = ["type", "name", "label::Thai (th)", "label::English (en)", "label::Lao (lo)"]
    rows: list[list[Any]] = [["text", "a", "ก", "A"], ["text", "b", "ข"], ["text", "c", None, "C"]]
    found = told(checklist(tmp_path / "t.xlsx", rows, columns=columns))
    assert [one[2:4] for one in found if one[1] == "survey"] == [
        (1, "label::Lao (lo)"),
        (3, "label::English (en)"),
        (4, "label::Thai (th)"),
    ]
    assert {one[0] for one in found} == {"warning"}


@pytest.mark.parametrize(
    ("kind", "written", "level", "cure"),
    [
        ("text", "row=3", "error", "Did you mean rows?"),
        ("range", "start=1 end=9 stepp=2", "error", "Did you mean step?"),
        ("geopoint", "xyz=1", "error", "Use capture-accuracy"),
        ("integer", "rows=3", "warning", "Remove it"),
    ],
)
def test_parameter_that_the_type_does_not_have(tmp_path, kind, written, level, cure):
    row = [kind, "a", "A", None, None, None, written]
    (found,) = told(checklist(tmp_path / "t.xlsx", [row], columns=COLUMNS))
    assert found[:4] == (level, "survey", 2, "parameters")
    assert cure in found[5]


def test_files_that_are_named_but_not_given(tmp_path):
    columns = ["type", "name", "label", "calculation", "media::image", "appearance"]
    rows: list[list[Any]] = [
        ["select_one_from_file towns.csv", "t", "T", None, "map one.png", None],
        ["csv-external", "prices"],
        ["csv-external", "factories"],
        ["calculate", "p", None, "pulldata('fruits', 'a', 'b', ${t})"],
        ["calculate", "q", None, "pulldata('prices', 'a', 'b', ${t})"],
    ]
    found = convert(checklist(tmp_path / "t.xlsx", rows, columns=columns))
    assert found.usable
    assert {(one.sheet, one.row, one.header) for one in found.missing({"towns.csv"})} == {
        ("survey", 2, "media::image"),
        ("survey", 3, "type"),
        ("survey", 5, "calculation"),
    }
    assert not found.missing({"towns.csv", "map one.png", "prices.csv", "fruits.csv"})
    assert "map one.png is not there" in found.absent["map one.png"].message.en
