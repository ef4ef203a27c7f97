"""CSV lists as text with the places of its rows: a row becomes an object when it is read (RFC 4180)."""

from __future__ import annotations

import csv
import io
import re
from array import array
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import overload

from fieldkit.errors import Text
from fieldkit.model.form import FormError
from fieldkit.model.form_files.row_store import Cells, Rows
from fieldkit.model.form_xml import decode

_NEWLINE = re.compile(rb"\r\n?|\n")
_DIVIDER = b"\x1f"
_BREAK = "\x1e"
"""Stand between cells and for line breaks inside cells, once quotation marks are read."""
_MARKS = str.maketrans({"\n": _BREAK, "\x1f": " ", _BREAK: " "})
_AT_ONCE = 4_096
"""Rows that are decoded together when all are read."""
_KEPT = 512
"""Rows that stay decoded: a filter's rows are asked for names first, then for labels."""


class TextRows(Sequence[Cells]):
    """Rows of ``width`` cells inside ``data``; row n stands from ``starts[n]`` to ``starts[n + 1]``."""

    def __init__(self, data: bytes, starts: array[int], divider: bytes, width: int) -> None:
        self._data = data
        self._broken = _BREAK.encode() in data
        self._starts = starts
        self._divider = divider.decode()
        self._width = width
        self._kept: dict[int, Cells] = {}

    def __len__(self) -> int:
        return len(self._starts) - 1

    @overload
    def __getitem__(self, index: int) -> Cells: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Cells]: ...
    def __getitem__(self, index: int | slice) -> Cells | Sequence[Cells]:
        if isinstance(index, slice):
            return [self[number] for number in range(*index.indices(len(self)))]
        found = self._kept.get(index)
        if found is None:
            if not 0 <= index < len(self):
                raise IndexError(index)
            if len(self._kept) >= _KEPT:
                self._kept.clear()
            found = self._kept[index] = self._read(index)
        return found

    def __iter__(self) -> Iterator[Cells]:
        size, width, divider = len(self), self._width, self._divider
        for first in range(0, size, _AT_ONCE):
            part = self._data[self._starts[first] : self._starts[min(first + _AT_ONCE, size)] - 1]
            for line in part.decode("utf-8", "replace").split("\n"):
                cells = line.split(divider)
                yield cells if len(cells) == width and not self._broken else self._whole(cells)

    def _read(self, number: int) -> list[str]:
        line = self._data[self._starts[number] : self._starts[number + 1] - 1]
        return self._whole(line.decode("utf-8", "replace").split(self._divider))

    def _whole(self, cells: list[str]) -> list[str]:
        if self._broken:
            cells = [cell.replace(_BREAK, "\n") for cell in cells]
        return cells if len(cells) == self._width else (cells + [""] * self._width)[: self._width]


def csv_rows(content: str | bytes, identifier: str) -> Rows:
    """Return the rows of a CSV file with a heading; comma, semicolon, tab or bar between cells.

    Raises `FormError` naming ``identifier`` if it is malformed or has no heading.
    """
    data = _lines(content)
    end = data.find(b"\n")
    heading = data[: end if end >= 0 else len(data)]
    divider = max((b",", b";", b"\t", b"|"), key=heading.count)
    if b'"' in data:
        data, starts = _unquoted(data, divider.decode(), identifier)
        divider = _DIVIDER
    else:
        if not data.endswith(b"\n"):
            data += b"\n"
        starts = array("Q", accumulate(map(len, io.BytesIO(data)), initial=0))
    columns = data[: starts[1] - 1].decode("utf-8", "replace").split(divider.decode()) if data else []
    if not any(columns):
        raise FormError(
            Text("ไฟล์ CSV ของรายการไม่มีหัวคอลัมน์", "The list's CSV file has no heading"),
            Text("ใส่ชื่อคอลัมน์ในบรรทัดแรก", "Put the column names in the first line"),
            place=identifier,
        )
    if len(starts) > 2 and starts[-1] - starts[-2] == 1:
        starts.pop()
    return Rows(columns, TextRows(data, starts[1:], divider, len(columns)))


def _lines(content: str | bytes) -> bytes:
    """Return the file in UTF-8; lines end as the first one does, any other line end is part of a cell."""
    if isinstance(content, bytes) and content[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        data = content
    else:
        text = decode(content) if isinstance(content, bytes) else content
        data = text.encode("utf-8", "replace")
    data = data.removeprefix(b"\xef\xbb\xbf")
    if b"\r" not in data:
        return data
    first = _NEWLINE.search(data)
    assert first is not None
    if first.group() == b"\n":
        return data.replace(b"\r", b" ")
    return data.replace(first.group(), b"\n")


def _unquoted(data: bytes, divider: str, identifier: str) -> tuple[bytes, array[int]]:
    text = io.TextIOWrapper(io.BytesIO(data), encoding="utf-8", errors="replace", newline="")
    kept = io.BytesIO()
    starts = array("Q", [0])
    limit = csv.field_size_limit(10_000_000)
    try:
        for row in csv.reader(text, delimiter=divider):
            cells = _DIVIDER.decode().join(cell.translate(_MARKS) for cell in row)
            kept.write(cells.encode("utf-8", "replace") + b"\n")
            starts.append(kept.tell())
    except csv.Error as error:
        raise FormError(
            Text("ไฟล์ CSV ของรายการผิดรูปแบบ", "The list's CSV file is malformed"),
            Text("บันทึกไฟล์เป็น CSV (UTF-8) อีกครั้ง", "Save the file as CSV (UTF-8) again"),
            place=f"{identifier}: {error}",
        ) from error
    finally:
        csv.field_size_limit(limit)
    return kept.getvalue(), starts
