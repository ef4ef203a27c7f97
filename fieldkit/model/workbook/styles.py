"""How cells look: the fonts, formats and colours of the office's workbooks (domain §10, §11.8)."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Literal

from fieldkit.model.workbook.dates import DATE_FORMATS, MOMENT_FORMATS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from openpyxl import Workbook

    from fieldkit.model.workbook.sheets import Column

# Excel has no list of fonts to fall back on; offices have this one, others show their default.
FONT, SIZE = "TH SarabunPSK", 14
ROW_HEIGHT = 21.0
HEADER_FILL, RULE = "FFD9E2EC", "FFBFC9D4"
LOCKED_FILL = "FFEDEFF2"
TONES: Mapping[str, tuple[str, str]] = {
    "good": ("FFDDF3E4", "FF14532D"),
    "fair": ("FFFFF1C7", "FF7A4F01"),
    "bad": ("FFFDE2E1", "FF9B1C1C"),
}
"""Fill and letters of what is coloured by a condition."""
_ALARM_FILL, _ALARM_TEXT = TONES["bad"]
_NUMBER_FORMATS: dict[str, str] = {
    "code": "@",
    "number": "General",
    "integer": "#,##0",
    "percent": "0.00%",
}

Lock = Literal["", "open", "locked"]
"""Whether a cell of a protected sheet may be edited; "" in the others."""


class Styles:
    """The looks of cells in a write-only workbook, each made once and shared by all."""

    def __init__(self, workbook: Workbook, formats: Mapping[str, str]) -> None:
        """``formats`` are number formats by kind of column."""
        self._sheet: Any = SimpleNamespace(parent=workbook)  # a cell finds its workbook through its sheet
        self._formats = formats
        self._made: dict[tuple[str, bool, Lock], str] = {}

    def id(self, look: str, *, quoted: bool = False, lock: Lock = "") -> str:
        """Return the number of a style; ``look`` is a kind of column, ``header`` or ``key``.

        ``quoted`` keeps the text a text when a person edits it.
        """
        made = self._made.get((look, quoted, lock))
        if made is None:
            made = self._made[look, quoted, lock] = self._make(look, quoted=quoted, lock=lock)
        return made

    def _make(self, look: str, *, quoted: bool, lock: Lock) -> str:
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.styles import PatternFill, Protection

        cell: Any = WriteOnlyCell(self._sheet)
        self._dress(cell, look)
        if lock == "locked":
            cell.fill = PatternFill("solid", fgColor=LOCKED_FILL)
        elif lock == "open":
            cell.protection = Protection(locked=False)
        cell.number_format = self._formats.get(look, "General")
        if quoted:
            cell.quotePrefix = True
        return str(cell.style_id)

    def _dress(self, cell: Any, look: str) -> None:
        """Give a cell what a look has beside its number format."""


class OfficeStyles(Styles):
    """The looks of the office's workbooks in ``th`` or ``en``."""

    def __init__(self, workbook: Workbook, language: str) -> None:
        days = {"date": DATE_FORMATS[language], "moment": MOMENT_FORMATS[language]}
        super().__init__(workbook, _NUMBER_FORMATS | days)
        set_normal_font(workbook)

    def _dress(self, cell: Any, look: str) -> None:
        from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

        header = look == "header"
        cell.font = Font(name=FONT, size=SIZE, bold=header, color="FF7A8794" if look == "key" else "FF000000")
        wrapped = look in ("text", "header")
        right = look in ("number", "integer", "percent")
        cell.alignment = Alignment(
            horizontal="right" if right else "left", vertical="center" if header else "top", wrap_text=wrapped
        )
        if header:
            cell.fill = PatternFill("solid", fgColor=HEADER_FILL)
            side = Side(style="thin", color=RULE)
            cell.border = Border(left=side, right=side, top=side, bottom=side)


def set_normal_font(workbook: Any) -> None:
    """Make the font of the workbook's Normal style ours: it rules new cells, row heights, column widths."""
    from openpyxl.styles import Font
    from openpyxl.utils.indexed_list import IndexedList

    font = Font(name=FONT, size=SIZE, family=2)
    workbook._fonts = IndexedList([font])
    workbook._named_styles["Normal"].font = font


def alarm_rule(column: Column, first: str) -> Any:
    """Return the colouring of alarming values of ``column``; ``first`` is its first cell, like ``K3``."""
    from openpyxl.formatting import rule
    from openpyxl.styles import Font, PatternFill

    condition = f"AND(ISNUMBER({first}),{first}>0)" if column.alarm == ">0" else f'{first}="{column.alarm}"'
    coloured: Any = rule.FormulaRule
    return coloured(
        formula=[condition],
        fill=PatternFill("solid", bgColor=_ALARM_FILL),
        font=Font(color=_ALARM_TEXT),
    )
