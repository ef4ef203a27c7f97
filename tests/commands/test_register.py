"""Register, lists and factory on the command line: results, JSON shapes, exit codes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from fieldkit.cli import Exit, main
from fieldkit.model.register import sheet
from tests.model.register.books import HEADERS, ICE, MILL, through_here, workbook


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet, "through", through_here)


@pytest.fixture
def register(tmp_path: Path) -> Path:
    rows = [[*HEADERS, "แรงม้า"], [*MILL, 920], [*ICE, 180], [*MILL, 1], ["รวม", "2 โรงงาน"]]
    return workbook(tmp_path / "ทะเบียน.xlsx", rows)


class Shell:
    """Runs fieldkit on one data folder."""

    def __init__(self, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.data, self._capsys = data, capsys

    def __call__(self, *args: object, code: int = Exit.DONE) -> str:
        assert main(["--data", str(self.data), *map(str, args)]) == code
        captured = self._capsys.readouterr()
        return captured.out if code == Exit.DONE else captured.out + captured.err

    def json(self, *args: object, code: int = Exit.DONE) -> Any:
        assert main(["--data", str(self.data), "--json", *map(str, args)]) == code
        return json.loads(self._capsys.readouterr().out)


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Shell:
    return Shell(tmp_path / "data", capsys)


def test_import_tells_new_rejected_and_how_to_undo(run, register):
    shown = run("import", "register", register)
    assert "ใหม่ 2 เปลี่ยน 0 เหมือนเดิม 0 ปฏิเสธ 2" in shown
    assert "แถว 4: “จ3-9(1)-12/48พจ” ซ้ำกับแถว 2" in shown
    assert "แถว 5 คอลัมน์ A: “รวม” ไม่ใช่เลขทะเบียนโรงงาน" in shown
    import_id = run.json("list", "imports")["imports"][0]["id"]
    assert f"fieldkit undo import {import_id}" in shown
    again = run("--lang", "en", "import", "register", register)
    assert "0 new, 0 changed, 2 unchanged, 2 rejected" in again
    assert "Nothing has changed" in again


def test_import_as_json(run, register, tmp_path):
    first = run.json("import", "register", register)
    assert (first["new"], first["changed"], first["unchanged"], first["rejected_count"]) == (2, 0, 0, 2)
    assert first["rejected"][1] == {
        "sheet": "ทะเบียน",
        "row": 5,
        "column": "A",
        "reason": "“รวม” ไม่ใช่เลขทะเบียนโรงงาน",
    }
    again = run.json("import", "register", register)
    assert (again["import_id"], again["new"], again["unchanged"]) == (None, 0, 2)
    more = workbook(tmp_path / "b.xlsx", [[*HEADERS, "แรงม้า"], [*MILL, 1100]])
    [change] = run.json("import", "register", more)["changes"]
    assert change["changes"] == [{"column": "hp", "before": 920.0, "after": 1100.0}]


def test_a_dry_run_writes_nothing(run, register):
    assert "ยังไม่ได้บันทึก" in run("import", "register", "--dry-run", register)
    assert run.json("list", "factories") == {"factories": [], "total": 0}


def test_undo_import(run, register):
    import_id = run.json("import", "register", register)["import_id"]
    assert run.json("undo", "import", import_id) == {
        "import_id": import_id,
        "table": "factory",
        "restored": 0,
        "removed": 2,
        "kept": [],
    }
    assert run.json("list", "factories")["total"] == 0
    assert "ถูกยกเลิกไปแล้ว" in run("undo", "import", import_id, code=Exit.REFUSED)
    assert "No such import" in run("--lang", "en", "undo", "import", "nothing", code=Exit.REFUSED)


def test_undo_lists_what_it_left_alone(run, register):
    from fieldkit.model import streams
    from fieldkit.model.body import Op
    from fieldkit.model.workspace import Workspace

    imported = run.json("import", "register", register)
    workspace = Workspace(run.data)
    mill = workspace.rows("SELECT id FROM factory WHERE name = ?", MILL[1])[0]["id"]
    phone = {"phone": "056-611-111", "email": None, "contact": None}
    workspace.log.commit([Op("factory", mill, "contact", phone, (), streams.register_stream("66"))])
    workspace.close()
    shown = run("undo", "import", imported["import_id"])
    assert "คืนค่าเดิม 0 โรงงาน นำโรงงานที่เพิ่มออก 1 โรงงาน" in shown
    assert f"{MILL[0]} {MILL[1]}: การติดต่อ" in shown


def test_a_file_that_is_refused_exits_with_1_and_names_the_cure(run, tmp_path):
    bad = workbook(tmp_path / "ไม่มีเลข.xlsx", [["ชื่อโรงงาน", "ตำบล"], ["ก", "ข"]])
    told = run("import", "register", bad, code=Exit.REFUSED)
    assert "ไม่พบคอลัมน์เลขทะเบียนโรงงาน" in told
    assert "ไม่มีเลข.xlsx" in told


def test_list_factories_searches_and_limits(run, register):
    run("import", "register", register)
    found = run.json("list", "factories", "--search", "น้ำแข็ง")
    assert found["total"] == 1
    assert found["factories"][0]["registration_no_old"] == ICE[0]
    assert {"id", "registration_no", "name"} <= set(found["factories"][0])
    limited = run.json("list", "factories", "--limit", 1)
    assert (len(limited["factories"]), limited["total"]) == (1, 2)
    assert "แสดง 1 จาก 2" in run("list", "factories", "--limit", 1)
    assert run.json("list", "factories", "--district", "ตะพานหิน")["total"] == 1
    assert "ไม่พบรายการ" in run("list", "factories", "--search", "ไม่มีแน่นอน")


def test_show_factory_by_number(run, register):
    run("import", "register", register)
    shown = run.json("show", "factory", "จ3-9(1) - 12/48พจ")
    assert (shown["name"], shown["hp"], shown["inspections"]) == (MILL[1], 920.0, [])
    assert "ยังไม่เคยตรวจ" in run("show", "factory", MILL[0])
    assert "horsepower: 920.0" in run("--lang", "en", "show", "factory", MILL[0])
    assert "ไม่พบโรงงาน" in run("show", "factory", "0", code=Exit.REFUSED)


def test_import_checklist_tells_what_to_mend(run, tmp_path):
    import openpyxl

    book = openpyxl.Workbook()
    survey = book.active
    assert survey is not None
    survey.title = "survey"
    for row in (("type", "name", "label"), ("txt", "q1", "ข้อหนึ่ง")):
        survey.append(row)
    book.save(tmp_path / "bad.xlsx")
    found = run.json("import", "checklist", tmp_path / "bad.xlsx", code=Exit.REFUSED)
    assert found["id"] is None
    problem = next(problem for problem in found["problems"] if problem["level"] == "error")
    assert (problem["sheet"], problem["row"]) == ("survey", 2)
    assert problem["message"]["th"]
    assert problem["cure"]["en"]
    assert run.json("list", "checklists")["total"] == 0
    told = run("import", "checklist", tmp_path / "nothing.xlsx", code=Exit.REFUSED)
    assert "เปิดไฟล์ไม่ได้" in told


def test_import_checklist_installs_the_shipped_one(run):
    from fieldkit import resources

    found = run.json("import", "checklist", resources.path("checklists", "GEN.xlsx"))
    assert found["form_id"] == "GEN"
    [listed] = run.json("list", "checklists")["checklists"]
    assert (listed["id"], listed["version"]) == (found["id"], found["version"])


def test_show_factory_shows_facts_documents_and_timeline(run, register):
    from contextlib import closing

    from fieldkit.model import facts, records
    from fieldkit.model.workspace import Workspace

    run("import", "register", register)
    factory = run.json("show", "factory", MILL[0])["id"]
    with closing(Workspace(run.data)) as workspace:
        facts.type_fact(workspace, factory, "wastewater_m3day", "1200")
        records.add(
            workspace, "document", {"factory": factory, "kind": "gi", "level": 2, "number": "2-001/2567"}
        )
        records.add(
            workspace, "complaint", {"factory": factory, "received_at": "2026-11-01", "issues": "smell"}
        )
    shown = run.json("show", "factory", factory)
    fact = shown["facts"]["wastewater_m3day"]
    assert (fact["value"], fact["source"], fact["conflict"]) == ("1200", "typed", False)
    assert [(paper["level"], paper["expiry"]) for paper in shown["documents"]] == [(2, "open")]
    assert [(event["kind"], event["title"]) for event in shown["timeline"]] == [
        ("complaint", "เรื่องร้องเรียน กลิ่น"),
        ("document", "ใบรับรองอุตสาหกรรมสีเขียว · ระดับ 2 ปฏิบัติการสีเขียว"),
    ]
    text = run("--lang", "en", "show", "factory", factory)
    assert "Wastewater: 1,200 m³/day  (typed" in text
    assert "Never inspected." in text
    assert "2026-11-01\tComplaint smell" in text


def test_merge_and_split_tell_what_moves_and_are_taken_back(run, register):
    run("import", "register", register)
    looked = run.json("factory", "merge", ICE[0], MILL[0], "--dry-run")
    assert looked["import_id"] is None
    done = run.json("factory", "merge", ICE[0], MILL[0])
    assert run.json("list", "factories")["total"] == 1
    assert run.json("show", "factory", ICE[0])["id"] == done["factory"]
    assert "ปฏิเสธ 3" in run("import", "register", register)
    undone = run.json("undo", "import", done["import_id"])
    assert (undone["table"], undone["kept"]) == ("succession", [])
    assert run.json("list", "factories")["total"] == 2
    shown = run("--lang", "en", "factory", "split", MILL[0], "10660007777255", "--name", "สาขาสอง")
    assert "Take it back with: fieldkit undo import" in shown
    assert run.json("list", "factories")["total"] == 3
    refused = run("--lang", "en", "factory", "split", MILL[0], "10660007777255", code=Exit.REFUSED)
    assert "The register has 10660007777255 already: สาขาสอง" in refused


def test_the_register_goes_out_and_comes_back_unchanged(run: Shell, register: Path, tmp_path: Path) -> None:
    run.json("import", "register", register)
    file = tmp_path / "ทะเบียนออก.xlsx"
    assert run.json("export", "register", "-o", file) == {"path": str(file), "rows": 2}
    again = run.json("import", "register", file)
    assert (again["import_id"], again["unchanged"], again["changes"]) == (None, 2, [])
