"""What LibreOffice shows of a workbook: Buddhist years, Thai month names, no formula run, pages to print."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from fieldkit.model.workbook import TableOptions, export_workbook, sheets
from fieldkit.model.workbook.plain import PlainBook
from fieldkit.model.workbook.writing import WorkbookWriter
from tests.model.workbook.conftest import Filled
from tests.pdf_text import pages as printed

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
pytestmark = [pytest.mark.long, pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")]

# separator, quote, UTF-8, first line, -, language, -, -, as shown, -, -, sheet (-1: all)
_AS_SHOWN = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,-1"


@pytest.fixture(scope="module")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("profile")


def convert(path: Path, kind: str, profile: Path) -> list[Path]:
    out = path.parent / "converted"
    command = [
        str(OFFICE),
        f"-env:UserInstallation={profile.as_uri()}",
        "--headless",
        "--convert-to",
        kind,
        "--outdir",
        str(out),
        str(path),
    ]
    for _attempt in range(2):  # the first start in an empty profile may only make the profile
        subprocess.run(command, check=False, capture_output=True, timeout=120)
        if out.is_dir() and any(out.iterdir()):
            break
    return sorted(out.iterdir())


def shown(path: Path, profile: Path) -> dict[str, list[list[str]]]:
    """Return what each sheet shows, by sheet name."""
    found = {}
    for file in convert(path, _AS_SHOWN, profile):
        name = file.stem.removeprefix(f"{path.stem}-")
        found[name] = list(csv.reader(io.StringIO(file.read_text(encoding="utf-8"))))
    return found


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))


@pytest.mark.usefixtures("home")
def test_dates_show_the_buddhist_era_and_no_formula_runs(tmp_path: Path, profile: Path) -> None:
    writer = WorkbookWriter(tmp_path / "x.xlsx", language="th", moment=datetime(2026, 11, 22))
    payloads = ["=1+1", "_x0041_", "+2+3", "@SUM(1)", "สวัสดี"]
    for text in payloads:
        writer.append(sheets.PHOTOS, {"taken_at": "2024-02-15T13:30:00+07:00", "caption": text})
    writer.append(sheets.FINDINGS, {"due_date": "2024-02-29", "overdue_days": 1234, "measured": "00123"})
    writer.save()
    pages = shown(tmp_path / "x.xlsx", profile)
    photos = [dict(zip(pages["ภาพถ่าย"][1], row, strict=False)) for row in pages["ภาพถ่าย"][2:]]
    assert [row["คำบรรยาย"] for row in photos] == payloads
    assert {row["ถ่ายเมื่อ"] for row in photos} == {"15 ก.พ. 2567 13.30 น."}
    finding = dict(zip(pages["ข้อบกพร่อง"][1], pages["ข้อบกพร่อง"][2], strict=False))
    assert finding["กำหนดแล้วเสร็จ"] == "29 ก.พ. 2567"
    assert (finding["เกินกำหนด (วัน)"], finding["ค่าที่วัดได้"]) == ("1,234", "00123")


@pytest.mark.usefixtures("home")
def test_a_real_export_opens_and_prints(filled: Filled, tmp_path: Path, profile: Path) -> None:
    # With every column that there is.
    options = TableOptions(photo_places=True)
    report = export_workbook(filled.workspace, tmp_path / "real.xlsx", options=options)
    pages = shown(tmp_path / "real.xlsx", profile)
    assert len(pages) == len(report.counts)
    for declared in sheets.SHEETS:
        if declared.table in report.counts:
            rows = pages[declared.title.th]
            assert rows[0] == [column.key for column in declared.columns]
            filled_rows = [row for row in rows[2:] if any(row)]
            assert len(filled_rows) == report.counts[declared.table]
    pdf = next(file for file in convert(tmp_path / "real.xlsx", "pdf", profile) if file.suffix == ".pdf")
    assert pdf.read_bytes().startswith(b"%PDF")
    texts = [text.replace(" ", "") for text in printed(pdf.read_bytes())]
    # Tone marks and vowels above are there to be searched, and pages to the right say whose their rows are.
    findings = [text for text in texts if "ข้อบกพร่องหน้า" in text[:200]]
    assert len(findings) > 1
    assert all("เลขทะเบียนโรงงานชื่อโรงงาน" in text for text in findings)
    assert not any(error in text for text in texts for error in ("Err:", "#NAME?", "#VALUE!", "#REF!"))


@pytest.mark.usefixtures("home")
def test_what_it_saves_again_is_what_was_exported(filled: Filled, tmp_path: Path, profile: Path) -> None:
    """It loads, recalculates and writes: every cell and table has to be there afterwards."""
    export_workbook(filled.workspace, tmp_path / "real.xlsx", options=TableOptions(wide=True, split=True))
    [again] = convert(tmp_path / "real.xlsx", "xlsx:Calc MS Excel 2007 XML", profile)
    ours, theirs = openpyxl.load_workbook(tmp_path / "real.xlsx"), openpyxl.load_workbook(again)
    assert theirs.sheetnames == ours.sheetnames
    for name in ours.sheetnames:
        kept, read = ours[name], theirs[name]
        assert [*read.tables] == [*kept.tables]
        assert read.row_dimensions[1].hidden
        for row in kept.iter_rows():
            for cell in row:
                other = read[cell.coordinate]
                wanted: Any = cell.value
                if isinstance(wanted, float):
                    wanted = pytest.approx(wanted, rel=1e-14)  # it writes 15 digits
                assert other.value == wanted, (name, cell.coordinate)
                assert other.data_type != "f"


@pytest.mark.usefixtures("home")
def test_plain_workbooks_of_shapes_open(tmp_path: Path, profile: Path) -> None:
    book = PlainBook(tmp_path / "kobo.xlsx", datetime(2026, 11, 22))
    sheet = book.sheet("หม้อน้ำ", ["ข้อ", "n", "day"])
    sheet.append(["=1+1", 7.25, date(2024, 2, 29)])
    book.save()
    book.abandon()
    # A workbook of one sheet has no name of it in the names of the files.
    [[header, row, *_]] = shown(tmp_path / "kobo.xlsx", profile).values()
    assert (header, row) == (["ข้อ", "n", "day"], ["=1+1", "7.25", "2024-02-29"])
