"""Conditional colours of a report's columns: kept as conditions, so that they follow what a person edits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fieldkit.model.indicators.words import cell_words
from fieldkit.model.workbook.styles import TONES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fieldkit.model.indicators.subjects import Column as Counted
    from fieldkit.model.reports.layout import Colours, Column, Tone


def colour(
    worksheet: Any, column: Column, counted: Counted | None, place: tuple[int, int, int], language: str
) -> None:
    """Colour a column; ``place`` is its number, its first and its last row."""
    if column.colours is None:
        return
    from openpyxl.utils import get_column_letter

    number, first, last = place
    letter = get_column_letter(number)
    area, top = f"{letter}{first}:{letter}{last}", f"{letter}{first}"
    for condition, tone in _conditions(column, counted, top, language):
        worksheet.conditional_formatting.add(area, _rule(condition, tone))


def _conditions(
    column: Column, counted: Counted | None, cell: str, language: str
) -> Iterator[tuple[str, Tone]]:
    colours = column.colours
    assert colours is not None
    if colours.good is not None:
        times = 100 if column.format == "percent" else 1
        good = colours.good / times
        fair = good if colours.fair is None else colours.fair / times
        yield f"AND(ISNUMBER({cell}),{cell}>={good:g})", "good"
        if colours.fair is not None:
            yield f"AND(ISNUMBER({cell}),{cell}>={fair:g},{cell}<{good:g})", "fair"
        yield f"AND(ISNUMBER({cell}),{cell}<{fair:g})", "bad"
    if colours.bad_above is not None:
        yield f"AND(ISNUMBER({cell}),{cell}>{colours.bad_above:g})", "bad"
    for words, tone in _worded(colours, column, counted, language):
        yield f'{cell}="{words.replace(chr(34), chr(34) * 2)}"', tone


def _worded(
    colours: Colours, column: Column, counted: Counted | None, language: str
) -> Iterator[tuple[str, Tone]]:
    for code, tone in (colours.words or {}).items():
        if column.words is not None and code in column.words:
            yield column.words[code].pick(language), tone
        elif counted is not None:
            yield cell_words(counted, code, language), tone


def _rule(condition: str, tone: Tone) -> Any:
    from openpyxl.formatting import rule
    from openpyxl.styles import Font, PatternFill

    fill, letters = TONES[tone]
    made: Any = rule.FormulaRule
    return made(formula=[condition], fill=PatternFill("solid", bgColor=fill), font=Font(color=letters))
