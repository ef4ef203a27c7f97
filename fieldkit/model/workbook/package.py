"""The zip file of a workbook: the same content gives the same bytes; what was written is counted again."""

from __future__ import annotations

import os
import shutil
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fieldkit.errors import FieldkitError, Text

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from openpyxl import Workbook

_SPREADSHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


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
        info.file_size = os.path.getsize(filename)
        with open(filename, "rb") as source, self.open(info, "w") as target:
            shutil.copyfileobj(source, target, 1 << 20)


def pack(workbook: Workbook, path: Path, moment: datetime) -> None:
    """Write ``workbook`` to ``path`` with ``moment`` as the time of the file and its members."""
    from openpyxl.writer.excel import ExcelWriter

    workbook.properties.created = workbook.properties.modified = moment.replace(tzinfo=None)
    with _DatedZip(path, moment) as archive:
        ExcelWriter(workbook, archive).write_data()


def count(path: Path) -> list[Counted]:
    """Read the file from the disk to its end and return what each sheet holds, in order.

    Raises WorkbookDamaged for a part that is missing, has a wrong checksum, or is no XML.
    """
    from lxml import etree

    try:
        with zipfile.ZipFile(path) as archive:
            broken = archive.testzip()
            if broken is not None:
                raise WorkbookDamaged(f"{path}: {broken}")
            names = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
            names.sort(key=lambda name: int("".join(filter(str.isdigit, name.rpartition("/")[2]))))
            return [_count_sheet(archive, name) for name in names]
    except (zipfile.BadZipFile, zlib.error, KeyError, EOFError, etree.XMLSyntaxError) as error:
        raise WorkbookDamaged(f"{path}: {error}") from error


def _count_sheet(archive: zipfile.ZipFile, name: str) -> Counted:
    from lxml import etree

    rows = cells = formulas = 0
    with archive.open(name) as part:
        for _event, row in etree.iterparse(
            part, tag=f"{_SPREADSHEET}row", resolve_entities=False, no_network=True, huge_tree=True
        ):
            rows += 1
            cells += sum(1 for cell in row if len(cell))
            formulas += sum(1 for _found in row.iter(f"{_SPREADSHEET}f"))
            row.clear()
            while row.getprevious() is not None:  # clear() leaves the emptied rows in the tree
                del row.getparent()[0]
    return Counted(rows, cells, formulas)
