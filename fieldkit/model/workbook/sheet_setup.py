"""What surrounds the rows of a sheet: frozen header, table with filter, print set-up."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Any

from fieldkit.model.workbook import cells, styles
from fieldkit.model.workbook.sheets import OWNER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldkit.model.workbook.sheets import Sheet
    from fieldkit.model.workbook.widths import Widths

A4 = 9
_LONGEST_LIST = 255  # letters of a list in Excel's validation
_LETTERS_ACROSS = 260.0  # of 14 points at two thirds of their size on A4 landscape
PAGE = {"th": "หน้า &P / &N", "en": "Page &P / &N"}


def set_up(worksheet: Any, sheet: Sheet, widths: Widths, *, heading: str, language: str) -> None:
    """Set what must be known before the first row: widths, panes, printing, colours."""
    from openpyxl.utils import get_column_letter

    worksheet.freeze_panes = "A3"
    worksheet.row_dimensions[1].hidden = True  # the keys that programs read
    worksheet.row_dimensions[2].height = 2 * styles.ROW_HEIGHT
    worksheet.sheet_format.defaultRowHeight = styles.ROW_HEIGHT
    for number, column in enumerate(sheet.columns, 1):
        letter = get_column_letter(number)
        worksheet.column_dimensions[letter].width = widths.of(column)
        if column.alarm:
            worksheet.conditional_formatting.add(
                f"{letter}3:{letter}1048576", styles.alarm_rule(column, f"{letter}3")
            )
        if column.choices:
            _offer(worksheet, letter, [words.pick(language) for words in column.choices])
    if sheet.protected:
        _protect(worksheet)
    _set_up_page(worksheet, [widths.of(column) for column in sheet.columns])
    if worksheet.page_setup.fitToWidth > 1 and sheet.columns[: len(OWNER)] == OWNER:
        worksheet.print_title_cols = "B:C"  # whose row it is, on the pages to the right too
    _set_up_head(worksheet, sheet.title.pick(language), heading, language)


def _offer(worksheet: Any, letter: str, words: Sequence[str]) -> None:
    """Let Excel offer ``words`` in a column, where its list of them can be written."""
    from openpyxl.worksheet.datavalidation import DataValidation

    listed = ",".join(words)
    if len(listed) > _LONGEST_LIST or any("," in one or '"' in one for one in words):
        return
    offered = DataValidation(
        type="list", formula1=f'"{listed}"', sqref=f"{letter}3:{letter}1048576", allow_blank=True
    )
    # what stands there may be a word of another version: a person is warned, not refused
    offered.showErrorMessage, offered.errorStyle = True, "warning"
    worksheet.data_validations.append(offered)


def _protect(worksheet: Any) -> None:
    """Let only open cells be edited, without a password; widths and filters stay a person's."""
    protection = worksheet.protection
    protection.sheet = True
    # in openpyxl, as in the file, True is what is forbidden
    protection.formatCells = protection.formatColumns = protection.formatRows = False
    protection.autoFilter = False


def _set_up_page(worksheet: Any, widths: Sequence[float]) -> None:
    page = worksheet.page_setup
    page.orientation, page.paperSize = "landscape", A4
    # As many pages across as keep the letters readable, the header on each of them.
    page.fitToWidth, page.fitToHeight = max(1, ceil(sum(widths) / _LETTERS_ACROSS)), 0
    worksheet.sheet_properties.pageSetUpPr.fitToPage = True
    worksheet.print_title_rows = "1:2"
    worksheet.print_options.gridLines = True
    margins = worksheet.page_margins
    margins.left = margins.right = 0.4
    margins.top, margins.bottom, margins.header, margins.footer = 0.75, 0.6, 0.3, 0.3


def _set_up_head(worksheet: Any, title: str, heading: str, language: str) -> None:
    header, footer = worksheet.HeaderFooter.oddHeader, worksheet.HeaderFooter.oddFooter
    header.left.text, header.center.text = plain(heading), plain(title)
    footer.right.text = PAGE[language]
    for part in (header.left, header.center, footer.right):
        part.font, part.size = styles.FONT, styles.SIZE


def plain(text: str) -> str:
    """Return ``text`` for the head of a page, where an ampersand begins a code and 255 letters fit."""
    # openpyxl takes `&[Path]` for a code even behind a doubled ampersand
    return cells.clean(text).text.replace("\n", " ")[:100].replace("&[", "& [").replace("&", "&&")


def add_table(worksheet: Any, sheet: Sheet, name: str, *, rows: int, language: str) -> None:
    """Name the rows below the hidden first one as an Excel table with a filter."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.filters import AutoFilter
    from openpyxl.worksheet.table import Table, TableColumn, TableStyleInfo

    area = f"A2:{get_column_letter(len(sheet.columns))}{rows}"
    table = Table(displayName=name, name=name, ref=area)
    table.autoFilter = AutoFilter(ref=area)
    # Write-only sheets cannot be asked for their header again.
    table.tableColumns = [
        TableColumn(id=number, name=column.title.pick(language))
        for number, column in enumerate(sheet.columns, 1)
    ]
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=True)
    worksheet.tables.add(table)  # add_table() warns that the columns, which are named here, must be
