"""Writes the workbook row by row: headers, tables, widths, print set-up, and nothing kept in memory."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from fieldkit.model.workbook import cells, package, pictures, sheets, styles
from fieldkit.model.workbook.package import WorkbookDamaged
from fieldkit.model.workbook.rendering import Renderer
from fieldkit.model.workbook.sheet_setup import add_table, set_up
from fieldkit.model.workbook.sheet_xml import SheetXml
from fieldkit.model.workbook.sheets import Column
from fieldkit.model.workbook.widths import Widths

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from fieldkit.model.workbook.sheets import Sheet

MAX_ROWS = 1_048_576
HEADER_ROWS = 2
_MEASURED = 200  # rows that are kept back to find the widths of columns
_TALLEST = 400.0  # points; Excel's limit is 409
_REPEATED = 64  # letters of a text that may come again; longer ones would only fill the memory
_NO_LOCK: styles.Lock = ""
_KEPT = 200  # texts of a column that are at hand: a workbook may have hundreds of columns

# letter, key, column, and what texts became: the cell from its style on, and its lines
_Place = tuple[str, str, Column, dict[str, tuple[str, int]]]


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
        self.cells = Renderer(styles.OfficeStyles(self.book, self.language))
        self.pool = ThreadPoolExecutor(1, thread_name_prefix="workbook")
        self.altered = 0
        self.long_texts = 0
        self.order = tuple(order)
        always = (sheet for sheet in self.order if sheet is not sheets.LONG_TEXTS)
        self._sheets = {sheet.table: SheetWriter(self, sheet) for sheet in always}

    def append(self, sheet: Sheet, row: Mapping[str, object]) -> None:
        """Add a row by the keys of the sheet's columns; raises KeyError for a key that it has not."""
        self._sheets[sheet.table].append(row)

    def counts(self) -> dict[str, int]:
        """Return the rows without headers that each sheet has so far, by table name, in order."""
        return {
            sheet.table: self._sheets[sheet.table].count
            for sheet in self.order
            if sheet.table in self._sheets
        }

    def flush(self) -> None:
        """Write the rows that waited for their widths, so that every count is known."""
        for table, writer in list(self._sheets.items()):
            if table not in (sheets.LONG_TEXTS.table, sheets.ABOUT.table):
                writer.flush()

    def save(self, look: Callable[[], None] = lambda: None) -> dict[str, int]:
        """Write the file, read it back, and return the counts.

        ``look`` is called now and then; what it raises ends the work.
        Raises WorkbookDamaged when what is on the disk is not what was written.
        """
        written = [part for writer in self._in_order() for part in writer.finish()]
        look()
        package.pack(self.book, self.path, self.moment)
        found = package.count(self.path, look)
        wanted = [package.Counted(rows, filled, 0) for rows, filled in written]
        if found != wanted:
            raise WorkbookDamaged(f"{self.path}: {found} / {wanted}")
        return self.counts()

    def abandon(self) -> None:
        """Close and remove the half-written parts; harmless after :meth:`save`."""
        for writer in self._sheets.values():
            writer.abandon()
        self.pool.shutdown(cancel_futures=True)

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
        return [self._sheets[sheet.table] for sheet in self.order if sheet.table in self._sheets]


class SheetWriter:
    """One sheet, and the further ones it runs on to when it is full."""

    def __init__(self, book: WorkbookWriter, sheet: Sheet) -> None:
        self._book = book
        self._sheet = sheet
        self._kept: list[Mapping[str, object]] = []
        self._keys = {column.key for column in sheet.columns} | sheet.unwritten
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

    def abandon(self) -> None:
        """Remove what was written of it."""
        for part in self._parts:
            part.abandon()

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
        self._xml: Any = None

    def start(self, widths: Widths) -> None:
        """Write what stands above the rows."""
        from openpyxl.utils import get_column_letter

        self._widths = widths
        set_up(self.worksheet, self._sheet, widths, heading=self._book.heading, language=self._book.language)
        # The parts are written beside the target, not into the system's temporary folder: the disk that
        # is full is the one that the message names, and nothing stays elsewhere after a crash.
        part = self._book.path.parent / f"{self._sheet.table}-{self._number}.xml"
        self._xml = SheetXml(self.worksheet, part, self._book.pool)
        columns = self._sheet.columns
        self._places: list[_Place] = [
            (get_column_letter(n), column.key, column, {}) for n, column in enumerate(columns, 1)
        ]
        text = self._book.cells.text
        self._head([text("key", column.key) for column in columns])
        self._head([text("header", column.title.pick(self._book.language)) for column in columns])

    def write(self, row: Mapping[str, object]) -> None:
        """Write one row."""
        self.rows += 1
        number, made, most, height = self.rows, [], 1, styles.ROW_HEIGHT
        blank, lock, protected = 0, _NO_LOCK, self._sheet.protected
        for letter, key, column, known in self._places:
            value = row.get(key)
            if protected:
                lock = self._lock(row, column)
            if value is None or value == "":
                if lock:
                    made.append(f'<c r="{letter}{number}"{self._book.cells.blank(column.kind, lock)}')
                    blank += 1
                continue
            # what may be edited differs from row to row: such cells are made each time
            found = known.get(value) if type(value) is str and not lock else None
            if found is None:
                if isinstance(value, pictures.Picture):
                    self.worksheet.add_image(value.drawing(f"{letter}{number}"))
                    height = max(height, pictures.ROW_HEIGHT)
                    continue
                found = self._cell(column, value, known, lock)
            made.append(f'<c r="{letter}{number}"{found[0]}')
            if found[1] > most:
                most = found[1]
        self._filled += len(made) - blank
        height = max(height, most * styles.ROW_HEIGHT)
        # Programs differ in whether they find the height of wrapped text by themselves.
        tall = f' ht="{min(height, _TALLEST)}" customHeight="1"' if height > styles.ROW_HEIGHT else ""
        self._xml.add(f'<row r="{number}"{tall}>{"".join(made)}</row>')

    def _lock(self, row: Mapping[str, object], column: Column) -> styles.Lock:
        opened: Any = row.get(sheets.OPEN_CELLS, ())
        return "open" if column.key in opened else "locked"

    def _cell(
        self, column: Column, value: object, known: dict[str, tuple[str, int]], lock: styles.Lock
    ) -> tuple[str, int]:
        """Return the cell and its lines; what may come again is ``known`` the next time."""
        book = self._book
        lines = self._widths.lines(column, value)
        xml, altered, long = book.cells.cell(column.kind, value, lock)
        book.altered += altered
        if long:
            xml = book.cells.text(column.kind, book.long_text((self._sheet, self.rows, column), long), lock)
        elif not altered and not lock and isinstance(value, str) and len(value) <= _REPEATED:
            if len(known) >= _KEPT:
                known.clear()
            known[value] = xml, lines
        return xml, lines

    def finish(self) -> tuple[int, int]:
        """Write what stands below the rows; returns the number of rows and of filled cells."""
        if self.rows == HEADER_ROWS:
            self.rows += 1
            self._xml.add(f'<row r="{self.rows}"></row>')  # a table has at least one row
        table = self._sheet.table + (f"_{self._number}" if self._number > 1 else "")
        add_table(self.worksheet, self._sheet, table, rows=self.rows, language=self._book.language)
        self._xml.finish()
        return self.rows, self._filled

    def abandon(self) -> None:
        """Remove what was written of it."""
        if self._xml is not None:
            self._xml.abandon()

    def _head(self, made: list[str]) -> None:
        self.rows += 1
        self._filled += len(made)
        row = self.worksheet.row_dimensions[self.rows]
        attributes = "".join(f' {name}="{value}"' for name, value in dict(row).items())
        cells = (f'<c r="{place[0]}{self.rows}"{xml}' for place, xml in zip(self._places, made, strict=True))
        self._xml.add(f'<row r="{self.rows}"{attributes}>{"".join(cells)}</row>')
