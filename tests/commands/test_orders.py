"""Orders on the command line: from findings to the closed order, and what is refused."""

from __future__ import annotations

import hashlib
import json
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from fieldkit.cli import Exit, main
from fieldkit.model import inspections
from fieldkit.model.inspections import Signature
from fieldkit.model.workspace import Workspace
from tests.conftest import Clock
from tests.office import MILL, answer_all, path_of


@pytest.fixture
def folder(office_folder: Path, clock: Clock) -> Path:
    """A folder with a signed visit that found two things; the visit lies before any clock of this machine."""
    clock.at = clock.at.replace(year=2024, month=2, day=1)
    workspace = Workspace(office_folder, clock=clock)
    visit = inspections.start(workspace, MILL, "GEN")
    failing = {name: visit.policy[path_of(visit, name)].fail.split()[0] for name in ("gen16", "gen21")}
    answer_all(visit, **failing)
    signed = [Signature("inspector", "กฤษณะ ใจดี", typed=True), Signature("representative", "มานี", typed=True)]
    how = "partial" if visit.result().unanswered else "complete"
    inspections.close(visit, signed, closing=how, reason="" if how == "complete" else "ภาพอยู่ในกล้อง")
    workspace.close()
    return office_folder


class Fieldkit:
    """Runs commands on a folder and reads their JSON."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self._folder, self._capsys = folder, capsys
        self.error = ""

    def __call__(self, *args: str, code: int = Exit.DONE) -> Any:
        assert main(["--data", str(self._folder), "--lang", "en", "--json", *args]) == code, self._read()
        out = self._read()
        return json.loads(out) if out else None

    def _read(self) -> str:
        captured = self._capsys.readouterr()
        self.error = captured.err
        return captured.out


@pytest.fixture
def fieldkit(folder: Path, capsys: pytest.CaptureFixture[str]) -> Fieldkit:
    return Fieldkit(folder, capsys)


@pytest.fixture
def findings(fieldkit: Fieldkit) -> list[str]:
    return [row["id"] for row in fieldkit("list", "findings")["findings"]]


def test_a_whole_life_with_the_days_of_the_law(fieldkit: Fieldkit, findings: list[str]) -> None:
    [made] = fieldkit("order", "make", *findings, "--days", "30")["orders"]
    assert made["state"] == "draft"
    assert "ภายใน 30 วัน" in made["wording"]
    number = made["temporary_no"]
    issued = fieldkit("order", "step", "ordered", number, "--on", "2024-02-10", "--officer", "นายสมบัติ")
    assert issued["orders"][0]["state"] == "issued"
    fieldkit("order", "number", number, "พจ 0033/7")
    # domain: received on Friday 16 February 2024, 30 days end on a Sunday, so Monday 18 March
    [received] = fieldkit("order", "step", "received", "พจ 0033/7", "--on", "16/02/2567")["orders"]
    assert received["due"] == "2024-03-18"
    late = fieldkit("order", "step", "appealed", number, "--on", "2024-05-02")
    assert late["warnings"][0]["en"] == "The appeal is late (last day 18 Mar 2024)"
    fieldkit("order", "step", "verified", number, "--on", "2024-06-01")
    [closed] = fieldkit("order", "step", "closed", number, "--on", "2024-06-02")["orders"]
    assert closed["state"] == "closed"
    shown = fieldkit("show", "order", "พจ 0033/7")
    assert [step["kind"] for step in shown["steps"]] == [
        "ordered",
        "received",
        "appealed",
        "verified",
        "closed",
    ]
    assert {row["state"] for row in fieldkit("list", "findings")["findings"]} == {"closed"}


def test_filters_of_the_list(fieldkit: Fieldkit, findings: list[str]) -> None:
    numbers = []
    for finding in findings:
        [made] = fieldkit("order", "make", finding)["orders"]
        numbers.append(made["temporary_no"])
    fieldkit("order", "step", "ordered", *numbers, "--on", "2024-02-10")
    fieldkit("order", "step", "received", numbers[0], "--on", "2024-02-15")

    def total(*args: str) -> int:
        return int(fieldkit("list", "orders", *args)["total"])

    assert (total(), total("--filter", "waiting"), total("--filter", "overdue")) == (2, 1, 1)
    assert total("--filter", "verify") == 1
    assert total("--search", "โรงสี") == 2
    assert total("--search", "ไม่มีคำนี้") == 0
    fieldkit("order", "delete", numbers[1], "--reason", "ซ้ำ")
    assert (total(), total("--bin")) == (1, 1)
    fieldkit("order", "restore", numbers[1])
    assert total() == 2
    fieldkit("list", "orders", "--filter", "late", code=Exit.REFUSED)
    assert "Use one of: active" in fieldkit.error


def test_what_is_refused_names_place_and_cure(fieldkit: Fieldkit, findings: list[str]) -> None:
    [made] = fieldkit("order", "make", *findings)["orders"]
    number = made["temporary_no"]
    fieldkit("order", "step", "received", number, "--on", "2024-02-15", code=Exit.REFUSED)
    assert number in fieldkit.error
    assert "the order is then “draft”" in fieldkit.error
    fieldkit("order", "step", "ordered", number, "--on", "2024-02-10")
    fieldkit(
        *("order", "step", "received", number, "--on", "2024-02-15", "--until", "2024-02-14"),
        code=Exit.REFUSED,
    )
    assert "Use a day from 15 Feb 2024 on" in fieldkit.error
    fieldkit("order", "step", "praised", number, code=Exit.REFUSED)
    assert "ordered" in fieldkit.error
    fieldkit("order", "make", *findings, code=Exit.REFUSED)
    assert number in fieldkit.error
    fieldkit("show", "order", "44/1", code=Exit.REFUSED)
    assert "44/1" in fieldkit.error


def test_the_letter_is_a_draft_until_it_is_issued(
    fieldkit: Fieldkit, findings: list[str], tmp_path: Path
) -> None:
    words = tmp_path / "words.txt"
    words.write_text("ให้ปรับปรุงทางออก", encoding="utf-8")
    [made] = fieldkit("order", "make", *findings, "--wording", str(words))["orders"]
    out = tmp_path / "letter.docx"
    assert fieldkit("order", "letter", made["id"], "-o", str(out))["issued"] is False
    fieldkit("order", "step", "ordered", made["id"], "--on", "2024-02-10", "--number", "พจ 0033/9")
    told = fieldkit("order", "letter", made["id"], "-o", str(out))
    assert told["issued"] is True
    assert told["sha256"] == hashlib.sha256(out.read_bytes()).hexdigest()
    text = "\n".join(line.text for line in docx.Document(BytesIO(out.read_bytes())).paragraphs)
    assert "ที่ พจ 0033/9" in text
    assert "ให้ปรับปรุงทางออก" in text
    fieldkit("order", "make", *findings, "--wording", str(tmp_path / "no.txt"), code=Exit.REFUSED)
    assert "no.txt" in fieldkit.error


def test_orders_are_a_sheet_of_the_workbook(fieldkit: Fieldkit, findings: list[str], tmp_path: Path) -> None:
    [made] = fieldkit("order", "make", *findings)["orders"]
    fieldkit("order", "step", "ordered", made["id"], "--on", "2024-02-10", "--number", "พจ 0033/9")
    fieldkit("order", "step", "received", made["id"], "--on", "2024-02-16")
    out = tmp_path / "out.xlsx"
    assert fieldkit("export", "workbook", "-o", str(out))["counts"]["Orders"] == 2
    sheet = openpyxl.load_workbook(out)["Orders"]
    keys, _titles, *rows = sheet.iter_rows(values_only=True)
    lines: list[dict[Any, Any]] = [dict(zip(keys, row, strict=True)) for row in rows]
    assert [line["number"] for line in lines] == [1, 2]
    assert {line["finding_id"] for line in lines} == set(findings)
    first = lines[0]
    assert (first["order_number"], first["section"]) == ("พจ 0033/9", "order under section 37")
    assert (first["received_on_iso"], first["due_date_iso"]) == ("2024-02-16", "2024-03-04")
    assert (first["result"], first["topic"]) == ("under way", "safety")
    assert first["overdue_days"] > 0
