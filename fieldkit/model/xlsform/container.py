"""Whether a file may be opened as a workbook at all, judged before anything in it is parsed."""

from __future__ import annotations

import zipfile
import zlib
from typing import TYPE_CHECKING

from fieldkit.errors import Text
from fieldkit.model.xlsform.problem import Problem

if TYPE_CHECKING:
    from pathlib import Path

MOST_BYTES = 64 * 2**20
"""Size of the file."""
MOST_ENTRIES = 4_096
"""Parts in the zip container."""
MOST_UNPACKED = 256 * 2**20
"""Bytes of all parts when unpacked."""
MOST_RATIO = 250
"""Unpacked to packed bytes of one part; deflate reaches 1,032, workbooks seldom 60."""
_SMALL = 2**20

_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_SAVE_AS_XLSX = Text(
    "เปิดด้วย Excel หรือ LibreOffice แล้วบันทึกเป็น Excel Workbook (.xlsx)",
    "Open it in Excel or LibreOffice and save it as Excel Workbook (.xlsx)",
)
_SAVE_AS_DOCX = Text(
    "เปิดด้วย Word หรือ LibreOffice แล้วบันทึกเป็น Word Document (.docx)",
    "Open it in Word or LibreOffice and save it as Word Document (.docx)",
)
_UNLOCK = Text(
    "ใน Excel: ไฟล์ > ข้อมูล > ป้องกันสมุดงาน > เข้ารหัสด้วยรหัสผ่าน แล้วลบรหัสผ่านออก และบันทึกใหม่",
    "In Excel: File > Info > Protect Workbook > Encrypt with Password, clear the password, and save again",
)
_SEND_AGAIN = Text(
    "คัดลอกหรือดาวน์โหลดไฟล์ใหม่ หรือเปิดใน Excel แล้วบันทึกใหม่",
    "Copy or download the file again, or open it in Excel and save it anew",
)
_COPY_SHEETS = Text(
    "คัดลอกเฉพาะแผ่น survey, choices และ settings ไปยังสมุดงานใหม่",
    "Copy only the sheets survey, choices and settings to a new workbook",
)


def refuse(message: Text, cure: Text) -> Problem:
    """Return the problem of a file that cannot be used at all."""
    return Problem("error", "", 0, "", message, cure)


def inspect(path: Path, *, shrink: Text = _COPY_SHEETS, document: bool = False) -> Problem | None:
    """Return why ``path`` must not be parsed, or None when it looks like a harmless .xlsx.

    ``shrink`` is the cure of a file that unpacks to too much; with ``document`` it is a .docx that is wanted.
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(512)
    except FileNotFoundError:
        return refuse(Text("ไม่พบไฟล์", "The file does not exist"), Text("เลือกไฟล์ใหม่", "Choose the file again"))
    except OSError as error:
        return refuse(
            Text(f"เปิดไฟล์ไม่ได้: {error.strerror}", f"The file cannot be opened: {error.strerror}"),
            Text(
                "ปิดโปรแกรมที่ใช้ไฟล์นี้ และตรวจสิทธิ์การอ่าน",
                "Close the program that uses it and check that you may read it",
            ),
        )
    if size > MOST_BYTES:
        return refuse(
            Text("ไฟล์ใหญ่เกินไป", "The file is too large"),
            Text(
                f"ไฟล์ต้องไม่เกิน {MOST_BYTES >> 20} MB ลบรูปภาพและแผ่นงานที่ไม่ใช้ออก",
                f"At most {MOST_BYTES >> 20} MB; remove pictures and sheets that are not used",
            ),
        )
    if head.startswith(_OLE):
        return _old_or_locked(path, document=document)
    if not head.startswith(b"PK"):
        return _no_document() if document else _no_workbook(head)
    return _zip(path, shrink, document=document)


def _no_document() -> Problem:
    return refuse(Text("ไม่ใช่เอกสาร Word (.docx)", "This is not a Word document (.docx)"), _SAVE_AS_DOCX)


def _old_or_locked(path: Path, *, document: bool) -> Problem:
    # Excel keeps an encrypted .xlsx in the same container as the .xls of Excel 97, under this name.
    if "EncryptedPackage".encode("utf-16-le") in path.read_bytes():
        return refuse(Text("ไฟล์มีรหัสผ่าน", "The file is protected by a password"), _UNLOCK)
    if document:
        return refuse(
            Text(
                "เป็นไฟล์ Word แบบเก่า (.doc) แม้ชื่อจะเป็นอย่างอื่น",
                "This is an old Word file (.doc), whatever its name",
            ),
            _SAVE_AS_DOCX,
        )
    return refuse(
        Text(
            "เป็นไฟล์ Excel แบบเก่า (.xls) แม้ชื่อจะเป็นอย่างอื่น",
            "This is an old Excel file (.xls), whatever its name",
        ),
        _SAVE_AS_XLSX,
    )


def _no_workbook(head: bytes) -> Problem:
    start = head.lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if not head:
        return refuse(Text("ไฟล์ว่างเปล่า", "The file is empty"), _SEND_AGAIN)
    if start.startswith((b"<!doctype html", b"<html")):
        return refuse(
            Text("เป็นหน้าเว็บ ไม่ใช่สมุดงาน Excel", "This is a web page, not an Excel workbook"),
            Text("ลงชื่อเข้าใช้เว็บแล้วดาวน์โหลดไฟล์ใหม่", "Sign in to the site and download the file again"),
        )
    return refuse(Text("ไม่ใช่สมุดงาน Excel (.xlsx)", "This is not an Excel workbook (.xlsx)"), _SAVE_AS_XLSX)


def _zip(path: Path, shrink: Text, *, document: bool) -> Problem | None:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError):
        return refuse(Text("ไฟล์เสียหาย", "The file is damaged"), _SEND_AGAIN)
    if _is_bomb(entries):
        return refuse(
            Text("ไฟล์ขยายออกใหญ่ผิดปกติ จึงไม่เปิด", "The file unpacks to an abnormal size and is not opened"),
            shrink,
        )
    if any(entry.flag_bits & 1 for entry in entries):
        return refuse(Text("ไฟล์มีรหัสผ่าน", "The file is protected by a password"), _UNLOCK)
    names = {entry.filename for entry in entries}
    if document:
        return None if "word/document.xml" in names else _no_document()
    if "[Content_Types].xml" not in names or not any(name.startswith("xl/workbook") for name in names):
        return refuse(
            Text("ไม่ใช่สมุดงาน Excel (.xlsx)", "This is not an Excel workbook (.xlsx)"), _SAVE_AS_XLSX
        )
    return None


def _is_bomb(entries: list[zipfile.ZipInfo]) -> bool:
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        return True
    return any(
        entry.file_size > _SMALL and entry.file_size > MOST_RATIO * max(entry.compress_size, 1)
        for entry in entries
    )
