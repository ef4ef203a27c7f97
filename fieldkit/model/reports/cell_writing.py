"""Writes values into the cells of a report: never a formula; Buddhist dates, Thai digits if asked."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from fieldkit.model.indicators.words import NOTHING
from fieldkit.model.reports.layout import NUMERIC
from fieldkit.model.thai.dates import short
from fieldkit.model.thai.digits import to_thai
from fieldkit.model.workbook import cells, styles

if TYPE_CHECKING:
    from fieldkit.model.reports.choice import Choice
    from fieldkit.model.reports.layout import Format

# Digits of a language in number formats: 0D are Thai digits, 041E is Thai (Thailand).
_THAI_DIGITS = "[$-D00041E]"
FORMATS: dict[Format, str] = {
    "text": "General",
    "code": "@",
    "date": "@",
    "integer": "#,##0",
    "number": "#,##0.##",
    "money": "#,##0.00",
    "percent": "0.00%",
}
_LONGEST = 4000
"""Letters of one cell of a report: what is longer belongs into the workbook of inspections."""


class Pen:
    """Writes cells in the look of one report: its size of letters, its language, its digits."""

    def __init__(self, choice: Choice, size: int) -> None:
        from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

        self.language, self.thai_digits, self.size = choice.language, choice.thai_digits, size
        side = Side(style="thin", color=styles.RULE)
        self.border = Border(left=side, right=side, top=side, bottom=side)
        self.fills = {
            "header": PatternFill("solid", fgColor=styles.HEADER_FILL),
            "total": PatternFill("solid", fgColor="FFEFF3F7"),
        }
        self.fonts = {bold: Font(name=styles.FONT, size=size, bold=bold) for bold in (False, True)}
        self.alignments = {
            name: Alignment(horizontal=name, vertical="center" if name == "center" else "top", wrap_text=True)
            for name in ("left", "center", "right")
        }

    def digits(self, text: str) -> str:
        """Return text with the digits that were asked for."""
        return to_thai(text) if self.thai_digits else text

    def date(self, day: date) -> str:
        """Return a day as it is printed."""
        return self.digits(short(day, self.language))

    def text(self, cell: Any, text: str, *, bold: bool = False, across: str = "left") -> Any:
        """Write words as text, whatever they begin with."""
        clean = cells.clean(text).text
        if len(clean) > _LONGEST:
            clean = clean[: _LONGEST - 1] + "…"
        cell.value = cells.escape(clean)
        cell.data_type = "s"  # openpyxl takes a leading = for a formula
        cell.font, cell.alignment = self.fonts[bold], self.alignments[across]
        if cells.is_risky(clean):
            cell.quotePrefix = True
        return cell

    def value(self, cell: Any, value: object, format_: Format, *, bold: bool = False) -> Any:
        """Write a value of a column: numbers as numbers, days as words, a dash for what is not known."""
        across = "right" if format_ in NUMERIC else "center" if format_ == "date" else "left"
        if format_ in NUMERIC and isinstance(value, int | float) and not isinstance(value, bool):
            cell.value = value
            cell.number_format = self.number_format(format_)
            cell.font, cell.alignment = self.fonts[bold], self.alignments[across]
            return cell
        if isinstance(value, date):
            return self.text(cell, self.date(value), bold=bold, across=across)
        words = NOTHING if value is None else str(value)
        if format_ != "code":
            words = self.digits(words)
        return self.text(cell, words, bold=bold, across=across)

    def number_format(self, format_: Format) -> str:
        """Return the number format of a column."""
        return (_THAI_DIGITS if self.thai_digits else "") + FORMATS[format_]
