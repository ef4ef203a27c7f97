"""Tiny checklists for tests: rows of a survey sheet, made into an XLSForm, installed and started."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.office import MILL

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from fieldkit.model.inspections import Inspection
    from fieldkit.model.workspace import Workspace
    from fieldkit.model.xlsform.conversion import Conversion

Row = dict[str, str]


_converted: dict[str, tuple[Conversion, bytes]] = {}


def start(
    workspace: Workspace,
    folder: Path,
    survey: Sequence[Row],
    choices: Sequence[Row] = (),
    media: Mapping[str, bytes] | None = None,
) -> Inspection:
    """Install a checklist of these rows and start it at the mill; the same rows are converted once."""
    from fieldkit.model import checklists, inspections
    from fieldkit.model.xlsform.conversion import convert

    key = repr((survey, choices))
    if key not in _converted:
        file = workbook(folder / "types.xlsx", survey, choices)
        _converted[key] = convert(file), file.read_bytes()
    conversion, xlsx = _converted[key]
    checklists.install(workspace, conversion, xlsx, media)
    return inspections.start(workspace, MILL, "TYP")


def workbook(file: Path, survey: Sequence[Row], choices: Sequence[Row] = (), **settings: str) -> Path:
    """Write an XLSForm of these rows; ``settings`` are other cells of its settings sheet."""
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "survey"
    for name, rows in (("survey", survey), ("choices", choices)):
        if name == "choices":
            sheet = book.create_sheet(name)
        columns = list(dict.fromkeys(key for row in rows for key in row))
        sheet.append(columns)
        for row in rows:
            sheet.append([row.get(column) for column in columns])
    cells = {"form_title": "Types", "form_id": "TYP", "version": "1"} | settings
    sheet = book.create_sheet("settings")
    sheet.append(list(cells))
    sheet.append(list(cells.values()))
    book.save(file)
    return file
