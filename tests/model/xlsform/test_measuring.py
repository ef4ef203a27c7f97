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
