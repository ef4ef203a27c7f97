"""The process that opens a register: whatever the file does to it, the program goes on."""

from __future__ import annotations

import contextlib
import csv
import io
import itertools
import json
import sys
import warnings
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.parsers import expat

from fieldkit.errors import Text
from fieldkit.model.memory_limit import limit_memory
from fieldkit.model.register.cells import LONGEST, json_cell
from fieldkit.model.register.problems import letter
from fieldkit.model.xlsform import container

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator, Sequence
    from multiprocessing.connection import Connection

    # the name of a sheet and its rows, each with Excel's number
    _Sheets = Generator[tuple[str, Iterator[tuple[int, Sequence[Any]]]], None, None]

MOST_ROWS = 300_000
"""Rows of one file; the whole country has 241,000 factories."""
MOST_COLUMNS = 256
MOST_SHEETS = 50
MOST_MEMORY = 2 * 2**30
"""Address space of the process in bytes, where the system can limit it."""
MOST_CSV = 256 * 2**20
_AT_ONCE = 1_000  # rows sent in one message
_FORMULAS = (b"<f>", b"<f ", b":f>")
_NOT_FOR_CALAMINE = (b't="e"', b"<v>-", b":v>-")  # it leaves out errors and dates before 1900
_EXACT = 2**53  # beyond it a float is not exact
_AS_IT_IS = frozenset({str, int, float, bool, type(None)})  # nearly all cells, and looked at once each
_Row = tuple[int, list[Any]]
_TABLES = (".csv", ".tsv", ".txt")
_DOCTYPES = [
    sign.encode(code) for sign in ("<!DOCTYPE", "<!ENTITY") for code in ("utf-8", "utf-16-le", "utf-16-be")
]

_COPY = Text(
    "คัดลอกเฉพาะตารางทะเบียนไปยังสมุดงานใหม่ (วางเฉพาะค่า) แล้วนำเข้าไฟล์นั้น",
    "Copy only the register's table to a new workbook (paste values) and import that",
)
_SAVE_ANEW = Text(
    "เปิดใน Excel หรือ LibreOffice แล้วบันทึกเป็นไฟล์ .xlsx ใหม่",
    "Open it in Excel or LibreOffice and save a new .xlsx",
)
_SAVE_UTF8 = Text(
    "ใน Excel: บันทึกเป็น > CSV UTF-8 หรือ Excel Workbook (.xlsx)",
    "In Excel: Save As > CSV UTF-8, or Excel Workbook (.xlsx)",
)


class Refused(Exception):
    """The file is not read any further."""

    def __init__(self, title: Text, cure: Text, place: str = "") -> None:
        super().__init__(title.en)
        self.title, self.cure, self.place = title, cure, place


def run(connection: Connection, path: str, sparing: bool, columns: int = MOST_COLUMNS) -> None:
    """Read ``path`` and send its sheets: ``{"sheet"}``, ``{"rows"}`` …, at last ``{}`` or ``{"refused"}``.

    ``sparing``: a row at a time with openpyxl, ten times slower, for a sheet that calamine, which makes room
    for the whole rectangle between its first and last cell, cannot hold. ``columns``: at most so many.
    """
    limit_memory(MOST_MEMORY)
    warnings.simplefilter("ignore")
    # openpyxl prints now and then; standard output belongs to the result of the command
    with contextlib.redirect_stdout(sys.stderr):
        try:
            for message in messages(Path(path), sparing=sparing, columns=columns):
                # JSON and no pickle: what comes from this process came from a stranger's file.
                connection.send_bytes(json.dumps(message, ensure_ascii=True).encode())
        except Refused as refusal:
            refused = {"refused": [refusal.title.th, refusal.title.en], "place": refusal.place}
            cure = [refusal.cure.th, refusal.cure.en]
            connection.send_bytes(json.dumps({**refused, "cure": cure}).encode())
    connection.close()


def messages(path: Path, *, sparing: bool = False, columns: int = MOST_COLUMNS) -> Iterator[dict[str, Any]]:
    """Yield what :func:`run` sends for ``path``; raises Refused."""
    sheets = _csv_sheets(path) if _is_table(path) else _workbook_sheets(path, sparing)
    total = 0
    try:
        with contextlib.closing(sheets):
            for name, rows in sheets:
                yield {"sheet": name}
                for batch in _batches(_filled(rows, name, columns)):
                    total += len(batch)
                    if total > MOST_ROWS:
                        raise _too_many(name)
                    yield {"rows": batch}
        yield {}
    except Refused:
        raise
    except MemoryError:
        raise Refused(Text("ไฟล์ใหญ่เกินหน่วยความจำ", "The file does not fit into memory"), _COPY) from None
    except Exception as error:  # either library raises almost anything on a damaged workbook
        raise Refused(
            Text(
                f"อ่านไฟล์ไม่ได้ ไฟล์อาจเสียหาย ({type(error).__name__})",
                f"The file cannot be read; it may be damaged ({type(error).__name__})",
            ),
            _SAVE_ANEW,
        ) from error


def _batches(rows: Iterator[_Row]) -> Iterator[list[_Row]]:
    while batch := list(itertools.islice(rows, _AT_ONCE)):
        yield batch


def _too_many(sheet: str) -> Refused:
    return Refused(
        Text(f"มีมากกว่า {MOST_ROWS:,} แถว", f"There are more than {MOST_ROWS:,} rows"), _COPY, sheet
    )


def _filled(rows: Iterable[tuple[int, Sequence[Any]]], sheet: str, most: int) -> Iterator[_Row]:
    """Leave out empty rows and empty cells at the end of a row; refuse a row that is too wide."""
    for number, values in rows:
        width = len(values)
        while width and values[width - 1] in (None, ""):
            width -= 1
        if width > most:
            raise Refused(
                Text(f"มีมากกว่า {most:,} คอลัมน์", f"There are more than {most:,} columns"),
                _COPY,
                f"{sheet}!{letter(width - 1)}{number}",
            )
        if width:
            yield (
                number,
                [value if value.__class__ in _AS_IT_IS else json_cell(value) for value in values[:width]],
            )


# --- CSV


def _is_table(path: Path) -> bool:
    """Tell whether to read ``path`` as CSV: by its name, but never a workbook or a web page renamed."""
    if path.suffix.lower() not in _TABLES:
        return False
    try:
        with path.open("rb") as file:
            head = file.read(512)
    except OSError:
        return False
    start = head.lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    return (
        bool(head)
        and not head.startswith((b"PK", b"\xd0\xcf\x11\xe0"))
        and not start.startswith((b"<!doctype", b"<html"))
    )


def _csv_sheets(path: Path) -> _Sheets:
    if path.stat().st_size > MOST_CSV:
        raise Refused(Text("ไฟล์ใหญ่เกินไป", "The file is too large"), _COPY)
    data = path.read_bytes()
    # a file of NULs is a damaged copy, whatever its encoding
    if not data.startswith((b"\xff\xfe", b"\xfe\xff")) and b"\0" in data:
        raise Refused(Text("ไม่ใช่ไฟล์ CSV", "This is not a CSV file"), _SAVE_UTF8)
    written = _decoded(data)
    yield "", _csv_rows(written)


def _decoded(data: bytes) -> str:
    """Return the text of a CSV file: UTF-8, UTF-16 with its mark, or the code page of Thai Windows."""
    codes = ("utf-16",) if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp874")
    for code in codes:
        with contextlib.suppress(UnicodeDecodeError):
            return data.decode(code)
    raise Refused(Text("อ่านตัวอักษรในไฟล์ไม่ได้", "The letters of the file cannot be read"), _SAVE_UTF8)


def _csv_rows(written: str) -> Iterator[tuple[int, Sequence[Any]]]:
    first = written[: written.find("\n")] if "\n" in written else written
    delimiter = max(",;\t|", key=first.count)
    reader = csv.reader(io.StringIO(written, newline=""), delimiter=delimiter)
    number = 0
    limit = csv.field_size_limit(LONGEST)  # of the whole process
    try:
        for number, cells in enumerate(reader, 1):
            yield number, cells
    except csv.Error as error:
        raise Refused(
            Text(f"แถวนี้ของไฟล์ CSV เสียหาย ({error})", f"This row of the CSV file is damaged ({error})"),
            Text(
                'ตรวจเครื่องหมายคำพูด (") ที่เปิดแล้วไม่ปิดในแถวนี้หรือก่อนหน้า',
                "Look for a quotation mark that is opened and never closed, here or before",
            ),
            f"{number + 1}",
        ) from error
    finally:
        csv.field_size_limit(limit)


# --- workbooks


def _workbook_sheets(path: Path, sparing: bool) -> _Sheets:
    problem = container.inspect(path, shrink=_COPY)
    if problem is not None:
        raise Refused(problem.message, problem.cure)
    _refuse_entities(path)
    if sparing or _holds(path, (*_FORMULAS, *_NOT_FOR_CALAMINE)):
        yield from _by_openpyxl(path)
    else:
        yield from _by_calamine(path)


def _by_calamine(path: Path) -> _Sheets:
    from python_calamine import CalamineWorkbook, SheetTypeEnum

    with CalamineWorkbook.from_path(path) as book:
        names = [one.name for one in book.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet]
        _refuse_sheets(len(names))
        for name in names:
            sheet = book.get_sheet_by_name(name)
            # rows come from the first of the sheet on, cells from the first column that is used
            before = [None] * (sheet.start[1] if sheet.start else 0)
            yield name, enumerate(([*before, *map(_plain, row)] for row in sheet.iter_rows()), 1)


def _plain(value: Any) -> Any:
    """Return a cell as openpyxl gives it: whole numbers as int."""
    return int(value) if type(value) is float and value.is_integer() and abs(value) < _EXACT else value


def _by_openpyxl(path: Path) -> _Sheets:
    import openpyxl

    with contextlib.ExitStack() as open_books:
        values = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
        open_books.callback(values.close)
        formulas = None
        # the words of formulas are read only where there are any: ="  0630" is text in armour
        if _holds(path, _FORMULAS):
            formulas = openpyxl.load_workbook(path, read_only=True, keep_links=False)
            open_books.callback(formulas.close)
        _refuse_sheets(len(values.worksheets))
        for sheet in values.worksheets:
            sheet.reset_dimensions()  # what a file says of its size is not to be trusted
            rows = open_books.enter_context(contextlib.closing(sheet.iter_rows(values_only=True)))
            if formulas is None:
                yield sheet.title, enumerate(rows, 1)
                continue
            written = formulas[sheet.title]
            written.reset_dimensions()
            words = open_books.enter_context(contextlib.closing(written.iter_rows(values_only=True)))
            yield sheet.title, _with_formulas(rows, words)


def _refuse_sheets(count: int) -> None:
    if count > MOST_SHEETS:
        raise Refused(
            Text(f"มีมากกว่า {MOST_SHEETS} แผ่นงาน", f"There are more than {MOST_SHEETS} sheets"), _COPY
        )


def _with_formulas(
    rows: Iterable[Sequence[Any]], formulas: Iterable[Sequence[Any]]
) -> Iterator[tuple[int, Sequence[Any]]]:
    """Give a cell that was never calculated the words of its formula."""
    for number, (row, words) in enumerate(zip(rows, formulas, strict=True), 1):
        yield (
            number,
            [
                str(word) if value is None and isinstance(word, str) and word.startswith("=") else value
                for value, word in zip(row, words, strict=True)
            ],
        )


def _holds(path: Path, signs: Sequence[bytes]) -> bool:
    """Tell whether a sheet of the workbook holds one of ``signs``; raises ExpatError for damaged XML."""
    overlap = max(map(len, signs)) - 1
    found = False
    with zipfile.ZipFile(path) as archive:
        for entry in archive.infolist():
            if "/worksheets/" not in entry.filename or not entry.filename.endswith(".xml"):
                continue
            # calamine passes over damage and would give half a sheet for a whole one
            parser = expat.ParserCreate()
            with archive.open(entry) as part:
                kept = b""
                while block := part.read(2**20):
                    parser.Parse(block)
                    joined = kept + block
                    found = found or any(sign in joined for sign in signs)
                    kept = block[-overlap:]
            parser.Parse(b"", True)
    return found


def _refuse_entities(path: Path) -> None:
    """Refuse a document type in any part: no program for spreadsheets writes one, attacks do."""
    with zipfile.ZipFile(path) as archive:
        for entry in archive.infolist():
            if not entry.filename.lower().endswith((".xml", ".rels", ".vml")):
                continue
            with archive.open(entry) as part:
                head = part.read(4096)
            if any(sign in head for sign in _DOCTYPES):
                raise Refused(
                    Text(
                        "ไฟล์มีคำสั่ง XML ที่ไม่ปลอดภัย จึงไม่เปิด",
                        "The file holds unsafe XML declarations and is not opened",
                    ),
                    _SAVE_ANEW,
                    entry.filename,
                )
