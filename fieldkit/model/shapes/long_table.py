"""A row for each answer, as on the sheet of answers, in a CSV file: for pivot tables and scripts."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from fieldkit.model.shapes.course import in_lines
from fieldkit.model.workbook import sheets
from fieldkit.model.workbook.export import ExportCancelled
from fieldkit.model.workbook.inspection_rows import gather_all

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from fieldkit.model.shapes.course import ShapeOptions
    from fieldkit.model.workbook import Filters
    from fieldkit.model.workspace import Workspace


def write_long(
    workspace: Workspace,
    filters: Filters,
    options: ShapeOptions,
    target: Path,
    *,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> int:
    """Write the answers of all chosen inspections, drafts too; returns the number of inspections."""
    language = options.language or "th"
    columns = sheets.ANSWERS.columns
    listed = filters.found(workspace.database)
    with target.open("w", encoding="utf-8-sig" if options.for_excel else "utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        # names, which scripts go by, unless a language was asked for
        writer.writerow(
            column.key if options.language is None else column.title.pick(language) for column in columns
        )
        for done, rows in enumerate(gather_all(workspace, listed, language, {}), 1):
            if cancelled is not None and cancelled():
                raise ExportCancelled
            for answer in rows.answers:
                cells = ["" if answer.get(column.key) is None else answer[column.key] for column in columns]
                writer.writerow(in_lines(cells, for_excel=options.for_excel))
            if progress is not None:
                progress(done, len(listed))
    return len(listed)
