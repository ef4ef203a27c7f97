"""``fieldkit import inspections``: the numbers, the dry run, undo."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from fieldkit.cli import main
from tests.office import MILL


@pytest.fixture
def file(tmp_path: Path) -> Path:
    rows = "factory_no,gen01,_uuid,_submission_time,colour\n"
    rows += f"{MILL},operating,u1,2026-10-01T10:00:00,red\n9,,u2,,\n"
    target = tmp_path / "kobo.csv"
    target.write_text(rows, encoding="utf-8")
    return target


def test_inspections_come_in_as_drafts_and_go_again(
    office_folder: Path, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = ["--data", str(office_folder), "--lang", "en"]
    command = ["import", "inspections", str(file), "--checklist", "GEN"]
    assert main([*data, *command, "--dry-run"]) == 0
    shown = capsys.readouterr().out
    assert "1 new, 0 here already, 1 cannot be imported" in shown
    assert "row 1 column E: the column “colour” is no question's" in shown
    assert "nothing was written" in shown
    assert main([*data, "--json", *command]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["new"], told["rejected"][0]["row"]) == (1, 3)
    assert main([*data, "--json", "list", "inspections"]) == 0
    [draft] = json.loads(capsys.readouterr().out)["inspections"]
    assert (draft["state"], draft["started_at"][:10]) == ("draft", "2026-10-01")
    assert main([*data, "undo", "import", told["import_id"]]) == 0
    assert "1 imported inspections taken away" in capsys.readouterr().out


def test_a_file_without_checklist_asks_for_it(
    office_folder: Path, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--data", str(office_folder), "--lang", "en", "import", "inspections", str(file)]) != 0
    assert ", GEN," in capsys.readouterr().err
