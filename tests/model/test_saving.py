"""What a checklist names that this office does not have is refused at import, with its place and the cure."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from fieldkit.cli import Exit, main
from fieldkit.model import saving
from fieldkit.model.checklists import ChecklistRefused, install, listing
from fieldkit.model.reference_tables import editing
from fieldkit.model.workspace import Workspace
from fieldkit.model.xlsform.conversion import convert
from tests.model.xlsform.workbooks import write
from tests.tiny_checklists import workbook


def saves(path: Path, questions: list[tuple[str, str]], *lists: str) -> Path:
    """Write a checklist whose questions are saved to these lists."""
    sheets: dict[str, list[list[Any]]] = {
        "survey": [
            ["type", "name", "label", "save_to"],
            *(["csv-external", name] for name in lists),
            *([kind, f"q{n}", f"Q{n}", to] for n, (kind, to) in enumerate(questions)),
        ],
        "entities": [["list_name", "entity_id", "update_if"], *([name, "${q0}", "1 = 1"] for name in lists)],
        "settings": [["form_id", "version", "form_title"], ["SAVE", "1", "Save"]],
    }
    return write(path, sheets)


@pytest.mark.parametrize(
    ("saved", "known"),
    [
        ("factories boiler", True),
        ("factories anything_new", True),
        ("loans dpd", True),
        ("loans fund", False),
        ("loans step", True),
        ("loans visited_note", True),
        ("loans visited_nothing", False),
        ("complaints state", False),
        ("projects state", True),
        ("projects employees_result", False),
        ("projects sales_result", True),
        ("enterprises income", True),
        ("documents kind", True),
        ("documents expires_on", True),
        ("documents expires", False),
        ("single_form status", True),
        ("single_form filed", False),
        ("somebody_elses anything", True),
    ],
)
def test_known(saved: str, known: bool) -> None:
    assert saving.known(saved) is known


@pytest.mark.parametrize(
    ("list_name", "property_"), [("loans", "fund"), ("documents", "expires"), ("single_form", "filed")]
)
def test_what_a_list_does_not_take_is_refused(
    office: Workspace, tmp_path: Path, list_name: str, property_: str
) -> None:
    file = saves(tmp_path / "save.xlsx", [("text", property_)], list_name)
    conversion = convert(file)
    assert conversion.usable, conversion.problems
    with pytest.raises(ChecklistRefused) as caught:
        install(office, conversion, file.read_bytes())
    [problem] = [one for one in caught.value.problems if one.level == "error"]
    assert problem.place == "survey!D3 (save_to)"
    assert problem.message.en == f"“{property_}” cannot be saved to the list {list_name}"
    assert problem.cure.th
    assert problem.cure.en
    assert "SAVE" not in {one["form_id"] for one in listing(office)}


def test_of_several_lists_the_one_before_the_sign_is_meant(
    office_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    questions = [("text", "loans#trend"), ("integer", "factories#trend"), ("integer", "loans#boilers")]
    file = saves(tmp_path / "save.xlsx", questions, "factories", "loans")
    command = ["--data", str(office_folder), "--json", "import", "checklist", str(file)]
    assert main(command) == Exit.REFUSED
    told = json.loads(capsys.readouterr().out)
    assert told["id"] is None
    errors = [one for one in told["problems"] if "cannot be saved" in one["message"]["en"]]
    assert [(one["sheet"], one["row"], one["column"]) for one in errors] == [("survey", 6, "D")]


def test_the_limits_of_the_office_count_on_the_command_line(
    office_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [{"type": "decimal", "name": "a", "label": "A", "fieldkit::limit": "WW-OURS"}]
    file = workbook(tmp_path / "limit.xlsx", rows)
    command = ["--data", str(office_folder), "--lang", "en", "import", "checklist", str(file)]
    assert main(command) == Exit.REFUSED
    told = capsys.readouterr().out
    assert "survey!D2 (fieldkit::limit): “WW-OURS” is not in the table" in told
    assert "→ Check its id in the table" in told
    own = {
        "id": "WW-OURS",
        "parameter": "BOD",
        "th": "บีโอดี คลองของเรา",
        "en": "BOD, our canal",
        "unit": "mg/l",
    }
    own |= {"kind": "max", "max": "10", "basis": "ประกาศจังหวัด", "basis_en": "Province"}
    own |= {"effect": "fail", "severity": "C", "valid_from": "2026-11-01", "source": "PR"}
    own |= {"confidence": "proposed"}
    with closing(Workspace(office_folder)) as office:
        editing.save(office, "limits", own)
    assert main(command) == Exit.DONE
