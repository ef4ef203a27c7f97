"""Reads a workbook back as programs do: by the names of tables and the keys of columns."""

from __future__ import annotations

from typing import Any


def table(book: Any, name: str) -> list[dict[str, Any]]:
    """Return the rows of an Excel table by the keys in the hidden first row."""
    for sheet in book.worksheets:
        if name in sheet.tables:
            keys = [cell.value for cell in sheet[1]]
            rows = sheet.iter_rows(min_row=3, values_only=True)
            return [
                dict(zip(keys, row, strict=True)) for row in rows if any(value is not None for value in row)
            ]
    raise KeyError(name)
