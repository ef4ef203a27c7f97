"""The four registers on the command line: listed, shown, written, followed up, exported."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from fieldkit.cli import Exit, main
from fieldkit.model.cases import personal
from fieldkit.model.register import sheet
from fieldkit.model.workspace import Workspace
from tests.locked import PASSWORD, unlocked
from tests.model.register.books import through_here


class Fieldkit:
    """Runs commands on a folder and reads their JSON."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self._capsys = folder, capsys
        self.error = ""

    def __call__(self, *args: str, code: int = Exit.DONE) -> Any:
        assert main(["--data", str(self.folder), "--lang", "en", "--json", *args]) == code, self._read()
        out = self._read()
        return json.loads(out) if out else None

    def _read(self) -> str:
        captured = self._capsys.readouterr()
        self.error = captured.err
        return captured.out


@pytest.fixture
def fieldkit(office_folder: Path, capsys: pytest.CaptureFixture[str]) -> Fieldkit:
    return Fieldkit(office_folder, capsys)


def test_a_complaint_from_its_receipt_to_the_bin(fieldkit: Fieldkit) -> None:
    [id_] = fieldkit(
        *("case", "add", "complaint", "received_at=2024-02-01T09:00:00+07:00", "channel=1111"),
        *("issues=smell dust", "factory=mill", "complainant=นายตัวอย่าง", "phone=0812345678"),
    )["ids"]
    [line] = fieldkit("list", "complaints", "--filter", "overdue")["complaints"]
    assert (line["id"], line["number"], line["due"], line["duty"]) == (
        id_,
        "รร-67-0001",
        "2024-02-16",
        "first answer",
    )
    assert line["phone"] == "xxxxxxx678"
    fieldkit("case", "step", "complaint", "visited", "รร-67-0001", "--on", "5/2/67", "--note", "พบกลิ่น")
    fieldkit("case", "edit", "complaint", "รร-67-0001", "outcome=founded", "actions=advice order37")
    shown = fieldkit("show", "complaint", "รร-67-0001")
    assert (shown["state"], shown["steps"][0]["on_date"], shown["outcome"]) == (
        "checking",
        "2024-02-05",
        "founded",
    )
    assert shown["complainant"] == "นา•••"
    assert shown["history"][-1]["changes"]["complainant"] is None
    assert shown["history"][0]["changes"]["outcome"] == [None, "founded"]
    fieldkit("case", "delete", "complaint", id_)
    assert fieldkit("list", "complaints")["total"] == 0
    assert fieldkit("list", "complaints", "--filter", "bin")["total"] == 1
    fieldkit("case", "restore", "complaint", id_)
    assert fieldkit("list", "complaints", "--search", "เหม็น กลิ่น")["total"] == 0
    assert fieldkit("list", "complaints", "--search", "กลิ่น เจริญพาณิชย์")["total"] == 1


def test_what_is_refused_names_the_cure(fieldkit: Fieldkit) -> None:
    fieldkit("case", "add", "loan", "contract_no=1", "fund=pracharath", "id13=123", code=Exit.REFUSED)
    assert "The 13-digit number is wrong" in fieldkit.error
    fieldkit("case", "add", "loan", "colour=red", code=Exit.REFUSED)
    assert "the columns are: fund, contract_no" in fieldkit.error
    fieldkit("show", "loan", "67/99", code=Exit.REFUSED)
    assert "There is no borrower “67/99”" in fieldkit.error
    assert fieldkit("list", "loans")["total"] == 0


def test_personal_data_are_given_for_a_reason_that_is_kept(fieldkit: Fieldkit, tmp_path: Path) -> None:
    fieldkit(
        *("case", "add", "loan", "contract_no=67/1", "fund=pracharath", "id13=3-6601-00123-45-6"),
        *("name=นายตัวอย่าง ใจดี", "principal=100000", "dpd=120"),
    )
    assert fieldkit("show", "loan", "67/1")["id13"] == "3-6601-xxxxx-xx-6"
    assert fieldkit("show", "loan", "67/1", "--personal", "โทรติดตาม")["id13"] == "3660100123456"
    fieldkit("list", "loans", "--personal", "", code=Exit.REFUSED)
    out = tmp_path / "loans.xlsx"
    assert fieldkit("export", "cases", "loan", "-o", str(out))["personal"] is False
    keys = [cell.value for cell in openpyxl.load_workbook(out)["Borrowers"][1]]
    assert {"id13", "name", "phone"}.isdisjoint(keys)
    personally = ("export", "cases", "loan", "-o", str(out), "--personal", "ส่ง ธพว.")
    before = out.read_bytes()
    fieldkit(*personally, code=Exit.REFUSED)
    assert "only written with a password" in fieldkit.error
    assert "--password-file" in fieldkit.error
    assert out.read_bytes() == before
    secret = tmp_path / "password.txt"
    secret.write_text(PASSWORD, encoding="utf-8")
    found = fieldkit(*personally, "--password-file", str(secret))
    assert found["counts"] == {"Loans": 1, "Funds": 2, "Steps": 0, "About": 4}
    book = openpyxl.load_workbook(unlocked(out))
    keys = [cell.value for cell in book["Borrowers"][1]]
    assert book["Borrowers"].cell(3, keys.index("id13") + 1).value == "3-6601-00123-45-6"
    assert book["About"].cell(6, 2).value == "ส่ง ธพว."
    workspace = Workspace(fieldkit.folder)
    assert [one["reason"] for one in personal.accesses(workspace)] == ["ส่ง ธพว.", "โทรติดตาม"]
    workspace.close()


def test_recommendations_stand_in_a_sheet_for_each_round(fieldkit: Fieldkit, tmp_path: Path) -> None:
    for round_, number in (("1/2567", 1), ("2/2566", 1), ("1/2567", 2)):
        fieldkit("case", "add", "recommendation", f"round={round_}", f"issue_no={number}", "issue_title=น้ำ=ดี")
    fieldkit("case", "step", "recommendation", "progress", "1/2567-2", "--amount", "40", "--note", "เริ่ม")
    assert fieldkit("show", "recommendation", "1/2567-2")["progress"] == 40
    out = tmp_path / "rounds.xlsx"
    fieldkit("export", "cases", "recommendation", "-o", str(out))
    assert openpyxl.load_workbook(out).sheetnames == ["Round 1-2567", "Round 2-2566", "Follow-up", "About"]


def test_the_readable_form_says_what_is_to_be_done(
    office_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = ["--data", str(office_folder), "--lang", "en"]
    assert (
        main([*run, "case", "add", "enterprise", "kind=community", "name=กลุ่มทอผ้า", "code=1-2"]) == Exit.DONE
    )
    assert "unusual shape" in capsys.readouterr().err
    assert main([*run, "show", "enterprise", "1-2"]) == Exit.DONE
    shown = capsys.readouterr().out
    assert shown.startswith("กลุ่มทอผ้า\n")
    assert "renew the registration" in shown


def test_a_register_goes_to_excel_and_back(
    fieldkit: Fieldkit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheet, "through", through_here)
    fieldkit("case", "add", "loan", "fund=pracharath", "contract_no=67/12")
    path = tmp_path / "loans.xlsx"
    fieldkit("export", "cases", "loan", "-o", str(path))
    assert fieldkit("import", "cases", "loan", str(path))["unchanged"] == 1
    book = openpyxl.load_workbook(path)
    first = book.worksheets[0]
    keys = [cell.value for cell in first[1]]
    first.cell(3, keys.index("officer") + 1).value = "มานี รักเรียน"
    book.save(path)
    assert fieldkit("import", "cases", "loan", str(path), "--dry-run")["import_id"] is None
    done = fieldkit("import", "cases", "loan", str(path))
    assert (done["changed"], done["changes"][0]["number"]) == (1, "67/12")
    undone = fieldkit("undo", "import", done["import_id"])
    assert (undone["table"], undone["restored"]) == ("loan", 1)


def test_an_inspection_of_a_borrower_without_a_factory(fieldkit: Fieldkit, tmp_path: Path) -> None:
    fieldkit(
        "case", "add", "loan", "contract_no=67/1", "fund=pracharath", "enterprise=ร้านขนม", "district=ตะพานหิน"
    )
    made = fieldkit("case", "place", "loan", "67/1")
    assert (made["name"], made["made"]) == ("ร้านขนม", True)
    again = fieldkit("case", "place", "loan", "67/1")
    assert (again["factory"], again["made"]) == (made["factory"], False)
    answers = tmp_path / "a.json"
    answers.write_text("{}", encoding="utf-8")
    filled = fieldkit(
        *("inspection", "fill", "--factory", made["factory"], "--checklist", "FUN", "--answers", str(answers))
    )
    assert filled["id"]
