"""The one-page summary of a factory: facts in two columns, short lists, and photos, on A4 portrait."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Any

from fieldkit.errors import Text
from fieldkit.model.reports.choice import data_words
from fieldkit.model.reports.table_sheet import set_up_page, write_signatures
from fieldkit.model.thai.clusters import display_width
from fieldkit.model.workbook import thumbnails

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from fieldkit.model.reports.cell_writing import Pen
    from fieldkit.model.reports.layout import Column, Report, Sheet
    from fieldkit.model.reports.results import Line, SheetResult
    from fieldkit.model.reports.table_sheet import Head
    from fieldkit.model.workspace import Workspace

_GRID = 12
"""Columns of the page: facts, lists and photos lie on one grid."""
_WIDTH = 8.0
_BOX = (300, 225)
_NO_ROWS = Text("ไม่มี", "none")
_PHOTOS = Text("ภาพถ่าย", "Photos")
_POINTS = 1.5
_PIXELS_TO_POINTS = 0.75
_PICTURES = (
    "SELECT a.sha256, a.caption FROM attachment a JOIN inspection i ON i.id = a.inspection"
    " WHERE i.place = ? AND a.kind IN ('photo', 'after') AND coalesce(a.deleted, 0) = 0"
    " AND coalesce(i.deleted, 0) = 0 AND i.started_at >= ? AND i.started_at < ?"
    " ORDER BY CASE WHEN a.finding IS NULL THEN 1 ELSE 0 END, i.started_at DESC, a.id LIMIT ?"
)


class PageSheet:
    """Writes the page of one factory."""

    def __init__(self, worksheet: Any, sheet: Sheet, head: Head, pen: Pen, report: Report) -> None:
        self.worksheet, self.sheet, self.head, self.pen, self.report = worksheet, sheet, head, pen, report
        self.line = 0

    def write(self, workspace: Workspace, line: Line, parts: Sequence[SheetResult], folder: Path) -> None:
        """Write the page; small copies of photos are made in ``folder``."""
        from openpyxl.utils import get_column_letter

        for number in range(1, _GRID + 1):
            self.worksheet.column_dimensions[get_column_letter(number)].width = _WIDTH
        choice = self.head.choice
        for number, text in enumerate(
            (self.head.office, self.head.title, choice.words(), data_words(choice))
        ):
            self._words(self._next(), 1, _GRID, text, bold=number < 2, across="center")
        self._fields(line)
        for part in parts:
            self._list(part)
        if self.sheet.photos:
            self._photos(workspace, line, folder)
        self.line = write_signatures(
            self.worksheet, self.line + 2, _GRID, self.report, self.head.person, self.pen
        )
        self.worksheet.print_area = f"A1:{get_column_letter(_GRID)}{self.line}"
        set_up_page(self.worksheet, "portrait", self.report.id, self.pen)
        self.worksheet.page_setup.fitToHeight = 1

    def _next(self) -> int:
        self.line += 1
        self.worksheet.row_dimensions[self.line].height = self.pen.size * _POINTS
        return self.line

    def _words(
        self, row: int, first: int, last: int, text: str, *, bold: bool = False, across: str = "left"
    ) -> None:
        self.pen.text(self.worksheet.cell(row, first), self.pen.digits(text), bold=bold, across=across)
        self._merge(row, first, last)

    def _merge(self, row: int, first: int, last: int) -> None:
        if last > first:
            self.worksheet.merge_cells(start_row=row, end_row=row, start_column=first, end_column=last)

    def _fields(self, line: Line) -> None:
        half = _GRID // 2
        for place, column in enumerate(self.sheet.columns):
            row = self._next() if place % 2 == 0 else self.line
            left = 1 + half * (place % 2)
            self._words(row, left, left + 1, column.title.pick(self.pen.language), bold=True)
            value = line.values[column.key]
            self.pen.value(self.worksheet.cell(row, left + 2), value, column.format)
            self.worksheet.cell(row, left + 2).alignment = self.pen.alignments["left"]
            self._merge(row, left + 2, left + half - 1)
            self._heighten(row, str(value or ""), _WIDTH * (half - 2))

    def _heighten(self, row: int, text: str, width: float) -> None:
        lines = max(1, ceil(1.1 * display_width(text) / width))
        dimension = self.worksheet.row_dimensions[row]
        dimension.height = max(dimension.height or 0, lines * self.pen.size * _POINTS)

    def _list(self, part: SheetResult) -> None:
        self._next()
        self._words(self._next(), 1, _GRID, part.title, bold=True)
        if not part.rows:
            self._words(self._next(), 1, _GRID, _NO_ROWS.pick(self.pen.language))
            return
        places = _places(part.sheet.columns)
        row = self._next()
        for column, (first, last) in zip(part.sheet.columns, places, strict=True):
            self._words(row, first, last, column.title.pick(self.pen.language), bold=True, across="center")
            for number in range(first, last + 1):
                cell = self.worksheet.cell(row, number)
                cell.fill, cell.border = self.pen.fills["header"], self.pen.border
        for line in part.rows:
            row = self._next()
            for column, (first, last) in zip(part.sheet.columns, places, strict=True):
                value = line.values[column.key]
                self.pen.value(self.worksheet.cell(row, first), value, column.format)
                self._merge(row, first, last)
                self._heighten(row, str(value or ""), _WIDTH * (last - first + 1))
                for number in range(first, last + 1):
                    self.worksheet.cell(row, number).border = self.pen.border

    def _photos(self, workspace: Workspace, line: Line, folder: Path) -> None:
        from openpyxl.utils import get_column_letter

        period = self.head.choice.period
        after = f"{period.end.isoformat()}T99"
        found = workspace.rows(_PICTURES, line.id, period.start.isoformat(), after, self.sheet.photos)
        made = [
            (thumbnails.make(workspace.attachments, row["sha256"], folder, _BOX), row["caption"])
            for row in found
        ]
        self._next()
        self._words(self._next(), 1, _GRID, _PHOTOS.pick(self.pen.language), bold=True)
        if not made:
            self._words(self._next(), 1, _GRID, _NO_ROWS.pick(self.pen.language))
        for place, ((picture, state), caption) in enumerate(made):
            half = _GRID // 2
            left = 1 + half * (place % 2)
            if place % 2 == 0:
                row = self._next()
                self.worksheet.row_dimensions[row].height = _BOX[1] * _PIXELS_TO_POINTS + 6
                self._next()
            if picture is not None:
                self.worksheet.add_image(picture.drawing(f"{get_column_letter(left)}{self.line - 1}"))
            else:
                self._words(self.line - 1, left, left + half - 1, state.pick(self.pen.language))
            self._words(self.line, left, left + half - 1, str(caption or ""), across="center")


def _places(columns: Sequence[Column]) -> list[tuple[int, int]]:
    """Return the first and last column of the grid for each column, by their widths."""
    whole = sum(column.width for column in columns)
    found, used, left = [], 0.0, 1
    for number, column in enumerate(columns):
        used += column.width
        rest = len(columns) - number - 1
        last = min(_GRID - rest, max(left, round(used * _GRID / whole)))
        found.append((left, last if rest else _GRID))
        left = last + 1
    return found
