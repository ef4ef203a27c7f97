"""``fieldkit::reading`` and ``fieldkit::correction``: checked with their cell, references resolved."""

from __future__ import annotations

from pathlib import Path

import pytest

from fieldkit.model.xlsform.conversion import convert
from tests.model.xlsform.workbooks import checklist, problems

COLUMNS = ["type", "name", "label", "fieldkit::limit", "fieldkit::reading", "fieldkit::correction"]
O2 = ["decimal", "o2", "O2"]


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        (["decimal", "nox", "NOx", None, "avrage"], "E", "take readings together: avrage"),
        (["decimal", "nox", "NOx", "X", None, "O2-7 ${o3}"], "F", "no question o3"),
    ],
)
def test_a_mistake_is_told_at_its_cell(
    tmp_path: Path, row: list[str | None], column: str, words: str
) -> None:
    found = problems(checklist(tmp_path / "c.xlsx", [O2, row], columns=COLUMNS))
    assert [(p.level, p.row, p.column) for p in found if words in p.message.en] == [("error", 3, column)]


def test_answers_that_a_correction_takes_are_found_in_the_same_row_of_a_repeat(tmp_path: Path) -> None:
    rows = [
        ["begin_repeat", "stack", "Stack"],
        O2,
        ["decimal", "nox", "NOx", "X", "mean", "O2-7 ${o2}"],
        ["end_repeat"],
    ]
    found = convert(checklist(tmp_path / "c.xlsx", rows, columns=COLUMNS))
    assert found.policy["/data/stack/nox"] == {"limit": "X", "reading": "mean", "correction": "O2-7 ../o2"}


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (["text", "house", "House", "yes"], None),
        (["select_one yn", "kind", "Kind", "yes"], None),
        (["text", "house", "House", "ja"], "ja means nothing here"),
        (["image", "photo", "Photo", "yes"], "cannot name the row"),
        (["calculate", "sum", None, "yes"], "cannot name the row"),
    ],
)
def test_what_names_a_row_is_checked_with_its_cell(
    tmp_path: Path, row: list[str | None], problem: str | None
) -> None:
    columns = ["type", "name", "label", "fieldkit::identifies", "calculation"]
    asked = [*row, "1" if row[0] == "calculate" else None]
    rows: list[list[str | None]] = [["begin_repeat", "tank", "Tank"], asked, ["end_repeat"]]
    found = problems(checklist(tmp_path / "c.xlsx", rows, columns=columns))
    told = [(p.row, p.column, p.message.en) for p in found if p.level == "error"]
    assert [(3, "D", True)] * (problem is not None) == [
        (at, column, (problem or "") in words) for at, column, words in told
    ]


def test_a_name_outside_of_a_repeat_names_nothing(tmp_path: Path) -> None:
    columns = ["type", "name", "label", "fieldkit::identifies"]
    found = problems(checklist(tmp_path / "c.xlsx", [["text", "house", "House", "yes"]], columns=columns))
    assert [p.message.en for p in found if p.column == "D"] == [
        "This question cannot name the row of a repeat"
    ]


@pytest.mark.parametrize(("decision", "problem"), [("advice", None), ("advise", "Unknown decision advise")])
def test_what_a_finding_asks_for_is_checked_with_its_cell(
    tmp_path: Path, decision: str, problem: str | None
) -> None:
    columns = ["type", "name", "label", "fieldkit::fail", "fieldkit::decision"]
    found = problems(
        checklist(tmp_path / "c.xlsx", [["integer", "n", "N", ". > 1", decision]], columns=columns)
    )
    told = [(p.column, p.message.en, p.cure.en) for p in found if p.level == "error"]
    assert told == ([] if problem is None else [("E", problem, "Did you mean advice?")])


@pytest.mark.parametrize(
    ("starts", "problem"),
    [
        ("SAF yes", None),
        ("SAF yes no", None),
        ("SAF ja", "ja: no choice of this question is named"),
        ("SAF", "SAF: no choice of this question is named"),
    ],
)
def test_what_calls_for_another_checklist_is_checked_with_its_cell(
    tmp_path: Path, starts: str, problem: str | None
) -> None:
    columns = ["type", "name", "label", "fieldkit::starts"]
    found = problems(checklist(tmp_path / "c.xlsx", [["select_one yn", "n", "N", starts]], columns=columns))
    told = [(p.column, p.message.en) for p in found if p.level == "error"]
    assert told == ([] if problem is None else [("D", problem)])
