"""The zip file of a workbook: the same content gives the same bytes; what was written is counted again."""

from __future__ import annotations

import os
import shutil
import zipfile
import zlib
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from xml.parsers import expat

from fieldkit.errors import FieldkitError, Text
from fieldkit.model.workbook.sheet_xml import Deflated

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from openpyxl import Workbook

_SHEETS = "xl/worksheets/sheet"
_PIECE = 1 << 20
_MARKS = (b"<row ", b"</c>", b'"></c>', b"<f>", b"<f ")  # a row, a cell, one without anything, formulas


class WorkbookDamaged(FieldkitError):
    """What was written does not read back as it was meant."""

    def __init__(self, place: str) -> None:
        super().__init__(
            Text(
                "ไฟล์ Excel ที่เขียนอ่านกลับไม่ตรง จึงไม่ได้บันทึก",
                "The written workbook does not read back; it was not saved",
            ),
            Text(
                "ลองส่งออกอีกครั้งไปยังที่เก็บอื่น ไฟล์เดิมยังอยู่ครบ",
                "Export again to another place. The old file is intact.",
            ),
            place=place,
        )


@dataclass(frozen=True, slots=True)
class Counted:
    """What stands in one sheet of a file: rows, cells with text or numbers, and formulas."""

    rows: int
    cells: int
    formulas: int


class _DatedZip(zipfile.ZipFile):
    """A zip file whose members all carry one date."""

    def __init__(self, path: Path, moment: datetime) -> None:
        super().__init__(path, "w", zipfile.ZIP_DEFLATED, allowZip64=True)
        # The format knows the years 1980 to 2107, and odd seconds not.
        self._moment = (min(max(moment.year, 1980), 2107), *moment.timetuple()[1:5], 0)

    def _member(self, name: str) -> zipfile.ZipInfo:
        info = zipfile.ZipInfo(name, self._moment)
        info.compress_type = zipfile.ZIP_STORED if name.endswith((".jpeg", ".jpg")) else zipfile.ZIP_DEFLATED
        info.external_attr = 0o600 << 16
        return info

    def writestr(self, zinfo_or_arcname: Any, data: Any, *_args: Any, **_kwargs: Any) -> None:
        super().writestr(self._member(str(zinfo_or_arcname)), data)

    def write(self, filename: Any, arcname: Any = None, *_args: Any, **_kwargs: Any) -> None:
        info = self._member(str(arcname))
        if isinstance(filename, Deflated):
            self._take(filename, info)
            return
        info.file_size = os.path.getsize(filename)
        with open(filename, "rb") as source, self.open(info, "w") as target:
            shutil.copyfileobj(source, target, 1 << 20)

    def _take(self, part: Deflated, info: zipfile.ZipInfo) -> None:
        """Add what is compressed already; the class has no method for that."""
        archive: Any = self
        info.CRC, info.file_size, info.compress_size = part.crc, part.size, part.path.stat().st_size
        archive.fp.seek(archive.start_dir)
        info.header_offset = archive.fp.tell()
        archive.fp.write(info.FileHeader())
        with part.path.open("rb") as source:
            shutil.copyfileobj(source, archive.fp, 1 << 20)
        archive.start_dir = archive.fp.tell()
        archive.filelist.append(info)
        archive.NameToInfo[info.filename] = info
        archive._didModify = True


def pack(workbook: Workbook, path: Path, moment: datetime) -> None:
    """Write ``workbook`` to ``path`` with ``moment`` as the time of the file and its members."""
    from openpyxl.writer.excel import ExcelWriter

    workbook.properties.created = workbook.properties.modified = moment.replace(tzinfo=None)
    with _DatedZip(path, moment) as archive:
        ExcelWriter(workbook, archive).write_data()


def count(path: Path, look: Callable[[], None] = lambda: None) -> list[Counted]:
    """Read the file from the disk to its end and return what each sheet holds, in order.

    ``look`` is called now and then; what it raises passes through.
    Raises WorkbookDamaged for a part that is missing, has a wrong checksum, or is no XML.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            names = [name for name in archive.namelist() if name.startswith(_SHEETS)]
            for name in archive.namelist():
                if not name.startswith(_SHEETS):
                    with archive.open(name) as part:
                        while part.read(_PIECE):  # the checksum is looked at when the end is reached
                            pass
            names.sort(key=lambda name: int("".join(filter(str.isdigit, name.rpartition("/")[2]))))
            return [_count_sheet(archive, name, look) for name in names]
    except (zipfile.BadZipFile, zlib.error, KeyError, EOFError, expat.ExpatError) as error:
        raise WorkbookDamaged(f"{path}: {error}") from error


def _count_sheet(archive: zipfile.ZipFile, name: str, look: Callable[[], None]) -> Counted:
    """Count by the marks that a sheet of :mod:`sheet_xml` has: no text holds a ``<`` of its own."""
    whole = expat.ParserCreate()
    counts = Counter[bytes]()
    held = b""
    with archive.open(name) as part:
        while piece := part.read(_PIECE):
            look()
            whole.Parse(piece)
            held += piece
            end = held.rfind(b">") + 1
            counts.update({mark: held.count(mark, 0, end) for mark in _MARKS})
            held = held[end:]
    whole.Parse(b"", True)
    rows, cells, empty, *formulas = (counts[mark] for mark in _MARKS)
    return Counted(rows, cells - empty, sum(formulas))
