"""Workbooks of plain rows, as other programs write them: a header and values, without looks of our own."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from fieldkit.model.workbook import package
from fieldkit.model.workbook.package import WorkbookDamaged
from fieldkit.model.workbook.rendering import Renderer
from fieldkit.model.workbook.sheet_names import sheet_name
from fieldkit.model.workbook.sheet_xml import SheetXml
from fieldkit.model.workbook.styles import Styles
from fieldkit.model.workbook.writing import MAX_ROWS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from fieldkit.model.workbook.sheets import Kind

_FORMATS = {"date": "yyyy-mm-dd", "moment": "yyyy-mm-dd h:mm:ss"}


class PlainBook:
    """A workbook that is being written into the folder of ``path``; rows go to the disk as they come."""

    def __init__(self, path: Path, moment: datetime, *, max_rows: int = MAX_ROWS) -> None:
        from openpyxl import Workbook

        self.path, self.moment, self.max_rows = path, moment, max_rows
        self.book: Any = Workbook(write_only=True)
        self.cells = Renderer(Styles(self.book, _FORMATS))
        self.pool = ThreadPoolExecutor(1, thread_name_prefix="workbook")
        self.sheets: list[PlainSheet] = []
        self.taken: list[str] = []

    def sheet(self, name: str, header: Sequence[str]) -> PlainSheet:
        """Return a new sheet; its name is made of ``name`` by Excel's rules."""
        self.sheets.append(PlainSheet(self, name, header))
        return self.sheets[-1]

    def save(self) -> None:
        """Write the file and read it back; raises WorkbookDamaged when that is not what was written."""
        written: dict[str, tuple[int, int]] = {}
        for sheet in self.sheets:
            written |= sheet.finish()
        package.pack(self.book, self.path, self.moment)
        wanted = [package.Counted(*written[name], formulas=0) for name in self.book.sheetnames]
        if (found := package.count(self.path)) != wanted:
            raise WorkbookDamaged(f"{self.path}: {found} / {wanted}")

    def abandon(self) -> None:
        """Close and remove the half-written parts; harmless after :meth:`save`."""
        for sheet in self.sheets:
            sheet.abandon()
        self.pool.shutdown(cancel_futures=True)


class PlainSheet:
    """A table, and the further sheets it runs on to when it is full."""

    def __init__(self, book: PlainBook, name: str, header: Sequence[str]) -> None:
        from openpyxl.utils import get_column_letter

        self._book, self._name, self._header = book, name, header
        self._letters = [get_column_letter(number) for number in range(1, len(header) + 1)]
        self._parts: list[tuple[str, SheetXml]] = []
        self._counts: dict[str, tuple[int, int]] = {}
        self._begin()

    @property
    def name(self) -> str:
        """The name that the first sheet got."""
        return self._parts[0][0]

    def append(self, row: Iterable[object]) -> None:
        """Add a row of texts, numbers, days and times; None and ``""`` are empty cells."""
        if self._counts[self._parts[-1][0]][0] >= self._book.max_rows:
            self._begin()
        self._write(row)

    def finish(self) -> dict[str, tuple[int, int]]:
        """Close the sheets; returns rows and filled cells by name."""
        for _name, part in self._parts:
            part.finish()
        return self._counts

    def abandon(self) -> None:
        """Remove what was written of it."""
        for _name, part in self._parts:
            part.abandon()

    def _begin(self) -> None:
        book = self._book
        name = sheet_name(self._name, book.taken)
        book.taken.append(name)
        after = book.book.sheetnames.index(self._parts[-1][0]) + 1 if self._parts else None
        worksheet = book.book.create_sheet(name, after)
        worksheet.freeze_panes = "A2"
        part = book.path.parent / f"plain-{len(book.taken)}.xml"
        self._parts.append((name, SheetXml(worksheet, part, book.pool)))
        self._counts[name] = 0, 0
        self._write(self._header)

    def _write(self, row: Iterable[object]) -> None:
        name, part = self._parts[-1]
        rows, filled = self._counts[name]
        number, made = rows + 1, []
        for letter, value in zip(self._letters, row, strict=True):
            if value is not None and value != "":
                made.append(f'<c r="{letter}{number}"{self._book.cells.cell(_kind(value), value).xml}')
        part.add(f'<row r="{number}">{"".join(made)}</row>')
        self._counts[name] = number, filled + len(made)


def _kind(value: object) -> Kind:
    if isinstance(value, datetime):
        return "moment"
    if isinstance(value, date):
        return "date"
    return "text" if isinstance(value, str) else "number"
