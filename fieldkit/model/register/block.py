"""A block of cells out of a spreadsheet's clipboard, which the readers of files take like a sheet."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldkit.errors import Text
from fieldkit.model import identifiers
from fieldkit.model.register.problems import RegisterRefused, Remark, letter

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

MOST_ROWS = 20_000
MOST_LETTERS = 20_000_000
NAME = "name"
"""The header of a column that may hold the names of factories or their registration numbers."""
_CELL = re.compile(r'"((?:[^"]|"")*)"(?=[\t\r\n]|\Z)|([^\t\r\n]*)')
_NARROW = re.compile(r"#{2,}")
_ARMOUR = re.compile(r"'[=+\-@]")  # as fieldkit copies what a spreadsheet would take for a formula


@dataclass(frozen=True, slots=True)
class Block:
    """Pasted cells: ``rows`` as (number in the block, texts), beginning with the row of headers.

    ``name`` stands where that of a file would; ``remarks`` are about cells that go nowhere, ``columns`` the
    titles of the list that stand for headers where the block has none.
    """

    name: str
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    remarks: tuple[Remark, ...] = ()
    columns: tuple[str, ...] = ()

    @property
    def sha256(self) -> str:
        """The digest of the cells."""
        return hashlib.sha256(repr(self.rows).encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a block without headers goes in a list.

    Attributes:
        columns: title of each column from the first that is filled to the right, with the header by which
            it is imported, "" where nothing can be written.
        rows: the rows of the list that are filled, as ``ids`` knows them.
        ids: returns by which cells a row is known, by header.
        chosen: whether a person chose exactly these rows, so that one row of cells goes into all of them.
    """

    columns: Sequence[tuple[str, str]]
    rows: Sequence[int]
    ids: Callable[[int], Mapping[str, str]]
    chosen: bool = False


def block(written: str, name: str, known: Callable[[str], bool], place: Place, *, number: str) -> Block:
    """Return the cells of a clipboard's text; without headers they get those of ``place``.

    ``known`` tells whether a text is a header of what is filled, ``number`` is the header of registration
    numbers. Raises `RegisterRefused` with the row and column of the block.
    """
    cells = cells_of(written, name)
    if _has_headers(cells[0], known):
        rows = [(at, tuple(line)) for at, line in enumerate(cells, 1)]
        return Block(name, tuple(rows))
    return _put(cells, name, place, number)


def cells_of(written: str, name: str) -> list[list[str]]:
    """Return the cells of text with tabs as Excel and LibreOffice copy them, each row equally long.

    A cell with a tab, a line end or a quotation mark may stand in quotation marks. Raises `RegisterRefused`.
    """
    if len(written) > MOST_LETTERS:
        raise _too_large(name)
    cells = _split(written)
    while cells and not any(cells[-1]):
        cells.pop()
    if not cells:
        raise RegisterRefused(
            Text("ไม่มีเซลล์ให้วาง", "There are no cells to paste"),
            Text(
                "คัดลอกช่วงเซลล์ใน Excel หรือ LibreOffice แล้ววางอีกครั้ง",
                "Copy cells in Excel or LibreOffice, then paste",
            ),
            place=name,
        )
    if len(cells) > MOST_ROWS:
        raise _too_large(name)
    for at, line in enumerate(cells, 1):
        if len(line) != len(cells[0]):
            raise RegisterRefused(
                Text(
                    f"แถวยาวไม่เท่ากัน แถวนี้มี {len(line)} ช่อง แถวแรกมี {len(cells[0])} ช่อง",
                    f"This row has {len(line)} cells, the first has {len(cells[0])}",
                ),
                Text("คัดลอกเป็นช่วงสี่เหลี่ยมจากตาราง แล้ววางอีกครั้ง", "Copy a rectangle of cells, then paste again"),
                place=f"{name}, {at}",
            )
        for index, cell in enumerate(line):
            if _NARROW.fullmatch(cell.strip()):
                raise RegisterRefused(
                    Text(
                        f"เซลล์แสดงเป็น {cell.strip()} เพราะคอลัมน์แคบ", f"A narrow column shows {cell.strip()}"
                    ),
                    Text("ขยายคอลัมน์ในโปรแกรมต้นทาง แล้วคัดลอกใหม่", "Widen the column there, then copy again"),
                    place=f"{name}, {letter(index)}{at}",
                )
    return cells


def _split(written: str) -> list[list[str]]:
    rows: list[list[str]] = [[]]
    at = 0
    while True:
        found = _CELL.match(written, at)
        assert found is not None  # it matches nothing too
        cell = found[2] if found[1] is None else found[1].replace('""', '"')
        rows[-1].append(cell[1:] if _ARMOUR.match(cell) else cell)
        at = found.end()
        if at == len(written):
            return rows
        if written[at] != "\t":
            at += written.startswith("\r\n", at)
            rows.append([])
        at += 1


def _has_headers(first: Sequence[str], known: Callable[[str], bool]) -> bool:
    filled = [cell for cell in first if cell.strip()]
    return sum(known(cell) for cell in filled) >= min(2, max(1, len(filled) - 1))


def _put(cells: list[list[str]], name: str, place: Place, number: str) -> Block:
    """Give cells without headers those of the list's columns, and to each row what it is known by."""
    columns, wide = list(place.columns), len(cells[0])
    if wide > len(columns):
        raise RegisterRefused(
            Text(
                f"มี {wide} คอลัมน์ แต่รายการมีเพียง {len(columns)} คอลัมน์นับจากช่องที่เลือก",
                f"There are {wide} columns, but the list has {len(columns)} from the chosen cell on",
            ),
            Text("เลือกช่องทางซ้าย หรือคัดลอกพร้อมหัวตาราง", "Choose a cell further left, or copy with headers"),
            place=f"{name}, {letter(len(columns))}1",
        )
    columns = columns[:wide]
    identified = False
    if columns[0][1] == NAME and number and all(_is_number(line[0]) for line in cells):
        columns[0] = (columns[0][0], number)
        identified = True
    if not any(header for _title, header in columns):
        raise RegisterRefused(
            Text(
                f"คอลัมน์ {', '.join(title for title, _header in columns)} แก้ด้วยการวางไม่ได้",
                f"Nothing can be pasted into: {', '.join(title for title, _header in columns)}",
            ),
            Text(
                "เลือกช่องของคอลัมน์อื่น หรือคัดลอกพร้อมหัวตาราง",
                "Choose a cell of another column, or copy with headers",
            ),
            place=name,
        )
    known_by = [{} for _line in cells] if identified else _rows_of(cells, name, place)
    taken_by = {header for _title, header in columns}
    more = [header for header in dict.fromkeys(h for ids in known_by for h in ids) if header not in taken_by]
    head = (*(header for _title, header in columns), *more)
    rows = [(0, head)]
    for at, (line, ids) in enumerate(zip(cells * (len(known_by) // len(cells)), known_by, strict=True), 1):
        taken = [cell if header else "" for cell, (_title, header) in zip(line, columns, strict=True)]
        rows.append((at, (*taken, *(ids.get(header, "") for header in more))))
    return Block(name, tuple(rows), tuple(_remarks(columns)), tuple(title for title, _header in columns))


def _rows_of(cells: list[list[str]], name: str, place: Place) -> list[Mapping[str, str]]:
    count = len(place.rows) if place.chosen and len(cells) == 1 else len(cells)
    if count > len(place.rows):
        raise RegisterRefused(
            Text(
                f"มี {len(cells):,} แถว แต่รายการมีเพียง {len(place.rows):,} แถวที่จะวาง",
                f"There are {len(cells):,} rows, but the list has {len(place.rows):,} to fill",
            ),
            Text(
                "เลือกแถวแรกให้ถูก หรือคัดลอกพร้อมหัวตารางเพื่อเพิ่มแถวใหม่",
                "Choose the right first row, or copy with headers to add new rows",
            ),
            place=f"{name}, {len(place.rows) + 1}",
        )
    return [place.ids(row) for row in place.rows[:count]]


def _remarks(columns: Sequence[tuple[str, str]]) -> list[Remark]:
    told = "คอลัมน์นี้คำนวณจากข้อมูลอื่น จึงไม่อ่าน", "follows from other data and is not read"
    return [
        Remark("", 1, letter(index), Text(f"{title}: {told[0]}", f"{title}: {told[1]}"))
        for index, (title, header) in enumerate(columns)
        if not header
    ]


def _is_number(cell: str) -> bool:
    written = identifiers.bare(cell)
    return bool(identifiers.parse_factory_number(written) or identifiers.parse_old_number(written))


def _too_large(name: str) -> RegisterRefused:
    return RegisterRefused(
        Text(
            f"คลิปบอร์ดใหญ่เกินไป วางได้ไม่เกิน {MOST_ROWS:,} แถว", f"Too much to paste: at most {MOST_ROWS:,} rows"
        ),
        Text("บันทึกเป็นไฟล์ แล้วนำเข้าไฟล์", "Save it as a file, and import that"),
        place=name,
    )
