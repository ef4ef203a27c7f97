"""The XML names of the parts of office files that templates are filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fieldkit.model.reports.templates.package import Package

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATIONS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
ANCHOR = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
EXCEL_2009 = "{http://schemas.microsoft.com/office/excel/2006/main}"


def chart_parts(package: Package) -> list[str]:
    """Return the parts that are charts."""
    return [name for name in package.parts if name.startswith("xl/charts/chart") and name.endswith(".xml")]


def drawing_parts(package: Package) -> list[str]:
    """Return the parts that hold what lies upon the sheets."""
    return [
        name for name in package.parts if name.startswith("xl/drawings/drawing") and name.endswith(".xml")
    ]


def drawn_parts(package: Package) -> list[str]:
    """Return the parts whose texts are drawn: charts and text boxes."""
    return [*chart_parts(package), *drawing_parts(package)]
