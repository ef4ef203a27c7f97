"""The chart below a table, as the province shows it: drawn by the spreadsheet from the cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fieldkit.model.workbook import cells

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldkit.model.reports.layout import Chart, Column

HEIGHT_ROWS = 14
"""Rows of a sheet that a chart covers."""
_CM = (22.0, 9.0)
# The accents of the program, in the order in which columns of a chart take them.
_COLOURS = ("1F6FB2", "2E9E6B", "E0A100", "C0504D", "7A5AA6")


def add_chart(
    worksheet: Any,
    chart: Chart,
    columns: Sequence[Column],
    rows: tuple[int, int, int],
    below: int,
    language: str,
) -> None:
    """Draw ``chart`` at row ``below``; ``rows`` are the header and the first and last row of its cells."""
    from openpyxl.chart import BarChart, LineChart, PieChart, Reference

    header, first, last = rows
    places = {column.key: number for number, column in enumerate(columns, 1)}
    formats = {column.key: column.format for column in columns}
    drawn: Any = {"pie": PieChart, "line": LineChart}.get(chart.kind, BarChart)()
    if chart.kind in ("bar", "column"):
        drawn.type = "bar" if chart.kind == "bar" else "col"
        drawn.gapWidth = 60
    for key in chart.values:
        drawn.add_data(
            Reference(worksheet, min_col=places[key], min_row=header, max_row=last), titles_from_data=True
        )
    drawn.set_categories(Reference(worksheet, min_col=places[chart.labels], min_row=first, max_row=last))
    drawn.title = cells.clean(chart.title.pick(language)).text
    drawn.width, drawn.height = _CM
    if chart.kind != "pie":
        # openpyxl hides the axes of new charts from programs that take its word for it
        drawn.x_axis.delete = drawn.y_axis.delete = False
        drawn.y_axis.number_format = "0%" if formats[chart.values[0]] == "percent" else "#,##0"
        for series, colour in zip(drawn.series, _COLOURS * 3, strict=False):
            series.graphicalProperties.solidFill = colour
    if len(chart.values) == 1 and chart.kind != "pie":
        drawn.legend = None
    worksheet.add_chart(drawn, f"A{below}")
