"""The sheets of an XLSForm as rows of text with their places, cut to what is really used."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from fieldkit.errors import NOTHING, Text
from fieldkit.model.xlsform.problem import Level, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SHEETS = frozenset({"survey", "choices", "settings", "external_choices", "entities", "osm"})
MOST_ROWS = 200_000
"""Rows of a sheet that are read."""
MOST_QUESTIONS = 5_000
"""Rows of the survey that are read."""
_GAP = 20
"""Empty header cells in a row after which a sheet counts as ended, as in pyxform."""

# Cells that are only formatted hold nothing, but a sheet formatted to column XFD has millions of them.
_EMPTY_CELL = re.compile(rb"<((?:\w+:)?c)\b[^<>]*(?:/>|></\1>)")
_EMPTY_ROW = re.compile(rb"<((?:\w+:)?row)\b[^<>]*(?:/>|>\s*</\1>)")
_SIZE = re.compile(rb"<(?:\w+:)?dimension\b[^>]*>(?:</(?:\w+:)?dimension>)?")
_DATA = re.compile(rb"<(\w+:)?sheetData\b")

_COLUMNS = {
    "survey": {
        "relevance": "relevant",
        "bind::relevant": "relevant",
        "bind::required": "required",
        "bind::constraint": "constraint",
        "bind::calculate": "calculation",
        "bind::readonly": "read_only",
        "bind::jr:constraintmsg": "constraint_message",
        "bind::jr:requiredmsg": "required_message",
        "calculate": "calculation",
        "caption": "label",
        "command": "type",
        "constraining_message": "constraint_message",
        "control::appearance": "appearance",
        "body::appearance": "appearance",
        "count": "repeat_count",
        "jr:count": "repeat_count",
        "readonly": "read_only",
        "requiredmsg": "required_message",
        "tag": "name",
        "value": "name",
    },
    "choices": {"caption": "label", "value": "name"},
    "settings": {
        "id_string": "form_id",
        "set_form_id": "form_id",
        "set_form_title": "form_title",
        "title": "form_title",
    },
}


class ForbiddenXMLError(Exception):
    """A part of the workbook declares a document type, as no office program does: entities hide in it."""


@dataclass(slots=True)
class Row:
    """The filled cells of one row, by canonical column name (``label::Thai (th)``)."""

    number: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass(slots=True)
class Sheet:
    """One sheet: its columns by canonical name with header and letter, and its rows below the header."""

    name: str
    title: str
    columns: dict[str, tuple[str, str]] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)

    def problem(self, level: Level, row: int, column: str, message: Text, cure: Text = NOTHING) -> Problem:
        """Return a problem at ``row`` and the canonical ``column`` of this sheet."""
        header, letter = self.columns.get(column, ("" if column.startswith("?") else column, ""))
        return Problem(level, self.title, row, letter, message, cure, header)

    def filled(self) -> Iterator[Row]:
        """Yield the rows that hold anything."""
        return (row for row in self.rows if row.cells)

    def translations(self, column: str) -> list[str]:
        """Return the canonical names of ``column`` in all its languages."""
        return [name for name in self.columns if name == column or name.startswith(f"{column}::")]


@dataclass(slots=True)
class Workbook:
    """The sheets that mean something in an XLSForm, the titles of all, and what reading them found."""

    sheets: dict[str, Sheet]
    titles: list[str]
    problems: list[Problem]

    def sheet(self, name: str) -> Sheet:
        """Return the sheet called ``name``, an empty one if there is none."""
        return self.sheets.get(name) or Sheet(name, name)

    def definition(self) -> dict[str, Any]:
        """Return the workbook in pyxform's own form, without the ``fieldkit::`` columns.

        They are left out because pyxform reads single colons (``label:English``) as it always did only while
        no header has two.
        """
        found: dict[str, Any] = {"sheet_names": self.titles}
        for name, sheet in self.sheets.items():
            plain = {
                key: header for key, (header, _) in sheet.columns.items() if not key.startswith("fieldkit::")
            }
            found[name] = [
                {plain[key]: value for key, value in row.cells.items() if key in plain} for row in sheet.rows
            ]
            found[f"{name}_header"] = [dict.fromkeys(plain.values())]
        return found


def read(path: Path) -> Workbook:
    """Return the XLSForm in ``path``, which `xlsform_container.inspect` has let pass.

    Raises `ForbiddenXMLError`, and whatever openpyxl raises on a damaged workbook.
    """
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        # openpyxl warns of drawings and extensions that it leaves out; nobody here wants them.
        warnings.simplefilter("ignore")
        return _read(load_workbook(slim(path), read_only=True, data_only=True, keep_links=False))


def _read(book: Any) -> Workbook:
    try:
        titles = [str(title) for title in book.sheetnames]
        workbook = Workbook({}, titles, [])
        for title in titles:
            name = title.strip().lower()
            if len(titles) == 1 and name not in SHEETS:
                name = "survey"
            if name in SHEETS and name not in workbook.sheets and hasattr(book[title], "iter_rows"):
                book[title].reset_dimensions()  # made up in slim()
                rows = book[title].iter_rows(values_only=True)
                workbook.sheets[name] = _sheet(name, title, rows, workbook.problems)
        return workbook
    finally:
        book.close()


def slim(path: Path) -> io.BytesIO:
    """Return the workbook without its pictures and without the cells and rows that are only formatted.

    Raises `ForbiddenXMLError`.
    """
    kept = io.BytesIO()
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(kept, "w") as target:
        for entry in source.infolist():
            content = source.read(entry)
            if b"<!DOCTYPE" in content[:4096] and entry.filename.endswith((".xml", ".rels")):
                raise ForbiddenXMLError(entry.filename)
            if entry.filename.startswith("xl/worksheets/") and entry.filename.endswith(".xml"):
                content = _EMPTY_ROW.sub(b"", _EMPTY_CELL.sub(b"", content))
                # Without one openpyxl reads a sheet to its end before it gives the first row.
                content = _DATA.sub(rb'<\1dimension ref="A1"/>\g<0>', _SIZE.sub(b"", content), count=1)
            if not entry.filename.startswith("xl/media/"):
                target.writestr(entry.filename, content)
    kept.seek(0)
    return kept


def _sheet(name: str, title: str, rows: Iterator[tuple[Any, ...]], problems: list[Problem]) -> Sheet:
    sheet = Sheet(name, title)
    columns = _headers(sheet, next(rows, ()), problems)
    blank = 0
    # A row of the survey is looked at from all sides; a million of them would hold the converter for hours.
    most = min(MOST_ROWS, MOST_QUESTIONS) if name == "survey" else MOST_ROWS
    for number, values in enumerate(rows, start=2):
        if number > most:
            problems.append(_too_long(sheet, most))
            break
        cells = {
            key: text
            for index, key in columns
            if index < len(values) and values[index] is not None and (text := _text(values[index]))
        }
        if not cells:
            blank += 1
            continue
        sheet.rows.extend(Row(empty, {}) for empty in range(number - blank, number))
        sheet.rows.append(Row(number, cells))
        blank = 0
    return sheet


def _too_long(sheet: Sheet, most: int) -> Problem:
    return sheet.problem(
        "error",
        most,
        "?",
        Text(
            f"แผ่น {sheet.title} ยาวเกิน {most:,} แถว",
            f"Sheet {sheet.title} has more than {most:,} rows",
        ),
        Text(
            "ย้ายรายการยาวไปไว้ในไฟล์ CSV และใช้ select_one_from_file",
            "Move long lists to a CSV file and use select_one_from_file",
        ),
    )


def _headers(sheet: Sheet, first: tuple[Any, ...], problems: list[Problem]) -> list[tuple[int, str]]:
    """Enter the columns of ``sheet``; return their indexes and canonical names."""
    from openpyxl.utils import get_column_letter

    headers = [" ".join(_text(value).split()) for value in first]
    double = any("::" in header for header in headers if not header.lower().startswith("fieldkit::"))
    columns: list[tuple[int, str]] = []
    gap = 0
    for index, header in enumerate(headers):
        if not header:
            gap += 1
            if gap > _GAP:
                break
            continue
        gap = 0
        key = canonical(sheet.name, header, double=double)
        letter = get_column_letter(index + 1)
        if key in sheet.columns:
            other, other_letter = sheet.columns[key]
            problems.append(
                Problem(
                    "error",
                    sheet.title,
                    1,
                    letter,
                    Text(
                        f"คอลัมน์ {header} ซ้ำกับคอลัมน์ {other} ({other_letter})",
                        f"Column {header} is the same as column {other} ({other_letter})",
                    ),
                    Text("ลบหรือเปลี่ยนชื่อคอลัมน์หนึ่ง", "Remove or rename one of them"),
                    header,
                )
            )
            continue
        sheet.columns[key] = (header, letter)
        columns.append((index, key))
    return columns


def canonical(sheet: str, header: str, *, double: bool) -> str:
    """Return the one name of a column that XLSForm lets authors write in several ways.

    ``double`` says whether the sheet separates languages by ``::`` (otherwise by ``:``).
    """
    parts = [part.strip() for part in header.split("::" if double or "::" in header else ":")]
    if parts[0] == "jr":
        parts = [":".join(parts[:2]), *parts[2:]]
    head = "_".join(parts[0].split()).lower()
    if head in ("media", "fieldkit", "bind", "control", "body") and len(parts) > 1:
        head, parts = f"{head}::{parts[1].lower()}", parts[1:]
    head = _COLUMNS.get(sheet, {}).get(head, head)
    known = head if sheet != "choices" or head in ("list_name", "name", "label") else parts[0]
    return "::".join([known, *parts[1:]])


def _text(value: Any) -> str:
    """Return a cell as pyxform reads it: whole numbers without ``.0``, hard spaces as spaces."""
    if value is None:
        return ""
    if value is True or value is False:
        return str(value).upper()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).replace("\xa0", " ").strip()
