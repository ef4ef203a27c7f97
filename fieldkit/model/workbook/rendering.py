"""Cells as they stand in the XML of a sheet."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from fieldkit.model.workbook import cells
from fieldkit.model.workbook.dates import iso, to_date, to_moment

if TYPE_CHECKING:
    from datetime import date, datetime

    from fieldkit.model.workbook.styles import Lock, Styles

_EXACT = 10**15  # numbers with more digits lose the last ones in a spreadsheet
_NUMBERS = frozenset({"number", "integer", "percent"})


class Rendered(NamedTuple):
    """A cell from its style on: ``<c r="A1"`` goes before it.

    ``altered`` tells of signs in place of control characters. ``long`` is the clean text that does not fit
    a cell; then ``xml`` is empty.
    """

    xml: str
    altered: bool = False
    long: str = ""


class Renderer:
    """Makes cells of values by the kind of their column."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles

    def cell(self, kind: str, value: object, lock: Lock = "") -> Rendered:
        """Return the cell of a ``value`` that is neither None nor ``""``.

        What does not fit the kind of its column, such as text in a column of dates, is written as text.
        """
        if isinstance(value, str):
            return self._of_text(kind, value, lock)
        if kind in _NUMBERS and _is_number(value):
            return Rendered(f' s="{self._styles.id(kind, lock=lock)}"><v>{value!s}</v></c>')
        if kind in ("date", "moment"):
            found = self._of_date(kind, value, lock)
            if found is not None:
                return found
        return self._of_text(kind, iso(value), lock)

    def blank(self, kind: str, lock: Lock) -> str:
        """Return a cell without anything, which looks like the others of its column."""
        return f' s="{self._styles.id(kind, lock=lock)}"></c>'

    def text(self, look: str, text: str, lock: Lock = "") -> str:
        """Return the cell of a clean ``text`` that fits."""
        quoted = cells.is_risky(text)
        escaped = cells.escape(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        space = ' xml:space="preserve"' if text != text.strip() else ""
        style = self._styles.id(look, quoted=quoted, lock=lock)
        return f' s="{style}" t="inlineStr"><is><t{space}>{escaped}</t></is></c>'

    def _of_text(self, kind: str, value: str, lock: Lock) -> Rendered:
        if kind in ("date", "moment"):
            found = self._of_date(kind, value, lock)
            if found is not None:
                return found
        cleaned = cells.clean(value)
        if cells.is_too_long(cleaned.text):
            return Rendered("", cleaned.altered, cleaned.text)
        look = "code" if kind == "code" else "text"
        return Rendered(self.text(look, cleaned.text, lock), cleaned.altered)

    def _of_date(self, kind: str, value: object, lock: Lock) -> Rendered | None:
        from openpyxl.utils import datetime as excel

        found: date | datetime | None = to_date(value) if kind == "date" else to_moment(value)
        if found is None:
            return None
        counting: Any = excel
        serial = counting.to_excel(found)
        return Rendered(f' s="{self._styles.id(kind, lock=lock)}"><v>{serial}</v></c>')


def _is_number(value: object) -> bool:
    """Tell whether a spreadsheet keeps the number as it is."""
    return (
        isinstance(value, int | float | Decimal)
        and not isinstance(value, bool)
        and math.isfinite(value)
        and -_EXACT < value < _EXACT
    )
