"""``fieldkit export``: the same workbook as the window writes."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from fieldkit.cli import main
from fieldkit.model import inspections
from fieldkit.model.workspace import Workspace
from tests.conftest import Clock
from tests.office import MILL
from tests.pdf_text import plain, words


@pytest.fixture
def folder(office_folder: Path, clock: Clock) -> Path:
    with closing(Workspace(office_folder, clock=clock)) as workspace:
        inspections.start(workspace, "mill", "GEN")
    return office_folder


def export(folder: Path, *args: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, Any, str]:
    code = main(["--data", str(folder), "--json", "export", "workbook", *args])
    printed = capsys.readouterr()
    return code, json.loads(printed.out) if printed.out else None, printed.err


def test_the_workbook_is_written_and_counted(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, result, said = export(folder, "-o", str(tmp_path / "x.xlsx"), capsys=capsys)
    assert (code, said) == (0, "")
    assert result["path"] == str(tmp_path / "x.xlsx")
    assert result["counts"]["Inspections"] == result["counts"]["Factories"] == 1
    assert result["unreadable"] == []
    assert openpyxl.load_workbook(tmp_path / "x.xlsx").sheetnames[0] == "สรุป"


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (["--since", "22/11/2569"], 1),
        (["--since", "2026-11-22"], 1),
        (["--since", "2026-11-23"], 0),
        (["--until", "21 พ.ย. 69"], 0),
        (["--until", "2569-11-22"], 1),
        (["--factory", MILL], 1),
        (["--officer", "กฤษณะ ใจดี"], 1),
        (["--officer", "คนอื่น"], 0),
        (["--round", "1/2570"], 1),
        (["--round", "2/2570"], 0),
        (["--round", "1/2570", "--until", "2026-11-21"], 0),
        (["--checklist", "GEN"], 1),
        (["--checklist", "WAT"], 0),
        (["--district", "ไม่มี"], 0),
    ],
)
def test_filters(
    folder: Path, tmp_path: Path, filters: list[str], expected: int, capsys: pytest.CaptureFixture[str]
) -> None:
    code, result, _ = export(folder, "-o", str(tmp_path / "x.xlsx"), *filters, capsys=capsys)
    assert (code, result["counts"]["Inspections"]) == (0, expected)


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--factory", "999"], 1, "999"),
        (["--inspection", "nothing"], 1, "nothing"),
        (["--since", "31/2/2569"], 2, "31/2/2569"),
        (["--since", "2026-02-31"], 2, "2026-02-31"),
        (["--since", "gestern"], 2, "gestern"),
    ],
)
def test_what_cannot_be_found_or_read_is_said(
    folder: Path,
    tmp_path: Path,
    arguments: list[str],
    code: int,
    words: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    found, result, said = export(folder, "-o", str(tmp_path / "x.xlsx"), *arguments, capsys=capsys)
    assert (found, result) == (code, None)
    assert words in said
    assert not (tmp_path / "x.xlsx").exists()


def test_a_folder_that_is_not_there_is_1(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, said = export(folder, "-o", str(tmp_path / "no" / "x.xlsx"), capsys=capsys)
    assert code == 1
    assert "ไม่มีโฟลเดอร์ปลายทาง" in said


def test_english(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "x.xlsx"
    assert main(["--data", str(folder), "--lang", "en", "export", "workbook", "-o", str(target)]) == 0
    assert "Exported" in capsys.readouterr().out
    assert openpyxl.load_workbook(target).sheetnames[0] == "Summary"


def test_the_list_names_every_export_that_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    from fieldkit.cli import program
    from fieldkit.commands.export.list import EXPORTS

    assert main(["--json", "export", "list"]) == 0
    result = json.loads(capsys.readouterr().out)
    group = program.get_command(program.make_context("fieldkit", ["export", "list"]), "export")
    assert group is not None
    commands = set(group.list_commands(None)) - {"list"}  # type: ignore[attr-defined]
    assert {line["name"] for line in result["exports"]} == set(EXPORTS) == commands
    assert result["total"] == len(EXPORTS)


def test_the_record_of_an_inspection_and_what_is_refused(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(Workspace(folder)) as workspace:
        (row,) = workspace.rows("SELECT id FROM inspection")
    target = tmp_path / "r.pdf"
    run = ["--data", str(folder), "--lang", "en", "--json", "export", "pdf", "-o", str(target)]
    assert main([*run, "--inspection", row["id"]]) == 0
    assert json.loads(capsys.readouterr().out) == {"path": str(target)}
    assert plain("โรงสีตัวอย่างเจริญพาณิชย์") in words(target.read_bytes())
    assert main([*run, "--inspection", "nowhere"]) == 1
    assert "nowhere" in capsys.readouterr().err
    assert main(run) == 2
    assert main([*run, "--order", "none"]) == 1
