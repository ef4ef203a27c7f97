"""Files that are no register, or attack the program: a clear message in both languages, no harm."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from fieldkit.model.register import sheet, worker
from fieldkit.model.register.importing import import_register
from fieldkit.model.register.problems import RegisterRefused
from fieldkit.model.workspace import Workspace
from tests.model.register.books import HEADERS, MILL, one_factory, through_here, workbook

OLE = bytes.fromhex("D0CF11E0A1B11AE1")
DOCTYPE = b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;">]>'


read_here = partial(through_here, take=list)


def refused(path: Path, read: Callable[[Path], object] = read_here) -> RegisterRefused:
    with pytest.raises(RegisterRefused) as caught:
        read(path)
    return caught.value


def rewritten(
    path: Path, change: Callable[[str, bytes], bytes], more: dict[str, bytes] | None = None
) -> Path:
    """Write the mill's workbook with its parts changed."""
    whole = one_factory(path.with_name("whole.xlsx"))
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, change(name, source.read(name)))
        for name, data in (more or {}).items():
            target.writestr(name, data)
    return path


def unchanged(_name: str, data: bytes) -> bytes:
    return data


def sheet_of(change: Callable[[bytes], bytes]) -> Callable[[str, bytes], bytes]:
    return lambda name, data: change(data) if name == "xl/worksheets/sheet1.xml" else data


@pytest.mark.parametrize(
    ("name", "data", "thai", "english"),
    [
        ("a.xlsx", b"", "ไฟล์ว่างเปล่า", "The file is empty"),
        ("a.csv", b"", "ไฟล์ว่างเปล่า", "The file is empty"),
        ("a.xlsx", b"hello", "ไม่ใช่สมุดงาน Excel", "not an Excel workbook"),
        ("a.pdf", b"%PDF-1.7", "ไม่ใช่สมุดงาน Excel", "not an Excel workbook"),
        ("a.xlsx", b"<!DOCTYPE html><html>login", "หน้าเว็บ", "web page"),
        ("a.csv", b"<!DOCTYPE html><html>login", "หน้าเว็บ", "web page"),
        ("a.xlsx", OLE + bytes(600), "Excel แบบเก่า (.xls)", "old Excel file (.xls)"),
        ("a.csv", OLE + bytes(600), "Excel แบบเก่า (.xls)", "old Excel file (.xls)"),
        ("a.xlsx", OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "รหัสผ่าน", "password"),
        ("a.xlsx", b"PK\x03\x04" + bytes(100), "เสียหาย", "damaged"),
        ("a.csv", b"a\0b,c\n", "ไม่ใช่ไฟล์ CSV", "not a CSV file"),
        ("a.csv", b"\xff\xfe\x00", "อ่านตัวอักษร", "letters of the file cannot be read"),
        ("a.csv", b'a,b\n"' + b"x" * 40_000, "เครื่องหมายคำพูด", "quotation mark"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_workbook_is_named(tmp_path, name, data, thai, english):
    path = tmp_path / name
    path.write_bytes(data)
    error = refused(path)
    assert thai in error.message("th")
    assert english in error.message("en")
    assert name in error.message("th")


def test_a_file_that_is_not_there_is_named(workspace, tmp_path):
    with pytest.raises(RegisterRefused) as caught:
        import_register(workspace, tmp_path / "ไม่มี.xlsx")
    assert "ไม่มี.xlsx" in caught.value.message("th")
    assert "เปิดไฟล์ไม่ได้" in caught.value.message("th")
    assert "cannot be opened" in caught.value.message("en")


def test_a_zip_bomb_is_refused_unopened(tmp_path):
    bomb = rewritten(tmp_path / "bomb.xlsx", unchanged, {"xl/worksheets/sheet2.xml": b" " * 20_000_000})
    error = refused(bomb, sheet.read)
    assert "ขยายออกใหญ่ผิดปกติ" in error.message("th")
    assert "unpacks to an abnormal size" in error.message("en")
    assert "Copy only the register's table" in error.message("en")


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "[Content_Types].xml"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_xml_entities_are_refused_unopened(tmp_path, part, encoding):
    head = DOCTYPE.decode().encode(encoding)
    error = refused(
        rewritten(tmp_path / "lol.xlsx", lambda name, data: head + data if name == part else data)
    )
    assert "XML ที่ไม่ปลอดภัย" in error.message("th")
    assert "unsafe XML declarations" in error.message("en")


def test_what_a_sheet_says_of_its_size_is_not_believed(tmp_path):
    huge = b'<dimension ref="A1:XFD1048576"/>'
    path = rewritten(
        tmp_path / "lie.xlsx", sheet_of(lambda data: re.sub(rb"<dimension [^>]*>", huge, data, count=1))
    )
    with zipfile.ZipFile(path) as archive:
        assert huge in archive.read("xl/worksheets/sheet1.xml")
    assert [len(row) for _number, row in sheet.read(path)[0].rows] == [5, 5]


def test_a_cell_far_away_does_not_make_a_million_rows(tmp_path):
    far = b'<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
    path = rewritten(tmp_path / "far.xlsx", sheet_of(lambda data: data.replace(b"</sheetData>", far)))
    assert [number for number, _row in sheet.read(path)[0].rows] == [1, 2, 1048576]


def test_a_cell_far_to_the_right_is_named(tmp_path):
    path = workbook(tmp_path / "wide.xlsx", [[*HEADERS, *[None] * 400, "x"], MILL])
    error = refused(path)
    assert "ทะเบียน!OP1" in error.message("th")
    assert "256 คอลัมน์" in error.message("th")
    assert "more than 256 columns" in error.message("en")


def test_more_rows_than_the_country_has_factories_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(worker, "MOST_ROWS", 2)
    path = workbook(tmp_path / "long.xlsx", [HEADERS, MILL, MILL])
    with pytest.raises(worker.Refused) as caught:
        list(worker.messages(path))
    assert "2 แถว" in caught.value.title.th


@pytest.mark.parametrize("place", [40, 200, 900])
def test_a_damaged_workbook_is_told_whatever_openpyxl_raises(tmp_path, place):
    def damage(data: bytes) -> bytes:
        at = place % len(data)
        return data[:at] + b"\x00<&" + data[at + 3 :]

    path = rewritten(tmp_path / "damaged.xlsx", sheet_of(damage))
    error = refused(path, sheet.read)  # openpyxl leaves a file open where it fails
    assert "เสียหาย" in error.message("th")
    assert "damaged" in error.message("en")


def test_a_reader_that_dies_or_never_ends_is_told(tmp_path, monkeypatch):
    path = one_factory(tmp_path / "a.xlsx")
    monkeypatch.setattr(worker, "run", dying)
    error = refused(path, sheet.read)
    assert "หน่วยความจำอาจไม่พอ" in error.message("th")
    assert "memory may have run out" in error.message("en")
    monkeypatch.setattr(worker, "run", sleeping)
    with pytest.raises(RegisterRefused) as caught:
        sheet.read(path, timeout=0)
    assert "นานเกินไป" in caught.value.message("th")
    assert "took too long" in caught.value.message("en")


def dying(_connection: object, _path: str, _sparing: bool) -> None:
    import os

    os._exit(9)


def sleeping(_connection: object, _path: str, _sparing: bool) -> None:
    import time

    time.sleep(600)


def test_a_person_can_cancel_the_reading(tmp_path):
    class Cancelled(Exception):
        pass

    def cancel(_done: int, _total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        sheet.read(one_factory(tmp_path / "a.xlsx"), progress=cancel)


@pytest.mark.usefixtures("here")
class TestNotARegister:
    def message(self, workspace: Workspace, path: Path) -> tuple[str, str]:
        with pytest.raises(RegisterRefused) as caught:
            import_register(workspace, path)
        assert workspace.rows("SELECT count(*) AS n FROM factory") == [{"n": 0}]
        return caught.value.message("th"), caught.value.message("en")

    def test_without_headers(self, workspace, tmp_path):
        thai, english = self.message(workspace, workbook(tmp_path / "a.xlsx", [["ก", "ข"], [1, 2]]))
        assert "ไม่พบหัวตาราง" in thai
        assert "no headers of a factory register" in english
        assert "a.xlsx" in thai

    def test_without_a_number_column(self, workspace, tmp_path):
        rows = [["ชื่อโรงงาน", "ตำบล", "หมายเหตุ"], ["โรงสี", "งิ้วราย", "ดี"]]
        thai, english = self.message(workspace, workbook(tmp_path / "a.xlsx", rows))
        assert "ไม่พบคอลัมน์เลขทะเบียนโรงงาน" in thai
        assert "a.xlsx, ทะเบียน, 1" in thai
        assert "ชื่อโรงงาน, ตำบล, หมายเหตุ" in thai
        assert "There is no column of registration numbers" in english

    def test_with_only_the_row_counter_of_a_shapefile(self, workspace, tmp_path):
        rows = [["FID", "ชื่อโรงงาน", "ตำบล"], [10474, "โรงสี", "งิ้วราย"]]
        thai, english = self.message(workspace, workbook(tmp_path / "a.xlsx", rows))
        assert "คอลัมน์ FID ในไฟล์นี้เป็นเพียงลำดับแถว" in thai
        assert "FID of this file only counts rows" in english

    def test_with_two_columns_for_one_field(self, workspace, tmp_path):
        rows = [[*HEADERS, "ชื่อสถานประกอบการ"], [*MILL, "โรงสี"]]
        thai, english = self.message(workspace, workbook(tmp_path / "a.xlsx", rows))
        assert "B “ชื่อโรงงาน” / F “ชื่อสถานประกอบการ”" in thai
        assert "More than one column for “factory name”" in english


def test_what_was_saved_before_is_intact_after_a_refusal(workspace, tmp_path):
    import_register(workspace, one_factory(tmp_path / "good.xlsx"))
    before = workspace.rows("SELECT * FROM factory")
    (tmp_path / "bad.xlsx").write_bytes(b"PK\x03\x04nonsense")
    with pytest.raises(RegisterRefused):
        import_register(workspace, tmp_path / "bad.xlsx")
    assert workspace.rows("SELECT * FROM factory") == before
    assert workspace.database.integrity() == []
