"""Figures as rows of the workbook, and the list behind a figure as a workbook of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fieldkit.errors import Text
from fieldkit.model import durable
from fieldkit.model.indicators import words
from fieldkit.model.indicators.figures import Reading
from fieldkit.model.indicators.sources import Here
from fieldkit.model.workbook import sheets
from fieldkit.model.workbook.sheets import Column, Sheet
from fieldkit.model.workbook.writing import WorkbookWriter

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection

    from fieldkit.model.indicators import Figure, Listing, Scope
    from fieldkit.model.indicators.subjects import Column as Counted
    from fieldkit.model.workbook.sheets import Kind
    from fieldkit.model.workspace import Workspace

_REACHED = {True: Text("ถึงเป้า", "reached"), False: Text("ยังไม่ถึงเป้า", "not reached"), None: Text("", "")}
_LIST = Text("รายการ", "List")
_NUMBER = {"number": "number", "day": "date"}
_DISTRICT = "district"


def indicator_rows(connection: Connection, scope: Scope, language: str) -> Iterator[dict[str, Any]]:
    """Yield the rows of the sheet: each indicator for everything, then by district."""
    with Reading(Here(connection), scope) as reading:
        for figure in reading.compute():
            yield _row(figure, reading.scope, language, "")
        for figure in reading.compute(by=_DISTRICT):
            column = figure.indicator.subject.columns[_DISTRICT]
            yield _row(figure, reading.scope, language, words.cell_words(column, figure.group, language))


def _row(figure: Figure, scope: Scope, language: str, district: str) -> dict[str, Any]:
    share = figure.indicator.measure == "share"
    return {
        "indicator_id": figure.indicator.id,
        "indicator": figure.indicator.name.pick(language),
        "period": scope.of(figure.indicator).period.words(language),
        "district": district,
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "share": figure.value / 100 if share and figure.value is not None else None,
        "value": None if share else figure.value,
        "unit": figure.indicator.unit.pick(language),
        "target": figure.target,
        "reached": _REACHED[figure.met].pick(language),
        "short": figure.short,
        "note": figure.indicator.note.pick(language),
    }


def export_list(
    workspace: Workspace, target: Path, found: Listing, *, title: str, period: str, language: str
) -> int:
    """Write exactly the rows of a list to ``target`` (.xlsx), read it back, and return their number.

    Raises CannotWrite, WorkbookDamaged; then whatever ``target`` was before is intact.
    """
    columns = tuple(_column(column) for column in found.columns)
    sheet = Sheet("List", _LIST, columns)
    heading = " · ".join(part for part in (workspace.person.office, title, period) if part)
    with durable.replacing(target) as path:
        writer = WorkbookWriter(
            path,
            language=language,
            moment=workspace.clock(),
            heading=heading,
            order=(sheet, sheets.LONG_TEXTS),
        )
        try:
            for row in found.rows:
                cells = {column.name: _cell(column, row[column.name], language) for column in found.columns}
                writer.append(sheet, cells)
            writer.save()
        finally:
            writer.abandon()
    return len(found.rows)


def _column(column: Counted) -> Column:
    kind: Kind = _NUMBER.get(column.kind, "code" if not column.codes else "text")  # type: ignore[assignment]
    return Column(column.name, column.words, kind)


def _cell(column: Counted, value: object, language: str) -> object:
    if column.kind in _NUMBER:
        return value
    return words.cell_words(column, value, language) if column.codes or column.kind == "flag" else value
