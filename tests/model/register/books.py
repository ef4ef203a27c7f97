"""Small registers made for a test: workbooks, CSV files, and reading them without a process of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import openpyxl

from fieldkit.model.register import worker
from fieldkit.model.register.cells import cell_of
from fieldkit.model.register.problems import RegisterRefused
from fieldkit.model.register.sheet import Sheet

HEADERS = ("เลขทะเบียนโรงงาน", "ชื่อโรงงาน", "ตำบล", "อำเภอ", "จังหวัด")
MILL = ("จ3-9(1)-12/48พจ", "โรงสีเจริญพาณิชย์", "งิ้วราย", "ตะพานหิน", "พิจิตร")
ICE = ("จ3-14-2/50พจ", "โรงน้ำแข็งใจเย็น", "บางมูลนาก", "บางมูลนาก", "พิจิตร")


def workbook(path: Path, rows: Iterable[Any], *, sheet: str = "ทะเบียน", more: Mapping[str, Any] = {}) -> Path:
    """Write ``rows`` to a sheet and those of ``more`` to further ones; returns ``path``."""
    book = openpyxl.Workbook()
    first = book.active
    assert first is not None
    first.title = sheet
    for row in rows:
        first.append(list(row))
    for title, its_rows in more.items():
        other = book.create_sheet(title)
        for row in its_rows:
            other.append(list(row))
    book.save(path)
    return path


def one_factory(path: Path, **cells: Any) -> Path:
    """Write a register of one factory, the mill, with further columns by their headers."""
    return workbook(path, [[*HEADERS, *cells], [*MILL, *cells.values()]])


def read_here(path: Path, **_options: Any) -> list[Sheet]:
    """Read as :func:`fieldkit.model.register.sheet.read` does, in this process: quicker, unprotected."""
    sheets: list[Sheet] = []
    try:
        for message in worker.messages(path):
            if "sheet" in message:
                sheets.append(Sheet(message["sheet"]))
            for number, cells in message.get("rows", ()):
                sheets[-1].rows.append((number, [cell_of(cell) for cell in cells]))
    except worker.Refused as refusal:
        place = ", ".join(part for part in (path.name, refusal.place) if part)
        raise RegisterRefused(refusal.title, refusal.cure, place=place) from refusal
    return sheets
