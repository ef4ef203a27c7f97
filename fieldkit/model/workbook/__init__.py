"""The workbook for the receiving office: rows out of the workspace, safe cells, one Excel file."""

from __future__ import annotations

from fieldkit.model.workbook.answer_tables import TableOptions
from fieldkit.model.workbook.export import ExportCancelled, ExportReport, export_workbook
from fieldkit.model.workbook.filters import Filters

__all__ = ["ExportCancelled", "ExportReport", "Filters", "TableOptions", "export_workbook"]
