"""All that names rows, after rows were repeated: cells, merged cells, colours, names, charts, pictures."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from fieldkit.model.reports.templates.names import (
    ANCHOR,
    CHART,
    EXCEL_2009,
    MAIN,
    chart_parts,
    drawing_parts,
)
from fieldkit.model.reports.templates.references import Growth, moved, references

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fieldkit.model.reports.templates.package import Package
    from fieldkit.model.reports.templates.workbook import Sheet

_AREAS = ("sqref", "ref")
_WITH_AREAS = (
    *("conditionalFormatting", "dataValidation", "hyperlink", "dimension", "autoFilter", "sortState"),
    *("ignoredError", "protectedRange", "table"),
)
_FORMULAS = ("formula", "formula1", "formula2")
_DIGITS = re.compile(r"[0-9]+$")


def grow(
    package: Package, sheets: Sequence[Sheet], growths: dict[str, Growth], changed: Mapping[str, set[int]]
) -> None:
    """Move what names rows; ``changed`` are the rows (as they were) whose values are new."""
    for sheet in sheets:
        growth = growths[sheet.name]
        if growth.extra:
            _number_rows(sheet.root, growth)
            _merge(sheet.root, growth)
            _areas(sheet.root, sheet.name, growths)
            _breaks(sheet.root, growth)
            for part in package.targets(sheet.part).values():
                if part.startswith(("xl/tables/", "xl/comments")):
                    _areas(package.xml(part), sheet.name, growths)
                    package.touch(part)
                elif part in drawing_parts(package):
                    move_anchors(package.xml(part), growth)
                    package.touch(part)
    if any(growth.extra for growth in growths.values()):
        for name in package.xml("xl/workbook.xml").iter(f"{MAIN}definedName"):
            name.text = moved(name.text or "", growths)
        package.touch("xl/workbook.xml")
    _charts(package, growths, changed)


def _number_rows(root: Any, growth: Growth) -> None:
    """Give rows and cells their numbers: copies follow the row that they were made of."""
    seen: dict[int, int] = {}
    for row in root.iter(f"{MAIN}row"):
        old = int(row.get("r"))
        new = growth.first(old) + seen.get(old, 0)
        seen[old] = seen.get(old, 0) + 1
        row.set("r", str(new))
        for cell in row.iter(f"{MAIN}c"):
            cell.set("r", _DIGITS.sub(str(new), cell.get("r")))


def _merge(root: Any, growth: Growth) -> None:
    """Merge the cells of each copy of a row as they were merged in the row."""
    from copy import deepcopy

    block = root.find(f"{MAIN}mergeCells")
    if block is None:
        return
    for merged in list(block):
        first, _, last = str(merged.get("ref")).partition(":")
        rows = {int(_DIGITS.search(cell)[0]) for cell in (first, last or first)}  # type: ignore[index]
        [row, *more] = sorted(rows)
        if more:
            merged.set("ref", growth.area(merged.get("ref")))
            continue
        for number in range(growth.extra.get(row, 0), -1, -1):
            place = str(growth.first(row) + number)
            one = merged if number == 0 else deepcopy(merged)
            one.set("ref", ":".join(_DIGITS.sub(place, cell) for cell in (first, last or first)))
            if number:
                merged.addnext(one)
    block.set("count", str(len(block)))


def _areas(root: Any, sheet: str, growths: dict[str, Growth]) -> None:
    growth = growths[sheet]
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        name = element.tag.rpartition("}")[2]
        if name in _WITH_AREAS or (name == "comment" and element.tag.startswith(MAIN)):
            for key in _AREAS:
                if element.get(key):
                    element.set(key, growth.area(element.get(key)))
        elif name in _FORMULAS or element.tag == f"{EXCEL_2009}f":
            element.text = moved(element.text or "", growths, sheet, one_cell=True)
        elif element.tag == f"{EXCEL_2009}sqref":
            element.text = growth.area(element.text or "")


def _breaks(root: Any, growth: Growth) -> None:
    block = root.find(f"{MAIN}rowBreaks")
    for one in block if block is not None else ():
        one.set("id", str(growth.last(int(one.get("id")))))


def move_anchors(root: Any, growth: Growth) -> None:
    """Move what lies upon the sheet with the row that it begins on; its size stays."""
    for start in root.iter(f"{ANCHOR}from"):
        row = start.find(f"{ANCHOR}row")
        shift = growth.first(int(row.text) + 1) - 1 - int(row.text)
        row.text = str(int(row.text) + shift)
        end = start.getparent().find(f"{ANCHOR}to")
        if end is not None:
            last = end.find(f"{ANCHOR}row")
            last.text = str(int(last.text) + shift)


def _charts(package: Package, growths: dict[str, Growth], changed: Mapping[str, set[int]]) -> None:
    """Move the references of charts; numbers that they remember of new cells are forgotten, so that the
    spreadsheet reads them anew."""
    for part in chart_parts(package):
        for formula in package.xml(part).iter(f"{CHART}f"):
            text = formula.text or ""
            new = moved(text, growths)
            stale = any(
                row in changed.get(sheet, ())
                for sheet, first, last in references(text)
                for row in range(_row(first), _row(last) + 1)
            )
            if new == text and not stale:
                continue
            formula.text = new
            for cache in [one for one in formula.getparent() if one.tag.endswith("Cache")]:
                formula.getparent().remove(cache)
            package.touch(part)


def _row(cell: str) -> int:
    found = _DIGITS.search(cell)
    return int(found[0]) if found else 0
