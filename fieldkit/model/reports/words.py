"""How values of reports are written for people: in previews, in documents, in the text of a template."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from fieldkit.model.indicators.words import NOTHING, number
from fieldkit.model.thai.dates import short

if TYPE_CHECKING:
    from fieldkit.model.reports.layout import Column, Format
    from fieldkit.model.reports.results import Line


def number_words(value: float | None, format_: Format) -> str:
    """Return a number as a column of this format writes it; a dash for none."""
    if value is None:
        return NOTHING
    if format_ == "percent":
        return f"{value:.2%}"
    return f"{value:,.2f}" if format_ == "money" else number(value)


def cell_text(column: Column, line: Line, language: str) -> str:
    """Return what stands in a cell of a line."""
    if line.kind != "row" and column.key not in line.values:
        return ""
    value = line.values.get(column.key)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return number_words(value, column.format if line.kind == "row" else column.total_format)
    if isinstance(value, date):
        return short(value, language)
    return NOTHING if value is None else str(value)
