"""The plan on the command line: propose, list, today, risk, out to Excel and back, undo."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from fieldkit.cli import Exit, main
from fieldkit.model import records
from fieldkit.model.planning import editing
from fieldkit.model.register import sheet
from fieldkit.model.thai.fiscal import fiscal_year, fiscal_year_span
from fieldkit.model.workspace import Workspace
from tests.model.register.books import through_here
from tests.office import MILL

NEXT_YEAR = fiscal_year(date.today()) + 1
DAY = fiscal_year_span(NEXT_YEAR)[0].replace(month=11, day=9)


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet, "through", through_here)


@pytest.fixture
def data(office: Workspace) -> Path:
    """The office's folder, closed; the mill has a boiler."""
    values = {"factory": "mill", "property": "boiler", "value": "yes", "as_of": "2026-01-02", "source": "GEN"}
    records.add(office, "fact", values)
    office.close()
    return office.folder


def run(data: Path, capsys: pytest.CaptureFixture[str], *args: object, code: int = Exit.DONE) -> Any:
    assert main(["--data", str(data), "--json", *map(str, args)]) == code
    captured = capsys.readouterr()
    return json.loads(captured.out) if code == Exit.DONE else captured.err


def test_a_proposal_is_looked_at_and_written(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ("plan", "propose", "--year", NEXT_YEAR, "--officer", "มานี รักเรียน")
    looked = run(data, capsys, *asked)
    assert (looked["owed"], looked["written"], len(looked["visits"])) == (1, False, 1)
    assert run(data, capsys, "plan", "list", "--year", NEXT_YEAR)["total"] == 0
    assert run(data, capsys, *asked, "--write")["written"]
    [line] = run(data, capsys, "plan", "list", "--year", NEXT_YEAR)["visits"]
    assert (line["registration_no"], line["officer"], line["state"]) == (
        "จ3-9(1)-12/48พจ",
        "มานี รักเรียน",
        "planned",
    )
    assert run(data, capsys, *asked)["owed"] == 0


def test_people_read_it_too(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["--data", str(data), "plan", "propose", "--year", str(NEXT_YEAR), "--officer", "ก"])
    shown = capsys.readouterr().out
    assert "ต้องตรวจเพิ่ม 1 ครั้ง จัดได้ 1 ครั้ง" in shown
    assert "--write" in shown
    main(["--data", str(data), "plan", "risk", MILL])
    assert (
        "+2  ประเภทโรงงานที่เสี่ยงปานกลาง: หม้อน้ำหรือหม้อต้ม มี · ข้อมูล ณ 2 ม.ค. 2569 · GEN" in capsys.readouterr().out
    )


def test_a_year_that_is_over_is_refused(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = run(data, capsys, "plan", "propose", "--year", 2560, "--officer", "ก", code=Exit.REFUSED)
    assert "ปีงบประมาณ 2560 สิ้นสุดแล้ว" in told


def test_risk_tells_its_reasons(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = run(data, capsys, "plan", "risk", MILL)
    assert (found["score"], found["risk"]) == (4, "medium")
    assert [(one["rule"], one["points"]) for one in found["reasons"]] == [
        ("type_medium", 2), ("boiler_or_stack", 1), ("unseen", 1),
    ]  # fmt: skip
    assert "stack" in found["unknown"]


def test_the_day_in_the_order_of_the_way(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    workspace = Workspace(data)
    editing.assign(workspace, ["mill"], NEXT_YEAR, day=DAY, officer="ก")
    workspace.close()
    found = run(data, capsys, "plan", "today", "--on", DAY.isoformat())
    [stop] = found["stops"]
    assert (stop["light"], stop["km"], found["ready"]) == ("ready", None, 1)
    assert run(data, capsys, "plan", "today", "--on", DAY.isoformat(), "--officer", "ข")["stops"] == []
    main(["--data", str(data), "plan", "today", "--on", DAY.isoformat()])
    assert "พร้อม 1 จาก 1" in capsys.readouterr().out


def test_missing_files_without_a_centre_are_told(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    workspace = Workspace(data)
    editing.assign(workspace, ["mill"], NEXT_YEAR, day=DAY)
    document = records.add(workspace, "document", {"factory": "mill", "kind": "license"})
    records.add(workspace, "attachment", {"record": document, "sha256": "a" * 64, "size": 2048})
    workspace.close()
    found = run(data, capsys, "plan", "today", "--on", DAY.isoformat())
    assert (found["files_wanted"], found["bytes_wanted"]) == (1, 2048)
    assert run(data, capsys, "plan", "today", "--on", DAY.isoformat(), "--fetch", code=Exit.REFUSED)


def test_out_to_excel_and_back(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    workspace = Workspace(data)
    editing.assign(workspace, ["mill"], NEXT_YEAR, day=DAY, officer="กฤษณะ ใจดี")
    workspace.close()
    file = tmp_path / "แผน.xlsx"
    year = ("--year", NEXT_YEAR)
    assert run(data, capsys, "export", "plan", "-o", file, *year)["visits"] == 1
    book = openpyxl.load_workbook(file)
    page = book.worksheets[0]
    column = next(cell.column for cell in page[2] if cell.value == "หมายเหตุ")
    page.cell(3, column or 0).value = "เตรียมเครื่องวัดเสียง"
    book.save(file)
    looked = run(data, capsys, "import", "plan", file, *year, "--dry-run")
    assert (looked["import_id"], looked["changed"]) == (None, 1)
    [change] = looked["changes"][0]["changes"]
    assert change == {"column": "note", "before": None, "after": "เตรียมเครื่องวัดเสียง"}
    done = run(data, capsys, "import", "plan", file, *year)
    assert run(data, capsys, "plan", "list", *year)["visits"][0]["note"] == "เตรียมเครื่องวัดเสียง"
    [past] = run(data, capsys, "list", "imports")["imports"]
    assert (past["id"], past["table"]) == (done["import_id"], "assignment")
    undone = run(data, capsys, "undo", "import", done["import_id"])
    assert (undone["restored"], undone["removed"]) == (1, 0)
    assert run(data, capsys, "plan", "list", *year)["visits"][0]["note"] is None
