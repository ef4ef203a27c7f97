"""Reference tables on the command line: look, confirm, out to Excel and back; checklists that name them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from fieldkit.cli import Exit, main
from fieldkit.model.reference_tables.descriptions import shipped
from fieldkit.model.register import sheet
from tests.model.register.books import through_here


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet, "through", through_here)


def run(data: Path, capsys: pytest.CaptureFixture[str], *args: object, code: int = Exit.DONE) -> Any:
    assert main(["--data", str(data), "--json", *map(str, args)]) == code
    captured = capsys.readouterr()
    return json.loads(captured.out) if code == Exit.DONE else captured.err


def test_tables_and_rows_are_listed(data_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = run(data_folder, capsys, "list", "reference")
    assert {"limits", "sections", "reports_owed", "holidays"} <= {one["table"] for one in found["tables"]}
    rows = run(data_folder, capsys, "list", "reference", "limits", "--search", "WW-BOD")["rows"]
    row = next(one for one in rows if one["key"] == ["WW-BOD"])
    assert (row["key"], row["cells"]["max"], row["confirmed_by"]) == (["WW-BOD"], "20", None)
    told = run(data_folder, capsys, "list", "reference", "nothing", code=Exit.REFUSED)
    assert "ไม่มีตารางอ้างอิงนี้" in told
    assert main(["--data", str(data_folder), "list", "reference", "limits", "--limit", "2"]) == Exit.DONE
    assert "WW-PH" in capsys.readouterr().out


def test_rows_are_confirmed_by_name_and_note(data_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ("confirm", "limits", "WW-BOD", "WW-COD", "--note", "ราชกิจจานุเบกษา", "--name", "มานี")
    [row, _other] = run(data_folder, capsys, *asked)["confirmed"]
    assert (row["confirmed_by"], row["cells"]["confidence"]) == ("มานี", "confirmed")
    assert "XX" in run(data_folder, capsys, "confirm", "limits", "XX", "--note", "x", code=Exit.REFUSED)


def test_a_table_goes_out_to_excel_and_back(
    data_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "params.xlsx"
    assert run(data_folder, capsys, "export", "reference", "params", "-o", file)["rows"] == len(
        shipped("params")
    )
    book = openpyxl.load_workbook(file)
    for line in book.worksheets[0].iter_rows(min_row=3):
        if line[0].value == "order.days.C":
            line[1].value = "7"
    book.save(file)
    looked = run(data_folder, capsys, "import", "reference", "params", file, "--dry-run")
    assert [one["changes"] for one in looked["changes"]] == [
        [{"column": "value", "before": "15", "after": "7"}]
    ]
    done = run(data_folder, capsys, "import", "reference", "params", file)
    [row] = run(data_folder, capsys, "list", "reference", "params", "--search", "order.days.C")["rows"]
    assert row["cells"]["value"] == "7"
    assert run(data_folder, capsys, "undo", "import", done["import_id"])["removed"] == 1
    [row] = run(data_folder, capsys, "list", "reference", "params", "--search", "order.days.C")["rows"]
    assert row["cells"]["value"] == "15"


def test_a_checklist_with_an_unknown_limit_is_refused_with_its_place(
    data_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "bad.xlsx"
    book = openpyxl.Workbook()
    survey = book.active
    assert survey is not None
    survey.title = "survey"
    survey.append(["type", "name", "label", "fieldkit::limit", "fieldkit::correction"])
    survey.append(["decimal", "bod", "BOD", "WW-BDO", None])
    survey.append(["decimal", "dust", "Dust", "WW-BOD", "O2-9 ${bod}"])
    settings = book.create_sheet("settings")
    settings.append(["form_title", "form_id", "version"])
    settings.append(["Bad", "BAD", "1"])
    book.save(file)
    assert main(["--data", str(data_folder), "--json", "import", "checklist", str(file)]) == 1
    found = json.loads(capsys.readouterr().out)
    assert found["id"] is None
    told = {
        (one["sheet"], one["row"], one["column"]): one for one in found["problems"] if one["level"] == "error"
    }
    assert "WW-BDO" in told["survey", 2, "D"]["message"]["en"]
    assert "WW-BOD" in told["survey", 2, "D"]["cure"]["en"]
    assert "O2-9" in told["survey", 3, "E"]["message"]["th"]
