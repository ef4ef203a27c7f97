"""Which answers of a checklist are searched, and what its column ``fieldkit::personal`` may hold."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from fieldkit.model.search.words import searched_questions
from fieldkit.model.workspace import Workspace
from fieldkit.model.xlsform.conversion import convert
from tests.model.xlsform.workbooks import checklist, problems

COLUMNS = ["type", "name", "label", "calculation", "fieldkit::personal"]
ROWS: list[list[str | None]] = [
    ["text", "remark", "Remark"],
    ["text", "guide", "Who showed the way", None, "yes"],
    ["integer", "workers", "Workers"],
    ["calculate", "joined", None, "concat(${remark}, ${guide})"],
    ["begin_group", "one", "One"],
    ["text", "name", "Name of the machine"],
    ["end_group"],
    ["begin_group", "two", "Two"],
    ["text", "name", "Name of the witness", None, "yes"],
    ["end_group"],
    ["begin_repeat", "row", "Row"],
    ["text", "fuel", "Fuel"],
    ["end_repeat"],
]


def test_typed_text_is_searched_and_what_is_personal_is_not(tmp_path: Path) -> None:
    found = convert(checklist(tmp_path / "c.xlsx", ROWS, columns=COLUMNS))
    assert json.loads(searched_questions(found.xform, found.policy)) == ["fuel", "remark"]


def test_a_word_that_means_nothing_is_told_at_its_cell(tmp_path: Path) -> None:
    rows: list[list[str | None]] = [["text", "guide", "Guide", None, "no"]]
    found = problems(checklist(tmp_path / "c.xlsx", rows, columns=COLUMNS))
    assert [(p.level, p.row, p.column) for p in found if "means nothing" in p.message.en] == [
        ("error", 2, "E")
    ]


@pytest.mark.parametrize("name", ["gen02_name", "gen02_post", "gen02_phone"])
def test_who_showed_the_inspector_round_is_not_searched(office: Workspace, name: str) -> None:
    [form] = office.rows("SELECT searched FROM checklist WHERE form_id = 'GEN'")
    assert "gen40" in json.loads(form["searched"])
    assert name not in json.loads(form["searched"])
