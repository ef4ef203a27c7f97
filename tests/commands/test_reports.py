"""Reports on the command line: listed, written, locked, as memo, through a template; told what is wrong."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from fieldkit.cli import Exit
from fieldkit.model.workspace import Workspace
from tests.commands.test_cases import Fieldkit
from tests.model.indicators.offices import put
from tests.model.reports import worked_example as worked
from tests.model.reports.office_template import make


@pytest.fixture
def fieldkit(office_folder: Path, capsys: pytest.CaptureFixture[str]) -> Fieldkit:
    workspace = Workspace(office_folder)
    with workspace.database.door() as connection:
        connection.exec_driver_sql("DELETE FROM factory")
        put(connection, worked.office())
    workspace.close()
    return Fieldkit(office_folder, capsys)


def test_reports_are_listed_with_what_they_ask_for_and_their_columns(fieldkit: Fieldkit) -> None:
    found = fieldkit("list", "reports")
    assert found["total"] == 14
    first = found["reports"][0]
    assert (first["id"], first["asks"], first["locked"]) == ("R1", ["period", "district"], False)
    assert "covered" in first["sheets"]["district"]


def test_a_report_a_memo_and_a_template_are_written(fieldkit: Fieldkit, tmp_path: Path) -> None:
    period = ("--period", "2567")
    out = tmp_path / "r1.xlsx"
    found = fieldkit("export", "report", "r1", *period, "--district", "โพทะเล", "-o", str(out))
    assert found["counts"]["R1_Coverage"] == 1
    assert openpyxl.load_workbook(out).sheetnames[0] == "R1_Coverage"
    memo = fieldkit("export", "report", "R1", *period, "--memo", "--out", str(tmp_path / "m.docx"))
    assert memo["placeholders"] > 10
    template = make(tmp_path / "แบบ.xlsx")
    filled = fieldkit(
        "export", "report", "R1", *period, "--template", str(template), "-o", str(tmp_path / "t.xlsx")
    )
    assert filled["placeholders"] == 13


def test_loans_ask_for_a_password_file(fieldkit: Fieldkit, tmp_path: Path) -> None:
    out, secret = tmp_path / "r6.xlsx", tmp_path / "secret.txt"
    fieldkit("export", "report", "R6", "-o", str(out), code=Exit.REFUSED)
    assert "--password" in fieldkit.error
    secret.write_text("พิจิตร-2567-ลับ\n", encoding="utf-8")
    assert fieldkit("export", "report", "R6", "-o", str(out), "--password-file", str(secret))["locked"]
    loans = ("export", "cases", "loan", "-o", str(tmp_path / "loans.xlsx"))
    fieldkit(*loans, "--password-file", str(secret))
    assert (tmp_path / "loans.xlsx").read_bytes().startswith(bytes.fromhex("D0CF11E0"))
    fieldkit(*loans, "--password-file", str(tmp_path / "none.txt"), code=Exit.REFUSED)
    assert "none.txt" in fieldkit.error


def test_what_is_wrong_is_said_with_its_place(fieldkit: Fieldkit, tmp_path: Path) -> None:
    out = ("-o", str(tmp_path / "x.xlsx"))
    fieldkit("export", "report", "R15", *out, code=Exit.REFUSED)
    assert "R14" in fieldkit.error
    fieldkit("export", "report", "R1", "--period", "2567-13", *out, code=Exit.REFUSED)
    assert "2567-13" in fieldkit.error
    fieldkit("export", "report", "R1", "--officer", "x", *out, code=Exit.REFUSED)
    layout = tmp_path / "X.toml"
    layout.write_text('id = "X"\n', encoding="utf-8")
    fieldkit("export", "report", "X", "--layout", str(layout), *out, code=Exit.REFUSED)
    assert "X.toml" in fieldkit.error
    assert "[[sheet]]" in fieldkit.error
    template = make(tmp_path / "แบบ.xlsx", A9="{{r1.total.nothing}}")
    fieldkit("export", "report", "R1", "--template", str(template), *out, code=Exit.REFUSED)
    assert "ผู้ว่าฯ!A9" in fieldkit.error
    assert not (tmp_path / "x.xlsx").exists()


def test_a_blank_memo_is_written_to_be_changed(fieldkit: Fieldkit, tmp_path: Path) -> None:
    fieldkit("export", "memo", "--blank", "inspection", "-o", str(tmp_path / "b.docx"))
    assert (tmp_path / "b.docx").exists()
    fieldkit("export", "memo", "-o", str(tmp_path / "b.docx"), code=Exit.USAGE)
    fieldkit("export", "memo", "nobody", "-o", str(tmp_path / "c.docx"), code=Exit.REFUSED)
