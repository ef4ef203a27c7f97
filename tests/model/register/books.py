"""Small registers made for a test: workbooks, CSV files, and reading them without a process of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

import openpyxl

from fieldkit.model.register import sheet as sheets
from fieldkit.model.register import worker
from fieldkit.model.register.block import Block
from fieldkit.model.register.cells import cells_of
from fieldkit.model.register.problems import RegisterRefused
from fieldkit.model.register.sheet import Batch, Source

T = TypeVar("T")
_whole = sheets.through

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


def through_here(path: Source, take: Callable[[Iterator[Batch]], T], **options: Any) -> T:
    """Do as :func:`fieldkit.model.register.sheet.through` does, in this process: quicker, unprotected."""
    return _whole(path, take, **options) if isinstance(path, Block) else take(_batches(path))


def _batches(path: Path) -> Iterator[Batch]:
    name = ""
    try:
        for message in worker.messages(path):
            if "sheet" in message:
                name = message["sheet"]
                yield name, []
            elif "rows" in message:
                yield name, [(number, cells_of(cells)) for number, cells in message["rows"]]
    except worker.Refused as refusal:
        place = ", ".join(part for part in (path.name, refusal.place) if part)
        raise RegisterRefused(refusal.title, refusal.cure, place=place) from refusal
