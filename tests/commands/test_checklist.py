"""Checklists on the command line: compared, printed, taken out again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from fieldkit.cli import Exit, main
from tests.office import MILL
from tests.pdf_text import plain, words
from tests.tiny_checklists import workbook

ROWS = [{"type": "text", "name": "a", "label": "Question A"}]


class Run:
    """Runs commands and reads what they print."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self._folder, self._capsys = folder, capsys

    def text(self, *args: object, code: int = Exit.DONE, language: str = "en") -> str:
        words = [str(arg) for arg in args]
        assert main(["--data", str(self._folder), "--lang", language, *words]) == code
        captured = self._capsys.readouterr()
        return captured.out if code == Exit.DONE else captured.err

    def json(self, *args: object) -> Any:
        assert main(["--data", str(self._folder), "--json", *(str(arg) for arg in args)]) == Exit.DONE
        return json.loads(self._capsys.readouterr().out)


@pytest.fixture
def run(office_folder: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    return Run(office_folder, capsys)


def test_diff_tells_what_changes_in_both_languages(run: Run, tmp_path: Path) -> None:
    assert run.json("import", "checklist", workbook(tmp_path / "a.xlsx", ROWS))["id"]
    rows = [{"type": "integer", "name": "a", "label": "Question A"}]
    new = workbook(tmp_path / "b.xlsx", rows, version="2")
    found = run.json("checklist", "diff", new)
    assert (found["form_id"], found["version"], found["against"], found["state"]) == (
        "TYP",
        "2",
        "1",
        "newer",
    )
    (entry,) = found["changes"]
    assert (entry["kind"], entry["name"], entry["number"]) == ("changed", "a", "1.1")
    assert entry["changes"][0]["before"] == {"th": "text", "en": "text"}
    assert found["drafts"] == []
    said = run.text("checklist", "diff", new)
    assert "Against TYP version 1" in said
    assert "type: text → integer" in said
    assert "แก้ไข" in run.text("checklist", "diff", new, language="th")
    assert len(run.json("list", "checklists")["checklists"]) == 2, (
        "GEN and the first TYP; nothing was imported"
    )


def test_diff_refuses_a_workbook_with_mistakes(run: Run, tmp_path: Path) -> None:
    wrong = workbook(tmp_path / "w.xlsx", [{"type": "textt", "name": "a", "label": "A"}])
    said = run.text("checklist", "diff", wrong, code=Exit.REFUSED)
    assert "w.xlsx: survey!A2 (type)" in said


def test_print_writes_a_paper_of_an_installed_or_a_new_checklist(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "gen.pdf"
    found = run.json("checklist", "print", "GEN", "-o", target, "--factory", MILL)
    said = words(target.read_bytes())
    assert plain(found["code"]) in said
    assert plain("โรงสีตัวอย่างเจริญพาณิชย์") in said
    new = workbook(tmp_path / "a.xlsx", ROWS)
    run.text("checklist", "print", new, "-o", target, "--paper-language", "en")
    assert "QuestionA" in words(target.read_bytes())
    assert "no such checklist" in run.text("checklist", "print", "GEN@1", "-o", target, code=Exit.REFUSED)


def test_export_gives_the_workbook_and_the_package(run: Run, tmp_path: Path) -> None:
    new = workbook(tmp_path / "a.xlsx", ROWS)
    run.json("import", "checklist", new)
    run.text("checklist", "export", "TYP@1", "-o", tmp_path / "out.xlsx")
    assert (tmp_path / "out.xlsx").read_bytes() == new.read_bytes()
    found = run.json("checklist", "export", "TYP", "--odk", "-o", tmp_path / "odk.zip")
    assert found["written"] == [str(tmp_path / "odk.zip")]
