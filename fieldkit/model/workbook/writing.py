"""Writes the workbook row by row: headers, tables, widths, print set-up, and nothing kept in memory."""

from __future__ import annotations

import math
from contextlib import contextmanager, suppress
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from fieldkit.model.durable import disk_full
from fieldkit.model.workbook import cells, package, pictures, sheets, styles
from fieldkit.model.workbook.dates import iso, to_date, to_moment
from fieldkit.model.workbook.package import WorkbookDamaged
from fieldkit.model.workbook.sheet_setup import add_table, set_up
from fieldkit.model.workbook.widths import Widths

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from fieldkit.model.workbook.sheets import Column, Sheet

MAX_ROWS = 1_048_576
HEADER_ROWS = 2
_MEASURED = 200  # rows that are kept back to find the widths of columns
_TALLEST = 400.0  # points; Excel's limit is 409
_EXACT = 10**15  # numbers with more digits lose the last ones in a spreadsheet


def abandon(book: Any) -> None:
    """Close the half-written parts of a workbook that is written row by row."""
    for sheet in book.worksheets:
        for stream in (sheet._rows, sheet._writer and sheet._writer.xf):
            with suppress(Exception):  # what cannot be written any more is thrown away
                if stream is not None:
                    stream.close()


class WorkbookWriter:
    """A workbook that is being written into the folder of ``path``; not more than a few rows are in memory.

    ``heading`` stands in the head of each printed page; ``layout`` are the sheets in order, among them that
    of the long texts, which is made when there are any, and `sheets.ABOUT` at the end.
    """

    def __init__(
        self,
        path: Path,
        *,
        language: str,
        moment: datetime,
        heading: str = "",
        max_rows: int = MAX_ROWS,
        order: Sequence[Sheet] = sheets.SHEETS,
    ) -> None:
        """``order`` are the sheets; the one of long texts is only written when there is one."""
        from openpyxl import Workbook

        self.path = path
        self.language = "en" if language == "en" else "th"
        self.heading = heading
        self.max_rows = max_rows
        self.moment = moment
        self.book: Any = Workbook(write_only=True)
        self.styles = styles.Styles(self.book, self.language)
        self.altered = 0
        self.long_texts = 0
        self._order = tuple(order)
        always = (sheet for sheet in self._order if sheet is not sheets.LONG_TEXTS)
        self._sheets = {sheet.table: SheetWriter(self, sheet) for sheet in always}

    def append(self, sheet: Sheet, row: Mapping[str, object]) -> None:
        """Add a row by the keys of the sheet's columns; raises KeyError for a key that it has not."""
        with self._on_disk():
            self._sheets[sheet.table].append(row)

    def counts(self) -> dict[str, int]:
        """Return the rows without headers that each sheet has so far, by table name, in order."""
        return {
            sheet.table: self._sheets[sheet.table].count
            for sheet in self._order
            if sheet.table in self._sheets
        }

    def flush(self) -> None:
        """Write the rows that waited for their widths, so that every count is known."""
        with self._on_disk():
            for table, writer in list(self._sheets.items()):
                if table not in (sheets.LONG_TEXTS.table, sheets.ABOUT.table):
                    writer.flush()

    def save(self) -> dict[str, int]:
        """Write the file, read it back, and return the counts.

        Raises WorkbookDamaged when what is on the disk is not what was written.
        """
        with self._on_disk():
            written = [part for writer in self._in_order() for part in writer.finish()]
            package.pack(self.book, self.path, self.moment)
        found = package.count(self.path)
        wanted = [package.Counted(rows, filled, 0) for rows, filled in written]
        if found != wanted:
            raise WorkbookDamaged(f"{self.path}: {found} / {wanted}")
        return self.counts()

    def abandon(self) -> None:
        """Close the half-written parts; harmless after :meth:`save`."""
        abandon(self.book)

    def long_text(self, where: tuple[Sheet, int, Column], text: str) -> str:
        """Put clean ``text`` into the sheet of long texts and return what stands in the cell instead."""
        if sheets.LONG_TEXTS.table not in self._sheets:
            self._sheets[sheets.LONG_TEXTS.table] = SheetWriter(self, sheets.LONG_TEXTS)
        self.long_texts += 1
        sheet, row, column = where
        pieces = cells.parts(text)
        for number, piece in enumerate(pieces, 1):
            self._sheets[sheets.LONG_TEXTS.table].append(
                {
                    "number": self.long_texts,
                    "sheet": sheet.title.pick(self.language),
                    "row": row,
                    "column": column.title.pick(self.language),
                    "part": number,
                    "text": piece,
                }
            )
        return f"{pieces[0]} … [{sheets.LONG_TEXTS.title.pick(self.language)} {self.long_texts}]"

    def _in_order(self) -> list[SheetWriter]:
        # Long texts are met while the others are written, so the sheets are closed only when all are.
        for writer in list(self._sheets.values()):
            writer.flush()
        return [self._sheets[sheet.table] for sheet in self._order if sheet.table in self._sheets]

    @contextmanager
    def _on_disk(self) -> Iterator[None]:
        """Turn what libxml2 says of a disk without room into the error that says so."""
        from lxml.etree import SerialisationError

        try:
            yield
        except SerialisationError as error:
            if any(name in str(error) for name in ("ENOSPC", "EDQUOT", "EFBIG")):
                raise disk_full(self.path) from error
            raise OSError(str(error)) from error


class SheetWriter:
    """One sheet, and the further ones it runs on to when it is full."""

    def __init__(self, book: WorkbookWriter, sheet: Sheet) -> None:
        self._book = book
        self._sheet = sheet
        self._kept: list[Mapping[str, object]] = []
        self._keys = {column.key for column in sheet.columns}
        self._widths = Widths(sheet, book.language)
        self._parts: list[_Part] = []
        self._begin()
        self._started = False
        self.count = 0

    def append(self, row: Mapping[str, object]) -> None:
        """Add a row; the first ones wait until the widths of the columns are known."""
        unknown = row.keys() - self._keys
        if unknown:
            raise KeyError(f"{self._sheet.table}: {sorted(unknown)}")
        self.count += 1
        if self._started:
            self._write(row)
            return
        self._widths.measure(row)
        self._kept.append(row)
        if len(self._kept) >= _MEASURED:
            self.flush()

    def flush(self) -> None:
        """Write the rows that waited."""
        if self._started:
            return
        self._started = True
        self._parts[0].start(self._widths)
        kept, self._kept = self._kept, []
        for row in kept:
            self._write(row)

    def finish(self) -> list[tuple[int, int]]:
        """Close the sheet; returns rows and filled cells of each part."""
        self.flush()
        return [part.finish() for part in self._parts]

    def _begin(self) -> None:
        self._parts.append(_Part(self._book, self._sheet, len(self._parts) + 1, after=self._parts[-1:]))

    def _write(self, row: Mapping[str, object]) -> None:
        if self._parts[-1].rows >= self._book.max_rows:
            self._begin()
            self._parts[-1].start(self._widths)
        self._parts[-1].write(row)


class _Part:
    """One worksheet of the file."""

    def __init__(self, book: WorkbookWriter, sheet: Sheet, number: int, *, after: list[_Part]) -> None:
        self._book, self._sheet, self._number = book, sheet, number
        title = sheet.title.pick(book.language) + (f" ({number})" if number > 1 else "")
        position = None
        if after:
            position = book.book.index(after[0].worksheet) + 1
        elif sheet is sheets.LONG_TEXTS:
            position = len(book.book.worksheets) - 1
        self.worksheet: Any = book.book.create_sheet(title, position)
        self.rows = 0
        self._filled = 0

    def start(self, widths: Widths) -> None:
        """Write what stands above the rows."""
        from openpyxl.worksheet._writer import ALL_TEMP_FILES, WorksheetWriter

        self._widths = widths
        set_up(self.worksheet, self._sheet, widths, heading=self._book.heading, language=self._book.language)
        # The parts are written beside the target, not into the system's temporary folder: the disk that
        # is full is the one that the message names, and nothing stays elsewhere after a crash.
        part = self._book.path.parent / f"{self._sheet.table}-{self._number}.xml"
        ALL_TEMP_FILES.append(str(part))
        self.worksheet._writer = WorksheetWriter(self.worksheet, str(part))
        self.worksheet._writer.write_top()
        columns = self._sheet.columns
        self._append([self._text("key", column.key) for column in columns])
        self._append([self._text("header", column.title.pick(self._book.language)) for column in columns])

    def write(self, row: Mapping[str, object]) -> None:
        """Write one row."""
        made = [self._cell(column, row.get(column.key)) for column in self._sheet.columns]
        lines = self._widths.lines(row)
        height = min(lines * styles.ROW_HEIGHT, _TALLEST)
        if any(isinstance(value, pictures.Picture) for value in row.values()):
            height = max(height, pictures.ROW_HEIGHT)
        if height > styles.ROW_HEIGHT:
            # Programs differ in whether they find the height of wrapped text by themselves.
            self.worksheet.row_dimensions[self.rows + 1].height = height
        self._append(made)
        self.worksheet.row_dimensions.pop(self.rows, None)

    def finish(self) -> tuple[int, int]:
        """Write what stands below the rows; returns the number of rows and of filled cells."""
        if self.rows == HEADER_ROWS:
            self._append([self._book.styles.cell(self.worksheet, "text")])  # a table has at least one row
        table = self._sheet.table + (f"_{self._number}" if self._number > 1 else "")
        add_table(self.worksheet, self._sheet, table, rows=self.rows, language=self._book.language)
        return self.rows, self._filled

    def _append(self, made: list[Any]) -> None:
        self.rows += 1
        self._filled += sum(1 for cell in made if cell is not None and cell.value not in (None, ""))
        self.worksheet.append(made)

    def _cell(self, column: Column, value: object) -> Any:
        if value is None or value == "":
            return None
        if isinstance(value, pictures.Picture):
            from openpyxl.utils import get_column_letter

            letter = get_column_letter(self._sheet.columns.index(column) + 1)
            self.worksheet.add_image(value.drawing(f"{letter}{self.rows + 1}"))
            return None
        fitting = _fitting(column, value)
        if fitting is not None:
            cell = self._book.styles.cell(self.worksheet, column.kind)
            cell.value = fitting
            return cell
        cleaned = cells.clean(iso(value))
        self._book.altered += cleaned.altered
        text = cleaned.text
        if cells.is_too_long(text):
            text = self._book.long_text((self._sheet, self.rows + 1, column), text)
        return self._text(column.kind if column.kind == "code" else "text", text)

    def _text(self, look: str, text: str) -> Any:
        cell = self._book.styles.cell(self.worksheet, look, quoted=cells.is_risky(text))
        cell.value = cells.escape(text)
        cell.data_type = "s"  # openpyxl takes a leading = for a formula, and #N/A for an error
        return cell


def _fitting(column: Column, value: object) -> Any:
    """Return ``value`` as the number or date its column holds, None when it is to be written as text."""
    if column.kind == "date":
        return to_date(value)
    if column.kind == "moment":
        return to_moment(value)
    if column.kind not in ("number", "integer", "percent") or isinstance(value, bool):
        return None
    if isinstance(value, int | float | Decimal) and math.isfinite(value) and -_EXACT < value < _EXACT:
        return value
    return None
