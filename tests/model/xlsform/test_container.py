"""A file that is no harmless workbook is refused before anything in it is parsed."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

import pytest

from fieldkit.model.xlsform import container
from fieldkit.model.xlsform.container import inspect
from tests.model.xlsform.workbooks import checklist, problems

OLE = bytes.fromhex("D0CF11E0A1B11AE1")


def refusal(path: Path) -> str:
    found = inspect(path)
    assert found is not None
    assert found.level == "error"
    assert found.message.th != found.message.en
    assert found.cure.th
    assert found.cure.en
    return found.message.en


def workbook_with(path: Path, **parts: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"type,name,label\ntext,a,A\n", "not an Excel workbook"),
        (b"\xef\xbb\xbf <!DOCTYPE html><title>Sign in</title>", "web page"),
        (OLE + bytes(600) + "Workbook".encode("utf-16-le"), "old Excel file"),
        (OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
        (b"PK\x03\x04" + bytes(100), "damaged"),
    ],
)
def test_what_is_no_workbook(content: bytes, words: str, tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    path.write_bytes(content)
    assert words in refusal(path)


def test_a_file_that_is_missing_or_a_folder(tmp_path: Path) -> None:
    assert "does not exist" in refusal(tmp_path / "gone.xlsx")
    assert "cannot be opened" in refusal(tmp_path)


def test_another_document_in_a_zip(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<document/>")
    assert "not an Excel workbook" in refusal(path)


def test_a_part_that_unpacks_beyond_measure(tmp_path: Path) -> None:
    path = workbook_with(tmp_path / "t.xlsx", **{"xl/worksheets/sheet1.xml": bytes(8 * 2**20)})
    assert path.stat().st_size < 20_000
    assert "abnormal size" in refusal(path)


def test_parts_that_unpack_to_too_much_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(container, "MOST_UNPACKED", 4_000)
    path = workbook_with(tmp_path / "t.xlsx", **{f"xl/{n}": bytes(1_000) for n in range(5)})
    assert "abnormal size" in refusal(path)


def test_too_many_parts(tmp_path: Path) -> None:
    many = {f"xl/{n}": b"" for n in range(container.MOST_ENTRIES)}
    assert "abnormal size" in refusal(workbook_with(tmp_path / "t.xlsx", **many))


def test_a_file_that_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = checklist(tmp_path / "t.xlsx", [["text", "a", "A"]])
    monkeypatch.setattr(container, "MOST_BYTES", path.stat().st_size - 1)
    assert "too large" in refusal(path)


def test_a_zip_with_a_password(tmp_path: Path) -> None:
    path = checklist(tmp_path / "t.xlsx", [["text", "a", "A"]])
    content = bytearray(path.read_bytes())
    # The flag "encrypted" of every entry in the central directory.
    at = content.find(b"PK\x01\x02")
    while at >= 0:
        flags = struct.unpack_from("<H", content, at + 8)[0]
        struct.pack_into("<H", content, at + 8, flags | 1)
        at = content.find(b"PK\x01\x02", at + 4)
    path.write_bytes(content)
    assert "protected by a password" in refusal(path)


def test_entities_in_a_sheet_are_not_expanded(tmp_path: Path) -> None:
    good, bad = checklist(tmp_path / "t.xlsx", [["text", "a", "A"]]), tmp_path / "bad.xlsx"
    with zipfile.ZipFile(good) as source, zipfile.ZipFile(bad, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                content = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + content.replace(
                    b"text", b"&b;"
                )
            target.writestr(name, content)
    found = problems(bad)
    assert [problem.message.en for problem in found] == ["The file holds unsafe XML and is not opened"]


def test_a_workbook_whose_sheet_is_cut_off(tmp_path: Path) -> None:
    good, bad = checklist(tmp_path / "t.xlsx", [["text", "a", "A"]]), tmp_path / "bad.xlsx"
    with zipfile.ZipFile(good) as source, zipfile.ZipFile(bad, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, content[: len(content) // 2] if "sheet1" in name else content)
    assert "cannot be read" in problems(bad)[0].message.en


def test_a_real_workbook_passes(tmp_path: Path) -> None:
    assert inspect(checklist(tmp_path / "t.xlsx", [["text", "a", "A"]])) is None
