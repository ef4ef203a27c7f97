"""One sheet of a report as a worksheet: head, table, totals, chart, signatures, print set-up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from math import ceil
from typing import TYPE_CHECKING, Any

from fieldkit.errors import Text
from fieldkit.model.reports.charts import HEIGHT_ROWS, add_chart
from fieldkit.model.reports.choice import data_words
from fieldkit.model.reports.colouring import colour
from fieldkit.model.thai.clusters import display_width
from fieldkit.model.workbook import styles
from fieldkit.model.workbook.dates import DATE_FORMATS
from fieldkit.model.workbook.sheet_setup import A4, PAGE, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldkit.model.reports.cell_writing import Pen
    from fieldkit.model.reports.choice import Choice
    from fieldkit.model.reports.layout import Orientation, Report
    from fieldkit.model.reports.results import Line, SheetResult

_REAL_DATE = Text("{} (วันที่จริง)", "{} (date)")
_SIGNED = Text("ลงชื่อ {}", "Signed {}")
_DOTS = "." * 32
_TALLEST = 400.0
_POINTS = 1.5  # height of a line, times the size of its letters


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above each table."""

    office: str
    title: str
    choice: Choice
    person: str = ""


class TableSheet:
    """Writes one `SheetResult` into a worksheet."""

    def __init__(self, worksheet: Any, result: SheetResult, head: Head, pen: Pen, report: Report) -> None:
        self.worksheet, self.result, self.head, self.pen, self.report = worksheet, result, head, pen, report
        self.columns = result.sheet.columns
        self.dates = [column for column in self.columns if column.format == "date"]
        self.line = 0

    def write(self) -> None:
        """Write all of it."""
        self._set_widths()
        self._head()
        header = self.line + 1
        self._header()
        first = self.line + 1
        for line in self.result.lines:
            self._line(line)
        last = max(first, self.line)
        for number, column in enumerate(self.columns, 1):
            counted = self.result.sheet.subject.columns.get(column.source)
            colour(self.worksheet, column, counted, (number, first, last), self.pen.language)
        chart = self.result.sheet.chart
        if chart is not None and self.result.rows:
            rows = (header, first, first + len(self.result.rows) - 1)
            add_chart(self.worksheet, chart, self.columns, rows, self.line + 2, self.pen.language)
            self.line += HEIGHT_ROWS + 2
        self.line = write_signatures(
            self.worksheet, self.line + 2, len(self.columns), self.report, self.head.person, self.pen
        )
        self._set_up_page(header)

    def _head(self) -> None:
        lines = (self.head.office, self.head.title, self.head.choice.words())
        for number, text in enumerate(filter(None, lines)):
            self._across(text if number else self.head.office, bold=number < 2)
        extra = [self.result.note, data_words(self.head.choice)]
        self._across(" · ".join(filter(None, extra)))

    def _across(self, text: str, *, bold: bool = False) -> None:
        self.line += 1
        cell = self.worksheet.cell(self.line, 1)
        self.pen.text(cell, self.pen.digits(text), bold=bold, across="center")
        self.worksheet.merge_cells(
            start_row=self.line, end_row=self.line, start_column=1, end_column=len(self.columns)
        )
        self.worksheet.row_dimensions[self.line].height = self.pen.size * _POINTS

    def _header(self) -> None:
        self.line += 1
        titles = [column.title.pick(self.pen.language) for column in self.columns]
        for number, title in enumerate(titles, 1):
            cell = self.worksheet.cell(self.line, number)
            self.pen.text(cell, self.pen.digits(title), bold=True, across="center")
            cell.fill, cell.border = self.pen.fills["header"], self.pen.border
        for number, column in enumerate(self.dates, len(self.columns) + 1):
            words = _REAL_DATE.pick(self.pen.language).format(column.title.pick(self.pen.language))
            self.pen.text(self.worksheet.cell(self.line, number), words, bold=True)
        lines = max(
            ceil(1.15 * display_width(title) / max(1, column.width - 1))
            for title, column in zip(titles, self.columns, strict=True)
        )
        self.worksheet.row_dimensions[self.line].height = min(
            _TALLEST, max(2, lines) * self.pen.size * _POINTS
        )

    def _line(self, line: Line) -> None:
        self.line += 1
        bold, lines = line.kind != "row", 1
        for number, column in enumerate(self.columns, 1):
            value = line.values.get(column.key, "" if bold else None)
            format_ = column.total_format if bold else column.format
            cell = self.pen.value(self.worksheet.cell(self.line, number), value, format_, bold=bold)
            cell.border = self.pen.border
            if bold:
                cell.fill = self.pen.fills["total"]
            if isinstance(value, str):
                parts = value.splitlines() or [""]
                lines = max(
                    lines, sum(max(1, ceil(1.1 * display_width(p) / max(1, column.width - 1))) for p in parts)
                )
        for number, column in enumerate(self.dates, len(self.columns) + 1):
            value = line.values.get(column.key)
            if isinstance(value, date):
                cell = self.worksheet.cell(self.line, number)
                cell.value, cell.number_format = value, DATE_FORMATS[self.pen.language]
        self.worksheet.row_dimensions[self.line].height = min(_TALLEST, lines * self.pen.size * _POINTS)

    def _set_widths(self) -> None:
        from openpyxl.utils import get_column_letter

        for number, column in enumerate(self.columns, 1):
            self.worksheet.column_dimensions[get_column_letter(number)].width = column.width
        for number in range(len(self.columns) + 1, len(self.columns) + len(self.dates) + 1):
            dimension = self.worksheet.column_dimensions[get_column_letter(number)]
            dimension.width, dimension.hidden = 14, True

    def _set_up_page(self, header: int) -> None:
        from openpyxl.utils import get_column_letter

        self.worksheet.freeze_panes = f"A{header + 1}"
        self.worksheet.print_title_rows = f"{header}:{header}"
        # a name of the whole area: what is hidden to its right is never printed
        self.worksheet.print_area = f"A1:{get_column_letter(len(self.columns))}{self.line}"
        set_up_page(self.worksheet, self.report.orientation, self.report.id, self.pen)


def set_up_page(worksheet: Any, orientation: Orientation, name: str, pen: Pen) -> None:
    """Set A4, margins, one page across, and the foot with the page's number."""
    page = worksheet.page_setup
    page.orientation, page.paperSize = orientation, A4
    page.fitToWidth, page.fitToHeight = 1, 0
    worksheet.sheet_properties.pageSetUpPr.fitToPage = True
    worksheet.print_options.horizontalCentered = True
    margins = worksheet.page_margins
    margins.left = margins.right = 0.4
    margins.top, margins.bottom, margins.header, margins.footer = 0.6, 0.6, 0.3, 0.3
    footer = worksheet.HeaderFooter.oddFooter
    footer.left.text, footer.right.text = plain(name), PAGE[pen.language]
    for part in (footer.left, footer.right):
        part.font, part.size = styles.FONT, pen.size - 2


def write_signatures(worksheet: Any, row: int, width: int, report: Report, person: str, pen: Pen) -> int:
    """Write who signs, side by side, from ``row``; returns the last row that is used."""
    if not report.signatures:
        return row - 1
    count = min(len(report.signatures), width)
    edges = [round(width * part / count) for part in range(count + 1)]
    for number, role in enumerate(report.signatures[:count]):
        name = person if number == 0 and person else _DOTS
        lines = (_SIGNED.pick(pen.language).format(_DOTS), f"({name})", role.pick(pen.language))
        for offset, text in enumerate(lines):
            first, last = edges[number] + 1, max(edges[number] + 1, edges[number + 1])
            pen.text(worksheet.cell(row + offset, first), pen.digits(text), across="center")
            worksheet.row_dimensions[row + offset].height = pen.size * (2.4 if offset == 0 else _POINTS)
            if last > first:
                worksheet.merge_cells(
                    start_row=row + offset, end_row=row + offset, start_column=first, end_column=last
                )
    return row + 2


def sheet_name(wanted: str, taken: Sequence[str]) -> str:
    """Return a name that a spreadsheet takes: 31 letters, none of ``: \\ / ? * [ ]``, each once."""
    clean = "".join("-" if letter in ":\\/?*[]" else letter for letter in wanted).strip("' ") or "-"
    name, number = clean[:31], 1
    while name.casefold() in (other.casefold() for other in taken):
        number += 1
        name = f"{clean[: 31 - len(str(number)) - 3]} ({number})"
    return name
