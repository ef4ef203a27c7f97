"""Each mistake an author makes is told once, with its cell, and with the cure in both languages."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.model.xlsform.workbooks import SURVEY, checklist, problems, write

THAI = re.compile(r"[ก-๙]")
Q = ["select_one yn", "q1", "คำถาม"]

# survey rows below the header; then level, sheet, row, column, words of the message, words of the cure
MISTAKES: dict[str, tuple[list[list[Any]], tuple[str, str, int, str, str, str]]] = {
    "unknown type": (
        [["textt", "a", "A"]],
        ("error", "survey", 2, "A", "Unknown question type textt", "Did you mean text?"),
    ),
    "type that resembles nothing": (
        [["§§§", "a", "A"]],
        ("error", "survey", 2, "A", "Unknown question type §§§", "Use an XLSForm type"),
    ),
    "row without a type": (
        [["text", "a", "A"], [None, "b", "B"]],
        ("error", "survey", 3, "A", "no type", "such as text"),
    ),
    "row without a name": ([["text", None, "A"]], ("error", "survey", 2, "B", "no name", "unique name")),
    "name with a space": (
        [["text", "a b", "A"]],
        ("error", "survey", 2, "B", "name a b cannot", "no spaces"),
    ),
    "duplicate name": (
        [["text", "a", "A"], ["text", "a", "A"]],
        ("error", "survey", 3, "B", "a is already used in row 2", "not used in the same group"),
    ),
    "missing list": (
        [["select_one yna", "a", "A"]],
        ("error", "survey", 2, "A", "no list yna", "Did you mean yn?"),
    ),
    "select without a list": (
        [["select_one", "a", "A"]],
        ("error", "survey", 2, "A", "names no choice list", "name of a list"),
    ),
    "file that is no list": (
        [["select_one_from_file towns.txt", "a", "A"]],
        ("error", "survey", 2, "A", "towns.txt is not a file of choices", ".csv"),
    ),
    "group without an end": (
        [["begin_group", "g", "G"], ["text", "a", "A"]],
        ("error", "survey", 2, "A", "no end_group", "Add a row end_group"),
    ),
    "end without a group": (
        [["text", "a", "A"], ["end_repeat", None, None]],
        ("error", "survey", 3, "A", "end_repeat has no begin_repeat", "Pair"),
    ),
    "repeat closed as a group": (
        [["begin_repeat", "r", "R"], ["text", "a", "A"], ["end_group", None, None]],
        ("error", "survey", 4, "A", "does not match begin_repeat in row 2", "Pair"),
    ),
    "reference to nothing": (
        [["text", "colour", "A"], ["text", "b", "B", "${color} = 'red'"]],
        ("error", "survey", 3, "D", "no question named color", "Did you mean ${colour}?"),
    ),
    "reference in a label": (
        [["note", "n", "สวัสดี ${who}"]],
        ("error", "survey", 2, "C", "named who", "column name"),
    ),
    "reference not closed": (
        [["text", "a", "A"], ["text", "b", "B ${a"]],
        ("error", "survey", 3, "C", "not complete", "${question_name}"),
    ),
    "reference to two questions": (
        [
            *(["begin_group", "g", "G"], ["text", "a", "A"], ["end_group", None, None]),
            *(["text", "a", "A"], ["text", "b", "B", "${a} = 1"]),
        ],
        ("error", "survey", 6, "D", "named a (rows 3, 5)", "different names"),
    ),
    "bracket missing": (
        [["integer", "a", "A", None, "(. > 0 and . < )"]],
        ("error", "survey", 2, "E", "character 16", "Check brackets"),
    ),
    "quotation mark missing": (
        [["text", "a", "A", None, ". = 'x"]],
        ("error", "survey", 2, "E", "quoted text is not closed", "closing '"),
    ),
    "pattern with a mistake": (
        [["text", "a", "A", None, "regex(., '[0-9')"]],
        ("error", "survey", 2, "E", "pattern [0-9 cannot be used", "Check brackets"),
    ),
    "unknown function": (
        [["text", "a", "A", None, "trim(.) != ''"]],
        ("error", "survey", 2, "E", "Unknown function trim()", "()"),
    ),
    "too few arguments": (
        [["calculate", "a", None, None, None, "if(1 = 1, 2)"]],
        ("error", "survey", 2, "F", "if() has 2 arguments", "It takes 3"),
    ),
    "too many arguments": (
        [["calculate", "a", None, None, None, "today(1)"]],
        ("error", "survey", 2, "F", "today() has 1 arguments", "It takes 0"),
    ),
    "instance that is not there": (
        [
            ["calculate", "a", None, None, None, "instance('factory')/root/item[name='1']/hp"],
            ["csv-external", "factories"],
        ],
        ("error", "survey", 2, "F", "no instance('factory')", "Did you mean factories?"),
    ),
    "question named without ${}": (
        [["integer", "age", "A"], ["text", "b", "B", "age > 5"]],
        ("warning", "survey", 3, "D", "age is a question's name", "Write ${age}"),
    ),
    "failing choice that is none": (
        [[*Q, None, None, None, "on"]],
        ("error", "survey", 2, "G", "on is not a choice", "The choices are yes, no"),
    ),
    "failing choice of a question without choices": (
        [["integer", "a", "A", None, None, None, "no"]],
        ("error", "survey", 2, "G", "no is not a choice", "such as . < 3"),
    ),
    "fail with a mistake": (
        [["decimal", "a", "A", None, None, None, ". < < 3"]],
        ("error", "survey", 2, "G", "character 5", "Check brackets"),
    ),
    "severity that is none": (
        [[*Q, None, None, None, "no", "X"]],
        ("error", "survey", 2, "H", "Unknown severity X", "C (critical)"),
    ),
    "type that is not offered": (
        [["start-geopoint", "a", "A"]],
        ("unsupported", "survey", 2, "A", "does not offer the type start-geopoint", "not asked"),
    ),
}


def tell(path: Path, expected: tuple[str, str, int, str, str, str]) -> None:
    level, sheet, row, column, message, cure = expected
    found = problems(path)
    assert len(found) == 1, [problem.line("en") for problem in found]
    problem = found[0]
    assert (problem.level, problem.sheet, problem.row, problem.column) == (level, sheet, row, column)
    assert message in problem.message.en
    assert cure in problem.cure.en
    assert THAI.search(problem.message.th)
    assert THAI.search(problem.cure.th)


@pytest.mark.parametrize("name", MISTAKES)
def test_each_mistake_is_told_once_at_its_cell(name: str, tmp_path: Path) -> None:
    rows, expected = MISTAKES[name]
    tell(checklist(tmp_path / "t.xlsx", rows), expected)


@pytest.mark.parametrize(
    ("header", "value", "expected"),
    [
        ("fieldkit::due_days", "soon", ("error", "survey", 2, "D", "days soon are not", "such as 30")),
        ("fieldkit::weight", "-1", ("error", "survey", 2, "D", "weight -1 is not", "0 or more")),
        (
            "fieldkit::limit",
            "WW-PH",
            ("error", "survey", 2, "D", "needs a question that is measured", "decimal"),
        ),
        ("fieldkit::severty", "C", ("warning", "survey", 1, "D", "Unknown column", "fieldkit::severity")),
        ("default::en", "x", ("error", "survey", 1, "D", "cannot have a language", "one column default")),
        ("hint::en::us", "x", ("error", "survey", 1, "D", "cannot have a language", "one column hint")),
        (
            "relevence",
            "1 = 1",
            ("warning", "survey", 1, "D", "relevence has no effect", "Did you mean relevant?"),
        ),
        (
            "appearance",
            "multilin",
            ("unsupported", "survey", 2, "D", "Unknown appearance multilin", "multiline"),
        ),
        (
            "appearance",
            "ex:org.app",
            ("unsupported", "survey", 2, "D", "does not offer the appearance ex:org.app", "asked plainly"),
        ),
    ],
)
def test_columns_of_the_survey_sheet(
    header: str, value: str, expected: tuple[str, str, int, str, str, str], tmp_path: Path
) -> None:
    path = checklist(
        tmp_path / "t.xlsx", [["text", "a", "A", value]], columns=["type", "name", "label", header]
    )
    if header == "fieldkit::limit":
        path = checklist(
            tmp_path / "t.xlsx", [["date", "a", "A", value]], columns=["type", "name", "label", header]
        )
    tell(path, expected)


@pytest.mark.parametrize(
    ("choices", "expected"),
    [
        (
            [["yn", "yes", "ใช่"], ["yn", "yes", "ใช่"]],
            ("error", "choices", 3, "B", "yes is already in row 2", "allow"),
        ),
        (
            [["yn", "yes", "ใช่"], ["yn", None, "ไม่"]],
            ("error", "choices", 3, "B", "has no name", "such as yes"),
        ),
        (
            [["yn", "yes", "ใช่"], ["yn", "not ok", "ไม่"]],
            ("error", "choices", 3, "B", "has a space", "Use not_ok"),
        ),
        ([["yn", "yes", "ใช่ ${gone}"]], ("error", "choices", 2, "C", "named gone", "column name")),
    ],
)
def test_the_choices_sheet(
    choices: list[list[Any]], expected: tuple[str, str, int, str, str, str], tmp_path: Path
) -> None:
    tell(checklist(tmp_path / "t.xlsx", [Q], choices=choices), expected)


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        (
            {"public_key": "MIIB"},
            ("error", "settings", 2, "D", "does not take the setting public_key", "Clear public_key"),
        ),
        (
            {"submission_url": "https://x"},
            ("unsupported", "settings", 2, "D", "submission_url has no effect", "sync"),
        ),
        ({"form_id": "my form"}, ("warning", "settings", 2, "A", "has a space", "Use my_form")),
        (
            {"form_title::English (en)": "Form"},
            (
                "error",
                "settings",
                1,
                "D",
                "form_title::English (en) cannot have a language",
                "put the other title into a column fieldkit::title::English (en)",
            ),
        ),
        (
            {"version::Thai (th)": "1"},
            ("error", "settings", 1, "D", "there is one version", "one column version"),
        ),
        ({"version": None}, ("warning", "settings", 2, "B", "no version", "2569.1")),
        (
            {"instance_name": "concat(${q11}, 1)"},
            ("error", "settings", 2, "D", "named q11", "Did you mean ${q1}?"),
        ),
    ],
)
def test_the_settings_sheet(
    settings: dict[str, Any], expected: tuple[str, str, int, str, str, str], tmp_path: Path
) -> None:
    tell(checklist(tmp_path / "t.xlsx", [Q], settings=settings), expected)


def test_all_mistakes_are_told_at_once_from_the_top_down(tmp_path: Path) -> None:
    rows = [row for rows, expected in MISTAKES.values() for row in rows if expected[0] == "error"]
    found = problems(checklist(tmp_path / "t.xlsx", rows))
    messages = " ".join(problem.message.en for problem in found)
    for words in (
        "textt",
        "no list yna",
        "trim()",
        "does not match begin",
        "named color",
        "Unknown severity X",
        "if() has 2",
    ):
        assert words in messages
    survey = [problem.row for problem in found if problem.sheet == "survey"]
    assert survey == sorted(survey)
    assert len(survey) > 20


def test_a_workbook_without_a_survey_sheet(tmp_path: Path) -> None:
    path = write(
        tmp_path / "t.xlsx", {"surveys": [SURVEY, ["text", "a", "A"]], "settings": [["form_id"], ["T"]]}
    )
    found = [problem for problem in problems(path) if problem.level == "error"]
    assert [problem.message.en for problem in found] == ["There is no sheet named survey"]
    assert found[0].cure.en == "Rename sheet surveys to survey"
    assert "survey" in found[0].cure.th


def test_a_survey_sheet_without_its_columns(tmp_path: Path) -> None:
    path = write(tmp_path / "t.xlsx", {"survey": [["types", "label"], ["text", "A"]], "other": [[]]})
    found = [
        (problem.row, problem.column, problem.cure.en)
        for problem in problems(path)
        if problem.level == "error"
    ]
    assert (1, "A", "Rename the header types to type") in found
    assert (1, "", "Add the header name in row 1") in found


def test_an_empty_survey_sheet(tmp_path: Path) -> None:
    path = write(tmp_path / "t.xlsx", {"survey": [SURVEY], "choices": [[]]})
    assert "no questions" in " ".join(problem.message.en for problem in problems(path))


def test_one_column_under_two_headers(tmp_path: Path) -> None:
    columns = ["type", "name", "label", "relevance", "relevant"]
    tell(
        checklist(tmp_path / "t.xlsx", [["text", "a", "A", "1 = 1", "1 = 2"]], columns=columns),
        ("error", "survey", 1, "E", "same as column relevance (D)", "Remove or rename"),
    )


def test_what_only_pyxform_finds_is_told_with_its_row(tmp_path: Path) -> None:
    columns = ["type", "name", "label", "parameters"]
    path = checklist(tmp_path / "t.xlsx", [["range", "a", "A", "start=1 end=x"]], columns=columns)
    found = problems(path)
    assert [(problem.level, problem.sheet, problem.row, problem.column) for problem in found] == [
        ("error", "survey", 2, "D")
    ]
    assert "must be a number" in found[0].message.en
    assert found[0].message.th.startswith("ค่าในคอลัมน์ parameters ไม่ถูกต้อง")


def test_a_translation_that_is_missing_is_a_warning(tmp_path: Path) -> None:
    columns = ["type", "name", "label::Thai (th)", "label::English (en)", "hint::Thai (th)"]
    found = problems(
        checklist(tmp_path / "t.xlsx", [["text", "a", "ก", "A", "ข"]], columns=columns, choices=[])
    )
    assert [problem.level for problem in found] == ["warning"]
    assert "missing the survey hint column" in found[0].message.en
    assert "คำแปลไม่ครบ" in found[0].message.th


def test_what_is_right_is_not_complained_of(tmp_path: Path) -> None:
    columns = [
        *SURVEY,
        "required",
        "read only",
        "default",
        "trigger",
        "repeat_count",
        "choice_filter",
        "หมายเหตุ",
    ][:-1]
    rows: list[list[Any]] = [
        ["begin group", "g", "G", "${limit} != ‘x’"],
        ["text", "ชื่อ", "ชื่อ ${q1}"],
        [*Q, "yes", None, None, "no", "C", "TRUE", "no"],
        ["end group"],
        [
            "begin repeat",
            "r",
            "R",
            None,
            None,
            None,
            None,
            None,
            None,
            None,
            None,
            None,
            "count-selected(${many})",
        ],
        ["select_multiple yn or_other", "many", "M"],
        ["date", "d", "D", "${q1} = 'yes'", ". <= today()", None, None, None, None, None, "2026-01-01"],
        [
            "calculate",
            "c",
            None,
            None,
            None,
            "once(concat(${last-saved#q1}, pulldata('towns', 'a', 'b', ${q1})))",
        ],
        [
            "integer",
            "i",
            "I",
            None,
            ". >= 0",
            None,
            ". > ${limit}",
            "m",
            "${q1} = 'yes'",
            None,
            "today() - 1",
            "${q1}",
        ],
        ["end repeat"],
        ["decimal", "limit", "L"],
        [None, None, None],
        [
            "select_one yn",
            "s",
            "S",
            None,
            None,
            None,
            None,
            None,
            None,
            None,
            None,
            None,
            None,
            "name != ${q1}",
        ],
        ["audit", "audit"],
    ]
    assert [
        problem.line("en") for problem in problems(checklist(tmp_path / "t.xlsx", rows, columns=columns))
    ] == []


def test_an_error_of_pyxform_is_told_beside_a_warning_in_its_row(tmp_path: Path) -> None:
    columns = ["type", "name", "label", "relevant", "parameters"]
    rows = [["integer", "a", "A"], ["range", "b", "B", "a > 1", "start=1 end=x"], ["osm", "c", "C"]]
    found = problems(checklist(tmp_path / "t.xlsx", rows, columns=columns))
    assert [(problem.level, problem.row, problem.column) for problem in found] == [
        ("warning", 3, "D"),
        ("error", 3, "E"),
        ("unsupported", 4, "A"),
    ]
