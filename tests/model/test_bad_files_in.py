"""Every reader of workbooks meets every bad file: told with place and cure, and nothing is changed by it.

Each reader gets the workbook that the program itself writes for it, spoilt in one way.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.workbook.protection import WorkbookProtection

from fieldkit.errors import FieldkitError
from fieldkit.model import inspections, records
from fieldkit.model.cases import writing as cases
from fieldkit.model.cases.exporting import export_cases
from fieldkit.model.cases.importing import import_cases
from fieldkit.model.finding_list.exporting import export_findings
from fieldkit.model.finding_list.importing import import_findings
from fieldkit.model.peers.importing import import_inspections
from fieldkit.model.peers.preview import Wishes
from fieldkit.model.planning.exporting import export_plan
from fieldkit.model.planning.importing import import_plan
from fieldkit.model.reference_tables.importing import import_table
from fieldkit.model.reference_tables.sheets import export_table
from fieldkit.model.register import sheet
from fieldkit.model.register.exporting import export_register
from fieldkit.model.register.importing import ImportResult, import_register
from fieldkit.model.workspace import Workspace
from tests.model.register.books import through_here
from tests.office import MILL, answer_all, path_of

YEAR = 2570
Read = Callable[[Workspace, Path], ImportResult]
Write = Callable[[Workspace, Path], object]


def kobo(_workspace: Workspace, target: Path) -> None:
    book = openpyxl.Workbook()
    first = book.active
    assert first is not None
    first.append(["factory_no", "gen01", "_uuid", "_submission_time"])
    first.append([MILL, "operating", "u1", None])
    book.save(target)


def recommendation(workspace: Workspace, target: Path) -> None:
    export_cases(workspace, target, "recommendation")


READERS: dict[str, tuple[Write, Read, str]] = {
    "register": (export_register, import_register, "แรงม้า"),
    "plan": (
        lambda workspace, target: export_plan(workspace, target, YEAR),
        lambda workspace, path: import_plan(workspace, path, YEAR),
        "note",
    ),
    "findings": (export_findings, import_findings, "description"),
    "cases": (
        recommendation,
        lambda workspace, path: import_cases(workspace, path, "recommendation"),
        "owner_person",
    ),
    "reference": (
        lambda workspace, target: export_table(workspace, target, "params"),
        lambda workspace, path: import_table(workspace, path, "params"),
        "value",
    ),
    "peers": (
        kobo,
        lambda workspace, path: import_inspections(workspace, path, Wishes("GEN"), dry_run=True),
        "gen01",
    ),
}
"""What writes the workbook, what reads it, and the key or header of a column that is read."""


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet, "through", through_here)


@pytest.fixture
def filled(office: Workspace) -> Workspace:
    """An office with something in every list."""
    records.add(office, "assignment", {"factory": "mill", "fiscal_year": YEAR, "kind": "PLAN"})
    given = {
        "round": "1/2570",
        "issue_title": "น้ำเสีย",
        "issue_no": 1,
        "due_date": "2027-01-31",
    }
    cases.add(office, "recommendation", given)
    visit = inspections.start(office, MILL, "GEN")
    answer_all(visit, gen16=visit.policy[path_of(visit, "gen16")].fail.split()[0])
    return office


def stored(workspace: Workspace) -> dict[str, list[dict[str, Any]]]:
    tables = (
        "factory",
        "assignment",
        "finding",
        "recommendation",
        "inspection",
        "reference_row",
        "register_import",
    )
    return {table: workspace.rows(f"SELECT * FROM {table}") for table in tables}


def _rewrite(path: Path, change: Callable[[str, bytes], bytes], more: dict[str, bytes] | None = None) -> None:
    with zipfile.ZipFile(path) as source:
        parts = {name: change(name, source.read(name)) for name in source.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in (parts | (more or {})).items():
            target.writestr(name, data)


def _of_sheets(change: Callable[[bytes], bytes]) -> Callable[[str, bytes], bytes]:
    return lambda name, data: change(data) if name.startswith("xl/worksheets/sheet") else data


def same(_name: str, data: bytes) -> bytes:
    return data


OLE = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(600)
ENTITY = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
SPOILT: dict[str, tuple[Callable[[Path], object], str]] = {
    "renamed .xls": (lambda path: path.write_bytes(OLE), "old Excel file"),
    "encrypted": (lambda path: path.write_bytes(OLE + "EncryptedPackage".encode("utf-16-le")), "password"),
    "zip bomb": (lambda path: _rewrite(path, same, {"xl/more.xml": b" " * 20_000_000}), "abnormal size"),
    "entities": (lambda path: _rewrite(path, _of_sheets(lambda data: ENTITY + data)), "unsafe XML"),
    "cut off": (lambda path: path.write_bytes(path.read_bytes()[:1500]), "damaged"),
    "no workbook": (lambda path: path.write_bytes(b"hello"), "not an Excel workbook"),
    "empty": (lambda path: path.write_bytes(b""), "empty"),
}


@pytest.mark.parametrize("spoilt", SPOILT)
@pytest.mark.parametrize("reader", READERS)
def test_it_is_refused_with_a_cure_and_changes_nothing(
    filled: Workspace, tmp_path: Path, reader: str, spoilt: str
) -> None:
    write, read, _column = READERS[reader]
    path = tmp_path / "ไฟล์.xlsx"
    write(filled, path)
    SPOILT[spoilt][0](path)
    before = stored(filled)
    with pytest.raises(FieldkitError, match=SPOILT[spoilt][1]) as caught:
        read(filled, path)
    assert "ไฟล์.xlsx" in caught.value.place
    assert caught.value.hint.th
    assert caught.value.hint.en
    assert stored(filled) == before


@pytest.mark.parametrize("reader", READERS)
def test_a_file_that_another_program_holds_is_told(
    filled: Workspace, tmp_path: Path, reader: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    write, read, _column = READERS[reader]
    path = tmp_path / "ไฟล์.xlsx"
    write(filled, path)
    whole = Path.open

    def held(file: Path, *arguments: Any, **options: Any) -> Any:
        if file == path:
            raise PermissionError(13, "The process cannot access the file")
        return whole(file, *arguments, **options)

    monkeypatch.setattr(Path, "open", held)
    with pytest.raises(FieldkitError, match="cannot be opened") as caught:
        read(filled, path)
    assert "ไฟล์.xlsx" in caught.value.place
    assert caught.value.hint.th


def _declare(data: bytes) -> bytes:
    return re.sub(rb"<dimension [^>]*/>", b'<dimension ref="A1:XFD1048576"/>', data, count=1)


def _protect(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    book.security = WorkbookProtection(lockStructure=True)
    for one in book.worksheets:
        one.protection.sheet = True
    book.save(path)


HARMLESS: dict[str, Callable[[Path], object]] = {
    "huge declared dimensions": lambda path: _rewrite(path, _of_sheets(_declare)),
    "protected sheets and structure": _protect,
    "a link to another file": lambda path: _rewrite(
        path, same, {"xl/externalLinks/externalLink1.xml": b'<externalLink xmlns="x"/>'}
    ),
}


@pytest.mark.parametrize("oddity", HARMLESS)
@pytest.mark.parametrize("reader", READERS)
def test_what_is_odd_but_harmless_reads_as_ever(
    filled: Workspace, tmp_path: Path, reader: str, oddity: str
) -> None:
    write, read, _column = READERS[reader]
    path = tmp_path / "ไฟล์.xlsx"
    write(filled, path)
    expected = read(filled, path).counts
    HARMLESS[oddity](path)
    assert read(filled, path).counts == expected
    assert expected["rejected"] == 0


@pytest.mark.parametrize("formula", ["=1+1", "='[other.xlsx]Sheet1'!A1", "#REF!"])
@pytest.mark.parametrize("reader", READERS)
def test_a_formula_that_was_never_calculated_is_told_at_its_cell_and_not_taken(
    filled: Workspace, tmp_path: Path, reader: str, formula: str
) -> None:
    write, read, column = READERS[reader]
    path = tmp_path / "ไฟล์.xlsx"
    write(filled, path)
    book = openpyxl.load_workbook(path)
    first = book.worksheets[0]
    [at] = {cell.column for row in first.iter_rows(max_row=2) for cell in row if cell.value == column}
    at_row = 2 if reader == "peers" else 3
    cell: Any = first.cell(at_row, at)
    cell.value, cell.data_type = formula, "e" if formula.startswith("#") else "f"
    letter = cell.column_letter
    book.save(path)
    before = stored(filled)
    result = read(filled, path)
    told = [*result.preview.warnings, *result.preview.rejected]
    assert [(one.row, one.column) for one in told] == [(at_row, letter)], told
    assert all(one.reason.th and one.reason.en for one in told)
    if reader == "register":  # it keeps the words of a cell that no field takes beside the fields
        [mill] = filled.rows("SELECT hp, extra FROM factory")
        assert (mill["hp"], formula in mill["extra"]) == (before["factory"][0]["hp"], True)
    else:
        assert stored(filled) == before
