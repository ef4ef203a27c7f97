"""References to cells after rows were repeated: ``B5`` is now ``B12``, ``$B$5:$B$5`` ``$B$5:$B$12``."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_CELL = r"\$?[A-Z]{1,3}\$?[0-9]+"
_REFERENCE = re.compile(
    r"(?<![\w.$])(?P<sheet>(?:'(?:[^']|'')+'|[^\W\d][\w.]*)!)?"
    rf"(?P<first>{_CELL}|\$?[0-9]+(?=:))(?::(?P<last>{_CELL}|\$?[0-9]+))?(?![\w(.])"
)
_STRING = re.compile(r'("(?:[^"]|"")*")')
_ROW = re.compile(r"[0-9]+$")


@dataclass(slots=True)
class Growth:
    """Where the rows of a sheet went: ``extra`` are the rows added after each row that was repeated."""

    extra: dict[int, int] = field(default_factory=dict)

    def first(self, row: int) -> int:
        """Return where a row begins now."""
        return row + sum(more for repeated, more in self.extra.items() if repeated < row)

    def last(self, row: int) -> int:
        """Return the last of the rows that a row became."""
        return self.first(row) + self.extra.get(row, 0)

    def area(self, area: str) -> str:
        """Return ``A5:C5`` or a list of such, divided by spaces."""
        return " ".join(self._one(part) for part in area.split())

    def cell(self, cell: str) -> str:
        """Return where one cell is now, the first of its copies."""
        return self._moved(cell, end=False)

    def _one(self, area: str) -> str:
        first, _, last = area.partition(":")
        low, high = self._moved(first, end=False), self._moved(last or first, end=True)
        return low if low == high and not last else f"{low}:{high}"

    def _moved(self, cell: str, *, end: bool) -> str:
        return _ROW.sub(lambda found: str((self.last if end else self.first)(int(found[0]))), cell)


def sheet_of(prefix: str) -> str:
    """Return the name of a sheet from what stands before a reference: ``'R1 a'!``."""
    name = prefix.removesuffix("!")
    return name[1:-1].replace("''", "'") if name.startswith("'") else name


def references(formula: str) -> list[tuple[str, str, str]]:
    """Return sheet ("" for none), first and last cell of each reference of a formula."""
    return [
        (sheet_of(found["sheet"] or ""), found["first"], found["last"] or found["first"])
        for part in _STRING.split(formula)
        if not part.startswith('"')
        for found in _REFERENCE.finditer(part)
    ]


def moved(formula: str, growths: dict[str, Growth], own: str = "", *, one_cell: bool = False) -> str:
    """Return a formula with its references moved; those without a sheet are to the sheet ``own``.

    A single cell of a repeated row becomes all of its copies, as charts and names mean it; with ``one_cell``
    it stays one, as conditions mean it.
    """

    def move(found: re.Match[str]) -> str:
        prefix = found["sheet"] or ""
        growth = growths.get(sheet_of(prefix) if prefix else own)
        if growth is None or not growth.extra:
            return found[0]
        last = found["last"]
        if one_cell and not last:
            return prefix + growth.cell(found["first"])
        return prefix + growth.area(f"{found['first']}:{last}" if last else found["first"])

    parts = _STRING.split(formula)
    return "".join(part if part.startswith('"') else _REFERENCE.sub(move, part) for part in parts)
